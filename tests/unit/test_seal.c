/* SPDX-License-Identifier: EUPL-1.2 */
/* The seal: a published vector, every field tampered with, and every way a journal can break.
 *
 * The vector was computed without this program, in a shell:
 *
 *   F() { printf '%08x%s' $(( ${#1} / 2 )) "$1"; }                 # hex in, hex out
 *   T() { F "$(printf '%s' "$1" | xxd -p | tr -d '\n')"; }
 *   sum() { xxd -r -p | sha256sum | cut -c1-64; }
 *   body=$( { T piket-text-1; F 000102030405060708090a0b0c0d0e0f
 *             T 'Called back via card: verified'; F ''; } | sum)
 *   row=$( { T piket-line-1; F $(printf '%064d' 0)
 *            T 01900000-0000-7000-8000-000000000412; T 01900000-0000-7000-8000-00000000000a
 *            T 1; T 1773108840000000; T second; T 1773108900000000; T jdv; T contact
 *            T TLP:AMBER+STRICT; F $body; F ''; F ''; } | sum)
 *   head=$( { T piket-head-1; F $row; } | sum)
 */
#include "piket/base/error.h"
#include "piket/model/seal.h"

#include <string.h>

static const char *const incident = "01900000-0000-7000-8000-000000000412";
static const char *const origin_a = "01900000-0000-7000-8000-00000000000a";
static const char *const origin_b = "01900000-0000-7000-8000-00000000000b";
static const char *const body_hex =
    "f9647d82c5e5c320dbbeac27b04417ba41bf9b26b5fc140246eefd554f37ee80";
static const char *const row_hex =
    "0284a4e5d3737553a73302b7ec1a7299d7878562cc216c93a7d974949a6d440d";
static const char *const head_hex =
    "7a183cda0a49d7e01d60ade2d09b27841bbd821b5dd06dffd789c85a077438eb";

static char *
hex(const uint8_t *hash)
{
    char *out = g_malloc(2 * PK_HASH_SIZE + 1);

    for (size_t i = 0; i < PK_HASH_SIZE; i++)
        g_snprintf(out + 2 * i, 3, "%02x", hash[i]);
    return out;
}

static PkLine *
a_line(const char *origin, int64_t no, const char *text)
{
    PkLine *line = pk_line_new();

    line->incident_uuid = g_strdup(incident);
    line->origin_uuid = g_strdup(origin);
    line->no = no;
    line->event_us = INT64_C(1773108840000000);
    line->recorded_us = INT64_C(1773108900000000);
    line->author = g_strdup("jdv");
    line->category = PK_CAT_CONTACT;
    line->tlp = PK_TLP_AMBER_STRICT;
    line->text = g_strdup(text);
    for (unsigned i = 0; i < PK_SALT_SIZE; i++)
        line->salt[i] = (uint8_t)i;
    return line;
}

/* Lines in order of receipt from a string of origins: "aabab". */
static GPtrArray *
journal(const char *origins)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)pk_line_free);
    const uint8_t *prev[2] = { NULL, NULL };
    int64_t no[2] = { 0, 0 };

    for (const char *at = origins; *at; at++) {
        int which = *at == 'b';
        g_autofree char *text = g_strdup_printf("line %u", lines->len + 1);
        PkLine *line = a_line(which ? origin_b : origin_a, ++no[which], text);

        pk_seal_line(line, prev[which]);
        prev[which] = line->hash;
        g_ptr_array_add(lines, line);
    }
    return lines;
}

static PkSealReport *
verify(const GPtrArray *lines, const char *kept)
{
    PkKeptHead head;
    if (kept)
        g_assert_true(pk_seal_parse_head(kept, &head, NULL));
    g_autoptr(PkSealCheck) check = pk_seal_check_new(incident, kept ? &head : NULL);

    for (unsigned i = 0; i < lines->len; i++)
        pk_seal_check_feed(check, lines->pdata[i]);
    return pk_seal_check_finish(check);
}

static char *
head_of(const GPtrArray *lines)
{
    g_autoptr(PkSealReport) report = verify(lines, NULL);

    return hex(report->head);
}

static void
test_vector(void)
{
    g_autoptr(PkLine) line = a_line(origin_a, 1, "Called back via card: verified");
    uint8_t head[PK_HASH_SIZE];

    pk_seal_line(line, NULL);
    pk_seal_head(line->hash, 1, head);
    g_autofree char *body = hex(line->body_hash);
    g_autofree char *row = hex(line->hash);
    g_autofree char *top = hex(head);
    g_assert_cmpstr(body, ==, body_hex);
    g_assert_cmpstr(row, ==, row_hex);
    g_assert_cmpstr(top, ==, head_hex);

    g_autofree char *brief = pk_seal_short(head);
    g_autofree char *aloud = pk_seal_long(head);
    g_assert_cmpstr(brief, ==, "7a18-3cda");
    g_assert_cmpstr(aloud, ==,
                    "7a18-3cda 0a49-d7e0 1d60-ade2 d09b-2784 1bbd-821b 5dd0-6dff d789-c85a "
                    "0774-38eb");
}

/* One way to change one field after sealing. */
typedef struct {
    const char *field;
    PkSealFault want;
} Tamper;

static void
set(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

static void
tamper(PkLine *line, const char *field)
{
    /* clang-format off */
    if (strcmp(field, "incident") == 0)        set(&line->incident_uuid, origin_b);
    if (strcmp(field, "no incident") == 0)     set(&line->incident_uuid, NULL);
    if (strcmp(field, "origin") == 0)          set(&line->origin_uuid, origin_b);
    if (strcmp(field, "no") == 0)              line->no++;
    if (strcmp(field, "event") == 0)           line->event_us--;
    if (strcmp(field, "precision") == 0)       line->precision = PK_PRECISION_DAY;
    if (strcmp(field, "recorded") == 0)        line->recorded_us++;
    if (strcmp(field, "author") == 0)          set(&line->author, "mba");
    if (strcmp(field, "category") == 0)        line->category = PK_CAT_TECH;
    if (strcmp(field, "tlp") == 0)             line->tlp = PK_TLP_CLEAR;
    if (strcmp(field, "body hash") == 0)       line->body_hash[31] ^= 1;
    if (strcmp(field, "hash") == 0)            line->hash[0] ^= 0x80;
    if (strcmp(field, "corrects") == 0)        line->corrects_no = 3;
    if (strcmp(field, "corrects origin") == 0) set(&line->corrects_origin_uuid, origin_b);
    if (strcmp(field, "text") == 0)            set(&line->text, "all is well");
    if (strcmp(field, "text gone") == 0)       set(&line->text, NULL);
    if (strcmp(field, "details") == 0)         set(&line->details, "{}");
    if (strcmp(field, "salt") == 0)            line->salt[15] ^= 1;
    if (strcmp(field, "moved border") == 0) {  /* the same bytes, cut elsewhere */
        set(&line->text, "Called back via card");
        set(&line->details, ": verified");
    }
    if (strcmp(field, "erased") == 0) {
        set(&line->text, NULL);
        line->erased = true;
    }
    if (strcmp(field, "hidden") == 0) {
        set(&line->text, NULL);
        line->hidden = true;
    }
    /* clang-format on */
}

static void
test_every_field_is_sealed(void)
{
    /* clang-format off */
    static const Tamper cases[] = {
        { "nothing",         PK_SEAL_GOOD },
        { "incident",        PK_SEAL_ROW_CHANGED },
        { "no incident",     PK_SEAL_ROW_CHANGED },
        { "origin",          PK_SEAL_ROW_CHANGED },
        { "no",              PK_SEAL_ROW_CHANGED },
        { "event",           PK_SEAL_ROW_CHANGED },
        { "precision",       PK_SEAL_ROW_CHANGED },
        { "recorded",        PK_SEAL_ROW_CHANGED },
        { "author",          PK_SEAL_ROW_CHANGED },
        { "category",        PK_SEAL_ROW_CHANGED },
        { "tlp",             PK_SEAL_ROW_CHANGED },
        { "body hash",       PK_SEAL_ROW_CHANGED },
        { "hash",            PK_SEAL_ROW_CHANGED },
        { "corrects",        PK_SEAL_ROW_CHANGED },
        { "corrects origin", PK_SEAL_ROW_CHANGED },
        { "text",            PK_SEAL_TEXT_CHANGED },
        { "text gone",       PK_SEAL_TEXT_CHANGED },
        { "details",         PK_SEAL_TEXT_CHANGED },
        { "salt",            PK_SEAL_TEXT_CHANGED },
        { "moved border",    PK_SEAL_TEXT_CHANGED },
        { "erased",          PK_SEAL_GOOD },
        { "hidden",          PK_SEAL_GOOD },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(PkLine) line = a_line(origin_a, 1, "Called back via card: verified");

        pk_seal_line(line, NULL);
        tamper(line, cases[i].field);
        g_test_message("%s", cases[i].field);
        g_assert_cmpint(pk_seal_check(line, NULL), ==, cases[i].want);
    }
}

static void
test_the_line_before_is_sealed(void)
{
    g_autoptr(GPtrArray) lines = journal("aa");
    const PkLine *first = lines->pdata[0];
    const PkLine *second = lines->pdata[1];
    uint8_t other[PK_HASH_SIZE] = { 1 };

    g_assert_cmpint(pk_seal_check(second, first->hash), ==, PK_SEAL_GOOD);
    g_assert_cmpint(pk_seal_check(second, other), ==, PK_SEAL_ROW_CHANGED);
    g_assert_cmpint(pk_seal_check(second, NULL), ==, PK_SEAL_ROW_CHANGED);
}

static void
test_whole_journal(void)
{
    g_autoptr(GPtrArray) lines = journal("aababb");
    PkLine *third = lines->pdata[2];
    g_clear_pointer(&third->text, g_free);
    third->erased = true;
    g_autoptr(PkSealReport) report = verify(lines, NULL);
    g_autofree char *brief = pk_seal_short(report->head);
    g_autofree char *want = g_strdup_printf("6 lines fit, head %s. 1 text was erased.", brief);

    g_assert_true(report->whole);
    g_assert_cmpint(report->n_lines, ==, 6);
    g_assert_cmpint(report->n_erased, ==, 1);
    g_assert_cmpint(report->n_origins, ==, 2);
    g_assert_cmpstr(report->sentence, ==, want);

    /* Another database received the origins in another order: the head is the same. */
    const PkLine *tips[] = { lines->pdata[5], lines->pdata[3] };
    uint8_t rows[2 * PK_HASH_SIZE], head[PK_HASH_SIZE];
    memcpy(rows, tips[0]->hash, PK_HASH_SIZE);
    memcpy(rows + PK_HASH_SIZE, tips[1]->hash, PK_HASH_SIZE);
    pk_seal_head(rows, 2, head);
    g_assert_cmpmem(head, PK_HASH_SIZE, report->head, PK_HASH_SIZE);
}

static void
check_fault(GPtrArray *lines, PkSealFault want, int64_t no, const char *sentence)
{
    g_autoptr(PkSealReport) report = verify(lines, NULL);

    g_assert_false(report->whole);
    g_assert_cmpint(report->fault, ==, want);
    g_assert_cmpint(report->fault_no, ==, no);
    g_assert_true(g_str_has_prefix(report->sentence, sentence));
    g_assert_cmpint(report->n_lines, ==, lines->len);
}

static void
test_first_break_is_named(void)
{
    g_autoptr(GPtrArray) missing = journal("aaaa");
    g_ptr_array_remove_index(missing, 1);
    check_fault(missing, PK_SEAL_LINE_MISSING, 2,
                "BROKEN at line 2 of origin 01900000: the line is missing.");

    g_autoptr(GPtrArray) first = journal("aaaa");
    g_ptr_array_remove_index(first, 0);
    check_fault(first, PK_SEAL_LINE_MISSING, 1, "BROKEN at line 1 of origin 01900000");

    g_autoptr(GPtrArray) swapped = journal("abab");
    void *held = swapped->pdata[0];
    swapped->pdata[0] = swapped->pdata[2];
    swapped->pdata[2] = held;
    check_fault(swapped, PK_SEAL_LINE_MISSING, 1, "BROKEN at line 1");

    g_autoptr(GPtrArray) twice = journal("aa");
    g_ptr_array_add(twice, a_line(origin_a, 2, "again"));
    check_fault(twice, PK_SEAL_WRONG_ORDER, 2,
                "BROKEN at line 2 of origin 01900000: the line is double");

    g_autoptr(GPtrArray) text = journal("aab");
    set(&((PkLine *)text->pdata[1])->text, "x");
    check_fault(text, PK_SEAL_TEXT_CHANGED, 2, "BROKEN at line 2 of origin 01900000: the text");

    /* Sealed anew after the change: the line after it gives it away. */
    g_autoptr(GPtrArray) anew = journal("aaa");
    PkLine *second = anew->pdata[1];
    set(&second->text, "x");
    pk_seal_line(second, ((PkLine *)anew->pdata[0])->hash);
    check_fault(anew, PK_SEAL_ROW_CHANGED, 3, "BROKEN at line 3 of origin 01900000: the row");

    g_autoptr(GPtrArray) foreign = journal("a");
    set(&((PkLine *)foreign->pdata[0])->incident_uuid, origin_b);
    check_fault(foreign, PK_SEAL_OTHER_JOURNAL, 1, "BROKEN at line 1");
}

static void
check_kept(const GPtrArray *lines, const char *kept, PkKept want, int64_t n, bool whole)
{
    g_autoptr(PkSealReport) report = verify(lines, kept);

    g_test_message("%s", report->sentence);
    g_assert_cmpint(report->kept, ==, want);
    g_assert_true(report->whole == whole);
    if (n >= 0)
        g_assert_cmpint(report->kept_lines, ==, n);
}

static void
test_kept_heads(void)
{
    g_autoptr(GPtrArray) all = journal("aabab");
    g_autoptr(GPtrArray) some = journal("aab");
    g_autoptr(GPtrArray) none = journal("");
    g_autofree char *now = head_of(all);
    g_autofree char *then = head_of(some);
    g_autofree char *empty = head_of(none);
    g_autofree char *prefix = g_strndup(then, 16);
    g_autofree char *weak = g_strndup(then, 8);
    g_autofree char *loud = g_ascii_strup(now, -1);

    check_kept(all, now, PK_KEPT_NOW, 5, true);
    check_kept(all, loud, PK_KEPT_NOW, 5, true);
    check_kept(all, then, PK_KEPT_EARLIER, 3, true);
    check_kept(all, prefix, PK_KEPT_EARLIER, 3, true);
    check_kept(all, weak, PK_KEPT_EARLIER, 3, true);
    check_kept(all, row_hex, PK_KEPT_NEVER, -1, false);
    check_kept(some, now, PK_KEPT_NEVER, -1, false); /* the tail was cut off */
    check_kept(none, empty, PK_KEPT_NOW, 0, true);
    check_kept(none, now, PK_KEPT_NEVER, -1, false);

    /* A laptop had a1 and b1 when it printed; here a1, a2 came before b1. */
    g_autoptr(GPtrArray) laptop = journal("ab");
    set(&((PkLine *)laptop->pdata[1])->text, "line 3");
    pk_seal_line(laptop->pdata[1], NULL);
    g_autofree char *offline = head_of(laptop);
    check_kept(all, offline, PK_KEPT_MERGED, 2, true);

    g_autoptr(PkSealReport) report = verify(all, weak);
    g_assert_true(report->kept_weak);
    g_assert_nonnull(strstr(report->sentence, "after line 3; 2 added since. Eight digits"));
}

static void
test_parse_head(void)
{
    static const struct {
        const char *text;
        const char *digits; /* NULL: refused */
        bool weak;
    } cases[] = {
        { "9f3c-21ab", "9f3c21ab", true },
        { " 9F3C 21AB ", "9f3c21ab", true },
        { "9f3c21ab9f3c21ab", "9f3c21ab9f3c21ab", false },
        { "9f3c-21ab 9f3c-21ab 9f3c", "9f3c21ab9f3c21ab9f3c", false },
        { "7a183cda0a49d7e01d60ade2d09b27841bbd821b5dd06dffd789c85a077438eb",
          "7a183cda0a49d7e01d60ade2d09b27841bbd821b5dd06dffd789c85a077438eb", false },
        { "9f3c21ab9f3c21a", NULL, false },
        { "9f3c21a", NULL, false },
        { "9f3c21ab9", NULL, false },
        { "9f3c21ag9f3c21ab9", NULL, false },
        { "7a183cda0a49d7e01d60ade2d09b27841bbd821b5dd06dffd789c85a077438eb0", NULL, false },
        { "", NULL, false },
        { NULL, NULL, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        PkKeptHead head;

        bool ok = pk_seal_parse_head(cases[i].text, &head, &error);
        g_assert_cmpstr(ok ? head.digits : NULL, ==, cases[i].digits);
        if (ok)
            g_assert_true(head.weak == cases[i].weak);
        else
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/seal/vector", test_vector);
    g_test_add_func("/seal/every-field-is-sealed", test_every_field_is_sealed);
    g_test_add_func("/seal/the-line-before-is-sealed", test_the_line_before_is_sealed);
    g_test_add_func("/seal/whole-journal", test_whole_journal);
    g_test_add_func("/seal/first-break-is-named", test_first_break_is_named);
    g_test_add_func("/seal/kept-heads", test_kept_heads);
    g_test_add_func("/seal/parse-head", test_parse_head);
    return g_test_run();
}
