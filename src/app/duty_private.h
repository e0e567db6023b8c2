/* SPDX-License-Identifier: EUPL-1.2 */
/* What reading and changing the rota share. */
#pragma once

#include "app_private.h"
#include "piket/app/duty.h"

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

/* "Fri 13 Mar 17:00 to 20:00", "Fri 13 Mar 17:00 to Fri 20 Mar 17:00". Owned. */
char *pk_duty_span(const PkApp *app, int64_t from_us, int64_t until_us);
