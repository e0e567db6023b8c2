/* SPDX-License-Identifier: EUPL-1.2 */
#include "fields.h"

#include "piket/base/text.h"
#include "piket/model/rsit.h"
#include "piket/model/when.h"
#include "piket/store/reference_store.h"

#include <string.h>

/* clang-format off */
const PkSettable pk_settables[] = {
    { "title",         "titel",                N_("title"),         N_("one line of at most 200 characters") },
    { "severity",      "sev ernst",            N_("severity"),      N_("low, medium, high, critical or 1 to 4") },
    { "kind",          "kinds soort",          N_("kind"),          N_("one or several, with commas: ransomware, breach, ddos ...") },
    { "tlp",           "label",                N_("label"),         N_("RED, AMBER+STRICT, AMBER, GREEN or CLEAR; lowering needs --permission") },
    { "rsit",          "class klasse",         N_("RSIT class"),    N_("class, class/type, or a type; needed to close") },
    { "lead",          "behandelaar",          N_("lead"),          N_("login or name of who handles it; me is yourself") },
    { "reporter",      "caller beller melder", N_("caller"),        N_("name of the caller") },
    { "role",          "functie",              N_("role"),          N_("what the caller does there") },
    { "phone",         "tel telefoon nummer",  N_("call-back number"), N_("number as given by the caller; never used to call back") },
    { "verified",      "geverifieerd",         N_("verified"),      N_("yes or no: the call-back check succeeded") },
    { "occurred",      "observed waargenomen", N_("observed"),      N_("a time: -30m, 02:45, yesterday 23:50") },
    { "aware",         "awareness kennisname", N_("awareness"),     N_("a time; starts the legal clocks; changing it needs --reason") },
    { "personal_data", "personal persoonsgegevens pg", N_("personal data"), N_("yes, no, or ? when asked and not known") },
    { "need",          "needs help hulp",      N_("help"),          N_("one or several, with commas: advice, comms, privacy, aid ...") },
    { "source",        "bron",                 N_("source"),        N_("telephone, voicemail, mail, SOC, partner or own") },
};
const size_t pk_n_settables = G_N_ELEMENTS(pk_settables);

typedef enum { AS_LINE, AS_WORD, AS_BITS, AS_TLP, AS_RSIT, AS_LEAD, AS_BOOL, AS_TIME } Kind;

/* By PkField. */
static const struct {
    Kind kind;
    size_t at;
    const PkWords *words;
} shape[] = {
    { AS_LINE, G_STRUCT_OFFSET(PkIncident, title),           NULL },
    { AS_WORD, G_STRUCT_OFFSET(PkIncident, severity),        &pk_words_severity },
    { AS_BITS, G_STRUCT_OFFSET(PkIncident, kinds),           &pk_words_kind },
    { AS_TLP,  G_STRUCT_OFFSET(PkIncident, tlp),             NULL },
    { AS_RSIT, G_STRUCT_OFFSET(PkIncident, rsit),            NULL },
    { AS_LEAD, G_STRUCT_OFFSET(PkIncident, lead),            NULL },
    { AS_LINE, G_STRUCT_OFFSET(PkIncident, reporter),        NULL },
    { AS_LINE, G_STRUCT_OFFSET(PkIncident, reporter_role),   NULL },
    { AS_LINE, G_STRUCT_OFFSET(PkIncident, reporter_phone),  NULL },
    { AS_BOOL, G_STRUCT_OFFSET(PkIncident, caller_verified), NULL },
    { AS_TIME, G_STRUCT_OFFSET(PkIncident, occurred_us),     NULL },
    { AS_TIME, G_STRUCT_OFFSET(PkIncident, aware_us),        NULL },
    { AS_WORD, G_STRUCT_OFFSET(PkIncident, personal_data),   &pk_words_tristate },
    { AS_BITS, G_STRUCT_OFFSET(PkIncident, needs),           &pk_words_need },
    { AS_WORD, G_STRUCT_OFFSET(PkIncident, source),          &pk_words_source },
    { AS_WORD, G_STRUCT_OFFSET(PkIncident, status),          &pk_words_status },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(shape) == PK_FIELD_N);
G_STATIC_ASSERT(G_N_ELEMENTS(pk_settables) == PK_FIELD_STATUS);

#define TEXT_AT(incident, field) G_STRUCT_MEMBER(char *, incident, shape[field].at)
#define INT_AT(incident, field)  G_STRUCT_MEMBER(int, incident, shape[field].at)
#define TIME_AT(incident, field) G_STRUCT_MEMBER(int64_t, incident, shape[field].at)

/* ---- names ---------------------------------------------------------------------------------- */

const char *
pk_field_label(const char *key)
{
    for (size_t i = 0; i < pk_n_settables; i++) {
        if (strcmp(pk_settables[i].key, key) == 0)
            return _(pk_settables[i].label);
    }
    return strcmp(key, "status") == 0 ? _("status") : key;
}

static const char *
label_of(PkField field)
{
    return field == PK_FIELD_STATUS ? _("status") : _(pk_settables[field].label);
}

const char *
pk_field_key(PkField field)
{
    return field == PK_FIELD_STATUS ? "status" : pk_settables[field].key;
}

static bool
is_called(const PkSettable *settable, const char *folded)
{
    g_auto(GStrv) aliases = g_strsplit(settable->aliases, " ", -1);

    return strcmp(settable->key, folded) == 0 ||
           g_strv_contains((const char *const *)aliases, folded);
}

bool
pk_field_find(const char *name, PkField *ret_field, GError **error)
{
    g_autofree char *folded = pk_text_fold(name);
    g_autoptr(GString) all = g_string_new(NULL);

    g_strdelimit(folded, "- ", '_');
    for (size_t i = 0; i < pk_n_settables; i++) {
        if (is_called(&pk_settables[i], folded)) {
            *ret_field = (PkField)i;
            return true;
        }
        g_string_append_printf(all, "%s%s", i ? ", " : "", pk_settables[i].key);
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("There is no field '%s'. These can be set: %s."), name, all->str);
    return false;
}

/* ---- reading a value out -------------------------------------------------------------------- */

char *
pk_field_key_text(const PkIncident *incident, PkField field)
{
    switch (shape[field].kind) {
    case AS_WORD: return g_strdup(pk_word_key(shape[field].words, INT_AT(incident, field)));
    case AS_BITS: return pk_bits_keys(shape[field].words, (guint)INT_AT(incident, field));
    case AS_TLP: return g_strdup(pk_tlp_label(incident->tlp));
    case AS_BOOL: return g_strdup(incident->caller_verified ? "yes" : "no");
    case AS_TIME:
        return g_strdup(TIME_AT(incident, field) ? pk_time_rfc3339(TIME_AT(incident, field)).s
                                                 : "");
    case AS_LINE:
    case AS_RSIT:
    case AS_LEAD: break;
    }
    const char *text = TEXT_AT(incident, field);
    return g_strdup(text ? text : "");
}

static char *
time_shown(const PkApp *app, const PkIncident *incident, PkField field)
{
    int64_t us = TIME_AT(incident, field);

    if (us == 0)
        return g_strdup("-");
    if (field == PK_FIELD_OCCURRED && incident->occurred_precision != PK_PRECISION_SECOND)
        return g_strdup(
            pk_time_known(app->zone, us, incident->occurred_precision, pk_i18n_lang()).s);
    return g_strdup(pk_time_text(app->zone, us, pk_i18n_lang(), PK_TIME_MOMENT).s);
}

char *
pk_field_shown(PkApp *app, const PkIncident *incident, PkField field)
{
    switch (shape[field].kind) {
    case AS_WORD: return pk_word_caps(shape[field].words, INT_AT(incident, field));
    case AS_BITS:
        return INT_AT(incident, field)
                   ? pk_bits_words(shape[field].words, (guint)INT_AT(incident, field))
                   : g_strdup("-");
    case AS_TLP: return g_strdup(pk_tlp_label(incident->tlp));
    case AS_BOOL: return g_strdup(incident->caller_verified ? _("yes") : _("no"));
    case AS_TIME: return time_shown(app, incident, field);
    case AS_LEAD: return incident->lead ? pk_app_person_name(app, incident->lead) : g_strdup("-");
    case AS_LINE:
    case AS_RSIT: break;
    }
    const char *text = TEXT_AT(incident, field);
    return g_strdup(text ? text : "-");
}

bool
pk_field_same(const PkIncident *a, const PkIncident *b, PkField field)
{
    switch (shape[field].kind) {
    case AS_WORD:
    case AS_BITS:
    case AS_TLP: return INT_AT(a, field) == INT_AT(b, field);
    case AS_BOOL: return a->caller_verified == b->caller_verified;
    case AS_TIME: return TIME_AT(a, field) == TIME_AT(b, field);
    case AS_LINE:
    case AS_RSIT:
    case AS_LEAD: break;
    }
    return g_strcmp0(TEXT_AT(a, field), TEXT_AT(b, field)) == 0;
}

static void
copy_text(PkIncident *to, const char *text, size_t at)
{
    char **field = G_STRUCT_MEMBER_P(to, at);
    char *old = *field;

    *field = g_strdup(text);
    g_free(old);
}

void
pk_field_copy(PkIncident *to, const PkIncident *from, PkField field)
{
    switch (shape[field].kind) {
    case AS_WORD:
    case AS_BITS: INT_AT(to, field) = INT_AT(from, field); break;
    case AS_TLP:
        to->tlp = from->tlp;
        copy_text(to, from->tlp_by, G_STRUCT_OFFSET(PkIncident, tlp_by));
        break;
    case AS_BOOL: to->caller_verified = from->caller_verified; break;
    case AS_TIME: TIME_AT(to, field) = TIME_AT(from, field); break;
    case AS_LINE:
    case AS_RSIT:
    case AS_LEAD: copy_text(to, TEXT_AT(from, field), shape[field].at); break;
    }
    if (field == PK_FIELD_OCCURRED)
        to->occurred_precision = from->occurred_precision;
    if (field == PK_FIELD_STATUS) {
        to->status_since_us = from->status_since_us;
        to->closed_us = from->closed_us;
    }
}

bool
pk_field_set_key_text(PkIncident *incident, PkField field, const char *text)
{
    const char *known = *text ? text : NULL;
    int value = 0;
    guint bits = 0;

    switch (shape[field].kind) {
    case AS_WORD:
        INT_AT(incident, field) = 0;
        return !known || (pk_word_parse(shape[field].words, text, &value, NULL) &&
                          ((INT_AT(incident, field) = value), true));
    case AS_BITS:
        return pk_bits_parse(shape[field].words, text, &bits, NULL) &&
               ((INT_AT(incident, field) = (int)bits), true);
    case AS_TLP: return pk_tlp_parse(text, &incident->tlp, NULL, NULL);
    case AS_BOOL: incident->caller_verified = strcmp(text, "yes") == 0; return true;
    case AS_TIME: {
        g_autoptr(GDateTime) at = known ? g_date_time_new_from_iso8601(text, NULL) : NULL;
        TIME_AT(incident, field) = at ? g_date_time_to_unix(at) * G_USEC_PER_SEC : 0;
        return !known || at;
    }
    case AS_LINE:
    case AS_RSIT:
    case AS_LEAD: copy_text(incident, known, shape[field].at); return true;
    }
    g_assert_not_reached();
}

guint
pk_fields_changed(const PkIncident *a, const PkIncident *b)
{
    guint fields = 0;

    for (int i = 0; i < PK_FIELD_N; i++)
        fields |= pk_field_same(a, b, (PkField)i) ? 0 : 1u << i;
    return fields;
}

char *
pk_fields_said(PkApp *app, const PkIncident *before, const PkIncident *after, guint fields)
{
    g_autoptr(GString) said = g_string_new(NULL);

    for (int i = 0; i < PK_FIELD_N; i++) {
        if (!(fields & 1u << i))
            continue;
        g_autofree char *old = pk_field_shown(app, before, (PkField)i);
        g_autofree char *new = pk_field_shown(app, after, (PkField)i);
        g_string_append_printf(said, "%s%s %s -> %s", said->len ? ", " : "", label_of((PkField)i),
                               old, new);
    }
    return g_strdup(said->str);
}

/* ---- setting from what was typed ------------------------------------------------------------ */

static bool
read_time(PkApp *app, PkIncident *incident, PkField field, const char *value, int64_t now_us,
          char **ret_notice, GError **error)
{
    PkWhenAsk ask = { value, now_us, app->zone, PK_WHEN_PAST, 0 };
    g_auto(PkWhen) when = { 0 };

    if (!*value) {
        TIME_AT(incident, field) = 0;
        return true;
    }
    if (!pk_when_parse(&ask, &when, error))
        return false;
    TIME_AT(incident, field) = when.us;
    if (field == PK_FIELD_OCCURRED)
        incident->occurred_precision = when.precision;
    *ret_notice = g_steal_pointer(&when.warning);
    return true;
}

static bool
read_text(PkApp *app, PkIncident *incident, PkField field, const char *value, GError **error)
{
    g_autofree char *text = NULL;

    if (*value && shape[field].kind == AS_RSIT) {
        g_autoptr(GPtrArray) table = pk_rsit_list(app->db, error);
        text = table ? pk_rsit_parse(table, value, error) : NULL;
    } else if (*value && shape[field].kind == AS_LEAD) {
        text = pk_app_person_find(app, value, error);
    } else if (*value) {
        text = g_strdup(value);
    }
    if (*value && !text)
        return false;
    copy_text(incident, text, shape[field].at);
    return true;
}

static bool
read_yes_no(PkIncident *incident, const char *value, GError **error)
{
    int answer = PK_TRISTATE_NO;

    if (!pk_word_parse(&pk_words_tristate, value, &answer, NULL) ||
        (answer != PK_TRISTATE_YES && answer != PK_TRISTATE_NO)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("'%s' is neither yes nor no."), value);
        return false;
    }
    incident->caller_verified = answer == PK_TRISTATE_YES;
    return true;
}

static bool
read_label(PkIncident *incident, const char *value, char **ret_notice, GError **error)
{
    PkTlp tlp = incident->tlp;

    if (!pk_tlp_parse(value, &tlp, ret_notice, error))
        return false;
    if (tlp == incident->tlp)
        return true;
    copy_text(incident, tlp < incident->tlp ? "source" : "ours",
              G_STRUCT_OFFSET(PkIncident, tlp_by));
    incident->tlp = tlp;
    return true;
}

bool
pk_field_read(PkApp *app, PkIncident *incident, PkField field, const char *value, int64_t now_us,
              char **ret_notice, GError **error)
{
    g_autofree char *clean = pk_text_clean(value, -1, PK_TEXT_LINE, NULL);
    const char *typed = strcmp(clean, "-") == 0 ? "" : clean;
    guint bits = 0;

    *ret_notice = NULL;
    switch (shape[field].kind) {
    case AS_WORD:
        if (!*typed) {
            INT_AT(incident, field) = 0;
            return true;
        }
        return pk_word_parse(shape[field].words, typed, &INT_AT(incident, field), error);
    case AS_BITS:
        if (!pk_bits_parse(shape[field].words, typed, &bits, error))
            return false;
        INT_AT(incident, field) = (int)bits;
        return true;
    case AS_TLP: return read_label(incident, typed, ret_notice, error);
    case AS_BOOL: return read_yes_no(incident, typed, error);
    case AS_TIME: return read_time(app, incident, field, typed, now_us, ret_notice, error);
    case AS_LINE:
    case AS_RSIT:
    case AS_LEAD: break;
    }
    return read_text(app, incident, field, typed, error);
}
