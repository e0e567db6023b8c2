/* SPDX-License-Identifier: EUPL-1.2 */
/* piket doctor: looks at everything Piket leans on. Makes nothing, changes nothing. */
#include "cli.h"
#include "piket/app/about.h"
#include "piket/app/db_admin.h"
#include "piket/app/draft.h"
#include "piket/app/watch.h"
#include "piket/base/clock.h"
#include "piket/base/paths.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    PkCli *cli;
    json_t *findings;
    json_t *document;
    unsigned n_troubles;
} Doctor;

/* One fact; trouble (NULL: none) says what it means and what to do. */
static void
fact(Doctor *doctor, const char *key, const char *label, const char *value, const char *trouble)
{
    if (trouble)
        doctor->n_troubles++;
    if (pk_cli_json(doctor->cli)) {
        pk_json_text(doctor->document, key, value);
        if (trouble)
            json_array_append_new(doctor->findings,
                                  json_pack("{s:s,s:s}", "about", key, "message", trouble));
        return;
    }
    pk_cli_putf(doctor->cli, "%-2s %-16s %s\n", trouble ? "!" : "", label, value);
    if (trouble)
        pk_cli_putf(doctor->cli, "   %-16s %s\n", "", trouble);
}

static void
terminal(Doctor *doctor)
{
    const char *term = g_getenv("TERM");
    bool tty = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

    fact(doctor, "terminal", _("terminal"), term && *term ? term : _("not set"),
         term && *term ? NULL : _("The console needs TERM, for example TERM=xterm-256color."));
    fact(doctor, "console", _("console"),
         tty ? _("possible: input and output are a terminal")
             : _("not here: input or output is no terminal"),
         NULL);
    if (doctor->cli->columns > 0 && doctor->cli->columns < 60) {
        g_autofree char *columns = g_strdup_printf("%d", doctor->cli->columns);
        fact(doctor, "columns", _("columns"), columns, NULL);
    }
}

static void
locale(Doctor *doctor)
{
    const char *charset = nl_langinfo(CODESET);

    fact(doctor, "language", _("language"), pk_i18n_lang() == PK_LANG_NL ? "nl" : "en", NULL);
    fact(doctor, "charset", _("characters"), charset,
         pk_i18n_utf8() ? NULL
                        : _("Accents can not be shown. Set LANG to a locale with UTF-8, for "
                            "example C.UTF-8."));
}

static void
zone(Doctor *doctor)
{
    g_autofree char *tzdata = pk_about_tzdata();
    PkTimeText now =
        pk_time_text(doctor->cli->own_zone, doctor->cli->now_us, doctor->cli->lang, PK_TIME_FULL);

    fact(doctor, "zone", _("zone"), pk_zone_name(doctor->cli->own_zone), NULL);
    fact(doctor, "now", _("now"), now.s,
         pk_clock_is_test() ? _("PIKET_TEST_NOW holds the clock: meant for tests only.") : NULL);
    fact(doctor, "tzdata", _("time zone data"), *tzdata ? tzdata : _("does not say its version"),
         NULL);
}

static void
data_file(Doctor *doctor)
{
    g_auto(PkFileAbout) about = { 0 };
    g_autofree char *mode = NULL;
    g_autofree char *schema = NULL;

    pk_about_file(doctor->cli->where, &about);
    fact(doctor, "data_file", _("data file"), doctor->cli->where, about.trouble);
    if (!about.exists) {
        fact(doctor, "data_state", _("data"), _("not there yet: the first report makes it"), NULL);
        return;
    }
    mode = g_strdup_printf("%04o", about.mode);
    fact(doctor, "data_mode", _("rights"), mode,
         !about.writable     ? _("You may not write this file: reading only.")
         : about.mode & 0007 ? _("Everybody on this computer may get at it. Use: chmod o= FILE.")
                             : NULL);
    schema = g_strdup_printf("%" G_GINT64_FORMAT, about.schema);
    fact(doctor, "data_schema", _("data schema"), schema,
         about.trouble || about.schema == pk_about_schema() ? NULL
         : about.schema > pk_about_schema()
             ? _("Made by a newer Piket. Bring this Piket up to date.")
             : _("Older than this Piket: brought up to date, after a copy, at the next start."));
}

static void
server(Doctor *doctor)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDbStatus) status = pk_db_status(doctor->cli->where, false, &error);
    g_autofree char *schema =
        g_strdup_printf("%" G_GINT64_FORMAT, status ? status->schema : INT64_C(0));

    fact(doctor, "server", _("server"), doctor->cli->where, status ? NULL : error->message);
    if (status)
        fact(doctor, "data_schema", _("data schema"), schema,
             status->troubles->len ? status->troubles->pdata[0] : NULL);
}

static void
watch(Doctor *doctor)
{
    PkAppConfig config = pk_cli_config(doctor->cli);
    g_auto(PkWatchState) state = { 0 };
    g_autofree char *said = pk_watch_look(&config, doctor->cli->now_us, &state);

    if (said)
        fact(doctor, "watch", _("watch"), said,
             state.ever && !state.alive
                 ? _("Start piket-watch again: 'systemctl status piket-watch' tells why it ended.")
                 : NULL);
}

static void
backups(Doctor *doctor)
{
    g_autofree char *gpg = pk_gpg_version();
    g_autoptr(PkDbStatus) status = pk_db_status(doctor->cli->where, false, NULL);

    fact(doctor, "gpg", "gpg", gpg ? gpg : _("not there: backups can not be encrypted"), NULL);
    /* A server has backups of its own, of which Piket does not know. */
    if (!status || status->n_incidents == 0 || pk_app_is_server(doctor->cli->where))
        return;
    int64_t age_us = doctor->cli->now_us - status->backup_us;
    PkTimeText when =
        pk_time_text(doctor->cli->zone, status->backup_us, doctor->cli->lang, PK_TIME_FULL);
    fact(doctor, "backup", _("last backup"), status->backup_us ? when.s : _("none on record"),
         status->backup_us == 0 || age_us > PK_BACKUP_AGE_DAYS * PK_DAY_US
             ? _("'piket db backup' makes one; have it made every day.")
             : NULL);
}

/* The nearest folder that exists decides whether the rest can be made. */
static bool
could_write(const char *dir)
{
    g_autofree char *at = g_strdup(dir);

    while (access(at, F_OK) != 0 && at[1]) {
        g_autofree char *up = g_path_get_dirname(at);
        g_free(at);
        at = g_steal_pointer(&up);
    }
    return access(at, W_OK | X_OK) == 0;
}

static void
folders(Doctor *doctor)
{
    static const struct {
        PkPath path;
        const char *key, *label;
        bool kept_private;
    } rows[] = { { PK_PATH_CONFIG, "config_dir", N_("settings in"), false },
                 { PK_PATH_DATA, "data_dir", N_("data in"), false },
                 { PK_PATH_STATE, "state_dir", N_("drafts in"), true },
                 { PK_PATH_RUNTIME, "runtime_dir", N_("lock in"), true } };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *dir = pk_paths_dir(rows[i].path, &error);
        struct stat info;
        const char *trouble = NULL;
        if (dir && rows[i].path != PK_PATH_CONFIG && !could_write(dir))
            trouble = _("You can not write there.");
        else if (dir && rows[i].kept_private && stat(dir, &info) == 0 && info.st_mode & 0077)
            trouble = _("Others may look inside; Piket sets it to 0700 at the next start.");
        else if (rows[i].path == PK_PATH_RUNTIME && pk_paths_runtime_is_fallback())
            trouble = _("There is no XDG_RUNTIME_DIR: a folder in state stands in.");
        fact(doctor, rows[i].key, _(rows[i].label), dir ? dir : "-",
             dir ? trouble : error->message);
    }
}

static void
settings(Doctor *doctor)
{
    json_t *list = json_array();

    if (!pk_cli_json(doctor->cli))
        pk_cli_putf(doctor->cli, "\n%s\n", _("Settings, and where each value comes from:"));
    for (size_t i = 0; i < pk_n_setting_keys; i++) {
        const char *key = pk_setting_keys[i].key;
        const char *value = pk_settings_get(doctor->cli->settings, key);
        g_autofree char *origin = pk_settings_origin_text(doctor->cli->settings, key);
        if (pk_cli_json(doctor->cli))
            json_array_append_new(
                list, json_pack("{s:s,s:s,s:s}", "key", key, "value", value, "origin", origin));
        else
            pk_cli_putf(doctor->cli, "   %-16s %-24s %s\n", key, *value ? value : "-", origin);
    }
    if (pk_cli_json(doctor->cli))
        json_object_set(doctor->document, "settings", list);
    json_decref(list);
}

bool
pk_verb_doctor(PkCli *cli, G_GNUC_UNUSED GError **error)
{
    Doctor doctor = { .cli = cli, .findings = json_array() };

    doctor.document = pk_json_document(cli, "piket.doctor/1");
    fact(&doctor, "version", "piket", PIKET_VERSION, NULL);
    terminal(&doctor);
    locale(&doctor);
    zone(&doctor);
    if (pk_app_is_server(cli->where))
        server(&doctor);
    else
        data_file(&doctor);
    watch(&doctor);
    backups(&doctor);
    folders(&doctor);
    settings(&doctor);
    if (pk_cli_json(cli)) {
        json_object_set(doctor.document, "findings", doctor.findings);
        pk_cli_put_json(cli, json_incref(doctor.document));
    } else if (doctor.n_troubles == 0) {
        pk_cli_putf(cli, "\n%s\n", _("Nothing to mend."));
    } else {
        pk_cli_putf(cli,
                    P_("\n%u thing to look at, marked with '!'.\n",
                       "\n%u things to look at, marked with '!'.\n", doctor.n_troubles),
                    doctor.n_troubles);
    }
    json_decref(doctor.findings);
    json_decref(doctor.document);
    return true;
}
