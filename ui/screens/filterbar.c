/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/filterbar.h"

#include "piket/app/read.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <string.h>

typedef struct {
    PkFilterBar *bar;
    PkFilterList list;
    void (*reload)(PkUi *ui, void *state);
    void *state;
} Typing;

/* Neither accepted nor cancelled (another panel came over it): what the list shows is what holds.
 */
static void
typing_free(void *data)
{
    Typing *typing = data;
    PkFilterBar *bar = typing->bar;
    if (bar->before)
        pk_filterbar_set(bar, bar->good ? bar->good : bar->before);
    g_clear_pointer(&bar->before, g_free);
    g_clear_pointer(&bar->error, g_free);
    g_free(typing);
}

static void
refuse(PkFilterBar *bar, const char *why)
{
    g_free(bar->error);
    bar->error = g_strdup(why);
    g_free(bar->error_text);
    bar->error_text = g_strdup(pk_filterbar_text(bar));
}

/* Judges the text of the bar by its words alone: at once, whatever the reader is doing. */
static bool
readable(PkUi *ui, const Typing *typing)
{
    const PkView *view = pk_ui_view(ui);
    g_autoptr(GError) error = NULL;
    if (pk_filter_readable(pk_filterbar_text(typing->bar), typing->list, view->now_us, view->zone,
                           &error))
        return true;
    refuse(typing->bar, error->message);
    return false;
}

static void
changed(PkUi *ui, const char *text, void *data)
{
    Typing *typing = data;
    if (pk_ui_view(ui)->slow)
        return;
    pk_filterbar_set(typing->bar, text);
    if (readable(ui, typing))
        typing->reload(ui, typing->state);
}

static void
cancelled(PkUi *ui, void *data)
{
    Typing *typing = data;
    pk_filterbar_set(typing->bar, typing->bar->before);
    g_clear_pointer(&typing->bar->before, g_free);
    g_clear_pointer(&typing->bar->error, g_free);
    typing->reload(ui, typing->state);
}

static bool
accept(PkUi *ui, const char *text, void *data)
{
    Typing *typing = data;
    PkFilterBar *bar = typing->bar;
    pk_filterbar_set(bar, text);
    /* The answer that is there may be about what was typed a moment ago. */
    bool answered = bar->error && g_strcmp0(bar->error_text, pk_filterbar_text(bar)) == 0;
    if (answered || !readable(ui, typing)) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", bar->error);
        return false;
    }
    g_free(bar->held);
    bar->held = g_steal_pointer(&bar->before);
    g_clear_pointer(&bar->error, g_free);
    bar->fresh = true;
    typing->reload(ui, typing->state);
    return true;
}

/* Candidates of the grammar replace what stands before the cursor; the prompt replaces all. */
static GPtrArray *
complete(G_GNUC_UNUSED PkUi *ui, const char *text, void *data)
{
    Typing *typing = data;
    size_t from = 0;
    GPtrArray *found = pk_filter_complete(text, strlen(text), typing->list, &from);
    for (guint i = 0; i < found->len; i++) {
        char *tail = found->pdata[i];
        found->pdata[i] = g_strdup_printf("%.*s%s", (int)from, text, tail);
        g_free(tail);
    }
    return found;
}

void
pk_filterbar_open(PkUi *ui, PkFilterBar *bar, PkFilterList list, const char *history,
                  void (*reload)(PkUi *ui, void *state), void *state)
{
    Typing *typing = g_new0(Typing, 1);
    *typing = (Typing){ bar, list, reload, state };
    g_autofree char *initial = g_strdup(pk_filterbar_text(bar));
    g_autofree char *start = *initial ? g_strconcat(initial, " ", NULL) : NULL;
    PkPrompt ask = { .label = _("Filter"),
                     .initial = start, /* what is typed comes behind it as a word of its own */
                     .history = history,
                     .complete = complete,
                     .changed = changed,
                     .cancelled = cancelled,
                     .accept = accept };
    g_free(bar->before);
    bar->before = g_strdup(initial);
    pk_ui_prompt(ui, &ask, typing, typing_free);
}

/* ---- answers -----------------------------------------------------------------------------------
 */

typedef struct {
    char *asked;
    PkFilterDone done;
    void *data;
} Reading;

static void
reading_done(void *result, const GError *error, void *data)
{
    Reading *reading = data;
    reading->done(result, reading->asked, error, reading->data);
    g_free(reading->asked);
    g_free(reading);
}

void
pk_filterbar_read(PkUi *ui, const PkFilterBar *bar, int slot, PkJobFn run, void *request,
                  GDestroyNotify free_request, PkFilterDone done, void *data)
{
    Reading *reading = g_new0(Reading, 1);
    *reading = (Reading){ g_strdup(pk_filterbar_text(bar)), done, data };
    pk_ui_read(ui, slot, run, request, free_request, reading_done, reading);
}

bool
pk_filterbar_worked(PkUi *ui, PkFilterBar *bar, const char *asked, const GPtrArray *notices)
{
    if (strcmp(asked, pk_filterbar_text(bar)) != 0)
        return false;
    g_clear_pointer(&bar->error, g_free);
    g_free(bar->good);
    bar->good = g_strdup(asked);
    if (bar->before)
        return true;
    g_clear_pointer(&bar->held, g_free);
    for (guint i = 0; bar->fresh && notices && i < notices->len; i++)
        pk_ui_say(ui, PK_SAY_INFO, "%s", (const char *)notices->pdata[i]);
    bar->fresh = false;
    return true;
}

/* Nobody types any more: back to what held before, and else to what the list shows. */
static bool
go_back(PkFilterBar *bar)
{
    g_autofree char *held = g_steal_pointer(&bar->held);
    bar->fresh = false;
    pk_filterbar_set(bar, held ? held : bar->good);
    return g_strcmp0(bar->good, pk_filterbar_text(bar)) != 0;
}

bool
pk_filterbar_failed(PkUi *ui, PkFilterBar *bar, const char *asked, const GError *error)
{
    if (!g_error_matches(error, PK_ERROR, PK_ERROR_INVALID) ||
        strcmp(asked, pk_filterbar_text(bar)) != 0)
        return false;
    if (bar->before) {
        refuse(bar, error->message);
        return false;
    }
    pk_ui_say(ui, PK_SAY_WARN, "%s", error->message);
    return go_back(bar);
}
