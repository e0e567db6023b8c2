/* SPDX-License-Identifier: EUPL-1.2 */
#include "sight_store.h"

#include "piket/base/i18n.h"
#include "piket/store/incident_store.h"
#include "piket/store/person_store.h"
#include "piket_sql.h"

/* "J. de Vries, M. Bakker": those named on it who still work here. Owned; NULL: nobody, or on
 * failure. */
static char *
who_can_name(PkDb *db, int64_t key)
{
    g_autoptr(GPtrArray) named = pk_named_on_incident(db, key, NULL);
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; named && i < named->len; i++) {
        const PkNamed *one = named->pdata[i];
        if (one->active)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", one->name);
    }
    return names->len ? g_strdup(names->str) : NULL;
}

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    char **text = data;

    g_free(*text);
    *text = g_strdup(pk_row_text(row, 0));
    return true;
}

bool
pk_incident_refuse(PkDb *db, const PkIncident *incident, GError **error)
{
    const PkSight *sight = pk_db_sight(db);
    const char *label = pk_tlp_label(incident->tlp);

    if (pk_sight_may(sight, incident->key, incident->tlp))
        return true;
    g_autofree char *names = incident->tlp == PK_TLP_RED ? who_can_name(db, incident->key) : NULL;
    if (!sight->reads)
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("Your roles do not let you read incidents. Ask somebody with the role "
                      "admin."));
    else if (names)
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s is %s and you are not named on it. Ask one of these to name you: %s."),
                    incident->ident, label, names);
    else if (incident->tlp == PK_TLP_RED)
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s is %s and you are not named on it. Nobody who is named works here any "
                      "more: ask somebody with the role lead."),
                    incident->ident, label);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s is %s and you read up to %s. Ask to be named on it, or somebody with "
                      "the role admin for a wider ceiling."),
                    incident->ident, label, pk_tlp_label(sight->up_to));
    return false;
}

bool
pk_incident_seen(PkDb *db, int64_t key, bool *ret_seen, GError **error)
{
    g_autofree char *label = NULL;
    PkTlp tlp = PK_TLP_RED;

    if (!pk_db_sight(db)) {
        *ret_seen = true;
        return true;
    }
    if (!pk_db_each(db, &pk_sql_incident_label, PK_ARGS(pk_int(key)), take_text, &label, NULL,
                    error) ||
        (label && !pk_tlp_parse(label, &tlp, NULL, error)))
        return false;
    *ret_seen = label && pk_sight_may(pk_db_sight(db), key, tlp);
    return true;
}

bool
pk_incident_count_hidden(PkDb *db, bool open_only, unsigned max, int64_t *ret_n, GError **error)
{
    const PkSight *sight = pk_db_sight(db);
    int64_t n = 0;

    for (int label = PK_TLP_RED; sight && label >= PK_TLP_CLEAR && n < max; label--) {
        int64_t more = 0;
        if (sight->reads && (PkTlp)label <= sight->up_to)
            break;
        if (!pk_db_number(db, &pk_sql_incident_count_hidden,
                          PK_ARGS(pk_text(pk_tlp_label((PkTlp)label)), pk_text(sight->login),
                                  pk_int(open_only), pk_int(max - n)),
                          &more, NULL, error))
            return false;
        n += more;
    }
    *ret_n = n;
    return true;
}
