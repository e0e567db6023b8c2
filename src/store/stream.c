/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/stream.h"

#include "engine.h"
#include "piket/store/line_store.h"
#include "piket_sql.h"

enum {
    PORTION_MIN = 32,
    PORTION_LEAP = 4,
    PORTION_MAX = 256,
    ROWS_OF_WORK = 16, /* that cost a server as much as a statement */
    LEAPS_MAX = 32,    /* of one call: a caller that counts what it gets can stop in time */
    SIEVE_MIN = 16,
    SIEVE_MAX = 64,
    SIEVE_LEAPS = 8, /* in vain, before several keys are judged at once again */
};

/* Milliseconds since 1900 until the year 2178: with 20 bits of line number it fills an int64_t. */
#define KEY_MAX ((INT64_C(1) << 43) - 1)

typedef enum {
    LEAF,
    KEYS,
    UNION,
    INTERSECTION,
    SIEVE,
} Kind;

struct PkStream {
    Kind kind;
    bool unsure;
    bool too_much; /* keys of this leaf are unsure, but those of sure_low .. sure_high */
    int64_t sure_low;
    int64_t sure_high;
    /* Leaf: keys holds the answer to "at most from", falling, each once. */
    PkDb *db;
    const PkSql *sql;
    PkValue value;
    char *text; /* owned text of value */
    unsigned shift;
    unsigned first;
    unsigned portion;
    int64_t low;
    int64_t high;
    GArray *keys;
    int64_t from;
    bool complete; /* nothing lies below the last of keys */
    /* Combinations. */
    GPtrArray *parts;
    /* Sieve: parts are base and leap; keys passed, in places the same say whether for sure. */
    PkSieveFn sieve;
    void *sieve_data;
    GDestroyNotify sieve_free;
    GArray *places; /* PkSieve */
    bool leaps;     /* little passes here */
};

static PkStream *
stream_new(Kind kind)
{
    PkStream *stream = g_new0(PkStream, 1);

    stream->kind = kind;
    stream->low = 1;
    stream->high = KEY_MAX;
    stream->from = -1;
    return stream;
}

PkStream *
pk_stream_new(PkDb *db, const PkSql *sql, PkValue value, unsigned shift, unsigned first)
{
    PkStream *stream = stream_new(LEAF);

    stream->db = db;
    stream->sql = sql;
    stream->value = value;
    if (value.kind == PK_TEXT) {
        stream->text = g_strdup(value.t);
        stream->value = pk_text(stream->text);
    }
    stream->shift = shift;
    stream->first = stream->portion = first > 0 ? first : PORTION_MIN;
    stream->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return stream;
}

PkStream *
pk_stream_new_lines(PkDb *db, const char *phrase, unsigned first)
{
    const PkSql *sql = pk_db_sight(db) ? &pk_sql_stream_line_fts_seen : &pk_sql_stream_line_fts;

    return pk_stream_new(db, sql, pk_text(phrase), PK_LINE_SHIFT, first);
}

void
pk_stream_set_unsure(PkStream *stream)
{
    g_assert(stream->kind == LEAF);
    stream->too_much = true;
}

void
pk_stream_set_sure_between(PkStream *stream, int64_t low, int64_t high)
{
    pk_stream_set_unsure(stream);
    stream->sure_low = low;
    stream->sure_high = high;
}

PkStream *
pk_stream_new_between(PkDb *db, int64_t low, int64_t high)
{
    PkStream *stream = pk_stream_new(db, &pk_sql_stream_all, pk_null(), 0, 0);

    stream->low = MAX(low, 1);
    stream->high = MIN(high, KEY_MAX);
    return stream;
}

static int
falling(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? 1 : x > y ? -1 : 0;
}

PkStream *
pk_stream_new_keys(GArray *keys)
{
    PkStream *stream = stream_new(KEYS);

    g_array_sort(keys, falling);
    stream->keys = keys;
    stream->from = KEY_MAX;
    stream->complete = true;
    return stream;
}

static PkStream *
combine(Kind kind, GPtrArray *streams)
{
    g_assert(streams->len > 0);
    if (streams->len == 1) {
        PkStream *only = g_ptr_array_steal_index(streams, 0);
        g_ptr_array_unref(streams);
        return only;
    }
    PkStream *stream = stream_new(kind);
    stream->parts = streams;
    return stream;
}

PkStream *
pk_stream_new_union(GPtrArray *streams)
{
    return combine(UNION, streams);
}

PkStream *
pk_stream_new_intersection(GPtrArray *streams)
{
    return combine(INTERSECTION, streams);
}

PkStream *
pk_stream_new_sieve(PkStream *base, PkStream *leap, PkSieveFn fn, void *data,
                    GDestroyNotify data_free)
{
    PkStream *stream = stream_new(SIEVE);

    stream->parts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_stream_free);
    g_ptr_array_add(stream->parts, base);
    g_ptr_array_add(stream->parts, leap);
    stream->sieve = fn;
    stream->sieve_data = data;
    stream->sieve_free = data_free;
    stream->portion = SIEVE_MIN;
    stream->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    stream->places = g_array_new(FALSE, FALSE, sizeof(PkSieve));
    return stream;
}

void
pk_stream_free(PkStream *stream)
{
    if (!stream)
        return;
    if (stream->sieve_free)
        stream->sieve_free(stream->sieve_data);
    g_clear_pointer(&stream->places, g_array_unref);
    g_clear_pointer(&stream->keys, g_array_unref);
    g_clear_pointer(&stream->parts, g_ptr_array_unref);
    g_free(stream->text);
    g_free(stream);
}

bool
pk_stream_unsure(const PkStream *stream)
{
    return stream->unsure;
}

/* ---- leaves --------------------------------------------------------------------------------- */

typedef struct {
    PkStream *stream;
    unsigned n_rows;
} Take;

static bool
take_key(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Take *take = data;
    GArray *keys = take->stream->keys;
    int64_t key = pk_row_int(row, 0) >> take->stream->shift;

    take->n_rows++;
    if (key < take->stream->low)
        take->stream->complete = true;
    else if (keys->len == 0 || g_array_index(keys, int64_t, keys->len - 1) != key)
        g_array_append_val(keys, key);
    return true;
}

/* How many to read next. Who walks on, or leaps no further than a portion reaches, reads twice as
 * many; who leaps far reads few, because the next leap is likely. */
static unsigned
next_portion(const PkStream *stream, int64_t at_most)
{
    const GArray *keys = stream->keys;
    unsigned most = MAX(PORTION_MAX, stream->first);

    if (keys->len == 0)
        return stream->first;
    int64_t first = g_array_index(keys, int64_t, 0);
    int64_t last = g_array_index(keys, int64_t, keys->len - 1);
    if (at_most > last) /* back up */
        return stream->first;
    if (last - at_most <= MAX(first - last, 1))
        return MIN(stream->portion * 2, most);
    if (stream->first <= PORTION_MIN && last - at_most > 8 * (first - last))
        return PORTION_LEAP;
    return stream->portion;
}

/* Reads a portion from at_most down. */
static bool
fetch(PkStream *stream, int64_t at_most, GError **error)
{
    GArray *keys = stream->keys;
    Take take = { stream, 0 };

    stream->portion = next_portion(stream, at_most);
    g_array_set_size(keys, 0);
    stream->complete = false;
    stream->from = at_most;

    int64_t bound = (at_most << stream->shift) | ((INT64_C(1) << stream->shift) - 1);
    const PkSight *sight = pk_db_sight(stream->db);
    PkValue args[] = { pk_int(bound), pk_int(stream->portion), stream->value,
                       pk_text(sight ? sight->login : NULL), pk_int(sight ? sight->up_to : 0) };
    g_assert(stream->sql->n_params <= G_N_ELEMENTS(args));
    if (!pk_db_each(stream->db, stream->sql, (PkArgs){ args, stream->sql->n_params }, take_key,
                    &take, NULL, error)) {
        stream->from = -1;
        return false;
    }
    /* The rights to each row are weighed there. */
    if (pk_db_is_server(pk_db_where(stream->db)))
        pk_db_count_work(stream->db, pk_db_n_statements(stream->db) + take.n_rows / ROWS_OF_WORK);
    if (take.n_rows < stream->portion)
        stream->complete = true;
    return true;
}

/* Place of the first key not above at_most in the falling array. */
static unsigned
seek(const GArray *keys, int64_t at_most)
{
    unsigned low = 0, high = keys->len;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (g_array_index(keys, int64_t, middle) > at_most)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
next_of_leaf(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error)
{
    int64_t want = MIN(at_most, stream->high);

    *ret_key = 0;
    if (want < stream->low)
        return true;
    unsigned at = want <= stream->from ? seek(stream->keys, want) : stream->keys->len;
    bool known = want <= stream->from && (at < stream->keys->len || stream->complete);
    if (!known) {
        if (!fetch(stream, want, error))
            return false;
        at = 0;
    }
    if (at < stream->keys->len)
        *ret_key = g_array_index(stream->keys, int64_t, at);
    stream->unsure =
        stream->too_much && (*ret_key < stream->sure_low || *ret_key > stream->sure_high);
    return true;
}

/* ---- combinations --------------------------------------------------------------------------- */

/* Ends early where no part can give a greater key, so put first what has most. */
static bool
next_of_union(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error)
{
    *ret_key = 0;
    for (guint i = 0; i < stream->parts->len; i++) {
        PkStream *part = stream->parts->pdata[i];
        int64_t key = 0;
        if (*ret_key == at_most && !stream->unsure)
            break;
        if (!pk_stream_next(part, at_most, &key, error))
            return false;
        if (key > *ret_key) {
            *ret_key = key;
            stream->unsure = part->unsure;
        } else if (key == *ret_key) {
            stream->unsure = stream->unsure && part->unsure;
        }
    }
    return true;
}

/* Begins anew with the first part after every step down, so the dear parts, which stand last, are
 * only asked for keys that all others agree on. */
static bool
next_of_intersection(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error)
{
    int64_t want = at_most;
    unsigned n_leaps = 0;

    for (guint i = 0; i < stream->parts->len && want > 0;) {
        PkStream *part = stream->parts->pdata[i];
        int64_t key = 0;
        if (!pk_stream_next(part, want, &key, error))
            return false;
        bool stepped = key != want && i > 0;
        stream->unsure = (stream->unsure && key == want) || part->unsure;
        want = key;
        if (stepped && want > 0 && ++n_leaps >= LEAPS_MAX) {
            stream->unsure = true;
            break;
        }
        i = stepped ? 0 : i + 1;
    }
    *ret_key = want;
    return true;
}

/* ---- sieves --------------------------------------------------------------------------------- */

static void
note_passed(PkStream *stream, int64_t key, PkSieve how)
{
    g_array_append_val(stream->keys, key);
    g_array_append_val(stream->places, how);
}

/* From *want down, one key that base and leap agree on. *want becomes where to go on, 0 at the end.
 */
static bool
leap_to_one(PkStream *stream, int64_t *want, GError **error)
{
    PkStream *base = stream->parts->pdata[0], *leap = stream->parts->pdata[1];

    for (unsigned i = 0; i<SIEVE_LEAPS && * want> 0; i++) {
        int64_t key = 0;
        if (!pk_stream_next(leap, *want, &key, error))
            return false;
        bool unsure = leap->unsure;
        *want = 0;
        if (key > 0 && !pk_stream_next(base, key, want, error))
            return false;
        if (key == 0 || *want != key)
            continue;
        note_passed(stream, key, unsure || base->unsure ? PK_SIEVE_UNSURE : PK_SIEVE_IN);
        --*want;
        return true;
    }
    return true;
}

/* The next portion of base, judged at once. */
static bool
sift(PkStream *stream, int64_t *want, GError **error)
{
    PkStream *base = stream->parts->pdata[0];
    int64_t keys[SIEVE_MAX];
    bool unsure[SIEVE_MAX];
    PkSieve how[SIEVE_MAX];
    unsigned n = 0;

    while (n<stream->portion && * want> 0) {
        if (!pk_stream_next(base, *want, &keys[n], error))
            return false;
        *want = keys[n] - 1;
        unsure[n] = base->unsure;
        n += keys[n] > 0;
    }
    if (n > 0 && !stream->sieve(stream->sieve_data, keys, n, how, error))
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (how[i] != PK_SIEVE_OUT)
            note_passed(stream, keys[i], unsure[i] ? PK_SIEVE_UNSURE : how[i]);
    }
    stream->leaps = stream->keys->len == 0;
    stream->portion = stream->leaps ? SIEVE_MIN : MIN(2 * stream->portion, SIEVE_MAX);
    return true;
}

/* The next of base, not judged: a caller that counts what it gets can stop in time. */
static bool
give_up(PkStream *stream, int64_t at_most, int64_t want, GError **error)
{
    int64_t key = 0;

    if (!pk_stream_next(stream->parts->pdata[0], want, &key, error))
        return false;
    if (key > 0)
        note_passed(stream, key, PK_SIEVE_UNSURE);
    stream->from = at_most;
    stream->complete = key == 0;
    return true;
}

static bool
fill_sieve(PkStream *stream, int64_t at_most, GError **error)
{
    int64_t want = at_most;

    g_array_set_size(stream->keys, 0);
    g_array_set_size(stream->places, 0);
    stream->from = -1;
    for (unsigned i = 0; stream->keys->len == 0 && want > 0; i++) {
        if (i >= LEAPS_MAX)
            return give_up(stream, at_most, want, error);
        if (stream->leaps && !leap_to_one(stream, &want, error))
            return false;
        if (stream->keys->len == 0 && want > 0 && !sift(stream, &want, error))
            return false;
    }
    stream->from = at_most;
    stream->complete = want <= 0;
    return true;
}

static bool
next_of_sieve(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error)
{
    unsigned at = at_most <= stream->from ? seek(stream->keys, at_most) : 0;
    bool known = at_most <= stream->from && (at < stream->keys->len || stream->complete);

    *ret_key = 0;
    if (!known) {
        if (!fill_sieve(stream, at_most, error))
            return false;
        at = 0;
    }
    if (at >= stream->keys->len)
        return true;
    *ret_key = g_array_index(stream->keys, int64_t, at);
    stream->unsure = g_array_index(stream->places, PkSieve, at) == PK_SIEVE_UNSURE;
    return true;
}

bool
pk_stream_next(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error)
{
    int64_t bounded = MIN(at_most, KEY_MAX);

    stream->unsure = false;
    switch (stream->kind) {
    case LEAF:
    case KEYS: return next_of_leaf(stream, bounded, ret_key, error);
    case UNION: return next_of_union(stream, bounded, ret_key, error);
    case INTERSECTION: return next_of_intersection(stream, bounded, ret_key, error);
    case SIEVE: return next_of_sieve(stream, bounded, ret_key, error);
    }
    g_assert_not_reached();
}

bool
pk_stream_has(PkStream *stream, int64_t key, bool *ret_has, GError **error)
{
    int64_t next = 0;

    g_assert(stream->kind != INTERSECTION && stream->kind != SIEVE);
    if (!pk_stream_next(stream, key, &next, error))
        return false;
    *ret_has = next == key;
    return true;
}
