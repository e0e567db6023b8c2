/* SPDX-License-Identifier: EUPL-1.2 */
/* The quick report: opening it, taking a draft up again, and its life as a panel. */
#include "screens/report.h"
#include "acts.h"

#include "piket/base/i18n.h"
#include "piket/base/uuid.h"

#include <string.h>

enum { NOTE_MAX = 1024 * 1024, FIELD_MAX = 800 };

static void
form_tick(PkUi *ui, void *state)
{
    PkForm *form = state;
    pk_form_settle_place(form);
    if (!form->draft || !pk_draft_dirty(form->draft))
        return;
    pk_form_flush(form);
    pk_ui_redraw(ui);
    if (form->lost && !form->saving)
        pk_ui_close_panel(ui);
}

static void
form_flush(void *state)
{
    PkForm *form = state;
    if (form->draft && form->typed)
        pk_draft_flush(form->draft, pk_ui_view(form->ui)->now_us, NULL);
}

static void
form_free(void *state)
{
    PkForm *form = state;
    for (int i = 0; i < PK_FORM_N; i++) {
        pk_edit_free(form->values[i].edit);
        pk_when_clear(&form->values[i].when);
        g_free(form->values[i].problem);
    }
    pk_draft_close(form->draft);
    pk_form_drop_place(form);
    pk_form_drop_number(form);
    if (form->hits)
        g_ptr_array_unref(form->hits);
    g_array_unref(form->waiting);
    g_free(form->uuid);
    g_free(form->ident);
    g_free(form);
}

/* Typed before the register was there: look again, unless somebody is choosing already. */
static void
form_places(G_GNUC_UNUSED PkUi *ui, void *state)
{
    PkForm *form = state;
    pk_form_settle_place(form);
    if (form->at == PK_FORM_PLACE && !form->org_key && !form->hits)
        pk_form_find_places(form);
}

const PkPanel pk_report_panel = {
    .name = "report",
    .help =
        N_("Tab and Shift-Tab: next and previous field. Digits choose; ? means asked, not known. "
           "F6: the note. Ctrl-S always saves. Esc: menu, nothing is lost."),
    .title = N_("Quick report"),
    .text = true,
    .full = true,
    .draw = pk_form_draw,
    .key = pk_form_key,
    .hint = pk_form_hint,
    .places = form_places,
    .tick = form_tick,
    .flush = form_flush,
    .free = form_free,
};

static PkForm *
new_form(PkUi *ui)
{
    static guint serial = 0;
    PkForm *form = g_new0(PkForm, 1);
    form->ui = ui;
    form->serial = ++serial;
    form->started_us = pk_ui_view(ui)->now_us;
    form->marked = -1;
    form->waiting = g_array_new(FALSE, FALSE, sizeof(PkKey));
    for (int i = 0; i < PK_FORM_N; i++) {
        PkFieldKind kind = pk_form_fields[i].kind;
        if (kind == PK_FIELD_AREA)
            form->values[i].edit = pk_edit_new(true, NOTE_MAX);
        else if (pk_field_has_edit(kind))
            form->values[i].edit = pk_edit_new(false, FIELD_MAX);
    }
    form->values[PK_FORM_SOURCE].bits = 1u << PK_SOURCE_TELEPHONE;
    return form;
}

/* A form that was open is kept: its draft is on disk and Overview offers it. */
static void
park(PkUi *ui)
{
    PkForm *old = pk_ui_panel(ui, &pk_report_panel);
    if (!old)
        return;
    bool typed = old->typed;
    pk_ui_close_panel(ui);
    if (typed)
        pk_ui_say(ui, PK_SAY_INFO, "%s",
                  _("The other report is kept as a draft: Overview offers it again."));
}

static PkForm *
open_new(PkUi *ui, const char *text)
{
    g_autoptr(GError) error = NULL;
    park(ui);
    PkForm *form = new_form(ui);
    if (pk_ui_draft_dir(ui))
        form->draft =
            pk_draft_new(pk_ui_draft_dir(ui), PK_DRAFT_REPORT, NULL, form->started_us, &error);
    form->uuid = form->draft ? g_strdup(pk_draft_uuid(form->draft)) : pk_uuid_new(form->started_us);
    pk_ui_open(ui, &pk_report_panel, form);
    if (error)
        pk_ui_say_error(ui, error);
    if (!text || !*text)
        return form;
    PkKey paste = { .kind = PK_KEY_PASTE, .paste = text, .paste_len = strlen(text) };
    pk_form_enter(form, PK_FORM_NOTE);
    pk_form_key(ui, form, &paste);
    return form;
}

/* ---- a draft of before --------------------------------------------------------------------------
 */

static void resume(PkUi *ui, const char *uuid, bool force);

static void
take_over(PkUi *ui, void *data)
{
    resume(ui, data, true);
}

static void
ask_take_over(PkUi *ui, const char *uuid)
{
    const char *lines[] = {
        _("Another session that is still running has this draft open."),
        _("Taking it over: you go on here with every character it had on disk;"),
        _("its form closes there at the next key and says so. Nothing is lost."),
    };
    pk_ui_confirm(ui, _("TAKE OVER THE DRAFT"), lines, G_N_ELEMENTS(lines), take_over,
                  g_strdup(uuid), g_free);
}

static void
open_report_draft(PkUi *ui, PkDraft *draft)
{
    park(ui);
    PkForm *form = new_form(ui);
    form->draft = draft;
    form->uuid = g_strdup(pk_draft_uuid(draft));
    form->started_us = pk_draft_started_us(draft);
    pk_ui_open(ui, &pk_report_panel, form);
    pk_form_restore(form);
}

static void
resume(PkUi *ui, const char *uuid, bool force)
{
    g_autoptr(GError) error = NULL;
    const char *dir = pk_ui_draft_dir(ui);
    PkForm *open = pk_ui_panel(ui, &pk_report_panel);
    if (!dir || (open && strcmp(open->uuid, uuid) == 0))
        return;
    PkDraft *draft = pk_draft_open(dir, uuid, force, &error);
    if (!draft && g_error_matches(error, PK_ERROR, PK_ERROR_BUSY)) {
        ask_take_over(ui, uuid);
    } else if (!draft) {
        pk_ui_say_error(ui, error);
        pk_ui_reload(ui);
    } else if (pk_draft_kind(draft) == PK_DRAFT_REPORT) {
        open_report_draft(ui, draft);
    } else {
        pk_act_resume_note(ui, draft);
    }
}

void
pk_ui_resume(PkUi *ui, const char *draft_uuid)
{
    resume(ui, draft_uuid, false);
}

void
pk_ui_report_of_page(PkUi *ui, const PkPageRow *page)
{
    if (pk_ui_read_only(ui)) {
        pk_ui_report(ui, NULL, NULL); /* says why not */
        return;
    }
    /* Opening reads Overview anew, and page may be a row of it. */
    int64_t page_key = page->key;
    PkPageSource source = page->source;
    g_autofree char *text = g_strdup(page->text);
    PkForm *form = open_new(ui, text);
    pk_form_take_page(form, page_key);
    if (source == PK_PAGE_VOICEMAIL || source == PK_PAGE_SOC) {
        form->values[PK_FORM_SOURCE].bits =
            1u << (source == PK_PAGE_SOC ? PK_SOURCE_SOC : PK_SOURCE_VOICEMAIL);
        pk_form_keep(form, PK_FORM_SOURCE);
    }
    pk_form_enter(form, PK_FORM_PLACE);
}

void
pk_ui_report(PkUi *ui, const char *draft_uuid, const char *text)
{
    if (pk_ui_read_only(ui)) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
        return;
    }
    if (draft_uuid)
        resume(ui, draft_uuid, false);
    else
        open_new(ui, text);
}
