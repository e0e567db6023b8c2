/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts: what a filter asks of an incident, read from the database as far as it asks. */
#pragma once

#include "piket/model/filter.h"
#include "piket/store/incident_store.h"

typedef struct PkFactsReader PkFactsReader;

PkFactsReader *pk_facts_reader_new(PkDb *db, const PkFilter *filter);
void pk_facts_reader_free(PkFactsReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFactsReader, pk_facts_reader_free)

/* Reads the rows of incidents that will be asked about, with one wait. Errors: MISSING. */
bool pk_facts_read(PkFactsReader *reader, const int64_t *keys, unsigned n, GError **error);

/* Reads an incident, unless that was done, and asks the filter. Errors: MISSING. */
bool pk_facts_match(PkFactsReader *reader, int64_t key, bool *ret_matches, GError **error);
