/* SPDX-License-Identifier: EUPL-1.2 */
/* Conflicts over the fields of an incident. Every change of fields is a line that holds old and new
 * values and the version it made, so the journal tells who changed what since. */
#include "conflict.h"

#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "read_private.h"

#include <string.h>

enum { PAGE = 64, VALUE_COLUMNS = 24 };

void
pk_then_clear(PkThen *then)
{
    pk_incident_free(then->then);
    pk_incident_free(then->theirs);
    for (int i = 0; i < PK_FIELD_N; i++)
        g_free(then->login[i]);
    *then = (PkThen){ 0 };
}

/* ---- reading the journal back --------------------------------------------------------------- */

/* Lines come newest first: the first that tells of a field is the last change, the last one has
 * the value of before. */
static void
take_fields(const PkLine *line, json_t *details, PkThen *then)
{
    for (int i = 0; i < PK_FIELD_N; i++) {
        json_t *change = json_object_get(json_object_get(details, "fields"), pk_field_key(i));
        const char *old = json_string_value(json_object_get(change, "old"));
        const char *new = json_string_value(json_object_get(change, "new"));
        if (!old || !new)
            continue;
        if (!(then->fields & 1u << i)) {
            then->login[i] = g_strdup(line->author);
            then->at_us[i] = line->recorded_us;
            pk_field_set_key_text(then->theirs, (PkField)i, new);
        }
        then->fields |= 1u << i;
        pk_field_set_key_text(then->then, (PkField)i, old);
    }
}

/* False when the line is from before the version: nothing further back to look at. */
static bool
take_line(const PkApp *app, const PkLine *line, int64_t version, bool others, PkThen *then,
          int64_t *n_told)
{
    json_t *details = line->details ? json_loads(line->details, 0, NULL) : NULL;
    json_t *stamp = json_object_get(details, "version");
    bool newer = !stamp || json_integer_value(stamp) > version;

    if (stamp && newer) {
        ++*n_told;
        if (!others || g_strcmp0(line->author, app->login) != 0)
            take_fields(line, details, then);
    }
    json_decref(details);
    return newer;
}

bool
pk_then_load(PkApp *app, const PkIncident *now, int64_t version, bool others, PkThen *ret_then,
             GError **error)
{
    int64_t before = 0, n_told = 0;
    bool more = now->version != version;

    *ret_then = (PkThen){ .then = pk_incident_copy(now), .theirs = pk_incident_copy(now) };
    while (more) {
        g_autoptr(GPtrArray) lines = pk_line_list_before(app->db, now->key, before, PAGE, error);
        if (!lines) {
            pk_then_clear(ret_then);
            return false;
        }
        more = lines->len == PAGE;
        for (guint i = 0; i < lines->len; i++) {
            const PkLine *line = lines->pdata[i];
            before = line->key;
            if (!take_line(app, line, version, others, ret_then, &n_told)) {
                more = false;
                break;
            }
        }
        more = more && n_told < now->version - version;
    }
    ret_then->whole = n_told == now->version - version;
    return true;
}

char *
pk_then_said(PkApp *app, const PkIncident *now, int64_t version, int64_t now_us, GError **error)
{
    g_auto(PkThen) then = { 0 };
    g_autoptr(GString) said = g_string_new(NULL);
    int newest = -1;

    if (!pk_then_load(app, now, version, true, &then, error))
        return NULL;
    for (int i = 0; i < PK_FIELD_N; i++) {
        if (!(then.fields & 1u << i) || pk_field_same(then.then, then.theirs, (PkField)i))
            continue;
        g_autofree char *old = pk_field_shown(app, then.then, (PkField)i);
        g_autofree char *new = pk_field_shown(app, then.theirs, (PkField)i);
        g_autofree char *from = pk_text_fit(old, VALUE_COLUMNS, "...");
        g_autofree char *to = pk_text_fit(new, VALUE_COLUMNS, "...");
        g_string_append_printf(said, _("%s%s %s to %s"), said->len ? ", " : "",
                               pk_field_label(pk_field_key((PkField)i)), from, to);
        if (newest < 0 || then.at_us[i] > then.at_us[newest])
            newest = i;
    }
    if (newest < 0)
        return g_strdup("");
    g_autofree char *who = pk_app_person_name(app, then.login[newest]);
    PkTimeText at = pk_app_clock(app, then.at_us[newest], now_us);
    return g_strdup_printf(_("CHANGED %s by %s: %s"), at.s, who, said->str);
}

/* ---- the guard ------------------------------------------------------------------------------ */

/* Fields that somebody else gave another value, and that are to get a third one. What the journal
 * does not tell may be any field. */
static guint
clash(const PkThen *then, const PkIncident *before, const PkIncident *after)
{
    guint wanted = pk_fields_changed(before, after), fields = 0;

    for (int i = 0; i < PK_FIELD_N; i++) {
        bool told = then->fields & 1u << i;
        bool theirs = told ? !pk_field_same(then->then, before, (PkField)i) : !then->whole;
        if (theirs && (wanted & 1u << i))
            fields |= 1u << i;
    }
    return fields;
}

static char *
labels(guint fields)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (int i = 0; i < PK_FIELD_N; i++) {
        if (fields & 1u << i)
            g_string_append_printf(all, "%s%s", all->len ? ", " : "",
                                   pk_field_label(pk_field_key((PkField)i)));
    }
    return g_strdup(all->str);
}

static int
first_of(guint fields)
{
    int i = 0;

    while (!(fields & 1u << i))
        i++;
    return i;
}

bool
pk_fields_guard(PkApp *app, const PkIncident *before, const PkIncident *after, int64_t version,
                GError **error)
{
    g_auto(PkThen) then = { 0 };

    if (version < 0 || version == before->version)
        return true;
    if (!pk_then_load(app, before, version, false, &then, error))
        return false;
    guint fields = clash(&then, before, after);
    if (fields == 0)
        return true;
    int first = first_of(fields);
    if (!then.login[first]) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("%s was changed meanwhile. Your change was not saved; look at it and try "
                      "again."),
                    before->ident);
        return false;
    }
    g_autofree char *who = pk_app_person_name(app, then.login[first]);
    g_autofree char *what = labels(fields);
    PkTimeText at = pk_app_clock(app, then.at_us[first], pk_clock_now_us());
    g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                _("%s changed %s of %s at %s. Your change was not saved; look at it and try "
                  "again."),
                who, what, before->ident, at.s);
    return false;
}

/* ---- for the person ------------------------------------------------------------------------- */

void
pk_conflict_free(PkConflict *conflict)
{
    if (!conflict)
        return;
    g_free(conflict->who);
    g_free(conflict->when);
    g_free(conflict->what);
    g_free(conflict->old);
    g_free(conflict->theirs);
    g_free(conflict->mine);
    g_clear_pointer(&conflict->parties, g_ptr_array_unref);
    g_free(conflict);
}

/* The incident with the wanted value in it. */
static PkIncident *
wanted_of(PkApp *app, const PkIncident *now, const PkSetting *wanted, PkField *ret_field,
          GError **error)
{
    g_autoptr(PkIncident) after = pk_incident_copy(now);
    g_autofree char *notice = NULL;
    int status = 0;

    if (strcmp(wanted->key, "status") == 0) {
        *ret_field = PK_FIELD_STATUS;
        if (!pk_word_parse(&pk_words_status, wanted->value, &status, error))
            return NULL;
        after->status = (PkStatus)status;
        return g_steal_pointer(&after);
    }
    if (!pk_field_find(wanted->key, ret_field, error) ||
        !pk_field_read(app, after, *ret_field, wanted->value ? wanted->value : "",
                       pk_clock_now_us(), &notice, error))
        return NULL;
    return g_steal_pointer(&after);
}

static PkConflict *
load(PkApp *app, int64_t incident_key, int64_t version, const PkSetting *wanted, GError **error)
{
    g_autoptr(PkIncidentRow) row = pk_read_row(app, incident_key, error);
    g_auto(PkThen) then = { 0 };
    PkField field = PK_FIELD_TITLE;

    if (!row || !pk_then_load(app, row->incident, version, false, &then, error))
        return NULL;
    g_autoptr(PkIncident) after = wanted_of(app, row->incident, wanted, &field, error);
    if (!after)
        return NULL;
    PkConflict *conflict = g_new0(PkConflict, 1);
    conflict->what = g_strdup(pk_field_label(pk_field_key(field)));
    conflict->theirs = pk_field_shown(app, row->incident, field);
    conflict->mine = pk_field_shown(app, after, field);
    conflict->version = row->incident->version;
    conflict->tlp = row->incident->tlp;
    conflict->aware = row->incident->aware_us != 0;
    if (then.login[field]) {
        conflict->who = pk_app_person_name(app, then.login[field]);
        conflict->when = g_strdup(pk_app_clock(app, then.at_us[field], pk_clock_now_us()).s);
        conflict->old = pk_field_shown(app, then.then, field);
    }
    return conflict;
}

PkConflict *
pk_conflict_load(PkApp *app, int64_t incident_key, int64_t version, const PkSetting *wanted,
                 GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    PkConflict *conflict = load(app, incident_key, version, wanted, error);
    pk_read_end(app, own);
    return conflict;
}
