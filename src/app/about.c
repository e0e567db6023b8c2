/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/about.h"

#include "piket/store/db.h"
#include "piket/store/migrate.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistring/version.h>

int
pk_about_schema(void)
{
    return pk_schema_version();
}

char *
pk_about_tzdata(void)
{
    static const char *const files[] = { "/usr/share/zoneinfo/tzdata.zi",
                                         "/usr/share/zoneinfo/+VERSION" };

    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = NULL;
        if (!g_file_get_contents(files[i], &text, NULL, NULL))
            continue;
        g_auto(GStrv) lines = g_strsplit(text, "\n", 2);
        const char *version = lines[0] ? lines[0] : "";
        if (g_str_has_prefix(version, "# version "))
            version += strlen("# version ");
        if (*version && strlen(version) < 20)
            return g_strdup(version);
    }
    return g_strdup("");
}

char *
pk_about_unicode(void)
{
    int major = _libunistring_version >> 16;
    int minor = _libunistring_version >> 8 & 0xff;

    return g_strdup_printf("libunistring %d.%d", major, minor);
}

void
pk_file_about_clear(PkFileAbout *about)
{
    g_free(about->trouble);
    *about = (PkFileAbout){ 0 };
}

void
pk_about_file(const char *where, PkFileAbout *ret_about)
{
    struct stat info;
    g_autoptr(GError) error = NULL;

    *ret_about = (PkFileAbout){ 0 };
    if (stat(where, &info) != 0)
        return;
    ret_about->exists = true;
    ret_about->n_bytes = info.st_size;
    ret_about->mode = info.st_mode & 0777;
    ret_about->writable = access(where, W_OK) == 0;
    /* In use, the newest is in the -wal beside it; else even a look would leave files behind. */
    g_autofree char *wal = g_strconcat(where, "-wal", NULL);
    bool in_use = stat(wal, &info) == 0 && info.st_size > 0;
    g_autoptr(PkDb) db = pk_db_open(where, in_use ? PK_DB_READ : PK_DB_LOOK, &error);
    if (!db || !pk_schema_read(db, &ret_about->schema, &error))
        ret_about->trouble = g_strdup(error->message);
}
