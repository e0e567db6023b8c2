/* SPDX-License-Identifier: EUPL-1.2 */
/* Use cases that read: each gives a snapshot that owns everything in it, so it crosses threads
 * whole. Common errors: INVALID (filter), MISSING, BUSY (interrupted), OFFLINE. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/watch.h"
#include "piket/model/action.h"
#include "piket/model/callback.h"
#include "piket/model/contact.h"
#include "piket/model/filter.h"
#include "piket/model/incident.h"
#include "piket/model/line.h"
#include "piket/model/match.h"
#include "piket/model/org.h"
#include "piket/model/party.h"
#include "piket/model/words.h"

/* ---- deadlines ------------------------------------------------------------------------------ */

typedef struct {
    int64_t key; /* for pk_clock_set                                     */
    int64_t incident_key;
    char *ident;
    char *org_name;   /* whose clock; "" for the incident itself              */
    char *rule;       /* "nis2-24h", "avg-33", "agreed"                       */
    char *short_name; /* for the ribbon: "24u", "72u AP", or what was agreed  */
    char *name;       /* in full, in the program's language                   */
    char *sum;        /* "04:26 CET + 24 h = Tue 10 Mar 04:26 CET", or ""     */
    int64_t start_us; /* 0: not known                                         */
    int64_t due_us;   /* 0: not known                                         */
    int64_t met_us;
    PkClockState state;
    PkTlp tlp;       /* of the incident                                      */
    int64_t no;      /* in its incident, from 1: said as T3                  */
    int64_t org_key; /* whose clock; 0 for the incident itself               */
    bool agreed;     /* between people, not by law                           */
    char *law;       /* "NIS2 art. 23(4)(a)", or ""                          */
    char *who;       /* who must report, or ""                               */
    char *whom;      /* to whom, or ""                                       */
    char *note;      /* of the rule, or ""                                   */
    char *evidence;  /* numbers of what was filed, or ""                     */
    char *na_reason; /* why it does not apply, or ""                         */
    int64_t version;
} PkClockView;
void pk_clock_view_free(PkClockView *view);

/* ---- filters -------------------------------------------------------------------------------- */

/* Can a filter be read, as far as its words tell? Pure and quick, so the screen need not wait for
 * the answer of a worker. Names and "me" are taken on trust: those are judged by who reads the
 * list, which may still refuse what is readable, and never takes what is not. Errors: INVALID. */
bool pk_filter_readable(const char *text, PkFilterList list, int64_t now_us, const PkZone *zone,
                        GError **error);

/* ---- lists of incidents --------------------------------------------------------------------- */

typedef struct {
    PkIncident *incident; /* org_name, n_parties, n_lines filled                 */
    char *place;          /* "Oefendam", "12 municipalities", or ""              */
    int64_t next_due_us;  /* nearest running clock, 0: none                      */
} PkIncidentRow;
void pk_incident_row_free(PkIncidentRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkIncidentRow, pk_incident_row_free)

typedef enum {
    PK_ORDER_NEWEST,
    PK_ORDER_SEVERITY, /* worst first, then newest: only over open incidents */
} PkOrder;

typedef struct {
    const char *filter; /* what the person typed; "" or NULL: everything        */
    PkOrder order;
    int64_t before_key; /* 0: from the top; else rows after this key (paging)    */
    unsigned limit;     /* rows wanted, 1..1000                                  */
} PkListAsk;

typedef struct {
    GPtrArray *rows;      /* PkIncidentRow                                                 */
    PkOrder order;        /* what was used: severity falls back to newest when not only open */
    int64_t more_key;     /* ask again with before_key = this; 0: that was all             */
    bool stopped;         /* a rare thing was sought long enough: rows may be fewer than asked
                             although more_key says that there is more to look at          */
    unsigned n_matching;  /* counted up to n_count_max                                     */
    bool more_matching;   /* counting ended before that, or there: "120+"                  */
    unsigned n_total;     /* of everything the default or no filter could show, likewise   */
    unsigned n_hidden;    /* so many more, all or all open ones, may not be seen; whatever the
                             filter says, so that asking tells nothing of them             */
    unsigned n_count_max; /* 1000: "1000+"                                                 */
    GPtrArray *notices;   /* strings: "WIT is called CLEAR since TLP 2.0."                 */
    char *zero_help;      /* when nothing matched: "0 of 412. Without tlp:red 7." or NULL  */
} PkList;
void pk_list_free(PkList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkList, pk_list_free)

/* Errors: INVALID for a filter that cannot be read; *ret_at (may be NULL) then gets the byte. */
PkList *pk_list_load(PkApp *app, const PkListAsk *ask, size_t *ret_at, GError **error);

/* How many incidents this person may not see; "2 not shown: not for you.", NULL for none. Owned. */
bool pk_hidden_count(PkApp *app, bool open_only, unsigned *ret_n, GError **error);
char *pk_hidden_said(unsigned n);

/* ---- one incident --------------------------------------------------------------------------- */

typedef struct {
    PkIncident *incident;
    char *place;
    GPtrArray *parties;    /* PkParty, in the order of the screen                   */
    GPtrArray *clocks;     /* PkClockView                                           */
    GPtrArray *actions;    /* PkStandingAction                                      */
    GPtrArray *last_lines; /* PkLine, newest first, at most 20                      */
    GPtrArray *missing;    /* strings: what is still empty (ONVOLLEDIG)             */
    GPtrArray *named;      /* PkNamedView (piket/app/people.h): who may see TLP:RED  */
    char *lead_name;
    char *rsit_name; /* in the program's language, or ""                      */
    char *changed;   /* who changed what last: "03:12 M. Bakker: ...", or ""  */
    PkCallerState caller_state;
    int64_t caller_us; /* when that was found out by calling back; 0: it was not         */
    char *since;       /* "CHANGED 03:12 by M. Bakker: severity MEDIUM to HIGH", or ""      */
} PkDetail;
void pk_detail_free(PkDetail *detail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDetail, pk_detail_free)

PkDetail *pk_detail_load(PkApp *app, int64_t incident_key, GError **error);

/* The same, with what others changed after the version that was seen last. */
PkDetail *pk_detail_load_since(PkApp *app, int64_t incident_key, int64_t version, GError **error);

/* Finds the incident a person means: "I26-0412", "412", a uuid. Errors: MISSING, INVALID. */
bool pk_incident_resolve(PkApp *app, const char *text, int64_t *ret_key, GError **error);

/* ---- timeline ------------------------------------------------------------------------------- */

typedef enum {
    PK_BY_EVENT,    /* when it happened                                         */
    PK_BY_RECEIVED, /* when this database knew it: what did we know at 02:40?   */
} PkLineOrder;

typedef struct {
    int64_t incident_key; /* 0 and all: every line; 0 without all: the duty log  */
    bool all;
    const char *filter; /* over lines; NULL: none                              */
    PkLineOrder order;
    unsigned limit; /* newest so many lines; 0: 5,000                      */
} PkTimelineAsk;

typedef struct {
    PkLine *line;
    char *ident;       /* of its incident, "" for none                        */
    char *initials;    /* of the author                                       */
    int64_t number;    /* of the line in its incident, from 1, as received: it never changes */
    int64_t gap_us;    /* since the row above it; 0 for the first           */
    bool gap;          /* nothing at all was recorded for longer than the setting while the
                          incident was open; gap_us is then that silence    */
    PkLine *corrected; /* what it was, when this line corrects one (NULL: none); borrowed */
} PkTimelineRow;

typedef struct {
    PkIncident *incident; /* NULL for several                                     */
    char *place;
    GPtrArray *rows;     /* PkTimelineRow, oldest first                          */
    unsigned n_lines;    /* all lines of the incident, shown or not              */
    unsigned n_pins;     /* of the rows                                          */
    unsigned n_gaps;     /* of the rows                                          */
    unsigned n_left_out; /* lines of incidents that may not be seen, among those read     */
    unsigned n_unread;   /* rows whose text may not be read (PkLine.hidden)               */
    bool more;           /* older lines were left out by limit                   */
    bool chain_ok;       /* every hash, number and text of the incident agrees   */
    char *chain_said;    /* "chain OK: 63 lines, last 9f3c-21ab", or what breaks;
                            "" over several incidents: pk_verify_run walks those */
    GPtrArray *notices;
    GPtrArray *hidden; /* PkLine: lines without a row that `corrected` may point to */
} PkTimeline;
void pk_timeline_free(PkTimeline *timeline);

/* What stands in the place of a text that this person may not read (PkLine.hidden). Static. */
const char *pk_line_unread(const PkLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkTimeline, pk_timeline_free)

PkTimeline *pk_timeline_load(PkApp *app, const PkTimelineAsk *ask, size_t *ret_at, GError **error);

/* ---- overview and ribbon -------------------------------------------------------------------- */

typedef struct {
    GPtrArray *pages;         /* PkPageRow (piket/app/page.h): open, loud ones first   */
    unsigned n_loud;          /* of them: nobody takes care of it                      */
    GPtrArray *handovers;     /* PkHandoverView: wait to be accepted                   */
    GPtrArray *incidents;     /* PkIncidentRow: open, worst first, at most 50          */
    unsigned n_open;          /* counted up to 1000                                    */
    unsigned n_hidden;        /* open ones that this person may not see                */
    GPtrArray *clocks;        /* PkClockView: running or overdue, nearest first, <= 50 */
    GPtrArray *actions;       /* PkStandingAction of this person with a due time       */
    GPtrArray *action_idents; /* strings, beside actions                           */
    bool empty;               /* nothing recorded yet: the first screen               */
    int64_t changed_us;       /* last change by anybody, 0: none                       */
    PkWatchState watch;       /* is there one: without it pages do not go on           */
} PkOverview;
void pk_overview_free(PkOverview *overview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkOverview, pk_overview_free)

PkOverview *pk_overview_load(PkApp *app, GError **error);

/* ---- register ------------------------------------------------------------------------------- */

/* All places for completion, with what ranking needs; the index is built once per register
 * version. The snapshot owns both. */
typedef struct {
    GArray *places; /* PkPlace */
    PkMatch *match;
} PkPlaces;
void pk_places_free(PkPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPlaces, pk_places_free)
PkPlaces *pk_places_load(PkApp *app, GError **error);

typedef struct {
    PkOrg *org;
    GPtrArray *aliases;   /* strings, old names with their year: "Uden (2022)" */
    GPtrArray *contacts;  /* PkContact */
    GPtrArray *incidents; /* PkIncidentRow: newest 20 in which it is a party   */
    unsigned n_contacts;
} PkCard;
void pk_card_free(PkCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCard, pk_card_free)
PkCard *pk_card_load(PkApp *app, int64_t org_key, GError **error);

/* Organisations by a filter (text, gm, vr, kind...) in name order: PkCard without incidents. */
GPtrArray *pk_register_load(PkApp *app, const char *filter, unsigned limit, size_t *ret_at,
                            GError **error);

/* ---- search --------------------------------------------------------------------------------- */

typedef struct {
    PkIncidentRow *row;
    char *snippet; /* the line that matched, around the word; "" when the title did */
    int64_t line_key;
    PkTlp line_tlp; /* of that line: the snippet may go no further than it            */
} PkHit;
void pk_hit_free(PkHit *hit);

/* Newest first. ret_more (may be NULL): there are more than limit. */
GPtrArray *pk_search(PkApp *app, const char *query, unsigned limit, bool *ret_more, size_t *ret_at,
                     GError **error);
