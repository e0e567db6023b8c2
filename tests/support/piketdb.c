/* SPDX-License-Identifier: EUPL-1.2 */
#include "piketdb.h"

#include "pg.h"
#include "piket/base/uuid.h"
#include "piket/store/db.h"
#include "piket/store/migrate.h"
#include "piket/store/origin_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Roles belong to the whole server, and other tests make the same ones at this moment. */
static int
lock_roles(void)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "piket-test-roles.lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(flock(fd, LOCK_EX), ==, 0);
    return fd;
}

char *
pk_test_pg_person(const char *url, const char *login, const char *roles)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT piket.person_set('%s', '%s', '%.3s', '%s', 'TLP:GREEN', 1)", login,
                        login, login, roles);
    g_autofree char *as_admin = pk_test_pg_as(url, "postgres");
    int fd = lock_roles();

    g_free(pk_test_pg_ask(as_admin, sql));
    close(fd);
    return pk_test_pg_as(url, login);
}

char *
pk_test_pg_piket(const char *login)
{
    g_autofree char *url = pk_test_pg_database();
    g_autoptr(GError) error = NULL;

    if (!url)
        return NULL;
    int fd = lock_roles();
    g_autoptr(PkDb) db = pk_db_open(url, PK_DB_CREATE, &error);
    g_assert_no_error(error);
    pk_schema_setup(db, &error);
    g_assert_no_error(error);
    pk_migrate(db, NULL, NULL, &error);
    g_assert_no_error(error);
    close(fd);
    return pk_test_pg_person(url, login, PK_TEST_ALL_ROLES);
}

char *
pk_test_pg_ready(const char *login)
{
    char *url = pk_test_pg_piket(login);
    g_autofree char *as_admin = url ? pk_test_pg_as(url, "postgres") : NULL;
    g_autoptr(GError) error = NULL;

    if (!url)
        return NULL;
    g_autoptr(PkDb) db = pk_db_open(as_admin, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(PkOrigin) origin = g_new0(PkOrigin, 1);
    origin->created_us = g_get_real_time();
    origin->uuid = pk_uuid_new(origin->created_us);
    origin->tag = g_strdup("");
    origin->is_current = true;
    g_assert_true(pk_db_begin(db, &error) && pk_origin_insert(db, origin, &error) &&
                  pk_db_commit(db, &error));
    g_assert_no_error(error);
    return url;
}
