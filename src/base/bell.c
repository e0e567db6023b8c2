/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/bell.h"

#include <glib.h>
#include <stdbool.h>

struct PkBell {
    gint refs;
    GMutex lock;  /* of source and deaf */
    guint source; /* that will be heard, 0: none */
    bool deaf;
    void (*heard)(void *data);
    void *data;
};

PkBell *
pk_bell_new(void (*heard)(void *data), void *data)
{
    PkBell *bell = g_new0(PkBell, 1);

    bell->refs = 1;
    bell->heard = heard;
    bell->data = data;
    g_mutex_init(&bell->lock);
    return bell;
}

PkBell *
pk_bell_ref(PkBell *bell)
{
    g_atomic_int_inc(&bell->refs);
    return bell;
}

void
pk_bell_unref(PkBell *bell)
{
    if (!bell || !g_atomic_int_dec_and_test(&bell->refs))
        return;
    g_mutex_clear(&bell->lock);
    g_free(bell);
}

void
pk_bell_free(PkBell *bell)
{
    if (!bell)
        return;
    g_mutex_lock(&bell->lock);
    bell->deaf = true;
    guint source = bell->source;
    bell->source = 0;
    g_mutex_unlock(&bell->lock);
    if (source)
        g_source_remove(source);
    pk_bell_unref(bell);
}

static gboolean
deliver(void *data)
{
    PkBell *bell = data;

    g_mutex_lock(&bell->lock);
    bell->source = 0; /* before it is heard: what rings from now on is new */
    bool deaf = bell->deaf;
    g_mutex_unlock(&bell->lock);
    if (!deaf)
        bell->heard(bell->data);
    return G_SOURCE_REMOVE;
}

static void
let_go(void *data)
{
    pk_bell_unref(data);
}

void
pk_bell_ring(PkBell *bell)
{
    g_mutex_lock(&bell->lock);
    if (!bell->deaf && bell->source == 0)
        bell->source = g_idle_add_full(G_PRIORITY_DEFAULT, deliver, pk_bell_ref(bell), let_go);
    g_mutex_unlock(&bell->lock);
}
