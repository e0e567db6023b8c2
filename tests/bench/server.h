/* SPDX-License-Identifier: EUPL-1.2 */
/* The same database on a PostgreSQL server, and libpq alone doing what Piket did there. */
#pragma once

#include "bench.h"

/* Copies the file into the server's database, which has the schema and nothing that is needed;
 * owner is the address of a superuser. Done once: a second call finds it there. */
void bench_server_fill(const char *path, const char *owner);

/* Statements as Piket sent them to the server, values included. */
typedef struct ServerReplay ServerReplay;

void bench_server_record(void);
/* What was recorded, prepared on a connection of its own. */
ServerReplay *bench_server_recorded(const char *where);
/* One after the other in a snapshot, every cell read. */
void bench_server_run(ServerReplay *replay);
void bench_server_free(ServerReplay *replay);

/* Processor time of the server processes that were spoken to, when they run on this machine. */
double bench_server_cpu_ms(void);
