/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/tlp.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <string.h>

/* clang-format off */
static const char *const labels[PK_TLP_N] = {
    "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED",
};

static const char *const rules[PK_TLP_N] = {
    N_("May be shared with everybody."),
    N_("May be shared within the community, not in public."),
    N_("Own organisation, and joined organisations that need it to act."),
    N_("Own organisation only, and only who needs it to act."),
    N_("Only the persons named on the incident."),
};

typedef enum {
    AS_IS,
    OLD,        /* the word of TLP 1.0           */
    TRANSLATED, /* a translation of the word     */
} Origin;

/* Input words after normalise(): capitals, '+' between parts. */
static const struct {
    const char *word;
    PkTlp tlp;
    Origin origin;
} inputs[] = {
    { "CLEAR",         PK_TLP_CLEAR,        AS_IS },
    { "GREEN",         PK_TLP_GREEN,        AS_IS },
    { "AMBER",         PK_TLP_AMBER,        AS_IS },
    { "AMBER+STRICT",  PK_TLP_AMBER_STRICT, AS_IS },
    { "STRICT",        PK_TLP_AMBER_STRICT, AS_IS },
    { "RED",           PK_TLP_RED,          AS_IS },
    { "WHITE",         PK_TLP_CLEAR,        OLD },
    { "WIT",           PK_TLP_CLEAR,        OLD },
    { "GROEN",         PK_TLP_GREEN,        TRANSLATED },
    { "ORANJE",        PK_TLP_AMBER,        TRANSLATED },
    { "ORANJE+STRICT", PK_TLP_AMBER_STRICT, TRANSLATED },
    { "ORANJE+STRIKT", PK_TLP_AMBER_STRICT, TRANSLATED },
    { "AMBER+STRIKT",  PK_TLP_AMBER_STRICT, TRANSLATED },
    { "ROOD",          PK_TLP_RED,          TRANSLATED },
};

/* The matrix of the domain page, row by row. */
#define Y PK_GATE_YES
#define K PK_GATE_NEED_TO_KNOW
#define N PK_GATE_NO
static const PkGateAnswer matrix[PK_TLP_N][PK_TO_PUBLIC + 1] = {
    /*                         person own client community public */
    [PK_TLP_RED]          = {    Y,    N,   N,      N,       N },
    [PK_TLP_AMBER_STRICT] = {    Y,    K,   N,      N,       N },
    [PK_TLP_AMBER]        = {    Y,    Y,   K,      N,       N },
    [PK_TLP_GREEN]        = {    Y,    Y,   Y,      Y,       N },
    [PK_TLP_CLEAR]        = {    Y,    Y,   Y,      Y,       Y },
};
#undef Y
#undef K
#undef N

static const char *const reasons[] = {
    [PK_GATE_YES]          = N_("This may go to this receiver."),
    [PK_GATE_NEED_TO_KNOW] = N_("This may go to this receiver once you state why they need it."),
    [PK_GATE_CEILING]      = N_("The label is above what was agreed with this receiver."),
    [PK_GATE_UNTRUSTED]    = N_("Above TLP:GREEN only a signed VCIB contact may receive it."),
    [PK_GATE_UNVERIFIED]   = N_("Nobody called the caller back yet: above TLP:GREEN this asks for a "
                                "reason, which is recorded."),
    [PK_GATE_NO]           = N_("The label does not allow this receiver; "
                                "ask the source for permission and record it."),
};
/* clang-format on */

const char *
pk_tlp_label(PkTlp tlp)
{
    g_assert(tlp <= PK_TLP_RED);
    return labels[tlp];
}

const char *
pk_tlp_short(PkTlp tlp)
{
    return pk_tlp_label(tlp) + strlen("TLP:");
}

PkTlp
pk_tlp_strictest(PkTlp a, PkTlp b)
{
    return a > b ? a : b;
}

const char *
pk_tlp_rule(PkTlp tlp)
{
    g_assert(tlp <= PK_TLP_RED);
    return _(rules[tlp]);
}

/* "tlp: amber strict" -> "AMBER+STRICT". */
static char *
normalise(const char *text)
{
    GString *out = g_string_new(NULL);

    while (g_ascii_isspace(*text))
        text++;
    if (g_ascii_strncasecmp(text, "TLP", 3) == 0)
        text += 3;
    for (; *text; text++) {
        if (!strchr(" \t\r\n:+-_", *text))
            g_string_append_c(out, g_ascii_toupper(*text));
        else if (out->len > 0 && out->str[out->len - 1] != '+')
            g_string_append_c(out, '+');
    }
    if (out->len > 0 && out->str[out->len - 1] == '+')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static char *
notice(const char *word, PkTlp tlp, Origin origin)
{
    switch (origin) {
    case OLD: return g_strdup_printf(_("%s is called %s since TLP 2.0."), word, pk_tlp_short(tlp));
    case TRANSLATED:
        return g_strdup_printf(_("%s is written %s: labels are never translated."), word,
                               pk_tlp_label(tlp));
    case AS_IS: break;
    }
    return NULL;
}

bool
pk_tlp_parse(const char *text, PkTlp *ret_tlp, char **ret_notice, GError **error)
{
    g_autofree char *word = normalise(text ? text : "");

    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        if (strcmp(word, inputs[i].word) == 0) {
            *ret_tlp = inputs[i].tlp;
            if (ret_notice)
                *ret_notice = notice(word, inputs[i].tlp, inputs[i].origin);
            return true;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("TLP knows %s, %s, %s, %s and %s."),
                labels[PK_TLP_RED], labels[PK_TLP_AMBER_STRICT], labels[PK_TLP_AMBER],
                labels[PK_TLP_GREEN], labels[PK_TLP_CLEAR]);
    return false;
}

PkGateAnswer
pk_tlp_gate(PkTlp label, const PkGateAsk *ask)
{
    g_assert(label <= PK_TLP_RED && ask->relation <= PK_TO_PUBLIC);
    if (ask->unverified && !ask->reason_given && label > PK_TLP_GREEN)
        return PK_GATE_UNVERIFIED;
    if (ask->is_source)
        return PK_GATE_YES;
    if (ask->has_ceiling && label > ask->ceiling)
        return PK_GATE_CEILING;

    PkGateAnswer answer = ask->source_permits ? PK_GATE_YES : matrix[label][ask->relation];
    if (answer == PK_GATE_NO)
        return answer;
    if (ask->is_contact && !ask->contact_trusted && label > PK_TLP_GREEN)
        return PK_GATE_UNTRUSTED;
    if (answer == PK_GATE_NEED_TO_KNOW && ask->need_to_know)
        return PK_GATE_YES;
    return answer;
}

const char *
pk_gate_reason(PkGateAnswer answer)
{
    g_assert(answer < G_N_ELEMENTS(reasons));
    return _(reasons[answer]);
}
