/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a console: start, ticks, suspend, end; and the headless one of the tests. */
#include "console.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"

#include <string.h>

static PkUi *
new_ui(const PkUiConfig *config, const char *login, const char *person)
{
    PkUi *ui = g_new0(PkUi, 1);
    ui->where = g_strdup(config->app.where);
    ui->login = g_strdup(login);
    ui->person = g_strdup(person);
    ui->draft_dir = g_strdup(config->draft_dir);
    ui->read_only = config->app.read_only;
    ui->demo = config->demo;
    ui->clock = config->clock;
    ui->notify = config->notify;
    ui->ring = pk_ring_new();
    ui->view.lang = config->lang;
    ui->view.utc = config->utc;
    ui->view.slow = config->term.slow;
    ui->view.gap_minutes = config->app.gap_minutes ? config->app.gap_minutes : 30;
    ui->said = g_ptr_array_new();
    ui->histories =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_queue_init(&ui->undo);
    g_queue_init(&ui->redo);
    g_queue_init(&ui->conflicts);
    return ui;
}

static void
undo_free(void *data)
{
    pk_undo_free(data);
}

void
pk_ui_free(PkUi *ui)
{
    if (!ui)
        return;
    ui->quitting = true;
    pk_ui_close_panel(ui);
    pk_ui_drop_conflicts(ui);
    if (ui->tick_source)
        g_source_remove(ui->tick_source);
    if (ui->idle_source)
        g_source_remove(ui->idle_source);
    pk_ui_stop_news(ui);
    if (ui->writer)
        pk_worker_drain(ui->writer);
    pk_worker_free(ui->writer);
    pk_worker_free(ui->reader);
    pk_worker_free(ui->meeter);
    for (size_t i = 0; i < pk_n_screens; i++) {
        if (ui->states[i])
            pk_screens[i]->free(ui->states[i]);
    }
    for (guint i = 0; i < ui->said->len; i++) {
        PkSaid *said = ui->said->pdata[i];
        g_free(said->text);
        g_free(said);
    }
    g_ptr_array_unref(ui->said);
    g_queue_clear_full(&ui->undo, undo_free);
    g_queue_clear_full(&ui->redo, undo_free);
    pk_overview_free(ui->overview);
    pk_ui_duty_free(ui->duty);
    if (ui->drafts)
        g_ptr_array_unref(ui->drafts);
    pk_places_free(ui->places);
    g_hash_table_unref(ui->histories);
    g_free(ui->message);
    g_free(ui->next_message);
    g_free(ui->looking);
    g_free(ui->also);
    g_free(ui->outbox_path);
    g_free(ui->where);
    g_free(ui->login);
    g_free(ui->person);
    pk_ring_free(ui->ring);
    g_free(ui->draft_dir);
    pk_loop_free(ui->loop);
    g_free(ui);
}

/* ---- once a second: foreign changes, and panels with a clock ------------------------------------
 */

/* A clock that is set while Piket runs would put lines in the wrong order without anybody seeing
 * it. A laptop that slept is not a jump: both clocks are read again when it wakes. */
static void
watch_clock(PkUi *ui)
{
    int64_t real = pk_clock_now_us(), mono = pk_clock_mono_us();
    int64_t jump = (real - ui->last_real_us) - (mono - ui->last_mono_us);
    if (ui->last_mono_us && !pk_clock_is_test() && (jump < -5 * G_USEC_PER_SEC)) {
        PkTimeText by = pk_time_age(-jump, ui->view.lang);
        pk_ui_say(ui, PK_SAY_WARN,
                  _("This computer's clock was set back by %s. New lines follow the new time."),
                  by.s);
    }
    ui->last_real_us = real;
    ui->last_mono_us = mono;
}

static gboolean
second(void *data)
{
    PkUi *ui = data;
    watch_clock(ui);
    if (ui->news)
        pk_news_look(ui->news);
    pk_ui_next_message(ui);
    pk_ui_next_conflict(ui);
    if (ui->panel && ui->panel->tick)
        ui->panel->tick(ui, ui->panel_state);
    if (!pk_worker_busy(ui->reader))
        pk_ui_look_for_news(ui);
    pk_ui_away_tick(ui);
    pk_ui_duty_tick(ui);
    return G_SOURCE_CONTINUE;
}

/* ---- housekeeping two seconds after the last write ----------------------------------------------
 */

static void *
idle_run(PkApp *app, G_GNUC_UNUSED void *request, G_GNUC_UNUSED GError **error)
{
    return GINT_TO_POINTER(pk_app_idle(app) ? 2 : 1);
}

static void
idle_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    if (GPOINTER_TO_INT(result) == 2)
        pk_ui_start_idle(data);
}

static gboolean
idle_now(void *data)
{
    PkUi *ui = data;
    ui->idle_source = 0;
    pk_worker_call(ui->writer, 1, idle_run, NULL, NULL, idle_done, ui);
    return G_SOURCE_REMOVE;
}

void
pk_ui_start_idle(PkUi *ui)
{
    if (!ui->loop)
        return;
    if (ui->idle_source)
        g_source_remove(ui->idle_source);
    ui->idle_source = g_timeout_add_seconds(2, idle_now, ui);
}

/* ---- what the loop tells ------------------------------------------------------------------------
 */

static void
on_key(const PkKey *key, void *data)
{
    pk_ui_key(data, key);
}

static void
on_resize(int rows, int cols, void *data)
{
    PkUi *ui = data;
    ui->view.rows = rows;
    ui->view.cols = cols;
    pk_ui_redraw(ui);
}

static void
on_tick(void *data)
{
    PkUi *ui = data;
    pk_ui_redraw(ui);
    /* That a watch fell silent is no news that anybody tells. */
    if (ui->overview && ui->overview->watch.ever)
        pk_ui_load_overview(ui);
}

static void
flush(PkUi *ui)
{
    if (ui->panel && ui->panel->flush)
        ui->panel->flush(ui->panel_state);
}

static void
on_suspend(void *data)
{
    PkUi *ui = data;
    flush(ui);
    pk_worker_drain(ui->writer);
}

static void
on_resume(void *data)
{
    pk_ui_reload(data);
}

static void
on_end(G_GNUC_UNUSED int exit_code, void *data)
{
    flush(data);
}

static void
draw(PkCanvas *canvas, void *data)
{
    PkUi *ui = data;
    ui->view.rows = canvas->rows;
    ui->view.cols = canvas->cols;
    canvas->lines = pk_term_utf8(ui->term);
    pk_ui_attend(ui); /* whatever led to this picture */
    pk_ui_draw(ui, canvas);
}

static const PkLoopHandlers handlers = {
    .on_key = on_key,
    .on_resize = on_resize,
    .on_tick = on_tick,
    .on_suspend = on_suspend,
    .on_resume = on_resume,
    .on_end = on_end,
    .draw = draw,
};

/* Before the first file there is nothing to open: the reader makes the register while the first
 * screen is already there. */
static PkUi *
start_without_file(const PkUiConfig *config, PkZone **ret_zone, GError **error)
{
    g_autofree char *login = g_strdup(config->app.login);
    g_autofree char *name = g_strdup(config->app.name);
    *ret_zone = pk_zone_new(config->app.zone, error);
    if (!*ret_zone)
        return NULL;
    pk_app_identify(&login, &name);
    return new_ui(config, login, name);
}

/* What is wrong with the file is said before anything is drawn. */
static PkUi *
start(const PkUiConfig *config, PkZone **ret_zone, GError **error)
{
    if (!pk_app_is_there(config->app.where))
        return start_without_file(config, ret_zone, error);
    g_autoptr(PkApp) app = pk_app_open(&config->app, error);
    if (!app)
        return NULL;
    *ret_zone = pk_zone_new(config->app.zone, error);
    if (!*ret_zone)
        return NULL;
    PkUi *ui = new_ui(config, pk_app_login(app), pk_app_name(app));
    ui->mode = pk_app_mode(app);
    pk_app_outbox(app, &ui->outbox, NULL);
    g_autofree char *clock = pk_app_clock_warning(app);
    if (clock)
        pk_ui_say(ui, PK_SAY_WARN, "%s", clock);
    if (pk_app_backup_made(app))
        pk_ui_say(ui, PK_SAY_INFO, _("The file was brought up to date; a copy from before is %s."),
                  pk_app_backup_made(app));
    return ui;
}

int
pk_ui_run(const PkUiConfig *config, GError **error)
{
    g_autoptr(PkZone) zone = NULL;
    PkUi *ui = start(config, &zone, error);
    if (!ui)
        return -1;
    PkTerm *term = pk_term_open(&config->term, error);
    if (!term) {
        pk_ui_free(ui);
        return -1;
    }
    g_autofree char *note =
        g_strdup_printf(_("Piket stopped. What was typed is in %s; start piket to go on."),
                        ui->draft_dir ? ui->draft_dir : "-");
    pk_term_set_crash_note(note);
    pk_term_set_crash_hook(pk_draft_emergency_all);
    ui->term = term;
    ui->view.zone = zone;
    pk_term_size(term, &ui->view.rows, &ui->view.cols);
    PkAppConfig app = config->app;
    app.without_server = ui->mode == PK_MODE_COPY || ui->mode == PK_MODE_NONE; /* just tried */
    ui->reader = pk_worker_new(&app);
    ui->writer = pk_worker_new(&app);
    pk_ui_away_start(ui, &app);
    ui->loop = pk_loop_new(term, &handlers, ui);
    pk_loop_set_clock(ui->loop, ui->clock);
    if (config->greeting)
        pk_ui_say(ui, PK_SAY_WARN, "%s", config->greeting);
    if (!pk_term_utf8(term))
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This terminal shows no UTF-8: accents are left out on the screen only."));
    pk_ui_load_overview(ui);
    pk_ui_go(ui, &pk_screen_overview);
    ui->tick_source = g_timeout_add_seconds(1, second, ui);
    pk_ui_start_news(ui, config);
    int code = pk_loop_run(ui->loop);
    pk_term_set_crash_note(NULL);
    pk_term_set_crash_hook(NULL);
    pk_term_close(term); /* first: what still waits for the disk must not look like a hang */
    pk_ui_free(ui);
    return code;
}

/* ---- headless
 * ------------------------------------------------------------------------------------ */

PkUi *
pk_ui_new_headless(PkApp *app, const char *draft_dir, PkLang lang, int rows, int cols)
{
    PkUiConfig config = { .app = { .where = pk_app_where(app), .read_only = pk_app_read_only(app) },
                          .lang = lang,
                          .clock = true,
                          .draft_dir = draft_dir };
    PkUi *ui = new_ui(&config, pk_app_login(app), pk_app_name(app));
    ui->sync_app = app;
    ui->mode = pk_app_mode(app);
    pk_app_outbox(app, &ui->outbox, NULL);
    ui->view.zone = pk_app_zone(app);
    ui->view.rows = rows;
    ui->view.cols = cols;
    pk_ui_load_overview(ui);
    pk_ui_go(ui, &pk_screen_overview);
    return ui;
}

void
pk_ui_feed(PkUi *ui, const PkKey *key)
{
    pk_ui_key(ui, key);
}

void
pk_ui_feed_name(PkUi *ui, const char *key_name)
{
    PkKey key = { 0 };
    if (!pk_key_parse(key_name, &key))
        g_error("no key is called '%s'", key_name);
    pk_ui_key(ui, &key);
}

void
pk_ui_feed_text(PkUi *ui, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        PkKey key = { .kind = PK_KEY_CHAR, .code = (int)g_utf8_get_char(p) };
        memcpy(key.text, p, (size_t)(g_utf8_next_char(p) - p));
        pk_ui_key(ui, &key);
    }
}

void
pk_ui_set_size(PkUi *ui, int rows, int cols)
{
    ui->view.rows = rows;
    ui->view.cols = cols;
}

PkCanvas *
pk_ui_canvas(PkUi *ui)
{
    PkCanvas *canvas = pk_canvas_new(ui->view.rows, ui->view.cols);
    pk_ui_draw(ui, canvas);
    return canvas;
}
