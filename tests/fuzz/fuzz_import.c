/* SPDX-License-Identifier: EUPL-1.2 */
/* Any file gives rows that may be stored or say why not; no row holds what cleaning would take out.
 */
#include "piket/base/text.h"
#include "piket/format/incident_import.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
check(const PkImportRow *row, void *data)
{
    const char *const lines[] = { row->source, row->source_id, row->title, row->victim,
                                  row->country };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        g_assert_true(pk_text_check(lines[i], PK_TEXT_LINE));
    g_assert_true(pk_text_check(row->text, PK_TEXT_MULTILINE) && g_str_is_ascii(row->details));
    g_assert_true(row->error ? *row->error != '\0' : *row->title && row->kinds);
    (*(unsigned *)data)++;
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    PkImportTotals totals = { 0 };
    unsigned n = 0;

    bool ok = pk_incident_import_read((const char *)data, size, check, &n, &totals, &error);
    g_assert_true(ok == !error && totals.n_rows == n && totals.n_refused <= n);
    pk_import_totals_clear(&totals);
    return 0;
}
