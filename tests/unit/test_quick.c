/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/quick.h"
#include "piket/model/words.h"

/* "@oefendam #2" -> "org:oefendam kind:2" */
static char *
described(const char *note)
{
    g_autoptr(GPtrArray) all = pk_quick_parse(note);
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < all->len; i++) {
        const PkQuick *quick = all->pdata[i];
        const char *gap = i ? " | " : "";
        switch (quick->kind) {
        case PK_QUICK_ORG: g_string_append_printf(out, "%sorg:%s", gap, quick->text); break;
        case PK_QUICK_PHONE: g_string_append_printf(out, "%stel:%s", gap, quick->text); break;
        case PK_QUICK_KIND:
            g_string_append_printf(out, "%s%s", gap, pk_word_key(&pk_words_kind, quick->value));
            break;
        case PK_QUICK_SEVERITY:
            g_string_append_printf(out, "%s%s", gap, pk_word_key(&pk_words_severity, quick->value));
            break;
        }
    }
    return g_string_free(out, FALSE);
}

static void
test_notes(void)
{
    /* clang-format off */
    static const struct {
        const char *note, *want;
    } cases[] = {
        { "@oefendam #2 !4 tel:0612345678",      "org:oefendam | breach | critical | tel:0612345678" },
        { "Files gone at @Oefendam.",            "org:Oefendam" },
        { "@'s-Gravenhage, #1",                  "org:'s-Gravenhage | ransomware" },
        { "@\"den haag\" called",                "org:den haag" },
        { "@den_haag called",                    "org:den haag" },
        { "@Bergen_(L.)",                        "org:Bergen (L.)" },
        { "(@oefendam)",                         "org:oefendam" },
        { "@nergenshuizen\n!1",                  "org:nergenshuizen | low" },
        { "mail ciso@oefendam.example",          "" },
        { "ticket #12, #0, !5, !0, a#2",         "" },
        { "#9. !4!",                             "other | critical" },
        { "tel:06 12 34 56 78 3 servers",        "tel:06 12 34 56 78" },
        { "TEL:+31612345678 3 servers",          "tel:+31612345678" },
        { "tel:(070) 000-00-11, later",          "tel:(070) 000-00-11" },
        { "tel:12 tel: tel:x hotel:0612345678",  "" },
        { "@ @\"\" @\"open @",                   "" },
        { "",                                    "" },
        { NULL,                                  "" },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = described(cases[i].note);
        g_assert_cmpstr(got, ==, cases[i].want);
    }
}

static void
test_places(void)
{
    g_autoptr(GPtrArray) all = pk_quick_parse("bij @oefendam: #1");
    const PkQuick *org = all->pdata[0], *kind = all->pdata[1];

    g_assert_cmpuint(org->start, ==, 4);
    g_assert_cmpuint(org->end, ==, 13);
    g_assert_cmpuint(kind->start, ==, 15);
    g_assert_cmpuint(kind->end, ==, 17);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quick/notes", test_notes);
    g_test_add_func("/quick/places", test_places);
    return g_test_run();
}
