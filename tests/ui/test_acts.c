/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person does to the incident under the cursor, by keys, with what the database then says.
 */
#include "acts.h"
#include "appkit.h"
#include "piket/app/draft.h"
#include "piket/base/i18n.h"
#include "piket/model/action.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Kit kit;
    char *drafts;
    PkUi *ui;
    int64_t incident;
} Desk;

/* One incident of Voorbeeldstad, on the list, under the cursor. */
static void
start(Desk *desk)
{
    kit_start(&desk->kit);
    kit_register(&desk->kit);
    desk->incident = kit_report(&desk->kit);
    desk->drafts = g_build_filename(desk->kit.dir, "drafts", NULL);
    desk->ui = pk_ui_new_headless(desk->kit.app, desk->drafts, PK_LANG_EN, 30, 80);
    pk_ui_show_incident(desk->ui, desk->incident);
}

static void
stop(Desk *desk)
{
    pk_ui_free(desk->ui);
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", desk->drafts);
    g_assert_cmpint(system(command), ==, 0);
    g_free(desk->drafts);
    kit_verify(&desk->kit);
    kit_stop(&desk->kit);
}

static void
keys(Desk *desk, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i]; i++)
        pk_ui_feed_name(desk->ui, list[i]);
}

static void
text(Desk *desk, const char *typed)
{
    pk_ui_feed_text(desk->ui, typed);
}

static PkDetail *
detail(Desk *desk)
{
    g_autoptr(GError) error = NULL;
    PkDetail *got = pk_detail_load(desk->kit.app, desk->incident, &error);
    g_assert_no_error(error);
    return got;
}

static const char *
last_said(Desk *desk)
{
    const GPtrArray *said = pk_ui_said(desk->ui);
    return said->len ? ((const PkSaid *)said->pdata[said->len - 1])->text : "";
}

/* Everything on the screen, so a test can see that a panel says what it must. */
static char *
screen(Desk *desk)
{
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk->ui);
    GString *all = g_string_new(NULL);
    for (int row = 0; row < canvas->rows; row++) {
        g_autofree char *line = pk_canvas_row(canvas, row);
        g_string_append_printf(all, "%s\n", line);
    }
    return g_string_free(all, FALSE);
}

static void
assert_shows(Desk *desk, const char *words)
{
    g_autofree char *all = screen(desk);
    if (!strstr(all, words))
        g_error("'%s' is not on the screen:\n%s", words, all);
}

/* ---- lines --------------------------------------------------------------------------------------
 */

static void
test_note(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "t");
    text(&desk, "-10m #decision File server is off");
    assert_shows(&desk, "03:04 CET");
    assert_shows(&desk, "decision");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    const PkLine *line = got->last_lines->pdata[0];
    g_assert_cmpstr(line->text, ==, "File server is off");
    g_assert_cmpint(line->category, ==, PK_CAT_DECISION);
    g_assert_cmpint(line->event_us, ==, KIT_NOW_US - INT64_C(600) * G_USEC_PER_SEC);
    g_autoptr(GPtrArray) left = pk_draft_list(desk.drafts, false, KIT_NOW_US, NULL);
    g_assert_cmpuint(left ? left->len : 0, ==, 0);
    stop(&desk);
}

/* Left with Esc, the line comes back; '#412' and '- x' are text. */
static void
test_note_kept(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "t");
    text(&desk, "#412 of the supplier");
    keys(&desk, "esc");
    g_autoptr(GPtrArray) left = pk_draft_list(desk.drafts, false, KIT_NOW_US, NULL);
    g_assert_cmpuint(left->len, ==, 1);
    const PkDraftInfo *info = left->pdata[0];
    pk_ui_resume(desk.ui, info->uuid);
    assert_shows(&desk, "#412 of the supplier");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    const PkLine *line = got->last_lines->pdata[0];
    g_assert_cmpstr(line->text, ==, "#412 of the supplier");
    g_autoptr(GPtrArray) none = pk_draft_list(desk.drafts, false, KIT_NOW_US, NULL);
    g_assert_cmpuint(none->len, ==, 0);
    stop(&desk);
}

/* A write that is refused leaves the text on disk. */
static void
test_note_fails(void)
{
    Desk desk;
    start(&desk);
    g_autoptr(PkApp) reader = kit_other(&desk.kit, "lezer", "L. Lezer", "auditor");
    g_autoptr(PkUi) ui = pk_ui_new_headless(reader, desk.drafts, PK_LANG_EN, 24, 80);
    pk_ui_show_incident(ui, desk.incident);
    pk_ui_feed_name(ui, "t");
    pk_ui_feed_text(ui, "must not get lost");
    pk_ui_feed_name(ui, "enter");
    g_autoptr(GPtrArray) left = pk_draft_list(desk.drafts, false, KIT_NOW_US, NULL);
    g_assert_cmpuint(left->len, ==, 1);
    g_assert_cmpstr(((const PkDraftInfo *)left->pdata[0])->first_words, ==, "must not get lost");
    stop(&desk);
}

static void
test_todo(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "a a");
    text(&desk, "+2h Ring the supplier");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    const PkStandingAction *action = got->actions->pdata[got->actions->len - 1];
    g_assert_cmpstr(action->title, ==, "Ring the supplier");
    g_assert_cmpint(action->due_us, ==, KIT_NOW_US + INT64_C(7200) * G_USEC_PER_SEC);
    stop(&desk);
}

/* ---- status, label, fields ----------------------------------------------------------------------
 */

static void
test_status(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "s");
    assert_shows(&desk, "INVESTIGATION");
    keys(&desk, "2");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->status, ==, PK_STATUS_INVESTIGATION);
    keys(&desk, "u");
    g_autoptr(PkDetail) again = detail(&desk);
    g_assert_cmpint(again->incident->status, ==, PK_STATUS_REPORT);
    stop(&desk);
}

/* Back is asked why, and the answer stands in the timeline. */
static void
test_status_back(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "s 3 s 2");
    assert_shows(&desk, "Why from CONTAINED back to INVESTIGATION?");
    keys(&desk, "enter");
    g_autoptr(PkDetail) still = detail(&desk);
    g_assert_cmpint(still->incident->status, ==, PK_STATUS_CONTAINED);
    text(&desk, "Found on a second server.");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->status, ==, PK_STATUS_INVESTIGATION);
    g_autofree char *last = kit_last(&desk.kit, desk.incident);
    g_assert_nonnull(strstr(last, "Reason: Found on a second server."));
    stop(&desk);
}

/* ---- who may see TLP:RED ------------------------------------------------------------------------
 */

static void
test_name(void)
{
    Desk desk;
    start(&desk);
    pk_app_close(kit_other(&desk.kit, "mbakker", "M. Bakker", "officer"));
    keys(&desk, "W");
    assert_shows(&desk, "Nobody is named yet");
    keys(&desk, "n");
    text(&desk, "nobody");
    keys(&desk, "enter");
    g_autoptr(PkDetail) none = detail(&desk);
    g_assert_cmpuint(none->named->len, ==, 0);
    g_assert_nonnull(strstr(last_said(&desk), "Nobody is called 'nobody' here"));
    keys(&desk, "W n");
    text(&desk, "M. Bakker");
    keys(&desk, "enter");
    g_autoptr(PkDetail) both = detail(&desk);
    g_assert_cmpuint(both->named->len, ==, 2); /* who names the first one as well */
    keys(&desk, "W 2");
    assert_shows(&desk, "M. Bakker (mbakker)");
    keys(&desk, "esc");
    g_autoptr(PkDetail) same = detail(&desk);
    g_assert_cmpuint(same->named->len, ==, 2);
    keys(&desk, "W 2 g");
    g_autoptr(PkDetail) one = detail(&desk);
    g_assert_cmpuint(one->named->len, ==, 1);
    keys(&desk, ":");
    text(&desk, "noem mbakker");
    keys(&desk, "enter");
    g_autoptr(PkDetail) again = detail(&desk);
    g_assert_cmpuint(again->named->len, ==, 2);
    stop(&desk);
}

/* Closing says first what stands in its way. */
static void
test_close_blocked(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "s 5"); /* investigation, contained, recovery, closed */
    assert_shows(&desk, "cannot be closed yet");
    keys(&desk, "esc");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->status, ==, PK_STATUS_REPORT);
    stop(&desk);
}

/* Everything closing needs, through the use cases. */
static void
make_ready(Desk *desk)
{
    g_autoptr(GError) error = NULL;
    PkSetting settings[] = { { "rsit", "availability" }, { "personal_data", "no" } };
    g_auto(PkDone) set = { 0 };
    pk_incident_set(desk->kit.app, desk->incident, -1, settings, 2, NULL, NULL, &set, &error);
    g_assert_no_error(error);
    g_autoptr(PkDetail) got = detail(desk);
    for (guint i = 0; i < got->actions->len; i++) {
        const PkStandingAction *action = got->actions->pdata[i];
        g_auto(PkDone) done = { 0 };
        pk_action_set(desk->kit.app, desk->incident, action->no, true, NULL, &done, &error);
        g_assert_no_error(error);
    }
    for (guint i = 0; i < got->parties->len; i++) {
        const PkParty *party = got->parties->pdata[i];
        PkPartyChange change = { .has_status = true, .status = PK_PARTY_CLOSED };
        g_auto(PkDone) done = { 0 };
        pk_party_set(desk->kit.app, desk->incident, &party->key, 1, &change, &done, &error);
        g_assert_no_error(error);
    }
}

/* Closing is level 4: only the last four digits do it. */
static void
test_close(void)
{
    Desk desk;
    start(&desk);
    make_ready(&desk);
    keys(&desk, "s 5"); /* investigation, contained, recovery, closed */
    g_autoptr(PkDetail) got = detail(&desk);
    const char *ident = got->incident->ident;
    assert_shows(&desk, "CLOSE I26-");
    keys(&desk, "enter g enter");
    text(&desk, "9999");
    keys(&desk, "enter");
    g_autoptr(PkDetail) open = detail(&desk);
    g_assert_cmpint(open->incident->status, ==, PK_STATUS_REPORT);
    keys(&desk, "C-u");
    text(&desk, ident + strlen(ident) - 4);
    keys(&desk, "enter");
    g_autoptr(PkDetail) closed = detail(&desk);
    g_assert_cmpint(closed->incident->status, ==, PK_STATUS_CLOSED);
    stop(&desk);
}

static void
test_tlp(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "T r"); /* raising is level 2: at once */
    g_autoptr(PkDetail) raised = detail(&desk);
    g_assert_cmpint(raised->incident->tlp, ==, PK_TLP_RED);
    keys(&desk, "T g"); /* lowering: permission in words, then g alone */
    keys(&desk, "enter");
    assert_shows(&desk, "TLP:RED > TLP:GREEN");
    text(&desk, "S. de Boer, 03:12: may be shared");
    keys(&desk, "enter");
    assert_shows(&desk, "LOWER THE LABEL");
    keys(&desk, "enter");
    g_autoptr(PkDetail) kept = detail(&desk);
    g_assert_cmpint(kept->incident->tlp, ==, PK_TLP_RED);
    keys(&desk, "T g");
    text(&desk, "S. de Boer, 03:12: may be shared");
    keys(&desk, "enter g");
    g_autoptr(PkDetail) lowered = detail(&desk);
    g_assert_cmpint(lowered->incident->tlp, ==, PK_TLP_GREEN);
    g_autofree char *line = kit_last(&desk.kit, desk.incident);
    g_assert_nonnull(strstr(line, "may be shared"));
    stop(&desk);
}

/* Taking a raise back, or doing a lowering again, lets more people read: it asks; Esc keeps it. */
static void
test_tlp_undo(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "T r u");
    assert_shows(&desk, "UNDO: LOWER THE LABEL");
    keys(&desk, "esc");
    g_autoptr(PkDetail) kept = detail(&desk);
    g_assert_cmpint(kept->incident->tlp, ==, PK_TLP_RED);
    keys(&desk, "u g");
    g_autoptr(PkDetail) lowered = detail(&desk);
    g_assert_cmpint(lowered->incident->tlp, ==, PK_TLP_AMBER);
    keys(&desk, "C-r"); /* up again: at once */
    g_autoptr(PkDetail) again = detail(&desk);
    g_assert_cmpint(again->incident->tlp, ==, PK_TLP_RED);
    stop(&desk);
}

/* A window too small to show a question answers none; the form goes on. */
static void
test_blind(void)
{
    Desk desk;
    start(&desk);
    pk_ui_set_size(desk.ui, 6, 20);
    keys(&desk, "s 2 T r d");
    g_autoptr(PkDetail) same = detail(&desk);
    g_assert_cmpint(same->incident->status, ==, PK_STATUS_REPORT);
    g_assert_cmpint(same->incident->tlp, ==, PK_TLP_AMBER);
    keys(&desk, "?");
    assert_shows(&desk, "Esc:back");
    keys(&desk, "esc");
    assert_shows(&desk, "m:report");
    stop(&desk);
}

/* A sentence longer than the row stands whole on two. */
static void
test_long_message(void)
{
    Desk desk;
    start(&desk);
    pk_ui_say(desk.ui, PK_SAY_INFO, "%s",
              "This sentence is much longer than the eighty columns of the screen are, and "
              "its end matters.");
    assert_shows(&desk, "its end matters.");
    stop(&desk);
}

/* The name to choose may stand in the middle; Down takes it and the rest stays. */
static void
test_party_choose(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "a p");
    text(&desk, "oefn, Nergenshuizen");
    keys(&desk, "enter"); /* not taken by itself */
    assert_shows(&desk, "oefn");
    keys(&desk, "down enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpuint(got->parties->len, ==, 3);
    stop(&desk);
}

/* What was left with Esc comes back with Up. */
static void
test_prompt_back(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "T g");
    text(&desk, "S. de Boer said so");
    keys(&desk, "esc T g");
    keys(&desk, "up");
    assert_shows(&desk, "S. de Boer said so");
    stop(&desk);
}

static void
test_edit(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "e a C-u"); /* title */
    text(&desk, "Everything is out");
    keys(&desk, "enter e b C-u");
    text(&desk, "nonsense");
    keys(&desk, "enter"); /* refused with the words that are known */
    assert_shows(&desk, "critical");
    keys(&desk, "C-u");
    text(&desk, "low");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpstr(got->incident->title, ==, "Everything is out");
    g_assert_cmpint(got->incident->severity, ==, PK_SEVERITY_LOW);
    stop(&desk);
}

/* The start of a clock asks why. */
static void
test_edit_aware(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "e l C-u");
    text(&desk, "-1h");
    keys(&desk, "enter");
    assert_shows(&desk, "Why does the awareness change?");
    text(&desk, "the caller looked it up");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->aware_us, ==, KIT_NOW_US - INT64_C(3600) * G_USEC_PER_SEC);
    stop(&desk);
}

/* ---- parties and actions ------------------------------------------------------------------------
 */

static void
test_party(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "a p");
    text(&desk, "Oefendam, Testerwoude");
    assert_shows(&desk, "= 2 organisations");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpuint(got->parties->len, ==, 3);
    keys(&desk, "a p");
    text(&desk, "vr:voorbeeldland");
    assert_shows(&desk, "= 3 organisations");
    keys(&desk, "esc a p");
    text(&desk, "nergenshuizne");
    keys(&desk, "enter"); /* a guess is never taken */
    assert_shows(&desk, "nergenshuizne");
    keys(&desk, "down enter");
    g_autoptr(PkDetail) four = detail(&desk);
    g_assert_cmpuint(four->parties->len, ==, 4);
    stop(&desk);
}

static void
test_party_status(void)
{
    Desk desk;
    start(&desk);
    g_autoptr(PkDetail) got = detail(&desk);
    const PkParty *party = got->parties->pdata[0];
    g_autoptr(GArray) which = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_val(which, party->key);
    pk_act_party_status(desk.ui, got, which);
    keys(&desk, "3");
    g_autoptr(PkDetail) after = detail(&desk);
    g_assert_cmpint(((const PkParty *)after->parties->pdata[0])->status, ==, PK_PARTY_CONTAINED);
    pk_act_party_edit(desk.ui, after, which);
    keys(&desk, "i");
    text(&desk, "No counters open");
    keys(&desk, "enter");
    pk_act_party_edit(desk.ui, after, which);
    keys(&desk, "n");
    text(&desk, "advice, aid");
    keys(&desk, "enter");
    text(&desk, "S. de Boer, J. de Vries");
    keys(&desk, "enter");
    g_autoptr(PkDetail) last = detail(&desk);
    party = last->parties->pdata[0];
    g_assert_cmpstr(party->impact, ==, "No counters open");
    g_assert_cmpuint(party->needs, ==, 1u << PK_NEED_ADVICE | 1u << PK_NEED_AID);
    stop(&desk);
}

static void
test_actions(void)
{
    Desk desk;
    start(&desk);
    pk_act_actions(desk.ui, NULL, "");
    keys(&desk, "1 d");
    pk_act_actions(desk.ui, NULL, "");
    keys(&desk, "1 n enter"); /* a reason is needed */
    text(&desk, "insured by the province");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    const PkStandingAction *first = got->actions->pdata[0], *second = got->actions->pdata[1];
    g_assert_cmpint(first->done_us, ==, KIT_NOW_US);
    g_assert_cmpstr(second->reason, ==, "insured by the province");
    stop(&desk);
}

/* ---- looking and copying ------------------------------------------------------------------------
 */

static void
test_look(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "s 2 w");
    assert_shows(&desk, "Who changed what");
    assert_shows(&desk, "jdevries");
    keys(&desk, "esc c enter"); /* through the call-back check */
    g_assert_true(pk_ui_place(desk.ui) == &pk_screen_contacts);
    pk_ui_show_incident(desk.ui, desk.incident);
    pk_act_timeline(desk.ui, NULL, "");
    g_assert_true(pk_ui_place(desk.ui) == &pk_screen_timeline);
    stop(&desk);
}

static void
test_copy(void)
{
    Desk desk;
    start(&desk);
    keys(&desk, "y i");
    g_assert_nonnull(strstr(last_said(&desk), "OSC 52"));
    keys(&desk, "T r y l"); /* RED asks first */
    assert_shows(&desk, "COPY TLP:RED");
    keys(&desk, "esc");
    g_assert_null(strstr(last_said(&desk), "OSC 52"));
    keys(&desk, "y l g");
    g_assert_nonnull(strstr(last_said(&desk), "OSC 52"));
    keys(&desk, "y s");
    assert_shows(&desk, "Copy screen");
    stop(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/acts/note", test_note);
    g_test_add_func("/acts/note-kept", test_note_kept);
    g_test_add_func("/acts/note-fails", test_note_fails);
    g_test_add_func("/acts/todo", test_todo);
    g_test_add_func("/acts/status", test_status);
    g_test_add_func("/acts/status-back", test_status_back);
    g_test_add_func("/acts/name", test_name);
    g_test_add_func("/acts/close-blocked", test_close_blocked);
    g_test_add_func("/acts/close", test_close);
    g_test_add_func("/acts/tlp", test_tlp);
    g_test_add_func("/acts/tlp-undo", test_tlp_undo);
    g_test_add_func("/acts/blind", test_blind);
    g_test_add_func("/acts/long-message", test_long_message);
    g_test_add_func("/acts/party-choose", test_party_choose);
    g_test_add_func("/acts/prompt-back", test_prompt_back);
    g_test_add_func("/acts/edit", test_edit);
    g_test_add_func("/acts/edit-aware", test_edit_aware);
    g_test_add_func("/acts/party", test_party);
    g_test_add_func("/acts/party-status", test_party_status);
    g_test_add_func("/acts/actions", test_actions);
    g_test_add_func("/acts/look", test_look);
    g_test_add_func("/acts/copy", test_copy);
    return g_test_run();
}
