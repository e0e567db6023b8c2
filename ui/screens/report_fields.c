/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of the quick report: the table, and values as text. */
#include "piket/base/i18n.h"
#include "piket/model/incident.h"
#include "screens/report.h"

#include <string.h>

/* clang-format off */
static const PkFieldItem kinds[] = {
    { '1', PK_KIND_RANSOMWARE, NULL },    { '2', PK_KIND_BREACH, NULL },
    { '3', PK_KIND_DDOS, NULL },          { '4', PK_KIND_PHISHING, NULL },
    { '5', PK_KIND_OUTAGE, NULL },        { '6', PK_KIND_INTRUSION, NULL },
    { '7', PK_KIND_VULNERABILITY, NULL }, { '8', PK_KIND_SUPPLIER, N_("supplier/chain") },
    { '9', PK_KIND_OTHER, NULL },
};
static const PkFieldItem severities[] = {
    { '1', PK_SEVERITY_LOW, NULL },  { '2', PK_SEVERITY_MEDIUM, NULL },
    { '3', PK_SEVERITY_HIGH, NULL }, { '4', PK_SEVERITY_CRITICAL, NULL },
};
static const PkFieldItem labels[] = {
    { 'r', PK_TLP_RED, NULL },   { 's', PK_TLP_AMBER_STRICT, NULL }, { 'a', PK_TLP_AMBER, NULL },
    { 'g', PK_TLP_GREEN, NULL }, { 'c', PK_TLP_CLEAR, NULL },
};
static const PkFieldItem answers[] = {
    { '1', PK_TRISTATE_YES, NULL }, { '2', PK_TRISTATE_NO, NULL },
};
static const PkFieldItem needs[] = {
    { '1', PK_NEED_ADVICE, N_("advice") },        { '2', PK_NEED_COMMS, N_("comms") },
    { '3', PK_NEED_PRIVACY, N_("privacy") },      { '4', PK_NEED_AID, N_("mutual aid") },
    { '5', PK_NEED_TEAM, N_("crisis team") },     { '6', PK_NEED_STATE, N_("State") },
    { '7', PK_NEED_SUPPLIERS, N_("suppliers") },  { '8', PK_NEED_TOWNS, N_("towns") },
    { '9', PK_NEED_SECOND, N_("2nd opinion") },   { '0', PK_NEED_EVALUATE, N_("evaluation") },
};
static const PkFieldItem sources[] = {
    { '1', PK_SOURCE_TELEPHONE, NULL }, { '2', PK_SOURCE_VOICEMAIL, NULL },
    { '3', PK_SOURCE_MAIL, NULL },      { '4', PK_SOURCE_SOC, NULL },
    { '5', PK_SOURCE_PARTNER, NULL },   { '6', PK_SOURCE_OWN, NULL },
};

#define TEXT_HINT  N_("Ctrl-S:save  Tab:next field  F6:notes  Esc:menu (nothing is lost)")
#define ITEMS(x)   (x), G_N_ELEMENTS(x)

const PkFieldInfo pk_form_fields[PK_FORM_N] = {
    [PK_FORM_PLACE]    = { "place", N_("Municipality"), TEXT_HINT, PK_FIELD_PLACE, NULL, NULL, 0, false, 0, 0 },
    [PK_FORM_NAME]     = { "name", N_("Caller"), TEXT_HINT, PK_FIELD_TEXT, NULL, NULL, 0, false, 0, 0 },
    [PK_FORM_PHONE]    = { "phone", N_("Call-back no"), TEXT_HINT, PK_FIELD_TEXT, NULL, NULL, 0, false, 0, 0 },
    [PK_FORM_NOTE]     = { "note", N_("What is going on?"), TEXT_HINT, PK_FIELD_AREA, NULL, NULL, 0, false, 0, 0 },
    [PK_FORM_KIND]     = { "kind", N_("Kind"), N_("1-9:choose  ,:one more  ?:not known  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_MANY, &pk_words_kind, ITEMS(kinds), true, 0, 0 },
    [PK_FORM_SEVERITY] = { "severity", N_("Severity"), N_("1-4:choose  ?:not known  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_PICK, &pk_words_severity, ITEMS(severities), true, 0, 0 },
    [PK_FORM_TLP]      = { "tlp", N_("TLP"), N_("R S A G C:choose  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_TLP, NULL, ITEMS(labels), false, 0, 0 },
    [PK_FORM_OBSERVED] = { "observed", N_("Observed"), N_("-30m, 02:45, yesterday 23:50  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_TIME, NULL, NULL, 0, false, PK_WHEN_PAST, PK_ECHO_SHORT },
    [PK_FORM_AWARE]    = { "aware", N_("Aware since"), N_("-30m, 02:45, yesterday 23:50  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_TIME, NULL, NULL, 0, false, PK_WHEN_PAST, PK_ECHO_MOMENT },
    [PK_FORM_PERSONAL] = { "personal", N_("Personal d."), N_("1:yes  2:no  ?:not known  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_PICK, &pk_words_tristate, ITEMS(answers), true, 0, 0 },
    [PK_FORM_NEEDS]    = { "needs", N_("Help:"), N_("1-9, 0:tick  ?:not known  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_CHECK, &pk_words_need, ITEMS(needs), true, 0, 0 },
    [PK_FORM_CALLBACK] = { "callback", N_("Call back"), N_("+30m, 04:15, tomorrow 09:00  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_TIME, NULL, NULL, 0, false, PK_WHEN_FUTURE, PK_ECHO_CLOCK },
    [PK_FORM_SOURCE]   = { "source", N_("Source"), N_("1-6:choose  Tab:next  Ctrl-S:save  Esc:menu"),
                           PK_FIELD_PICK, &pk_words_source, ITEMS(sources), false, 0, 0 },
    [PK_FORM_ROLE]     = { "role", N_("role"), TEXT_HINT, PK_FIELD_TEXT, NULL, NULL, 0, false, 0, 0 },
};
/* clang-format on */

bool
pk_field_has_edit(PkFieldKind kind)
{
    return kind == PK_FIELD_PLACE || kind == PK_FIELD_TEXT || kind == PK_FIELD_AREA ||
           kind == PK_FIELD_TIME;
}

const char *
pk_field_item_label(const PkFieldInfo *info, int i)
{
    const PkFieldItem *item = &info->items[i];
    if (item->label)
        return _(item->label);
    if (info->kind == PK_FIELD_TLP)
        return pk_tlp_short(item->value);
    return pk_word(info->words, item->value);
}

bool
pk_form_is_empty(const PkForm *form, PkFormField field)
{
    const PkFieldValue *value = &form->values[field];
    if (pk_field_has_edit(pk_form_fields[field].kind))
        return *pk_edit_text(value->edit) == '\0';
    return value->bits == 0 && !value->unknown;
}

/* ---- as the draft has it ------------------------------------------------------------------------
 */

static char *
tlp_text(guint bits)
{
    for (int i = 0; i < PK_TLP_N; i++) {
        if (bits & 1u << i)
            return g_strdup(pk_tlp_label(i));
    }
    return g_strdup("");
}

char *
pk_form_value_text(const PkForm *form, PkFormField field)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const PkFieldValue *value = &form->values[field];
    if (pk_field_has_edit(info->kind))
        return g_strdup(pk_edit_text(value->edit));
    if (value->unknown)
        return g_strdup("?");
    if (info->kind == PK_FIELD_TLP)
        return tlp_text(value->bits);
    return pk_bits_keys(info->words, value->bits);
}

void
pk_form_set_text(PkForm *form, PkFormField field, const char *text, size_t cursor)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    PkFieldValue *value = &form->values[field];
    PkTlp tlp = PK_TLP_AMBER;
    if (pk_field_has_edit(info->kind)) {
        pk_edit_set(value->edit, text, cursor);
        return;
    }
    value->unknown = info->may_unknown && strcmp(text, "?") == 0;
    value->bits = 0;
    if (value->unknown || !*text)
        return;
    if (info->kind == PK_FIELD_TLP)
        value->bits = pk_tlp_parse(text, &tlp, NULL, NULL) ? 1u << tlp : 0;
    else if (!pk_bits_parse(info->words, text, &value->bits, NULL))
        value->bits = 0;
    for (int i = 0; i < info->n_items; i++) {
        if (value->bits & 1u << info->items[i].value)
            value->at = i;
    }
}

/* ---- times --------------------------------------------------------------------------------------
 */

void
pk_form_read_time(PkForm *form, PkFormField field)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    PkFieldValue *value = &form->values[field];
    PkWhenAsk ask = { pk_edit_text(value->edit), value->base_us, pk_ui_view(form->ui)->zone,
                      info->direction, value->choice };
    g_autoptr(GError) error = NULL;
    pk_when_clear(&value->when);
    g_clear_pointer(&value->problem, g_free);
    value->asks = false;
    value->us = 0;
    if (!*ask.text)
        return;
    if (pk_when_parse(&ask, &value->when, &error)) {
        value->us = value->when.us;
        return;
    }
    value->asks = g_error_matches(error, PK_ERROR, PK_ERROR_CONFIRM);
    value->problem = g_strdup(error->message);
}

/* ---- what the fields cannot hold ----------------------------------------------------------------
 */

static void
add_line(GString *note, const char *text)
{
    if (note->len && note->str[note->len - 1] != '\n')
        g_string_append_c(note, '\n');
    g_string_append(note, text);
}

/* Asked and not known is a fact of the call; a time nobody can read is what the caller said. */
char *
pk_form_full_note(const PkForm *form)
{
    g_autoptr(GString) unknown = g_string_new(NULL);
    GString *note = g_string_new(pk_edit_text(form->values[PK_FORM_NOTE].edit));
    for (int i = 0; i < PK_FORM_N; i++) {
        const PkFieldInfo *info = &pk_form_fields[i];
        const PkFieldValue *value = &form->values[i];
        if (info->kind == PK_FIELD_TIME && value->us == 0 && !pk_form_is_empty(form, i)) {
            g_autofree char *line =
                g_strdup_printf(_("%s, as typed: %s"), _(info->label), pk_edit_text(value->edit));
            add_line(note, line);
        }
        if (value->unknown && i != PK_FORM_PERSONAL)
            g_string_append_printf(unknown, "%s%s", unknown->len ? ", " : "", _(info->label));
    }
    if (unknown->len) {
        g_autofree char *line = g_strdup_printf(_("Asked, not known: %s"), unknown->str);
        add_line(note, line);
    }
    return g_string_free(note, note->len == 0);
}

static PkTristate
tristate(const PkFieldValue *value)
{
    return value->unknown                        ? PK_TRISTATE_UNKNOWN
           : value->bits & 1u << PK_TRISTATE_YES ? PK_TRISTATE_YES
           : value->bits & 1u << PK_TRISTATE_NO  ? PK_TRISTATE_NO
                                                 : PK_TRISTATE_EMPTY;
}

/* The model decides what may lack; here only what was typed is held up to it. */
char *
pk_form_missing(const PkForm *form)
{
    g_autoptr(PkIncident) incident = pk_incident_new();
    const PkFieldValue *values = form->values;
    incident->org_name = g_strdup(pk_form_is_empty(form, PK_FORM_PLACE) ? NULL : "?");
    incident->reporter_phone = g_strdup(pk_form_is_empty(form, PK_FORM_PHONE) ? NULL : "?");
    incident->kinds = values[PK_FORM_KIND].unknown ? 1 : values[PK_FORM_KIND].bits;
    incident->severity = pk_form_is_empty(form, PK_FORM_SEVERITY) ? 0 : PK_SEVERITY_LOW;
    incident->aware_us = values[PK_FORM_AWARE].us;
    incident->personal_data = tristate(&values[PK_FORM_PERSONAL]);
    for (int i = 0; i <= PK_SOURCE_IMPORT; i++) {
        if (values[PK_FORM_SOURCE].bits & 1u << i)
            incident->source = i;
    }
    g_autoptr(GPtrArray) missing = pk_incident_missing(incident);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < missing->len; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)missing->pdata[i]);
    return g_string_free(out, FALSE);
}
