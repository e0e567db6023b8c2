/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/looker.h"

#include <string.h>

enum { NAMED = 3 };

PkLooker *
pk_looker_new(const char *login, const char *name, const char *initials)
{
    PkLooker *looker = g_new0(PkLooker, 1);

    *looker = (PkLooker){ g_strdup(login), g_strdup(name), g_strdup(initials) };
    return looker;
}

void
pk_looker_free(PkLooker *looker)
{
    if (!looker)
        return;
    g_free(looker->login);
    g_free(looker->name);
    g_free(looker->initials);
    g_free(looker);
}

GPtrArray *
pk_lookers_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)pk_looker_free);
}

GPtrArray *
pk_lookers_copy(const GPtrArray *lookers)
{
    GPtrArray *copy = pk_lookers_new();

    for (guint i = 0; i < lookers->len; i++) {
        const PkLooker *one = lookers->pdata[i];
        g_ptr_array_add(copy, pk_looker_new(one->login, one->name, one->initials));
    }
    return copy;
}

bool
pk_lookers_same(const GPtrArray *a, const GPtrArray *b)
{
    if (a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        const PkLooker *x = a->pdata[i], *y = b->pdata[i];
        if (strcmp(x->login, y->login) != 0 || strcmp(x->name, y->name) != 0 ||
            strcmp(x->initials, y->initials) != 0)
            return false;
    }
    return true;
}

char *
pk_lookers_words(const GPtrArray *lookers)
{
    g_autoptr(GString) words = g_string_new(NULL);

    for (guint i = 0; i < lookers->len && i < NAMED; i++) {
        const PkLooker *one = lookers->pdata[i];
        g_string_append_printf(words, "%s%s", i ? ", " : "", one->initials);
    }
    if (lookers->len > NAMED)
        g_string_append_printf(words, " +%u", lookers->len - NAMED);
    return lookers->len ? g_strdup(words->str) : NULL;
}
