/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person does about the rota: take the duty, add a shift, swap one, take one back. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

typedef struct {
    PkDuty duty;
    char *person;
    int64_t from_us, until_us; /* of a swap: a moment in each shift */
    int64_t key;
} Ask;

static void
ask_free(void *data)
{
    Ask *ask = data;
    g_free(ask->person);
    g_free(ask);
}

static void
submit(PkUi *ui, PkWriteFn run, Ask ask)
{
    pk_ui_write(ui, run, g_memdup2(&ask, sizeof ask), ask_free, NULL, NULL, NULL);
}

/* ---- I take it --------------------------------------------------------------------------------
 */

static bool
take_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Ask *ask = request;
    return pk_duty_take(app, ask->duty, 0, ask->from_us, ret_done, error);
}

void
pk_act_duty_take(PkUi *ui, PkDuty duty)
{
    submit(ui, take_run, (Ask){ .duty = duty, .from_us = pk_ui_view(ui)->now_us });
}

void
pk_act_duty(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    g_auto(GStrv) words = g_strsplit(arg, " ", 2);
    int duty = PK_DUTY_OFFICER;
    if (!*arg) {
        pk_ui_go(ui, &pk_screen_duty);
        return;
    }
    if (g_ascii_strcasecmp(words[0], "me") != 0 && g_ascii_strcasecmp(words[0], "ik") != 0) {
        pk_ui_say(ui, PK_SAY_HINT, _(":duty me takes the duty; :duty me backup another rung."));
        return;
    }
    g_autoptr(GError) error = NULL;
    if (words[1] && *words[1] && !pk_word_parse(&pk_words_duty, words[1], &duty, &error)) {
        pk_ui_say_error(ui, error);
        return;
    }
    pk_act_duty_take(ui, (PkDuty)duty);
}

/* ---- a shift ----------------------------------------------------------------------------------
 */

/* "officer mbakker sat 09:00 .. sun 09:00": false with why; person is owned by the caller. */
static bool
read_shift(PkUi *ui, const char *text, Ask *ask, GError **error)
{
    const PkView *view = pk_ui_view(ui);
    g_auto(GStrv) ends = g_strsplit(text, "..", 2);
    g_auto(GStrv) words = g_strsplit(ends[0] ? g_strstrip(ends[0]) : "", " ", 3);
    int duty = 0;
    g_auto(PkWhen) from = { 0 }, until = { 0 };

    if (g_strv_length(ends) < 2 || g_strv_length(words) < 3) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("Write: officer mbakker sat 09:00 .. sun 09:00"));
        return false;
    }
    if (!pk_word_parse(&pk_words_duty, words[0], &duty, error))
        return false;
    PkWhenAsk first = { words[2], view->now_us, view->zone, PK_WHEN_FUTURE, 0 };
    if (!pk_when_parse(&first, &from, error))
        return false;
    PkWhenAsk last = { g_strstrip(ends[1]), MAX(from.us, view->now_us), view->zone, PK_WHEN_FUTURE,
                       0 };
    if (!pk_when_parse(&last, &until, error))
        return false;
    *ask = (Ask){
        .duty = (PkDuty)duty, .person = g_strdup(words[1]), .from_us = from.us, .until_us = until.us
    };
    return true;
}

static char *
echo_shift(PkUi *ui, const char *text, bool *ret_ok, G_GNUC_UNUSED void *data)
{
    const PkView *view = pk_ui_view(ui);
    g_autoptr(GError) error = NULL;
    Ask ask = { 0 };
    *ret_ok = read_shift(ui, text, &ask, &error);
    if (!*ret_ok)
        return g_strdup(error->message);
    PkTimeText from = pk_time_text(view->zone, ask.from_us, view->lang, PK_TIME_MOMENT);
    PkTimeText until = pk_time_text(view->zone, ask.until_us, view->lang, PK_TIME_MOMENT);
    char *echo = g_strdup_printf("= %s, %s: %s - %s", pk_word(&pk_words_duty, (int)ask.duty),
                                 ask.person, from.s, until.s);
    g_free(ask.person);
    return echo;
}

static bool
set_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Ask *ask = request;
    PkDutyWish wish = { ask->duty, ask->person, ask->from_us, ask->until_us, NULL };
    return pk_duty_set(app, &wish, ret_done, error);
}

static bool
accept_shift(PkUi *ui, const char *text, G_GNUC_UNUSED void *data)
{
    Ask ask = { 0 };
    g_autoptr(GError) error = NULL;
    if (!read_shift(ui, text, &ask, &error)) {
        pk_ui_say_error(ui, error);
        return false;
    }
    submit(ui, set_run, ask);
    return true;
}

static void
add_chosen(PkUi *ui, G_GNUC_UNUSED int64_t value, G_GNUC_UNUSED void *data)
{
    PkPrompt prompt = { .label = _("Shift"),
                        .initial = "",
                        .hint = _("rung, person, from .. until: officer mbakker sat 09:00 .. sun "
                                  "09:00"),
                        .history = "shift",
                        .check = echo_shift,
                        .accept = accept_shift };
    pk_ui_prompt(ui, &prompt, NULL, NULL);
}

void
pk_act_duty_add(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    PkMenuItem items[] = { { "s", _("shift: who has a rung from when until when"), 's' } };
    pk_ui_menu(ui, _("Add to the rota"), NULL, items, G_N_ELEMENTS(items), add_chosen, NULL, NULL);
}

/* ---- back, and swapped ------------------------------------------------------------------------
 */

static bool
drop_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    return pk_duty_drop(app, ((const Ask *)request)->key, ret_done, error);
}

void
pk_act_duty_drop(PkUi *ui, const PkShift *shift)
{
    if (!shift->key) {
        pk_ui_say(ui, PK_SAY_HINT,
                  _("A pattern makes this shift. a s sets another person above it."));
        return;
    }
    submit(ui, drop_run, (Ask){ .key = shift->key });
}

static bool
swap_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Ask *ask = request;
    return pk_duty_swap(app, ask->duty, ask->from_us, ask->until_us, ret_done, error);
}

static char *
echo_when(PkUi *ui, const char *text, bool *ret_ok, G_GNUC_UNUSED void *data)
{
    int64_t us = 0;
    return pk_act_echo_time(ui, text, PK_WHEN_FUTURE, &us, ret_ok);
}

static bool
accept_swap(PkUi *ui, const char *text, void *data)
{
    Ask ask = *(const Ask *)data;
    bool ok = false;
    g_autofree char *echo = pk_act_echo_time(ui, text, PK_WHEN_FUTURE, &ask.until_us, &ok);
    if (!ok) {
        pk_ui_say(ui, PK_SAY_ERROR, "%s", echo);
        return false;
    }
    submit(ui, swap_run, ask);
    return true;
}

void
pk_act_duty_swap(PkUi *ui, const PkShift *shift)
{
    Ask ask = { .duty = shift->duty, .from_us = MAX(shift->from_us, pk_ui_view(ui)->now_us) };
    PkPrompt prompt = { .label = _("Swap with the shift of"),
                        .initial = "",
                        .hint = _("a moment in the other shift, for example: sat 21-3 12:00"),
                        .check = echo_when,
                        .accept = accept_swap };
    pk_ui_prompt(ui, &prompt, g_memdup2(&ask, sizeof ask), ask_free);
}
