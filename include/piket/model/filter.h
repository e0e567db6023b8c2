/* SPDX-License-Identifier: EUPL-1.2 */
/* Filter: the one query language of lists, saved filters, the command line and exports
 * (ux.md 3.8, piket-filter(7)).
 *
 *     status:open tlp:<=green gm:utrecht,ede -supplier:X (kind:ddos OF kind:uitval) "free text"
 *
 * Text becomes a tree (pk_filter_parse). The tree answers for one row (pk_filter_matches), explains
 * itself (pk_filter_to_text, pk_filter_without) and lies open for the store's query planner
 * (pk_filter_root). Pure: clock, person, names and the time grammar come in through
 * PkFilterContext.
 *
 * What may not be understood is an error with a place and a suggestion: a filter never silently
 * shows less, or more, than was asked. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PK_FILTER_BYTES_MAX = 65536,
    PK_FILTER_DEPTH_MAX = 64,    /* brackets in brackets         */
    PK_FILTER_VALUES_MAX = 1000, /* values of fields, all counted */
};

/* The list a filter is for; a field makes sense in some of them. */
typedef enum {
    PK_FILTER_INCIDENTS = 1 << 0,
    PK_FILTER_LINES = 1 << 1, /* journal lines: timeline and search */
    PK_FILTER_ORGS = 1 << 2,
    PK_FILTER_CLOCKS = 1 << 3, /* deadlines */
} PkFilterList;

typedef enum {
    PK_FILTER_WORD, /* a bare word or phrase: searches all text fields */
    PK_FILTER_STATUS,
    PK_FILTER_SEVERITY,
    PK_FILTER_TLP,
    PK_FILTER_ORG,
    PK_FILTER_REGION,
    PK_FILTER_KIND,
    PK_FILTER_SUPPLIER,
    PK_FILTER_CATEGORY,
    PK_FILTER_BY,
    PK_FILTER_OWNER,
    PK_FILTER_CALLER,
    PK_FILTER_SINCE,
    PK_FILTER_UNTIL,
    PK_FILTER_ON,
    PK_FILTER_DUE,
    PK_FILTER_IS,
    PK_FILTER_HAS_A,
    PK_FILTER_ID,
    PK_FILTER_TEXT,
    PK_FILTER_SOURCE,
    PK_FILTER_STATE, /* of a deadline */
} PkFilterFieldId;

/* What the values of a field are. */
typedef enum {
    PK_FILTER_VALUE_WORDS,  /* a table of words (PkWords): leaf->bits, 1 << value          */
    PK_FILTER_VALUE_TLP,    /* leaf->bits, 1 << PkTlp                                      */
    PK_FILTER_VALUE_NAME,   /* organisation, region or supplier: leaf->ids                 */
    PK_FILTER_VALUE_PERSON, /* part of a name, me/ik, none/geen: value->text, leaf->none   */
    PK_FILTER_VALUE_TIME,   /* value->from .. value->to, microseconds, half open           */
    PK_FILTER_VALUE_DUE,    /* the same, of the nearest deadline; leaf->none for "none"    */
    PK_FILTER_VALUE_ID,     /* value->series, year, from .. to (numbers, both included)    */
    PK_FILTER_VALUE_TEXT,   /* value->folded                                               */
} PkFilterValueKind;

typedef enum {
    PK_FILTER_HAS,  /* ":"  one of the values; the only one of most fields    */
    PK_FILTER_EQ,   /* "="  a person's whole name; elsewhere the same as ":"  */
    PK_FILTER_LT,   /* "<"  ordered fields only: severity, tlp, due, id       */
    PK_FILTER_LE,   /* "<="                                                   */
    PK_FILTER_GT,   /* ">"                                                    */
    PK_FILTER_GE,   /* ">="                                                   */
    PK_FILTER_LIKE, /* "~"  anywhere in a person's name                       */
} PkFilterOp;       /* "!=" becomes a NOT above the leaf                      */

/* One field of the language. Help, manual page and completion are printed from this table. */
typedef struct {
    PkFilterFieldId id;
    const char *key;     /* "severity": canonical text                                */
    const char *nl;      /* "ernst": shown in Dutch, accepted always                  */
    const char *aliases; /* further names separated by one space, or ""               */
    PkFilterValueKind kind;
    const PkWords *words; /* of PK_FILTER_VALUE_WORDS, else NULL                      */
    unsigned lists;       /* PkFilterList bits                                        */
    unsigned ops;         /* 1 << PkFilterOp                                          */
    bool ranges;          /* knows a..b                                               */
    const char *example;  /* "sev:>=3"                                                */
    const char *help;     /* English sentence, translate with _()                     */
} PkFilterField;

/* All fields that can be typed (PK_FILTER_WORD is not among them). Static. */
const PkFilterField *pk_filter_fields(size_t *ret_n);

/* By key, Dutch name or alias, case ignored; NULL when there is none. Static. */
const PkFilterField *pk_filter_field(const char *name);

/* Values of is: and has:. Each value of is: has lists of its own (pk_filter_is_lists). */
typedef enum {
    PK_FILTER_IS_PIN,
    PK_FILTER_IS_LATE, /* recorded more than 15 min after the event */
    PK_FILTER_IS_CORRECTED,
    PK_FILTER_IS_OPEN,
    PK_FILTER_IS_MINE,
    PK_FILTER_IS_IMPORTED,
    PK_FILTER_IS_VERIFIED,
    PK_FILTER_IS_UNVERIFIED,
    PK_FILTER_IS_INCOMPLETE,
} PkFilterIs;

typedef enum {
    PK_FILTER_HAS_NOTE,
    PK_FILTER_HAS_ACTION,
} PkFilterHas;

extern const PkWords pk_words_filter_is;
extern const PkWords pk_words_filter_has;
unsigned pk_filter_is_lists(PkFilterIs is);

/* --- Parsing ------------------------------------------------------------------------------- */

typedef struct {
    int64_t now_us;
    const char *me;    /* what a person fact says of the user (login or name), or NULL */
    PkFilterList list; /* which list is filtered                                       */

    /* Reads one time value ("24h", "-24h", "gisteren", "2026-03-09", "02:30") for since, until or
     * on: fills the half-open range it means. An ambiguous or unknown time is an error in words.
     * NULL: this list knows no times. */
    bool (*time_range)(const char *text, PkFilterFieldId use, int64_t *ret_from_us,
                       int64_t *ret_to_us, GError **error, void *data);

    /* Which organisations (int64_t ids appended to ret_ids) a value of PK_FILTER_ORG,
     * PK_FILTER_REGION or PK_FILTER_SUPPLIER means. ret_notice may become an owned sentence
     * ("Uden is now Maashorst (2022)."). An unknown name is an error with a suggestion.
     * pk_match_find() does all that. NULL: names can not be looked up here. */
    bool (*find_org)(PkFilterFieldId field, const char *text, GArray *ret_ids, char **ret_notice,
                     GError **error, void *data);
    void *data;
} PkFilterContext;

typedef struct PkFilter PkFilter;

/* Reads a filter; blank text matches everything.
 * ret_at (may be NULL) becomes the byte in text, 0..strlen(text), where the caret of the message
 * belongs: the open quote, the unknown field, the value that does not exist.
 * Errors: PK_ERROR_INVALID with a translated sentence; errors of the callbacks as they are.
 * Returns an owned filter, or NULL. */
PkFilter *pk_filter_parse(const char *text, const PkFilterContext *context, size_t *ret_at,
                          GError **error);
void pk_filter_unref(PkFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFilter, pk_filter_unref)

/* Sentences the user should see although the filter holds ("WIT is called CLEAR since TLP 2.0."),
 * each once: array of char *, owned by the filter, perhaps empty. */
const GPtrArray *pk_filter_notices(const PkFilter *filter);

/* Canonical English text; reads back to the same tree. Times stay as typed ("since:24h"), so a
 * saved filter moves with the clock. "" for a filter that matches everything. Owned. */
char *pk_filter_to_text(const PkFilter *filter);

/* "(user) default", or the one that is not blank. Brackets, because in "a OR b status:open" the
 * default would bind to b alone. Owned. */
char *pk_filter_with_default(const char *user, const char *default_text);

/* Does the filter itself say something about the status (status: or is:open)? Then the default
 * status:open is not added. */
bool pk_filter_mentions_status(const PkFilter *filter);

/* Does any leaf, however deep, use this field? */
bool pk_filter_uses(const PkFilter *filter, PkFilterFieldId field);

/* --- Zero hits explain themselves: count what each condition takes away ----------------------- */

/* Conditions that all must hold; 0 for a filter that matches everything. */
size_t pk_filter_n_conjuncts(const PkFilter *filter);

/* Condition i as it was typed ("tlp:red"). Owned. */
char *pk_filter_conjunct_text(const PkFilter *filter, size_t i);

/* The filter without condition i. Owned. */
PkFilter *pk_filter_without(const PkFilter *filter, size_t i);

/* --- The predicate --------------------------------------------------------------------------- */

/* One question to the texts of a row.
 * word    folded by pk_text_tokens; several words with one space between must follow each other
 * exact   a phrase: whole words in title, names and ids too
 * more    the user asked for "word*": a prefix in lines too
 *         neither: a prefix in title, names and ids, a whole word in lines
 * notes   text: was typed: only title and notes are looked at */
typedef struct {
    const char *word;
    bool exact;
    bool more;
    bool notes;
} PkFilterTextAsk;

/* What one row is, as far as filters ask. Fields that the row's list does not know stay zero. */
typedef struct {
    const char *id; /* of the incident: "I26-0412", "I26-K007"; NULL for an organisation  */
    int status;     /* PkStatus                                                           */
    int severity;   /* PkSeverity, 0 when not known: matches no severity at all           */
    PkTlp tlp;
    unsigned kinds;         /* bits 1 << PkKind                                                   */
    int source;             /* PkSource                                                           */
    int clock_state;        /* PkClockState of a deadline                                         */
    int category;           /* PkCategory of a line                                               */
    int64_t time_us;        /* what since, until, on ask: of an incident when it was received, of
                               a line its event time, of an organisation its last change          */
    int64_t due_us;         /* nearest deadline that still runs, also when it is over; 0 = none   */
    const int64_t *org_ids; /* gm: all parties; of an organisation itself and its predecessors */
    size_t n_org_ids;
    const int64_t *region_ids; /* vr: */
    size_t n_region_ids;
    const int64_t *supplier_ids; /* supplier: suppliers that are party, or that it uses */
    size_t n_supplier_ids;
    /* Persons: name and login separated by a line feed; NULL or "" for nobody. */
    const char *by;
    const char *owner;
    const char *caller;
    unsigned n_notes;
    unsigned n_actions;
    /* Bits 1 << PkFilterIs: pin, late, corrected, imported, verified and incomplete. The others
     * (open, mine, unverified) follow from status, by/owner and verified. */
    unsigned flags;
    bool (*text_has)(const PkFilterTextAsk *ask, void *data); /* NULL: no text, nothing found */
    void *data;
} PkFilterFacts;

/* Does the row belong to the list? Pure and without allocation but for person names. */
bool pk_filter_matches(const PkFilter *filter, const PkFilterFacts *facts);

/* Helper for text_has: is word (folded) in haystack (any UTF-8)? The last word of it may be the
 * beginning of one when prefix is set. */
bool pk_filter_text_in(const char *haystack, const char *word, bool prefix);

/* --- The tree, for a query planner ------------------------------------------------------------ */

typedef enum {
    PK_FILTER_LEAF,
    PK_FILTER_AND, /* two or more children; the root may have none: matches everything */
    PK_FILTER_OR,  /* two or more children                                             */
    PK_FILTER_NOT, /* one child, which is not a NOT                                    */
} PkFilterType;

typedef struct {
    char *text;    /* canonical: "high", "amber+strict", "24h", or the name as typed         */
    char *folded;  /* persons and text: folded by pk_text_tokens; else NULL              */
    bool quoted;   /* a phrase                                                               */
    bool more;     /* "word*"                                                                */
    bool me;       /* person me/ik                                                           */
    int64_t from;  /* time and due: first microsecond; id: first number                      */
    int64_t to;    /* time and due: the first moment after; id: last number, included        */
    char *series;  /* id: letter and tag, "I", "IK" of I26-K007; NULL for a bare number      */
    int year_from; /* id with a series: 26                                                   */
    int year_to;
} PkFilterValue;

typedef struct PkFilterNode {
    PkFilterType type;
    size_t at, end;      /* bytes of the text it was read from                        */
    GPtrArray *children; /* PkFilterNode, NULL for a leaf                             */
    /* Leaves: */
    PkFilterFieldId field_id;
    const PkFilterField *field; /* NULL for PK_FILTER_WORD                                   */
    PkFilterOp op;
    GPtrArray *values; /* PkFilterValue: any of them                                */
    uint64_t bits;     /* words and TLP: all values and the operator, worked out    */
    GArray *ids;       /* names: int64_t, ascending, each once; else NULL           */
    bool none;         /* "none" is among the values of a name, person or due       */
} PkFilterNode;

/* The tree, flattened: no AND in an AND, no OR in an OR. Never NULL, owned by the filter. */
const PkFilterNode *pk_filter_root(const PkFilter *filter);

/* Does a leaf that asks for persons (by, owner, caller) mean this one? fact as in PkFilterFacts. */
bool pk_filter_person_fits(const PkFilter *filter, const PkFilterNode *leaf, const char *fact);

/* --- Completion in the filter bar --------------------------------------------------------------
 */

/* What could stand at byte cursor of text in this list: "severity:", "ernst:", or values of a field
 * ("status:gesloten"), in the program's language. Each replaces the bytes ret_from..cursor.
 * Returns an owned array of owned strings, perhaps empty. */
GPtrArray *pk_filter_complete(const char *text, size_t cursor, PkFilterList list, size_t *ret_from);
