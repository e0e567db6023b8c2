/* SPDX-License-Identifier: EUPL-1.2 */
/* RSIT: the Reference Security Incident Taxonomy (ENISA, TF-CSIRT), version 1: 11 classes, 39
 * types. Class mandatory when an incident is closed, type optional. The table is data
 * (schema/reference/rsit.csv), loaded by the store and passed in. */
#pragma once

#include "piket/base/i18n.h"

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *class_key;  /* "availability"          */
    char *type_key;   /* "outage"                */
    char *class_name; /* "Availability"          */
    char *type_name;  /* "Outage"                */
    char *class_nl;   /* "Beschikbaarheid"       */
    char *type_nl;    /* "Uitval"                */
} PkRsit;

void pk_rsit_free(PkRsit *rsit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRsit, pk_rsit_free)

/* Reads "class", "class/type", or a type alone when only one class has it; keys or names in either
 * language, case does not matter. table: array of PkRsit.
 * Returns the key ("class" or "class/type"), owned; NULL with PK_ERROR_INVALID naming the classes,
 * or the types of the class. */
char *pk_rsit_parse(const GPtrArray *table, const char *text, GError **error);

/* "Availability: Outage" in that language; the key itself when the table lacks it. Owned. */
char *pk_rsit_name(const GPtrArray *table, const char *key, PkLang lang);

/* The key to propose for a set of kinds (bits 1 << PkKind), by the most serious kind; exercise:
 * "test/test". NULL when nothing can be proposed. Static. */
const char *pk_rsit_propose(guint kinds, bool exercise);
