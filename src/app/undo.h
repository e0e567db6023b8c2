/* SPDX-License-Identifier: EUPL-1.2 */
/* The ways back. Each remembers the state before and after the change; it runs only while what it
 * changes still stands as the change left it, so that nobody's later work is undone with it. */
#pragma once

#include "app_private.h"
#include "piket/model/action.h"
#include "piket/model/line.h"
#include "piket/model/org.h"
#include "piket/model/party.h"
#include "piket/model/rota.h"
#include "piket/store/clock_store.h"

/* Fields, the status included. Both are copied. Owned. */
PkUndo *pk_undo_of_fields(PkApp *app, const PkIncident *before, const PkIncident *after,
                          guint fields);

/* Parties: arrays of PkParty in the same order, taken. added: they were not there before (or were
 * set aside), so the way back calls them not affected. said: "3 parties I26-0412 added". Owned. */
PkUndo *pk_undo_of_parties(const PkIncident *incident, const char *said, GPtrArray *before,
                           GPtrArray *after);

/* An action: both copied; before NULL: it was added. Owned. */
PkUndo *pk_undo_of_action(const PkIncident *incident, const PkStandingAction *before,
                          const PkStandingAction *after);

/* A clock: both copied. called: its name. Owned. */
PkUndo *pk_undo_of_clock(const PkIncident *incident, const char *called,
                         const PkClockRecord *before, const PkClockRecord *after);

/* A line (taken back by a correction), or a pin that was set or taken off. Owned. */
PkUndo *pk_undo_of_note(const PkIncident *incident, int64_t line_key);
PkUndo *pk_undo_of_pin(const PkIncident *incident, int64_t line_key, bool on);

/* Shifts (PkShift, taken) that were set, or taken back (gone). what is copied. Owned. */
PkUndo *pk_undo_of_shifts(const char *what, GPtrArray *shifts, bool gone);

/* The incident of an undo's sentence: "I26-0412", or "duty log". */
const char *pk_incident_called(const PkIncident *incident);

PkParty *pk_party_copied(const PkParty *party);

/* Everything that people set is the same. */
bool pk_party_same(const PkParty *a, const PkParty *b);
PkStandingAction *pk_action_copied(const PkStandingAction *action);

/* False with DENIED for a line whose text the person may not read. */
bool pk_line_readable(const PkLine *line, GError **error);

/* Writes one line of journal about parties or an action. details taken. */
bool pk_tell_line(PkApp *app, const PkIncident *incident, PkCategory category, const char *text,
                  void *details, int64_t *ret_line, GError **error);

/* A new organisation of kind other with a name that is not in the register, flagged as such. Needs
 * an open transaction. Owned. */
/* The next number that no incident has. One may have come with a draft of another file, or of this
 * one before it was restored from a copy. Owned. */
char *pk_ident_next(PkApp *app, int year, GError **error);

PkOrg *pk_org_typed(PkApp *app, const char *name, int64_t now_us, GError **error);
