/* SPDX-License-Identifier: EUPL-1.2 */
/* Prompt: one line of text at the bottom, with an echo of what was understood, candidates, history
 * and, when it is worth keeping, a draft on disk. */
#include "console.h"
#include "edit.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { CANDIDATES = 6, HISTORY_MAX = 50 };

typedef struct {
    PkPrompt ask; /* strings are copies */
    PkEdit *edit;
    PkDraft *draft;
    GPtrArray *candidates;
    int chosen;   /* candidate marked, -1 none        */
    int recalled; /* place in the history, -1: none   */
    char *echo;
    bool ok;
    bool taken_over;
    void *data;
    GDestroyNotify free_data;
} Prompt;

static void
prompt_flush(void *state)
{
    Prompt *prompt = state;
    if (prompt->draft)
        pk_draft_flush(prompt->draft, pk_clock_now_us(), NULL);
}

static void
prompt_free(void *state)
{
    Prompt *prompt = state;
    pk_draft_close(prompt->draft);
    if (prompt->free_data)
        prompt->free_data(prompt->data);
    if (prompt->candidates)
        g_ptr_array_unref(prompt->candidates);
    pk_edit_free(prompt->edit);
    g_free(prompt->echo);
    g_free((char *)prompt->ask.label);
    g_free((char *)prompt->ask.hint);
    g_free((char *)prompt->ask.history);
    g_free((char *)prompt->ask.draft);
    g_free(prompt);
}

static int
label_width(const Prompt *prompt)
{
    return pk_canvas_width(prompt->ask.label) + 2;
}

static int
edit_rows(const Prompt *prompt, int cols)
{
    if (!prompt->ask.lines)
        return 1;
    return CLAMP(pk_edit_rows(prompt->edit, MAX(10, cols - label_width(prompt) - 2)), 1, 6);
}

static int
prompt_height(const void *state, const PkView *view)
{
    const Prompt *prompt = state;
    int candidates = prompt->candidates ? (int)MIN(prompt->candidates->len, CANDIDATES) : 0;
    return candidates + edit_rows(prompt, view->cols) + 1 + (prompt->ask.hint ? 1 : 0);
}

static void
prompt_draw(const void *state, G_GNUC_UNUSED const PkView *view, PkCanvas *canvas, PkRect area)
{
    const Prompt *prompt = state;
    int row = area.row, width = label_width(prompt);
    guint n = prompt->candidates ? MIN(prompt->candidates->len, CANDIDATES) : 0;
    for (guint i = 0; i < n; i++) {
        bool marked = (int)i == prompt->chosen;
        const char *text = prompt->candidates->pdata[i];
        const char *shown = strchr(text, '\t'); /* before it: what is taken */
        pk_canvas_text(canvas, row, 0, 1, PK_ROLE_NORMAL, marked ? ">" : " ");
        pk_canvas_fit(canvas, row++, 3, area.cols - 4, marked ? PK_ROLE_SELECTED : PK_ROLE_NORMAL,
                      shown ? shown + 1 : text);
    }
    pk_canvas_text(canvas, row, 1, width, PK_ROLE_LABEL, prompt->ask.label);
    int rows = edit_rows(prompt, area.cols);
    pk_edit_draw(prompt->edit, canvas, row, width + 1, rows, area.cols - width - 2, true, false);
    row += rows;
    if (prompt->echo)
        pk_canvas_fit(canvas, row++, 1, area.cols - 2, prompt->ok ? PK_ROLE_NORMAL : PK_ROLE_ERROR,
                      prompt->echo);
    if (prompt->ask.hint)
        pk_canvas_fit(canvas, row, 1, area.cols - 2, PK_ROLE_NORMAL, prompt->ask.hint);
}

static char *
prompt_hint(const void *state)
{
    const Prompt *prompt = state;
    /* The way out before the luxuries: a narrow row ends early. */
    return g_strdup_printf("%s  %s%s%s", _("Enter:accept"),
                           prompt->draft ? _("Esc:leave (kept as a draft)") : _("Esc:cancel"),
                           prompt->candidates ? "  " : "",
                           prompt->candidates ? _("Tab:complete  Up:history") : "");
}

/* After every change: echo, candidates, draft, live filter. */
static void
changed(PkUi *ui, Prompt *prompt)
{
    const char *text = pk_edit_text(prompt->edit);
    g_clear_pointer(&prompt->echo, g_free);
    prompt->ok = true;
    if (prompt->ask.check)
        prompt->echo = prompt->ask.check(ui, text, &prompt->ok, prompt->data);
    if (prompt->candidates)
        g_ptr_array_unref(prompt->candidates);
    prompt->candidates = prompt->ask.complete ? prompt->ask.complete(ui, text, prompt->data) : NULL;
    prompt->chosen = -1;
    if (prompt->draft) {
        g_autoptr(GError) error = NULL;
        if (!pk_draft_set(prompt->draft, "text", text, pk_edit_cursor(prompt->edit),
                          pk_clock_now_us(), &error)) {
            pk_ui_say_error(ui, error);
            g_clear_pointer(&prompt->draft, pk_draft_close);
        }
    }
    if (prompt->ask.changed)
        prompt->ask.changed(ui, text, prompt->data);
}

static void
prompt_tick(PkUi *ui, void *state)
{
    Prompt *prompt = state;
    g_autoptr(GError) error = NULL;
    if (prompt->draft && pk_draft_dirty(prompt->draft) &&
        !pk_draft_flush(prompt->draft, pk_clock_now_us(), &error))
        pk_ui_say_error(ui, error);
}

static void
take_candidate(PkUi *ui, Prompt *prompt)
{
    if (!prompt->candidates || prompt->candidates->len == 0)
        return;
    const char *text = prompt->candidates->pdata[MAX(prompt->chosen, 0)];
    g_autofree char *kept = g_strndup(text, strcspn(text, "\t"));
    pk_edit_set(prompt->edit, kept, strlen(kept));
    changed(ui, prompt);
}

static void
recall(PkUi *ui, Prompt *prompt, int by)
{
    if (!prompt->ask.history)
        return;
    GPtrArray *list = pk_ui_history(ui, prompt->ask.history);
    int n = (int)list->len;
    int to = CLAMP(prompt->recalled < 0 ? (by < 0 ? n - 1 : n) : prompt->recalled + by, -1, n);
    if (n == 0 || to < 0)
        return;
    prompt->recalled = to >= n ? -1 : to;
    const char *text = to >= n ? "" : list->pdata[to];
    pk_edit_set(prompt->edit, text, strlen(text));
    changed(ui, prompt);
}

static void
remember(PkUi *ui, const Prompt *prompt)
{
    const char *text = pk_edit_text(prompt->edit);
    if (!prompt->ask.history || !*text)
        return;
    GPtrArray *list = pk_ui_history(ui, prompt->ask.history);
    if (list->len && strcmp(list->pdata[list->len - 1], text) == 0)
        return;
    g_ptr_array_add(list, g_strdup(text));
    if (list->len > HISTORY_MAX)
        g_ptr_array_remove_index(list, 0);
}

/* Without a write there is nothing that could fail later: the draft has served. A prompt whose
 * accept writes gets the text back as a draft when that fails (see ui/screens). */
static void
accept(PkUi *ui, const PkPanel *panel, Prompt *prompt)
{
    if (!prompt->ok) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", prompt->echo ? prompt->echo : _("This cannot be read."));
        return;
    }
    remember(ui, prompt);
    g_autofree char *text = g_strdup(pk_edit_text(prompt->edit));
    prompt_flush(prompt);
    PkDraft *draft = g_steal_pointer(&prompt->draft);
    if (!prompt->ask.accept(ui, text, prompt->data)) {
        if (pk_ui_panel(ui, panel) == prompt)
            prompt->draft = g_steal_pointer(&draft);
        pk_draft_close(draft);
        return;
    }
    if (draft)
        pk_draft_finish(draft, NULL);
    if (pk_ui_panel(ui, panel) == prompt)
        pk_ui_close_panel(ui);
}

static void prompt_key(PkUi *ui, void *state, const PkKey *key);

static void
prompt_places(PkUi *ui, void *state)
{
    Prompt *prompt = state;
    if (prompt->chosen < 0)
        changed(ui, prompt);
}

static const PkPanel prompt_panel = {
    .name = "prompt",
    .text = true,
    .height = prompt_height,
    .draw = prompt_draw,
    .key = prompt_key,
    .hint = prompt_hint,
    .help = N_("Enter accepts, Esc leaves, Up brings back what was typed before. Ctrl-W: a word "
               "away. Ctrl-U: to the begin. Ctrl-Y: put it back."),
    .places = prompt_places,
    .tick = prompt_tick,
    .flush = prompt_flush,
    .free = prompt_free,
};

static void
cancel(PkUi *ui, Prompt *prompt)
{
    void (*cancelled)(PkUi *, void *) = prompt->ask.cancelled;
    bool kept = prompt->draft && pk_draft_length(prompt->draft) > 0;
    if (!prompt->draft)
        remember(ui, prompt);
    if (cancelled)
        cancelled(ui, prompt->data);
    if (pk_ui_panel(ui, &prompt_panel) == prompt)
        pk_ui_close_panel(ui);
    if (kept) {
        pk_ui_say(ui, PK_SAY_INFO, "%s", _("Kept as a draft: Overview offers it again."));
        pk_ui_load_overview(ui);
    }
}

static void
move_choice(Prompt *prompt, int by)
{
    int n = (int)MIN(prompt->candidates->len, CANDIDATES);
    prompt->chosen = CLAMP(prompt->chosen + by, -1, n - 1);
}

static void
prompt_key(PkUi *ui, void *state, const PkKey *key)
{
    Prompt *prompt = state;
    bool listed = prompt->candidates && prompt->candidates->len > 0;
    if (pk_key_is(key, PK_NAMED_ESC)) {
        cancel(ui, prompt);
    } else if (pk_key_is(key, PK_NAMED_ENTER) || pk_key_is_ctrl(key, 's')) {
        if (prompt->chosen >= 0)
            take_candidate(ui, prompt);
        accept(ui, &prompt_panel, prompt);
    } else if (pk_key_is(key, PK_NAMED_TAB)) {
        take_candidate(ui, prompt);
    } else if (listed && (pk_key_is(key, PK_NAMED_DOWN) || pk_key_is_ctrl(key, 'n'))) {
        move_choice(prompt, 1);
    } else if (listed && prompt->chosen >= 0 &&
               (pk_key_is(key, PK_NAMED_UP) || pk_key_is_ctrl(key, 'p'))) {
        move_choice(prompt, -1);
    } else if (pk_key_is(key, PK_NAMED_UP) || pk_key_is(key, PK_NAMED_DOWN)) {
        recall(ui, prompt, pk_key_is(key, PK_NAMED_UP) ? -1 : 1);
    } else {
        size_t removed = 0;
        if (pk_edit_key(prompt->edit, key, &removed))
            changed(ui, prompt);
        if (removed)
            pk_ui_say(
                ui, PK_SAY_INFO,
                P_("%zu control character removed.", "%zu control characters removed.", removed),
                removed);
        if (pk_edit_refused(prompt->edit))
            pk_ui_say(ui, PK_SAY_WARN, "%s", _("That is more than fits here; nothing was added."));
    }
}

void
pk_ui_prompt(PkUi *ui, const PkPrompt *ask, void *data, GDestroyNotify free_data)
{
    Prompt *prompt = g_new0(Prompt, 1);
    prompt->ask = *ask;
    prompt->ask.label = g_strdup(ask->label);
    prompt->ask.hint = g_strdup(ask->hint);
    prompt->ask.history = g_strdup(ask->history);
    prompt->ask.draft = g_strdup(ask->draft);
    prompt->edit = pk_edit_new(ask->lines, 0);
    prompt->data = data;
    prompt->free_data = free_data;
    prompt->chosen = prompt->recalled = -1;
    if (ask->initial)
        pk_edit_set(prompt->edit, ask->initial, strlen(ask->initial));
    if (ask->draft && ui->draft_dir) {
        g_autoptr(GError) error = NULL;
        prompt->draft =
            pk_draft_new(ui->draft_dir, PK_DRAFT_NOTE, ask->draft, pk_clock_now_us(), &error);
        if (!prompt->draft)
            pk_ui_say_error(ui, error);
    }
    pk_ui_open(ui, &prompt_panel, prompt);
    changed(ui, prompt);
}
