/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/rule.h"

#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/format/rule_csv.h"
#include "piket/store/clock_store.h"
#include "piket/store/reference_store.h"
#include "read_private.h"
#include "undo.h"

#include <string.h>

enum { COUNT_MAX = 1000, NAME_MAX_CHARS = 40 };

void
pk_rule_diff_clear(PkRuleDiff *diff)
{
    g_clear_pointer(&diff->rules, g_ptr_array_unref);
    g_clear_pointer(&diff->lines, g_ptr_array_unref);
    *diff = (PkRuleDiff){ 0 };
}

GPtrArray *
pk_rules_load(PkApp *app, PkRuleSetView *ret_set, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(GPtrArray) rules = pk_rule_list(app->db, error);
    bool ok = rules && (!ret_set || pk_read_rule_set(app, ret_set, error));
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&rules) : NULL;
}

/* ---- the difference ------------------------------------------------------------------------- */

typedef struct {
    PkApp *app;
    GPtrArray *there; /* PkRule: in the database */
    PkRuleDiff *diff;
} Compare;

static char *
day_of(const PkApp *app, int64_t us, const char *none)
{
    PkTimeText text = pk_time_text(app->zone, us, pk_i18n_lang(), PK_TIME_SHORT_DATE);

    return g_strdup(us ? text.s : none);
}

static PkRule *
rule_copied(const PkRule *rule)
{
    PkRule *copy = g_memdup2(rule, sizeof *rule);
    char **texts[] = { &copy->key,    &copy->name_en, &copy->name_nl, &copy->law,    &copy->who_en,
                       &copy->who_nl, &copy->whom,    &copy->note_en, &copy->note_nl };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = g_strdup(*texts[i]);
    return copy;
}

static PkRule *
version_of(const Compare *compare, const PkRule *rule)
{
    for (guint i = 0; i < compare->there->len; i++) {
        PkRule *other = compare->there->pdata[i];
        if (strcmp(other->key, rule->key) == 0 && other->valid_from_us == rule->valid_from_us)
            return other;
    }
    return NULL;
}

static bool
same_text(const char *a, const char *b)
{
    return g_strcmp0(a ? a : "", b ? b : "") == 0;
}

/* "name, note, checked": what differs beside the counting. Owned; "" for nothing. */
static char *
differs(const PkRule *was, const PkRule *is)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new();

    if (!same_text(was->name_en, is->name_en) || !same_text(was->name_nl, is->name_nl))
        g_ptr_array_add(parts, _("name"));
    if (!same_text(was->law, is->law))
        g_ptr_array_add(parts, _("law"));
    if (!same_text(was->who_en, is->who_en) || !same_text(was->who_nl, is->who_nl))
        g_ptr_array_add(parts, _("who"));
    if (!same_text(was->whom, is->whom))
        g_ptr_array_add(parts, _("to whom"));
    if (!same_text(was->note_en, is->note_en) || !same_text(was->note_nl, is->note_nl))
        g_ptr_array_add(parts, _("note"));
    if (was->valid_until_us != is->valid_until_us)
        g_ptr_array_add(parts, _("valid until"));
    if (was->checked_us != is->checked_us)
        g_ptr_array_add(parts, _("checked"));
    g_ptr_array_add(parts, NULL);
    return g_strjoinv(", ", (char **)parts->pdata);
}

static bool
compare_version(Compare *compare, const PkRule *was, const PkRule *is, unsigned row, GError **error)
{
    if (was->start != is->start || was->unit != is->unit || was->length != is->length) {
        g_autofree char *from = day_of(compare->app, was->valid_from_us, _("not known"));
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("Row %u: the version of %s that holds from %s counts otherwise in this "
                      "database. Another length or start is a new version: give it its own "
                      "valid_from. Nothing was read in."),
                    row, is->key, from);
        return false;
    }
    g_autofree char *what = differs(was, is);
    if (!*what) {
        compare->diff->n_same++;
        return true;
    }
    compare->diff->n_changed++;
    g_ptr_array_add(compare->diff->lines, g_strdup_printf(_("~ %s: %s"), is->key, what));
    g_ptr_array_add(compare->diff->rules, rule_copied(is));
    return true;
}

/* The version before the new one ends where that begins. */
static void
end_before(Compare *compare, const PkRule *is)
{
    for (guint i = 0; i < compare->there->len; i++) {
        const PkRule *was = compare->there->pdata[i];
        if (strcmp(was->key, is->key) != 0 || !was->valid_from_us ||
            was->valid_from_us >= is->valid_from_us ||
            (was->valid_until_us && was->valid_until_us <= is->valid_from_us))
            continue;
        PkRule *ended = rule_copied(was);
        g_autofree char *until = day_of(compare->app, is->valid_from_us, "-");
        ended->valid_until_us = is->valid_from_us;
        compare->diff->n_changed++;
        g_ptr_array_add(
            compare->diff->lines,
            g_strdup_printf(_("~ %s: the version before it ends on %s"), is->key, until));
        g_ptr_array_add(compare->diff->rules, ended);
    }
}

static void
add_version(Compare *compare, const PkRule *is)
{
    g_autofree char *from = day_of(compare->app, is->valid_from_us, _("a day not known yet"));
    const char *unit = pk_word(&pk_words_rule_unit, (int)is->unit);

    compare->diff->n_new++;
    g_ptr_array_add(compare->diff->lines,
                    g_strdup_printf(_("+ %s from %s: %s, %d %s"), is->key, from,
                                    pk_rule_name(is, pk_i18n_lang()), is->length, unit));
    if (is->valid_from_us)
        end_before(compare, is);
    g_ptr_array_add(compare->diff->rules, rule_copied(is));
}

static bool
compare_all(Compare *compare, const GPtrArray *rules, const GArray *rows, GError **error)
{
    for (guint i = 0; i < rules->len; i++) {
        PkRule *is = rules->pdata[i];
        const PkRule *was = version_of(compare, is);
        if (!is->checked_us && was) /* leaving it empty does not undo that somebody looked */
            is->checked_us = was->checked_us;
        if (!was)
            add_version(compare, is);
        else if (!compare_version(compare, was, is, g_array_index(rows, unsigned, i), error))
            return false;
    }
    return pk_clock_count_due(compare->app->db, INT64_MAX, COUNT_MAX, &compare->diff->n_running,
                              error);
}

static bool
compare(PkApp *app, const char *bytes, size_t n_bytes, PkRuleDiff *diff, GError **error)
{
    g_autoptr(GArray) rows = NULL;
    g_autoptr(GPtrArray) rules = pk_rules_read(bytes, n_bytes, app->zone, &rows, error);
    g_autoptr(GPtrArray) there = rules ? pk_rule_list(app->db, error) : NULL;
    Compare doing = { app, there, diff };

    if (!there)
        return false;
    diff->rules = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rule_free);
    diff->lines = g_ptr_array_new_with_free_func(g_free);
    if (compare_all(&doing, rules, rows, error))
        return true;
    pk_rule_diff_clear(diff);
    return false;
}

bool
pk_rules_compare(PkApp *app, const char *bytes, size_t n_bytes, PkRuleDiff *ret_diff,
                 GError **error)
{
    *ret_diff = (PkRuleDiff){ 0 };
    if (!pk_app_may(app, PK_MAY_RULES, NULL) && !pk_app_may(app, PK_MAY_READ, error))
        return false;
    return compare(app, bytes, n_bytes, ret_diff, error);
}

/* ---- reading in ----------------------------------------------------------------------------- */

static bool
tell(PkApp *app, const PkRuleDiff *diff, const char *name, PkDone *done, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    json_t *lines = json_array();

    g_string_printf(text, _("Legal rules %s read in: %u new, %u changed, %u as they were."), name,
                    diff->n_new, diff->n_changed, diff->n_same);
    g_string_append(text, _(" Clocks that run keep their times."));
    done->said = g_strdup(text->str);
    done->ident = g_strdup("");
    for (guint i = 0; i < diff->lines->len; i++) {
        g_string_append_printf(text, "\n%s", (const char *)diff->lines->pdata[i]);
        json_array_append_new(lines, json_string(diff->lines->pdata[i]));
    }
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, text->str,
                        json_pack("{s:s, s:s, s:o}", "change", "rules", "set", name, "diff", lines),
                        &done->line_key, error);
}

static bool
read_in(PkApp *app, const char *bytes, size_t n_bytes, const char *name, PkDone *done,
        GError **error)
{
    g_auto(PkRuleDiff) diff = { 0 };
    PkRuleSet set = { .name = (char *)name, .by_who = app->login, .at_us = pk_clock_now_us() };

    if (!compare(app, bytes, n_bytes, &diff, error))
        return false;
    for (guint i = 0; i < diff.rules->len; i++) {
        if (!pk_rule_put(app->db, diff.rules->pdata[i], error))
            return false;
    }
    set.n_rows = diff.rules->len;
    return pk_rule_set_insert(app->db, &set, error) && tell(app, &diff, name, done, error);
}

bool
pk_rules_import(PkApp *app, const char *bytes, size_t n_bytes, const char *name, PkDone *ret_done,
                GError **error)
{
    g_autofree char *clean = pk_text_clean(name ? name : "", -1, PK_TEXT_LINE, NULL);
    PkDone done = { 0 };

    if (!*clean || g_utf8_strlen(clean, -1) > NAME_MAX_CHARS) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("Give the set of rules a name of at most %d characters, such as NL-2027-1 "
                      "(--name)."),
                    NAME_MAX_CHARS);
        return false;
    }
    if (!pk_app_begin(app, PK_MAY_RULES, error))
        return false;
    bool ok = read_in(app, bytes, n_bytes, clean, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
