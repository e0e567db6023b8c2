/* SPDX-License-Identifier: EUPL-1.2 */
/* What Piket's own triggers on the server refuse with, in the language of who reads it.
 *
 * A trigger raises 42501 with an English sentence, which psql shows as it is. The sentence is the
 * key: the table in the source has each of them once, with %s where the server fills something in,
 * and gettext has the rest. tests/lint/said.sh finds a sentence of schema/postgres that is not in
 * it. */
#pragma once

/* The same sentence in the language of the program. One that is not in the table comes back as it
 * is. Owned. */
char *pk_pg_said(const char *sentence);
