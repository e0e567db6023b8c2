/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the filter share with each other. */
#pragma once

#include "piket/model/filter.h"

struct PkFilter {
    char *source;
    PkFilterNode *root;
    GPtrArray *notices;
    char *me; /* of the context, for is:mine and by:me */
    PkFilterList list;
};

/* State of one parse. Positions are bytes in text. */
typedef struct {
    const char *text;
    size_t pos;
    size_t len;
    unsigned depth;
    unsigned n_values;
    const PkFilterContext *context;
    GPtrArray *notices;
    size_t error_at;
    GError **error;
} PkFilterParser;

/* Sets the error and where it is; always false, so "return pk_filter_fail(...)" reads well. */
bool pk_filter_fail(PkFilterParser *parser, size_t at, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* --- Lexer: filter_lex.c. All look at parser->pos. --- */

bool pk_filter_ends_word(char c);
void pk_filter_skip_spaces(PkFilterParser *parser);
bool pk_filter_at_end(const PkFilterParser *parser); /* end of text, or a closing bracket */
size_t pk_filter_word_length(const PkFilterParser *parser);

/* Operators are words in capitals only: "of" and "en" are text. Their length, or 0. */
size_t pk_filter_operator_at(const PkFilterParser *parser, const char *english, const char *dutch);
size_t pk_filter_or_at(const PkFilterParser *parser);

/* Length of the field name that an operator follows, or 0: then it is a plain word. */
size_t pk_filter_name_length(const PkFilterParser *parser);

/* A phrase from its opening quote; \" and \\ are the only escapes. Owned; NULL: not closed. */
char *pk_filter_phrase(PkFilterParser *parser);

/* Length, UTF-8 and control characters, before any other rule looks at a byte. */
bool pk_filter_check_text(PkFilterParser *parser);

/* --- Values: filter_value.c ----------------------------------------------------------------------
 */

/* One value as it was lexed. */
typedef struct {
    const char *text;
    bool quoted;
    size_t at;
} PkFilterRaw;

/* Reads raw into the leaf according to its field. */
bool pk_filter_value_add(PkFilterParser *parser, PkFilterNode *leaf, const PkFilterRaw *raw);

/* Values that are numbers: filter_number.c. */
bool pk_filter_add_time(PkFilterParser *parser, PkFilterNode *leaf, const PkFilterRaw *raw,
                        PkFilterValue *value);
bool pk_filter_add_due(PkFilterParser *parser, PkFilterNode *leaf, const PkFilterRaw *raw,
                       PkFilterValue *value);
bool pk_filter_add_id(PkFilterParser *parser, PkFilterNode *leaf, const PkFilterRaw *raw,
                      PkFilterValue *value);

/* "a..b": both halves, either may be empty. False when it is no range; then nothing to clear. */
typedef struct {
    char *from;
    char *to;
} PkFilterHalves;
bool pk_filter_split_range(const PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterHalves *ret);
void pk_filter_halves_clear(PkFilterHalves *halves);
bool pk_filter_empty_range(PkFilterParser *parser, const PkFilterRaw *raw);

/* Takes failure over as the error of the parse, at raw. A callback that failed without saying why
 * is a bug of its author, not a crash: then a sentence of our own. */
bool pk_filter_callback_failed(PkFilterParser *parser, const PkFilterRaw *raw, GError *failure);

/* User text inside a message: short enough for the status line. Owned. */
char *pk_filter_shown(const char *text);

PkFilterNode *pk_filter_node_new(PkFilterType type, size_t at);
PkFilterNode *pk_filter_node_ref(PkFilterNode *node);
void pk_filter_node_unref(PkFilterNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFilterNode, pk_filter_node_unref)

/* The field in the program's language. */
const char *pk_filter_field_label(const PkFilterField *field);

/* The nearest name of a field of this list, "gemeente (gm)", or NULL. Owned. */
char *pk_filter_field_suggest(const char *name, PkFilterList list);

/* Is word, case ignored, in the list of words separated by one space? */
bool pk_filter_word_in(const char *list, const char *word);

/* "none" and "geen": nobody, nothing. */
bool pk_filter_is_none(const char *text);

/* "I26-K007" -> series "IK", year 26, number 7; "412" -> series NULL, year 0. */
bool pk_filter_id_split(const char *text, char **ret_series, int *ret_year, int64_t *ret_number);
