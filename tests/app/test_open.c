/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening: an older and a newer file, a wrong zone, a second process, Dutch. */
#include "appkit.h"

#include "piket/store/db.h"
#include "piket/store/migrate.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

static PkApp *
try_open(const Kit *kit, const char *zone, bool read_only, GError **error)
{
    PkAppConfig config = { .where = kit->file, .login = "x", .zone = zone, .read_only = read_only };

    return pk_app_open(&config, error);
}

static void
run_sql(const Kit *kit, const char *sql)
{
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(kit->file, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static void
test_newer_is_refused(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    run_sql(&kit, "PRAGMA user_version = 999");
    g_assert_null(try_open(&kit, NULL, false, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_TOO_NEW);
    kit_stop(&kit);
}

static unsigned
count_backups(const Kit *kit)
{
    g_autofree char *folder = g_path_get_dirname(kit->file);
    GDir *dir = g_dir_open(folder, 0, NULL);
    unsigned n = 0;

    for (const char *name; (name = g_dir_read_name(dir));)
        n += strstr(name, ".before-schema-") && !strstr(name, "-wal") && !strstr(name, "-shm");
    g_dir_close(dir);
    return n;
}

/* A file whose last migration lacks: there is a copy before it is brought up to date. Here that
 * migration fails, for what it makes is there already; the copy stays, the file is as it was. */
static void
test_older_is_copied_first(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_autofree char *older = g_strdup_printf("PRAGMA user_version = %d", pk_schema_version() - 1);
    g_autofree char *now = g_strdup_printf("PRAGMA user_version = %d", pk_schema_version());

    kit_start(&kit);
    kit_register(&kit);
    run_sql(&kit, older);
    g_assert_null(try_open(&kit, NULL, true, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_cmpuint(count_backups(&kit), ==, 0);
    g_clear_error(&error);
    PkApp *app = try_open(&kit, NULL, false, &error);
    g_assert_true(!app == !!error);
    g_assert_cmpuint(count_backups(&kit), ==, 1);
    if (app)
        g_assert_nonnull(strstr(pk_app_backup_made(app), ".before-schema-"));
    pk_app_close(app);
    run_sql(&kit, now);
    g_clear_error(&error);
    g_autoptr(PkApp) again = try_open(&kit, NULL, false, &error);
    g_assert_no_error(error);
    g_assert_null(pk_app_backup_made(again));
    kit_stop(&kit);
}

static void
test_odd_files(void)
{
    Kit kit;
    g_autoptr(GError) zone = NULL;
    g_autoptr(GError) text = NULL;
    g_autoptr(GError) empty = NULL;

    kit_start(&kit);
    g_assert_null(try_open(&kit, "Europe/Nergenshuizen", false, &zone));
    g_assert_error(zone, PK_ERROR, PK_ERROR_INVALID);
    g_autofree char *dir = g_path_get_dirname(kit.file);
    g_assert_cmpint(g_mkdir(dir, 0700), ==, 0);
    g_assert_true(g_file_set_contents(kit.file, "no database at all, but long enough", -1, NULL));
    g_assert_null(try_open(&kit, NULL, false, &text));
    g_assert_error(text, PK_ERROR, PK_ERROR_BROKEN);
    /* What a crash between making and filling the file leaves: usable. */
    g_assert_true(g_file_set_contents(kit.file, "", 0, NULL));
    PkNote note = { .text = "First line." };
    g_autoptr(PkApp) app = try_open(&kit, NULL, false, &empty);
    g_assert_no_error(empty);
    g_assert_true(pk_note_add(app, 0, &note, NULL, &empty));
    g_assert_no_error(empty);
    kit_stop(&kit);
}

/* Two people begin at the same moment, each without a file: one origin, both have their lines. */
static void
test_two_begin_together(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = "A line." };
    static const PkSql origins = { "origins", "SELECT count(*) FROM origin", 0, NULL };
    int64_t n = 0;

    kit_start(&kit);
    g_autoptr(PkApp) other = try_open(&kit, NULL, false, &error);
    g_assert_true(pk_note_add(kit.app, 0, &note, NULL, &error));
    g_assert_true(pk_note_add(other, 0, &note, NULL, &error));
    g_assert_true(pk_note_add(kit.app, 0, &note, NULL, &error));
    g_assert_no_error(error);
    kit.db = pk_db_open(kit.file, PK_DB_WRITE, &error);
    g_assert_true(pk_db_number(kit.db, &origins, PK_NO_ARGS, &n, NULL, &error));
    g_assert_cmpint(n, ==, 1);
    g_assert_cmpint(kit_verify(&kit), >=, 3);
    kit_stop(&kit);
}

/* The file goes away, or another takes its name, while two have it open: what they would save there
 * would be gone with them. */
static void
test_file_goes_away(void)
{
    Kit kit;
    g_autoptr(GError) gone = NULL, seen = NULL, replaced = NULL, back = NULL;
    PkNote note = { .text = "A line." };

    kit_start(&kit);
    kit_register(&kit);
    g_autofree char *aside = g_strconcat(kit.file, ".aside", NULL);
    g_assert_true(pk_note_add(kit.app, 0, &note, NULL, &back));
    g_assert_cmpint(g_rename(kit.file, aside), ==, 0);
    g_assert_false(pk_note_add(kit.app, 0, &note, NULL, &gone));
    g_assert_error(gone, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_nonnull(strstr(gone->message, "removed or replaced"));
    g_assert_false(pk_app_refresh(kit.app, NULL, &seen));
    g_assert_error(seen, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_true(g_file_set_contents(kit.file, "", 0, NULL));
    g_assert_false(pk_note_add(kit.app, 0, &note, NULL, &replaced));
    g_assert_error(replaced, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_cmpint(g_rename(aside, kit.file), ==, 0);
    g_assert_true(pk_note_add(kit.app, 0, &note, NULL, &back));
    g_assert_no_error(back);
    kit_stop(&kit);
}

static void
test_identity(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    PkAppConfig config = { .where = kit.file };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    g_assert_true(*pk_app_login(app) && *pk_app_name(app));
    g_assert_cmpstr(pk_zone_name(pk_app_zone(app)), ==, "Europe/Amsterdam");
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/open/newer", test_newer_is_refused);
    g_test_add_func("/app/open/older", test_older_is_copied_first);
    g_test_add_func("/app/open/odd", test_odd_files);
    g_test_add_func("/app/open/together", test_two_begin_together);
    g_test_add_func("/app/open/goes-away", test_file_goes_away);
    g_test_add_func("/app/open/identity", test_identity);
    return g_test_run();
}
