/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/filterbar.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <string.h>

typedef struct {
    PkFilterBar *bar;
    PkFilterList list;
    void (*reload)(PkUi *ui, void *state);
    void *state;
} Typing;

/* However the prompt went away: nobody types any more. */
static void
typing_free(void *data)
{
    Typing *typing = data;
    g_clear_pointer(&typing->bar->before, g_free);
    g_clear_pointer(&typing->bar->error, g_free);
    g_free(typing);
}

static void
changed(PkUi *ui, const char *text, void *data)
{
    Typing *typing = data;
    if (pk_ui_view(ui)->slow)
        return;
    pk_filterbar_set(typing->bar, text);
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
    /* The answer that is there may be about what was typed a moment ago. */
    if (bar->error && g_strcmp0(bar->error_text, text) == 0) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", bar->error);
        return false;
    }
    pk_filterbar_set(bar, text);
    g_clear_pointer(&bar->before, g_free);
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

void
pk_filterbar_worked(PkUi *ui, PkFilterBar *bar, const GPtrArray *notices)
{
    g_clear_pointer(&bar->error, g_free);
    g_free(bar->good);
    bar->good = g_strdup(pk_filterbar_text(bar));
    if (!bar->fresh)
        return;
    bar->fresh = false;
    for (guint i = 0; notices && i < notices->len; i++)
        pk_ui_say(ui, PK_SAY_INFO, "%s", (const char *)notices->pdata[i]);
}

void
pk_filterbar_failed(PkUi *ui, PkFilterBar *bar, const GError *error)
{
    bar->fresh = false;
    if (!g_error_matches(error, PK_ERROR, PK_ERROR_INVALID))
        return;
    if (bar->before) {
        g_free(bar->error);
        bar->error = g_strdup(error->message);
        g_free(bar->error_text);
        bar->error_text = g_strdup(pk_filterbar_text(bar));
        return;
    }
    pk_ui_say(ui, PK_SAY_WARN, "%s", error->message);
    pk_filterbar_set(bar, bar->good);
}
