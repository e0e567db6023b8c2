/* SPDX-License-Identifier: EUPL-1.2 */
/* Words for states and kinds: one table for the database, both languages, input and output.
 *
 * The key is English, stable, and what the database, the command line and JSON hold; the Dutch
 * word is shown and accepted. Source: docs/architecture.md and the glossary. */
#pragma once

#include "piket/base/i18n.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int value;
    const char *key;     /* "not_affected": database, command line, JSON             */
    const char *en;      /* shown in English, lower case ("not affected")            */
    const char *nl;      /* shown in Dutch, lower case ("niet getroffen")            */
    const char *aliases; /* further accepted words, separated by one space, or ""    */
} PkWord;

typedef struct {
    const char *name; /* what the table is about, translatable: "status", "severity" */
    const PkWord *words;
    size_t n_words;
} PkWords;

typedef enum {
    PK_STATUS_REPORT,
    PK_STATUS_INVESTIGATION,
    PK_STATUS_CONTAINED,
    PK_STATUS_RECOVERY,
    PK_STATUS_CLOSED,
} PkStatus;

typedef enum {
    PK_PARTY_POSSIBLE,
    PK_PARTY_AFFECTED,
    PK_PARTY_CONTAINED,
    PK_PARTY_RECOVERING,
    PK_PARTY_CLOSED,
    PK_PARTY_NOT_AFFECTED,
} PkPartyStatus;

/* What an organisation is to an incident. */
typedef enum {
    PK_PARTY_ROLE_AFFECTED,
    PK_PARTY_ROLE_POSSIBLE,
    PK_PARTY_ROLE_REPORTER,
    PK_PARTY_ROLE_SUPPLIER,
    PK_PARTY_ROLE_CHAIN,
    PK_PARTY_ROLE_ASSISTING,
} PkPartyRole;

/* The nine choices of the night form; the digit on the form is value + 1. */
typedef enum {
    PK_KIND_RANSOMWARE,
    PK_KIND_BREACH,
    PK_KIND_DDOS,
    PK_KIND_PHISHING,
    PK_KIND_OUTAGE,
    PK_KIND_INTRUSION,
    PK_KIND_VULNERABILITY,
    PK_KIND_SUPPLIER,
    PK_KIND_OTHER,
} PkKind;

/* 0 means not known yet. */
typedef enum {
    PK_SEVERITY_NONE = 0,
    PK_SEVERITY_LOW = 1,
    PK_SEVERITY_MEDIUM,
    PK_SEVERITY_HIGH,
    PK_SEVERITY_CRITICAL,
} PkSeverity;

/* How the report came in. */
typedef enum {
    PK_SOURCE_TELEPHONE,
    PK_SOURCE_VOICEMAIL,
    PK_SOURCE_MAIL,
    PK_SOURCE_SOC,
    PK_SOURCE_PARTNER,
    PK_SOURCE_OWN,
    PK_SOURCE_IMPORT,
} PkSource;

/* Category of a journal line. */
typedef enum {
    PK_CAT_REPORT,
    PK_CAT_CONTACT,
    PK_CAT_AWARE,
    PK_CAT_TECH,
    PK_CAT_DECISION,
    PK_CAT_ACTION,
    PK_CAT_COMMS,
    PK_CAT_STATUS, /* a change of status, field, label or party made through Piket */
    PK_CAT_SYSTEM,
} PkCategory;

typedef enum {
    PK_ORG_MUNICIPALITY,
    PK_ORG_INTERMUNICIPAL,
    PK_ORG_REGION, /* safety region */
    PK_ORG_WATER_BOARD,
    PK_ORG_PROVINCE,
    PK_ORG_MINISTRY,
    PK_ORG_SUPPLIER,
    PK_ORG_PARTNER,
    PK_ORG_CSIRT,
    PK_ORG_OTHER,
} PkOrgKind;

typedef enum {
    PK_CONTACT_ACIB, /* general security contact                     */
    PK_CONTACT_VCIB, /* trusted contact: signed form and intake talk */
    PK_CONTACT_CISO,
    PK_CONTACT_PO,
    PK_CONTACT_FG,
    PK_CONTACT_ONCALL,
    PK_CONTACT_SPOKESPERSON,
    PK_CONTACT_SUPPLIER_DESK,
    PK_CONTACT_EXECUTIVE,
    PK_CONTACT_DESK,
} PkContactRole;

typedef enum {
    PK_CLOCK_RUNNING,
    PK_CLOCK_NOT_SURE, /* start or duty unknown */
    PK_CLOCK_MET,
    PK_CLOCK_MET_LATE,
    PK_CLOCK_OVERDUE,
    PK_CLOCK_NOT_APPLICABLE,
} PkClockState;

/* Personal data involved? Asked-but-unknown differs from never asked. */
typedef enum {
    PK_TRISTATE_EMPTY,
    PK_TRISTATE_UNKNOWN, /* asked, not known: '?' in a picker */
    PK_TRISTATE_NO,
    PK_TRISTATE_YES,
} PkTristate;

/* The kinds of help the IBD names; a need is a set of bits 1 << value. */
typedef enum {
    PK_NEED_ADVICE,    /* technical advice by telephone               */
    PK_NEED_COMMS,     /* communication advice and spokesmanship      */
    PK_NEED_PRIVACY,   /* privacy advice                              */
    PK_NEED_AID,       /* assistance of other municipalities          */
    PK_NEED_TEAM,      /* a seat in the crisis team                   */
    PK_NEED_STATE,     /* a line to the State                         */
    PK_NEED_SUPPLIERS, /* a line to suppliers                         */
    PK_NEED_TOWNS,     /* a line to other municipalities              */
    PK_NEED_SECOND,    /* second opinion                              */
    PK_NEED_EVALUATE,  /* help with the evaluation                    */
} PkNeed;

/* How exactly a date is known. */
typedef enum {
    PK_PRECISION_SECOND,
    PK_PRECISION_DAY,
    PK_PRECISION_MONTH,
    PK_PRECISION_YEAR,
} PkPrecision;

/* Rungs of the duty: who is called first, who stands behind, who decides. */
typedef enum {
    PK_DUTY_OFFICER,
    PK_DUTY_BACKUP,
    PK_DUTY_MANAGER,
    PK_N_DUTIES,
} PkDuty;

/* Why somebody is on duty at some moment. */
typedef enum {
    PK_SHIFT_PATTERN, /* by a pattern: not a row of its own                  */
    PK_SHIFT_IMPORT,  /* read from a calendar                                */
    PK_SHIFT_SET,     /* these and the rest are set above patterns           */
    PK_SHIFT_TAKE,    /* "I take it"                                         */
    PK_SHIFT_SWAP,
    PK_SHIFT_HOLIDAY, /* who holds a holiday                                 */
} PkShiftSource;

/* What a pattern does on holidays. */
typedef enum {
    PK_HOLIDAYS_SAME, /* holds as on any day      */
    PK_HOLIDAYS_SKIP, /* does not hold then       */
    PK_HOLIDAYS_ONLY, /* holds then and only then */
} PkHolidays;

extern const PkWords pk_words_duty;
extern const PkWords pk_words_shift_source;
extern const PkWords pk_words_holidays;
extern const PkWords pk_words_status;
extern const PkWords pk_words_party_status;
extern const PkWords pk_words_party_role;
extern const PkWords pk_words_kind;
extern const PkWords pk_words_severity;
extern const PkWords pk_words_source;
extern const PkWords pk_words_category;
extern const PkWords pk_words_org_kind;
extern const PkWords pk_words_contact_role;
extern const PkWords pk_words_clock_state;
extern const PkWords pk_words_tristate;
extern const PkWords pk_words_need;
extern const PkWords pk_words_precision;

/* The word for value shown in lang; "?" when the value is not in the table. Static. */
const char *pk_word_in(const PkWords *words, int value, PkLang lang);

/* The same in the language of the program (pk_i18n_lang). */
const char *pk_word(const PkWords *words, int value);

/* The same in capitals ("ONDERZOEK"), as lists and the timeline show states. Owned. */
char *pk_word_caps(const PkWords *words, int value);

/* The English key; "unknown" when the value is not in the table. Static. */
const char *pk_word_key(const PkWords *words, int value);

/* Reads a key, an English or Dutch word, an alias, or (severity) its digit; case does not matter,
 * '-', '_' and space are one.
 * Errors: PK_ERROR_INVALID naming all words of the table in the program's language, as
 * "severity knows low, medium, high, critical". */
bool pk_word_parse(const PkWords *words, const char *text, int *ret_value, GError **error);
