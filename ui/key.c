/* SPDX-License-Identifier: EUPL-1.2 */
#include "key.h"

#include <string.h>

/* clang-format off */
static const struct { const char *name; PkKeyCode code; } named[] = {
    { "up", PK_NAMED_UP },          { "down", PK_NAMED_DOWN },
    { "left", PK_NAMED_LEFT },      { "right", PK_NAMED_RIGHT },
    { "home", PK_NAMED_HOME },      { "end", PK_NAMED_END },
    { "pgup", PK_NAMED_PGUP },      { "pgdn", PK_NAMED_PGDN },
    { "ins", PK_NAMED_INS },        { "del", PK_NAMED_DEL },
    { "tab", PK_NAMED_TAB },        { "S-tab", PK_NAMED_SHIFT_TAB },
    { "enter", PK_NAMED_ENTER },    { "esc", PK_NAMED_ESC },
    { "backspace", PK_NAMED_BACKSPACE },
    { "C-up", PK_NAMED_CTRL_UP },   { "C-down", PK_NAMED_CTRL_DOWN },
    { "C-left", PK_NAMED_CTRL_LEFT },{ "C-right", PK_NAMED_CTRL_RIGHT },
    { "C-home", PK_NAMED_CTRL_HOME },{ "C-end", PK_NAMED_CTRL_END },
    { "F1", PK_NAMED_F1 },          { "F2", PK_NAMED_F1 + 1 },
    { "F3", PK_NAMED_F1 + 2 },      { "F4", PK_NAMED_F1 + 3 },
    { "F5", PK_NAMED_F1 + 4 },      { "F6", PK_NAMED_F1 + 5 },
    { "F7", PK_NAMED_F1 + 6 },      { "F8", PK_NAMED_F1 + 7 },
    { "F9", PK_NAMED_F1 + 8 },      { "F10", PK_NAMED_F1 + 9 },
    { "F11", PK_NAMED_F1 + 10 },    { "F12", PK_NAMED_F12 },
    /* These four a terminal cannot tell from the keys they are. */
    { "C-h", PK_NAMED_BACKSPACE },  { "C-i", PK_NAMED_TAB },
    { "C-j", PK_NAMED_ENTER },      { "C-m", PK_NAMED_ENTER },
};
/* clang-format on */

static bool
parse_char(const char *name, PkKey *ret_key)
{
    gunichar c = g_utf8_get_char_validated(name, -1);

    if (c == (gunichar)-1 || c == (gunichar)-2 || c <= 0x20 || (c >= 0x7f && c < 0xa0) ||
        *g_utf8_next_char(name))
        return false;
    *ret_key = (PkKey){ .kind = PK_KEY_CHAR, .code = (int)c };
    g_strlcpy(ret_key->text, name, sizeof ret_key->text);
    return true;
}

bool
pk_key_parse(const char *name, PkKey *ret_key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        if (strcmp(named[i].name, name) == 0) {
            *ret_key = (PkKey){ .kind = PK_KEY_NAMED, .code = (int)named[i].code };
            return true;
        }
    }
    if (strcmp(name, "space") == 0) {
        *ret_key = (PkKey){ .kind = PK_KEY_CHAR, .code = ' ', .text = " " };
        return true;
    }
    if (strncmp(name, "C-", 2) == 0 && name[2] && !name[3] &&
        (g_ascii_islower(name[2]) || strchr("@\\]^_", name[2]))) {
        *ret_key = (PkKey){ .kind = PK_KEY_CTRL, .code = name[2] };
        return true;
    }
    return parse_char(name, ret_key);
}

char *
pk_key_name(const PkKey *key)
{
    switch (key->kind) {
    case PK_KEY_CHAR: return g_strdup(key->code == ' ' ? "space" : key->text);
    case PK_KEY_CTRL: return g_strdup_printf("C-%c", key->code);
    case PK_KEY_PASTE: return g_strdup("paste");
    case PK_KEY_NAMED:
        for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
            if ((int)named[i].code == key->code)
                return g_strdup(named[i].name);
        break;
    case PK_KEY_NONE: break;
    }
    return g_strdup("");
}

bool
pk_key_equal(const PkKey *a, const PkKey *b)
{
    return a->kind == b->kind && a->code == b->code && a->kind != PK_KEY_PASTE &&
           a->kind != PK_KEY_NONE;
}

bool
pk_key_in(const PkKey *key, const char *names)
{
    char name[24];
    PkKey one;

    for (const char *p = names; *p;) {
        size_t n = strcspn(p, " ");
        if (n > 0 && n < sizeof name) {
            memcpy(name, p, n);
            name[n] = '\0';
            if (pk_key_parse(name, &one) && pk_key_equal(key, &one))
                return true;
        }
        p += n + (p[n] == ' ');
    }
    return false;
}
