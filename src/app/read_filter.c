/* SPDX-License-Identifier: EUPL-1.2 */
/* Filters as the lists read them: the words of the person, the clock, the register. */
#include "piket/base/clock.h"
#include "piket/model/when.h"
#include "piket/store/person_store.h"
#include "read_private.h"

typedef struct {
    PkApp *app; /* NULL: nobody to ask what a name means */
    int64_t now_us;
    const PkZone *zone;
} Asker;

static bool
time_range(const char *text, PkFilterFieldId use, int64_t *ret_from_us, int64_t *ret_to_us,
           GError **error, void *data)
{
    const Asker *asker = data;
    PkRangeKind kind = use == PK_FILTER_SINCE   ? PK_RANGE_SINCE
                       : use == PK_FILTER_UNTIL ? PK_RANGE_UNTIL
                                                : PK_RANGE_ON;
    PkWhenAsk ask = { .text = text, .now_us = asker->now_us, .zone = asker->zone };
    PkRange range;

    if (!pk_when_range(kind, &ask, &range, NULL, error))
        return false;
    *ret_from_us = range.from_us;
    *ret_to_us = range.until_us;
    return true;
}

/* A supplier that somebody typed during a report stands in the register as "other", so the whole
 * register is tried after those that are suppliers by kind. */
static bool
find_org(PkFilterFieldId field, const char *text, GArray *ret_ids, char **ret_notice,
         GError **error, void *data)
{
    const Asker *asker = data;
    const PkPlaces *places = pk_app_places(asker->app, error);
    unsigned kinds = field == PK_FILTER_REGION     ? 1u << PK_ORG_REGION
                     : field == PK_FILTER_SUPPLIER ? 1u << PK_ORG_SUPPLIER
                                                   : (unsigned)PK_MATCH_ANY_KIND;

    if (!places)
        return false;
    if (field == PK_FILTER_SUPPLIER &&
        pk_match_find(places->match, text, kinds, ret_ids, ret_notice, NULL))
        return true;
    if (field == PK_FILTER_SUPPLIER)
        kinds = (unsigned)PK_MATCH_ANY_KIND;
    return pk_match_find(places->match, text, kinds, ret_ids, ret_notice, error);
}

PkFilter *
pk_read_filter(PkApp *app, const char *text, PkFilterList list, size_t *ret_at, GError **error)
{
    Asker asker = { app, pk_clock_now_us(), app->zone };
    PkFilterContext context = {
        .now_us = asker.now_us,
        .me = app->login,
        .list = list,
        .time_range = time_range,
        .find_org = find_org,
        .data = &asker,
    };

    return pk_filter_parse(text ? text : "", &context, ret_at, error);
}

/* Names are taken on trust: only the register knows them. */
static bool
any_org(G_GNUC_UNUSED PkFilterFieldId field, G_GNUC_UNUSED const char *text,
        G_GNUC_UNUSED GArray *ret_ids, G_GNUC_UNUSED char **ret_notice,
        G_GNUC_UNUSED GError **error, G_GNUC_UNUSED void *data)
{
    return true;
}

bool
pk_filter_readable(const char *text, PkFilterList list, int64_t now_us, const PkZone *zone,
                   GError **error)
{
    Asker asker = { NULL, now_us, zone };
    PkFilterContext context = {
        .now_us = now_us,
        .me = "me",
        .list = list,
        .time_range = time_range,
        .find_org = any_org,
        .data = &asker,
    };
    g_autoptr(PkFilter) filter = pk_filter_parse(text, &context, NULL, error);

    return filter != NULL;
}

GPtrArray *
pk_read_notices(const PkFilter *filter)
{
    const GPtrArray *from = pk_filter_notices(filter);
    GPtrArray *notices = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < from->len; i++)
        g_ptr_array_add(notices, g_strdup(from->pdata[i]));
    return notices;
}

static bool
leaf_means_open(const PkFilterNode *leaf)
{
    if (leaf->field_id == PK_FILTER_STATUS)
        return !(leaf->bits >> PK_STATUS_CLOSED & 1u);
    return leaf->field_id == PK_FILTER_IS && leaf->bits == 1u << PK_FILTER_IS_OPEN;
}

static bool
means_open(const PkFilterNode *node)
{
    switch (node->type) {
    case PK_FILTER_LEAF: return leaf_means_open(node);
    case PK_FILTER_NOT: {
        const PkFilterNode *inner = node->children->pdata[0];
        return inner->type == PK_FILTER_LEAF && inner->field_id == PK_FILTER_STATUS &&
               (inner->bits >> PK_STATUS_CLOSED & 1u);
    }
    case PK_FILTER_AND:
        for (guint i = 0; i < node->children->len; i++) {
            if (means_open(node->children->pdata[i]))
                return true;
        }
        return false;
    case PK_FILTER_OR:
        for (guint i = 0; i < node->children->len; i++) {
            if (!means_open(node->children->pdata[i]))
                return false;
        }
        return node->children->len > 0;
    }
    return false;
}

bool
pk_read_is_open_only(const PkFilter *filter)
{
    return means_open(pk_filter_root(filter));
}

/* ---- persons -------------------------------------------------------------------------------- */

typedef struct {
    char *fact;
    char *initials;
} Face;

struct PkFaces {
    PkApp *app;
    bool asked;           /* for all who are known */
    GHashTable *by_login; /* login -> Face */
};

static void
face_free(void *data)
{
    Face *face = data;

    g_free(face->fact);
    g_free(face->initials);
    g_free(face);
}

PkFaces *
pk_faces_new(PkApp *app)
{
    PkFaces *faces = g_new0(PkFaces, 1);

    faces->app = app;
    faces->by_login = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, face_free);
    return faces;
}

void
pk_faces_free(PkFaces *faces)
{
    if (!faces)
        return;
    g_hash_table_unref(faces->by_login);
    g_free(faces);
}

static Face *
add_face(PkFaces *faces, const char *login, const char *name)
{
    Face *face = g_new0(Face, 1);

    face->fact = g_strdup_printf("%s\n%s", name, login);
    face->initials = pk_app_initials(name);
    g_hash_table_insert(faces->by_login, g_strdup(login), face);
    return face;
}

/* Everybody at once: the lines of one screen are by a dozen of them. */
static void
ask_faces(PkFaces *faces)
{
    g_autoptr(GPtrArray) persons = pk_person_list(faces->app->db, NULL);

    for (guint i = 0; persons && i < persons->len; i++) {
        const PkPerson *person = persons->pdata[i];
        add_face(faces, person->login, person->name);
    }
    faces->asked = true;
}

static const Face *
face_of(PkFaces *faces, const char *login)
{
    const char *key = login ? login : "";

    if (!faces->asked)
        ask_faces(faces);
    Face *face = g_hash_table_lookup(faces->by_login, key);
    if (face)
        return face;
    g_autofree char *name = pk_app_person_name(faces->app, key);
    return add_face(faces, key, name);
}

const char *
pk_faces_fact(PkFaces *faces, const char *login)
{
    return face_of(faces, login)->fact;
}

const char *
pk_faces_initials(PkFaces *faces, const char *login)
{
    return face_of(faces, login)->initials;
}
