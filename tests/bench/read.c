/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person waits for while looking: lists, searches, one incident, its timeline. */
#include "bench.h"
#include "rng.h"
#include "server.h"

#include "piket/app/read.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { VARIANTS = 8, ROWS = 50, AIM_MS = 16 };

typedef struct {
    const Bench *bench;
    PkApp *app;
    sqlite3 *bare;
    char *towns[VARIANTS];
    int64_t keys[VARIANTS]; /* of incidents: recent, and spread over the years */
    int64_t deep[VARIANTS]; /* places far down the list                        */
    int64_t orgs[VARIANTS];
} Reader;

/* One of the things that is measured, in its variants 0 .. VARIANTS - 1. */
typedef bool (*Look)(Reader *reader, const void *what, unsigned variant, GError **error);

static void
look(Reader *reader, Look fn, const void *what, unsigned variant)
{
    GError *error = NULL;

    if (!fn(reader, what, variant, &error))
        bench_die("%s", error ? error->message : "nothing found");
}

/* The statements of one look, to be run without Piket. */
typedef struct {
    Replay *file;
    ServerReplay *server;
} Bare;

static Bare
bare_of(Reader *reader, Look fn, const void *what, unsigned variant)
{
    Bare bare = { NULL, NULL };

    look(reader, fn, what, variant);
    if (reader->bench->server) {
        bench_server_record();
        look(reader, fn, what, variant);
        bare.server = bench_server_recorded(reader->bench->server);
    } else {
        bench_record_start();
        look(reader, fn, what, variant);
        bare.file = bench_record_stop(reader->bare);
    }
    return bare;
}

static void
bare_run(const Bare *bare)
{
    if (bare->server)
        bench_server_run(bare->server);
    else
        bench_replay_run(bare->file);
}

static void
bare_free(Bare *bare)
{
    if (bare->server)
        bench_server_free(bare->server);
    else
        bench_replay_free(bare->file);
}

static void
measure_look(Reader *reader, const char *name, Look fn, const void *what)
{
    Bare bares[VARIANTS];

    if (!bench_wanted(reader->bench, name))
        return;
    Measure *measure = bench_measure(reader->bench->table, AIM_P99, AIM_MS, "%s", name);
    for (unsigned v = 0; v < VARIANTS; v++) {
        bares[v] = bare_of(reader, fn, what, v);
        bare_run(&bares[v]);
    }
    for (unsigned i = 0; i < reader->bench->n_runs; i++) {
        unsigned v = i % VARIANTS;
        double from = bench_now_ms();
        look(reader, fn, what, v);
        double between = bench_now_ms();
        bare_run(&bares[v]);
        bench_sample(measure->piket, between - from);
        bench_sample(measure->bare, bench_now_ms() - between);
    }
    bench_table_print(reader->bench->table);
    if (reader->bench->plans && !reader->bench->server)
        bench_replay_explain(bares[0].file, reader->bare);
    for (unsigned v = 0; v < VARIANTS; v++)
        bare_free(&bares[v]);
}

/* ---- lists ---------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *filter; /* TOWN stands for the name of one */
    PkOrder order;
    bool empty; /* may find nothing */
} List;

/* clang-format off */
static const List lists[] = {
    { "open, newest 50",                   "status:open",                          PK_ORDER_NEWEST, false },
    { "open, worst 50",                    "status:open",                          PK_ORDER_SEVERITY, false },
    { "everything, newest 50",             "",                                     PK_ORDER_NEWEST, false },
    { "municipality",                      "gm:\"TOWN\"",                          PK_ORDER_NEWEST, false },
    { "municipality, open",                "gm:\"TOWN\" status:open",              PK_ORDER_SEVERITY, true },
    { "municipality, status, TLP",         "gm:\"TOWN\" status:closed tlp:amber",  PK_ORDER_NEWEST, false },
    { "municipality, rare TLP",            "gm:\"TOWN\" tlp:red",                  PK_ORDER_NEWEST, true },
    { "rare status",                       "status:recovery",                      PK_ORDER_NEWEST, true },
    { "rare TLP, open",                    "tlp:red status:open",                  PK_ORDER_NEWEST, true },
    { "kind",                              "kind:ddos",                            PK_ORDER_NEWEST, false },
    { "severity 3 and up",                 "sev:>=3",                              PK_ORDER_NEWEST, false },
    { "severity 3 and up, open",           "sev:>=3 status:open",                  PK_ORDER_SEVERITY, true },
    { "safety region",                     "vr:utrecht",                           PK_ORDER_NEWEST, false },
    { "a year long ago",                   "on:2018",                              PK_ORDER_NEWEST, false },
    { "not this one, nor that",            "-kind:phishing -tlp:amber",            PK_ORDER_NEWEST, false },
    { "owner",                             "owner:piket03",                        PK_ORDER_NEWEST, false },
    { "text: word in 14 % of the lines",   BENCH_COMMON,                           PK_ORDER_NEWEST, false },
    { "text: rare word",                   BENCH_RARE,                             PK_ORDER_NEWEST, false },
    { "text: no such word",                "xyzzyplugh",                           PK_ORDER_NEWEST, true },
    { "text: two frequent words",          BENCH_COMMON " " BENCH_SECOND,          PK_ORDER_NEWEST, false },
    { "text: frequent and rare word",      BENCH_COMMON " " BENCH_RARE,            PK_ORDER_NEWEST, true },
    { "text: phrase",                      "\"" BENCH_PHRASE "\"",                 PK_ORDER_NEWEST, false },
    { "text: beginning of a word",         "ranso*",                               PK_ORDER_NEWEST, false },
    { "text and municipality",             BENCH_COMMON " gm:\"TOWN\"",            PK_ORDER_NEWEST, false },
    { "rare text and municipality",        BENCH_RARE " gm:\"TOWN\"",              PK_ORDER_NEWEST, true },
    { "text, open",                        BENCH_COMMON " status:open",            PK_ORDER_SEVERITY, false },
};
/* clang-format on */

static bool
load_list(Reader *reader, const void *what, unsigned variant, GError **error)
{
    const List *list = what;
    g_auto(GStrv) parts = g_strsplit(list->filter, "TOWN", -1);
    g_autofree char *filter = g_strjoinv(reader->towns[variant], parts);
    PkListAsk ask = { .filter = filter, .order = list->order, .limit = ROWS };
    g_autoptr(PkList) found = pk_list_load(reader->app, &ask, NULL, error);

    return found && (list->empty || found->rows->len > 0);
}

static bool
load_deep(Reader *reader, G_GNUC_UNUSED const void *what, unsigned variant, GError **error)
{
    PkListAsk ask = { .before_key = reader->deep[variant], .limit = ROWS };
    g_autoptr(PkList) found = pk_list_load(reader->app, &ask, NULL, error);

    return found != NULL;
}

/* ---- the other screens ---------------------------------------------------------------------- */

static bool
load_detail(Reader *reader, G_GNUC_UNUSED const void *what, unsigned variant, GError **error)
{
    g_autoptr(PkDetail) detail = pk_detail_load(reader->app, reader->keys[variant], error);

    return detail != NULL;
}

static bool
load_timeline(Reader *reader, G_GNUC_UNUSED const void *what, unsigned variant, GError **error)
{
    PkTimelineAsk ask = { .incident_key = reader->keys[variant] };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(reader->app, &ask, NULL, error);

    if (timeline && !timeline->chain_ok)
        bench_die("%s", timeline->chain_said);
    return timeline != NULL;
}

static bool
load_journal(Reader *reader, const void *what, G_GNUC_UNUSED unsigned variant, GError **error)
{
    PkTimelineAsk ask = { .all = true, .filter = what, .limit = 500 };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(reader->app, &ask, NULL, error);

    return timeline != NULL;
}

static bool
load_log(Reader *reader, G_GNUC_UNUSED const void *what, G_GNUC_UNUSED unsigned variant,
         GError **error)
{
    PkTimelineAsk ask = { .all = true, .order = PK_BY_RECEIVED, .limit = 500 };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(reader->app, &ask, NULL, error);

    return timeline != NULL;
}

static bool
load_overview(Reader *reader, G_GNUC_UNUSED const void *what, G_GNUC_UNUSED unsigned variant,
              GError **error)
{
    g_autoptr(PkOverview) overview = pk_overview_load(reader->app, error);

    return overview != NULL;
}

static bool
load_card(Reader *reader, G_GNUC_UNUSED const void *what, unsigned variant, GError **error)
{
    g_autoptr(PkCard) card = pk_card_load(reader->app, reader->orgs[variant], error);

    return card != NULL;
}

static bool
load_register(Reader *reader, G_GNUC_UNUSED const void *what, G_GNUC_UNUSED unsigned variant,
              GError **error)
{
    g_autoptr(GPtrArray) cards = pk_register_load(reader->app, "", 1000, NULL, error);

    return cards != NULL;
}

static bool
search(Reader *reader, const void *what, G_GNUC_UNUSED unsigned variant, GError **error)
{
    g_autoptr(GPtrArray) hits = pk_search(reader->app, what, ROWS, NULL, NULL, error);

    return hits != NULL;
}

/* ---- completion of a municipality ----------------------------------------------------------- */

/* One key press: the six best for what was typed so far. Bare: six by the beginning of the name,
 * through the index. */
static void
measure_completion(Reader *reader)
{
    static const char name[] = "municipality, each letter typed";
    GError *error = NULL;
    sqlite3_stmt *stmt = NULL;

    if (!bench_wanted(reader->bench, name))
        return;
    Measure *measure = bench_measure(reader->bench->table, AIM_P99, AIM_MS, "%s", name);
    g_autoptr(PkPlaces) places = pk_places_load(reader->app, &error);
    if (!places)
        bench_die("%s", error->message);
    sqlite3_prepare_v2(reader->bare,
                       "SELECT name, code FROM org WHERE sort_name >= ?1 AND sort_name < ?1 || "
                       "'~' ORDER BY sort_name, id LIMIT 6",
                       -1, &stmt, NULL);
    for (unsigned i = 0; i < reader->bench->n_runs; i++) {
        g_autofree char *fold = pk_match_fold(reader->towns[i % VARIANTS]);
        g_autofree char *typed = g_strndup(fold, 1 + i / VARIANTS % strlen(fold));
        double from = bench_now_ms();
        g_autoptr(GArray) hits = pk_match_query(places->match, typed, 0, PK_MATCH_SHOWN);
        double between = bench_now_ms();
        sqlite3_bind_text(stmt, 1, typed, -1, SQLITE_STATIC);
        while (sqlite3_step(stmt) == SQLITE_ROW)
            (void)sqlite3_column_text(stmt, 0);
        sqlite3_reset(stmt);
        bench_sample(measure->piket, between - from);
        bench_sample(measure->bare, bench_now_ms() - between);
    }
    sqlite3_finalize(stmt);
    bench_table_print(reader->bench->table);
}

/* ---- setting up ----------------------------------------------------------------------------- */

static int64_t
bare_number(sqlite3 *db, const char *sql, int64_t value)
{
    sqlite3_stmt *stmt = NULL;
    int64_t found = 0;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_bind_int64(stmt, 1, value);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        found = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return found;
}

static PkApp *
open_app(const Bench *bench)
{
    PkAppConfig config = { .where = bench->server ? bench->server : bench->path,
                           .read_only = true };
    GError *error = NULL;
    PkApp *app = pk_app_open(&config, &error);

    if (!app)
        bench_die("%s", error->message);
    return app;
}

static void
choose_variants(Reader *reader)
{
    GError *error = NULL;
    g_autoptr(PkPlaces) places = pk_places_load(reader->app, &error);
    guint at = 0;

    if (!places)
        bench_die("%s", error->message);
    int64_t first = bare_number(reader->bare, "SELECT min(id) FROM incident", 0);
    int64_t last = bare_number(reader->bare, "SELECT max(id) FROM incident", 0);
    for (unsigned v = 0; v < VARIANTS; v++) {
        const PkPlace *place;
        do /* all over the alphabet, so frequent and rare ones */
            place = &g_array_index(places->places, PkPlace, at++ % places->places->len);
        while (place->kind != PK_ORG_MUNICIPALITY || at < v * places->places->len / VARIANTS);
        reader->towns[v] = g_strdup(place->name);
        reader->orgs[v] = place->org_id;
        reader->deep[v] = first + (last - first) / VARIANTS * (v + 1) / 2;
        reader->keys[v] = bare_number(
            reader->bare,
            v % 2 ? "SELECT max(id) FROM incident WHERE id <= ?1 AND tlp <> 'TLP:RED'"
                  : "SELECT max(id) FROM incident WHERE id <= ?1 AND tlp <> 'TLP:RED' AND "
                    "status <> 'closed'",
            v % 2 ? reader->deep[v] : last - v);
    }
}

/* ---- memory --------------------------------------------------------------------------------- */

static void
look_at_all(Reader *reader)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (unsigned v = 0; v < VARIANTS; v++)
            look(reader, load_list, &lists[i], v);
    }
    for (unsigned v = 0; v < VARIANTS; v++) {
        look(reader, load_detail, NULL, v);
        look(reader, load_timeline, NULL, v);
        look(reader, load_card, NULL, v);
    }
    look(reader, load_overview, NULL, 0);
    look(reader, load_register, NULL, 0);
}

static void
reader_clear(Reader *reader)
{
    for (unsigned v = 0; v < VARIANTS; v++)
        g_free(reader->towns[v]);
    sqlite3_close(reader->bare);
    pk_app_close(reader->app);
}

void
bench_reader(const Bench *bench)
{
    Reader reader = { .bench = bench };

    reader.app = open_app(bench);
    reader.bare = bench_open_bare(bench->path, false);
    choose_variants(&reader);
    look_at_all(&reader);
    printf("%.3f\n", bench_peak_mb(getpid()));
    reader_clear(&reader);
}

/* In a program of its own: a fork would begin with all that the benchmark held. */
static double
reader_mb(const Reader *reader)
{
    const char *argv[] = { "/proc/self/exe",
                           "--reader",
                           "--file",
                           reader->bench->path,
                           reader->bench->server ? "--server" : NULL,
                           reader->bench->server,
                           NULL };
    g_autofree char *said = NULL;
    g_autoptr(GError) error = NULL;
    int status = 0;

    if (!g_spawn_sync(NULL, (char **)(void *)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL,
                      &status, &error) ||
        !g_spawn_check_wait_status(status, &error))
        bench_die("%s", error->message);
    return g_ascii_strtod(said, NULL);
}

void
bench_read(const Bench *bench)
{
    static const char memory[] = "most MB of a reader, every list seen";
    Reader reader = { .bench = bench };

    bench_watch_start();
    reader.app = open_app(bench);
    reader.bare = bench_open_bare(bench->path, false);
    bench_heading(bench->table, "Reading");
    choose_variants(&reader);
    if (bench_wanted(bench, memory))
        bench_sample(bench_measure(bench->table, AIM_MB, 40, "%s", memory)->piket,
                     reader_mb(&reader));
    bench_table_print(bench->table);
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
        measure_look(&reader, lists[i].name, load_list, &lists[i]);
    measure_look(&reader, "page far down the list", load_deep, NULL);
    measure_look(&reader, "overview", load_overview, NULL);
    measure_look(&reader, "detail", load_detail, NULL);
    measure_look(&reader, "timeline", load_timeline, NULL);
    measure_look(&reader, "all lines, newest 500", load_journal, "");
    measure_look(&reader, "all lines, with a word", load_journal, BENCH_COMMON);
    measure_look(&reader, "log, newest 500", load_log, NULL);
    measure_look(&reader, "search, frequent word", search, BENCH_COMMON);
    measure_look(&reader, "search, rare word", search, BENCH_RARE);
    measure_look(&reader, "register", load_register, NULL);
    measure_look(&reader, "card of a municipality", load_card, NULL);
    measure_completion(&reader);
    reader_clear(&reader);
}
