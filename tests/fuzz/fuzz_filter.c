/* SPDX-License-Identifier: EUPL-1.2 */
/* Any text is a filter or is refused with a sentence and a place inside the text; canonical text
 * reads back to the same canonical text, and to the same answer for a row; nothing crashes. */
#include "piket/model/filter.h"
#include "piket/model/match.h"

#include <stdint.h>
#include <string.h>

static bool
time_range(const char *text, PkFilterFieldId use, int64_t *ret_from, int64_t *ret_to,
           GError **error, void *data)
{
    (void)use;
    (void)error;
    (void)data;
    *ret_from = (int64_t)g_str_hash(text);
    *ret_to = *ret_from + 1000;
    return !strchr(text, 'x'); /* and a callback that gives no reason */
}

static bool
find_org(PkFilterFieldId field, const char *text, GArray *ret_ids, char **ret_notice,
         GError **error, void *data)
{
    static const PkPlace places[] = {
        { .org_id = 1, .name = "Oefendam" },
        { .org_id = 2, .name = "Fictiehaven aan Zee" },
        { .org_id = 3, .name = "Voorbeeldstad", .kind = PK_ORG_REGION },
    };
    (void)field;
    (void)data;
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));
    return pk_match_find(match, text, (unsigned)PK_MATCH_ANY_KIND, ret_ids, ret_notice, error);
}

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    return pk_filter_text_in(data, ask->word, !ask->exact);
}

static void
check(const PkFilter *filter, const PkFilterContext *context)
{
    static const int64_t ids[] = { 1, 3 };
    PkFilterFacts facts = { .id = "I26-0412",
                            .status = PK_STATUS_CLOSED,
                            .severity = 3,
                            .org_ids = ids,
                            .n_org_ids = 2,
                            .by = "me",
                            .due_us = 5,
                            .text_has = text_has,
                            .data = (char *)"a storing of ddos" };
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pk_filter_to_text(filter);
    g_autoptr(PkFilter) again = pk_filter_parse(text, context, NULL, &error);

    /* Words of the table may be shorter as typed than canonical, so only size may refuse. */
    if (!again && strlen(text) > PK_FILTER_BYTES_MAX)
        return;
    g_assert_no_error(error);
    g_autofree char *second = pk_filter_to_text(again);
    g_assert_cmpstr(text, ==, second);
    g_assert_true(pk_filter_matches(filter, &facts) == pk_filter_matches(again, &facts));
    for (size_t i = 0; i < MIN(pk_filter_n_conjuncts(filter), 4); i++) {
        g_autofree char *part = pk_filter_conjunct_text(filter, i);
        g_autoptr(PkFilter) rest = pk_filter_without(filter, i);
        g_autoptr(PkFilter) alone = pk_filter_parse(part, context, NULL, NULL);
        g_assert_nonnull(alone);
        g_assert_nonnull(rest);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
    PkFilterContext context = {
        .now_us = 1000,
        .me = data[0] & 4 ? "me" : NULL,
        .list = (PkFilterList)(1 << (data[0] & 3) % 3),
        .time_range = time_range,
        .find_org = find_org,
    };
    g_autoptr(GError) error = NULL;
    size_t at = G_MAXSIZE, from;

    g_autoptr(PkFilter) filter = pk_filter_parse(text, &context, &at, &error);
    g_assert_true((filter == NULL) == (error != NULL));
    if (filter)
        check(filter, &context);
    else
        g_assert_true(*error->message && at <= strlen(text));
    g_autoptr(GPtrArray) candidates = pk_filter_complete(text, strlen(text), context.list, &from);
    g_assert_nonnull(candidates);
    g_assert_cmpuint(from, <=, strlen(text));
    return 0;
}
