/* SPDX-License-Identifier: EUPL-1.2 */
#include "sieve.h"

#include "piket/model/tlp.h"
#include "piket/model/words.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"

/* ---- marks ---------------------------------------------------------------------------------- */

typedef struct {
    PkDb *db;
    PkMarks marks;
} Sieve;

typedef struct {
    int64_t key;
    int status, severity;
    PkTlp tlp;
} Marked;

/* clang-format off */
static const PkColumn columns[] = {
    { "id",       PK_AS_INT,   G_STRUCT_OFFSET(Marked, key),      NULL },
    { "status",   PK_AS_WORD,  G_STRUCT_OFFSET(Marked, status),   &pk_words_status },
    { "severity", PK_AS_INT32, G_STRUCT_OFFSET(Marked, severity), NULL },
    { "tlp",      PK_AS_TLP,   G_STRUCT_OFFSET(Marked, tlp),      NULL },
};
/* clang-format on */
static const PkRowMap marked_map = { sizeof(Marked), columns, G_N_ELEMENTS(columns), g_free };

static bool
passes(const PkMarks *marks, const Marked *marked)
{
    return (marks->status >> marked->status & 1u) && (marks->severity >> marked->severity & 1u) &&
           (marks->tlp >> marked->tlp & 1u);
}

/* A key without a row is of an incident that a server keeps back: the other streams leave it out.
 */
static bool
judge(void *data, const int64_t *keys, unsigned n, PkSieve *ret, GError **error)
{
    const Sieve *sieve = data;
    g_autoptr(GPtrArray) all =
        pk_db_all_of(sieve->db, &pk_sql_incident_marks, keys, n, &marked_map, error);

    for (unsigned i = 0, k = 0; all && i < n; i++) {
        const Marked *marked = k < all->len ? all->pdata[k] : NULL;
        bool is_this = marked && marked->key == keys[i];
        ret[i] = is_this && passes(&sieve->marks, marked) ? PK_SIEVE_IN : PK_SIEVE_OUT;
        k += is_this;
    }
    return all != NULL;
}

PkStream *
pk_sieve_marks(PkDb *db, PkMarks marks, PkStream *base, PkStream *leap)
{
    Sieve *sieve = g_new(Sieve, 1);

    *sieve = (Sieve){ db, marks };
    return pk_stream_new_sieve(base, leap, judge, sieve, g_free);
}

/* ---- text ----------------------------------------------------------------------------------- */

typedef struct {
    PkDb *db;
    GPtrArray *asks;
} TextSieve;

PkSieveAsk *
pk_sieve_ask_new(const char *head, const char *lines, bool head_sure)
{
    PkSieveAsk *ask = g_new(PkSieveAsk, 1);

    *ask = (PkSieveAsk){ g_strdup(head), g_strdup(lines), head_sure };
    return ask;
}

void
pk_sieve_ask_free(PkSieveAsk *ask)
{
    g_free(ask->head);
    g_free(ask->lines);
    g_free(ask);
}

static void
text_sieve_free(void *data)
{
    TextSieve *sieve = data;

    g_ptr_array_unref(sieve->asks);
    g_free(sieve);
}

static bool
judge_text(void *data, const int64_t *keys, unsigned n, PkSieve *ret, GError **error)
{
    const TextSieve *sieve = data;
    g_autofree PkSearchPlace *places = g_new(PkSearchPlace, n);

    for (unsigned i = 0; i < n; i++)
        ret[i] = PK_SIEVE_OUT;
    for (guint k = 0; k < sieve->asks->len; k++) {
        const PkSieveAsk *one = sieve->asks->pdata[k];
        PkSearchAsk ask = { one->head, one->lines, one->head_sure };
        if (!pk_search_among(sieve->db, &ask, keys, n, places, error))
            return false;
        for (unsigned i = 0; i < n; i++) {
            if (places[i] == PK_SEARCH_LINES || (places[i] == PK_SEARCH_HEAD && one->head_sure))
                ret[i] = PK_SIEVE_IN;
            else if (places[i] == PK_SEARCH_HEAD && ret[i] == PK_SIEVE_OUT)
                ret[i] = PK_SIEVE_UNSURE;
        }
    }
    return true;
}

PkStream *
pk_sieve_text(PkDb *db, GPtrArray *asks, PkStream *base, PkStream *leap)
{
    TextSieve *sieve = g_new(TextSieve, 1);

    *sieve = (TextSieve){ db, asks };
    return pk_stream_new_sieve(base, leap, judge_text, sieve, text_sieve_free);
}
