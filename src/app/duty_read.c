/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is on duty: snapshots of the rota. */
#include "duty_private.h"
#include "piket/app/sync.h"
#include "piket/store/person_store.h"
#include "piket/store/rota_store.h"

#include <string.h>

enum {
    BACK_DAYS = 28, /* fairness on the screen: so far back ..  */
    FAIR_DAYS = 56, /* .. and so far ahead                     */
    COPY_DAYS = 56, /* a copy goes so far back                 */
};

/* ---- snapshots ------------------------------------------------------------------------------- */

void
pk_duty_row_free(PkDutyRow *row)
{
    if (!row)
        return;
    pk_shift_free(row->shift);
    g_free(row->name);
    g_free(row->phone);
    g_free(row);
}

void
pk_duty_now_clear(PkDutyNow *now)
{
    for (int i = 0; i < PK_N_DUTIES; i++)
        g_clear_pointer(&now->rows[i], pk_duty_row_free);
}

void
pk_duty_trouble_free(PkDutyTrouble *trouble)
{
    if (!trouble)
        return;
    pk_rota_finding_free(trouble->finding);
    g_free(trouble->said);
    g_free(trouble);
}

void
pk_duty_share_free(PkDutyShare *share)
{
    if (!share)
        return;
    pk_rota_share_free(share->share);
    g_free(share->name);
    g_free(share);
}

void
pk_duty_board_free(PkDutyBoard *board)
{
    if (!board)
        return;
    pk_duty_now_clear(&board->now);
    g_clear_pointer(&board->rows, g_ptr_array_unref);
    g_clear_pointer(&board->troubles, g_ptr_array_unref);
    g_clear_pointer(&board->shares, g_ptr_array_unref);
    g_clear_pointer(&board->patterns, g_ptr_array_unref);
    g_free(board);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Whoever has a role here may look at the rota, an administrator too. */
static bool
begin(PkApp *app, bool *ret_own, GError **error)
{
    *ret_own = !pk_db_in_transaction(app->db);
    if (!*ret_own)
        return true;
    if (!pk_db_begin_read(app->db, error))
        return false;
    if (pk_app_look(app, error) && (*app->roles || pk_app_may(app, PK_MAY_READ, error)))
        return true;
    pk_db_rollback(app->db);
    return false;
}

static void
end(PkApp *app, bool own)
{
    if (own)
        pk_db_rollback(app->db);
}

bool
pk_duty_sees_phones(const PkApp *app)
{
    return pk_app_role_may(app, PK_MAY_DUTY) || pk_app_role_may(app, PK_MAY_WATCH);
}

void
pk_duty_faces_clear(PkDutyFaces *faces)
{
    g_clear_pointer(&faces->names, g_hash_table_unref);
    g_clear_pointer(&faces->phones, g_hash_table_unref);
}

bool
pk_duty_faces(PkApp *app, PkDutyFaces *ret_faces, GError **error)
{
    g_autoptr(GPtrArray) persons = pk_person_list(app->db, error);

    ret_faces->phones = persons ? pk_person_duty_list(app->db, error) : NULL;
    if (!ret_faces->phones)
        return false;
    ret_faces->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        g_hash_table_insert(ret_faces->names, g_strdup(person->login), g_strdup(person->name));
    }
    if (!pk_duty_sees_phones(app)) {
        const char *own = g_hash_table_lookup(ret_faces->phones, app->login);
        g_autofree char *kept = g_strdup(own);
        g_hash_table_remove_all(ret_faces->phones);
        if (kept)
            g_hash_table_insert(ret_faces->phones, g_strdup(app->login), g_steal_pointer(&kept));
    }
    return true;
}

const char *
pk_duty_name(const PkDutyFaces *faces, const char *login)
{
    const char *name = g_hash_table_lookup(faces->names, login);

    return name && *name ? name : login;
}

static PkDutyRow *
row_of(const PkDutyFaces *faces, const PkShift *shift)
{
    PkDutyRow *row = g_new0(PkDutyRow, 1);
    const char *phone = g_hash_table_lookup(faces->phones, shift->login);

    row->shift = pk_shift_copy(shift);
    row->name = g_strdup(pk_duty_name(faces, shift->login));
    row->phone = g_strdup(phone ? phone : "");
    return row;
}

/* What holds in a window, and who it is about. */
typedef struct {
    PkRota *rota;
    GPtrArray *shifts;
    PkDutyFaces faces;
} Window;

static void
window_clear(Window *window)
{
    pk_rota_free(window->rota);
    g_clear_pointer(&window->shifts, g_ptr_array_unref);
    pk_duty_faces_clear(&window->faces);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Window, window_clear)

static bool
check_window(int64_t from_us, int64_t until_us, GError **error)
{
    if (until_us > from_us && until_us / PK_DAY_US - from_us / PK_DAY_US <= PK_ROTA_WINDOW_MAX_DAYS)
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        until_us <= from_us
                            ? _("The end lies before the beginning. Give a --from before --to.")
                            : _("A rota is shown for at most ten years at a time."));
    return false;
}

int64_t
pk_duty_copied_from(int64_t copied_us)
{
    return copied_us - COPY_DAYS * PK_DAY_US;
}

/* Further back the copy holds less than the server. */
static bool
check_copied(PkApp *app, int64_t from_us, GError **error)
{
    PkOutboxState state = { 0 };

    if (!pk_app_outbox(app, &state, error))
        return false;
    int64_t first_us = pk_duty_copied_from(state.copied_us);
    if (app->mode != PK_MODE_COPY || from_us >= first_us)
        return true;
    PkTimeText first = pk_time_text(app->zone, first_us, pk_i18n_lang(), PK_TIME_DATE);
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("The copy holds the rota from %s on, and the server does not answer. Ask for a "
                  "later beginning, or wait for the server."),
                first.s);
    return false;
}

static bool
load(PkApp *app, int64_t from_us, int64_t until_us, Window *ret_window, GError **error)
{
    bool own = false;

    if (!check_window(from_us, until_us, error) || !check_copied(app, from_us, error) ||
        !begin(app, &own, error))
        return false;
    ret_window->rota = pk_rota_load(app->db, from_us, until_us, error);
    bool ok = ret_window->rota && pk_duty_faces(app, &ret_window->faces, error);
    end(app, own);
    if (ok)
        ret_window->shifts = pk_rota_shifts(ret_window->rota, from_us, until_us);
    return ok;
}

static void
fill_now(const Window *window, int64_t at_us, PkDutyNow *now)
{
    for (int duty = 0; duty < PK_N_DUTIES; duty++) {
        const PkShift *shift = pk_rota_at(window->shifts, (PkDuty)duty, at_us);
        now->rows[duty] = shift ? row_of(&window->faces, shift) : NULL;
    }
    now->change_us = at_us + PK_DAY_US;
    for (guint i = 0; i < window->shifts->len; i++) {
        const PkShift *shift = window->shifts->pdata[i];
        int64_t edge = shift->from_us > at_us ? shift->from_us : shift->until_us;
        now->change_us = MIN(now->change_us, edge > at_us ? edge : now->change_us);
    }
}

bool
pk_duty_now(PkApp *app, int64_t at_us, PkDutyNow *ret_now, GError **error)
{
    g_auto(Window) window = { 0 };

    if (!load(app, at_us, at_us + PK_DAY_US, &window, error))
        return false;
    fill_now(&window, at_us, ret_now);
    return true;
}

bool
pk_duty_at(PkApp *app, PkDuty duty, int64_t at_us, PkDutyRow **ret_row, GError **error)
{
    g_auto(PkDutyNow) now = { 0 };

    if (!pk_duty_now(app, at_us, &now, error))
        return false;
    *ret_row = g_steal_pointer(&now.rows[duty]);
    return true;
}

static GPtrArray *
rows_of(const Window *window)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_row_free);

    for (guint i = 0; i < window->shifts->len; i++)
        g_ptr_array_add(rows, row_of(&window->faces, window->shifts->pdata[i]));
    return rows;
}

GPtrArray *
pk_duty_list(PkApp *app, int64_t from_us, int64_t until_us, GError **error)
{
    g_auto(Window) window = { 0 };

    return load(app, from_us, until_us, &window, error) ? rows_of(&window) : NULL;
}

/* ---- gaps, double shifts, fairness ----------------------------------------------------------- */

char *
pk_duty_span(const PkApp *app, int64_t from_us, int64_t until_us)
{
    PkLang lang = pk_i18n_lang();
    PkLocal a = pk_zone_local(app->zone, from_us), b = pk_zone_local(app->zone, until_us);
    bool same_day = a.year == b.year && a.month == b.month && a.day == b.day;
    unsigned moment = PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_CLOCK;
    PkTimeText from = pk_time_text(app->zone, from_us, lang, moment);
    PkTimeText until =
        pk_time_text(app->zone, until_us, lang, same_day ? (unsigned)PK_TIME_CLOCK : moment);

    return g_strdup_printf(_("%s to %s"), from.s, until.s);
}

static char *
say(const PkApp *app, const PkDutyFaces *faces, const PkRotaFinding *finding)
{
    g_autofree char *span = pk_duty_span(app, finding->from_us, finding->until_us);
    PkTimeText length = pk_time_age(finding->until_us - finding->from_us, pk_i18n_lang());
    const char *duty = pk_word(&pk_words_duty, (int)finding->duty);

    if (finding->trouble == PK_ROTA_GAP)
        return g_strdup_printf(_("Nobody is %s from %s (%s)."), duty, span, length.s);
    if (finding->trouble == PK_ROTA_DOUBLE)
        return g_strdup_printf(_("%s and %s are both %s from %s (%s)."),
                               pk_duty_name(faces, finding->login),
                               pk_duty_name(faces, finding->other), duty, span, length.s);
    return g_strdup_printf(_("%s is both %s and %s from %s (%s)."),
                           pk_duty_name(faces, finding->login), duty,
                           pk_word(&pk_words_duty, (int)finding->other_duty), span, length.s);
}

static GPtrArray *
troubles_of(const PkApp *app, const Window *window, int64_t from_us, int64_t until_us)
{
    g_autoptr(GPtrArray) findings =
        pk_rota_find(window->shifts, pk_rota_duties(window->rota, from_us), from_us, until_us);
    GPtrArray *troubles = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_trouble_free);

    for (guint i = 0; i < findings->len; i++) {
        PkDutyTrouble *trouble = g_new0(PkDutyTrouble, 1);
        trouble->finding = findings->pdata[i];
        findings->pdata[i] = NULL;
        trouble->said = say(app, &window->faces, trouble->finding);
        g_ptr_array_add(troubles, trouble);
    }
    return troubles;
}

GPtrArray *
pk_duty_gaps(PkApp *app, int64_t from_us, int64_t until_us, GError **error)
{
    g_auto(Window) window = { 0 };

    return load(app, from_us, until_us, &window, error)
               ? troubles_of(app, &window, from_us, until_us)
               : NULL;
}

GPtrArray *
pk_duty_fairness(PkApp *app, int64_t from_us, int64_t until_us, GError **error)
{
    g_auto(Window) window = { 0 };

    if (!load(app, from_us, until_us, &window, error))
        return NULL;
    g_autoptr(GPtrArray) found =
        pk_rota_fairness(window.shifts, window.rota->holidays, app->zone, from_us, until_us);
    GPtrArray *shares = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_share_free);
    for (guint i = 0; i < found->len; i++) {
        PkDutyShare *share = g_new0(PkDutyShare, 1);
        share->share = found->pdata[i];
        found->pdata[i] = NULL;
        share->name = g_strdup(pk_duty_name(&window.faces, share->share->login));
        g_ptr_array_add(shares, share);
    }
    return shares;
}

/* ---- the place Duty -------------------------------------------------------------------------- */

static gint
by_beginning(gconstpointer a, gconstpointer b)
{
    const PkShift *x = (*(const PkDutyRow *const *)a)->shift;
    const PkShift *y = (*(const PkDutyRow *const *)b)->shift;

    if (x->from_us != y->from_us)
        return x->from_us < y->from_us ? -1 : 1;
    if (x->duty != y->duty)
        return x->duty < y->duty ? -1 : 1;
    return strcmp(x->uuid, y->uuid);
}

static bool
fill_board(PkApp *app, PkDutyBoard *board, int64_t now_us, GError **error)
{
    int64_t until = now_us + PK_DUTY_AHEAD_DAYS * PK_DAY_US;
    g_auto(Window) window = { 0 };

    if (!load(app, now_us, until, &window, error))
        return false;
    board->at_us = now_us;
    fill_now(&window, now_us, &board->now);
    board->rows = rows_of(&window);
    g_ptr_array_sort(board->rows, by_beginning);
    board->troubles = troubles_of(app, &window, now_us, until);
    board->duties = pk_rota_duties(window.rota, now_us);
    board->patterns = g_steal_pointer(&window.rota->patterns);
    board->shares = pk_duty_fairness(app, now_us - BACK_DAYS * PK_DAY_US,
                                     now_us + FAIR_DAYS * PK_DAY_US, error);
    return board->shares != NULL;
}

PkDutyBoard *
pk_duty_board(PkApp *app, int64_t now_us, GError **error)
{
    g_autoptr(PkDutyBoard) board = g_new0(PkDutyBoard, 1);
    bool own = false;

    if (!begin(app, &own, error))
        return NULL;
    bool ok = fill_board(app, board, now_us, error);
    end(app, own);
    return ok ? g_steal_pointer(&board) : NULL;
}

GPtrArray *
pk_duty_patterns(PkApp *app, int64_t now_us, GError **error)
{
    bool own = false;

    if (!begin(app, &own, error))
        return NULL;
    GPtrArray *patterns = pk_rota_pattern_list(app->db, now_us, error);
    end(app, own);
    return patterns;
}

GPtrArray *
pk_duty_holidays(PkApp *app, int64_t from_day, int64_t to_day, GError **error)
{
    bool own = false;

    if (!begin(app, &own, error))
        return NULL;
    GPtrArray *holidays = pk_holiday_list(app->db, from_day, to_day, error);
    end(app, own);
    return holidays;
}
