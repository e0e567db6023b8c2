/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *in;
    gssize len; /* -1: up to NUL */
    PkTextKind kind;
    const char *want;
    size_t removed;
} CleanCase;

#define LINE  PK_TEXT_LINE
#define MULTI PK_TEXT_MULTILINE

/* clang-format off */
static const CleanCase clean_cases[] = {
    { "",                               -1, LINE,  "",                     0 },
    { "  Servers plat  ",               -1, LINE,  "Servers plat",         0 },
    { "  Servers plat  ",               -1, MULTI, "  Servers plat  ",     0 },
    { "Su\u0301dwest-Frysla\u0302n",    -1, LINE,  "S\u00fadwest-Frysl\u00e2n", 0 },
    { "u\x1b\u0301",                    -1, LINE,  "\u00fa",               1 },
    { "\x1b[2J\x1b[Hhallo",             -1, LINE,  "[2J[Hhallo",           2 },
    { "\x1b]8;;https://kwaad.example/\x1b\\x", -1, LINE, "]8;;https://kwaad.example/\\x", 2 },
    { "TLP:RED\r\x1b[KTLP:CLEAR",       -1, LINE,  "TLP:RED [KTLP:CLEAR",  1 },
    { "\xc2\x9b" "2J",                  -1, LINE,  "2J",                   1 },
    { "\x9b" "2J",                      -1, LINE,  "\ufffd" "2J",          1 },
    { "a\0b",                            3, LINE,  "ab",                   1 },
    { "a\x7f" "b\x08\x07",              -1, LINE,  "ab",                   3 },
    { "bijlage\u202efdp.exe",           -1, LINE,  "bijlagefdp.exe",       1 },
    { "\u2066a\u2069\u200e\u200f\u061c",-1, LINE,  "a",                    5 },
    { "a\r\nb\nc\rd\xc2\x85" "e\u2028f\u2029g", -1, MULTI, "a\nb\nc\nd\ne\nf\ng", 0 },
    { "a\r\nb\nc\rd\xc2\x85" "e\u2028f\u2029g", -1, LINE,  "a b c d e f g",     0 },
    { "a\tb",                           -1, MULTI, "a\tb",                 0 },
    { "a\tb",                           -1, LINE,  "a b",                  0 },
    { "a\vb\fc",                        -1, MULTI, "a\nb\nc",              2 },
    { "\ufeffgemeente\ufeff",           -1, LINE,  "gemeente",             1 },
    { "\xc0\xaf",                       -1, LINE,  "\ufffd\ufffd",         2 },
    { "\xed\xa0\x80",                   -1, LINE,  "\ufffd\ufffd\ufffd",   3 },
    { "\xf4\x90\x80\x80",               -1, LINE,  "\ufffd\ufffd\ufffd\ufffd", 4 },
    { "a\xc3",                          -1, LINE,  "a\ufffd",              1 },
    { "TLP\u200b:\u200cRED",            -1, LINE,  "TLP\u200b:\u200cRED",  0 },
};
/* clang-format on */

static void
test_clean(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clean_cases); i++) {
        const CleanCase *c = &clean_cases[i];
        size_t removed = 99;
        g_autofree char *got = pk_text_clean(c->in, c->len, c->kind, &removed);
        g_assert_cmpstr(got, ==, c->want);
        g_assert_cmpuint(removed, ==, c->removed);
        g_assert_true(pk_text_check(got, c->kind));
    }
    g_assert_false(pk_text_check("a\x1b", MULTI));
    g_assert_false(pk_text_check("a\nb", LINE));
    g_assert_false(pk_text_check("u\u0301", LINE));
    g_assert_false(pk_text_check(NULL, LINE));
}

typedef struct {
    const char *in;
    const char *shown;
    int columns;
} ShowCase;

/* clang-format off */
static const ShowCase show_cases[] = {
    { "abc",                          "abc",          3 },
    { "S\u00fadwest",                 "S\u00fadwest", 7 },
    { "e\u0301",                      "e\u0301",      1 }, /* one cluster, one column          */
    { "\u6f22\u5b57",                 "\u6f22\u5b57", 4 },
    { "\U0001F600",                   "\U0001F600",   2 },
    { "\u26A0\uFE0F",                 "\u26A0",       1 }, /* VS16: wcwidth 1, terminals 2     */
    { "\U0001F44D\U0001F3FD",         "\U0001F44D",   2 }, /* skin tone                        */
    { "\U0001F469\u200D\U0001F469\u200D\U0001F467", "\U0001F469", 2 },
    { "\U0001F3F3\uFE0F\u200D\U0001F308", "?",        1 }, /* base narrow in one, wide in other */
    { "\U0001F1F3\U0001F1F1\U0001F1E7\U0001F1EA", "??", 2 }, /* two flags                      */
    { "1\uFE0F\u20E3",                "1",            1 }, /* keycap                           */
    { "a\x1b[2J",                     "a<1B>[2J",     8 },
    { "\u202e",                       "<202E>",       6 },
    { "\xc2\x9b",                      "<9B>",         4 },
    { "\xff" "a",                     "<FF>a",        5 },
    { "\xe2\x82",                     "<E2><82>",     8 },
    { "ge\u00admeente",               "gemeente",     8 },
    { "TLP\u200b:RED",                "TLP:RED",      7 },
    { "a\u00a0b\u202fc\td\ne",        "a b c d e",    9 },
    { "\ue000\ufffe\U0010ffff",       "???",          3 },
    { "\u2e3b",                       "?",            1 },
    { "\u0301x",                      "?x",           2 },
    { "Z\u0335\u0321\u0346\u0335\u0321\u0346", "Z",   1 }, /* a pile of marks                  */
    { "\u2460\u00b1\u20ac",           "\u2460\u00b1\u20ac", 3 },
    { "TLP\U000e0052\U000e0045",      "TLP",          3 },
};
/* clang-format on */

static void
test_show(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(show_cases); i++) {
        const ShowCase *c = &show_cases[i];
        g_autofree char *shown = pk_text_shown(c->in);
        g_assert_cmpstr(shown, ==, c->shown);
        g_assert_cmpint(pk_text_width(c->in), ==, c->columns);
        g_assert_cmpint(pk_text_width(shown), ==, c->columns);
    }
}

static void
test_clusters_cover_the_text(void)
{
    const char *text = "a\u00e9\U0001F469\u200D\U0001F467\x1b\xff\u202e e\u0301";
    const char *at = text;
    size_t sum = 0;
    int n = 0;

    for (PkCluster c; pk_text_next(&at, &c); n++) {
        g_assert_true(c.text == text + sum);
        sum += c.n_bytes;
    }
    g_assert_cmpuint(sum, ==, strlen(text));
    g_assert_cmpint(n, ==, 8);
}

typedef struct {
    const char *in;
    int columns;
    const char *fit;
    const char *pad;
} FitCase;

/* clang-format off */
static const FitCase fit_cases[] = {
    { "Voorbeeldstad", 20, "Voorbeeldstad", "Voorbeeldstad       " },
    { "Voorbeeldstad", 13, "Voorbeeldstad", "Voorbeeldstad" },
    { "Voorbeeldstad", 12, "Voorbeeld...",  "Voorbeeld..." },
    { "Voorbeeldstad", 4,  "V...",          "V..." },
    { "Voorbeeldstad", 3,  "Voo",           "Voo" },
    { "Voorbeeldstad", 0,  "",              "" },
    { "Voorbeeldstad", -1, "",              "" },
    { "\u6f22\u5b57\u6f22\u5b57", 7, "\u6f22\u5b57...", "\u6f22\u5b57..." },
    { "\u6f22\u5b57\u6f22\u5b57", 6, "\u6f22...", "\u6f22... " },
    { "\u6f22", 1, "", " " },
    { "e\u0301e\u0301", 1, "e\u0301", "e\u0301" },
};
/* clang-format on */

static void
test_fit(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fit_cases); i++) {
        const FitCase *c = &fit_cases[i];
        g_autofree char *fit = pk_text_fit(c->in, c->columns, "...");
        g_autofree char *pad = pk_text_pad(c->in, c->columns);
        g_assert_cmpstr(fit, ==, c->fit);
        g_assert_cmpstr(pad, ==, c->pad);
    }
}

typedef struct {
    const char *in;
    int columns;
    const char *want; /* lines joined by | */
} WrapCase;

/* clang-format off */
static const WrapCase wrap_cases[] = {
    { "",                        10, "" },
    { "een twee drie",           8,  "een twee|drie" },
    { "een twee drie",           9,  "een twee|drie" },
    { "een twee drie",           3,  "een|twe|e|dri|e" },
    { "a\n\nb",                  5,  "a||b" },
    { "Oefendamseweg 12",        6,  "Oefend|amsewe|g 12" },
    { "  ingesprongen tekst",    12, "  ingesprong|en tekst" },
    { "\u6f22\u5b57\u6f22",      4,  "\u6f22\u5b57|\u6f22" },
    { "\u6f22a",                 1,  "?|a" },
    { "abc   ",                  3,  "abc" },
    { "ab",                      0,  "a|b" },
};
/* clang-format on */

static void
test_wrap(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(wrap_cases); i++) {
        g_autoptr(GPtrArray) lines = pk_text_wrap(wrap_cases[i].in, wrap_cases[i].columns);
        g_ptr_array_add(lines, NULL);
        g_autofree char *got = g_strjoinv("|", (char **)lines->pdata);
        g_assert_cmpstr(got, ==, wrap_cases[i].want);
    }
}

typedef struct {
    const char *in;
    const char *want;
} Pair;

static void
check_pairs(const Pair *pairs, size_t n, char *(*f)(const char *))
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *got = f(pairs[i].in);
        g_assert_cmpstr(got, ==, pairs[i].want);
        g_autofree char *again = f(got);
        g_assert_cmpstr(again, ==, got);
    }
}

/* clang-format off */
static const Pair fold_pairs[] = {
    { "S\u00fadwest-FRYSL\u00c2N", "sudwest-fryslan" },
    { "Stra\u00dfe STRA\u1e9eE",   "strasse strasse" },
    { "\u0132sselstein \u0133",    "ijsselstein ij" },
    { "\u00d8resund \u0110or\u0111e \u0141\u00f3d\u017a", "oresund dorde lodz" },
    { "\u00c6sop c\u0153ur",       "aesop coeur" },
    { "\uff34\uff2c\uff30 \U0001D400", "tlp a" },
    { "\u0399\u03a3\u03a3",        "\u03b9\u03c3\u03c3" },
    { "",                          "" },
};
static const Pair token_pairs[] = {
    { "CVE-2024-19435 op 192.0.2.1", "cve 2024 19435 op 192 0 2 1" },
    { "\" OR * NEAR( ^ : -",         "or near" },
    { "  's-Gravenhage,  Bergen (NH.)", "s gravenhage bergen nh" },
    { "Su\u0301dwest \U0001F600 \u6f22\u5b57", "sudwest \u6f22\u5b57" },
    { "...",                         "" },
    { "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg z",
      "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg z" },
};
static const Pair ascii_pairs[] = {
    { "S\u00fadwest-Frysl\u00e2n \u20ac 5\u2026", "Sudwest-Fryslan EUR 5..." },
    { "\u201cja\u201d \u2013 nee",  "\"ja\" - nee" },
    { "\u00d8re \u6f22 \U0001F600", "Ore ? ?" },
    { "e\u0301\u00df\u0133",        "essij" },
    { "a\nb\tc\x1b",                "a\nb\tc?" },
};
/* clang-format on */

static void
test_fold(void)
{
    check_pairs(fold_pairs, G_N_ELEMENTS(fold_pairs), pk_text_fold);
}

static void
test_tokens(void)
{
    check_pairs(token_pairs, G_N_ELEMENTS(token_pairs), pk_text_tokens);
}

static void
test_ascii(void)
{
    check_pairs(ascii_pairs, G_N_ELEMENTS(ascii_pairs), pk_text_ascii);
}

typedef struct {
    const char *in;
    int columns;
    const char *want;
} SentenceCase;

/* clang-format off */
static const SentenceCase sentences[] = {
    { "Alle servers plat. Sinds 02:40.",            60, "Alle servers plat" },
    { "  \n\nMelding van de heer J. de Boer. Meer.",60, "Melding van de heer J. de Boer" },
    { "Servers o.a. in Oefendam plat\nregel twee",  60, "Servers o.a. in Oefendam plat" },
    { "Versie 1.2.3 is lek! Nu?",                   60, "Versie 1.2.3 is lek!" },
    { "Inbraak bij Foo Inc. Gisteren gezien. Ja.",  60, "Inbraak bij Foo Inc. Gisteren gezien" },
    { "Een hele lange zin zonder einde",            12, "Een hele..." },
    { "Een hele lange zin zonder einde",            14, "Een hele la..." },
    { "\U0001F469\u200D\U0001F467 weg",             60, "\U0001F469\u200D\U0001F467 weg" },
    { "",                                           60, "" },
    { " \n ",                                       60, "" },
    { "abc",                                        2,  "ab" },
};
/* clang-format on */

static void
test_first_sentence(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autofree char *got = pk_text_first_sentence(sentences[i].in, sentences[i].columns);
        g_assert_cmpstr(got, ==, sentences[i].want);
        g_assert_true(pk_text_check(got, LINE));
    }
}

/* What must hold for any bytes whatever. */
static void
check_any(const char *bytes, gssize len)
{
    for (int kind = 0; kind < 2; kind++) {
        g_autofree char *clean = pk_text_clean(bytes, len, (PkTextKind)kind, NULL);
        g_autofree char *shown = pk_text_shown(clean);
        g_autofree char *again = pk_text_shown(shown);
        g_autofree char *pad = pk_text_pad(clean, 17);

        g_assert_true(pk_text_check(clean, (PkTextKind)kind));
        g_assert_true(g_utf8_validate(clean, -1, NULL));
        for (const char *p = clean; *p; p = g_utf8_next_char(p)) {
            gunichar uc = g_utf8_get_char(p);
            bool kept = kind == PK_TEXT_MULTILINE && (uc == '\n' || uc == '\t');
            g_assert_true(kept || (uc >= 0x20 && (uc < 0x7f || uc > 0x9f)));
            g_assert_false(uc >= 0x202a && uc <= 0x202e);
        }
        g_assert_true(strcmp(again, shown) == 0); /* cmpstr would print the payload */
        g_assert_cmpint(pk_text_width(shown), ==, pk_text_width(clean));
        g_assert_cmpint(pk_text_width(pad), ==, 17);
        g_autofree char *folded = pk_text_fold(clean);
        g_autofree char *refolded = pk_text_fold(folded);
        g_assert_cmpstr(folded, ==, refolded);
    }
}

static void
test_hostile(void)
{
    static const char *const own[] = {
        "\x1b]0;titel\x07",
        "\x1bPq#0;2\x1b\\",
        "\x1b[201~rm -rf ~\n",
        "\x0elqqk\x0f",
        "\xf0\x9f",
        "\xef\xbf\xbe",
        "\u1100\u1161\u11a8",
        "\u0d4ea",
        "\u0e01\u0e33",
        "\u0915\u094d\u0937",
        "\u05e9\u05dc\u05d5\u05dd",
        "a\u200d\u200db",
        "\U0001F1F3",
        "%s%n$(id)",
        "\u0600a",
        "\uac00\u11a8",
        "\n\uff9f",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        check_any(own[i], -1);
    for (unsigned uc = 1; uc < 0x110000; uc += uc < 0x3000 ? 1 : 37) {
        char buf[16];
        if (uc >= 0xd800 && uc < 0xe000)
            continue;
        int n = g_unichar_to_utf8(uc, buf);
        memcpy(buf + n, "e\u0301", 4);
        check_any(buf, n + 3);
    }
}

static void
test_long_text_is_quick(void)
{
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 60000; i++)
        g_string_append(text, i % 9 ? "\u6f22" : "e\u0301 ");
    g_string_append(text, "Z");
    for (int i = 0; i < 60000; i++) /* one cluster of 120 kB */
        g_string_append(text, "\u0335");
    g_assert_cmpint(pk_text_width(text->str), >, 60000);
    g_autoptr(GPtrArray) lines = pk_text_wrap(text->str, 80);
    g_assert_cmpuint(lines->len, >, 1000);
    g_string_free(text, TRUE);
}

/* The payloads as JSON strings: this layer has no JSON, so only \u and \" are read here. */
static void
check_json_strings(const char *json)
{
    for (const char *at = strchr(json, '"'); at; at = strchr(at, '"')) {
        GString *out = g_string_new(NULL);
        for (at++; *at && *at != '"'; at++) {
            if (*at == '\\' && at[1] == 'u') {
                char hex[5] = { at[2], at[3], at[4], at[5], 0 };
                gunichar uc = (gunichar)strtoul(hex, NULL, 16);
                if (uc >= 0xd800 && uc < 0xdc00 && at[6] == '\\') {
                    char low[5] = { at[8], at[9], at[10], at[11], 0 };
                    uc = 0x10000 + ((uc - 0xd800) << 10) +
                         ((gunichar)strtoul(low, NULL, 16) - 0xdc00);
                    at += 6;
                }
                g_string_append_unichar(out, uc);
                at += 5;
            } else if (*at == '\\') {
                at++;
                g_string_append_c(out, *at == 'n'   ? '\n'
                                       : *at == 'r' ? '\r'
                                       : *at == 't' ? '\t'
                                                    : *at);
            } else {
                g_string_append_c(out, *at);
            }
        }
        check_any(out->str, (gssize)out->len);
        g_string_free(out, TRUE);
        if (*at)
            at++;
    }
}

static void
test_payloads(void)
{
    static const char *const files[] = {
        "hostile/terminal-and-text-payloads.json",
        "hostile/terminal-and-text-payloads.raw.txt",
        "hostile/blns/blns.json",
        "hostile/blns/blns.txt",
    };
    const char *data = g_getenv("PIKET_TEST_DATA");

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(data, files[i], NULL);
        g_autofree char *bytes = NULL;
        size_t n = 0;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        check_any(bytes, (gssize)n);
        if (g_str_has_suffix(path, ".json"))
            check_json_strings(bytes);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/clean", test_clean);
    g_test_add_func("/text/show", test_show);
    g_test_add_func("/text/clusters", test_clusters_cover_the_text);
    g_test_add_func("/text/fit", test_fit);
    g_test_add_func("/text/wrap", test_wrap);
    g_test_add_func("/text/fold", test_fold);
    g_test_add_func("/text/tokens", test_tokens);
    g_test_add_func("/text/ascii", test_ascii);
    g_test_add_func("/text/first-sentence", test_first_sentence);
    g_test_add_func("/text/hostile", test_hostile);
    g_test_add_func("/text/long", test_long_text_is_quick);
    g_test_add_func("/text/payloads", test_payloads);
    return g_test_run();
}
