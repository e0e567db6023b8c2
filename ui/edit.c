/* SPDX-License-Identifier: EUPL-1.2 */
#include "edit.h"

#include "piket/base/text.h"

#include <string.h>

enum { DEFAULT_MAX = 65535, UNDO_MAX = 100 };

typedef struct {
    char *text;
    size_t cursor;
} Past;

struct PkEdit {
    GString *text;
    size_t cursor;
    size_t max_bytes;
    size_t refused;
    bool multiline;
    bool in_burst; /* the last key added text: one undo step for the whole burst */
    char *killed;
    GQueue past;
};

static void
past_free(void *data)
{
    Past *past = data;
    g_free(past->text);
    g_free(past);
}

PkEdit *
pk_edit_new(bool multiline, size_t max_bytes)
{
    PkEdit *edit = g_new0(PkEdit, 1);
    edit->text = g_string_new(NULL);
    edit->multiline = multiline;
    edit->max_bytes = max_bytes ? max_bytes : DEFAULT_MAX;
    g_queue_init(&edit->past);
    return edit;
}

void
pk_edit_free(PkEdit *edit)
{
    if (!edit)
        return;
    g_string_free(edit->text, TRUE);
    g_queue_clear_full(&edit->past, past_free);
    g_free(edit->killed);
    g_free(edit);
}

const char *
pk_edit_text(const PkEdit *edit)
{
    return edit->text->str;
}

size_t
pk_edit_cursor(const PkEdit *edit)
{
    return edit->cursor;
}

size_t
pk_edit_refused(const PkEdit *edit)
{
    return edit->refused;
}

/* End of the cluster that begins at `at`. */
static size_t
next_cluster(const PkEdit *edit, size_t at)
{
    PkCluster cluster;
    const char *p = edit->text->str + at;
    if (!*p || !pk_text_next(&p, &cluster))
        return edit->text->len;
    return (size_t)(p - edit->text->str);
}

static size_t
previous_cluster(const PkEdit *edit, size_t at)
{
    /* Clusters never reach over a line feed, so looking from the line's begin is enough. */
    size_t from = at;
    while (from > 0 && edit->text->str[from - 1] != '\n')
        from--;
    if (from == at)
        return at > 0 ? at - 1 : 0;
    size_t last = from;
    for (size_t i = from; i < at; i = next_cluster(edit, i))
        last = i;
    return last;
}

void
pk_edit_set(PkEdit *edit, const char *text, size_t cursor)
{
    g_string_assign(edit->text, text ? text : "");
    edit->cursor = MIN(cursor, edit->text->len);
    while (edit->cursor > 0 && ((guchar)edit->text->str[edit->cursor] & 0xc0) == 0x80)
        edit->cursor--;
    edit->in_burst = false;
}

static void
remember(PkEdit *edit)
{
    Past *past = g_new0(Past, 1);
    past->text = g_strndup(edit->text->str, edit->text->len);
    past->cursor = edit->cursor;
    g_queue_push_tail(&edit->past, past);
    if (g_queue_get_length(&edit->past) > UNDO_MAX)
        past_free(g_queue_pop_head(&edit->past));
}

bool
pk_edit_undo(PkEdit *edit)
{
    Past *past = g_queue_pop_tail(&edit->past);
    if (!past)
        return false;
    pk_edit_set(edit, past->text, past->cursor);
    past_free(past);
    return true;
}

static void
insert(PkEdit *edit, const char *text, size_t n)
{
    if (edit->text->len + n > edit->max_bytes) {
        edit->refused = n;
        return;
    }
    g_string_insert_len(edit->text, (gssize)edit->cursor, text, (gssize)n);
    edit->cursor += n;
}

static void
insert_pasted(PkEdit *edit, const PkKey *key, size_t *ret_removed)
{
    size_t removed = 0;
    g_autofree char *clean =
        pk_text_clean(key->paste, (gssize)key->paste_len,
                      edit->multiline ? PK_TEXT_MULTILINE : PK_TEXT_LINE, &removed);
    remember(edit);
    insert(edit, clean, strlen(clean));
    edit->in_burst = false;
    if (ret_removed)
        *ret_removed = removed + key->n_cleaned;
}

static void
erase(PkEdit *edit, size_t from, size_t to, bool keep)
{
    if (from == to)
        return;
    remember(edit);
    if (keep) {
        g_free(edit->killed);
        edit->killed = g_strndup(edit->text->str + from, to - from);
    }
    g_string_erase(edit->text, (gssize)from, (gssize)(to - from));
    edit->cursor = from;
    edit->in_burst = false;
}

static size_t
line_begin(const PkEdit *edit, size_t at)
{
    while (at > 0 && edit->text->str[at - 1] != '\n')
        at--;
    return at;
}

static size_t
line_end(const PkEdit *edit, size_t at)
{
    return at + strcspn(edit->text->str + at, "\n");
}

static size_t
word_left(const PkEdit *edit, size_t at)
{
    while (at > 0 && edit->text->str[at - 1] == ' ')
        at--;
    while (at > 0 && edit->text->str[at - 1] != ' ' && edit->text->str[at - 1] != '\n')
        at--;
    return at;
}

static size_t
word_right(const PkEdit *edit, size_t at)
{
    const char *s = edit->text->str;
    while (s[at] && s[at] != ' ' && s[at] != '\n')
        at++;
    while (s[at] == ' ')
        at++;
    return at;
}

static bool
control_key(PkEdit *edit, const PkKey *key)
{
    size_t at = edit->cursor;
    switch (key->code) {
    case 'a': edit->cursor = line_begin(edit, at); return true;
    case 'e': edit->cursor = line_end(edit, at); return true;
    case 'w': erase(edit, word_left(edit, at), at, true); return true;
    case 'u': erase(edit, line_begin(edit, at), at, true); return true;
    case 'k': erase(edit, at, line_end(edit, at), true); return true;
    case '_': pk_edit_undo(edit); return true;
    case 'y':
        if (edit->killed) {
            remember(edit);
            insert(edit, edit->killed, strlen(edit->killed));
        }
        return true;
    default: return false;
    }
}

/* Up and Down inside a text of several lines; false at the edge, so the form moves on. */
static bool
line_key(PkEdit *edit, bool up)
{
    size_t begin = line_begin(edit, edit->cursor), end = line_end(edit, edit->cursor);
    size_t column = edit->cursor - begin;
    if (!edit->multiline || (up ? begin == 0 : edit->text->str[end] == '\0'))
        return false;
    size_t to = up ? line_begin(edit, begin - 1) : end + 1;
    size_t limit = line_end(edit, to);
    size_t at = to;
    while (at < limit && at - to < column)
        at = next_cluster(edit, at);
    edit->cursor = at;
    return true;
}

static bool
named_key(PkEdit *edit, const PkKey *key)
{
    size_t at = edit->cursor;
    switch (key->code) {
    case PK_NAMED_LEFT: edit->cursor = previous_cluster(edit, at); return true;
    case PK_NAMED_RIGHT: edit->cursor = next_cluster(edit, at); return true;
    case PK_NAMED_CTRL_LEFT: edit->cursor = word_left(edit, at); return true;
    case PK_NAMED_CTRL_RIGHT: edit->cursor = word_right(edit, at); return true;
    case PK_NAMED_HOME: edit->cursor = line_begin(edit, at); return true;
    case PK_NAMED_END: edit->cursor = line_end(edit, at); return true;
    case PK_NAMED_BACKSPACE: erase(edit, previous_cluster(edit, at), at, false); return true;
    case PK_NAMED_DEL: erase(edit, at, next_cluster(edit, at), false); return true;
    case PK_NAMED_UP: return line_key(edit, true);
    case PK_NAMED_DOWN: return line_key(edit, false);
    case PK_NAMED_ENTER:
        if (!edit->multiline)
            return false;
        remember(edit);
        insert(edit, "\n", 1);
        return true;
    default: return false;
    }
}

bool
pk_edit_key(PkEdit *edit, const PkKey *key, size_t *ret_removed)
{
    edit->refused = 0;
    if (ret_removed)
        *ret_removed = 0;
    switch (key->kind) {
    case PK_KEY_PASTE: insert_pasted(edit, key, ret_removed); return true;
    case PK_KEY_CHAR:
        if (!edit->in_burst || key->code == ' ')
            remember(edit);
        insert(edit, key->text, strlen(key->text));
        edit->in_burst = true;
        return true;
    case PK_KEY_CTRL: edit->in_burst = false; return control_key(edit, key);
    case PK_KEY_NAMED: edit->in_burst = false; return named_key(edit, key);
    case PK_KEY_NONE: return false;
    }
    return false;
}

/* ---- drawing -------------------------------------------------------------------------------- */

typedef struct {
    size_t from, to; /* bytes */
} Span;

/* Soft wrap by columns with byte offsets kept, so the cursor can be found again. */
static GArray *
wrap(const PkEdit *edit, int cols)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(Span));
    const char *s = edit->text->str;
    size_t from = 0, space = 0, at = 0;
    int used = 0;
    while (s[at]) {
        if (s[at] == '\n') {
            g_array_append_val(spans, ((Span){ from, at }));
            from = space = ++at;
            used = 0;
            continue;
        }
        size_t next = next_cluster(edit, at);
        g_autofree char *cluster = g_strndup(s + at, next - at);
        int width = pk_canvas_width(cluster);
        if (used + width > cols && at > from) {
            size_t cut = space > from ? space : at;
            g_array_append_val(spans, ((Span){ from, cut }));
            from = space = at = cut;
            used = 0;
            continue;
        }
        used += width;
        at = next;
        if (s[at - 1] == ' ')
            space = at;
    }
    g_array_append_val(spans, ((Span){ from, at }));
    return spans;
}

int
pk_edit_rows(const PkEdit *edit, int cols)
{
    g_autoptr(GArray) spans = wrap(edit, MAX(cols, 1));
    return (int)spans->len;
}

static void
draw_line(const PkEdit *edit, PkCanvas *canvas, int row, int col, int cols, bool active)
{
    size_t from = 0;
    g_autofree char *before = g_strndup(edit->text->str, edit->cursor);
    int at = pk_canvas_width(before);
    int hide = MAX(0, at - cols + 1);
    int skipped = 0;
    while (skipped < hide && edit->text->str[from]) {
        size_t next = next_cluster(edit, from);
        g_autofree char *cluster = g_strndup(edit->text->str + from, next - from);
        skipped += pk_canvas_width(cluster);
        from = next;
    }
    PkRole role = active ? PK_ROLE_FIELD_ACTIVE : PK_ROLE_FIELD;
    pk_canvas_fill(canvas, row, col, 1, cols, role);
    pk_canvas_text(canvas, row, col, cols, role, edit->text->str + from);
    if (active)
        pk_canvas_cursor(canvas, row, col + at - skipped);
}

static void
draw_area(const PkEdit *edit, PkCanvas *canvas, int row, int col, int rows, int cols, bool active)
{
    g_autoptr(GArray) spans = wrap(edit, cols);
    PkRole role = active ? PK_ROLE_FIELD_ACTIVE : PK_ROLE_FIELD;
    int here = 0;
    for (guint i = 0; i < spans->len; i++) {
        const Span *span = &g_array_index(spans, Span, i);
        if (edit->cursor >= span->from && edit->cursor <= span->to)
            here = (int)i;
    }
    int top = MAX(0, here - rows + 1);
    pk_canvas_fill(canvas, row, col, rows, cols, role);
    for (int r = 0; r < rows && top + r < (int)spans->len; r++) {
        const Span *span = &g_array_index(spans, Span, (guint)(top + r));
        g_autofree char *text = g_strndup(edit->text->str + span->from, span->to - span->from);
        pk_canvas_text(canvas, row + r, col, cols, role, text);
    }
    if (active) {
        const Span *span = &g_array_index(spans, Span, (guint)here);
        g_autofree char *before =
            g_strndup(edit->text->str + span->from, edit->cursor - span->from);
        pk_canvas_cursor(canvas, row + here - top,
                         MIN(col + cols - 1, col + pk_canvas_width(before)));
    }
}

void
pk_edit_draw(const PkEdit *edit, PkCanvas *canvas, int row, int col, int rows, int cols,
             bool active, bool brackets)
{
    if (cols < 3 || rows < 1)
        return;
    if (brackets) {
        for (int r = 0; r < rows; r++) {
            pk_canvas_text(canvas, row + r, col, 1, PK_ROLE_NORMAL, edit->multiline ? "|" : "[");
            pk_canvas_text(canvas, row + r, col + cols - 1, 1, PK_ROLE_NORMAL,
                           edit->multiline ? "|" : "]");
        }
        col++;
        cols -= 2;
    }
    if (edit->multiline)
        draw_area(edit, canvas, row, col, rows, cols, active);
    else
        draw_line(edit, canvas, row, col, cols, active);
}
