/* SPDX-License-Identifier: EUPL-1.2 */
#include "meeting.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* ---- the places -------------------------------------------------------------------------------
 */

static void
make_places(Meet *meet)
{
    g_autoptr(GError) error = NULL;

    meet->dir = g_dir_make_tmp("piket-laptops-XXXXXX", &error);
    g_assert_no_error(error);
    for (int i = 0; i < 2; i++) {
        g_autofree char *name = g_strdup_printf("outbox-%d.db", i);
        meet->path[i] = g_build_filename(meet->dir, name, NULL);
    }
    meet->away = g_build_filename(meet->dir, "away", NULL);
    g_mkdir(meet->away, 0700); /* a folder is no database, and never will be */
}

void
meet_start(Meet *meet)
{
    *meet = (Meet){ 0 };
    kit_start(&meet->kit);
    kit_register(&meet->kit);
    meet->incident = kit_report(&meet->kit);
    kit_report(&meet->kit);
    PkNote first = { .text = "First thing that was done", .category = PK_CAT_TECH };
    PkNote second = { .text = "Second thing that was done", .category = PK_CAT_TECH };
    g_assert_true(pk_note_add(meet->kit.app, meet->incident, &first, NULL, NULL));
    g_assert_true(pk_note_add(meet->kit.app, meet->incident, &second, NULL, NULL));
    make_places(meet);
}

static void
remove_folder(const char *dir)
{
    g_autoptr(GDir) inside = g_dir_open(dir, 0, NULL);

    for (const char *name; inside && (name = g_dir_read_name(inside));) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        if (g_unlink(path) != 0)
            g_rmdir(path);
    }
    g_rmdir(dir);
}

void
meet_stop(Meet *meet)
{
    kit_stop(&meet->kit);
    remove_folder(meet->dir);
    g_free(meet->dir);
    g_free(meet->path[0]);
    g_free(meet->path[1]);
    g_free(meet->away);
}

/* With everything that stands in the log beside it. */
static void
copy_file(const char *from, const char *to)
{
    sqlite3 *source = NULL, *target = NULL;

    if (!g_file_test(from, G_FILE_TEST_EXISTS))
        return;
    g_assert_cmpint(sqlite3_open(from, &source), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_open(to, &target), ==, SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    g_assert_cmpint(sqlite3_backup_step(backup, -1), ==, SQLITE_DONE);
    sqlite3_backup_finish(backup);
    sqlite3_close(source);
    sqlite3_close(target);
}

void
meet_copy(const Meet *meet, Meet *ret_copy)
{
    g_autofree char *now = g_strdup(g_getenv("PIKET_TEST_NOW"));
    g_autoptr(GError) error = NULL;
    Meet copy = { .incident = meet->incident };

    kit_start(&copy.kit);
    g_setenv("PIKET_TEST_NOW", now, TRUE);
    g_autofree char *folder = g_path_get_dirname(copy.kit.file);
    g_mkdir_with_parents(folder, 0700);
    copy_file(meet->kit.file, copy.kit.file);
    g_assert_true(pk_app_refresh(copy.kit.app, NULL, &error));
    g_assert_no_error(error);
    copy.kit.db = pk_db_open(copy.kit.file, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    make_places(&copy);
    for (int i = 0; i < 2; i++)
        copy_file(meet->path[i], copy.path[i]);
    *ret_copy = copy;
}

void
meet_answer(const Meet *meet)
{
    g_assert_cmpint(g_rmdir(meet->away), ==, 0);
    g_assert_cmpint(symlink(meet->kit.file, meet->away), ==, 0);
}

void
meet_put_back(Meet *meet, int laptop, const Meet *from)
{
    copy_file(from->path[laptop], meet->path[laptop]);
}

/* ---- what happens -----------------------------------------------------------------------------
 */

PkSyncReport *
meet_sync(Meet *meet, int laptop)
{
    g_autoptr(GError) error = NULL;
    PkSyncReport *report = NULL;

    g_assert_true(pk_app_refresh(meet->kit.app, NULL, &error));
    report = pk_sync_run(meet->kit.app, meet->path[laptop], &error);
    g_assert_no_error(error);
    return report;
}

PkApp *
meet_laptop(const Meet *meet, int laptop)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = meet->away,
                           .outbox = meet->path[laptop],
                           .login = "jdevries",
                           .name = "J. de Vries" };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

static void
add_note(PkApp *app, int64_t incident, const char *text)
{
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = text, .category = PK_CAT_CONTACT };

    pk_note_add(app, incident, &note, NULL, &error);
    g_assert_no_error(error);
}

void
meet_note(const Meet *meet, int laptop, int64_t incident, const char *text)
{
    g_autoptr(PkApp) app = meet_laptop(meet, laptop);

    add_note(app, incident, text);
}

char *
meet_write(const Meet *meet, int laptop)
{
    g_autofree char *text = g_strdup_printf("Written on laptop %d", laptop);
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_autoptr(PkApp) app = meet_laptop(meet, laptop);
    PkReport report = { .org_free = (char *)"Waterschap Fictie",
                        .note = text,
                        .reporter = (char *)"S. de Boer",
                        .aware_us = KIT_NOW_US,
                        .callback_us = KIT_NOW_US + G_USEC_PER_SEC * INT64_C(3600),
                        .personal_data = PK_TRISTATE_YES,
                        .severity = PK_SEVERITY_HIGH };

    pk_report_save(app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    add_note(app, done.incident_key, text);
    add_note(app, meet->incident, text);
    add_note(app, 0, text);
    add_note(app, done.incident_key, "And once more");
    return g_strdup(done.ident);
}

/* ---- looking ----------------------------------------------------------------------------------
 */

static char *
rows_of(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    GString *out = g_string_new(NULL);

    g_assert_cmpint(sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        g_error("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *cell = (const char *)sqlite3_column_text(stmt, i);
            g_string_append_printf(out, "%s|", cell ? cell : "-");
        }
        g_string_append_c(out, '\n');
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return g_string_free(out, FALSE);
}

char *
meet_dump(const char *file, const char *tag, bool without_deliveries)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT coalesce(i.ident, ''), o.uuid, l.no, l.uuid, l.event_us, l.recorded_us, l.author,"
        " l.category, l.tlp, l.corrects_no, hex(l.body_hash), %s, hex(t.salt), t.body, t.details"
        "  FROM line l JOIN origin o ON o.id = l.origin LEFT JOIN incident i ON i.id = l.incident"
        "  JOIN line_text t ON t.line = l.id"
        " WHERE (%s) AND (%d OR t.body NOT LIKE 'Delivered:%%')"
        " ORDER BY 1, 2, 3",
        without_deliveries ? "CASE WHEN o.tag = '' THEN '' ELSE hex(l.hash) END" : "hex(l.hash)",
        tag ? "o.tag = 'K'" : "1", !without_deliveries);

    g_assert_true(!tag || strcmp(tag, "K") == 0);
    return rows_of(file, sql);
}

char *
meet_things(const char *file)
{
    return rows_of(
        file,
        "SELECT ident, uuid, status, title, kinds, severity, tlp, source, reporter, lead, "
        "opened_us,"
        " occurred_us, aware_us, recorded_us, last_line, version, changed_us, head_tokens"
        "  FROM incident"
        " UNION ALL SELECT 'party', p.uuid, i.ident, o.uuid, o.name, p.role, p.status, p.needs,"
        " p.aware_us, p.version, 0, 0, 0, 0, 0, 0, 0, 0"
        "  FROM party p JOIN incident i ON i.id = p.incident JOIN org o ON o.id = p.org"
        " UNION ALL SELECT 'clock', c.uuid, i.ident, c.rule, c.start_us, c.due_us, p.uuid, 0, 0, 0,"
        " 0, 0, 0, 0, 0, 0, 0, 0"
        "  FROM clock c JOIN incident i ON i.id = c.incident LEFT JOIN party p ON p.id = c.party"
        " UNION ALL SELECT 'action', a.uuid, i.ident, a.no, a.kind, a.key, a.title, a.owner,"
        " a.due_us, 0, 0, 0, 0, 0, 0, 0, 0, 0"
        "  FROM action a JOIN incident i ON i.id = a.incident"
        " ORDER BY 1, 2");
}

void
meet_assert_same(const char *one, const char *other)
{
    g_auto(GStrv) a = g_strsplit(one, "\n", -1);
    g_auto(GStrv) b = g_strsplit(other, "\n", -1);

    for (guint i = 0; a[i] || b[i]; i++) {
        g_assert_cmpstr(a[i], ==, b[i]);
        if (!a[i] || !b[i])
            return;
    }
}

void
meet_assert_whole(const PkVerify *verify)
{
    for (guint i = 0; i < verify->findings->len; i++)
        g_test_message("%s", (const char *)verify->findings->pdata[i]);
    g_assert_cmpuint(verify->findings->len, ==, 0);
    g_assert_cmpint(verify->n_broken, ==, 0);
}

bool
meet_file_has(const char *file, const char *text)
{
    static const char *const ends[] = { "", "-wal" };

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strconcat(file, ends[i], NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        if (g_file_get_contents(path, &bytes, &n, NULL) && memmem(bytes, n, text, strlen(text)))
            return true;
    }
    return false;
}
