/* SPDX-License-Identifier: EUPL-1.2 */
/* Whoever can write the file can change it; verifying finds that out. */
#include "appkit.h"

#include "piket/app/read.h"
#include "piket/app/verify.h"

#include <sqlite3.h>
#include <string.h>

static const char untie[] =
    "DROP TRIGGER line_no_update; DROP TRIGGER line_no_delete; DROP TRIGGER line_text_only_erase;"
    "DROP TRIGGER line_text_no_delete; PRAGMA foreign_keys = OFF;";

static void
tamper(const Kit *kit, const char *sql)
{
    sqlite3 *raw = NULL;
    char *problem = NULL;

    g_assert_cmpint(sqlite3_open(kit->file, &raw), ==, SQLITE_OK);
    sqlite3_exec(raw, untie, NULL, NULL, &problem);
    g_assert_cmpstr(problem, ==, NULL);
    sqlite3_exec(raw, sql, NULL, NULL, &problem);
    g_assert_cmpstr(problem, ==, NULL);
    g_assert_cmpint(sqlite3_total_changes(raw), >, 0);
    sqlite3_close(raw);
}

static void
note(Kit *kit, int64_t incident, const char *text)
{
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = text, .category = PK_CAT_TECH };

    pk_note_add(kit->app, incident, &note, NULL, &error);
    g_assert_no_error(error);
}

static int64_t
start(Kit *kit)
{
    kit_start(kit);
    kit_register(kit);
    int64_t key = kit_report(kit);
    kit_report(kit);
    note(kit, key, "First thing that was done");
    note(kit, key, "Second thing that was done");
    note(kit, 0, "Shift begins");
    return key;
}

static PkVerify *
run(Kit *kit, int64_t incident, const char *head)
{
    g_autoptr(GError) error = NULL;
    PkVerify *verify = pk_verify_run(kit->app, incident, head, &error);

    g_assert_no_error(error);
    return verify;
}

static void
test_sound(void)
{
    Kit kit;
    int64_t key = start(&kit);
    g_autoptr(PkVerify) all = run(&kit, 0, NULL);
    g_autoptr(PkVerify) one = run(&kit, key, NULL);

    g_assert_cmpuint(all->findings->len, ==, 0);
    g_assert_cmpint(all->n_broken, ==, 0);
    g_assert_cmpint(all->n_incidents, ==, 2);
    g_assert_cmpint(all->n_lines, ==, kit_verify(&kit));
    g_assert_null(all->head);
    g_assert_null(all->head_said);
    g_assert_true(all->head_ok);
    g_assert_cmpuint(strlen(one->head), ==, 64);
    g_assert_cmpint(one->n_lines, ==, 4);
    g_assert_cmpint(one->n_incidents, ==, 1);
    pk_verify_free(NULL);
    kit_stop(&kit);
}

static void
test_kept_head(void)
{
    Kit kit;
    int64_t key = start(&kit);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkVerify) before = run(&kit, key, NULL);
    g_autoptr(PkVerify) now = run(&kit, key, before->head);

    g_assert_true(now->head_ok);
    g_assert_cmpstr(now->head_said, ==, "matches now");
    note(&kit, key, "Third thing");
    g_autoptr(PkVerify) later = run(&kit, key, before->head);
    g_assert_true(later->head_ok);
    g_assert_cmpstr(later->head_said, ==, "matched after line 4; 1 added since");
    g_assert_cmpstr(later->head, !=, before->head);
    g_autofree char *other = g_strdup(before->head);
    other[0] = other[0] == '0' ? '1' : '0';
    g_autoptr(PkVerify) never = run(&kit, key, other);
    g_assert_false(never->head_ok);
    g_assert_true(g_str_has_prefix(never->head_said, "never was"));
    g_assert_cmpuint(never->findings->len, ==, 1);
    g_assert_null(pk_verify_run(kit.app, key, "no head", &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(pk_verify_run(kit.app, 0, before->head, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(pk_verify_run(kit.app, 4242, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    kit_stop(&kit);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *sql;
    const char *said; /* part of the finding */
} crimes[] = {
    { "text",     "UPDATE line_text SET body = 'Nothing was done' WHERE body LIKE 'First%'",
      "I26-0001: BROKEN at line 3" },
    { "time",     "UPDATE line SET event_us = event_us + 60000000 WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN at line 3" },
    { "author",   "UPDATE line SET author = 'mbakker' WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN at line 3" },
    { "label",    "UPDATE line SET tlp = 'TLP:CLEAR' WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN at line 3" },
    { "middle",   "DELETE FROM line WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN at line 3" },
    { "tail",     "DELETE FROM line WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'Second%')",
      "I26-0001: BROKEN: there were 4 lines and now there are 3" },
    { "text-unsalted", "UPDATE line_text SET body = 'Nothing was done', salt = NULL WHERE body LIKE"
                  " 'First%'",
      "I26-0001: BROKEN at line 3" },
    { "receipt",  "UPDATE line SET received_us = received_us - 3600000000 WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN at line 3" },
    { "word",     "UPDATE line SET category = 'nonsense' WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'First%')",
      "I26-0001: BROKEN: the file holds 'nonsense'" },
    { "head",     "UPDATE chain SET head = x'00' WHERE last_no = 4", "I26-0001: BROKEN: the head" },
    { "count",    "DELETE FROM line WHERE id ="
                  " (SELECT line FROM line_text WHERE body LIKE 'Second%');"
                  "DELETE FROM line_text WHERE body LIKE 'Second%';"
                  "UPDATE chain SET last_no = 3, head = (SELECT hash FROM line WHERE line.incident ="
                  " chain.incident AND no = 3) WHERE last_no = 4;",
      "I26-0001: it counts 4 lines, but 3 are here." },
    { "duty-log", "UPDATE line_text SET body = 'Shift ends' WHERE body = 'Shift begins'",
      "The duty log: BROKEN" },
};
/* clang-format on */

static void
test_tampering(const void *data)
{
    size_t i = GPOINTER_TO_UINT(data);
    bool duty = strcmp(crimes[i].name, "duty-log") == 0;
    Kit kit;
    int64_t key = start(&kit);
    g_autoptr(PkVerify) before = run(&kit, key, NULL);

    tamper(&kit, crimes[i].sql);
    g_autoptr(PkVerify) all = run(&kit, 0, NULL);
    g_assert_cmpint(all->n_broken, ==, 1);
    g_assert_cmpuint(all->findings->len, >=, 1);
    g_test_message("%s", (const char *)all->findings->pdata[0]);
    g_assert_nonnull(strstr(all->findings->pdata[0], crimes[i].said));
    g_autoptr(GError) error = NULL;
    PkTimelineAsk ask = { .incident_key = duty ? 0 : key };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(kit.app, &ask, NULL, &error);
    if (!timeline) { /* what stands there is nothing that could be shown */
        g_assert_error(error, PK_ERROR, PK_ERROR_BROKEN);
        g_assert_true(g_str_has_prefix(error->message, "BROKEN"));
    } else if (!g_str_equal(crimes[i].name, "count")) { /* only verifying compares that one */
        g_assert_false(timeline->chain_ok);
        g_assert_true(g_str_has_prefix(timeline->chain_said, "BROKEN"));
    }
    g_autoptr(PkVerify) one = run(&kit, key, before->head);
    g_assert_cmpint(one->n_broken, ==, duty ? 0 : 1);
    kit_stop(&kit);
}

/* Who cuts the tail and repairs every number beside it is found by the head that was printed. */
static void
test_careful_tampering(void)
{
    Kit kit;
    int64_t key = start(&kit);
    g_autoptr(PkVerify) before = run(&kit, key, NULL);

    tamper(&kit, "DELETE FROM line WHERE id ="
                 " (SELECT line FROM line_text WHERE body LIKE 'Second%');"
                 "DELETE FROM line_text WHERE body LIKE 'Second%';"
                 "UPDATE chain SET last_no = 3, head = (SELECT hash FROM line WHERE line.incident ="
                 " chain.incident AND no = 3) WHERE last_no = 4;"
                 "UPDATE incident SET last_line = 3 WHERE last_line = 4;");
    g_autoptr(PkVerify) blind = run(&kit, key, NULL);
    g_assert_cmpint(blind->n_broken, ==, 0); /* the chain has no key: as its documentation says */
    g_autoptr(PkVerify) seen = run(&kit, key, before->head);
    g_assert_false(seen->head_ok);
    kit_stop(&kit);
}

static void
test_lost_journal(void)
{
    Kit kit;

    start(&kit);
    tamper(&kit, "DELETE FROM line WHERE incident = (SELECT max(id) FROM incident)");
    g_autoptr(PkVerify) all = run(&kit, 0, NULL);
    g_assert_cmpint(all->n_broken, ==, 1);
    bool said = false;
    for (guint i = 0; i < all->findings->len; i++)
        said |= strstr(all->findings->pdata[i], "I26-0002: all of its 2 lines are gone.") != NULL;
    g_assert_true(said);
    kit_stop(&kit);
}

static void
test_full_text(void)
{
    Kit kit;

    start(&kit);
    tamper(&kit, "INSERT INTO line_fts (line_fts, rowid, tokens) SELECT 'delete', line,"
                 " 'first thing that was done' FROM line_text WHERE body LIKE 'First%'");
    g_autoptr(PkVerify) all = run(&kit, 0, NULL);
    g_assert_cmpint(all->n_broken, ==, 0);
    g_assert_cmpuint(all->findings->len, ==, 1);
    g_assert_nonnull(strstr(all->findings->pdata[0], "At least 1 line cannot be found"));
    kit_stop(&kit);
}

/* Words of a text that is gone must be gone too; building anew mends both ways of being wrong. */
static void
test_words_too_many(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    int64_t n = 0;

    start(&kit);
    tamper(&kit, "INSERT INTO line_fts (rowid, tokens) VALUES (77, 'verboden woord')");
    g_autoptr(PkVerify) before = run(&kit, 0, NULL);
    g_assert_cmpuint(before->findings->len, ==, 1);
    g_assert_nonnull(strstr(before->findings->pdata[0], "still knows words of at least 1 line"));
    pk_verify_rebuild(kit.app, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, before->n_lines);
    g_autoptr(PkVerify) after = run(&kit, 0, NULL);
    g_assert_cmpuint(after->findings->len, ==, 0);
    kit_stop(&kit);
}

/* Writing on a journal whose numbers were changed is refused, as damage: what was typed is kept. */
static void
test_writing_on_it(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkNote after = { .text = "After" };
    int64_t key = start(&kit);

    tamper(&kit, "UPDATE chain SET last_no = 1 WHERE last_no = 4");
    g_assert_false(pk_note_add(kit.app, key, &after, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_BROKEN);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/verify/sound", test_sound);
    g_test_add_func("/app/verify/kept-head", test_kept_head);
    for (size_t i = 0; i < G_N_ELEMENTS(crimes); i++) {
        g_autofree char *path = g_strdup_printf("/app/verify/tampering/%s", crimes[i].name);
        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_tampering);
    }
    g_test_add_func("/app/verify/careful", test_careful_tampering);
    g_test_add_func("/app/verify/writing-on-it", test_writing_on_it);
    g_test_add_func("/app/verify/lost", test_lost_journal);
    g_test_add_func("/app/verify/full-text", test_full_text);
    g_test_add_func("/app/verify/words-too-many", test_words_too_many);
    return g_test_run();
}
