/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts: what a filter asks of an incident, read from the database as far as it asks. */
#pragma once

#include "piket/model/filter.h"
#include "piket/store/incident_store.h"

typedef struct PkFactsReader PkFactsReader;

PkFactsReader *pk_facts_reader_new(PkDb *db, const PkFilter *filter);
void pk_facts_reader_free(PkFactsReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFactsReader, pk_facts_reader_free)

/* Reads an incident and asks the filter. *ret_severity (may be NULL) gets its severity.
 * Errors: MISSING. */
bool pk_facts_match(PkFactsReader *reader, int64_t key, bool *ret_matches, int *ret_severity,
                    GError **error);
