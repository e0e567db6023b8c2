/* SPDX-License-Identifier: EUPL-1.2 */
/* Who works, which roles they have, and what a role may (domain page: roles). */
#include "app_private.h"
#include "piket/base/text.h"
#include "piket/store/person_store.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define MAY(right) (1u << PK_MAY_##right)

/* clang-format off */
static const struct {
    const char *key;
    guint may;
} roles[] = {
    { "officer",     MAY(READ) | MAY(VERIFY) | MAY(LOG) | MAY(EDIT) | MAY(WATCH) | MAY(DUTY) |
                     MAY(PAGE) },
    { "coordinator", MAY(READ) | MAY(VERIFY) | MAY(LOG) | MAY(EDIT) | MAY(PARTY) | MAY(CLOSE) |
                     MAY(REGISTER) | MAY(WATCH) | MAY(DUTY) | MAY(ROTA) | MAY(PAGE) },
    { "lead",        MAY(READ) | MAY(VERIFY) | MAY(LOG) | MAY(EDIT) | MAY(PARTY) | MAY(CLOSE) |
                     MAY(REGISTER) | MAY(LOWER_TLP) | MAY(NAME) | MAY(WATCH) | MAY(DUTY) |
                     MAY(ROTA) | MAY(PAGE) },
    { "reader",      MAY(READ) | MAY(VERIFY) },
    { "auditor",     MAY(READ) | MAY(VERIFY) },
    { "admin",       MAY(REGISTER) | MAY(PEOPLE) | MAY(RULES) },
    { "watch",       MAY(READ) | MAY(WATCH) | MAY(PAGE) },
};

static const struct {
    PkRight right;
    const char *what; /* subject of a sentence */
} rights[] = {
    { PK_MAY_LOG,       N_("Writing down a report or a line") },
    { PK_MAY_EDIT,      N_("Changing fields and status of an incident") },
    { PK_MAY_PARTY,     N_("Changing the parties of an incident") },
    { PK_MAY_CLOSE,     N_("Closing an incident") },
    { PK_MAY_LOWER_TLP, N_("Lowering a TLP label") },
    { PK_MAY_REGISTER,  N_("Changing the register") },
    { PK_MAY_READ,      N_("Reading incidents") },
    { PK_MAY_VERIFY,    N_("Verifying the journal") },
    { PK_MAY_PEOPLE,    N_("Changing persons and their roles") },
    { PK_MAY_RULES,     N_("Changing the legal rules") },
    { PK_MAY_NAME,      N_("Naming somebody where nobody named is left") },
    { PK_MAY_WATCH,     N_("Watching") },
    { PK_MAY_DUTY,      N_("Taking or swapping a shift") },
    { PK_MAY_ROTA,      N_("Changing the rota") },
    { PK_MAY_PAGE,      N_("Paging") },
};
/* clang-format on */

const char pk_roles_maker[] = "officer coordinator lead reader auditor admin";
/* The file's mode decided that this person may write it; roles only guard against mistakes. */
const char pk_roles_newcomer[] = "officer coordinator";
const char pk_roles_keeper[] = "admin";

static guint
rights_of(const char *keys)
{
    g_auto(GStrv) each = g_strsplit(keys ? keys : "", " ", -1);
    guint may = 0;

    for (char **key = each; *key; key++) {
        for (size_t i = 0; i < G_N_ELEMENTS(roles); i++)
            may |= strcmp(*key, roles[i].key) == 0 ? roles[i].may : 0;
    }
    return may;
}

/* "coordinator, lead" */
static char *
roles_that_may(PkRight right)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (roles[i].may & 1u << right)
            g_string_append_printf(list, "%s%s", list->len ? ", " : "", roles[i].key);
    }
    return g_strdup(list->str);
}

bool
pk_role_known(const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (strcmp(key, roles[i].key) == 0)
            return true;
    }
    return false;
}

char *
pk_roles_in_order(const char *keys)
{
    g_auto(GStrv) each = g_strsplit(keys, " ", -1);
    g_autoptr(GString) list = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (g_strv_contains((const char *const *)each, roles[i].key))
            g_string_append_printf(list, "%s%s", list->len ? " " : "", roles[i].key);
    }
    return g_strdup(list->str);
}

static bool
only_reads(PkRight right)
{
    return right == PK_MAY_READ || right == PK_MAY_VERIFY;
}

void
pk_app_refuse_switched_off(const PkApp *app, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("%s may no longer work here (piket person off). Nothing was changed; ask "
                  "somebody with the role admin."),
                app->login);
}

bool
pk_app_role_may(const PkApp *app, PkRight right)
{
    return rights_of(app->roles) & 1u << right;
}

bool
pk_app_may(const PkApp *app, PkRight right, GError **error)
{
    if (app->read_only && !only_reads(right)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_DENIED,
                            _("Piket was opened to read only. Nothing was changed; start it "
                              "without --read-only to write."));
        return false;
    }
    if (rights_of(app->roles) & 1u << right)
        return true;
    if (app->switched_off) {
        pk_app_refuse_switched_off(app, error);
        return false;
    }
    g_autofree char *who = roles_that_may(right);
    for (size_t i = 0; i < G_N_ELEMENTS(rights); i++) {
        if (rights[i].right == right)
            g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                        _("%s needs the role %s; %s has %s. Nothing was changed."),
                        _(rights[i].what), who, app->login,
                        *app->roles ? app->roles : _("no role"));
    }
    return false;
}

/* ---- persons -------------------------------------------------------------------------------- */

void
pk_app_identify(char **login, char **name)
{
    struct passwd entry, *found = NULL;
    char buffer[4096];

    if (getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) != 0)
        found = NULL;
    if (!*login)
        *login = found ? pk_text_clean(found->pw_name, -1, PK_TEXT_LINE, NULL)
                       : g_strdup_printf("uid%u", (unsigned)getuid());
    if (!*name && found && found->pw_gecos && strcmp(found->pw_name, *login) == 0) {
        g_autofree char *full = g_strndup(found->pw_gecos, strcspn(found->pw_gecos, ","));
        g_autofree char *clean = pk_text_clean(full, -1, PK_TEXT_LINE, NULL);
        if (*clean)
            *name = g_steal_pointer(&clean);
    }
    if (!*name)
        *name = g_strdup(*login);
}

char *
pk_app_initials(const char *name)
{
    g_autofree char *folded = pk_text_tokens(name);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    g_autoptr(GString) initials = g_string_new(NULL);

    if (g_strv_length(words) == 1)
        return g_utf8_substring(folded, 0, MIN(3, g_utf8_strlen(folded, -1)));
    for (char **word = words; *word && initials->len < 4; word++) {
        if (**word)
            g_string_append_unichar(initials, g_utf8_get_char(*word));
    }
    return g_strdup(initials->str);
}

char *
pk_app_person_name(PkApp *app, const char *login)
{
    g_autoptr(PkPerson) person = NULL;

    if (g_strcmp0(login, app->login) == 0)
        return g_strdup(app->name);
    if (!login || !pk_person_get(app->db, login, &person, NULL) || !person)
        return g_strdup(login ? login : "?");
    return g_strdup(person->name);
}

char *
pk_app_person_find(PkApp *app, const char *text, GError **error)
{
    g_autoptr(GPtrArray) persons = pk_person_list(app->db, error);
    g_autofree char *wanted = pk_text_fold(text);
    g_autoptr(GString) known = g_string_new(NULL);

    if (!persons)
        return NULL;
    if (strcmp(wanted, "me") == 0 || strcmp(wanted, "ik") == 0)
        return g_strdup(app->login);
    for (guint i = 0; i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        g_autofree char *login = pk_text_fold(person->login);
        g_autofree char *name = pk_text_fold(person->name);
        if (strcmp(wanted, login) == 0 || strcmp(wanted, name) == 0 ||
            strcmp(wanted, person->initials) == 0)
            return g_strdup(person->login);
        g_string_append_printf(known, "%s%s", i ? ", " : "", person->login);
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Nobody is called '%s' here. Choose one of: %s."), text, known->str);
    return NULL;
}
