/* SPDX-License-Identifier: EUPL-1.2 */
/* Ways back: a chain of twenty, refusals, redo; and random use cases after which every journal
 * still verifies. */
#include "appkit.h"

#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/party_store.h"

#include <string.h>

static PkUndo *
set_one(PkApp *app, int64_t incident, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkSetting setting = { key, value };

    pk_incident_set(app, incident, -1, &setting, 1, "because", "the source", &done, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&done.undo);
}

static PkUndo *
set_status(PkApp *app, int64_t incident, PkStatus status)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    pk_status_set(app, incident, -1, status, "as it is", NULL, &done, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&done.undo);
}

/* Everything in which two states may differ, as text. A party that was taken back stays as not
 * affected: nothing vanishes. */
static char *
state_of(Kit *kit, int64_t incident)
{
    g_autoptr(PkIncident) row = pk_incident_get(kit->db, incident, NULL);
    g_autoptr(GPtrArray) actions = pk_action_list(kit->db, incident, NULL);
    g_autoptr(GPtrArray) parties = pk_party_list(kit->db, incident, NULL);
    GString *state = g_string_new(NULL);

    g_string_printf(state, "%d %d %u %s %d %s %s %s %d %d %" G_GINT64_FORMAT, (int)row->status,
                    row->severity, row->kinds, row->title, (int)row->tlp, row->tlp_by,
                    row->lead ? row->lead : "-", row->rsit ? row->rsit : "-",
                    (int)row->personal_data, row->caller_verified, row->aware_us);
    for (guint i = 0; i < actions->len; i++) {
        const PkStandingAction *action = actions->pdata[i];
        g_string_append_printf(state, "\n%" G_GINT64_FORMAT " %s", action->done_us,
                               action->reason ? action->reason : "-");
    }
    for (guint i = 0; i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        if (party->status != PK_PARTY_NOT_AFFECTED)
            g_string_append_printf(state, "\n%s %d", party->org_name, (int)party->status);
    }
    return g_string_free(state, FALSE);
}

static PkUndo *
step(Kit *kit, int64_t incident, unsigned i)
{
    static const char *const sets[][2] = {
        { "severity", "low" },     { "kind", "breach, ddos" },
        { "title", "Another" },    { "tlp", "green" },
        { "lead", "-" },           { "rsit", "availability" },
        { "personal_data", "no" }, { "verified", "yes" },
        { "aware", "01:00" },      { "severity", "high" },
        { "tlp", "red" },          { "title", "A third" },
    };
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    if (i < 12)
        return set_one(kit->app, incident, sets[i][0], sets[i][1]);
    if (i < 15)
        return set_status(kit->app, incident, (PkStatus)(i - 11));
    if (i < 18) {
        pk_action_set(kit->app, incident, i - 14, true, i == 16 ? "none" : NULL, &done, &error);
    } else {
        g_auto(PkPartyWish) wish = { 0 };
        pk_party_read(kit->app, i == 18 ? "Oefendam" : "Testerwoude, Nergenshuizen", &wish, &error);
        pk_party_add(kit->app, incident, &wish, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED, &done,
                     &error);
    }
    g_assert_no_error(error);
    return g_steal_pointer(&done.undo);
}

static void
test_chain_of_twenty(void)
{
    enum { N = 20 };
    Kit kit;
    PkUndo *undo[N];
    PkUndo *redo[N] = { 0 };
    char *before[N + 1];

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    for (unsigned i = 0; i < N; i++) {
        before[i] = state_of(&kit, key);
        kit_later(60);
        undo[i] = step(&kit, key, i);
    }
    before[N] = state_of(&kit, key);
    for (unsigned i = N; i-- > 0;) {
        g_autoptr(GError) error = NULL;
        kit_later(1);
        pk_undo_run(kit.app, undo[i], &redo[i], &error);
        g_assert_no_error(error);
        g_autofree char *now = state_of(&kit, key);
        g_assert_cmpstr(now, ==, before[i]);
    }
    g_autoptr(PkIncident) row = pk_incident_get(kit.db, key, NULL);
    g_assert_cmpstr(row->title, ==, "Files on the file server are encrypted");
    g_assert_cmpint(row->severity, ==, PK_SEVERITY_CRITICAL);
    g_assert_cmpint(row->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpstr(row->tlp_by, ==, "default");
    g_assert_cmpint(row->status, ==, PK_STATUS_REPORT);
    g_assert_cmpstr(row->lead, ==, "jdevries");
    for (unsigned i = 0; i < N; i++) { /* and forward again */
        g_autoptr(GError) error = NULL;
        pk_undo_run(kit.app, redo[i], NULL, &error);
        g_assert_no_error(error);
    }
    g_autofree char *forward = state_of(&kit, key);
    g_assert_cmpstr(forward, ==, before[N]);
    kit_verify(&kit);
    for (unsigned i = 0; i < N; i++) {
        pk_undo_free(undo[i]);
        pk_undo_free(redo[i]);
        g_free(before[i]);
    }
    g_free(before[N]);
    kit_stop(&kit);
}

static void
test_says_what(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_autoptr(PkUndo) undo = set_status(kit.app, key, PK_STATUS_INVESTIGATION);
    g_assert_cmpstr(pk_undo_what(undo), ==, "status I26-0001 INVESTIGATION -> REPORT");
    pk_undo_run(kit.app, undo, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&kit, key);
    g_assert_cmpstr(last, ==, "Undone: status INVESTIGATION -> REPORT.");
    kit_stop(&kit);
}

static void
test_refused_after_another(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_autoptr(PkUndo) undo = set_one(kit.app, key, "severity", "low");
    g_autoptr(PkApp) other = kit_other(&kit, "mbakker", "M. Bakker", NULL);
    pk_undo_free(set_one(other, key, "title", "Mine now"));
    int64_t rows = kit_rows(&kit);
    g_assert_false(pk_undo_run(kit.app, undo, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_cmpstr(error->message, ==,
                    "M. Bakker changed it since (title). Not undone: severity I26-0001 LOW -> "
                    "CRITICAL.");
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    kit_stop(&kit);
}

static void
test_note_and_pin(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) note_done = { 0 };
    g_auto(PkDone) pin_done = { 0 };
    g_autoptr(PkUndo) redo = NULL;
    PkNote note = { .text = "Wrong window.", .category = PK_CAT_TECH };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    pk_note_add(kit.app, key, &note, &note_done, &error);
    pk_pin_set(kit.app, note_done.line_key, true, &pin_done, &error);
    g_assert_no_error(error);
    pk_undo_run(kit.app, pin_done.undo, NULL, &error);
    pk_undo_run(kit.app, note_done.undo, &redo, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&kit, key);
    g_assert_cmpstr(last, ==, "Line 3 was taken back.");
    g_autoptr(PkLine) line = pk_line_get(kit.db, note_done.line_key, NULL);
    g_assert_true(line->corrected && !line->pinned);
    g_assert_cmpstr(line->text, ==, "Wrong window.");
    g_assert_false(pk_undo_run(kit.app, note_done.undo, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    pk_undo_run(kit.app, redo, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *again = kit_last(&kit, key);
    g_assert_cmpstr(again, ==, "Wrong window.");
    kit_verify(&kit);
    kit_stop(&kit);
}

/* ---- random use cases ----------------------------------------------------------------------- */

typedef struct {
    Kit kit;
    PkApp *apps[2];
    GArray *incidents;
    GPtrArray *undos;
    GRand *rand;
} Random;

static bool
random_set(Random *r, PkApp *app, int64_t incident, PkDone *done, GError **error)
{
    static const char *const keys[] = { "severity", "tlp", "kind", "title", "aware", "lead" };
    static const char *const values[] = { "1", "red", "ddos", "T", "-2h", "-", "green", "4", "" };
    PkSetting settings[2];

    for (int i = 0; i < 2; i++)
        settings[i] = (PkSetting){ keys[g_rand_int_range(r->rand, 0, 6)],
                                   values[g_rand_int_range(r->rand, 0, 9)] };
    return pk_incident_set(app, incident, g_rand_boolean(r->rand) ? -1 : 1, settings, 2,
                           g_rand_boolean(r->rand) ? "why" : NULL,
                           g_rand_boolean(r->rand) ? "S" : NULL, done, error);
}

static bool
random_party(Random *r, PkApp *app, int64_t incident, PkDone *done, GError **error)
{
    static const char *const names[] = { "Oefendam", "vr:VR91", "Onbekend BV", "Testerwoude, x" };
    g_auto(PkPartyWish) wish = { 0 };

    return pk_party_read(app, names[g_rand_int_range(r->rand, 0, 4)], &wish, error) &&
           pk_party_add(app, incident, &wish, (PkPartyRole)g_rand_int_range(r->rand, 0, 6),
                        (PkPartyStatus)g_rand_int_range(r->rand, 0, 6), done, error);
}

static bool
random_step(Random *r, PkApp *app, int64_t incident, PkDone *done, GError **error)
{
    PkNote note = { .text = "A line", .category = PK_CAT_TECH };
    PkReport report = { .note = (char *)"Report.", .org_key = r->kit.oefendam };

    switch (g_rand_int_range(r->rand, 0, 8)) {
    case 0: return pk_report_save(app, &report, done, NULL, error);
    case 1: return random_set(r, app, incident, done, error);
    case 2: return random_party(r, app, incident, done, error);
    case 3: return pk_note_add(app, incident, &note, done, error);
    case 4: return pk_note_add(app, 0, &note, done, error);
    case 5:
        return pk_status_set(app, incident, -1, (PkStatus)g_rand_int_range(r->rand, 0, 5),
                             "as it is", "0001", done, error);
    case 6:
        return pk_action_set(app, incident, g_rand_int_range(r->rand, 0, 6),
                             g_rand_boolean(r->rand), g_rand_boolean(r->rand) ? "no" : NULL, done,
                             error);
    default:
        return r->undos->len == 0 ||
               pk_undo_run(app, r->undos->pdata[g_rand_int_range(r->rand, 0, (int)r->undos->len)],
                           NULL, error);
    }
}

static void
test_random(void)
{
    Random r = { .incidents = g_array_new(FALSE, FALSE, sizeof(int64_t)),
                 .undos = g_ptr_array_new_with_free_func((GDestroyNotify)pk_undo_free),
                 .rand = g_rand_new_with_seed(412) };
    unsigned n_ok = 0;

    kit_start(&r.kit);
    kit_register(&r.kit);
    int64_t first = kit_report(&r.kit);
    g_array_append_val(r.incidents, first);
    r.apps[0] = r.kit.app;
    r.apps[1] = kit_other(&r.kit, "mbakker", "M. Bakker", NULL);
    for (int i = 0; i < 400; i++) {
        g_autoptr(GError) error = NULL;
        g_auto(PkDone) done = { 0 };
        int64_t incident =
            g_array_index(r.incidents, int64_t, g_rand_int_range(r.rand, 0, (int)r.incidents->len));
        int64_t rows = kit_rows(&r.kit);
        kit_later(g_rand_int_range(r.rand, 0, 90) - 10);
        bool ok = random_step(&r, r.apps[g_rand_boolean(r.rand)], incident, &done, &error);
        g_assert_true(ok == !error);
        n_ok += ok;
        if (!ok && !g_error_matches(error, PK_ERROR, PK_ERROR_DENIED))
            g_assert_true(kit_rows(&r.kit) - rows <= 1); /* at most a newcomer's person row */
        if (ok && done.undo)
            g_ptr_array_add(r.undos, g_steal_pointer(&done.undo));
        if (ok && done.incident_key && done.incident_key != incident)
            g_array_append_val(r.incidents, done.incident_key);
    }
    g_assert_cmpuint(n_ok, >, 150);
    g_assert_cmpint(kit_verify(&r.kit), >, 200);
    pk_app_close(r.apps[1]);
    g_array_unref(r.incidents);
    g_ptr_array_unref(r.undos);
    g_rand_free(r.rand);
    kit_stop(&r.kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/undo/twenty", test_chain_of_twenty);
    g_test_add_func("/app/undo/says", test_says_what);
    g_test_add_func("/app/undo/refused", test_refused_after_another);
    g_test_add_func("/app/undo/note-and-pin", test_note_and_pin);
    g_test_add_func("/app/random", test_random);
    return g_test_run();
}
