/* SPDX-License-Identifier: EUPL-1.2 */
/* g: where to. Printed from the table of places and from the actions whose keys begin with g. */
#include "console.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { GO_PLACE = 0, GO_ACTION = 100, GO_GLOBAL = 1000, GO_PREVIOUS = 5000, GO_NUMBER };

static bool
accept_number(PkUi *ui, const char *text, G_GNUC_UNUSED void *data)
{
    g_autofree char *name = g_strdup_printf("%s", text);
    pk_ui_close_panel(ui);
    pk_ui_open_palette(ui, name);
    return true;
}

static void
chosen(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    if (value == GO_PREVIOUS) {
        if (ui->previous)
            pk_ui_go(ui, ui->previous);
    } else if (value == GO_NUMBER) {
        PkPrompt ask = { .label = _("Incident"),
                         .hint = _("number or id: 412, I26-0412"),
                         .accept = accept_number };
        pk_ui_prompt(ui, &ask, NULL, NULL);
    } else if (value >= GO_GLOBAL) {
        pk_ui_run_action(ui, &pk_global_actions[value - GO_GLOBAL], true, "");
    } else if (value >= GO_ACTION) {
        pk_ui_run_action(ui, &ui->place->actions[value - GO_ACTION], false, "");
    } else {
        pk_ui_visit(ui, pk_screens[value]);
    }
}

/* "gg" and "gG" in a table of keys mean g and then that key. */
static const char *
second_key(const char *keys)
{
    g_auto(GStrv) parts = g_strsplit(keys, " ", -1);
    for (guint i = 0; parts[i]; i++) {
        if (strlen(parts[i]) == 2 && parts[i][0] == 'g')
            return g_intern_string(parts[i] + 1);
    }
    return NULL;
}

static void
add_actions(GArray *items, const PkAction *actions, size_t n, int64_t base)
{
    for (size_t i = 0; i < n; i++) {
        const char *key = second_key(actions[i].keys);
        if (!key)
            continue;
        PkMenuItem item = { key, _(actions[i].help), base + (int64_t)i };
        g_array_append_val(items, item);
    }
}

void
pk_ui_open_go(PkUi *ui)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PkMenuItem));
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < pk_n_screens; i++) {
        char *key = g_strdup_printf("%c %s", pk_screens[i]->digit, pk_screens[i]->go);
        g_ptr_array_add(keys, key);
        PkMenuItem item = { key, _(pk_screens[i]->title), GO_PLACE + (int64_t)i };
        g_array_append_val(items, item);
    }
    add_actions(items, ui->place->actions, ui->place->n_actions, GO_ACTION);
    add_actions(items, pk_global_actions, pk_n_global_actions, GO_GLOBAL);
    PkMenuItem number = { "n", _("incident by number"), GO_NUMBER };
    PkMenuItem previous = { ".", _("previous place"), GO_PREVIOUS };
    g_array_append_val(items, number);
    g_array_append_val(items, previous);
    pk_ui_menu(ui, _("g  go to"), _("Press the second key. Every entry also works as  :go name"),
               (const PkMenuItem *)(void *)items->data, items->len, chosen, NULL, NULL);
}
