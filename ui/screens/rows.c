/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/rows.h"

#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum { GAP = 2, AGE = 7, PLACE_MIN = 12, PLACE_MAX = 17 };

PkRole
pk_rows_tlp_role(PkTlp tlp)
{
    switch (tlp) {
    case PK_TLP_RED: return PK_ROLE_TLP_RED;
    case PK_TLP_AMBER:
    case PK_TLP_AMBER_STRICT: return PK_ROLE_TLP_AMBER;
    case PK_TLP_GREEN: return PK_ROLE_TLP_GREEN;
    case PK_TLP_CLEAR: return PK_ROLE_TLP_CLEAR;
    }
    return PK_ROLE_NORMAL;
}

PkTimeText
pk_rows_age(const PkIncident *incident, const PkView *view)
{
    if (incident->import_source && incident->occurred_us)
        return pk_time_known(view->zone, incident->occurred_us, incident->occurred_precision,
                             view->lang);
    return pk_time_age(view->now_us - incident->opened_us, view->lang);
}

PkRowLayout
pk_rows_layout(const GPtrArray *rows, int cols, bool age)
{
    int ident = 8, tlp = 9, severity = 8, place = PLACE_MIN;
    for (guint i = 0; rows && i < rows->len; i++) {
        const PkIncidentRow *item = rows->pdata[i];
        ident = MAX(ident, (int)strlen(item->incident->ident));
        tlp = MAX(tlp, (int)strlen(pk_tlp_label(item->incident->tlp)));
        place = MAX(place, pk_canvas_width(item->place));
    }
    PkRowLayout layout = { .ident = 3, .right = cols, .age = age && cols >= 70 };
    layout.severity = layout.ident + ident + GAP;
    layout.tlp = layout.severity + severity + GAP;
    layout.place = layout.tlp + tlp + GAP;
    int room = cols - layout.place - (layout.age ? AGE + 1 : 0);
    layout.place_width = CLAMP(room * 11 / 20, MIN(PLACE_MIN, room / 2), MIN(place, PLACE_MAX));
    layout.title = layout.place + layout.place_width + GAP;
    return layout;
}

void
pk_rows_heads(const PkRowLayout *layout, PkCanvas *canvas, int row, int col)
{
    pk_canvas_text(canvas, row, col + layout->ident, 8, PK_ROLE_HEADING, _("id"));
    pk_canvas_text(canvas, row, col + layout->severity, 9, PK_ROLE_HEADING, _("severity"));
    pk_canvas_text(canvas, row, col + layout->tlp, 9, PK_ROLE_HEADING, _("tlp"));
    pk_canvas_fit(canvas, row, col + layout->place, layout->place_width, PK_ROLE_HEADING,
                  _("municipality"));
    int room = layout->right - layout->title - (layout->age ? AGE + 3 : 0);
    pk_canvas_fit(canvas, row, col + layout->title, room, PK_ROLE_HEADING, _("title"));
    if (layout->age)
        pk_canvas_fit_right(canvas, row, col + layout->right - 9, 9, PK_ROLE_HEADING, _("age"));
}

static char *
severity_word(const PkIncident *incident)
{
    return incident->severity ? pk_word_caps(&pk_words_severity, incident->severity)
                              : g_strdup("-");
}

void
pk_rows_draw(const PkRowLayout *layout, const PkIncidentRow *item, const PkView *view,
             PkCanvas *canvas, int row, int col, bool here)
{
    const PkIncident *incident = item->incident;
    g_autofree char *severity = severity_word(incident);
    PkTimeText age = pk_rows_age(incident, view);
    int age_width = layout->age ? MAX(AGE, (int)strlen(age.s)) : 0;
    int room = layout->right - layout->title - (layout->age ? age_width + 1 : 0);
    pk_canvas_text(canvas, row, col, 1, PK_ROLE_NORMAL, here ? ">" : " ");
    pk_canvas_text(canvas, row, col + layout->ident, 20, PK_ROLE_NORMAL, incident->ident);
    pk_canvas_text(canvas, row, col + layout->severity, 9, PK_ROLE_NORMAL, severity);
    pk_canvas_fit(canvas, row, col + layout->place, layout->place_width, PK_ROLE_NORMAL,
                  item->place);
    pk_canvas_fit(canvas, row, col + layout->title, room, PK_ROLE_NORMAL, incident->title);
    if (layout->age)
        pk_canvas_fit_right(canvas, row, col + layout->right - age_width, age_width, PK_ROLE_NORMAL,
                            age.s);
    if (here)
        pk_canvas_mark(canvas, row, col, layout->right, PK_ROLE_SELECTED);
    pk_canvas_text(canvas, row, col + layout->tlp, 16, pk_rows_tlp_role(incident->tlp),
                   pk_tlp_label(incident->tlp));
    if (here && view->focused)
        pk_canvas_cursor(canvas, row, col);
}

void
pk_rows_draw_narrow(const PkIncidentRow *item, const PkView *view, PkCanvas *canvas, int row,
                    int cols, bool here)
{
    const PkIncident *incident = item->incident;
    g_autofree char *severity = severity_word(incident);
    g_autofree char *cut = g_strndup(severity, 4);
    PkTimeText age = pk_rows_age(incident, view);
    int at = 2;
    pk_canvas_text(canvas, row, 0, 1, PK_ROLE_NORMAL, here ? ">" : " ");
    at += pk_canvas_text(canvas, row, at, 20, PK_ROLE_NORMAL, incident->ident) + 1;
    at += pk_canvas_text(canvas, row, at, 4, PK_ROLE_NORMAL, cut) + 1;
    if (here)
        pk_canvas_mark(canvas, row, 0, cols, PK_ROLE_SELECTED);
    pk_canvas_text(canvas, row, at, 16, pk_rows_tlp_role(incident->tlp),
                   pk_tlp_label(incident->tlp));
    pk_canvas_fit(canvas, row + 1, 2, cols - 2, PK_ROLE_NORMAL, item->place);
    int width = (int)strlen(age.s);
    pk_canvas_fit(canvas, row + 2, 2, cols - 3 - width, PK_ROLE_NORMAL, incident->title);
    pk_canvas_text(canvas, row + 2, cols - width, width, PK_ROLE_NORMAL, age.s);
    if (here && view->focused)
        pk_canvas_cursor(canvas, row, 0);
}

char *
pk_rows_not_for_you(const char *count, unsigned n)
{
    return n ? g_strdup_printf(_("%s, %u not for you"), count, n) : g_strdup(count);
}
