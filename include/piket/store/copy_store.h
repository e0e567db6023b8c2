/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows on their way from one database to another: from the server into the copy on a laptop, and a
 * report that was made without the server to the server.
 *
 * A row is what a query gave, cell by cell, in an order that is the same for reading and writing
 * (schema/queries/copy.sql). Keys are of the database it was read from: whoever writes it elsewhere
 * changes them first. */
#pragma once

#include "piket/store/db.h"

typedef enum {
    /* The register and what goes with it: read whole. */
    PK_COPY_PERSON,
    PK_COPY_REFERENCE,
    PK_COPY_RSIT,
    PK_COPY_RULE,
    PK_COPY_ORG,
    PK_COPY_ALIAS,
    PK_COPY_CONTACT,
    PK_COPY_PHONE,
    /* The rota: read from a moment on. */
    PK_COPY_PATTERN,
    PK_COPY_TURN,
    PK_COPY_SHIFT,
    PK_COPY_HOLIDAY,
    /* Of incidents: the first cell is the incident, but of PK_COPY_INCIDENT, where it is its key.
     */
    PK_COPY_INCIDENT,
    PK_COPY_KIND,
    PK_COPY_NAMED,
    PK_COPY_PARTY,
    PK_COPY_CLOCK,
    PK_COPY_ACTION,
    PK_COPY_CHAIN,
    PK_COPY_LINE,
    PK_COPY_PIN,
    PK_COPY_N,
} PkCopyTable;

/* Cells that are keys of another table, or are looked at. */
enum {
    PK_ORG_CELL_KEY = 0,
    PK_ORG_CELL_UUID = 1,
    PK_ORG_CELL_REGION = 6,
    PK_ORG_CELL_REFERENCE = 14,
    PK_ALIAS_CELL_ORG = 0,
    PK_CONTACT_CELL_ORG = 1,
    PK_PHONE_CELL_LOGIN = 0,
    PK_INCIDENT_CELL_KEY = 0,
    PK_INCIDENT_CELL_UUID = 1,
    PK_INCIDENT_CELL_TLP = 9,
    PK_INCIDENT_CELL_LAST_LINE = 29,
    PK_NAMED_CELL_LOGIN = 1,
    PK_PARTY_CELL_KEY = 1,
    PK_PARTY_CELL_ORG = 3,
    PK_PARTY_CELL_REGION = 4,
    PK_CLOCK_CELL_PARTY = 1,
    PK_CHAIN_CELL_ORIGIN = 1,
    PK_CHAIN_CELL_LAST_NO = 2,
    PK_LINE_CELL_KEY = 1,
    PK_LINE_CELL_ORIGIN = 3,
    PK_LINE_CELL_NO = 4,
    PK_LINE_CELL_RECORDED = 7,
    PK_LINE_CELL_RECEIVED = 8,
    PK_LINE_CELL_TLP = 11,
    PK_LINE_CELL_CORRECTS = 12,
    PK_LINE_CELL_SALT = 16,
    PK_LINE_CELL_BODY = 17,
    PK_LINE_CELL_DETAILS = 18,
    PK_PIN_CELL_LINE = 1,
};

/* Owns its text and bytes. */
typedef struct {
    PkValue *cells;
    unsigned n;
} PkCopyRow;

void pk_copy_row_free(PkCopyRow *row);
int64_t pk_copy_key(const PkCopyRow *row, unsigned cell); /* 0 for NULL */
void pk_copy_set_key(PkCopyRow *row, unsigned cell, int64_t key);
void pk_copy_set_null(PkCopyRow *row, unsigned cell);

/* Arrays of PkCopyRow: a table of the register; what of a table of the rota holds after a moment;
 * what belongs to the incidents with keys above after and up to `to` that are open, or have the key
 * `also`. */
GPtrArray *pk_copy_read(PkDb *db, PkCopyTable table, GError **error);
GPtrArray *pk_copy_read_since(PkDb *db, PkCopyTable table, int64_t from_us, GError **error);
GPtrArray *pk_copy_read_of(PkDb *db, PkCopyTable table, int64_t after, int64_t to, int64_t also,
                           GError **error);

/* The key of the last of the next `limit` open incidents; 0: there are no more. */
bool pk_copy_page(PkDb *db, int64_t after, unsigned limit, int64_t *ret_last, GError **error);

/* One organisation as it would be copied. Errors: MISSING. */
PkCopyRow *pk_copy_org(PkDb *db, int64_t key, GError **error);

/* The key of the organisation with this uuid here, else of the one with this key in the reference
 * data (may be NULL); 0: there is none. */
bool pk_copy_org_find(PkDb *db, const char *uuid, const char *reference, int64_t *ret_key,
                      GError **error);

/* Writes a row as it is, the text of a line with it. *ret_key (may be NULL) gets the key of an
 * organisation or a party. An organisation and an incident that are there are brought up to date.
 */
bool pk_copy_write(PkDb *db, PkCopyTable table, const PkCopyRow *row, int64_t *ret_key,
                   GError **error);

/* Writes an organisation of another database with a key of this one. */
bool pk_copy_org_add(PkDb *db, const PkCopyRow *row, int64_t *ret_key, GError **error);

/* Gives a row that was just made without the server a key that the server will not use. */
bool pk_copy_org_set_apart(PkDb *db, int64_t *key, GError **error);

/* Takes the register away, but for organisations that are still a party to an incident. */
bool pk_copy_drop_register(PkDb *db, GError **error);

/* Takes the rota away. */
bool pk_copy_drop_rota(PkDb *db, GError **error);

/* Takes away the lines of a journal with their texts and pins, but those of one origin above a
 * number, and the chains of all other origins (origin 0: of all). */
bool pk_copy_drop_journal(PkDb *db, int64_t incident, int64_t origin, int64_t above_no,
                          GError **error);

/* Takes away parties, deadlines, actions, kinds and names of an incident; then, when its journal is
 * gone, the incident itself. */
bool pk_copy_drop_things(PkDb *db, int64_t incident, GError **error);
bool pk_copy_drop_incident(PkDb *db, int64_t incident, GError **error);

/* Takes away what an incident says, where its row must stay for a line that was not sent. */
bool pk_copy_blank(PkDb *db, int64_t incident, GError **error);

/* Keys of all incidents: array of int64_t. */
GArray *pk_copy_incident_keys(PkDb *db, GError **error);

/* The key for a line that has this one on the server: itself, or after the last when it is taken.
 */
bool pk_copy_line_key(PkDb *db, int64_t wanted, int64_t *ret_key, GError **error);

/* After lines came and went: the incident's own count, and the full text of everything. */
bool pk_copy_count_lines(PkDb *db, int64_t incident, GError **error);
bool pk_copy_index_all(PkDb *db, GError **error);
