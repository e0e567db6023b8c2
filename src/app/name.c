/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is named on an incident and so may see TLP:RED on it. */
#include "journal.h"
#include "piket/app/people.h"
#include "piket/base/clock.h"
#include "piket/store/incident_store.h"
#include "piket/store/person_store.h"
#include "read_private.h"
#include "undo.h"

#include <string.h>

void
pk_named_view_free(PkNamedView *view)
{
    if (!view)
        return;
    g_free(view->login);
    g_free(view->name);
    g_free(view->initials);
    g_free(view->by_who);
    g_free(view);
}

/* ---- writing -------------------------------------------------------------------------------- */

/* The line tells who may see what is red, not what that is: it is no redder than the incident has
 * to be for its other readers. */
static bool
tell(PkApp *app, const PkIncident *incident, const char *login, bool on, int64_t now_us,
     int64_t *ret_line, GError **error)
{
    g_autoptr(PkPerson) person = NULL;

    if (!pk_person_get(app->db, login, &person, error))
        return false;
    const char *name = person ? person->name : login;
    g_autofree char *text =
        on ? g_strdup_printf(_("Named: %s (%s) may see everything here."), name, login)
           : g_strdup_printf(_("No longer named: %s (%s)."), name, login);
    PkEntry entry = { .incident = incident,
                      .category = PK_CAT_SYSTEM,
                      .tlp = PK_TLP_AMBER,
                      .text = text,
                      .details =
                          json_pack("{s:s, s:s, s:b}", "change", "name", "login", login, "on", on),
                      .now_us = now_us };

    return pk_journal_add(app, entry, ret_line, NULL, error);
}

static bool
name_one(PkApp *app, const PkIncident *incident, const char *login, int64_t now_us,
         int64_t *ret_line, GError **error)
{
    return pk_named_insert(app->db, incident->key, login, app->login, now_us, error) &&
           pk_app_look(app, error) && tell(app, incident, login, true, now_us, ret_line, error);
}

/* Names of those who are named and work here, for a sentence. Owned. */
static char *
names_of(const GPtrArray *named, unsigned *ret_n_active)
{
    g_autoptr(GString) names = g_string_new(NULL);

    *ret_n_active = 0;
    for (guint i = 0; i < named->len; i++) {
        const PkNamed *one = named->pdata[i];
        if (one->active)
            g_string_append_printf(names, "%s%s", (*ret_n_active)++ ? ", " : "", one->name);
    }
    return g_strdup(names->str);
}

/* Or writing something red would show all that is red to whoever does it. */
static bool
refuse_uninvited(PkApp *app, const PkIncident *incident, GError **error)
{
    g_autoptr(GPtrArray) named = pk_named_on_incident(app->db, incident->key, error);
    unsigned n_active = 0;

    if (!named)
        return false;
    g_autofree char *names = names_of(named, &n_active);
    if (n_active == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("What is TLP:RED on %s is written by who is named on it. Have one of these name "
                  "you first: %s. Nothing was saved."),
                incident->ident, names);
    return false;
}

bool
pk_name_first(PkApp *app, const PkIncident *incident, PkTlp label, int64_t now_us, GError **error)
{
    if (label != PK_TLP_RED || !incident || pk_sight_named(&app->sight, incident->key))
        return true;
    if (!pk_app_look(app, error))
        return false;
    if (pk_sight_named(&app->sight, incident->key)) /* a server named who reports already */
        return tell(app, incident, app->login, true, now_us, NULL, error);
    return refuse_uninvited(app, incident, error) &&
           name_one(app, incident, app->login, now_us, NULL, error);
}

/* ---- who may name --------------------------------------------------------------------------- */

/* An incident as who names sees it: its number, its label and who is named, not what it is about.
 */
typedef struct {
    PkIncident *incident;
    GPtrArray *named; /* PkNamed */
    unsigned n_active;
    char *names;    /* of those, for a sentence */
    bool kept_back; /* by a server, from who names */
} Circle;

static void
circle_clear(Circle *circle)
{
    pk_incident_free(circle->incident);
    g_clear_pointer(&circle->named, g_ptr_array_unref);
    g_free(circle->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Circle, circle_clear)

static bool
read_circle(PkApp *app, const char *ident, Circle *circle, GError **error)
{
    int64_t key = 0;

    pk_app_see_all(app, true);
    if (pk_incident_resolve(app, ident, &key, error))
        circle->incident = pk_incident_get(app->db, key, error);
    pk_app_see_all(app, false);
    if (!circle->incident)
        return false;
    circle->kept_back = pk_db_user(app->db) &&
                        !pk_sight_may(&app->sight, circle->incident->key, circle->incident->tlp);
    circle->named = pk_named_on_incident(app->db, key, error);
    if (circle->named)
        circle->names = names_of(circle->named, &circle->n_active);
    return circle->named != NULL;
}

/* Who is named; where nobody is left, a lead; where nobody ever was and nothing is red, everybody
 * who sees the incident. */
static bool
may_name(PkApp *app, const Circle *circle, GError **error)
{
    const PkIncident *incident = circle->incident;

    if (pk_sight_named(&app->sight, incident->key))
        return true;
    if (circle->n_active > 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("Only who is named on %s can name somebody or take a name away. Ask one of "
                      "these: %s. Nothing was changed."),
                    incident->ident, circle->names);
        return false;
    }
    if (circle->named->len == 0 && incident->tlp != PK_TLP_RED) {
        g_autoptr(PkIncident) seen = pk_incident_get(app->db, incident->key, error);
        return seen != NULL;
    }
    return pk_app_may(app, PK_MAY_NAME, error);
}

static const PkNamed *
find_named(const Circle *circle, const char *login)
{
    for (guint i = 0; i < circle->named->len; i++) {
        const PkNamed *one = circle->named->pdata[i];
        if (strcmp(one->login, login) == 0)
            return one;
    }
    return NULL;
}

static void
fill_done(PkDone *done, const PkIncident *incident, char *said)
{
    done->said = said;
    done->ident = g_strdup(incident->ident);
    done->incident_key = incident->key;
    done->version = incident->version;
}

/* ---- the use cases -------------------------------------------------------------------------- */

static bool
refuse_switched_off(PkApp *app, const char *login, GError **error)
{
    g_autoptr(PkPerson) person = NULL;

    if (!pk_person_get(app->db, login, &person, error))
        return false;
    if (!person || person->active)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("%s may no longer work here (piket person off) and was not named."),
                person->name);
    return false;
}

/* A server lets nobody write to what is kept back from them: a lead who names somebody is named for
 * as long as that takes. */
static bool
step_in(PkApp *app, Circle *circle, GError **error)
{
    if (!circle->kept_back)
        return true;
    if (!pk_named_rescue(app->db, circle->incident->key, error) || !pk_app_look(app, error))
        return false;
    int64_t key = circle->incident->key;
    g_clear_pointer(&circle->incident, pk_incident_free);
    circle->incident = pk_incident_get(app->db, key, error);
    return circle->incident != NULL;
}

/* Writes down that a person is named, and names them unless the server did. */
static bool
name_in_circle(PkApp *app, const Circle *circle, const char *login, int64_t now_us,
               int64_t *ret_line, GError **error)
{
    if (circle->kept_back && strcmp(login, app->login) == 0)
        return tell(app, circle->incident, login, true, now_us, ret_line, error);
    return name_one(app, circle->incident, login, now_us, ret_line, error);
}

static bool
step_out(PkApp *app, const Circle *circle, bool stays, GError **error)
{
    return !circle->kept_back || stays ||
           (pk_named_delete(app->db, circle->incident->key, app->login, error) &&
            pk_app_look(app, error));
}

static bool
add(PkApp *app, const char *ident, const char *person, PkDone *done, GError **error)
{
    g_auto(Circle) circle = { 0 };
    int64_t now_us = pk_clock_now_us();

    if (!read_circle(app, ident, &circle, error) || !may_name(app, &circle, error))
        return false;
    g_autofree char *login = pk_app_person_find(app, person, error);
    if (!login || !refuse_switched_off(app, login, error))
        return false;
    g_autofree char *name = pk_app_person_name(app, login);
    if (find_named(&circle, login)) {
        fill_done(done, circle.incident,
                  g_strdup_printf(_("%s: %s was named already; nothing changed."),
                                  circle.incident->ident, name));
        return true;
    }
    bool self = strcmp(login, app->login) == 0;
    /* Who names the first one keeps seeing what becomes red. */
    bool both = circle.named->len == 0 && !self;
    if (!step_in(app, &circle, error) ||
        (both && !name_in_circle(app, &circle, app->login, now_us, NULL, error)))
        return false;
    fill_done(done, circle.incident,
              g_strdup_printf(_("%s: %s is named and may see what is TLP:RED."),
                              circle.incident->ident, name));
    return name_in_circle(app, &circle, login, now_us, &done->line_key, error) &&
           step_out(app, &circle, self || both, error);
}

static bool
take(PkApp *app, const char *ident, const char *person, PkDone *done, GError **error)
{
    g_auto(Circle) circle = { 0 };

    if (!read_circle(app, ident, &circle, error) || !may_name(app, &circle, error))
        return false;
    g_autofree char *login = pk_app_person_find(app, person, error);
    if (!login)
        return false;
    const PkNamed *one = find_named(&circle, login);
    if (!one) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("%s is not named on %s."), login,
                    circle.incident->ident);
        return false;
    }
    if (circle.n_active - one->active < 1) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s is the last one named on %s who works here. Name somebody else first; "
                      "nothing was changed."),
                    one->name, circle.incident->ident);
        return false;
    }
    fill_done(done, circle.incident,
              g_strdup_printf(_("%s: %s is no longer named."), circle.incident->ident, one->name));
    return pk_named_delete(app->db, circle.incident->key, login, error) &&
           tell(app, circle.incident, login, false, pk_clock_now_us(), &done->line_key, error) &&
           pk_app_look(app, error);
}

bool
pk_name_add(PkApp *app, const char *ident, const char *person, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = add(app, ident, person, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

bool
pk_name_take(PkApp *app, const char *ident, const char *person, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = take(app, ident, person, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

GPtrArray *
pk_name_views(PkApp *app, int64_t incident_key, GError **error)
{
    g_autoptr(GPtrArray) named = pk_named_on_incident(app->db, incident_key, error);
    g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func((GDestroyNotify)pk_named_view_free);

    for (guint i = 0; named && i < named->len; i++) {
        const PkNamed *one = named->pdata[i];
        PkNamedView *view = g_new0(PkNamedView, 1);
        view->login = g_strdup(one->login);
        view->name = g_strdup(one->name);
        view->initials = pk_app_initials(one->name);
        view->by_who = g_strdup(one->by_who);
        view->at_us = one->at_us;
        view->active = one->active;
        g_ptr_array_add(views, view);
    }
    return named ? g_steal_pointer(&views) : NULL;
}

GPtrArray *
pk_name_list(PkApp *app, int64_t incident_key, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    GPtrArray *views = incident ? pk_name_views(app, incident_key, error) : NULL;
    pk_read_end(app, own);
    return views;
}
