/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of the console as a text, for `piket help keys`. */
#include "console.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

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
