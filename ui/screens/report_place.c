/* SPDX-License-Identifier: EUPL-1.2 */
/* The municipality of a quick report: candidates, choosing, other open incidents there; and the
 * accelerators in the note that fill fields nobody filled by hand. */
#include "piket/base/i18n.h"
#include "piket/model/match.h"
#include "piket/model/quick.h"
#include "screens/report.h"

#include <string.h>

enum { SLOT_DOUBLES = 11, DOUBLES_SHOWN = 5 };

char *
pk_place_about(const PkPlace *place)
{
    GString *out = g_string_new(place->code);
    if (place->kind != PK_ORG_MUNICIPALITY)
        g_string_append_printf(out, "%s%s", out->len ? "  " : "",
                               pk_word(&pk_words_org_kind, place->kind));
    if (place->region)
        g_string_append_printf(out, "%s%s", out->len ? "  " : "", place->region);
    g_string_append_printf(out, "%s%s", out->len ? "  " : "",
                           place->joined ? _("member") : _("not a member"));
    return g_string_free(out, FALSE);
}

/* ---- other open incidents there -----------------------------------------------------------------
 */

typedef struct {
    PkUi *ui;
    guint serial;
} Token;

static void *
doubles_run(PkApp *app, void *request, GError **error)
{
    PkListAsk ask = { request, PK_ORDER_NEWEST, 0, DOUBLES_SHOWN };
    return pk_list_load(app, &ask, NULL, error);
}

static void
doubles_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    g_autofree Token *token = data;
    g_autoptr(PkList) list = result;
    PkForm *form = pk_ui_panel(token->ui, &pk_report_panel);
    if (!list || list->rows->len == 0 || !form || form->serial != token->serial || !form->org_key)
        return;
    g_autoptr(GString) which = g_string_new(NULL);
    for (guint i = 0; i < list->rows->len; i++) {
        const PkIncidentRow *row = list->rows->pdata[i];
        g_string_append_printf(which, "%s%s %s", i ? ", " : "", row->incident->ident,
                               row->incident->title);
    }
    unsigned n = MAX(list->n_matching, list->rows->len);
    g_free(form->doubles);
    form->doubles = g_strdup_printf(P_("%u open at %s in 72 h: %s", "%u open at %s in 72 h: %s", n),
                                    n, form->org_name, which->str);
}

static void
find_doubles(PkForm *form)
{
    const char *code = form->org_code;
    Token *token = g_new0(Token, 1);
    *token = (Token){ form->ui, form->serial };
    /* A name may hold anything; within quotes only the quote itself would end it. */
    g_autofree char *name = g_strdelimit(g_strdup(form->org_name), "\"", ' ');
    char *filter = code && *code ? g_strdup_printf("gm:%s status:open since:72h", code)
                                 : g_strdup_printf("gm:\"%s\" status:open since:72h", name);
    pk_ui_read(form->ui, SLOT_DOUBLES, doubles_run, filter, g_free, doubles_done, token);
}

/* ---- choosing -----------------------------------------------------------------------------------
 */

void
pk_form_drop_place(PkForm *form)
{
    form->org_key = form->wanted_org = 0;
    g_clear_pointer(&form->org_name, g_free);
    g_clear_pointer(&form->org_code, g_free);
    g_clear_pointer(&form->org_about, g_free);
    g_clear_pointer(&form->doubles, g_free);
}

void
pk_form_take_place(PkForm *form, const PkPlace *place)
{
    PkEdit *edit = form->values[PK_FORM_PLACE].edit;
    pk_form_drop_place(form);
    form->org_key = place->org_id;
    form->org_name = g_strdup(place->name);
    form->org_code = g_strdup(place->code);
    form->org_about = pk_place_about(place);
    pk_edit_set(edit, place->name, strlen(place->name));
    g_clear_pointer(&form->hits, g_ptr_array_unref);
    form->marked = -1;
    find_doubles(form);
}

const PkCandidate *
pk_form_marked(const PkForm *form)
{
    if (!form->hits || form->marked < 0 || form->marked >= (int)form->hits->len)
        return NULL;
    return form->hits->pdata[form->marked];
}

static const PkPlace *
place_of(PkForm *form, int64_t org_key)
{
    const PkPlaces *places = pk_ui_places(form->ui);
    for (guint i = 0; places && i < places->places->len; i++) {
        const PkPlace *place = &g_array_index(places->places, PkPlace, i);
        if (place->org_id == org_key)
            return place;
    }
    return NULL;
}

/* The key alone would not do: a draft may meet another data file, where it is somebody else's. */
void
pk_form_settle_place(PkForm *form)
{
    const PkEdit *edit = form->values[PK_FORM_PLACE].edit;
    size_t cursor = pk_edit_cursor(edit);
    if (!form->wanted_org || !pk_ui_places(form->ui))
        return;
    const PkPlace *place = place_of(form, form->wanted_org);
    form->wanted_org = 0;
    if (!place || strcmp(place->name, pk_edit_text(edit)) != 0)
        return;
    pk_form_take_place(form, place);
    pk_edit_set(form->values[PK_FORM_PLACE].edit, form->org_name, cursor);
}

bool
pk_form_take_marked(PkForm *form)
{
    const PkCandidate *candidate = pk_form_marked(form);
    const PkPlace *place = candidate ? place_of(form, candidate->org_key) : NULL;
    if (place)
        pk_form_take_place(form, place);
    return place != NULL;
}

/* ---- candidates ---------------------------------------------------------------------------------
 */

static void
candidate_free(void *data)
{
    PkCandidate *candidate = data;
    g_free(candidate->name);
    g_free(candidate->region);
    g_free(candidate->member);
    g_free(candidate->code);
    g_free(candidate);
}

static PkCandidate *
candidate_of(const PkPlace *place, const PkMatchHit *hit)
{
    PkCandidate *candidate = g_new0(PkCandidate, 1);
    candidate->org_key = place->org_id;
    candidate->exact = hit->exact;
    candidate->code = g_strdup(place->code ? place->code : "");
    candidate->member = g_strdup(place->joined ? _("member") : _("not a member"));
    if (hit->alias && hit->year) {
        candidate->name = g_strdup_printf(_("%s (was)"), hit->alias);
        candidate->region = g_strdup_printf(_("now: %s"), place->name);
        return candidate;
    }
    candidate->name = pk_match_text(place, hit);
    candidate->region = place->kind != PK_ORG_MUNICIPALITY
                            ? g_strdup(pk_word(&pk_words_org_kind, place->kind))
                        : place->region ? g_strdup(place->region)
                                        : g_strdup("");
    return candidate;
}

static GArray *
query(PkForm *form, const char *text)
{
    const PkPlaces *places = pk_ui_places(form->ui);
    if (!places || !*text)
        return NULL;
    return pk_match_query(places->match, text, pk_ui_view(form->ui)->now_us, PK_MATCH_SHOWN);
}

void
pk_form_find_places(PkForm *form)
{
    const PkPlaces *places = pk_ui_places(form->ui);
    g_autoptr(GArray) hits = query(form, pk_edit_text(form->values[PK_FORM_PLACE].edit));
    g_clear_pointer(&form->hits, g_ptr_array_unref);
    form->marked = -1;
    if (!hits)
        return;
    form->hits = g_ptr_array_new_with_free_func(candidate_free);
    for (guint i = 0; i < hits->len; i++) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);
        g_ptr_array_add(form->hits, candidate_of(place, hit));
        if (i == 0 && hit->premark)
            form->marked = 0;
    }
}

/* ---- the note -----------------------------------------------------------------------------------
 */

static bool
note_may_fill(const PkForm *form, PkFormField field)
{
    return form->values[field].by_note || pk_form_is_empty(form, field);
}

static void
fill_place(PkForm *form, const char *typed)
{
    g_autoptr(GArray) hits = query(form, typed);
    if (!hits || hits->len == 0 || !g_array_index(hits, PkMatchHit, 0).premark)
        return;
    const PkPlaces *places = pk_ui_places(form->ui);
    const PkPlace *place =
        &g_array_index(places->places, PkPlace, g_array_index(hits, PkMatchHit, 0).place);
    if (form->org_key != place->org_id)
        pk_form_take_place(form, place);
    form->values[PK_FORM_PLACE].by_note = true;
}

/* What the note says now, in fields it may fill; what it said before and does not any more goes. */
void
pk_form_read_note(PkForm *form)
{
    g_autoptr(GPtrArray) found = pk_quick_parse(pk_edit_text(form->values[PK_FORM_NOTE].edit));
    const char *org = NULL, *phone = NULL;
    guint kinds = 0, severity = 0;
    for (guint i = 0; i < found->len; i++) {
        const PkQuick *quick = found->pdata[i];
        switch (quick->kind) {
        case PK_QUICK_ORG: org = quick->text; break;
        case PK_QUICK_PHONE: phone = quick->text; break;
        case PK_QUICK_KIND: kinds |= 1u << quick->value; break;
        case PK_QUICK_SEVERITY: severity = 1u << quick->value; break;
        }
    }
    const struct {
        PkFormField field;
        guint bits;
    } picks[] = { { PK_FORM_KIND, kinds }, { PK_FORM_SEVERITY, severity } };
    for (size_t i = 0; i < G_N_ELEMENTS(picks); i++) {
        PkFieldValue *value = &form->values[picks[i].field];
        if (!note_may_fill(form, picks[i].field))
            continue;
        if (value->bits != picks[i].bits) {
            value->bits = picks[i].bits;
            value->by_note = value->bits != 0;
            pk_form_keep(form, picks[i].field);
        }
    }
    PkFieldValue *number = &form->values[PK_FORM_PHONE];
    if (note_may_fill(form, PK_FORM_PHONE) &&
        strcmp(pk_edit_text(number->edit), phone ? phone : "") != 0) {
        pk_edit_set(number->edit, phone, phone ? strlen(phone) : 0);
        number->by_note = phone != NULL;
        pk_form_keep(form, PK_FORM_PHONE);
    }
    if (org && note_may_fill(form, PK_FORM_PLACE)) {
        fill_place(form, org);
        pk_form_keep(form, PK_FORM_PLACE);
    }
}
