/* SPDX-License-Identifier: EUPL-1.2 */
#include "appkit.h"

#include "pg.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/model/seal.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "piket/store/origin_store.h"
#include "piket/store/person_store.h"

#include "piketdb.h"

#include <glib/gstdio.h>

static PkApp *
open_as(const Kit *kit, const char *login, const char *name)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = kit->file, .login = login, .name = name };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

bool
kit_on_server(void)
{
    return g_strcmp0(g_getenv("PIKET_TEST_ENGINE"), "postgresql") == 0;
}

bool
kit_skips(const char *why)
{
    if (kit_on_server())
        g_test_skip(why);
    return kit_on_server();
}

void
kit_start(Kit *kit)
{
    g_autoptr(GError) error = NULL;

    *kit = (Kit){ 0 };
    g_setenv("PIKET_TEST_NOW", KIT_NOW, TRUE);
    kit->dir = g_dir_make_tmp("piket-app-XXXXXX", &error);
    g_assert_no_error(error);
    kit->file = kit_on_server() ? pk_test_pg_ready_for("jdevries", "J. de Vries")
                                : g_build_filename(kit->dir, "data", "piket.db", NULL);
    kit->app = open_as(kit, "jdevries", "J. de Vries");
}

static int64_t
insert_org(Kit *kit, const char *name, const char *code, PkOrgKind kind, int64_t region)
{
    g_autoptr(PkOrg) org = pk_org_new();
    g_autoptr(GError) error = NULL;

    org->uuid = pk_uuid_new(pk_clock_now_us());
    org->name = g_strdup(name);
    org->code = g_strdup(code);
    org->kind = kind;
    org->region_key = region;
    org->joined = true;
    pk_org_insert(kit->db, org, &error);
    g_assert_no_error(error);
    return org->key;
}

void
kit_register(Kit *kit)
{
    g_autoptr(GError) error = NULL;

    pk_app_make_file(kit->app, &error);
    g_assert_no_error(error);
    kit->db = pk_db_open(kit->file, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    kit->region = insert_org(kit, "VR Voorbeeldland", "VR91", PK_ORG_REGION, 0);
    kit->voorbeeldstad =
        insert_org(kit, "Voorbeeldstad", "GM9001", PK_ORG_MUNICIPALITY, kit->region);
    kit->oefendam = insert_org(kit, "Oefendam", "GM9002", PK_ORG_MUNICIPALITY, kit->region);
    kit->testerwoude = insert_org(kit, "Testerwoude", "GM9003", PK_ORG_MUNICIPALITY, kit->region);
    kit->nergenshuizen = insert_org(kit, "Nergenshuizen", "GM9004", PK_ORG_MUNICIPALITY, 0);
}

static void
remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);

    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR))
            remove_tree(inner);
        else
            g_unlink(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(path);
}

void
kit_stop(Kit *kit)
{
    pk_app_close(kit->app);
    pk_db_close(kit->db);
    if (kit_on_server())
        pk_test_pg_drop(kit->file);
    remove_tree(kit->dir);
    g_free(kit->dir);
    g_free(kit->file);
    *kit = (Kit){ 0 };
}

void
kit_later(int seconds)
{
    g_autoptr(GDateTime) then =
        g_date_time_new_from_unix_utc(pk_clock_now_us() / G_USEC_PER_SEC + seconds);
    g_autofree char *text = g_date_time_format(then, "%Y-%m-%dT%H:%M:%SZ");

    g_setenv("PIKET_TEST_NOW", text, TRUE);
}

PkApp *
kit_other(Kit *kit, const char *login, const char *name, const char *roles)
{
    g_autoptr(GError) error = NULL;

    if (kit_on_server()) {
        g_autofree char *url =
            pk_test_pg_person_called(kit->file, login, name, roles ? roles : "officer coordinator");
        PkAppConfig config = { .where = url };
        PkApp *app = pk_app_open(&config, &error);
        g_assert_no_error(error);
        return app;
    }
    if (roles) {
        PkPerson person = { (char *)login, (char *)name, (char *)"xx",
                            (char *)roles, PK_TLP_GREEN, true };
        pk_person_insert(kit->db, &person, &error);
        g_assert_no_error(error);
    }
    return open_as(kit, login, name);
}

int64_t
kit_report(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkReport report = { .org_key = kit->voorbeeldstad,
                        .reporter = (char *)"S. de Boer",
                        .reporter_phone = (char *)"06 0000 0001",
                        .note = (char *)"Files on the file server are encrypted. Note found.",
                        .kinds = 1u << PK_KIND_RANSOMWARE,
                        .severity = PK_SEVERITY_CRITICAL,
                        .aware_us = KIT_NOW_US };

    pk_report_save(kit->app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

/* ---- looking -------------------------------------------------------------------------------- */

typedef struct {
    int64_t incident;
    PkSealCheck *check;
    int64_t n;
} Walk;

static void
finish_journal(Walk *walk)
{
    if (!walk->check)
        return;
    g_autoptr(PkSealReport) report = pk_seal_check_finish(walk->check);
    if (!report->whole)
        g_error("%s", report->sentence);
    g_clear_pointer(&walk->check, pk_seal_check_free);
}

static bool
feed(const PkLine *line, void *data, G_GNUC_UNUSED GError **error)
{
    Walk *walk = data;

    if (!walk->check || walk->incident != line->incident_key) {
        finish_journal(walk);
        walk->check = pk_seal_check_new(line->incident_uuid, NULL);
        walk->incident = line->incident_key;
    }
    pk_seal_check_feed(walk->check, line);
    walk->n++;
    return true;
}

int64_t
kit_verify(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    Walk walk = { 0 };

    pk_line_each(kit->db, 0, INT64_MAX >> PK_LINE_SHIFT, feed, &walk, &error);
    g_assert_no_error(error);
    finish_journal(&walk);
    return walk.n;
}

void
kit_tell(Kit *kit, int64_t incident_key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkIncident) incident =
        incident_key ? pk_incident_get(kit->db, incident_key, &error) : NULL;
    g_autoptr(PkOrigin) origin = pk_origin_current(kit->db, &error);
    g_autoptr(PkLine) line = pk_line_new();
    PkChain chain;

    g_assert_no_error(error);
    pk_chain_lock(kit->db, incident_key, origin->key, &chain, &error);
    g_assert_no_error(error);
    line->incident_key = incident_key;
    line->incident_uuid = incident ? g_strdup(incident->uuid) : NULL;
    line->origin = origin->key;
    line->origin_uuid = g_strdup(origin->uuid);
    line->no = chain.last_no + 1;
    line->uuid = pk_uuid_new(KIT_NOW_US);
    line->event_us = line->recorded_us = line->received_us = KIT_NOW_US;
    line->author = g_strdup(pk_db_user(kit->db) ? pk_db_user(kit->db) : "jdevries");
    line->text = g_strdup("Told");
    pk_seal_line(line, chain.last_no ? chain.head : NULL);
    pk_line_append(kit->db, line, &error);
    g_assert_no_error(error);
}

char *
kit_last(Kit *kit, int64_t incident_key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) lines = pk_line_list_before(kit->db, incident_key, 0, 1, &error);

    g_assert_no_error(error);
    return lines->len ? g_strdup(((PkLine *)lines->pdata[0])->text) : NULL;
}

int64_t
kit_rows(Kit *kit)
{
    static const PkSql count = { "count",
                                 "SELECT (SELECT count(*) FROM incident) + "
                                 "(SELECT count(*) FROM line) + (SELECT count(*) FROM line_text) + "
                                 "(SELECT count(*) FROM party) + (SELECT count(*) FROM clock) + "
                                 "(SELECT count(*) FROM action) + (SELECT count(*) FROM pin) + "
                                 "(SELECT count(*) FROM org) + (SELECT count(*) FROM person) + "
                                 "(SELECT coalesce(sum(version), 0) FROM incident) + "
                                 "(SELECT coalesce(sum(version), 0) FROM party)",
                                 0, NULL };
    g_autoptr(GError) error = NULL;
    int64_t n = 0;

    pk_db_number(kit->db, &count, PK_NO_ARGS, &n, NULL, &error);
    g_assert_no_error(error);
    return n;
}
