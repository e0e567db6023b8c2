/* SPDX-License-Identifier: EUPL-1.2 */
#include "daemon.h"
#include "piket/base/i18n.h"
#include "piket/base/paths.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *name;
    PkRunMode mode;      /* of an option without a value */
    const char *setting; /* of one with                  */
} options[] = {
    { "--once",    PK_RUN_ONCE,    NULL   },
    { "--desktop", PK_RUN_DESKTOP, NULL   },
    { "--status",  PK_RUN_STATUS,  NULL   },
    { "--help",    PK_RUN_HELP,    NULL   },
    { "-h",        PK_RUN_HELP,    NULL   },
    { "--version", PK_RUN_VERSION, NULL   },
    { "--db",      PK_RUN_WATCH,   "db"   },
    { "--lang",    PK_RUN_WATCH,   "lang" },
};
/* clang-format on */

const char *
pk_run_help(void)
{
    return _("Usage: piket-watch [--db FILE|ADDRESS] [--lang nl|en] [--once|--desktop|--status]\n"
             "\n"
             "Does what is due at its moment, with no console open: rungs of pages, reminders of\n"
             "deadlines, promised calls, changes of the duty; and sends notices.\n"
             "\n"
             "  --db FILE|ADDRESS  the data file, or postgresql://server1,server2/name\n"
             "  --once             do what is due now, say what was done, and end\n"
             "  --desktop          show your own notices on your desktop, and nothing else\n"
             "  --status           say whether a watch is alive; 0 when one is, else 1\n"
             "  --lang nl|en       language of lines and messages\n"
             "  --help, --version\n"
             "\n"
             "Several may run on one database: one of them decides. See piket-watch(8).\n");
}

static bool
take(PkRun *run, const char *arg, const char *value, bool *ret_used, GError **error)
{
    size_t n = strcspn(arg, "=");

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (strlen(options[i].name) != n || strncmp(arg, options[i].name, n) != 0)
            continue;
        if (!options[i].setting && !arg[n]) {
            run->mode = options[i].mode;
            return true;
        }
        if (options[i].setting && !arg[n])
            *ret_used = value != NULL;
        value = arg[n] ? arg + n + 1 : value;
        if (options[i].setting && value)
            return pk_settings_set(run->settings, options[i].setting, value, error);
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("piket-watch does not know '%s', or it misses its value. 'piket-watch --help' "
                  "names the options."),
                arg);
    return false;
}

bool
pk_run_read(PkRun *run, int argc, char **argv, GError **error)
{
    for (int i = 1; i < argc; i++) {
        bool used = false;
        if (!take(run, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used, error))
            return false;
        i += used;
    }
    const char *lang = pk_settings_get(run->settings, "lang");
    if (*lang)
        pk_i18n_start(lang);
    const char *db = pk_settings_get(run->settings, "db");
    run->where = *db ? g_strdup(db) : pk_paths_data_file(error);
    run->zone = pk_settings_get(run->settings, "zone");
    return run->where != NULL;
}

void
pk_run_clear(PkRun *run)
{
    pk_settings_free(run->settings);
    g_free(run->where);
}

PkAppConfig
pk_run_config(const PkRun *run)
{
    return (PkAppConfig){ .where = run->where, .zone = run->zone };
}
