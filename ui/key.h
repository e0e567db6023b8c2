/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys: what a person pressed, its name in the keymap tables, and the decoder that makes keys of
 * the bytes a terminal sends. Pure: no terminal, no clock (the caller passes the time in).
 *
 * Names, as in the keymap tables and in the user's own "keys" file:
 *   one character           j  G  /  ?  :  [
 *   a named key             up down left right home end pgup pgdn ins del backspace tab S-tab
 *                           enter esc space F1 .. F12
 *   with Control            C-s  C-left C-right C-up C-down C-home C-end
 * Backspace is one key whether the terminal sends 0x7f or 0x08; both Home/End styles are one. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    PK_KEY_NONE,
    PK_KEY_CHAR,  /* a character: code is the code point, text its UTF-8       */
    PK_KEY_CTRL,  /* Control with a letter or \ ] ^ _: code is 'a'..'z' or that */
    PK_KEY_NAMED, /* code is a PkKeyCode                                        */
    PK_KEY_PASTE, /* pasted text in paste, paste_len                            */
} PkKeyKind;

typedef enum {
    PK_NAMED_UP = 1,
    PK_NAMED_DOWN,
    PK_NAMED_LEFT,
    PK_NAMED_RIGHT,
    PK_NAMED_HOME,
    PK_NAMED_END,
    PK_NAMED_PGUP,
    PK_NAMED_PGDN,
    PK_NAMED_INS,
    PK_NAMED_DEL,
    PK_NAMED_BACKSPACE,
    PK_NAMED_TAB,
    PK_NAMED_SHIFT_TAB,
    PK_NAMED_ENTER,
    PK_NAMED_ESC,
    PK_NAMED_CTRL_UP,
    PK_NAMED_CTRL_DOWN,
    PK_NAMED_CTRL_LEFT,
    PK_NAMED_CTRL_RIGHT,
    PK_NAMED_CTRL_HOME,
    PK_NAMED_CTRL_END,
    PK_NAMED_F1,
    PK_NAMED_F12 = PK_NAMED_F1 + 11,
    PK_N_NAMED
} PkKeyCode;

enum {
    PK_PASTE_MAX = 10 * 1000 * 1000, /* bytes of one paste; what comes after is counted, not kept */
    PK_BURST_KEYS = 16,              /* this many characters within ...                           */
    PK_BURST_MS = 30,                /* ... this time are no person in a list: a paste            */
};

typedef struct {
    PkKeyKind kind;
    int code;
    char text[8]; /* CHAR: the character in UTF-8                                            */

    /* PASTE only. The text is valid UTF-8 with line ends as \n, and holds no control but \n and
     * \t. It belongs to the decoder and lives until the next pk_input_next or pk_input_free. */
    const char *paste;
    size_t paste_len;
    size_t n_cut;     /* bytes beyond PK_PASTE_MAX that were dropped: tell the person          */
    size_t n_cleaned; /* controls taken out and broken bytes replaced: tell the person         */
    bool burst;       /* not bracketed: typed faster than people type while keys are commands  */

    int64_t time_us; /* when its last byte was read, on the caller's monotonic clock           */
} PkKey;

/* The key of a name ("j", "C-s", "down"); false when there is none. */
bool pk_key_parse(const char *name, PkKey *ret_key);

/* The name of a key, or "paste" or "". Free with g_free. */
char *pk_key_name(const PkKey *key);

/* The same key? A paste equals nothing. */
bool pk_key_equal(const PkKey *a, const PkKey *b);

/* Is this key in a list of names separated by spaces ("j down C-n")? */
bool pk_key_in(const PkKey *key, const char *names);

/* Shorthands for switch-like code: is it Control with this letter, or this named key? */
static inline bool
pk_key_is_ctrl(const PkKey *key, char letter)
{
    return key->kind == PK_KEY_CTRL && key->code == letter;
}

static inline bool
pk_key_is(const PkKey *key, PkKeyCode code)
{
    return key->kind == PK_KEY_NAMED && key->code == (int)code;
}

/* The decoder: bytes in, keys out.
 *
 * Feed every read with its time, then take keys until pk_input_next says false. When
 * pk_input_due_us is not -1, call pk_input_next again at that time even if no byte came: an Esc
 * may be waiting to see whether it begins a sequence, or a burst for its end.
 *
 * - A sequence nobody knows is swallowed whole: no stray letter becomes a command.
 * - A lone Esc is a key after esc_ms. A sequence torn apart by a slow link, whose Esc was already
 *   given, is still recognised within a second, so "[A" never runs as two commands.
 * - Alt+x is Esc and then x.
 * - A paste in brackets is one key. If its end does not come for a second, what there is comes out
 *   as a paste and a lone Esc or C-c then ends the paste.
 * - With the guard on (list mode), PK_BURST_KEYS characters not all equal that arrive without a
 *   PK_BURST_MS pause are given as one paste, never as commands. */
typedef struct PkInput PkInput;

PkInput *pk_input_new(int esc_ms);
void pk_input_free(PkInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkInput, pk_input_free)

/* Adds a sequence of this terminal (from terminfo). The usual ones are known from the start. */
void pk_input_learn(PkInput *input, const char *sequence, PkKeyCode code);

/* Guard on: keys are commands now. Off: keys are text. Counts from the next key taken on. */
void pk_input_set_guard(PkInput *input, bool on);

/* False: characters above 0x7f come as Latin-1 bytes, not as UTF-8. */
void pk_input_set_utf8(PkInput *input, bool utf8);

void pk_input_feed(PkInput *input, const char *bytes, size_t n_bytes, int64_t now_us);
bool pk_input_next(PkInput *input, int64_t now_us, PkKey *ret_key);
int64_t pk_input_due_us(const PkInput *input);

/* Throws away what was typed ahead, before a question that must be answered awake. */
void pk_input_flush(PkInput *input);
