/* SPDX-License-Identifier: EUPL-1.2 */
/* Full text: what is in the index, and how to ask it.
 *
 * Words are cut in C (pk_text_tokens), the same for every engine. The head index holds an
 * incident's id, title and the names of its parties, each separated by PK_SEARCH_BREAK so that no
 * phrase runs from one into the next; the line index holds the texts of the journal. */
#pragma once

#include "piket/store/db.h"

/* Tokens that no typed text can give (pk_text_tokens gives letters and digits only). */
#define PK_SEARCH_BREAK  "\xc2\xb6"     /* pilcrow: between the parts of a head        */
#define PK_SEARCH_NUMBER "\xe2\x84\x96" /* numero: "<numero>412" is the number of an id */

/* Replaces the tokens of an incident's head; before is what was put in last ("" the first time). */
bool pk_search_index_head(PkDb *db, int64_t incident, const char *before, const char *after,
                          GError **error);

/* Puts a line in the index, and takes it out again: text must be the same. */
bool pk_search_index_line(PkDb *db, int64_t line, const char *text, GError **error);
bool pk_search_forget_line(PkDb *db, int64_t line, const char *text, GError **error);

/* The question to the index for words that follow each other (tokens separated by one space); the
 * last may be the beginning of a word. Owned. */
char *pk_search_phrase(const char *tokens, bool prefix);

/* The same for the head index, where a long beginning is asked by the longest one that is indexed:
 * the answer may hold more than was asked for, never less. *ret_sure (may be NULL): it does not. */
char *pk_search_head_phrase(const char *tokens, bool prefix, bool *ret_sure);

/* Do the tokens of haystack hold those of words, one after the other? */
bool pk_search_tokens_have(const char *haystack, const char *words, bool prefix);

/* Calls fn with every word of the full text of lines and the number of lines it is in. */
typedef void (*PkVocabFn)(const char *word, int64_t n_lines, void *data);
bool pk_search_vocabulary(PkDb *db, PkVocabFn fn, void *data, GError **error);

/* Builds the full text of all lines anew, in the transaction that is open. *ret_n (may be NULL):
 * lines put in. */
bool pk_search_rebuild(PkDb *db, int64_t *ret_n, GError **error);

/* Does any line of an incident answer the question (pk_search_phrase)? */
bool pk_search_line_has(PkDb *db, int64_t incident, const char *phrase, bool *ret_has,
                        GError **error);

/* Where an incident has what was asked. */
typedef enum {
    PK_SEARCH_NOWHERE,
    PK_SEARCH_HEAD,
    PK_SEARCH_LINES,
} PkSearchPlace;

typedef struct {
    const char *head;  /* question to the head index (pk_search_head_phrase); "": not asked       */
    const char *lines; /* question to the lines (pk_search_phrase) */
    bool head_enough; /* where the head has it no line is looked for, else it is the other way about
                       */
} PkSearchAsk;

/* Judges n incidents with one statement: ret[i] of incidents[i]. Text that may not be read by the
 * person the store reads for is not there. */
bool pk_search_among(PkDb *db, const PkSearchAsk *ask, const int64_t *incidents, unsigned n,
                     PkSearchPlace *ret, GError **error);

/* The newest line of each incident that answers the question, 0 where none does (int64_t, in the
 * order of the incidents), with one wait on a server. limit: of the lines of one incident that
 * answer, the oldest so many are looked at. Owned. */
GArray *pk_search_newest(PkDb *db, const int64_t *incidents, unsigned n, const char *phrase,
                         unsigned limit, GError **error);
