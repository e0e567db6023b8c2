/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal in the database: append, read, erase, pin.
 *
 * The key of a line is incident * 2^20 + n, where n counts the lines of the incident as this
 * database received them: one range of keys is one timeline. Lines about no incident have
 * incident 0. Append-only is guarded by triggers: even a wrong statement can not rewrite a line.
 *
 * To write a line, in one transaction: pk_chain_lock gives number and hash to seal upon,
 * pk_seal_line (piket/model/seal.h) seals, pk_line_append writes. */
#pragma once

#include "piket/model/line.h"
#include "piket/store/db.h"

enum { PK_LINE_SHIFT = 20 };

/* First and last possible key of an incident's lines. */
#define PK_LINE_FIRST(incident) ((int64_t)(incident) << PK_LINE_SHIFT)
#define PK_LINE_LAST(incident)  (PK_LINE_FIRST(incident) | ((INT64_C(1) << PK_LINE_SHIFT) - 1))
#define PK_LINE_INCIDENT(key)   ((int64_t)(key) >> PK_LINE_SHIFT)

/* Where the chain of an incident and an origin stands. */
typedef struct {
    int64_t origin;
    char origin_uuid[37];       /* "" unless from pk_chain_list              */
    int64_t last_no;            /* 0: no line yet                            */
    uint8_t head[PK_HASH_SIZE]; /* hash of the last line; zeros without one  */
} PkChain;

bool pk_chain_get(PkDb *db, int64_t incident, int64_t origin, PkChain *ret_chain, GError **error);

/* The same, with the incident locked until the transaction ends, so that what is read still holds
 * when the line is appended (SQLite holds one writer anyway). A transaction must be open. */
bool pk_chain_lock(PkDb *db, int64_t incident, int64_t origin, PkChain *ret_chain, GError **error);

/* All origins of an incident, by origin: owned array of PkChain. */
GArray *pk_chain_list(PkDb *db, int64_t incident, GError **error);

/* Appends a complete, sealed line: row, text, search tokens, chain and the incident's counter; sets
 * line->key. An erased line that was delivered has erased set and no text.
 * A transaction must be open.
 * Errors: CONFLICT when number and prev_hash do not follow the chain; MISSING without the incident;
 * INVALID when the incident holds 2^20 lines. */
bool pk_line_append(PkDb *db, PkLine *line, GError **error);

/* Errors: MISSING. */
PkLine *pk_line_get(PkDb *db, int64_t key, GError **error);

/* Many, in the order of the keys, with one wait on a server. Owned array of PkLine. */
GPtrArray *pk_line_get_many(PkDb *db, const int64_t *keys, unsigned n, GError **error);

/* The line of an incident (0: of none) with this UUID; *ret_line becomes NULL when there is none.
 * Looks through the journal of the incident. */
bool pk_line_by_uuid(PkDb *db, int64_t incident, const char *uuid, PkLine **ret_line,
                     GError **error);

/* By number in its chain; *ret_line becomes NULL when there is none. */
bool pk_line_by_no(PkDb *db, int64_t incident, int64_t origin, int64_t no, PkLine **ret_line,
                   GError **error);

/* Pages of one incident: lines after a key (0: from the first), oldest first. Array of PkLine. */
GPtrArray *pk_line_list_after(PkDb *db, int64_t incident, int64_t after_key, unsigned limit,
                              GError **error);

/* Lines before a key (0: from the last), last received first. */
GPtrArray *pk_line_list_before(PkDb *db, int64_t incident, int64_t before_key, unsigned limit,
                               GError **error);

/* Lines of all incidents, last received first; after the line with received_us and key (0, 0: from
 * the newest). Lines of incidents that may not be seen are left out: ret_left_out (may be NULL)
 * gets how many of them were passed on the way. */
GPtrArray *pk_line_list_received(PkDb *db, int64_t received_us, int64_t key, unsigned limit,
                                 unsigned *ret_left_out, GError **error);

/* Pinned lines of an incident, oldest first. */
GPtrArray *pk_line_list_pinned(PkDb *db, int64_t incident, unsigned limit, GError **error);

/* The key of the last line that corrects this one; 0: none does. */
bool pk_line_corrected_by(PkDb *db, int64_t key, int64_t *ret_key, GError **error);

/* Return false with error set to stop. The line dies when the callback returns. */
typedef bool (*PkLineFn)(const PkLine *line, void *data, GError **error);

/* Every line of the incidents first..last, chain by chain: by incident, origin, number. Read in
 * portions, so memory stays small and writers are not held up. */
bool pk_line_each(PkDb *db, int64_t first_incident, int64_t last_incident, PkLineFn fn, void *data,
                  GError **error);

/* Takes salt, text and details away for ever, and their search words; the row stays. Erasing twice
 * is no error. Errors: MISSING. */
bool pk_line_erase(PkDb *db, int64_t key, GError **error);

/* A pin marks a line for the sitrep. Pinning twice, or taking off no pin, is no error.
 * Errors: MISSING without the line. */
bool pk_pin_insert(PkDb *db, int64_t key, const char *by_who, int64_t at_us, GError **error);
bool pk_pin_delete(PkDb *db, int64_t key, GError **error);
