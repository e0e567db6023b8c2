/* SPDX-License-Identifier: EUPL-1.2 */
/* piket list: incidents that a filter chooses. */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

enum { PAGE = 500 };

/* ---- columns: one table for text, tabs, CSV, Markdown and --fields
 * -------------------------------
 */

typedef struct {
    const char *name; /* of --fields, and the head of CSV */
    const char *head; /* for people, translatable         */
    char *(*cell)(const PkCli *cli, const PkIncidentRow *row, bool human);
} Column;

static char *
cell_id(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup(row->incident->ident);
}

static char *
cell_status(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, bool human)
{
    int value = (int)row->incident->status;
    return human ? pk_word_caps(&pk_words_status, value)
                 : g_strdup(pk_word_key(&pk_words_status, value));
}

static char *
cell_severity(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, bool human)
{
    int value = row->incident->severity;
    if (value == PK_SEVERITY_NONE)
        return g_strdup(human ? "-" : "");
    return human ? g_strdup(pk_word(&pk_words_severity, value)) : g_strdup_printf("%d", value);
}

static char *
cell_tlp(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup(pk_tlp_label(row->incident->tlp));
}

static char *
cell_kind(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return human ? pk_bits_words(&pk_words_kind, row->incident->kinds)
                 : pk_bits_keys(&pk_words_kind, row->incident->kinds);
}

static char *
cell_title(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup(row->incident->title);
}

static char *
cell_org(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return g_strdup(human ? row->place : row->incident->org_name);
}

static char *
cell_code(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup(row->incident->org_code);
}

static char *
a_time(const PkCli *cli, int64_t us, bool human)
{
    PkTimeText text = human ? pk_cli_moment(cli, us) : pk_time_rfc3339(us);
    return g_strdup(us || human ? text.s : "");
}

static char *
cell_received(const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return a_time(cli, row->incident->received_us, human);
}

static char *
cell_opened(const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return a_time(cli, row->incident->opened_us, human);
}

static char *
cell_aware(const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return a_time(cli, row->incident->aware_us, human);
}

static char *
cell_closed(const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return a_time(cli, row->incident->closed_us, human);
}

static char *
cell_due(const PkCli *cli, const PkIncidentRow *row, bool human)
{
    return a_time(cli, row->next_due_us, human);
}

static char *
cell_age(const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    PkTimeText text = pk_time_age(cli->now_us - row->incident->received_us, cli->lang);
    return g_strdup(text.s);
}

static char *
cell_lead(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup(row->incident->lead);
}

static char *
cell_parties(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup_printf("%d", row->incident->n_parties);
}

static char *
cell_lines(G_GNUC_UNUSED const PkCli *cli, const PkIncidentRow *row, G_GNUC_UNUSED bool human)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, row->incident->n_lines);
}

/* clang-format off */
static const Column columns[] = {
    { "id",       N_("ID"),       cell_id },
    { "status",   N_("STATUS"),   cell_status },
    { "severity", N_("SEVERITY"), cell_severity },
    { "tlp",      N_("TLP"),      cell_tlp },
    { "age",      N_("AGE"),      cell_age },
    { "kind",     N_("KIND"),     cell_kind },
    { "org",      N_("PLACE"),    cell_org },
    { "code",     N_("CODE"),     cell_code },
    { "received", N_("RECEIVED"), cell_received },
    { "opened",   N_("OPENED"),   cell_opened },
    { "aware",    N_("AWARE"),    cell_aware },
    { "closed",   N_("CLOSED"),   cell_closed },
    { "due",      N_("DUE"),      cell_due },
    { "lead",     N_("LEAD"),     cell_lead },
    { "parties",  N_("PARTIES"),  cell_parties },
    { "lines",    N_("LINES"),    cell_lines },
    { "title",    N_("TITLE"),    cell_title },
};
/* clang-format on */

static const char human_fields[] = "id,status,severity,tlp,age,org,title";
static const char machine_fields[] =
    "id,status,severity,tlp,kind,org,code,received,aware,due,title";

/* The columns that were asked for; NULL when one is not known. */
static GPtrArray *
chosen(const char *list, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_auto(GStrv) names = g_strsplit(list, ",", -1);

    for (size_t i = 0; names[i]; i++) {
        const Column *column = NULL;
        g_strstrip(names[i]);
        for (size_t k = 0; k < G_N_ELEMENTS(columns); k++) {
            if (strcmp(columns[k].name, names[i]) == 0)
                column = &columns[k];
        }
        if (!column) {
            g_autoptr(GString) all = g_string_new(NULL);
            for (size_t k = 0; k < G_N_ELEMENTS(columns); k++)
                g_string_append_printf(all, "%s%s", k ? ", " : "", columns[k].name);
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("--fields does not know '%s'. It knows %s."), names[i], all->str);
            return NULL;
        }
        g_ptr_array_add(found, (gpointer)column);
    }
    return g_steal_pointer(&found);
}

/* ---- reading
 * -------------------------------------------------------------------------------------
 */

typedef struct {
    GPtrArray *rows;  /* PkIncidentRow that may go */
    GPtrArray *lists; /* owns them                 */
    unsigned n_matching, n_count_max;
    char *zero_help;
} Found;

static void
found_clear(Found *found)
{
    g_ptr_array_unref(found->rows);
    g_ptr_array_unref(found->lists);
    g_free(found->zero_help);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Found, found_clear)

static void
free_list(void *list)
{
    pk_list_free(list);
}

static bool
read_all(PkCli *cli, const char *filter, unsigned limit, Found *found, GError **error)
{
    int64_t before = 0;

    do {
        PkListAsk ask = { .filter = filter,
                          .order = PK_ORDER_NEWEST,
                          .before_key = before,
                          .limit = limit ? MIN(PAGE, limit - found->rows->len) : PAGE };
        PkList *list = pk_list_load(cli->app, &ask, &cli->error_at, error);
        if (!list) {
            cli->has_error_at = error && g_error_matches(*error, PK_ERROR, PK_ERROR_INVALID);
            return false;
        }
        g_ptr_array_add(found->lists, list);
        if (before == 0) {
            pk_cli_notices(cli, list->notices);
            found->zero_help = g_strdup(list->zero_help);
            found->n_matching = list->n_matching;
            found->n_count_max = list->n_count_max;
        }
        for (guint i = 0; i < list->rows->len; i++) {
            PkIncidentRow *row = list->rows->pdata[i];
            if (pk_cli_may(cli, row->incident->tlp))
                g_ptr_array_add(found->rows, row);
        }
        before = list->more_key;
    } while (before != 0 && (limit == 0 || found->rows->len < limit));
    return true;
}

static json_t *
only_fields(json_t *object, const GPtrArray *fields)
{
    json_t *part = json_object();

    for (guint i = 0; i < fields->len; i++) {
        const char *name = ((const Column *)fields->pdata[i])->name;
        const char *key = g_str_equal(name, "kind")      ? "kinds"
                          : g_str_equal(name, "due")     ? "next_due"
                          : g_str_equal(name, "parties") ? "n_parties"
                          : g_str_equal(name, "lines")   ? "n_lines"
                                                         : name;
        json_t *value = json_object_get(object, key);
        if (value)
            json_object_set(part, key, value);
    }
    json_decref(object);
    return part;
}

static void
put_json(PkCli *cli, const char *filter, const Found *found, const GPtrArray *fields)
{
    json_t *items = json_array();

    for (guint i = 0; i < found->rows->len; i++) {
        json_t *item = pk_json_row(found->rows->pdata[i]);
        if (pk_cli_has(cli, PK_OPT_FIELDS))
            item = only_fields(item, fields);
        if (pk_cli_has(cli, PK_OPT_NDJSON))
            pk_cli_put_ndjson(cli, item);
        else
            json_array_append_new(items, item);
    }
    if (pk_cli_has(cli, PK_OPT_NDJSON)) {
        json_decref(items);
        return;
    }
    json_t *document = pk_json_document(cli, "piket.list/1");
    json_object_set_new(document, "exercise", json_false());
    json_object_set_new(document, "filter", json_string(filter));
    pk_json_gate(cli, document);
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
}

static void
put_table(PkCli *cli, PkFormat format, const Found *found, const GPtrArray *fields)
{
    g_autofree const char **heads = g_new0(const char *, fields->len);
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    bool human = format == PK_FORMAT_TEXT || format == PK_FORMAT_TXT || format == PK_FORMAT_MD;

    for (guint i = 0; i < fields->len; i++) {
        const Column *column = fields->pdata[i];
        heads[i] = human ? _(column->head) : column->name;
    }
    for (guint r = 0; r < found->rows->len; r++) {
        char **cells = g_new0(char *, fields->len + 1);
        for (guint i = 0; i < fields->len; i++) {
            cells[i] = ((const Column *)fields->pdata[i])->cell(cli, found->rows->pdata[r], human);
            if (!cells[i])
                cells[i] = g_strdup("");
        }
        g_ptr_array_add(rows, cells);
    }
    pk_cli_table(cli, format, heads, fields->len, rows);
}

bool
pk_verb_list(PkCli *cli, GError **error)
{
    g_autofree char *filter = pk_cli_filter_from(cli, 0);
    PkFormat format = PK_FORMAT_TEXT;
    unsigned limit = 0;

    if (pk_cli_has(cli, PK_OPT_PAGES))
        return pk_cli_pages(cli, error);
    if (!pk_cli_format(cli, &format, error) ||
        !pk_cli_number(cli, PK_OPT_LIMIT, 10000000, 0, &limit, error))
        return false;
    bool machine = format == PK_FORMAT_CSV || format == PK_FORMAT_PLAIN;
    const char *wanted = cli->option[PK_OPT_FIELDS];
    g_autoptr(GPtrArray) fields = chosen(wanted    ? wanted
                                         : machine ? machine_fields
                                                   : human_fields,
                                         error);
    if (!fields)
        return false;
    g_auto(Found)
        found = { .rows = g_ptr_array_new(), .lists = g_ptr_array_new_with_free_func(free_list) };
    if (!read_all(cli, filter, limit, &found, error))
        return false;
    if (pk_cli_json(cli)) {
        put_json(cli, filter, &found, fields);
        return pk_cli_say_hidden(cli, error);
    }
    put_table(cli, format, &found, fields);
    if (!pk_cli_say_hidden(cli, error))
        return false;
    if (found.rows->len == 0 && pk_outgoing_omitted(&cli->gate) == 0)
        pk_cli_say(cli, "%s", *filter && found.zero_help ? found.zero_help : _("No incidents."));
    return true;
}
