/* SPDX-License-Identifier: EUPL-1.2 */
/* Legal rules as a table that people edit: bytes <-> PkRule. Pure.
 *
 *   key,name_en,name_nl,law,start,unit,length,who_en,who_nl,whom,valid_from,valid_until,checked,note_en,note_nl
 *   nis2-24h,24h early warning,24u vroegtijdige waarschuwing,...,awareness_significant,hours,24,...
 *
 * start is awareness_breach, awareness_significant, first_notification or agreed; unit is none,
 * hours or months. Days are YYYY-MM-DD, local; empty is not known. Columns in any order. */
#pragma once

#include "piket/model/deadline.h"
#include "piket/model/zone.h"

enum { PK_RULES_MAX = 500 };

/* All or nothing. Owned array of PkRule, with row numbers (unsigned, beside it) in ret_rows (owned,
 * may be NULL). Errors: INVALID naming the row, the column and what is wrong with it. */
GPtrArray *pk_rules_read(const char *bytes, size_t n_bytes, const PkZone *zone, GArray **ret_rows,
                         GError **error);

/* The same table from rules, read back to the same. Owned. */
char *pk_rules_write(const GPtrArray *rules, const PkZone *zone);
