/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions of an incident: the standing ones that every incident has (police report, insurer,
 * technical help: each done, or a reason why not), the promise to call back, and people's own. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    PK_ACTION_STANDING,
    PK_ACTION_CALLBACK,
    PK_ACTION_OWN,
} PkActionKind;

typedef struct {
    int64_t key; /* of the row in this database                             */
    int64_t incident_key;
    int64_t no; /* shown as A1, A2 ... inside the incident                 */
    PkActionKind kind;
    char *name;      /* "police" "insurer" "technical" "callback"; NULL for own */
    char *title;     /* what was typed, or the English title of a standing one  */
    char *owner;     /* login or name, or NULL                                  */
    int64_t due_us;  /* 0: no deadline                                          */
    int64_t done_us; /* 0: not done                                             */
    char *done_by;
    char *reason;         /* why it need not be done, or NULL                        */
    int64_t version;      /* counts changes; an edit of an older one is refused  */
    char *incident_ident; /* "I26-0412", for lists over incidents; or NULL       */
} PkStandingAction;

PkStandingAction *pk_standing_action_new(void);
void pk_standing_action_free(PkStandingAction *action);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkStandingAction, pk_standing_action_free)

/* The actions a new incident gets, numbered from 1: the standing ones, and calling back when
 * callback_us is not 0. Owned array of PkStandingAction. */
GPtrArray *pk_standing_actions(int64_t callback_us);

/* The title in the program's language: translated for standing ones, as typed for others. */
const char *pk_standing_action_title(const PkStandingAction *action);

/* Neither done nor set aside with a reason. */
bool pk_standing_action_is_open(const PkStandingAction *action);

/* Open and past its deadline. */
bool pk_standing_action_is_late(const PkStandingAction *action, int64_t now_us);

/* Title 1..200 clean characters; done needs who did it; a standing action may be set aside only
 * with a reason. Errors: PK_ERROR_INVALID. */
bool pk_standing_action_check(const PkStandingAction *action, GError **error);

/* Key of a kind for the database and JSON: "standing", "callback", "own"; and back. */
const char *pk_action_kind_key(PkActionKind kind);
bool pk_action_kind_parse(const char *key, PkActionKind *ret_kind);
