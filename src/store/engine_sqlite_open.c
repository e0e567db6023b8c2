/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine_sqlite_open.h"

#include "piket/base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* clang-format off */
static const struct {
    int code; /* extended or primary */
    PkErrorCode as;
    const char *sentence;
} failures[] = {
    { SQLITE_CONSTRAINT_UNIQUE,     PK_ERROR_CONFLICT, N_("This already exists (%s).") },
    { SQLITE_CONSTRAINT_PRIMARYKEY, PK_ERROR_CONFLICT, N_("This already exists (%s).") },
    { SQLITE_CONSTRAINT_ROWID,      PK_ERROR_CONFLICT, N_("This already exists (%s).") },
    { SQLITE_CONSTRAINT_FOREIGNKEY, PK_ERROR_MISSING,  N_("What this refers to does not exist (%s).") },
    { SQLITE_CONSTRAINT_TRIGGER,    PK_ERROR_BROKEN,   N_("The journal is not as Piket left it (%s). Nothing was saved; verify it.") },
    { SQLITE_CONSTRAINT,            PK_ERROR_INVALID,  N_("The store refuses this: %s.") },
    { SQLITE_BUSY,                  PK_ERROR_BUSY,     N_("The file is locked by another program (%s). Your text is kept; try again.") },
    { SQLITE_LOCKED,                PK_ERROR_BUSY,     N_("The file is locked by another program (%s). Your text is kept; try again.") },
    { SQLITE_INTERRUPT,             PK_ERROR_BUSY,     N_("The search was stopped (%s).") },
    { SQLITE_FULL,                  PK_ERROR_OFFLINE,  N_("The disk is full (%s). Your text is kept as a draft; make room and save again.") },
    { SQLITE_IOERR,                 PK_ERROR_OFFLINE,  N_("The disk does not answer (%s). Your text is kept as a draft; save again when it is back.") },
    { SQLITE_CANTOPEN,              PK_ERROR_OFFLINE,  N_("The file cannot be opened (%s). Check the folder and its rights.") },
    { SQLITE_READONLY,              PK_ERROR_OFFLINE,  N_("The file may only be read (%s). Check its rights, or name another file with --db.") },
    { SQLITE_PERM,                  PK_ERROR_OFFLINE,  N_("The file may not be used (%s). Check its rights.") },
    { SQLITE_CORRUPT,               PK_ERROR_BROKEN,   N_("The file is damaged (%s). Stop using it and restore a backup.") },
    { SQLITE_NOTADB,                PK_ERROR_BROKEN,   N_("This is not a Piket database (%s). Name another file with --db, or restore a backup.") },
    { SQLITE_TOOBIG,                PK_ERROR_INVALID,  N_("The text is too long to keep in one line (%s).") },
};
/* clang-format on */

void
pk_sqlite_error(sqlite3 *db, GError **error)
{
    int extended = sqlite3_extended_errcode(db);
    const char *detail = sqlite3_errmsg(db);
    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (failures[i].code == extended || failures[i].code == (extended & 0xff)) {
            /* The format comes from the table above, translated. */
            G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            g_set_error(error, PK_ERROR, (int)failures[i].as, _(failures[i].sentence), detail);
#pragma GCC diagnostic pop
            G_GNUC_END_IGNORE_DEPRECATIONS
            return;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL, _("The store failed: %s (%d)."), detail,
                extended);
}

/* WAL's shared memory and locks do not work across machines: data would be lost silently.
 * Numbers from statfs(2) and the kernel's linux/magic.h. */
/* clang-format off */
static const struct {
    unsigned long type;
    const char *name;
} network[] = {
    { 0x6969, "NFS" },         { 0x517b, "SMB" },         { 0xff534d42, "CIFS" },
    { 0xfe534d42, "SMB2" },    { 0x5346414f, "AFS" },     { 0x73757245, "Coda" },
    { 0x01021997, "9P" },      { 0x00c36400, "Ceph" },    { 0x0bd00bd0, "Lustre" },
    { 0x47504653, "GPFS" },    { 0x7461636f, "OCFS2" },   { 0x01161970, "GFS2" },
    { 0x65735546, "FUSE" },
};
/* clang-format on */

static bool
refuse_network(const char *path, GError **error)
{
    struct statfs fs;
    g_autofree char *dir = g_path_get_dirname(path);
    if (statfs(path, &fs) != 0 && statfs(dir, &fs) != 0)
        return true; /* opening will say what is wrong */
    for (size_t i = 0; i < G_N_ELEMENTS(network); i++) {
        if ((unsigned long)fs.f_type == network[i].type) {
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("%s is on a network file system (%s), where several writers would "
                          "damage it. Name a file on a local disk with --db."),
                        path, network[i].name);
            return false;
        }
    }
    return true;
}

/* The file is private from its first byte: mode 0600 whatever the umask. */
static bool
make_file(const char *path, GError **error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("%s cannot be made (%s). Check the folder and its rights, or name another "
                      "file with --db."),
                    path, g_strerror(errno));
        return false;
    }
    close(fd);
    return true;
}

static bool
must_exist(const char *path, GError **error)
{
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISREG(st.st_mode))
            return true;
        errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL; /* stat had nothing against it */
    }
    g_set_error(error, PK_ERROR, errno == ENOENT ? PK_ERROR_MISSING : PK_ERROR_OFFLINE,
                _("%s cannot be read (%s). Name another file with --db."), path,
                errno == ENOENT || errno == EACCES ? g_strerror(errno) : _("not a plain file"));
    return false;
}

static bool
settle(sqlite3 *db, PkDbMode mode, GError **error)
{
    const char *common = "PRAGMA foreign_keys = ON;"
                         "PRAGMA recursive_triggers = ON;"
                         "PRAGMA case_sensitive_like = ON;"
                         "PRAGMA trusted_schema = OFF;"
                         "PRAGMA temp_store = MEMORY;"
                         "PRAGMA cache_size = -12000;";
    const char *writing = "PRAGMA journal_mode = WAL;"
                          "PRAGMA synchronous = FULL;"
                          "PRAGMA journal_size_limit = 67108864;";
    sqlite3_extended_result_codes(db, 1);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (sqlite3_exec(db, common, NULL, NULL, NULL) == SQLITE_OK &&
        (mode <= PK_DB_READ || sqlite3_exec(db, writing, NULL, NULL, NULL) == SQLITE_OK))
        return true;
    pk_sqlite_error(db, error);
    return false;
}

static bool
first_number(sqlite3 *db, const char *text, int64_t *ret_value, GError **error)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db, text, -1, &stmt, NULL) == SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW;
    if (ok)
        *ret_value = sqlite3_column_int64(stmt, 0);
    else
        pk_sqlite_error(db, error);
    sqlite3_finalize(stmt);
    return ok;
}

/* Reads the header, so a damaged or foreign file is refused now and not at the first save. */
static bool
is_ours(sqlite3 *db, const char *where, GError **error)
{
    int64_t n_tables = 0, application = 0;
    if (!first_number(db, "SELECT count(*) FROM sqlite_schema", &n_tables, error) ||
        !first_number(db, "PRAGMA application_id", &application, error)) {
        if (sqlite3_errcode(db) != SQLITE_ERROR) /* else: a header that makes no sense */
            return false;
        g_clear_error(error);
        g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                    _("The file is damaged (%s). Stop using it and restore a backup."),
                    sqlite3_errmsg(db));
        return false;
    }
    if (n_tables == 0 || application == PK_SQLITE_APPLICATION_ID)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                _("%s is a database of another program. Name another file with --db."), where);
    return false;
}

sqlite3 *
pk_sqlite_open(const char *where, PkDbMode mode, GError **error)
{
    bool memory = strcmp(where, ":memory:") == 0;
    int flags = SQLITE_OPEN_NOMUTEX |
                (mode <= PK_DB_READ && !memory ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    g_autofree char *path = g_uri_escape_string(where, "/", true);
    g_autofree char *look = g_strdup_printf("file:%s?immutable=1", path);
    sqlite3 *db = NULL;

    if (!memory && !refuse_network(where, error))
        return NULL;
    if (!memory && !(mode == PK_DB_CREATE ? make_file(where, error) : must_exist(where, error)))
        return NULL;
    if (sqlite3_open_v2(mode == PK_DB_LOOK ? look : where, &db,
                        flags | (mode == PK_DB_LOOK ? SQLITE_OPEN_URI : 0), NULL) != SQLITE_OK) {
        pk_sqlite_error(db, error);
        sqlite3_close(db);
        return NULL;
    }
    /* Before the first look: whoever comes after all others died reads the log from the start, and
     * the rest waits for that. */
    sqlite3_busy_timeout(db, PK_SQLITE_BUSY_MS);
    if (!is_ours(db, where, error) || !settle(db, mode, error)) {
        sqlite3_close(db);
        return NULL;
    }
    return db;
}

/* The sentences of a save speak of drafts; here nothing was typed. */
static void
refuse_copy(sqlite3 *copy, GError **error)
{
    g_autoptr(GError) why = NULL;
    pk_sqlite_error(copy, &why);
    if (g_error_matches(why, PK_ERROR, PK_ERROR_OFFLINE))
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The copy could not be made (%s). Nothing was changed; make room on that "
                      "disk, or choose another place."),
                    sqlite3_errmsg(copy));
    else
        g_propagate_error(error, g_steal_pointer(&why));
}

bool
pk_sqlite_backup(sqlite3 *db, const char *to, GError **error)
{
    sqlite3 *copy = NULL;
    if (!make_file(to, error))
        return false;
    bool ok = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    sqlite3_backup *job = ok ? sqlite3_backup_init(copy, "main", db, "main") : NULL;
    ok = job && sqlite3_backup_step(job, -1) == SQLITE_DONE;
    ok = job && sqlite3_backup_finish(job) == SQLITE_OK && ok;
    if (!ok)
        refuse_copy(copy, error);
    sqlite3_close(copy);
    if (!ok)
        unlink(to);
    return ok;
}
