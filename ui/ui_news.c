/* SPDX-License-Identifier: EUPL-1.2 */
/* What others did, onto the screen: news asks whether something changed, a change reads again.
 *
 * At once when it is quiet; under a storm of commits a few times a second, and never before the
 * last reading is there, or a screen that reads slower than others write would show nothing at all.
 */
#include "console.h"

#include "piket/app/notice.h"
#include "piket/base/clock.h"

#include <string.h>

/* A console that starts sounds what came within this time. */
#define BELLS_US (INT64_C(1800) * 1000000)

enum { APART_MS = 150 }; /* between two readings that news asks for */

static gboolean
reload_now(void *data)
{
    PkUi *ui = data;
    ui->reload_source = 0;
    pk_ui_reload(ui);
    return G_SOURCE_REMOVE;
}

void
pk_ui_reload_soon(PkUi *ui)
{
    gint64 left_ms = APART_MS - (g_get_monotonic_time() - ui->reloaded_us) / 1000;
    ui->reload_wanted = true;
    if (ui->quitting || ui->n_reloading > 0 || ui->reload_source)
        return; /* pk_ui_reload_read comes here when the last one is there */
    if (!ui->loop || left_ms <= 0)
        pk_ui_reload(ui);
    else
        ui->reload_source = g_timeout_add((guint)left_ms, reload_now, ui);
}

void
pk_ui_reload_read(PkUi *ui)
{
    g_assert(ui->n_reloading > 0);
    if (--ui->n_reloading == 0 && ui->reload_wanted)
        pk_ui_reload_soon(ui);
}

typedef struct {
    bool changed;
    PkMode mode;
    PkOutboxState outbox;
    GPtrArray *bells; /* PkNotice; NULL: nothing changed, or they cannot be read */
} Seen;

static void
seen_free(Seen *seen)
{
    if (seen && seen->bells)
        g_ptr_array_unref(seen->bells);
    g_free(seen);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Seen, seen_free)

static void *
refresh_run(PkApp *app, void *request, GError **error)
{
    bool changed = false;
    bool first = request != NULL;
    if (!pk_app_refresh(app, &changed, error))
        return NULL;
    Seen *seen = g_new0(Seen, 1);
    seen->changed = changed;
    seen->mode = pk_app_mode(app);
    pk_app_outbox(app, &seen->outbox, NULL);
    if ((changed || first) && pk_app_on_file(app))
        seen->bells = pk_notice_bells(app, pk_clock_now_us() - BELLS_US, NULL);
    return seen;
}

/* A page for who works here: heard now, and told in the title. */
static void
ring(PkUi *ui, const GPtrArray *bells)
{
    unsigned n_new = pk_ring_hear(ui->ring, bells, pk_clock_mono_us());
    unsigned n = pk_ring_waiting(bells);
    g_autofree char *title = n > 0 ? g_strdup_printf("PIKET !%u", n) : g_strdup("PIKET");

    if (n != ui->n_pages) {
        ui->n_pages = n;
        pk_term_set_title(ui->term, title);
    }
    if (n_new > 0) {
        g_autofree char *bytes =
            pk_ring_bytes(ui->notify ? ui->notify : "bell", n_new, g_getenv("TMUX") != NULL);
        pk_term_send(ui->term, bytes, strlen(bytes));
    }
}

static void
refresh_done(void *result, const GError *error, void *data)
{
    PkUi *ui = data;
    g_autoptr(Seen) seen = result;
    ui->refreshing = false;
    if (error && !ui->stale && !g_error_matches(error, PK_ERROR, PK_ERROR_BUSY)) {
        ui->stale = true;
        pk_ui_say_error(ui, error);
    }
    if (seen)
        pk_ui_away_seen(ui, seen->mode, &seen->outbox);
    if (seen && seen->bells && ui->ring && ui->term && !ui->quitting)
        ring(ui, seen->bells);
    if (seen && seen->changed)
        pk_ui_reload_soon(ui);
    if (ui->refresh_again && !ui->quitting)
        pk_ui_look_for_news(ui);
}

/* One that runs is not overtaken: what it misses is asked for after it. */
void
pk_ui_look_for_news(PkUi *ui)
{
    ui->refresh_again = ui->refreshing;
    if (ui->refreshing)
        return;
    ui->refreshing = true;
    pk_worker_call(ui->reader, PK_UI_SLOT_REFRESH, refresh_run, ui->has_looked ? NULL : ui, NULL,
                   refresh_done, ui);
    ui->has_looked = true;
}

/* Another console or command committed: at once, not at the next second. */
static void
on_news(void *data)
{
    pk_ui_look_for_news(data);
}

/* ---- who else looks ----------------------------------------------------------------------------
 */

void
pk_ui_set_also(PkUi *ui, const char *initials)
{
    if (g_strcmp0(ui->also, initials) == 0)
        return;
    g_free(ui->also);
    ui->also = g_strdup(initials);
    ui->view.also = ui->also;
    pk_ui_redraw(ui);
}

static void
on_presence(void *data)
{
    PkUi *ui = data;
    g_autoptr(GPtrArray) others = pk_presence_list(ui->presence);
    g_autofree char *words = pk_lookers_words(others);
    pk_ui_set_also(ui, words);
}

void
pk_ui_attend(PkUi *ui)
{
    const PkScreen *place = ui->place;
    const char *uuid = place && place->looking ? place->looking(pk_ui_state(ui, place)) : NULL;
    if (!ui->presence || g_strcmp0(uuid, ui->looking) == 0)
        return;
    g_free(ui->looking);
    ui->looking = g_strdup(uuid);
    pk_presence_show(ui->presence, uuid);
    pk_ui_set_also(ui, NULL);
}

/* ---- beginning and end -------------------------------------------------------------------------
 */

void
pk_ui_start_news(PkUi *ui, const PkUiConfig *config)
{
    PkPresenceConfig presence = { .where = config->app.where,
                                  .login = ui->login,
                                  .name = ui->person,
                                  .read_only = ui->read_only };
    ui->news = pk_news_new(config->app.where, on_news, ui);
    presence.news = ui->news;
    ui->presence = pk_presence_new(&presence, on_presence, ui);
}

void
pk_ui_stop_news(PkUi *ui)
{
    g_clear_handle_id(&ui->reload_source, g_source_remove);
    g_clear_pointer(&ui->presence, pk_presence_free);
    g_clear_pointer(&ui->news, pk_news_free);
}
