/* SPDX-License-Identifier: EUPL-1.2 */
/* A disk that is full at any byte of a save: nothing is half done, and saving works again when
 * there is room. */
#include "appkit.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* No file may grow beyond this many bytes; RLIM_INFINITY: no bound. */
static void
bound_files(rlim_t bytes)
{
    struct rlimit limit;

    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &limit), ==, 0);
    limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
}

static rlim_t
size_of_log(const Kit *kit)
{
    g_autofree char *log = g_strconcat(kit->file, "-wal", NULL);
    struct stat st;

    return g_stat(log, &st) == 0 ? (rlim_t)st.st_size : 0;
}

static void
test_full_while_saving(void)
{
    Kit kit;
    unsigned n_failed = 0;
    bool ok = false;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    PkReport report = { .org_key = kit.oefendam,
                        .note = (char *)"While the disk is full.",
                        .aware_us = KIT_NOW_US,
                        .callback_us = KIT_NOW_US };
    rlim_t log = size_of_log(&kit);
    for (rlim_t room = 0; room < 400000 && !ok; room += 4120 * 3) {
        g_autoptr(GError) error = NULL;
        int64_t rows = kit_rows(&kit);
        report.ident = (char *)"I26-0900";
        bound_files(log + room);
        ok = pk_report_save(kit.app, &report, NULL, NULL, &error);
        bound_files(RLIM_INFINITY);
        if (ok)
            break;
        n_failed++;
        g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
        g_assert_cmpint(kit_rows(&kit), ==, rows);
        kit_verify(&kit);
    }
    g_assert_true(ok);
    g_assert_cmpuint(n_failed, >, 2);
    PkNote note = { .text = "Room again." };
    g_assert_true(pk_note_add(kit.app, key, &note, NULL, NULL));
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_full_at_the_first_write(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    for (rlim_t room = 0; room < 300000; room += 60000) {
        g_autoptr(GError) full = NULL;
        bound_files(room);
        bool ok = pk_app_make_file(kit.app, &full);
        bound_files(RLIM_INFINITY);
        if (ok)
            break;
        g_assert_error(full, PK_ERROR, PK_ERROR_OFFLINE);
    }
    PkNote note = { .text = "There is room." };
    pk_note_add(kit.app, 0, &note, NULL, &error);
    g_assert_no_error(error);
    kit.db = pk_db_open(kit.file, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(kit_verify(&kit), >=, 1);
    kit_stop(&kit);
}

static void
test_no_folder(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = "x" };

    if (geteuid() == 0) {
        g_test_skip("root may write everywhere");
        return;
    }
    kit_start(&kit);
    g_assert_cmpint(g_chmod(kit.dir, 0500), ==, 0);
    g_assert_false(pk_note_add(kit.app, 0, &note, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_false(pk_app_on_file(kit.app));
    g_assert_cmpint(g_chmod(kit.dir, 0700), ==, 0);
    g_assert_true(pk_note_add(kit.app, 0, &note, NULL, NULL));
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGXFSZ, SIG_IGN);
    g_test_add_func("/fault/write/full-while-saving", test_full_while_saving);
    g_test_add_func("/fault/write/full-at-first", test_full_at_the_first_write);
    g_test_add_func("/fault/write/no-folder", test_no_folder);
    return g_test_run();
}
