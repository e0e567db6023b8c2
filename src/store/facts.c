/* SPDX-License-Identifier: EUPL-1.2 */
#include "facts.h"

#include "piket/base/text.h"
#include "piket/store/action_store.h"
#include "piket/store/line_store.h"
#include "piket/store/person_store.h"
#include "piket/store/search_store.h"
#include "piket/store/stream.h"
#include "piket_sql.h"

#include <string.h>

/* word* in lines of a file: a stream kept for the whole search, because each question to it is
 * dear. */
typedef struct {
    char *word;
    PkStream *stream;
} LongWord;

struct PkFactsReader {
    PkDb *db;
    const PkFilter *filter;
    bool asks_parties, asks_persons, asks_due, asks_has, asks_is, asks_words;
    GHashTable *persons; /* login -> "name\nlogin"; NULL until asked */
    GPtrArray *long_words;
    GHashTable *read;  /* key -> PkIncident                        */
    GHashTable *heads; /* key -> Head, of those read, if asked for */
    GArray *batch;     /* keys of those read, of a server         */
    GHashTable *lines; /* phrase -> PkSearchPlace of each of them */
    /* Of the incident at hand: */
    const PkIncident *incident;
    char *head;  /* tokens, NULL until asked */
    char *title; /* tokens, NULL until asked */
    GArray *orgs, *regions, *suppliers;
    GError *failed; /* first error inside a callback that can not fail */
};

/* The words an incident can be found by, besides its lines. */
typedef struct {
    int64_t key;
    char *tokens;
} Head;

static void
head_free(void *data)
{
    Head *head = data;

    if (!head)
        return; /* taken out of an array */
    g_free(head->tokens);
    g_free(head);
}

/* clang-format off */
static const PkColumn head_columns[] = {
    { "id",          PK_AS_INT,  G_STRUCT_OFFSET(Head, key),    NULL },
    { "head_tokens", PK_AS_TEXT, G_STRUCT_OFFSET(Head, tokens), NULL },
};
/* clang-format on */
static const PkRowMap head_map = { sizeof(Head), head_columns, G_N_ELEMENTS(head_columns),
                                   head_free };

static void
long_word_free(void *data)
{
    LongWord *word = data;

    g_free(word->word);
    pk_stream_free(word->stream);
    g_free(word);
}

PkFactsReader *
pk_facts_reader_new(PkDb *db, const PkFilter *filter)
{
    PkFactsReader *reader = g_new0(PkFactsReader, 1);

    reader->db = db;
    reader->filter = filter;
    reader->asks_parties = pk_filter_uses(filter, PK_FILTER_ORG) ||
                           pk_filter_uses(filter, PK_FILTER_REGION) ||
                           pk_filter_uses(filter, PK_FILTER_SUPPLIER);
    reader->asks_is = pk_filter_uses(filter, PK_FILTER_IS);
    reader->asks_persons = reader->asks_is || pk_filter_uses(filter, PK_FILTER_BY) ||
                           pk_filter_uses(filter, PK_FILTER_OWNER);
    reader->asks_due = pk_filter_uses(filter, PK_FILTER_DUE);
    reader->asks_has = pk_filter_uses(filter, PK_FILTER_HAS_A);
    reader->asks_words = pk_filter_uses(filter, PK_FILTER_WORD);
    reader->heads = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, head_free);
    reader->read =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)pk_incident_free);
    reader->batch = g_array_new(FALSE, FALSE, sizeof(int64_t));
    reader->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    reader->long_words = g_ptr_array_new_with_free_func(long_word_free);
    reader->orgs = g_array_new(FALSE, FALSE, sizeof(int64_t));
    reader->regions = g_array_new(FALSE, FALSE, sizeof(int64_t));
    reader->suppliers = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return reader;
}

void
pk_facts_reader_free(PkFactsReader *reader)
{
    if (!reader)
        return;
    g_clear_pointer(&reader->persons, g_hash_table_unref);
    g_hash_table_unref(reader->read);
    g_hash_table_unref(reader->heads);
    g_hash_table_unref(reader->lines);
    g_array_unref(reader->batch);
    g_ptr_array_unref(reader->long_words);
    g_array_unref(reader->orgs);
    g_array_unref(reader->regions);
    g_array_unref(reader->suppliers);
    g_free(reader->head);
    g_free(reader->title);
    g_clear_error(&reader->failed);
    g_free(reader);
}

/* ---- text ----------------------------------------------------------------------------------- */

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    char **text = data;

    g_free(*text);
    *text = g_strdup(pk_row_text(row, 0));
    return true;
}

static bool
head_has(PkFactsReader *reader, const PkFilterTextAsk *ask)
{
    if (ask->notes) {
        if (!reader->title)
            reader->title = pk_text_tokens(reader->incident->title);
        return pk_search_tokens_have(reader->title, ask->word, !ask->exact);
    }
    const Head *known = g_hash_table_lookup(reader->heads, &reader->incident->key);
    if (known)
        return known->tokens && pk_search_tokens_have(known->tokens, ask->word, !ask->exact);
    if (!reader->head && !pk_db_each(reader->db, &pk_sql_incident_head_tokens,
                                     PK_ARGS(pk_int(reader->incident->key)), take_text,
                                     &reader->head, NULL, reader->failed ? NULL : &reader->failed))
        return false;
    return reader->head && pk_search_tokens_have(reader->head, ask->word, !ask->exact);
}

static PkStream *
long_word_stream(PkFactsReader *reader, const char *word)
{
    for (guint i = 0; i < reader->long_words->len; i++) {
        LongWord *known = reader->long_words->pdata[i];
        if (strcmp(known->word, word) == 0)
            return known->stream;
    }
    g_autofree char *phrase = pk_search_phrase(word, true);
    LongWord *added = g_new0(LongWord, 1);
    added->word = g_strdup(word);
    added->stream = pk_stream_new_lines(reader->db, phrase, 4096);
    g_ptr_array_add(reader->long_words, added);
    return added->stream;
}

/* For a server would be waited for each time: the first one asks for all that were read with it. */
static bool
lines_have(PkFactsReader *reader, const char *phrase, bool *ret_has, GError **error)
{
    const int64_t *keys = (const int64_t *)(const void *)reader->batch->data;
    PkSearchAsk ask = { "", phrase, false };
    unsigned at = 0;

    while (at < reader->batch->len && keys[at] != reader->incident->key)
        at++;
    if (at >= reader->batch->len)
        return pk_search_line_has(reader->db, reader->incident->key, phrase, ret_has, error);
    PkSearchPlace *places = g_hash_table_lookup(reader->lines, phrase);
    if (!places) {
        places = g_new0(PkSearchPlace, reader->batch->len);
        g_hash_table_insert(reader->lines, g_strdup(phrase), places);
        if (!pk_search_among(reader->db, &ask, keys, reader->batch->len, places, error))
            return false;
    }
    *ret_has = places[at] == PK_SEARCH_LINES;
    return true;
}

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    PkFactsReader *reader = data;
    bool has = false;
    GError **error = reader->failed ? NULL : &reader->failed;

    if (!ask->word || !*ask->word)
        return false;
    if (head_has(reader, ask))
        return true;
    if (ask->more && !pk_db_is_server(pk_db_where(reader->db)))
        return pk_stream_has(long_word_stream(reader, ask->word), reader->incident->key, &has,
                             error) &&
               has;
    g_autofree char *phrase = pk_search_phrase(ask->word, ask->more);
    return lines_have(reader, phrase, &has, error) && has;
}

/* ---- the rest ------------------------------------------------------------------------------- */

static bool
take_party(const PkRow *row, void *data, GError **error)
{
    PkFactsReader *reader = data;
    int64_t org = pk_row_int(row, 0);
    int64_t region = pk_row_int(row, 1);
    int role = 0;

    if (!pk_word_parse(&pk_words_party_role, pk_row_text(row, 2), &role, error))
        return false;
    g_array_append_val(reader->orgs, org);
    if (region)
        g_array_append_val(reader->regions, region);
    if (role == PK_PARTY_ROLE_SUPPLIER)
        g_array_append_val(reader->suppliers, org);
    return true;
}

static bool
load_persons(PkFactsReader *reader, GError **error)
{
    if (reader->persons)
        return true;
    g_autoptr(GPtrArray) persons = pk_person_list(reader->db, error);
    if (!persons)
        return false;
    reader->persons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        g_hash_table_insert(reader->persons, g_strdup(person->login),
                            g_strconcat(person->name, "\n", person->login, NULL));
    }
    return true;
}

static const char *
person(const PkFactsReader *reader, const char *login)
{
    const char *known =
        reader->persons && login ? g_hash_table_lookup(reader->persons, login) : NULL;

    return known ? known : login;
}

static unsigned
flags(const PkIncident *incident)
{
    unsigned bits = 0;

    if (incident->import_source)
        bits |= 1u << PK_FILTER_IS_IMPORTED;
    if (incident->caller_verified)
        bits |= 1u << PK_FILTER_IS_VERIFIED;
    g_autoptr(GPtrArray) missing = pk_incident_missing(incident);
    if (missing->len > 0)
        bits |= 1u << PK_FILTER_IS_INCOMPLETE;
    return bits;
}

/* Reads what the filter asks beyond the row itself. */
static bool
read_more(PkFactsReader *reader, PkFilterFacts *facts, GError **error)
{
    PkDb *db = reader->db;
    int64_t key = reader->incident->key;
    int64_t n = 0;
    bool has = false;

    if (reader->asks_parties && !pk_db_each(db, &pk_sql_incident_parties, PK_ARGS(pk_int(key)),
                                            take_party, reader, NULL, error))
        return false;
    if (reader->asks_persons && !load_persons(reader, error))
        return false;
    if (reader->asks_due && !pk_db_number(db, &pk_sql_incident_next_due, PK_ARGS(pk_int(key)),
                                          &facts->due_us, NULL, error))
        return false;
    if (reader->asks_has) {
        if (!pk_db_number(db, &pk_sql_incident_has_note,
                          PK_ARGS(pk_int(PK_LINE_FIRST(key)), pk_int(PK_LINE_LAST(key))), &n, &has,
                          error))
            return false;
        facts->n_notes = has;
        if (!pk_action_count_open(db, key, &n, error))
            return false;
        facts->n_actions = (unsigned)n;
    }
    return true;
}

static void
forget(PkFactsReader *reader)
{
    g_clear_pointer(&reader->head, g_free);
    g_clear_pointer(&reader->title, g_free);
    g_array_set_size(reader->orgs, 0);
    g_array_set_size(reader->regions, 0);
    g_array_set_size(reader->suppliers, 0);
}

bool
pk_facts_read(PkFactsReader *reader, const int64_t *keys, unsigned n, GError **error)
{
    g_autoptr(GPtrArray) incidents = pk_incident_get_many(reader->db, keys, n, error);

    g_hash_table_remove_all(reader->read);
    g_hash_table_remove_all(reader->lines);
    g_array_set_size(reader->batch, 0);
    if (pk_db_is_server(pk_db_where(reader->db)) && n > 0)
        g_array_append_vals(reader->batch, keys, n);
    for (guint i = 0; incidents && i < incidents->len; i++) {
        PkIncident *incident = g_steal_pointer(&g_ptr_array_index(incidents, i));
        g_hash_table_replace(reader->read, &incident->key, incident);
    }
    g_hash_table_remove_all(reader->heads);
    if (!incidents || !reader->asks_words)
        return incidents != NULL;
    g_autoptr(GPtrArray) heads =
        pk_db_all_of(reader->db, &pk_sql_incident_head_tokens_some, keys, n, &head_map, error);
    for (guint i = 0; heads && i < heads->len; i++) {
        Head *head = g_steal_pointer(&g_ptr_array_index(heads, i));
        g_hash_table_replace(reader->heads, &head->key, head);
    }
    return heads != NULL;
}

/* Owned; *ret_seen: it may be seen. */
static PkIncident *
take(PkFactsReader *reader, int64_t key, bool *ret_seen, GError **error)
{
    PkIncident *incident = g_hash_table_lookup(reader->read, &key);

    if (!incident)
        return pk_incident_get_if_seen(reader->db, key, ret_seen, error);
    g_hash_table_steal(reader->read, &key);
    *ret_seen = pk_sight_may(pk_db_sight(reader->db), key, incident->tlp);
    return incident;
}

bool
pk_facts_match(PkFactsReader *reader, int64_t key, bool *ret_matches, GError **error)
{
    bool seen = false;
    g_autoptr(PkIncident) incident = take(reader, key, &seen, error);

    if (!incident)
        return false;
    if (!seen) {
        *ret_matches = false;
        return true;
    }
    forget(reader);
    reader->incident = incident;
    PkFilterFacts facts = {
        .id = incident->ident,
        .status = (int)incident->status,
        .severity = incident->severity,
        .tlp = incident->tlp,
        .kinds = incident->kinds,
        .source = (int)incident->source,
        .time_us = incident->received_us,
        .flags = reader->asks_is ? flags(incident) : 0,
        .text_has = text_has,
        .data = reader,
    };
    if (!read_more(reader, &facts, error))
        return false;
    facts.by = person(reader, incident->changed_by);
    facts.owner = person(reader, incident->lead);
    facts.caller = incident->reporter;
    facts.org_ids = (const int64_t *)(const void *)reader->orgs->data;
    facts.n_org_ids = reader->orgs->len;
    facts.region_ids = (const int64_t *)(const void *)reader->regions->data;
    facts.n_region_ids = reader->regions->len;
    facts.supplier_ids = (const int64_t *)(const void *)reader->suppliers->data;
    facts.n_supplier_ids = reader->suppliers->len;

    bool matches = pk_filter_matches(reader->filter, &facts);
    reader->incident = NULL;
    if (reader->failed) {
        g_propagate_error(error, g_steal_pointer(&reader->failed));
        return false;
    }
    *ret_matches = matches;
    return true;
}
