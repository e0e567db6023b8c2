/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing over: giving, accepting, taking back. */
#include "handover.h"
#include "journal.h"
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/handover_store.h"
#include "piket/store/line_store.h"
#include "piket/store/person_store.h"
#include "read_private.h"
#include "undo.h"

#include <string.h>

#define MINUTE_US (INT64_C(60) * 1000000)

enum { MINUTES_MAX = 1440, OPEN_MAX = 100 };

/* ---- reading -------------------------------------------------------------------------------- */

void
pk_handover_view_free(PkHandoverView *view)
{
    if (!view)
        return;
    g_free(view->from_login);
    g_free(view->from_name);
    g_free(view->to_login);
    g_free(view->to_name);
    g_free(view->accepted_name);
    g_free(view->text);
    g_free(view);
}

static char *
name_of(PkApp *app, const char *login)
{
    return login && *login ? pk_app_person_name(app, login) : g_strdup("");
}

static PkHandoverState
state_of(const PkHandoverRecord *record, int64_t now_us)
{
    if (record->accepted_us)
        return PK_HANDOVER_ACCEPTED;
    if (record->withdrawn_us)
        return PK_HANDOVER_WITHDRAWN;
    return record->accept_by_us <= now_us ? PK_HANDOVER_LATE : PK_HANDOVER_WAITS;
}

static PkHandoverView *
view_of(PkApp *app, const PkHandoverRecord *record)
{
    PkHandoverView *view = g_new0(PkHandoverView, 1);
    const char *to = record->to_login ? record->to_login : "";

    view->key = record->key;
    view->from_login = g_strdup(record->from_login);
    view->from_name = name_of(app, record->from_login);
    view->to_login = g_strdup(to);
    view->to_name = name_of(app, to);
    view->tlp = record->tlp;
    view->n_incidents = (unsigned)record->n_incidents;
    view->made_us = record->made_us;
    view->accept_by_us = record->accept_by_us;
    view->accepted_us = record->accepted_us;
    view->accepted_name = name_of(app, record->accepted_by);
    view->state = state_of(record, pk_clock_now_us());
    view->mine = strcmp(record->from_login, app->login) == 0;
    view->for_me = view->state <= PK_HANDOVER_LATE && !view->mine &&
                   (!*to || strcmp(to, app->login) == 0) && pk_app_may(app, PK_MAY_LOG, NULL);
    return view;
}

PkHandoverDraft *
pk_handover_draft(PkApp *app, const char *words, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    PkHandoverDraft *draft = pk_handover_write(app, words, NULL, error);
    pk_read_end(app, own);
    return draft;
}

GPtrArray *
pk_handover_views(PkApp *app, bool open_only, unsigned limit, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(GPtrArray) records = pk_handover_list(app->db, open_only, limit, error);
    GPtrArray *views =
        records ? g_ptr_array_new_with_free_func((GDestroyNotify)pk_handover_view_free) : NULL;
    for (guint i = 0; records && i < records->len; i++)
        g_ptr_array_add(views, view_of(app, records->pdata[i]));
    pk_read_end(app, own);
    return views;
}

/* The one that waits longest, else the newest; NULL with MISSING when there never was one. */
static PkHandoverRecord *
first(PkApp *app, GError **error)
{
    for (int open_only = 1; open_only >= 0; open_only--) {
        g_autoptr(GPtrArray) records = pk_handover_list(app->db, open_only, 1, error);
        if (!records)
            return NULL;
        if (records->len)
            return g_ptr_array_steal_index(records, 0);
    }
    g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                        _("Nobody has handed over yet. 'piket handover give' does."));
    return NULL;
}

/* Without a number: of those that wait the one that is to be accepted, or taken back. */
static PkHandoverRecord *
first_to(PkApp *app, bool accept, GError **error)
{
    g_autoptr(GPtrArray) open = pk_handover_list(app->db, true, OPEN_MAX, error);
    guint found = open ? open->len : 0;

    if (!open)
        return NULL;
    for (guint i = open->len; i-- > 0;) {
        const PkHandoverRecord *record = open->pdata[i];
        bool mine = strcmp(record->from_login, app->login) == 0;
        bool other = *record->to_login && strcmp(record->to_login, app->login) != 0;
        if (accept ? !mine && !other : mine)
            found = i;
    }
    return found < open->len ? g_ptr_array_steal_index(open, found) : first(app, error);
}

static PkHandoverView *
load(PkApp *app, int64_t key, GError **error)
{
    g_autoptr(PkHandoverRecord) record =
        key ? pk_handover_get(app->db, key, error) : first(app, error);
    g_autoptr(PkLine) line = record ? pk_line_get(app->db, record->line_key, error) : NULL;

    if (!line)
        return NULL;
    PkHandoverView *view = view_of(app, record);
    view->text = g_strdup(line->text);
    return view;
}

PkHandoverView *
pk_handover_load(PkApp *app, int64_t key, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    PkHandoverView *view = load(app, key, error);
    pk_read_end(app, own);
    return view;
}

/* ---- giving --------------------------------------------------------------------------------- */

/* The login of who is meant, "" for whoever comes. Owned; NULL with INVALID. */
static char *
find_receiver(PkApp *app, const char *to, GError **error)
{
    if (!to || !*to)
        return g_strdup("");
    g_autofree char *login = pk_app_person_find(app, to, error);
    g_autoptr(PkPerson) person = NULL;

    if (!login || !pk_person_get(app->db, login, &person, error))
        return NULL;
    if (strcmp(login, app->login) == 0) {
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_INVALID,
            _("A handover is accepted by somebody else than who gives it. Leave the "
              "name out when you do not know who comes."));
        return NULL;
    }
    if (person && !person->active) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s no longer works here, so the handover would wait for nobody."),
                    person->name);
        return NULL;
    }
    return g_steal_pointer(&login);
}

/* What this person gave before and nobody took gives way: one person leaves once. */
static bool
replace_earlier(PkApp *app, int64_t now_us, GError **error)
{
    g_autoptr(GPtrArray) open = pk_handover_list(app->db, true, OPEN_MAX, error);

    for (guint i = 0; open && i < open->len; i++) {
        PkHandoverRecord *record = open->pdata[i];
        record->withdrawn_us = now_us;
        if (strcmp(record->from_login, app->login) == 0 &&
            !pk_handover_update(app->db, record, error))
            return false;
    }
    return open != NULL;
}

static bool
tell(PkApp *app, PkTlp tlp, const char *text, json_t *details, int64_t now_us, int64_t *ret_line,
     GError **error)
{
    const PkEntry entry = { .category = PK_CAT_CONTACT,
                            .tlp = tlp,
                            .text = text,
                            .details = details,
                            .precision = PK_PRECISION_SECOND,
                            .now_us = now_us };
    return pk_journal_add(app, entry, ret_line, NULL, error);
}

static void
say_given(PkApp *app, const PkHandoverRecord *record, PkDone *done)
{
    g_autofree char *to = *record->to_login ? pk_app_person_name(app, record->to_login) : NULL;
    PkTimeText by = pk_app_clock(app, record->accept_by_us, record->made_us);

    done->ident = g_strdup("");
    done->line_key = record->line_key;
    done->said =
        to ? g_strdup_printf(_("Handed over to %s, who accepts it before %s or it is escalated."),
                             to, by.s)
           : g_strdup_printf(
                 _("Handed over to whoever comes, who accepts it before %s or it is escalated."),
                 by.s);
}

static bool
give(PkApp *app, const PkHandoverWish *wish, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    json_t *heads = NULL;
    g_autofree char *to = find_receiver(app, wish->to, error);
    g_autoptr(PkHandoverDraft) draft =
        to ? pk_handover_write(app, wish->words, &heads, error) : NULL;
    g_autofree char *uuid = pk_uuid_new(now_us);

    if (!draft)
        return false;
    int minutes = wish->minutes ? wish->minutes : app->handover_minutes;
    PkHandoverRecord record = { .uuid = uuid,
                                .from_login = app->login,
                                .to_login = to,
                                .tlp = draft->tlp,
                                .n_incidents = draft->n_incidents,
                                .made_us = now_us,
                                .accept_by_us = now_us + minutes * MINUTE_US };
    json_t *details = json_pack("{s:s, s:s, s:s, s:o}", "change", "handover_give", "handover", uuid,
                                "to", to, "heads", heads);
    bool ok = replace_earlier(app, now_us, error) &&
              tell(app, draft->tlp, draft->text, g_steal_pointer(&details), now_us,
                   &record.line_key, error) &&
              pk_handover_insert(app->db, &record, error);
    json_decref(details);
    if (ok)
        say_given(app, &record, done);
    return ok;
}

bool
pk_handover_give(PkApp *app, const PkHandoverWish *wish, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (wish->minutes < 0 || wish->minutes > MINUTES_MAX) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%d is no time to accept a handover in: give 1 to %d minutes."),
                    wish->minutes, MINUTES_MAX);
        return false;
    }
    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    return pk_app_end(app, give(app, wish, &done, error), &done, ret_done, error);
}

/* ---- answering ------------------------------------------------------------------------------ */

/* Is it still there to be answered? CONFLICT says what became of it. */
static bool
still_waits(PkApp *app, const PkHandoverRecord *record, int64_t now_us, GError **error)
{
    if (record->accepted_us) {
        g_autofree char *who = name_of(app, record->accepted_by);
        PkTimeText at = pk_app_clock(app, record->accepted_us, now_us);
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("%s accepted this handover at %s. Nothing was changed."), who, at.s);
        return false;
    }
    if (record->withdrawn_us) {
        PkTimeText at = pk_app_clock(app, record->withdrawn_us, now_us);
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("This handover was taken back at %s. Look whether there is a newer one."),
                    at.s);
        return false;
    }
    return true;
}

/* Whom a page called about a late handover need not come when none is late any more. */
static bool
end_pages(PkApp *app, const char *why, int64_t now_us, GError **error)
{
    g_autoptr(GPtrArray) open = pk_handover_list(app->db, true, 1, error);

    if (!open)
        return false;
    if (open->len && ((PkHandoverRecord *)open->pdata[0])->accept_by_us <= now_us)
        return true;
    return pk_page_close_source(app, PK_PAGE_HANDOVER, why, now_us, error);
}

static bool
answer(PkApp *app, PkHandoverRecord *record, const char *change, char *said, int64_t now_us,
       PkDone *done, GError **error)
{
    json_t *details = json_pack("{s:s, s:s}", "change", change, "handover", record->uuid);

    done->said = said;
    done->ident = g_strdup("");
    if (!pk_handover_update(app->db, record, error) ||
        !tell(app, PK_TLP_AMBER, said, details, now_us, &done->line_key, error))
        return false;
    return end_pages(app, said, now_us, error);
}

static bool
accept_one(PkApp *app, int64_t key, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    g_autoptr(PkHandoverRecord) record =
        key ? pk_handover_get(app->db, key, error) : first_to(app, true, error);

    if (!record || !still_waits(app, record, now_us, error))
        return false;
    if (strcmp(record->from_login, app->login) == 0) {
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_DENIED,
            _("You gave this handover yourself: it counts when somebody else accepts "
              "it."));
        return false;
    }
    g_autofree char *from = name_of(app, record->from_login);
    g_autofree char *to = name_of(app, record->to_login);
    bool other = *to && strcmp(record->to_login, app->login) != 0;
    record->accepted_us = now_us;
    record->accepted_by = g_strdup(app->login);
    char *said = other
                     ? g_strdup_printf(_("Handover of %s accepted by %s in the place of %s."), from,
                                       pk_app_name(app), to)
                     : g_strdup_printf(_("Handover of %s accepted by %s."), from, pk_app_name(app));
    return answer(app, record, "handover_accept", said, now_us, done, error);
}

bool
pk_handover_accept(PkApp *app, int64_t key, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    return pk_app_end(app, accept_one(app, key, &done, error), &done, ret_done, error);
}

static bool
withdraw(PkApp *app, int64_t key, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    g_autoptr(PkHandoverRecord) record =
        key ? pk_handover_get(app->db, key, error) : first_to(app, false, error);

    if (!record || !still_waits(app, record, now_us, error))
        return false;
    if (strcmp(record->from_login, app->login) != 0) {
        g_autofree char *from = name_of(app, record->from_login);
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("Only %s, who gave this handover, takes it back."), from);
        return false;
    }
    record->withdrawn_us = now_us;
    return answer(app, record, "handover_withdraw",
                  g_strdup_printf(_("Handover of %s taken back."), pk_app_name(app)), now_us, done,
                  error);
}

bool
pk_handover_withdraw(PkApp *app, int64_t key, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    return pk_app_end(app, withdraw(app, key, &done, error), &done, ret_done, error);
}
