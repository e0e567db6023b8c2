/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV, as RFC 4180 writes it and as spreadsheets really save it.
 *
 * Reading is forgiving about what is unambiguous (delimiter, line ends, a byte order mark, UTF-16,
 * Windows-1252, rows too short or too long) and says what it forgave; it refuses only what it would
 * have to guess. Writing defuses cells that a spreadsheet would run as a formula.
 *
 * Pure: bytes in, cells out. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    PK_CSV_COLUMNS_MAX = 1000,
    PK_CSV_CELL_MAX = 1 << 20, /* bytes of UTF-8 */
};

typedef struct PkCsv PkCsv;

/* One row. Cells belong to the reader and die with the next call. */
typedef struct {
    unsigned number;    /* 1-based: rows that hold something, the header too            */
    unsigned line;      /* 1-based line of the file on which the row begins             */
    unsigned n_cells;   /* 1..PK_CSV_COLUMNS_MAX                                        */
    char *const *cells; /* UTF-8 without NUL, as it stood between the quotes: not yet
                         * cleaned (pk_text_clean), so that nothing is lost unseen      */
} PkCsvRow;

/* Opens a whole file in memory. bytes must outlive the reader, unless it was recoded.
 *
 * The delimiter is the one that a first line "sep=;" names, else the one of , ; tab that comes
 * most often outside quotes in the first line that holds one; a comma when none does. UTF-16 is
 * recognised by its byte order mark, or by the zeros of its ASCII letters. A file that is not UTF-8
 * is read as Windows-1252, bytes without meaning there becoming U+FFFD.
 *
 * Errors: PK_ERROR_INVALID when UTF-16 does not decode. */
PkCsv *pk_csv_open(const char *bytes, size_t len, GError **error);
void pk_csv_free(PkCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCsv, pk_csv_free)

/* Reads the next row; blank lines are skipped. Returns false at the end and on an error.
 *
 * Errors: PK_ERROR_INVALID naming row and line: a quote that is never closed, too many columns, too
 * long a cell. The reader is then at its end. */
bool pk_csv_next(PkCsv *csv, PkCsvRow *ret_row, GError **error);

/* What was forgiven, as sentences: the character set, NUL bytes, text behind a closing quote, and
 * rows whose number of cells differs from the first row's (each with row and line, at most 20, then
 * how many more). Belongs to the reader; complete once pk_csv_next has returned false. */
const GPtrArray *pk_csv_notices(PkCsv *csv);

/* Appends one cell to a line that is being written, with the delimiter in front unless it is the
 * first (`out` empty or ending in a line feed), quoted where needed.
 *
 * A cell that begins with = + - @ tab or CR, or with blanks and then = + - @, gets an apostrophe in
 * front, for a spreadsheet would take it for a formula (OWASP, CSV injection). Two shapes can not
 * be formulas and stay as they are, because they are read back by programs: a plain number ("-1",
 * "+2.5") and a telephone number: "+", a digit, then only digits, blanks, dots and hyphens in which
 * no hyphen stands between digits without a blank ("+31 70 204 55 11"). */
void pk_csv_append(GString *out, const char *cell, char delimiter);

/* Ends the line with CR LF, as RFC 4180 asks. */
void pk_csv_end(GString *out);

/* The value that pk_csv_append wrote: takes the defusing apostrophe off. For files that we wrote
 * ourselves. Points into cell. */
const char *pk_csv_rearm(const char *cell);
