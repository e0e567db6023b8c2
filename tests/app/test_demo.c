/* SPDX-License-Identifier: EUPL-1.2 */
/* The practice week fills through the use cases, and never mixes with anybody's data. */
#include "piket/app/change.h"
#include "piket/app/demo.h"

#include <string.h>

static void
test_fills_once_and_only_an_empty_file(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-demo-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    PkAppConfig config = { .where = path, .login = "jdv" };
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    pk_demo_fill(app, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(pk_app_login(app), ==, "jdv");
    g_assert_false(pk_demo_fill(app, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
}

/* The clock runs again after the week. */
static void
test_the_clock_is_real_again(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-demo-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    PkAppConfig config = { .where = path, .login = "jdv" };
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_true(pk_demo_fill(app, &error));
    g_autofree char *ident = pk_report_number(app, &error);
    g_assert_no_error(error);
    g_assert_cmpint(atoi(ident + 4), ==, 8); /* seven incidents before it */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("PIKET_TEST_NOW", "2026-03-10T02:14:00Z", TRUE);
    g_test_add_func("/demo/once", test_fills_once_and_only_an_empty_file);
    g_test_add_func("/demo/clock", test_the_clock_is_real_again);
    return g_test_run();
}
