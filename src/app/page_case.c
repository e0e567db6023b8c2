/* SPDX-License-Identifier: EUPL-1.2 */
/* A page with its history, from rows to what the machine reads. */
#include "pages.h"

void
pk_page_case_clear(PkPageCase *at)
{
    pk_page_free(at->page);
    pk_ladder_free(at->ladder);
    g_clear_pointer(&at->acts, g_ptr_array_unref);
    g_clear_pointer(&at->acks, g_ptr_array_unref);
    g_clear_pointer(&at->done, g_array_unref);
    g_clear_pointer(&at->given, g_array_unref);
    g_clear_pointer(&at->lists, g_ptr_array_unref);
    *at = (PkPageCase){ 0 };
}

static void
take_acts(PkPageCase *at)
{
    at->done = g_array_new(FALSE, TRUE, sizeof(PkActDone));
    at->lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *row = at->acts->pdata[i];
        char **who = *row->who ? g_strsplit(row->who, "\n", -1) : NULL;
        PkActDone done = { .act = { row->what, row->round, row->rung, row->nth, row->due_us },
                           .at_us = row->at_us,
                           .by_hand = row->by_hand,
                           .who = (const char *const *)who };
        if (who)
            g_ptr_array_add(at->lists, who);
        g_array_append_val(at->done, done);
    }
}

static void
take_acks(PkPageCase *at)
{
    at->given = g_array_new(FALSE, TRUE, sizeof(PkPageAck));
    for (guint i = 0; i < at->acks->len; i++) {
        const PkPageAckRow *row = at->acks->pdata[i];
        PkPageAck ack = { row->who, row->at_us, row->round, row->rung };
        g_array_append_val(at->given, ack);
    }
}

/* When the owner last wrote something: that puts the reminder off. */
static bool
take_line(PkApp *app, PkPageCase *at, GError **error)
{
    const PkPageAck *owner = pk_page_owner(&at->history);

    return !owner || at->page->closed_us ||
           pk_page_owner_line(app->db, at->page->incident_key, owner->who, owner->at_us,
                              &at->history.owner_line_us, error);
}

static bool
load(PkApp *app, int64_t page_key, PkPageCase *at, GError **error)
{
    at->page = pk_page_get(app->db, page_key, error);
    at->acts = at->page ? pk_page_act_list(app->db, page_key, error) : NULL;
    at->acks = at->acts ? pk_page_ack_list(app->db, page_key, error) : NULL;
    if (!at->acks)
        return false;
    if (at->page->ladder_id) {
        at->ladder = pk_ladder_get(app->db, at->page->ladder_id, error);
        if (!at->ladder)
            return false;
    }
    take_acts(at);
    take_acks(at);
    at->history = (PkPageHistory){ .started_us = at->page->started_us,
                                   .closed_us = at->page->closed_us,
                                   .acts = (const PkActDone *)(const void *)at->done->data,
                                   .n_acts = at->done->len,
                                   .acks = (const PkPageAck *)(const void *)at->given->data,
                                   .n_acks = at->given->len };
    return take_line(app, at, error);
}

bool
pk_page_case_open(PkApp *app, int64_t page_key, PkPageCase *ret_page, GError **error)
{
    g_auto(PkPageCase) at = { 0 };

    if (!load(app, page_key, &at, error))
        return false;
    at.now = pk_page_now(at.ladder, &at.history);
    *ret_page = at;
    at = (PkPageCase){ 0 };
    return true;
}

bool
pk_page_settle(PkApp *app, int64_t page_key, GError **error)
{
    g_auto(PkPageCase) at = { 0 };

    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    const PkPageAck *owner = pk_page_owner(&at.history);
    at.page->state = at.now.state;
    g_free(at.page->owner);
    at.page->owner = g_strdup(owner ? owner->who : "");
    at.page->next_us = at.now.next.what == PK_ACT_NONE ? 0 : at.now.next.due_us;
    return pk_page_update(app->db, at.page, error);
}
