/* SPDX-License-Identifier: EUPL-1.2 */
#include "generate.h"
#include "piket/base/text.h"
#include "piket/model/seal.h"
#include "piket/store/line_store.h"
#include "piket/store/search_store.h"

#include <string.h>

static const char *const texts[N_PUTS] = {
    "INSERT INTO incident (id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, "
    "tlp, tlp_by, source, reporter, reporter_role, reporter_phone, caller_verified, personal_data, "
    "needs, lead, opened_us, opened_precision, occurred_us, occurred_precision, aware_us, "
    "recorded_us, closed_us, head_tokens, last_line, changed_us, changed_by, version) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'source', ?11, ?12, 'CISO', '0612345678', 1, ?13, "
    "0, ?14, ?15, 'second', ?15, 'second', ?16, ?15, ?17, ?18, ?19, ?5, ?14, 3)",
    "INSERT INTO incident_kind (kind, incident) VALUES (?1, ?2)",
    "INSERT INTO head_fts (rowid, tokens) VALUES (?1, ?2)",
    "INSERT INTO party (uuid, incident, org, region, role, status, impact, needs, need_agreed_by, "
    "aware_us, significant_us, changed_us, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', 0, '', ?7, "
    "NULL, ?8, 1)",
    "INSERT INTO clock (uuid, incident, party, rule, title, start_us, due_us, met_us, evidence, "
    "na_reason, version) VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, ?7, ?8, '', 1)",
    "INSERT INTO action (uuid, incident, no, kind, key, title, owner, due_us, done_us, done_by, "
    "reason, version) VALUES (?1, ?2, ?3, 'standing', ?4, ?5, '', NULL, ?6, ?7, '', 1)",
    "INSERT INTO chain (incident, origin, last_no, head) VALUES (?1, ?2, ?3, ?4)",
    "INSERT INTO line (id, uuid, incident, origin, no, event_us, event_precision, recorded_us, "
    "received_us, author, category, tlp, body_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
    "'second', ?7, ?7, ?8, ?9, ?10, ?11, ?12)",
    "INSERT INTO line_text (line, salt, body) VALUES (?1, ?2, ?3)",
    "INSERT INTO line_fts (rowid, tokens) VALUES (?1, ?2)",
};

/* ---- running a statement -------------------------------------------------------------------- */

static sqlite3_stmt *
put(Gen *gen, Put which)
{
    return gen->puts[which];
}

static void
done(Gen *gen, Put which)
{
    if (sqlite3_step(gen->puts[which]) != SQLITE_DONE)
        bench_die("%s: %s", texts[which], sqlite3_errmsg(gen->db));
    sqlite3_reset(gen->puts[which]);
}

static void
number(sqlite3_stmt *stmt, int at, int64_t value)
{
    sqlite3_bind_int64(stmt, at, value);
}

/* A time or a key that 0 stands for nothing in. */
static void
number_or_null(sqlite3_stmt *stmt, int at, int64_t value)
{
    if (value)
        sqlite3_bind_int64(stmt, at, value);
    else
        sqlite3_bind_null(stmt, at);
}

static void
text(sqlite3_stmt *stmt, int at, const char *value)
{
    sqlite3_bind_text(stmt, at, value, -1, SQLITE_STATIC);
}

void
gen_prepare(Gen *gen)
{
    for (unsigned i = 0; i < N_PUTS; i++) {
        if (sqlite3_prepare_v3(gen->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &gen->puts[i],
                               NULL) != SQLITE_OK)
            bench_die("%s: %s", texts[i], sqlite3_errmsg(gen->db));
    }
    gen->text = g_string_new(NULL);
    gen->title = g_string_new(NULL);
    gen->head = g_string_new(NULL);
}

void
gen_finish(Gen *gen)
{
    for (unsigned i = 0; i < N_PUTS; i++)
        sqlite3_finalize(gen->puts[i]);
    g_string_free(gen->text, TRUE);
    g_string_free(gen->title, TRUE);
    g_string_free(gen->head, TRUE);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* "i260412 №412 ¶ title ¶ name ¶ name ¶ alias": as pk_incident_index makes it. */
static void
make_head(Gen *gen, const Story *story)
{
    g_autofree char *ident = pk_text_tokens(story->ident);
    g_autofree char *title = pk_text_tokens(gen->title->str);

    g_string_printf(gen->head, "%s " PK_SEARCH_NUMBER "%" G_GINT64_FORMAT " " PK_SEARCH_BREAK " %s",
                    ident, gen->number, title);
    for (unsigned k = 0; k < story->n_parties; k++)
        g_string_append_printf(gen->head, " " PK_SEARCH_BREAK " %s", story->towns[k]->tokens);
    for (unsigned k = 0; k < story->n_parties; k++)
        g_string_append(gen->head, story->towns[k]->aliases);
}

static void
make_title(Gen *gen, const Story *story)
{
    unsigned n = 3 + rng_below(&gen->rng, 4);

    g_string_truncate(gen->title, 0);
    if (story->kinds & 1u << PK_KIND_RANSOMWARE)
        g_string_append(gen->title, "Ransomware ");
    for (unsigned k = 0; k < n; k++)
        g_string_append_printf(gen->title, "%s%s", k ? " " : "", words_any(gen->words, &gen->rng));
}

static void
put_incident(Gen *gen, const Story *story)
{
    static const char *const personal[] = { "unknown", "no", "no", "yes" };
    sqlite3_stmt *stmt = put(gen, PUT_INCIDENT);
    bool closed = story->status == PK_STATUS_CLOSED;

    make_title(gen, story);
    make_head(gen, story);
    number(stmt, 1, story->key);
    text(stmt, 2, story->uuid);
    text(stmt, 3, story->ident);
    text(stmt, 4, pk_word_key(&pk_words_status, (int)story->status));
    number(stmt, 5, closed ? story->end_us : story->at_us);
    text(stmt, 6, gen->title->str);
    number(stmt, 7, story->kinds);
    text(stmt, 8, closed ? "malicious-code" : NULL);
    number(stmt, 9, story->severity);
    text(stmt, 10, pk_tlp_label(story->tlp));
    text(stmt, 11, pk_word_key(&pk_words_source, (int)rng_below(&gen->rng, 5)));
    text(stmt, 12, "A. Beller");
    text(stmt, 13, personal[rng_below(&gen->rng, 4)]);
    text(stmt, 14, story->author);
    number(stmt, 15, story->at_us);
    number_or_null(stmt, 16, rng_once_in(&gen->rng, 3) ? story->at_us : 0);
    number_or_null(stmt, 17, closed ? story->end_us : 0);
    text(stmt, 18, gen->head->str);
    number(stmt, 19, LINES_EACH);
    done(gen, PUT_INCIDENT);

    number(put(gen, PUT_HEAD_FTS), 1, story->key);
    text(put(gen, PUT_HEAD_FTS), 2, gen->head->str);
    done(gen, PUT_HEAD_FTS);
    for (size_t k = 0; k < pk_words_kind.n_words; k++) {
        if (!(story->kinds & 1u << pk_words_kind.words[k].value))
            continue;
        text(put(gen, PUT_KIND), 1, pk_words_kind.words[k].key);
        number(put(gen, PUT_KIND), 2, story->key);
        done(gen, PUT_KIND);
    }
}

static void
put_clocks(Gen *gen, const Story *story, int64_t party)
{
    static const char *const rules[] = { "avg-33", "nis2-24h" };
    static const int64_t lengths[] = { 72 * HOUR_US, 24 * HOUR_US };
    sqlite3_stmt *stmt = put(gen, PUT_CLOCK);
    bool closed = story->status == PK_STATUS_CLOSED;
    char uuid[37];

    for (unsigned k = 0; k < 2; k++) {
        rng_uuid(&gen->rng, story->at_us, uuid);
        text(stmt, 1, uuid);
        number(stmt, 2, story->key);
        number(stmt, 3, party);
        text(stmt, 4, rules[k]);
        number(stmt, 5, story->at_us);
        number(stmt, 6, story->at_us + lengths[k]);
        number_or_null(stmt, 7, closed ? story->at_us + lengths[k] / 2 : 0);
        text(stmt, 8, closed ? "AP-123456" : "");
        done(gen, PUT_CLOCK);
    }
}

static void
put_parties(Gen *gen, const Story *story)
{
    sqlite3_stmt *stmt = put(gen, PUT_PARTY);
    bool closed = story->status == PK_STATUS_CLOSED;
    bool clocks = rng_once_in(&gen->rng, 5);
    char uuid[37];

    for (unsigned k = 0; k < story->n_parties; k++) {
        rng_uuid(&gen->rng, story->at_us, uuid);
        text(stmt, 1, uuid);
        number(stmt, 2, story->key);
        number(stmt, 3, story->towns[k]->key);
        number_or_null(stmt, 4, story->towns[k]->region);
        text(stmt, 5, k == 0 || rng_below(&gen->rng, 3) ? "affected" : "possible");
        text(stmt, 6, closed ? "closed" : k == 0 ? "affected" : "possible");
        number_or_null(stmt, 7, clocks ? story->at_us : 0);
        number(stmt, 8, story->at_us);
        done(gen, PUT_PARTY);
        if (clocks && k == 0)
            put_clocks(gen, story, sqlite3_last_insert_rowid(gen->db));
    }
}

static void
put_actions(Gen *gen, const Story *story)
{
    static const char *const keys[] = { "police", "insurer", "technical" };
    static const char *const titles[] = { "Report to the police", "Call the insurer",
                                          "Arrange technical help" };
    sqlite3_stmt *stmt = put(gen, PUT_ACTION);
    bool closed = story->status == PK_STATUS_CLOSED;
    char uuid[37];

    for (unsigned k = 0; k < 3; k++) {
        rng_uuid(&gen->rng, story->at_us, uuid);
        text(stmt, 1, uuid);
        number(stmt, 2, story->key);
        number(stmt, 3, k + 1);
        text(stmt, 4, keys[k]);
        text(stmt, 5, titles[k]);
        number_or_null(stmt, 6, closed ? story->end_us : 0);
        text(stmt, 7, closed ? story->author : "");
        done(gen, PUT_ACTION);
    }
}

static void
put_line(Gen *gen, const PkLine *line)
{
    g_autofree char *tokens = pk_text_tokens(line->text);
    sqlite3_stmt *row = put(gen, PUT_LINE), *body = put(gen, PUT_TEXT);

    number(row, 1, line->key);
    text(row, 2, line->uuid);
    number(row, 3, line->incident_key);
    number(row, 4, line->origin);
    number(row, 5, line->no);
    number(row, 6, line->event_us);
    number(row, 7, line->recorded_us);
    text(row, 8, line->author);
    text(row, 9, pk_word_key(&pk_words_category, (int)line->category));
    text(row, 10, pk_tlp_label(line->tlp));
    sqlite3_bind_blob(row, 11, line->body_hash, PK_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(row, 12, line->hash, PK_HASH_SIZE, SQLITE_STATIC);
    done(gen, PUT_LINE);

    number(body, 1, line->key);
    sqlite3_bind_blob(body, 2, line->salt, PK_SALT_SIZE, SQLITE_STATIC);
    text(body, 3, line->text);
    done(gen, PUT_TEXT);

    number(put(gen, PUT_LINE_FTS), 1, line->key);
    text(put(gen, PUT_LINE_FTS), 2, tokens);
    done(gen, PUT_LINE_FTS);
}

static void
put_lines(Gen *gen, Story *story, bool rare)
{
    static const unsigned categories[] = { 0, 30, 2, 25, 8, 12, 8, 12, 3 }; /* not REPORT */
    uint8_t head[PK_HASH_SIZE];
    char uuid[37];
    int64_t at_us = story->at_us;

    for (int no = 1; no <= LINES_EACH; no++) {
        uint64_t salt[2] = { rng_next(&gen->rng), rng_next(&gen->rng) };
        words_line(gen->words, &gen->rng, gen->text);
        if (rare && no == LINES_EACH)
            g_string_append(gen->text, " " BENCH_RARE);
        rng_uuid(&gen->rng, at_us, uuid);
        PkLine line = {
            .key = PK_LINE_FIRST(story->key) + no,
            .incident_key = story->key,
            .incident_uuid = story->uuid,
            .no = no,
            .origin = gen->origin,
            .origin_uuid = gen->origin_uuid,
            .uuid = uuid,
            .event_us = at_us,
            .recorded_us = at_us + 30 * INT64_C(1000000),
            .author = (char *)(no == 1 ? story->author : gen_author(gen)),
            .category = no == 1 ? PK_CAT_REPORT : (PkCategory)rng_pick(&gen->rng, categories, 9),
            .tlp = story->tlp,
            .text = gen->text->str,
        };
        memcpy(line.salt, salt, sizeof line.salt);
        pk_seal_line(&line, no > 1 ? head : NULL);
        put_line(gen, &line);
        memcpy(head, line.hash, sizeof head);
        at_us += MINUTE_US + (int64_t)rng_below(&gen->rng, 40) * MINUTE_US;
    }
    sqlite3_stmt *stmt = put(gen, PUT_CHAIN);
    number(stmt, 1, story->key);
    number(stmt, 2, gen->origin);
    number(stmt, 3, LINES_EACH);
    sqlite3_bind_blob(stmt, 4, head, sizeof head, SQLITE_STATIC);
    done(gen, PUT_CHAIN);
    gen->n_lines += LINES_EACH;
}

void
gen_incident(Gen *gen, int64_t i)
{
    Story story;

    gen_choose(gen, &story, i);
    put_incident(gen, &story);
    put_parties(gen, &story);
    put_actions(gen, &story);
    put_lines(gen, &story, i == gen->n / 2);
}
