/* SPDX-License-Identifier: EUPL-1.2 */
/* A line for the timeline, and an action of one's own.
 *
 * "-10m #decision Shut down the file server": when it happened and what kind of line it is may go
 * in front; both are echoed and neither is needed. The text stays on disk until it is saved. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"

#include <string.h>

typedef struct {
    PkUi *ui;
    int64_t incident_key;
    char *ident;
    char *typed; /* whole, to be offered again */
    char *text;  /* without what stood in front */
    int64_t event_us;
    PkPrecision precision;
    PkCategory category;
    char *uuid;    /* the line's, however often it is tried */
    PkDraft *kept; /* while it is being written */
} Note;

static void
note_free(void *data)
{
    Note *note = data;
    pk_draft_close(note->kept);
    g_free(note->ident);
    g_free(note->typed);
    g_free(note->text);
    g_free(note->uuid);
    g_free(note);
}

static Note *
new_note(PkUi *ui, int64_t key, const char *ident)
{
    Note *note = g_new0(Note, 1);
    note->ui = ui;
    note->incident_key = key;
    note->ident = g_strdup(ident);
    return note;
}

/* ---- what stands in front -----------------------------------------------------------------------
 */

/* Takes "-10m " off; false when it begins so and is no time. */
static bool
take_time(PkUi *ui, const char **text, PkWhen *when, GError **error)
{
    const PkView *view = pk_ui_view(ui);
    size_t n = strcspn(*text, " ");
    if ((*text)[0] != '-' || !g_ascii_isdigit((*text)[1]))
        return true;
    g_autofree char *word = g_strndup(*text, n);
    PkWhenAsk ask = { word, view->now_us, view->zone, PK_WHEN_PAST, 0 };
    if (!pk_when_parse(&ask, when, error))
        return false;
    *text += n + strspn(*text + n, " ");
    return true;
}

/* "#besluit ": kinds of line a person writes; any other word behind # is text. */
static PkCategory
take_category(const char **text)
{
    int value = PK_CAT_CONTACT;
    size_t n = strcspn(*text, " ");
    if ((*text)[0] != '#')
        return PK_CAT_CONTACT;
    g_autofree char *word = g_strndup(*text + 1, n - 1);
    if (!pk_word_parse(&pk_words_category, word, &value, NULL) || value == PK_CAT_REPORT ||
        value == PK_CAT_AWARE || value == PK_CAT_STATUS || value == PK_CAT_SYSTEM)
        return PK_CAT_CONTACT;
    *text += n + strspn(*text + n, " ");
    return value;
}

static bool
read_note(PkUi *ui, const char *typed, Note *note, PkWhen *when, GError **error)
{
    const char *text = typed;
    if (!take_time(ui, &text, when, error))
        return false;
    note->category = take_category(&text);
    note->event_us = when->us;
    note->precision = when->precision;
    g_free(note->text);
    note->text = g_strdup(text);
    return true;
}

static char *
note_check(PkUi *ui, const char *typed, bool *ret_ok, void *data)
{
    Note *note = data;
    g_auto(PkWhen) when = { 0 };
    g_autoptr(GError) error = NULL;
    const PkView *view = pk_ui_view(ui);
    *ret_ok = read_note(ui, typed, note, &when, &error);
    if (!*ret_ok)
        return g_strdup(error->message);
    const char *category = pk_word(&pk_words_category, note->category);
    if (!when.us)
        return g_strdup_printf(_("= now, %s"), category);
    PkTimeText echo = pk_when_echo(&when, view->zone, view->now_us, view->lang, PK_ECHO_SHORT);
    return g_strdup_printf("%s, %s", echo.s, category);
}

/* ---- writing ------------------------------------------------------------------------------------
 */

static void ask_note(PkUi *ui, int64_t key, const char *ident, const char *initial,
                     const char *uuid);

static bool
note_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Note *note = request;
    PkNote line = { .text = note->text,
                    .event_us = note->event_us,
                    .precision = note->precision,
                    .category = note->category,
                    .uuid = note->uuid };
    return pk_note_add(app, note->incident_key, &line, ret_done, error);
}

/* The prompt's own draft is gone by now; this one holds the text until the line is there. */
static void
note_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, const GError *error, void *data)
{
    Note *note = data;
    PkDraft *kept = g_steal_pointer(&note->kept);
    if (ok) {
        if (kept)
            pk_draft_finish(kept, NULL);
        return;
    }
    pk_ui_say(ui, PK_SAY_ERROR, _("%s Your line is kept; Enter tries again."), error->message);
    if (pk_ui_busy_panel(ui)) {
        pk_draft_close(kept);
        return;
    }
    ask_note(ui, note->incident_key, note->ident, note->typed, note->uuid);
    if (kept)
        pk_draft_finish(kept, NULL);
}

static PkDraft *
keep(PkUi *ui, const char *about, const char *text, const char *uuid)
{
    int64_t now_us = pk_ui_view(ui)->now_us;
    const char *dir = pk_ui_draft_dir(ui);
    g_autoptr(PkDraft) draft = dir ? pk_draft_new(dir, PK_DRAFT_NOTE, about, now_us, NULL) : NULL;
    if (!draft || !pk_draft_set(draft, "text", text, strlen(text), now_us, NULL) ||
        (uuid && !pk_draft_set(draft, "line", uuid, strlen(uuid), now_us, NULL)) ||
        !pk_draft_flush(draft, now_us, NULL))
        return NULL;
    return g_steal_pointer(&draft);
}

static bool
note_accept(PkUi *ui, const char *typed, void *data)
{
    const Note *asked = data;
    Note *note = new_note(ui, asked->incident_key, asked->ident);
    g_auto(PkWhen) when = { 0 };
    if (!read_note(ui, typed, note, &when, NULL) || !*note->text) {
        note_free(note);
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is no text yet. Type what happened."));
        return false;
    }
    note->typed = g_strdup(typed);
    note->uuid = asked->uuid ? g_strdup(asked->uuid) : pk_uuid_new(pk_ui_view(ui)->now_us);
    note->kept = keep(ui, note->ident, typed, note->uuid);
    pk_ui_write(ui, note_run, note, NULL, note_after, note, note_free);
    return true;
}

/* uuid: of a line that was tried before, or NULL. */
static void
ask_note(PkUi *ui, int64_t key, const char *ident, const char *initial, const char *uuid)
{
    Note *asked = new_note(ui, key, ident);
    g_autofree char *label = g_strdup_printf(_("Line for %s"), ident);
    PkPrompt prompt = {
        .label = label,
        .initial = initial,
        .hint = _("-10m in front: when it happened.  #decision #tech #comms #action: what it is."),
        .draft = ident,
        .lines = true,
        .check = note_check,
        .accept = note_accept,
    };
    asked->uuid = g_strdup(uuid);
    pk_ui_prompt(ui, &prompt, asked, note_free);
}

void
pk_ui_note(PkUi *ui, const char *text)
{
    const char *ident = NULL;
    int64_t key = pk_ui_incident(ui, &ident);
    if (key == 0)
        return;
    g_autofree char *kept = g_strdup(ident);
    g_autofree char *clean = text ? pk_text_clean(text, -1, PK_TEXT_MULTILINE, NULL) : NULL;
    ask_note(ui, key, kept, clean, NULL);
}

void
pk_act_note(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    pk_ui_note(ui, arg && *arg ? arg : NULL);
}

/* ---- a line of before ---------------------------------------------------------------------------
 */

static void *
resolve_run(PkApp *app, void *request, GError **error)
{
    g_autofree int64_t *key = g_new0(int64_t, 1);
    if (!pk_incident_resolve(app, request, key, error))
        return NULL;
    return g_steal_pointer(&key);
}

static void
resolve_done(void *result, const GError *error, void *data)
{
    Note *note = data;
    g_autofree int64_t *key = result;
    PkDraft *kept = g_steal_pointer(&note->kept);
    if (key && kept) {
        const char *uuid = pk_draft_get(kept, "line");
        ask_note(note->ui, *key, note->ident, pk_draft_get(kept, "text"),
                 pk_uuid_valid(uuid) ? uuid : NULL);
        pk_draft_finish(kept, NULL);
    } else {
        if (error)
            pk_ui_say_error(note->ui, error);
        pk_draft_close(kept);
    }
    note_free(note);
}

void
pk_act_resume_note(PkUi *ui, PkDraft *draft)
{
    enum { SLOT_RESUME = 10 };
    Note *note = new_note(ui, 0, pk_draft_about(draft));
    note->kept = draft;
    pk_ui_read(ui, SLOT_RESUME, resolve_run, g_strdup(note->ident), g_free, resolve_done, note);
}

/* ---- an action of one's own ---------------------------------------------------------------------
 */

typedef struct {
    int64_t incident_key;
    char *ident, *title;
    char *typed; /* whole, to be offered again */
    int64_t due_us;
} Todo;

static void
todo_free(void *data)
{
    Todo *todo = data;
    g_free(todo->ident);
    g_free(todo->typed);
    g_free(todo->title);
    g_free(todo);
}

static char *
todo_check(PkUi *ui, const char *typed, bool *ret_ok, void *data)
{
    Todo *todo = data;
    char *echo = NULL;
    const char *text = typed;
    *ret_ok = true;
    todo->due_us = 0;
    if (text[0] == '+' && g_ascii_isdigit(text[1])) {
        size_t n = strcspn(text, " ");
        g_autofree char *word = g_strndup(text, n);
        echo = pk_act_echo_time(ui, word, PK_WHEN_FUTURE, &todo->due_us, ret_ok);
        text += n + strspn(text + n, " ");
    }
    g_free(todo->title);
    todo->title = g_strdup(text);
    return echo ? echo : g_strdup(_("= no deadline"));
}

static bool
todo_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Todo *todo = request;
    return pk_action_add(app, todo->incident_key, todo->title, todo->due_us, ret_done, error);
}

static void ask_todo(PkUi *ui, int64_t key, const char *ident, const char *initial);

static void
todo_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, G_GNUC_UNUSED const GError *error,
           void *data)
{
    const Todo *todo = data;
    if (!ok && !pk_ui_busy_panel(ui))
        ask_todo(ui, todo->incident_key, todo->ident, todo->typed);
}

static bool
todo_accept(PkUi *ui, const char *typed, void *data)
{
    const Todo *asked = data;
    if (!*asked->title) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is no text yet. Type what must be done."));
        return false;
    }
    Todo *todo = g_memdup2(asked, sizeof *asked);
    todo->ident = g_strdup(asked->ident);
    todo->title = g_strdup(asked->title);
    todo->typed = g_strdup(typed);
    pk_ui_write(ui, todo_run, todo, NULL, todo_after, todo, todo_free);
    return true;
}

static void
ask_todo(PkUi *ui, int64_t key, const char *ident, const char *initial)
{
    Todo *todo = g_new0(Todo, 1);
    g_autofree char *label = g_strdup_printf(_("Action for %s"), ident);
    PkPrompt prompt = {
        .label = label,
        .initial = initial,
        .hint = _("+2h in front: when it must be done."),
        .history = "todo",
        .check = todo_check,
        .accept = todo_accept,
    };
    todo->incident_key = key;
    todo->ident = g_strdup(ident);
    pk_ui_prompt(ui, &prompt, todo, todo_free);
}

void
pk_act_todo(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    const char *ident = NULL;
    int64_t key = pk_ui_incident(ui, &ident);
    if (key == 0)
        return;
    g_autofree char *kept = g_strdup(ident);
    ask_todo(ui, key, kept, arg);
}
