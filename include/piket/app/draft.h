/* SPDX-License-Identifier: EUPL-1.2 */
/* Drafts: what was typed and not yet saved, journalled to a file of its own within a second.
 *
 * A draft is an append-only log of field changes ("set FIELD text", "cursor FIELD place") in
 * <state>/drafts/<uuid>.log, mode 0600, fsynced; every record carries its length and a CRC, so a
 * torn tail costs that record only. A lock says which living process owns it. Drafts never live in
 * the database: they must survive its absence. Dropped drafts stay 30 days to be taken back. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct PkDraft PkDraft;

typedef enum {
    PK_DRAFT_REPORT, /* the quick report                       */
    PK_DRAFT_NOTE,   /* a line for an incident (about = ident) */
    PK_DRAFT_EDIT,   /* another form (about says which)        */
} PkDraftKind;

/* Starts a draft; nothing is on disk before the first pk_draft_set. dir: the drafts folder.
 * Errors: OFFLINE when the folder cannot be made or written (nothing is made to find that out):
 * the caller says where drafts go instead (pk_draft_dir). */
PkDraft *pk_draft_new(const char *dir, PkDraftKind kind, const char *about, int64_t now_us,
                      GError **error);

/* The folder to use: in state, else in runtime, else a 0700 folder of our own under TMPDIR.
 * ret_notice (may be NULL) gets a sentence when it is not the usual one, else NULL. Owned.
 * Errors: OFFLINE when there is none at all. */
char *pk_draft_dir(char **ret_notice, GError **error);

/* Takes an existing draft over: the lock is taken from a dead process, or from a living one when
 * force is set (that one learns it at its next pk_draft_set: CONFLICT, "taken over").
 * A dropped draft is taken back. Errors: BUSY (a living session has it; force is false), MISSING,
 * OFFLINE, BROKEN (no draft at all; the file is left alone). */
PkDraft *pk_draft_open(const char *dir, const char *uuid, bool force, GError **error);

/* Flushes and lets go; the file stays until saved or dropped. */
void pk_draft_close(PkDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDraft, pk_draft_close)

const char *pk_draft_uuid(const PkDraft *draft);
PkDraftKind pk_draft_kind(const PkDraft *draft);
const char *pk_draft_about(const PkDraft *draft);
int64_t pk_draft_started_us(const PkDraft *draft);
int64_t pk_draft_saved_us(const PkDraft *draft); /* last fsync, 0: nothing yet */

/* Records the new value of a field and the cursor in it (bytes). Buffered; pk_draft_flush within a
 * second, at field changes, every 20 keys and on any end. Long texts are recorded as an edit
 * (common head and tail kept), so typing in 10 kB costs a few bytes. field: 1..255 bytes; value:
 * clean text (pk_text_clean).
 *
 * Errors: CONFLICT (taken over, saved or dropped by another session: this one is kept no more),
 * OFFLINE (the file can not be made: the value is remembered and the next set or flush tries
 * again). */
bool pk_draft_set(PkDraft *draft, const char *field, const char *value, size_t cursor,
                  int64_t now_us, GError **error);
bool pk_draft_dirty(const PkDraft *draft);

/* Write and fdatasync. Errors: CONFLICT, also when nothing waits, so that a flush before saving
 * tells whether this session still may; OFFLINE (what waits goes on waiting). */
bool pk_draft_flush(PkDraft *draft, int64_t now_us, GError **error);

/* Async-signal-safe last try for crash handlers: writes what is buffered, no locks, no memory. */
void pk_draft_emergency(PkDraft *draft);

/* The same for every draft that is open in this process. */
void pk_draft_emergency_all(void);

/* Value of a field, "" when never set. Borrowed. */
const char *pk_draft_get(const PkDraft *draft, const char *field);
const char *pk_draft_cursor(const PkDraft *draft, size_t *ret_at); /* field with the cursor */
size_t pk_draft_length(const PkDraft *draft);                      /* characters in all fields */

/* Saved in the store: the file goes. Dropped: kept 30 days in <dir>/dropped. Both close, also when
 * they fail. Errors: CONFLICT (another session has it: its file is left alone), OFFLINE. */
bool pk_draft_finish(PkDraft *draft, GError **error);
bool pk_draft_drop(PkDraft *draft, GError **error);

typedef struct {
    char *uuid;
    PkDraftKind kind;
    char *about;
    int64_t started_us;
    int64_t changed_us;
    size_t n_chars;
    char *first_words; /* one clean line, at most 60 columns */
    bool dropped;
    bool alive;   /* a living process has it open       */
    bool damaged; /* a torn tail was left out           */
} PkDraftInfo;
void pk_draft_info_free(PkDraftInfo *info);

/* All drafts, newest first; also clears dropped ones older than 30 days. */
GPtrArray *pk_draft_list(const char *dir, bool with_dropped, int64_t now_us, GError **error);
