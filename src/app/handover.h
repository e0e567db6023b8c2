/* SPDX-License-Identifier: EUPL-1.2 */
/* How a handover is written down. */
#pragma once

#include "app_private.h"
#include "piket/app/handover.h"

#include <jansson.h>

/* Writes the text of what is open now. Inside a snapshot or a transaction. ret_heads (may be NULL)
 * gets an object of ident to head, in 64 hex digits. */
PkHandoverDraft *pk_handover_write(PkApp *app, const char *words, json_t **ret_heads,
                                   GError **error);
