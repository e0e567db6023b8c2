/* SPDX-License-Identifier: EUPL-1.2 */
#include "draft_file.h"

#include "piket/base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BYTES_MAX = 256 << 20 };

char *
pk_draft_path(const char *dir, const char *uuid)
{
    return g_strdup_printf("%s/%s.log", dir, uuid);
}

bool
pk_draft_fail(const char *path, int reason, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("The draft could not be written to %s: %s. What you typed is on the screen "
                  "only. Save it now, or make room there."),
                path, g_strerror(reason));
    return false;
}

bool
pk_draft_make_dir(const char *dir, GError **error)
{
    struct stat info;

    if (g_mkdir_with_parents(dir, 0700) != 0)
        return pk_draft_fail(dir, errno, error);
    if (lstat(dir, &info) != 0)
        return pk_draft_fail(dir, errno, error);
    if (info.st_uid == geteuid() && (info.st_mode & 077) != 0)
        (void)chmod(dir, 0700); /* drafts can hold TLP:RED; the files are 0600 in any case */
    return true;
}

bool
pk_draft_dir_usable(const char *dir)
{
    g_autofree char *at = g_strdup(dir);
    struct stat info;

    while (stat(at, &info) != 0) {
        if (errno != ENOENT || strcmp(at, "/") == 0 || strcmp(at, ".") == 0)
            return false;
        char *up = g_path_get_dirname(at);
        g_free(at);
        at = up;
    }
    return S_ISDIR(info.st_mode) && access(at, W_OK | X_OK) == 0;
}

int
pk_draft_open_file(const char *path, int flags)
{
    struct stat info;
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

    if (fd < 0)
        return -1;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

bool
pk_draft_lock(int fd)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES);
}

bool
pk_draft_is_locked(int fd)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

bool
pk_draft_is_named(int fd, const char *path)
{
    struct stat ours;
    struct stat named;

    return fstat(fd, &ours) == 0 && lstat(path, &named) == 0 && ours.st_ino == named.st_ino &&
           ours.st_dev == named.st_dev;
}

uint8_t *
pk_draft_read_file(int fd, size_t *ret_n, GError **error)
{
    struct stat info;

    if (fstat(fd, &info) != 0 || info.st_size > BYTES_MAX) {
        g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                    _("The draft can not be read: its file is larger than a draft can be. The file "
                      "was left as it is."));
        return NULL;
    }
    size_t size = (size_t)info.st_size;
    g_autofree uint8_t *bytes = g_malloc(size + 1);
    size_t n = 0;
    while (n < size) {
        ssize_t got = pread(fd, bytes + n, size - n, (off_t)n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("The draft can not be read: %s. Try again."), g_strerror(errno));
            return NULL;
        }
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *ret_n = n;
    return g_steal_pointer(&bytes);
}

bool
pk_draft_write_at(int fd, const uint8_t *bytes, size_t n, size_t at)
{
    while (n > 0) {
        ssize_t put = pwrite(fd, bytes, n, (off_t)at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        n -= (size_t)put;
        at += (size_t)put;
    }
    return fdatasync(fd) == 0 || errno == EINVAL || errno == EROFS;
}

void
pk_draft_sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

/* The whole draft as a new file holds it. Leaves every field as changed against nothing. */
static GByteArray *
whole(PkDraft *draft, int64_t now_us)
{
    GByteArray *bytes = g_byte_array_new();

    for (unsigned i = 0; i < draft->state.fields->len; i++) {
        PkDraftField *field = draft->state.fields->pdata[i];
        g_free(field->filed);
        field->filed = g_strdup("");
        field->exact = field->dirty = true;
    }
    pk_draft_log_begin(bytes, &draft->state, now_us, getpid());
    pk_draft_log_changes(bytes, &draft->state, now_us);
    return bytes;
}

static void
all_filed(PkDraft *draft)
{
    for (unsigned i = 0; i < draft->state.fields->len; i++) {
        PkDraftField *field = draft->state.fields->pdata[i];
        g_free(field->filed);
        field->filed = g_strdup(field->value);
        field->dirty = false;
    }
}

bool
pk_draft_replace_file(PkDraft *draft, int64_t now_us, GError **error)
{
    g_autofree char *aside = g_strdup_printf("%s/%s.new-%d", draft->dir, draft->uuid, getpid());
    g_autoptr(GByteArray) bytes = whole(draft, now_us);
    int fd = pk_draft_open_file(aside, O_RDWR | O_CREAT | O_EXCL);

    if (fd < 0)
        return pk_draft_fail(aside, errno, error);
    /* The lock comes before the name, so nobody ever finds the new file free. */
    if (!pk_draft_lock(fd) || !pk_draft_write_at(fd, bytes->data, bytes->len, 0) ||
        rename(aside, draft->path) != 0) {
        int reason = errno;
        (void)g_unlink(aside);
        close(fd);
        return pk_draft_fail(draft->path, reason, error);
    }
    pk_draft_sync_dir(draft->dir);
    int old = draft->fd;
    g_byte_array_set_size(draft->waiting[!draft->waiting_now], 0);
    draft->waiting_now = !draft->waiting_now;
    draft->fd = fd;
    draft->n_filed = bytes->len;
    draft->begun = true;
    draft->saved_us = now_us;
    if (old >= 0)
        close(old);
    all_filed(draft);
    return true;
}
