/* SPDX-License-Identifier: EUPL-1.2 */
#include "ring.h"

#include "piket/model/notice.h"

#include <string.h>

#define APART_US (INT64_C(30) * 1000000)

struct PkRing {
    GHashTable *heard;   /* uuids                                     */
    GHashTable *sounded; /* page (int64_t) -> when it sounded last    */
};

PkRing *
pk_ring_new(void)
{
    PkRing *ring = g_new0(PkRing, 1);

    ring->heard = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    ring->sounded = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    return ring;
}

void
pk_ring_free(PkRing *ring)
{
    if (!ring)
        return;
    g_hash_table_unref(ring->heard);
    g_hash_table_unref(ring->sounded);
    g_free(ring);
}

static bool
may_sound(PkRing *ring, int64_t page, int64_t mono_us)
{
    const int64_t *last = g_hash_table_lookup(ring->sounded, &page);

    if (page != 0 && last && mono_us - *last < APART_US)
        return false;
    g_hash_table_replace(ring->sounded, g_memdup2(&page, sizeof page),
                         g_memdup2(&mono_us, sizeof mono_us));
    return true;
}

unsigned
pk_ring_hear(PkRing *ring, const GPtrArray *bells, int64_t mono_us)
{
    unsigned n = 0;

    for (guint i = 0; i < bells->len; i++) {
        const PkNotice *bell = bells->pdata[i];
        if (g_hash_table_add(ring->heard, g_strdup(bell->uuid)))
            n += may_sound(ring, bell->page_key, mono_us);
    }
    return n;
}

unsigned
pk_ring_waiting(const GPtrArray *bells)
{
    g_autoptr(GHashTable) pages = g_hash_table_new(g_int64_hash, g_int64_equal);

    for (guint i = 0; i < bells->len; i++) {
        PkNotice *bell = bells->pdata[i];
        if (bell->kind == PK_NOTICE_PAGE)
            g_hash_table_add(pages, &bell->page_key);
    }
    return g_hash_table_size(pages);
}

char *
pk_ring_bytes(const char *how, unsigned n, bool in_tmux)
{
    g_autofree char *text = pk_notice_bare(PK_NOTICE_PAGE, n);
    g_autofree char *osc = NULL;

    if (strcmp(how, "osc9") == 0)
        osc = g_strdup_printf("\033]9;%s\007", text);
    else if (strcmp(how, "osc777") == 0)
        osc = g_strdup_printf("\033]777;notify;Piket;%s\007", text);
    else if (strcmp(how, "osc99") == 0)
        osc = g_strdup_printf("\033]99;;%s\033\\", text);
    else
        return g_strdup("\007");
    if (!in_tmux)
        return g_strconcat("\007", osc, NULL);
    g_auto(GStrv) parts = g_strsplit(osc, "\033", -1); /* tmux wants every ESC inside twice */
    g_autofree char *doubled = g_strjoinv("\033\033", parts);
    return g_strconcat("\007\033Ptmux;", doubled, "\033\\", NULL);
}
