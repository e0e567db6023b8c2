/* SPDX-License-Identifier: EUPL-1.2 */
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
    READ_MAX = 4096,
    RESIZE_US = 50 * 1000,    /* a dragged window edge sends many sizes: one draw for all */
    PATIENCE_US = 100 * 1000, /* keys that keep coming may hold a draw up this long       */
    MINUTE_US = 60 * 1000 * 1000,
};

/* The signals that are ours, and one byte each for the pipe. */
static const int ours[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGQUIT, SIGINT, SIGPIPE };

struct PkLoop {
    PkTerm *term;
    const PkLoopHandlers *handlers;
    void *data;
    GMainLoop *main;
    PkInput *input;
    PkCanvas *canvas;
    GSource *keys, *signals, *input_due, *resize_due, *minute_due;
    unsigned redraw_id;
    int64_t dirty_us; /* since when a draw is due */
    bool clock, list_mode, done;
    int exit_code;
    int pipe_read;
    struct sigaction before[G_N_ELEMENTS(ours)];
};

static int signal_pipe = -1; /* the write end; the only way out of a signal handler */
static volatile sig_atomic_t ending;

static void
on_signal(int number)
{
    int kept = errno;
    char byte = (char)number;

    /* Output that waits for a reader that is gone would hold up the end for ever. */
    if (number == SIGHUP || number == SIGTERM) {
        ending = 1;
        tcflush(STDOUT_FILENO, TCOFLUSH);
    }
    ssize_t n = write(signal_pipe, &byte, 1);
    (void)n;
    errno = kept;
}

static void
own_signal(int number, struct sigaction *ret_before)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU); /* tcflush in the background would stop us instead */
    sigaction(number, &action, ret_before);
}

static gboolean
dispatch_timer(GSource *source, GSourceFunc callback, void *data)
{
    g_source_set_ready_time(source, -1);
    return callback(data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

/* A source that fires at its ready time. */
static GSource *
timer_new(PkLoop *loop, GSourceFunc callback)
{
    GSource *source = g_source_new(&timer_funcs, sizeof(GSource));

    g_source_set_callback(source, callback, loop, NULL);
    g_source_attach(source, NULL);
    return source;
}

static GSource *
fd_new(PkLoop *loop, int fd, GUnixFDSourceFunc callback)
{
    GSource *source = g_unix_fd_source_new(fd, G_IO_IN | G_IO_HUP | G_IO_ERR | G_IO_NVAL);

    g_source_set_callback(source, G_SOURCE_FUNC(callback), loop, NULL);
    g_source_attach(source, NULL);
    return source;
}

void
pk_loop_quit(PkLoop *loop, int exit_code)
{
    if (loop->done)
        return;
    loop->done = true;
    loop->exit_code = exit_code;
    if (loop->main)
        g_main_loop_quit(loop->main);
}

/* The end that nobody chose. What is still to be printed is of no use any more. */
static void
end(PkLoop *loop, int exit_code)
{
    if (loop->done)
        return;
    pk_term_abandon(loop->term);
    if (loop->handlers->on_end)
        loop->handlers->on_end(exit_code, loop->data);
    pk_loop_quit(loop, exit_code);
}

static void
draw(PkLoop *loop)
{
    int rows, cols;

    g_clear_handle_id(&loop->redraw_id, g_source_remove);
    if (loop->done)
        return;
    pk_term_size(loop->term, &rows, &cols);
    if (!loop->canvas || loop->canvas->rows != rows || loop->canvas->cols != cols) {
        g_clear_pointer(&loop->canvas, pk_canvas_free);
        loop->canvas = pk_canvas_new(rows, cols);
        loop->canvas->lines = pk_term_utf8(loop->term);
    }
    pk_canvas_clear(loop->canvas);
    loop->handlers->draw(loop->canvas, loop->data);
    if (!pk_term_paint(loop->term, loop->canvas))
        end(loop, PK_EXIT_HANGUP);
}

static gboolean
on_idle(void *data)
{
    PkLoop *loop = data;

    loop->redraw_id = 0;
    draw(loop);
    return G_SOURCE_REMOVE;
}

void
pk_loop_invalidate(PkLoop *loop)
{
    if (loop->redraw_id != 0)
        return;
    loop->dirty_us = g_get_monotonic_time();
    loop->redraw_id = g_idle_add_full(G_PRIORITY_HIGH_IDLE, on_idle, loop, NULL);
}

static void
resized(PkLoop *loop)
{
    int rows, cols;

    pk_term_size(loop->term, &rows, &cols);
    if (loop->handlers->on_resize)
        loop->handlers->on_resize(rows, cols, loop->data);
    pk_loop_invalidate(loop);
}

static gboolean
on_resize_due(void *data)
{
    PkLoop *loop = data;

    /* Also at the same size: smaller and back within the pause has lost what stood there. */
    pk_term_resize(loop->term);
    pk_term_redraw(loop->term);
    resized(loop);
    return G_SOURCE_CONTINUE;
}

/* At the next whole minute of the wall clock; worked out anew each time, so that a clock that was
 * set or a machine that slept costs one late tick at most. */
static void
align_tick(PkLoop *loop)
{
    int64_t left = MINUTE_US - g_get_real_time() % MINUTE_US;

    g_source_set_ready_time(loop->minute_due, loop->clock ? g_get_monotonic_time() + left : -1);
}

static gboolean
on_minute(void *data)
{
    PkLoop *loop = data;

    align_tick(loop);
    if (loop->handlers->on_tick)
        loop->handlers->on_tick(loop->data);
    return G_SOURCE_CONTINUE;
}

static void
back(PkLoop *loop)
{
    pk_term_resize(loop->term);
    align_tick(loop);
    if (loop->handlers->on_resume)
        loop->handlers->on_resume(loop->data);
    resized(loop);
}

static void
suspend(PkLoop *loop)
{
    if (loop->handlers->on_suspend)
        loop->handlers->on_suspend(loop->data);
    signal(SIGCONT, SIG_DFL); /* we come back here ourselves: no second redraw */
    pk_term_suspend(loop->term);
    own_signal(SIGTSTP, NULL);
    own_signal(SIGCONT, NULL);
    if (ending) /* continued to end: the terminal is the shell's, and taking it would stop us */
        return;
    pk_term_enter(loop->term);
    back(loop);
}

static void
on_one_signal(PkLoop *loop, int number)
{
    switch (number) {
    case SIGWINCH:
        if (g_source_get_ready_time(loop->resize_due) == -1)
            g_source_set_ready_time(loop->resize_due, g_get_monotonic_time() + RESIZE_US);
        break;
    case SIGTSTP: suspend(loop); break;
    case SIGCONT: /* after kill -STOP: somebody else had the terminal meanwhile */
        pk_term_enter(loop->term);
        back(loop);
        break;
    case SIGHUP: end(loop, PK_EXIT_HANGUP); break;
    case SIGTERM: end(loop, PK_EXIT_TERM); break;
    case SIGQUIT: end(loop, PK_EXIT_QUIT); break;
    default: break; /* SIGINT never quits Piket; SIGPIPE shows as a write error */
    }
}

static gboolean
on_signals(int fd, GIOCondition condition, void *data)
{
    PkLoop *loop = data;
    char numbers[64];
    ssize_t n = read(fd, numbers, sizeof numbers);

    (void)condition;
    for (ssize_t i = 0; i < n && !loop->done; i++)
        on_one_signal(loop, numbers[i]);
    return G_SOURCE_CONTINUE;
}

static void
on_one_key(PkLoop *loop, const PkKey *key)
{
    if (pk_key_is_ctrl(key, 'z'))
        suspend(loop);
    else if (pk_key_is_ctrl(key, '\\'))
        end(loop, PK_EXIT_QUIT);
    else if (loop->handlers->on_key)
        loop->handlers->on_key(key, loop->data);
}

static void
take_keys(PkLoop *loop)
{
    PkKey key;

    while (!loop->done && pk_input_next(loop->input, g_get_monotonic_time(), &key)) {
        on_one_key(loop, &key);
        if (loop->redraw_id != 0 && g_get_monotonic_time() - loop->dirty_us > PATIENCE_US)
            draw(loop);
    }
    g_source_set_ready_time(loop->input_due, pk_input_due_us(loop->input));
}

static gboolean
on_input_due(void *data)
{
    take_keys(data);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_input(int fd, GIOCondition condition, void *data)
{
    PkLoop *loop = data;
    char bytes[READ_MAX];
    ssize_t n = condition & G_IO_NVAL ? 0 : read(fd, bytes, sizeof bytes);

    if (n > 0) {
        pk_input_feed(loop->input, bytes, (size_t)n, g_get_monotonic_time());
        take_keys(loop);
        return G_SOURCE_CONTINUE;
    }
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    end(loop, PK_EXIT_HANGUP); /* EOF, EIO: the terminal is gone, also where SIGHUP is ignored */
    return G_SOURCE_REMOVE;
}

void
pk_loop_set_list_mode(PkLoop *loop, bool on)
{
    loop->list_mode = on;
    pk_input_set_guard(loop->input, on);
}

void
pk_loop_set_clock(PkLoop *loop, bool on)
{
    loop->clock = on;
    align_tick(loop);
}

void
pk_loop_flush_input(PkLoop *loop)
{
    tcflush(STDIN_FILENO, TCIFLUSH);
    pk_input_flush(loop->input);
}

static void
own_signals(PkLoop *loop)
{
    int ends[2];

    g_assert(signal_pipe == -1);
    ending = 0;
    if (!g_unix_open_pipe(ends, FD_CLOEXEC, NULL))
        g_error("no pipe: %s", g_strerror(errno));
    g_unix_set_fd_nonblocking(ends[0], TRUE, NULL);
    g_unix_set_fd_nonblocking(ends[1], TRUE, NULL);
    loop->pipe_read = ends[0];
    signal_pipe = ends[1];
    for (size_t i = 0; i < G_N_ELEMENTS(ours); i++) {
        own_signal(ours[i], &loop->before[i]);
        /* nohup means it: then only the terminal itself tells us (EIO). */
        if (ours[i] == SIGHUP && loop->before[i].sa_handler == SIG_IGN)
            signal(SIGHUP, SIG_IGN);
    }
}

PkLoop *
pk_loop_new(PkTerm *term, const PkLoopHandlers *handlers, void *data)
{
    PkLoop *loop = g_new0(PkLoop, 1);

    loop->term = term;
    loop->handlers = handlers;
    loop->data = data;
    loop->input = pk_input_new(pk_term_esc_ms(term));
    pk_term_teach(term, loop->input);
    own_signals(loop);
    loop->keys = fd_new(loop, STDIN_FILENO, on_input);
    loop->signals = fd_new(loop, loop->pipe_read, on_signals);
    loop->input_due = timer_new(loop, on_input_due);
    loop->resize_due = timer_new(loop, on_resize_due);
    loop->minute_due = timer_new(loop, on_minute);
    pk_loop_set_list_mode(loop, true);
    return loop;
}

void
pk_loop_free(PkLoop *loop)
{
    if (!loop)
        return;
    GSource *sources[] = { loop->keys, loop->signals, loop->input_due, loop->resize_due,
                           loop->minute_due };
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_source_destroy(sources[i]);
        g_source_unref(sources[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
        sigaction(ours[i], &loop->before[i], NULL);
    close(loop->pipe_read);
    close(signal_pipe);
    signal_pipe = -1;
    g_clear_handle_id(&loop->redraw_id, g_source_remove);
    pk_input_free(loop->input);
    pk_canvas_free(loop->canvas);
    g_free(loop);
}

int
pk_loop_run(PkLoop *loop)
{
    loop->main = g_main_loop_new(NULL, FALSE);
    draw(loop);
    if (!loop->done)
        g_main_loop_run(loop->main);
    g_clear_pointer(&loop->main, g_main_loop_unref);
    return loop->exit_code;
}
