/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may see what: one predicate over roles, ceiling, label, and being named on the incident.
 *
 * On SQLite the program asks it on every path that reads (piket/store/db.h: pk_db_set_sight); a
 * server has the same rule in its row-level security. The rule (domain page: roles, TLP gate):
 *
 *   1. Who has no role that reads sees no incident, and being named does not change that. `admin`
 *      alone does not read.
 *   2. Who is named on an incident sees everything of it, whatever the role.
 *   3. TLP:RED is seen by nobody else.
 *   4. officer, coordinator, lead and auditor see up to TLP:AMBER+STRICT; reader up to the ceiling
 *      of the person. Roles add up: the widest counts.
 *   5. Who has the role watch and no other (a login of piket-watch) sees the rows of every
 * incident, since a deadline runs for a red one too, and no text of a line but its own.
 *
 * An incident is judged by its own label. The text of a line is judged by the label of the line as
 * well: its row stays, so that whoever sees an incident can verify its chain. */
#pragma once

#include "piket/model/tlp.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *login;   /* of the person, borrowed                                 */
    bool reads;          /* has a role that reads                                   */
    PkTlp up_to;         /* the strictest label seen without a name; TLP:RED by rule 5 only */
    bool rows_only;      /* rule 5: rows of every label, texts of its own             */
    const GArray *named; /* int64_t, rising: incidents the person is named on; NULL: none */
} PkSight;

/* What roles (keys separated by spaces; unknown ones give nothing) and ceiling amount to. A person
 * who is not active has no roles: pass "". login and named are taken as they are. */
PkSight pk_sight_new(const char *login, const char *roles, PkTlp ceiling, const GArray *named);

/* The person is named on the incident. */
bool pk_sight_named(const PkSight *sight, int64_t incident_key);

/* May the person see something of this incident that has this label? sight NULL: everything. */
bool pk_sight_may(const PkSight *sight, int64_t incident_key, PkTlp label);

/* May the person read the text of a line, given that its incident may be seen? A line about no
 * incident (key 0) has nobody named: above the ceiling only its author reads it. */
bool pk_sight_text(const PkSight *sight, int64_t incident_key, PkTlp label, const char *author);
