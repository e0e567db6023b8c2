/* SPDX-License-Identifier: EUPL-1.2 */
/* piket db: looking after the database as a whole. */
#include "piket/app/db_admin.h"
#include "piket/app/watch.h"

#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

enum { LABEL_COLUMNS = 20 };

/* ---- rows of text -------------------------------------------------------------------------------
 */

static void
row(PkCli *cli, const char *label, const char *value)
{
    int gap = MAX(LABEL_COLUMNS - pk_text_width(label), 1);

    if (value)
        pk_cli_putf(cli, "%s%*s%s\n", label, gap, "", *value ? value : "-");
}

static void
row_number(PkCli *cli, const char *label, int64_t value)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, value);

    row(cli, label, text);
}

/* Counting stops at max: from there on it says "at least". */
static void
row_count(PkCli *cli, const char *label, int64_t value, int64_t max)
{
    g_autofree char *text =
        g_strdup_printf("%" G_GINT64_FORMAT "%s", value, value >= max ? "+" : "");

    row(cli, label, text);
}

static void
row_bytes(PkCli *cli, const char *label, int64_t n_bytes)
{
    g_autofree char *text =
        g_strdup_printf(P_("%lld byte", "%lld bytes", n_bytes), (long long)n_bytes);

    row(cli, label, text);
}

static void
row_time(PkCli *cli, const char *label, int64_t us)
{
    PkTimeText text = pk_time_text(cli->zone, us, cli->lang, PK_TIME_FULL);

    row(cli, label, us ? text.s : "-");
}

/* ---- status -------------------------------------------------------------------------------------
 */

static void
status_json(PkCli *cli, const PkDbStatus *status, const PkWatchState *watch)
{
    json_t *document = pk_json_document(cli, "piket.db-status/1");
    g_autofree char *mode = g_strdup_printf("%04o", status->mode);

    pk_json_text(document, "engine", status->engine);
    pk_json_text(document, "place", status->place);
    json_object_set_new(document, "exists", json_boolean(status->exists));
    json_object_set_new(document, "schema_version", json_integer(status->schema));
    json_object_set_new(document, "schema_needed", json_integer(status->needed));
    json_object_set_new(document, "bytes", json_integer(status->n_bytes));
    json_object_set_new(document, "log_bytes", json_integer(status->n_log_bytes));
    pk_json_text(document, "mode", status->exists && status->owner ? mode : NULL);
    pk_json_text(document, "owner", status->owner);
    pk_json_text(document, "group", status->group);
    json_object_set_new(document, "writable", json_boolean(status->writable));
    pk_json_text(document, "origin", status->origin);
    pk_json_text(document, "tag", status->tag);
    json_object_set_new(document, "incidents", json_integer(status->n_incidents));
    json_object_set_new(document, "lines", json_integer(status->n_lines));
    json_object_set_new(document, "counted_to", json_integer(status->count_max));
    pk_json_time(document, "newest", status->newest_us);
    pk_json_time(document, "backup", status->backup_us);
    pk_json_text(document, "backup_file", status->backup_file);
    pk_json_text(document, "head", status->head);
    json_t *watching = json_object();
    json_object_set_new(watching, "alive", json_boolean(watch->alive));
    pk_json_time(watching, "since", watch->since_us);
    pk_json_text(watching, "host", watch->host);
    json_object_set_new(document, "watch", watching);
    json_object_set_new(document, "troubles", pk_json_strings(status->troubles));
    pk_cli_put_json(cli, document);
}

static void
status_rights(PkCli *cli, const PkDbStatus *status)
{
    if (!status->owner)
        return;
    g_autofree char *rights =
        g_strdup_printf("%04o %s:%s", status->mode, status->owner, status->group);
    row(cli, _("rights"), rights);
}

static void
status_text(PkCli *cli, const PkDbStatus *status, const char *watch)
{
    row(cli, _("engine"), status->engine);
    row(cli, _("place"), status->place);
    if (!status->exists) {
        pk_cli_say(cli, "%s",
                   _("There is no database there yet: 'piket db init' or the first report makes "
                     "it."));
        return;
    }
    g_autofree char *schema = g_strdup_printf(_("%lld (this Piket needs %lld)"),
                                              (long long)status->schema, (long long)status->needed);
    row(cli, _("schema"), schema);
    row_bytes(cli, _("size"), status->n_bytes);
    if (status->owner)
        row_bytes(cli, _("write-ahead log"), status->n_log_bytes);
    status_rights(cli, status);
    row(cli, _("origin"), status->origin ? status->origin : "-");
    row(cli, _("tag"), status->tag ? status->tag : "-");
    row_count(cli, _("incidents"), status->n_incidents, status->count_max);
    row_count(cli, _("lines"), status->n_lines, status->count_max);
    row_time(cli, _("newest line"), status->newest_us);
    if (status->owner)
        row_time(cli, _("last backup"), status->backup_us);
    row(cli, _("backup file"), status->backup_file);
    row(cli, _("watch"), watch);
    row(cli, _("head of heads"), status->head);
    pk_cli_notices(cli, status->troubles);
}

static bool
run_status(PkCli *cli, GError **error)
{
    g_autoptr(PkDbStatus) status = pk_db_status(cli->where, pk_cli_has(cli, PK_OPT_VERBOSE), error);

    if (!status)
        return false;
    PkAppConfig config = pk_cli_config(cli);
    g_auto(PkWatchState) state = { 0 };
    g_autofree char *watch = pk_watch_look(&config, cli->now_us, &state);
    cli->exit_code = status->exists ? 0 : 3;
    if (pk_cli_json(cli))
        status_json(cli, status, &state);
    else
        status_text(cli, status, watch);
    return true;
}

/* ---- init and migrate ---------------------------------------------------------------------------
 */

static bool
run_init(PkCli *cli, GError **error)
{
    PkAppConfig config = pk_cli_config(cli);
    bool made = false;

    if (!pk_db_init(&config, &made, error))
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.db-init/1");
        pk_json_text(document, "place", cli->where);
        json_object_set_new(document, "made", json_boolean(made));
        pk_cli_put_json(cli, document);
    } else if (made && pk_app_is_server(cli->where)) {
        pk_cli_say(cli, "%s",
                   _("Made: roles, schema and reference data. Now add who works with it: 'piket "
                     "person add'."));
    } else if (made) {
        pk_cli_say(cli, _("Made %s. Whoever made it has every role."), cli->where);
    } else {
        pk_cli_say(cli, _("%s is there already. Nothing was changed."), cli->where);
    }
    return true;
}

static bool
run_migrate(PkCli *cli, GError **error)
{
    g_auto(PkDbMigrated) migrated = { 0 };
    PkAppConfig config = pk_cli_config(cli);

    if (!pk_db_migrate(&config, &migrated, error))
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.db-migrate/1");
        json_object_set_new(document, "from", json_integer(migrated.from));
        json_object_set_new(document, "to", json_integer(migrated.to));
        pk_json_text(document, "copy", migrated.copy);
        pk_cli_put_json(cli, document);
        return true;
    }
    if (migrated.from == migrated.to)
        pk_cli_say(cli, _("The database is up to date (schema %lld). Nothing was changed."),
                   (long long)migrated.to);
    else if (migrated.copy)
        pk_cli_say(cli,
                   _("Brought up to date: schema %lld -> %lld. What it was before is kept as "
                     "%s."),
                   (long long)migrated.from, (long long)migrated.to, migrated.copy);
    else
        pk_cli_say(cli, _("Brought up to date: schema %lld -> %lld."), (long long)migrated.from,
                   (long long)migrated.to);
    return true;
}

/* ---- backup -------------------------------------------------------------------------------------
 */

static void
copy_json(json_t *document, const PkDbCopy *copy)
{
    pk_json_text(document, "file", copy->file);
    json_object_set_new(document, "bytes", json_integer(copy->n_bytes));
    pk_json_text(document, "sha256", copy->sha256);
    json_object_set_new(document, "schema_version", json_integer(copy->schema));
    json_object_set_new(document, "incidents", json_integer(copy->n_incidents));
    json_object_set_new(document, "lines", json_integer(copy->n_lines));
    json_object_set_new(document, "counted_to", json_integer(copy->count_max));
    pk_json_time(document, "newest", copy->newest_us);
    json_object_set_new(document, "heads", json_integer(copy->n_heads));
    json_object_set_new(document, "heads_wrong", json_integer(copy->n_wrong));
    pk_json_text(document, "head", copy->head);
}

static void
copy_text(PkCli *cli, const PkDbCopy *copy)
{
    row(cli, _("file"), copy->file);
    row_bytes(cli, _("size"), copy->n_bytes);
    row(cli, "SHA-256", copy->sha256);
    row_count(cli, _("incidents"), copy->n_incidents, copy->count_max);
    row_count(cli, _("lines"), copy->n_lines, copy->count_max);
    row_time(cli, _("newest line"), copy->newest_us);
    row_number(cli, _("journals"), copy->n_heads);
    row(cli, _("head of heads"), copy->head);
}

/* A copy can be faithful to a journal that is broken. */
static void
tell_wrong_heads(PkCli *cli, const PkDbCopy *copy)
{
    if (copy->n_wrong == 0)
        return;
    cli->exit_code = 12;
    pk_cli_warn(cli,
                P_("%lld journal does not end where its head says. 'piket verify' tells which.",
                   "%lld journals do not end where their heads say. 'piket verify' tells which.",
                   copy->n_wrong),
                (long long)copy->n_wrong);
}

static bool
run_backup(PkCli *cli, GError **error)
{
    PkDbBackup backup = { .file = pk_cli_arg(cli, 1), .key = cli->option[PK_OPT_ENCRYPT] };
    g_auto(PkDbCopy) copy = { 0 };
    PkAppConfig config = pk_cli_config(cli);

    if (!pk_db_backup_make(&config, &backup, &copy, error))
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.db-backup/1");
        copy_json(document, &copy);
        pk_json_text(document, "key", copy.key);
        json_object_set_new(document, "recorded", json_boolean(!copy.not_recorded));
        pk_cli_put_json(cli, document);
    } else {
        copy_text(cli, &copy);
        if (copy.key)
            row(cli, _("encrypted to"), copy.key);
    }
    pk_cli_say(cli, "%s",
               copy.key
                   ? _("It holds everything, TLP:RED too; whoever has the secret key can read "
                       "it. Keep the head of heads elsewhere.")
                   : _("It holds everything, TLP:RED too, and is not encrypted: keep it as you "
                       "keep the database. Keep the head of heads elsewhere."));
    if (copy.not_recorded)
        pk_cli_warn(cli, "%s", copy.not_recorded);
    tell_wrong_heads(cli, &copy);
    return true;
}

/* ---- restore ------------------------------------------------------------------------------------
 */

static bool
confirm(PkCli *cli, GError **error)
{
    g_autofree char *answer = NULL;
    const char *word = _("replace");

    if (!pk_cli_has(cli, PK_OPT_REPLACE) || pk_cli_has(cli, PK_OPT_YES))
        return true;
    g_autofree char *question =
        g_strdup_printf(_("%s will be moved aside and the backup takes its place. What was written "
                          "after that backup is then no longer in it. Type '%s' to go on:"),
                        cli->where, word);
    if (!pk_cli_ask(cli, question, &answer, error))
        return false;
    if (g_str_equal(answer, word))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, _("Not confirmed. Nothing was changed."));
    return false;
}

static void
tell_restored(PkCli *cli, const PkDbRestored *restored)
{
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.db-restore/1");
        copy_json(document, &restored->copy);
        pk_json_text(document, "place", cli->where);
        pk_json_text(document, "aside", restored->aside);
        pk_json_text(document, "origin", restored->origin);
        json_object_set_new(document, "migrated_from",
                            restored->migrated ? json_integer(restored->migrated) : json_null());
        pk_cli_put_json(cli, document);
    } else {
        copy_text(cli, &restored->copy);
        row(cli, _("place"), cli->where);
        row(cli, _("new origin"), restored->origin);
        if (restored->aside)
            row(cli, _("moved aside to"), restored->aside);
    }
    if (restored->migrated)
        pk_cli_say(cli, _("The backup was of schema %lld and was brought up to date."),
                   (long long)restored->migrated);
    pk_cli_say(cli, "%s",
               _("Restored. The duty log tells of it. Now run 'piket verify'; the head of heads "
                 "above has to be the one that was kept."));
}

static bool
run_restore(PkCli *cli, GError **error)
{
    PkDbRestore restore = { .file = pk_cli_arg(cli, 1),
                            .head = cli->option[PK_OPT_HEAD],
                            .replace = pk_cli_has(cli, PK_OPT_REPLACE),
                            .ask_nobody = pk_cli_has(cli, PK_OPT_NO_INPUT) };
    g_auto(PkDbRestored) restored = { 0 };
    PkAppConfig config = pk_cli_config(cli);

    if (!confirm(cli, error) || !pk_db_restore(&config, &restore, &restored, error))
        return false;
    tell_restored(cli, &restored);
    tell_wrong_heads(cli, &restored.copy);
    return true;
}

/* ---- which --------------------------------------------------------------------------------------
 */

/* clang-format off */
static const struct {
    const char *name;
    unsigned least, most; /* arguments, the name included */
    PkOptSet options;     /* that only some of them have  */
    bool (*run)(PkCli *cli, GError **error);
} actions[] = {
    { "status",  1, 1, PK_BIT(PK_OPT_UTC),                                            run_status },
    { "init",    1, 1, 0,                                                             run_init },
    { "migrate", 1, 1, 0,                                                             run_migrate },
    { "backup",  1, 2, PK_BIT(PK_OPT_ENCRYPT) | PK_BIT(PK_OPT_UTC),                   run_backup },
    { "restore", 2, 2, PK_BIT(PK_OPT_REPLACE) | PK_BIT(PK_OPT_HEAD) | PK_BIT(PK_OPT_UTC), run_restore },
};
/* clang-format on */

/* An option that belongs to another action was meant to do something: never pass it by. */
static bool
check_options(const PkCli *cli, size_t action, GError **error)
{
    for (int i = 0; i < PK_OPT_N; i++) {
        bool some = false;
        for (size_t k = 0; k < G_N_ELEMENTS(actions); k++)
            some |= (actions[k].options & PK_BIT(i)) != 0;
        if (cli->option[i] && some && !(actions[action].options & PK_BIT(i))) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("'piket db %s' has no option --%s."),
                        actions[action].name, pk_opts[i].name);
            return false;
        }
    }
    return true;
}

bool
pk_verb_db(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);

    for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (g_str_equal(what, actions[i].name) && cli->args->len >= actions[i].least &&
            cli->args->len <= actions[i].most)
            return check_options(cli, i, error) && actions[i].run(cli, error);
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'piket db' knows status, init, migrate, backup [FILE] and restore FILE."));
    return false;
}
