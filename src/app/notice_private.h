/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files about notices share. */
#pragma once

#include "app_private.h"
#include "piket/app/notice.h"

/* pk_notice_queue, and the uuids (owned strings) of what was queued. */
bool pk_notice_queue_uuids(PkApp *app, const PkNoticeWish *wish, int64_t now_us, GPtrArray *uuids,
                           unsigned *ret_n, GError **error);

/* Writes the line of an attempt. change: its name in the details. Takes text. */
bool pk_notice_tell(PkApp *app, const PkNotice *notice, const char *change, char *text,
                    int64_t now_us, GError **error);
