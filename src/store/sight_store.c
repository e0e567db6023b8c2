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

/* Why a person who sees that much may not see it. */
static void
refuse(PkDb *db, const PkIncident *incident, bool reads, const char *up_to, GError **error)
{
    const char *label = pk_tlp_label(incident->tlp);
    g_autofree char *names = incident->tlp == PK_TLP_RED ? who_can_name(db, incident->key) : NULL;

    if (!reads)
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
                    incident->ident, label, up_to);
}

bool
pk_incident_refuse(PkDb *db, const PkIncident *incident, GError **error)
{
    const PkSight *sight = pk_db_sight(db);

    if (pk_sight_may(sight, incident->key, incident->tlp))
        return true;
    refuse(db, incident, sight->reads, pk_tlp_label(sight->up_to), error);
    return false;
}

/* ---- what a server keeps back -----------------------------------------------------------------
 */

typedef struct {
    PkIncident *incident; /* its key, number, label and version; NULL: nothing is kept back */
    char *up_to;
} Hidden;

static bool
take_hidden(const PkRow *row, void *data, GError **error)
{
    Hidden *hidden = data;
    PkIncident *incident = pk_incident_new();

    pk_incident_free(hidden->incident);
    g_free(hidden->up_to);
    hidden->incident = incident;
    incident->key = pk_row_int(row, 0);
    incident->uuid = g_strdup(pk_row_text(row, 1));
    incident->ident = g_strdup(pk_row_text(row, 2));
    incident->version = pk_row_int(row, 4);
    hidden->up_to = g_strdup(pk_row_text(row, 5));
    return pk_tlp_parse(pk_row_text(row, 3), &incident->tlp, NULL, error);
}

bool
pk_incident_kept_back(PkDb *db, int64_t key, const char *asked, PkIncident **ret_incident,
                      GError **error)
{
    Hidden hidden = { 0 };

    *ret_incident = NULL;
    if (!pk_db_user(db)) /* a file keeps nothing back */
        return true;
    bool ok =
        pk_db_each(db, &pk_sql_incident_hidden, PK_ARGS(pk_int(key), pk_text(asked ? asked : "")),
                   take_hidden, &hidden, NULL, error);
    if (ok && hidden.incident && !pk_db_sees_all(db)) {
        refuse(db, hidden.incident, true, hidden.up_to, error);
        ok = false;
    }
    if (ok)
        *ret_incident = g_steal_pointer(&hidden.incident);
    pk_incident_free(hidden.incident);
    g_free(hidden.up_to);
    return ok;
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
    const char *server_user = pk_db_user(db);
    int up_to = sight && sight->reads ? (int)sight->up_to : -1;

    *ret_n = 0;
    if (!sight && !server_user)
        return true;
    return pk_db_number(db, &pk_sql_incident_count_hidden,
                        PK_ARGS(pk_int(up_to), pk_text(sight ? sight->login : server_user),
                                pk_int(open_only), pk_int(max)),
                        ret_n, NULL, error);
}
