/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/counter_store.h"

#include "piket_sql.h"

bool
pk_counter_next(PkDb *db, const char *name, int year, int64_t *ret_number, GError **error)
{
    return pk_db_number(db, &pk_sql_counter_next, PK_ARGS(pk_text(name), pk_int(year)), ret_number,
                        NULL, error);
}
