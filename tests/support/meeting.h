/* SPDX-License-Identifier: EUPL-1.2 */
/* A server with two incidents and two laptops, for tests of what is written without the server. */
#pragma once

#include "appkit.h"
#include "piket/app/sync.h"
#include "piket/app/verify.h"

typedef struct {
    Kit kit;          /* the server                                                   */
    char *dir;        /* of the laptops                                               */
    char *path[2];    /* their outboxes                                               */
    char *away;       /* an address where nothing answers                             */
    int64_t incident; /* one of the server's incidents                                */
} Meet;

void meet_start(Meet *meet);
void meet_stop(Meet *meet);

/* The same server and laptops once more, as they are now: files copied, clock as it is. */
void meet_copy(const Meet *meet, Meet *ret_copy);

/* The server is found at the address where nothing answered. */
void meet_answer(const Meet *meet);

/* A laptop becomes what it was in a copy. */
void meet_put_back(Meet *meet, int laptop, const Meet *from);

/* A meeting of a laptop with the server. */
PkSyncReport *meet_sync(Meet *meet, int laptop);

/* The laptop without the server. */
PkApp *meet_laptop(const Meet *meet, int laptop);

/* On the laptop without the server: a report with an organisation that nobody knows, a line in it,
 * a line about the server's incident, and one in the duty log. The number of the report. Owned. */
char *meet_write(const Meet *meet, int laptop);
void meet_note(const Meet *meet, int laptop, int64_t incident, const char *text);

/* The lines of a database with all that is sealed, sorted: of one origin's tag, or (NULL) of all
 * origins; without those that tell of a delivery. Owned. */
char *meet_dump(const char *file, const char *tag, bool without_deliveries);

/* Incidents, parties, deadlines and actions by what identifies them everywhere. Owned. */
char *meet_things(const char *file);

/* Two dumps say the same; the first row that differs is shown. */
void meet_assert_same(const char *one, const char *other);

void meet_assert_whole(const PkVerify *verify);

/* Do these bytes stand anywhere in the file or the log beside it? */
bool meet_file_has(const char *file, const char *text);
