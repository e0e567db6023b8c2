/* SPDX-License-Identifier: EUPL-1.2 */
/* Delivery: what was written without the server goes there unchanged, once, and is sealed there. */
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/model/seal.h"
#include "piket/store/copy_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "sync_private.h"

#include <string.h>

enum { PORTION = 200 };

/* One journal on its way. */
typedef struct {
    PkMeeting *meeting;
    const PkUnsent *unsent;
    PkIncident *incident; /* on the server; NULL: the duty log             */
    PkChain chain;        /* of the outbox's origin there                  */
    int64_t n_new;        /* lines the server did not have                 */
    int64_t first_no;     /* the first of them                             */
    GHashTable *parties;  /* keys of parties, here -> on the server        */
} Delivery;

/* ---- an incident that was reported here ------------------------------------------------------ */

/* The organisation with the same uuid on the server; one that was typed here is taken along. */
static bool
org_there(PkMeeting *meeting, int64_t here, int64_t *ret_there, GError **error)
{
    PkDb *server = meeting->server->db;
    PkCopyRow *org = pk_copy_org(meeting->local, here, error);

    if (!org)
        return false;
    const PkValue *reference = &org->cells[PK_ORG_CELL_REFERENCE];
    bool ok =
        pk_copy_org_find(server, org->cells[PK_ORG_CELL_UUID].t, reference->t, ret_there, error);
    if (ok && *ret_there == 0) {
        pk_copy_set_null(org, PK_ORG_CELL_REGION);
        pk_app_forget_places(meeting->server);
        ok = pk_copy_org_add(server, org, ret_there, error);
    }
    pk_copy_row_free(org);
    return ok;
}

/* Keys of the outbox become those of the server. */
static bool
translate(Delivery *delivery, PkCopyTable table, PkCopyRow *row, GError **error)
{
    int64_t there = 0;

    pk_copy_set_key(row, 0, delivery->incident->key);
    if (table == PK_COPY_PARTY) {
        if (!org_there(delivery->meeting, pk_copy_key(row, PK_PARTY_CELL_ORG), &there, error))
            return false;
        pk_copy_set_key(row, PK_PARTY_CELL_ORG, there);
        int64_t region = pk_copy_key(row, PK_PARTY_CELL_REGION);
        if (region && !org_there(delivery->meeting, region, &there, error))
            return false;
        if (region)
            pk_copy_set_key(row, PK_PARTY_CELL_REGION, there);
    }
    if (table == PK_COPY_CLOCK && pk_copy_key(row, PK_CLOCK_CELL_PARTY)) {
        int64_t here = pk_copy_key(row, PK_CLOCK_CELL_PARTY);
        const int64_t *party = g_hash_table_lookup(delivery->parties, &here);
        if (party)
            pk_copy_set_key(row, PK_CLOCK_CELL_PARTY, *party);
    }
    return true;
}

static void
remember(GHashTable *map, int64_t from, int64_t to)
{
    int64_t *key = g_new(int64_t, 1), *value = g_new(int64_t, 1);

    *key = from;
    *value = to;
    g_hash_table_insert(map, key, value);
}

static bool
take_along(Delivery *delivery, PkCopyTable table, GError **error)
{
    PkMeeting *meeting = delivery->meeting;
    int64_t here = delivery->unsent->incident_key;
    g_autoptr(GPtrArray) rows = pk_copy_read_of(meeting->local, table, here - 1, here, here, error);

    for (guint i = 0; rows && i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        int64_t key = 0;
        if (!translate(delivery, table, row, error) ||
            !pk_copy_write(meeting->server->db, table, row, &key, error))
            return false;
        if (table == PK_COPY_PARTY)
            remember(delivery->parties, pk_copy_key(row, PK_PARTY_CELL_KEY), key);
    }
    return rows != NULL;
}

static bool
refuse_same_ident(Delivery *delivery, GError **error)
{
    g_autoptr(PkIncident) other = NULL;
    const char *ident = delivery->unsent->ident;

    if (!pk_incident_by_ident(delivery->meeting->server->db, ident, &other, error))
        return false;
    if (other)
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("The server has another incident with the number %s. This one stays on this "
                      "computer; tell your administrator."),
                    ident);
    return !other;
}

/* Row, parties, deadlines, actions, names: with the numbers and uuids they have here. */
static bool
bring_incident(Delivery *delivery, GError **error)
{
    PkMeeting *meeting = delivery->meeting;
    PkDb *server = meeting->server->db;

    delivery->incident = pk_incident_get(meeting->local, delivery->unsent->incident_key, error);
    if (!delivery->incident || !refuse_same_ident(delivery, error) ||
        !pk_incident_insert_row(server, delivery->incident, error))
        return false;
    /* Whoever is named now sees what is written next. */
    return take_along(delivery, PK_COPY_NAMED, error) && pk_app_look(meeting->server, error) &&
           take_along(delivery, PK_COPY_PARTY, error) &&
           take_along(delivery, PK_COPY_CLOCK, error) &&
           take_along(delivery, PK_COPY_ACTION, error) &&
           pk_incident_index(server, delivery->incident->key, error);
}

static bool
find_incident(Delivery *delivery, GError **error)
{
    const PkUnsent *unsent = delivery->unsent;

    if (unsent->incident_key == 0)
        return true;
    if (!pk_incident_by_uuid(delivery->meeting->server->db, unsent->uuid, &delivery->incident,
                             error))
        return false;
    if (delivery->incident)
        return true;
    if (!unsent->on_server)
        return bring_incident(delivery, error);
    g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                _("%s is no longer on the server, or you may no longer see it. What you wrote "
                  "about it stays on this computer; ask your coordinator."),
                unsent->ident);
    return false;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static bool
broken(const Delivery *delivery, int64_t no, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                _("BROKEN: line %s%lld of %s does not fit on what the server has of this outbox. "
                  "Nothing of it was delivered. Keep a copy of both and tell your administrator."),
                delivery->meeting->own->tag, (long long)no,
                *delivery->unsent->ident ? delivery->unsent->ident : _("the duty log"));
    return false;
}

/* The server has this number already: it must be this very line. */
static bool
same_there(Delivery *delivery, const PkLine *line, GError **error)
{
    int64_t incident = delivery->incident ? delivery->incident->key : 0;
    g_autoptr(PkLine) there = NULL;

    if (!pk_line_by_no(delivery->meeting->server->db, incident, delivery->meeting->own_there,
                       line->no, &there, error))
        return false;
    if (!there || memcmp(there->hash, line->hash, PK_HASH_SIZE) != 0)
        return broken(delivery, line->no, error);
    return true;
}

/* The line that this one corrects may be of any origin: its key there. */
static bool
translate_correction(Delivery *delivery, PkLine *line, GError **error)
{
    g_autoptr(PkOrigin) origin = NULL;

    if (!line->corrects_origin_uuid)
        return true;
    if (!pk_origin_by_uuid(delivery->meeting->server->db, line->corrects_origin_uuid, &origin,
                           error))
        return false;
    if (!origin)
        return broken(delivery, line->no, error);
    line->corrects_origin = origin->key;
    return true;
}

static bool
add_there(Delivery *delivery, PkLine *line, GError **error)
{
    PkChain *chain = &delivery->chain;
    const uint8_t *prev = chain->last_no > 0 ? chain->head : NULL;

    if (line->no != chain->last_no + 1 || pk_seal_check(line, prev) != PK_SEAL_GOOD)
        return broken(delivery, line->no, error);
    if (!translate_correction(delivery, line, error))
        return false;
    line->incident_key = delivery->incident ? delivery->incident->key : 0;
    line->origin = delivery->meeting->own_there;
    line->received_us = delivery->meeting->now_us;
    memset(line->prev_hash, 0, PK_HASH_SIZE);
    if (prev)
        memcpy(line->prev_hash, prev, PK_HASH_SIZE);
    if (!pk_line_append(delivery->meeting->server->db, line, error))
        return false;
    if (delivery->n_new++ == 0)
        delivery->first_no = line->no;
    chain->last_no = line->no;
    memcpy(chain->head, line->hash, PK_HASH_SIZE);
    return true;
}

/* From the first line that is not known to be there; a server that was put back to an older copy is
 * given again what is still here. */
static bool
bring_lines(Delivery *delivery, GError **error)
{
    PkMeeting *meeting = delivery->meeting;
    const PkUnsent *unsent = delivery->unsent;
    int64_t incident = delivery->incident ? delivery->incident->key : 0;

    if (!pk_chain_lock(meeting->server->db, incident, meeting->own_there, &delivery->chain, error))
        return false;
    int64_t had = delivery->chain.last_no, after = MIN(unsent->sent_no, had);
    while (after < unsent->last_no) {
        g_autoptr(GPtrArray) lines = pk_outbox_lines(meeting->local, unsent->incident_key,
                                                     meeting->own->key, after, PORTION, error);
        if (!lines)
            return false;
        if (lines->len == 0)
            return broken(delivery, after + 1, error);
        for (guint i = 0; i < lines->len; i++) {
            PkLine *line = lines->pdata[i];
            if (line->no > unsent->last_no)
                return true; /* written since: the next meeting takes it */
            if (!(line->no <= had ? same_there(delivery, line, error)
                                  : add_there(delivery, line, error)))
                return false;
            after = line->no;
        }
    }
    return true;
}

/* The server's own line: who brought how much. */
static bool
tell(Delivery *delivery, GError **error)
{
    const PkOrigin *own = delivery->meeting->own;
    int64_t n = delivery->n_new;

    if (n == 0)
        return true;
    g_autofree char *text = g_strdup_printf(
        P_("Delivered: %lld line from outbox %s.", "Delivered: %lld lines from outbox %s.", n),
        (long long)n, own->tag);
    PkEntry entry = {
        .incident = delivery->incident,
        .category = PK_CAT_SYSTEM,
        .tlp = delivery->incident ? delivery->incident->tlp : PK_TLP_AMBER,
        .text = text,
        .details = json_pack("{s:s, s:s, s:s, s:I, s:I}", "change", "deliver", "origin", own->uuid,
                             "tag", own->tag, "from", (json_int_t)delivery->first_no, "to",
                             (json_int_t)delivery->chain.last_no),
        .now_us = delivery->meeting->now_us,
    };

    return pk_journal_add(delivery->meeting->server, entry, NULL, NULL, error);
}

/* ---- a journal ------------------------------------------------------------------------------ */

static bool
deliver_journal(Delivery *delivery, GError **error)
{
    PkApp *server = delivery->meeting->server;
    PkDone none = { 0 };

    if (!pk_app_begin(server, PK_MAY_LOG, error))
        return false;
    bool ok =
        find_incident(delivery, error) && bring_lines(delivery, error) && tell(delivery, error);
    return pk_app_end(server, ok, &none, NULL, error);
}

/* Another answer may come another time; what is said of the line or the network now ends it all. */
static bool
is_refusal(const GError *problem)
{
    static const PkErrorCode codes[] = { PK_ERROR_INVALID, PK_ERROR_MISSING, PK_ERROR_CONFLICT,
                                         PK_ERROR_DENIED, PK_ERROR_BROKEN };

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (g_error_matches(problem, PK_ERROR, (int)codes[i]))
            return true;
    }
    return false;
}

static bool
mark(const Delivery *delivery, const GError *problem, GError **error)
{
    PkMeeting *meeting = delivery->meeting;
    const PkUnsent *unsent = delivery->unsent;

    if (!pk_db_begin(meeting->local, error))
        return false;
    bool ok = problem ? pk_outbox_mark(meeting->local, unsent->incident_key, unsent->on_server,
                                       unsent->sent_no, problem->message, meeting->now_us, error)
                      : pk_outbox_mark(meeting->local, unsent->incident_key, true,
                                       delivery->chain.last_no, NULL, 0, error);
    if (ok)
        return pk_db_commit(meeting->local, error);
    pk_db_rollback(meeting->local);
    return false;
}

static void
note_item(PkSyncReport *report, const Delivery *delivery, const GError *problem)
{
    const PkUnsent *unsent = delivery->unsent;
    PkSyncItem *item = g_new0(PkSyncItem, 1);

    item->ident = g_strdup(unsent->ident);
    item->n_lines = unsent->last_no - unsent->sent_no;
    item->reason = problem ? g_strdup(problem->message) : NULL;
    item->code = problem ? (PkErrorCode)problem->code : 0;
    *(problem ? &report->n_refused : &report->n_sent) += item->n_lines;
    g_ptr_array_add(report->items, item);
}

static bool
deliver_one(PkMeeting *meeting, const PkUnsent *unsent, GError **error)
{
    Delivery delivery = { .meeting = meeting, .unsent = unsent };
    g_autoptr(GError) problem = NULL;

    delivery.parties = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    meeting->now_us = pk_clock_now_us();
    bool ok = deliver_journal(&delivery, &problem);
    if (!ok && !is_refusal(problem))
        g_propagate_error(error, g_steal_pointer(&problem));
    else
        ok = mark(&delivery, problem, error);
    if (problem)
        pk_app_look(meeting->server, NULL); /* what was not kept names nobody */
    if (ok)
        note_item(meeting->report, &delivery, problem);
    pk_incident_free(delivery.incident);
    g_hash_table_unref(delivery.parties);
    return ok;
}

bool
pk_deliver(PkMeeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) unsent = pk_outbox_unsent(meeting->local, error);

    for (guint i = 0; unsent && i < unsent->len; i++) {
        if (!deliver_one(meeting, unsent->pdata[i], error))
            return false;
    }
    return unsent != NULL;
}
