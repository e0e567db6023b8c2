/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate is checked cell by cell against the domain page, for every combination of flags. */
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/model/tlp.h"

#include <string.h>

typedef struct {
    const char *text;
    const char *want;   /* label, or NULL when refused */
    const char *notice; /* or NULL                     */
} Input;

static void
test_parse(void)
{
    /* clang-format off */
    static const Input cases[] = {
        { "TLP:RED",          "TLP:RED",          NULL },
        { "tlp:amber+strict", "TLP:AMBER+STRICT", NULL },
        { "TLP: Amber Strict", "TLP:AMBER+STRICT", NULL },
        { "amber-strict",     "TLP:AMBER+STRICT", NULL },
        { "strict",           "TLP:AMBER+STRICT", NULL },
        { " amber ",          "TLP:AMBER",        NULL },
        { "green",            "TLP:GREEN",        NULL },
        { "clear",            "TLP:CLEAR",        NULL },
        { "wit",              "TLP:CLEAR",        "WIT is called CLEAR since TLP 2.0." },
        { "TLP:WHITE",        "TLP:CLEAR",        "WHITE is called CLEAR since TLP 2.0." },
        { "rood",             "TLP:RED",          "ROOD is written TLP:RED: labels are never translated." },
        { "oranje",           "TLP:AMBER",        "ORANJE is written TLP:AMBER: labels are never translated." },
        { "groen",            "TLP:GREEN",        "GROEN is written TLP:GREEN: labels are never translated." },
        { "",                 NULL,               NULL },
        { "TLP:",             NULL,               NULL },
        { "purple",           NULL,               NULL },
        { "amberstrict",      NULL,               NULL },
        { "red green",        NULL,               NULL },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *notice = NULL;
        PkTlp tlp = PK_TLP_CLEAR;

        bool ok = pk_tlp_parse(cases[i].text, &tlp, &notice, &error);
        g_assert_cmpstr(ok ? pk_tlp_label(tlp) : NULL, ==, cases[i].want);
        g_assert_cmpstr(notice, ==, cases[i].notice);
        if (!ok) {
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
            g_assert_nonnull(strstr(error->message, "TLP:AMBER+STRICT"));
        }
    }
}

static void
test_order_and_labels(void)
{
    for (int a = 0; a < PK_TLP_N; a++) {
        g_assert_cmpstr(pk_tlp_short((PkTlp)a), ==, pk_tlp_label((PkTlp)a) + 4);
        g_assert_true(*pk_tlp_rule((PkTlp)a));
        for (int b = 0; b < PK_TLP_N; b++)
            g_assert_cmpint((int)pk_tlp_strictest((PkTlp)a, (PkTlp)b), ==, MAX(a, b));
    }
    g_assert_cmpstr(pk_tlp_label(PK_TLP_AMBER_STRICT), ==, "TLP:AMBER+STRICT");
}

/* The page of the domain, written a second time in letters: y yes, k need to know, n no.
 * Rows from CLEAR to RED; columns person, own, client, community, public. */
static const char *const page[PK_TLP_N] = { "yyyyy", "yyyyn", "yyknn", "yknnn", "ynnnn" };

static PkGateAnswer
expected(PkTlp label, const PkGateAsk *ask)
{
    char cell = page[label][ask->relation];

    if (ask->is_source)
        return PK_GATE_YES;
    if (ask->has_ceiling && label > ask->ceiling)
        return PK_GATE_CEILING;
    if (cell == 'n' && !ask->source_permits)
        return PK_GATE_NO;
    if (label >= PK_TLP_AMBER && ask->is_contact && !ask->contact_trusted)
        return PK_GATE_UNTRUSTED;
    if (cell == 'k' && !ask->need_to_know && !ask->source_permits)
        return PK_GATE_NEED_TO_KNOW;
    return PK_GATE_YES;
}

static void
test_whole_matrix(void)
{
    unsigned n = 0;

    for (int label = 0; label < PK_TLP_N; label++) {
        for (int to = PK_TO_PERSON; to <= PK_TO_PUBLIC; to++) {
            for (unsigned f = 0; f < 64; f++) {
                for (int ceiling = 0; ceiling < PK_TLP_N; ceiling++) {
                    PkGateAsk ask = {
                        .relation = (PkReceiver)to,
                        .is_source = f & 1,
                        .need_to_know = f & 2,
                        .source_permits = f & 4,
                        .has_ceiling = f & 8,
                        .ceiling = (PkTlp)ceiling,
                        .is_contact = f & 16,
                        .contact_trusted = f & 32,
                    };
                    g_assert_cmpint(pk_tlp_gate((PkTlp)label, &ask), ==,
                                    expected((PkTlp)label, &ask));
                    n++;
                }
            }
        }
    }
    g_assert_cmpuint(n, ==, 5 * 5 * 64 * 5);
}

typedef struct {
    const char *why;
    PkTlp label;
    PkGateAsk ask;
    PkGateAnswer want;
} Gate;

static void
test_rules_by_name(void)
{
    /* clang-format off */
    static const Gate cases[] = {
        { "RED leaves to a named person only", PK_TLP_RED,
          { .relation = PK_TO_PERSON }, PK_GATE_YES },
        { "RED stays away from colleagues", PK_TLP_RED,
          { .relation = PK_TO_OWN, .need_to_know = true }, PK_GATE_NO },
        { "STRICT never reaches clients", PK_TLP_AMBER_STRICT,
          { .relation = PK_TO_CLIENT, .need_to_know = true }, PK_GATE_NO },
        { "AMBER reaches a client with need to know", PK_TLP_AMBER,
          { .relation = PK_TO_CLIENT, .need_to_know = true }, PK_GATE_YES },
        { "AMBER asks why first", PK_TLP_AMBER,
          { .relation = PK_TO_CLIENT }, PK_GATE_NEED_TO_KNOW },
        { "GREEN is not public", PK_TLP_GREEN,
          { .relation = PK_TO_PUBLIC }, PK_GATE_NO },
        { "the source gets its own back, above any ceiling", PK_TLP_RED,
          { .relation = PK_TO_COMMUNITY, .is_source = true, .has_ceiling = true }, PK_GATE_YES },
        { "a ceiling lowers", PK_TLP_GREEN,
          { .relation = PK_TO_COMMUNITY, .has_ceiling = true, .ceiling = PK_TLP_CLEAR }, PK_GATE_CEILING },
        { "a ceiling never raises", PK_TLP_AMBER,
          { .relation = PK_TO_COMMUNITY, .has_ceiling = true, .ceiling = PK_TLP_RED }, PK_GATE_NO },
        { "permission does not lift a ceiling", PK_TLP_AMBER,
          { .relation = PK_TO_COMMUNITY, .has_ceiling = true, .ceiling = PK_TLP_GREEN,
            .source_permits = true }, PK_GATE_CEILING },
        { "permission lifts the table", PK_TLP_AMBER,
          { .relation = PK_TO_COMMUNITY, .source_permits = true }, PK_GATE_YES },
        { "an unsigned contact stops at GREEN", PK_TLP_AMBER,
          { .relation = PK_TO_PERSON, .is_contact = true }, PK_GATE_UNTRUSTED },
        { "also with permission", PK_TLP_AMBER,
          { .relation = PK_TO_COMMUNITY, .is_contact = true, .source_permits = true }, PK_GATE_UNTRUSTED },
        { "an unsigned contact may have GREEN", PK_TLP_GREEN,
          { .relation = PK_TO_CLIENT, .is_contact = true }, PK_GATE_YES },
        { "a signed VCIB may have AMBER", PK_TLP_AMBER,
          { .relation = PK_TO_CLIENT, .is_contact = true, .contact_trusted = true,
            .need_to_know = true }, PK_GATE_YES },
        { "a caller who was not called back: a reason", PK_TLP_AMBER,
          { .relation = PK_TO_CLIENT, .need_to_know = true, .unverified = true }, PK_GATE_UNVERIFIED },
        { "also when it says that it is the source", PK_TLP_RED,
          { .relation = PK_TO_CLIENT, .is_source = true, .unverified = true }, PK_GATE_UNVERIFIED },
        { "with a reason the table decides", PK_TLP_AMBER,
          { .relation = PK_TO_CLIENT, .need_to_know = true, .unverified = true,
            .reason_given = true }, PK_GATE_YES },
        { "a reason lifts nothing else", PK_TLP_RED,
          { .relation = PK_TO_CLIENT, .unverified = true, .reason_given = true }, PK_GATE_NO },
        { "GREEN needs no reason", PK_TLP_GREEN,
          { .relation = PK_TO_CLIENT, .unverified = true }, PK_GATE_YES },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        PkGateAnswer answer = pk_tlp_gate(cases[i].label, &cases[i].ask);

        if (answer != cases[i].want)
            g_error("%s: %s", cases[i].why, pk_gate_reason(answer));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/tlp/parse", test_parse);
    g_test_add_func("/tlp/order-and-labels", test_order_and_labels);
    g_test_add_func("/tlp/whole-matrix", test_whole_matrix);
    g_test_add_func("/tlp/rules-by-name", test_rules_by_name);
    return g_test_run();
}
