/* SPDX-License-Identifier: EUPL-1.2 */
#include "files.h"

#include "piket/base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

char *
pk_files_room(const char *path, GError **error)
{
    g_autofree char *dir = g_path_get_dirname(path);
    char *room = g_build_filename(dir, ".piket-copy-XXXXXX", NULL);

    if (g_mkdtemp(room))
        return room;
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("Nothing can be written in %s (%s). Check the folder and its rights, or choose "
                  "another place."),
                dir, g_strerror(errno));
    g_free(room);
    return NULL;
}

void
pk_files_remove_room(char *room)
{
    g_autoptr(GDir) dir = room ? g_dir_open(room, 0, NULL) : NULL;

    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(room, name, NULL);
        g_unlink(path);
    }
    if (room)
        g_rmdir(room);
    g_free(room);
}

void
pk_files_taken(const char *path, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("%s is already there and was left alone. Choose another name."), path);
}

static bool
refuse(const char *path, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("%s can not be written (%s). Nothing was changed."), path, g_strerror(errno));
    return false;
}

static bool
flush(const char *path, int flags, GError **error)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (!ok)
        refuse(path, error);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Some file systems can not refuse to replace; there the look before has to do. */
static int
rename_to_new(const char *from, const char *to)
{
    int result = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

    if (result == 0 || (errno != EINVAL && errno != ENOSYS))
        return result;
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

bool
pk_files_settle(const char *from, const char *to, GError **error)
{
    g_autofree char *dir = g_path_get_dirname(to);

    if (!flush(from, O_RDONLY, error))
        return false;
    if (rename_to_new(from, to) != 0) {
        if (errno != EEXIST)
            return refuse(to, error);
        pk_files_taken(to, error);
        return false;
    }
    /* The name must be on the disk too; where a folder can not be flushed, it soon will be. */
    flush(dir, O_RDONLY | O_DIRECTORY, NULL);
    return true;
}

bool
pk_files_sum(const char *path, int64_t *ret_n_bytes, char **ret_sha256, GError **error)
{
    enum { PORTION = 1 << 20 };
    g_autofree guchar *bytes = g_malloc(PORTION);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    int64_t n_bytes = 0;
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    while (fd >= 0 && ((n = read(fd, bytes, PORTION)) > 0 || (n < 0 && errno == EINTR))) {
        n_bytes += MAX(n, 0);
        g_checksum_update(sum, bytes, MAX(n, 0));
    }
    if (fd < 0 || n < 0)
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, _("%s cannot be read (%s)."), path,
                    g_strerror(errno));
    if (fd >= 0)
        close(fd);
    if (fd < 0 || n < 0)
        return false;
    *ret_n_bytes = n_bytes;
    *ret_sha256 = g_strdup(g_checksum_get_string(sum));
    return true;
}
