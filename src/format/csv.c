/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/format/csv.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <stdint.h>
#include <string.h>

enum { RAGGED_NAMED_MAX = 20 };

struct PkCsv {
    char *recoded; /* owned, or NULL when the caller's bytes are read */
    const char *at;
    const char *end;
    char delimiter;
    unsigned line; /* of `at`, 1-based */
    unsigned row;
    unsigned width; /* cells of the first row */
    unsigned n_ragged;
    unsigned n_nul;
    unsigned n_stray; /* cells with text behind the closing quote */
    bool told;
    GString *text;    /* the cells of the row, each NUL-terminated */
    GArray *starts;   /* offsets of cells in text */
    GPtrArray *cells; /* pointers into text */
    GPtrArray *notices;
};

/* Zeros in every other byte of the first hundred: UTF-16 of mostly ASCII. 0 for no. */
static const char *
utf16_name(const unsigned char *bytes, size_t len)
{
    size_t even = 0;
    size_t odd = 0;
    size_t n = MIN(len, 100) & ~(size_t)1;

    if (len >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        return "UTF-16LE";
    if (len >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        return "UTF-16BE";
    for (size_t i = 0; i < n; i += 2) {
        even += bytes[i] == 0;
        odd += bytes[i + 1] == 0;
    }
    if (n >= 8 && even == 0 && odd > n / 4)
        return "UTF-16LE";
    if (n >= 8 && odd == 0 && even > n / 4)
        return "UTF-16BE";
    return NULL;
}

static void
use(PkCsv *csv, char *recoded, size_t len)
{
    csv->recoded = recoded;
    csv->at = recoded;
    csv->end = recoded + len;
}

static bool
decode_utf16(PkCsv *csv, const char *name, GError **error)
{
    size_t n = 0;
    char *text = g_convert(csv->at, csv->end - csv->at, "UTF-8", name, NULL, &n, NULL);

    if (!text) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The file looks like %s but is damaged, so it was not read. Save it again as "
                      "CSV UTF-8."),
                    name);
        return false;
    }
    use(csv, text, n);
    g_ptr_array_add(csv->notices, g_strdup_printf(_("The file is %s and was converted."), name));
    return true;
}

/* 0x80..0x9F of Windows-1252; the rest is Latin-1. 0xFFFD where it has no meaning. */
static const uint16_t cp1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

static void
decode_cp1252(PkCsv *csv)
{
    GString *out = g_string_sized_new((gsize)(csv->end - csv->at) + 1);

    for (const char *at = csv->at; at < csv->end; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80)
            g_string_append_c(out, *at);
        else
            g_string_append_unichar(out, byte < 0xA0 ? cp1252[byte - 0x80] : byte);
    }
    size_t n = out->len;
    use(csv, g_string_free(out, FALSE), n);
    g_ptr_array_add(csv->notices, g_strdup(_("The file is not UTF-8 and was read as Windows-1252. "
                                             "Check the accents.")));
}

/* g_utf8_validate stops at NUL; here NUL is only a byte to leave out. */
static bool
is_utf8(const char *at, const char *end)
{
    while (at < end) {
        const char *stop = NULL;
        if (g_utf8_validate_len(at, (gsize)(end - at), &stop))
            return true;
        if (*stop != '\0')
            return false;
        at = stop + 1;
    }
    return true;
}

static const char *
line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

static void
skip_line_end(PkCsv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    else if (csv->at < csv->end && *csv->at == '\n') {
        csv->at++;
        csv->line++;
        return;
    } else {
        return;
    }
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
    csv->line++;
}

/* Counts outside quotes, in the first line that holds a delimiter at all. */
static char
find_delimiter(const char *at, const char *end)
{
    static const char known[] = ",;\t";
    size_t counts[3] = { 0 };
    bool quoted = false;

    for (; at < end; at++) {
        const char *is = *at ? strchr(known, *at) : NULL;
        if (*at == '"')
            quoted = !quoted;
        else if (is && !quoted)
            counts[is - known]++;
        else if ((*at == '\n' || *at == '\r') && !quoted && counts[0] + counts[1] + counts[2] > 0)
            break;
    }
    size_t best = 0;
    for (size_t i = 1; i < G_N_ELEMENTS(counts); i++) {
        if (counts[i] > counts[best])
            best = i;
    }
    return known[best];
}

static void
settle_delimiter(PkCsv *csv)
{
    const char *end = line_end(csv->at, csv->end);

    if (end - csv->at >= 5 && end - csv->at <= 6 && g_ascii_strncasecmp(csv->at, "sep=", 4) == 0 &&
        strchr(",;\t", csv->at[4]) && csv->at[4]) {
        csv->delimiter = csv->at[4];
        csv->at = end;
        skip_line_end(csv);
        return;
    }
    csv->delimiter = find_delimiter(csv->at, csv->end);
}

PkCsv *
pk_csv_open(const char *bytes, size_t len, GError **error)
{
    g_autoptr(PkCsv) csv = g_new0(PkCsv, 1);

    csv->at = len > 0 ? bytes : "";
    csv->end = csv->at + len;
    csv->line = 1;
    csv->text = g_string_new(NULL);
    csv->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
    csv->cells = g_ptr_array_new();
    csv->notices = g_ptr_array_new_with_free_func(g_free);

    const char *utf16 = utf16_name((const unsigned char *)csv->at, len);
    if (utf16 && !decode_utf16(csv, utf16, error))
        return NULL;
    if (!utf16 && !is_utf8(csv->at, csv->end))
        decode_cp1252(csv);
    if (csv->end - csv->at >= 3 && memcmp(csv->at, "\xEF\xBB\xBF", 3) == 0)
        csv->at += 3;
    settle_delimiter(csv);
    return g_steal_pointer(&csv);
}

void
pk_csv_free(PkCsv *csv)
{
    if (!csv)
        return;
    g_free(csv->recoded);
    g_string_free(csv->text, TRUE);
    g_array_unref(csv->starts);
    g_ptr_array_unref(csv->cells);
    g_ptr_array_unref(csv->notices);
    g_free(csv);
}

static bool
refuse(PkCsv *csv, GError **error, char *why)
{
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID, why);
    g_free(why);
    csv->at = csv->end;
    return false;
}

static void
append_byte(PkCsv *csv, char byte)
{
    if (byte == '\0')
        csv->n_nul++;
    else
        g_string_append_c(csv->text, byte);
}

/* Reads to the closing quote; at stands behind the opening one. False when there is none. */
static bool
read_quoted(PkCsv *csv)
{
    while (csv->at < csv->end) {
        char byte = *csv->at++;
        if (byte == '"') {
            if (csv->at == csv->end || *csv->at != '"')
                return true;
            csv->at++;
        } else if (byte == '\n' || (byte == '\r' && (csv->at == csv->end || *csv->at != '\n'))) {
            csv->line++;
        }
        append_byte(csv, byte);
    }
    return false;
}

static bool
read_cell(PkCsv *csv, unsigned row_line, GError **error)
{
    gsize start = csv->text->len;

    g_array_append_val(csv->starts, start);
    if (csv->starts->len > PK_CSV_COLUMNS_MAX)
        return refuse(csv, error,
                      g_strdup_printf(_("Row %u (line %u) has more than %d columns, so reading "
                                        "stopped there. Is this the right file?"),
                                      csv->row, row_line, PK_CSV_COLUMNS_MAX));
    if (csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        if (!read_quoted(csv))
            return refuse(csv, error,
                          g_strdup_printf(_("Row %u (line %u) opens a quote that is never closed, "
                                            "so reading stopped there. Close it and try again."),
                                          csv->row, row_line));
        csv->n_stray += csv->at < csv->end && *csv->at != csv->delimiter && *csv->at != '\n' &&
                        *csv->at != '\r';
    }
    while (csv->at < csv->end && *csv->at != csv->delimiter && *csv->at != '\n' && *csv->at != '\r')
        append_byte(csv, *csv->at++);
    if (csv->text->len - start > PK_CSV_CELL_MAX)
        return refuse(csv, error,
                      g_strdup_printf(_("Row %u (line %u), column %u is longer than 1 MiB, so "
                                        "reading stopped there."),
                                      csv->row, row_line, csv->starts->len));
    g_string_append_c(csv->text, '\0');
    return true;
}

static void
note_ragged(PkCsv *csv, unsigned line)
{
    if (csv->row == 1)
        csv->width = csv->starts->len;
    if (csv->starts->len == csv->width || csv->n_ragged++ >= RAGGED_NAMED_MAX)
        return;
    g_ptr_array_add(csv->notices,
                    g_strdup_printf(_("Row %u (line %u) has %u cells where the first row has %u."),
                                    csv->row, line, csv->starts->len, csv->width));
}

/* Skips lines that hold nothing, also no delimiter. */
static void
skip_blank(PkCsv *csv)
{
    while (csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r'))
        skip_line_end(csv);
}

bool
pk_csv_next(PkCsv *csv, PkCsvRow *ret_row, GError **error)
{
    skip_blank(csv);
    if (csv->at == csv->end)
        return false;
    unsigned line = csv->line;
    csv->row++;
    g_string_truncate(csv->text, 0);
    g_array_set_size(csv->starts, 0);
    for (;;) {
        if (!read_cell(csv, line, error))
            return false;
        if (csv->at == csv->end || *csv->at != csv->delimiter)
            break;
        csv->at++;
    }
    skip_line_end(csv);
    note_ragged(csv, line);
    g_ptr_array_set_size(csv->cells, 0);
    for (guint i = 0; i < csv->starts->len; i++)
        g_ptr_array_add(csv->cells, csv->text->str + g_array_index(csv->starts, gsize, i));
    *ret_row = (PkCsvRow){ csv->row, line, csv->cells->len, (char *const *)csv->cells->pdata };
    return true;
}

const GPtrArray *
pk_csv_notices(PkCsv *csv)
{
    if (csv->at < csv->end || csv->told)
        return csv->notices;
    csv->told = true;
    if (csv->n_ragged > RAGGED_NAMED_MAX) {
        unsigned more = csv->n_ragged - RAGGED_NAMED_MAX;
        g_ptr_array_add(csv->notices,
                        g_strdup_printf(P_("%u more row has another number of cells.",
                                           "%u more rows have another number of cells.", more),
                                        more));
    }
    if (csv->n_nul > 0)
        g_ptr_array_add(csv->notices, g_strdup_printf(P_("%u NUL byte was left out.",
                                                         "%u NUL bytes were left out.", csv->n_nul),
                                                      csv->n_nul));
    if (csv->n_stray > 0)
        g_ptr_array_add(
            csv->notices,
            g_strdup_printf(P_("%u cell has text behind its closing quote; it was kept.",
                               "%u cells have text behind their closing quote; it was "
                               "kept.",
                               csv->n_stray),
                            csv->n_stray));
    return csv->notices;
}
