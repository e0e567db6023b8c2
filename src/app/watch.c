/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame of the watch: what is due is gathered, put in order, and done one by one. */
#include "piket/app/watch.h"

#include "journal.h"
#include "piket/app/sync.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/outbox_store.h"
#include "watch_private.h"

#include <string.h>
#include <unistd.h>

enum {
    SLICE = 200,       /* acts of one step                                                 */
    SLICE_OF_KIND = 50 /* of these at most so many of one kind, while others wait too      */
};
#define SLICE_US (2 * PK_SECOND_US)
#define AGAIN_US (60 * PK_SECOND_US) /* what failed is tried again                         */
#define LOOK_US  (12 * PK_HOUR_US)   /* the longest without a look: the rota is seen a day ahead */

static const PkWatchSource *const sources[] = {
    &pk_watch_page_source,  &pk_watch_clock_source, &pk_watch_callback_source,
    &pk_watch_shift_source, &pk_watch_gap_source,   &pk_watch_handover_source,
};

/* ---- one watch ------------------------------------------------------------------------------- */

static char *
boot_id(void)
{
    char *id = NULL;

    if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
        return g_strdup("");
    return g_strstrip(id);
}

/* A copy of the server's incidents on a laptop calls nobody. */
static bool
check(PkApp *app, GError **error)
{
    g_autoptr(PkOutbox) outbox = NULL;

    if (!pk_app_may(app, PK_MAY_WATCH, error) || !pk_outbox_get(app->db, &outbox, error))
        return false;
    if (outbox) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s is the outbox of a laptop. A watch works on the server itself: name it "
                      "with --db."),
                    app->where);
        return false;
    }
    if (pk_db_user(app->db) && strcmp(app->roles, "watch") != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("On a server a watch has a login of its own with the role watch; %s has %s. "
                      "Have your administrator run \"piket person add LOGIN --role watch\"."),
                    app->login, *app->roles ? app->roles : _("no role"));
        return false;
    }
    return true;
}

PkWatch *
pk_watch_new(PkApp *app, const PkWatchConfig *config, GError **error)
{
    if (!check(app, error))
        return NULL;
    PkWatch *watch = g_new0(PkWatch, 1);
    watch->app = app;
    if (config)
        watch->config = *config;
    watch->me.holder = pk_uuid_new(pk_clock_now_us());
    watch->me.login = g_strdup(app->login);
    watch->me.host = g_strdup(watch->config.host ? watch->config.host : g_get_host_name());
    watch->me.boot = watch->config.boot ? g_strdup(watch->config.boot) : boot_id();
    watch->me.pid = watch->config.pid ? watch->config.pid : getpid();
    watch->failed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return watch;
}

void
pk_watch_free(PkWatch *watch)
{
    if (!watch)
        return;
    g_free(watch->me.holder);
    g_free(watch->me.login);
    g_free(watch->me.host);
    g_free(watch->me.boot);
    pk_watch_row_free(watch->seen);
    g_hash_table_unref(watch->failed);
    g_free(watch);
}

void
pk_watch_step_clear(PkWatchStep *step)
{
    g_free(step->trouble);
    g_clear_pointer(&step->said, g_ptr_array_unref);
    *step = (PkWatchStep){ 0 };
}

/* ---- what is due ----------------------------------------------------------------------------- */

void
pk_due_at(PkDueList *list, const PkDue *due)
{
    if (due->moment_us > list->now_us)
        list->next_us = MIN(list->next_us, due->moment_us);
    else
        g_array_append_vals(list->due, due, 1);
}

int64_t
pk_watch_born(const char *uuid)
{
    uint64_t ms = 0;

    if (strlen(uuid) != PK_UUID_LENGTH || uuid[14] != '7')
        return 0;
    for (int i = 0; i < 13; i++) {
        if (uuid[i] != '-')
            ms = ms << 4 | (uint64_t)g_ascii_xdigit_value(uuid[i]);
    }
    return (int64_t)ms * 1000;
}

bool
pk_pending_wants(const PkPending *pending, int64_t step, int64_t moment_us, int64_t first_us)
{
    if (moment_us <= MAX(first_us, pk_watch_born(pending->uuid)))
        return false;
    for (guint i = 0; i < pending->fired->len; i++) {
        const PkFired *fired = &g_array_index(pending->fired, PkFired, i);
        /* Told after this moment already: it was moved to the past since. */
        if (fired->step == step && (fired->moment_us == moment_us || fired->at_us >= moment_us))
            return false;
    }
    return true;
}

static int
by_moment(gconstpointer a, gconstpointer b)
{
    const PkDue *one = a, *other = b;

    if (one->moment_us != other->moment_us)
        return one->moment_us < other->moment_us ? -1 : 1;
    int order = strcmp(one->source->kind, other->source->kind);
    if (order == 0)
        order = strcmp(one->subject, other->subject);
    return order ? order : one->step < other->step ? -1 : one->step > other->step;
}

/* One name for an act, in the table of what failed. Owned. */
static char *
called(const PkDue *due)
{
    return g_strdup_printf("%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, due->source->kind,
                           due->subject, due->step, due->moment_us);
}

/* Without what failed a moment ago. When it is tried again counts as a moment. */
static void
leave_failed(PkWatch *watch, PkDueList *list, int64_t mono_us)
{
    if (g_hash_table_size(watch->failed) == 0)
        return;
    for (guint i = list->due->len; i-- > 0;) {
        g_autofree char *name = called(&g_array_index(list->due, PkDue, i));
        const int64_t *again = g_hash_table_lookup(watch->failed, name);
        if (again && *again > mono_us) {
            list->next_us = MIN(list->next_us, list->now_us + *again - mono_us);
            g_array_remove_index(list->due, i);
        } else if (again) {
            g_hash_table_remove(watch->failed, name);
        }
    }
}

/* One thing that cannot be done holds nothing else up; a database that is away does. */
static bool
is_its_own(const GError *why)
{
    return why->domain == PK_ERROR && why->code != PK_ERROR_BUSY && why->code != PK_ERROR_OFFLINE &&
           why->code != PK_ERROR_UNSURE && why->code != PK_ERROR_TOO_NEW;
}

static bool
gather(PkWatch *watch, PkDueList *list, int64_t mono_us, PkWatchStep *step, GError **error)
{
    /* Each source reads by itself: whether an act is still due is asked again where it is done. One
     * that cannot be read, for a rota with a zone that this machine does not know, holds up no
     * other. */
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autoptr(GError) why = NULL;
        if (sources[i]->find(watch, list, &why))
            continue;
        if (!is_its_own(why)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        }
        step->n_failed++;
        list->next_us = MIN(list->next_us, list->now_us + AGAIN_US);
        if (!step->trouble)
            step->trouble = g_strdup(why->message);
    }
    leave_failed(watch, list, mono_us);
    g_array_sort(list->due, by_moment);
    return true;
}

/* ---- one act --------------------------------------------------------------------------------- */

static void
reached(PkWatch *watch, const char *where)
{
    if (watch->config.at)
        watch->config.at(where, watch->config.data);
}

/* In the transaction: is the job still ours, and is this the first time? */
static bool
may_act(PkWatch *watch, const PkActing *acting, bool *ret_may, GError **error)
{
    const PkDue *due = acting->due;

    *ret_may = false;
    if (!pk_watch_holds(watch->app->db, "decide", watch->me.holder, &watch->holds, error))
        return false;
    if (!watch->holds)
        return true;
    if (due->source->own_row) {
        *ret_may = true;
        return true;
    }
    return pk_fired_insert(watch->app->db, due->source->kind, due->subject, due->step,
                           due->moment_us, acting->now_us, acting->late, ret_may, error);
}

static bool
act(PkWatch *watch, const PkDue *due, int64_t now_us, PkWatchStep *step, GError **error)
{
    PkActing acting = { .due = due,
                        .now_us = now_us,
                        .late = !due->source->never_late &&
                                now_us - due->moment_us > PK_WATCH_LATE_US };
    bool may = false;
    PkDone none = { 0 };

    if (!pk_app_begin(watch->app, PK_MAY_WATCH, error))
        return false;
    reached(watch, "begun");
    bool ok =
        may_act(watch, &acting, &may, error) && (!may || due->source->act(watch, &acting, error));
    g_autofree char *said = acting.said;
    if (ok && (!may || acting.undo)) {
        pk_db_rollback(watch->app->db);
        return true;
    }
    reached(watch, "done");
    if (!pk_app_end(watch->app, ok, &none, NULL, error))
        return false;
    reached(watch, "committed");
    step->n_done++;
    step->n_late += acting.late;
    if (said)
        g_ptr_array_add(step->said, g_steal_pointer(&said));
    return true;
}

static void
set_aside(PkWatch *watch, const PkDue *due, int64_t mono_us, const GError *why, PkWatchStep *step)
{
    int64_t again = mono_us + AGAIN_US;

    g_hash_table_replace(watch->failed, called(due), g_memdup2(&again, sizeof again));
    step->n_failed++;
    step->next_us = MIN(step->next_us, pk_clock_now_us() + AGAIN_US);
    if (!step->trouble)
        step->trouble = g_strdup(why->message);
}

/* ---- a step ---------------------------------------------------------------------------------- */

/* In order, but no kind keeps the others waiting: after SLICE_OF_KIND of one it is their turn. */
static bool
run(PkWatch *watch, const GArray *due, int64_t now_us, int64_t mono_us, PkWatchStep *step,
    bool *ret_more, GError **error)
{
    int64_t began_us = pk_clock_mono_us();
    unsigned n_of[G_N_ELEMENTS(sources)] = { 0 };
    unsigned n = 0;

    for (guint i = 0; i < due->len && watch->holds; i++) {
        const PkDue *one = &g_array_index(due, PkDue, i);
        g_autoptr(GError) why = NULL;
        size_t kind = 0;
        while (sources[kind] != one->source)
            kind++;
        if (n_of[kind] >= SLICE_OF_KIND) {
            *ret_more = true;
            continue;
        }
        if (n >= SLICE || pk_clock_mono_us() - began_us > SLICE_US) {
            *ret_more = true;
            return true;
        }
        n_of[kind]++;
        n++;
        if (act(watch, one, now_us, step, &why))
            continue;
        if (!is_its_own(why)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        }
        set_aside(watch, one, mono_us, why, step);
    }
    return true;
}

bool
pk_watch_step(PkWatch *watch, int64_t now_us, int64_t mono_us, PkWatchStep *ret_step,
              GError **error)
{
    g_auto(PkWatchStep) step = { .said = g_ptr_array_new_with_free_func(g_free) };
    g_autoptr(GArray) due = g_array_new(FALSE, FALSE, sizeof(PkDue));
    int64_t wait_us = 0;
    bool more = false;

    if (!watch->app->on_file && !pk_app_refresh(watch->app, NULL, error))
        return false;
    if (!pk_watch_lease(watch, now_us, mono_us, &wait_us, error))
        return false;
    step.next_us = step.due_us = now_us + wait_us;
    PkDueList list = {
        .now_us = now_us, .first_us = watch->first_us, .next_us = now_us + LOOK_US, .due = due
    };
    if (watch->holds) {
        if (!watch->app->sees_all)
            pk_app_see_all(watch->app, !pk_db_user(watch->app->db));
        int64_t version = 0;
        if (!pk_db_data_version(watch->app->db, &version, error))
            return false;
        if (now_us < watch->quiet_us && version == watch->quiet_version)
            list.next_us = watch->quiet_us;
        else if (!gather(watch, &list, mono_us, &step, error) ||
                 !run(watch, due, now_us, mono_us, &step, &more, error))
            return false;
        watch->quiet_us = more || step.n_done || step.n_failed ? 0 : list.next_us;
        watch->quiet_version = version;
        step.due_us = more || step.n_done ? now_us : list.next_us;
        step.next_us = MIN(step.next_us, step.due_us);
    }
    step.active = watch->holds;
    *ret_step = step;
    step = (PkWatchStep){ 0 };
    return true;
}
