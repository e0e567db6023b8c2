/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom an act of a ladder sends a notice, and when that is no longer needed. */
#include "pages.h"
#include "piket/app/notice.h"
#include "piket/store/person_store.h"

#include <string.h>

/* Desks are telephoned: only who works here gets a notice. */
static bool
send_one(PkApp *app, const PkPageCase *at, PkNoticeKind kind, const char *login, int64_t now_us,
         GError **error)
{
    g_autoptr(PkPerson) person = NULL;
    PkNoticeWish wish = { .kind = kind,
                          .page_key = at->page->key,
                          .incident_key = at->page->incident_key,
                          .login = login };

    if (!pk_person_get(app->db, login, &person, error))
        return false;
    return !person || !person->active || pk_notice_queue(app, &wish, now_us, NULL, error);
}

/* Everybody who was called in this round: nobody of them answered. */
static bool
send_all(PkApp *app, const PkPageCase *at, int round, int64_t now_us, GError **error)
{
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *act = at->acts->pdata[i];
        g_auto(GStrv) who = g_strsplit(act->who, "\n", -1);
        if (act->what != PK_ACT_FIRE || act->round != round)
            continue;
        for (char **one = who; *one; one++) {
            if (**one && g_hash_table_add(told, g_strdup(*one)) &&
                !send_one(app, at, PK_NOTICE_PAGE, *one, now_us, error))
                return false;
        }
    }
    return true;
}

bool
pk_page_notify(PkApp *app, const PkPageCase *at, const PkAct *act, const GPtrArray *whom,
               int64_t now_us, GError **error)
{
    const PkPageAck *owner = pk_page_owner(&at->history);

    switch (act->what) {
    case PK_ACT_FIRE:
        for (guint i = 0; i < whom->len; i++) {
            if (!send_one(app, at, PK_NOTICE_PAGE, whom->pdata[i], now_us, error))
                return false;
        }
        return true;
    case PK_ACT_PROPOSE:
    case PK_ACT_NUDGE:
    case PK_ACT_EXPIRE:
        return !owner || send_one(app, at, PK_NOTICE_REMINDER, owner->who, now_us, error);
    case PK_ACT_EXHAUST: return send_all(app, at, act->round, now_us, error);
    case PK_ACT_NONE: break;
    }
    return true;
}

bool
pk_page_hush(PkApp *app, int64_t page_key, const char *login, GError **error)
{
    g_auto(PkPageCase) at = { 0 };

    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    return pk_notice_drop_page(app, page_key, pk_page_state_loud(at.now.state) ? login : NULL,
                               at.now.state == PK_PAGE_CLOSED ? _("The page was closed.")
                                                              : _("The page was acknowledged."),
                               NULL, error);
}
