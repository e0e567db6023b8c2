/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of one command: read the line, open what the verb needs, run it, write, and end with
 * the exit code of ux.md 5.3. */
#include "cli.h"
#include "piket/app/sync.h"
#include "piket/base/clock.h"
#include "piket/base/paths.h"
#include "piket/base/text.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
cli_clear(PkCli *cli)
{
    pk_app_close(cli->app);
    pk_settings_free(cli->settings);
    pk_zone_free(cli->own_zone);
    g_ptr_array_unref(cli->args);
    g_ptr_array_unref(cli->kept);
    g_string_free(cli->out, TRUE);
    g_free(cli->where);
    g_free(cli->outbox);
    g_free(cli->hint);
    g_free(cli->stdin_text);
}

/* ---- errors -------------------------------------------------------------------------------------
 */

static int
fail(PkCli *cli, const GError *error)
{
    int code = pk_error_exit_code(error);

    if (!pk_cli_json(cli)) {
        pk_cli_warn(cli, "piket: %s", error->message);
        if (cli->say_hint)
            pk_cli_warn(cli, "%s", cli->hint);
        return code;
    }
    json_t *document = json_object();
    json_object_set_new(document, "schema", json_string("piket.error/1"));
    json_object_set_new(document, "code", json_integer(code));
    json_object_set_new(document, "name", json_string(pk_error_name(error)));
    pk_json_text(document, "message", error->message);
    pk_json_text(document, "hint", cli->hint);
    if (cli->has_error_at)
        json_object_set_new(document, "at", json_integer((json_int_t)cli->error_at));
    char *text = json_dumps(document, JSON_COMPACT | JSON_ENSURE_ASCII);
    fprintf(stderr, "%s\n", text ? text : "{\"schema\":\"piket.error/1\"}");
    free(text);
    json_decref(document);
    return code;
}

/* Errors have to be JSON, and in the right language, before the line could be read. */
static const char *
early(int argc, char **argv, const char *name)
{
    g_autofree char *with = g_strdup_printf("%s=", name);

    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], name) == 0)
            return i + 1 < argc ? argv[i + 1] : "";
        if (g_str_has_prefix(argv[i], with))
            return argv[i] + strlen(with);
    }
    return NULL;
}

/* Flag, setting, LANGUAGE (which gettext honours in every locale but C), then the locale. */
static const char *
wanted_language(const PkSettings *settings, const char *flag)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *setting = flag ? flag : pk_settings_get(settings, "lang");
    const char *language = g_getenv("LANGUAGE");

    if (g_str_equal(setting, "nl") || g_str_equal(setting, "en"))
        return setting;
    if (!language || !*language)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *locale = g_getenv(names[i]);
        if (!locale || !*locale)
            continue;
        if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
            return NULL;
        return g_str_has_prefix(language, "nl")   ? "nl"
               : g_str_has_prefix(language, "en") ? "en"
                                                  : NULL;
    }
    return NULL;
}

/* ---- getting ready ------------------------------------------------------------------------------
 */

static bool
take_flags(PkCli *cli, GError **error)
{
    static const struct {
        PkOptId opt;
        const char *key;
    } flags[] = { { PK_OPT_DB, "db" },
                  { PK_OPT_TZ, "zone" },
                  { PK_OPT_LANG, "lang" },
                  { PK_OPT_COLOR, "color" } };

    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
        const char *value = cli->option[flags[i].opt];
        if (value && !pk_settings_set(cli->settings, flags[i].key, value, error))
            return false;
    }
    if (pk_cli_has(cli, PK_OPT_SLOW))
        pk_settings_set(cli->settings, "slow", "on", NULL);
    return true;
}

/* libpq's other way to say where a server is would be taken for the name of a file. */
static bool
refuse_conninfo(const char *db, GError **error)
{
    static const char *const words[] = { "service=", "host=", "hostaddr=",
                                         "dbname=",  "user=", "port=" };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_has_prefix(db, words[i])) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("%s is not the name of a file. Write the address of a server as "
                          "postgresql:///?%s, or put ./ before the name of a file."),
                        db, db);
            return false;
        }
    }
    return true;
}

static bool
prepare(PkCli *cli, GError **error)
{
    const char *db = pk_settings_get(cli->settings, "db");

    if (!take_flags(cli, error))
        return false;
    db = pk_settings_get(cli->settings, "db");
    if (!refuse_conninfo(db, error))
        return false;
    cli->where = *db ? g_strdup(db) : pk_paths_data_file(error);
    if (!cli->where)
        return false;
    cli->zone_name = pk_settings_get(cli->settings, "zone");
    cli->own_zone = pk_zone_new(cli->zone_name, error);
    if (!cli->own_zone)
        return false;
    cli->zone = pk_cli_has(cli, PK_OPT_UTC) ? NULL : cli->own_zone;
    return pk_cli_open_gate(cli, error);
}

PkAppConfig
pk_cli_config(const PkCli *cli)
{
    PkAppConfig config = { .where = cli->where,
                           .zone = cli->zone_name,
                           .own_region = pk_settings_get(cli->settings, "region"),
                           .gap_minutes = (int)pk_settings_number(cli->settings, "gap_minutes"),
                           .handover_minutes =
                               (int)pk_settings_number(cli->settings, "handover_minutes") };

    if (config.own_region && !*config.own_region)
        config.own_region = NULL;
    return config;
}

/* An old answer must never look like a new one. */
static void
say_mode(PkCli *cli)
{
    PkOutboxState state = { 0 };

    if (!cli->outbox)
        return;
    if (pk_app_mode(cli->app) == PK_MODE_COPY && pk_app_outbox(cli->app, &state, NULL)) {
        PkTimeText age = pk_time_age(MAX(0, cli->now_us - state.copied_us), cli->lang);
        pk_cli_warn(cli,
                    _("The server does not answer. This is the copy on this computer, %s old."),
                    age.s);
    } else {
        pk_outbox_look(cli->outbox, &state, NULL);
    }
    if (state.n_unsent)
        pk_cli_say(cli,
                   P_("%lld line is not yet sent: 'piket sync' delivers it.",
                      "%lld lines are not yet sent: 'piket sync' delivers them.", state.n_unsent),
                   (long long)state.n_unsent);
}

static bool
open_app(PkCli *cli, GError **error)
{
    PkAppConfig config = pk_cli_config(cli);

    if (pk_app_is_server(cli->where))
        cli->outbox = pk_outbox_path(cli->where, NULL);
    config.outbox = cli->outbox;
    cli->app = pk_app_open(&config, error);
    if (!cli->app)
        return false;
    say_mode(cli);
    if (pk_app_backup_made(cli->app))
        pk_cli_say(cli, _("The data file was brought up to date. The old one is kept as %s."),
                   pk_app_backup_made(cli->app));
    return true;
}

bool
pk_cli_open(PkCli *cli, GError **error)
{
    return cli->app || open_app(cli, error);
}

/* ---- the console --------------------------------------------------------------------------------
 */

static int
run_console(PkCli *cli, GError **error)
{
    bool demo = pk_cli_has(cli, PK_OPT_DEMO);
    g_autofree char *dir = NULL;
    g_autofree char *file = NULL;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The console needs a terminal for input and output. In scripts and pipes use "
                      "a verb, for example 'piket list status:open'; 'piket help' names them."));
        return -1;
    }
    if (demo) {
        dir = g_dir_make_tmp("piket-demo-XXXXXX", error);
        if (!dir)
            return -1;
        file = g_build_filename(dir, "piket.db", NULL);
    }
    PkCliStart start = { .settings = cli->settings,
                         .where = demo ? file : cli->where,
                         .zone = cli->zone_name,
                         .read_only = pk_cli_has(cli, PK_OPT_READ_ONLY),
                         .demo = demo,
                         .utc = pk_cli_has(cli, PK_OPT_UTC),
                         .slow = pk_settings_on(cli->settings, "slow", false),
                         .color = cli->option[PK_OPT_COLOR] };
    int code = cli->console->run(&start, error);
    if (demo) {
        g_autoptr(GDir) left = g_dir_open(dir, 0, NULL);
        for (const char *name; left && (name = g_dir_read_name(left));) {
            g_autofree char *path = g_build_filename(dir, name, NULL);
            g_unlink(path);
        }
        g_rmdir(dir);
    }
    return code;
}

/* ---- one command --------------------------------------------------------------------------------
 */

static bool
show_help(PkCli *cli)
{
    g_autofree char *text = cli->command ? pk_help_command(cli->command) : pk_help_usage();

    pk_cli_put(cli, text);
    return true;
}

static bool
run_verb(PkCli *cli, GError **error)
{
    bool ok = prepare(cli, error);

    if (ok && pk_cli_has(cli, PK_OPT_HELP))
        return show_help(cli) && pk_cli_finish(cli, error);
    return ok && pk_cli_run(cli, error);
}

static int
run(PkCli *cli, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    int code = -1;

    if (!pk_cli_parse(cli, argc, argv, &error)) {
        if (early(argc, argv, "--json"))
            cli->option[PK_OPT_JSON] = "";
        return fail(cli, error);
    }
    if (!cli->command && pk_cli_has(cli, PK_OPT_VERSION))
        cli->command = pk_command_find("version");
    if (cli->command || pk_cli_has(cli, PK_OPT_HELP)) {
        code = run_verb(cli, &error) ? cli->exit_code : -1;
    } else if (prepare(cli, &error)) {
        code = run_console(cli, &error);
    }
    return error ? fail(cli, error) : code;
}

int
pk_cli_main(int argc, char **argv, const PkCliConsole *console)
{
    g_autoptr(GPtrArray) warnings = NULL;
    PkCli cli = { .console = console,
                  .args = g_ptr_array_new_with_free_func(g_free),
                  .kept = g_ptr_array_new_with_free_func(g_free),
                  .out = g_string_new(NULL),
                  .now_us = pk_clock_now_us() };

    signal(SIGPIPE, SIG_DFL); /* whoever reads may stop reading: end silently */
    cli.settings = pk_settings_load(NULL, &warnings);
    cli.lang = pk_i18n_start(wanted_language(cli.settings, early(argc, argv, "--lang")));
    pk_cli_notices(&cli, warnings);
    int code = run(&cli, argc, argv);
    cli_clear(&cli);
    return code;
}
