/* SPDX-License-Identifier: EUPL-1.2 */
/* A backup is whole while others write, and who still has the old file open writes nothing that
 * would be lost once a backup took its place. */
#include "appkit.h"

#include "piket/app/db_admin.h"
#include "piket/app/verify.h"

enum { NOTES = 60, BACKUPS = 6 };

static PkAppConfig
config_of(const char *file)
{
    return (PkAppConfig){ .where = file, .login = "jdevries", .name = "J. de Vries" };
}

static void
backup(const Kit *kit, const char *to, PkDbCopy *copy)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = config_of(kit->file);
    PkDbBackup wanted = { .file = to };

    pk_db_backup_make(&config, &wanted, copy, &error);
    g_assert_no_error(error);
    g_assert_cmpint(copy->n_wrong, ==, 0);
}

static void
assert_sound(const char *file)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = config_of(file);
    g_autoptr(PkApp) app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(verify->findings->len, ==, 0);
}

static bool
note(PkApp *app, int64_t incident, GError **error)
{
    PkNote note = { .text = "Something was done", .category = PK_CAT_TECH };

    return pk_note_add(app, incident, &note, NULL, error);
}

typedef struct {
    const char *file;
    int64_t incident;
} Writer;

static void *
write_notes(void *data)
{
    const Writer *writer = data;
    g_autoptr(GError) error = NULL;
    PkAppConfig config = config_of(writer->file);
    g_autoptr(PkApp) app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    for (int i = 0; i < NOTES; i++) {
        note(app, writer->incident, &error);
        g_assert_no_error(error);
    }
    return NULL;
}

static void
test_backup_while_others_write(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    Writer writer = { kit.file, kit_report(&kit) };
    GThread *thread = g_thread_new("writer", write_notes, &writer);
    for (int i = 0; i < BACKUPS; i++) {
        g_auto(PkDbCopy) copy = { 0 };
        g_autofree char *to = g_strdup_printf("%s/backup-%d.db", kit.dir, i);
        backup(&kit, to, &copy);
        assert_sound(to);
    }
    g_thread_join(thread);
    assert_sound(kit.file);
    kit_stop(&kit);
}

static char *
restore_over(const Kit *kit, const char *from)
{
    g_auto(PkDbRestored) restored = { 0 };
    g_autoptr(GError) error = NULL;
    PkAppConfig config = config_of(kit->file);
    PkDbRestore wanted = { .file = from, .replace = true };

    pk_db_restore(&config, &wanted, &restored, &error);
    g_assert_no_error(error);
    return g_strdup(restored.aside);
}

static void
test_who_has_the_old_file_open(void)
{
    Kit kit;
    g_auto(PkDbCopy) copy = { 0 };
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autofree char *to = g_build_filename(kit.dir, "backup.db", NULL);
    backup(&kit, to, &copy);
    g_assert_true(note(kit.app, incident, &error)); /* not in the backup */
    g_autofree char *aside = restore_over(&kit, to);

    g_assert_false(note(kit.app, incident, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    assert_sound(kit.file);
    assert_sound(aside);
    PkAppConfig config = config_of(kit.file);
    g_autoptr(PkApp) after = pk_app_open(&config, &error);
    g_assert_no_error(error);
    g_assert_true(note(after, incident, &error));
    g_clear_pointer(&after, pk_app_close);
    /* Leaving the old one takes nothing from the new one. */
    g_clear_pointer(&kit.app, pk_app_close);
    assert_sound(kit.file);
    kit_stop(&kit);
}

/* Two restores of one backup write under two origins. */
static void
test_every_restore_has_its_own_origin(void)
{
    Kit kit;
    g_auto(PkDbCopy) copy = { 0 };
    g_autoptr(GHashTable) origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    kit_start(&kit);
    kit_register(&kit);
    kit_report(&kit);
    g_autofree char *to = g_build_filename(kit.dir, "backup.db", NULL);
    backup(&kit, to, &copy);
    for (int i = 0; i < 3; i++) {
        g_autofree char *place = g_strdup_printf("%s/place-%d.db", kit.dir, i);
        g_auto(PkDbRestored) restored = { 0 };
        g_autoptr(GError) error = NULL;
        PkAppConfig config = config_of(place);
        PkDbRestore wanted = { .file = to, .head = copy.head };
        pk_db_restore(&config, &wanted, &restored, &error);
        g_assert_no_error(error);
        g_autoptr(PkDbStatus) status = pk_db_status(place, true, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(status->origin, ==, restored.origin);
        g_assert_cmpstr(status->head, !=, copy.head); /* the line that tells of it */
        g_hash_table_add(origins, g_strdup(restored.origin));
    }
    g_assert_cmpuint(g_hash_table_size(origins), ==, 3);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db_admin/backup-while-others-write", test_backup_while_others_write);
    g_test_add_func("/db_admin/old-file-open", test_who_has_the_old_file_open);
    g_test_add_func("/db_admin/own-origin", test_every_restore_has_its_own_origin);
    return g_test_run();
}
