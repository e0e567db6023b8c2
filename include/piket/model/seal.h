/* SPDX-License-Identifier: EUPL-1.2 */
/* The seal: how a journal shows that nobody changed it.
 *
 * Every database (the server, each laptop's outbox) is an origin with a UUID. The lines that one
 * origin wrote about one incident are one chain with one numbering, 1, 2, 3 ... without gaps. Lines
 * about no incident form a chain of their own. Delivery copies lines unchanged, so merging is a
 * union. The chain has no key: whoever can write the database can write a new chain. It shows
 * tampering against a head hash that is kept elsewhere, as printed in a handover or a sitrep.
 *
 * The format, byte for byte, so that somebody else can write a verifier. All hashes are SHA-256.
 *
 *   F(x)    four bytes big-endian: the length of x in bytes; then x. What is absent is F of
 * nothing. D(n)    F of the number in decimal ASCII: "7", "-1", no leading zeros, no plus.
 *
 *   body  = SHA-256( F("piket-text-1")
 *                    F(salt)             16 random bytes
 *                    F(text)             UTF-8
 *                    F(details) )        JSON as stored, absent when there are none
 *
 *   row   = SHA-256( F("piket-line-1")
 *                    F(previous row)     32 bytes; for line 1: 32 zero bytes
 *                    F(incident UUID)    36 characters lower case; absent for "no incident"
 *                    F(origin UUID)      36 characters lower case
 *                    D(no)
 *                    D(event_us)         microseconds since 1970-01-01 UTC
 *                    F(precision)        "second" "day" "month" "year"
 *                    D(recorded_us)
 *                    F(author)           login
 *                    F(category)         English key: "report" "decision" ...
 *                    F(label)            "TLP:AMBER+STRICT" ...
 *                    F(body)             32 bytes
 *                    F(corrects: origin UUID)   both absent when the line corrects none
 *                    D(corrects: no) )          (then F of nothing, not "0")
 *
 *   head  = SHA-256( F("piket-head-1")
 *                    F(row) ... )        the last row of each origin, sorted as bytes, ascending
 *
 * The head of a journal without lines is SHA-256(F("piket-head-1")). A worked example is in
 * tests/unit/test_seal.c. Source: domain page, section 2, "Seal". */
#pragma once

#include "piket/model/line.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The body hash of a text with its salt (PK_SALT_SIZE bytes). details may be NULL. */
void pk_seal_body(const uint8_t *salt, const char *text, const char *details, uint8_t *ret_hash);

/* Seals a line that is about to be appended: computes body_hash, sets prev_hash and computes hash.
 * prev is the hash of the line before it (PK_HASH_SIZE bytes), or NULL for line 1. Salt, text and
 * everything the row seals must be set. */
void pk_seal_line(PkLine *line, const uint8_t *prev);

typedef enum {
    PK_SEAL_GOOD,
    PK_SEAL_TEXT_CHANGED, /* the body hash does not fit salt, text and details          */
    PK_SEAL_ROW_CHANGED,  /* the row's hash does not fit what the row says, or the row
                             before it is not the one it was sealed upon                 */
    PK_SEAL_LINE_MISSING, /* the numbering jumps                                         */
    PK_SEAL_WRONG_ORDER,  /* the numbering goes back or repeats                          */
    PK_SEAL_OTHER_JOURNAL /* the line belongs to another incident                        */
} PkSealFault;

/* Checks one line against the hash of the line before it (NULL for line 1): ROW_CHANGED before
 * TEXT_CHANGED. The text of a hidden line is not checked; an erased line must have none. prev_hash
 * in the line is not used, a store need not keep it. */
PkSealFault pk_seal_check(const PkLine *line, const uint8_t *prev);

/* The head of an incident. rows: n_rows hashes of PK_HASH_SIZE bytes after each other, the last row
 * of each origin, in any order. */
void pk_seal_head(const uint8_t *rows, size_t n_rows, uint8_t *ret_head);

/* "9f3c-21ab": the first eight digits, for screens. Owned. */
char *pk_seal_short(const uint8_t *hash);

/* All 64 digits in eight groups "9f3c-21ab", one space between, for print and reading aloud. Owned.
 */
char *pk_seal_long(const uint8_t *hash);

/* A head that was kept elsewhere, as somebody types it. */
typedef struct {
    char digits[2 * PK_HASH_SIZE + 1]; /* lower case */
    bool weak; /* eight digits: one in four thousand million fits by chance, and can be sought */
} PkKeptHead;

/* Reads a head: case, spaces and dashes do not matter. 64 digits, or the first 16 and more, or
 * exactly eight (weak).
 * Errors: PK_ERROR_INVALID when it holds anything else or has another length. */
bool pk_seal_parse_head(const char *text, PkKeptHead *ret_head, GError **error);

/* What became of a kept head. */
typedef enum {
    PK_KEPT_NONE,    /* none was given                                                  */
    PK_KEPT_NOW,     /* it is the head now                                              */
    PK_KEPT_EARLIER, /* it was the head after report->kept_lines lines                  */
    PK_KEPT_MERGED,  /* it was the head in another database: kept_lines lines of the
                        origins that database had then                                  */
    PK_KEPT_NEVER,   /* it never was: the tail was cut off, or lines were rewritten     */
    PK_KEPT_UNSURE,  /* as NEVER, but the journal is too large to seek merged heads     */
} PkKept;

typedef struct {
    PkSealFault fault;  /* of the first line that does not fit, else GOOD              */
    int64_t fault_no;   /* its number; for LINE_MISSING the first number that lacks    */
    char *fault_origin; /* UUID of its origin, or NULL                                 */
    int64_t n_lines;    /* fed                                                         */
    int64_t n_erased;   /* of which without text, by the AVG                           */
    int64_t n_hidden;   /* of which the reader may not see the text: rows checked only */
    int64_t n_origins;
    uint8_t head[PK_HASH_SIZE]; /* now                                                  */
    PkKept kept;
    int64_t kept_lines;
    bool kept_weak;
    bool whole;     /* no fault, and the kept head (when given) was found               */
    char *sentence; /* the whole verdict in one to three translated sentences           */
} PkSealReport;

void pk_seal_report_free(PkSealReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkSealReport, pk_seal_report_free)

/* A verifier of one journal. Memory: 32 bytes a line. */
typedef struct PkSealCheck PkSealCheck;

/* incident_uuid NULL: the lines about no incident. kept NULL: no head to compare with. */
PkSealCheck *pk_seal_check_new(const char *incident_uuid, const PkKeptHead *kept);
void pk_seal_check_free(PkSealCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkSealCheck, pk_seal_check_free)

/* Feeds the next line in the order of receipt. Goes on after a fault, so that counts are true; only
 * the first fault is kept. */
void pk_seal_check_feed(PkSealCheck *check, const PkLine *line);

/* The verdict over what was fed. May be asked once. Owned. */
PkSealReport *pk_seal_check_finish(PkSealCheck *check);
