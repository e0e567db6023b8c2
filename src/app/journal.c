/* SPDX-License-Identifier: EUPL-1.2 */
#include "journal.h"

#include "fields.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/model/seal.h"
#include "piket/store/line_store.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

enum { PAGE = 64 };

static bool
fill_salt(uint8_t *salt, GError **error)
{
    for (size_t have = 0; have < PK_SALT_SIZE;) {
        ssize_t got = getrandom(salt + have, PK_SALT_SIZE - have, 0);
        if (got < 0 && errno != EINTR) {
            g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL,
                        _("The machine gives no random numbers (%s). Nothing was saved."),
                        g_strerror(errno));
            return false;
        }
        have += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* All of a line but its place in the chain. */
static PkLine *
line_of(const PkApp *app, const PkEntry *entry, const char *text, const char *details)
{
    PkLine *line = pk_line_new();

    line->incident_key = entry->incident ? entry->incident->key : 0;
    line->incident_uuid = entry->incident ? g_strdup(entry->incident->uuid) : NULL;
    line->origin = app->origin->key;
    line->origin_uuid = g_strdup(app->origin->uuid);
    line->uuid = pk_uuid_new(entry->now_us);
    line->event_us = entry->event_us ? entry->event_us : entry->now_us;
    line->precision = entry->precision;
    line->recorded_us = entry->now_us;
    line->received_us = entry->now_us;
    line->author = g_strdup(app->login);
    line->category = entry->category;
    line->tlp = entry->tlp;
    line->text = g_strdup(text);
    line->details = g_strdup(details);
    if (entry->corrects) {
        line->corrects_origin = entry->corrects->origin;
        line->corrects_origin_uuid = g_strdup(entry->corrects->origin_uuid);
        line->corrects_no = entry->corrects->no;
    }
    return line;
}

static bool
append(PkApp *app, PkLine *line, GError **error)
{
    PkChain chain = { 0 };

    if (!pk_line_check(line, error) || !fill_salt(line->salt, error) ||
        !pk_chain_lock(app->db, line->incident_key, app->origin->key, &chain, error))
        return false;
    line->no = chain.last_no + 1;
    pk_seal_line(line, chain.last_no > 0 ? chain.head : NULL);
    if (!pk_line_append(app->db, line, error))
        return false;
    app->last_line = line->key;
    g_strlcpy(app->last_uuid, line->uuid, sizeof app->last_uuid);
    return true;
}

bool
pk_journal_add(PkApp *app, PkEntry entry, int64_t *ret_key, unsigned *ret_n, GError **error)
{
    g_autofree char *clean = pk_text_clean(entry.text, -1, PK_TEXT_MULTILINE, NULL);
    g_autoptr(GPtrArray) pieces = pk_line_split(clean);
    g_autofree char *details =
        entry.details ? json_dumps(entry.details, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    unsigned n = 0;

    json_decref(entry.details);
    if (!pk_name_first(app, entry.incident, entry.tlp, entry.now_us, error))
        return false;
    if (details && strlen(details) > PK_LINE_DETAILS_MAX)
        g_clear_pointer(&details, g_free); /* the text says it as well, if less exactly */
    for (guint i = 0; i < pieces->len; i++) {
        const char *piece = pieces->pdata[i];
        if (pieces->len > 1 && !pk_line_check_text(piece, NULL))
            continue; /* a piece of white space only */
        g_autoptr(PkLine) line = line_of(app, &entry, piece, n == 0 ? details : NULL);
        if (n == 0 && entry.uuid) {
            g_free(line->uuid);
            line->uuid = g_strdup(entry.uuid);
        }
        if (!append(app, line, error))
            return false;
        if (n++ == 0 && ret_key)
            *ret_key = line->key;
    }
    if (ret_n)
        *ret_n = n;
    return true;
}

int64_t
pk_journal_number(int64_t line_key)
{
    return line_key - PK_LINE_FIRST(PK_LINE_INCIDENT(line_key));
}

/* ---- what changed since --------------------------------------------------------------------- */

void
pk_since_clear(PkSince *since)
{
    g_free(since->who);
    g_free(since->fields);
    *since = (PkSince){ 0 };
}

/* Field keys of one line, put before those of later lines. */
static void
add_fields(GPtrArray *names, json_t *details)
{
    const char *key;
    json_t *change;

    json_object_foreach(json_object_get(details, "fields"), key, change)
    {
        const char *name = pk_field_label(key);
        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, (char *)name);
    }
}

static char *
joined(const GPtrArray *names)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
    return g_strdup(list->str);
}

/* Takes one line in; false when it is from before the version: nothing further to look at. */
static bool
look_at(PkApp *app, const PkLine *line, int64_t version, bool others_only, GPtrArray *names,
        PkSince *since)
{
    json_t *details = line->details ? json_loads(line->details, 0, NULL) : NULL;
    json_t *stamp = json_object_get(details, "version");
    bool newer = !stamp || json_integer_value(stamp) > version;
    bool own = g_strcmp0(line->author, app->login) == 0;

    if (stamp && newer && !(own && others_only)) {
        if (!since->who) {
            since->who = pk_app_person_name(app, line->author);
            since->at_us = line->recorded_us;
        }
        add_fields(names, details);
    }
    json_decref(details);
    return newer;
}

bool
pk_journal_since(PkApp *app, int64_t incident_key, int64_t version, bool others_only,
                 PkSince *ret_since, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    int64_t before = 0;
    bool more = true;

    *ret_since = (PkSince){ 0 };
    while (more) {
        g_autoptr(GPtrArray) lines =
            pk_line_list_before(app->db, incident_key, before, PAGE, error);
        if (!lines) {
            pk_since_clear(ret_since);
            return false;
        }
        more = lines->len == PAGE;
        for (guint i = 0; i < lines->len; i++) {
            const PkLine *line = lines->pdata[i];
            before = line->key;
            if (!look_at(app, line, version, others_only, names, ret_since)) {
                more = false;
                break;
            }
        }
    }
    ret_since->fields = joined(names);
    return true;
}
