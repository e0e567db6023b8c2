/* SPDX-License-Identifier: EUPL-1.2 */
/* Reference data: the dated facts that Piket ships (schema/reference), brought into a database.
 *
 *   provinces.csv           code,name,valid_from,valid_until
 *   regions.csv             the same: safety regions, "VR Utrecht"
 *   municipalities.csv code,name,province_code,province,region_code,valid_from,valid_until,joined
 *   municipality_names.csv  code,name,kind (alias or old),old_code,since
 *   partners.csv            key,kind,name,alias,serves,note, a desk, source,valid_until
 *   rsit.csv, rules.csv     the taxonomy of incidents, the legal rules
 *   ladders.csv             who is called (piket/format/ladder_csv.h)
 *
 * Days are YYYY-MM-DD in the Netherlands; empty is not known. Each file is a set with a version,
 * its SHA-256: a set that is already loaded costs one comparison. What a person edited stays as
 * that person left it; a row that is gone from its file ends on the day of loading. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct PkDb PkDb;

typedef struct {
    int64_t n_sets; /* loaded now; 0: everything was up to date         */
    int64_t n_rows; /* in those sets                                    */
    int64_t n_new;  /* organisations that were not there                */
    int64_t n_gone; /* organisations that ended because the file lacks them */
} PkReferenceCounts;

/* Loads every set whose version differs, in one transaction (none may be open), and tells it in the
 * duty log (when the database has an origin to write as). ret_counts may be NULL.
 *
 * Errors: those of writing; INTERNAL when an embedded file is not as described above. */
bool pk_reference_load(PkDb *db, int64_t now_us, PkReferenceCounts *ret_counts, GError **error);
