/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is meant in a calendar. */
#pragma once

#include "duty_private.h"
#include "piket/format/ical.h"

typedef struct PkDutyPeople PkDutyPeople;

/* Inside a transaction. people as in PkDutyImportWish. Errors: INVALID for a pair that is none. */
PkDutyPeople *pk_duty_people_new(PkApp *app, const char *const *people, GError **error);
void pk_duty_people_free(PkDutyPeople *people);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDutyPeople, pk_duty_people_free)

/* The login, or NULL when nobody or more than one is meant. Borrowed. */
const char *pk_duty_people_of(const PkDutyPeople *people, const PkIcalShift *shift);
