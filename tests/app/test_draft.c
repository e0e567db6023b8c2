/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/draft.h"
#include "piket/base/clock.h"
#include "piket/base/error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW    INT64_C(1773108840000000) /* 2026-03-10 03:14 CET */
#define DAY_US (INT64_C(86400) * 1000000)

static char *
fresh_dir(void)
{
    char *dir = g_dir_make_tmp("piket-draft-XXXXXX", NULL);
    g_assert_nonnull(dir);
    return dir;
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

    if (!dir) {
        (void)g_unlink(path);
        return;
    }
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        remove_tree(below);
    }
    (void)g_rmdir(path);
}

static PkDraft *
start(const char *dir)
{
    g_autoptr(GError) error = NULL;
    PkDraft *draft = pk_draft_new(dir, PK_DRAFT_REPORT, "I26-0412", NOW, &error);

    g_assert_no_error(error);
    return draft;
}

static void
set(PkDraft *draft, const char *field, const char *value)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(pk_draft_set(draft, field, value, strlen(value), NOW, &error));
    g_assert_no_error(error);
}

static void
flush(PkDraft *draft)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(pk_draft_flush(draft, NOW, &error));
    g_assert_no_error(error);
}

static PkDraft *
resume(const char *dir, const char *uuid, bool force)
{
    g_autoptr(GError) error = NULL;
    PkDraft *draft = pk_draft_open(dir, uuid, force, &error);

    g_assert_no_error(error);
    return draft;
}

static GPtrArray *
list(const char *dir, bool dropped, int64_t now_us)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *all = pk_draft_list(dir, dropped, now_us, &error);

    g_assert_no_error(error);
    return all;
}

static char *
file_of(const char *dir, const char *uuid)
{
    return g_strdup_printf("%s/%s.log", dir, uuid);
}

static void
test_nothing_before_the_first_character(void)
{
    g_autofree char *base = fresh_dir();
    g_autofree char *dir = g_build_filename(base, "state", "drafts", NULL);
    PkDraft *draft = start(dir);

    g_assert_false(g_file_test(dir, G_FILE_TEST_EXISTS));
    g_assert_false(pk_draft_dirty(draft));
    set(draft, "note", "M");
    g_assert_true(pk_draft_dirty(draft));
    g_assert_cmpint(pk_draft_saved_us(draft), ==, 0);
    flush(draft);
    g_assert_cmpint(pk_draft_saved_us(draft), ==, NOW);
    g_assert_false(pk_draft_dirty(draft));
    GStatBuf info;
    g_autofree char *path = file_of(dir, pk_draft_uuid(draft));
    g_assert_cmpint(g_stat(path, &info), ==, 0);
    g_assert_cmpuint(info.st_mode & 0777, ==, 0600);
    g_assert_cmpint(g_stat(dir, &info), ==, 0);
    g_assert_cmpuint(info.st_mode & 0777, ==, 0700);
    pk_draft_close(draft);
    remove_tree(base);
}

static void
test_comes_back_with_field_and_cursor(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *draft = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(draft));
    size_t at = 0;

    set(draft, "org", "Voorbeeldstad");
    set(draft, "note", "Alle schermen zwart");
    set(draft, "note", "Alle zes schermen zwart\nsinds één uur");
    g_assert_true(pk_draft_set(draft, "org", "Voorbeeldstad", 4, NOW, NULL));
    pk_draft_close(draft);

    g_autoptr(PkDraft) again = resume(dir, uuid, false);
    g_assert_cmpint(pk_draft_kind(again), ==, PK_DRAFT_REPORT);
    g_assert_cmpstr(pk_draft_about(again), ==, "I26-0412");
    g_assert_cmpint(pk_draft_started_us(again), ==, NOW);
    g_assert_cmpstr(pk_draft_get(again, "note"), ==, "Alle zes schermen zwart\nsinds één uur");
    g_assert_cmpstr(pk_draft_get(again, "phone"), ==, "");
    g_assert_cmpstr(pk_draft_cursor(again, &at), ==, "org");
    g_assert_cmpuint(at, ==, 4);
    g_assert_cmpuint(pk_draft_length(again), ==, 13 + 37);

    g_autoptr(GPtrArray) all = list(dir, false, NOW);
    g_assert_cmpuint(all->len, ==, 1);
    const PkDraftInfo *info = all->pdata[0];
    g_assert_cmpstr(info->first_words, ==, "Alle zes schermen zwart sinds één uur");
    g_assert_true(info->alive);
    g_assert_false(info->damaged || info->dropped);
    g_assert_cmpuint(info->n_chars, ==, 50);
    g_clear_pointer(&again, pk_draft_close);
    remove_tree(dir);
}

/* Cut anywhere, the file gives what the whole records before the cut say, and can be written on. */
static void
test_every_prefix_loads(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *draft = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(draft));
    g_autofree char *path = file_of(dir, uuid);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    size_t ends[6];
    char values[6][32] = { "" };
    g_autoptr(GString) typed = g_string_new("");

    for (int i = 0; i < 6; i++) {
        g_string_append(typed, i % 3 ? "a" : "ö");
        set(draft, "note", typed->str);
        flush(draft);
        g_strlcpy(values[i], typed->str, sizeof values[i]);
        GStatBuf info;
        g_assert_cmpint(g_stat(path, &info), ==, 0);
        ends[i] = (size_t)info.st_size;
    }
    pk_draft_close(draft);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    g_assert_cmpuint(ends[5], ==, n);
    for (size_t cut = 0; cut <= n; cut++) {
        const char *want = "";
        for (int i = 0; i < 6 && ends[i] <= cut; i++)
            want = values[i];
        g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
        PkDraft *again = resume(dir, uuid, false);
        g_assert_cmpstr(pk_draft_get(again, "note"), ==, want);
        set(again, "note", "verder");
        pk_draft_close(again);
        again = resume(dir, uuid, false);
        g_assert_cmpstr(pk_draft_get(again, "note"), ==, "verder");
        pk_draft_close(again);
    }
    remove_tree(dir);
}

static void
test_torn_tail_costs_one_record(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *draft = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(draft));
    g_autofree char *path = file_of(dir, uuid);
    g_autofree char *bytes = NULL;
    gsize n = 0;

    set(draft, "note", "een");
    flush(draft);
    set(draft, "note", "een twee");
    flush(draft);
    set(draft, "note", "een twee drie");
    flush(draft);
    pk_draft_close(draft);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    bytes[n - 1] ^= 1;
    g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));

    g_autoptr(GPtrArray) all = list(dir, false, NOW);
    g_assert_true(((PkDraftInfo *)all->pdata[0])->damaged);
    g_autoptr(PkDraft) again = resume(dir, uuid, false);
    g_assert_cmpstr(pk_draft_get(again, "note"), ==, "een twee");

    g_autofree char *other = file_of(dir, "019cd4ab-0000-7000-8000-000000000001");
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(other, "#!/bin/sh\necho hallo\n", -1, NULL));
    g_assert_null(pk_draft_open(dir, "019cd4ab-0000-7000-8000-000000000001", true, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_BROKEN);
    g_clear_error(&error);
    g_assert_null(pk_draft_open(dir, "../../etc/passwd", true, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    g_clear_pointer(&again, pk_draft_close);
    remove_tree(dir);
}

/* The child types and flushes, and tells over the pipe what is safe; then it is killed. */
static void
child_types(const char *dir, int out)
{
    PkDraft *draft = start(dir);
    g_autoptr(GString) typed = g_string_new("");

    (void)!write(out, pk_draft_uuid(draft), 36);
    for (int i = 0;; i++) {
        g_string_append_c(typed, (char)('a' + i % 26));
        set(draft, "note", typed->str);
        if (i % 3 == 0) {
            uint32_t safe = (uint32_t)typed->len;
            flush(draft);
            (void)!write(out, &safe, sizeof safe);
        }
    }
}

static void
test_kill_loses_only_what_was_not_flushed(void)
{
    for (unsigned round = 0; round < 25; round++) {
        g_autofree char *dir = fresh_dir();
        char uuid[37] = "";
        uint32_t safe = 0;
        int pipes[2];
        g_assert_cmpint(pipe(pipes), ==, 0);
        pid_t child = fork();
        if (child == 0) {
            child_types(dir, pipes[1]);
            _exit(1);
        }
        close(pipes[1]);
        g_assert_cmpint(read(pipes[0], uuid, 36), ==, 36);
        for (unsigned i = 0; i <= round * 7 % 40; i++)
            g_assert_cmpint(read(pipes[0], &safe, sizeof safe), ==, sizeof safe);
        kill(child, SIGKILL);
        g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
        while (read(pipes[0], &safe, sizeof safe) == sizeof safe)
            ;
        close(pipes[0]);

        g_autoptr(PkDraft) draft = resume(dir, uuid, false); /* the dead have no lock */
        const char *note = pk_draft_get(draft, "note");
        g_assert_cmpuint(strlen(note), >=, safe);
        for (size_t i = 0; note[i]; i++)
            g_assert_cmpint(note[i], ==, 'a' + (int)(i % 26));
        g_clear_pointer(&draft, pk_draft_close);
        remove_tree(dir);
    }
}

static void
test_two_sessions(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *old = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(old));
    g_autoptr(GError) error = NULL;

    set(old, "note", "een");
    flush(old);
    g_assert_null(pk_draft_open(dir, uuid, false, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "process"));
    g_clear_error(&error);

    PkDraft *taken = resume(dir, uuid, true);
    g_assert_cmpstr(pk_draft_get(taken, "note"), ==, "een");
    g_assert_false(pk_draft_set(old, "note", "een, oud", 8, NOW, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_false(pk_draft_flush(old, NOW, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    set(taken, "note", "een, nieuw");
    flush(taken);

    /* What the loser does at its end leaves the winner's file alone. */
    pk_draft_emergency(old);
    g_assert_false(pk_draft_finish(old, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_null(pk_draft_open(dir, uuid, false, &error)); /* the new one holds it */
    g_assert_error(error, PK_ERROR, PK_ERROR_BUSY);
    pk_draft_close(taken);
    g_autoptr(PkDraft) last = resume(dir, uuid, false);
    g_assert_cmpstr(pk_draft_get(last, "note"), ==, "een, nieuw");
    g_clear_pointer(&last, pk_draft_close);
    remove_tree(dir);
}

static void
test_finish_and_drop(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *saved = start(dir);
    PkDraft *dropped = start(dir);
    PkDraft *untouched = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(dropped));
    g_autoptr(GError) error = NULL;
    int64_t now_us = pk_clock_now_us();

    set(saved, "note", "opgeslagen");
    flush(saved);
    g_assert_true(pk_draft_finish(saved, &error));
    set(dropped, "note", "weg ermee");
    g_assert_true(pk_draft_drop(dropped, &error));
    g_assert_true(pk_draft_drop(untouched, &error));
    g_assert_no_error(error);

    g_autoptr(GPtrArray) open = list(dir, false, now_us);
    g_assert_cmpuint(open->len, ==, 0);
    g_autoptr(GPtrArray) all = list(dir, true, now_us + 29 * DAY_US);
    g_assert_cmpuint(all->len, ==, 1);
    g_assert_true(((PkDraftInfo *)all->pdata[0])->dropped);

    PkDraft *back = resume(dir, uuid, false);
    g_assert_cmpstr(pk_draft_get(back, "note"), ==, "weg ermee");
    g_assert_true(pk_draft_drop(back, &error));
    g_autoptr(GPtrArray) later = list(dir, true, now_us + 31 * DAY_US);
    g_assert_cmpuint(later->len, ==, 0);
    g_assert_null(pk_draft_open(dir, uuid, false, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    remove_tree(dir);
}

static void
test_newest_first(void)
{
    g_autofree char *dir = fresh_dir();
    for (int i = 0; i < 3; i++) {
        g_autoptr(PkDraft) draft = pk_draft_new(dir, PK_DRAFT_NOTE, "I26-0001", NOW, NULL);
        g_assert_true(pk_draft_set(draft, "text", i == 1 ? "middelste" : "andere", 1,
                                   NOW + (i == 1 ? 9 : i), NULL));
    }
    g_autoptr(GPtrArray) all = list(dir, false, NOW);
    g_assert_cmpuint(all->len, ==, 3);
    g_assert_cmpstr(((PkDraftInfo *)all->pdata[0])->first_words, ==, "middelste");
    g_assert_false(((PkDraftInfo *)all->pdata[0])->alive);
    remove_tree(dir);
}

static void
test_a_long_text_stays_small(void)
{
    g_autofree char *dir = fresh_dir();
    PkDraft *draft = start(dir);
    g_autofree char *uuid = g_strdup(pk_draft_uuid(draft));
    g_autofree char *path = file_of(dir, uuid);
    g_autofree char *text = g_strnfill(65000, 'x');
    GStatBuf info;

    set(draft, "note", text);
    flush(draft);
    for (int i = 0; i < 200; i++) { /* at both ends and in the middle */
        text[i % 3 == 0 ? i : i % 3 == 1 ? 64999 - i : 30000 + i] = 'y';
        set(draft, "note", text);
        flush(draft);
    }
    g_assert_cmpint(g_stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_size, <, 65000 + 200 * 64);
    for (int i = 0; i < 60;
         i++) { /* wholly other each time: written anew when it grows too large */
        memset(text, 'a' + i % 26, 65000);
        set(draft, "note", text);
        flush(draft);
    }
    g_assert_cmpint(g_stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_size, <, 3 << 20);
    pk_draft_close(draft);
    g_autoptr(PkDraft) again = resume(dir, uuid, false);
    g_assert_cmpstr(pk_draft_get(again, "note"), ==, text);
    g_clear_pointer(&again, pk_draft_close);
    remove_tree(dir);
}

static void
test_emergency(void)
{
    g_autofree char *dir = fresh_dir();
    pid_t child = fork();

    if (child == 0) {
        PkDraft *draft = start(dir);
        set(draft, "note", "nog niet");
        flush(draft);
        set(draft, "note", "nog niet weg");
        set(draft, "org", "Oefendam");
        pk_draft_emergency(draft);
        pk_draft_emergency(draft); /* twice is as once */
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
    g_autoptr(GPtrArray) all = list(dir, false, NOW);
    g_assert_cmpuint(all->len, ==, 1);
    const PkDraftInfo *info = all->pdata[0];
    g_assert_false(info->damaged);
    g_autoptr(PkDraft) draft = resume(dir, info->uuid, false);
    g_assert_cmpstr(pk_draft_get(draft, "note"), ==, "nog niet weg");
    g_assert_cmpstr(pk_draft_get(draft, "org"), ==, "Oefendam");
    g_clear_pointer(&draft, pk_draft_close);
    remove_tree(dir);
}

/* A state folder that can not be made: the next one is taken, and it is said. */
static void
test_next_folder(void)
{
    g_autofree char *base = fresh_dir();
    g_autofree char *blocked = g_build_filename(base, "file", NULL);
    g_autofree char *state = g_build_filename(base, "state", NULL);
    g_autofree char *runtime = g_build_filename(base, "run", NULL);
    g_autofree char *notice = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(blocked, "", -1, NULL));
    g_assert_cmpint(g_mkdir(runtime, 0700), ==, 0);
    g_setenv("XDG_STATE_HOME", state, TRUE);
    g_setenv("XDG_RUNTIME_DIR", runtime, TRUE);
    g_autofree char *usual = pk_draft_dir(&notice, &error);
    g_assert_true(g_str_has_prefix(usual, state));
    g_assert_null(notice);
    g_assert_false(g_file_test(state, G_FILE_TEST_EXISTS));

    g_setenv("XDG_STATE_HOME", blocked, TRUE);
    g_autofree char *next = pk_draft_dir(&notice, &error);
    g_assert_true(g_str_has_prefix(next, runtime));
    g_assert_nonnull(strstr(notice, next));
    g_clear_pointer(&notice, g_free);

    g_setenv("XDG_RUNTIME_DIR", blocked, TRUE);
    g_autofree char *last = pk_draft_dir(&notice, &error);
    g_assert_true(g_str_has_prefix(last, g_get_tmp_dir()));
    g_assert_nonnull(notice);

    g_autofree char *no = g_build_filename(blocked, "drafts", NULL);
    g_assert_null(pk_draft_new(no, PK_DRAFT_REPORT, "", NOW, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_autofree char *made = g_path_get_dirname(last);
    remove_tree(made);
    remove_tree(base);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draft/nothing-before-the-first-character",
                    test_nothing_before_the_first_character);
    g_test_add_func("/draft/comes-back-with-field-and-cursor",
                    test_comes_back_with_field_and_cursor);
    g_test_add_func("/draft/every-prefix-loads", test_every_prefix_loads);
    g_test_add_func("/draft/torn-tail-costs-one-record", test_torn_tail_costs_one_record);
    g_test_add_func("/draft/kill", test_kill_loses_only_what_was_not_flushed);
    g_test_add_func("/draft/two-sessions", test_two_sessions);
    g_test_add_func("/draft/finish-and-drop", test_finish_and_drop);
    g_test_add_func("/draft/newest-first", test_newest_first);
    g_test_add_func("/draft/a-long-text-stays-small", test_a_long_text_stays_small);
    g_test_add_func("/draft/emergency", test_emergency);
    g_test_add_func("/draft/next-folder", test_next_folder);
    return g_test_run();
}
