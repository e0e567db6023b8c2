/* SPDX-License-Identifier: EUPL-1.2 */
#include "input.h"

#include <string.h>

#define PASTE_BEGIN "\033[200~"
#define PASTE_END   "\033[201~"

enum {
    MARK_LEN = sizeof PASTE_BEGIN - 1,
    PATIENCE_US = 1000 * 1000, /* for the rest of a torn sequence, character or paste */
    BURST_US = PK_BURST_MS * 1000,
    CLOSE_US = 5 * 1000,          /* keys this close to the last one: a burst may have begun */
    SCAN_MAX = 4 * PK_BURST_KEYS, /* looking further tells nothing new                       */
};

struct PkInput {
    PkSequences *sequences;
    int64_t esc_us;
    bool guard, utf8;

    GByteArray *raw; /* read, not yet decoded */
    int64_t raw_us;  /* when the last of it came */
    bool after_esc;  /* a lone Esc was given at esc_given_us */
    int64_t esc_given_us;

    GQueue keys; /* PkKey*, decoded, not yet taken */

    bool pasting, stalled;
    GString *pasted; /* raw bytes */
    size_t n_cut;
    int64_t paste_us;

    GString *burst; /* NULL: no burst going on */
    int64_t burst_us;
    PkKey last;  /* the last key given */
    char *given; /* the text of the last paste given */
    int64_t due_us;
};

static void
key_free(void *data)
{
    PkKey *key = data;

    g_free((char *)key->paste);
    g_free(key);
}

PkInput *
pk_input_new(int esc_ms)
{
    PkInput *input = g_new0(PkInput, 1);

    input->sequences = pk_sequences_new();
    input->esc_us = (int64_t)esc_ms * 1000;
    input->utf8 = true;
    input->raw = g_byte_array_new();
    input->pasted = g_string_new(NULL);
    g_queue_init(&input->keys);
    input->due_us = -1;
    return input;
}

void
pk_input_free(PkInput *input)
{
    if (!input)
        return;
    pk_sequences_free(input->sequences);
    g_byte_array_unref(input->raw);
    g_string_free(input->pasted, TRUE);
    if (input->burst)
        g_string_free(input->burst, TRUE);
    g_queue_clear_full(&input->keys, key_free);
    g_free(input->given);
    g_free(input);
}

void
pk_input_learn(PkInput *input, const char *sequence, PkKeyCode code)
{
    if (sequence[0] == '\033' && sequence[1])
        pk_sequences_add(input->sequences, sequence, code);
}

void
pk_input_set_guard(PkInput *input, bool on)
{
    input->guard = on;
}

void
pk_input_set_utf8(PkInput *input, bool utf8)
{
    input->utf8 = utf8;
}

void
pk_input_flush(PkInput *input)
{
    g_queue_clear_full(&input->keys, key_free);
    g_byte_array_set_size(input->raw, 0);
    if (input->burst)
        g_string_free(g_steal_pointer(&input->burst), TRUE);
    input->after_esc = false;
    input->due_us = -1;
}

static void
push(PkInput *input, const PkKey *key)
{
    PkKey *copy = g_new(PkKey, 1);

    *copy = *key;
    copy->time_us = input->raw_us;
    g_queue_push_tail(&input->keys, copy);
}

static void
push_named(PkInput *input, PkKeyCode code)
{
    push(input, &(PkKey){ .kind = PK_KEY_NAMED, .code = (int)code });
}

static void
push_char(PkInput *input, gunichar c)
{
    PkKey key = { .kind = PK_KEY_CHAR };

    if (c == (gunichar)-1 || (c >= 0x80 && c < 0xa0))
        c = 0xfffd;
    key.code = (int)c;
    g_unichar_to_utf8(c, key.text);
    push(input, &key);
}

static void
push_paste(PkInput *input)
{
    PkKey key = { .kind = PK_KEY_PASTE, .n_cut = input->n_cut };

    if (input->pasted->len > 0) {
        key.paste =
            pk_paste_clean(input->pasted->str, input->pasted->len, &key.paste_len, &key.n_cleaned);
        push(input, &key);
    }
    g_string_truncate(input->pasted, 0);
    input->n_cut = 0;
}

static void
drop(PkInput *input, size_t n)
{
    g_byte_array_remove_range(input->raw, 0, (unsigned)n);
}

/* How many bytes at the end of raw may be the begin of the end mark. */
static size_t
open_mark(const PkInput *input)
{
    for (size_t n = MIN(MARK_LEN - 1, input->raw->len); n > 0; n--)
        if (memcmp(input->raw->data + input->raw->len - n, PASTE_END, n) == 0)
            return n;
    return 0;
}

static bool
decode_paste(PkInput *input, int64_t now_us)
{
    const uint8_t *data = input->raw->data;
    size_t len = input->raw->len;
    bool waited = now_us >= input->raw_us + input->esc_us;
    bool quiet = now_us >= input->paste_us + PATIENCE_US;

    if (input->stalled && len == 1 && (data[0] == 3 || (data[0] == 27 && waited))) {
        input->pasting = input->stalled = false;
        push_paste(input);
        return true;
    }
    const uint8_t *end = len > 0 ? memmem(data, len, PASTE_END, MARK_LEN) : NULL;
    size_t n = end ? (size_t)(end - data) : len - open_mark(input);
    size_t keep = MIN(n, PK_PASTE_MAX - input->pasted->len);
    if (keep > 0)
        g_string_append_len(input->pasted, (const char *)data, (gssize)keep);
    input->n_cut += n - keep;
    drop(input, n + (end ? MARK_LEN : 0));
    if (n > 0)
        input->paste_us = input->raw_us;
    if (end) {
        input->pasting = input->stalled = false;
        push_paste(input);
    } else if (quiet && n == 0 && !(input->stalled && input->pasted->len == 0)) {
        input->stalled = true;
        push_paste(input);
    }
    return end != NULL;
}

static bool
decode_escape(PkInput *input, int64_t now_us)
{
    const char *bytes = (const char *)input->raw->data;
    size_t len = input->raw->len;
    PkKey key;

    if (memcmp(bytes, PASTE_BEGIN, MIN(len, MARK_LEN)) == 0 && len >= MARK_LEN) {
        drop(input, MARK_LEN);
        input->pasting = true;
        input->paste_us = input->raw_us;
        return true;
    }
    int n = pk_sequences_read(input->sequences, bytes, len, &key);
    if (n > 0) {
        if (key.kind != PK_KEY_NONE)
            push(input, &key);
        drop(input, (size_t)n);
        return true;
    }
    if (n == 0 && now_us < input->raw_us + (len == 1 ? input->esc_us : PATIENCE_US))
        return false;
    if (n == 0 && len > 1) { /* a sequence that never ended is no text either */
        drop(input, len);
        return true;
    }
    push_named(input, PK_NAMED_ESC);
    drop(input, 1);
    input->after_esc = len == 1;
    input->esc_given_us = now_us;
    return true;
}

/* The rest of an arrow key whose Esc came long before: both bytes in one read are no person. */
static bool
decode_late(PkInput *input)
{
    g_autoptr(GByteArray) whole = g_byte_array_new();
    PkKey key;

    g_byte_array_append(whole, (const uint8_t *)"\033", 1);
    g_byte_array_append(whole, input->raw->data, MIN(input->raw->len, 16));
    int n = pk_sequences_read(input->sequences, (const char *)whole->data, whole->len, &key);
    if (n < 3 || key.kind != PK_KEY_NAMED)
        return false;
    push(input, &key);
    drop(input, (size_t)n - 1);
    return true;
}

static bool
decode_high(PkInput *input, int64_t now_us)
{
    const char *bytes = (const char *)input->raw->data;
    gunichar c = input->utf8 ? g_utf8_get_char_validated(bytes, (gssize)input->raw->len)
                             : input->raw->data[0];

    if (c == (gunichar)-2) {
        if (now_us < input->raw_us + PATIENCE_US)
            return false;
        c = (gunichar)-1;
    }
    push_char(input, c);
    drop(input, c == (gunichar)-1 || !input->utf8 ? 1 : (size_t)g_utf8_skip[(uint8_t)*bytes]);
    return true;
}

static void
decode_low(PkInput *input, uint8_t b)
{
    drop(input, 1);
    if (b == 0x7f || b == 0x08)
        push_named(input, PK_NAMED_BACKSPACE);
    else if (b == '\t')
        push_named(input, PK_NAMED_TAB);
    else if (b == '\r' || b == '\n')
        push_named(input, PK_NAMED_ENTER);
    else if (b >= 0x20)
        push_char(input, b);
    else if (b >= 1 && b <= 26)
        push(input, &(PkKey){ .kind = PK_KEY_CTRL, .code = 'a' + b - 1 });
    else
        push(input, &(PkKey){ .kind = PK_KEY_CTRL, .code = '@' + b });
}

/* Decodes what can be decoded now. */
static void
decode(PkInput *input, int64_t now_us)
{
    bool more = true;

    while (more && (input->raw->len > 0 || input->pasting)) {
        if (input->pasting) {
            more = decode_paste(input, now_us);
            continue;
        }
        uint8_t b = input->raw->data[0];
        bool late = input->after_esc && (b == '[' || b == 'O') && input->raw->len > 1 &&
                    input->raw_us < input->esc_given_us + PATIENCE_US;
        input->after_esc = false;
        if (late && decode_late(input))
            continue;
        if (b == 27)
            more = decode_escape(input, now_us);
        else if (b >= 0x80)
            more = decode_high(input, now_us);
        else
            decode_low(input, b);
    }
}

void
pk_input_feed(PkInput *input, const char *bytes, size_t n_bytes, int64_t now_us)
{
    /* What waited long enough is decided before new bytes can change its meaning. */
    decode(input, now_us);
    if (n_bytes == 0)
        return;
    g_byte_array_append(input->raw, (const uint8_t *)bytes, (unsigned)n_bytes);
    input->raw_us = now_us;
    decode(input, now_us);
}

static bool
textual(const PkKey *key)
{
    return key->kind == PK_KEY_CHAR || pk_key_is(key, PK_NAMED_ENTER) ||
           pk_key_is(key, PK_NAMED_TAB);
}

typedef struct {
    unsigned n;      /* textual keys at the head of the queue, without a pause */
    bool differ;     /* not all the same key */
    int64_t last_us; /* when the last of them came */
} Run;

static Run
look_ahead(const PkInput *input)
{
    Run run = { 0 };
    const PkKey *first = NULL;

    for (const GList *l = input->keys.head; l && run.n < SCAN_MAX; l = l->next) {
        const PkKey *key = l->data;
        if (!textual(key) || (first && key->time_us - run.last_us > BURST_US))
            break;
        if (!first)
            first = key;
        run.differ = run.differ || !pk_key_equal(first, key);
        run.last_us = key->time_us;
        run.n++;
    }
    return run;
}

/* Keys are commands and more came than a person types: hold them until it is clear what it is. */
static bool
hold(PkInput *input, int64_t now_us)
{
    Run run = look_ahead(input);
    const PkKey *first = g_queue_peek_head(&input->keys);

    if (run.n >= PK_BURST_KEYS && run.differ) {
        input->burst = g_string_new(NULL);
        input->burst_us = first->time_us;
        return false;
    }
    bool close = textual(&input->last) && first->time_us - input->last.time_us < CLOSE_US &&
                 !pk_key_equal(first, &input->last);
    if (run.n == 0 || run.n < input->keys.length || !(run.differ || close) ||
        now_us >= run.last_us + BURST_US)
        return false;
    input->due_us = run.last_us + BURST_US;
    return true;
}

/* Collects a burst; true when it is over and *ret_key is its paste. */
static bool
collect(PkInput *input, int64_t now_us, PkKey *ret_key)
{
    PkKey *key;

    while ((key = g_queue_peek_head(&input->keys)) && textual(key) &&
           key->time_us - input->burst_us <= BURST_US) {
        const char *text = key->kind == PK_KEY_CHAR    ? key->text
                           : key->code == PK_NAMED_TAB ? "\t"
                                                       : "\n";
        if (input->burst->len < PK_PASTE_MAX)
            g_string_append(input->burst, text);
        else
            input->n_cut += strlen(text);
        input->burst_us = key->time_us;
        key_free(g_queue_pop_head(&input->keys));
    }
    if (!key && now_us < input->burst_us + BURST_US) {
        input->due_us = input->burst_us + BURST_US;
        return false;
    }
    *ret_key = (PkKey){ .kind = PK_KEY_PASTE,
                        .burst = true,
                        .paste_len = input->burst->len,
                        .n_cut = input->n_cut,
                        .time_us = input->burst_us };
    input->n_cut = 0;
    ret_key->paste = input->given = g_string_free(g_steal_pointer(&input->burst), FALSE);
    return true;
}

/* When the bytes that wait are decided, or -1. */
static int64_t
raw_due(const PkInput *input)
{
    if (input->pasting && input->stalled)
        return input->raw->len == 1 && input->raw->data[0] == 27 ? input->raw_us + input->esc_us
               : input->pasted->len > 0                          ? input->paste_us + PATIENCE_US
                                                                 : -1;
    if (input->pasting)
        return input->paste_us + PATIENCE_US;
    if (input->raw->len == 0)
        return -1;
    bool lone_esc = input->raw->len == 1 && input->raw->data[0] == 27;
    return input->raw_us + (lone_esc ? input->esc_us : PATIENCE_US);
}

bool
pk_input_next(PkInput *input, int64_t now_us, PkKey *ret_key)
{
    g_clear_pointer(&input->given, g_free);
    decode(input, now_us);
    input->due_us = raw_due(input);
    bool empty = g_queue_is_empty(&input->keys);
    if (!input->burst && (empty || (input->guard && hold(input, now_us))))
        return false;
    if (input->burst) {
        if (!collect(input, now_us, ret_key))
            return false;
    } else {
        g_autofree PkKey *key = g_queue_pop_head(&input->keys);
        *ret_key = *key;
        input->given = (char *)key->paste;
    }
    input->last = *ret_key;
    input->last.paste = NULL;
    return true;
}

int64_t
pk_input_due_us(const PkInput *input)
{
    return input->due_us;
}
