/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisation of the register: dated data, never compiled in. Names are not unique ("Bergen (L.)",
 * "Bergen (NH.)"): never match on the bare name. */
#pragma once

#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { PK_DAY_UNKNOWN = -1 };

typedef struct {
    int64_t key;
    char *uuid;
    PkOrgKind kind;
    char *name;         /* official, with apostrophes, commas and suffix            */
    char *code;         /* "GM9001" for municipalities; NULL for others             */
    int64_t region_key; /* its safety region; 0 none                                */
    char *region_name;
    char *province;
    bool joined;         /* joined to the service (aangesloten)                      */
    int64_t valid_from;  /* first day, days since 1970-01-01; PK_DAY_UNKNOWN          */
    int64_t valid_until; /* first day it no longer exists; PK_DAY_UNKNOWN: exists     */
    char *became;        /* name of the successor after a merger, or NULL            */
    char *note;
    char *source;    /* where the row comes from ("CBS 2026")                    */
    char *serves;    /* what a desk or partner is for, or NULL                   */
    int64_t version; /* counts changes; an edit of an older one is refused    */
} PkOrg;

PkOrg *pk_org_new(void); /* kind other, days not known */
void pk_org_free(PkOrg *org);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkOrg, pk_org_free)

/* Name 1..PK_NAME_MAX clean characters, code of capitals and digits, from before until.
 * Errors: PK_ERROR_INVALID. */
bool pk_org_check(const PkOrg *org, GError **error);

/* Does it exist on that day (days since 1970-01-01)? Unknown bounds do not exclude. */
bool pk_org_exists(const PkOrg *org, int64_t day);
