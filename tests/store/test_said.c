/* SPDX-License-Identifier: EUPL-1.2 */
/* What a server refuses with, in the language of who reads it. */
#include "../../src/store/engine_postgres_said.h"
#include "piket/base/i18n.h"

#include <glib.h>

/* clang-format off */
static const struct {
    const char *english, *dutch; /* NULL: as it is */
} sentences[] = {
    { "Numbers are drawn one at a time. Nothing was saved.",
      "Nummers worden één voor één getrokken. Er is niets opgeslagen." },
    { "The lines of I26-0412 are counted one by one. Nothing was saved.",
      "De regels van I26-0412 tellen één voor één. Er is niets opgeslagen." },
    { "Writing incidents needs the role officer, coordinator, lead; anna has no role. Nothing was changed.",
      "Incidenten schrijven vraagt de rol officer, coordinator, lead; anna heeft geen rol. Er is niets gewijzigd." },
    { "Closing an incident needs the role coordinator, lead; anna has officer. Nothing was changed.",
      "Een incident sluiten vraagt de rol coordinator, lead; anna heeft officer. Er is niets gewijzigd." },
    { "The outbox K belongs to anna; bert cannot write in it. Nothing was saved.",
      "Postvak K is van anna; bert kan er niet in schrijven. Er is niets opgeslagen." },
    { "Piket knows no such role: %s%n; Nothing was changed.. Nothing was changed.",
      "Piket kent die rol niet: %s%n; Nothing was changed.. Er is niets gewijzigd." },
    { "permission denied for table line.", NULL },
    { "", NULL },
};
/* clang-format on */

static void
test_in_dutch(void)
{
    if (pk_i18n_start("nl") != PK_LANG_NL) {
        g_test_skip("no Dutch here");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autofree char *said = pk_pg_said(sentences[i].english);
        g_assert_cmpstr(said, ==, sentences[i].dutch ? sentences[i].dutch : sentences[i].english);
    }
    pk_i18n_start("en");
}

static void
test_in_english(void)
{
    pk_i18n_start("en");
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autofree char *said = pk_pg_said(sentences[i].english);
        g_assert_cmpstr(said, ==, sentences[i].english);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/said/dutch", test_in_dutch);
    g_test_add_func("/said/english", test_in_english);
    return g_test_run();
}
