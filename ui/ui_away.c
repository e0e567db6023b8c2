/* SPDX-License-Identifier: EUPL-1.2 */
/* The console while its server does not answer: on which data it works, what is not yet sent, and
 * the tries to reach the server in a thread of their own. */
#include "console.h"
#include "piket/base/i18n.h"

enum {
    TRY_SECONDS = 5,    /* while the server does not answer       */
    KEEP_SECONDS = 300, /* between two copies while it does       */
};

typedef struct {
    PkSyncReport *report;
    PkOutboxState outbox;
} Met;

static void
next_meeting(PkUi *ui, int seconds)
{
    ui->meet_at_us = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
}

/* ---- what one works on ------------------------------------------------------------------------
 */

void
pk_ui_away_seen(PkUi *ui, PkMode mode, const PkOutboxState *outbox)
{
    bool was_there = ui->mode == PK_MODE_SERVER;
    bool redraw = mode != ui->mode;

    ui->mode = mode;
    if (mode == PK_MODE_COPY) {
        redraw = redraw || outbox->n_unsent != ui->outbox.n_unsent;
        ui->outbox = *outbox;
    }
    if (was_there && mode == PK_MODE_COPY) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("The server does not answer. You see the copy; reports and lines are kept here "
                    "and delivered when it is back."));
        next_meeting(ui, TRY_SECONDS);
    }
    if (redraw)
        pk_ui_redraw(ui);
}

char *
pk_ui_away_words(const PkUi *ui)
{
    return pk_outbox_words(ui->mode, &ui->outbox, ui->view.now_us);
}

/* ---- trying ------------------------------------------------------------------------------------
 */

static void *
meet_run(PkApp *app, void *request, GError **error)
{
    const char *path = request;
    PkSyncReport *report = pk_sync_try(app, error);

    if (!report)
        return NULL;
    Met *met = g_new0(Met, 1);
    met->report = report;
    pk_outbox_look(path, &met->outbox, NULL);
    return met;
}

static void *
back_run(PkApp *app, G_GNUC_UNUSED void *request, GError **error)
{
    return pk_app_reconnect(app, error) ? app : NULL;
}

/* Where one stands stays: keys are those of the server in the copy too. */
static void
back_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    PkUi *ui = data;

    if (!result)
        return;
    ui->mode = PK_MODE_SERVER;
    pk_ui_reload(ui);
}

static void
go_over(PkUi *ui)
{
    pk_worker_call(ui->writer, 0, back_run, NULL, NULL, NULL, NULL);
    pk_worker_call(ui->reader, 0, back_run, NULL, NULL, back_done, ui);
}

static void
tell(PkUi *ui, const PkSyncReport *report)
{
    if (report->n_sent)
        pk_ui_say(ui, PK_SAY_INFO,
                  P_("Delivered: %lld line.", "Delivered: %lld lines.", report->n_sent),
                  (long long)report->n_sent);
    for (guint i = 0; i < report->items->len; i++) {
        const PkSyncItem *item = report->items->pdata[i];
        if (!item->reason || ui->refusal_said)
            continue;
        ui->refusal_said = true; /* it stays in the header, and is tried again */
        pk_ui_say(ui, PK_SAY_WARN, _("Not delivered: %s %s"),
                  *item->ident ? item->ident : _("duty log"), item->reason);
    }
    if (report->n_refused == 0)
        ui->refusal_said = false;
}

static void
meet_done(void *result, const GError *error, void *data)
{
    PkUi *ui = data;
    Met *met = result;
    bool found = met || (error && !g_error_matches(error, PK_ERROR, PK_ERROR_OFFLINE));

    ui->meeting = false;
    next_meeting(ui, found ? KEEP_SECONDS : TRY_SECONDS);
    if (met) {
        ui->outbox = met->outbox;
        tell(ui, met->report);
        pk_sync_report_free(met->report);
        g_free(met);
    } else if (found && !g_error_matches(error, PK_ERROR, PK_ERROR_BUSY)) {
        pk_ui_say_error(ui, error);
    }
    if (found && (ui->mode == PK_MODE_COPY || ui->mode == PK_MODE_NONE))
        go_over(ui);
    pk_ui_redraw(ui);
}

void
pk_ui_away_tick(PkUi *ui)
{
    if (!ui->meeter || ui->meeting || g_get_monotonic_time() < ui->meet_at_us)
        return;
    ui->meeting = true;
    pk_worker_call(ui->meeter, 0, meet_run, g_strdup(ui->outbox_path), g_free, meet_done, ui);
}

void
pk_ui_away_start(PkUi *ui, const PkAppConfig *config)
{
    if (!config->outbox)
        return;
    ui->outbox_path = g_strdup(config->outbox);
    ui->meeter = pk_worker_new(config);
    next_meeting(ui, TRY_SECONDS);
}
