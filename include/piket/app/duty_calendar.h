/* SPDX-License-Identifier: EUPL-1.2 */
/* The rota from a calendar and to one (include/piket/format/ical.h).
 *
 * A rung has one calendar: what was imported for it and is in the window but no longer in the file
 * goes. What was set, taken or swapped by hand is never touched and stands above imported shifts,
 * and so are patterns. The same file twice changes nothing; nor does what pk_duty_export wrote: a
 * UID of this database is known again, and its shift is passed over with a notice. */
#pragma once

#include "piket/app/duty.h"
#include "piket/app/gate.h"

/* Behind the uuid of a shift in its UID: "0190..-20260313@piket". */
#define PK_DUTY_UID_SUFFIX "@piket"

enum { PK_DUTY_IMPORT_DAYS = 366 }; /* how far ahead a calendar is read unless asked otherwise */

typedef struct {
    PkDuty duty;
    int64_t from_us; /* shifts that touch [from_us, until_us)                           */
    int64_t until_us;
    /* Who is meant by what the file says: "Ans de Vries=avr", NULL-terminated; or NULL. Else a
     * person is known by login, name, or address for mail, in ATTENDEE or ORGANIZER, or as the one
     * name or "@login" that stands in the summary. */
    const char *const *people;
    bool dry_run;
} PkDutyImportWish;

typedef struct {
    unsigned n_same, n_added, n_changed, n_gone;
    GPtrArray *changes; /* sentences: what is added, changed, gone, by time               */
    GPtrArray *notices; /* about the file                                                 */
} PkDutyImport;
void pk_duty_import_free(PkDutyImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDutyImport, pk_duty_import_free)

/* Reads a calendar in memory; all of it, in one transaction with one line in the duty log, or
 * nothing. Needs PK_MAY_ROTA, also to try. Errors: INVALID (the file; persons that nobody knows,
 * each with its line) and those of change.h. ret_done may be NULL; its said is set in any case. */
PkDutyImport *pk_duty_import(PkApp *app, const PkDutyImportWish *wish, const char *bytes, size_t n,
                             int64_t now_us, PkDone *ret_done, GError **error);

typedef struct {
    int64_t from_us;
    int64_t until_us;
    const char *person; /* login or name of somebody who works here; NULL: everybody */
    unsigned duties;    /* bits 1 << PkDuty                                          */
} PkDutyExportWish;

/* The rota as a calendar, patterns too: UTC, the UID of a shift is its uuid. Names of persons on
 * duty are TLP:AMBER: out is asked and counts; what may not go is not in it. Owned; NULL on an
 * error: INVALID for a person that nobody knows. */
char *pk_duty_export(PkApp *app, const PkDutyExportWish *wish, PkOutgoing *out, int64_t now_us,
                     unsigned *ret_n, GError **error);
