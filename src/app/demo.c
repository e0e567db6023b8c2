/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/demo.h"

#include "app_private.h"
#include "demo_week.h"
#include "piket/app/change.h"
#include "piket/app/duty.h"
#include "piket/app/people.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/uuid.h"
#include "piket/store/contact_store.h"
#include "piket/store/org_store.h"
#include "piket/store/practice_store.h"

#include <string.h>

#define MINUTE_US (INT64_C(60) * G_USEC_PER_SEC)
#define DAY_US    (INT64_C(1440) * MINUTE_US)

static const char *
say(const PkDemoText *text)
{
    return pk_i18n_lang() == PK_LANG_NL ? text->nl : text->en;
}

/* Who wrote what in that week. The person at the console is on duty now. */
static bool
become(PkApp *app, const char *login, GError **error)
{
    g_free(app->login);
    app->sight.login = app->login = g_strdup(login);
    return pk_app_look(app, error);
}

/* ---- the register -------------------------------------------------------------------------------
 */

static bool
add_org(PkApp *app, const PkDemoOrg *made, GHashTable *keys, GError **error)
{
    g_autoptr(PkOrg) org = pk_org_new();
    int64_t *region = made->region ? g_hash_table_lookup(keys, made->region) : NULL;
    org->uuid = pk_uuid_new(pk_clock_now_us());
    org->kind = made->kind;
    org->name = g_strdup(made->name);
    org->code = g_strdup(made->code);
    org->region_key = region ? *region : 0;
    org->joined = made->kind == PK_ORG_MUNICIPALITY;
    org->source = g_strdup("demo");
    if (!pk_org_insert(app->db, org, error))
        return false;
    int64_t *key = g_new(int64_t, 1);
    *key = org->key;
    g_hash_table_insert(keys, (void *)made->name, key);
    return true;
}

static bool
add_contact(PkApp *app, const PkDemoContact *made, GHashTable *keys, int64_t now_us, GError **error)
{
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autofree char *uuid = pk_uuid_new(now_us);
    int64_t *org = g_hash_table_lookup(keys, made->org);
    g_assert(org);
    contact->org_key = *org;
    contact->role = made->role;
    contact->name = g_strdup(made->name);
    contact->phone_day = g_strdup(made->phone);
    contact->is_24x7 = made->is_24x7;
    contact->checked_us = now_us - made->checked_days * DAY_US;
    contact->signed_us = made->signed_days < 0 ? 0 : now_us - made->signed_days * DAY_US;
    contact->source = g_strdup(say(&made->source));
    return pk_contact_insert(app->db, contact, uuid, error);
}

static bool
fill_register(PkApp *app, GHashTable *keys, int64_t now_us, GError **error)
{
    if (!pk_db_begin(app->db, error))
        return false;
    bool ok = pk_practice_forget_register(app->db, error);
    for (size_t i = 0; ok && i < pk_demo_n_orgs; i++)
        ok = add_org(app, &pk_demo_orgs[i], keys, error);
    for (size_t i = 0; ok && i < pk_demo_n_contacts; i++)
        ok = add_contact(app, &pk_demo_contacts[i], keys, now_us, error);
    if (ok)
        return pk_db_commit(app->db, error);
    pk_db_rollback(app->db);
    return false;
}

/* ---- incidents
 * ------------------------------------------------------------------------------------ */

static bool
add_parties(PkApp *app, const PkDemoIncident *made, int64_t key, GError **error)
{
    g_auto(PkPartyWish) wish = { 0 };
    if (!strchr(made->orgs, ','))
        return true;
    return pk_party_read(app, made->orgs, &wish, error) &&
           pk_party_add(app, key, &wish, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED, NULL, error);
}

/* viewer: who looks at the practice week, and so is named on what is red in it. */
static bool
add_incident(PkApp *app, const PkDemoIncident *made, GHashTable *orgs, const char *viewer,
             int64_t now_us, int64_t *ret_key, GError **error)
{
    g_auto(PkDone) done = { 0 };
    g_auto(PkReport) report = { 0 };
    int64_t at_us = now_us - made->minutes * MINUTE_US;
    g_autofree char *first = g_strndup(made->orgs, strcspn(made->orgs, ","));
    const int64_t *org = g_hash_table_lookup(orgs, first);
    g_assert(org);
    report.opened_us = at_us;
    report.source = made->source;
    report.org_key = *org;
    report.reporter = g_strdup(made->reporter);
    report.reporter_role = g_strdup(*made->role ? made->role : NULL);
    report.reporter_phone = g_strdup(*made->phone ? made->phone : NULL);
    report.note = g_strdup(say(&made->note));
    report.title = g_strdup(say(&made->title));
    report.kinds = made->kinds;
    report.severity = made->severity;
    report.has_tlp = true;
    report.tlp = made->tlp;
    report.occurred_us = made->occurred ? at_us - made->occurred * MINUTE_US : 0;
    report.aware_us = made->aware < 0 ? 0 : at_us + made->aware * MINUTE_US;
    report.personal_data = made->personal;
    report.needs = made->needs;
    report.callback_us = made->callback ? now_us + made->callback * MINUTE_US : 0;
    pk_clock_pretend(at_us + 2 * MINUTE_US);
    if (!become(app, made->by, error) || !pk_report_save(app, &report, &done, NULL, error))
        return false;
    if (made->tlp == PK_TLP_RED && !pk_name_add(app, done.ident, viewer, NULL, error))
        return false;
    *ret_key = done.incident_key;
    return add_parties(app, made, done.incident_key, error);
}

static bool
add_line(PkApp *app, const PkDemoLine *made, int64_t key, int64_t *line_before, int64_t now_us,
         GError **error)
{
    g_auto(PkDone) done = { 0 };
    int64_t at_us = now_us - made->minutes * MINUTE_US;
    PkNote note = { .text = say(&made->text),
                    .event_us = at_us - made->before * MINUTE_US,
                    .category = made->category,
                    .corrects_key = made->corrects ? *line_before : 0,
                    .pin = made->pin };
    pk_clock_pretend(at_us);
    if (!become(app, made->by, error) || !pk_note_add(app, key, &note, &done, error))
        return false;
    if (made->category == PK_CAT_DECISION && made->pin)
        *line_before = done.line_key;
    if (made->status < 0)
        return true;
    return pk_status_set(app, key, -1, (PkStatus)made->status, NULL, NULL, NULL, error);
}

static bool
play(PkApp *app, GHashTable *orgs, const char *viewer, int64_t now_us, GError **error)
{
    g_autofree int64_t *keys = g_new0(int64_t, pk_demo_n_incidents);
    g_autofree int64_t *decisions = g_new0(int64_t, pk_demo_n_incidents);
    size_t next = 0;
    /* Both tables run in the order in which it happened, so the idents do too. */
    for (size_t i = 0; i < pk_demo_n_incidents; i++) {
        if (!add_incident(app, &pk_demo_incidents[i], orgs, viewer, now_us, &keys[i], error))
            return false;
        for (; next < pk_demo_n_lines && pk_demo_lines[next].incident == (int)i; next++) {
            if (!add_line(app, &pk_demo_lines[next], keys[i], &decisions[i], now_us, error))
                return false;
        }
    }
    return true;
}

/* ---- the rota ----------------------------------------------------------------------------------
 */

/* Who practises, and two invented persons; the manager's pattern ends in nine days, so there is a
 * gap to see. */
static bool
fill_rota(PkApp *app, int64_t now_us, GError **error)
{
    static const struct {
        const char *login, *name, *phone;
    } persons[] = { { "mbakker", "M. Bakker", "06 0000 0012" },
                    { "selamrani", "S. el Amrani", "06 0000 0013" } };
    static const struct {
        PkDuty duty;
        const char *every, *persons;
    } patterns[] = {
        { PK_DUTY_OFFICER, "week fri 17:00", "me, mbakker, selamrani" },
        { PK_DUTY_BACKUP, "week fri 17:00", "mbakker, selamrani, me" },
        { PK_DUTY_MANAGER, "week mon 09:00", "selamrani" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(persons); i++) {
        g_autoptr(GError) known = NULL;
        PkPersonWish wish = { .login = persons[i].login, .name = persons[i].name };
        if (!pk_people_add(app, &wish, NULL, &known) &&
            !g_error_matches(known, PK_ERROR, PK_ERROR_CONFLICT)) {
            g_propagate_error(error, g_steal_pointer(&known));
            return false;
        }
        if (!pk_duty_phone(app, persons[i].login, persons[i].phone, NULL, error))
            return false;
    }
    if (!pk_duty_phone(app, "me", "06 0000 0011", NULL, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
        PkPatternWish wish = { .duty = patterns[i].duty,
                               .every = patterns[i].every,
                               .persons = patterns[i].persons,
                               .start_day = now_us / PK_DAY_US - 28,
                               .until_us = patterns[i].duty == PK_DUTY_MANAGER ? now_us + 9 * DAY_US
                                                                               : INT64_MAX };
        if (!pk_duty_pattern_add(app, &wish, NULL, error))
            return false;
    }
    return true;
}

bool
pk_demo_fill(PkApp *app, GError **error)
{
    g_autoptr(GHashTable) orgs = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    int64_t now_us = pk_clock_now_us();
    bool used = false;
    if (!pk_app_make_file(app, error) || !pk_practice_is_used(app->db, &used, error))
        return false;
    if (used) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s already holds incidents. The practice week wants an empty file."),
                    app->where);
        return false;
    }
    g_autofree char *login = g_strdup(app->login);
    bool ok = fill_register(app, orgs, now_us, error);
    pk_app_forget_places(app);
    ok = ok && play(app, orgs, login, now_us, error);
    /* Before the week: the duty log says so too. */
    pk_clock_pretend(now_us - 7 * DAY_US);
    ok = become(app, login, ok ? error : NULL) && ok;
    ok = ok && fill_rota(app, now_us, error);
    pk_clock_pretend(0);
    return ok;
}
