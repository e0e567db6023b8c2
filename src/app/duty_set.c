/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking, setting, swapping and taking back shifts. */
#include "duty_private.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/person_store.h"
#include "piket/store/rota_store.h"
#include "undo.h"

#include <string.h>

#define NOBODY_MAX_US (12 * PK_HOUR_US)

/* ---- what all of them do --------------------------------------------------------------------- */

bool
pk_duty_begin(PkApp *app, PkRight right, GError **error)
{
    return pk_app_needs_server(app, error) && pk_app_begin(app, right, error);
}

/* One's own name, or the right to keep the rota. */
bool
pk_duty_own(PkApp *app, const char *login, GError **error)
{
    return strcmp(login, app->login) == 0 || pk_app_may(app, PK_MAY_ROTA, error);
}

char *
pk_duty_person(PkApp *app, const char *text, GError **error)
{
    g_autofree char *login = pk_app_person_find(app, text ? text : "", error);
    g_autoptr(PkPerson) person = NULL;

    if (!login || !pk_person_get(app->db, login, &person, error))
        return NULL;
    if (person && person->active)
        return g_steal_pointer(&login);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("%s no longer works here, and cannot be on duty. Nothing was changed."), text);
    return NULL;
}

static json_t *
details_of(const char *change, const PkShift *shift)
{
    PkTimeText from = pk_time_rfc3339(shift->from_us), until = pk_time_rfc3339(shift->until_us);

    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "change", change, "uuid", shift->uuid,
                     "duty", pk_word_key(&pk_words_duty, (int)shift->duty), "login", shift->login,
                     "from", from.s, "until", until.s);
}

/* Takes said and details. */
bool
pk_duty_tell(PkApp *app, char *said, json_t *details, PkDone *done, GError **error)
{
    done->said = said;
    done->ident = g_strdup("");
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, said, details, &done->line_key, error);
}

PkShift *
pk_duty_add(PkApp *app, const PkShift *wish, GError **error)
{
    g_autoptr(PkShift) shift = pk_shift_copy(wish);

    shift->made_us = pk_clock_now_us();
    g_free(shift->uuid);
    shift->uuid = pk_uuid_new(shift->made_us);
    g_free(shift->by_who);
    shift->by_who = g_strdup(app->login);
    if (!pk_shift_check(shift, error) || !pk_shift_insert(app->db, shift, error))
        return NULL;
    return g_steal_pointer(&shift);
}

static void
fill(PkShift *shift, PkDuty duty, const char *login, int64_t from_us, int64_t until_us,
     PkShiftSource source)
{
    shift->duty = duty;
    shift->from_us = from_us;
    shift->until_us = until_us;
    shift->source = source;
    g_free(shift->login);
    shift->login = g_strdup(login);
}

static GPtrArray *
one_shift(const PkShift *shift)
{
    GPtrArray *shifts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_shift_free);

    g_ptr_array_add(shifts, pk_shift_copy(shift));
    return shifts;
}

/* ---- I take it ------------------------------------------------------------------------------- */

/* Until when who takes it now has it, and who had it (NULL: nobody). Borrowed from shifts. */
static int64_t
runs_until(const GPtrArray *shifts, PkDuty duty, int64_t now_us, const PkShift **ret_held)
{
    int64_t until = now_us + NOBODY_MAX_US;

    *ret_held = pk_rota_at(shifts, duty, now_us);
    if (*ret_held)
        return (*ret_held)->until_us;
    for (guint i = 0; i < shifts->len; i++) {
        const PkShift *shift = shifts->pdata[i];
        if (shift->duty == duty && shift->from_us > now_us)
            until = MIN(until, shift->from_us);
    }
    return until;
}

static char *
take_said(PkApp *app, const PkShift *shift, const char *from_whom)
{
    PkTimeText until = pk_app_clock(app, shift->until_us, shift->from_us);
    const char *duty = pk_word(&pk_words_duty, (int)shift->duty);
    g_autofree char *other = from_whom ? pk_app_person_name(app, from_whom) : NULL;

    if (other)
        return g_strdup_printf(_("%s is %s until %s, taken over from %s."), app->name, duty,
                               until.s, other);
    return g_strdup_printf(_("%s is %s until %s."), app->name, duty, until.s);
}

static bool
take(PkApp *app, PkDuty duty, int64_t until_us, int64_t now_us, PkDone *done, GError **error)
{
    g_autoptr(PkRota) rota = pk_rota_load(app->db, now_us, now_us + NOBODY_MAX_US, error);
    const PkShift *held = NULL;

    if (!rota)
        return false;
    g_autoptr(GPtrArray) shifts = pk_rota_shifts(rota, now_us, now_us + NOBODY_MAX_US);
    int64_t until = runs_until(shifts, duty, now_us, &held);
    until = until_us ? until_us : until;
    if (held && strcmp(held->login, app->login) == 0 && until <= held->until_us) {
        PkTimeText ends = pk_app_clock(app, held->until_us, now_us);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("You are %s already, until %s. Nothing was changed."),
                    pk_word(&pk_words_duty, (int)duty), ends.s);
        return false;
    }
    g_autoptr(PkShift) wish = pk_shift_new();
    fill(wish, duty, app->login, now_us, until, PK_SHIFT_TAKE);
    g_autoptr(PkShift) shift = pk_duty_add(app, wish, error);
    if (!shift)
        return false;
    done->undo = pk_undo_of_shifts(_("taking the duty over"), one_shift(shift), false);
    const char *from_whom = held && strcmp(held->login, app->login) != 0 ? held->login : NULL;
    return pk_duty_tell(app, take_said(app, shift, from_whom), details_of("duty_take", shift), done,
                        error);
}

bool
pk_duty_take(PkApp *app, PkDuty duty, int64_t until_us, int64_t now_us, PkDone *ret_done,
             GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_DUTY, error))
        return false;
    return pk_app_end(app, take(app, duty, until_us, now_us, &done, error), &done, ret_done, error);
}

/* ---- setting --------------------------------------------------------------------------------- */

static bool
set(PkApp *app, const PkDutyWish *wish, PkDone *done, GError **error)
{
    g_autofree char *login = pk_duty_person(app, wish->person, error);
    g_autoptr(PkShift) made = pk_shift_new();

    if (!login || !pk_duty_own(app, login, error))
        return false;
    fill(made, wish->duty, login, wish->from_us, wish->until_us, PK_SHIFT_SET);
    g_free(made->note);
    made->note = pk_text_clean(wish->note ? wish->note : "", -1, PK_TEXT_LINE, NULL);
    g_autoptr(PkShift) shift = pk_duty_add(app, made, error);
    if (!shift)
        return false;
    g_autofree char *name = pk_app_person_name(app, login);
    g_autofree char *span = pk_duty_span(app, shift->from_us, shift->until_us);
    char *said = g_strdup_printf(_("%s is %s from %s."), name,
                                 pk_word(&pk_words_duty, (int)wish->duty), span);
    done->undo = pk_undo_of_shifts(said, one_shift(shift), false);
    return pk_duty_tell(app, said, details_of("duty_set", shift), done, error);
}

bool
pk_duty_set(PkApp *app, const PkDutyWish *wish, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_DUTY, error))
        return false;
    return pk_app_end(app, set(app, wish, &done, error), &done, ret_done, error);
}

/* ---- swapping -------------------------------------------------------------------------------- */

/* Who has the rung at a moment, for the whole of the shift. Owned; NULL with INVALID. */
static PkShift *
held_at(PkApp *app, PkDuty duty, int64_t at_us, GError **error)
{
    g_autoptr(PkRota) rota = pk_rota_load(app->db, at_us, at_us + 1, error);

    if (!rota)
        return NULL;
    g_autoptr(GPtrArray) shifts = pk_rota_shifts(rota, at_us, at_us + 1);
    const PkShift *held = pk_rota_at(shifts, duty, at_us);
    if (held)
        return pk_shift_copy(held);
    PkTimeText at = pk_time_text(app->zone, at_us, pk_i18n_lang(), PK_TIME_MOMENT);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Nobody is %s on %s, so there is nothing to swap. Nothing was changed."),
                pk_word(&pk_words_duty, (int)duty), at.s);
    return NULL;
}

/* Gives the time of a shift to somebody else. */
static PkShift *
give(PkApp *app, const PkShift *of, const char *login, GError **error)
{
    g_autoptr(PkShift) wish = pk_shift_new();

    fill(wish, of->duty, login, of->from_us, of->until_us, PK_SHIFT_SWAP);
    g_free(wish->replaces);
    wish->replaces = g_strdup(of->login);
    return pk_duty_add(app, wish, error);
}

static bool
may_swap(PkApp *app, const PkShift *one, const PkShift *other, GError **error)
{
    if (strcmp(one->login, other->login) == 0) {
        g_autofree char *name = pk_app_person_name(app, one->login);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s has both shifts, so there is nothing to swap. Nothing was changed."),
                    name);
        return false;
    }
    return strcmp(one->login, app->login) == 0 || pk_duty_own(app, other->login, error);
}

static bool
swap(PkApp *app, PkDuty duty, int64_t one_us, int64_t other_us, PkDone *done, GError **error)
{
    g_autoptr(PkShift) one = held_at(app, duty, one_us, error);
    g_autoptr(PkShift) other = one ? held_at(app, duty, other_us, error) : NULL;

    if (!other || !may_swap(app, one, other, error))
        return false;
    g_autoptr(PkShift) first = give(app, one, other->login, error);
    g_autoptr(PkShift) second = first ? give(app, other, one->login, error) : NULL;
    if (!second)
        return false;
    g_autofree char *a = pk_app_person_name(app, first->login);
    g_autofree char *b = pk_app_person_name(app, second->login);
    g_autofree char *when_a = pk_duty_span(app, first->from_us, first->until_us);
    g_autofree char *when_b = pk_duty_span(app, second->from_us, second->until_us);
    char *said = g_strdup_printf(_("Swapped: %s is %s from %s, %s from %s."), a,
                                 pk_word(&pk_words_duty, (int)duty), when_a, b, when_b);
    GPtrArray *shifts = one_shift(first);
    g_ptr_array_add(shifts, pk_shift_copy(second));
    done->undo = pk_undo_of_shifts(_("the swap"), shifts, false);
    json_t *details = details_of("duty_swap", first);
    json_object_set_new(details, "against", details_of("duty_swap", second));
    return pk_duty_tell(app, said, details, done, error);
}

bool
pk_duty_swap(PkApp *app, PkDuty duty, int64_t one_us, int64_t other_us, PkDone *ret_done,
             GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_DUTY, error))
        return false;
    return pk_app_end(app, swap(app, duty, one_us, other_us, &done, error), &done, ret_done, error);
}

/* ---- taking back ----------------------------------------------------------------------------- */

static bool
drop(PkApp *app, int64_t key, PkDone *done, GError **error)
{
    g_autoptr(PkShift) shift = pk_shift_get(app->db, key, error);

    if (!shift || !pk_duty_own(app, shift->by_who, error) ||
        !pk_shift_drop(app->db, key, pk_clock_now_us(), app->login, error))
        return false;
    g_autofree char *name = pk_app_person_name(app, shift->login);
    g_autofree char *span = pk_duty_span(app, shift->from_us, shift->until_us);
    char *said = g_strdup_printf(_("Taken back: %s as %s from %s."), name,
                                 pk_word(&pk_words_duty, (int)shift->duty), span);
    done->undo = pk_undo_of_shifts(said, one_shift(shift), true);
    return pk_duty_tell(app, said, details_of("duty_drop", shift), done, error);
}

bool
pk_duty_drop(PkApp *app, int64_t shift_key, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_DUTY, error))
        return false;
    return pk_app_end(app, drop(app, shift_key, &done, error), &done, ret_done, error);
}
