/* SPDX-License-Identifier: EUPL-1.2 */
/* The PostgreSQL server of the test run, for tests in C. ctest's fixture "pg" starts it and writes
 * its address to the file PIKET_TEST_PG_FILE names; PIKET_TEST_PG names a server of your own.
 * Users log in as they like, without a password: add user=NAME to an address. Roles are shared by
 * all databases of the server, so a test that needs a role to itself gives it a name of its own. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Is there a server? Without one tests skip. */
bool pk_test_pg_there(void);

/* The address of a new, empty database, as the superuser:
 * postgresql:///NAME?host=...&user=postgres. It goes when the process ends. NULL when there is no
 * server, after g_test_skip() said so: the test then returns. */
char *pk_test_pg_database(void);

/* Does the server end with this run of ctest? */
bool pk_test_pg_own(void);

/* The address of the server, owned; NULL without one. */
char *pk_test_pg_server(void);

/* Gives the database url, that nobody is connected to, a name under which every process of this run
 * finds it. url NULL: only looks. Its address, owned; NULL when it is not there. */
char *pk_test_pg_keep(const char *name, const char *url);

/* A copy of a database of pk_test_pg_database() that nobody is connected to; it goes likewise. */
char *pk_test_pg_copy(const char *url);

/* The same address for another user, who need not exist yet. */
char *pk_test_pg_as(const char *url, const char *user);

/* Removes a database that was made here, whoever the address is for, now; who is still connected is
 * thrown out. */
void pk_test_pg_drop(const char *url);

/* Runs statements as whoever the address names and returns the first column of the first row of the
 * last one ("" for NULL, NULL when there is no row). The test fails on an error. */
char *pk_test_pg_ask(const char *url, const char *sql);
