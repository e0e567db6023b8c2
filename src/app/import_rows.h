/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of an import: how it becomes an incident with its victims and its line. */
#pragma once

#include "app_private.h"
#include "piket/app/import.h"
#include "piket/format/incident_import.h"

typedef struct {
    PkApp *app;
    PkImport *import;
    const char *source; /* the caller's name for where this comes from; NULL: the row's own */
    char *file;         /* name of the file, for rows that do not say where they come from  */
    GHashTable *ours;   /* folded name -> key of register organisations, 0 when several     */
    GHashTable *others; /* the same of those that imports made                              */
    GHashTable *ids;    /* "source id" seen in this file                                    */
    GArray *rows;       /* PkImportRow: those to write, their strings in texts              */
    GStringChunk *texts;
    int64_t now_us;
    int year; /* of registration */
    void (*progress)(int64_t n, void *data);
    void *data;
    GError *error; /* of writing; ends the reading */
} PkImporting;

void pk_importing_init(PkImporting *importing);

/* Reads the names in the register, for pk_import_write. */
bool pk_importing_read_register(PkImporting *importing, GError **error);

void pk_importing_clear(PkImporting *importing);

/* Checks a row and says what becomes of it: *ret_refused gets an owned sentence, *ret_known true
 * for a row of an earlier import, else it is new. Errors: of reading. */
bool pk_import_judge(PkImporting *importing, const PkImportRow *row, char **ret_refused,
                     bool *ret_known, GError **error);

/* Keeps a new row beyond the callback. */
void pk_import_keep(PkImporting *importing, const PkImportRow *row);

/* Writes a new row. A transaction is open. */
bool pk_import_write(PkImporting *importing, const PkImportRow *row, GError **error);
