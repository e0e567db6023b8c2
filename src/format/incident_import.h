/* SPDX-License-Identifier: EUPL-1.2 */
/* What the readers of incident files share; for src/format/incident_import*.c only. */
#pragma once

#include "piket/format/incident_import.h"

#include <jansson.h>

/* In the order of `names` in incident_import.c. */
typedef enum {
    FIELD_ID,
    FIELD_DATE,
    FIELD_PRECISION,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_KIND,
    FIELD_SEVERITY,
    FIELD_TLP,
    FIELD_STATUS,
    FIELD_ORG,
    FIELD_COUNTRY,
    FIELD_SOURCE,
    FIELD_N,
    FIELD_NONE = FIELD_N,
} Field;

/* A row as it stood in the file, cleaned. */
typedef struct {
    char *values[FIELD_N]; /* owned; NULL where the row has none */
    json_t *details;       /* object, owned                       */
    unsigned kinds;        /* from actions, beside FIELD_KIND     */
    char *stand_in;        /* title for a row without text; owned */
    size_t n_removed;
    char *error; /* owned; NULL while all is well */
} Raw;

typedef struct {
    PkImportFn fn;
    void *data;
    const char *source; /* when the row names none */
    PkImportTotals totals;
    GHashTable *seen; /* id -> Seen */
} Import;

/* The field that a key or column name means, FIELD_NONE for an unknown one. */
Field import_field(const char *name);

/* Sets a field, cleaning it; a field given twice in other words goes to the details. */
void import_put(Raw *raw, Field field, const char *name, const char *bytes, size_t len);

/* Judges the row, hands it over and clears raw. Returns what the callback returned. */
bool import_row(Import *import, unsigned number, Raw *raw);

bool import_json(Import *import, const char *bytes, size_t len, GError **error);
bool import_csv(Import *import, const char *bytes, size_t len, GError **error);

/* Fills raw from an object in the shape of VCDB. */
bool vcdb_is(const json_t *object);
void vcdb_read(Raw *raw, const json_t *object);

/* The date of a row; ret_precision is the date's own. False when it is none. */
bool import_date(const char *text, int64_t *ret_us, PkPrecision *ret_precision);
