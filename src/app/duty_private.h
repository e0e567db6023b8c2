/* SPDX-License-Identifier: EUPL-1.2 */
/* What reading and changing the rota share. */
#pragma once

#include "app_private.h"
#include "piket/app/duty.h"

#include <jansson.h>

/* Names and numbers, read once for many rows. */
typedef struct {
    GHashTable *names;  /* login -> name                                        */
    GHashTable *phones; /* login -> number, of whom who asks may see            */
} PkDutyFaces;
void pk_duty_faces_clear(PkDutyFaces *faces);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDutyFaces, pk_duty_faces_clear)

/* Inside a transaction. */
bool pk_duty_faces(PkApp *app, PkDutyFaces *ret_faces, GError **error);

/* The name, or the login itself. Borrowed. */
const char *pk_duty_name(const PkDutyFaces *faces, const char *login);

/* Numbers of all who are on duty, or one's own only. */
bool pk_duty_sees_phones(const PkApp *app);

/* From when on a copy made at this moment tells the rota as the server did: eight weeks back. */
int64_t pk_duty_copied_from(int64_t copied_us);

/* "Fri 13 Mar 17:00 to 20:00", "Fri 13 Mar 17:00 to Fri 20 Mar 17:00". Owned. */
char *pk_duty_span(const PkApp *app, int64_t from_us, int64_t until_us);

/* Begins a change: the server is there and the right is given. */
bool pk_duty_begin(PkApp *app, PkRight right, GError **error);

/* Is it oneself, or may who works keep the rota? Errors: DENIED. */
bool pk_duty_own(PkApp *app, const char *login, GError **error);

/* The login of somebody who works here. Owned; NULL with INVALID. */
char *pk_duty_person(PkApp *app, const char *text, GError **error);

/* Writes a shift in the name of who works, now; its uuid is made. Owned, with its key. */
PkShift *pk_duty_add(PkApp *app, const PkShift *wish, GError **error);

/* The line in the duty log. Takes said and details. */
bool pk_duty_tell(PkApp *app, char *said, json_t *details, PkDone *done, GError **error);
