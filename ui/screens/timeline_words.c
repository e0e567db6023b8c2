/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "screens/timeline.h"

#include <jansson.h>
#include <string.h>

enum { FIRST_BYTES_MAX = 2000 }; /* more than a row of any screen holds */

int64_t
pk_timeline_us(const PkTimelineState *state, const PkLine *line)
{
    return state->order == PK_BY_RECEIVED ? line->received_us : line->event_us;
}

const char *
pk_timeline_text(const PkLine *line)
{
    if (line->erased)
        return _("(erased)");
    if (line->hidden || !line->text)
        return pk_line_unread(line);
    return line->text;
}

char *
pk_timeline_first(const char *text)
{
    size_t whole = strcspn(text, "\n"), n = MIN(whole, FIRST_BYTES_MAX);
    while (n > 0 && n < whole && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return g_strdup_printf("%.*s%s", (int)n, text, text[n] ? " ..." : "");
}

static const PkZone *
zone_of(const PkView *view)
{
    return view->utc ? NULL : view->zone;
}

/* The clock alone, or with its day when that is another one than of the time it stands beside. */
static PkTimeText
clock_beside(const PkView *view, int64_t us, int64_t beside_us)
{
    PkLocal a = pk_zone_local(zone_of(view), us), b = pk_zone_local(zone_of(view), beside_us);
    bool same = a.year == b.year && a.month == b.month && a.day == b.day;
    unsigned parts = same ? 0 : a.year == b.year ? PK_TIME_DATE : PK_TIME_SHORT_DATE;
    return pk_time_text(zone_of(view), us, view->lang,
                        parts | (view->utc ? PK_TIME_UTC : PK_TIME_CLOCK));
}

char *
pk_timeline_late(const PkTimelineState *state, const PkView *view, const PkLine *line)
{
    if (line->unsent)
        return g_strdup(_("NOT SENT"));
    if (!pk_line_late(line))
        return g_strdup("");
    bool received = state->order == PK_BY_RECEIVED;
    if (received && line->precision != PK_PRECISION_SECOND) {
        PkTimeText at = pk_time_known(zone_of(view), line->event_us, line->precision, view->lang);
        return g_strdup_printf(_("HAPPENED %s"), at.s);
    }
    PkTimeText at = clock_beside(view, received ? line->event_us : line->recorded_us,
                                 pk_timeline_us(state, line));
    return g_strdup_printf(received ? _("HAPPENED %s") : _("LATE %s"), at.s);
}

/* ---- everything about one line ----------------------------------------------------------------
 */

static void
add_value(GString *out, const char *name, json_t *value)
{
    if (json_is_string(value) && *json_string_value(value))
        g_string_append_printf(out, "%s  %s\n", name, json_string_value(value));
    else if (json_is_integer(value))
        g_string_append_printf(out, "%s  %" JSON_INTEGER_FORMAT "\n", name,
                               json_integer_value(value));
    else if (json_is_boolean(value))
        g_string_append_printf(out, "%s  %s\n", name, json_is_true(value) ? _("yes") : _("no"));
}

static const char *
string_in(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text && *text ? text : "-";
}

/* What changed, as "severity  medium -> high"; anything else under its own name. Versions and
 * kinds of change are for the program. */
static void
add_details(GString *out, const char *details)
{
    json_t *root = details ? json_loads(details, 0, NULL) : NULL;
    const char *key;
    json_t *value;

    json_object_foreach(root, key, value)
    {
        if (strcmp(key, "version") == 0 || strcmp(key, "change") == 0)
            continue;
        if (!json_is_object(value)) {
            add_value(out, key, value);
            continue;
        }
        const char *field;
        json_t *change;
        json_object_foreach(value, field, change)
        {
            if (json_is_object(change))
                g_string_append_printf(out, "%s  %s -> %s\n", field, string_in(change, "old"),
                                       string_in(change, "new"));
            else
                add_value(out, field, change);
        }
    }
    json_decref(root);
}

static void
add_recorded(GString *out, const PkTimelineRow *row, const PkView *view)
{
    const PkLine *line = row->line;
    PkTimeText at =
        pk_time_text(zone_of(view), line->recorded_us, view->lang,
                     view->utc ? PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_UTC : PK_TIME_MOMENT);
    g_string_append_printf(out, _("recorded by %s %s"), line->author ? line->author : "-", at.s);
    if (line->precision != PK_PRECISION_SECOND || line->recorded_us <= line->event_us)
        return;
    PkTimeText after = pk_time_age(line->recorded_us - line->event_us, view->lang);
    g_string_append_printf(out, _(", %s after the event"), after.s);
    if (line->unsent)
        g_string_append_printf(out, " (%s)", _("not yet sent"));
    if (pk_line_late(line))
        g_string_append_printf(out, " (%s)", _("LATE"));
}

char *
pk_timeline_words(const PkTimelineRow *row, const PkView *view, bool brief)
{
    const PkLine *line = row->line;
    GString *out = g_string_new(NULL);
    g_autofree char *category = pk_word_caps(&pk_words_category, (int)line->category);
    unsigned parts = brief ? PK_TIME_MOMENT | PK_TIME_YEAR : PK_TIME_FULL;
    PkTimeText at = line->precision == PK_PRECISION_SECOND
                        ? pk_time_text(view->zone, line->event_us, view->lang, parts)
                        : pk_time_known(view->zone, line->event_us, line->precision, view->lang);

    g_string_append_printf(out, "%s%s  %s  %s", line->pinned && brief ? "* " : "", category, at.s,
                           pk_tlp_label(line->tlp));
    if (line->pinned && !brief)
        g_string_append_printf(out, "  * %s", _("pinned"));
    g_string_append_c(out, '\n');
    g_string_append_printf(out, "%s\n", pk_timeline_text(line));
    if (line->corrected)
        g_string_append_printf(out, "~ %s\n", _("A later line corrects this one."));
    if (row->corrected) {
        g_string_append_printf(out, _("corrects line %d: \"%s\""), (int)row->corrected->no,
                               pk_timeline_text(row->corrected));
        g_string_append_c(out, '\n');
    }
    if (!line->erased && !line->hidden)
        add_details(out, line->details);
    add_recorded(out, row, view);
    return g_string_free(out, FALSE);
}

/* ---- categories in the filter -------------------------------------------------------------------
 */

/* Does the bracket that text begins with close at its very end? */
static bool
in_one_bracket(const char *text)
{
    int depth = 0;
    bool quoted = false;
    for (const char *at = text; *at; at++) {
        if (quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && *at == '(')
            depth++;
        else if (!quoted && *at == ')' && --depth == 0)
            return at[1] == '\0' && *text == '(';
    }
    return false;
}

guint
pk_timeline_categories(const char *text, char **ret_rest)
{
    const char *values = g_str_has_prefix(text, "cat:") ? text + strlen("cat:") : NULL;
    size_t n = values ? strcspn(values, " ()\"") : 0;
    guint bits = 0;

    if (n > 0 && (values[n] == '\0' || values[n] == ' ')) {
        g_autofree char *list = g_strndup(values, n);
        g_auto(GStrv) words = g_strsplit(list, ",", -1);
        for (guint i = 0; words[i]; i++) {
            int value = 0;
            if (!pk_word_parse(&pk_words_category, words[i], &value, NULL)) {
                bits = 0;
                break;
            }
            bits |= 1u << value;
        }
    }
    if (!bits) {
        *ret_rest = g_strdup(text);
        return 0;
    }
    char *rest = g_strdup(values + n);
    g_strstrip(rest);
    /* "cat:tech OR pin" is no start that can be taken away. */
    if (g_str_has_prefix(rest, "OR ") || g_str_has_prefix(rest, "OF ") || *rest == '|') {
        g_free(rest);
        *ret_rest = g_strdup(text);
        return 0;
    }
    if (in_one_bracket(rest)) {
        rest[strlen(rest) - 1] = '\0';
        memmove(rest, rest + 1, strlen(rest));
    }
    *ret_rest = rest;
    return bits;
}

char *
pk_timeline_with_categories(guint bits, const char *rest)
{
    if (!bits)
        return g_strdup(rest);
    GString *out = g_string_new("cat:");
    for (size_t i = 0; i < pk_words_category.n_words; i++) {
        int value = pk_words_category.words[i].value;
        if (bits & 1u << value)
            g_string_append_printf(out, "%s%s", out->len > strlen("cat:") ? "," : "",
                                   pk_word(&pk_words_category, value));
    }
    bool any = strstr(rest, " OR ") || strstr(rest, " OF ") || strchr(rest, '|');
    if (*rest)
        g_string_append_printf(out, any ? " (%s)" : " %s", rest);
    return g_string_free(out, FALSE);
}
