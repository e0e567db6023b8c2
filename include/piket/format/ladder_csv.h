/* SPDX-License-Identifier: EUPL-1.2 */
/* Ladders as a table: one row a rung, in the order of the rungs.
 *
 *   ladder,name_en,name_nl,about,kinds,severity,moment,at_saving,hours,wait,rounds,pause,silence,
 *   rung,call,office,rung_en,rung_nl,phone,delay,repeats,every,all,reason
 *
 * ladder      key; a rung of another key begins the next ladder
 * about       incident, or page: a page about no incident
 * kinds       words of the table of kinds, separated by commas; empty: every kind
 * severity    this one and above; empty: any
 * moment      always, office or outside (hours: mon-fri 08:00-18:00, in local time)
 * at_saving   1: starts by itself when such an incident is saved
 * wait, pause, silence, delay, every   minutes; rounds, repeats: how often
 * call        duty:officer + person:LOGIN + desk:NAME; office: the same in office hours
 * all         1: everybody it calls must acknowledge; reason: 1: only by hand, with a reason
 *
 * What belongs to the ladder stands in its first row; in later rows it may be left empty, and must
 * be the same where it is not. Columns are found by name, in any order; unknown ones are refused.
 */
#pragma once

#include "piket/model/ladder.h"

#include <stddef.h>

enum { PK_LADDER_CSV_MAX = 1 << 20 /* bytes */, PK_LADDERS_MAX = 500 };

/* All of it or nothing, each ladder checked (pk_ladder_check). Owned array of PkLadder.
 * Errors: INVALID naming row and column, or the ladder. */
GPtrArray *pk_ladder_csv_read(const char *bytes, size_t len, GError **error);

/* What reading gives back. Owned text. */
char *pk_ladder_csv_write(const GPtrArray *ladders);
