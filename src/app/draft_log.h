/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal of a draft as bytes: what is in <uuid>.log, and the state that replaying it gives.
 *
 * A file is the mark "PKDRAFT1\n" and then records: u32 length, u32 CRC-32 of the payload, payload
 * (numbers little-endian). The first byte of a payload is its kind:
 *
 *   H  u8 kind of draft, i64 started, about                 once, in front
 *   O  i64 time, u32 process id                             who opened it
 *   S  i64 time, u8 n, field, u32 cursor, u32 head, u32 tail, text
 *   C  i64 time, u8 n, field, u32 cursor
 *   D  i64 time                                             dropped
 *
 * S means: the field becomes its first `head` bytes, text, its last `tail` bytes. So the same
 * record twice is the same as once, and rewriting after a failed write does no harm. A record with
 * a right CRC and an unknown kind is of a later Piket and is passed over. */
#pragma once

#include "piket/app/draft.h"

enum { PK_DRAFT_FIELD_MAX = 255 };

typedef struct {
    char *name;
    char *value; /* as it is now; never NULL                        */
    size_t cursor;
    char *filed; /* as the file has it; never NULL                  */
    bool exact;  /* false: what the file has is not sure, write all */
    bool dirty;
} PkDraftField;

typedef struct {
    GPtrArray *fields; /* PkDraftField, in order of first use                             */
    char *about;
    PkDraftKind kind;
    int64_t started_us;
    int64_t changed_us;
    PkDraftField *at; /* with the cursor, or NULL                                        */
    int64_t pid;      /* who opened it last, 0 unknown                                   */
    size_t good;      /* bytes that replayed                                             */
    bool damaged;     /* bytes behind those                                              */
    bool foreign;     /* does not begin as a draft does                                  */
} PkDraftState;

void pk_draft_state_init(PkDraftState *state);
void pk_draft_state_clear(PkDraftState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDraftState, pk_draft_state_clear)

/* The field of that name, made when there is none. Borrowed. */
PkDraftField *pk_draft_state_field(PkDraftState *state, const char *name);
PkDraftField *pk_draft_state_find(const PkDraftState *state, const char *name);

/* Replays a whole file (or any beginning of one) into an initialised state. Never fails: it stops
 * at the first record that is torn, and says so in good, damaged, foreign. */
void pk_draft_state_replay(PkDraftState *state, const uint8_t *bytes, size_t n);

/* Characters in all fields. */
size_t pk_draft_state_length(const PkDraftState *state);

/* What tells a person which draft it is: one clean line of at most 60 columns. Owned. */
char *pk_draft_state_first_words(const PkDraftState *state);

/* Appends the mark, H and O. */
void pk_draft_log_begin(GByteArray *out, const PkDraftState *state, int64_t now_us, int64_t pid);
void pk_draft_log_owner(GByteArray *out, int64_t now_us, int64_t pid);
void pk_draft_log_dropped(GByteArray *out, int64_t now_us);

/* Appends what brings the file from filed to value for every dirty field, the one with the cursor
 * last. */
void pk_draft_log_changes(GByteArray *out, const PkDraftState *state, int64_t now_us);
