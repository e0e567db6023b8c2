/* SPDX-License-Identifier: EUPL-1.2 */
#include "piketdb.h"

#include "pg.h"
#include "piket/app/app.h"
#include "piket/app/db_admin.h"
#include "piket/store/db.h"
#include "piket/store/migrate.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Roles belong to the whole server, and other tests make the same ones at this moment. */
static int
lock_roles(void)
{
    g_autofree char *server = pk_test_pg_server();
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, server, -1);
    g_autofree char *name = g_strdup_printf("piket-test-roles-%.12s.lock", sum);
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), name, NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(flock(fd, LOCK_EX), ==, 0);
    return fd;
}

/* "jdv" for J. de Vries. Owned. */
static char *
initials_of(const char *name)
{
    g_autoptr(GString) initials = g_string_new(NULL);

    for (const char *c = name; *c; c++) {
        if (g_ascii_isalpha(*c) && (c == name || c[-1] == ' '))
            g_string_append_c(initials, g_ascii_tolower(*c));
    }
    return g_strdup(initials->len > 1 ? initials->str : name);
}

char *
pk_test_pg_person_called(const char *url, const char *login, const char *name, const char *roles)
{
    g_autofree char *initials = initials_of(name);
    g_autofree char *sql =
        g_strdup_printf("SELECT piket.person_set('%s', '%s', '%s', '%s', 'TLP:GREEN', 1)", login,
                        name, initials, roles);
    g_autofree char *as_admin = pk_test_pg_as(url, "postgres");
    int fd = lock_roles();

    g_free(pk_test_pg_ask(as_admin, sql));
    close(fd);
    return pk_test_pg_as(url, login);
}

char *
pk_test_pg_person(const char *url, const char *login, const char *roles)
{
    return pk_test_pg_person_called(url, login, login, roles);
}

static void
fill(const char *url, bool ready)
{
    g_autoptr(GError) error = NULL;

    if (ready) {
        PkAppConfig config = { .where = url };
        pk_db_init(&config, NULL, &error);
    } else {
        g_autoptr(PkDb) db = pk_db_open(url, PK_DB_CREATE, &error);
        g_assert_no_error(error);
        if (pk_schema_setup(db, &error))
            pk_migrate(db, NULL, NULL, &error);
    }
    g_assert_no_error(error);
}

/* Everything a migration makes; databases are copied from it. Made once in the life of a server
 * that ctest started for this run; on one that somebody brought, once a process, for it may be
 * there longer than this schema. */
static const char *
template_of(bool ready)
{
    static char *made[2];
    const char *name = ready ? "piket_template_ready" : "piket_template_empty";

    if (made[ready])
        return made[ready];
    int fd = lock_roles();
    if (pk_test_pg_own()) {
        made[ready] = pk_test_pg_keep(name, NULL);
        if (!made[ready]) {
            g_autofree char *url = pk_test_pg_database();
            fill(url, ready);
            made[ready] = pk_test_pg_keep(name, url);
        }
    } else {
        made[ready] = pk_test_pg_database();
        fill(made[ready], ready);
    }
    close(fd);
    return made[ready];
}

static char *
make(const char *login, const char *name, bool ready)
{
    if (!pk_test_pg_there()) {
        g_test_skip("no PostgreSQL server is installed on this machine");
        return NULL;
    }
    g_autofree char *url = pk_test_pg_copy(template_of(ready));
    return pk_test_pg_person_called(url, login, name, PK_TEST_ALL_ROLES);
}

char *
pk_test_pg_piket(const char *login)
{
    return make(login, login, false);
}

char *
pk_test_pg_ready_for(const char *login, const char *name)
{
    return make(login, name, true);
}

char *
pk_test_pg_ready(const char *login)
{
    return make(login, login, true);
}
