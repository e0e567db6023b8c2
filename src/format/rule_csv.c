/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/format/rule_csv.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/format/csv.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 1000 };

typedef enum { AS_TEXT, AS_WORD, AS_NUMBER, AS_DAY } Kind;

#define AT(field) G_STRUCT_OFFSET(PkRule, field)

/* clang-format off */
static const struct {
    const char *name;
    Kind kind;
    size_t offset;
    const PkWords *words;
    bool needed;
} columns[] = {
    { "key",         AS_TEXT,   AT(key),            NULL,                 true },
    { "name_en",     AS_TEXT,   AT(name_en),        NULL,                 true },
    { "name_nl",     AS_TEXT,   AT(name_nl),        NULL,                 true },
    { "law",         AS_TEXT,   AT(law),            NULL,                 false },
    { "start",       AS_WORD,   AT(start),          &pk_words_rule_start, true },
    { "unit",        AS_WORD,   AT(unit),           &pk_words_rule_unit,  true },
    { "length",      AS_NUMBER, AT(length),         NULL,                 true },
    { "who_en",      AS_TEXT,   AT(who_en),         NULL,                 false },
    { "who_nl",      AS_TEXT,   AT(who_nl),         NULL,                 false },
    { "whom",        AS_TEXT,   AT(whom),           NULL,                 false },
    { "valid_from",  AS_DAY,    AT(valid_from_us),  NULL,                 false },
    { "valid_until", AS_DAY,    AT(valid_until_us), NULL,                 false },
    { "checked",     AS_DAY,    AT(checked_us),     NULL,                 false },
    { "note_en",     AS_TEXT,   AT(note_en),        NULL,                 false },
    { "note_nl",     AS_TEXT,   AT(note_nl),        NULL,                 false },
};
/* clang-format on */

enum { N_COLUMNS = G_N_ELEMENTS(columns) };

static bool
broken(unsigned row, const char *column, const char *why, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Row %u, column %s: %s. Nothing was read in; correct the file and try again."),
                row, column, why);
    return false;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
read_day(const char *text, const PkZone *zone, int64_t *ret_us)
{
    int year, month, day;
    char rest;

    *ret_us = 0;
    if (!*text)
        return true;
    if (strlen(text) != 10 || sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3 ||
        year < 1990 || year > 2200 || month < 1 || month > 12 || day < 1 ||
        day > pk_civil_month_length(year, month))
        return false;
    *ret_us = pk_zone_day_start(zone, year, month, day);
    return true;
}

static bool
read_cell(PkRule *rule, unsigned column, const char *text, const PkZone *zone, unsigned row,
          GError **error)
{
    void *at = (char *)rule + columns[column].offset;
    const char *name = columns[column].name;
    g_autofree char *clean = pk_text_clean(pk_csv_rearm(text), -1, PK_TEXT_LINE, NULL);
    guint64 number = 0;
    int value = 0;

    if (columns[column].needed && !*clean)
        return broken(row, name, _("it is empty"), error);
    if (g_utf8_strlen(clean, -1) > TEXT_MAX)
        return broken(row, name, _("the text is too long"), error);
    switch (columns[column].kind) {
    case AS_TEXT: *(char **)at = g_steal_pointer(&clean); break;
    case AS_WORD:
        if (!pk_word_parse(columns[column].words, clean, &value, NULL))
            return broken(row, name, _("that word is not known"), error);
        memcpy(at, &value, sizeof value);
        break;
    case AS_NUMBER:
        if (!g_ascii_string_to_unsigned(clean, 10, 0, PK_RULE_HOURS_MAX, &number, NULL))
            return broken(row, name, _("that is no whole number, or too large"), error);
        *(int *)at = (int)number;
        break;
    case AS_DAY:
        if (!read_day(clean, zone, at))
            return broken(row, name, _("write a day as 2026-03-31"), error);
        break;
    }
    return true;
}

/* Where each of our columns stands; missing ones are said by name. */
static bool
read_heads(const PkCsvRow *row, int at[N_COLUMNS], GError **error)
{
    for (unsigned i = 0; i < N_COLUMNS; i++) {
        at[i] = -1;
        for (unsigned k = 0; k < row->n_cells; k++) {
            g_autofree char *head = pk_text_clean(row->cells[k], -1, PK_TEXT_LINE, NULL);
            if (g_ascii_strcasecmp(head, columns[i].name) == 0)
                at[i] = (int)k;
        }
        if (at[i] < 0 && columns[i].needed)
            return broken(1, columns[i].name, _("this column is missing"), error);
    }
    return true;
}

static PkRule *
read_rule(const PkCsvRow *row, const int at[N_COLUMNS], const PkZone *zone, GError **error)
{
    g_autoptr(PkRule) rule = g_new0(PkRule, 1);
    g_autoptr(GError) why = NULL;

    for (unsigned i = 0; i < N_COLUMNS; i++) {
        bool there = at[i] >= 0 && (unsigned)at[i] < row->n_cells;
        if (!read_cell(rule, i, there ? row->cells[at[i]] : "", zone, row->number, error))
            return NULL;
    }
    for (const char *c = rule->key; *c; c++) {
        if (!g_ascii_isalnum(*c) && !strchr("-._", *c)) {
            broken(row->number, "key", _("write it with letters, digits and hyphens"), error);
            return NULL;
        }
    }
    if (!pk_rule_check(rule, &why)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("Row %u: %s"), row->number, why->message);
        return NULL;
    }
    return g_steal_pointer(&rule);
}

static bool
is_twice(const GPtrArray *rules, const PkRule *rule)
{
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *other = rules->pdata[i];
        if (strcmp(other->key, rule->key) == 0 && other->valid_from_us == rule->valid_from_us)
            return true;
    }
    return false;
}

static bool
read_rows(PkCsv *csv, const PkZone *zone, GPtrArray *rules, GArray *rows, GError **error)
{
    g_autoptr(GError) problem = NULL;
    int at[N_COLUMNS];
    PkCsvRow row;
    bool head = true;

    while (pk_csv_next(csv, &row, &problem)) {
        if (head) {
            head = false;
            if (!read_heads(&row, at, error))
                return false;
            continue;
        }
        g_autoptr(PkRule) rule = read_rule(&row, at, zone, error);
        if (!rule)
            return false;
        if (is_twice(rules, rule))
            return broken(row.number, "key", _("this version of the rule stands there twice"),
                          error);
        if (rules->len >= PK_RULES_MAX)
            return broken(row.number, "key", _("these are too many rules"), error);
        g_ptr_array_add(rules, g_steal_pointer(&rule));
        g_array_append_val(rows, row.number);
    }
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (rules->len == 0)
        return broken(1, "key", _("there is no rule in this file"), error);
    return true;
}

GPtrArray *
pk_rules_read(const char *bytes, size_t n_bytes, const PkZone *zone, GArray **ret_rows,
              GError **error)
{
    g_autoptr(PkCsv) csv = pk_csv_open(bytes, n_bytes, error);
    g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rule_free);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(unsigned));

    if (!csv || !read_rows(csv, zone, rules, rows, error))
        return NULL;
    if (ret_rows)
        *ret_rows = g_steal_pointer(&rows);
    return g_steal_pointer(&rules);
}

/* ---- writing -------------------------------------------------------------------------------- */

static char *
cell_of(const PkRule *rule, unsigned column, const PkZone *zone)
{
    const void *at = (const char *)rule + columns[column].offset;
    int value = 0;
    int64_t us = 0;

    switch (columns[column].kind) {
    case AS_TEXT: return g_strdup(*(char *const *)at ? *(char *const *)at : "");
    case AS_WORD:
        memcpy(&value, at, sizeof value);
        return g_strdup(pk_word_key(columns[column].words, value));
    case AS_NUMBER: return g_strdup_printf("%d", *(const int *)at);
    case AS_DAY: us = *(const int64_t *)at; break;
    }
    if (us == 0)
        return g_strdup("");
    PkLocal day = pk_zone_local(zone, us);
    return g_strdup_printf("%04d-%02d-%02d", day.year, day.month, day.day);
}

char *
pk_rules_write(const GPtrArray *rules, const PkZone *zone)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < N_COLUMNS; i++)
        pk_csv_append(out, columns[i].name, ',');
    pk_csv_end(out);
    for (guint r = 0; r < rules->len; r++) {
        for (unsigned i = 0; i < N_COLUMNS; i++) {
            g_autofree char *cell = cell_of(rules->pdata[r], i, zone);
            pk_csv_append(out, cell, ',');
        }
        pk_csv_end(out);
    }
    return g_string_free(out, FALSE);
}
