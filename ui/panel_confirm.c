/* SPDX-License-Identifier: EUPL-1.2 */
/* Confirm panels. Level 3: only g goes on. Level 4: a word or the id's last digits, and Enter.
 *
 * Keys typed ahead and key repeat cannot answer: the input queue is flushed and the first 300 ms
 * are deaf. The opening key, Enter and a paste never confirm (ux.md 3.6). */
#include "console.h"
#include "edit.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

enum { DEAF_MS = 300 };

typedef struct {
    char *title;
    GPtrArray *lines;
    char *word; /* NULL: level 3 */
    PkEdit *edit;
    bool wrong;
    void (*yes)(PkUi *ui, void *data);
    void (*yes_typed)(PkUi *ui, const char *typed, void *data);
    void *data;
    GDestroyNotify free_data;
} Confirm;

static void
confirm_free(void *state)
{
    Confirm *confirm = state;
    if (confirm->free_data)
        confirm->free_data(confirm->data);
    g_ptr_array_unref(confirm->lines);
    pk_edit_free(confirm->edit);
    g_free(confirm->title);
    g_free(confirm->word);
    g_free(confirm);
}

/* What is asked and what it does, whole: nobody agrees to words that were cut off. */
static GPtrArray *
wrapped(const Confirm *confirm, int cols)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < confirm->lines->len; i++) {
        g_autoptr(GPtrArray) parts = pk_text_wrap(confirm->lines->pdata[i], MAX(10, cols - 2));
        for (guint j = 0; j < parts->len; j++)
            g_ptr_array_add(all, g_strdup(parts->pdata[j]));
    }
    return all;
}

static int
confirm_height(const void *state, const PkView *view)
{
    const Confirm *confirm = state;
    g_autoptr(GPtrArray) lines = wrapped(confirm, view->cols);
    return (int)lines->len + (confirm->word ? 5 : 3);
}

static void
confirm_draw(const void *state, G_GNUC_UNUSED const PkView *view, PkCanvas *canvas, PkRect area)
{
    const Confirm *confirm = state;
    int row = area.row, last = area.row + area.rows - (confirm->word ? 3 : 2);
    g_autoptr(GPtrArray) lines = wrapped(confirm, area.cols);
    pk_canvas_fit(canvas, row++, 1, area.cols - 2, PK_ROLE_WARN, confirm->title);
    for (guint i = 0; i < lines->len && row < last; i++)
        pk_canvas_fit(canvas, row++, 1, area.cols - 2, PK_ROLE_NORMAL, lines->pdata[i]);
    row++;
    if (!confirm->word) {
        pk_canvas_fit(canvas, row, 3, area.cols - 4, PK_ROLE_KEY,
                      _("g  go on        Esc  do not (the safe choice)"));
        pk_canvas_cursor(canvas, area.row, 1);
        return;
    }
    g_autofree char *ask = g_strdup_printf(
        _("Type  %s  and press Enter, or Esc to leave it as it is:"), confirm->word);
    pk_canvas_fit(canvas, row++, 1, area.cols - 2, PK_ROLE_NORMAL, ask);
    pk_edit_draw(confirm->edit, canvas, row, 3, 1, 16, true, true);
    if (confirm->wrong)
        pk_canvas_fit(canvas, row, 22, area.cols - 24, PK_ROLE_ERROR,
                      _("That is not it. Nothing was done."));
}

static char *
confirm_hint(const void *state)
{
    const Confirm *confirm = state;
    return g_strdup(confirm->word ? _("Enter:go on  Esc:do not")
                                  : _("Every key but g means: do not."));
}

static bool
deaf(const PkUi *ui)
{
    return ui->loop && g_get_monotonic_time() - ui->panel_since_us < DEAF_MS * 1000;
}

/* Hands over data before the panel goes, because yes may open the next one. */
static void
go_on(PkUi *ui, Confirm *confirm, const char *typed)
{
    g_autofree char *kept = g_strdup(typed);
    Confirm copy = *confirm;
    confirm->free_data = NULL;
    pk_ui_close_panel(ui);
    if (copy.yes_typed)
        copy.yes_typed(ui, kept, copy.data);
    else
        copy.yes(ui, copy.data);
    if (copy.free_data)
        copy.free_data(copy.data);
}

static void
confirm_key(PkUi *ui, void *state, const PkKey *key)
{
    Confirm *confirm = state;
    if (deaf(ui))
        return;
    if (key->kind == PK_KEY_CHAR && key->code == 'g') {
        go_on(ui, confirm, NULL);
        return;
    }
    pk_ui_close_panel(ui);
    pk_ui_say(ui, PK_SAY_INFO, "%s", _("Not done; nothing changed."));
}

static void
word_key(PkUi *ui, void *state, const PkKey *key)
{
    Confirm *confirm = state;
    if (deaf(ui) || key->kind == PK_KEY_PASTE)
        return;
    if (pk_key_is(key, PK_NAMED_ESC)) {
        pk_ui_close_panel(ui);
        pk_ui_say(ui, PK_SAY_INFO, "%s", _("Not done; nothing changed."));
        return;
    }
    if (!pk_key_is(key, PK_NAMED_ENTER)) {
        confirm->wrong = false;
        pk_edit_key(confirm->edit, key, NULL);
        return;
    }
    if (g_ascii_strcasecmp(pk_edit_text(confirm->edit), confirm->word) == 0)
        go_on(ui, confirm, pk_edit_text(confirm->edit));
    else
        confirm->wrong = true;
}

static const PkPanel confirm_panel = {
    .name = "confirm",
    .height = confirm_height,
    .draw = confirm_draw,
    .key = confirm_key,
    .hint = confirm_hint,
    .free = confirm_free,
};

static const PkPanel word_panel = {
    .name = "confirm-word",
    .text = true,
    .height = confirm_height,
    .draw = confirm_draw,
    .key = word_key,
    .hint = confirm_hint,
    .free = confirm_free,
};

static Confirm *
new_confirm(const char *title, const char *const *lines, size_t n_lines, void *data,
            GDestroyNotify free_data)
{
    Confirm *confirm = g_new0(Confirm, 1);
    confirm->title = g_strdup(title);
    confirm->lines = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < n_lines; i++)
        g_ptr_array_add(confirm->lines, g_strdup(lines[i]));
    confirm->data = data;
    confirm->free_data = free_data;
    return confirm;
}

static void
open_deaf(PkUi *ui, const PkPanel *panel, Confirm *confirm)
{
    pk_ui_open(ui, panel, confirm);
    if (ui->loop)
        pk_loop_flush_input(ui->loop);
}

void
pk_ui_confirm(PkUi *ui, const char *title, const char *const *lines, size_t n_lines,
              void (*yes)(PkUi *ui, void *data), void *data, GDestroyNotify free_data)
{
    Confirm *confirm = new_confirm(title, lines, n_lines, data, free_data);
    confirm->yes = yes;
    open_deaf(ui, &confirm_panel, confirm);
}

void
pk_ui_confirm_word(PkUi *ui, const char *title, const char *const *lines, size_t n_lines,
                   const char *word, void (*yes)(PkUi *ui, const char *typed, void *data),
                   void *data, GDestroyNotify free_data)
{
    Confirm *confirm = new_confirm(title, lines, n_lines, data, free_data);
    confirm->word = g_strdup(word);
    confirm->edit = pk_edit_new(false, 64);
    confirm->yes_typed = yes;
    open_deaf(ui, &word_panel, confirm);
}
