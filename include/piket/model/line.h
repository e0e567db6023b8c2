/* SPDX-License-Identifier: EUPL-1.2 */
/* A line of the journal: what happened, when it happened, when it was written down, and by whom.
 *
 * Lines are append-only. A wrong line is corrected by a new line that names the old one; erasing
 * for the AVG takes salt, text and details away and leaves the row, so the chain still verifies
 * (piket/model/seal.h). Pins are rows of their own. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PK_HASH_SIZE = 32,          /* SHA-256                                            */
    PK_SALT_SIZE = 16,          /* random bytes from the caller: the model has none   */
    PK_LINE_TEXT_MAX = 65535,   /* bytes; ux.md 3.9                                   */
    PK_LINE_DETAILS_MAX = 65535 /* bytes                                              */
};

/* A line recorded longer than this after its event is late ("LATE 07:40"); ux.md 3.10. */
#define PK_LINE_LATE_US (INT64_C(15) * 60 * 1000000)

typedef struct {
    int64_t key;           /* of this database, runs with the order of receipt     */
    int64_t incident_key;  /* 0: a line about no incident                          */
    char *incident_uuid;   /* NULL for a line about no incident                    */
    int64_t no;            /* 1, 2, 3 ... per incident and origin                  */
    int64_t origin;        /* key of the origin in this database                   */
    char *origin_uuid;     /* the same everywhere, so this one is sealed           */
    char *uuid;            /* of the line                                          */
    int64_t event_us;      /* when it happened                                     */
    PkPrecision precision; /* how exactly that is known                            */
    int64_t recorded_us;   /* the author's clock                                   */
    int64_t received_us;   /* this database's clock; replay follows it             */
    char *author;          /* login                                                */
    PkCategory category;   /*                                                      */
    PkTlp tlp;             /*                                                      */
    char *text;            /* 1..PK_LINE_TEXT_MAX bytes; NULL when erased or hidden */
    char *details;         /* a JSON object, or NULL                               */
    uint8_t salt[PK_SALT_SIZE];
    uint8_t body_hash[PK_HASH_SIZE];
    uint8_t prev_hash[PK_HASH_SIZE]; /* of the line before, same incident and origin  */
    uint8_t hash[PK_HASH_SIZE];
    int64_t corrects_origin;    /* with corrects_no: the line this one corrects...    */
    char *corrects_origin_uuid; /* NULL when it corrects none                         */
    int64_t corrects_no;        /* 0 when it corrects none                            */
    bool erased;                /* text taken away for the AVG                        */
    bool hidden;                /* the reader has no right to the text: not read      */
    bool pinned;
    bool unsent;    /* written here without the server, which does not have it yet */
    bool corrected; /* a later line corrects this one: shown with '~'                 */
} PkLine;

/* An empty line: category report, TLP:AMBER (what the caller forgets is never public). Owned. */
PkLine *pk_line_new(void);
void pk_line_free(PkLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkLine, pk_line_free)

/* Whether the line may be written: text of 1..PK_LINE_TEXT_MAX bytes that is not only space, clean
 * (pk_text_check, PK_TEXT_MULTILINE), an author, an event and
 * a recorded time, a correction that names both origin and number or neither.
 * Errors: PK_ERROR_INVALID with the sentence for the status line. */
bool pk_line_check(const PkLine *line, GError **error);

/* The rule for text alone, for a form that asks while typing. */
bool pk_line_check_text(const char *text, GError **error);

/* Recorded more than PK_LINE_LATE_US after the event. An event known to the day, month or year is
 * late only when recorded that much after the end of it. */
bool pk_line_late(const PkLine *line);

/* Splits text that is too long into pieces that are not, at a line feed if there is one in the last
 * quarter of the piece, else at a space, else between characters. No byte is lost: the pieces
 * together are the text.
 * text must be valid UTF-8. Owned array of owned strings; one element when text fits. */
GPtrArray *pk_line_split(const char *text);
