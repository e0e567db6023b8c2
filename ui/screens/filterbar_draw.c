/* SPDX-License-Identifier: EUPL-1.2 */
/* The part of the filter bar that needs no console. */
#include "piket/base/i18n.h"
#include "screens/filterbar.h"

void
pk_filterbar_clear(PkFilterBar *bar)
{
    g_free(bar->text);
    g_free(bar->good);
    g_free(bar->before);
    g_free(bar->held);
    g_free(bar->error);
    g_free(bar->error_text);
    *bar = (PkFilterBar){ 0 };
}

const char *
pk_filterbar_text(const PkFilterBar *bar)
{
    return bar->text ? bar->text : "";
}

void
pk_filterbar_set(PkFilterBar *bar, const char *text)
{
    char *copy = g_strdup(text ? text : "");
    g_strstrip(copy);
    g_free(bar->text);
    bar->text = copy;
}

/* As many sentences as fit; the first one says what is wrong. Owned. */
static char *
whole_sentences(const char *text, int cols)
{
    char *kept = g_strdup(text);
    while (pk_canvas_width(kept) > cols) {
        char *end = g_strrstr(kept, ". ");
        if (!end)
            break;
        end[1] = '\0';
    }
    return kept;
}

void
pk_filterbar_draw(const PkFilterBar *bar, PkCanvas *canvas, int row, int col, int cols,
                  const char *const *counts, size_t n_counts)
{
    if (bar->error) {
        g_autofree char *error = whole_sentences(bar->error, cols - 2);
        pk_canvas_fit(canvas, row, col + 1, cols - 2, PK_ROLE_ERROR, error);
        return;
    }
    const char *text = pk_filterbar_text(bar);
    g_autofree char *words = g_strdup_printf(_("filter: %s"), *text ? text : _("none"));
    int wanted = pk_canvas_width(words);
    size_t i = 0;
    while (i + 1 < n_counts && wanted + pk_canvas_width(counts[i]) + 4 > cols)
        i++;
    int right = n_counts ? pk_canvas_width(counts[i]) : 0;
    pk_canvas_fit(canvas, row, col + 1, cols - right - 4, PK_ROLE_NORMAL, words);
    if (n_counts)
        pk_canvas_text(canvas, row, col + cols - 1 - right, right, PK_ROLE_NORMAL, counts[i]);
}
