/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of the filter language: one table for parser, help, manual page and completion. */
#include "filter_internal.h"

#include "piket/base/text.h"
#include "piket/model/match.h"

#include <string.h>

#define I      PK_FILTER_INCIDENTS
#define L      PK_FILTER_LINES
#define O      PK_FILTER_ORGS
#define D      PK_FILTER_CLOCKS

#define ONE_OF (1u << PK_FILTER_HAS | 1u << PK_FILTER_EQ)
#define ORDERED                                                                                    \
    (ONE_OF | 1u << PK_FILTER_LT | 1u << PK_FILTER_LE | 1u << PK_FILTER_GT | 1u << PK_FILTER_GE)
#define NAMES (ONE_OF | 1u << PK_FILTER_LIKE)

/* clang-format off */
static const PkWord is_words[] = {
    { PK_FILTER_IS_PIN,        "pin",        "pin",        "pin",           "pinned vast speld" },
    { PK_FILTER_IS_LATE,       "late",       "late",       "nagekomen",     "laat" },
    { PK_FILTER_IS_CORRECTED,  "corrected",  "corrected",  "verbeterd",     "gecorrigeerd" },
    { PK_FILTER_IS_OPEN,       "open",       "open",       "open",          "" },
    { PK_FILTER_IS_MINE,       "mine",       "mine",       "mijn",          "me ik" },
    { PK_FILTER_IS_IMPORTED,   "imported",   "imported",   "ingelezen",     "import" },
    { PK_FILTER_IS_VERIFIED,   "verified",   "verified",   "geverifieerd",  "gecontroleerd" },
    { PK_FILTER_IS_UNVERIFIED, "unverified", "unverified", "ongeverifieerd", "ongecontroleerd" },
    { PK_FILTER_IS_INCOMPLETE, "incomplete", "incomplete", "onvolledig",    "" },
};

static const unsigned is_lists[] = {
    [PK_FILTER_IS_PIN]        = L,
    [PK_FILTER_IS_LATE]       = L,
    [PK_FILTER_IS_CORRECTED]  = L,
    [PK_FILTER_IS_OPEN]       = I,
    [PK_FILTER_IS_MINE]       = I | L,
    [PK_FILTER_IS_IMPORTED]   = I | L,
    [PK_FILTER_IS_VERIFIED]   = I | O,
    [PK_FILTER_IS_UNVERIFIED] = I | O,
    [PK_FILTER_IS_INCOMPLETE] = I | O,
};

static const PkWord has_words[] = {
    { PK_FILTER_HAS_NOTE,   "note",   "note",   "notitie", "" },
    { PK_FILTER_HAS_ACTION, "action", "action", "actie",   "" },
};

const PkWords pk_words_filter_is  = { "is",  is_words,  G_N_ELEMENTS(is_words) };
const PkWords pk_words_filter_has = { "has", has_words, G_N_ELEMENTS(has_words) };

static const PkFilterField fields[] = {
    { PK_FILTER_STATUS,   "status",   "status",      "",             PK_FILTER_VALUE_WORDS,
      &pk_words_status,     I,         ONE_OF,  false, "status:open",
      N_("State of the incident; open is everything that is not closed.") },
    { PK_FILTER_SEVERITY, "severity", "ernst",       "sev",          PK_FILTER_VALUE_WORDS,
      &pk_words_severity,   I,         ORDERED, true,  "sev:>=3",
      N_("How bad it is, as a word or 1 to 4. Not known yet matches nothing.") },
    { PK_FILTER_TLP,      "tlp",      "tlp",         "",             PK_FILTER_VALUE_TLP,
      NULL,                 I | L | D, ORDERED, true,  "tlp:<=green",
      N_("Label; RED is the highest, CLEAR the lowest.") },
    { PK_FILTER_ORG,      "gm",       "gemeente",    "org organisatie organisation municipality",
      PK_FILTER_VALUE_NAME, NULL,      I | L | O | D, ONE_OF, false, "gm:utrecht,ede",
      N_("Municipality or other organisation: name, alias, old name or code; none for without.") },
    { PK_FILTER_REGION,   "vr",       "regio",       "region veiligheidsregio",
      PK_FILTER_VALUE_NAME, NULL,      I | O,   ONE_OF, false, "vr:haaglanden",
      N_("Safety region of an organisation that is party.") },
    { PK_FILTER_KIND,     "kind",     "soort",       "",             PK_FILTER_VALUE_WORDS,
      &pk_words_kind,       I,         ONE_OF,  false, "kind:ddos,uitval",
      N_("What happened; an incident may be of several kinds.") },
    { PK_FILTER_SUPPLIER, "supplier", "leverancier", "",             PK_FILTER_VALUE_NAME,
      NULL,                 I | O,     ONE_OF,  false, "supplier:X",
      N_("Supplier that is party; of an organisation: that it uses.") },
    { PK_FILTER_CATEGORY, "cat",      "categorie",   "category",     PK_FILTER_VALUE_WORDS,
      &pk_words_category,   L,         ONE_OF,  false, "cat:decision",
      N_("Category of a line in the timeline.") },
    { PK_FILTER_BY,       "by",       "door",        "author auteur", PK_FILTER_VALUE_PERSON,
      NULL,                 I | L,     NAMES,   false, "by:me",
      N_("Who wrote it; me or ik is you.") },
    { PK_FILTER_OWNER,    "owner",    "eigenaar",    "lead",         PK_FILTER_VALUE_PERSON,
      NULL,                 I,         NAMES,   false, "owner:none",
      N_("Who leads the incident; me or ik is you, none is nobody.") },
    { PK_FILTER_CALLER,   "caller",   "beller",      "melder reporter", PK_FILTER_VALUE_PERSON,
      NULL,                 I,         NAMES,   false, "caller:jansen",
      N_("Who reported it.") },
    { PK_FILTER_SINCE,    "since",    "sinds",       "vanaf",        PK_FILTER_VALUE_TIME,
      NULL,                 I | L | O, ONE_OF,  true,  "since:24h",
      N_("From that time on; 24h is the last 24 hours.") },
    { PK_FILTER_UNTIL,    "until",    "tot",         "",             PK_FILTER_VALUE_TIME,
      NULL,                 I | L | O, ONE_OF,  false, "until:02:30",
      N_("Before that time.") },
    { PK_FILTER_ON,       "on",       "op",          "",             PK_FILTER_VALUE_TIME,
      NULL,                 I | L | O, ONE_OF,  true,  "on:2026-03-09",
      N_("On that day, or from one day to another with two dots between.") },
    { PK_FILTER_DUE,      "due",      "termijn",     "deadline",     PK_FILTER_VALUE_DUE,
      NULL,                 I | D,     ORDERED, false, "due:<4h",
      N_("Time left to the nearest deadline: less than 4 hours includes what is over; "
         "also over and none.") },
    { PK_FILTER_IS,       "is",       "is",          "",             PK_FILTER_VALUE_WORDS,
      &pk_words_filter_is,  I | L | O, ONE_OF,  false, "is:late",
      N_("A property of the row.") },
    { PK_FILTER_HAS_A,    "has",      "heeft",       "",             PK_FILTER_VALUE_WORDS,
      &pk_words_filter_has, I,         ONE_OF,  false, "has:note",
      N_("Something the incident has.") },
    { PK_FILTER_ID,       "id",       "id",          "",             PK_FILTER_VALUE_ID,
      NULL,                 I | L | D, ORDERED, true,  "id:I26-0400..I26-0412",
      N_("Number of the incident, with or without the year.") },
    { PK_FILTER_TEXT,     "text",     "tekst",       "",             PK_FILTER_VALUE_TEXT,
      NULL,                 I | L | O | D, ONE_OF, false, "text:voicemail",
      N_("Text in title and notes only; a word without a field searches everything.") },
    { PK_FILTER_SOURCE,   "source",   "bron",        "",             PK_FILTER_VALUE_WORDS,
      &pk_words_source,     I,         ONE_OF,  false, "source:voicemail",
      N_("How the report came in.") },
    { PK_FILTER_STATE,    "state",    "stand",       "",             PK_FILTER_VALUE_WORDS,
      &pk_words_clock_state, D,        ONE_OF,  false, "state:overdue",
      N_("What became of a deadline.") },
};
/* clang-format on */

const PkFilterField *
pk_filter_fields(size_t *ret_n)
{
    *ret_n = G_N_ELEMENTS(fields);
    return fields;
}

unsigned
pk_filter_is_lists(PkFilterIs is)
{
    return (size_t)is < G_N_ELEMENTS(is_lists) ? is_lists[is] : 0;
}

bool
pk_filter_word_in(const char *list, const char *word)
{
    size_t n = strlen(word);

    if (n == 0 || strchr(word, ' '))
        return false;
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, " ");
        if (length == n && g_ascii_strncasecmp(at, word, n) == 0)
            return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

const PkFilterField *
pk_filter_field(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const PkFilterField *field = &fields[i];
        if (g_ascii_strcasecmp(name, field->key) == 0 || g_ascii_strcasecmp(name, field->nl) == 0 ||
            pk_filter_word_in(field->aliases, name))
            return field;
    }
    return NULL;
}

const char *
pk_filter_field_label(const PkFilterField *field)
{
    return pk_i18n_lang() == PK_LANG_NL ? field->nl : field->key;
}

typedef struct {
    const PkFilterField *field;
    const char *name;
    size_t n;
    unsigned distance;
} Nearest;

/* A name of which the typed word is the beginning counts as one error: "stat" for status. */
static void
consider(Nearest *nearest, const PkFilterField *field, const char *name, size_t n,
         const char *typed)
{
    g_autofree char *word = g_strndup(name, n);
    size_t typed_n = strlen(typed);
    unsigned distance = pk_match_distance(word, typed);

    if (typed_n >= 2 && typed_n < n && strncmp(word, typed, typed_n) == 0)
        distance = 1;
    /* Two errors in a three-letter word leave nothing in common. */
    if (distance > (MIN(n, typed_n) <= 3 ? 1u : 2u))
        return;
    if (nearest->field && nearest->distance <= distance)
        return;
    *nearest = (Nearest){ field, name, n, distance };
}

char *
pk_filter_field_suggest(const char *name, PkFilterList list)
{
    g_autofree char *typed = pk_text_tokens(name);
    Nearest nearest = { 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const PkFilterField *field = &fields[i];
        if (!(field->lists & (unsigned)list))
            continue;
        consider(&nearest, field, field->key, strlen(field->key), typed);
        consider(&nearest, field, field->nl, strlen(field->nl), typed);
        for (const char *at = field->aliases; *at;) {
            size_t n = strcspn(at, " ");
            consider(&nearest, field, at, n, typed);
            at += n + (at[n] == ' ');
        }
    }
    if (!nearest.field)
        return NULL;
    g_autofree char *word = g_strndup(nearest.name, nearest.n);
    if (strcmp(word, nearest.field->key) == 0)
        return g_steal_pointer(&word);
    return g_strdup_printf("%s (%s)", word, nearest.field->key);
}
