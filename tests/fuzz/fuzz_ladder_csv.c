/* SPDX-License-Identifier: EUPL-1.2 */
/* Any file of ladders is read or refused with a sentence; what was read, written and read again is
 * the same, and climbs to an end. */
#include "piket/format/ladder_csv.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
climb(const PkLadder *ladder)
{
    enum {
        ACTS_MAX = PK_LADDER_ROUNDS_MAX * (PK_LADDER_RUNGS_MAX * (PK_LADDER_REPEATS_MAX + 1) + 1)
    };
    g_autoptr(GArray) acts = g_array_new(FALSE, TRUE, sizeof(PkActDone));
    PkPageHistory history = { .started_us = 0 };

    for (int i = 0; i < 60; i++) {
        PkPageNow now = pk_page_now(ladder, &history);
        if (now.next.what == PK_ACT_NONE)
            return;
        PkActDone done = { .act = now.next, .at_us = now.next.due_us };
        g_assert_cmpint(done.act.due_us, >=,
                        acts->len ? g_array_index(acts, PkActDone, acts->len - 1).act.due_us : 0);
        g_array_append_val(acts, done);
        history.acts = (const PkActDone *)(const void *)acts->data;
        history.n_acts = acts->len;
    }
    g_assert_cmpint(history.n_acts, <=, ACTS_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) ladders = pk_ladder_csv_read((const char *)data, size, &error);

    g_assert_true(!ladders == !!error);
    g_assert_true(!error || *error->message);
    if (!ladders)
        return 0;
    g_autofree char *text = pk_ladder_csv_write(ladders);
    g_autoptr(GPtrArray) again = pk_ladder_csv_read(text, strlen(text), NULL);
    g_assert_nonnull(again);
    g_autofree char *text_again = pk_ladder_csv_write(again);
    g_assert_cmpstr(text, ==, text_again);
    for (guint i = 0; i < ladders->len && i < 1; i++)
        climb(ladders->pdata[i]);
    return 0;
}
