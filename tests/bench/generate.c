/* SPDX-License-Identifier: EUPL-1.2 */
#include "generate.h"

#include "piket/app/reference.h"
#include "piket/base/text.h"
#include "piket/store/migrate.h"
#include "piket/store/org_store.h"
#include "piket/store/origin_store.h"
#include "piket/store/packed.h"
#include "piket/store/person_store.h"
#include "piket/store/reference_store.h"
#include "piket/store/search_store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BATCH = 20000,        /* incidents a transaction                    */
    BYTES_EACH = 7300,    /* of the file, an incident with its lines    */
    FTS_BYTES = 64 << 20, /* of words gathered before they are written  */
};

static void
check(bool ok, GError *error)
{
    if (!ok)
        bench_die("%s", error ? error->message : "failed");
}

static void
run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
}

/* What a cached database must have been made with. Owned. */
static char *
recipe(void)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    for (size_t i = 0; i < pk_n_migrations; i++) {
        g_checksum_update(sum, (const guchar *)pk_migrations[i].shared, -1);
        if (pk_migrations[i].sqlite)
            g_checksum_update(sum, (const guchar *)pk_migrations[i].sqlite, -1);
    }
    return g_strdup_printf("%d-%.16s", GENERATOR, g_checksum_get_string(sum));
}

static bool
is_current(const char *path, int64_t n)
{
    g_autoptr(PkDb) db = NULL;
    g_autoptr(PkReferenceSet) set = NULL;
    g_autofree char *wanted = recipe();

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return false;
    db = pk_db_open(path, PK_DB_READ, NULL);
    return db && pk_reference_get(db, "benchmark", &set, NULL) && set && set->n_rows == n &&
           g_str_equal(set->version, wanted);
}

/* ---- before and after ----------------------------------------------------------------------- */

static void
add_persons(PkDb *db)
{
    GError *error = NULL;
    PkPerson me = { (char *)g_get_user_name(),
                    (char *)"Bench",
                    (char *)"BE",
                    (char *)"officer coordinator lead reader auditor admin",
                    PK_TLP_GREEN,
                    true };

    check(pk_person_insert(db, &me, &error), error);
    for (unsigned i = 1; i <= N_AUTHORS; i++) {
        g_autofree char *login = g_strdup_printf("piket%02u", i);
        g_autofree char *name = g_strdup_printf("P. Officier-%02u", i);
        PkPerson person = { login,        name, (char *)"PO", (char *)"officer coordinator",
                            PK_TLP_GREEN, true };
        check(pk_person_insert(db, &person, &error), error);
    }
}

static void
add_town(Gen *gen, PkDb *db, const PkOrg *org)
{
    g_autoptr(GString) aliases = g_string_new(NULL);
    GError *error = NULL;
    g_autoptr(GPtrArray) list = pk_org_alias_list(db, org->key, &error);

    check(list != NULL, error);
    Town town = { org->key, org->region_key, g_strdup(org->name), pk_text_tokens(org->name), NULL };
    for (guint i = 0; i < list->len; i++) {
        const PkOrgAlias *alias = list->pdata[i];
        g_autofree char *tokens = pk_text_tokens(alias->alias);
        g_string_append_printf(aliases, " " PK_SEARCH_BREAK " %s", tokens);
    }
    town.aliases = g_strdup(aliases->str);
    g_array_append_val(gen->towns, town);
}

/* Town number r is hit as often as 1 / (r + 20): the largest six times as often as the middle. */
static void
weigh_towns(Gen *gen)
{
    gen->town_weights = g_new(unsigned, gen->towns->len);
    for (guint i = 0; i < gen->towns->len; i++) {
        gen->town_weights[i] = 100000 / (i + 20);
        gen->town_total += gen->town_weights[i];
    }
}

/* Schema, register, origin and persons as Piket makes them. */
static void
make_base(Gen *gen, const char *path)
{
    GError *error = NULL;
    g_autoptr(PkDb) db = pk_db_open(path, PK_DB_CREATE, &error);

    check(db && pk_migrate(db, NULL, NULL, &error), error);
    rng_uuid(&gen->rng, GENERATE_START, gen->origin_uuid);
    PkOrigin origin = { 0, gen->origin_uuid, (char *)"", GENERATE_START, true };
    check(pk_db_begin(db, &error) && pk_origin_insert(db, &origin, &error), error);
    gen->origin = origin.key;
    add_persons(db);
    check(pk_db_commit(db, &error) && pk_reference_load(db, GENERATE_START, NULL, &error), error);
    g_autoptr(GPtrArray) orgs = pk_org_list(db, &error);
    check(orgs != NULL, error);
    for (guint i = 0; i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        if (org->kind == PK_ORG_MUNICIPALITY)
            add_town(gen, db, org);
    }
    if (gen->towns->len == 0)
        bench_die("the reference data holds no municipalities");
    weigh_towns(gen);
}

/* Triggers guard against wrong statements, these are right: off while loading. */
static char *
take_triggers(sqlite3 *db)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) drops = g_string_new(NULL);
    sqlite3_stmt *stmt = NULL;

    sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", -1, &stmt,
                       NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        g_string_append_printf(text, "%s;", (const char *)sqlite3_column_text(stmt, 1));
        g_string_append_printf(drops, "DROP TRIGGER %s;",
                               (const char *)sqlite3_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    run(db, drops->str);
    return g_strdup(text->str);
}

static void
set_fts(sqlite3 *db, const char *name, int value)
{
    for (unsigned i = 0; i < 2; i++) {
        const char *table = i ? "head_fts" : "line_fts";
        g_autofree char *sql = g_strdup_printf("INSERT INTO %s (%s, rank) VALUES ('%s', %d)", table,
                                               table, name, value);
        run(db, sql);
    }
}

/* As a database is in which idle consoles merged what there was to merge. */
static void
merge_fts(sqlite3 *db)
{
    int64_t before = 0;

    do { /* each of the two statements counts as one change, and more when it did something */
        before = sqlite3_total_changes64(db);
        set_fts(db, "merge", 4000);
    } while (sqlite3_total_changes64(db) - before > 2);
}

/* ---- the load ------------------------------------------------------------------------------- */

static void
load(Gen *gen)
{
    bool told = isatty(2);

    for (int64_t i = 0; i < gen->n; i++) {
        if (i % BATCH == 0)
            run(gen->db, "BEGIN");
        gen_incident(gen, i);
        if (i % BATCH == BATCH - 1 || i == gen->n - 1) {
            run(gen->db, "COMMIT");
            if (told)
                fprintf(stderr, "\r%" G_GINT64_FORMAT " incidents ", i + 1);
        }
    }
    if (told)
        fputs("\r                    \r", stderr);
}

static void
fill(Gen *gen, const char *path)
{
    g_autofree char *version = recipe();

    gen->db = bench_open_bare(path, true);
    run(gen->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
                 "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -400000;");
    g_autofree char *triggers = take_triggers(gen->db);
    set_fts(gen->db, "hashsize", FTS_BYTES);
    gen_prepare(gen);
    load(gen);
    gen_finish(gen);
    merge_fts(gen->db);
    run(gen->db, triggers);
    run(gen->db, "DELETE FROM line_fts_config WHERE k = 'hashsize';"
                 "DELETE FROM head_fts_config WHERE k = 'hashsize';");
    g_autofree char *counter =
        g_strdup_printf("INSERT INTO counter (name, year, last) VALUES ('I', %d, %d);"
                        "INSERT INTO reference_set (name, version, n_rows, loaded_us) VALUES "
                        "('benchmark', '%s', %" G_GINT64_FORMAT ", 0)",
                        1900 + gen->year, (int)gen->number, version, gen->n);
    run(gen->db, counter);
    run(gen->db, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;");
    sqlite3_close(gen->db);
}

static void
town_clear(void *data)
{
    Town *town = data;

    g_free(town->name);
    g_free(town->tokens);
    g_free(town->aliases);
}

/* In a process of its own: what it holds in memory would make every later fork slow. */
static void
generate(const char *path, int64_t n)
{
    int status = 0;
    pid_t child = fork();

    if (child != 0) {
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            bench_die("%s could not be made", path);
        return;
    }

    Gen gen = { .rng = { 20260310 }, .n = n, .n_open = MAX(n / 500, MIN(n, 20)) };

    gen.words = words_new();
    gen.towns = g_array_new(FALSE, FALSE, sizeof(Town));
    g_array_set_clear_func(gen.towns, town_clear);
    make_base(&gen, path);
    fill(&gen, path);
    words_free(gen.words);
    g_array_unref(gen.towns);
    g_free(gen.town_weights);
    _exit(0);
}

/* ---- files ---------------------------------------------------------------------------------- */

static void
need_room(const char *dir, int64_t bytes)
{
    struct statvfs fs;

    if (statvfs(dir, &fs) == 0 && (int64_t)fs.f_bavail * (int64_t)fs.f_frsize < bytes)
        bench_die("%s has %.1f GB free, this needs %.1f GB", dir,
                  (double)fs.f_bavail * (double)fs.f_frsize / 1e9, (double)bytes / 1e9);
}

static void
remove_database(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal", "-notify", "-queue" };

    for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
        g_autofree char *name = g_strconcat(path, tails[i], NULL);
        g_unlink(name);
    }
}

char *
bench_database(int64_t n)
{
    g_autofree char *name = g_strdup_printf("piket-bench-%" G_GINT64_FORMAT ".db", n);
    char *path = g_build_filename(g_get_user_cache_dir(), name, NULL);
    g_autofree char *making = g_strconcat(path, ".making", NULL);
    GStatBuf st;

    if (is_current(path, n))
        return path;
    g_mkdir_with_parents(g_get_user_cache_dir(), 0700);
    remove_database(path);
    remove_database(making);
    /* Twice: the measures that write do so in a copy. */
    need_room(g_get_user_cache_dir(), n * BYTES_EACH * 2);
    fprintf(stderr, "Making %s.\n", path);
    double from = bench_now_ms();
    generate(making, n);
    if (g_rename(making, path) != 0 || g_stat(path, &st) != 0)
        bench_die("%s cannot be made", path);
    fprintf(stderr, "%.0f MB in %.1f s.\n", (double)st.st_size / 1e6,
            (bench_now_ms() - from) / 1e3);
    return path;
}

static char *copied;

static void
remove_copy(void)
{
    remove_database(copied);
}

char *
bench_copy(const char *path)
{
    if (copied)
        return g_strdup(copied);
    char *to = g_strconcat(path, ".copy", NULL);
    g_autofree char *from = g_shell_quote(path);
    g_autofree char *quoted = g_shell_quote(to);
    g_autofree char *command =
        g_strdup_printf("cp --reflink=auto %s %s && sync %s", from, quoted, quoted);
    GStatBuf st;

    remove_database(to);
    if (g_stat(path, &st) == 0)
        need_room(g_get_user_cache_dir(), st.st_size);
    if (system(command) != 0)
        bench_die("%s cannot be made", to);
    copied = g_strdup(to);
    atexit(remove_copy);
    return to;
}
