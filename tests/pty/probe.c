/* SPDX-License-Identifier: EUPL-1.2 */
/* The smallest program on canvas, term and loop, for test_term.c: a list, a text field, and a line
 * that tells what happened. Not installed.
 *
 *   pty-probe [--slow] [--color=MODE] [--title] [--crash]
 *
 * List: j k down up move, m opens the field, q ends with 0, p paints the same again, c aborts.
 * Field: text, backspace, pastes; Esc goes back; C-s writes it to $HOME/saved. At an end nobody
 * chose it goes to $HOME/draft. */
#include "loop.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_ITEMS = 12 };

typedef struct {
    PkLoop *loop;
    int selected;
    bool typing;
    GString *text;
    unsigned n_keys, n_resumed;
    char *last;
} Probe;

static void
write_file(const Probe *probe, const char *name)
{
    g_autofree char *path = g_build_filename(g_getenv("HOME"), name, NULL);

    g_file_set_contents(path, probe->text->str, (gssize)probe->text->len, NULL);
}

static void
say(Probe *probe, char *what)
{
    g_free(probe->last);
    probe->last = what;
}

static void
field_key(Probe *probe, const PkKey *key)
{
    GString *text = probe->text;

    if (key->kind == PK_KEY_PASTE)
        g_string_append_len(text, key->paste, (gssize)key->paste_len);
    else if (key->kind == PK_KEY_CHAR)
        g_string_append(text, key->text);
    else if (pk_key_is(key, PK_NAMED_ENTER))
        g_string_append_c(text, '\n');
    else if (pk_key_is(key, PK_NAMED_BACKSPACE) && text->len > 0)
        g_string_truncate(
            text, (size_t)(g_utf8_find_prev_char(text->str, text->str + text->len) - text->str));
    else if (pk_key_is_ctrl(key, 's'))
        write_file(probe, "saved");
    else if (pk_key_is(key, PK_NAMED_ESC))
        probe->typing = false;
    pk_loop_set_list_mode(probe->loop, !probe->typing);
}

static void
list_key(Probe *probe, const PkKey *key)
{
    if (pk_key_in(key, "j down"))
        probe->selected = MIN(probe->selected + 1, N_ITEMS - 1);
    else if (pk_key_in(key, "k up"))
        probe->selected = MAX(probe->selected - 1, 0);
    else if (pk_key_in(key, "m"))
        probe->typing = true;
    else if (pk_key_in(key, "c"))
        abort();
    else if (pk_key_in(key, "q"))
        pk_loop_quit(probe->loop, 0);
    pk_loop_set_list_mode(probe->loop, !probe->typing);
}

static void
on_key(const PkKey *key, void *data)
{
    Probe *probe = data;

    if (!probe->typing && pk_key_in(key, "p")) { /* a draw without any change */
        pk_loop_invalidate(probe->loop);
        return;
    }
    probe->n_keys++;
    bool moving = !probe->typing && pk_key_in(key, "j k up down");
    if (!moving)
        say(probe, key->kind == PK_KEY_PASTE
                       ? g_strdup_printf("paste %zu%s", key->paste_len, key->burst ? " burst" : "")
                       : pk_key_name(key));
    if (probe->typing)
        field_key(probe, key);
    else
        list_key(probe, key);
    pk_loop_invalidate(probe->loop);
}

static void
on_resume(void *data)
{
    Probe *probe = data;

    say(probe, g_strdup_printf("resumed %u", ++probe->n_resumed));
}

static void
on_end(int exit_code, void *data)
{
    (void)exit_code;
    write_file(data, "draft");
}

static void
draw_list(const Probe *probe, PkCanvas *canvas)
{
    for (int i = 0; i < N_ITEMS; i++) {
        int row = 3 + i;
        bool selected = i == probe->selected && !probe->typing;
        if (selected)
            pk_canvas_fill(canvas, row, 0, 1, canvas->cols, PK_ROLE_SELECTED);
        pk_canvas_printf(canvas, row, 0, selected ? PK_ROLE_SELECTED : PK_ROLE_NORMAL,
                         "%s I26-%04d  Oefendam  melding %d", selected ? ">" : " ", 400 + i, i);
        if (selected)
            pk_canvas_cursor(canvas, row, 0);
    }
}

static void
draw(PkCanvas *canvas, void *data)
{
    const Probe *probe = data;
    /* The field shows the tail of the last line, as a real one scrolls. */
    const char *line = strrchr(probe->text->str, '\n');
    line = line ? line + 1 : probe->text->str;
    size_t len = strlen(line);
    if (len > 20)
        line = g_utf8_find_next_char(line + len - 21, NULL);

    pk_canvas_text(canvas, 0, 0, canvas->cols, PK_ROLE_TITLE, " PROBE Súdwest");
    int col = pk_canvas_text(canvas, 1, 0, 10, PK_ROLE_TLP_RED, "TLP:RED") + 1;
    pk_canvas_text(canvas, 1, col, 20, PK_ROLE_TLP_AMBER, "TLP:AMBER");
    pk_canvas_rule(canvas, 2, 0, canvas->cols);
    draw_list(probe, canvas);
    pk_canvas_text(canvas, 16, 0, 8, PK_ROLE_LABEL, "Note");
    pk_canvas_fill(canvas, 16, 8, 1, 40, PK_ROLE_FIELD);
    int used = pk_canvas_text(canvas, 16, 8, 40, PK_ROLE_FIELD, line);
    if (probe->typing)
        pk_canvas_cursor(canvas, 16, 8 + used);
    pk_canvas_printf(canvas, 18, 0, PK_ROLE_MESSAGE, "[%s] %dx%d", probe->last ? probe->last : "",
                     canvas->rows, canvas->cols);
}

static const PkLoopHandlers handlers = {
    .on_key = on_key,
    .on_resume = on_resume,
    .on_end = on_end,
    .draw = draw,
};

int
main(int argc, char **argv)
{
    PkTermOptions options = { 0 };
    const char *color = NULL;
    g_autoptr(GError) error = NULL;

    for (int i = 1; i < argc; i++) {
        options.slow = options.slow || strcmp(argv[i], "--slow") == 0;
        options.title = options.title || strcmp(argv[i], "--title") == 0;
        if (g_str_has_prefix(argv[i], "--color="))
            color = argv[i] + strlen("--color=");
    }
    options.color = pk_term_color_mode(color, NULL, g_getenv("NO_COLOR"));
    pk_i18n_start(NULL);
    PkTerm *term = pk_term_open(&options, &error);
    if (!term) {
        fprintf(stderr, "%s\n", error->message);
        return pk_error_exit_code(error);
    }
    pk_term_set_crash_note("The draft is in HOME.");
    pk_term_set_title(term, "PROBE");
    Probe probe = { .text = g_string_new(NULL) };
    probe.loop = pk_loop_new(term, &handlers, &probe);
    int code = pk_loop_run(probe.loop);
    pk_term_close(term);
    pk_loop_free(probe.loop);
    g_string_free(probe.text, TRUE);
    g_free(probe.last);
    return code;
}
