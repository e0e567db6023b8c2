/* SPDX-License-Identifier: EUPL-1.2 */
/* What the watch says, and to whom. */
#include "journal.h"
#include "piket/app/duty.h"
#include "piket/store/person_store.h"
#include "watch_private.h"

#include <string.h>

static char *
late_said(PkWatch *watch, const PkActing *acting)
{
    PkTimeText due = pk_app_clock(watch->app, acting->due->moment_us, acting->now_us);

    return acting->late ? g_strdup_printf(_(" Late: due %s."), due.s) : g_strdup("");
}

/* Somebody who works here, by login or name. */
static bool
works_here(PkWatch *watch, const char *wanted, char **ret_login, GError **error)
{
    g_autoptr(PkPerson) person = NULL;
    g_autofree char *login =
        wanted && *wanted ? pk_app_person_find(watch->app, wanted, NULL) : NULL;

    if (!login)
        return true;
    if (!pk_person_get(watch->app->db, login, &person, error))
        return false;
    if (person && person->active && strcmp(person->roles, "watch") != 0)
        *ret_login = g_steal_pointer(&login);
    return true;
}

bool
pk_watch_receiver(PkWatch *watch, const char *wanted, int64_t now_us, char **ret_login,
                  GError **error)
{
    g_autofree char *login = NULL;
    PkDutyRow *row = NULL;

    if (!works_here(watch, wanted, &login, error) ||
        (!login && !pk_duty_at(watch->app, PK_DUTY_OFFICER, now_us, &row, error)))
        return false;
    if (row && !works_here(watch, row->shift->login, &login, error)) {
        pk_duty_row_free(row);
        return false;
    }
    pk_duty_row_free(row);
    *ret_login = g_steal_pointer(&login);
    return true;
}

static char *
told(PkWatch *watch, const char *login, unsigned n_channels)
{
    g_autofree char *name = login ? pk_app_person_name(watch->app, login) : NULL;

    return !name        ? g_strdup(_("There is nobody to tell: no lead, and nobody on duty."))
           : n_channels ? g_strdup_printf(_("%s is told."), name)
                        : g_strdup_printf(_("%s is told on the console only."), name);
}

bool
pk_watch_tell(PkWatch *watch, const PkActing *acting, const PkIncident *incident, const char *text,
              const char *login, GError **error)
{
    PkNoticeWish wish = { .kind = acting->due->source->notice,
                          .incident_key = incident ? incident->key : 0,
                          .login = login };
    unsigned n_channels = 0;

    if (login && !pk_notice_queue(watch->app, &wish, acting->now_us, &n_channels, error))
        return false;
    g_autofree char *late = late_said(watch, acting);
    g_autofree char *who = told(watch, login, n_channels);
    g_autofree char *whole = g_strdup_printf("%s %s%s", text, who, late);
    PkEntry entry = {
        .incident = incident,
        .category = PK_CAT_SYSTEM,
        /* It says nothing of what is in the incident, and who watches is not named. */
        .tlp = incident ? MIN(incident->tlp, PK_TLP_AMBER_STRICT) : PK_TLP_AMBER,
        .text = whole,
        .now_us = acting->now_us
    };

    entry.details = json_pack("{s:s, s:s, s:s, s:I, s:I, s:b}", "change", "watch", "kind",
                              acting->due->source->kind, "subject", acting->due->subject, "step",
                              (json_int_t)acting->due->step, "moment_us",
                              (json_int_t)acting->due->moment_us, "late", acting->late);
    if (login)
        json_object_set_new(entry.details, "told", json_string(login));
    return pk_journal_add(watch->app, entry, NULL, NULL, error);
}

/* ---- a clock that jumps ------------------------------------------------------------------------
 */

bool
pk_watch_jumped(PkWatch *watch, int64_t by_us, int64_t now_us, GError **error)
{
    PkTimeText by = pk_time_age(ABS(by_us), pk_i18n_lang());
    PkTimeText now = pk_app_clock(watch->app, now_us, now_us);
    PkDone none = { 0 };

    if (!watch->holds)
        return true;
    g_autofree char *text = g_strdup_printf(
        by_us > 0 ? _("The clock of %s was put forward by %s, to %s. What was due in between is "
                      "done now, once.")
                  : _("The clock of %s was put back by %s, to %s. What was done already is not "
                      "done again."),
        watch->me.host, by.s, now.s);
    PkEntry entry = { .category = PK_CAT_SYSTEM,
                      .tlp = PK_TLP_AMBER,
                      .text = text,
                      .details = json_pack("{s:s, s:I}", "change", "clock_jump", "by_us",
                                           (json_int_t)by_us),
                      .now_us = now_us };
    if (!pk_app_begin(watch->app, PK_MAY_WATCH, error)) {
        json_decref(entry.details);
        return false;
    }
    return pk_app_end(watch->app, pk_journal_add(watch->app, entry, NULL, NULL, error), &none, NULL,
                      error);
}
