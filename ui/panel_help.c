/* SPDX-License-Identifier: EUPL-1.2 */
/* ?: the keys of this screen and of everywhere, from the same tables that dispatch them. Typing
 * narrows the list; Enter runs the chosen action. */
#include "console.h"
#include "edit.h"
#include "list.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

typedef struct {
    const PkAction *action; /* NULL: a heading */
    bool global;
    char *heading;
} Entry;

typedef struct {
    GPtrArray *all;   /* Entry             */
    GPtrArray *shown; /* borrowed from all */
    GArray *keys;     /* identities of shown, int64_t */
    PkListSel list;
    PkEdit *find;
    bool finding;
} Help;

static void
entry_free(void *data)
{
    Entry *entry = data;
    g_free(entry->heading);
    g_free(entry);
}

static void
help_free(void *state)
{
    Help *help = state;
    g_ptr_array_unref(help->shown);
    g_ptr_array_unref(help->all);
    g_array_unref(help->keys);
    pk_edit_free(help->find);
    g_free(help);
}

static PkListRows
rows_of(const Help *help)
{
    return (PkListRows){ (int64_t *)(void *)help->keys->data, (int)help->keys->len };
}

static bool
fits(const Entry *entry, const char *folded)
{
    if (!*folded)
        return true;
    if (!entry->action)
        return false;
    g_autofree char *text =
        g_strdup_printf("%s %s %s %s", entry->action->name, entry->action->aliases,
                        _(entry->action->help), entry->action->keys);
    g_autofree char *hay = pk_text_fold(text);
    return strstr(hay, folded) != NULL;
}

static void
narrow(Help *help)
{
    g_autofree char *folded = pk_text_fold(pk_edit_text(help->find));
    g_ptr_array_set_size(help->shown, 0);
    g_array_set_size(help->keys, 0);
    for (guint i = 0; i < help->all->len; i++) {
        Entry *entry = help->all->pdata[i];
        int64_t key = (int64_t)i + 1;
        if (!fits(entry, folded))
            continue;
        g_ptr_array_add(help->shown, entry);
        g_array_append_val(help->keys, key);
    }
    pk_listsel_rows(&help->list, rows_of(help));
    const Entry *at = help->list.at >= 0 ? help->shown->pdata[help->list.at] : NULL;
    if (at && !at->action)
        pk_listsel_move(&help->list, rows_of(help), 1);
}

/* An action of this screen takes the key of a general one: that one would never run. */
static bool
is_shadowed(const PkUi *ui, const PkAction *action)
{
    for (size_t i = 0; i < ui->place->n_actions; i++) {
        if (strcmp(ui->place->actions[i].name, action->name) == 0)
            return true;
    }
    return false;
}

static void
add_all(const PkUi *ui, Help *help, const char *heading, const PkAction *actions, size_t n,
        bool global)
{
    Entry *title = g_new0(Entry, 1);
    title->heading = g_strdup(heading);
    g_ptr_array_add(help->all, title);
    for (size_t i = 0; i < n; i++) {
        if ((actions[i].flags & PK_ACT_HIDDEN) || (global && is_shadowed(ui, &actions[i])))
            continue;
        Entry *entry = g_new0(Entry, 1);
        entry->action = &actions[i];
        entry->global = global;
        g_ptr_array_add(help->all, entry);
    }
}

static void
help_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    Help *help = (Help *)state; /* scrolling follows the height that is there now */
    (void)view;
    pk_canvas_text(canvas, area.row, 1, area.cols, PK_ROLE_HEADING, _("Keys of this screen"));
    pk_canvas_text(canvas, area.row, 26, 8, PK_ROLE_LABEL, _("find"));
    pk_edit_draw(help->find, canvas, area.row, 34, 1, MIN(30, area.cols - 36), help->finding, true);
    pk_listsel_scroll(&help->list, rows_of(help), area.rows - 1);
    for (int i = 0; i < area.rows - 1 && help->list.top + i < (int)help->shown->len; i++) {
        const Entry *entry = help->shown->pdata[help->list.top + i];
        int row = area.row + 1 + i;
        bool here = help->list.top + i == help->list.at;
        if (!entry->action) {
            pk_canvas_text(canvas, row, 1, area.cols - 2, PK_ROLE_HEADING, entry->heading);
            continue;
        }
        pk_canvas_text(canvas, row, 0, 1, PK_ROLE_NORMAL, here ? ">" : " ");
        g_autofree char *keys = pk_ui_keys_shown(entry->action->keys);
        pk_canvas_fit(canvas, row, 3, 16, PK_ROLE_KEY, keys);
        int used =
            pk_canvas_fit(canvas, row, 20, area.cols - 21, PK_ROLE_NORMAL, _(entry->action->help));
        /* The sentence whole comes before the name. */
        int name = pk_canvas_width(entry->action->name) + 1;
        int at = MAX(20 + used + 2, area.cols - 16);
        if (at + name < area.cols)
            pk_canvas_printf(canvas, row, at, PK_ROLE_NORMAL, ":%s", entry->action->name);
        if (here) {
            pk_canvas_mark(canvas, row, 0, area.cols, PK_ROLE_SELECTED);
            if (!help->finding)
                pk_canvas_cursor(canvas, row, 0);
        }
    }
}

static void
run_chosen(PkUi *ui, Help *help)
{
    if (help->list.at < 0)
        return;
    const Entry *entry = help->shown->pdata[help->list.at];
    const PkAction *action = entry->action;
    bool global = entry->global;
    if (!action)
        return;
    pk_ui_close_panel(ui);
    pk_ui_run_action(ui, action, global, "");
}

static void
move(Help *help, int by)
{
    pk_listsel_move(&help->list, rows_of(help), by);
    const Entry *entry = help->list.at >= 0 ? help->shown->pdata[help->list.at] : NULL;
    if (entry && !entry->action)
        pk_listsel_move(&help->list, rows_of(help), help->list.at == 0 || by > 0 ? 1 : -1);
}

static void
help_key(PkUi *ui, void *state, const PkKey *key)
{
    Help *help = state;
    if (pk_key_is(key, PK_NAMED_ENTER)) {
        run_chosen(ui, help);
    } else if (pk_key_is(key, PK_NAMED_ESC)) {
        if (help->finding && *pk_edit_text(help->find)) {
            pk_edit_set(help->find, "", 0);
            help->finding = false;
            narrow(help);
        } else {
            pk_ui_close_panel(ui);
        }
    } else if (pk_key_in(key, "down C-n") || (!help->finding && pk_key_in(key, "j"))) {
        move(help, 1);
    } else if (pk_key_in(key, "up C-p") || (!help->finding && pk_key_in(key, "k"))) {
        move(help, -1);
    } else if (pk_key_in(key, "pgdn C-d C-f")) {
        move(help, 10);
    } else if (pk_key_in(key, "pgup C-u")) {
        move(help, -10);
    } else if (help->finding) {
        if (pk_edit_key(help->find, key, NULL))
            narrow(help);
    } else if (pk_key_in(key, "/ tab")) {
        help->finding = true;
    } else if (pk_key_in(key, "q ?")) {
        pk_ui_close_panel(ui);
    }
}

static char *
help_hint(G_GNUC_UNUSED const void *state)
{
    return g_strdup(_("Enter:run it  Esc:back  /:find  j/k:move"));
}

static const PkPanel help_panel = {
    .name = "help",
    .title = N_("Help"),
    .text = true,
    .full = true,
    .draw = help_draw,
    .key = help_key,
    .hint = help_hint,
    .free = help_free,
};

void
pk_ui_open_help(PkUi *ui)
{
    Help *help = g_new0(Help, 1);
    help->all = g_ptr_array_new_with_free_func(entry_free);
    help->shown = g_ptr_array_new();
    help->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    help->find = pk_edit_new(false, 60);
    add_all(ui, help, _(ui->place->title), ui->place->actions, ui->place->n_actions, false);
    add_all(ui, help, _("Everywhere"), pk_global_actions, pk_n_global_actions, true);
    narrow(help);
    pk_ui_open(ui, &help_panel, help);
}
