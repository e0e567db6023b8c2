/* SPDX-License-Identifier: EUPL-1.2 */
/* A table of rules is read whole or refused with the row and the reason, and written back the same.
 */
#include "piket/base/error.h"
#include "piket/format/rule_csv.h"

#include <string.h>

#define HEAD                                                                                       \
    "key,name_en,name_nl,law,start,unit,length,who_en,who_nl,whom,valid_from,valid_until,checked," \
    "note_en,note_nl\n"
#define GOOD                                                                                       \
    "nis2-24h,24h early warning,24u "                                                              \
    "waarschuwing,NIS2,awareness_significant,hours,24,a,b,c,2026-10-01,,2026-09-01,\"n, 1\",n\n"

/* clang-format off */
static const struct {
    const char *text, *says;
} refused[] = {
    { "",                                                                      "no rule" },
    { HEAD,                                                                    "no rule" },
    { "key,name_en\nx,y\n",                                                    "name_nl" },
    { HEAD GOOD GOOD,                                                          "Row 3" },
    { HEAD ",a,b,,awareness_breach,hours,72,,,,,,,,\n",                        "Row 2, column key" },
    { HEAD GOOD "k y,a,b,,awareness_breach,hours,72,,,,,,,,\n",                "Row 3, column key" },
    { HEAD "k,a,b,,at_noon,hours,72,,,,,,,,\n",                                "column start" },
    { HEAD "k,a,b,,awareness_breach,days,72,,,,,,,,\n",                        "column unit" },
    { HEAD "k,a,b,,awareness_breach,hours,many,,,,,,,,\n",                     "column length" },
    { HEAD "k,a,b,,awareness_breach,hours,-1,,,,,,,,\n",                       "column length" },
    { HEAD "k,a,b,,awareness_breach,hours,0,,,,,,,,\n",                        "Row 2" },
    { HEAD "k,a,b,,awareness_breach,months,9999,,,,,,,,\n",                    "Row 2" },
    { HEAD "k,a,b,,awareness_breach,hours,72,,,,31-12-2026,,,,\n",             "column valid_from" },
    { HEAD "k,a,b,,awareness_breach,hours,72,,,,2026-02-30,,,,\n",             "column valid_from" },
    { HEAD "k,a,b,,awareness_breach,hours,72,,,,2026-02-03,2026-01-01,,,\n",   "Row 2" },
    { HEAD "\"k,a\n",                                                          "" },
};
/* clang-format on */

static void
test_refused(void)
{
    g_autoptr(PkZone) zone = pk_zone_new("Europe/Amsterdam", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        GPtrArray *rules =
            pk_rules_read(refused[i].text, strlen(refused[i].text), zone, NULL, &error);
        if (rules || !strstr(error->message, refused[i].says))
            g_error("%zu: %s", i, rules ? "taken" : error->message);
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
}

static void
test_round_trip(void)
{
    static const char *const text =
        HEAD GOOD "final,a,b,,first_notification,months,1,,,,,,,\"=1+1\",\n"
                  "old,a,b,,agreed,none,0,,,,2019-01-01,2020-01-01,,,\n";
    g_autoptr(PkZone) zone = pk_zone_new("Europe/Amsterdam", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) rows = NULL;
    g_autoptr(GPtrArray) rules = pk_rules_read(text, strlen(text), zone, &rows, &error);
    g_assert_no_error(error);
    g_assert_cmpint(rules->len, ==, 3);
    g_assert_cmpint(g_array_index(rows, unsigned, 2), ==, 4);
    const PkRule *rule = rules->pdata[0];
    g_assert_cmpint(rule->length, ==, 24);
    g_assert_cmpstr(rule->note_en, ==, "n, 1");
    /* midnight in the Netherlands, in summer time */
    g_assert_cmpint(rule->valid_from_us, ==, INT64_C(1790805600000000));
    g_autofree char *once = pk_rules_write(rules, zone);
    g_autoptr(GPtrArray) again = pk_rules_read(once, strlen(once), zone, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *twice = pk_rules_write(again, zone);
    g_assert_cmpstr(once, ==, twice);
    g_assert_cmpstr(((PkRule *)again->pdata[1])->note_en, ==, "=1+1");
}

static void
test_columns_in_any_order(void)
{
    static const char *const text = "Length;unit;START;key;name_nl;name_en\n"
                                    "72;hours;awareness_breach;avg-33;x;y\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rules = pk_rules_read(text, strlen(text), NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(((PkRule *)rules->pdata[0])->length, ==, 72);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rule-csv/refused", test_refused);
    g_test_add_func("/rule-csv/round-trip", test_round_trip);
    g_test_add_func("/rule-csv/columns-in-any-order", test_columns_in_any_order);
    return g_test_run();
}
