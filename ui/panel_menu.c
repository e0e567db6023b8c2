/* SPDX-License-Identifier: EUPL-1.2 */
/* Which-key: what the second key may be. One key chooses, Esc leaves everything as it was. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "ui.h"

#include <string.h>

typedef struct {
    char *key;
    char *label;
    int64_t value;
} Item;

typedef struct {
    char *title, *prompt;
    GPtrArray *items;
    PkMenuChosen chosen;
    void *data;
    GDestroyNotify free_data;
} Menu;

static void
item_free(void *data)
{
    Item *item = data;
    g_free(item->key);
    g_free(item->label);
    g_free(item);
}

static void
menu_free(void *data)
{
    Menu *menu = data;
    if (menu->free_data)
        menu->free_data(menu->data);
    g_ptr_array_unref(menu->items);
    g_free(menu->title);
    g_free(menu->prompt);
    g_free(menu);
}

static int
columns(const Menu *menu, int cols)
{
    int widest = 0;
    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = menu->items->pdata[i];
        widest = MAX(widest, pk_canvas_width(item->label));
    }
    return CLAMP(cols / (widest + 8), 1, 3);
}

/* One choice on a row of its own may need a second row: what it means is never cut. */
static GPtrArray *
label_lines(const Item *item, int cols)
{
    return pk_text_wrap(item->label, MAX(10, cols - 7 - pk_canvas_width(item->key)));
}

static int
item_rows(const Menu *menu, int cols)
{
    int per = columns(menu, cols), rows = 0;
    if (per > 1)
        return ((int)menu->items->len + per - 1) / per;
    for (guint i = 0; i < menu->items->len; i++) {
        g_autoptr(GPtrArray) lines = label_lines(menu->items->pdata[i], cols);
        rows += MAX(1, (int)lines->len);
    }
    return rows;
}

static int
menu_height(const void *state, const PkView *view)
{
    const Menu *menu = state;
    g_autoptr(GPtrArray) lines = pk_text_wrap(menu->prompt ? menu->prompt : "", view->cols - 2);
    return item_rows(menu, view->cols) + 1 + (menu->prompt ? (int)lines->len : 0);
}

/* One under the other, each as many rows as its words need. */
static void
draw_items(const Menu *menu, PkCanvas *canvas, PkRect area)
{
    int row = area.row + 1;
    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = menu->items->pdata[i];
        g_autoptr(GPtrArray) lines = label_lines(item, area.cols);
        int used = pk_canvas_text(canvas, row, 3, 5, PK_ROLE_KEY, item->key);
        for (guint j = 0; j < MAX(lines->len, 1) && row < area.row + area.rows; j++, row++)
            pk_canvas_fit(canvas, row, 3 + MAX(used, 1) + 2, area.cols - used - 6, PK_ROLE_NORMAL,
                          j < lines->len ? lines->pdata[j] : "");
    }
}

static void
menu_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const Menu *menu = state;
    int rows = item_rows(menu, area.cols), per = columns(menu, area.cols);
    int width = (area.cols - 3) / per;
    const char *escape = _("Esc cancel");
    (void)view;
    /* The title names what it is about: it goes before the reminder. */
    bool both = pk_canvas_width(menu->title) <= area.cols - 15;
    pk_canvas_fit(canvas, area.row, 1, area.cols - (both ? 14 : 2), PK_ROLE_HEADING, menu->title);
    if (both)
        pk_canvas_fit_right(canvas, area.row, area.cols - 13, 12, PK_ROLE_KEY, escape);
    if (per == 1)
        draw_items(menu, canvas, area);
    for (guint i = 0; per > 1 && i < menu->items->len; i++) {
        const Item *item = menu->items->pdata[i];
        int row = area.row + 1 + (int)i % rows, col = 3 + (int)i / rows * width;
        if (row >= area.row + area.rows)
            continue;
        int used = pk_canvas_text(canvas, row, col, 5, PK_ROLE_KEY, item->key);
        pk_canvas_fit(canvas, row, col + MAX(used, 1) + 2, width - used - 3, PK_ROLE_NORMAL,
                      item->label);
    }
    g_autoptr(GPtrArray) lines = pk_text_wrap(menu->prompt ? menu->prompt : "", area.cols - 2);
    for (guint i = 0; menu->prompt && i < lines->len; i++)
        pk_canvas_fit(canvas, area.row + 1 + rows + (int)i, 1, area.cols - 2, PK_ROLE_NORMAL,
                      lines->pdata[i]);
    pk_canvas_cursor(canvas, area.row, 1);
}

static void menu_key(PkUi *ui, void *state, const PkKey *key);

static char *
menu_hint(G_GNUC_UNUSED const void *state)
{
    return g_strdup(_("Esc cancels. Press the key of your choice."));
}

static const PkPanel menu_panel = {
    .name = "menu",
    .height = menu_height,
    .draw = menu_draw,
    .key = menu_key,
    .hint = menu_hint,
    .help = N_("Press the key in front of your choice. Esc, q or Enter changes nothing."),
    .free = menu_free,
};

static void
menu_key(PkUi *ui, void *state, const PkKey *key)
{
    Menu *menu = state;
    if (key->kind == PK_KEY_PASTE)
        return;
    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = menu->items->pdata[i];
        if (!pk_key_in(key, item->key))
            continue;
        /* The menu goes first: what was chosen may open another panel. */
        PkMenuChosen chosen = menu->chosen;
        void *data = g_steal_pointer(&menu->data);
        GDestroyNotify free_data = menu->free_data;
        int64_t value = item->value;
        menu->free_data = NULL;
        pk_ui_close_panel(ui);
        chosen(ui, value, data);
        if (free_data)
            free_data(data);
        return;
    }
    if (pk_key_in(key, "esc q enter")) {
        pk_ui_close_panel(ui);
        return;
    }
    g_autofree char *name = pk_key_name(key);
    if (*name)
        pk_ui_say(ui, PK_SAY_WARN, _("%s is none of these keys. Esc cancels."), name);
}

void
pk_ui_menu(PkUi *ui, const char *title, const char *prompt, const PkMenuItem *items, size_t n_items,
           PkMenuChosen chosen, void *data, GDestroyNotify free_data)
{
    Menu *menu = g_new0(Menu, 1);
    menu->title = g_strdup(title);
    menu->prompt = g_strdup(prompt);
    menu->items = g_ptr_array_new_with_free_func(item_free);
    menu->chosen = chosen;
    menu->data = data;
    menu->free_data = free_data;
    for (size_t i = 0; i < n_items; i++) {
        Item *item = g_new0(Item, 1);
        *item = (Item){ g_strdup(items[i].key), g_strdup(items[i].label), items[i].value };
        g_ptr_array_add(menu->items, item);
    }
    pk_ui_open(ui, &menu_panel, menu);
}
