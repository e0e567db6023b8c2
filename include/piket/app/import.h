/* SPDX-License-Identifier: EUPL-1.2 */
/* Importing history. All rows are checked before the first is written; every refused row is named
 * with its number and reason; the same file twice changes nothing (source plus its id). Imported
 * incidents are closed history: they start no clocks and no standing actions. */
#pragma once

#include "piket/app/app.h"

typedef struct {
    int64_t n_rows;  /* in the file                                          */
    int64_t n_in;    /* written now                                          */
    int64_t n_known; /* already there from an earlier import: left alone     */
    int64_t n_refused;
    int64_t n_cleaned;  /* control characters taken out of texts                */
    int64_t n_no_text;  /* came without a text: said in the line                */
    int64_t n_new_orgs; /* victims that were not in the register                */
    GPtrArray *refused; /* sentences "row 17: ...", all of them                 */
    GPtrArray *notices; /* about the file: encoding, delimiter                  */
} PkImport;
void pk_import_free(PkImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkImport, pk_import_free)

/* source NULL: what the rows say, else the name of the file, so that numbers of two files never
 * pass for each other; a row without an id is known by what it says. Victims that the register does
 * not have become organisations of kind other with source "import:...".
 *
 * progress (may be NULL) is called now and then with rows written. dry_run checks, writes nothing.
 * Errors: MISSING/OFFLINE (file), INVALID (not a file of this kind at all), and those of writing;
 * on an error nothing of the file is in. */
PkImport *pk_import_incidents(PkApp *app, const char *path, const char *source, bool dry_run,
                              void (*progress)(int64_t n, void *data), void *data, GError **error);
