/* SPDX-License-Identifier: EUPL-1.2 */
/* The made-up past: incidents with parties, clocks, actions and sealed journals, straight into the
 * tables. */
#pragma once

#include "bench.h"
#include "piket/model/tlp.h"
#include "piket/model/words.h"
#include "rng.h"

enum {
    GENERATOR = 1,   /* raise it when what is made changes */
    LINES_EACH = 10, /* lines an incident                  */
    N_AUTHORS = 12,
};

/* The last incident begins before this: 2026-03-10 02:24 UTC. */
#define GENERATE_END INT64_C(1773109440000000)
/* The first one, ten years before. */
#define GENERATE_START (GENERATE_END - INT64_C(3652) * 86400 * 1000000)

typedef struct {
    int64_t key;
    int64_t region; /* 0: none */
    char *name;
    char *tokens; /* search tokens of name and aliases, as the head index has them: NAME ¶ ALIAS */
    char *aliases;
} Town;

/* Prepared inserts; SQL in generate_rows.c. */
typedef enum {
    PUT_INCIDENT,
    PUT_KIND,
    PUT_HEAD_FTS,
    PUT_PARTY,
    PUT_CLOCK,
    PUT_ACTION,
    PUT_CHAIN,
    PUT_LINE,
    PUT_TEXT,
    PUT_LINE_FTS,
    N_PUTS,
} Put;

typedef struct {
    sqlite3 *db;
    sqlite3_stmt *puts[N_PUTS];
    Rng rng;
    Words *words;
    GArray *towns; /* Town */
    unsigned *town_weights;
    unsigned town_total;
    int64_t n;      /* incidents wanted */
    int64_t n_open; /* of which open    */
    int64_t n_lines;
    int64_t rare_at; /* the incident that surely has the rare word */
    int64_t origin;
    char origin_uuid[37];
    int year; /* numbering starts again each year */
    int64_t number;
    GString *text;
    GString *title;
    GString *head;
} Gen;

#define MINUTE_US INT64_C(60000000)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

/* One incident while it is made. */
typedef struct {
    int64_t key;
    char uuid[37];
    char ident[24];
    int64_t at_us;
    int64_t end_us;
    PkStatus status;
    PkTlp tlp;
    guint kinds;
    int severity;
    const char *author;
    unsigned n_parties;
    const Town *towns[40];
} Story;

void gen_choose(Gen *gen, Story *story, int64_t i);
const char *gen_author(Gen *gen);
void gen_prepare(Gen *gen);
void gen_incident(Gen *gen, int64_t i);
void gen_finish(Gen *gen);
