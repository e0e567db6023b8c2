/* SPDX-License-Identifier: EUPL-1.2 */
/* What a meeting carries from the server to the copy: read whole before the first row is written,
 * so that no slow line holds up who writes in the outbox. */
#pragma once

#include "piket/store/copy_store.h"
#include "sync_private.h"

typedef struct {
    GPtrArray *rows[PK_COPY_N]; /* PkCopyRow, keys of the server                    */
    GPtrArray *origins;         /* PkOrigin, keys of the server                     */
    GHashTable *seen;           /* int64_t: incidents that the person may see       */
} PkCopied;

void pk_copied_free(PkCopied *copied);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCopied, pk_copied_free)

/* Reads open incidents that the person may see, those that unsent lines (PkUnsent) are about, the
 * register, and the rota. A text or a number the person may not see is left out. */
PkCopied *pk_copy_take(PkApp *server, const GPtrArray *unsent, GError **error);
