/* SPDX-License-Identifier: EUPL-1.2 */
/* Reader: a text in full, wrapped and paged. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "ui.h"

#include <string.h>

typedef struct {
    char *title, *body;
    GPtrArray *lines; /* wrapped to cols */
    int cols, top, rows;
} Reader;

static void
reader_free(void *state)
{
    Reader *reader = state;
    if (reader->lines)
        g_ptr_array_unref(reader->lines);
    g_free(reader->title);
    g_free(reader->body);
    g_free(reader);
}

static void
reader_draw(const void *state, G_GNUC_UNUSED const PkView *view, PkCanvas *canvas, PkRect area)
{
    Reader *reader = (Reader *)state; /* the wrap is a cache of body at this width */
    int cols = MAX(10, area.cols - 2);
    if (!reader->lines || reader->cols != cols) {
        if (reader->lines)
            g_ptr_array_unref(reader->lines);
        reader->lines = pk_text_wrap(reader->body, cols);
        reader->cols = cols;
    }
    reader->rows = MAX(1, area.rows - 1);
    int n = (int)reader->lines->len;
    reader->top = CLAMP(reader->top, 0, MAX(0, n - reader->rows));
    pk_canvas_fit(canvas, area.row, 1, area.cols - 16, PK_ROLE_HEADING, reader->title);
    g_autofree char *where =
        g_strdup_printf(_("%d-%d of %d"), reader->top + 1, MIN(n, reader->top + reader->rows), n);
    pk_canvas_fit_right(canvas, area.row, area.cols - 16, 15, PK_ROLE_NORMAL, where);
    for (int i = 0; i < reader->rows && reader->top + i < n; i++)
        pk_canvas_text(canvas, area.row + 1 + i, 1, cols, PK_ROLE_NORMAL,
                       reader->lines->pdata[reader->top + i]);
    pk_canvas_cursor(canvas, area.row + 1, 1);
}

static void
reader_key(PkUi *ui, void *state, const PkKey *key)
{
    Reader *reader = state;
    if (pk_key_in(key, "esc q enter"))
        pk_ui_close_panel(ui);
    else if (pk_key_in(key, "j down"))
        reader->top++;
    else if (pk_key_in(key, "k up"))
        reader->top--;
    else if (pk_key_in(key, "C-d"))
        reader->top += reader->rows / 2;
    else if (pk_key_in(key, "C-u"))
        reader->top -= reader->rows / 2;
    else if (pk_key_in(key, "C-f pgdn space"))
        reader->top += reader->rows;
    else if (pk_key_in(key, "C-b pgup"))
        reader->top -= reader->rows;
    else if (pk_key_in(key, "g home"))
        reader->top = 0;
    else if (pk_key_in(key, "G end"))
        reader->top = G_MAXINT / 2;
}

static char *
reader_hint(G_GNUC_UNUSED const void *state)
{
    return g_strdup(_("Esc:back  j/k:line  Space:page  g/G:top, end"));
}

static const PkPanel reader_panel = {
    .name = "reader",
    .full = true,
    .draw = reader_draw,
    .key = reader_key,
    .hint = reader_hint,
    .help = N_("j k: a line. Ctrl-D Ctrl-U: half a page. Space, PgUp, PgDn: a page. g G: top, end. "
               "Esc or q: back."),
    .free = reader_free,
};

void
pk_ui_reader(PkUi *ui, const char *title, const char *body)
{
    Reader *reader = g_new0(Reader, 1);
    reader->title = g_strdup(title);
    reader->body = g_strdup(body);
    pk_ui_open(ui, &reader_panel, reader);
}
