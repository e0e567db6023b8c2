/* SPDX-License-Identifier: EUPL-1.2 */
/* Use cases that change an incident. Each is one transaction with the journal line that tells it.
 *
 * Every call that changes something can hand out a PkUndo: what to call to take it back, and what
 * to say. version arguments are the version the person saw; -1 takes the newest (command line).
 * What others changed since in other fields is no conflict: the change goes on top of theirs.
 * Common errors: DENIED (right, TLP, read-only), MISSING (no such incident), CONFLICT (changed by
 * somebody else since: the sentence says who and when), INVALID, BUSY, OFFLINE. */
#pragma once

#include "piket/app/app.h"
#include "piket/model/incident.h"
#include "piket/model/line.h"
#include "piket/model/words.h"

/* Takes an own action back. Kept for the session; refused once somebody else built on the change.
 */
typedef struct PkUndo PkUndo;
void pk_undo_free(PkUndo *undo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkUndo, pk_undo_free)

/* "status I26-0412 INVESTIGATION -> REPORT": what taking it back will do. Static to undo. */
const char *pk_undo_what(const PkUndo *undo);

/* Would it lower a TLP label, so that more people may read the incident? That is never done in
 * passing: ask first. */
bool pk_undo_lowers_tlp(const PkUndo *undo);

/* Takes it back in one transaction with a line that says so. ret_redo (may be NULL) gets the way
 * forward again. Errors: CONFLICT when the thing changed since. */
bool pk_undo_run(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error);

/* What was done, for the message line: "I26-0412: status REPORT -> INVESTIGATION." */
typedef struct {
    char *said;  /* one translated sentence                             */
    char *ident; /* "I26-0412"                                          */
    int64_t incident_key;
    int64_t line_key; /* the (first) journal line written, 0 if nothing was  */
    int64_t version;  /* of the incident afterwards                          */
    PkUndo *undo;     /* NULL where nothing can be taken back                */
} PkDone;
void pk_done_clear(PkDone *done);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDone, pk_done_clear)

/* ---- a report ------------------------------------------------------------------------------ */

/* The quick report as typed and understood. Everything may be empty: saving never refuses.
 * Strings may be NULL. Times are 0 when not known. */
typedef struct {
    char *ident;       /* taken by pk_report_number; NULL: taken at saving          */
    int64_t opened_us; /* start of the call; 0: now                                 */
    PkSource source;
    int64_t org_key; /* from the register; 0: none chosen                         */
    char *org_free;  /* typed name that is not in the register: kept and flagged  */
    char *reporter;
    char *reporter_role;
    char *reporter_phone; /* as given by the caller                                    */
    char *title;          /* NULL: made from the note                                  */
    char *note;           /* longer than one line holds: several lines                 */
    guint kinds;          /* 1 << PkKind                                               */
    PkSeverity severity;
    bool has_tlp; /* false: TLP:AMBER, "default"                               */
    PkTlp tlp;
    int64_t occurred_us;
    PkPrecision occurred_precision;
    int64_t aware_us;
    PkTristate personal_data;
    guint needs;         /* 1 << PkNeed                                               */
    int64_t callback_us; /* promised: becomes an action of the person                 */
    char *draft_uuid;    /* makes saving the same draft twice one incident            */
    int64_t page_key;    /* the page (piket/app/page.h) it was made of, which then is about it;
                            0: none. The original text is kept                        */
} PkReport;
void pk_report_clear(PkReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkReport, pk_report_clear)

/* The next speakable number ("I26-0412"), never given again. Makes the data file. Owned. */
char *pk_report_number(PkApp *app, GError **error);

/* Saves the report: incident, REPORT line, AWARE line when known, party, standing actions, promised
 * call, and clocks of the rules in force. ret_missing (may be NULL) gets the translated names of
 * what is still empty (strings, owned array). */
bool pk_report_save(PkApp *app, const PkReport *report, PkDone *ret_done, GPtrArray **ret_missing,
                    GError **error);

/* ---- lines --------------------------------------------------------------------------------- */

typedef struct {
    const char *text;
    int64_t event_us; /* 0: now                                         */
    PkPrecision precision;
    PkCategory category; /* PK_CAT_CONTACT unless known better             */
    bool has_tlp;        /* false: the label of the incident               */
    PkTlp tlp;
    int64_t corrects_key; /* 0, or the line this one corrects               */
    bool pin;
    const char *uuid; /* of the line to be, made when it was typed: saving the same text under it
                       * again, because nobody knew whether it had been, writes nothing; or NULL */
} PkNote;

/* incident_key 0: a line about no incident (the duty log). */
bool pk_note_add(PkApp *app, int64_t incident_key, const PkNote *note, PkDone *ret_done,
                 GError **error);

bool pk_pin_set(PkApp *app, int64_t line_key, bool on, PkDone *ret_done, GError **error);

/* ---- fields -------------------------------------------------------------------------------- */

/* One table names every field that can be set: console form, `piket set`, help and man page. */
typedef struct {
    const char *key;     /* "severity"                                         */
    const char *aliases; /* "sev ernst"                                        */
    const char *label;   /* translatable                                       */
    const char *help;    /* translatable: which values                         */
} PkSettable;
extern const PkSettable pk_settables[];
extern const size_t pk_n_settables;

/* A wanted value, as typed ("severity", "hoog"). */
typedef struct {
    const char *key;
    const char *value;
} PkSetting;

/* Sets fields at once: title, severity, kind, tlp, rsit, lead, reporter, role, phone, verified,
 * occurred, aware, personal_data, need, source. Several values of kind and need: commas.
 * Raising a label is a change like any; lowering needs permission (the source's, in words) and
 * PK_MAY_LOWER_TLP, else CONFIRM. An unchanged value writes nothing. Editing aware keeps the old
 * start in the line, asks why (reason) and moves clocks that are not met. */
bool pk_incident_set(PkApp *app, int64_t incident_key, int64_t version, const PkSetting *settings,
                     size_t n_settings, const char *reason, const char *permission,
                     PkDone *ret_done, GError **error);

/* The same by somebody who was told that another changed the field after version `over`, saw the
 * difference and writes over it: the line says so. over -1: nothing is written over. */
bool pk_incident_set_over(PkApp *app, int64_t incident_key, int64_t version, int64_t over,
                          const PkSetting *settings, size_t n_settings, const char *reason,
                          const char *permission, PkDone *ret_done, GError **error);

/* Next states a person may choose now, in order (PkStatus values). Owned. */
GArray *pk_status_next(PkStatus from);

/* Sets the status. reason (may be NULL but for a step back, else CONFIRM) stands in the same line.
 * Closing (level 4) needs `confirmed` = the last four digits of the ident or the
 * word of the language, else CONFIRM; what blocks it is said (RSIT class missing, standing actions
 * without done or reason). */
bool pk_status_set(PkApp *app, int64_t incident_key, int64_t version, PkStatus status,
                   const char *reason, const char *confirmed, PkDone *ret_done, GError **error);

/* Over a change of another, as pk_incident_set_over. */
bool pk_status_set_over(PkApp *app, int64_t incident_key, int64_t version, int64_t over,
                        PkStatus status, const char *reason, const char *confirmed,
                        PkDone *ret_done, GError **error);

/* ---- parties ------------------------------------------------------------------------------- */

/* What "voorbeeldstad, oefendam, vr:Voorbeeldland" means. Arrays of int64_t org keys and strings.
 */
typedef struct {
    GArray *org_keys;   /* found, without doubles                                  */
    GPtrArray *free;    /* typed but not in the register                           */
    GPtrArray *notices; /* "Uden is now Maashorst (2022)."                         */
    GPtrArray *unsure;  /* sentences: a fuzzy or double name that must be chosen   */
} PkPartyWish;
void pk_party_wish_clear(PkPartyWish *wish);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkPartyWish, pk_party_wish_clear)

bool pk_party_read(PkApp *app, const char *text, PkPartyWish *ret_wish, GError **error);

/* Adds several organisations at once; those already there are left and counted. Free names become
 * organisations of kind other, flagged. One line tells it. */
bool pk_party_add(PkApp *app, int64_t incident_key, const PkPartyWish *wish, PkPartyRole role,
                  PkPartyStatus status, PkDone *ret_done, GError **error);

/* Changes one or several parties at once (bulk). A field with has_ false stays. */
typedef struct {
    bool has_status;
    PkPartyStatus status;
    bool has_role;
    PkPartyRole role;
    const char *impact; /* NULL: stays */
    bool has_needs;
    guint needs;
    const char *agreed_by; /* NULL: stays */
    bool has_aware;
    int64_t aware_us;
    const GPtrArray *seen; /* PkParty as the person saw them; NULL: as they are now   */
    bool over;             /* they saw what another made of it, and write over that  */
} PkPartyChange;

/* Errors: CONFLICT when somebody else gave what is to change another value since it was seen. */

bool pk_party_set(PkApp *app, int64_t incident_key, const int64_t *party_keys, size_t n_keys,
                  const PkPartyChange *change, PkDone *ret_done, GError **error);

/* ---- actions and clocks --------------------------------------------------------------------- */

/* Ticks an action off (reason NULL) or says why it is not needed (reason). done false reopens. */
bool pk_action_set(PkApp *app, int64_t incident_key, int64_t action_no, bool done,
                   const char *reason, PkDone *ret_done, GError **error);

/* An own action: title and (0: none) due time. */
bool pk_action_add(PkApp *app, int64_t incident_key, const char *title, int64_t due_us,
                   PkDone *ret_done, GError **error);

/* What became of a clock: met, not applicable, not sure, or (none of them) running again. */
typedef struct {
    int64_t met_us;        /* when it was reported; 0: not              */
    const char *evidence;  /* number of that report, or NULL            */
    const char *na_reason; /* not NULL: not applicable, because of this */
    bool unsure;           /* whether it holds at all is not known      */
} PkClockFate;

/* clock_key: of a PkClockView. The first time counts: a second filing adds its number and moves
 * nothing. Meeting the notification starts the month of the final report.
 * Errors: INVALID (met before it began, or in the future). */
bool pk_clock_set(PkApp *app, int64_t clock_key, const PkClockFate *fate, PkDone *ret_done,
                  GError **error);

/* Moves the start of a legal clock, or the end of an agreed one. What it was stays in the journal
 * line, with the reason that is asked for. Clocks of the same party that began with the same event
 * and are not met move along: they have one awareness. ret_done->said tells what each became.
 * Errors: CONFIRM without a reason; INVALID (a start in the future; a final report, which begins
 * with the first filing). */
bool pk_clock_edit(PkApp *app, int64_t clock_key, int64_t at_us, const char *reason,
                   PkDone *ret_done, GError **error);

/* A deadline that people agreed on. Errors: INVALID (no title, no time). */
bool pk_clock_add(PkApp *app, int64_t incident_key, const char *title, int64_t due_us,
                  PkDone *ret_done, GError **error);
