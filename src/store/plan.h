/* SPDX-License-Identifier: EUPL-1.2 */
/* Plan: the indexes that answer a filter over incidents. */
#pragma once

#include "piket/model/filter.h"
#include "piket/store/stream.h"

/* A stream that gives every incident the filter matches, and perhaps more; NULL with error set on
 * failure. *ret_exact: it gives no more than that, except where it is unsure. */
PkStream *pk_plan(PkDb *db, const PkFilter *filter, bool *ret_exact, GError **error);

/* Does the filter only match incidents that are not closed? */
bool pk_plan_only_open(const PkFilter *filter);
