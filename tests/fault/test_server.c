/* SPDX-License-Identifier: EUPL-1.2 */
/* Servers that are not as they should be, from a stand-in that speaks the first words of the
 * protocol; and a session that stood still too long. */
#include "pg.h"
#include "piket/store/db.h"
#include "piketdb.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* ---- the stand-in --------------------------------------------------------------------------- */

typedef enum {
    IS_OLD,    /* of a version that Piket does not know how to use  */
    IS_LATIN,  /* its database keeps text as Latin 1                */
    HANGS_UP,  /* takes the connection and goes away                */
    IS_SILENT, /* takes the connection and says nothing             */
} Manner;

typedef struct {
    Manner manner;
    char *dir;
    int listener;
    GThread *thread;
} StandIn;

static void
put(GByteArray *out, char kind, const char *body, size_t n)
{
    uint32_t length = GUINT32_TO_BE((uint32_t)n + 4);

    g_byte_array_append(out, (const guint8 *)&kind, 1);
    g_byte_array_append(out, (const guint8 *)&length, 4);
    g_byte_array_append(out, (const guint8 *)body, (guint)n);
}

static void
greet(int fd, Manner manner)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    static const char old[] = "server_version\0"
                              "11.22";
    static const char young[] = "server_version\0"
                                "15.4";
    static const char utf8[] = "server_encoding\0"
                               "UTF8";
    static const char latin[] = "server_encoding\0"
                                "LATIN1";

    put(out, 'R', "\0\0\0\0", 4);
    if (manner == IS_OLD)
        put(out, 'S', old, sizeof old);
    else
        put(out, 'S', young, sizeof young);
    if (manner == IS_LATIN)
        put(out, 'S', latin, sizeof latin);
    else
        put(out, 'S', utf8, sizeof utf8);
    put(out, 'K', "\0\0\0\1\0\0\0\1", 8);
    put(out, 'Z', "I", 1);
    g_assert_cmpint(send(fd, out->data, out->len, MSG_NOSIGNAL), ==, (ssize_t)out->len);
}

static void *
serve(void *data)
{
    StandIn *server = data;
    char first[1024];

    for (int fd; (fd = accept(server->listener, NULL, NULL)) >= 0;) {
        if (server->manner != HANGS_UP && recv(fd, first, sizeof first, 0) > 0 &&
            server->manner != IS_SILENT)
            greet(fd, server->manner);
        /* Until the other side has had enough. */
        while (server->manner != HANGS_UP && recv(fd, first, sizeof first, 0) > 0)
            continue;
        close(fd);
    }
    return NULL;
}

static void
stand_in(StandIn *server, Manner manner)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };

    *server = (StandIn){ .manner = manner, .dir = g_dir_make_tmp("piket-in-XXXXXX", NULL) };
    g_snprintf(at.sun_path, sizeof at.sun_path, "%s/.s.PGSQL.5432", server->dir);
    server->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    g_assert_cmpint(bind(server->listener, (struct sockaddr *)&at, sizeof at), ==, 0);
    g_assert_cmpint(listen(server->listener, 5), ==, 0);
    server->thread = g_thread_new("stand-in", serve, server);
}

static void
go_home(StandIn *server)
{
    g_autofree char *path = g_build_filename(server->dir, ".s.PGSQL.5432", NULL);

    shutdown(server->listener, SHUT_RDWR);
    g_thread_join(server->thread);
    close(server->listener);
    g_unlink(path);
    g_rmdir(server->dir);
    g_free(server->dir);
}

static void
test_manners(void)
{
    static const struct {
        Manner manner;
        PkErrorCode code;
        const char *words;
    } cases[] = {
        { IS_OLD, PK_ERROR_INVALID, "PostgreSQL 11" },
        { IS_LATIN, PK_ERROR_INVALID, "LATIN1" },
        { HANGS_UP, PK_ERROR_OFFLINE, "cannot be reached" },
        { IS_SILENT, PK_ERROR_OFFLINE, "did not answer in 4 seconds" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        StandIn server;
        g_autoptr(GError) error = NULL;
        stand_in(&server, cases[i].manner);
        g_autofree char *url = g_strdup_printf("postgresql:///duty?host=%s", server.dir);
        g_assert_null(pk_db_open(url, PK_DB_READ, &error));
        g_assert_error(error, PK_ERROR, (int)cases[i].code);
        g_assert_nonnull(strstr(error->message, cases[i].words));
        go_home(&server);
    }
}

/* ---- a change that stood still -------------------------------------------------------------- */

static void
test_stood_still(void)
{
    g_autofree char *url = pk_test_pg_piket("fault_still");
    g_autoptr(GError) error = NULL;

    if (!url)
        return;
    g_autofree char *root = pk_test_pg_as(url, "postgres");
    g_autoptr(PkDb) db = pk_db_open(url, PK_DB_WRITE, &error);
    g_assert_no_error(error);
    g_assert_true(pk_db_begin(db, &error));
    pk_db_script(db, "SET idle_in_transaction_session_timeout = '20ms'", &error);
    g_assert_no_error(error);
    g_free(pk_test_pg_ask(
        root, "DO $$ BEGIN FOR i IN 1..6000 LOOP PERFORM pg_stat_clear_snapshot(); IF NOT EXISTS "
              "(SELECT FROM pg_stat_activity WHERE usename = 'fault_still') THEN RETURN; END IF; "
              "PERFORM pg_sleep(0.005); END LOOP; RAISE 'it never went'; END $$"));
    g_assert_false(pk_db_script(db, "SELECT 1", &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_nonnull(strstr(error->message, "stood still"));
    g_clear_error(&error);
    g_assert_cmpint(pk_db_link(db), ==, PK_DB_LOST);
    g_assert_false(pk_db_commit(db, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_true(pk_db_begin(db, &error));
    g_assert_true(pk_db_commit(db, &error));
    g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/server/manners", test_manners);
    g_test_add_func("/server/stood-still", test_stood_still);
    return g_test_run();
}
