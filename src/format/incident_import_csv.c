/* SPDX-License-Identifier: EUPL-1.2 */
#include "incident_import.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/format/csv.h"

#include <string.h>

typedef struct {
    GPtrArray *names; /* cleaned, owned strings */
    GArray *fields;   /* Field of each column   */
} Header;

static bool
read_header(Header *header, const PkCsvRow *row, GError **error)
{
    bool has[FIELD_N + 1] = { false };

    for (unsigned i = 0; i < row->n_cells; i++) {
        char *name = pk_text_clean(row->cells[i], -1, PK_TEXT_LINE, NULL);
        Field field = import_field(name);
        g_ptr_array_add(header->names, name);
        g_array_append_val(header->fields, field);
        if (has[field] && field == FIELD_DATE) {
            g_autofree char *shown = pk_text_fit(name, 40, "...");
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("The header names the date twice, the second time as \"%s\". Nothing was "
                          "read; keep one of them."),
                        shown);
            return false;
        }
        has[field] = true;
    }
    if (!has[FIELD_DATE] || !(has[FIELD_TITLE] || has[FIELD_TEXT] || has[FIELD_ORG])) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The first row does not name the columns of incidents: a date, and a title, "
                      "text or org are needed. Nothing was read."));
        return false;
    }
    return true;
}

static bool
read_row(Import *import, const Header *header, const PkCsvRow *csv_row)
{
    Raw raw = { .details = json_object() };

    for (unsigned i = 0; i < csv_row->n_cells; i++) {
        const char *cell = pk_csv_rearm(csv_row->cells[i]);
        if (i < header->names->len) {
            const char *name = header->names->pdata[i];
            import_put(&raw, g_array_index(header->fields, Field, i), *name ? name : "column", cell,
                       strlen(cell));
        } else {
            import_put(&raw, FIELD_NONE, "column", cell, strlen(cell));
        }
    }
    return import_row(import, csv_row->number, &raw);
}

bool
import_csv(Import *import, const char *bytes, size_t len, GError **error)
{
    g_autoptr(PkCsv) csv = pk_csv_open(bytes, len, error);
    Header header = { 0 };
    PkCsvRow row;
    GError *stopped = NULL;

    if (!csv)
        return false;
    import->source = "csv";
    header.names = g_ptr_array_new_with_free_func(g_free);
    header.fields = g_array_new(FALSE, FALSE, sizeof(Field));
    if (pk_csv_next(csv, &row, &stopped) && read_header(&header, &row, &stopped)) {
        while (pk_csv_next(csv, &row, &stopped) && read_row(import, &header, &row))
            ;
    }
    g_ptr_array_unref(header.names);
    g_array_unref(header.fields);
    const GPtrArray *notices = pk_csv_notices(csv);
    for (guint i = 0; i < notices->len; i++)
        g_ptr_array_add(import->totals.notices, g_strdup(notices->pdata[i]));
    if (!stopped)
        return true;
    g_propagate_error(error, stopped);
    return false;
}
