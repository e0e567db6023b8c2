/* SPDX-License-Identifier: EUPL-1.2 */
#include "rows.h"

#include "piket/base/i18n.h"

PkValue
pk_text_or_empty(const char *text)
{
    return pk_text(text ? text : "");
}

PkValue
pk_day_us(int64_t day)
{
    return day < 0 ? pk_null() : pk_int(day * INT64_C(86400000000));
}

bool
pk_db_run_guarded(PkDb *db, const PkSql *update, PkArgs args, const PkSql *exists, int64_t key,
                  GError **error)
{
    int64_t changed = 0;
    int64_t one = 0;
    bool found = false;

    if (!pk_db_run(db, update, args, &changed, error))
        return false;
    if (changed > 0)
        return true;
    if (!pk_db_number(db, exists, PK_ARGS(pk_int(key)), &one, &found, error))
        return false;
    if (found)
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_CONFLICT,
            _("Somebody else changed this meanwhile. Nothing was saved; look at the "
              "new values and make your change again."));
    else
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("What you are changing does not exist in this database."));
    return false;
}

bool
pk_db_get(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, const char *missing,
          void **ret_thing, GError **error)
{
    void *thing = NULL;

    if (!pk_db_one(db, sql, args, map, &thing, error))
        return false;
    if (!thing) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING, missing);
        return false;
    }
    *ret_thing = thing;
    return true;
}
