/* SPDX-License-Identifier: EUPL-1.2 */
/* Queueing notices, taking them away, and recording what became of them. */
#include "piket/app/notice.h"

#include "journal.h"
#include "notice_private.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/incident_store.h"
#include "piket/store/notice_store.h"
#include "piket/store/person_store.h"

#include <string.h>

enum { SENTENCE_MAX = 400 }; /* characters of what a server answered */

/* ---- the journal ---------------------------------------------------------------------------- */

/* A line of the incident, or of the duty log where who sends may not see it. It says by what way
 * and to whom, never what the notice said. Takes text. */
bool
pk_notice_tell(PkApp *app, const PkNotice *notice, const char *change, char *text, int64_t now_us,
               GError **error)
{
    g_autofree char *owned = text;
    g_autoptr(PkIncident) incident = NULL;
    json_t *details =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "change", change, "notice", notice->uuid,
                  "kind", pk_word_key(&pk_words_notice_kind, (int)notice->kind), "channel",
                  pk_word_key(&pk_words_channel, (int)notice->channel), "login", notice->login,
                  "tries", (json_int_t)notice->tries);

    if (notice->incident_key != 0)
        incident = pk_incident_get(app->db, notice->incident_key, NULL);
    return pk_journal_add(app,
                          (PkEntry){ .incident = incident,
                                     .category = PK_CAT_SYSTEM,
                                     .tlp = PK_TLP_AMBER, /* of no use to whoever may not know */
                                     .text = owned,
                                     .details = details,
                                     .precision = PK_PRECISION_SECOND,
                                     .now_us = now_us },
                          NULL, NULL, error);
}

/* "Notice to J. de Vries by mail". Owned. */
static char *
called(const PkNotice *notice)
{
    return g_strdup_printf(_("Notice to %s by %s"), notice->name,
                           pk_word(&pk_words_channel, (int)notice->channel));
}

/* ---- queueing ------------------------------------------------------------------------------- */

/* The receiver as the store knows them; the array keeps what the sight borrows. */
typedef struct {
    PkPerson *person;
    GArray *named;
    PkSight sight;
} Receiver;

static void
receiver_clear(Receiver *receiver)
{
    pk_person_free(receiver->person);
    if (receiver->named)
        g_array_unref(receiver->named);
    *receiver = (Receiver){ 0 };
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Receiver, receiver_clear)

static bool
receiver_get(PkApp *app, const char *login, Receiver *receiver, GError **error)
{
    if (!pk_person_get(app->db, login, &receiver->person, error))
        return false;
    receiver->named = pk_named_of_login(app->db, login, error);
    if (!receiver->named)
        return false;
    const PkPerson *person = receiver->person;
    receiver->sight = pk_sight_new(login, person && person->active ? person->roles : "",
                                   person ? person->ceiling : PK_TLP_CLEAR, receiver->named);
    return true;
}

/* Fills text and tlp with what may be said now: by the administrator, by the label, to this
 * receiver by this way. Whatever does not hold leaves the bare text. */
static bool
say(PkApp *app, PkNotice *notice, const char *pgp_key, GError **error)
{
    PkNoticeContent content = PK_CONTENT_NONE;
    PkTlp ceiling = PK_TLP_GREEN;
    g_auto(Receiver) receiver = { 0 };

    g_free(notice->text);
    notice->text = g_strdup(notice->bare);
    notice->tlp = PK_TLP_CLEAR;
    if (notice->incident_key == 0)
        return true;
    if (!pk_notice_content(app, &content, &ceiling, error))
        return false;
    if (content == PK_CONTENT_NONE)
        return true;
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, notice->incident_key, NULL);
    if (!incident) /* not for who sends, so not for the notice either */
        return true;
    if (!receiver_get(app, notice->login, &receiver, error))
        return false;
    if (!pk_notice_may(incident->tlp, &receiver.sight, incident->key, notice->channel,
                       pgp_key && *pgp_key, ceiling))
        return true;
    g_free(notice->text);
    notice->text = pk_notice_text(notice->bare, content, incident->ident, incident->title);
    notice->tlp = incident->tlp;
    return true;
}

static bool
queue_by(PkApp *app, const PkNoticeWish *wish, const PkPersonChannel *channel, int64_t now_us,
         char **ret_uuid, GError **error)
{
    g_autoptr(PkNotice) notice = g_new0(PkNotice, 1);

    notice->uuid = pk_uuid_new(now_us);
    notice->kind = wish->kind;
    notice->page_key = wish->page_key;
    notice->incident_key = wish->incident_key;
    notice->login = g_strdup(wish->login);
    notice->channel = channel->channel;
    notice->address = g_strdup(channel->address);
    notice->bare = pk_notice_bare(wish->kind, wish->n_waiting);
    notice->by_who = g_strdup(app->login);
    notice->made_us = now_us;
    notice->next_us = wish->due_us ? wish->due_us : now_us;
    if (wish->page_key != 0 &&
        !pk_notice_supersede(app->db, notice, _("A newer notice took its place."), error))
        return false;
    if (!say(app, notice, channel->pgp_key, error) || !pk_notice_insert(app->db, notice, error))
        return false;
    if (ret_uuid)
        *ret_uuid = g_strdup(notice->uuid);
    return true;
}

bool
pk_notice_queue_uuids(PkApp *app, const PkNoticeWish *wish, int64_t now_us, GPtrArray *uuids,
                      unsigned *ret_n, GError **error)
{
    g_autoptr(GPtrArray) channels = pk_channel_list(app, wish->login, error);
    unsigned n = 0;

    if (!channels)
        return false;
    for (guint i = 0; i < channels->len; i++) {
        const PkPersonChannel *channel = channels->pdata[i];
        char *uuid = NULL;
        if (!channel->on)
            continue;
        if (!queue_by(app, wish, channel, now_us, uuids ? &uuid : NULL, error))
            return false;
        if (uuids)
            g_ptr_array_add(uuids, uuid);
        n += channel->channel != PK_CHANNEL_BELL;
    }
    if (ret_n)
        *ret_n = n;
    return true;
}

bool
pk_notice_queue(PkApp *app, const PkNoticeWish *wish, int64_t now_us, unsigned *ret_n,
                GError **error)
{
    g_assert(pk_db_in_transaction(app->db) && wish->login && *wish->login);
    return pk_notice_queue_uuids(app, wish, now_us, NULL, ret_n, error);
}

bool
pk_notice_drop_page(PkApp *app, int64_t page_key, const char *login, const char *reason,
                    unsigned *ret_n, GError **error)
{
    int64_t n = 0;

    g_assert(pk_db_in_transaction(app->db) && page_key != 0);
    if (!pk_notice_drop(app->db, page_key, login ? login : "", reason, &n, error))
        return false;
    if (ret_n)
        *ret_n = (unsigned)n;
    return true;
}

/* ---- claiming ------------------------------------------------------------------------------- */

bool
pk_notice_next(PkApp *app, unsigned channels, const char *login, int64_t *ret_us, GError **error)
{
    int64_t first_us = INT64_MAX;

    for (int i = 0; i < PK_CHANNEL_N; i++) {
        int64_t us = INT64_MAX;
        if (channels & PK_CHANNEL_BIT(i)) {
            if (!pk_notice_next_due(app->db, (PkChannel)i, login, &us, error))
                return false;
            first_us = MIN(first_us, us);
        }
    }
    *ret_us = first_us;
    return true;
}

/* Ends what is no longer wanted. *ret_ended: it is over, and the journal tells. */
static bool
end_unwanted(PkApp *app, const PkNotice *notice, int64_t now_us, bool *ret_ended, GError **error)
{
    bool too_old = now_us - notice->made_us >= PK_NOTICE_LIFE_US;
    PkNoticeState state = too_old ? PK_NOTICE_FAILED : PK_NOTICE_DROPPED;
    const char *why = NULL;

    if (too_old)
        why = _("Given up: it could not be delivered for 24 hours.");
    else if (!notice->person_active)
        why = _("Dropped: the person may no longer work here.");
    else if (!notice->channel_on)
        why = _("Dropped: that channel was switched off.");
    *ret_ended = why != NULL;
    if (!why)
        return true;
    g_autofree char *what = called(notice);
    g_autofree char *last =
        *notice->last_error ? g_strdup_printf("%s %s", why, notice->last_error) : g_strdup(why);
    return pk_notice_settle(app->db, notice->key, state, 0, notice->sent_us, last, error) &&
           pk_notice_tell(app, notice, "notice_ended", g_strdup_printf("%s. %s", what, last),
                          now_us, error);
}

/* One that is due becomes ours. */
static bool
take(PkApp *app, PkNotice *notice, const PkNoticeClaim *claim, int64_t now_us, GError **error)
{
    int64_t until_us = now_us + claim->lease_us;

    if (notice->state == PK_NOTICE_CLAIMED) {
        g_autofree char *what = called(notice);
        char *text =
            g_strdup_printf(_("%s: who had it (%s) did not record what became of it. It is "
                              "sent again under the same number and may arrive twice."),
                            what, notice->claimed_by);
        if (!pk_notice_tell(app, notice, "notice_again", text, now_us, error))
            return false;
    }
    if (!pk_notice_take(app->db, notice, claim->who, until_us, error) ||
        !say(app, notice, notice->pgp_key, error))
        return false;
    notice->state = PK_NOTICE_CLAIMED;
    notice->tries++;
    notice->next_us = notice->claimed_until_us = until_us;
    g_free(notice->claimed_by);
    notice->claimed_by = g_strdup(claim->who);
    return true;
}

static bool
claim_channel(PkApp *app, const PkNoticeClaim *claim, PkChannel channel, int64_t now_us,
              GPtrArray *taken, GError **error)
{
    g_autoptr(GPtrArray) due =
        pk_notice_rows_due(app->db, channel, claim->login, now_us, claim->n, error);

    if (!due)
        return false;
    for (guint i = 0; i < due->len; i++) {
        PkNotice *notice = due->pdata[i];
        bool ended = false;
        if (!end_unwanted(app, notice, now_us, &ended, error))
            return false;
        if (ended)
            continue;
        if (!take(app, notice, claim, now_us, error))
            return false;
        g_ptr_array_add(taken, notice);
        due->pdata[i] = NULL;
    }
    return true;
}

/* Bells that nobody acknowledged stop waiting after a day; no attempt ends, so no line tells. */
static bool
end_old_bells(PkApp *app, unsigned n, int64_t now_us, GError **error)
{
    g_autoptr(GPtrArray) old =
        pk_notice_rows_due(app->db, PK_CHANNEL_BELL, NULL, now_us - PK_NOTICE_LIFE_US, n, error);

    for (guint i = 0; old && i < old->len; i++) {
        const PkNotice *bell = old->pdata[i];
        if (!pk_notice_settle(app->db, bell->key, PK_NOTICE_DROPPED, 0, 0, "", error))
            return false;
    }
    return old != NULL;
}

bool
pk_notice_claim(PkApp *app, const PkNoticeClaim *claim, int64_t now_us, GPtrArray **ret_notices,
                GError **error)
{
    g_autoptr(GPtrArray) taken = g_ptr_array_new_with_free_func((GDestroyNotify)pk_notice_free);
    int64_t next_us = INT64_MAX;
    bool ok = true;

    g_assert(claim->who && *claim->who && claim->n > 0 && claim->lease_us > 0);
    if (!pk_notice_next(app, claim->channels, claim->login, &next_us, error))
        return false;
    if (next_us <= now_us) {
        if (!pk_app_begin(app, PK_MAY_WATCH, error))
            return false;
        for (int i = 0; ok && i < PK_CHANNEL_N; i++) {
            if (claim->channels & PK_CHANNEL_BIT(i))
                ok = claim_channel(app, claim, (PkChannel)i, now_us, taken, error);
        }
        if (ok && !claim->login)
            ok = end_old_bells(app, claim->n, now_us, error);
        ok = pk_app_end(app, ok, &(PkDone){ 0 }, NULL, error);
    }
    if (ok)
        *ret_notices = g_steal_pointer(&taken);
    return ok;
}

/* ---- recording ------------------------------------------------------------------------------ */

static bool
record_sent(PkApp *app, const PkNotice *notice, const char *note, int64_t now_us, GError **error)
{
    g_autofree char *what = called(notice);
    char *text = *note ? g_strdup_printf(_("%s: sent. %s"), what, note)
                       : g_strdup_printf(_("%s: sent."), what);

    if (!pk_notice_settle(app->db, notice->key, PK_NOTICE_SENT, 0, now_us, note, error)) {
        g_free(text);
        return false;
    }
    return pk_notice_tell(app, notice, "notice_sent", text, now_us, error);
}

static bool
record_failed(PkApp *app, const PkNotice *notice, PkSendClass result, const char *why,
              int64_t now_us, GError **error)
{
    int64_t next_us = now_us + pk_notice_backoff_us(notice->uuid, notice->tries);
    bool over = result == PK_SEND_PERMANENT || next_us - notice->made_us >= PK_NOTICE_LIFE_US;
    g_autofree char *what = called(notice);
    char *text = NULL;

    if (over) {
        text = g_strdup_printf(P_("%s failed for good after %u attempt. %s",
                                  "%s failed for good after %u attempts. %s", notice->tries),
                               what, (unsigned)notice->tries, why);
    } else {
        PkTimeText when = pk_app_clock(app, next_us, now_us);
        text = g_strdup_printf(result == PK_SEND_UNSURE
                                   ? _("%s may have arrived. %s It is sent again at %s.")
                                   : _("%s did not succeed. %s It is tried again at %s."),
                               what, why, when.s);
    }
    if (!pk_notice_settle(app->db, notice->key, over ? PK_NOTICE_FAILED : PK_NOTICE_QUEUED,
                          over ? 0 : next_us, notice->sent_us, why, error)) {
        g_free(text);
        return false;
    }
    return pk_notice_tell(app, notice, "notice_failed", text, now_us, error);
}

static bool
record(PkApp *app, const char *uuid, const char *who, PkSendClass result, const char *sentence,
       int64_t now_us, GError **error)
{
    g_autofree char *clean = pk_text_clean(sentence ? sentence : "", -1, PK_TEXT_LINE, NULL);
    g_autofree char *why = pk_text_fit(clean, SENTENCE_MAX, "...");
    g_autoptr(PkNotice) notice = NULL;

    if (!pk_notice_row(app->db, uuid, &notice, error))
        return false;
    if (!notice) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("There is no notice %s."), uuid);
        return false;
    }
    if (notice->state == PK_NOTICE_SENT)
        return true;
    bool ours = notice->state == PK_NOTICE_CLAIMED && strcmp(notice->claimed_by, who) == 0;
    if (result == PK_SEND_OK)
        return record_sent(app, notice, why, now_us, error);
    return !ours || record_failed(app, notice, result, why, now_us, error);
}

bool
pk_notice_record(PkApp *app, const char *uuid, const char *who, PkSendClass result,
                 const char *sentence, int64_t now_us, GError **error)
{
    if (!pk_app_begin(app, PK_MAY_WATCH, error))
        return false;
    return pk_app_end(app, record(app, uuid, who, result, sentence, now_us, error), &(PkDone){ 0 },
                      NULL, error);
}
