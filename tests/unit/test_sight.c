/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may see what: the whole matrix of roles, ceiling, label and name. */
#include "piket/model/sight.h"

enum { NAMED_ON = 7, NOT_NAMED_ON = 8 };

static GArray *
named_on(int64_t first, int64_t second)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    g_array_append_val(keys, first);
    g_array_append_val(keys, second);
    return keys;
}

/* The five columns are CLEAR, GREEN, AMBER, AMBER+STRICT, RED: x may see, . may not. */
/* clang-format off */
static const struct {
    const char *roles;
    PkTlp ceiling;
    const char *not_named;
    const char *named;
} matrix[] = {
    { "officer",           PK_TLP_GREEN,        "xxxx.", "xxxxx" },
    { "coordinator",       PK_TLP_GREEN,        "xxxx.", "xxxxx" },
    { "lead",              PK_TLP_GREEN,        "xxxx.", "xxxxx" },
    { "auditor",           PK_TLP_GREEN,        "xxxx.", "xxxxx" },
    { "officer",           PK_TLP_CLEAR,        "xxxx.", "xxxxx" }, /* a ceiling is for readers  */
    { "officer",           PK_TLP_RED,          "xxxx.", "xxxxx" },
    { "reader",            PK_TLP_CLEAR,        "x....", "xxxxx" },
    { "reader",            PK_TLP_GREEN,        "xx...", "xxxxx" },
    { "reader",            PK_TLP_AMBER,        "xxx..", "xxxxx" },
    { "reader",            PK_TLP_AMBER_STRICT, "xxxx.", "xxxxx" },
    { "reader",            PK_TLP_RED,          "xxxx.", "xxxxx" }, /* no ceiling reaches RED    */
    { "reader auditor",    PK_TLP_CLEAR,        "xxxx.", "xxxxx" }, /* roles add up              */
    { "admin reader",      PK_TLP_GREEN,        "xx...", "xxxxx" },
    { "admin lead",        PK_TLP_CLEAR,        "xxxx.", "xxxxx" },
    { "admin",             PK_TLP_RED,          ".....", "....." },
    { "",                  PK_TLP_RED,          ".....", "....." },
    { "wizard",            PK_TLP_RED,          ".....", "....." },
    { "watch",             PK_TLP_GREEN,        "xxxxx", "xxxxx" }, /* rows only: test_watch     */
    { "officer watch",     PK_TLP_GREEN,        "xxxx.", "xxxxx" }, /* beside another: nothing   */
    { "admin watch",       PK_TLP_RED,          ".....", "....." },
    { "officer coordinator lead reader auditor admin",
                           PK_TLP_GREEN,        "xxxx.", "xxxxx" },
};
/* clang-format on */

static void
test_matrix(void)
{
    g_autoptr(GArray) named = named_on(3, NAMED_ON);

    for (size_t i = 0; i < G_N_ELEMENTS(matrix); i++) {
        PkSight sight = pk_sight_new("jdv", matrix[i].roles, matrix[i].ceiling, named);
        for (int label = PK_TLP_CLEAR; label < PK_TLP_N; label++) {
            bool sees = pk_sight_may(&sight, NOT_NAMED_ON, (PkTlp)label);
            bool sees_named = pk_sight_may(&sight, NAMED_ON, (PkTlp)label);
            if (sees != (matrix[i].not_named[label] == 'x') ||
                sees_named != (matrix[i].named[label] == 'x'))
                g_test_message("roles '%s', ceiling %s, label %s: %d, named %d", matrix[i].roles,
                               pk_tlp_label(matrix[i].ceiling), pk_tlp_label((PkTlp)label), sees,
                               sees_named);
            g_assert_cmpint(sees, ==, matrix[i].not_named[label] == 'x');
            g_assert_cmpint(sees_named, ==, matrix[i].named[label] == 'x');
        }
    }
}

static void
test_watch(void)
{
    PkSight watch = pk_sight_new("wacht", "watch", PK_TLP_RED, NULL);

    g_assert_false(pk_sight_text(&watch, NOT_NAMED_ON, PK_TLP_CLEAR, "jdv"));
    g_assert_false(pk_sight_text(&watch, 0, PK_TLP_CLEAR, "jdv"));
    g_assert_true(pk_sight_text(&watch, NOT_NAMED_ON, PK_TLP_AMBER_STRICT, "wacht"));
    g_assert_true(pk_sight_text(&watch, 0, PK_TLP_AMBER, "wacht"));
}

static void
test_named(void)
{
    g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(int64_t));
    PkSight sight = pk_sight_new("jdv", "officer", PK_TLP_GREEN, named);

    g_assert_false(pk_sight_named(&sight, 4));
    for (int64_t key = 2; key <= 40; key += 2)
        g_array_append_val(named, key);
    for (int64_t key = 1; key <= 42; key++)
        g_assert_cmpint(pk_sight_named(&sight, key), ==, key % 2 == 0 && key <= 40);
    sight.named = NULL;
    g_assert_false(pk_sight_named(&sight, 4));
}

static void
test_text(void)
{
    g_autoptr(GArray) named = named_on(3, NAMED_ON);
    PkSight officer = pk_sight_new("jdv", "officer", PK_TLP_GREEN, named);
    PkSight admin = pk_sight_new("jdv", "admin", PK_TLP_GREEN, named);

    g_assert_true(pk_sight_text(&officer, NOT_NAMED_ON, PK_TLP_AMBER, "mb"));
    g_assert_false(pk_sight_text(&officer, NOT_NAMED_ON, PK_TLP_RED, "mb"));
    g_assert_false(pk_sight_text(&officer, NOT_NAMED_ON, PK_TLP_RED, "jdv")); /* name taken away */
    g_assert_true(pk_sight_text(&officer, NAMED_ON, PK_TLP_RED, "mb"));
    g_assert_true(pk_sight_text(&officer, 0, PK_TLP_RED, "jdv")); /* about no incident: one's own */
    g_assert_false(pk_sight_text(&officer, 0, PK_TLP_RED, "mb"));
    g_assert_false(pk_sight_text(&admin, 0, PK_TLP_RED, "jdv"));
    g_assert_true(pk_sight_text(NULL, NOT_NAMED_ON, PK_TLP_RED, "mb"));
    g_assert_true(pk_sight_may(NULL, NOT_NAMED_ON, PK_TLP_RED));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sight/matrix", test_matrix);
    g_test_add_func("/sight/watch", test_watch);
    g_test_add_func("/sight/named", test_named);
    g_test_add_func("/sight/text", test_text);
    return g_test_run();
}
