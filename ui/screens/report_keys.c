/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys of the quick report. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "screens/report.h"

#include <string.h>

enum { FLUSH_KEYS = 20, LINE_MAX_BYTES = 65535 };

/* ---- going from field to field ------------------------------------------------------------------
 */

/* What a field could not make of its text is said when it is left, never refused. */
static void
say_doubts(PkForm *form, PkFormField field)
{
    const PkFieldValue *value = &form->values[field];
    if (pk_form_fields[field].kind == PK_FIELD_TIME && !pk_form_is_empty(form, field)) {
        if (value->problem)
            pk_ui_say(form->ui, PK_SAY_WARN, "%s", value->problem);
        else if (value->when.warning)
            pk_ui_say(form->ui, PK_SAY_WARN, "%s", value->when.warning);
    }
    if (field == PK_FORM_PLACE && !form->org_key && !pk_form_is_empty(form, field))
        pk_ui_say(form->ui, PK_SAY_WARN,
                  _("'%s' is not chosen from the register: kept as typed and marked unknown."),
                  pk_edit_text(value->edit));
}

void
pk_form_enter(PkForm *form, PkFormField field)
{
    PkFormField from = form->at;
    if (from == field)
        return;
    const PkCandidate *marked = pk_form_marked(form);
    /* A name typed in full is as good as chosen; half a name needs Enter. */
    if (from == PK_FORM_PLACE && !form->org_key && marked && marked->exact &&
        pk_form_take_marked(form))
        pk_form_keep(form, PK_FORM_PLACE);
    say_doubts(form, from);
    form->values[from].adding = false;
    form->at = field;
    if (form->typed)
        pk_form_keep(form, field);
    pk_form_flush(form);
}

static void
step(PkForm *form, int by)
{
    pk_form_enter(form, (PkFormField)(((int)form->at + by + PK_FORM_N) % PK_FORM_N));
}

/* ---- pickers ------------------------------------------------------------------------------------
 */

static int
item_of_key(const PkFieldInfo *info, const PkKey *key)
{
    if (key->kind != PK_KEY_CHAR || key->code > 0x7f)
        return -1;
    for (int i = 0; i < info->n_items; i++) {
        if (info->items[i].key == g_ascii_tolower((char)key->code))
            return i;
    }
    return -1;
}

/* Where Left and Right go from when nothing is chosen. */
static int
default_item(const PkFieldInfo *info)
{
    return info->kind == PK_FIELD_TLP ? 2 : 0;
}

static void
set_bits(PkForm *form, guint bits, bool unknown)
{
    PkFieldValue *value = &form->values[form->at];
    value->was = value->bits;
    value->bits = bits;
    value->unknown = unknown;
    value->by_note = false;
    pk_form_keep(form, form->at);
}

static void
choose_item(PkForm *form, const PkFieldInfo *info, int i)
{
    PkFieldValue *value = &form->values[form->at];
    guint bit = 1u << info->items[i].value;
    value->at = i;
    if (info->kind == PK_FIELD_CHECK || value->adding) {
        set_bits(form, value->bits ^ bit, false);
        return;
    }
    set_bits(form, bit, false);
    step(form, 1);
}

static void
move_item(PkForm *form, const PkFieldInfo *info, int by)
{
    PkFieldValue *value = &form->values[form->at];
    if (value->bits == 0 && !value->unknown && value->at == 0 && info->kind == PK_FIELD_TLP)
        value->at = default_item(info);
    value->at = CLAMP(value->at + by, 0, info->n_items - 1);
    if (info->kind == PK_FIELD_PICK || info->kind == PK_FIELD_TLP)
        set_bits(form, 1u << info->items[value->at].value, false);
}

static bool
picker_key(PkForm *form, const PkFieldInfo *info, const PkKey *key)
{
    PkFieldValue *value = &form->values[form->at];
    int item = item_of_key(info, key);
    bool many = info->kind == PK_FIELD_MANY || info->kind == PK_FIELD_CHECK;
    if (item >= 0) {
        choose_item(form, info, item);
    } else if (info->may_unknown && pk_key_in(key, "?")) {
        set_bits(form, 0, true);
        step(form, 1);
    } else if (pk_key_in(key, "left")) {
        move_item(form, info, -1);
    } else if (pk_key_in(key, "right")) {
        move_item(form, info, 1);
    } else if (many && pk_key_in(key, "space")) {
        value->adding = true;
        set_bits(form, value->bits ^ 1u << info->items[value->at].value, false);
    } else if (many && pk_key_in(key, ",")) {
        value->adding = true;
    } else if (pk_key_in(key, "backspace del")) {
        set_bits(form, 0, false);
    } else if (key->kind == PK_KEY_CHAR) {
        pk_ui_say(form->ui, PK_SAY_INFO, _("%s is no choice here. Tab goes to the next field."),
                  key->text);
    } else {
        return false;
    }
    return true;
}

/* ---- text ---------------------------------------------------------------------------------------
 */

static void
text_changed(PkForm *form, PkFormField field)
{
    PkFieldValue *value = &form->values[field];
    value->by_note = false;
    switch (pk_form_fields[field].kind) {
    case PK_FIELD_PLACE:
        pk_form_drop_place(form);
        pk_form_find_places(form);
        break;
    case PK_FIELD_TIME:
        value->base_us = pk_ui_view(form->ui)->now_us;
        value->choice = 0;
        pk_form_read_time(form, field);
        break;
    case PK_FIELD_AREA: pk_form_read_note(form); break;
    case PK_FIELD_TEXT:
    case PK_FIELD_PICK:
    case PK_FIELD_MANY:
    case PK_FIELD_CHECK:
    case PK_FIELD_TLP: break;
    }
    pk_form_keep(form, field);
}

static void
say_about_text(PkForm *form, const PkEdit *edit, size_t removed, size_t n_before)
{
    if (removed)
        pk_ui_say(form->ui, PK_SAY_INFO,
                  P_("%zu control character removed.", "%zu control characters removed.", removed),
                  removed);
    if (pk_edit_refused(edit))
        pk_ui_say(form->ui, PK_SAY_WARN,
                  _("Not added: %zu bytes are more than fits here. What was there is untouched."),
                  pk_edit_refused(edit));
    else if (n_before <= LINE_MAX_BYTES && strlen(pk_edit_text(edit)) > LINE_MAX_BYTES)
        pk_ui_say(form->ui, PK_SAY_INFO, "%s",
                  _("This is more than one line holds: saving makes several lines of it."));
}

static bool
answer_twice(PkForm *form, const PkKey *key)
{
    PkFieldValue *value = &form->values[form->at];
    if (!value->asks || key->kind != PK_KEY_CHAR || (key->code != 'a' && key->code != 'b'))
        return false;
    value->choice = (char)key->code;
    pk_form_read_time(form, form->at);
    pk_form_keep(form, form->at);
    return true;
}

static bool
place_key(PkForm *form, const PkKey *key)
{
    int n = form->hits ? (int)form->hits->len : 0;
    if (pk_key_is(key, PK_NAMED_ENTER)) {
        if (pk_form_take_marked(form))
            pk_form_keep(form, PK_FORM_PLACE);
        step(form, 1);
        return true;
    }
    if (n == 0)
        return false;
    if (pk_key_is(key, PK_NAMED_DOWN) || pk_key_is_ctrl(key, 'n'))
        form->marked = MIN(form->marked + 1, n - 1);
    else if (pk_key_is(key, PK_NAMED_UP) || pk_key_is_ctrl(key, 'p'))
        form->marked = MAX(form->marked - 1, -1);
    else
        return false;
    return true;
}

static bool
text_key(PkForm *form, const PkFieldInfo *info, const PkKey *key)
{
    PkEdit *edit = form->values[form->at].edit;
    size_t removed = 0, n_before = strlen(pk_edit_text(edit));
    if (info->kind == PK_FIELD_PLACE && place_key(form, key))
        return true;
    if (info->kind == PK_FIELD_TIME && answer_twice(form, key))
        return true;
    if (key->kind == PK_KEY_CHAR && !pk_text_check(key->text, PK_TEXT_MULTILINE)) {
        say_about_text(form, edit, 1, n_before);
        return true;
    }
    g_autofree char *before = g_strdup(pk_edit_text(edit));
    if (!pk_edit_key(edit, key, &removed))
        return false;
    say_about_text(form, edit, removed, n_before);
    if (strcmp(before, pk_edit_text(edit)) != 0)
        text_changed(form, form->at);
    else if (form->typed)
        pk_form_keep(form, form->at); /* the place of the cursor comes back too */
    if (++form->n_keys >= FLUSH_KEYS)
        pk_form_flush(form);
    return true;
}

/* ---- the Esc menu -------------------------------------------------------------------------------
 */

static void
undo_field(PkForm *form)
{
    const PkFieldInfo *info = &pk_form_fields[form->at];
    PkFieldValue *value = &form->values[form->at];
    if (!pk_field_has_edit(info->kind)) {
        set_bits(form, value->was, false);
        return;
    }
    if (pk_edit_undo(value->edit))
        text_changed(form, form->at);
    else
        pk_ui_say(form->ui, PK_SAY_INFO, "%s", _("Nothing to undo in this field."));
}

static void
leave(PkForm *form)
{
    PkUi *ui = form->ui;
    bool kept = form->draft && pk_draft_length(form->draft) > 0;
    bool typed = form->typed;
    pk_ui_close_panel(ui);
    if (kept)
        pk_ui_say(ui, PK_SAY_INFO, "%s", _("Kept as a draft: Overview offers it again."));
    else if (typed)
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("Nothing was kept: there is no place for drafts."));
    pk_ui_reload(ui);
}

/* The form may be gone afterwards. */
static void
menu_key(PkForm *form, const PkKey *key)
{
    if (key->kind == PK_KEY_PASTE)
        return;
    form->menu = false;
    if (pk_key_in(key, "s C-s"))
        pk_form_save(form);
    else if (pk_key_in(key, "u"))
        undo_field(form);
    else if (pk_key_in(key, "k") && form->typed && !form->draft)
        pk_ui_say(form->ui, PK_SAY_WARN, "%s",
                  _("There is no place for a draft. s saves; w throws away."));
    else if (pk_key_in(key, "k"))
        leave(form);
    else if (pk_key_in(key, "w"))
        pk_form_throw_away(form);
}

/* ---- any key ------------------------------------------------------------------------------------
 */

static bool
general_key(PkForm *form, const PkKey *key)
{
    if (pk_key_is(key, PK_NAMED_ESC))
        form->menu = true;
    else if (pk_key_is_ctrl(key, 's'))
        pk_form_save(form);
    else if (pk_key_is(key, PK_NAMED_TAB))
        step(form, 1);
    else if (pk_key_is(key, PK_NAMED_SHIFT_TAB))
        step(form, -1);
    else if (pk_key_is(key, PK_NAMED_F1 + 5))
        pk_form_enter(form, PK_FORM_NOTE);
    else if (pk_key_is(key, PK_NAMED_F1 + 1))
        pk_ui_report(form->ui, NULL, NULL);
    else
        return false;
    return true;
}

static void
any_key(PkForm *form, const PkKey *key)
{
    const PkFieldInfo *info = &pk_form_fields[form->at];
    if (form->menu) {
        menu_key(form, key);
        return;
    }
    if (general_key(form, key))
        return;
    if (pk_field_has_edit(info->kind) ? text_key(form, info, key) : picker_key(form, info, key))
        return;
    if (pk_key_in(key, "down enter"))
        step(form, 1);
    else if (pk_key_in(key, "up"))
        step(form, -1);
}

void
pk_form_key(PkUi *ui, void *state, const PkKey *key)
{
    PkForm *form = state;
    if (form->saving) {
        if (key->kind != PK_KEY_PASTE)
            g_array_append_val(form->waiting, *key);
        return;
    }
    guint serial = form->serial;
    any_key(form, key);
    form = pk_ui_panel(ui, &pk_report_panel);
    if (form && form->serial == serial && form->lost)
        pk_ui_close_panel(ui);
}
