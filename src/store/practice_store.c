/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/practice_store.h"

#include "piket_sql.h"

bool
pk_practice_is_used(PkDb *db, bool *ret_used, GError **error)
{
    int64_t n = 0;
    if (!pk_db_number(db, &pk_sql_practice_count_incidents, PK_NO_ARGS, &n, NULL, error))
        return false;
    *ret_used = n > 0;
    return true;
}

bool
pk_practice_forget_register(PkDb *db, GError **error)
{
    static const PkSql *const steps[] = {
        &pk_sql_practice_forget_contacts,
        &pk_sql_practice_forget_aliases,
        &pk_sql_practice_forget_members,
        &pk_sql_practice_forget_orgs,
    };
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (!pk_db_run(db, steps[i], PK_NO_ARGS, NULL, error))
            return false;
    }
    return true;
}
