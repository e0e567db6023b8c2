/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/contacts.h"
#include "screens/rows.h"

#include <string.h>

enum { WIDE_LIST = 62 };

/* First columns of the list, for its width. 0: no room for it. */
typedef struct {
    int code, kind, region, joined, contacts;
    int name_width, kind_width, region_width;
} Columns;

static Columns
columns_of(int cols)
{
    int n_width = MAX(4, pk_canvas_width(_("card")));
    int joined_width = MAX(4, pk_canvas_width(_("joined")));
    Columns at = { .contacts = cols - n_width - 1 };
    at.joined = at.contacts - joined_width - 1;
    int room = at.joined - 3;
    at.name_width = CLAMP(room * 2 / 5, 10, 30);
    at.code = 3 + at.name_width + 2;
    int left = at.joined - at.code - 10;
    if (left >= 24) {
        at.kind = at.code + 8;
        at.kind_width = left / 2 - 1;
        at.region = at.kind + at.kind_width + 2;
        at.region_width = at.joined - at.region - 2;
    } else if (left >= 8) {
        at.region = at.code + 8;
        at.region_width = at.joined - at.region - 2;
    }
    return at;
}

static void
draw_heads(PkCanvas *canvas, PkRect area, const Columns *at, int row)
{
    int col = area.col;
    pk_canvas_fit(canvas, row, col + 3, at->name_width, PK_ROLE_HEADING, _("organisation"));
    pk_canvas_text(canvas, row, col + at->code, 7, PK_ROLE_HEADING, _("code"));
    if (at->kind)
        pk_canvas_fit(canvas, row, col + at->kind, at->kind_width, PK_ROLE_HEADING, _("kind"));
    if (at->region)
        pk_canvas_fit(canvas, row, col + at->region, at->region_width, PK_ROLE_HEADING,
                      _("region"));
    pk_canvas_fit(canvas, row, col + at->joined, at->contacts - at->joined, PK_ROLE_HEADING,
                  _("joined"));
    pk_canvas_fit_right(canvas, row, col + at->contacts, area.cols - at->contacts - 1,
                        PK_ROLE_HEADING, _("card"));
}

static void
draw_org(PkCanvas *canvas, PkRect area, const Columns *at, const PkCard *card, int row)
{
    const PkOrg *org = card->org;
    int col = area.col;
    g_autofree char *n = g_strdup_printf("%u", card->n_contacts);
    pk_canvas_fit(canvas, row, col + 3, at->name_width, PK_ROLE_NORMAL, org->name);
    pk_canvas_text(canvas, row, col + at->code, 8, PK_ROLE_NORMAL, org->code);
    if (at->kind)
        pk_canvas_fit(canvas, row, col + at->kind, at->kind_width, PK_ROLE_NORMAL,
                      pk_word(&pk_words_org_kind, (int)org->kind));
    if (at->region)
        pk_canvas_fit(canvas, row, col + at->region, at->region_width, PK_ROLE_NORMAL,
                      org->became ? org->became : org->region_name);
    pk_canvas_text(canvas, row, col + at->joined, 4, PK_ROLE_NORMAL,
                   org->joined ? _("yes") : _("no"));
    pk_canvas_fit_right(canvas, row, col + at->contacts, area.cols - at->contacts - 1,
                        PK_ROLE_NORMAL, card->n_contacts ? n : "-");
}

/* Below 60 columns: the name, and under it what it is. */
static void
draw_org_narrow(PkCanvas *canvas, PkRect area, const PkCard *card, int row)
{
    const PkOrg *org = card->org;
    g_autofree char *n =
        g_strdup_printf(P_("%u contact", "%u contacts", card->n_contacts), card->n_contacts);
    g_autofree char *what = g_strdup_printf(
        "%s%s%s, %s", org->code ? org->code : "", org->code ? ", " : "", n,
        org->region_name ? org->region_name : pk_word(&pk_words_org_kind, (int)org->kind));
    pk_canvas_fit(canvas, row, area.col + 2, area.cols - 3, PK_ROLE_NORMAL, org->name);
    pk_canvas_fit(canvas, row + 1, area.col + 4, area.cols - 5, PK_ROLE_NORMAL, what);
}

static void
draw_empty(const PkContactsState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const char *text = !state->cards ? _("Reading...")
                       : *pk_filterbar_text(&state->filter)
                           ? _("No organisation fits this filter. Esc clears it.")
                           : _("The register is empty.");
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, MAX(1, area.cols - 4));
    for (guint i = 0; i < lines->len; i++)
        pk_canvas_text(canvas, area.row + 1 + (int)i, area.col + 3, area.cols - 3, PK_ROLE_NORMAL,
                       lines->pdata[i]);
    if (view->focused && !state->open)
        pk_canvas_cursor(canvas, area.row + 1, area.col);
}

static void
draw_list(const PkContactsState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    int per = narrow ? 2 : 1;
    Columns at = columns_of(area.cols);
    if (!state->cards || state->n == 0) {
        draw_empty(state, view, canvas, area);
        return;
    }
    if (!narrow) {
        draw_heads(canvas, area, &at, area.row);
        area.row++;
        area.rows--;
    }
    PkListSel sel = state->sel;
    sel.top = state->shown->top;
    int height = MAX(1, area.rows / per);
    pk_listsel_scroll(&sel, (PkListRows){ state->keys, state->n }, height);
    *state->shown = (PkShown){ sel.top, height };
    for (int i = 0; i < height && sel.top + i < state->n; i++) {
        const PkCard *card = state->cards->pdata[sel.top + i];
        int row = area.row + i * per;
        bool here = sel.top + i == sel.at;
        pk_canvas_text(canvas, row, area.col, 1, PK_ROLE_NORMAL, here ? ">" : " ");
        if (narrow)
            draw_org_narrow(canvas, area, card, row);
        else
            draw_org(canvas, area, &at, card, row);
        if (!here)
            continue;
        pk_canvas_mark(canvas, row, area.col, area.cols, PK_ROLE_SELECTED);
        if (view->focused && !state->open)
            pk_canvas_cursor(canvas, row, area.col);
    }
}

/* ---- the card ----------------------------------------------------------------------------------
 */

/* An incident in one row: id and label whole, then the title and its age. */
static void
draw_incident(const PkIncidentRow *item, const PkView *view, PkCanvas *canvas, PkRect area, int row)
{
    const PkIncident *incident = item->incident;
    PkTimeText age = pk_rows_age(incident, view);
    int width = (int)strlen(age.s), at = 3;
    at += pk_canvas_text(canvas, row, area.col + at, 20, PK_ROLE_NORMAL, incident->ident) + 2;
    at += pk_canvas_text(canvas, row, area.col + at, 16, pk_rows_tlp_role(incident->tlp),
                         pk_tlp_label(incident->tlp)) +
          2;
    pk_canvas_fit(canvas, row, area.col + at, area.cols - at - width - 2, PK_ROLE_NORMAL,
                  incident->title);
    pk_canvas_text(canvas, row, area.col + area.cols - width - 1, width, PK_ROLE_NORMAL, age.s);
}

/* Which line of the card the stop `at` is; -1 when there is none. */
static int
line_of_stop(const GPtrArray *lines, int at)
{
    int stop = 0;
    for (guint i = 0; i < lines->len; i++) {
        const PkCardLine *line = lines->pdata[i];
        if (line->kind != PK_CARD_TEXT && stop++ == at)
            return (int)i;
    }
    return -1;
}

static void
draw_card(const PkContactsState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const PkCard *card = state->card;
    if (!card) {
        pk_canvas_text(canvas, area.row, area.col + 1, area.cols - 1, PK_ROLE_NORMAL,
                       state->card_key ? _("Reading...") : "");
        if (state->open && view->focused)
            pk_canvas_cursor(canvas, area.row, area.col);
        return;
    }
    g_autoptr(GPtrArray) lines = pk_card_lines(card, view, area.cols - 1);
    int here = state->open ? line_of_stop(lines, state->at) : -1;
    /* A contact shows all of itself: up to its last line before the next stop. */
    int end = here;
    while (here >= 0 && end + 1 < (int)lines->len &&
           ((const PkCardLine *)lines->pdata[end + 1])->kind == PK_CARD_TEXT)
        end++;
    int top = end >= area.rows ? end - area.rows + 1 : 0;
    if (here >= 0 && here < top)
        top = here;
    if (state->open && view->focused)
        pk_canvas_cursor(canvas, area.row, area.col);
    for (int i = 0; i < area.rows && top + i < (int)lines->len; i++) {
        const PkCardLine *line = lines->pdata[top + i];
        int row = area.row + i;
        if (line->kind == PK_CARD_INCIDENT)
            draw_incident(card->incidents->pdata[line->index], view, canvas, area, row);
        else
            pk_canvas_text(canvas, row, area.col, area.cols, line->role, line->text);
        if (top + i != here)
            continue;
        pk_canvas_text(canvas, row, area.col, 1, PK_ROLE_NORMAL, ">");
        pk_canvas_mark(canvas, row, area.col, area.cols, PK_ROLE_SELECTED);
        if (view->focused)
            pk_canvas_cursor(canvas, row, area.col);
    }
}

void
pk_contacts_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkContactsState *state = data;
    bool wide = pk_view_size(view) == PK_SIZE_WIDE;
    PkRect rest = { body.row + 2, body.col, body.rows - 2, body.cols };
    g_autofree char *count = g_strdup_printf(
        P_("%d organisation%s", "%d organisations%s", state->n), state->n, state->more ? "+" : "");
    g_autofree char *least = g_strdup_printf("%d%s", state->n, state->more ? "+" : "");
    const char *const counts[] = { count, least };
    pk_filterbar_draw(&state->filter, canvas, body.row, body.col, body.cols, counts, 2);
    pk_canvas_rule(canvas, body.row + 1, body.col, body.cols);
    if (wide) {
        int list = MIN(WIDE_LIST, body.cols / 2 + 2);
        draw_list(state, view, canvas, (PkRect){ rest.row, rest.col, rest.rows, list });
        draw_card(state, view, canvas,
                  (PkRect){ rest.row, rest.col + list + 2, rest.rows, rest.cols - list - 2 });
    } else if (state->open) {
        draw_card(state, view, canvas, rest);
    } else {
        draw_list(state, view, canvas, rest);
    }
}
