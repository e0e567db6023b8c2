/* SPDX-License-Identifier: EUPL-1.2 */
/* What a way back remembers: between making one (undo.c) and running it (undo_run.c). */
#pragma once

#include "undo.h"

typedef enum { OF_FIELDS, OF_PARTIES, OF_ACTION, OF_CLOCK, OF_NOTE, OF_PIN, OF_SHIFTS } PkUndoKind;

struct PkUndo {
    PkUndoKind kind;
    int64_t incident_key;
    char *what;
    PkRight right;
    bool again; /* taking this back does again what was undone: the line says so */
    /* OF_FIELDS */
    PkIncident *before, *after;
    guint fields;
    /* OF_PARTIES: PkParty, beside each other */
    GPtrArray *parties_before, *parties_after;
    /* OF_ACTION */
    PkStandingAction *action_before, *action_after;
    /* OF_CLOCK */
    PkClockRecord *clock_before, *clock_after;
    /* OF_NOTE, OF_PIN */
    int64_t line_key;
    bool pinned;
    /* OF_SHIFTS: PkShift */
    GPtrArray *shifts;
    bool gone;
};
