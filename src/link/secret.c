/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/link/secret.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MAX = 4096 };

void
pk_secret_clear(PkSecret *secret)
{
    if (secret->text)
        explicit_bzero(secret->text, secret->n);
    g_free(secret->text);
    *secret = (PkSecret){ 0 };
}

/* systemd hands a credential over by an access list, which shows as a right of the group. */
static bool
check_rights(const struct stat *at, const char *path, bool credential, GError **error)
{
    mode_t others = credential && at->st_uid == 0 ? S_IWGRP | S_IRWXO : S_IRWXG | S_IRWXO;

    if (!S_ISREG(at->st_mode)) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s is no plain file, so no secret is read from it."), path);
        return false;
    }
    if (at->st_uid != 0 && at->st_uid != geteuid()) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s belongs to somebody else, so the secret in it is not used. Make it the "
                      "file of the user that sends, or of root."),
                    path);
        return false;
    }
    if (at->st_mode & others) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s can be read by others, so the secret in it is not used. Replace the "
                      "secret and do chmod 600."),
                    path);
        return false;
    }
    return true;
}

static bool
take(int fd, const char *path, PkSecret *ret_secret, GError **error)
{
    PkSecret secret = { g_malloc0(SECRET_MAX + 2), SECRET_MAX + 2 };
    size_t n = 0;
    ssize_t got = 0;

    do {
        got = read(fd, secret.text + n, SECRET_MAX + 1 - n);
        n += got > 0 ? (size_t)got : 0;
    } while (n <= SECRET_MAX && (got > 0 || (got < 0 && errno == EINTR)));
    if (n > 0 && n <= SECRET_MAX && secret.text[n - 1] == '\n')
        secret.text[--n] = '\0';
    if (got < 0 || n == 0 || n > SECRET_MAX || memchr(secret.text, '\0', n)) {
        pk_secret_clear(&secret);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s holds no secret that can be used: one line of 1 to %d bytes."), path,
                    SECRET_MAX);
        return false;
    }
    *ret_secret = (PkSecret){ g_memdup2(secret.text, n + 1), n };
    pk_secret_clear(&secret);
    return true;
}

/* systemd names what it takes from a folder, as our unit does, after the credential and the file:
 * LoadCredential=piket:/etc/piket/credentials gives piket_smtp_password. Owned. */
static char *
credential_file(const char *folder, const char *credential)
{
    char *file = g_build_filename(folder, credential, NULL);

    if (access(file, F_OK) == 0)
        return file;
    g_free(file);
    g_autofree char *name = g_strconcat("piket_", credential, NULL);
    return g_build_filename(folder, name, NULL);
}

bool
pk_secret_read(const char *path, const char *credential, PkSecret *ret_secret, GError **error)
{
    const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
    bool from_systemd = !*path && folder && g_path_is_absolute(folder);
    g_autofree char *file = from_systemd ? credential_file(folder, credential) : g_strdup(path);
    struct stat at;

    if (!*file || !g_path_is_absolute(file)) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no secret: give the setting %s_file the whole path of a file, or "
                      "systemd a credential %s."),
                    credential, credential);
        return false;
    }
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("The secret in %s cannot be read (%s). Check the setting and the rights."),
                    file, g_strerror(errno));
        return false;
    }
    bool ok = fstat(fd, &at) == 0 && check_rights(&at, file, from_systemd, error) &&
              take(fd, file, ret_secret, error);
    close(fd);
    return ok;
}
