/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/format/ladder_csv.h"

#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/format/csv.h"

#include <string.h>

typedef enum {
    COL_LADDER,
    COL_NAME_EN,
    COL_NAME_NL,
    COL_ABOUT,
    COL_KINDS,
    COL_SEVERITY,
    COL_MOMENT,
    COL_AT_SAVING,
    COL_HOURS,
    COL_WAIT,
    COL_ROUNDS,
    COL_PAUSE,
    COL_SILENCE,
    COL_RUNG, /* from here on of the rung */
    COL_CALL,
    COL_OFFICE,
    COL_RUNG_EN,
    COL_RUNG_NL,
    COL_PHONE,
    COL_DELAY,
    COL_REPEATS,
    COL_EVERY,
    COL_ALL,
    COL_REASON,
    COL_N,
} Col;

static const char *const names[COL_N] = {
    "ladder",  "name_en", "name_nl", "about", "kinds",   "severity", "moment", "at_saving",
    "hours",   "wait",    "rounds",  "pause", "silence", "rung",     "call",   "office",
    "rung_en", "rung_nl", "phone",   "delay", "repeats", "every",    "all",    "reason",
};

typedef struct {
    unsigned column[COL_N]; /* index + 1, 0: not in the file       */
    char *cell[COL_N];      /* of the row, cleaned, owned          */
    char *head[COL_RUNG];   /* of the ladder's first row, owned    */
    unsigned row;           /*                                     */
    PkLadder *ladder;       /* that is being read, or NULL         */
    GPtrArray *all;
} Reading;

static bool
refuse(const Reading *reading, Col col, const char *why, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("Row %u, column %s: %s Nothing was imported."),
                reading->row, names[col], why);
    return false;
}

static void
clear_cells(char **cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_clear_pointer(&cells[i], g_free);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static bool
number(const Reading *reading, Col col, int when_empty, int *ret, GError **error)
{
    const char *text = reading->cell[col];
    char *end = NULL;

    if (!*text) {
        *ret = when_empty;
        return true;
    }
    gint64 value = g_ascii_strtoll(text, &end, 10);
    if (*end || value < 0 || value > 1000000)
        return refuse(reading, col, _("this is not a whole number from 0."), error);
    *ret = (int)value;
    return true;
}

static bool
yes_no(const Reading *reading, Col col, bool *ret, GError **error)
{
    const char *text = reading->cell[col];

    if (*text && strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
        return refuse(reading, col, _("write 1 for yes, 0 or nothing for no."), error);
    *ret = *text == '1';
    return true;
}

/* Any reader of the model; its sentence gets row and column in front. */
static bool
word(const Reading *reading, Col col, const PkWords *words, int *ret, GError **error)
{
    g_autoptr(GError) why = NULL;

    if (!*reading->cell[col] || pk_word_parse(words, reading->cell[col], ret, &why))
        return true;
    return refuse(reading, col, why->message, error);
}

static bool
kinds_of(const Reading *reading, guint *ret, GError **error)
{
    g_auto(GStrv) each = g_strsplit(reading->cell[COL_KINDS], ",", -1);

    for (char **one = each; *one; one++) {
        g_autoptr(GError) why = NULL;
        int kind = 0;
        if (!*g_strstrip(*one))
            continue;
        if (!pk_word_parse(&pk_words_kind, *one, &kind, &why))
            return refuse(reading, COL_KINDS, why->message, error);
        *ret |= 1u << kind;
    }
    return true;
}

static bool
about(const Reading *reading, bool *ret_none, GError **error)
{
    const char *text = reading->cell[COL_ABOUT];

    *ret_none = strcmp(text, "page") == 0;
    return *ret_none || !*text || strcmp(text, "incident") == 0 ||
           refuse(reading, COL_ABOUT, _("write incident or page."), error);
}

static bool
targets(const Reading *reading, Col col, GArray **ret, GError **error)
{
    g_autoptr(GError) why = NULL;
    GArray *read = pk_targets_parse(reading->cell[col], &why);

    if (!read)
        return refuse(reading, col, why->message, error);
    g_array_unref(*ret);
    *ret = read;
    return true;
}

static char *
filled(const Reading *reading, Col col)
{
    return *reading->cell[col] ? g_strdup(reading->cell[col]) : NULL;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool
read_head(const Reading *reading, PkLadder *ladder, GError **error)
{
    int severity = PK_SEVERITY_NONE, moment = PK_LADDER_ALWAYS;
    g_autoptr(GError) why = NULL;

    ladder->key = filled(reading, COL_LADDER);
    ladder->name_en = filled(reading, COL_NAME_EN);
    ladder->name_nl = filled(reading, COL_NAME_NL);
    if (!about(reading, &ladder->no_incident, error) || !kinds_of(reading, &ladder->kinds, error) ||
        !word(reading, COL_SEVERITY, &pk_words_severity, &severity, error) ||
        !word(reading, COL_MOMENT, &pk_words_ladder_when, &moment, error) ||
        !yes_no(reading, COL_AT_SAVING, &ladder->at_saving, error) ||
        !number(reading, COL_WAIT, ladder->wait_min, &ladder->wait_min, error) ||
        !number(reading, COL_ROUNDS, ladder->rounds, &ladder->rounds, error) ||
        !number(reading, COL_PAUSE, ladder->pause_min, &ladder->pause_min, error) ||
        !number(reading, COL_SILENCE, ladder->silence_min, &ladder->silence_min, error))
        return false;
    if (!pk_ladder_hours_parse(reading->cell[COL_HOURS], ladder, &why))
        return refuse(reading, COL_HOURS, why->message, error);
    ladder->from = (PkSeverity)severity;
    ladder->when = (PkLadderWhen)moment;
    return true;
}

static bool
read_rung(const Reading *reading, PkLadder *ladder, GError **error)
{
    g_autoptr(PkRung) rung = pk_rung_new();

    rung->name_en = filled(reading, COL_RUNG_EN);
    rung->name_nl = filled(reading, COL_RUNG_NL);
    rung->phone = filled(reading, COL_PHONE);
    if (!number(reading, COL_RUNG, (int)ladder->rungs->len + 1, &rung->no, error) ||
        !targets(reading, COL_CALL, &rung->targets, error) ||
        !targets(reading, COL_OFFICE, &rung->office, error) ||
        !number(reading, COL_DELAY, 0, &rung->delay_min, error) ||
        !number(reading, COL_REPEATS, 0, &rung->repeats, error) ||
        !number(reading, COL_EVERY, 0, &rung->every_min, error) ||
        !yes_no(reading, COL_ALL, &rung->all, error) ||
        !yes_no(reading, COL_REASON, &rung->need_reason, error))
        return false;
    if (ladder->rungs->len >= 2 * PK_LADDER_RUNGS_MAX)
        return refuse(reading, COL_RUNG, _("a ladder has at most 20 rungs."), error);
    g_ptr_array_add(ladder->rungs, g_steal_pointer(&rung));
    return true;
}

/* A later row of the same ladder says nothing else about it. */
static bool
same_head(const Reading *reading, GError **error)
{
    for (int i = COL_NAME_EN; i < COL_RUNG; i++) {
        const char *text = reading->cell[i];
        if (*text && strcmp(text, reading->head[i]) != 0)
            return refuse(reading, (Col)i, _("this differs from the first row of the ladder."),
                          error);
    }
    return true;
}

static bool
finish(Reading *reading, GError **error)
{
    PkLadder *ladder = reading->ladder;

    if (!ladder)
        return true;
    if (!pk_ladder_check(ladder, error))
        return false;
    g_ptr_array_add(reading->all, g_steal_pointer(&reading->ladder));
    return true;
}

static bool
begin(Reading *reading, GError **error)
{
    if (!finish(reading, error))
        return false;
    if (reading->all->len >= PK_LADDERS_MAX)
        return refuse(reading, COL_LADDER, _("these are more than 500 ladders."), error);
    for (guint i = 0; i < reading->all->len; i++) {
        const PkLadder *before = reading->all->pdata[i];
        if (strcmp(before->key, reading->cell[COL_LADDER]) == 0)
            return refuse(reading, COL_LADDER,
                          _("this ladder stands in two places. Put its rungs together."), error);
    }
    clear_cells(reading->head, COL_RUNG);
    for (int i = 0; i < COL_RUNG; i++)
        reading->head[i] = g_strdup(reading->cell[i]);
    reading->ladder = pk_ladder_new();
    return read_head(reading, reading->ladder, error);
}

static bool
read_row(Reading *reading, const PkCsvRow *row, GError **error)
{
    reading->row = row->number;
    clear_cells(reading->cell, COL_N);
    for (int i = 0; i < COL_N; i++) {
        unsigned at = reading->column[i];
        const char *raw = at && at <= row->n_cells ? pk_csv_rearm(row->cells[at - 1]) : "";
        reading->cell[i] = pk_text_clean(raw, -1, PK_TEXT_LINE, NULL);
    }
    const char *key = reading->cell[COL_LADDER];
    if (!*key && !reading->ladder)
        return refuse(reading, COL_LADDER, _("the first row names its ladder."), error);
    if (*key && (!reading->ladder || strcmp(reading->head[COL_LADDER], key) != 0)) {
        if (!begin(reading, error))
            return false;
    } else if (!same_head(reading, error)) {
        return false;
    }
    return read_rung(reading, reading->ladder, error);
}

/* The first row names the columns. */
static bool
read_names(Reading *reading, const PkCsvRow *row, GError **error)
{
    for (unsigned i = 0; i < row->n_cells; i++) {
        g_autofree char *name = pk_text_clean(row->cells[i], -1, PK_TEXT_LINE, NULL);
        int col = 0;
        while (col < COL_N && g_ascii_strcasecmp(names[col], name) != 0)
            col++;
        if (col == COL_N && *name) {
            g_set_error(
                error, PK_ERROR, PK_ERROR_INVALID,
                _("A file of ladders has no column '%s'. Export the ladders to see which it "
                  "has; nothing was imported."),
                name);
            return false;
        }
        if (col < COL_N)
            reading->column[col] = i + 1;
    }
    if (reading->column[COL_LADDER] && reading->column[COL_CALL])
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("This is no file of ladders: the columns ladder and call are not in its "
                          "first row. Nothing was imported."));
    return false;
}

static bool
read_all(Reading *reading, PkCsv *csv, GError **error)
{
    g_autoptr(GError) problem = NULL;
    PkCsvRow row = { 0 };
    bool any = false;

    while (pk_csv_next(csv, &row, &problem)) {
        if (!(any ? read_row(reading, &row, error) : read_names(reading, &row, error)))
            return false;
        any = true;
    }
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (!reading->ladder) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("There is no ladder in this file. Nothing was imported."));
        return false;
    }
    return finish(reading, error);
}

GPtrArray *
pk_ladder_csv_read(const char *bytes, size_t len, GError **error)
{
    Reading reading = { 0 };
    bool ok = false;

    if (len > PK_LADDER_CSV_MAX) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("This file is larger than 1 MB, which no file of ladders is. Nothing "
                              "was imported."));
        return NULL;
    }
    g_autoptr(PkCsv) csv = pk_csv_open(bytes, len, error);
    if (!csv)
        return NULL;
    reading.all = g_ptr_array_new_with_free_func((GDestroyNotify)pk_ladder_free);
    ok = read_all(&reading, csv, error);
    pk_ladder_free(reading.ladder);
    clear_cells(reading.cell, COL_N);
    clear_cells(reading.head, COL_RUNG);
    if (!ok)
        g_clear_pointer(&reading.all, g_ptr_array_unref);
    return reading.all;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
put(GString *out, const char *text)
{
    pk_csv_append(out, text ? text : "", ',');
}

static void
put_number(GString *out, int value)
{
    char text[16];

    g_snprintf(text, sizeof text, "%d", value);
    put(out, text);
}

static void
put_kinds(GString *out, guint kinds)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (int i = 0; i < (int)pk_words_kind.n_words; i++) {
        if (kinds & 1u << i)
            g_string_append_printf(all, "%s%s", all->len ? "," : "",
                                   pk_word_key(&pk_words_kind, i));
    }
    put(out, all->str);
}

static void
put_head(GString *out, const PkLadder *ladder, bool first)
{
    g_autofree char *hours = pk_ladder_hours_text(ladder);

    put(out, ladder->key);
    if (!first) {
        for (int i = COL_NAME_EN; i < COL_RUNG; i++)
            put(out, "");
        return;
    }
    put(out, ladder->name_en);
    put(out, ladder->name_nl);
    put(out, ladder->no_incident ? "page" : "incident");
    put_kinds(out, ladder->kinds);
    put(out, ladder->from ? pk_word_key(&pk_words_severity, (int)ladder->from) : "");
    put(out, pk_word_key(&pk_words_ladder_when, (int)ladder->when));
    put(out, ladder->at_saving ? "1" : "0");
    put(out, hours);
    put_number(out, ladder->wait_min);
    put_number(out, ladder->rounds);
    put_number(out, ladder->pause_min);
    put_number(out, ladder->silence_min);
}

static void
put_rung(GString *out, const PkRung *rung)
{
    g_autofree char *call = pk_targets_text(rung->targets);
    g_autofree char *office = pk_targets_text(rung->office);

    put_number(out, rung->no);
    put(out, call);
    put(out, office);
    put(out, rung->name_en);
    put(out, rung->name_nl);
    put(out, rung->phone);
    put_number(out, rung->delay_min);
    put_number(out, rung->repeats);
    put_number(out, rung->every_min);
    put(out, rung->all ? "1" : "0");
    put(out, rung->need_reason ? "1" : "0");
    pk_csv_end(out);
}

char *
pk_ladder_csv_write(const GPtrArray *ladders)
{
    GString *out = g_string_new(NULL);

    for (int i = 0; i < COL_N; i++)
        put(out, names[i]);
    pk_csv_end(out);
    for (guint i = 0; i < ladders->len; i++) {
        const PkLadder *ladder = ladders->pdata[i];
        for (guint k = 0; k < ladder->rungs->len; k++) {
            put_head(out, ladder, k == 0);
            put_rung(out, ladder->rungs->pdata[k]);
        }
    }
    return g_string_free(out, FALSE);
}
