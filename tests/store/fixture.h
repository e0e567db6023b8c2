/* SPDX-License-Identifier: EUPL-1.2 */
/* What every store contract needs: an empty database of each engine, and things to put in it. */
#pragma once

#include "piket/model/line.h"
#include "piket/model/seal.h"
#include "piket/store/action_store.h"
#include "piket/store/clock_store.h"
#include "piket/store/contact_store.h"
#include "piket/store/counter_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/migrate.h"
#include "piket/store/org_store.h"
#include "piket/store/origin_store.h"
#include "piket/store/party_store.h"
#include "piket/store/person_store.h"
#include "piket/store/reference_store.h"

#include "pg.h"
#include "piketdb.h"

#include <string.h>

#define T0      INT64_C(1773109440000000) /* 2026-03-10 02:24:00 UTC */
#define HOUR_US INT64_C(3600000000)

#define ok(call)                                                                                   \
    do {                                                                                           \
        g_autoptr(GError) ok_error_ = NULL;                                                        \
        GError **error = &ok_error_;                                                               \
        bool ok_ = (call);                                                                         \
        g_assert_no_error(ok_error_);                                                              \
        g_assert_true(ok_);                                                                        \
    } while (0)

/* One entry an engine. */
typedef struct {
    const char *name;
    PkDb *(*open_empty)(void);
} Engine;

G_GNUC_UNUSED static PkDb *
open_empty_sqlite(void)
{
    g_autoptr(GError) problem = NULL;
    PkDb *db = pk_db_open(":memory:", PK_DB_CREATE, &problem);

    g_assert_no_error(problem);
    pk_migrate(db, NULL, NULL, &problem);
    g_assert_no_error(problem);
    return db;
}

/* As a person who has every role: the owner would walk past every right. */
G_GNUC_UNUSED static PkDb *
open_empty_postgres(void)
{
    g_autofree char *url = pk_test_pg_piket("jdv");
    g_autoptr(GError) problem = NULL;
    PkDb *db = pk_db_open(url, PK_DB_WRITE, &problem);
    g_assert_no_error(problem);
    return db;
}

static const Engine engines[] = { { "sqlite", open_empty_sqlite },
                                  { "postgresql", open_empty_postgres } };

G_GNUC_UNUSED static PkDb *
open_empty(const void *engine)
{
    return ((const Engine *)engine)->open_empty();
}

static void
skip(G_GNUC_UNUSED const void *engine)
{
    g_test_skip("no PostgreSQL server is installed on this machine");
}

G_GNUC_UNUSED static void
add(const char *name, GTestDataFunc test)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(engines); i++) {
        g_autofree char *path = g_strdup_printf("/store/%s/%s", engines[i].name, name);
        bool there = i == 0 || pk_test_pg_there();
        g_test_add_data_func(path, &engines[i], there ? test : skip);
    }
}

G_GNUC_UNUSED static int64_t
add_origin(PkDb *db, bool is_current)
{
    g_autofree char *uuid = g_uuid_string_random();
    PkOrigin origin = { 0, uuid, (char *)"", T0, is_current };

    ok(pk_origin_insert(db, &origin, error));
    return origin.key;
}

/* number 412 gives I26-0412. A transaction must be open. */
G_GNUC_UNUSED static PkIncident *
add_incident(PkDb *db, int number, const char *title, int64_t received_us)
{
    PkIncident *incident = pk_incident_new();

    incident->uuid = g_uuid_string_random();
    incident->ident = g_strdup_printf("I26-%04d", number);
    g_free(incident->title);
    incident->title = g_strdup(title);
    incident->received_us = incident->opened_us = incident->changed_us = received_us;
    incident->status_since_us = received_us;
    g_free(incident->changed_by);
    incident->changed_by = g_strdup("jdv");
    ok(pk_incident_insert(db, incident, error));
    return incident;
}

G_GNUC_UNUSED static int64_t
add_org(PkDb *db, PkOrgKind kind, const char *name, int64_t region)
{
    g_autoptr(PkOrg) org = pk_org_new();

    org->uuid = g_uuid_string_random();
    org->kind = kind;
    org->name = g_strdup(name);
    org->region_key = region;
    ok(pk_org_insert(db, org, error));
    return org->key;
}

G_GNUC_UNUSED static int64_t
add_party(PkDb *db, int64_t incident, int64_t org, PkPartyRole role, PkPartyStatus status)
{
    g_autoptr(PkParty) party = pk_party_new();
    g_autofree char *uuid = g_uuid_string_random();

    party->incident_key = incident;
    party->org_key = org;
    party->role = role;
    party->status = status;
    ok(pk_party_insert(db, party, uuid, T0, NULL, error));
    return party->key;
}

/* Seals and appends. A transaction must be open. */
G_GNUC_UNUSED static PkLine *
add_line(PkDb *db, const PkIncident *incident, int64_t origin, const char *text)
{
    PkLine *line = pk_line_new();
    PkChain chain;
    g_autoptr(PkOrigin) current = NULL;
    g_autoptr(GError) problem = NULL;

    current = pk_origin_current(db, &problem);
    g_assert_no_error(problem);
    ok(pk_chain_lock(db, incident ? incident->key : 0, origin, &chain, error));
    line->incident_key = incident ? incident->key : 0;
    line->incident_uuid = incident ? g_strdup(incident->uuid) : NULL;
    line->origin = origin;
    line->origin_uuid = g_strdup(current->uuid);
    line->no = chain.last_no + 1;
    line->uuid = g_uuid_string_random();
    line->event_us = line->recorded_us = line->received_us = T0 + line->no;
    line->author = g_strdup("jdv");
    line->text = g_strdup(text);
    memset(line->salt, (int)line->no, sizeof line->salt);
    pk_seal_line(line, chain.last_no ? chain.head : NULL);
    ok(pk_line_append(db, line, error));
    return line;
}

/* The line without which a server takes no change of an incident, or of what hangs on it; NULL: of
 * a person. A transaction must be open. */
G_GNUC_UNUSED static void
tell(PkDb *db, const PkIncident *incident)
{
    g_autoptr(PkOrigin) current = pk_origin_current(db, NULL);
    int64_t origin = current ? current->key : add_origin(db, true);

    pk_line_free(add_line(db, incident, origin, "Told"));
}

/* A change and its line, in a transaction of their own. */
#define told(db, incident, call)                                                                   \
    do {                                                                                           \
        ok(pk_db_begin(db, error));                                                                \
        ok(call);                                                                                  \
        tell(db, incident);                                                                        \
        ok(pk_db_commit(db, error));                                                               \
    } while (0)
