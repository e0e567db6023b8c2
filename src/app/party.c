/* SPDX-License-Identifier: EUPL-1.2 */
/* Parties: adding one or 342 at once, and changing one or many; one line tells it. */
#include "clocks.h"
#include "conflict.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "undo.h"

#include <string.h>

enum { NAMED = 12 }; /* names in a line; the details hold all */

/* What one use case did to parties. */
typedef struct {
    PkIncident *incident;
    GPtrArray *before; /* PkParty */
    GPtrArray *after;  /* PkParty, beside before */
    PkClockTally tally;
    unsigned n_there; /* left as they were */
    char *over_login; /* whose change is knowingly written over, or NULL */
    int64_t over_at_us;
    int64_t now_us;
} Change;

static GPtrArray *
party_array(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)pk_party_free);
}

static bool
change_init(PkApp *app, int64_t incident_key, Change *change, GError **error)
{
    *change =
        (Change){ .before = party_array(), .after = party_array(), .now_us = pk_clock_now_us() };
    change->incident = pk_incident_get(app->db, incident_key, error);
    return change->incident && pk_clock_tally_init(app, &change->tally, error);
}

static void
change_clear(Change *change)
{
    pk_incident_free(change->incident);
    g_clear_pointer(&change->before, g_ptr_array_unref);
    g_clear_pointer(&change->after, g_ptr_array_unref);
    pk_clock_tally_clear(&change->tally);
    g_free(change->over_login);
}

/* "Oefendam, Testerwoude and 3 more" */
static char *
names_of(const GPtrArray *parties)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < parties->len && i < NAMED; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               ((const PkParty *)parties->pdata[i])->org_name);
    if (parties->len > NAMED)
        g_string_append_printf(names, _(" and %u more"), parties->len - NAMED);
    return g_strdup(names->str);
}

static json_t *
details_of(const char *name, const Change *change)
{
    json_t *list = json_array();

    for (guint i = 0; i < change->after->len; i++) {
        const PkParty *party = change->after->pdata[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s}", "name", party->org_name, "code",
                            party->org_code ? party->org_code : "", "role",
                            pk_word_key(&pk_words_party_role, (int)party->role), "status",
                            pk_word_key(&pk_words_party_status, (int)party->status)));
    }
    return json_pack("{s:s, s:o}", "change", name, "parties", list);
}

/* Writes the line, and what is said and how to go back. */
static bool
tell(PkApp *app, Change *change, const char *what, const char *name, PkDone *done, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *names = names_of(change->after);

    g_string_printf(text, "%s: %s.", what, names);
    if (change->over_login) {
        g_autofree char *who = pk_app_person_name(app, change->over_login);
        PkTimeText at = pk_app_clock(app, change->over_at_us, change->now_us);
        g_string_append_printf(text, _(" This replaces what %s wrote at %s."), who, at.s);
    }
    if (change->tally.running->len)
        g_string_append_printf(text, _(" Clocks running: %s."), change->tally.running->str);
    if (change->tally.unsure->len)
        g_string_append_printf(text, _(" Not sure: %s."), change->tally.unsure->str);
    done->ident = g_strdup(change->incident->ident);
    done->incident_key = change->incident->key;
    done->version = change->incident->version;
    if (change->after->len == 0) {
        done->said = g_strdup_printf(_("%s: nothing changed."), done->ident);
        return true;
    }
    done->said = g_strdup_printf("%s: %s", done->ident, text->str);
    if (!pk_tell_line(app, change->incident, PK_CAT_STATUS, text->str, details_of(name, change),
                      &done->line_key, error))
        return false;
    g_autofree char *undone = g_strdup_printf("%s: %s", what, names);
    done->undo = pk_undo_of_parties(change->incident, undone, g_ptr_array_ref(change->before),
                                    g_ptr_array_ref(change->after));
    return true;
}

/* ---- adding --------------------------------------------------------------------------------- */

/* The first affected party of an incident has its awareness. */
static bool
has_affected(PkApp *app, int64_t incident_key, bool *ret_has, GError **error)
{
    g_autoptr(GPtrArray) parties = pk_party_list(app->db, incident_key, error);

    if (!parties)
        return false;
    *ret_has = false;
    for (guint i = 0; i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        *ret_has |= party->role == PK_PARTY_ROLE_AFFECTED && party->status != PK_PARTY_NOT_AFFECTED;
    }
    return true;
}

static bool
insert_party(PkApp *app, Change *change, const PkParty *wanted, GError **error)
{
    g_autoptr(PkParty) party = pk_party_copied(wanted);
    g_autofree char *uuid = pk_uuid_new(change->now_us);
    bool is_new = false;

    if (!pk_party_insert(app->db, party, uuid, change->now_us, &is_new, error))
        return false;
    if (!is_new) {
        change->n_there++;
        return true;
    }
    if (!pk_clocks_sync(app, change->incident, party, &change->tally, error))
        return false;
    /* The way back calls it not affected: nothing vanishes. */
    PkParty *before = pk_party_copied(party);
    before->status = PK_PARTY_NOT_AFFECTED;
    g_ptr_array_add(change->before, before);
    g_ptr_array_add(change->after, g_steal_pointer(&party));
    return true;
}

/* One that was set aside as not affected is taken up again. */
static bool
revive_party(PkApp *app, Change *change, PkParty *there, const PkParty *wanted, GError **error)
{
    if (there->status != PK_PARTY_NOT_AFFECTED || wanted->status == PK_PARTY_NOT_AFFECTED) {
        change->n_there++;
        return true;
    }
    g_autoptr(PkParty) after = pk_party_copied(there);
    after->role = wanted->role;
    after->status = wanted->status;
    if (!pk_party_update(app->db, after, change->now_us, error))
        return false;
    after->version++;
    g_ptr_array_add(change->before, pk_party_copied(there));
    g_ptr_array_add(change->after, pk_party_copied(after));
    return pk_clocks_sync(app, change->incident, after, &change->tally, error);
}

static bool
add_org(PkApp *app, Change *change, const PkOrg *org, PkParty *wanted, GError **error)
{
    g_autoptr(PkParty) there = NULL;

    wanted->org_key = org->key;
    g_free(wanted->org_name);
    wanted->org_name = g_strdup(org->name);
    g_free(wanted->org_code);
    wanted->org_code = g_strdup(org->code);
    if (!pk_party_check(wanted, error) ||
        !pk_party_get_by_org(app->db, change->incident->key, org->key, &there, error))
        return false;
    return there ? revive_party(app, change, there, wanted, error)
                 : insert_party(app, change, wanted, error);
}

static bool
add_all(PkApp *app, Change *change, const PkPartyWish *wish, PkParty *wanted, GError **error)
{
    for (guint i = 0; i < wish->org_keys->len; i++) {
        g_autoptr(PkOrg) org =
            pk_org_get(app->db, g_array_index(wish->org_keys, int64_t, i), error);
        if (!org || !add_org(app, change, org, wanted, error))
            return false;
        wanted->aware_us = wanted->sig_aware_us = 0; /* only the first has the caller's */
    }
    for (guint i = 0; i < wish->free->len; i++) {
        g_autoptr(PkOrg) org = pk_org_typed(app, wish->free->pdata[i], change->now_us, error);
        if (!org || !add_org(app, change, org, wanted, error))
            return false;
        wanted->aware_us = wanted->sig_aware_us = 0;
    }
    return true;
}

static bool
add_parties(PkApp *app, Change *change, const PkPartyWish *wish, PkPartyRole role,
            PkPartyStatus status, PkDone *done, GError **error)
{
    g_autoptr(PkParty) wanted = pk_party_new();
    bool has = false;

    if (!has_affected(app, change->incident->key, &has, error))
        return false;
    wanted->incident_key = change->incident->key;
    wanted->role = role;
    wanted->status = status;
    if (!has && role == PK_PARTY_ROLE_AFFECTED)
        wanted->aware_us = wanted->sig_aware_us = change->incident->aware_us;
    if (!add_all(app, change, wish, wanted, error) ||
        !pk_incident_index(app->db, change->incident->key, error))
        return false;
    guint n = change->after->len;
    g_autofree char *what = g_strdup_printf(P_("%u party added as %s", "%u parties added as %s", n),
                                            n, pk_word(&pk_words_party_status, (int)status));
    if (!tell(app, change, what, "party_add", done, error))
        return false;
    if (change->n_there == 0)
        return true;
    g_autofree char *said = g_steal_pointer(&done->said);
    done->said = g_strdup_printf(
        P_("%s %u was there already.", "%s %u were there already.", change->n_there), said,
        change->n_there);
    return true;
}

bool
pk_party_add(PkApp *app, int64_t incident_key, const PkPartyWish *wish, PkPartyRole role,
             PkPartyStatus status, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };
    Change change;

    if (!pk_app_begin(app, PK_MAY_PARTY, error))
        return false;
    bool ok = change_init(app, incident_key, &change, error) &&
              add_parties(app, &change, wish, role, status, &done, error);
    change_clear(&change);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- changing ------------------------------------------------------------------------------- */

static bool
change_one(PkApp *app, Change *change, int64_t key, const PkPartyChange *wanted, GError **error)
{
    g_autoptr(PkParty) before = pk_party_get(app->db, key, error);

    if (!before)
        return false;
    if (before->incident_key != change->incident->key) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("One of the parties belongs to another incident. Nothing was "
                              "changed."));
        return false;
    }
    g_autoptr(PkParty) after = pk_party_copied(before);
    pk_party_apply(after, wanted);
    if (pk_party_same(before, after)) {
        change->n_there++;
        return true;
    }
    if (!pk_party_guard(app, change->incident, before, after, wanted, error))
        return false;
    if (wanted->over && !change->over_login &&
        !pk_party_writer(app, before, &change->over_login, &change->over_at_us, error))
        return false;
    if (!pk_party_check(after, error) || !pk_party_update(app->db, after, change->now_us, error))
        return false;
    after->version++;
    if (!pk_clocks_sync(app, change->incident, after, &change->tally, error))
        return false;
    g_ptr_array_add(change->before, g_steal_pointer(&before));
    g_ptr_array_add(change->after, g_steal_pointer(&after));
    return true;
}

/* "status CONTAINED, role SUPPLIER" */
static char *
words_of(const PkApp *app, const PkPartyChange *wanted)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);

    if (wanted->has_status) {
        g_autofree char *word = pk_word_caps(&pk_words_party_status, (int)wanted->status);
        g_ptr_array_add(parts, g_strdup_printf(_("status %s"), word));
    }
    if (wanted->has_role) {
        g_autofree char *word = pk_word_caps(&pk_words_party_role, (int)wanted->role);
        g_ptr_array_add(parts, g_strdup_printf(_("role %s"), word));
    }
    if (wanted->impact)
        g_ptr_array_add(parts, g_strdup(_("impact")));
    if (wanted->has_needs) {
        g_autofree char *words = pk_bits_words(&pk_words_need, wanted->needs);
        g_ptr_array_add(parts, g_strdup_printf(_("help %s"), *words ? words : "-"));
    }
    if (wanted->agreed_by)
        g_ptr_array_add(parts, g_strdup_printf(_("agreed by %s"), wanted->agreed_by));
    if (wanted->has_aware) {
        PkTimeText at = pk_time_text(app->zone, wanted->aware_us, pk_i18n_lang(), PK_TIME_MOMENT);
        g_ptr_array_add(parts, g_strdup_printf(_("awareness %s"), wanted->aware_us ? at.s : "-"));
    }
    g_ptr_array_add(parts, NULL);
    return g_strjoinv(", ", (char **)parts->pdata);
}

static bool
change_all(PkApp *app, Change *change, const int64_t *keys, size_t n_keys,
           const PkPartyChange *wanted, PkDone *done, GError **error)
{
    for (size_t i = 0; i < n_keys; i++) {
        if (!change_one(app, change, keys[i], wanted, error))
            return false;
    }
    g_autofree char *words = words_of(app, wanted);
    guint n = change->after->len;
    g_autofree char *what = g_strdup_printf(P_("%u party, %s", "%u parties, %s", n), n, words);
    return tell(app, change, what, "party_set", done, error);
}

bool
pk_party_set(PkApp *app, int64_t incident_key, const int64_t *party_keys, size_t n_keys,
             const PkPartyChange *wanted, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };
    Change change;

    if (!pk_app_begin(app, PK_MAY_PARTY, error))
        return false;
    bool ok = change_init(app, incident_key, &change, error) &&
              change_all(app, &change, party_keys, n_keys, wanted, &done, error);
    change_clear(&change);
    return pk_app_end(app, ok, &done, ret_done, error);
}
