/* SPDX-License-Identifier: EUPL-1.2 */
#include "incident_import.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

typedef struct {
    unsigned number;
    char *digest; /* of the whole row, to tell a copy from another incident */
} Seen;

/* clang-format off */
static const char *const names[FIELD_N] = {
    [FIELD_ID]        = "id nummer nr",
    [FIELD_DATE]      = "date occurred opened datum opgetreden geopend",
    [FIELD_PRECISION] = "date_precision precision precisie",
    [FIELD_TITLE]     = "title titel onderwerp subject",
    [FIELD_TEXT]      = "text summary description tekst omschrijving beschrijving samenvatting",
    [FIELD_KIND]      = "kind kinds soort soorten",
    [FIELD_SEVERITY]  = "severity ernst",
    [FIELD_TLP]       = "tlp",
    [FIELD_STATUS]    = "status",
    [FIELD_ORG]       = "org organisation organization organisatie victim slachtoffer municipality gemeente",
    [FIELD_COUNTRY]   = "country land",
    [FIELD_SOURCE]    = "source bron",
};
/* clang-format on */

Field
import_field(const char *name)
{
    g_autofree char *folded = pk_text_fold(name);
    g_strdelimit(g_strstrip(folded), " -", '_');

    size_t n = strlen(folded);
    for (int field = 0; n > 0 && field < FIELD_N; field++) {
        for (const char *at = names[field]; at; at = strchr(at, ' ')) {
            at += *at == ' ';
            if (strncmp(at, folded, n) == 0 && (at[n] == ' ' || at[n] == '\0'))
                return (Field)field;
        }
    }
    return FIELD_NONE;
}

void
import_put(Raw *raw, Field field, const char *name, const char *bytes, size_t len)
{
    size_t removed = 0;
    PkTextKind kind = field == FIELD_TEXT || field == FIELD_NONE ? PK_TEXT_MULTILINE : PK_TEXT_LINE;
    g_autofree char *clean = pk_text_clean(bytes, (gssize)len, kind, &removed);

    raw->n_removed += removed;
    if (*clean == '\0')
        return;
    if (field != FIELD_NONE && !raw->values[field]) {
        raw->values[field] = g_steal_pointer(&clean);
        return;
    }
    g_autofree char *key = pk_text_clean(name, -1, PK_TEXT_LINE, NULL);
    for (int i = 2; json_object_get(raw->details, key); i++) {
        char *next = g_strdup_printf("%s_%d", name, i);
        g_free(key);
        key = pk_text_clean(next, -1, PK_TEXT_LINE, NULL);
        g_free(next);
    }
    json_object_set_new(raw->details, key, json_string(clean));
}

/* The first refusal is the one that is told. */
static void
refuse(Raw *raw, char *why)
{
    if (raw->error)
        g_free(why);
    else
        raw->error = why;
}

static char *
quoted(const char *value)
{
    return pk_text_fit(value ? value : "", 40, "...");
}

static void
judge_date(Raw *raw, unsigned number, PkImportRow *row)
{
    const char *text = raw->values[FIELD_DATE];
    const char *coarser = raw->values[FIELD_PRECISION];
    int precision = PK_PRECISION_SECOND;

    if (!text) {
        refuse(raw, g_strdup_printf(_("Row %u: there is no date. Give it as YYYY-MM-DD, YYYY-MM or "
                                      "YYYY."),
                                    number));
        return;
    }
    if (!import_date(text, &row->occurred_us, &row->precision)) {
        g_autofree char *shown = quoted(text);
        refuse(raw, g_strdup_printf(_("Row %u: date \"%s\" is not a date. Give it as YYYY-MM-DD, "
                                      "YYYY-MM or YYYY, or with a time and a zone as "
                                      "2026-03-10T02:14:00Z."),
                                    number, shown));
        return;
    }
    if (!coarser)
        return;
    if (!pk_word_parse(&pk_words_precision, coarser, &precision, NULL)) {
        g_autofree char *shown = quoted(coarser);
        refuse(raw,
               g_strdup_printf(_("Row %u: \"%s\" is not how exact a date is. Give second, day, "
                                 "month or year."),
                               number, shown));
        return;
    }
    row->precision = MAX(row->precision, (PkPrecision)precision);
}

static int
judge_word(Raw *raw, unsigned number, Field field, const PkWords *words)
{
    g_autoptr(GError) error = NULL;
    int value = 0;

    if (raw->values[field] && !pk_word_parse(words, raw->values[field], &value, &error)) {
        g_autofree char *shown = quoted(raw->values[field]);
        refuse(raw, g_strdup_printf(_("Row %u: \"%s\" is not known: %s"), number, shown,
                                    error->message));
    }
    return value;
}

static void
judge_tlp(Raw *raw, unsigned number, PkImportRow *row)
{
    g_autoptr(GError) error = NULL;

    row->has_tlp = raw->values[FIELD_TLP] != NULL;
    if (row->has_tlp && !pk_tlp_parse(raw->values[FIELD_TLP], &row->tlp, NULL, &error)) {
        g_autofree char *shown = quoted(raw->values[FIELD_TLP]);
        refuse(raw, g_strdup_printf(_("Row %u: \"%s\" is not known: %s"), number, shown,
                                    error->message));
    }
}

/* A kind that we have no word for is not lost: it is OTHER, and stands in the details. */
static unsigned
judge_kinds(Raw *raw)
{
    unsigned kinds = raw->kinds;
    g_auto(GStrv) words =
        g_strsplit_set(raw->values[FIELD_KIND] ? raw->values[FIELD_KIND] : "", ",;/", -1);

    for (char **word = words; *word; word++) {
        int kind = 0;
        if (*g_strstrip(*word) == '\0')
            continue;
        if (pk_word_parse(&pk_words_kind, *word, &kind, NULL)) {
            kinds |= 1u << kind;
            continue;
        }
        kinds |= 1u << PK_KIND_OTHER;
        import_put(raw, FIELD_NONE, "kind", *word, strlen(*word));
    }
    return kinds ? kinds : 1u << PK_KIND_OTHER;
}

/* Returns the title, owned, or NULL after refusing. */
static char *
judge_title(Raw *raw, unsigned number, bool without_text)
{
    if (raw->values[FIELD_TITLE])
        return g_strdup(raw->values[FIELD_TITLE]);
    g_autofree char *first =
        pk_text_first_sentence(raw->values[FIELD_TEXT], PK_IMPORT_TITLE_COLUMNS);
    if (*first)
        return g_steal_pointer(&first);
    const char *known = raw->stand_in ? raw->stand_in : raw->values[FIELD_ORG];
    if (without_text && known) {
        static const char mark[] = " (no text)";
        g_autofree char *cut =
            pk_text_first_sentence(known, PK_IMPORT_TITLE_COLUMNS - (int)strlen(mark));
        return g_strconcat(cut, mark, NULL);
    }
    refuse(raw, g_strdup_printf(_("Row %u: there is no title, text or organisation, so there is "
                                  "nothing to store."),
                                number));
    return NULL;
}

static void
free_seen(void *data)
{
    Seen *seen = data;

    g_free(seen->digest);
    g_free(seen);
}

static void
judge_duplicate(Import *import, Raw *raw, PkImportRow *row)
{
    if (!*row->source_id)
        return;
    g_autofree char *whole =
        g_strjoin("\x1f", row->title, row->text, row->victim,
                  raw->values[FIELD_DATE] ? raw->values[FIELD_DATE] : "", row->details, NULL);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
    const Seen *seen = g_hash_table_lookup(import->seen, row->source_id);
    if (seen) {
        g_autofree char *shown = quoted(row->source_id);
        row->duplicate_of = seen->number;
        refuse(raw, strcmp(seen->digest, digest) == 0
                        ? g_strdup_printf(_("Row %u: a copy of row %u, with the same id \"%s\"."),
                                          row->number, seen->number, shown)
                        : g_strdup_printf(_("Row %u: row %u already has the id \"%s\", with other "
                                            "content. Give one of them an id of its own."),
                                          row->number, seen->number, shown));
        return;
    }
    if (raw->error) /* a refused row does not take the id from a good one behind it */
        return;
    Seen *first = g_new0(Seen, 1);
    first->number = row->number;
    first->digest = g_steal_pointer(&digest);
    g_hash_table_insert(import->seen, g_strdup(row->source_id), first);
}

static void
count(PkImportTotals *totals, const PkImportRow *row)
{
    totals->n_rows++;
    totals->n_removed += row->n_removed;
    totals->n_duplicates += row->duplicate_of != 0;
    if (row->error) {
        totals->n_refused++;
        return;
    }
    totals->n_without_text += row->without_text;
    totals->by_precision[row->precision]++;
}

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static void
clear(Raw *raw)
{
    for (int i = 0; i < FIELD_N; i++)
        g_free(raw->values[i]);
    json_decref(raw->details);
    g_free(raw->stand_in);
    g_free(raw->error);
    *raw = (Raw){ 0 };
}

bool
import_row(Import *import, unsigned number, Raw *raw)
{
    PkImportRow row = { .number = number, .without_text = !raw->values[FIELD_TEXT] };

    if (!raw->error)
        judge_date(raw, number, &row);
    row.kinds = judge_kinds(raw);
    row.severity = (PkSeverity)judge_word(raw, number, FIELD_SEVERITY, &pk_words_severity);
    row.has_status = raw->values[FIELD_STATUS] != NULL;
    row.status = (PkStatus)judge_word(raw, number, FIELD_STATUS, &pk_words_status);
    judge_tlp(raw, number, &row);
    g_autofree char *title = judge_title(raw, number, row.without_text);
    char *dumped = json_dumps(raw->details, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_SORT_KEYS);

    row.source = raw->values[FIELD_SOURCE] ? raw->values[FIELD_SOURCE] : import->source;
    row.source_id = or_empty(raw->values[FIELD_ID]);
    row.title = or_empty(title);
    row.text = or_empty(raw->values[FIELD_TEXT]);
    row.victim = or_empty(raw->values[FIELD_ORG]);
    row.country = or_empty(raw->values[FIELD_COUNTRY]);
    row.details = dumped ? dumped : "{}";
    row.n_removed = raw->n_removed;
    judge_duplicate(import, raw, &row);
    row.error = raw->error;
    count(&import->totals, &row);
    bool more = import->fn(&row, import->data);
    free(dumped);
    clear(raw);
    return more;
}

void
pk_import_totals_clear(PkImportTotals *totals)
{
    g_clear_pointer(&totals->notices, g_ptr_array_unref);
    *totals = (PkImportTotals){ 0 };
}

static bool
is_json(const char *bytes, size_t len)
{
    size_t i = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (i < len && strchr(" \t\r\n", bytes[i]) && bytes[i])
        i++;
    return i < len && (bytes[i] == '{' || bytes[i] == '[');
}

bool
pk_incident_import_read(const char *bytes, size_t len, PkImportFn fn, void *data,
                        PkImportTotals *totals, GError **error)
{
    Import import = { .fn = fn, .data = data };
    g_autoptr(GError) local = NULL;

    import.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_seen);
    import.totals.notices = g_ptr_array_new_with_free_func(g_free);
    bool ok = is_json(bytes, len) ? import_json(&import, bytes, len, &local)
                                  : import_csv(&import, bytes, len, &local);
    g_hash_table_unref(import.seen);
    if (ok && import.totals.n_rows == 0) {
        ok = false;
        g_set_error(&local, PK_ERROR, PK_ERROR_INVALID,
                    _("There is no incident in the file. Piket reads JSON lines, or CSV with a "
                      "header row."));
    }
    if (local)
        g_propagate_error(error, g_steal_pointer(&local));
    if (totals)
        *totals = import.totals;
    else
        pk_import_totals_clear(&import.totals);
    return ok;
}
