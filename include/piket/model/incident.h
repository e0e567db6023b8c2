/* SPDX-License-Identifier: EUPL-1.2 */
/* Incident: a report from its first second (status `report`) until it is closed.
 *
 * Pure model: no clock, no SQL. Saving is always possible; what lacks is listed
 * (pk_incident_missing) and only closing asks for all of it (ux.md 3.9). */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PK_TITLE_MAX = 200,    /* characters                                 */
    PK_TITLE_COLUMNS = 60, /* a title made from the note is cut here     */
    PK_NAME_MAX = 200,     /* characters of a name, a role, a login      */
};

/* Times are microseconds since 1970-01-01 UTC; 0 is "not known". Strings are clean lines
 * (pk_text_check, PK_TEXT_LINE), owned, NULL when not known. */
typedef struct {
    int64_t key;
    char *uuid;
    char *ident; /* "I26-0412" */
    PkStatus status;
    int64_t status_since_us;
    char *title;
    guint kinds;     /* bits 1 << PkKind                                        */
    char *rsit;      /* "class" or "class/type" (piket/model/rsit.h), or NULL   */
    int severity;    /* a PkSeverity; PK_SEVERITY_NONE: not known yet           */
    PkTlp tlp;       /*                                                         */
    char *tlp_by;    /* who set it: "default", "source" or "ours"               */
    PkSource source; /* how it came in                                          */
    char *reporter;  /* name of the caller                                      */
    char *reporter_role;
    char *reporter_phone; /* as given by the caller: never call back on this    */
    bool caller_verified; /* the call-back check succeeded                      */
    int64_t occurred_us;  /* observed                                           */
    PkPrecision occurred_precision;
    int64_t aware_us;    /* the municipality's awareness: starts legal clocks  */
    int64_t received_us; /* the call started                                   */
    int64_t opened_us;   /* first saved in a database                          */
    int64_t callback_us; /* promised to call back                              */
    PkTristate personal_data;
    guint needs;         /* bits 1 << PkNeed                                   */
    char *lead;          /* login of who handles it                            */
    char *import_source; /* both or neither: where it was imported from        */
    char *import_id;
    int64_t closed_us;
    int64_t version; /* counts changes; an edit of an older one is refused */
    /* For lists: */
    char *org_name; /* of the first party; NULL when there is none        */
    char *org_code; /* CBS code of it, or NULL                            */
    int n_parties;
    int64_t n_lines;
    int64_t changed_us;
    char *changed_by;
} PkIncident;

/* An incident with the defaults of a new report: status report, TLP:AMBER by "default", severity
 * not known, source telephone. Owned. */
PkIncident *pk_incident_new(void);
PkIncident *pk_incident_copy(const PkIncident *incident);
void pk_incident_free(PkIncident *incident);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkIncident, pk_incident_free)

/* Whether the incident may be saved: title 1..PK_TITLE_MAX characters, strings clean lines of at
 * most PK_NAME_MAX, known values in every table, awareness and occurrence not after now_us + 1 day
 * (a typing error in the year), import source and id together.
 * Errors: PK_ERROR_INVALID with the sentence for the status line. */
bool pk_incident_check(const PkIncident *incident, int64_t now_us, GError **error);

/* The level of ux.md 3.6 for a change of status: 0 when it is no change, 2 for a step forward or
 * back (a step back is an undo or a reopening), 4 for closing: a word or the id must be typed. */
int pk_incident_step_level(PkStatus from, PkStatus to);

/* True for a step back, which asks for a reason in the journal. */
bool pk_incident_step_is_back(PkStatus from, PkStatus to);

/* What is still empty, as translated names ("municipality", "call-back number", "kind" ...), for
 * "Still empty: ..." and the mark INCOMPLETE. "Asked, not known" counts as filled in. A report of
 * our own or from an import needs no call-back number. Owned array of static strings. */
GPtrArray *pk_incident_missing(const PkIncident *incident);

/* pk_incident_missing and, on top, what closing needs: the RSIT class. */
GPtrArray *pk_incident_missing_to_close(const PkIncident *incident);

/* Whether it may be closed: nothing missing, no party open, no standing action open.
 * Errors: PK_ERROR_INVALID, naming everything that stands in the way at once. */
bool pk_incident_may_close(const PkIncident *incident, unsigned n_open_parties,
                           unsigned n_open_actions, GError **error);

/* The title of a report until somebody edits it: the first sentence of the note cut at
 * PK_TITLE_COLUMNS, else kind and organisation ("Ransomware Oefendam"), else "Report". note and
 * org_name may be NULL. Owned. */
char *pk_incident_title(const char *note, guint kinds, const char *org_name);

/* "ransomware, breach": the words of a set of bits, in the program's language. "" for 0. Owned. */
char *pk_bits_words(const PkWords *words, guint bits);

/* The same as keys separated by one space, for the database and JSON ("ransomware breach"). Owned.
 */
char *pk_bits_keys(const PkWords *words, guint bits);

/* Reads words of a table separated by commas or spaces (keys, or words of one word).
 * Errors: as pk_word_parse. */
bool pk_bits_parse(const PkWords *words, const char *text, guint *ret_bits, GError **error);
