/* SPDX-License-Identifier: EUPL-1.2 */
#include "pty.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

static GPtrArray *homes;

static void
remove_tree(const char *path)
{
    if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        for (const char *name = NULL; dir && (name = g_dir_read_name(dir));) {
            g_autofree char *inside = g_build_filename(path, name, NULL);
            remove_tree(inside);
        }
    }
    g_remove(path);
}

static void
remove_homes(void)
{
    for (unsigned i = 0; i < homes->len; i++)
        remove_tree(homes->pdata[i]);
    g_clear_pointer(&homes, g_ptr_array_unref);
}

const char *
pk_pty_new_home(void)
{
    static const char *const inside[] = { "home", "config", "data", "state", "cache", "run" };
    char *path = g_dir_make_tmp("piket-test-XXXXXX", NULL);

    g_assert_nonnull(path);
    if (!homes) {
        homes = g_ptr_array_new_with_free_func(g_free);
        atexit(remove_homes);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
        g_autofree char *folder = g_build_filename(path, inside[i], NULL);
        g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    }
    g_ptr_array_add(homes, path);
    return path;
}

const char *
pk_pty_home(void)
{
    return homes ? homes->pdata[homes->len - 1] : pk_pty_new_home();
}
