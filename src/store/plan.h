/* SPDX-License-Identifier: EUPL-1.2 */
/* Plan: the indexes that answer a filter over incidents. */
#pragma once

#include "piket/model/filter.h"
#include "piket/store/stream.h"

/* A stream that gives every incident the filter matches, and perhaps more; NULL with error set on
 * failure. *ret_exact: it gives no more than that, except where it is unsure. */
PkStream *pk_plan(PkDb *db, const PkFilter *filter, bool *ret_exact, GError **error);

/* Every incident with a label that the person does not see without being named. RED is rare, so for
 * most this is one small portion of an index. */
PkStream *pk_plan_hidden(PkDb *db, const PkSight *sight);

/* Takes planned; for who sees little, a stream that leaps over what is not seen. */
PkStream *pk_plan_seen(PkDb *db, const PkSight *sight, PkStream *planned);

/* Does the filter only match incidents that are not closed? */
bool pk_plan_only_open(const PkFilter *filter);
