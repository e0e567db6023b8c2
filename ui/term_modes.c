/* SPDX-License-Identifier: EUPL-1.2 */
#include "term_modes.h"
#include "term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* All of this is read by a signal handler: plain memory, filled in before `armed` is set. */
static volatile sig_atomic_t armed;
static char undo_bytes[256];
static struct termios saved;
static const char *volatile crash_note;
static void (*volatile crash_hook)(void);
static char stack[32 * 1024];

static const int fatal[] = { SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE };

void
pk_term_set_crash_note(const char *note)
{
    crash_note = note;
}

void
pk_term_set_crash_hook(void (*hook)(void))
{
    crash_hook = hook;
}

bool
pk_modes_write(const char *bytes, size_t n_bytes)
{
    while (n_bytes > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, n_bytes);
        if (n > 0) {
            bytes += n;
            n_bytes -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
            poll(&out, 1, 1000);
        } else if (n == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

static void
say(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n;
}

/* Async-signal-safe: write, tcsetattr, raise. The handler is gone already (SA_RESETHAND), so the
 * second raise has the default effect and the parent sees the true cause of death. */
static void
on_fatal(int number)
{
    void (*hook)(void) = crash_hook;

    crash_hook = NULL;
    if (hook)
        hook();
    if (armed) {
        armed = 0;
        ssize_t n = write(STDOUT_FILENO, undo_bytes, strlen(undo_bytes));
        (void)n;
        tcsetattr(STDIN_FILENO, TCSANOW, &saved);
        if (crash_note) {
            say(crash_note);
            say("\n");
        }
    }
    raise(number);
}

static void
install(void)
{
    /* A stack of our own: a stack overflow has none left. */
    stack_t own = { .ss_sp = stack, .ss_size = sizeof stack };
    stack_t now;
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&own, NULL);

    struct sigaction action = { .sa_handler = on_fatal,
                                .sa_flags = (int)SA_RESETHAND | SA_NODEFER | SA_ONSTACK };
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < G_N_ELEMENTS(fatal); i++)
        sigaction(fatal[i], &action, NULL);
}

void
pk_modes_save(const char *undo)
{
    armed = 0;
    g_strlcpy(undo_bytes, undo, sizeof undo_bytes);
    tcgetattr(STDIN_FILENO, &saved);
    install();
}

void
pk_modes_arm(bool on)
{
    armed = on;
}
