/* SPDX-License-Identifier: EUPL-1.2 */
/* Import of incidents: files from elsewhere become rows that a use case can store.
 *
 * Three shapes are known. JSON lines (one object a line) or one JSON array; the same with the keys
 * of VCDB, the public database of incidents in VERIS words; and CSV with a header row. The columns
 * and keys, in any order and case, every other one being kept in `details`:
 *
 *   id nummer nr                                    the source's own number
 *   date occurred opened datum opgetreden geopend   RFC 3339 with zone, YYYY-MM-DD, YYYY-MM or YYYY
 *   date_precision precision precisie               day, month, year: when coarser than the date
 *   title titel onderwerp subject                   else the first sentence of the text
 *   text summary description tekst omschrijving beschrijving samenvatting
 *   kind kinds soort soorten                        words of pk_words_kind, several with commas
 *   severity ernst    tlp    status                 words of the model
 *   org organisation organisatie victim slachtoffer municipality gemeente
 *   country land
 *   source bron                                     where the row comes from
 *
 * A bad row is refused by itself with a sentence that names it; the others go on. Text is kept byte
 * for byte apart from pk_text_clean, whose removals are counted. Pure: no clock, no I/O. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { PK_IMPORT_TITLE_COLUMNS = 60 };

/* One incident of the file. Strings are clean, belong to the importer and die when the callback
 * returns. "" where nothing is known; never NULL except `error`. */
typedef struct {
    unsigned number;    /* 1-based line (JSON lines), item (JSON array) or row (CSV)       */
    const char *source; /* "vcdb", the row's own source, else "json" or "csv"              */
    const char *source_id;
    const char *title; /* 1..PK_IMPORT_TITLE_COLUMNS columns when it was made here        */
    const char *text;
    bool without_text;   /* no text: the title says what is known and ends in "(no text)"   */
    int64_t occurred_us; /* UTC; the beginning of the day, month or year (show its UTC date) */
    PkPrecision precision;
    unsigned kinds;      /* bits 1 << PkKind; PK_KIND_OTHER when nothing else is known      */
    PkSeverity severity; /* PK_SEVERITY_NONE when not given                                 */
    bool has_tlp;        /* false: the file gives no label, the caller chooses one          */
    PkTlp tlp;
    bool has_status;
    PkStatus status;
    const char *victim;    /* one or more names, separated by "; "                            */
    const char *country;   /* as given, several separated by "; "                             */
    const char *details;   /* everything not named above, a JSON object, ASCII               */
    size_t n_removed;      /* characters that cleaning took out of this row                   */
    unsigned duplicate_of; /* the row with the same id before this one, else 0               */
    const char *error;     /* why the row is refused, a sentence that begins with the row's
                            * number; NULL for a row to store                                */
} PkImportRow;

/* What came by. Zero it first; clear with pk_import_totals_clear. */
typedef struct {
    unsigned n_rows;    /* all, refused ones too */
    unsigned n_refused; /* duplicates too        */
    unsigned n_duplicates;
    unsigned n_without_text; /* of those not refused, as the next two */
    unsigned by_precision[4];
    size_t n_removed;   /* characters, of all rows */
    GPtrArray *notices; /* sentences about the file (character set, ragged rows), or NULL */
} PkImportTotals;

void pk_import_totals_clear(PkImportTotals *totals);

/* Takes a row; refused ones come too. Returns false to stop reading. */
typedef bool (*PkImportFn)(const PkImportRow *row, void *data);

/* Reads a whole file in memory and hands its rows to fn in order. What begins with { or [ is JSON,
 * all else CSV. totals may be NULL.
 *
 * Errors: PK_ERROR_INVALID when the file as a whole can not be read: no incident in it, a CSV
 * without a known date column or with one twice, an array that is not JSON, an unclosed quote. Rows
 * before the error have been handed over: store in one transaction. Limits: a line of JSON 1 MiB,
 * 32 levels deep; an array 256 MiB; CSV as in csv.h. */
bool pk_incident_import_read(const char *bytes, size_t len, PkImportFn fn, void *data,
                             PkImportTotals *totals, GError **error);
