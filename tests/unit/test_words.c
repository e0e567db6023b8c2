/* SPDX-License-Identifier: EUPL-1.2 */
/* Every word of every table reads back as itself, in both languages. */
#include "piket/base/error.h"
#include "piket/model/words.h"

#include <string.h>

static const PkWords *const all[] = {
    &pk_words_status,       &pk_words_party_status, &pk_words_party_role, &pk_words_kind,
    &pk_words_severity,     &pk_words_source,       &pk_words_category,   &pk_words_org_kind,
    &pk_words_contact_role, &pk_words_clock_state,  &pk_words_tristate,   &pk_words_need,
    &pk_words_precision,
};

static void
check_reads(const PkWords *words, const char *text, int want)
{
    g_autoptr(GError) error = NULL;
    int value = -1;

    g_assert_true(pk_word_parse(words, text, &value, &error));
    g_assert_no_error(error);
    g_assert_cmpint(value, ==, want);
}

static void
test_every_word_reads_back(void)
{
    for (size_t t = 0; t < G_N_ELEMENTS(all); t++) {
        for (size_t i = 0; i < all[t]->n_words; i++) {
            const PkWord *word = &all[t]->words[i];
            g_autofree char *caps = g_utf8_strup(word->nl, -1);
            g_auto(GStrv) aliases = g_strsplit(word->aliases, " ", -1);

            check_reads(all[t], word->key, word->value);
            check_reads(all[t], word->en, word->value);
            check_reads(all[t], word->nl, word->value);
            check_reads(all[t], caps, word->value);
            for (char **alias = aliases; *alias; alias++)
                check_reads(all[t], *alias, word->value);
        }
    }
}

static void
test_values_and_keys_are_stable(void)
{
    for (size_t t = 0; t < G_N_ELEMENTS(all); t++) {
        for (size_t i = 0; i < all[t]->n_words; i++) {
            const PkWord *word = &all[t]->words[i];

            /* Values run up by one, so that a value can index an array. */
            g_assert_cmpint(word->value, ==, all[t]->words[0].value + (int)i);
            for (const char *c = word->key; *c; c++)
                g_assert_true(g_ascii_islower(*c) || *c == '_');
            g_assert_cmpstr(pk_word_key(all[t], word->value), ==, word->key);
        }
    }
}

typedef struct {
    const PkWords *words;
    int value;
    const char *key, *en, *nl;
} Shown;

static void
test_words_of_the_domain(void)
{
    /* clang-format off */
    static const Shown cases[] = {
        { &pk_words_status,       PK_STATUS_INVESTIGATION, "investigation",  "investigation",  "onderzoek" },
        { &pk_words_status,       PK_STATUS_RECOVERY,      "recovery",       "recovery",       "herstel" },
        { &pk_words_party_status, PK_PARTY_NOT_AFFECTED,   "not_affected",   "not affected",   "niet getroffen" },
        { &pk_words_kind,         PK_KIND_BREACH,          "breach",         "breach",         "datalek" },
        { &pk_words_severity,     PK_SEVERITY_CRITICAL,    "critical",       "critical",       "kritiek" },
        { &pk_words_category,     PK_CAT_AWARE,            "aware",          "aware",          "kennisname" },
        { &pk_words_category,     PK_CAT_COMMS,            "comms",          "comms",          "woordvoering" },
        { &pk_words_contact_role, PK_CONTACT_ONCALL,       "oncall",         "on-call",        "piket" },
        { &pk_words_severity,     0,                       "unknown",        "?",              "?" },
        { &pk_words_kind,         99,                      "unknown",        "?",              "?" },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Shown *c = &cases[i];

        g_assert_cmpstr(pk_word_key(c->words, c->value), ==, c->key);
        g_assert_cmpstr(pk_word_in(c->words, c->value, PK_LANG_EN), ==, c->en);
        g_assert_cmpstr(pk_word_in(c->words, c->value, PK_LANG_NL), ==, c->nl);
    }
}

static void
test_parse_is_lenient(void)
{
    check_reads(&pk_words_party_status, "  Niet-Getroffen ", PK_PARTY_NOT_AFFECTED);
    check_reads(&pk_words_party_status, "NIET_GETROFFEN", PK_PARTY_NOT_AFFECTED);
    check_reads(&pk_words_severity, "4", PK_SEVERITY_CRITICAL);
    check_reads(&pk_words_severity, "Lààg", PK_SEVERITY_LOW);
    check_reads(&pk_words_kind, "ongewenste toegang", PK_KIND_INTRUSION);
    check_reads(&pk_words_tristate, "?", PK_TRISTATE_UNKNOWN);
}

static void
test_parse_refuses(void)
{
    static const char *const bad[] = { "hoger", "", " ", "-", "5", "0", "hoog!", "\xff", "laa" };

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        int value = 77;

        g_assert_false(pk_word_parse(&pk_words_severity, bad[i], &value, &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_cmpint(value, ==, 77);
        g_assert_cmpstr(error->message, ==, "severity knows low, medium, high, critical.");
    }
    g_autoptr(GError) error = NULL;
    int value;
    g_assert_false(pk_word_parse(&pk_words_kind, NULL, &value, &error));
}

static void
test_caps(void)
{
    g_autofree char *caps = pk_word_caps(&pk_words_party_status, PK_PARTY_NOT_AFFECTED);

    g_assert_cmpstr(caps, ==, "NOT AFFECTED");
}

static void
test_dutch_sentence(void)
{
    g_autoptr(GError) error = NULL;
    int value;

    pk_i18n_start("nl");
    g_assert_false(pk_word_parse(&pk_words_severity, "hoger", &value, &error));
    g_assert_cmpstr(error->message, ==, "ernst kent laag, middel, hoog, kritiek.");
    g_autofree char *caps = pk_word_caps(&pk_words_status, PK_STATUS_INVESTIGATION);
    g_assert_cmpstr(caps, ==, "ONDERZOEK");
    pk_i18n_start("en");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/words/every-word-reads-back", test_every_word_reads_back);
    g_test_add_func("/words/values-and-keys-are-stable", test_values_and_keys_are_stable);
    g_test_add_func("/words/of-the-domain", test_words_of_the_domain);
    g_test_add_func("/words/parse-is-lenient", test_parse_is_lenient);
    g_test_add_func("/words/parse-refuses", test_parse_refuses);
    g_test_add_func("/words/caps", test_caps);
    g_test_add_func("/words/dutch-sentence", test_dutch_sentence);
    return g_test_run();
}
