/* SPDX-License-Identifier: EUPL-1.2 */
/* Presence beside a data file: a thread that keeps this console's own file and reads those of
 * others. */
#pragma once

#include "piket/base/bell.h"
#include "piket/model/looker.h"

typedef struct PkWhoFolder PkWhoFolder;

/* bell rings when the others at the incident that is shown are not the same any more. */
PkWhoFolder *pk_who_folder_new(const char *where, const char *login, const char *name,
                               bool read_only, PkBell *bell);
void pk_who_folder_free(PkWhoFolder *who);
void pk_who_folder_show(PkWhoFolder *who, const char *uuid);
GPtrArray *pk_who_folder_list(PkWhoFolder *who);
