/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/paths.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
static const struct {
    const char *variable;
    const char *below_home;
} places[] = {
    [PK_PATH_CONFIG]  = { "XDG_CONFIG_HOME", ".config" },
    [PK_PATH_DATA]    = { "XDG_DATA_HOME",   ".local/share" },
    [PK_PATH_STATE]   = { "XDG_STATE_HOME",  ".local/state" },
    [PK_PATH_CACHE]   = { "XDG_CACHE_HOME",  ".cache" },
    [PK_PATH_RUNTIME] = { "XDG_RUNTIME_DIR", NULL },
};
/* clang-format on */

static const char *
absolute(const char *variable)
{
    const char *value = g_getenv(variable);

    return value && g_path_is_absolute(value) ? value : NULL;
}

bool
pk_paths_runtime_is_fallback(void)
{
    const char *dir = absolute("XDG_RUNTIME_DIR");

    return !dir || !g_file_test(dir, G_FILE_TEST_IS_DIR) || g_access(dir, W_OK) != 0;
}

char *
pk_paths_dir(PkPath path, GError **error)
{
    if (path == PK_PATH_RUNTIME && pk_paths_runtime_is_fallback()) {
        g_autofree char *state = pk_paths_dir(PK_PATH_STATE, error);
        return state ? g_build_filename(state, "run", NULL) : NULL;
    }
    const char *base = absolute(places[path].variable);
    if (base)
        return g_build_filename(base, "piket", NULL);
    const char *home = absolute("HOME");
    if (home)
        return g_build_filename(home, places[path].below_home, "piket", NULL);
    g_set_error(
        error, PK_ERROR, PK_ERROR_OFFLINE,
        _("There is no home folder to keep files in. Set HOME or %s to a folder of your own."),
        places[path].variable);
    return NULL;
}

static void
refuse(GError **error, const char *dir, int because)
{
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("The folder %s can not be used: %s. Make it writable, or point HOME or the XDG "
                  "variables to another folder."),
                dir, g_strerror(because));
}

char *
pk_paths_make_dir(PkPath path, GError **error)
{
    g_autofree char *dir = pk_paths_dir(path, error);

    if (!dir)
        return NULL;
    if (g_mkdir_with_parents(dir, 0700) != 0) {
        refuse(error, dir, errno);
        return NULL;
    }
    GStatBuf is = { 0 };
    bool private = path == PK_PATH_STATE || path == PK_PATH_RUNTIME;
    if (private && g_stat(dir, &is) == 0 && (is.st_mode & 077) != 0 && g_chmod(dir, 0700) != 0) {
        refuse(error, dir, errno);
        return NULL;
    }
    if (g_access(dir, W_OK | X_OK) != 0) {
        refuse(error, dir, errno);
        return NULL;
    }
    return g_steal_pointer(&dir);
}

char *
pk_paths_data_file(GError **error)
{
    g_autofree char *dir = pk_paths_dir(PK_PATH_DATA, error);

    return dir ? g_build_filename(dir, "piket.db", NULL) : NULL;
}

GStrv
pk_paths_config_files(void)
{
    g_autoptr(GStrvBuilder) files = g_strv_builder_new();
    g_autofree char *own = pk_paths_dir(PK_PATH_CONFIG, NULL);
    const char *set = g_getenv("XDG_CONFIG_DIRS");
    g_auto(GStrv) dirs = g_strsplit(set && *set ? set : "/etc/xdg", ":", -1);

    if (own) {
        g_autofree char *file = g_build_filename(own, "config", NULL);
        g_strv_builder_add(files, file);
    }
    for (char **dir = dirs; *dir; dir++) {
        if (!g_path_is_absolute(*dir))
            continue;
        g_autofree char *file = g_build_filename(*dir, "piket", "config", NULL);
        g_strv_builder_add(files, file);
    }
    g_strv_builder_add(files, "/etc/piket/config");
    return g_strv_builder_end(files);
}
