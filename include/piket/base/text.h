/* SPDX-License-Identifier: EUPL-1.2 */
/* Text: what comes in is cleaned once, and what goes on the screen has a width that is sure.
 *
 * Three promises. Stored text is clean (pk_text_check holds for all of it). Text drawn through the
 * cluster iterator never moves the cursor further than it says, on any terminal. And a search finds
 * the same words on both engines, because the words are cut here and not by the engine.
 *
 * Unicode by libunistring (Unicode 14). Source of the rules: ux.md 3.9 (input cleaning) and 3.15.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    PK_TEXT_LINE,      /* one line: titles, names, cells          */
    PK_TEXT_MULTILINE, /* notes: line feeds and tabs are kept     */
} PkTextKind;

/* Cleans bytes from outside (keyboard, paste, file, mail) into valid UTF-8 in NFC.
 *
 * bytes, len   any bytes; len -1 for a NUL-terminated string. NULL counts as empty.
 * ret_removed  number of characters that were taken out or replaced, for "3 control characters
 *              removed"; may be NULL.
 *
 * Counted: a byte that is not UTF-8 becomes U+FFFD; NUL, C0 and C1 controls, DEL, ESC, the bidi
 * controls (U+061C, U+200E/F, U+202A..E, U+2066..9) and U+FEFF inside the text go; vertical tab and
 * form feed become a line break. Not counted: a byte order mark in front; CR, CRLF, U+0085, U+2028
 * and U+2029 become a line feed, and in a LINE line feeds and tabs become a space; a LINE is
 * trimmed.
 *
 * Of an escape sequence only the control character goes: "ESC [ 2 J" leaves "[2J". Its letters do
 * no harm without the ESC, and stripping whole sequences would hide text from the reader: an OSC 8
 * link carries its address inside the sequence, an unterminated OSC would swallow the rest of the
 * note.
 *
 * Cleaning clean text changes nothing. Returns an owned string without NUL inside. */
char *pk_text_clean(const char *bytes, gssize len, PkTextKind kind, size_t *ret_removed);

/* True when pk_text_clean would change nothing: holds for everything stored. NULL is not clean. */
bool pk_text_check(const char *text, PkTextKind kind);

enum { PK_CLUSTER_SHOWN_MAX = 24 };

/* One grapheme cluster (what a person calls a character) and how to draw it. */
typedef struct {
    const char *text;                 /* where it stands in the source                  */
    size_t n_bytes;                   /* how long it is there                           */
    int columns;                      /* columns that `shown` takes: 0, 1, 2, or more
                                       * for a control shown as <1B>                    */
    bool drawable;                    /* true: `shown` is the cluster itself            */
    char shown[PK_CLUSTER_SHOWN_MAX]; /* what to draw, UTF-8, NUL-terminated            */
} PkCluster;

/* Steps through text cluster by cluster; *at moves on. Returns false at the end.
 *
 *     for (PkCluster c; pk_text_next(&at, &c);)
 *         put(c.shown, c.columns);
 *
 * A cluster is drawn as itself only where libunistring and our own, narrower, judgement are sure of
 * its width; else its base character is, when that has a sure width (family emoji: the first
 * person; warning sign with VS16: the sign alone); else '?' (flags, private use, unassigned).
 * Controls are shown as <1B>, bidi controls as <202E>, a stray byte as <FF>. Tab, line feed and
 * every kind of space are one space. Soft hyphen and zero-width space take no column and draw
 * nothing. */
bool pk_text_next(const char **at, PkCluster *ret_cluster);

/* The columns that text takes when drawn through pk_text_next, on one line. */
int pk_text_width(const char *text);

/* What is shown of text: all clusters' `shown` after each other. Owned. Showing it again changes
 * nothing. */
char *pk_text_shown(const char *text);

/* The shown text cut to at most `columns`, ending in `ellipsis` when something was cut ("..." in
 * this house; NULL for none; left out when it would take all columns). Owned. */
char *pk_text_fit(const char *text, int columns, const char *ellipsis);

/* As pk_text_fit with "...", then spaces up to exactly `columns` columns. Owned. */
char *pk_text_pad(const char *text, int columns);

/* The shown text as lines of at most `columns` (at least 1): line feeds are kept, long lines break
 * at a space, words longer than a line break anywhere. Never empty: "" gives one empty line.
 * Returns an owned array of owned strings. */
GPtrArray *pk_text_wrap(const char *text, int columns);

/* ASCII for terminals without UTF-8: accents go, a euro sign is EUR, an ellipsis is "...", quotes
 * and dashes become plain ones; what has no ASCII is '?'. Tabs and line feeds stay. Owned. */
char *pk_text_ascii(const char *text);

/* For comparing as people do: lower case, accents away, compatibility forms plain, sharp s = ss,
 * ij ligature = ij, o with stroke = o. Folding twice changes nothing. Owned. */
char *pk_text_fold(const char *text);

enum { PK_TOKEN_MAX = 64 }; /* bytes of one search token; longer ones are cut */

/* The words of text for full text search, folded, separated by one space: runs of letters and
 * digits, all else separates ("CVE-2024-19435" is "cve 2024 19435"). Cut here and not by the
 * engine: the result is for FTS5 with the tokeniser `ascii` and for a tsvector literal alike.
 * Owned. */
char *pk_text_tokens(const char *text);

/* A title out of a note: its first sentence (or first line) cut to `columns` with "...", without
 * the closing full stop, as a clean LINE. "" when the note holds no words. Owned. */
char *pk_text_first_sentence(const char *text, int columns);
