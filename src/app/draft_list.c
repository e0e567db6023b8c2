/* SPDX-License-Identifier: EUPL-1.2 */
/* Where drafts are kept, and which there are. */
#include "draft_file.h"
#include "piket/base/i18n.h"
#include "piket/base/paths.h"
#include "piket/base/uuid.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_US        (INT64_C(86400) * 1000000)
#define KEPT_US       (30 * DAY_US) /* dropped drafts            */
#define LEFT_ASIDE_US (DAY_US)      /* empty files and halves of a crashed rewrite */

enum { SHARED_NAMES = 10 }; /* others may have made piket-<uid> in a shared folder */

/* A folder of our own in the shared one for temporary files, or NULL. */
static char *
private_tmp(void)
{
    for (int i = 0; i < SHARED_NAMES; i++) {
        g_autofree char *dir =
            g_strdup_printf("%s/piket-%d-%d", g_get_tmp_dir(), (int)geteuid(), i);
        struct stat info;
        if (mkdir(dir, 0700) != 0 && errno != EEXIST)
            return NULL;
        if (lstat(dir, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
            (info.st_mode & 077) == 0)
            return g_build_filename(dir, "drafts", NULL);
    }
    return NULL;
}

static char *
drafts_in(PkPath path)
{
    g_autofree char *base = pk_paths_dir(path, NULL);

    return base ? g_build_filename(base, "drafts", NULL) : NULL;
}

char *
pk_draft_dir(char **ret_notice, GError **error)
{
    g_autofree char *usual = drafts_in(PK_PATH_STATE);
    g_autofree char *notice = NULL;
    g_autofree char *dir = NULL;

    if (usual && pk_draft_dir_usable(usual)) {
        dir = g_steal_pointer(&usual);
    } else if (!pk_paths_runtime_is_fallback() && (dir = drafts_in(PK_PATH_RUNTIME)) &&
               pk_draft_dir_usable(dir)) {
        notice = g_strdup_printf(_("The usual folder for drafts can not be written. Drafts go to "
                                   "%s, which is emptied when you log out."),
                                 dir);
    } else {
        g_free(dir);
        dir = private_tmp();
        if (!dir) {
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("There is no folder where drafts can be kept. Typing works, but only "
                          "saving keeps it. Make your home folder writable, or set TMPDIR."));
            return NULL;
        }
        notice = g_strdup_printf(_("The usual folder for drafts can not be written. Drafts go to "
                                   "%s, which may be emptied when the machine restarts."),
                                 dir);
    }
    if (ret_notice)
        *ret_notice = g_steal_pointer(&notice);
    return g_steal_pointer(&dir);
}

void
pk_draft_info_free(PkDraftInfo *info)
{
    if (!info)
        return;
    g_free(info->uuid);
    g_free(info->about);
    g_free(info->first_words);
    g_free(info);
}

static int64_t
modified_us(int fd)
{
    struct stat info;

    return fstat(fd, &info) == 0 ? (int64_t)info.st_mtim.tv_sec * 1000000 : 0;
}

/* What is in one file; NULL when that is nothing a person typed (and *ret_empty when it may go). */
static PkDraftInfo *
look(int fd, const char *uuid, int64_t now_us, bool *ret_empty)
{
    size_t n = 0;
    g_auto(PkDraftState) state;
    pk_draft_state_init(&state);
    g_autofree uint8_t *bytes = pk_draft_read_file(fd, &n, NULL);

    if (bytes)
        pk_draft_state_replay(&state, bytes, n);
    bool alive = pk_draft_is_locked(fd);
    size_t n_chars = pk_draft_state_length(&state);
    if (n_chars == 0 && bytes && !state.damaged) {
        *ret_empty = !alive && modified_us(fd) < now_us - LEFT_ASIDE_US;
        return NULL;
    }
    PkDraftInfo *info = g_new0(PkDraftInfo, 1);
    info->uuid = g_strdup(uuid);
    info->kind = state.kind;
    info->about = g_strdup(state.about);
    info->changed_us = state.changed_us ? state.changed_us : modified_us(fd);
    info->started_us = state.started_us ? state.started_us : info->changed_us;
    info->n_chars = n_chars;
    info->first_words = pk_draft_state_first_words(&state);
    info->alive = alive;
    info->damaged = !bytes || state.damaged;
    return info;
}

static void
list_one(const char *dir, const char *name, bool dropped, int64_t now_us, GPtrArray *out)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autofree char *uuid = g_strndup(name, PK_UUID_LENGTH);
    const char *ending = strlen(name) > PK_UUID_LENGTH ? name + PK_UUID_LENGTH : "";
    bool aside = g_str_has_prefix(ending, ".new-");
    bool empty = false;

    if (!pk_uuid_valid(uuid) || (!aside && strcmp(ending, ".log") != 0))
        return;
    int fd = pk_draft_open_file(path, O_RDONLY);
    if (fd < 0)
        return;
    if (aside) {
        if (!pk_draft_is_locked(fd) && modified_us(fd) < now_us - LEFT_ASIDE_US)
            (void)g_unlink(path);
        close(fd);
        return;
    }
    PkDraftInfo *info = look(fd, uuid, now_us, &empty);
    close(fd);
    if (empty || (info && dropped && info->changed_us < now_us - KEPT_US)) {
        (void)g_unlink(path);
        g_clear_pointer(&info, pk_draft_info_free);
    }
    if (info) {
        info->dropped = dropped;
        g_ptr_array_add(out, info);
    }
}

static bool
list_dir(const char *dir, bool dropped, int64_t now_us, GPtrArray *out, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(GDir) folder = g_dir_open(dir, 0, &problem);

    if (!folder && g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return true;
    if (!folder) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The folder with drafts, %s, can not be read. Drafts in it are not shown; "
                      "make it readable and start again."),
                    dir);
        return false;
    }
    for (const char *name; (name = g_dir_read_name(folder));)
        list_one(dir, name, dropped, now_us, out);
    return true;
}

static int
newest_first(const void *a, const void *b)
{
    const PkDraftInfo *one = *(PkDraftInfo *const *)a;
    const PkDraftInfo *two = *(PkDraftInfo *const *)b;

    if (one->changed_us != two->changed_us)
        return one->changed_us < two->changed_us ? 1 : -1;
    return strcmp(two->uuid, one->uuid);
}

GPtrArray *
pk_draft_list(const char *dir, bool with_dropped, int64_t now_us, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)pk_draft_info_free);
    g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func((GDestroyNotify)pk_draft_info_free);
    g_autofree char *dropped = g_build_filename(dir, PK_DRAFT_DROPPED, NULL);

    if (!list_dir(dir, false, now_us, all, error) ||
        !list_dir(dropped, true, now_us, with_dropped ? all : gone, error))
        return NULL;
    g_ptr_array_sort(all, newest_first);
    return g_steal_pointer(&all);
}
