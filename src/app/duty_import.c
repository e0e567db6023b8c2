/* SPDX-License-Identifier: EUPL-1.2 */
/* A calendar becomes rows of the rota. Everything is compared before the first row is written. */
#include "duty_people.h"
#include "piket/app/duty_calendar.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/rota_store.h"
#include "undo.h"

#include <jansson.h>
#include <string.h>

enum { UNKNOWN_SHOWN = 10, CHANGES_SHOWN = 500, UUID_LENGTH = 36 };

typedef struct {
    PkApp *app;
    const PkDutyImportWish *wish;
    PkDutyImport *import;
    PkIcal *ical;
    PkDutyPeople *people;
    GHashTable *old;  /* "uid\ninstance" -> PkShift of the same calendar */
    GPtrArray *drops; /* PkShift, borrowed from rows                    */
    GPtrArray *puts;  /* PkShift                                        */
    GPtrArray *rows;  /* PkShift: all of the window                     */
    GHashTable *ours; /* uuid that Piket gave out -> is it of this database? */
    unsigned n_ours;  /* shifts in the file that this database wrote there   */
    int64_t now_us;
} Importing;

void
pk_duty_import_free(PkDutyImport *import)
{
    if (!import)
        return;
    g_ptr_array_unref(import->changes);
    g_ptr_array_unref(import->notices);
    g_free(import);
}

static char *
key_of(const char *uid, int64_t instance_us)
{
    return g_strdup_printf("%s\n%" G_GINT64_FORMAT, uid, instance_us);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void
say(Importing *im, const char *format, const PkShift *shift)
{
    if (im->import->changes->len >= CHANGES_SHOWN)
        return;
    g_autofree char *span = pk_duty_span(im->app, shift->from_us, shift->until_us);
    g_autofree char *name = pk_app_person_name(im->app, shift->login);
    GString *text = g_string_new(format);

    g_string_replace(text, "{when}", span, 1);
    g_string_replace(text, "{who}", name, 1);
    g_ptr_array_add(im->import->changes, g_string_free(text, FALSE));
}

static PkShift *
shift_of(const Importing *im, const PkIcalShift *in, const char *login)
{
    PkShift *shift = pk_shift_new();

    shift->duty = im->wish->duty;
    shift->from_us = in->start_us;
    shift->until_us = in->end_us;
    shift->source = PK_SHIFT_IMPORT;
    shift->instance_us = in->recurrence_us;
    shift->made_us = im->now_us;
    g_free(shift->uuid);
    shift->uuid = pk_uuid_new(im->now_us);
    g_free(shift->login);
    shift->login = g_strdup(login);
    g_free(shift->uid);
    shift->uid = g_strdup(in->uid);
    g_free(shift->note);
    shift->note = pk_text_fit(in->summary, 100, "...");
    g_free(shift->by_who);
    shift->by_who = g_strdup(im->app->login);
    return shift;
}

static void
compare(Importing *im, const PkIcalShift *in, const char *login)
{
    PkShift *shift = shift_of(im, in, login);
    g_autofree char *key = key_of(shift->uid, shift->instance_us);
    PkShift *old = g_hash_table_lookup(im->old, key);

    if (old && old->from_us == shift->from_us && old->until_us == shift->until_us &&
        strcmp(old->login, login) == 0 && strcmp(old->note, shift->note) == 0) {
        im->import->n_same++;
        g_hash_table_remove(im->old, key);
        pk_shift_free(shift);
        return;
    }
    g_ptr_array_add(im->puts, shift);
    if (old) {
        g_ptr_array_add(im->drops, old);
        g_hash_table_remove(im->old, key);
        im->import->n_changed++;
        say(im, _("changed: {when} {who}"), shift);
    } else {
        im->import->n_added++;
        say(im, _("added: {when} {who}"), shift);
    }
}

/* ---- what comes back ------------------------------------------------------------------------- */

/* The uuid in a UID that pk_duty_export gave out, "<uuid>[-20260313][-2]@piket"; NULL for others.
 */
static char *
uuid_of(const char *uid)
{
    g_autofree char *uuid = g_strndup(uid, UUID_LENGTH);

    if (!g_str_has_suffix(uid, PK_DUTY_UID_SUFFIX) || !g_uuid_string_is_valid(uuid))
        return NULL;
    return g_steal_pointer(&uuid);
}

/* A shift of this rung that came from a calendar is in the file, though under the UID that it has
 * here: it stays. */
static void
keep_ours(Importing *im, const char *uuid)
{
    for (guint i = 0; i < im->rows->len; i++) {
        const PkShift *row = im->rows->pdata[i];
        if (strcmp(row->uuid, uuid) != 0)
            continue;
        g_autofree char *key = key_of(row->uid, row->instance_us);
        if (g_hash_table_lookup(im->old, key) == row)
            g_hash_table_remove(im->old, key);
    }
}

/* Would what Piket itself wrote into an agenda become rows, patterns could never be changed
 * again: the rows stand beside them. */
static bool
is_ours(Importing *im, const PkIcalShift *in, bool *ret_ours, GError **error)
{
    g_autofree char *uuid = uuid_of(in->uid);
    gpointer known = NULL;

    *ret_ours = false;
    if (!uuid)
        return true;
    if (!g_hash_table_lookup_extended(im->ours, uuid, NULL, &known)) {
        bool found = false;
        if (!pk_rota_uuid_known(im->app->db, uuid, &found, error))
            return false;
        known = GINT_TO_POINTER(found);
        g_hash_table_insert(im->ours, g_strdup(uuid), known);
        if (found)
            keep_ours(im, uuid);
    }
    *ret_ours = known != NULL;
    im->n_ours += *ret_ours;
    return true;
}

static void
say_ours(Importing *im)
{
    if (im->n_ours)
        g_ptr_array_add(
            im->import->notices,
            g_strdup_printf(P_("%u shift in the file was written by Piket itself and was "
                               "passed over: change it in Piket.",
                               "%u shifts in the file were written by Piket itself and were "
                               "passed over: change them in Piket.",
                               im->n_ours),
                            im->n_ours));
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* What is left over is in the file no more. Of a file with nothing but what Piket wrote, perhaps
 * the duty of one person alone, nothing can be missing. */
static void
compare_gone(Importing *im)
{
    if (im->n_ours && im->n_ours == im->ical->shifts->len)
        return;
    for (guint i = 0; i < im->rows->len; i++) {
        PkShift *row = im->rows->pdata[i];
        g_autofree char *key = key_of(row->uid, row->instance_us);
        if (g_hash_table_lookup(im->old, key) != row)
            continue;
        g_ptr_array_add(im->drops, row);
        im->import->n_gone++;
        say(im, _("gone: {when} {who}"), row);
    }
}

/* All unknown persons at once, so that one look at the file is enough. */
static bool
compare_all(Importing *im, GError **error)
{
    g_autoptr(GString) unknown = g_string_new(NULL);
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < im->ical->shifts->len; i++) {
        const PkIcalShift *in = &g_array_index(im->ical->shifts, PkIcalShift, i);
        bool ours = false;
        if (!is_ours(im, in, &ours, error))
            return false;
        if (ours)
            continue;
        const char *login = pk_duty_people_of(im->people, in);
        const char *who = *in->mail ? in->mail : *in->person ? in->person : in->summary;
        if (login) {
            compare(im, in, login);
        } else if (g_hash_table_size(said) < UNKNOWN_SHOWN &&
                   g_hash_table_add(said, g_strdup(who))) {
            g_autofree char *shown = pk_text_fit(who, 60, "...");
            g_string_append(unknown, unknown->len ? "; " : "");
            g_string_append_printf(unknown, _("line %u: \"%s\""), in->line, shown);
        }
    }
    if (!unknown->len) {
        compare_gone(im);
        say_ours(im);
        return true;
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Nobody who works here is meant by what the calendar says (%s). Nothing was "
                  "changed; say who they are with --person \"NAME IN THE FILE=LOGIN\"."),
                unknown->str);
    return false;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool
load(Importing *im, GError **error)
{
    im->people = pk_duty_people_new(im->app, im->wish->people, error);
    im->rows = im->people ? pk_shift_list(im->app->db, im->wish->from_us, im->wish->until_us, error)
                          : NULL;
    if (!im->rows)
        return false;
    for (guint i = 0; i < im->rows->len; i++) {
        PkShift *row = im->rows->pdata[i];
        if (row->source == PK_SHIFT_IMPORT && row->duty == im->wish->duty && *row->uid)
            g_hash_table_replace(im->old, key_of(row->uid, row->instance_us), row);
    }
    return true;
}

static bool
write_rows(Importing *im, GError **error)
{
    PkDb *db = im->app->db;

    for (guint i = 0; i < im->drops->len; i++)
        if (!pk_shift_drop(db, ((PkShift *)im->drops->pdata[i])->key, im->now_us, im->app->login,
                           error))
            return false;
    for (guint i = 0; i < im->puts->len; i++)
        if (!pk_shift_check(im->puts->pdata[i], error) ||
            !pk_shift_insert(db, im->puts->pdata[i], error))
            return false;
    return true;
}

static bool
tell(Importing *im, PkDone *done, GError **error)
{
    const PkDutyImport *n = im->import;
    const char *duty = pk_word(&pk_words_duty, (int)im->wish->duty);

    done->ident = g_strdup("");
    done->said = g_strdup_printf(
        _("Calendar of the %s: %u shifts added, %u changed, %u gone, %u as they were."), duty,
        n->n_added, n->n_changed, n->n_gone, n->n_same);
    if (im->wish->dry_run || n->n_added + n->n_changed + n->n_gone == 0)
        return true;
    json_t *details =
        json_pack("{s:s, s:s, s:i, s:i, s:i}", "change", "duty_import", "duty",
                  pk_word_key(&pk_words_duty, (int)im->wish->duty), "added", (int)n->n_added,
                  "changed", (int)n->n_changed, "gone", (int)n->n_gone);
    return pk_tell_line(im->app, NULL, PK_CAT_SYSTEM, done->said, details, &done->line_key, error);
}

static bool
run(Importing *im, PkDone *done, GError **error)
{
    return load(im, error) && compare_all(im, error) &&
           (im->wish->dry_run || write_rows(im, error)) && tell(im, done, error);
}

static void
clear(Importing *im)
{
    pk_ical_free(im->ical);
    pk_duty_people_free(im->people);
    g_hash_table_unref(im->old);
    g_hash_table_unref(im->ours);
    g_ptr_array_unref(im->drops);
    g_ptr_array_unref(im->puts);
    g_clear_pointer(&im->rows, g_ptr_array_unref);
}

PkDutyImport *
pk_duty_import(PkApp *app, const PkDutyImportWish *wish, const char *bytes, size_t n,
               int64_t now_us, PkDone *ret_done, GError **error)
{
    g_autoptr(PkDutyImport) import = g_new0(PkDutyImport, 1);
    Importing im = { .app = app, .wish = wish, .import = import, .now_us = now_us };
    PkDone done = { 0 };

    import->changes = g_ptr_array_new_with_free_func(g_free);
    import->notices = g_ptr_array_new_with_free_func(g_free);
    /* A file of nonsense costs nobody a lock. */
    im.ical = pk_ical_read(bytes, n, app->zone, wish->from_us, wish->until_us, error);
    if (!im.ical)
        return NULL;
    for (guint i = 0; i < im.ical->notices->len; i++)
        g_ptr_array_add(import->notices, g_strdup(im.ical->notices->pdata[i]));
    im.old = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    im.ours = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    im.drops = g_ptr_array_new();
    im.puts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_shift_free);
    bool ok = pk_app_needs_server(app, error) && pk_app_begin(app, PK_MAY_ROTA, error);
    if (ok)
        ok = pk_app_end(app, run(&im, &done, error), &done, ret_done, error);
    clear(&im);
    return ok ? g_steal_pointer(&import) : NULL;
}
