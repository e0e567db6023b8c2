/* SPDX-License-Identifier: EUPL-1.2 */
#include "term.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "term_modes.h"

#include <curses.h>
#include <errno.h>
#include <ncursesw/term.h> /* not <term.h>: that is our own */
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define PUSH_TITLE "\033[22;0t"
#define POP_TITLE  "\033[23;0t"

typedef enum { LEVEL_NONE, LEVEL_8, LEVEL_256, LEVEL_DIRECT, N_LEVELS } Level;

struct PkTerm {
    SCREEN *screen;
    char *name; /* TERM */
    Level level;
    bool slow, title_allowed, utf8, frames, away;
    bool modes_due; /* our own modes go out after the next paint, on the alternate screen */
    unsigned n_frames;
    char *on, *off; /* keypad and paste modes */
    char *title;    /* as it should be now, or NULL */
    attr_t attrs[PK_N_ROLES];
    int pairs[PK_N_ROLES];
};

/* clang-format off */
static const struct { PkRole role; attr_t attrs; } role_attrs[] = {
    { PK_ROLE_TITLE,        A_BOLD              },
    { PK_ROLE_DIM,          A_DIM               },
    { PK_ROLE_SELECTED,     A_REVERSE           },
    { PK_ROLE_WARN,         A_BOLD              },
    { PK_ROLE_ALARM,        A_REVERSE | A_BOLD  },
    { PK_ROLE_BANNER,       A_REVERSE | A_BOLD  },
    { PK_ROLE_KEY,          A_BOLD              },
    { PK_ROLE_FIELD_ACTIVE, A_UNDERLINE         },
    { PK_ROLE_HEADING,      A_BOLD              },
    { PK_ROLE_ERROR,        A_BOLD              },
    { PK_ROLE_MATCH,        A_UNDERLINE         },
};

/* FIRST's four on black. 256: nearest with enough contrast on palette 16 (0-15 are re-themed by
 * users). Direct: black is 8, because 0-7 mean the palette there. */
static const struct { PkRole role; int color[N_LEVELS]; } tlp_colors[] = {
    { PK_ROLE_TLP_RED,   { -1, COLOR_RED,    196, 0xff2b2b } },
    { PK_ROLE_TLP_AMBER, { -1, COLOR_YELLOW, 214, 0xffc000 } },
    { PK_ROLE_TLP_GREEN, { -1, COLOR_GREEN,   46, 0x33ff00 } },
    { PK_ROLE_TLP_CLEAR, { -1, COLOR_WHITE,  231, 0xffffff } },
};
static const int tlp_black[N_LEVELS] = { -1, COLOR_BLACK, 16, 8 };

static const struct { const char *cap; PkKeyCode code; } key_caps[] = {
    { "kcuu1", PK_NAMED_UP },       { "kcud1", PK_NAMED_DOWN },       { "kcub1", PK_NAMED_LEFT },
    { "kcuf1", PK_NAMED_RIGHT },    { "khome", PK_NAMED_HOME },       { "kend", PK_NAMED_END },
    { "kfnd", PK_NAMED_HOME },      { "kslt", PK_NAMED_END },         { "kpp", PK_NAMED_PGUP },
    { "knp", PK_NAMED_PGDN },       { "kich1", PK_NAMED_INS },        { "kdch1", PK_NAMED_DEL },
    { "kcbt", PK_NAMED_SHIFT_TAB }, { "kent", PK_NAMED_ENTER },       { "kUP5", PK_NAMED_CTRL_UP },
    { "kDN5", PK_NAMED_CTRL_DOWN }, { "kLFT5", PK_NAMED_CTRL_LEFT },  { "kRIT5", PK_NAMED_CTRL_RIGHT },
    { "kHOM5", PK_NAMED_CTRL_HOME },{ "kEND5", PK_NAMED_CTRL_END },   { "kf1", PK_NAMED_F1 },
    { "kf2", PK_NAMED_F1 + 1 },     { "kf3", PK_NAMED_F1 + 2 },       { "kf4", PK_NAMED_F1 + 3 },
    { "kf5", PK_NAMED_F1 + 4 },     { "kf6", PK_NAMED_F1 + 5 },       { "kf7", PK_NAMED_F1 + 6 },
    { "kf8", PK_NAMED_F1 + 7 },     { "kf9", PK_NAMED_F1 + 8 },       { "kf10", PK_NAMED_F1 + 9 },
    { "kf11", PK_NAMED_F1 + 10 },   { "kf12", PK_NAMED_F12 },
};
/* clang-format on */

PkColorMode
pk_term_color_mode(const char *flag, const char *setting, const char *no_color)
{
    const char *const asked[] = { flag, setting };

    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        if (g_strcmp0(asked[i], "always") == 0)
            return PK_COLOR_ALWAYS;
        if (g_strcmp0(asked[i], "never") == 0)
            return PK_COLOR_NEVER;
        if (g_strcmp0(asked[i], "auto") == 0)
            break;
    }
    return no_color && *no_color ? PK_COLOR_NEVER : PK_COLOR_AUTO;
}

/* A string capability without its padding ("$<5>"), or "". */
static char *
cap(const char *name)
{
    const char *value = tigetstr(name);
    GString *plain = g_string_new(NULL);

    if (value == (const char *)-1)
        value = NULL;
    for (const char *p = value; p && *p; p++) {
        const char *end = p[0] == '$' && p[1] == '<' ? strchr(p, '>') : NULL;
        if (end)
            p = end;
        else
            g_string_append_c(plain, *p);
    }
    return g_string_free(plain, FALSE);
}

/* Terminals that understand titles and paste brackets though terminfo may not say so. */
static bool
modern(const char *name)
{
    static const char *const families[] = { "xterm", "rxvt",  "screen",  "tmux",       "alacritty",
                                            "foot",  "kitty", "vte",     "gnome",      "konsole",
                                            "st-",   "putty", "wezterm", "ms-terminal" };
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        if (g_str_has_prefix(name, families[i]))
            return true;
    return false;
}

static bool
refuse(GError **error, char *what)
{
    g_autofree char *text = what;

    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "%s\n%s\n%s", text,
                _("The commands without a screen work here: piket list, piket show, piket note."),
                _("For the screens, say what the terminal is first, for example: "
                  "export TERM=xterm-256color"));
    return false;
}

/* Everything that can go wrong is found here, before a byte is sent. */
static bool
check(GError **error)
{
    const char *name = g_getenv("TERM");
    int found = 0;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("The screens of Piket need a terminal for both input and output. "
                              "Without one use piket list, piket show or piket note."));
        return false;
    }
    if (!name || !*name)
        return refuse(error, g_strdup(_("TERM is not set, so Piket cannot draw its screens.")));
    g_autofree char *shown = g_strndup(name, 40);
    g_strcanon(shown, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+._", '?');
    if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
        return refuse(error, g_strdup_printf(_("The terminal type '%s' (from TERM) is not known "
                                               "here, so Piket cannot draw its screens."),
                                             shown));
    g_autofree char *place = cap("cup");
    if (!*place) {
        del_curterm(cur_term);
        return refuse(error, g_strdup_printf(_("A terminal of type '%s' (from TERM) cannot place "
                                               "text on the screen, so Piket cannot draw."),
                                             shown));
    }
    return true;
}

static void
learn_modes(PkTerm *term)
{
    g_autofree char *keypad_on = cap("smkx");
    g_autofree char *keypad_off = cap("rmkx");
    g_autofree char *plain = cap("sgr0");
    g_autofree char *colors = cap("op");
    g_autofree char *cursor = cap("cnorm");
    g_autofree char *leave = cap("rmcup");
    g_autofree char *known = cap("BE");
    bool paste = *known || modern(term->name);
    bool title = term->title_allowed = term->title_allowed && modern(term->name);

    term->on = g_strconcat(keypad_on, paste ? "\033[?2004h" : "", title ? PUSH_TITLE : "", NULL);
    term->off = g_strconcat(paste ? "\033[?2004l" : "", title ? POP_TITLE : "", keypad_off, NULL);
    g_autofree char *undo = g_strconcat(term->off, plain, colors, cursor, leave, NULL);
    pk_modes_save(undo);
}

static Level
color_level(PkColorMode mode)
{
    if (mode == PK_COLOR_NEVER || !has_colors() || start_color() != OK)
        return LEVEL_NONE;
    use_default_colors();
    if (COLORS >= 0x1000000 && tigetflag("RGB") > 0)
        return LEVEL_DIRECT;
    return COLORS >= 256 ? LEVEL_256 : LEVEL_8;
}

static void
make_theme(PkTerm *term)
{
    for (size_t i = 0; i < G_N_ELEMENTS(role_attrs); i++)
        term->attrs[role_attrs[i].role] = role_attrs[i].attrs;
    for (size_t i = 0; i < G_N_ELEMENTS(tlp_colors); i++) {
        PkRole role = tlp_colors[i].role;
        int pair = (int)i + 1;
        if (term->level == LEVEL_NONE || init_extended_pair(pair, tlp_colors[i].color[term->level],
                                                            tlp_black[term->level]) != OK) {
            term->attrs[role] = A_REVERSE;
            continue;
        }
        term->pairs[role] = pair;
        if (term->level == LEVEL_8)
            term->attrs[role] = A_BOLD;
    }
}

static void
own_the_keyboard(void)
{
    raw(); /* not cbreak(): that leaves Ctrl-S freezing the terminal */
    noecho();
    nonl();
}

PkTerm *
pk_term_open(const PkTermOptions *options, GError **error)
{
    if (!check(error))
        return NULL;
    PkTerm *term = g_new0(PkTerm, 1);
    term->name = g_strdup(g_getenv("TERM"));
    term->slow = options->slow;
    term->title_allowed = options->title;
    term->utf8 = pk_i18n_utf8();
    term->frames = g_getenv("PIKET_TEST_FRAMES") != NULL;
    learn_modes(term);
    del_curterm(cur_term); /* newterm makes its own */
    pk_modes_arm(true);
    term->screen = newterm(NULL, stdout, stdin);
    if (!term->screen) {
        pk_modes_arm(false);
        refuse(error, g_strdup(_("The terminal could not be opened.")));
        pk_term_close(term);
        return NULL;
    }
    own_the_keyboard();
    set_escdelay(pk_term_esc_ms(term));
    term->level = color_level(options->color);
    make_theme(term);
    pk_term_resize(term);
    term->modes_due = true;
    return term;
}

void
pk_term_close(PkTerm *term)
{
    if (!term)
        return;
    if (term->screen) {
        pk_term_leave(term);
        delscreen(term->screen);
    }
    g_free(term->name);
    g_free(term->on);
    g_free(term->off);
    g_free(term->title);
    g_free(term);
}

void
pk_term_size(const PkTerm *term, int *ret_rows, int *ret_cols)
{
    (void)term;
    *ret_rows = LINES;
    *ret_cols = COLS;
}

bool
pk_term_utf8(const PkTerm *term)
{
    return term->utf8;
}

int
pk_term_esc_ms(const PkTerm *term)
{
    (void)term;
    return g_getenv("SSH_CONNECTION") || g_getenv("SSH_TTY") ? 100 : 25;
}

void
pk_term_teach(const PkTerm *term, PkInput *input)
{
    pk_input_set_utf8(input, term->utf8);
    for (size_t i = 0; i < G_N_ELEMENTS(key_caps); i++) {
        g_autofree char *sequence = cap(key_caps[i].cap);
        if (sequence[0] == '\033' && sequence[1])
            pk_input_learn(input, sequence, key_caps[i].code);
    }
}

static attr_t
cell_attrs(const PkTerm *term, const PkCell *cell)
{
    return cell->role == PK_ROLE_SELECTED && term->slow ? A_NORMAL : term->attrs[cell->role];
}

/* Without UTF-8: the nearest ASCII, as wide as the cell. */
static int
to_ascii(const PkTerm *term, const PkCell *cell, cchar_t *ret)
{
    g_autofree char *ascii = pk_text_ascii(cell->text);
    int pair = term->pairs[cell->role];

    for (int i = 0; i < cell->width; i++) {
        bool has = (size_t)i < strlen(ascii) && g_ascii_isprint(ascii[i]);
        wchar_t wide[2] = { has ? (wchar_t)ascii[i] : i == 0 ? L'?' : L' ' };
        setcchar(&ret[i], wide, cell_attrs(term, cell), (short)pair, &pair);
    }
    return cell->width;
}

/* The cell as curses wants it; returns how many it became. Where this C library's width is not the
 * canvas's, the columns after it would shift: question marks of the right width are better. */
static int
to_curses(const PkTerm *term, const PkCell *cell, cchar_t *ret)
{
    wchar_t wide[CCHARW_MAX + 1] = { 0 };
    int n = 0;
    int pair = term->pairs[cell->role];

    if (!term->utf8)
        return to_ascii(term, cell, ret);
    for (const char *p = cell->text; *p && n < CCHARW_MAX; p = g_utf8_next_char(p))
        wide[n++] = (wchar_t)g_utf8_get_char(p);
    bool sure = n > 0 && wcwidth(wide[0]) == cell->width;
    for (int i = 1; i < n; i++) /* curses adds marks to a base, and nothing else */
        if (wcwidth(wide[i]) != 0)
            wide[i] = L'\0';
    if (!sure) {
        wide[0] = L'?';
        wide[1] = L'\0';
    }
    setcchar(ret, wide, cell_attrs(term, cell), (short)pair, &pair);
    if (!sure && cell->width == 2)
        ret[1] = ret[0];
    return sure ? 1 : cell->width;
}

static void
paint_row(const PkTerm *term, const PkCanvas *canvas, int row)
{
    int cols = MIN(canvas->cols, COLS);
    g_autofree cchar_t *cells = g_new0(cchar_t, (size_t)cols + 1);
    int n = 0;

    for (int col = 0; col < cols; col++) {
        const PkCell *cell = pk_canvas_cell(canvas, row, col);
        if (cell->width == 0)
            continue;
        if (cell->width == 2 && col + 1 >= cols) /* cut in half by a screen just made narrower */
            break;
        n += to_curses(term, cell, &cells[n]);
    }
    mvadd_wchnstr(row, 0, cells, n);
}

bool
pk_term_paint(PkTerm *term, const PkCanvas *canvas)
{
    if (term->away)
        return true;
    erase();
    for (int row = 0; row < MIN(canvas->rows, LINES); row++)
        paint_row(term, canvas, row);
    move(MIN(canvas->cursor_row, LINES - 1), MIN(canvas->cursor_col, COLS - 1));
    errno = 0;
    wnoutrefresh(stdscr);
    doupdate();
    bool alive = errno != EIO && errno != EPIPE;
    if (term->modes_due) {
        g_autofree char *modes = g_strconcat(term->on, term->title, NULL);
        alive = pk_modes_write(modes, strlen(modes)) && alive;
        term->modes_due = false;
    }
    if (term->frames) {
        g_autofree char *mark = g_strdup_printf("\033]7777;frame=%u\007", ++term->n_frames);
        alive = pk_modes_write(mark, strlen(mark)) && alive;
    }
    return alive;
}

void
pk_term_redraw(PkTerm *term)
{
    (void)term;
    clearok(curscr, TRUE);
}

bool
pk_term_resize(PkTerm *term)
{
    struct winsize size;

    (void)term;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return false;
    int rows = MIN(size.ws_row, PK_CANVAS_MAX), cols = MIN(size.ws_col, PK_CANVAS_MAX);
    if (rows == LINES && cols == COLS)
        return false;
    resizeterm(rows, cols);
    clearok(curscr, TRUE);
    return true;
}

void
pk_term_set_slow(PkTerm *term, bool slow)
{
    term->slow = slow;
}

void
pk_term_set_title(PkTerm *term, const char *title)
{
    if (!term->title_allowed)
        return;
    g_autofree char *plain = g_str_to_ascii(title, "C");
    for (char *p = plain; *p; p++)
        if (!g_ascii_isprint(*p))
            *p = '?';
    g_free(term->title);
    term->title = g_strconcat("\033]0;", plain, "\007", NULL);
    if (!term->modes_due) /* else after the old title is put aside */
        pk_term_send(term, term->title, strlen(term->title));
}

void
pk_term_send(PkTerm *term, const char *bytes, size_t n_bytes)
{
    if (!term->away)
        pk_modes_write(bytes, n_bytes);
}

char *
pk_term_describe(const PkTerm *term)
{
    static const char *const levels[] = { N_("no colours"), N_("8 colours"), N_("256 colours"),
                                          N_("true colour") };

    return g_strdup_printf("%s, %s, %s, %s", term->name, _(levels[term->level]),
                           term->utf8 ? "UTF-8" : "ASCII",
                           strstr(term->on, "2004") ? _("pasted text is recognised")
                                                    : _("pasted text looks like typing"));
}

void
pk_term_leave(PkTerm *term)
{
    if (term->away)
        return;
    term->away = true;
    if (!term->modes_due)
        pk_modes_write(term->off, strlen(term->off));
    endwin();
    pk_modes_arm(false);
}

void
pk_term_enter(PkTerm *term)
{
    pk_modes_arm(true);
    reset_prog_mode();
    term->away = false;
    term->modes_due = true;
    pk_term_resize(term);
    clearok(curscr, TRUE);
}

void
pk_term_abandon(PkTerm *term)
{
    if (!term->away)
        tcflush(STDOUT_FILENO, TCOFLUSH);
}

void
pk_term_suspend(PkTerm *term)
{
    pk_term_leave(term);
    /* The others of this job first (they may be a wrapper the shell waits for), then this thread
     * itself: raise() returns only after the stop, kill() may return before. */
    signal(SIGTSTP, SIG_IGN);
    kill(0, SIGTSTP);
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
}
