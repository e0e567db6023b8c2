/* SPDX-License-Identifier: EUPL-1.2 */
#include "input.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *bytes;
    PkKeyCode code;
} Sequence;

/* clang-format off */
static const Sequence usual[] = {
    { "\033[A", PK_NAMED_UP },      { "\033OA", PK_NAMED_UP },
    { "\033[B", PK_NAMED_DOWN },    { "\033OB", PK_NAMED_DOWN },
    { "\033[C", PK_NAMED_RIGHT },   { "\033OC", PK_NAMED_RIGHT },
    { "\033[D", PK_NAMED_LEFT },    { "\033OD", PK_NAMED_LEFT },
    { "\033[H", PK_NAMED_HOME },    { "\033OH", PK_NAMED_HOME },
    { "\033[F", PK_NAMED_END },     { "\033OF", PK_NAMED_END },
    { "\033[Z", PK_NAMED_SHIFT_TAB }, { "\033OM", PK_NAMED_ENTER },
    { "\033OP", PK_NAMED_F1 },      { "\033OQ", PK_NAMED_F1 + 1 },
    { "\033OR", PK_NAMED_F1 + 2 },  { "\033OS", PK_NAMED_F1 + 3 },
    { "\033[[A", PK_NAMED_F1 },     { "\033[[B", PK_NAMED_F1 + 1 },
    { "\033[[C", PK_NAMED_F1 + 2 }, { "\033[[D", PK_NAMED_F1 + 3 },
    { "\033[[E", PK_NAMED_F1 + 4 },
    { "\033Oa", PK_NAMED_CTRL_UP }, { "\033Ob", PK_NAMED_CTRL_DOWN },
    { "\033Oc", PK_NAMED_CTRL_RIGHT }, { "\033Od", PK_NAMED_CTRL_LEFT },
};

/* CSI number ~ */
static const struct { int number; PkKeyCode code; } tildes[] = {
    { 1, PK_NAMED_HOME },  { 2, PK_NAMED_INS },   { 3, PK_NAMED_DEL },  { 4, PK_NAMED_END },
    { 5, PK_NAMED_PGUP },  { 6, PK_NAMED_PGDN },  { 7, PK_NAMED_HOME }, { 8, PK_NAMED_END },
    { 11, PK_NAMED_F1 },   { 12, PK_NAMED_F1 + 1 }, { 13, PK_NAMED_F1 + 2 },
    { 14, PK_NAMED_F1 + 3 }, { 15, PK_NAMED_F1 + 4 }, { 17, PK_NAMED_F1 + 5 },
    { 18, PK_NAMED_F1 + 6 }, { 19, PK_NAMED_F1 + 7 }, { 20, PK_NAMED_F1 + 8 },
    { 21, PK_NAMED_F1 + 9 }, { 23, PK_NAMED_F1 + 10 }, { 24, PK_NAMED_F12 },
};

/* CSI 1 ; modifiers letter: the plain key and the one with Control */
static const struct { char letter; PkKeyCode plain, ctrl; } letters[] = {
    { 'A', PK_NAMED_UP, PK_NAMED_CTRL_UP },       { 'B', PK_NAMED_DOWN, PK_NAMED_CTRL_DOWN },
    { 'C', PK_NAMED_RIGHT, PK_NAMED_CTRL_RIGHT }, { 'D', PK_NAMED_LEFT, PK_NAMED_CTRL_LEFT },
    { 'H', PK_NAMED_HOME, PK_NAMED_CTRL_HOME },   { 'F', PK_NAMED_END, PK_NAMED_CTRL_END },
};

/* The key pad in application mode (SS3 letter): what is printed on its keys. */
static const char keypad_from[] = "jklmnopqrstuvwxyX", keypad_to[] = "*+,-./0123456789=";
/* clang-format on */

struct PkSequences {
    GArray *known; /* Sequence, bytes owned; later ones win */
};

static void
sequence_clear(void *data)
{
    g_free((char *)((Sequence *)data)->bytes);
}

PkSequences *
pk_sequences_new(void)
{
    PkSequences *table = g_new0(PkSequences, 1);

    table->known = g_array_new(FALSE, FALSE, sizeof(Sequence));
    g_array_set_clear_func(table->known, sequence_clear);
    for (size_t i = 0; i < G_N_ELEMENTS(usual); i++)
        pk_sequences_add(table, usual[i].bytes, usual[i].code);
    return table;
}

void
pk_sequences_free(PkSequences *table)
{
    if (!table)
        return;
    g_array_unref(table->known);
    g_free(table);
}

void
pk_sequences_add(PkSequences *table, const char *bytes, PkKeyCode code)
{
    Sequence sequence = { g_strdup(bytes), code };

    g_array_append_val(table->known, sequence);
}

static void
set_named(PkKey *key, PkKeyCode code)
{
    *key = (PkKey){ .kind = PK_KEY_NAMED, .code = (int)code };
}

/* Length of the longest known sequence here; 0 when none; -1 when more bytes may make one. */
static int
read_known(const PkSequences *table, const char *bytes, size_t n_bytes, PkKey *ret_key)
{
    size_t best = 0;
    bool open = false;

    for (unsigned i = table->known->len; i-- > 0;) {
        const Sequence *known = &g_array_index(table->known, Sequence, i);
        size_t n = strlen(known->bytes);
        if (n <= n_bytes && n > best && memcmp(bytes, known->bytes, n) == 0) {
            best = n;
            set_named(ret_key, known->code);
        } else if (n > n_bytes && memcmp(bytes, known->bytes, n_bytes) == 0) {
            open = true;
        }
    }
    return best > 0 ? (int)best : open ? -1 : 0;
}

/* The meaning of a whole control sequence that no table holds: keys with modifiers. */
static void
name_csi(const char *bytes, size_t n_bytes, PkKey *key)
{
    char final = bytes[n_bytes - 1];
    int number = 0, modifiers = 1;
    size_t i = 2;

    for (; i < n_bytes && g_ascii_isdigit(bytes[i]) && number < 1000; i++)
        number = number * 10 + (bytes[i] - '0');
    if (bytes[i] == ';' && g_ascii_isdigit(bytes[i + 1]) && i + 3 == n_bytes) {
        modifiers = bytes[i + 1] - '0';
        i += 2;
    }
    if (i + 1 != n_bytes)
        return;
    bool ctrl = ((modifiers - 1) & 4) != 0;
    for (size_t k = 0; final != '~' && k < G_N_ELEMENTS(letters); k++)
        if (letters[k].letter == final)
            set_named(key, ctrl ? letters[k].ctrl : letters[k].plain);
    for (size_t k = 0; final == '~' && k < G_N_ELEMENTS(tildes); k++)
        if (tildes[k].number == number && (modifiers == 1 || number < 10))
            set_named(key, tildes[k].code);
}

static int
read_csi(const char *bytes, size_t n_bytes, PkKey *ret_key)
{
    size_t i = 2;

    if (n_bytes > 2 && bytes[2] == '[') /* Linux console function keys: ESC [ [ x */
        return n_bytes > 3 ? 4 : 0;
    while (i < n_bytes && bytes[i] >= 0x20 && bytes[i] <= 0x3f)
        i++;
    if (i == n_bytes)
        return i > 64 ? (int)i : 0;
    if (bytes[i] < 0x40 || bytes[i] > 0x7e)
        return (int)i; /* broken off: what broke it is read next */
    name_csi(bytes, i + 1, ret_key);
    return (int)i + 1;
}

static int
read_ss3(const char *bytes, size_t n_bytes, PkKey *ret_key)
{
    if (n_bytes < 3)
        return 0;
    if (bytes[2] < 0x21 || bytes[2] > 0x7e)
        return 2;
    const char *at = strchr(keypad_from, bytes[2]);
    if (at) {
        char c = keypad_to[at - keypad_from];
        *ret_key = (PkKey){ .kind = PK_KEY_CHAR, .code = c, .text = { c } };
    }
    return 3;
}

/* Answers to questions Piket never asks (OSC, DCS, ...): up to BEL or ESC \. Without an end in
 * sight it was Alt and a character. */
static int
read_string(const char *bytes, size_t n_bytes)
{
    for (size_t i = 2; i < n_bytes; i++) {
        if (bytes[i] == '\007')
            return (int)i + 1;
        if (bytes[i] == '\033' && i + 1 < n_bytes)
            return bytes[i + 1] == '\\' ? (int)i + 2 : -1;
    }
    return -1;
}

int
pk_sequences_read(const PkSequences *table, const char *bytes, size_t n_bytes, PkKey *ret_key)
{
    *ret_key = (PkKey){ .kind = PK_KEY_NONE };
    if (n_bytes < 2)
        return 0;
    int n = read_known(table, bytes, n_bytes, ret_key);
    if (n != 0)
        return MAX(n, 0);
    switch (bytes[1]) {
    case '[': return read_csi(bytes, n_bytes, ret_key);
    case 'O': return read_ss3(bytes, n_bytes, ret_key);
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X': return read_string(bytes, n_bytes);
    default: return -1;
    }
}

char *
pk_paste_clean(const char *bytes, size_t n_bytes, size_t *ret_len, size_t *ret_n_cleaned)
{
    GString *text = g_string_sized_new(n_bytes);
    size_t n_cleaned = 0;

    for (size_t i = 0; i < n_bytes;) {
        unsigned char b = (unsigned char)bytes[i];
        gunichar c = b < 0x80 ? b : g_utf8_get_char_validated(bytes + i, (gssize)(n_bytes - i));
        if (c == '\r') {
            g_string_append_c(text, '\n');
            i += i + 1 < n_bytes && bytes[i + 1] == '\n' ? 2 : 1;
        } else if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append(text, "\357\277\275"); /* U+FFFD */
            n_cleaned++;
            i++;
        } else {
            size_t n = c < 0x80 ? 1 : (size_t)g_utf8_skip[b];
            if ((c >= 0x20 && c != 0x7f && (c < 0x80 || c >= 0xa0)) || c == '\n' || c == '\t')
                g_string_append_len(text, bytes + i, (gssize)n);
            else
                n_cleaned++;
            i += n;
        }
    }
    *ret_len = text->len;
    *ret_n_cleaned = n_cleaned;
    return g_string_free(text, FALSE);
}
