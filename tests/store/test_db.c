/* SPDX-License-Identifier: EUPL-1.2 */
/* The database handle: binding, transactions, refusals, the append-only journal. */
#include "piket/base/error.h"
#include "piket/store/db.h"
#include "piket/store/migrate.h"
#include "piket/store/packed.h"
#include "piket_sql.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static const PkSql put = { "put", "INSERT INTO counter (year, name, last) VALUES ($2, $1, $3)", 3,
                           NULL };
static const PkSql get = { "get", "SELECT last FROM counter WHERE name = $1 AND year = $2", 2,
                           NULL };
static const PkSql wrong = { "wrong",
                             "INSERT INTO counter (name, year, last) VALUES ('x', 'no number', 1)",
                             0, NULL };
static const PkSql count = { "count", "SELECT count(*) FROM counter", 0, NULL };

static PkDb *
open_memory(void)
{
    g_autoptr(GError) error = NULL;
    PkDb *db = pk_db_open(":memory:", PK_DB_CREATE, &error);
    g_assert_no_error(error);
    pk_migrate(db, NULL, NULL, &error);
    g_assert_no_error(error);
    return db;
}

static void
test_binds_by_number_in_the_name(void)
{
    g_autoptr(PkDb) db = open_memory();
    g_autoptr(GError) error = NULL;
    int64_t value = 0;
    bool found = false;
    g_assert_true(
        pk_db_run(db, &put, PK_ARGS(pk_text("I"), pk_int(2026), pk_int(412)), NULL, &error));
    g_assert_true(
        pk_db_number(db, &get, PK_ARGS(pk_text("I"), pk_int(2026)), &value, &found, &error));
    g_assert_no_error(error);
    g_assert_true(found);
    g_assert_cmpint(value, ==, 412);
}

static void
test_counter_never_repeats(void)
{
    g_autoptr(PkDb) db = open_memory();
    for (int i = 1; i <= 3; i++) {
        int64_t value = 0;
        g_assert_true(pk_db_number(db, &pk_sql_counter_next, PK_ARGS(pk_text("I"), pk_int(2026)),
                                   &value, NULL, NULL));
        g_assert_cmpint(value, ==, i);
    }
}

static void
test_poisoned_transaction_keeps_nothing(void)
{
    g_autoptr(PkDb) db = open_memory();
    g_autoptr(GError) first = NULL;
    g_autoptr(GError) second = NULL;
    int64_t n = -1;
    g_assert_true(pk_db_begin(db, NULL));
    g_assert_true(pk_db_run(db, &put, PK_ARGS(pk_text("I"), pk_int(2026), pk_int(1)), NULL, NULL));
    g_assert_false(pk_db_run(db, &wrong, PK_NO_ARGS, NULL, &first));
    g_assert_error(first, PK_ERROR, PK_ERROR_INVALID);
    g_assert_true(pk_db_run(db, &put, PK_ARGS(pk_text("B"), pk_int(2026), pk_int(1)), NULL, NULL));
    g_assert_false(pk_db_commit(db, &second));
    g_assert_error(second, PK_ERROR, PK_ERROR_INVALID);
    g_assert_false(pk_db_in_transaction(db));
    g_assert_true(pk_db_number(db, &count, PK_NO_ARGS, &n, NULL, NULL));
    g_assert_cmpint(n, ==, 0);
}

static void
test_unique_is_a_conflict(void)
{
    g_autoptr(PkDb) db = open_memory();
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_db_run(db, &put, PK_ARGS(pk_text("I"), pk_int(2026), pk_int(1)), NULL, NULL));
    g_assert_false(
        pk_db_run(db, &put, PK_ARGS(pk_text("I"), pk_int(2026), pk_int(2)), NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
}

static char *
temp_file(char **ret_dir)
{
    *ret_dir = g_dir_make_tmp("piket-db-XXXXXX", NULL);
    return g_build_filename(*ret_dir, "piket.db", NULL);
}

static void
remove_dir(const char *dir)
{
    GDir *handle = g_dir_open(dir, 0, NULL);
    for (const char *name = g_dir_read_name(handle); name; name = g_dir_read_name(handle)) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        g_unlink(path);
    }
    g_dir_close(handle);
    g_rmdir(dir);
}

static void
test_file_is_private_and_survives(void)
{
    g_autofree char *dir = NULL;
    g_autofree char *path = temp_file(&dir);
    struct stat st;
    PkDb *db = pk_db_open(path, PK_DB_CREATE, NULL);
    g_assert_true(pk_migrate(db, NULL, NULL, NULL));
    g_assert_true(pk_db_run(db, &put, PK_ARGS(pk_text("I"), pk_int(1), pk_int(7)), NULL, NULL));
    pk_db_close(db);
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
    db = pk_db_open(path, PK_DB_READ, NULL);
    int64_t value = 0;
    g_assert_true(pk_db_number(db, &get, PK_ARGS(pk_text("I"), pk_int(1)), &value, NULL, NULL));
    g_assert_cmpint(value, ==, 7);
    g_autoptr(GError) error = NULL;
    g_assert_false(pk_db_run(db, &put, PK_ARGS(pk_text("J"), pk_int(1), pk_int(7)), NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    pk_db_close(db);
    remove_dir(dir);
}

static void
raw(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static void
expect_refusal(const char *path, PkErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDb) db = pk_db_open(path, PK_DB_WRITE, &error);
    if (db)
        pk_migrate(db, NULL, NULL, &error);
    g_assert_error(error, PK_ERROR, (int)code);
    g_assert_true(g_str_has_suffix(error->message, "."));
}

static void
test_refusals(void)
{
    g_autofree char *dir = NULL;
    g_autofree char *path = temp_file(&dir);
    expect_refusal(path, PK_ERROR_MISSING);
    g_assert_true(g_file_set_contents(
        path, "This is certainly not a database, but a letter of some length.", -1, NULL));
    expect_refusal(path, PK_ERROR_BROKEN);
    g_unlink(path);
    raw(path, "CREATE TABLE somebody_elses (x)");
    expect_refusal(path, PK_ERROR_BROKEN);
    g_unlink(path);
    g_autoptr(PkDb) db = pk_db_open(path, PK_DB_CREATE, NULL);
    g_assert_true(pk_migrate(db, NULL, NULL, NULL));
    raw(path, "PRAGMA user_version = 9999");
    expect_refusal(path, PK_ERROR_TOO_NEW);
    expect_refusal("postgresql://jdv:geheim@localhost/piket", PK_ERROR_INVALID);
    expect_refusal("postgresql://localhost/piket?nonsense=1", PK_ERROR_INVALID);
    expect_refusal("postgresql:///piket?host=/nowhere", PK_ERROR_OFFLINE);
    g_clear_pointer(&db, pk_db_close);
    remove_dir(dir);
}

/* An older file is copied before it is changed; the copy is whole. */
static void
test_backup_before_migration(void)
{
    g_autofree char *dir = NULL;
    g_autofree char *path = temp_file(&dir);
    g_autofree char *copy = g_build_filename(dir, "before.db", NULL);
    raw(path,
        "CREATE TABLE old (x); INSERT INTO old VALUES (7); PRAGMA application_id = 1346980692;"
        "PRAGMA user_version = 1;");
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDb) db = pk_db_open(path, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    int64_t from = 0;
    /* 0002 stands alone; 0003 refers to tables that this old file has not: all or nothing. */
    pk_migrate(db, copy, &from, NULL);
    g_assert_cmpint(from, ==, 1);
    g_assert_true(g_file_test(copy, G_FILE_TEST_EXISTS));
    raw(copy, "UPDATE old SET x = x");
    g_clear_pointer(&db, pk_db_close);
    remove_dir(dir);
}

static const char *const forbidden[] = {
    "UPDATE line SET author = 'x'",
    "DELETE FROM line",
    "INSERT OR REPLACE INTO line SELECT * FROM line",
    "UPDATE line_text SET body = 'x'",
    "DELETE FROM line_text",
    "INSERT OR REPLACE INTO line_text SELECT line, salt, 'x', details FROM line_text",
    "UPDATE line_text SET body = NULL",
};

static void
test_journal_is_append_only_for_any_client(void)
{
    g_autofree char *dir = NULL;
    g_autofree char *path = temp_file(&dir);
    PkDb *db = pk_db_open(path, PK_DB_CREATE, NULL);
    g_assert_true(pk_migrate(db, NULL, NULL, NULL));
    pk_db_close(db);
    raw(path, "INSERT INTO origin VALUES (1, 'u', '', 0, 1, '');"
              "INSERT INTO line VALUES (1, 'u', 0, 1, 1, 0, 'second', 0, 0, 'jdv', 'report', "
              "'TLP:RED', NULL, NULL, x'00', x'00');"
              "INSERT INTO line_text VALUES (1, x'00', 'text', NULL)");
    sqlite3 *foreign = NULL;
    g_assert_cmpint(sqlite3_open(path, &foreign), ==, SQLITE_OK);
    for (size_t i = 0; i < G_N_ELEMENTS(forbidden); i++) {
        int rc = sqlite3_exec(foreign, forbidden[i], NULL, NULL, NULL);
        if (rc != SQLITE_CONSTRAINT)
            g_error("'%s' gave %d", forbidden[i], rc);
    }
    g_assert_cmpint(sqlite3_exec(foreign,
                                 "UPDATE line_text SET body = NULL, details = NULL, salt = NULL",
                                 NULL, NULL, NULL),
                    ==, SQLITE_OK);
    sqlite3_close(foreign);
    remove_dir(dir);
}

static void
test_second_writer_waits_or_is_told(void)
{
    g_autofree char *dir = NULL;
    g_autofree char *path = temp_file(&dir);
    g_autoptr(PkDb) a = pk_db_open(path, PK_DB_CREATE, NULL);
    g_assert_true(pk_migrate(a, NULL, NULL, NULL));
    g_autoptr(PkDb) b = pk_db_open(path, PK_DB_WRITE, NULL);
    int64_t before = 0, after = 0;
    g_assert_true(pk_db_data_version(b, &before, NULL));
    g_assert_true(pk_db_begin(a, NULL));
    g_assert_true(pk_db_run(a, &put, PK_ARGS(pk_text("I"), pk_int(1), pk_int(7)), NULL, NULL));
    g_assert_true(pk_db_commit(a, NULL));
    g_assert_true(pk_db_data_version(b, &after, NULL));
    g_assert_cmpint(before, !=, after);
    g_clear_pointer(&a, pk_db_close);
    g_clear_pointer(&b, pk_db_close);
    remove_dir(dir);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db/binds-by-number", test_binds_by_number_in_the_name);
    g_test_add_func("/db/counter", test_counter_never_repeats);
    g_test_add_func("/db/poisoned", test_poisoned_transaction_keeps_nothing);
    g_test_add_func("/db/conflict", test_unique_is_a_conflict);
    g_test_add_func("/db/file", test_file_is_private_and_survives);
    g_test_add_func("/db/refusals", test_refusals);
    g_test_add_func("/db/backup", test_backup_before_migration);
    g_test_add_func("/db/append-only", test_journal_is_append_only_for_any_client);
    g_test_add_func("/db/data-version", test_second_writer_waits_or_is_told);
    return g_test_run();
}
