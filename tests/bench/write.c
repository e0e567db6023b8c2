/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person waits for when saving: every figure is until the disk has it. */
#include "again.h"
#include "bench.h"

#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/store/line_store.h"

#include <string.h>

enum { BLOCK = 50, IDLE_MAX = 10000 };

typedef struct {
    const Bench *bench;
    PkApp *app;
    sqlite3 *bare;
    Rng rng;
    int64_t org;
    int64_t bare_key; /* of the last bare report           */
    GArray *old;      /* int64_t: incidents that get notes */
    guint n_old;      /* of which were used                */
    Measure *idle;
} Writer;

static void
must(bool ok, GError *error)
{
    if (!ok)
        bench_die("%s", error ? error->message : "failed");
}

/* The first column of all rows, with ?1 bound. */
static GArray *
numbers(Writer *writer, const char *sql, int64_t value)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(int64_t));
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(writer->bare, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(writer->bare));
    sqlite3_bind_int64(stmt, 1, value);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        int64_t one = sqlite3_column_int64(stmt, 0);
        g_array_append_val(found, one);
    }
    sqlite3_finalize(stmt);
    return found;
}

static int64_t
number(Writer *writer, const char *sql, int64_t value)
{
    g_autoptr(GArray) found = numbers(writer, sql, value);

    if (found->len == 0)
        bench_die("%s: nothing", sql);
    return g_array_index(found, int64_t, 0);
}

/* As the console does when nobody types. */
static void
idle(Writer *writer)
{
    bool more = true;

    for (unsigned i = 0; more && i < IDLE_MAX; i++) {
        double from = bench_now_ms();
        more = pk_app_idle(writer->app);
        if (writer->idle)
            bench_sample(writer->idle->piket, bench_now_ms() - from);
    }
}

/* ---- a report ------------------------------------------------------------------------------- */

static double
save_report(Writer *writer, PkDone *ret_done)
{
    GError *error = NULL;
    PkReport report = {
        .ident = pk_report_number(writer->app, &error),
        .source = PK_SOURCE_TELEPHONE,
        .org_key = writer->org,
        .reporter = (char *)"A. Beller",
        .reporter_role = (char *)"CISO",
        .reporter_phone = (char *)"0612345678",
        .note = (char *)"Bestanden versleuteld op de server van burgerzaken, ransomware. "
                        "Netwerk is losgekoppeld, leverancier gebeld, back-up wordt gecontroleerd.",
        .kinds = 1u << PK_KIND_RANSOMWARE,
        .severity = PK_SEVERITY_HIGH,
        .aware_us = g_get_real_time(),
        .personal_data = PK_TRISTATE_UNKNOWN,
    };

    must(report.ident != NULL, error);
    double from = bench_now_ms();
    bool ok = pk_report_save(writer->app, &report, ret_done, NULL, &error);
    double took = bench_now_ms() - from;
    must(ok, error);
    g_free(report.ident);
    return took;
}

static void
piket_block(Writer *writer, double (*save)(Writer *, PkDone *), Measure *measure)
{
    for (unsigned i = 0; i <= BLOCK; i++) {
        g_auto(PkDone) done = { 0 };
        double took = save(writer, &done);
        if (i > 0) /* the first finds its pages written by the other connection */
            bench_sample(measure->piket, took);
    }
    idle(writer);
}

/* Its triggers do part of what is measured, so there is nothing bare to set beside it. */
static void
measure_on_server(Writer *writer, const char *name, double (*save)(Writer *, PkDone *))
{
    Measure *measure = bench_measure(writer->bench->table, AIM_NONE, 0, "%s", name);

    for (unsigned n = 0; n < writer->bench->n_runs; n += BLOCK)
        piket_block(writer, save, measure);
    bench_table_print(writer->bench->table);
}

static void
measure_report(Writer *writer)
{
    static const char name[] = "report: incident, party, lines, clocks";
    g_auto(PkDone) done = { 0 };

    if (!bench_wanted(writer->bench, name))
        return;
    if (writer->bench->server) {
        measure_on_server(writer, name, save_report);
        return;
    }
    Measure *measure = bench_measure(writer->bench->table, AIM_RATIO, 2, "%s", name);
    save_report(writer, &done);
    pk_done_clear(&done);
    bench_record_start();
    save_report(writer, &done);
    g_autoptr(GPtrArray) recorded = bench_record_take();
    AgainNames names = {
        .ident = done.ident,
        .key = done.incident_key,
        .party = number(writer, "SELECT id FROM party WHERE incident = ?1", done.incident_key),
    };
    /* The number is taken when the form opens, so the counter is no part of it. */
    while (recorded->len > 0 && !g_str_has_prefix(recorded->pdata[0], "INSERT INTO incident"))
        g_ptr_array_remove_index(recorded, 0);
    Again *again = again_new(writer->bare, recorded, &names);
    for (unsigned n = 0; n < writer->bench->n_runs; n += BLOCK) {
        piket_block(writer, save_report, measure);
        for (unsigned i = 0; i <= BLOCK; i++) {
            g_autofree char *ident = g_strdup_printf("X26-%04u", n * 2 + i);
            int64_t key = writer->bare_key += 1000;
            double took = again_run(again, &writer->rng, key, PK_LINE_FIRST(key) + 1, ident);
            if (i > 0)
                bench_sample(measure->bare, took);
        }
        idle(writer);
    }
    again_free(again);
    bench_table_print(writer->bench->table);
}

/* ---- a note --------------------------------------------------------------------------------- */

/* Each is taken once, so its next line has the same number for Piket and bare. */
static int64_t
any_old(Writer *writer)
{
    if (writer->n_old == writer->old->len)
        bench_die("too few incidents for so many notes");
    return g_array_index(writer->old, int64_t, writer->n_old++);
}

static double
save_note(Writer *writer, PkDone *ret_done)
{
    GError *error = NULL;
    PkNote note = { .text = "Beheerder teruggebeld: de firewall blokkeert het adres, logbestanden "
                            "worden veiliggesteld voor onderzoek.",
                    .category = PK_CAT_CONTACT };

    double from = bench_now_ms();
    bool ok = pk_note_add(writer->app, any_old(writer), &note, ret_done, &error);
    double took = bench_now_ms() - from;
    must(ok, error);
    return took;
}

static void
measure_note(Writer *writer)
{
    static const char name[] = "note: one line";
    g_auto(PkDone) done = { 0 };

    if (!bench_wanted(writer->bench, name))
        return;
    if (writer->bench->server) {
        measure_on_server(writer, name, save_note);
        return;
    }
    Measure *measure = bench_measure(writer->bench->table, AIM_RATIO, 2, "%s", name);
    save_note(writer, &done);
    pk_done_clear(&done);
    bench_record_start();
    save_note(writer, &done);
    g_autoptr(GPtrArray) recorded = bench_record_take();
    int64_t n_lines =
        number(writer, "SELECT last_line - 1 FROM incident WHERE id = ?1", done.incident_key);
    AgainNames names = { "", done.incident_key, n_lines, 0 };
    Again *again = again_new(writer->bare, recorded, &names);
    for (unsigned n = 0; n < writer->bench->n_runs; n += BLOCK) {
        piket_block(writer, save_note, measure);
        for (unsigned i = 0; i <= BLOCK; i++) {
            int64_t key = any_old(writer);
            double took = again_run(again, &writer->rng, key, PK_LINE_FIRST(key) + n_lines + 1, "");
            if (i > 0)
                bench_sample(measure->bare, took);
        }
        idle(writer);
    }
    again_free(again);
    bench_table_print(writer->bench->table);
}

static void
measure_number(Writer *writer)
{
    static const char name[] = "number for a report, at opening the form";
    GError *error = NULL;

    if (!bench_wanted(writer->bench, name))
        return;
    Measure *measure = bench_measure(writer->bench->table, AIM_P99, 16, "%s", name);
    for (unsigned i = 0; i < writer->bench->n_runs; i++) {
        double from = bench_now_ms();
        g_autofree char *ident = pk_report_number(writer->app, &error);
        bench_sample(measure->piket, bench_now_ms() - from);
        must(ident != NULL, error);
    }
    bench_table_print(writer->bench->table);
}

void
bench_write(const Bench *bench)
{
    static const char housekeeping[] = "housekeeping, each step";
    g_autofree char *path = bench_copy(bench->path);
    PkAppConfig config = { .where = bench->server ? bench->server : path };
    GError *error = NULL;
    Writer writer = { .bench = bench, .rng = { 1 } };

    bench_heading(bench->table, "Writing, durably");
    bench_watch_start();
    writer.app = pk_app_open(&config, &error);
    must(writer.app != NULL, error);
    writer.bare = bench_open_bare(path, true);
    writer.org = number(&writer, "SELECT min(id) FROM org WHERE kind = 'municipality'", 0);
    writer.old = numbers(&writer,
                         "SELECT id FROM incident WHERE last_line = 10 AND tlp <> 'TLP:RED' AND "
                         "status = 'closed' ORDER BY id DESC LIMIT ?1",
                         4000);
    /* Newer than all that is there, older than what Piket adds now. */
    writer.bare_key = number(&writer, "SELECT max(id) FROM incident", 0) + INT64_C(1000000);
    if (bench_wanted(bench, housekeeping) && !bench->server)
        writer.idle = bench_measure(bench->table, AIM_P99, 16, "%s", housekeeping);
    idle(&writer);
    measure_report(&writer);
    measure_note(&writer);
    measure_number(&writer);
    g_array_unref(writer.old);
    sqlite3_close(writer.bare);
    pk_app_close(writer.app);
}
