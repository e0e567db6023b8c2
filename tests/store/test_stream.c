/* SPDX-License-Identifier: EUPL-1.2 */
/* Streams of keys merge, leap and are sifted, whatever they come from. */
#include "piket/store/stream.h"

#include <glib.h>

#define ok(call)                                                                                   \
    do {                                                                                           \
        g_autoptr(GError) ok_error_ = NULL;                                                        \
        GError **error = &ok_error_;                                                               \
        bool ok_ = (call);                                                                         \
        g_assert_no_error(ok_error_);                                                              \
        g_assert_true(ok_);                                                                        \
    } while (0)

static GPtrArray *
two_streams(GArray *a, GArray *b)
{
    GPtrArray *streams = g_ptr_array_new_with_free_func((GDestroyNotify)pk_stream_free);

    g_ptr_array_add(streams, pk_stream_new_keys(a));
    g_ptr_array_add(streams, pk_stream_new_keys(b));
    return streams;
}

static GArray *
multiples(int64_t of, int64_t to)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (int64_t key = of; key <= to; key += of)
        g_array_append_val(keys, key);
    return keys;
}

static void
test_streams_merge_and_leap(void)
{
    g_autoptr(PkStream) both =
        pk_stream_new_intersection(two_streams(multiples(2, 1000), multiples(3, 1000)));
    g_autoptr(PkStream) any = pk_stream_new_union(two_streams(multiples(2, 20), multiples(3, 20)));
    static const int64_t want[] = { 20, 18, 16, 15, 14, 12, 10, 9, 8, 6, 4, 3, 2, 0 };
    int64_t key = 0;

    for (int64_t at = 999; at > 0; at = key - 1) {
        ok(pk_stream_next(both, at, &key, error));
        g_assert_cmpint(key, ==, at / 6 * 6);
        g_assert_false(pk_stream_unsure(both));
        if (key == 0)
            break;
    }
    int64_t at_most = INT64_MAX;
    for (guint i = 0; i < G_N_ELEMENTS(want); i++) {
        ok(pk_stream_next(any, at_most, &key, error));
        g_assert_cmpint(key, ==, want[i]);
        at_most = key - 1;
    }
    ok(pk_stream_next(any, 15, &key, error)); /* rising again is allowed */
    g_assert_cmpint(key, ==, 15);
}

/* Two frequent indexes without a common key: the intersection gives up in time, and says so. */
static void
test_a_long_leap_is_unsure(void)
{
    GArray *odd = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t key = 0;

    for (int64_t i = 1; i < 5000; i += 2)
        g_array_append_val(odd, i);
    g_autoptr(PkStream) none = pk_stream_new_intersection(two_streams(multiples(2, 5000), odd));
    ok(pk_stream_next(none, INT64_MAX, &key, error));
    g_assert_cmpint(key, >, 4900);
    g_assert_true(pk_stream_unsure(none));
}

typedef struct {
    int64_t of;
    unsigned n_asked, n_most;
} Divisible;

static bool
is_divisible(void *data, const int64_t *keys, unsigned n, PkSieve *ret,
             G_GNUC_UNUSED GError **error)
{
    Divisible *divisible = data;

    divisible->n_asked++;
    divisible->n_most = MAX(divisible->n_most, n);
    for (unsigned i = 0; i < n; i++) {
        g_assert_true(i == 0 || keys[i] < keys[i - 1]);
        ret[i] = keys[i] % divisible->of == 0 ? PK_SIEVE_IN : PK_SIEVE_OUT;
    }
    return true;
}

/* What passes much is judged in portions; what passes little is leapt over. */
static void
test_a_sieve_passes_what_it_should(void)
{
    static const int64_t ofs[] = { 1, 3, 7, 100, 4999 };

    for (guint i = 0; i < G_N_ELEMENTS(ofs); i++) {
        Divisible divisible = { ofs[i], 0, 0 };
        g_autoptr(PkStream) sieve = pk_stream_new_sieve(
            pk_stream_new_keys(multiples(2, 10000)), pk_stream_new_keys(multiples(ofs[i], 10000)),
            is_divisible, &divisible, NULL);
        int64_t step = ofs[i] % 2 ? 2 * ofs[i] : ofs[i], key = 0;
        for (int64_t want = 10000 / step * step; want > 0; want -= step) {
            ok(pk_stream_next(sieve, want + step - 1, &key, error));
            g_assert_cmpint(key, ==, want);
            g_assert_false(pk_stream_unsure(sieve));
        }
        ok(pk_stream_next(sieve, step - 1, &key, error));
        g_assert_cmpint(key, ==, 0);
        g_assert_cmpuint(divisible.n_asked, <=, 100);
        ok(pk_stream_next(sieve, INT64_MAX, &key, error)); /* rising again is allowed */
        g_assert_cmpint(key, ==, 10000 / step * step);
    }
}

/* Base and leap never meet: it gives up in time with a key that is there, and says so. */
static void
test_a_sieve_gives_up(void)
{
    GArray *odd = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Divisible never = { 100000, 0, 0 };
    int64_t key = 0;

    for (int64_t i = 1; i < 50000; i += 2)
        g_array_append_val(odd, i);
    g_autoptr(PkStream) sieve =
        pk_stream_new_sieve(pk_stream_new_keys(multiples(2, 50000)), pk_stream_new_keys(odd),
                            is_divisible, &never, NULL);
    ok(pk_stream_next(sieve, INT64_MAX, &key, error));
    g_assert_cmpint(key, >, 40000);
    g_assert_cmpint(key % 2, ==, 0);
    g_assert_true(pk_stream_unsure(sieve));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/stream/sieve", test_a_sieve_passes_what_it_should);
    g_test_add_func("/store/stream/sieve-gives-up", test_a_sieve_gives_up);
    g_test_add_func("/store/stream/merge-and-leap", test_streams_merge_and_leap);
    g_test_add_func("/store/stream/long-leap", test_a_long_leap_is_unsure);
    return g_test_run();
}
