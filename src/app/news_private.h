/* SPDX-License-Identifier: EUPL-1.2 */
/* News from the inside: presence on a server goes over the connection that listens. */
#pragma once

#include "piket/app/news.h"
#include "piket/store/listen.h"

/* The connection that listens; NULL of a file. Borrowed. */
PkListen *pk_news_listen(PkNews *news);

/* who runs in the main context when others came or went; NULL: nobody need be told. */
void pk_news_set_who(PkNews *news, void (*who)(void *data), void *data);
