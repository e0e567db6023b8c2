/* SPDX-License-Identifier: EUPL-1.2 */
/* A Piket database on the test run's PostgreSQL server. */
#pragma once

#include <glib.h>

/* Every role there is. */
#define PK_TEST_ALL_ROLES "officer coordinator lead reader auditor admin"

/* The address, for the person login who has every role, of a new database with Piket's schema and
 * no origin, incident or register in it. It goes when the process ends. NULL when there is no
 * server, after g_test_skip() said so. Owned. */
char *pk_test_pg_piket(const char *login);

/* The same, made by pk_db_init: with an origin and the register. The second says the name too. */
char *pk_test_pg_ready(const char *login);
char *pk_test_pg_ready_for(const char *login, const char *name);

/* Adds a person (and the database role) with these roles to the database of an address that
 * pk_test_pg_piket gave; the address for that person. Owned. */
char *pk_test_pg_person(const char *url, const char *login, const char *roles);
char *pk_test_pg_person_called(const char *url, const char *login, const char *name,
                               const char *roles);
