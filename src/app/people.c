/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons and their roles. */
#include "piket/app/people.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/person_store.h"
#include "read_private.h"
#include "undo.h"

#include <string.h>

enum {
    LOGIN_MAX = 63, /* what a database role and an operating-system user can both be */
    NAME_MAX_CHARS = 100,
};

void
pk_person_view_free(PkPersonView *view)
{
    if (!view)
        return;
    g_free(view->login);
    g_free(view->name);
    g_free(view->initials);
    g_free(view->roles);
    g_free(view);
}

GPtrArray *
pk_people_list(PkApp *app, GError **error)
{
    if (!pk_app_may(app, PK_MAY_PEOPLE, NULL) && !pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(GPtrArray) persons = pk_person_list(app->db, error);
    if (!persons)
        return NULL;
    GPtrArray *views = g_ptr_array_new_with_free_func((GDestroyNotify)pk_person_view_free);
    for (guint i = 0; i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        PkPersonView *view = g_new0(PkPersonView, 1);
        view->login = g_strdup(person->login);
        view->name = g_strdup(person->name);
        view->initials = g_strdup(person->initials);
        view->roles = g_strdup(person->roles);
        view->ceiling = person->ceiling;
        view->active = person->active;
        g_ptr_array_add(views, view);
    }
    return views;
}

/* ---- checks --------------------------------------------------------------------------------- */

static bool
check_login(const char *login, GError **error)
{
    size_t n = login ? strlen(login) : 0;

    for (size_t i = 0; i < n; i++) {
        if (!g_ascii_isalnum(login[i]) && !strchr("._-@\\", login[i]))
            n = 0;
    }
    if (n > 0 && n <= LOGIN_MAX && *login != '-')
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' is no login. Write the user name with which the person logs in: letters, "
                  "digits and . _ - @ \\, at most %d."),
                login ? login : "", LOGIN_MAX);
    return false;
}

static bool
check_role(const char *role, GError **error)
{
    if (pk_role_known(role))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' is no role. Choose from officer, coordinator, lead, reader, auditor, "
                  "admin and watch."),
                role);
    return false;
}

/* A watch sees rows that its keeper may not: it has a login of its own. */
static bool
check_together(const char *roles, GError **error)
{
    g_auto(GStrv) each = g_strsplit(roles, " ", -1);

    if (g_strv_length(each) < 2 || !g_strv_contains((const char *const *)each, "watch"))
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("The role watch stands alone: give it to a login of its own, which "
                          "piket-watch uses. Nothing was changed."));
    return false;
}

/* "officer, lead" -> "officer lead". Owned; NULL with INVALID. */
static char *
read_roles(const char *text, GError **error)
{
    g_autofree char *spaced = g_strdelimit(g_strdup(text), ",;", ' ');
    g_auto(GStrv) each = g_strsplit(spaced, " ", -1);

    for (char **role = each; *role; role++) {
        if (**role && !check_role(*role, error))
            return NULL;
    }
    g_autofree char *ordered = pk_roles_in_order(spaced);
    return check_together(ordered, error) ? g_steal_pointer(&ordered) : NULL;
}

static bool
is_admin(const PkPerson *person)
{
    g_auto(GStrv) roles = g_strsplit(person->roles, " ", -1);

    return person->active && g_strv_contains((const char *const *)roles, "admin");
}

/* Somebody must be left who can undo what was done here. */
static bool
keep_an_admin(PkApp *app, const PkPerson *changed, GError **error)
{
    g_autoptr(GPtrArray) persons = pk_person_list(app->db, error);
    unsigned n = is_admin(changed);

    if (!persons)
        return false;
    for (guint i = 0; i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        n += strcmp(person->login, changed->login) != 0 && is_admin(person);
    }
    if (n > 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("%s is the last one with the role admin. Give that role to somebody else first; "
                  "nothing was changed."),
                changed->login);
    return false;
}

static PkPerson *
get(PkApp *app, const char *login, GError **error)
{
    PkPerson *person = NULL;

    if (!pk_person_get(app->db, login, &person, error))
        return NULL;
    if (!person)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("Nobody here has the login %s. 'piket person list' names everybody."), login);
    return person;
}

/* ---- telling -------------------------------------------------------------------------------- */

static bool
tell(PkApp *app, const PkPerson *person, const char *what, char *said, PkDone *done, GError **error)
{
    json_t *details = json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "change", what, "login",
                                person->login, "name", person->name, "roles", person->roles,
                                "ceiling", pk_tlp_label(person->ceiling), "active", person->active);

    done->said = said;
    done->ident = g_strdup("");
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, said, details, &done->line_key, error);
}

/* In this order: on a server whoever takes a role from oneself has no right left to tell of it. */
static bool
tell_and_update(PkApp *app, const PkPerson *person, const char *what, char *said, PkDone *done,
                GError **error)
{
    return tell(app, person, what, said, done, error) && pk_person_update(app->db, person, error);
}

static const char *
shown_roles(const PkPerson *person)
{
    return *person->roles ? person->roles : _("no role");
}

/* ---- the use cases -------------------------------------------------------------------------- */

static bool
add(PkApp *app, const PkPersonWish *wish, PkDone *done, GError **error)
{
    g_autofree char *typed =
        pk_text_clean(wish->name ? wish->name : wish->login, -1, PK_TEXT_LINE, NULL);
    g_autofree char *name =
        g_utf8_substring(typed, 0, MIN(g_utf8_strlen(typed, -1), NAME_MAX_CHARS));
    g_autofree char *roles = read_roles(wish->roles ? wish->roles : "officer", error);
    g_autofree char *initials = pk_app_initials(*name ? name : wish->login);
    g_autoptr(GError) taken = NULL;

    if (!roles)
        return false;
    PkPerson person = { (char *)wish->login,
                        *name ? name : (char *)wish->login,
                        initials,
                        roles,
                        wish->has_ceiling ? wish->ceiling : PK_TLP_GREEN,
                        true };
    if (!pk_person_insert(app->db, &person, &taken)) {
        if (g_error_matches(taken, PK_ERROR, PK_ERROR_CONFLICT))
            g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                        _("%s is known here already. Use 'piket person role' to change what they "
                          "may."),
                        wish->login);
        else
            g_propagate_error(error, g_steal_pointer(&taken));
        return false;
    }
    return tell(app, &person, "person_add",
                g_strdup_printf(_("Person added: %s (%s): %s."), person.name, person.login,
                                shown_roles(&person)),
                done, error);
}

bool
pk_people_add(PkApp *app, const PkPersonWish *wish, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!check_login(wish->login, error) || !pk_app_begin(app, PK_MAY_PEOPLE, error))
        return false;
    return pk_app_end(app, add(app, wish, &done, error), &done, ret_done, error);
}

/* Applies "+lead" and "-officer" to roles. Owned; NULL with INVALID. */
static char *
changed_roles(const char *roles, const char *const *changes, GError **error)
{
    g_autofree char *now = g_strdup(roles);

    for (; *changes; changes++) {
        bool off = **changes == '-';
        const char *role = *changes + (off || **changes == '+');
        if (!check_role(role, error))
            return NULL;
        g_auto(GStrv) each = g_strsplit(now, " ", -1);
        g_autoptr(GString) next = g_string_new(off ? "" : role);
        for (char **had = each; *had; had++) {
            if (strcmp(*had, role) != 0)
                g_string_append_printf(next, " %s", *had);
        }
        g_free(now);
        now = g_strdup(next->str);
    }
    g_autofree char *ordered = pk_roles_in_order(now);
    return check_together(ordered, error) ? g_steal_pointer(&ordered) : NULL;
}

static bool
set_roles(PkApp *app, const char *login, const char *const *changes, const PkTlp *ceiling,
          PkDone *done, GError **error)
{
    g_autoptr(PkPerson) person = get(app, login, error);
    g_autofree char *roles = person ? changed_roles(person->roles, changes, error) : NULL;

    if (!roles)
        return false;
    if (strcmp(roles, person->roles) == 0 && (!ceiling || *ceiling == person->ceiling)) {
        done->said = g_strdup_printf(_("%s: nothing changed."), login);
        done->ident = g_strdup("");
        return true;
    }
    g_autofree char *before = g_strdup(shown_roles(person));
    g_free(person->roles);
    person->roles = g_steal_pointer(&roles);
    if (ceiling)
        person->ceiling = *ceiling;
    if (!keep_an_admin(app, person, error))
        return false;
    char *said =
        g_strdup_printf(_("Roles of %s (%s): %s -> %s, reads up to %s as a reader."), person->name,
                        login, before, shown_roles(person), pk_tlp_label(person->ceiling));
    return tell_and_update(app, person, "person_role", said, done, error);
}

bool
pk_people_roles(PkApp *app, const char *login, const char *const *changes, const PkTlp *ceiling,
                PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_PEOPLE, error))
        return false;
    bool ok = pk_app_end(app, set_roles(app, login, changes, ceiling, &done, error), &done,
                         ret_done, error);
    pk_app_look(app, NULL); /* one's own may have changed; without any, a server tells nothing */
    return ok;
}

static bool
set_active(PkApp *app, const char *login, bool active, PkDone *done, GError **error)
{
    g_autoptr(PkPerson) person = get(app, login, error);

    if (!person)
        return false;
    if (person->active == active) {
        done->said = g_strdup_printf(_("%s: nothing changed."), login);
        done->ident = g_strdup("");
        return true;
    }
    person->active = active;
    if (!keep_an_admin(app, person, error))
        return false;
    char *said = active
                     ? g_strdup_printf(_("%s (%s) may work here again."), person->name, login)
                     : g_strdup_printf(_("%s (%s) may no longer work here."), person->name, login);
    return tell_and_update(app, person, active ? "person_on" : "person_off", said, done, error);
}

bool
pk_people_active(PkApp *app, const char *login, bool active, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_PEOPLE, error))
        return false;
    return pk_app_end(app, set_active(app, login, active, &done, error), &done, ret_done, error);
}
