/* SPDX-License-Identifier: EUPL-1.2 */
/* piket notify: how persons are reached, what became of notices, and does it work. */
#include "cli.h"
#include "piket/app/notice.h"
#include "piket/app/watch.h"

#include <string.h>

enum {
    WAIT_S = 10,
    WAIT_MAX_S = 600,
    LOOK_US = 200000,
    LIST_N = 50,
    LIST_MAX = 10000,
    TIMED_OUT = 124
};

static GPtrArray *
rows_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

/* Prints a table for people or, with --json, the items. Takes items. */
static void
put(PkCli *cli, const char *schema, const char *const *heads, unsigned n, GPtrArray *rows,
    json_t *items)
{
    if (!pk_cli_json(cli)) {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, n, rows);
        return;
    }
    json_t *document = pk_json_document(cli, schema);
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
}

/* ---- channels ------------------------------------------------------------------------------- */

static bool
channels(PkCli *cli, const char *login, GError **error)
{
    const char *const heads[] = { _("LOGIN"),   _("NAME"), _("CHANNEL"),
                                  _("ADDRESS"), _("KEY"),  _("ON") };
    g_autoptr(GPtrArray) rows = rows_new();
    g_autoptr(GPtrArray) list = pk_channel_list(cli->app, login, error);

    if (!list)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < list->len; i++) {
        const PkPersonChannel *channel = list->pdata[i];
        char **cells = g_new0(char *, 7);
        cells[0] = g_strdup(channel->login);
        cells[1] = g_strdup(channel->name);
        cells[2] = g_strdup(pk_word(&pk_words_channel, (int)channel->channel));
        cells[3] = g_strdup(*channel->address ? channel->address : "-");
        cells[4] = g_strdup(*channel->pgp_key ? channel->pgp_key : "-");
        cells[5] = g_strdup(channel->on ? _("yes") : _("no"));
        g_ptr_array_add(rows, cells);
        json_array_append_new(
            items, json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "login", channel->login, "name",
                             channel->name, "channel",
                             pk_word_key(&pk_words_channel, (int)channel->channel), "address",
                             channel->address, "key", channel->pgp_key, "on", channel->on));
    }
    put(cli, "piket.channels/1", heads, 6, rows, items);
    return true;
}

static bool
set(PkCli *cli, GError **error)
{
    const char *typed = pk_cli_arg(cli, 3);
    bool off = typed && strcmp(typed, "off") == 0;
    bool address = typed && !off && strcmp(typed, "on") != 0;
    g_auto(PkDone) done = { 0 };
    int channel = 0;

    if (!pk_word_parse(&pk_words_channel, pk_cli_arg(cli, 2), &channel, error) ||
        !pk_channel_set(cli->app, pk_cli_arg(cli, 1), (PkChannel)channel, address ? typed : NULL,
                        cli->option[PK_OPT_ENCRYPT], !off, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
content(PkCli *cli, const char *typed, GError **error)
{
    g_auto(PkDone) done = { 0 };
    PkNoticeContent now = PK_CONTENT_NONE;
    PkTlp max = PK_TLP_GREEN;
    g_autofree char *notice = NULL;
    int wanted = 0;

    if (!typed) {
        if (!pk_notice_content(cli->app, &now, &max, error))
            return false;
        const char *key = pk_word_key(&pk_words_notice_content, (int)now);
        if (pk_cli_json(cli)) {
            json_t *document = pk_json_document(cli, "piket.notice_content/1");
            json_object_set_new(document, "content", json_string(key));
            json_object_set_new(document, "tlp_max", json_string(pk_tlp_label(max)));
            pk_cli_put_json(cli, document);
        } else {
            pk_cli_putf(cli, "%s %s\n", pk_word(&pk_words_notice_content, (int)now),
                        pk_tlp_label(max));
        }
        return true;
    }
    const char *label = cli->option[PK_OPT_CEILING];
    if (!pk_word_parse(&pk_words_notice_content, typed, &wanted, error) ||
        (label && !pk_tlp_parse(label, &max, &notice, error)) ||
        !pk_notice_content_set(cli->app, (PkNoticeContent)wanted, label ? &max : NULL, &done,
                               error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- notices -------------------------------------------------------------------------------- */

static json_t *
notice_json(const PkNotice *notice)
{
    json_t *item =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s}", "id", notice->uuid, "kind",
                  pk_word_key(&pk_words_notice_kind, (int)notice->kind), "login", notice->login,
                  "channel", pk_word_key(&pk_words_channel, (int)notice->channel), "state",
                  pk_word_key(&pk_words_notice_state, (int)notice->state), "tries",
                  (json_int_t)notice->tries, "last_error", notice->last_error);

    pk_json_time(item, "made", notice->made_us);
    pk_json_time(item, "next", notice->next_us);
    pk_json_time(item, "sent", notice->sent_us);
    return item;
}

static char **
notice_cells(PkCli *cli, const PkNotice *notice)
{
    char **cells = g_new0(char *, 8);

    cells[0] = g_strdup(pk_cli_moment(cli, notice->made_us).s);
    cells[1] = g_strdup(notice->name);
    cells[2] = g_strdup(pk_word(&pk_words_channel, (int)notice->channel));
    cells[3] = g_strdup(pk_word(&pk_words_notice_kind, (int)notice->kind));
    cells[4] = g_strdup(pk_word(&pk_words_notice_state, (int)notice->state));
    cells[5] = g_strdup_printf("%u", (unsigned)notice->tries);
    cells[6] = g_strdup(*notice->last_error ? notice->last_error : "-");
    return cells;
}

static void
put_notices(PkCli *cli, const GPtrArray *notices)
{
    const char *const heads[] = { _("MADE"),  _("TO"),    _("CHANNEL"), _("KIND"),
                                  _("STATE"), _("TRIES"), _("WHY NOT") };
    g_autoptr(GPtrArray) rows = rows_new();
    json_t *items = json_array();

    for (guint i = 0; i < notices->len; i++) {
        g_ptr_array_add(rows, notice_cells(cli, notices->pdata[i]));
        json_array_append_new(items, notice_json(notices->pdata[i]));
    }
    put(cli, "piket.notices/1", heads, 7, rows, items);
}

static bool
list(PkCli *cli, GError **error)
{
    unsigned limit = LIST_N;
    int state = -1;

    if ((pk_cli_has(cli, PK_OPT_STATE) &&
         !pk_word_parse(&pk_words_notice_state, cli->option[PK_OPT_STATE], &state, error)) ||
        !pk_cli_number(cli, PK_OPT_LIMIT, LIST_MAX, LIST_N, &limit, error))
        return false;
    g_autoptr(GPtrArray) notices = pk_notice_list(cli->app, NULL, state, limit, error);
    if (!notices)
        return false;
    put_notices(cli, notices);
    return true;
}

/* ---- test ----------------------------------------------------------------------------------- */

/* Something became of it: nobody but the consoles takes a bell. */
static bool
is_told(const PkNotice *notice)
{
    return notice->channel == PK_CHANNEL_BELL || *notice->last_error ||
           (notice->state != PK_NOTICE_QUEUED && notice->state != PK_NOTICE_CLAIMED);
}

static GPtrArray *
look(PkCli *cli, const GPtrArray *uuids, unsigned *ret_n_open, bool *ret_desktop, GError **error)
{
    g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func((GDestroyNotify)pk_notice_free);

    *ret_n_open = 0;
    for (guint i = 0; i < uuids->len; i++) {
        PkNotice *notice = pk_notice_get(cli->app, uuids->pdata[i], error);
        if (!notice)
            return NULL;
        g_ptr_array_add(notices, notice);
        *ret_n_open += !is_told(notice);
        *ret_desktop |= notice->channel == PK_CHANNEL_DESKTOP;
    }
    return g_steal_pointer(&notices);
}

/* Waits for the watch. A desktop is not the watch's, so without one only that is waited for. */
static GPtrArray *
wait_for(PkCli *cli, const GPtrArray *uuids, unsigned wait_s, unsigned *ret_n_open, GError **error)
{
    int64_t until_us = g_get_monotonic_time() + (int64_t)wait_s * G_USEC_PER_SEC;
    g_auto(PkWatchState) watch = { 0 };
    bool desktop = false;

    if (!pk_watch_state(cli->app, cli->now_us, &watch, error))
        return NULL;
    if (!watch.alive) {
        g_autofree char *said = pk_watch_state_say(cli->app, &watch, cli->now_us);
        pk_cli_warn(cli, _("Nothing sends now: %s. Start piket-watch; what was queued waits."),
                    said);
    }
    for (;;) {
        g_autoptr(GPtrArray) notices = look(cli, uuids, ret_n_open, &desktop, error);
        if (!notices)
            return NULL;
        if (*ret_n_open == 0 || g_get_monotonic_time() >= until_us || (!watch.alive && !desktop))
            return g_steal_pointer(&notices);
        g_usleep(LOOK_US);
    }
}

static bool
test(PkCli *cli, GError **error)
{
    g_autoptr(GPtrArray) uuids = NULL;
    g_auto(PkDone) done = { 0 };
    unsigned wait_s = WAIT_S, n_open = 0;

    if (!pk_cli_number(cli, PK_OPT_WAIT, WAIT_MAX_S, WAIT_S, &wait_s, error) ||
        !pk_notice_test(cli->app, &uuids, &done, error))
        return false;
    pk_cli_say(cli, "%s", done.said);
    g_autoptr(GPtrArray) notices = wait_for(cli, uuids, wait_s, &n_open, error);
    if (!notices)
        return false;
    put_notices(cli, notices);
    cli->exit_code = n_open > 0 ? TIMED_OUT : 0;
    for (guint i = 0; i < notices->len; i++) {
        const PkNotice *notice = notices->pdata[i];
        if (notice->state != PK_NOTICE_SENT && *notice->last_error)
            cli->exit_code = 1;
    }
    return true;
}

bool
pk_verb_notify(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);
    guint n = cli->args->len;

    if (g_str_equal(what, "channels") && n <= 2)
        return channels(cli, pk_cli_arg(cli, 1), error);
    if (g_str_equal(what, "set") && (n == 4 || (n == 3 && pk_cli_has(cli, PK_OPT_ENCRYPT))))
        return set(cli, error);
    if (g_str_equal(what, "content") && n <= 2)
        return content(cli, pk_cli_arg(cli, 1), error);
    if (g_str_equal(what, "list") && n == 1)
        return list(cli, error);
    if (g_str_equal(what, "test") && n == 1)
        return test(cli, error);
    g_set_error_literal(
        error, PK_ERROR, PK_ERROR_INVALID,
        _("'piket notify' knows channels [LOGIN], set PERSON CHANNEL ADDRESS (or on, "
          "off), content [WORD], list and test."));
    return false;
}
