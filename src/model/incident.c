/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/incident.h"

#include "check.h"
#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

static const int64_t day_us = INT64_C(86400) * 1000000;

PkIncident *
pk_incident_new(void)
{
    PkIncident *incident = g_new0(PkIncident, 1);

    incident->tlp = PK_TLP_AMBER;
    incident->tlp_by = g_strdup("default");
    return incident;
}

/* Every string of the struct, so that copying and freeing cannot forget one. */
/* clang-format off */
static const size_t strings[] = {
    G_STRUCT_OFFSET(PkIncident, uuid),
    G_STRUCT_OFFSET(PkIncident, ident),
    G_STRUCT_OFFSET(PkIncident, title),
    G_STRUCT_OFFSET(PkIncident, rsit),
    G_STRUCT_OFFSET(PkIncident, tlp_by),
    G_STRUCT_OFFSET(PkIncident, reporter),
    G_STRUCT_OFFSET(PkIncident, reporter_role),
    G_STRUCT_OFFSET(PkIncident, reporter_phone),
    G_STRUCT_OFFSET(PkIncident, lead),
    G_STRUCT_OFFSET(PkIncident, import_source),
    G_STRUCT_OFFSET(PkIncident, import_id),
    G_STRUCT_OFFSET(PkIncident, org_name),
    G_STRUCT_OFFSET(PkIncident, org_code),
    G_STRUCT_OFFSET(PkIncident, changed_by),
};
/* clang-format on */

PkIncident *
pk_incident_copy(const PkIncident *incident)
{
    PkIncident *copy = g_memdup2(incident, sizeof *incident);

    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        char **field = G_STRUCT_MEMBER_P(copy, strings[i]);
        *field = g_strdup(*field);
    }
    return copy;
}

void
pk_incident_free(PkIncident *incident)
{
    if (!incident)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(G_STRUCT_MEMBER(char *, incident, strings[i]));
    g_free(incident);
}

static bool
known_values(const PkIncident *incident)
{
    return incident->status <= PK_STATUS_CLOSED && incident->tlp <= PK_TLP_RED &&
           incident->source <= PK_SOURCE_IMPORT && incident->severity >= PK_SEVERITY_NONE &&
           incident->severity <= PK_SEVERITY_CRITICAL &&
           incident->personal_data <= PK_TRISTATE_YES &&
           incident->occurred_precision <= PK_PRECISION_YEAR &&
           incident->kinds < 1u << pk_words_kind.n_words &&
           incident->needs < 1u << pk_words_need.n_words;
}

static bool
clean_lines(const PkIncident *incident)
{
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        if (!pk_check_optional(G_STRUCT_MEMBER(char *, incident, strings[i]), PK_NAME_MAX))
            return false;
    }
    return true;
}

bool
pk_incident_check(const PkIncident *incident, int64_t now_us, GError **error)
{
    const char *fault = NULL;

    if (!pk_check_line(incident->title, PK_TITLE_MAX))
        fault = _("The title must be one line of 1 to 200 characters.");
    else if (!clean_lines(incident))
        fault = _("A name or number is longer than 200 characters or holds control characters.");
    else if (!known_values(incident))
        fault = _("A status, label or kind is not one that Piket knows.");
    else if (incident->aware_us > now_us + day_us || incident->occurred_us > now_us + day_us)
        fault = _("A time of awareness or observation lies in the future; check the date.");
    else if (!incident->import_source != !incident->import_id)
        fault = _("An imported incident needs both its source and its id there.");
    return pk_check_verdict(fault, error);
}

int
pk_incident_step_level(PkStatus from, PkStatus to)
{
    /* clang-format off */
    static const int levels[5][5] = {
        /* to              report investigation contained recovery closed */
        /* report        */ { 0,    2,            2,        2,       4 },
        /* investigation */ { 2,    0,            2,        2,       4 },
        /* contained     */ { 2,    2,            0,        2,       4 },
        /* recovery      */ { 2,    2,            2,        0,       4 },
        /* closed        */ { 2,    2,            2,        2,       0 },
    };
    /* clang-format on */

    g_assert(from <= PK_STATUS_CLOSED && to <= PK_STATUS_CLOSED);
    return levels[from][to];
}

bool
pk_incident_step_is_back(PkStatus from, PkStatus to)
{
    return to < from;
}

static bool
has_caller(const PkIncident *incident)
{
    return incident->source != PK_SOURCE_OWN && incident->source != PK_SOURCE_IMPORT;
}

GPtrArray *
pk_incident_missing(const PkIncident *incident)
{
    GPtrArray *missing = g_ptr_array_new();

    if (!incident->org_name)
        g_ptr_array_add(missing, _("municipality"));
    if (has_caller(incident) && !incident->reporter_phone)
        g_ptr_array_add(missing, _("call-back number"));
    if (incident->kinds == 0)
        g_ptr_array_add(missing, _("kind"));
    if (incident->severity == PK_SEVERITY_NONE)
        g_ptr_array_add(missing, _("severity"));
    if (incident->aware_us == 0)
        g_ptr_array_add(missing, _("awareness"));
    if (incident->personal_data == PK_TRISTATE_EMPTY)
        g_ptr_array_add(missing, _("personal data"));
    return missing;
}

GPtrArray *
pk_incident_missing_to_close(const PkIncident *incident)
{
    GPtrArray *missing = pk_incident_missing(incident);

    if (!incident->rsit)
        g_ptr_array_add(missing, _("RSIT class"));
    return missing;
}

bool
pk_incident_may_close(const PkIncident *incident, unsigned n_open_parties, unsigned n_open_actions,
                      GError **error)
{
    g_autoptr(GPtrArray) missing = pk_incident_missing_to_close(incident);
    g_autoptr(GString) why = g_string_new(NULL);

    for (unsigned i = 0; i < missing->len; i++)
        g_string_append_printf(why, "%s%s", i ? ", " : "", (const char *)missing->pdata[i]);
    if (n_open_parties > 0)
        g_string_append_printf(why, P_("%s%u open party", "%s%u open parties", n_open_parties),
                               why->len ? ", " : "", n_open_parties);
    if (n_open_actions > 0)
        g_string_append_printf(why, P_("%s%u open action", "%s%u open actions", n_open_actions),
                               why->len ? ", " : "", n_open_actions);
    if (why->len == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Not ready to close: %s. Complete it, or say why it is not needed."), why->str);
    return false;
}

/* "Ransomware Oefendam" */
static char *
title_of_kind(guint kinds, const char *org_name)
{
    for (size_t i = 0; i < pk_words_kind.n_words; i++) {
        const PkWord *word = &pk_words_kind.words[i];
        if (!(kinds & 1u << word->value))
            continue;
        const char *name = pk_word(&pk_words_kind, word->value);
        g_autofree char *first = g_utf8_substring(name, 0, 1);
        g_autofree char *upper = g_utf8_strup(first, -1);
        const char *rest = g_utf8_next_char(name);
        return g_strconcat(upper, rest, org_name ? " " : "", org_name, NULL);
    }
    return g_strconcat(_("Report"), org_name ? " " : "", org_name, NULL);
}

char *
pk_incident_title(const char *note, guint kinds, const char *org_name)
{
    g_autofree char *first = pk_text_first_sentence(note, PK_TITLE_COLUMNS);

    if (*first)
        return g_steal_pointer(&first);
    g_autofree char *made = title_of_kind(kinds, org_name);
    return pk_text_fit(made, PK_TITLE_COLUMNS, "...");
}
