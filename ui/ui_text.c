/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of the console as a text, for `piket help keys`. */
#include "console.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

static void
add_actions(GString *out, const char *heading, const PkAction *actions, size_t n)
{
    g_string_append_printf(out, "%s%s\n", out->len ? "\n" : "", heading);
    for (size_t i = 0; i < n; i++) {
        if (actions[i].flags & PK_ACT_HIDDEN)
            continue;
        g_autofree char *keys = pk_text_pad(actions[i].keys, 18);
        g_autofree char *name = g_strdup_printf(":%s", actions[i].name);
        g_autofree char *named = pk_text_pad(name, 14);
        g_string_append_printf(out, "  %s %s %s\n", keys, named, _(actions[i].help));
    }
}

/* clang-format off */
static const struct { const char *name, *shown; } key_words[] = {
    { "enter", "Enter" },  { "esc", "Esc" },     { "tab", "Tab" },
    { "S-tab", "Shift-Tab" }, { "pgup", "PgUp" }, { "pgdn", "PgDn" },
    { "home", "Home" },    { "end", "End" },     { "space", N_("Space") },
    { "left", N_("Left") }, { "right", N_("Right") }, { "up", N_("Up") }, { "down", N_("Down") },
};
/* clang-format on */

static void
add_key(GString *out, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(key_words); i++) {
        if (strcmp(key_words[i].name, name) == 0) {
            g_string_append(out, _(key_words[i].shown));
            return;
        }
    }
    if (g_str_has_prefix(name, "C-") && name[2] && !name[3])
        g_string_append_printf(out, "Ctrl-%c", g_ascii_toupper(name[2]));
    else if (name[0] == 'g' && name[1] && !name[2])
        g_string_append_printf(out, "g %c", name[1]);
    else
        g_string_append(out, name);
}

char *
pk_ui_keys_shown(const char *keys)
{
    GString *out = g_string_new(NULL);
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    for (guint i = 0; names[i]; i++) {
        if (!*names[i])
            continue;
        if (out->len)
            g_string_append(out, "  ");
        add_key(out, names[i]);
    }
    return g_string_free(out, FALSE);
}

char *
pk_ui_keys_text(void)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < pk_n_screens; i++) {
        g_autofree char *heading =
            g_strdup_printf("%c  %s", pk_screens[i]->digit, _(pk_screens[i]->title));
        add_actions(out, heading, pk_screens[i]->actions, pk_screens[i]->n_actions);
    }
    add_actions(out, _("Everywhere"), pk_global_actions, pk_n_global_actions);
    return g_string_free(out, FALSE);
}
