/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of drafts: who owns one, reading one whole, putting one in another's place.
 *
 * A draft belongs to whoever holds the lock on the file that carries its name. The lock is the
 * kernel's (OFD), so it goes with its process however that ends. Taking over from a living process
 * puts a new file in the place of the old: its writes then go where nobody reads, and it sees at
 * its next look that the name is no longer its own. */
#pragma once

#include "draft_log.h"
#include "piket/base/error.h"

struct PkDraft {
    PkDraftState state;
    char *dir;
    char *uuid;
    char *path;
    int fd;         /* -1 before the first pk_draft_set                                  */
    size_t n_filed; /* bytes in the file that are ours and whole                         */
    bool begun;     /* mark and H are among them                                         */
    bool lost;      /* another session has it now                                        */
    int64_t saved_us;
    GByteArray *waiting[2];  /* what flush will write at n_filed; one is whole at any moment */
    _Atomic int waiting_now; /* which: a crash handler may look in between               */
};

#define PK_DRAFT_DROPPED "dropped"

/* "<dir>/<uuid>.log". Owned. */
char *pk_draft_path(const char *dir, const char *uuid);

/* Makes the folder (0700) when missing. Errors: OFFLINE. */
bool pk_draft_make_dir(const char *dir, GError **error);

/* True when the folder exists and can be written, or can be made. Makes nothing. */
bool pk_draft_dir_usable(const char *dir);

/* Opens a regular file, never through a link; -1 with errno. */
int pk_draft_open_file(const char *path, int flags);

/* Takes the lock; false when another holds it. A file system without locks counts as taken. */
bool pk_draft_lock(int fd);
bool pk_draft_is_locked(int fd);

/* The name still leads to this open file. */
bool pk_draft_is_named(int fd, const char *path);

/* All bytes. Errors: OFFLINE, BROKEN (more than any draft can be). Owned. */
uint8_t *pk_draft_read_file(int fd, size_t *ret_n, GError **error);

/* Writes all at a place and waits for the disk. False with errno. */
bool pk_draft_write_at(int fd, const uint8_t *bytes, size_t n, size_t at);

/* Puts a new file with the present values in the place of the draft's. Errors: OFFLINE. */
bool pk_draft_replace_file(PkDraft *draft, int64_t now_us, GError **error);

void pk_draft_sync_dir(const char *dir);

/* OFFLINE with errno's reason. Always false. */
bool pk_draft_fail(const char *path, int reason, GError **error);
