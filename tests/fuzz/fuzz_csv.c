/* SPDX-License-Identifier: EUPL-1.2 */
/* Any file is read or refused with a sentence; what was read, written and read again is the same.
 */
#include "piket/format/csv.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_round_trip(const PkCsvRow *row)
{
    GString *out = g_string_new(NULL);
    PkCsvRow again;

    for (unsigned i = 0; i < row->n_cells; i++) {
        g_assert_true(g_utf8_validate(row->cells[i], -1, NULL));
        pk_csv_append(out, row->cells[i], ';');
    }
    /* The hint, and a row before it, keep the guessing out of the comparison. */
    pk_csv_end(out);
    g_string_prepend(out, "sep=;\r\n\"\"\r\n");
    g_autoptr(PkCsv) csv = pk_csv_open(out->str, out->len, NULL);
    g_assert_true(pk_csv_next(csv, &again, NULL) && pk_csv_next(csv, &again, NULL));
    g_assert_cmpuint(again.n_cells, ==, row->n_cells);
    for (unsigned i = 0; i < row->n_cells; i++)
        g_assert_true(strcmp(pk_csv_rearm(again.cells[i]), row->cells[i]) == 0);
    g_string_free(out, TRUE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkCsv) csv = pk_csv_open((const char *)data, size, &error);
    PkCsvRow row;
    unsigned last_line = 0;

    while (csv && pk_csv_next(csv, &row, &error)) {
        g_assert_cmpuint(row.line, >, last_line);
        last_line = row.line;
        check_round_trip(&row);
    }
    g_assert_true(csv || error);
    g_assert_true(!error || *error->message);
    if (csv)
        pk_csv_notices(csv);
    return 0;
}
