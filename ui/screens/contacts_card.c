/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/contacts.h"

#include <string.h>

enum { ROLE_COLS = 9, ONE_LINE = 76 };

typedef struct {
    const PkCard *card;
    const PkView *view;
    int cols;
    GPtrArray *lines;
} Build;

static void
line_free(void *data)
{
    PkCardLine *line = data;
    g_free(line->text);
    g_free(line);
}

static PkCardLine *
add(Build *build, PkRole role, char *text)
{
    PkCardLine *line = g_new0(PkCardLine, 1);
    line->role = role;
    line->text = text;
    g_ptr_array_add(build->lines, line);
    return line;
}

static void
add_wrapped(Build *build, const char *indent, const char *text)
{
    int width = MAX(8, build->cols - pk_canvas_width(indent));
    g_autoptr(GPtrArray) parts = pk_text_wrap(text, width);
    for (guint i = 0; i < parts->len; i++)
        add(build, PK_ROLE_NORMAL, g_strconcat(indent, parts->pdata[i], NULL));
}

static void
add_fact(Build *build, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    g_autofree char *words = g_strdup_printf("%s: %s", label, text);
    add_wrapped(build, " ", words);
}

static void
heading(Build *build, char *text)
{
    add(build, PK_ROLE_NORMAL, g_strdup(""));
    add(build, PK_ROLE_HEADING, g_strconcat(" ", text, NULL));
    g_free(text);
}

/* ---- the organisation -------------------------------------------------------------------------
 */

/* Since the newest check of any contact. */
static void
add_age(Build *build)
{
    const GPtrArray *contacts = build->card->contacts;
    int64_t newest = 0;
    for (guint i = 0; i < contacts->len; i++) {
        const PkContact *contact = contacts->pdata[i];
        newest = MAX(newest, contact->checked_us);
    }
    if (newest == 0)
        return;
    int days = (int)(MAX(0, build->view->now_us - newest) / PK_DAY_US);
    g_autofree char *age = g_strdup_printf(P_("card %d day old", "card %d days old", days), days);
    add(build, PK_ROLE_NORMAL, g_strconcat(" ", age, NULL));
}

static void
add_head(Build *build)
{
    const PkOrg *org = build->card->org;
    g_autofree char *head =
        g_strdup_printf(" %s%s%s", org->name, org->code ? "  " : "", org->code ? org->code : "");
    g_autoptr(GPtrArray) parts = pk_text_wrap(head, MAX(8, build->cols));
    for (guint i = 0; i < parts->len; i++)
        add(build, PK_ROLE_HEADING, g_strdup(parts->pdata[i]));
    g_autofree char *kind = g_strdup_printf(
        "%s%s%s  %s", pk_word(&pk_words_org_kind, (int)org->kind), org->region_name ? "  " : "",
        org->region_name ? org->region_name : "", org->joined ? _("joined") : _("not joined"));
    add_wrapped(build, " ", kind);
    add_age(build);
    if (org->became && *org->became) {
        g_autofree char *now = g_strdup_printf(_("! no longer exists: now %s"), org->became);
        add_wrapped(build, " ", now);
    }
}

/* ---- contacts ---------------------------------------------------------------------------------
 */

/* "28 Jan 2026", or that nobody may rely on it. */
static char *
checked_words(const Build *build, const PkContact *contact)
{
    int months = pk_contact_age_months(contact, build->view->now_us);
    if (months < 0)
        return g_strdup_printf("%s (%s)", _("STALE"), _("never checked"));
    if (pk_contact_stale(contact, build->view->now_us))
        return g_strdup_printf(_("%s (%d months)"), _("STALE"), months);
    PkTimeText at =
        pk_time_text(build->view->zone, contact->checked_us, build->view->lang, PK_TIME_SHORT_DATE);
    return g_strdup(at.s);
}

static char *
number_words(const PkContact *contact, bool night)
{
    const char *raw = night ? contact->phone_night : contact->phone_day;
    g_autofree char *grouped = raw && *raw ? pk_phone_group(raw) : g_strdup("");
    if (!*grouped)
        return g_strdup(night || contact->phone_night ? "" : _("no number"));
    const char *when = night ? _("night") : contact->is_24x7 ? _("24 hours") : "";
    return g_strdup_printf("%s%s%s", grouped, *when ? "  " : "", when);
}

static void
add_rest(Build *build, const PkContact *contact, const char *indent)
{
    if (contact->mail && *contact->mail)
        add_wrapped(build, indent, contact->mail);
    if (contact->channel && *contact->channel)
        add_wrapped(build, indent, contact->channel);
    if (contact->hours && *contact->hours)
        add_wrapped(build, indent, contact->hours);
    if (contact->role == PK_CONTACT_VCIB && !pk_contact_trusted(contact))
        add_wrapped(build, indent, _("! no signed form: nothing above TLP:GREEN"));
}

/* Role, name, number, source and check in one row; NULL when that would cut a number or a check. */
static char *
one_row(const Build *build, const PkContact *contact, const char *role, const char *number,
        const char *checked)
{
    g_autofree char *name = pk_text_pad(contact->name, 16);
    g_autofree char *number_cell =
        pk_text_width(number) > 16 ? g_strdup(number) : pk_text_pad(number, 16);
    g_autofree char *start = g_strdup_printf("   %s %s %s ", role, name, number_cell);
    int room = build->cols - pk_text_width(start) - MAX(12, pk_text_width(checked)) - 2;
    if (room < 8)
        return NULL;
    g_autofree char *source = pk_text_pad(contact->source ? contact->source : "", room);
    return g_strdup_printf("%s%s %s", start, source, checked);
}

static void
add_contact(Build *build, guint index)
{
    const PkContact *contact = build->card->contacts->pdata[index];
    bool day = contact->phone_day && *contact->phone_day;
    g_autofree char *number = number_words(contact, !day && contact->phone_night);
    g_autofree char *night = day ? number_words(contact, true) : g_strdup("");
    g_autofree char *checked = checked_words(build, contact);
    const char *source = contact->source ? contact->source : "";
    g_autofree char *role =
        pk_text_pad(pk_word(&pk_words_contact_role, (int)contact->role), ROLE_COLS);
    char *row = build->cols >= ONE_LINE ? one_row(build, contact, role, number, checked) : NULL;
    const char *indent = row ? "                              " : "     ";
    bool one = row != NULL;

    if (!one) {
        int room = MAX(8, build->cols - 3 - ROLE_COLS - 1);
        g_autofree char *name = pk_text_fit(contact->name, room, "...");
        row = g_strdup_printf("   %s %s", role, name);
    }
    PkCardLine *line = add(build, PK_ROLE_NORMAL, row);
    line->kind = PK_CARD_CONTACT;
    line->index = index;
    if (!one)
        add(build, PK_ROLE_NORMAL, g_strconcat(indent, number, NULL));
    if (*night)
        add(build, PK_ROLE_NORMAL, g_strconcat(indent, night, NULL));
    if (!one) {
        g_autofree char *origin = g_strdup_printf("%s%s%s", source, *source ? "  " : "", checked);
        add_wrapped(build, indent, origin);
    }
    add_rest(build, contact, one ? "             " : indent);
}

static void
add_contacts(Build *build)
{
    const GPtrArray *contacts = build->card->contacts;
    heading(build, g_strdup_printf(P_("%u CONTACT", "%u CONTACTS", contacts->len), contacts->len));
    if (contacts->len == 0)
        add_wrapped(build, "   ",
                    _("No contact is known. Call the public switchboard or the safety region; "
                      "never the number that the caller gave."));
    for (guint i = 0; i < contacts->len; i++)
        add_contact(build, i);
    if (contacts->len > 0) {
        add(build, PK_ROLE_NORMAL, g_strdup(""));
        add_wrapped(build, " ", _("Never call back on the number that the caller gave."));
    }
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static void
add_names(Build *build)
{
    const GPtrArray *aliases = build->card->aliases;
    if (!aliases || aliases->len == 0)
        return;
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < aliases->len; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", (const char *)aliases->pdata[i]);
    add_fact(build, _("also"), all->str);
}

static void
add_incidents(Build *build)
{
    const GPtrArray *incidents = build->card->incidents;
    guint n = incidents ? incidents->len : 0;
    if (n == 0)
        return;
    heading(build, g_strdup_printf(P_("%u LAST INCIDENT", "%u LAST INCIDENTS", n), n));
    for (guint i = 0; i < n; i++) {
        PkCardLine *line = add(build, PK_ROLE_NORMAL, g_strdup(""));
        line->kind = PK_CARD_INCIDENT;
        line->index = i;
    }
}

GPtrArray *
pk_card_lines(const PkCard *card, const PkView *view, int cols)
{
    Build build = { card, view, cols, g_ptr_array_new_with_free_func(line_free) };
    add_head(&build);
    add_contacts(&build);
    add(&build, PK_ROLE_NORMAL, g_strdup(""));
    add_names(&build);
    add_fact(&build, _("for"), card->org->serves);
    add_fact(&build, _("province"), card->org->province);
    add_fact(&build, _("remark"), card->org->note);
    add_fact(&build, _("source"), card->org->source);
    add_incidents(&build);
    return build.lines;
}

int
pk_card_stops(const PkCard *card)
{
    return (int)card->contacts->len + (card->incidents ? (int)card->incidents->len : 0);
}

void
pk_card_stop(const PkCard *card, int at, const PkContact **ret_contact,
             const PkIncidentRow **ret_incident)
{
    int n = (int)card->contacts->len;
    *ret_contact = NULL;
    *ret_incident = NULL;
    if (at < 0 || at >= pk_card_stops(card))
        return;
    if (at < n)
        *ret_contact = card->contacts->pdata[at];
    else
        *ret_incident = card->incidents->pdata[at - n];
}
