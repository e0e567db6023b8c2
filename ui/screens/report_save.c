/* SPDX-License-Identifier: EUPL-1.2 */
/* The draft of a quick report, its number, and saving it. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "screens/report.h"

#include <inttypes.h>
#include <string.h>

/* ---- the draft ----------------------------------------------------------------------------------
 */

/* Taken over: the other session has every character, so this form only goes. */
static void
draft_failed(PkForm *form, const GError *error)
{
    if (g_error_matches(error, PK_ERROR, PK_ERROR_CONFLICT)) {
        form->lost = true;
        g_clear_pointer(&form->draft, pk_draft_close);
        pk_ui_say_error(form->ui, error);
    } else if (!form->said_no_draft) {
        form->said_no_draft = true;
        pk_ui_say(form->ui, PK_SAY_WARN, _("%s You can go on; save soon with Ctrl-S."),
                  error->message);
    }
}

static bool
draft_set(PkForm *form, const char *field, const char *text, size_t cursor)
{
    g_autoptr(GError) error = NULL;
    if (!form->draft)
        return false;
    if (pk_draft_set(form->draft, field, text, cursor, pk_ui_view(form->ui)->now_us, &error))
        return true;
    draft_failed(form, error);
    return false;
}

void
pk_form_flush(PkForm *form)
{
    g_autoptr(GError) error = NULL;
    form->n_keys = 0;
    if (form->draft && form->typed &&
        !pk_draft_flush(form->draft, pk_ui_view(form->ui)->now_us, &error))
        draft_failed(form, error);
}

static void
keep_place(PkForm *form)
{
    int64_t org = form->org_key ? form->org_key : form->wanted_org;
    g_autofree char *key = org ? g_strdup_printf("%" PRId64, org) : g_strdup("");
    draft_set(form, "org", key, 0);
}

void
pk_form_take_page(PkForm *form, int64_t page_key)
{
    g_autofree char *key = g_strdup_printf("%" PRId64, page_key);
    form->page_key = page_key;
    draft_set(form, "page", key, 0);
}

/* "-30m" and the answer to a or b mean what they meant when typed. */
static void
keep_time(PkForm *form, PkFormField field)
{
    const PkFieldValue *value = &form->values[field];
    g_autofree char *name = g_strdup_printf("%s-at", pk_form_fields[field].key);
    g_autofree char *text =
        g_strdup_printf("%" PRId64 "%c", value->base_us, value->choice ? value->choice : '-');
    draft_set(form, name, text, 0);
}

/* ---- the number ---------------------------------------------------------------------------------
 */

/* Shared by the form, the job that takes the number and a save behind it: who saves before the
 * number is back still saves under it, and none is skipped. */
typedef struct PkFormNumber {
    PkUi *ui;
    guint serial;
    char *ident; /* written and read by the jobs, which run in order */
} Number;

static void
number_clear(void *data)
{
    Number *number = data;
    g_free(number->ident);
}

static void
number_free(void *data)
{
    if (data)
        g_atomic_rc_box_release_full(data, number_clear);
}

void
pk_form_drop_number(PkForm *form)
{
    number_free(g_steal_pointer(&form->number));
}

static bool
number_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    Number *number = request;
    number->ident = pk_report_number(app, error);
    (void)ret_done;
    return number->ident != NULL;
}

static void
number_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, const GError *error, void *data)
{
    Number *number = data;
    PkForm *form = pk_ui_panel(ui, &pk_report_panel);
    if (!ok) {
        pk_ui_say(ui, PK_SAY_ERROR,
                  _("%s Keep typing: everything is in your draft. The number follows at saving."),
                  error->message);
        return;
    }
    if (!form || form->serial != number->serial || form->ident)
        return;
    form->ident = g_strdup(number->ident);
    if (draft_set(form, "ident", form->ident, 0))
        pk_form_keep(form, form->at);
}

static void
take_number(PkForm *form)
{
    Number *number = g_atomic_rc_box_new0(Number);
    form->asked_number = true;
    *number = (Number){ form->ui, form->serial, NULL };
    form->number = g_atomic_rc_box_acquire(number);
    pk_ui_write(form->ui, number_run, number, NULL, number_after, number, number_free);
}

void
pk_form_keep(PkForm *form, PkFormField field)
{
    g_autofree char *text = pk_form_value_text(form, field);
    const PkFieldValue *value = &form->values[field];
    form->typed = true;
    if (field == PK_FORM_PLACE)
        keep_place(form);
    if (pk_form_fields[field].kind == PK_FIELD_TIME && *text)
        keep_time(form, field);
    draft_set(form, pk_form_fields[field].key, text, value->edit ? pk_edit_cursor(value->edit) : 0);
    if (!form->asked_number && !form->ident)
        take_number(form);
}

/* ---- back from the draft ------------------------------------------------------------------------
 */

static void
restore_time(PkForm *form, PkFormField field)
{
    PkFieldValue *value = &form->values[field];
    g_autofree char *name = g_strdup_printf("%s-at", pk_form_fields[field].key);
    char *end = NULL;
    value->base_us = g_ascii_strtoll(pk_draft_get(form->draft, name), &end, 10);
    if (value->base_us == 0)
        value->base_us = form->started_us;
    value->choice = *end == 'a' || *end == 'b' ? *end : 0;
    pk_form_read_time(form, field);
}

void
pk_form_restore(PkForm *form)
{
    size_t cursor = 0;
    const char *ident = pk_draft_get(form->draft, "ident");
    const char *focus = pk_draft_cursor(form->draft, &cursor);
    form->ident = *ident ? g_strdup(ident) : NULL;
    form->typed = pk_draft_length(form->draft) > 0;
    for (int i = 0; i < PK_FORM_N; i++) {
        const char *text = pk_draft_get(form->draft, pk_form_fields[i].key);
        bool here = focus && strcmp(focus, pk_form_fields[i].key) == 0;
        if (*text)
            pk_form_set_text(form, i, text, here ? cursor : strlen(text));
        if (pk_form_fields[i].kind == PK_FIELD_TIME)
            restore_time(form, i);
        if (here)
            form->at = i;
    }
    form->page_key = g_ascii_strtoll(pk_draft_get(form->draft, "page"), NULL, 10);
    form->wanted_org = g_ascii_strtoll(pk_draft_get(form->draft, "org"), NULL, 10);
    pk_form_settle_place(form);
    if (form->at == PK_FORM_PLACE && !form->org_key)
        pk_form_find_places(form);
}

void
pk_form_throw_away(PkForm *form)
{
    PkUi *ui = form->ui;
    g_autoptr(GError) error = NULL;
    PkDraft *draft = g_steal_pointer(&form->draft);
    bool typed = form->typed;
    pk_ui_close_panel(ui);
    if (draft && !pk_draft_drop(draft, &error))
        pk_ui_say_error(ui, error);
    else
        pk_ui_say(ui, PK_SAY_INFO, "%s",
                  typed ? _("Thrown away; it can be taken back for 30 days.")
                        : _("Nothing was typed; nothing was kept."));
    pk_ui_reload(ui);
}

/* ---- saving -------------------------------------------------------------------------------------
 */

typedef struct {
    guint serial;
    char *uuid;
    PkReport report;
    Number *number;
    GPtrArray *missing;
} Save;

static void
save_free(void *data)
{
    Save *save = data;
    pk_report_clear(&save->report);
    number_free(save->number);
    if (save->missing)
        g_ptr_array_unref(save->missing);
    g_free(save->uuid);
    g_free(save);
}

static char *
text_of(const PkForm *form, PkFormField field)
{
    const char *text = pk_edit_text(form->values[field].edit);
    g_autofree char *line = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    return *line ? g_steal_pointer(&line) : NULL;
}

static void
fill_times(const PkForm *form, PkReport *report)
{
    const PkFieldValue *observed = &form->values[PK_FORM_OBSERVED];
    report->opened_us = form->started_us;
    report->occurred_us = observed->us;
    report->occurred_precision = observed->us ? observed->when.precision : PK_PRECISION_SECOND;
    report->aware_us = form->values[PK_FORM_AWARE].us;
    report->callback_us = form->values[PK_FORM_CALLBACK].us;
}

static void
fill_picks(const PkForm *form, PkReport *report)
{
    const PkFieldValue *values = form->values;
    report->kinds = values[PK_FORM_KIND].bits;
    report->needs = values[PK_FORM_NEEDS].bits;
    report->has_tlp = values[PK_FORM_TLP].bits != 0;
    report->personal_data =
        values[PK_FORM_PERSONAL].unknown ? PK_TRISTATE_UNKNOWN : PK_TRISTATE_EMPTY;
    for (int i = 0; i < 8; i++) {
        if (values[PK_FORM_SEVERITY].bits & 1u << i)
            report->severity = i;
        if (values[PK_FORM_TLP].bits & 1u << i)
            report->tlp = i;
        if (values[PK_FORM_PERSONAL].bits & 1u << i)
            report->personal_data = i;
        if (values[PK_FORM_SOURCE].bits & 1u << i)
            report->source = i;
    }
}

/* "m", a sentence, Ctrl-S: in a hurry the text lands in the first field. A sentence that no place
 * answers to is what is going on, not who. */
static bool
place_is_note(const PkForm *form)
{
    const char *typed = pk_edit_text(form->values[PK_FORM_PLACE].edit);
    guint words = 0;
    if (form->org_key || !pk_form_is_empty(form, PK_FORM_NOTE))
        return false;
    if (form->hits && form->hits->len > 0)
        return false;
    for (const char *p = typed; *p; p++)
        words += *p != ' ' && (p == typed || p[-1] == ' ');
    return words >= 4;
}

static Save *
new_save(const PkForm *form)
{
    Save *save = g_new0(Save, 1);
    PkReport *report = &save->report;
    save->serial = form->serial;
    save->uuid = g_strdup(form->uuid);
    report->ident = g_strdup(form->ident);
    save->number = form->number ? g_atomic_rc_box_acquire(form->number) : NULL;
    report->org_key = form->org_key;
    report->page_key = form->page_key;
    report->org_free = text_of(form, PK_FORM_PLACE);
    report->reporter = text_of(form, PK_FORM_NAME);
    report->reporter_role = text_of(form, PK_FORM_ROLE);
    report->reporter_phone = text_of(form, PK_FORM_PHONE);
    report->note = pk_form_full_note(form);
    report->draft_uuid = g_strdup(form->uuid);
    if (place_is_note(form)) {
        g_autofree char *rest = report->note;
        report->note =
            rest ? g_strdup_printf("%s\n%s", report->org_free, rest) : g_strdup(report->org_free);
        g_clear_pointer(&report->org_free, g_free);
    }
    fill_picks(form, report);
    fill_times(form, report);
    return save;
}

static bool
save_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    Save *save = request;
    if (!save->report.ident && save->number)
        save->report.ident = g_strdup(save->number->ident);
    return pk_report_save(app, &save->report, ret_done, &save->missing, error);
}

/* What was saved and what is still empty, and the next steps in one line. */
static void
say_saved(PkUi *ui, const PkDone *done)
{
    g_autofree char *all = g_strdup_printf("%s  %s", done->said, _("c:call back  t:note"));
    bool fits = pk_canvas_width(all) <= pk_ui_view(ui)->cols - 2;
    pk_ui_say(ui, PK_SAY_INFO, "%s", fits ? all : done->said);
}

static void
save_failed(PkUi *ui, PkForm *form, const GError *error)
{
    pk_ui_say(ui, PK_SAY_ERROR,
              form->draft ? _("%s Nothing is lost: it is in your draft. Ctrl-S tries again.")
                          : _("%s It is only on this screen. Ctrl-S tries again."),
              error->message);
    GArray *waiting = form->waiting;
    form->waiting = g_array_new(FALSE, FALSE, sizeof(PkKey));
    for (guint i = 0; i < waiting->len; i++) {
        form = pk_ui_panel(ui, &pk_report_panel);
        if (form)
            pk_form_key(ui, form, &g_array_index(waiting, PkKey, i));
    }
    g_array_unref(waiting);
}

static void
finish_draft(PkUi *ui, PkDraft *draft, const char *uuid)
{
    if (!draft && pk_ui_draft_dir(ui))
        draft = pk_draft_open(pk_ui_draft_dir(ui), uuid, false, NULL);
    if (draft)
        pk_draft_finish(draft, NULL);
}

static void
save_after(PkUi *ui, bool ok, const PkDone *done, const GError *error, void *data)
{
    Save *save = data;
    PkForm *form = pk_ui_panel(ui, &pk_report_panel);
    PkDraft *draft = NULL;
    if (form && form->serial != save->serial)
        form = NULL;
    if (form)
        form->saving = false;
    if (!ok) {
        if (form)
            save_failed(ui, form, error);
        return;
    }
    if (form) {
        draft = g_steal_pointer(&form->draft);
        pk_ui_close_panel(ui);
    }
    finish_draft(ui, draft, save->uuid);
    say_saved(ui, done);
    if (form)
        pk_ui_show_saved_incident(ui, done->incident_key, done->ident);
    pk_ui_reload(ui);
}

void
pk_form_save(PkForm *form)
{
    pk_form_settle_place(form);
    const PkCandidate *marked = pk_form_marked(form);
    if (form->at == PK_FORM_PLACE && !form->org_key && marked && marked->exact)
        pk_form_take_marked(form);
    if (!form->typed) {
        pk_ui_say(form->ui, PK_SAY_INFO, "%s",
                  _("Nothing was typed yet. Type something first, or leave with Esc k."));
        return;
    }
    pk_form_keep(form, form->at);
    pk_form_flush(form);
    if (form->lost)
        return;
    form->saving = true;
    Save *save = new_save(form);
    pk_ui_write(form->ui, save_run, save, NULL, save_after, save, save_free);
}
