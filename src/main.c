/* SPDX-License-Identifier: EUPL-1.2 */
/* piket: wiring only. */
#include "piket/app/demo.h"
#include "piket/app/draft.h"
#include "piket/app/sync.h"
#include "piket/base/i18n.h"
#include "piket/cli/cli.h"
#include "ui.h"

#include <glib/gstdio.h>
#include <malloc.h>

/* In the practice week one is J. de Vries, on call tonight. */
static bool
fill_demo(const PkAppConfig *config, GError **error)
{
    g_autoptr(PkApp) app = pk_app_open(config, error);

    return app && pk_demo_fill(app, error);
}

static void
remove_folder(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        if (g_file_test(inside, G_FILE_TEST_IS_DIR))
            remove_folder(inside);
        else
            g_unlink(inside);
    }
    g_rmdir(path);
}

static void
read_settings(const PkCliStart *start, PkUiConfig *config)
{
    const PkSettings *settings = start->settings;
    const char *region = pk_settings_get(settings, "region");

    config->app.own_region = *region ? region : NULL;
    config->app.gap_minutes = (int)pk_settings_number(settings, "gap_minutes");
    config->app.handover_minutes = (int)pk_settings_number(settings, "handover_minutes");
    config->lang = pk_i18n_lang();
    config->clock = pk_settings_on(settings, "clock", true);
    config->utc = start->utc;
    config->notify = pk_settings_get(settings, "notify");
    config->term.title = pk_settings_on(settings, "title", false);
    config->term.slow = start->slow;
    config->term.color =
        pk_term_color_mode(start->color, pk_settings_get(settings, "color"), g_getenv("NO_COLOR"));
}

static int
console(const PkCliStart *start, GError **error)
{
    g_autofree char *greeting = NULL;
    g_autofree char *drafts = NULL;
    PkUiConfig config = {
        .app = { .where = start->where, .zone = start->zone, .read_only = start->read_only },
        .demo = start->demo
    };

    g_autofree char *outbox = pk_outbox_path(start->where, NULL);
    config.app.outbox = outbox; /* NULL on a file */
    config.app.patient = true;
    read_settings(start, &config);
    if (!start->demo) {
        /* Without a place for drafts the console still works; it says so. */
        g_autoptr(GError) why = NULL;
        drafts = pk_draft_dir(&greeting, &why);
        config.draft_dir = drafts;
        config.greeting = why ? why->message : greeting;
        return pk_ui_run(&config, error);
    }
    g_autofree char *folder = g_path_get_dirname(start->where);
    drafts = g_build_filename(folder, "drafts", NULL);
    config.draft_dir = drafts;
    config.app.login = "jdv";
    config.app.name = "J. de Vries";
    int code = fill_demo(&config.app, error) ? pk_ui_run(&config, error) : -1;
    remove_folder(drafts);
    return code;
}

/* One heap for all threads: glibc grows the others by one system call a page, which made the first
 * screen wait for a thousand of them. The workers hardly ever allocate at the same moment. */
static void
one_heap(void)
{
#ifdef M_ARENA_MAX
    mallopt(M_ARENA_MAX, 1);
#endif
}

int
main(int argc, char **argv)
{
    static const PkCliConsole the_console = { console, pk_ui_keys_text };

    one_heap();
    return pk_cli_main(argc, argv, &the_console);
}
