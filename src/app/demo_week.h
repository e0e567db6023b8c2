/* SPDX-License-Identifier: EUPL-1.2 */
/* The practice week as tables; demo.c plays them. Everything in it is invented. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>

/* The same sentence in both languages. */
typedef struct {
    const char *en, *nl;
} PkDemoText;

typedef struct {
    const char *code, *name, *region; /* region: name of one, or NULL */
    PkOrgKind kind;
} PkDemoOrg;

typedef struct {
    const char *org;
    PkContactRole role;
    const char *name, *phone;
    bool is_24x7;
    int checked_days, signed_days; /* ago; -1: never */
    PkDemoText source;
} PkDemoContact;

typedef struct {
    int minutes; /* ago */
    const char *by;
    PkSource source;
    const char *orgs; /* as typed: commas, vr:NAME; the first is the reporter's */
    const char *reporter, *role, *phone;
    PkDemoText note, title;
    guint kinds;
    PkSeverity severity;
    PkTlp tlp;
    int occurred; /* minutes before the call, 0: not known        */
    int aware;    /* minutes after the call, -1: not known        */
    PkTristate personal;
    guint needs;
    int callback; /* promised so many minutes from now, 0: no    */
} PkDemoIncident;

typedef struct {
    int incident; /* index in the table above, from 0            */
    int minutes;  /* ago: when it was recorded                   */
    int before;   /* the event was so many minutes earlier       */
    const char *by;
    PkCategory category;
    PkDemoText text;
    bool pin, corrects; /* corrects the last pinned decision     */
    int status;         /* PkStatus to set after it, -1: none    */
} PkDemoLine;

extern const PkDemoOrg pk_demo_orgs[];
extern const size_t pk_demo_n_orgs;
extern const PkDemoContact pk_demo_contacts[];
extern const size_t pk_demo_n_contacts;
extern const PkDemoIncident pk_demo_incidents[];
extern const size_t pk_demo_n_incidents;
extern const PkDemoLine pk_demo_lines[];
extern const size_t pk_demo_n_lines;
