/* SPDX-License-Identifier: EUPL-1.2 */
#include "draft_log.h"

#include "piket/base/text.h"

#include <string.h>

static const char mark[] = "PKDRAFT1\n";

enum {
    MARK_BYTES = sizeof mark - 1,
    HEAD_BYTES = 8, /* length and CRC in front of a payload */
};

/* CRC-32 (IEEE 802.3), a nibble at a time: fast enough, and the table fits in two lines. */
static uint32_t
crc32_of(const uint8_t *bytes, size_t n)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = 0xffffffff;

    for (size_t i = 0; i < n; i++) {
        crc = table[(crc ^ bytes[i]) & 15] ^ (crc >> 4);
        crc = table[(crc ^ (bytes[i] >> 4)) & 15] ^ (crc >> 4);
    }
    return ~crc;
}

/* ---- the state ---- */

static void
field_free(void *data)
{
    PkDraftField *field = data;

    g_free(field->name);
    g_free(field->value);
    g_free(field->filed);
    g_free(field);
}

void
pk_draft_state_init(PkDraftState *state)
{
    *state = (PkDraftState){ .fields = g_ptr_array_new_with_free_func(field_free),
                             .about = g_strdup("") };
}

void
pk_draft_state_clear(PkDraftState *state)
{
    g_clear_pointer(&state->fields, g_ptr_array_unref);
    g_clear_pointer(&state->about, g_free);
    state->at = NULL;
}

PkDraftField *
pk_draft_state_find(const PkDraftState *state, const char *name)
{
    for (unsigned i = 0; i < state->fields->len; i++) {
        PkDraftField *field = state->fields->pdata[i];
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

PkDraftField *
pk_draft_state_field(PkDraftState *state, const char *name)
{
    PkDraftField *field = pk_draft_state_find(state, name);

    if (!field) {
        field = g_new0(PkDraftField, 1);
        field->name = g_strdup(name);
        field->value = g_strdup("");
        field->filed = g_strdup("");
        field->exact = true;
        g_ptr_array_add(state->fields, field);
    }
    return field;
}

size_t
pk_draft_state_length(const PkDraftState *state)
{
    size_t n = 0;

    for (unsigned i = 0; i < state->fields->len; i++) {
        const PkDraftField *field = state->fields->pdata[i];
        n += (size_t)g_utf8_strlen(field->value, -1);
    }
    return n;
}

char *
pk_draft_state_first_words(const PkDraftState *state)
{
    static const char *const telling[] = { "title", "text", "note" };
    const char *best = "";

    for (unsigned i = 0; i < G_N_ELEMENTS(telling) && !*best; i++) {
        const PkDraftField *field = pk_draft_state_find(state, telling[i]);
        if (field)
            best = field->value;
    }
    for (unsigned i = 0; i < state->fields->len && !*best; i++) {
        const PkDraftField *field = state->fields->pdata[i];
        best = field->value;
    }
    g_autofree char *line = pk_text_clean(best, -1, PK_TEXT_LINE, NULL);
    return pk_text_fit(line, 60, "...");
}

/* ---- reading ---- */

/* What is left of a payload. Reading past its end gives zeros and sets bad. */
typedef struct {
    const uint8_t *at;
    size_t left;
    bool bad;
} Reader;

static uint64_t
read_number(Reader *reader, size_t n)
{
    uint64_t value = 0;

    if (reader->left < n) {
        reader->bad = true;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        value |= (uint64_t)reader->at[i] << (8 * i);
    reader->at += n;
    reader->left -= n;
    return value;
}

/* n bytes as an owned string; NULL (and bad) when they are not there or hold a NUL. */
static char *
read_text(Reader *reader, size_t n)
{
    if (reader->left < n || memchr(reader->at, 0, n)) {
        reader->bad = true;
        return NULL;
    }
    char *text = g_strndup((const char *)reader->at, n);
    reader->at += n;
    reader->left -= n;
    return text;
}

static bool
replay_set(PkDraftState *state, Reader *reader, bool with_text)
{
    int64_t time_us = (int64_t)read_number(reader, 8);
    size_t n = (size_t)read_number(reader, 1);
    g_autofree char *name = read_text(reader, n);
    size_t cursor = (size_t)read_number(reader, 4);
    size_t head = with_text ? (size_t)read_number(reader, 4) : 0;
    size_t tail = with_text ? (size_t)read_number(reader, 4) : 0;
    g_autofree char *text = with_text ? read_text(reader, reader->left) : NULL;
    if (reader->bad || n == 0)
        return false;

    PkDraftField *old = pk_draft_state_find(state, name);
    size_t length = old ? strlen(old->filed) : 0;
    if (head > length || tail > length - head)
        return false;
    PkDraftField *field = pk_draft_state_field(state, name);
    if (with_text) {
        char *value = g_strdup_printf("%.*s%s%s", (int)head, field->filed, text,
                                      field->filed + length - tail);
        g_free(field->filed);
        field->filed = value;
    }
    field->cursor = cursor;
    state->at = field;
    state->changed_us = time_us;
    return true;
}

static bool
replay_record(PkDraftState *state, Reader *reader)
{
    switch ((char)read_number(reader, 1)) {
    case 'H': {
        uint64_t kind = read_number(reader, 1);
        int64_t started_us = (int64_t)read_number(reader, 8);
        char *about = read_text(reader, reader->left);
        if (reader->bad) {
            g_free(about);
            return false;
        }
        g_free(state->about);
        state->about = about;
        state->kind = (PkDraftKind)MIN(kind, PK_DRAFT_EDIT);
        state->started_us = state->changed_us = started_us;
        return true;
    }
    case 'O':
        (void)read_number(reader, 8);
        state->pid = (int64_t)read_number(reader, 4);
        return !reader->bad;
    case 'S': return replay_set(state, reader, true);
    case 'C': return replay_set(state, reader, false);
    case 'D': state->changed_us = (int64_t)read_number(reader, 8); return !reader->bad;
    default: return !reader->bad;
    }
}

/* Nothing but our own records is ever in a draft, but a file can be changed by others: what comes
 * back is clean text with the cursor on a character, whatever the bytes were. */
static void
settle(PkDraftState *state)
{
    for (unsigned i = 0; i < state->fields->len; i++) {
        PkDraftField *field = state->fields->pdata[i];
        g_free(field->value);
        field->exact = g_utf8_validate(field->filed, -1, NULL);
        field->value = field->exact ? g_strdup(field->filed)
                                    : pk_text_clean(field->filed, -1, PK_TEXT_MULTILINE, NULL);
        field->cursor = MIN(field->cursor, strlen(field->value));
        while (field->cursor > 0 && ((uint8_t)field->value[field->cursor] & 0xc0) == 0x80)
            field->cursor--;
    }
    if (!pk_text_check(state->about, PK_TEXT_LINE)) {
        char *clean = pk_text_clean(state->about, -1, PK_TEXT_LINE, NULL);
        g_free(state->about);
        state->about = clean;
    }
}

void
pk_draft_state_replay(PkDraftState *state, const uint8_t *bytes, size_t n)
{
    size_t at = MARK_BYTES;

    state->foreign = n > 0 && memcmp(bytes, mark, MIN(n, MARK_BYTES)) != 0;
    state->good = 0;
    if (!state->foreign && n >= MARK_BYTES) {
        while (n - at >= HEAD_BYTES) {
            Reader head = { bytes + at, HEAD_BYTES, false };
            size_t length = (size_t)read_number(&head, 4);
            uint32_t crc = (uint32_t)read_number(&head, 4);
            const uint8_t *payload = bytes + at + HEAD_BYTES;
            if (length == 0 || length > n - at - HEAD_BYTES || crc32_of(payload, length) != crc)
                break;
            Reader reader = { payload, length, false };
            if (!replay_record(state, &reader))
                break;
            at += HEAD_BYTES + length;
        }
        state->good = at;
    }
    state->damaged = state->good < n;
    settle(state);
}

/* ---- writing ---- */

static void
put_number(GByteArray *out, uint64_t value, size_t n)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    g_byte_array_append(out, bytes, (guint)n);
}

static void
put_text(GByteArray *out, const char *text, size_t n)
{
    g_byte_array_append(out, (const uint8_t *)text, (guint)n);
}

/* A record begins with room for its length and CRC and its kind; where it begins. */
static guint
begin_record(GByteArray *out, char kind)
{
    guint at = out->len;

    put_number(out, 0, HEAD_BYTES);
    put_number(out, (uint8_t)kind, 1);
    return at;
}

static void
end_record(GByteArray *out, guint at)
{
    size_t length = out->len - at - HEAD_BYTES;
    uint32_t crc = crc32_of(out->data + at + HEAD_BYTES, length);

    for (int i = 0; i < 4; i++) {
        out->data[at + (guint)i] = (uint8_t)(length >> (8 * i));
        out->data[at + 4 + (guint)i] = (uint8_t)(crc >> (8 * i));
    }
}

void
pk_draft_log_owner(GByteArray *out, int64_t now_us, int64_t pid)
{
    guint at = begin_record(out, 'O');
    put_number(out, (uint64_t)now_us, 8);
    put_number(out, (uint64_t)pid, 4);
    end_record(out, at);
}

void
pk_draft_log_begin(GByteArray *out, const PkDraftState *state, int64_t now_us, int64_t pid)
{
    put_text(out, mark, MARK_BYTES);
    guint at = begin_record(out, 'H');
    put_number(out, (uint64_t)state->kind, 1);
    put_number(out, (uint64_t)state->started_us, 8);
    put_text(out, state->about, strlen(state->about));
    end_record(out, at);
    pk_draft_log_owner(out, now_us, pid);
}

void
pk_draft_log_dropped(GByteArray *out, int64_t now_us)
{
    guint at = begin_record(out, 'D');
    put_number(out, (uint64_t)now_us, 8);
    end_record(out, at);
}

static void
put_field(GByteArray *out, const PkDraftField *field, int64_t now_us)
{
    bool changed = !field->exact || strcmp(field->value, field->filed) != 0;
    guint at = begin_record(out, changed ? 'S' : 'C');
    size_t n_name = strlen(field->name);

    put_number(out, (uint64_t)now_us, 8);
    put_number(out, n_name, 1);
    put_text(out, field->name, n_name);
    put_number(out, field->cursor, 4);
    if (changed) {
        size_t n_old = strlen(field->filed);
        size_t n_new = strlen(field->value);
        size_t most = field->exact ? MIN(n_old, n_new) : 0;
        size_t head = 0;
        size_t tail = 0;
        while (head < most && field->filed[head] == field->value[head])
            head++;
        while (tail < most - head &&
               field->filed[n_old - tail - 1] == field->value[n_new - tail - 1])
            tail++;
        put_number(out, head, 4);
        put_number(out, tail, 4);
        put_text(out, field->value + head, n_new - head - tail);
    }
    end_record(out, at);
}

void
pk_draft_log_changes(GByteArray *out, const PkDraftState *state, int64_t now_us)
{
    for (unsigned i = 0; i < state->fields->len; i++) {
        const PkDraftField *field = state->fields->pdata[i];
        if (field->dirty && field != state->at)
            put_field(out, field, now_us);
    }
    if (state->at && state->at->dirty)
        put_field(out, state->at, now_us);
}
