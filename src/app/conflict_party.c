/* SPDX-License-Identifier: EUPL-1.2 */
/* Conflicts over parties. Their lines tell who wrote about which, not each value: what somebody saw
 * is compared with what is there. */
#include "conflict.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/line_store.h"
#include "piket/store/party_store.h"
#include "read_private.h"
#include "undo.h"

#include <jansson.h>
#include <string.h>

enum { PAGE = 64 };

/* What of a party one changes at a time. */
typedef enum { STATUS, ROLE, IMPACT, NEEDS, AWARE, N_FIELDS } Field;

static void
set_text(char **field, const char *typed, PkTextKind kind)
{
    g_autofree char *clean = pk_text_clean(typed, -1, kind, NULL);

    g_free(*field);
    *field = *clean ? g_steal_pointer(&clean) : NULL;
}

void
pk_party_apply(PkParty *party, const PkPartyChange *wanted)
{
    if (wanted->has_role)
        party->role = wanted->role;
    if (wanted->has_status)
        party->status = wanted->status;
    if (wanted->impact)
        set_text(&party->impact, wanted->impact, PK_TEXT_MULTILINE);
    if (wanted->has_needs)
        party->needs = wanted->needs;
    if (wanted->agreed_by)
        set_text(&party->need_agreed_by, wanted->agreed_by, PK_TEXT_LINE);
    if (wanted->has_aware)
        party->aware_us = party->sig_aware_us = wanted->aware_us;
}

static bool
same(const PkParty *a, const PkParty *b, Field field)
{
    switch (field) {
    case STATUS: return a->status == b->status;
    case ROLE: return a->role == b->role;
    case IMPACT: return g_strcmp0(a->impact, b->impact) == 0;
    case NEEDS: return a->needs == b->needs && g_strcmp0(a->need_agreed_by, b->need_agreed_by) == 0;
    case AWARE: return a->aware_us == b->aware_us && a->sig_aware_us == b->sig_aware_us;
    case N_FIELDS: break;
    }
    g_assert_not_reached();
}

static const char *
label(Field field)
{
    switch (field) {
    case STATUS: return _("status");
    case ROLE: return _("role in this incident");
    case IMPACT: return _("impact");
    case NEEDS: return _("help needed");
    case AWARE: return _("awareness");
    case N_FIELDS: break;
    }
    g_assert_not_reached();
}

static char *
shown(const PkApp *app, const PkParty *party, Field field)
{
    switch (field) {
    case STATUS: return pk_word_caps(&pk_words_party_status, (int)party->status);
    case ROLE: return pk_word_caps(&pk_words_party_role, (int)party->role);
    case IMPACT: return g_strdup(party->impact ? party->impact : "-");
    case NEEDS: {
        g_autofree char *words = pk_bits_words(&pk_words_need, party->needs);
        return g_strdup_printf("%s%s%s%s", *words ? words : "-", party->need_agreed_by ? " (" : "",
                               party->need_agreed_by ? party->need_agreed_by : "",
                               party->need_agreed_by ? ")" : "");
    }
    case AWARE:
        if (party->aware_us == 0)
            return g_strdup("-");
        return g_strdup(pk_time_text(app->zone, party->aware_us, pk_i18n_lang(), PK_TIME_MOMENT).s);
    case N_FIELDS: break;
    }
    g_assert_not_reached();
}

static const PkParty *
of_key(const GPtrArray *parties, int64_t key)
{
    for (guint i = 0; parties && i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        if (party->key == key)
            return party;
    }
    return NULL;
}

/* The first thing that another changed and that is to change again; N_FIELDS: there is none. */
static Field
clash(const PkParty *seen, const PkParty *now, const PkParty *after)
{
    int i = 0;

    while (seen && i < N_FIELDS && (same(seen, now, (Field)i) || same(now, after, (Field)i)))
        i++;
    return seen ? (Field)i : N_FIELDS;
}

/* ---- who wrote ------------------------------------------------------------------------------ */

static bool
is_about(const PkLine *line, const PkParty *party)
{
    json_t *details = line->details ? json_loads(line->details, 0, NULL) : NULL;
    size_t i;
    json_t *one;
    bool about = false;

    json_array_foreach(json_object_get(details, "parties"), i, one)
    {
        const char *name = json_string_value(json_object_get(one, "name"));
        about |= g_strcmp0(name, party->org_name) == 0;
    }
    json_decref(details);
    return about;
}

bool
pk_party_writer(PkApp *app, const PkParty *party, char **ret_login, int64_t *ret_at_us,
                GError **error)
{
    int64_t before = 0;
    bool more = true;

    *ret_login = NULL;
    while (more) {
        g_autoptr(GPtrArray) lines =
            pk_line_list_before(app->db, party->incident_key, before, PAGE, error);
        if (!lines)
            return false;
        more = lines->len == PAGE;
        for (guint i = 0; i < lines->len; i++) {
            const PkLine *line = lines->pdata[i];
            before = line->key;
            if (is_about(line, party)) {
                *ret_login = g_strdup(line->author);
                *ret_at_us = line->recorded_us;
                return true;
            }
        }
    }
    return true;
}

bool
pk_party_guard(PkApp *app, const PkIncident *incident, const PkParty *before, const PkParty *after,
               const PkPartyChange *wanted, GError **error)
{
    Field field = clash(of_key(wanted->seen, before->key), before, after);
    g_autofree char *login = NULL;
    int64_t at_us = 0;

    if (field == N_FIELDS)
        return true;
    if (!pk_party_writer(app, before, &login, &at_us, error))
        return false;
    if (!login) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("%s was changed meanwhile. Your change was not saved; look at it and try "
                      "again."),
                    incident->ident);
        return false;
    }
    g_autofree char *who = pk_app_person_name(app, login);
    g_autofree char *what = g_strdup_printf(_("%s of %s"), label(field), before->org_name);
    PkTimeText at = pk_app_clock(app, at_us, pk_clock_now_us());
    g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                _("%s changed %s of %s at %s. Your change was not saved; look at it and try "
                  "again."),
                who, what, incident->ident, at.s);
    return false;
}

/* ---- for the person ------------------------------------------------------------------------- */

GPtrArray *
pk_parties_seen(const GPtrArray *parties, const int64_t *keys, size_t n_keys)
{
    GPtrArray *seen = g_ptr_array_new_with_free_func((GDestroyNotify)pk_party_free);

    for (size_t i = 0; i < n_keys; i++) {
        const PkParty *party = of_key(parties, keys[i]);
        if (party)
            g_ptr_array_add(seen, pk_party_copied(party));
    }
    return seen;
}

GPtrArray *
pk_parties_copy(const GPtrArray *parties)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func((GDestroyNotify)pk_party_free);

    for (guint i = 0; i < parties->len; i++)
        g_ptr_array_add(copy, pk_party_copied(parties->pdata[i]));
    return copy;
}

/* Of several parties the first is shown, and how many more there are. */
static bool
fill(PkApp *app, PkConflict *conflict, const PkPartyChange *wanted, GError **error)
{
    const PkParty *first = NULL;
    Field field = N_FIELDS;
    unsigned n = 0;

    for (guint i = 0; i < conflict->parties->len; i++) {
        const PkParty *now = conflict->parties->pdata[i];
        g_autoptr(PkParty) after = pk_party_copied(now);
        pk_party_apply(after, wanted);
        Field here = clash(of_key(wanted->seen, now->key), now, after);
        if (here == N_FIELDS || n++ > 0)
            continue;
        first = now;
        field = here;
        conflict->old = shown(app, of_key(wanted->seen, now->key), field);
        conflict->theirs = shown(app, now, field);
        conflict->mine = shown(app, after, field);
    }
    if (!first)
        return true;
    g_autofree char *more = n > 1 ? g_strdup_printf(_(" and %u more"), n - 1) : g_strdup("");
    g_autofree char *login = NULL;
    int64_t at_us = 0;
    conflict->what = g_strdup_printf(_("%s of %s%s"), label(field), first->org_name, more);
    if (!pk_party_writer(app, first, &login, &at_us, error))
        return false;
    if (login) {
        conflict->who = pk_app_person_name(app, login);
        conflict->when = g_strdup(pk_app_clock(app, at_us, pk_clock_now_us()).s);
    }
    return true;
}

PkConflict *
pk_conflict_load_party(PkApp *app, int64_t incident_key, const int64_t *party_keys, size_t n_keys,
                       const PkPartyChange *wanted, GError **error)
{
    g_autoptr(PkConflict) conflict = g_new0(PkConflict, 1);
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(PkIncidentRow) row = pk_read_row(app, incident_key, error);
    g_autoptr(GPtrArray) parties = row ? pk_party_list(app->db, incident_key, error) : NULL;
    bool ok = parties != NULL;
    if (ok) {
        conflict->version = row->incident->version;
        conflict->tlp = row->incident->tlp;
        conflict->parties = pk_parties_seen(parties, party_keys, n_keys);
        ok = fill(app, conflict, wanted, error);
    }
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&conflict) : NULL;
}
