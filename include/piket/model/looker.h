/* SPDX-License-Identifier: EUPL-1.2 */
/* Somebody who has the same incident open in another console. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *login;
    char *name;
    char *initials; /* as the timeline shows them */
} PkLooker;

/* The strings are copied. */
PkLooker *pk_looker_new(const char *login, const char *name, const char *initials);
void pk_looker_free(PkLooker *looker);

/* An empty array of PkLooker that owns them. */
GPtrArray *pk_lookers_new(void);
GPtrArray *pk_lookers_copy(const GPtrArray *lookers);
bool pk_lookers_same(const GPtrArray *a, const GPtrArray *b);

/* "mb, rk", and with more than three "mb, rk, sv +2". NULL for nobody. Owned. */
char *pk_lookers_words(const GPtrArray *lookers);
