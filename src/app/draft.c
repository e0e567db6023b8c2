/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/draft.h"

#include "draft_file.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/uuid.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OPEN_TRIES = 5,
    REPLACE_FROM = 1 << 20, /* a file this large, and this many times its text, is written anew */
    REPLACE_TIMES = 16,
};

/* For the crash handler, which may take no lock and no memory: the few drafts that are open. */
static PkDraft *volatile living[8];

static void
live(PkDraft *draft, PkDraft *as)
{
    for (size_t i = 0; i < G_N_ELEMENTS(living); i++) {
        if (living[i] == draft) {
            living[i] = as;
            return;
        }
    }
}

void
pk_draft_emergency_all(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(living); i++)
        pk_draft_emergency(living[i]);
}

static PkDraft *
draft_alloc(const char *dir, const char *uuid)
{
    PkDraft *draft = g_new0(PkDraft, 1);

    pk_draft_state_init(&draft->state);
    draft->dir = g_strdup(dir);
    draft->uuid = g_strdup(uuid);
    draft->path = pk_draft_path(dir, uuid);
    draft->fd = -1;
    draft->waiting[0] = g_byte_array_new();
    draft->waiting[1] = g_byte_array_new();
    live(NULL, draft);
    return draft;
}

static void
draft_free(PkDraft *draft)
{
    live(draft, NULL);
    if (draft->fd >= 0)
        close(draft->fd);
    pk_draft_state_clear(&draft->state);
    g_free(draft->dir);
    g_free(draft->uuid);
    g_free(draft->path);
    g_byte_array_unref(draft->waiting[0]);
    g_byte_array_unref(draft->waiting[1]);
    g_free(draft);
}

PkDraft *
pk_draft_new(const char *dir, PkDraftKind kind, const char *about, int64_t now_us, GError **error)
{
    if (!pk_draft_dir_usable(dir)) {
        g_set_error(
            error, PK_ERROR, PK_ERROR_OFFLINE,
            _("Drafts can not be kept in %s: it can not be made or written. Typing goes on, "
              "but only saving keeps it."),
            dir);
        return NULL;
    }
    g_autofree char *uuid = pk_uuid_new(now_us);
    PkDraft *draft = draft_alloc(dir, uuid);
    g_free(draft->state.about);
    draft->state.about = g_strdup(about ? about : "");
    draft->state.kind = kind;
    draft->state.started_us = draft->state.changed_us = now_us;
    return draft;
}

/* Builds anew what waits for the disk, beside what a crash handler may be writing. */
static void
prepare(PkDraft *draft, int64_t now_us)
{
    GByteArray *next = draft->waiting[!draft->waiting_now];

    g_byte_array_set_size(next, 0);
    if (!draft->begun)
        pk_draft_log_begin(next, &draft->state, draft->state.started_us, getpid());
    pk_draft_log_changes(next, &draft->state, now_us);
    draft->waiting_now = !draft->waiting_now;
}

static bool
make_file(PkDraft *draft, GError **error)
{
    if (draft->fd >= 0)
        return true;
    if (!pk_draft_make_dir(draft->dir, error))
        return false;
    int fd = pk_draft_open_file(draft->path, O_RDWR | O_CREAT | O_EXCL);
    if (fd < 0)
        return pk_draft_fail(draft->path, errno, error);
    (void)pk_draft_lock(fd); /* nobody else knows the name yet */
    pk_draft_sync_dir(draft->dir);
    draft->fd = fd;
    return true;
}

static bool
still_ours(PkDraft *draft, GError **error)
{
    if (!draft->lost && draft->fd >= 0 && !pk_draft_is_named(draft->fd, draft->path))
        draft->lost = true;
    if (!draft->lost)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                _("This draft was taken over by another session. Go on there; what you type here "
                  "is not kept."));
    return false;
}

bool
pk_draft_set(PkDraft *draft, const char *name, const char *value, size_t cursor, int64_t now_us,
             GError **error)
{
    g_assert(*name && strlen(name) <= PK_DRAFT_FIELD_MAX);
    if (!still_ours(draft, error))
        return false;
    PkDraftField *field = pk_draft_state_field(&draft->state, name);
    if (strcmp(field->value, value) != 0) {
        g_free(field->value);
        field->value = g_strdup(value);
        field->dirty = true;
    }
    if (field->cursor != cursor || draft->state.at != field) {
        field->cursor = MIN(cursor, strlen(value));
        field->dirty = true;
    }
    draft->state.at = field;
    if (field->dirty) {
        draft->state.changed_us = now_us;
        prepare(draft, now_us);
    }
    return make_file(draft, error);
}

bool
pk_draft_dirty(const PkDraft *draft)
{
    return draft->waiting[draft->waiting_now]->len > 0;
}

static size_t
text_bytes(const PkDraft *draft)
{
    size_t n = 0;

    for (unsigned i = 0; i < draft->state.fields->len; i++)
        n += strlen(((PkDraftField *)draft->state.fields->pdata[i])->value);
    return n;
}

bool
pk_draft_flush(PkDraft *draft, int64_t now_us, GError **error)
{
    if (!still_ours(draft, error))
        return false;
    const GByteArray *waiting = draft->waiting[draft->waiting_now];
    if (waiting->len == 0)
        return true;
    if (!make_file(draft, error))
        return false;
    size_t n = waiting->len;
    if (!pk_draft_write_at(draft->fd, waiting->data, n, draft->n_filed))
        return pk_draft_fail(draft->path, errno, error);

    for (unsigned i = 0; i < draft->state.fields->len; i++) {
        PkDraftField *field = draft->state.fields->pdata[i];
        if (!field->dirty)
            continue;
        g_free(field->filed);
        field->filed = g_strdup(field->value);
        field->exact = true;
        field->dirty = false;
    }
    /* In this order: what was written must not be written again behind itself. */
    g_byte_array_set_size(draft->waiting[!draft->waiting_now], 0);
    draft->waiting_now = !draft->waiting_now;
    draft->n_filed += n;
    draft->begun = true;
    draft->saved_us = now_us;
    if (draft->n_filed > REPLACE_FROM && draft->n_filed / REPLACE_TIMES > text_bytes(draft))
        return pk_draft_replace_file(draft, now_us, error);
    return true;
}

void
pk_draft_emergency(PkDraft *draft)
{
    if (!draft || draft->fd < 0 || draft->lost)
        return;
    const GByteArray *waiting = draft->waiting[draft->waiting_now];
    (void)pk_draft_write_at(draft->fd, waiting->data, waiting->len, draft->n_filed);
}

/* ---- taking up ---- */

static PkDraft *
adopt(const char *dir, const char *uuid, int fd, GError **error)
{
    size_t n = 0;
    g_autofree uint8_t *bytes = pk_draft_read_file(fd, &n, error);
    if (!bytes) {
        close(fd);
        return NULL;
    }
    PkDraft *draft = draft_alloc(dir, uuid);
    draft->fd = fd;
    pk_draft_state_replay(&draft->state, bytes, n);
    if (draft->state.foreign) {
        g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                    _("%s is no draft of Piket. The file was left as it is."), draft->path);
        draft_free(draft);
        return NULL;
    }
    draft->begun = draft->state.started_us != 0;
    draft->n_filed = draft->begun ? draft->state.good : 0;
    if (!draft->begun)
        draft->state.started_us = draft->state.changed_us = pk_clock_now_us();
    draft->saved_us = draft->state.changed_us;
    return draft;
}

/* The lock is ours: a torn tail goes, our process is written in. */
static bool
move_in(PkDraft *draft, GError **error)
{
    g_autoptr(GByteArray) owner = g_byte_array_new();

    if (ftruncate(draft->fd, (off_t)draft->n_filed) != 0)
        return pk_draft_fail(draft->path, errno, error);
    if (!draft->begun) {
        prepare(draft, draft->state.started_us);
        return pk_draft_flush(draft, draft->state.started_us, error);
    }
    pk_draft_log_owner(owner, pk_clock_now_us(), getpid());
    if (!pk_draft_write_at(draft->fd, owner->data, owner->len, draft->n_filed))
        return pk_draft_fail(draft->path, errno, error);
    draft->n_filed += owner->len;
    return true;
}

/* A living process has the lock. What it still wrote while we took its place is added. */
static bool
take_place(PkDraft *draft, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    int old = fcntl(draft->fd, F_DUPFD_CLOEXEC, 0);
    size_t seen = draft->state.good;

    if (old < 0)
        return pk_draft_fail(draft->path, errno, error);
    if (!pk_draft_replace_file(draft, now_us, error)) {
        close(old);
        return false;
    }
    size_t n = 0;
    g_autofree uint8_t *bytes = pk_draft_read_file(old, &n, NULL);
    close(old);
    if (!bytes || n <= seen)
        return true;
    g_auto(PkDraftState) late;
    pk_draft_state_init(&late);
    pk_draft_state_replay(&late, bytes, n);
    for (unsigned i = 0; i < late.fields->len; i++) {
        const PkDraftField *field = late.fields->pdata[i];
        if (!pk_draft_set(draft, field->name, field->value, field->cursor, now_us, error))
            return false;
    }
    return pk_draft_flush(draft, now_us, error);
}

static bool
refuse_busy(const PkDraft *draft, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_BUSY,
                _("Another session has this draft open (process %d). Take it over to go on here; "
                  "that session is told."),
                (int)draft->state.pid);
    return false;
}

static int
open_named(const char *dir, const char *uuid)
{
    g_autofree char *path = pk_draft_path(dir, uuid);
    int fd = pk_draft_open_file(path, O_RDWR);

    if (fd < 0 && errno == ENOENT) { /* dropped: taken back */
        g_autofree char *dropped = g_build_filename(dir, PK_DRAFT_DROPPED, NULL);
        g_autofree char *from = pk_draft_path(dropped, uuid);
        if (rename(from, path) == 0)
            fd = pk_draft_open_file(path, O_RDWR);
    }
    return fd;
}

PkDraft *
pk_draft_open(const char *dir, const char *uuid, bool force, GError **error)
{
    for (int i = 0; i < OPEN_TRIES && pk_uuid_valid(uuid); i++) {
        int fd = open_named(dir, uuid);
        if (fd < 0 && errno == ENOENT)
            break;
        if (fd < 0) {
            pk_draft_fail(dir, errno, error);
            return NULL;
        }
        bool locked = pk_draft_lock(fd);
        PkDraft *draft = adopt(dir, uuid, fd, error);
        if (!draft)
            return NULL;
        if (!pk_draft_is_named(fd, draft->path)) { /* somebody was faster: look again */
            draft_free(draft);
            continue;
        }
        bool ok = locked  ? move_in(draft, error)
                  : force ? take_place(draft, error)
                          : refuse_busy(draft, error);
        if (ok)
            return draft;
        draft_free(draft);
        return NULL;
    }
    g_set_error(
        error, PK_ERROR, PK_ERROR_MISSING,
        _("That draft is no longer there: it was saved, or dropped more than 30 days ago."));
    return NULL;
}

/* ---- the end ---- */

void
pk_draft_close(PkDraft *draft)
{
    if (!draft)
        return;
    (void)pk_draft_flush(draft, pk_clock_now_us(), NULL);
    draft_free(draft);
}

bool
pk_draft_finish(PkDraft *draft, GError **error)
{
    bool ok = still_ours(draft, error);

    if (ok && draft->fd >= 0) {
        if (g_unlink(draft->path) != 0)
            ok = pk_draft_fail(draft->path, errno, error);
        pk_draft_sync_dir(draft->dir);
    }
    draft_free(draft);
    return ok;
}

bool
pk_draft_drop(PkDraft *draft, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    bool ok = pk_draft_flush(draft, now_us, error);

    if (ok && draft->fd >= 0) {
        g_autofree char *dropped = g_build_filename(draft->dir, PK_DRAFT_DROPPED, NULL);
        g_autofree char *to = pk_draft_path(dropped, draft->uuid);
        g_autoptr(GByteArray) end = g_byte_array_new();
        pk_draft_log_dropped(end, now_us);
        (void)pk_draft_write_at(draft->fd, end->data, end->len, draft->n_filed);
        ok = pk_draft_make_dir(dropped, error);
        if (ok && rename(draft->path, to) != 0)
            ok = pk_draft_fail(to, errno, error);
        pk_draft_sync_dir(draft->dir);
    }
    draft_free(draft);
    return ok;
}

/* ---- what is in it ---- */

const char *
pk_draft_uuid(const PkDraft *draft)
{
    return draft->uuid;
}

PkDraftKind
pk_draft_kind(const PkDraft *draft)
{
    return draft->state.kind;
}

const char *
pk_draft_about(const PkDraft *draft)
{
    return draft->state.about;
}

int64_t
pk_draft_started_us(const PkDraft *draft)
{
    return draft->state.started_us;
}

int64_t
pk_draft_saved_us(const PkDraft *draft)
{
    return draft->saved_us;
}

const char *
pk_draft_get(const PkDraft *draft, const char *name)
{
    const PkDraftField *field = pk_draft_state_find(&draft->state, name);

    return field ? field->value : "";
}

const char *
pk_draft_cursor(const PkDraft *draft, size_t *ret_at)
{
    if (ret_at)
        *ret_at = draft->state.at ? draft->state.at->cursor : 0;
    return draft->state.at ? draft->state.at->name : "";
}

size_t
pk_draft_length(const PkDraft *draft)
{
    return pk_draft_state_length(&draft->state);
}
