/* SPDX-License-Identifier: EUPL-1.2 */
/* Any note gives accelerators in order, inside the note, with values the form knows. */
#include "piket/model/quick.h"
#include "piket/model/words.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *note = g_strndup((const char *)data, size);
    g_autoptr(GPtrArray) all = pk_quick_parse(note);
    size_t length = strlen(note), last = 0;

    for (unsigned i = 0; i < all->len; i++) {
        const PkQuick *quick = all->pdata[i];
        bool has_text = quick->kind == PK_QUICK_ORG || quick->kind == PK_QUICK_PHONE;

        g_assert_cmpuint(quick->start, >=, last);
        g_assert_cmpuint(quick->start, <, quick->end);
        g_assert_cmpuint(quick->end, <=, length);
        g_assert_true(has_text == (quick->text != NULL));
        if (quick->kind == PK_QUICK_KIND)
            g_assert_true(quick->value >= 0 && quick->value <= PK_KIND_OTHER);
        if (quick->kind == PK_QUICK_SEVERITY)
            g_assert_true(quick->value >= 1 && quick->value <= 4);
        last = quick->end;
    }
    return 0;
}
