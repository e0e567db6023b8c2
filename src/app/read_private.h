/* SPDX-License-Identifier: EUPL-1.2 */
/* What the use cases that read share. */
#pragma once

#include "app_private.h"
#include "piket/app/deadline.h"
#include "piket/app/read.h"
#include "piket/model/deadline.h"
#include "piket/model/filter.h"
#include "piket/store/clock_store.h"
#include "piket/store/find_store.h"

/* Checks the right and begins a snapshot, so that several queries agree. Inside somebody else's
 * transaction that one serves: *ret_own is then false. */
bool pk_read_begin(PkApp *app, bool *ret_own, GError **error);
void pk_read_end(PkApp *app, bool own);

/* How many incidents (all, or open ones) may be seen, and how many may not, each counted to max. */
bool pk_read_count(PkApp *app, bool open_only, unsigned max, int64_t *ret_n, int64_t *ret_hidden,
                   GError **error);

/* Reads a filter with the clock, the person and the register of app. blank text matches all. */
PkFilter *pk_read_filter(PkApp *app, const char *text, PkFilterList list, size_t *ret_at,
                         GError **error);

/* The notices of a filter, copied. Owned array of owned strings. */
GPtrArray *pk_read_notices(const PkFilter *filter);

/* Does the filter let through only incidents that are not closed, whatever else it says? */
bool pk_read_is_open_only(const PkFilter *filter);

/* Rows of a list from what the store found (array of PkIncidentFound, emptied). Owned array of
 * PkIncidentRow. */
GPtrArray *pk_read_rows_of(PkApp *app, GPtrArray *found, GError **error);

/* The same by key, in the order of the keys; one of them. Errors: MISSING. */
GPtrArray *pk_read_rows(PkApp *app, const int64_t *incidents, unsigned n, GError **error);
PkIncidentRow *pk_read_row(PkApp *app, int64_t incident_key, GError **error);

/* A clock as people see it. rules: all versions (PkRule). Never fails. */
PkClockView *pk_read_clock_view(PkApp *app, const PkClockRecord *record, const GPtrArray *rules,
                                int64_t now_us);

/* Views of records, in their order. Owned array of PkClockView. */
GPtrArray *pk_read_clock_views(PkApp *app, const GPtrArray *records, GError **error);

/* Which rules count and since when somebody looked; ret_set zeroed. */
bool pk_read_rule_set(PkApp *app, PkRuleSetView *ret_set, GError **error);

/* Name and initials of persons, looked up once each. */
typedef struct PkFaces PkFaces;
PkFaces *pk_faces_new(PkApp *app);
void pk_faces_free(PkFaces *faces);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFaces, pk_faces_free)
const char *pk_faces_fact(PkFaces *faces, const char *login);     /* "name\nlogin", borrowed */
const char *pk_faces_initials(PkFaces *faces, const char *login); /* "jdv", borrowed         */
