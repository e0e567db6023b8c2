/* SPDX-License-Identifier: EUPL-1.2 */
/* Ladder: who is called, in which order and how long is waited, until somebody acknowledges.
 *
 * A page is one call for attention; it climbs one ladder. This module knows the shape of a ladder,
 * which one is for what, whether it may be used, and (below) what the next act of a page is. It is
 * pure: no clock, no person, no database. Rules: docs/architecture.md and domain "Escalating".
 *
 *     PkPageNow now = pk_page_now(ladder, &history);
 *     if (now.next.what != PK_ACT_NONE && now.next.due_us <= now_us)
 *         record that act, with now.next.due_us as its moment, and ask again;
 *
 * Every due time is counted from moments that were recorded (the due time of the act before, an
 * acknowledgement, a line), never from the moment of asking. Whoever asks every second and whoever
 * slept three hours therefore gets the same acts with the same moments, each once. */
#pragma once

#include "piket/model/words.h"
#include "piket/model/zone.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Ceilings. Minutes are whole. */
enum {
    PK_LADDER_RUNGS_MAX = 20,
    PK_LADDER_MINUTES_MAX = 24 * 60, /* of any delay, pause or wait                */
    PK_LADDER_REPEATS_MAX = 20,      /* how often one rung is called again         */
    PK_LADDER_ROUNDS_MAX = 99,       /* how often a ladder is climbed              */
    PK_LADDER_TARGETS_MAX = 10,      /* persons, roles and desks of one rung       */
    PK_LADDER_KEY_MAX = 40,          /* bytes                                      */
    PK_LADDER_TEXT_MAX = 200,        /* bytes of a name, a number, a desk in words */
};

/* ---- the shape ------------------------------------------------------------------------------ */

/* Whom a rung calls. */
typedef enum {
    PK_TARGET_DUTY,   /* whoever has that duty role when the rung fires: "officer"    */
    PK_TARGET_PERSON, /* a login                                                      */
    PK_TARGET_DESK,   /* a contact or desk in words: "NCSC", looked up and telephoned */
} PkTargetKind;

typedef struct {
    PkTargetKind kind;
    char *who;
} PkTarget;

typedef struct {
    int no;                  /* 1, 2, 3 ... without a gap                                        */
    char *name_en, *name_nl; /* "Head CERT"; NULL: by what it calls                        */
    GArray *targets;         /* PkTarget, 1 or more                                        */
    GArray *office;   /* PkTarget: instead of those, when it fires in office hours; may be empty */
    char *phone;      /* the number to read aloud, or NULL                              */
    int delay_min;    /* after the first call of the rung before; of the first: after the start */
    int repeats;      /* called again so often ...                                      */
    int every_min;    /* ... with so long between                                       */
    bool all;         /* everybody it calls must acknowledge                            */
    bool need_reason; /* crisis team, CERT, national desk: only by hand and with a reason */
} PkRung;

/* When a ladder is for. */
typedef enum { PK_LADDER_ALWAYS, PK_LADDER_OFFICE, PK_LADDER_OUTSIDE } PkLadderWhen;

typedef struct {
    int64_t id;              /* of this version in the database, 0 in a file                     */
    char *key;               /* "critical-night": lower case letters, digits, hyphens            */
    char *name_en, *name_nl; /*                                                                  */
    bool no_incident;        /* for a page without an incident: a voicemail, a report of a SOC   */
    guint kinds;             /* 1 << PkKind; 0: every kind                                       */
    PkSeverity from;         /* this severity and above                                          */
    PkLadderWhen when;       /*                                                                  */
    bool at_saving;          /* starts by itself when such an incident is saved                  */
    guint days;              /* office days, 1 << 0 Monday .. 1 << 6 Sunday; 0: no office hours  */
    int open_min, close_min; /* office hours in minutes of the local day, [open, close)          */
    int wait_min;            /* after the last call of the last rung: then nobody is left        */
    int rounds;              /* how often it is climbed, 1 or more                               */
    int pause_min;           /* between nobody left and the next round                           */
    int silence_min;         /* without a line of the owner: a reminder; as long again: expired  */
    char *made_by;           /* login of who wrote this version, "piket" or NULL              */
    int64_t made_us;         /*                                                                  */
    GPtrArray *rungs;        /* PkRung                                                           */
} PkLadder;

/* Empty, with the usual values: always, waits 10, one round, pauses 10, silence 30. Owned. */
PkLadder *pk_ladder_new(void);
void pk_ladder_free(PkLadder *ladder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkLadder, pk_ladder_free)
PkRung *pk_rung_new(void);
void pk_rung_free(PkRung *rung);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRung, pk_rung_free)
/* An empty array of PkTarget. */
GArray *pk_targets_new(void);

/* May it be used? At least one rung that fires by itself, positive delays, an end, a pause where it
 * repeats, repeats that are over before the next rung, nothing above the ceilings.
 * Errors: PK_ERROR_INVALID, a sentence that names the ladder and the rung. */
bool pk_ladder_check(const PkLadder *ladder, GError **error);

const char *pk_ladder_name(const PkLadder *ladder, PkLang lang);

/* "Head CERT"; without a name what it calls ("On-call officer"). Owned. */
char *pk_rung_name(const PkRung *rung, PkLang lang);

/* "duty:officer + person:jdv + desk:NCSC", as it stands in files and in the database. Reading
 * refuses an unknown kind or duty role. Blank text gives no target. */
GArray *pk_targets_parse(const char *text, GError **error);
char *pk_targets_text(const GArray *targets);

/* "mon-fri 08:00-18:00", "mon,tue,thu 09:00-17:00"; blank: no office hours. Dutch days too. */
bool pk_ladder_hours_parse(const char *text, PkLadder *ladder, GError **error);
char *pk_ladder_hours_text(const PkLadder *ladder);

/* Office hours of the ladder at a moment? holidays: int64_t days since 1970-01-01 that are none;
 * NULL: no holidays. */
bool pk_ladder_in_office(const PkLadder *ladder, const PkZone *zone, const GArray *holidays,
                         int64_t at_us);

/* What a rung calls at a moment: its targets, or those for office hours. Borrowed. */
const GArray *pk_rung_targets(const PkLadder *ladder, const PkRung *rung, const PkZone *zone,
                              const GArray *holidays, int64_t at_us);

/* What a page is about, for choosing its ladder. */
typedef struct {
    bool no_incident;
    guint kinds; /* 1 << PkKind */
    PkSeverity severity;
    int64_t at_us;
} PkLadderAsk;

/* The ladder (of an array of PkLadder) that is for this: of all that fit the one for its kind, then
 * the one from the highest severity, then one for this time of day, then by key. NULL: none. */
const PkLadder *pk_ladder_choose(const GPtrArray *ladders, const PkLadderAsk *ask,
                                 const PkZone *zone, const GArray *holidays);

/* By number; NULL: there is none. */
const PkRung *pk_ladder_rung(const PkLadder *ladder, int no);

/* ---- words ---------------------------------------------------------------------------------- */

/* Where a page comes from. */
typedef enum {
    PK_PAGE_HAND,
    PK_PAGE_RULE, /* a ladder that starts at saving        */
    PK_PAGE_VOICEMAIL,
    PK_PAGE_SOC,
    PK_PAGE_CLOCK,    /* the last reminder of a clock          */
    PK_PAGE_CALLBACK, /* a promised call that was not made     */
    PK_PAGE_HANDOVER, /* a handover that nobody accepted       */
    PK_PAGE_WATCH,    /* the watch about itself                */
} PkPageSource;

/* What became of a call; the digit is value + 1. */
typedef enum {
    PK_ATTEMPT_SPOKEN,
    PK_ATTEMPT_VOICEMAIL,
    PK_ATTEMPT_NO_ANSWER,
    PK_ATTEMPT_BUSY,
    PK_ATTEMPT_WRONG_NUMBER,
} PkAttemptResult;

typedef enum {
    PK_PAGE_WAITING,      /* nobody acknowledged: the next rung fires by itself       */
    PK_PAGE_ACKNOWLEDGED, /*                                                          */
    PK_PAGE_PROPOSING,    /* acknowledged, and the owner is asked for the next rung   */
    PK_PAGE_EXPIRED,      /* the acknowledgement was not followed: it climbs on       */
    PK_PAGE_EXHAUSTED,    /* nobody left: loud                                        */
    PK_PAGE_CLOSED,
} PkPageState;

/* How a rung stands. */
typedef enum {
    PK_RUNG_NOT_STARTED,
    PK_RUNG_WAITS,    /* fires by itself at due_us        */
    PK_RUNG_PROPOSAL, /* is proposed at due_us            */
    PK_RUNG_PROPOSED, /* was proposed at due_us           */
    PK_RUNG_CALLED,
    PK_RUNG_ACKNOWLEDGED,
} PkRungState;

extern const PkWords pk_words_ladder_when;
extern const PkWords pk_words_page_source;
extern const PkWords pk_words_attempt;
extern const PkWords pk_words_page_state;
extern const PkWords pk_words_rung_state;

/* ---- the machine ---------------------------------------------------------------------------- */

/* An act of the ladder. Together with its page (what, round, rung, nth) is unique: two watches that
 * come to the same act write the same row, and one of them is refused. */
typedef enum {
    PK_ACT_NONE,
    PK_ACT_FIRE,    /* call a rung                                                  */
    PK_ACT_PROPOSE, /* ask the owner whether to call it                             */
    PK_ACT_NUDGE,   /* remind the owner: no line for silence_min                    */
    PK_ACT_EXPIRE,  /* the acknowledgement expires                                  */
    PK_ACT_EXHAUST, /* nobody left                                                  */
} PkActKind;
extern const PkWords pk_words_act;

typedef struct {
    PkActKind what;
    int round;      /* 1, 2 ...: how often the ladder was begun                  */
    int rung;       /* number; 0 for NUDGE, EXPIRE and EXHAUST                   */
    int nth;        /* 0 the first time, then 1, 2 ...                           */
    int64_t due_us; /* its own moment, also when it is done late                 */
} PkAct;

/* An act that was done. */
typedef struct {
    PkAct act;
    int64_t at_us; /* when it was really done; by hand: equal to act.due_us      */
    bool by_hand;
    const char *const *who; /* whom FIRE called, NULL-terminated, or NULL        */
} PkActDone;

typedef struct {
    const char *who; /* for whom it counts: a login, or a desk in words          */
    int64_t at_us;
    int round, rung; /* the rung it answers, for the list                        */
} PkPageAck;

/* All that happened to one page, in the order of recording. Borrowed. */
typedef struct {
    int64_t started_us;
    int64_t closed_us; /* 0: open */
    const PkActDone *acts;
    size_t n_acts;
    const PkPageAck *acks;
    size_t n_acks;
    int64_t owner_line_us; /* the last line that the owner wrote about it; 0: none */
} PkPageHistory;

typedef struct {
    PkPageState state;
    PkAct next; /* what NONE: nothing comes by itself any more                  */
} PkPageNow;

/* How the page stands and what comes next. ladder NULL: nobody to call, so exhausted. */
PkPageNow pk_page_now(const PkLadder *ladder, const PkPageHistory *history);

/* The acknowledgement that owns the page: the first that did not expire. NULL: nobody. The history
 * need not hold owner_line_us yet. */
const PkPageAck *pk_page_owner(const PkPageHistory *history);

/* Does this acknowledgement still count, or did it expire? */
bool pk_page_ack_counts(const PkPageHistory *history, const PkPageAck *ack);

/* One rung for the screen. */
typedef struct {
    PkRungState state;
    int calls;            /* in this round                                          */
    int64_t since_us;     /* first call of this round, or 0                         */
    int64_t due_us;       /* WAITS, PROPOSAL, PROPOSED; also of the next repeat      */
    int64_t acked_us;     /* ACKNOWLEDGED                                           */
    const char *acked_by; /* the first who did, or NULL                          */
} PkRungNow;
PkRungNow pk_rung_now(const PkLadder *ladder, const PkPageHistory *history, int no);

/* What calling by hand would do: the given rung, or with no 0 the next one after the highest that
 * was called. Errors: MISSING when there is no such rung, or none left. */
bool pk_page_by_hand(const PkLadder *ladder, const PkPageHistory *history, int no, int64_t now_us,
                     PkAct *ret_act, GError **error);
