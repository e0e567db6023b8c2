/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom a rung calls now, which ladder is for what, and how both are said. */
#include "pages.h"

#include <string.h>

static void
add_once(GPtrArray *whom, const char *who)
{
    if (!g_ptr_array_find_with_equal_func(whom, who, g_str_equal, NULL))
        g_ptr_array_add(whom, g_strdup(who));
}

GPtrArray *
pk_page_whom(PkApp *app, const PkLadder *ladder, const PkRung *rung, int64_t at_us, GError **error)
{
    g_autoptr(GPtrArray) whom = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) holidays = NULL;

    if (rung->office->len && !pk_page_holidays(app, at_us, &holidays, error))
        return NULL;
    const GArray *targets = pk_rung_targets(ladder, rung, app->zone, holidays, at_us);
    for (guint i = 0; i < targets->len; i++) {
        const PkTarget *target = &g_array_index(targets, PkTarget, i);
        g_autofree char *login = NULL;
        if (target->kind != PK_TARGET_DUTY) {
            add_once(whom, target->who);
            continue;
        }
        if (!pk_page_on_duty(app, target->who, at_us, &login, error))
            return NULL;
        if (login)
            add_once(whom, login);
    }
    return g_steal_pointer(&whom);
}

char *
pk_page_names(PkApp *app, const GPtrArray *whom)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < whom->len; i++) {
        g_autofree char *name = pk_app_person_name(app, whom->pdata[i]);
        g_string_append_printf(all, "%s%s", i ? ", " : "", name);
    }
    return g_strdup(all->str);
}

GPtrArray *
pk_page_names_of(PkApp *app, const char *lines)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) each = g_strsplit(lines ? lines : "", "\n", -1);

    for (char **one = each; *one; one++) {
        if (**one)
            g_ptr_array_add(names, pk_app_person_name(app, *one));
    }
    return names;
}

char *
pk_page_rung_said(PkApp *app, const PkRung *rung, const GPtrArray *whom)
{
    g_autofree char *name = pk_rung_name(rung, pk_i18n_lang());
    g_autofree char *who = pk_page_names(app, whom);

    if (!*who)
        return g_strdup_printf(_("%s: nobody is on duty"), name);
    return strcmp(name, who) == 0 ? g_steal_pointer(&name) : g_strdup_printf("%s (%s)", name, who);
}

/* One that was asked for by its key. */
static bool
take_named(GPtrArray *ladders, const char *key, PkLadder **ret_ladder, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (guint i = 0; i < ladders->len; i++) {
        const PkLadder *ladder = ladders->pdata[i];
        if (strcmp(ladder->key, key) == 0) {
            *ret_ladder = g_ptr_array_steal_index(ladders, i);
            return true;
        }
        g_string_append_printf(known, "%s%s", i ? ", " : "", ladder->key);
    }
    g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                _("There is no ladder '%s' here. Choose one of: %s."), key, known->str);
    return false;
}

bool
pk_page_choose(PkApp *app, const PkPageRaise *raise, const PkIncident *incident, int64_t at_us,
               PkLadder **ret_ladder, GError **error)
{
    g_autoptr(GPtrArray) ladders = pk_ladder_list(app->db, error);
    g_autoptr(GArray) holidays = NULL;
    PkLadderAsk ask = { .no_incident = !incident,
                        .kinds = incident ? incident->kinds : 0,
                        .severity = incident ? incident->severity : PK_SEVERITY_NONE,
                        .at_us = at_us };

    *ret_ladder = NULL;
    if (!ladders || !pk_page_holidays(app, at_us, &holidays, error))
        return false;
    if (raise->ladder)
        return take_named(ladders, raise->ladder, ret_ladder, error);
    const PkLadder *best = pk_ladder_choose(ladders, &ask, app->zone, holidays);
    for (guint i = 0; i < ladders->len; i++) {
        if (ladders->pdata[i] == best) {
            *ret_ladder = g_ptr_array_steal_index(ladders, i);
            break;
        }
    }
    return true;
}
