/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/ladders.h"

#include "app_private.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/format/ladder_csv.h"
#include "piket/store/ladder_store.h"
#include "piket/store/person_store.h"
#include "reference_rows.h"
#include "undo.h"

#include <string.h>

/* ---- looking -------------------------------------------------------------------------------- */

GPtrArray *
pk_ladders_list(PkApp *app, GError **error)
{
    return pk_app_may(app, PK_MAY_READ, error) ? pk_ladder_list(app->db, error) : NULL;
}

PkLadder *
pk_ladders_get(PkApp *app, const char *key, GError **error)
{
    g_autoptr(GPtrArray) all = pk_ladders_list(app, error);
    g_autoptr(GString) known = g_string_new(NULL);

    for (guint i = 0; all && i < all->len; i++) {
        const PkLadder *ladder = all->pdata[i];
        if (strcmp(ladder->key, key) == 0)
            return g_ptr_array_steal_index(all, i);
        g_string_append_printf(known, "%s%s", i ? ", " : "", ladder->key);
    }
    if (all)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no ladder '%s' here. Choose one of: %s."), key, known->str);
    return NULL;
}

char *
pk_ladders_export(PkApp *app, const char *key, GError **error)
{
    g_autoptr(GPtrArray) all = key ? NULL : pk_ladders_list(app, error);
    g_autoptr(GPtrArray) one = g_ptr_array_new();

    if (!key)
        return all ? pk_ladder_csv_write(all) : NULL;
    g_autoptr(PkLadder) ladder = pk_ladders_get(app, key, error);
    g_ptr_array_add(one, ladder);
    return ladder ? pk_ladder_csv_write(one) : NULL;
}

/* A person of a list who does not work here: *ret_login, owned. */
static bool
stranger_in(PkApp *app, const GArray *targets, char **ret_login, GError **error)
{
    for (guint i = 0; i < targets->len && !*ret_login; i++) {
        const PkTarget *target = &g_array_index(targets, PkTarget, i);
        g_autoptr(PkPerson) person = NULL;
        if (target->kind != PK_TARGET_PERSON)
            continue;
        if (!pk_person_get(app->db, target->who, &person, error))
            return false;
        if (!person || !person->active)
            *ret_login = g_strdup(target->who);
    }
    return true;
}

/* The first person that a ladder calls and who does not work here; NULL: none. */
static bool
stranger(PkApp *app, const PkLadder *ladder, char **ret_login, GError **error)
{
    for (guint i = 0; i < ladder->rungs->len; i++) {
        const PkRung *rung = ladder->rungs->pdata[i];
        if (!stranger_in(app, rung->targets, ret_login, error) ||
            !stranger_in(app, rung->office, ret_login, error))
            return false;
    }
    return true;
}

static void
check_severity(const PkApp *app, const GPtrArray *all, PkSeverity severity, bool none,
               GPtrArray *said)
{
    PkLadderAsk ask = { .no_incident = none, .severity = severity };
    const PkLadder *day, *night;

    /* Tuesday 3 January 2023, noon and three at night in the Netherlands. */
    ask.at_us = INT64_C(1672743600) * PK_SECOND_US;
    day = pk_ladder_choose(all, &ask, app->zone, NULL);
    ask.at_us -= 9 * PK_HOUR_US;
    night = pk_ladder_choose(all, &ask, app->zone, NULL);
    if (day && night)
        return;
    g_ptr_array_add(said, none ? g_strdup(_("No ladder is for a page without an incident."))
                               : g_strdup_printf(_("No ladder is for an incident of severity %s."),
                                                 pk_word(&pk_words_severity, (int)severity)));
}

GPtrArray *
pk_ladders_check(PkApp *app, GError **error)
{
    g_autoptr(GPtrArray) all = pk_ladders_list(app, error);
    g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);

    if (!all)
        return NULL;
    check_severity(app, all, PK_SEVERITY_NONE, true, said);
    for (int i = PK_SEVERITY_HIGH; i <= PK_SEVERITY_CRITICAL; i++)
        check_severity(app, all, (PkSeverity)i, false, said);
    for (guint i = 0; i < all->len; i++) {
        const PkLadder *ladder = all->pdata[i];
        g_autofree char *login = NULL;
        if (!stranger(app, ladder, &login, error))
            return NULL;
        if (login)
            g_ptr_array_add(said,
                            g_strdup_printf(_("Ladder '%s' calls %s, who does not work here."),
                                            ladder->key, login));
    }
    return g_steal_pointer(&said);
}

/* ---- changing ------------------------------------------------------------------------------- */

/* A line in the duty log. */
static bool
tell(PkApp *app, const char *text, PkDone *done, GError **error)
{
    done->said = g_strdup(text);
    done->ident = g_strdup("");
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, text,
                        json_pack("{s:s, s:s}", "change", "ladders", "said", text), &done->line_key,
                        error);
}

static bool
import(PkApp *app, const GPtrArray *ladders, bool dry_run, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    g_autoptr(GString) keys = g_string_new(NULL);

    for (guint i = 0; i < ladders->len; i++) {
        PkLadder *ladder = ladders->pdata[i];
        g_autofree char *login = NULL;
        if (!stranger(app, ladder, &login, error))
            return false;
        if (login) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("Ladder '%s' calls %s, who does not work here. Nothing was imported."),
                        ladder->key, login);
            return false;
        }
        if (!dry_run && !pk_ladder_put(app->db, ladder, app->login, now_us, error))
            return false;
        g_string_append_printf(keys, "%s%s", i ? ", " : "", ladder->key);
    }
    g_autofree char *text = g_strdup_printf(
        dry_run ? _("These ladders can be imported: %s.") : _("Ladders imported: %s."), keys->str);
    if (!dry_run)
        return tell(app, text, done, error);
    done->said = g_steal_pointer(&text);
    return true;
}

bool
pk_ladders_import(PkApp *app, const char *bytes, size_t len, bool dry_run, PkDone *ret_done,
                  GError **error)
{
    g_autoptr(GPtrArray) ladders = pk_ladder_csv_read(bytes, len, error);
    PkDone done = { 0 };

    if (!ladders || !pk_app_needs_server(app, error))
        return false;
    if (dry_run) {
        if (!pk_app_may(app, PK_MAY_READ, error) || !import(app, ladders, true, &done, error))
            return false;
        *ret_done = done;
        return true;
    }
    if (!pk_app_begin(app, PK_MAY_REGISTER, error))
        return false;
    bool ok = import(app, ladders, false, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

static bool
retire(PkApp *app, const char *key, PkDone *done, GError **error)
{
    g_autoptr(PkLadder) ladder = pk_ladders_get(app, key, error);

    if (!ladder || !pk_ladder_retire(app->db, key, app->login, pk_clock_now_us(), NULL, error))
        return false;
    g_autofree char *text = g_strdup_printf(_("Ladder %s is no longer used."), key);
    return tell(app, text, done, error);
}

bool
pk_ladders_retire(PkApp *app, const char *key, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_REGISTER, error))
        return false;
    bool ok = retire(app, key, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- what comes with the program --------------------------------------------------------------
 */

static const char by_program[] = "piket";

static bool
same(const PkLadder *a, const PkLadder *b)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new(), other = g_ptr_array_new();

    g_ptr_array_add(one, (void *)a);
    g_ptr_array_add(other, (void *)b);
    g_autofree char *text = pk_ladder_csv_write(one);
    g_autofree char *text_other = pk_ladder_csv_write(other);
    return strcmp(text, text_other) == 0;
}

static const PkLadder *
of_key(const GPtrArray *ladders, const char *key)
{
    for (guint i = 0; i < ladders->len; i++) {
        const PkLadder *ladder = ladders->pdata[i];
        if (strcmp(ladder->key, key) == 0)
            return ladder;
    }
    return NULL;
}

static bool
put_shipped(PkLoading *loading, PkLadder *ladder, const PkLadder *there, GError **error)
{
    g_autofree char *hand = NULL;

    if (!pk_ladder_last_hand(loading->db, ladder->key, &hand, error))
        return false;
    if (hand && strcmp(hand, by_program) != 0)
        return true; /* somebody's edit stays, a retirement too */
    return (there && same(there, ladder)) ||
           pk_ladder_put(loading->db, ladder, by_program, loading->now_us, error);
}

bool
pk_load_ladders(PkLoading *loading, const char *text, size_t n_bytes, int64_t *ret_n,
                GError **error)
{
    g_autoptr(GPtrArray) shipped = pk_ladder_csv_read(text, n_bytes, error);
    g_autoptr(GPtrArray) used = shipped ? pk_ladder_list(loading->db, error) : NULL;

    if (!used)
        return false;
    *ret_n = 0;
    for (guint i = 0; i < shipped->len; i++) {
        PkLadder *ladder = shipped->pdata[i];
        *ret_n += ladder->rungs->len;
        if (!put_shipped(loading, ladder, of_key(used, ladder->key), error))
            return false;
    }
    for (guint i = 0; i < used->len; i++) {
        const PkLadder *there = used->pdata[i];
        if (strcmp(there->made_by, by_program) == 0 && !of_key(shipped, there->key) &&
            !pk_ladder_retire(loading->db, there->key, by_program, loading->now_us, NULL, error))
            return false;
    }
    return true;
}
