/* SPDX-License-Identifier: EUPL-1.2 */
/* Search: the filter language again, with the line that matched. */
#include "piket/base/text.h"
#include "piket/store/line_store.h"
#include "piket/store/search_store.h"
#include "read_private.h"

#include <string.h>

enum {
    LIMIT_MAX = 1000,
    SNIPPET_COLUMNS = 120,
    BEFORE_COLUMNS = 40,  /* of the snippet, in front of the word                */
    READ_MAX = 100,       /* lines of one incident                               */
    HITS_MAX = 2000,      /* of a word in one incident; the newest is the last   */
    EXAMINED_MAX = 20000, /* as a list does                                      */
};

void
pk_hit_free(PkHit *hit)
{
    if (!hit)
        return;
    pk_incident_row_free(hit->row);
    g_free(hit->snippet);
    g_free(hit);
}

/* ---- which words? --------------------------------------------------------------------------- */

typedef struct {
    const char *folded;
    bool more;
} Word;

/* What must be there; what stands under a "not" is not shown. */
static void
collect_words(const PkFilterNode *node, GArray *words)
{
    if (node->type == PK_FILTER_NOT)
        return;
    if (node->type != PK_FILTER_LEAF) {
        for (guint i = 0; i < node->children->len; i++)
            collect_words(node->children->pdata[i], words);
        return;
    }
    if (node->field_id != PK_FILTER_WORD && node->field_id != PK_FILTER_TEXT)
        return;
    for (guint i = 0; i < node->values->len; i++) {
        const PkFilterValue *value = node->values->pdata[i];
        Word word = { value->folded, value->more };
        if (value->folded && *value->folded)
            g_array_append_val(words, word);
    }
}

/* ---- the line, around the word -------------------------------------------------------------- */

/* Do the words of text begin with word? Only as much of text is folded as word can need. */
static bool
begins_with(const char *text, const Word *word)
{
    size_t n = strlen(word->folded), most = 4 * n + 16, length = strnlen(text, most);

    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--; /* not inside a character */
    g_autofree char *piece = g_strndup(text, length);
    g_autofree char *tokens = pk_text_tokens(piece);
    return strncmp(tokens, word->folded, n) == 0 &&
           (word->more || tokens[n] == ' ' || tokens[n] == '\0');
}

/* Where the word stands in text; NULL when it does not. */
static const char *
find_word(const char *text, const Word *word)
{
    bool inside = false;

    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        bool letter =
            g_unichar_isalnum(g_utf8_get_char(at)) || g_unichar_ismark(g_utf8_get_char(at));
        if (letter && !inside && begins_with(at, word))
            return at;
        inside = letter;
    }
    return NULL;
}

/* The beginning of a word at most so many columns before at. */
static const char *
step_back(const char *text, const char *at, int columns)
{
    const char *from = at;

    for (const char *to = at; to > text && columns > 0;) {
        to = g_utf8_find_prev_char(text, to);
        columns--;
        if (to == text || g_unichar_isspace(g_utf8_get_char(g_utf8_find_prev_char(text, to))))
            from = to;
    }
    return from;
}

/* At most SNIPPET_COLUMNS of text around the word. Owned. */
static char *
snippet(const char *text, const Word *word)
{
    g_autofree char *line = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    const char *at = find_word(line, word);

    if (!at || pk_text_width(line) <= SNIPPET_COLUMNS)
        return pk_text_fit(line, SNIPPET_COLUMNS, "...");
    const char *from = step_back(line, at, BEFORE_COLUMNS);
    if (from == line)
        return pk_text_fit(line, SNIPPET_COLUMNS, "...");
    g_autofree char *part = g_strconcat("...", from, NULL);
    return pk_text_fit(part, SNIPPET_COLUMNS, "...");
}

/* Among the newest lines of the incident, read one by one. */
static bool
newest_read(PkApp *app, int64_t incident, const Word *word, int64_t *ret_key, GError **error)
{
    g_autoptr(GPtrArray) lines = pk_line_list_before(app->db, incident, 0, READ_MAX, error);

    for (guint i = 0; lines && i < lines->len && *ret_key == 0; i++) {
        const PkLine *line = lines->pdata[i];
        if (line->text && pk_filter_text_in(line->text, word->folded, word->more))
            *ret_key = line->key;
    }
    return lines != NULL;
}

/* The newest line of each incident that has the word into the hit's line_key, which stays 0 without
 * one. The beginning of a word has no index in lines: asking for it costs more than reading the
 * last of them. hits: those wanted. */
static bool
newest_lines(PkApp *app, const GPtrArray *hits, const Word *word, GError **error)
{
    g_autofree char *phrase = pk_search_phrase(word->folded, word->more);
    g_autoptr(GArray) incidents = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GPtrArray) asked = g_ptr_array_new();

    for (guint i = 0; i < hits->len; i++) {
        PkHit *hit = hits->pdata[i];
        if (word->more && !newest_read(app, hit->row->incident->key, word, &hit->line_key, error))
            return false;
        if (hit->line_key != 0)
            continue;
        g_array_append_val(incidents, hit->row->incident->key);
        g_ptr_array_add(asked, hit);
    }
    g_autoptr(GArray) newest =
        pk_search_newest(app->db, (const int64_t *)(const void *)incidents->data, incidents->len,
                         phrase, HITS_MAX, error);
    for (guint i = 0; newest && i < asked->len; i++)
        ((PkHit *)asked->pdata[i])->line_key = g_array_index(newest, int64_t, i);
    return newest != NULL;
}

/* Reads the lines that were found; a hit whose line has a text has its snippet then. */
static bool
show_lines(PkApp *app, const GPtrArray *hits, const Word *word, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    guint at = 0;

    for (guint i = 0; i < hits->len; i++) {
        const PkHit *hit = hits->pdata[i];
        if (hit->line_key != 0)
            g_array_append_val(keys, hit->line_key);
    }
    g_autoptr(GPtrArray) lines =
        pk_line_get_many(app->db, (const int64_t *)(const void *)keys->data, keys->len, error);
    for (guint i = 0; lines && i < hits->len; i++) {
        PkHit *hit = hits->pdata[i];
        const PkLine *line = hit->line_key ? lines->pdata[at++] : NULL;
        if (line && line->text) {
            hit->line_tlp = line->tlp;
            hit->snippet = snippet(line->text, word);
        } else {
            hit->line_key = 0;
        }
    }
    return lines != NULL;
}

/* The first word that a line and not the title has; each is asked for all hits at once. */
static bool
fill_snippets(PkApp *app, GPtrArray *hits, const GArray *words, GError **error)
{
    for (guint i = 0; i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        g_autoptr(GPtrArray) wanted = g_ptr_array_new();
        for (guint k = 0; k < hits->len; k++) {
            PkHit *hit = hits->pdata[k];
            if (!hit->snippet && !pk_filter_text_in(hit->row->incident->title, word->folded, true))
                g_ptr_array_add(wanted, hit);
        }
        if (!newest_lines(app, wanted, word, error) || !show_lines(app, wanted, word, error))
            return false;
    }
    for (guint k = 0; k < hits->len; k++) {
        PkHit *hit = hits->pdata[k];
        if (!hit->snippet)
            hit->snippet = g_strdup("");
    }
    return true;
}

/* ---- searching ------------------------------------------------------------------------------ */

static GPtrArray *
hits_of(PkApp *app, PkFindPage *page, const GArray *words, GError **error)
{
    g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func((GDestroyNotify)pk_hit_free);
    g_autoptr(GPtrArray) rows = pk_read_rows_of(app, page->rows, error);

    for (guint i = 0; rows && i < rows->len; i++) {
        PkHit *hit = g_new0(PkHit, 1);
        g_ptr_array_add(hits, hit);
        hit->row = g_steal_pointer(&g_ptr_array_index(rows, i));
    }
    if (!rows || !fill_snippets(app, hits, words, error))
        return NULL;
    return g_steal_pointer(&hits);
}

GPtrArray *
pk_search(PkApp *app, const char *query, unsigned limit, bool *ret_more, size_t *ret_at,
          GError **error)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
    GPtrArray *hits = NULL;
    bool own = false;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(PkFilter) filter = pk_read_filter(app, query, PK_FILTER_INCIDENTS, ret_at, error);
    if (!filter || !pk_read_begin(app, &own, error))
        return NULL;
    collect_words(pk_filter_root(filter), words);
    PkFind find = {
        .filter = filter,
        .limit = CLAMP(limit, 1, LIMIT_MAX),
        .examined_max = EXAMINED_MAX,
    };
    g_autoptr(PkFindPage) page = pk_incident_find(app->db, &find, error);
    if (page)
        hits = hits_of(app, page, words, error);
    pk_read_end(app, own);
    if (hits && ret_more)
        *ret_more = page->more_key != 0;
    return hits;
}
