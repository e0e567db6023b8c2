/* SPDX-License-Identifier: EUPL-1.2 */
/* A throw-away data file with invented organisations, for tests of the use cases. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/store/db.h"

/* Tue 10 Mar 2026 03:14 CET. */
#define KIT_NOW    "2026-03-10T02:14:00Z"
#define KIT_NOW_US (INT64_C(1773108840) * 1000000)

typedef struct {
    char *dir;
    char *file;
    PkApp *app; /* of jdevries, who makes the file and has every role */
    PkDb *db;   /* a connection beside it, to look and to prepare; NULL before kit_register */
    int64_t region, voorbeeldstad, oefendam, testerwoude, nergenshuizen;
} Kit;

/* Do these tests run on PostgreSQL (PIKET_TEST_ENGINE=postgresql) instead of a file? */
bool kit_on_server(void);

/* A test about files says so on a server, and returns. */
bool kit_skips(const char *why);

/* The clock stands at KIT_NOW; the file does not exist yet. */
void kit_start(Kit *kit);

/* Makes the file and puts the invented register in it. */
void kit_register(Kit *kit);
void kit_stop(Kit *kit);

/* Moves the frozen clock forward. */
void kit_later(int seconds);

/* Another person on the same file, with these roles (NULL: as a newcomer). */
PkApp *kit_other(Kit *kit, const char *login, const char *name, const char *roles);

/* A whole report of Voorbeeldstad (ransomware, critical, aware now). Its key. */
int64_t kit_report(Kit *kit);

/* The line without which a server takes no change of an incident (0: of the rota) that a test makes
 * straight in the tables. A transaction of kit->db must be open. */
void kit_tell(Kit *kit, int64_t incident_key);

/* Every journal in the file: chains and numbers agree. Returns the number of lines. */
int64_t kit_verify(Kit *kit);

/* Text of the last line of an incident. Owned. */
char *kit_last(Kit *kit, int64_t incident_key);

/* Rows of all tables that people write in, to see that nothing changed. */
int64_t kit_rows(Kit *kit);
