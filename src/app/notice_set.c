/* SPDX-License-Identifier: EUPL-1.2 */
/* How persons are reached, what notices may say, looking at notices, and testing the channels. */
#include "journal.h"
#include "notice_private.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/notice_store.h"
#include "piket/store/person_store.h"
#include "undo.h"

#include <string.h>

enum { BELLS_MAX = 64 };

/* ---- looking -------------------------------------------------------------------------------- */

GPtrArray *
pk_notice_list(PkApp *app, const char *login, int state, unsigned limit, GError **error)
{
    if (!pk_app_may(app, PK_MAY_PEOPLE, NULL) && !pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    return pk_notice_rows(app->db, login ? login : "", state, limit, error);
}

PkNotice *
pk_notice_get(PkApp *app, const char *uuid, GError **error)
{
    PkNotice *notice = NULL;

    if (!pk_notice_row(app->db, uuid, &notice, error))
        return NULL;
    if (!notice)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("There is no notice %s."), uuid);
    return notice;
}

GPtrArray *
pk_notice_bells(PkApp *app, int64_t since_us, GError **error)
{
    g_autoptr(GPtrArray) newest =
        pk_notice_rows_of(app->db, app->login, PK_CHANNEL_BELL, BELLS_MAX, error);

    if (!newest)
        return NULL;
    GPtrArray *bells = g_ptr_array_new_with_free_func((GDestroyNotify)pk_notice_free);
    for (guint i = newest->len; i > 0; i--) {
        PkNotice *bell = newest->pdata[i - 1];
        if (bell->made_us > since_us && bell->state != PK_NOTICE_DROPPED) {
            g_ptr_array_add(bells, bell);
            newest->pdata[i - 1] = NULL;
        }
    }
    return bells;
}

/* ---- channels ------------------------------------------------------------------------------- */

static PkPersonChannel *
channel_new(const char *login, PkChannel which, bool on)
{
    PkPersonChannel *channel = g_new0(PkPersonChannel, 1);

    channel->login = g_strdup(login);
    channel->channel = which;
    channel->address = g_strdup("");
    channel->pgp_key = g_strdup("");
    channel->on = on;
    channel->person_active = true;
    return channel;
}

GPtrArray *
pk_channel_list(PkApp *app, const char *login, GError **error)
{
    GPtrArray *channels = pk_channel_rows(app->db, login ? login : "", error);
    bool has_bell = false;

    if (!channels || !login)
        return channels;
    for (guint i = 0; i < channels->len; i++)
        has_bell |= ((PkPersonChannel *)channels->pdata[i])->channel == PK_CHANNEL_BELL;
    if (!has_bell) {
        PkPersonChannel *bell = channel_new(login, PK_CHANNEL_BELL, true);
        bell->name = pk_app_person_name(app, login);
        g_ptr_array_insert(channels, 0, bell); /* "bell" sorts before the others */
    }
    return channels;
}

/* The channel as it stands, or a new one that is off. Owned. */
static PkPersonChannel *
channel_now(PkApp *app, const char *login, PkChannel which, GError **error)
{
    g_autoptr(GPtrArray) channels = pk_channel_list(app, login, error);

    if (!channels)
        return NULL;
    for (guint i = 0; i < channels->len; i++) {
        PkPersonChannel *channel = channels->pdata[i];
        if (channel->channel == which) {
            channels->pdata[i] = NULL;
            return channel;
        }
    }
    PkPersonChannel *channel = channel_new(login, which, false);
    channel->name = pk_app_person_name(app, login);
    return channel;
}

/* The address is a person's own and stays out of the journal. */
static bool
tell_channel(PkApp *app, const PkPersonChannel *channel, PkDone *done, GError **error)
{
    const char *word = pk_word(&pk_words_channel, (int)channel->channel);
    const char *key = pk_word_key(&pk_words_channel, (int)channel->channel);

    done->said = channel->on
                     ? g_strdup_printf(_("%s is reached by %s from now on."), channel->name, word)
                     : g_strdup_printf(_("%s is no longer reached by %s."), channel->name, word);
    done->ident = g_strdup("");
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, done->said,
                        json_pack("{s:s, s:s, s:s, s:b}", "change", "channel", "login",
                                  channel->login, "channel", key, "on", channel->on),
                        &done->line_key, error);
}

static bool
set_channel(PkApp *app, const char *login, const PkPersonChannel *wish, PkDone *done,
            GError **error)
{
    g_autoptr(PkPersonChannel) channel = channel_now(app, login, wish->channel, error);

    if (!channel)
        return false;
    if (wish->address && *wish->address) {
        g_free(channel->address);
        channel->address = g_strdup(wish->address);
    }
    if (wish->pgp_key) {
        g_free(channel->pgp_key);
        channel->pgp_key = g_ascii_strup(wish->pgp_key, -1);
    }
    channel->on = wish->on;
    if ((channel->on && !pk_channel_check(channel->channel, channel->address, error)) ||
        !pk_channel_check_key(channel->pgp_key, error))
        return false;
    return pk_channel_put(app->db, channel, app->login, pk_clock_now_us(), error) &&
           tell_channel(app, channel, done, error);
}

bool
pk_channel_set(PkApp *app, const char *person, PkChannel channel, const char *address,
               const char *pgp_key, bool on, PkDone *ret_done, GError **error)
{
    PkPersonChannel wish = {
        .channel = channel, .address = (char *)address, .pgp_key = (char *)pgp_key, .on = on
    };
    PkDone done = { 0 };
    g_autofree char *login = pk_app_person_find(app, person, error);

    if (!login)
        return false;
    if (pgp_key && *pgp_key && channel != PK_CHANNEL_MAIL) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("Only mail is encrypted; leave --encrypt away."));
        return false;
    }
    PkRight right = strcmp(login, app->login) == 0 ? PK_MAY_LOG : PK_MAY_PEOPLE;
    if (right == PK_MAY_LOG && !pk_app_may(app, right, NULL))
        right = PK_MAY_PEOPLE; /* an admin's own */
    if (!pk_app_begin(app, right, error))
        return false;
    return pk_app_end(app, set_channel(app, login, &wish, &done, error), &done, ret_done, error);
}

/* ---- content -------------------------------------------------------------------------------- */

bool
pk_notice_content(PkApp *app, PkNoticeContent *ret_content, PkTlp *ret_max, GError **error)
{
    g_autofree char *content = NULL, *max = NULL;
    int value = PK_CONTENT_NONE;

    if (!pk_notice_setting(app->db, "content", &content, error) ||
        !pk_notice_setting(app->db, "tlp_max", &max, error))
        return false;
    *ret_content = PK_CONTENT_NONE; /* also when a newer Piket wrote a word not known here */
    *ret_max = PK_TLP_GREEN;
    if (content && pk_word_parse(&pk_words_notice_content, content, &value, NULL))
        *ret_content = (PkNoticeContent)value;
    if (max && !pk_tlp_parse(max, ret_max, NULL, NULL))
        *ret_max = PK_TLP_CLEAR;
    return true;
}

static bool
set_content(PkApp *app, PkNoticeContent content, const PkTlp *max, PkDone *done, GError **error)
{
    const char *key = pk_word_key(&pk_words_notice_content, (int)content);
    int64_t now_us = pk_clock_now_us();
    PkNoticeContent was = PK_CONTENT_NONE;
    PkTlp label = PK_TLP_GREEN;

    if (!pk_notice_content(app, &was, &label, error))
        return false;
    label = max ? *max : label;
    done->ident = g_strdup("");
    done->said =
        g_strdup_printf(_("Notices may say from now on: %s, up to %s."),
                        pk_word(&pk_words_notice_content, (int)content), pk_tlp_label(label));
    return pk_notice_setting_put(app->db, "content", key, app->login, now_us, error) &&
           pk_notice_setting_put(app->db, "tlp_max", pk_tlp_label(label), app->login, now_us,
                                 error) &&
           pk_tell_line(app, NULL, PK_CAT_SYSTEM, done->said,
                        json_pack("{s:s, s:s, s:s}", "change", "notice_content", "content", key,
                                  "tlp_max", pk_tlp_label(label)),
                        &done->line_key, error);
}

bool
pk_notice_content_set(PkApp *app, PkNoticeContent content, const PkTlp *max, PkDone *ret_done,
                      GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_PEOPLE, error))
        return false;
    return pk_app_end(app, set_content(app, content, max, &done, error), &done, ret_done, error);
}

/* ---- testing -------------------------------------------------------------------------------- */

static bool
test(PkApp *app, GPtrArray *uuids, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    PkNoticeWish wish = { .kind = PK_NOTICE_TEST, .login = app->login };

    if (!pk_notice_queue_uuids(app, &wish, now_us, uuids, NULL, error))
        return false;
    if (uuids->len == 0) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("Every channel of yours is off, so there is nothing to test. 'piket "
                              "notify set me CHANNEL ADDRESS' sets one."));
        return false;
    }
    done->ident = g_strdup("");
    done->said = g_strdup_printf(
        P_("%u notice queued as a test.", "%u notices queued as a test.", uuids->len), uuids->len);
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, done->said,
                        json_pack("{s:s, s:s}", "change", "notice_test", "login", app->login),
                        &done->line_key, error);
}

bool
pk_notice_test(PkApp *app, GPtrArray **ret_uuids, PkDone *ret_done, GError **error)
{
    g_autoptr(GPtrArray) uuids = g_ptr_array_new_with_free_func(g_free);
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_LOG, error) ||
        !pk_app_end(app, test(app, uuids, &done, error), &done, ret_done, error))
        return false;
    *ret_uuids = g_steal_pointer(&uuids);
    return true;
}
