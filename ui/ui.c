/* SPDX-License-Identifier: EUPL-1.2 */
#include "ui.h"

#include "console.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/model/deadline.h"

#include <string.h>

const PkScreen *const pk_screens[] = {
    &pk_screen_overview, &pk_screen_incidents,  &pk_screen_deadlines, &pk_screen_timeline,
    &pk_screen_contacts, &pk_screen_escalation, &pk_screen_duty,      &pk_screen_log,
};
const size_t pk_n_screens = G_N_ELEMENTS(pk_screens);

static size_t
index_of(const PkScreen *screen)
{
    for (size_t i = 0; i < pk_n_screens; i++) {
        if (pk_screens[i] == screen)
            return i;
    }
    g_assert_not_reached();
}

void *
pk_ui_state(PkUi *ui, const PkScreen *screen)
{
    size_t i = index_of(screen);
    if (!ui->states[i])
        ui->states[i] = screen->create(ui);
    return ui->states[i];
}

const PkScreen *
pk_ui_place(const PkUi *ui)
{
    return ui->place;
}

void
pk_ui_go(PkUi *ui, const PkScreen *screen)
{
    void *state = pk_ui_state(ui, screen);
    if (ui->place != screen)
        ui->previous = ui->place;
    ui->place = screen;
    screen->load(ui, state);
    pk_ui_redraw(ui);
}

/* From an incident one wants its own timeline; Esc there shows all of them. */
void
pk_ui_visit(PkUi *ui, const PkScreen *screen)
{
    const char *ident = NULL;
    int64_t key = 0;
    if (screen == &pk_screen_timeline && ui->place != screen && ui->place->incident)
        key = ui->place->incident(pk_ui_state(ui, ui->place), &ident);
    if (key)
        pk_ui_show_timeline(ui, key);
    else
        pk_ui_go(ui, screen);
}

/* ---- panels ---------------------------------------------------------------------------------- */

static void forget_message(PkUi *ui);

static void
set_mode(PkUi *ui)
{
    if (ui->loop)
        pk_loop_set_list_mode(ui->loop, !(ui->panel && ui->panel->text));
}

void
pk_ui_close_panel(PkUi *ui)
{
    const PkPanel *panel = ui->panel;
    void *state = ui->panel_state;
    if (!panel)
        return;
    ui->panel = NULL;
    ui->panel_state = NULL;
    if (panel->flush)
        panel->flush(state);
    if (panel->free)
        panel->free(state);
    set_mode(ui);
    pk_ui_redraw(ui);
}

void
pk_ui_open(PkUi *ui, const PkPanel *panel, void *state)
{
    pk_ui_close_panel(ui);
    forget_message(ui);
    ui->panel = panel;
    ui->panel_state = state;
    ui->panel_since_us = g_get_monotonic_time();
    set_mode(ui);
    pk_ui_redraw(ui);
}

void *
pk_ui_panel(PkUi *ui, const PkPanel *panel)
{
    return ui->panel == panel ? ui->panel_state : NULL;
}

bool
pk_ui_busy_panel(const PkUi *ui)
{
    return ui->panel != NULL;
}

/* ---- messages -------------------------------------------------------------------------------- */

enum { MESSAGE_SECONDS = 2 }; /* a worse one stays at least so long */

static void
say(PkUi *ui, PkSayLevel level, const char *text)
{
    gint64 now = g_get_monotonic_time();
    if (level != PK_SAY_HINT) {
        PkSaid *said = g_new0(PkSaid, 1);
        said->at_us = pk_clock_now_us();
        said->level = level;
        said->text = g_strdup(text);
        g_ptr_array_add(ui->said, said);
    }
    bool held = ui->message && level < ui->message_level &&
                now - ui->message_since_us < MESSAGE_SECONDS * G_USEC_PER_SEC;
    /* A warning about what was typed is answered by the next key; a failure is not. */
    if (held && (ui->message_level == PK_SAY_ERROR || !ui->message_answered)) {
        g_free(ui->next_message);
        ui->next_message = g_strdup(text);
        ui->next_level = level;
        return;
    }
    g_clear_pointer(&ui->next_message, g_free);
    g_free(ui->message);
    ui->message = g_strdup(text);
    ui->message_level = level;
    ui->message_since_us = now;
    ui->message_answered = false;
    pk_ui_redraw(ui);
}

/* A sentence about an earlier screen or an earlier slip would be read as being about this one. */
static void
forget_message(PkUi *ui)
{
    if (ui->message && ui->message_level != PK_SAY_ERROR &&
        g_get_monotonic_time() - ui->message_since_us > 2 * G_USEC_PER_SEC)
        g_clear_pointer(&ui->message, g_free);
}

void
pk_ui_message_key(PkUi *ui)
{
    ui->message_answered = true;
    if (ui->message_level == PK_SAY_WARN)
        forget_message(ui);
}

void
pk_ui_next_message(PkUi *ui)
{
    gint64 now = g_get_monotonic_time();
    if (!ui->next_message || now - ui->message_since_us < MESSAGE_SECONDS * G_USEC_PER_SEC)
        return;
    g_free(ui->message);
    ui->message = g_steal_pointer(&ui->next_message);
    ui->message_level = ui->next_level;
    ui->message_since_us = now;
    ui->message_answered = false;
    pk_ui_redraw(ui);
}

void
pk_ui_say(PkUi *ui, PkSayLevel level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    say(ui, level, text);
}

void
pk_ui_say_error(PkUi *ui, const GError *error)
{
    say(ui, PK_SAY_ERROR, error ? error->message : _("This did not work."));
}

const GPtrArray *
pk_ui_said(const PkUi *ui)
{
    return ui->said;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct {
    PkUi *ui;
    PkJobFn run;
    void *request;
    GDestroyNotify free_request;
    PkJobDone done;
    void *data;
    bool *changed; /* others committed since the last read */
} Read;

static void
read_free(void *data)
{
    Read *job = data;
    if (job->free_request)
        job->free_request(job->request);
    g_free(job);
}

/* Another connection may have made the file or changed it since the last look. */
static void *
read_run(PkApp *app, void *request, GError **error)
{
    Read *job = request;
    if (!pk_app_refresh(app, job->changed, error))
        return NULL;
    return job->run(app, job->request, error);
}

typedef struct {
    PkUi *ui;
    PkJobDone done;
    void *data;
    bool reload, first; /* one, or the first, of those that pk_ui_reload asked for */
    bool changed;
} ReadDone;

static void
read_done(void *result, const GError *error, void *data)
{
    ReadDone *job = data;
    PkUi *ui = job->ui;
    if (error && !g_error_matches(error, PK_ERROR, PK_ERROR_INVALID) &&
        !g_error_matches(error, PK_ERROR, PK_ERROR_MISSING)) {
        if (!ui->stale)
            pk_ui_say_error(ui, error);
        ui->stale = true;
    } else if (result) {
        ui->stale = false;
        ui->data_at_us = pk_clock_now_us();
    }
    bool outer = ui->in_reload;
    ui->in_reload = job->reload; /* a list that is read again asks for its detail */
    job->done(result, error, job->data);
    ui->in_reload = outer;
    if (job->changed && !job->first)
        ui->reload_wanted = true; /* other parts of the screen are of before it */
    if (job->reload)
        pk_ui_reload_read(ui);
    else if (job->changed && !job->first)
        pk_ui_reload_soon(ui);
    g_free(job);
    pk_ui_redraw(ui);
}

void
pk_ui_read(PkUi *ui, int slot, PkJobFn run, void *request, GDestroyNotify free_request,
           PkJobDone done, void *data)
{
    Read *job = g_new0(Read, 1);
    ReadDone *after = g_new0(ReadDone, 1);
    *after = (ReadDone){ .ui = ui, .done = done, .data = data, .reload = ui->in_reload };
    *job = (Read){ ui, run, request, free_request, done, data, &after->changed };
    if (ui->in_reload) {
        after->first = ui->reload_first;
        ui->reload_first = false;
        ui->n_reloading++;
    }
    if (ui->sync_app) {
        g_autoptr(GError) error = NULL;
        PkOutboxState outbox = { 0 };
        void *result = read_run(ui->sync_app, job, &error);
        pk_app_outbox(ui->sync_app, &outbox, NULL);
        pk_ui_away_seen(ui, pk_app_mode(ui->sync_app), &outbox);
        read_free(job);
        read_done(result, error, after);
        return;
    }
    pk_worker_call(ui->reader, slot, read_run, job, read_free, read_done, after);
}

/* ---- writing --------------------------------------------------------------------------------- */

typedef struct {
    PkUi *ui;
    PkWriteFn run;
    void *request;
    GDestroyNotify free_request;
    PkWriteAfter after;
    void *data;
    GDestroyNotify free_data;
} Write;

static void
write_request_free(void *data)
{
    Write *job = data;
    if (job->free_request)
        job->free_request(job->request);
    job->request = NULL;
}

static void *
write_run(PkApp *app, void *request, GError **error)
{
    Write *job = request;
    PkDone *done = g_new0(PkDone, 1);
    if (job->run(app, job->request, done, error))
        return done;
    pk_done_clear(done);
    g_free(done);
    return NULL;
}

static void
write_done(void *result, const GError *error, void *data)
{
    Write *job = data;
    PkDone *done = result;
    PkUi *ui = job->ui;
    if (done) {
        if (done->said)
            pk_ui_say(ui, PK_SAY_INFO, done->undo ? _("%s u undoes it.") : "%s", done->said);
        if (done->undo)
            pk_ui_push_undo(ui, g_steal_pointer(&done->undo));
        pk_ui_reload(ui);
        pk_ui_start_idle(ui);
    } else {
        pk_ui_say_error(ui, error);
    }
    if (job->after)
        job->after(ui, done != NULL, done, error, job->data);
    if (done) {
        pk_done_clear(done);
        g_free(done);
    }
    if (job->free_data)
        job->free_data(job->data);
    g_free(job);
}

void
pk_ui_write(PkUi *ui, PkWriteFn run, void *request, GDestroyNotify free_request, PkWriteAfter after,
            void *data, GDestroyNotify free_data)
{
    Write *job = g_new0(Write, 1);
    *job = (Write){ ui, run, request, free_request, after, data, free_data };
    if (ui->sync_app) {
        g_autoptr(GError) error = NULL;
        void *result = write_run(ui->sync_app, job, &error);
        write_request_free(job);
        write_done(result, error, job);
        return;
    }
    pk_worker_call(ui->writer, 0, write_run, job, write_request_free, write_done, job);
}

/* ---- undo ------------------------------------------------------------------------------------ */

static void
undo_free(void *data)
{
    pk_undo_free(data);
}

void
pk_ui_push_undo(PkUi *ui, PkUndo *undo)
{
    g_queue_push_tail(&ui->undo, undo);
    if (g_queue_get_length(&ui->undo) > PK_UI_UNDO_MAX)
        undo_free(g_queue_pop_head(&ui->undo));
    g_queue_clear_full(&ui->redo, undo_free);
}

const char *
pk_ui_undo_next(const PkUi *ui, unsigned *ret_n)
{
    const GList *last = ui->undo.tail;
    *ret_n = ui->undo.length;
    return last ? pk_undo_what(last->data) : NULL;
}

/* ---- the shared snapshot -----------------------------------------------------------------------
 */

typedef struct {
    PkOverview *overview;
    PkDutyNow *duty;
    GPtrArray *drafts;
    char *login, *person; /* a server calls one what the account there is called */
} Shared;

static void *
shared_run(PkApp *app, void *request, GError **error)
{
    const char *draft_dir = request;
    g_autoptr(PkOverview) overview = pk_overview_load(app, error);
    if (!overview)
        return NULL;
    Shared *shared = g_new0(Shared, 1);
    shared->overview = g_steal_pointer(&overview);
    shared->duty = g_new0(PkDutyNow, 1);
    if (!pk_duty_now(app, pk_clock_now_us(), shared->duty, NULL))
        g_clear_pointer(&shared->duty, pk_ui_duty_free);
    shared->login = g_strdup(pk_app_login(app));
    shared->person = g_strdup(pk_app_name(app));
    if (draft_dir)
        shared->drafts = pk_draft_list(draft_dir, false, pk_clock_now_us(), NULL);
    return shared;
}

static void
shared_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    PkUi *ui = data;
    Shared *shared = result;
    if (!shared)
        return;
    pk_overview_free(ui->overview);
    ui->overview = shared->overview;
    pk_ui_duty_free(ui->duty);
    ui->duty = shared->duty;
    if (ui->drafts)
        g_ptr_array_unref(ui->drafts);
    ui->drafts = shared->drafts;
    g_free(ui->login);
    ui->login = shared->login;
    g_free(ui->person);
    ui->person = shared->person;
    g_free(shared);
    if (ui->place) /* the overview borrows what was just replaced */
        pk_screen_overview.load(ui, pk_ui_state(ui, &pk_screen_overview));
    pk_ui_redraw(ui);
}

static void *
places_run(PkApp *app, G_GNUC_UNUSED void *request, GError **error)
{
    return pk_places_load(app, error);
}

static void
places_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    PkUi *ui = data;
    if (!result)
        return;
    pk_places_free(ui->places);
    ui->places = result;
    /* Somebody may have typed a name before the register was there. */
    if (ui->panel && ui->panel->places)
        ui->panel->places(ui, ui->panel_state);
    pk_ui_redraw(ui);
}

/* The register comes after: no screen waits for it. */
void
pk_ui_load_overview(PkUi *ui)
{
    pk_ui_read(ui, PK_UI_SLOT_OVERVIEW, shared_run, g_strdup(ui->draft_dir), g_free, shared_done,
               ui);
    pk_ui_read(ui, PK_UI_SLOT_PLACES, places_run, NULL, NULL, places_done, ui);
}

const PkOverview *
pk_ui_overview(const PkUi *ui)
{
    return ui->overview;
}

const GPtrArray *
pk_ui_drafts(const PkUi *ui)
{
    return ui->drafts;
}

const PkPlaces *
pk_ui_places(PkUi *ui)
{
    return ui->places;
}

void
pk_ui_reload(PkUi *ui)
{
    bool outer = ui->in_reload;
    g_clear_handle_id(&ui->reload_source, g_source_remove);
    ui->reloaded_us = g_get_monotonic_time();
    ui->reload_wanted = false;
    ui->in_reload = ui->reload_first = true;
    pk_ui_load_overview(ui);
    if (ui->place)
        ui->place->load(ui, pk_ui_state(ui, ui->place));
    ui->in_reload = outer;
}

const char *
pk_ui_clock_sign(const PkClockView *clock, int64_t now_us)
{
    PkClock facts = { .start_us = clock->start_us,
                      .due_us = clock->due_us,
                      .met_us = clock->met_us,
                      .not_applicable = clock->state == PK_CLOCK_NOT_APPLICABLE,
                      .duty_unsure = clock->state == PK_CLOCK_NOT_SURE };
    return pk_deadline_sign(&facts, now_us);
}

/* ---- small things ------------------------------------------------------------------------------
 */

const PkView *
pk_ui_view(PkUi *ui)
{
    ui->view.now_us = pk_clock_now_us();
    ui->view.focused = ui->panel == NULL;
    return &ui->view;
}

void
pk_ui_redraw(PkUi *ui)
{
    if (ui->loop)
        pk_loop_invalidate(ui->loop);
}

bool
pk_ui_read_only(const PkUi *ui)
{
    return ui->read_only;
}

const char *
pk_ui_draft_dir(const PkUi *ui)
{
    return ui->draft_dir;
}

int64_t
pk_ui_incident(PkUi *ui, const char **ret_ident)
{
    const char *ident = NULL;
    int64_t key = ui->place->incident ? ui->place->incident(pk_ui_state(ui, ui->place), &ident) : 0;
    if (ret_ident)
        *ret_ident = ident;
    if (key == 0)
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("No incident is selected here. Choose one first."));
    return key;
}

GPtrArray *
pk_ui_history(PkUi *ui, const char *name)
{
    GPtrArray *list = g_hash_table_lookup(ui->histories, name);
    if (!list) {
        list = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(ui->histories, g_strdup(name), list);
    }
    return list;
}

char *
pk_ui_terminal(const PkUi *ui)
{
    return ui->term ? pk_term_describe(ui->term) : NULL;
}

void
pk_ui_quit(PkUi *ui, int exit_code)
{
    ui->quitting = true;
    if (ui->loop)
        pk_loop_quit(ui->loop, exit_code);
}
