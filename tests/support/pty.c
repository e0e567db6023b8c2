/* SPDX-License-Identifier: EUPL-1.2 */
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#define FRAME_MARK "\033]7777;frame="

enum { TIMEOUT_MS = 30 * 1000 };

struct PkPty {
    int fd;   /* -1 after a hang-up */
    int held; /* the program's end */
    pid_t pid;
    int pid_fd;
    VTerm *vterm;
    VTermScreen *screen;
    int rows, cols;
    bool eof;
    GString *frame;  /* an escape sequence that may turn out to be a frame mark */
    GString *output; /* since the mark */
    unsigned n_frames, n_frames_before;
};

static int
patience(int ms)
{
    const char *sanitized = g_getenv("PIKET_SANITIZED");

    return sanitized && *sanitized ? ms * 5 : ms;
}

static void
fail(PkPty *pty, const char *what, const char *text)
{
    g_autofree char *screen = pk_pty_screen(pty);

    g_test_message("screen:\n%s", screen);
    g_error("'%s' %s", text, what);
}

/* clang-format off */
static const char *const cleared[] = {
    "NO_COLOR", "COLORTERM", "SSH_CONNECTION", "SSH_TTY", "LC_ALL", "LC_CTYPE", "LC_MESSAGES",
    "LANGUAGE", "LINES", "COLUMNS", "TMUX", "STY", "ACCESSIBLE", "PIKET_LINEAR", "PIKET_SLOW",
    "TERMINFO", "TERMCAP", "TZ", "ENV", "BASH_ENV", "PROMPT_COMMAND",
};
static const struct { const char *name, *folder; } folders[] = {
    { "HOME", "home" },            { "XDG_CONFIG_HOME", "config" }, { "XDG_DATA_HOME", "data" },
    { "XDG_STATE_HOME", "state" }, { "XDG_CACHE_HOME", "cache" },   { "XDG_RUNTIME_DIR", "run" },
};
/* clang-format on */

static char **
environment(const char *const *extra)
{
    char **env = g_get_environ();

    for (size_t i = 0; i < G_N_ELEMENTS(cleared); i++)
        env = g_environ_unsetenv(env, cleared[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(pk_pty_home(), folders[i].folder, NULL);
        env = g_environ_setenv(env, folders[i].name, path, TRUE);
    }
    env = g_environ_setenv(env, "TERM", "xterm-256color", TRUE);
    env = g_environ_setenv(env, "LANG", "C.UTF-8", TRUE);
    env = g_environ_setenv(env, "PIKET_TEST_FRAMES", "1", TRUE);
    for (; extra && *extra; extra++) {
        const char *equals = strchr(*extra, '=');
        g_autofree char *name =
            g_strndup(*extra, equals ? (size_t)(equals - *extra) : strlen(*extra));
        env = equals ? g_environ_setenv(env, name, equals + 1, TRUE)
                     : g_environ_unsetenv(env, *extra);
    }
    return env;
}

static void
set_size(int fd, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

    g_assert_cmpint(ioctl(fd, TIOCSWINSZ, &size), ==, 0);
}

static void
become(const char *terminal, const char *const *argv, char **env)
{
    setsid();
    int fd = open(terminal, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
        _exit(126);
    for (int i = 0; i < 3; i++)
        dup2(fd, i);
    if (fd > 2)
        close(fd);
    execvpe(argv[0], (char *const *)(uintptr_t)argv, env);
    _exit(127);
}

PkPty *
pk_pty_start_env(int rows, int cols, const char *const *argv, const char *const *extra)
{
    PkPty *pty = g_new0(PkPty, 1);
    g_auto(GStrv) env = environment(extra);
    char terminal[64];

    pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    g_assert_cmpint(pty->fd, >=, 0);
    g_assert_cmpint(grantpt(pty->fd) + unlockpt(pty->fd), ==, 0);
    g_assert_cmpint(ptsname_r(pty->fd, terminal, sizeof terminal), ==, 0);
    set_size(pty->fd, rows, cols);
    /* Held open by us as well: else a read before the child has it sees a hang-up. */
    pty->held = open(terminal, O_RDWR | O_NOCTTY | O_CLOEXEC);
    pty->pid = fork();
    g_assert_cmpint(pty->pid, >=, 0);
    if (pty->pid == 0)
        become(terminal, argv, env);
    pty->pid_fd = (int)syscall(SYS_pidfd_open, pty->pid, 0);
    g_assert_cmpint(pty->pid_fd, >=, 0);
    fcntl(pty->fd, F_SETFL, O_NONBLOCK);
    pty->vterm = vterm_new(rows, cols);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
    pty->rows = rows;
    pty->cols = cols;
    pty->frame = g_string_new(NULL);
    pty->output = g_string_new(NULL);
    return pty;
}

PkPty *
pk_pty_start(int rows, int cols, const char *const *argv)
{
    return pk_pty_start_env(rows, cols, argv, NULL);
}

/* Our own frame marks are counted and taken out; all else goes to the terminal. */
static void
take_byte(PkPty *pty, char byte, GString *rest)
{
    size_t n = strlen(FRAME_MARK);
    bool inside = pty->frame->len >= n ? byte != '\007' && byte != '\033'
                                       : byte == FRAME_MARK[pty->frame->len];

    if (pty->frame->len >= n && byte == '\007') {
        pty->n_frames++;
        g_string_truncate(pty->frame, 0);
    } else if (inside) {
        g_string_append_c(pty->frame, byte);
    } else {
        g_string_append_len(rest, pty->frame->str, (gssize)pty->frame->len);
        g_string_truncate(pty->frame, 0);
        if (byte == FRAME_MARK[0])
            g_string_append_c(pty->frame, byte);
        else
            g_string_append_c(rest, byte);
    }
}

static void
read_output(PkPty *pty)
{
    char bytes[16 * 1024];
    ssize_t n = read(pty->fd, bytes, sizeof bytes);
    g_autoptr(GString) rest = g_string_new(NULL);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) { /* EIO: nobody has the other end open any more */
        pty->eof = true;
        return;
    }
    for (ssize_t i = 0; i < n; i++)
        take_byte(pty, bytes[i], rest);
    g_string_append_len(pty->output, rest->str, (gssize)rest->len);
    vterm_input_write(pty->vterm, rest->str, rest->len);
}

/* One wait for output, at most until the deadline; false when there will be no more in time. */
static bool
pump(PkPty *pty, int64_t deadline_us)
{
    int64_t left_us = deadline_us - g_get_monotonic_time();
    struct pollfd in[2] = { { .fd = pty->fd, .events = POLLIN },
                            { .fd = pty->pid_fd, .events = POLLIN } };

    if (left_us <= 0 || pty->eof || pty->fd < 0 || poll(in, 2, (int)(left_us / 1000) + 1) <= 0)
        return false;
    if (in[0].revents)
        read_output(pty);
    else
        pty->eof = true; /* ended, and everything it said is read */
    return !pty->eof;
}

static int64_t
deadline(int ms)
{
    return g_get_monotonic_time() + (int64_t)patience(ms) * 1000;
}

void
pk_pty_send(PkPty *pty, const char *bytes, size_t n_bytes)
{
    int64_t until_us = deadline(TIMEOUT_MS);

    pty->n_frames_before = pty->n_frames;
    while (n_bytes > 0) {
        ssize_t n = write(pty->fd, bytes, n_bytes);
        if (n > 0) {
            bytes += n;
            n_bytes -= (size_t)n;
            continue;
        }
        struct pollfd both = { .fd = pty->fd, .events = POLLIN | POLLOUT };
        if (errno != EAGAIN || g_get_monotonic_time() > until_us)
            fail(pty, "could not be typed", bytes);
        poll(&both, 1, 100);
        if (both.revents & POLLIN)
            read_output(pty);
    }
}

void
pk_pty_type(PkPty *pty, const char *text)
{
    pk_pty_send(pty, text, strlen(text));
}

static void
send_encoded(PkPty *pty)
{
    char bytes[256];
    size_t n = vterm_output_read(pty->vterm, bytes, sizeof bytes);

    pk_pty_send(pty, bytes, n);
}

/* clang-format off */
static const struct { const char *name; VTermKey key; VTermModifier modifier; } keys[] = {
    { "up", VTERM_KEY_UP, 0 },         { "down", VTERM_KEY_DOWN, 0 },
    { "left", VTERM_KEY_LEFT, 0 },     { "right", VTERM_KEY_RIGHT, 0 },
    { "home", VTERM_KEY_HOME, 0 },     { "end", VTERM_KEY_END, 0 },
    { "pgup", VTERM_KEY_PAGEUP, 0 },   { "pgdn", VTERM_KEY_PAGEDOWN, 0 },
    { "ins", VTERM_KEY_INS, 0 },       { "del", VTERM_KEY_DEL, 0 },
    { "tab", VTERM_KEY_TAB, 0 },       { "S-tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT },
    { "enter", VTERM_KEY_ENTER, 0 },   { "esc", VTERM_KEY_ESCAPE, 0 },
    { "backspace", VTERM_KEY_BACKSPACE, 0 },
    { "C-up", VTERM_KEY_UP, VTERM_MOD_CTRL },     { "C-down", VTERM_KEY_DOWN, VTERM_MOD_CTRL },
    { "C-left", VTERM_KEY_LEFT, VTERM_MOD_CTRL }, { "C-right", VTERM_KEY_RIGHT, VTERM_MOD_CTRL },
    { "C-home", VTERM_KEY_HOME, VTERM_MOD_CTRL }, { "C-end", VTERM_KEY_END, VTERM_MOD_CTRL },
};
/* clang-format on */

void
pk_pty_press(PkPty *pty, const char *key)
{
    int number = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i].name, key) == 0) {
            vterm_keyboard_key(pty->vterm, keys[i].key, keys[i].modifier);
            send_encoded(pty);
            return;
        }
    }
    if (key[0] == 'F' && (number = atoi(key + 1)) > 0) {
        vterm_keyboard_key(pty->vterm, (VTermKey)VTERM_KEY_FUNCTION(number), VTERM_MOD_NONE);
        send_encoded(pty);
    } else if (strncmp(key, "C-", 2) == 0) {
        pk_pty_send(pty, (char[]){ (char)(key[2] & 0x1f) }, 1);
    } else {
        pk_pty_type(pty, strcmp(key, "space") == 0 ? " " : key);
    }
}

void
pk_pty_paste(PkPty *pty, const char *text)
{
    g_autofree char *sent = g_strdelimit(g_strdup(text), "\n", '\r');

    vterm_keyboard_start_paste(pty->vterm);
    send_encoded(pty);
    unsigned before = pty->n_frames_before;
    pk_pty_type(pty, sent);
    vterm_keyboard_end_paste(pty->vterm);
    send_encoded(pty);
    pty->n_frames_before = before;
}

void
pk_pty_resize(PkPty *pty, int rows, int cols)
{
    pty->n_frames_before = pty->n_frames;
    pty->rows = rows;
    pty->cols = cols;
    vterm_set_size(pty->vterm, rows, cols);
    set_size(pty->fd, rows, cols);
}

void
pk_pty_hangup(PkPty *pty)
{
    close(pty->fd);
    pty->fd = -1;
}

void
pk_pty_signal(PkPty *pty, int number)
{
    pty->n_frames_before = pty->n_frames;
    g_assert_cmpint(kill(pty->pid, number), ==, 0);
}

char *
pk_pty_row(PkPty *pty, int row)
{
    GString *line = g_string_new(NULL);
    VTermScreenCell cell;

    for (int col = 0; col < pty->cols; col++) {
        if (!vterm_screen_get_cell(pty->screen, (VTermPos){ row, col }, &cell))
            break;
        if (cell.chars[0] == 0)
            g_string_append_c(line, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            if (cell.chars[i] != (uint32_t)-1) /* the second half of a wide one */
                g_string_append_unichar(line, cell.chars[i]);
    }
    while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate(line, line->len - 1);
    return g_string_free(line, FALSE);
}

char *
pk_pty_screen(PkPty *pty)
{
    GString *all = g_string_new(NULL);

    for (int row = 0; row < pty->rows; row++) {
        g_autofree char *line = pk_pty_row(pty, row);
        g_string_append_printf(all, "%s\n", line);
    }
    return g_string_free(all, FALSE);
}

void
pk_pty_cursor(PkPty *pty, int *ret_row, int *ret_col)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &at);
    *ret_row = at.row;
    *ret_col = at.col;
}

bool
pk_pty_reversed(PkPty *pty, int row, int col)
{
    VTermScreenCell cell;

    return vterm_screen_get_cell(pty->screen, (VTermPos){ row, col }, &cell) && cell.attrs.reverse;
}

static void
wait_screen(PkPty *pty, const char *text, bool present)
{
    int64_t until_us = deadline(TIMEOUT_MS);

    for (;;) {
        g_autofree char *screen = pk_pty_screen(pty);
        if ((strstr(screen, text) != NULL) == present)
            return;
        if (!pump(pty, until_us))
            fail(pty, present ? "did not appear" : "did not go away", text);
    }
}

void
pk_pty_expect(PkPty *pty, const char *text)
{
    wait_screen(pty, text, true);
}

void
pk_pty_expect_gone(PkPty *pty, const char *text)
{
    wait_screen(pty, text, false);
}

void
pk_pty_expect_row(PkPty *pty, int row, const char *text)
{
    int64_t until_us = deadline(TIMEOUT_MS);

    for (;;) {
        g_autofree char *line = pk_pty_row(pty, row);
        if (strstr(line, text))
            return;
        if (!pump(pty, until_us))
            fail(pty, "did not appear in its row", text);
    }
}

void
pk_pty_expect_cursor(PkPty *pty, int row, int col)
{
    int64_t until_us = deadline(TIMEOUT_MS);
    int at_row, at_col;

    for (pk_pty_cursor(pty, &at_row, &at_col); at_row != row || at_col != col;
         pk_pty_cursor(pty, &at_row, &at_col)) {
        if (!pump(pty, until_us)) {
            g_test_message("cursor at %d,%d, not %d,%d", at_row, at_col, row, col);
            fail(pty, "did not get there", "cursor");
        }
    }
}

void
pk_pty_expect_bytes(PkPty *pty, const char *bytes)
{
    int64_t until_us = deadline(TIMEOUT_MS);

    while (!strstr(pty->output->str, bytes))
        if (!pump(pty, until_us))
            fail(pty, "was not sent", bytes);
}

void
pk_pty_expect_frame(PkPty *pty)
{
    int64_t until_us = deadline(TIMEOUT_MS);

    while (pty->n_frames == pty->n_frames_before)
        if (!pump(pty, until_us))
            fail(pty, "did not come", "a frame");
}

void
pk_pty_mark(PkPty *pty)
{
    g_string_truncate(pty->output, 0);
}

size_t
pk_pty_n_bytes(PkPty *pty)
{
    return pty->output->len;
}

const GString *
pk_pty_output(PkPty *pty)
{
    return pty->output;
}

size_t
pk_pty_listen(PkPty *pty, int ms)
{
    size_t before = pty->output->len;
    int64_t until_us = g_get_monotonic_time() + (int64_t)ms * 1000;

    while (pump(pty, until_us))
        continue;
    return pty->output->len - before;
}

pid_t
pk_pty_pid(PkPty *pty)
{
    return pty->pid;
}

int
pk_pty_finish_within(PkPty *pty, int ms)
{
    int64_t until_us = deadline(ms);
    int status = 0;

    while (waitpid(pty->pid, &status, WNOHANG) == 0) {
        int64_t left_us = until_us - g_get_monotonic_time();
        bool listening = pty->fd >= 0 && !pty->eof;
        struct pollfd both[2] = { { .fd = pty->pid_fd, .events = POLLIN },
                                  { .fd = pty->fd, .events = POLLIN } };
        if (left_us <= 0)
            fail(pty, "did not end", "the program");
        poll(both, listening ? 2 : 1, (int)(left_us / 1000) + 1);
        if (listening && both[1].revents)
            read_output(pty);
    }
    if (pty->fd >= 0)
        close(pty->fd);
    close(pty->held);
    close(pty->pid_fd);
    vterm_free(pty->vterm);
    g_string_free(pty->frame, TRUE);
    g_string_free(pty->output, TRUE);
    g_free(pty);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int
pk_pty_finish(PkPty *pty)
{
    return pk_pty_finish_within(pty, TIMEOUT_MS);
}
