/* SPDX-License-Identifier: EUPL-1.2 */
/* PostgreSQL servers of one test, which it may stop, freeze and kill (tests/support/cluster.sh has
 * the verbs). They go with the process. */
#pragma once

#include <glib.h>

typedef struct PkCluster PkCluster;

/* verb "start" or "pair-start", options of cluster.sh. NULL when this machine has no server, after
 * g_test_skip() said so: the test then returns. */
PkCluster *pk_cluster_start(const char *verb, const char *options);

/* Removes all of it; NULL is fine. */
void pk_cluster_free(PkCluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCluster, pk_cluster_free)

/* Tells cluster.sh a verb, with what stands behind the folder ("" for nothing); fails the test when
 * that fails. */
void pk_cluster_tell(const PkCluster *cluster, const char *verb, const char *more);

/* An address as the superuser: "one", "two", "pair" or "tcp". Owned. */
char *pk_cluster_url(const PkCluster *cluster, const char *which);

/* Where it is. */
const char *pk_cluster_dir(const PkCluster *cluster);

/* Makes a Piket database of an address (as superuser). */
void pk_cluster_init(const char *url);

/* Waits, in the server of an address, until a condition (SQL) holds. */
void pk_cluster_until(const char *url, const char *condition);
