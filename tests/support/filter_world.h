/* SPDX-License-Identifier: EUPL-1.2 */
/* A small world for the tests of the filter: a few organisations, a clock, a person. */
#pragma once

#include "piket/base/error.h"
#include "piket/model/filter.h"
#include "piket/model/match.h"

#include <string.h>

#define HOUR INT64_C(3600000000)
#define NOW  (INT64_C(1000000) * HOUR)

enum { UTRECHT = 8, OEFENDAM = 20, MAASHORST = 11, BERGEN_L = 6, BERGEN_NH = 5, SUPPLIER_X = 30 };

static const PkPlaceAlias was_uden[] = { { "Uden", 2022 } };
static const PkPlace places[] = {
    { .org_id = UTRECHT, .name = "Utrecht", .code = "GM0344" },
    { .org_id = 9, .name = "Utrecht", .code = "VR09", .kind = PK_ORG_REGION },
    { .org_id = OEFENDAM, .name = "Oefendam" },
    { .org_id = MAASHORST, .name = "Maashorst", .aliases = was_uden, .n_aliases = 1 },
    { .org_id = BERGEN_NH, .name = "Bergen (NH.)" },
    { .org_id = BERGEN_L, .name = "Bergen (L.)" },
    { .org_id = SUPPLIER_X, .name = "X", .kind = PK_ORG_SUPPLIER },
};

static bool
find_org(PkFilterFieldId field, const char *text, GArray *ret_ids, char **ret_notice,
         GError **error, void *data)
{
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));
    unsigned kinds = field == PK_FILTER_REGION     ? 1u << PK_ORG_REGION
                     : field == PK_FILTER_SUPPLIER ? 1u << PK_ORG_SUPPLIER
                                                   : (unsigned)PK_MATCH_ANY_KIND;
    g_assert_null(data);
    return pk_match_find(match, text, kinds, ret_ids, ret_notice, error);
}

/* "Nh" is a span of hours ending now, "day" the day 20 to 44 hours ago; "02:30" comes twice. */
static bool
time_range(const char *text, PkFilterFieldId use, int64_t *ret_from, int64_t *ret_to,
           GError **error, void *data)
{
    g_assert_null(data);
    if (strcmp(text, "02:30") == 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, "Which 02:30 (CEST or CET)?");
        return false;
    }
    if (strcmp(text, "day") == 0 || strcmp(text, "gisteren") == 0) {
        *ret_from = NOW - 44 * HOUR;
        *ret_to = NOW - 20 * HOUR;
        return true;
    }
    const char *digits = text + (*text == '-');
    if (!g_ascii_isdigit(*digits)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "'%s' is no time.", text);
        return false;
    }
    int64_t hours = g_ascii_strtoll(digits, NULL, 10);
    *ret_from = NOW - hours * HOUR;
    *ret_to = use == PK_FILTER_SINCE ? INT64_MAX : NOW - hours * HOUR;
    return true;
}

G_GNUC_UNUSED static const PkFilterContext context = {
    .now_us = NOW,
    .me = "M. Bakker",
    .list = PK_FILTER_INCIDENTS,
    .time_range = time_range,
    .find_org = find_org,
};

G_GNUC_UNUSED static PkFilterContext
in_list(PkFilterList list)
{
    PkFilterContext other = context;

    other.list = list;
    return other;
}

typedef struct {
    const char *typed;
    bool want;
} Truth;
