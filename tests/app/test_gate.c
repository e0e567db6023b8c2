/* SPDX-License-Identifier: EUPL-1.2 */
/* What leaves: a pipe stops at its ceiling, a person at the terminal sees all, and what was left
 * out is counted. */
#include "piket/app/gate.h"

#include <string.h>

typedef struct {
    const char *name;
    bool person;
    PkTlp ceiling;
    bool may[PK_TLP_N]; /* by label, from CLEAR to RED */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "person",       true,  0,                   { true, true,  true,  true,  true } },
    { "clear",        false, PK_TLP_CLEAR,        { true, false, false, false, false } },
    { "green",        false, PK_TLP_GREEN,        { true, true,  false, false, false } },
    { "amber",        false, PK_TLP_AMBER,        { true, true,  true,  false, false } },
    { "amber-strict", false, PK_TLP_AMBER_STRICT, { true, true,  true,  true,  false } },
    { "red",          false, PK_TLP_RED,          { true, true,  true,  true,  true } },
};
/* clang-format on */

static void
test_ceiling(const void *data)
{
    const Case *c = data;
    PkOutgoing out = { 0 };
    unsigned n_out = 0;
    int strictest = -1;

    if (c->person)
        pk_outgoing_person(&out);
    else
        pk_outgoing_ceiling(&out, c->ceiling);
    for (int label = 0; label < PK_TLP_N; label++) {
        g_assert_cmpint(pk_outgoing_may(&out, (PkTlp)label), ==, c->may[label]);
        g_assert_cmpuint(out.omitted[label], ==, c->may[label] ? 0 : 1);
        n_out += !c->may[label];
        strictest = c->may[label] ? label : strictest;
    }
    g_assert_cmpuint(pk_outgoing_omitted(&out), ==, n_out);
    PkTlp whole = PK_TLP_CLEAR;
    g_assert_true(pk_outgoing_label(&out, &whole));
    g_assert_cmpint((int)whole, ==, strictest);
    g_autofree char *said = pk_outgoing_said(&out);
    g_assert_true((said != NULL) == (n_out > 0));
}

static void
test_nothing_went(void)
{
    PkOutgoing out = { 0 };
    PkTlp label = PK_TLP_GREEN;

    pk_outgoing_ceiling(&out, PK_TLP_CLEAR);
    g_assert_false(pk_outgoing_may(&out, PK_TLP_RED));
    g_assert_false(pk_outgoing_may(&out, PK_TLP_RED));
    g_assert_false(pk_outgoing_label(&out, &label));
    g_assert_cmpint((int)label, ==, PK_TLP_GREEN);
    g_autofree char *said = pk_outgoing_said(&out);
    g_assert_nonnull(strstr(said, "2 TLP:RED"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/gate/ceiling/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_ceiling);
    }
    g_test_add_func("/gate/nothing-went", test_nothing_went);
    return g_test_run();
}
