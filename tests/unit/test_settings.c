/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/clock.h"
#include "piket/base/error.h"
#include "piket/base/paths.h"
#include "piket/base/settings.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *folder;

static char *
file_with(const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
test_precedence(void)
{
    g_autofree char *user = file_with("user", "lang = nl\ncolor=never # kaal\n; niets\n");
    g_autofree char *sys = file_with("sys", "\xef\xbb\xbf"
                                            "lang = en\r\nzone = \"UTC\"\r\nclock = uit\r\n");
    const char *files[] = { user, "/nergens/config", sys, NULL };
    g_autoptr(GPtrArray) warnings = NULL;

    g_setenv("PIKET_GAP_MINUTES", "45", TRUE);
    g_autoptr(PkSettings) s = pk_settings_load(files, &warnings);
    g_unsetenv("PIKET_GAP_MINUTES");
    g_assert_cmpuint(warnings->len, ==, 0);
    g_assert_cmpstr(pk_settings_get(s, "lang"), ==, "nl");
    g_assert_cmpint(pk_settings_origin(s, "lang"), ==, PK_SETTING_USER);
    g_assert_cmpstr(pk_settings_get(s, "color"), ==, "never");
    g_assert_cmpstr(pk_settings_get(s, "zone"), ==, "UTC");
    g_assert_cmpint(pk_settings_origin(s, "zone"), ==, PK_SETTING_SYSTEM);
    g_autofree char *where = pk_settings_origin_text(s, "zone");
    g_assert_true(g_str_has_suffix(where, "sys, line 2"));
    g_assert_false(pk_settings_on(s, "clock", true));
    g_assert_true(pk_settings_on(s, "slow", true));
    g_assert_false(pk_settings_on(s, "slow", false));
    g_assert_cmpint(pk_settings_number(s, "gap_minutes"), ==, 45);
    g_autofree char *env = pk_settings_origin_text(s, "gap_minutes");
    g_assert_cmpstr(env, ==, "PIKET_GAP_MINUTES");
    g_assert_true(pk_settings_set(s, "gap-minutes", "10", NULL));
    g_assert_cmpint(pk_settings_number(s, "gap_minutes"), ==, 10);
    g_assert_cmpint(pk_settings_origin(s, "gap_minutes"), ==, PK_SETTING_FLAG);
    g_assert_cmpint(pk_settings_origin(s, "region"), ==, PK_SETTING_DEFAULT);
}

static void
test_warnings(void)
{
    g_autofree char *user = file_with("odd", "# ok\ncolour = never\ngap_minutes = 0\nlang nl\n"
                                             "color = \x1b[31m\n\xff\xfe = x\nlang = de\n");
    static const char *const want[] = { "line 2: Piket has no setting 'colour'", "line 3: '0'",
                                        "line 4: a setting is written",          "line 5: '[31m'",
                                        "line 6: Piket has no setting",          "line 7: 'de'" };
    g_autoptr(GPtrArray) warnings = NULL;
    g_autoptr(PkSettings) s = pk_settings_load((const char *[]){ user, folder, NULL }, &warnings);
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) unknown = NULL;

    g_assert_cmpuint(warnings->len, ==, G_N_ELEMENTS(want) + 1);
    g_assert_nonnull(strstr(warnings->pdata[0], "can not be read")); /* a folder is no file */
    for (guint i = 0; i < G_N_ELEMENTS(want); i++)
        g_assert_nonnull(strstr(warnings->pdata[i + 1], want[i]));
    g_assert_cmpstr(pk_settings_get(s, "color"), ==, "auto");
    g_assert_false(pk_settings_set(s, "clock", "maybe", &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_false(pk_settings_set(s, "nosuch", "1", &unknown));
    g_assert_error(unknown, PK_ERROR, PK_ERROR_INVALID);
}

static void
test_presets_are_values(void)
{
    g_autoptr(PkSettings) s = pk_settings_load((const char *[]){ NULL }, NULL);

    for (size_t i = 0; i < pk_n_setting_keys; i++) {
        g_assert_true(*pk_setting_keys[i].help);
        g_assert_true(pk_settings_set(s, pk_setting_keys[i].key, pk_setting_keys[i].preset, NULL));
    }
}

static void
test_paths(void)
{
    g_autofree char *relative_home = g_build_filename(folder, "home", NULL);
    g_autoptr(GError) error = NULL;

    g_setenv("HOME", relative_home, TRUE);
    g_setenv("XDG_STATE_HOME", "relative/ignored", TRUE);
    g_setenv("XDG_DATA_HOME", folder, TRUE);
    g_unsetenv("XDG_RUNTIME_DIR");
    g_autofree char *db = pk_paths_data_file(NULL);
    g_autofree char *want_db = g_build_filename(folder, "piket", "piket.db", NULL);
    g_assert_cmpstr(db, ==, want_db);
    g_autofree char *state = pk_paths_make_dir(PK_PATH_STATE, NULL);
    g_autofree char *want = g_build_filename(folder, "home/.local/state/piket", NULL);
    g_assert_cmpstr(state, ==, want);
    g_assert_cmpint(g_chmod(state, 0755), ==, 0);
    g_autofree char *again = pk_paths_make_dir(PK_PATH_STATE, NULL);
    GStatBuf is;
    g_assert_true(again && g_stat(again, &is) == 0 && (is.st_mode & 0777) == 0700);
    g_assert_true(pk_paths_runtime_is_fallback());
    g_autofree char *run = pk_paths_make_dir(PK_PATH_RUNTIME, NULL);
    g_assert_true(g_str_has_suffix(run, "state/piket/run"));

    g_autofree char *in_the_way = file_with("flat", "");
    g_setenv("XDG_CACHE_HOME", in_the_way, TRUE);
    g_assert_null(pk_paths_make_dir(PK_PATH_CACHE, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_unsetenv("HOME");
    g_assert_null(pk_paths_dir(PK_PATH_STATE, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_auto(GStrv) files = pk_paths_config_files();
    g_assert_true(g_strv_contains((const char *const *)files, "/etc/piket/config"));
}

static void
test_clock(void)
{
    g_setenv("PIKET_TEST_NOW", "2026-03-10T02:14:00Z", TRUE);
    g_assert_cmpint(pk_clock_now_us(), ==, INT64_C(1773108840000000));
    g_assert_true(pk_clock_is_test());
    g_setenv("PIKET_TEST_NOW", "2026-03-10T02:14:00Z+", TRUE);
    int64_t first = pk_clock_now_us();
    g_assert_cmpint(first, >=, INT64_C(1773108840000000));
    while (pk_clock_now_us() == first) /* it runs */
        ;
    g_setenv("PIKET_TEST_NOW", "nonsense", TRUE);
    g_assert_false(pk_clock_is_test());
    g_unsetenv("PIKET_TEST_NOW");
    int64_t mono = pk_clock_mono_us();
    g_assert_cmpint(pk_clock_mono_us(), >=, mono);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("piket-settings-XXXXXX", NULL);
    g_test_add_func("/settings/precedence", test_precedence);
    g_test_add_func("/settings/warnings", test_warnings);
    g_test_add_func("/settings/presets", test_presets_are_values);
    g_test_add_func("/settings/paths", test_paths);
    g_test_add_func("/settings/clock", test_clock);
    int result = g_test_run();
    g_autofree char *rm = g_strdup_printf("rm -rf '%s'", folder);
    g_assert_true(g_spawn_command_line_sync(rm, NULL, NULL, NULL, NULL));
    g_free(folder);
    return result;
}
