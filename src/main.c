/* SPDX-License-Identifier: EUPL-1.2 */
/* piket: wiring only. The command line and the console meet here and nowhere else. */
#include "piket/app/demo.h"
#include "piket/app/draft.h"
#include "piket/base/i18n.h"
#include "piket/cli/cli.h"

#include "console.h"
#include "ui.h"

#include <stdio.h>
#include <string.h>

static void
add_keys(GString *out, const char *title, const PkAction *actions, size_t n)
{
    g_string_append_printf(out, "%s%s\n", out->len ? "\n" : "", title);
    for (size_t i = 0; i < n; i++) {
        if (!(actions[i].flags & PK_ACT_HIDDEN))
            g_string_append_printf(out, "  %-14s %s\n", actions[i].keys, _(actions[i].help));
    }
}

static char *
keys(void)
{
    GString *out = g_string_new(NULL);

    add_keys(out, _("Everywhere"), pk_global_actions, pk_n_global_actions);
    for (size_t i = 0; i < pk_n_screens; i++)
        add_keys(out, _(pk_screens[i]->title), pk_screens[i]->actions, pk_screens[i]->n_actions);
    return g_string_free(out, FALSE);
}

/* Fills the throw-away file of --demo. */
static bool
fill(const PkAppConfig *config, GError **error)
{
    g_autoptr(PkApp) app = pk_app_open(config, error);

    return app && pk_demo_fill(app, error);
}

static int
console(const PkCliStart *start, GError **error)
{
    const char *color = pk_settings_get(start->settings, "color");
    const char *region = pk_settings_get(start->settings, "region");
    g_autofree char *notice = NULL;
    g_autofree char *drafts = pk_draft_dir(&notice, NULL);
    PkUiConfig config = {
        .app = { .where = start->where,
                 .zone = start->zone,
                 .own_region = *region ? region : NULL,
                 .gap_minutes = (int)pk_settings_number(start->settings, "gap_minutes") },
        .lang = pk_i18n_lang(),
        .term = { .color = pk_term_color_mode(start->color, color, g_getenv("NO_COLOR")),
                  .slow = start->slow,
                  .title = pk_settings_on(start->settings, "title", false) },
        .draft_dir = drafts,
        .clock = pk_settings_on(start->settings, "clock", true),
        .utc = start->utc,
        .demo = start->demo,
        .greeting = notice,
    };

    if (start->demo && !fill(&config.app, error))
        return -1;
    config.app.read_only = start->read_only;
    return pk_ui_run(&config, error);
}

int
main(int argc, char **argv)
{
    static const PkCliConsole the_console = { console, keys };

    return pk_cli_main(argc, argv, &the_console);
}
