/* SPDX-License-Identifier: EUPL-1.2 */
/* A meeting of outbox and server breaks off at every statement in turn: the server goes away before
 * it, the server does it and the answer is lost, the laptop dies. The next meeting ends what this
 * one began: every line is there once. */
#include "meeting.h"

#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef enum {
    NO_FAULT,
    GONE_BEFORE, /* the statement never reaches the server, nor does any after it */
    GONE_AFTER,  /* the server does it, and is not heard of again                 */
    DEATH,       /* the process ends                                              */
} FaultKind;

enum { DIED = 77 };

static struct {
    FaultKind kind;
    const char *file; /* statements on this one count; NULL: all */
    int left;         /* until it happens                        */
    bool happened;
    bool inside; /* the library is at work            */
} fault;

/* Does it happen now? What the library asks of itself on the way does not count. */
static bool
strikes(sqlite3 *db)
{
    const char *file = sqlite3_db_filename(db, "main");

    if (fault.kind == NO_FAULT || fault.inside ||
        (fault.file && (!file || strcmp(file, fault.file) != 0)))
        return false;
    if (fault.happened)
        return true;
    if (fault.left-- > 0)
        return false;
    if (fault.kind == DEATH)
        _exit(DIED);
    return true;
}

/* The library's own two are found behind these. */
int
sqlite3_step(sqlite3_stmt *stmt)
{
    static int (*real)(sqlite3_stmt *);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_step");
    bool gone = !sqlite3_stmt_busy(stmt) && strikes(sqlite3_db_handle(stmt));
    int code = SQLITE_IOERR;
    if (!gone || (fault.kind == GONE_AFTER && !fault.happened)) {
        bool inside = fault.inside;
        fault.inside = true;
        code = real(stmt);
        fault.inside = inside;
    }
    fault.happened = fault.happened || gone;
    return gone ? SQLITE_IOERR : code;
}

int
sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *data,
             char **problem)
{
    static int (*real)(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *,
                       char **);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_exec");
    bool gone = strikes(db);
    int code = SQLITE_IOERR;
    if (!gone || (fault.kind == GONE_AFTER && !fault.happened)) {
        bool inside = fault.inside;
        fault.inside = true;
        code = real(db, sql, row, data, problem);
        fault.inside = inside;
    }
    fault.happened = fault.happened || gone;
    return gone ? SQLITE_IOERR : code;
}

/* A small register, so that a meeting is some hundred statements and not some thousand. */
static void
make_small(const Meet *meet)
{
    static const char less[] = "DELETE FROM org_alias; DELETE FROM contact;"
                               "UPDATE org SET region = NULL;"
                               "DELETE FROM org WHERE id NOT IN (SELECT org FROM party);";
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(meet->kit.file, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, less, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static void
start(Meet *meet)
{
    meet_start(meet);
    make_small(meet);
    pk_sync_report_free(meet_sync(meet, 0));
    g_free(meet_write(meet, 0));
    kit_later(600);
}

/* What must come out, whatever happens on the way. */
typedef struct {
    char *things, *lines;
} Wanted;

static Wanted
wanted_of(const Meet *meet)
{
    Meet copy;
    Wanted wanted;

    meet_copy(meet, &copy);
    pk_sync_report_free(meet_sync(&copy, 0));
    wanted.things = meet_things(copy.kit.file);
    wanted.lines = meet_dump(copy.kit.file, NULL, true);
    meet_stop(&copy);
    return wanted;
}

static void
assert_as_wanted(Meet *meet, const Wanted *wanted)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) report = meet_sync(meet, 0);
    g_autofree char *things = meet_things(meet->kit.file);
    g_autofree char *lines = meet_dump(meet->kit.file, NULL, true);
    PkOutboxState state = { 0 };

    g_assert_cmpint(report->n_refused, ==, 0);
    meet_assert_same(things, wanted->things);
    meet_assert_same(lines, wanted->lines);
    g_assert_true(pk_outbox_look(meet->path[0], &state, NULL));
    g_assert_cmpint(state.n_unsent, ==, 0);
    g_autoptr(PkVerify) verify = pk_verify_run(meet->kit.app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_broken, ==, 0);
    g_autoptr(PkApp) laptop = meet_laptop(meet, 0);
    g_autoptr(PkVerify) copy = pk_verify_run(laptop, 0, NULL, &error);
    g_assert_no_error(error);
    meet_assert_whole(copy);
}

/* A connection that is lost takes its transaction along. */
static void
connect_again(Meet *meet)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = meet->kit.file, .login = "jdevries", .name = "J. de Vries" };

    pk_app_close(meet->kit.app);
    meet->kit.app = pk_app_open(&config, &error);
    g_assert_no_error(error);
}

/* One meeting with a fault at the nth statement; false when there are not so many. */
static bool
break_off(Meet *meet, FaultKind kind, int n)
{
    g_autoptr(GError) error = NULL;

    memset(&fault, 0, sizeof fault);
    fault.file = kind == DEATH ? NULL : meet->kit.file;
    fault.left = n;
    fault.kind = kind;
    g_autoptr(PkSyncReport) report = pk_sync_run(meet->kit.app, meet->path[0], &error);
    bool happened = fault.happened;
    fault.kind = NO_FAULT;
    connect_again(meet);
    g_assert_true(happened || report);
    return happened;
}

static bool
die(Meet *meet, int n)
{
    int status = 0;
    pid_t pid = fork();

    g_assert_cmpint(pid, >=, 0);
    if (pid == 0) {
        break_off(meet, DEATH, n);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    g_assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == DIED;
}

static void
test_every_statement(gconstpointer data)
{
    FaultKind kind = (FaultKind)GPOINTER_TO_INT(data);
    Meet meet;
    bool more = true;
    int n = 0;

    start(&meet);
    Wanted wanted = wanted_of(&meet);
    for (; more; n += n > 100 ? 11 : kind == GONE_AFTER ? 1 : 2) {
        Meet copy;
        meet_copy(&meet, &copy);
        more = kind == DEATH ? die(&copy, n) : break_off(&copy, kind, n);
        assert_as_wanted(&copy, &wanted);
        meet_stop(&copy);
    }
    g_test_message("%d statements", n);
    g_assert_cmpint(n, >, 60);
    g_free(wanted.things);
    g_free(wanted.lines);
    meet_stop(&meet);
}

int
main(int argc, char **argv)
{
    if (access("/dev/shm", W_OK) == 0)
        g_setenv("TMPDIR", "/dev/shm", FALSE); /* hundreds of meetings: no disk is waited for */
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/outbox/gone-before", GINT_TO_POINTER(GONE_BEFORE), test_every_statement);
    g_test_add_data_func("/outbox/gone-after", GINT_TO_POINTER(GONE_AFTER), test_every_statement);
    g_test_add_data_func("/outbox/death", GINT_TO_POINTER(DEATH), test_every_statement);
    return g_test_run();
}
