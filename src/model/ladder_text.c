/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom a rung calls and when the office is open, as people write it in a file. */
#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/model/ladder.h"

#include <stdio.h>
#include <string.h>

/* ---- targets -------------------------------------------------------------------------------- */

static const char *const kinds[] = {
    [PK_TARGET_DUTY] = "duty",
    [PK_TARGET_PERSON] = "person",
    [PK_TARGET_DESK] = "desk",
};

/* "duty:officer" */
static bool
read_target(const char *text, PkTarget *ret_target, GError **error)
{
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;

    for (guint i = 0; colon && i < G_N_ELEMENTS(kinds); i++) {
        if (strlen(kinds[i]) != n || g_ascii_strncasecmp(text, kinds[i], n) != 0)
            continue;
        g_autofree char *who = pk_text_clean(colon + 1, -1, PK_TEXT_LINE, NULL);
        int duty = 0;
        if (i == PK_TARGET_DUTY) {
            if (!pk_word_parse(&pk_words_duty, who, &duty, error))
                return false;
            g_free(who);
            who = g_strdup(pk_word_key(&pk_words_duty, duty));
        }
        if (!*who)
            break;
        *ret_target = (PkTarget){ (PkTargetKind)i, g_steal_pointer(&who) };
        return true;
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' does not say whom to call. Write duty:officer, person:LOGIN or desk:NAME, "
                  "with + between several."),
                text);
    return false;
}

GArray *
pk_targets_parse(const char *text, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_auto(GStrv) each = g_strsplit(clean, "+", PK_LADDER_TARGETS_MAX + 2);
    g_autoptr(GArray) targets = pk_targets_new();

    if (!*clean)
        return g_steal_pointer(&targets);
    for (char **one = each; *one; one++) {
        PkTarget target = { 0 };
        if (!read_target(g_strstrip(*one), &target, error))
            return NULL;
        g_array_append_val(targets, target);
    }
    return g_steal_pointer(&targets);
}

char *
pk_targets_text(const GArray *targets)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < targets->len; i++) {
        const PkTarget *target = &g_array_index(targets, PkTarget, i);
        g_string_append_printf(all, "%s%s:%s", i ? " + " : "", kinds[target->kind], target->who);
    }
    return g_strdup(all->str);
}

/* ---- office hours --------------------------------------------------------------------------- */

static const char *const days_en[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
static const char *const days_nl[] = { "ma", "di", "wo", "do", "vr", "za", "zo" };

/* 0 Monday .. 6 Sunday, -1. */
static int
day_of(const char *text)
{
    for (int i = 0; i < 7; i++) {
        if (g_ascii_strcasecmp(text, days_en[i]) == 0 || g_ascii_strcasecmp(text, days_nl[i]) == 0)
            return i;
    }
    return -1;
}

/* "mon-fri" or "tue"; adds to *days. */
static bool
read_span(char *text, guint *days)
{
    char *dash = strchr(text, '-');

    if (dash)
        *dash = '\0';
    int from = day_of(text);
    int until = dash ? day_of(dash + 1) : from;
    if (from < 0 || until < 0)
        return false;
    for (int i = from;; i = (i + 1) % 7) {
        *days |= 1u << i;
        if (i == until)
            return true;
    }
}

static bool
read_hours(const char *text, int *ret_open, int *ret_close)
{
    int h1 = 0, m1 = 0, h2 = 0, m2 = 0, used = 0;

    if (strlen(text) > 11 || sscanf(text, "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 ||
        text[used])
        return false;
    if (h1 < 0 || m1 < 0 || h2 < 0 || m2 < 0 || m1 > 59 || m2 > 59)
        return false;
    *ret_open = h1 * 60 + m1;
    *ret_close = h2 * 60 + m2;
    return *ret_open < *ret_close && *ret_close <= PK_LADDER_MINUTES_MAX;
}

bool
pk_ladder_hours_parse(const char *text, PkLadder *ladder, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_auto(GStrv) halves = g_strsplit(clean, " ", 2);
    int open = 0, close = 0;
    guint days = 0;
    bool ok = true;

    if (*clean) {
        ok = g_strv_length(halves) == 2 && read_hours(g_strstrip(halves[1]), &open, &close);
        g_auto(GStrv) spans = g_strsplit(halves[0], ",", 8);
        for (char **span = spans; ok && *span; span++)
            ok = read_span(*span, &days);
    }
    if (!ok) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' are no office hours. Write them as mon-fri 08:00-18:00."), clean);
        return false;
    }
    ladder->days = days;
    ladder->open_min = open;
    ladder->close_min = close;
    return true;
}

/* "mon-fri,sun": runs of days. */
static void
say_days(GString *out, guint days)
{
    for (int i = 0; i < 7; i++) {
        int end = i;
        if (!(days & 1u << i))
            continue;
        while (end < 6 && days & 1u << (end + 1))
            end++;
        g_string_append_printf(out, "%s%s", out->len ? "," : "", days_en[i]);
        if (end > i)
            g_string_append_printf(out, "%s%s", end > i + 1 ? "-" : ",", days_en[end]);
        i = end;
    }
}

char *
pk_ladder_hours_text(const PkLadder *ladder)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (!ladder->days)
        return g_strdup("");
    say_days(out, ladder->days);
    g_string_append_printf(out, " %02d:%02d-%02d:%02d", ladder->open_min / 60,
                           ladder->open_min % 60, ladder->close_min / 60, ladder->close_min % 60);
    return g_strdup(out->str);
}
