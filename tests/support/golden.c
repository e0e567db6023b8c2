/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"

#include <string.h>

/* clang-format off */
static const char letters[PK_N_ROLES] = {
    [PK_ROLE_NORMAL] = ' ',    [PK_ROLE_TITLE] = 't',     [PK_ROLE_DIM] = 'd',
    [PK_ROLE_SELECTED] = 's',  [PK_ROLE_TLP_RED] = 'R',   [PK_ROLE_TLP_AMBER] = 'A',
    [PK_ROLE_TLP_GREEN] = 'G', [PK_ROLE_TLP_CLEAR] = 'C', [PK_ROLE_WARN] = 'w',
    [PK_ROLE_ALARM] = 'W',     [PK_ROLE_BANNER] = 'b',    [PK_ROLE_RULE] = 'r',
    [PK_ROLE_KEY] = 'k',       [PK_ROLE_LABEL] = 'l',     [PK_ROLE_FIELD] = 'f',
    [PK_ROLE_FIELD_ACTIVE] = 'F', [PK_ROLE_MESSAGE] = 'm', [PK_ROLE_HEADING] = 'h',
    [PK_ROLE_ERROR] = 'e',     [PK_ROLE_MATCH] = 'x',
};
/* clang-format on */

static void
add_row(GString *text, const PkCanvas *canvas, int row)
{
    g_autoptr(GString) roles = g_string_new(" ");

    g_string_append_c(text, '|');
    for (int col = 0; col < canvas->cols; col++) {
        const PkCell *cell = pk_canvas_cell(canvas, row, col);
        g_assert_cmpint(cell->role, <, PK_N_ROLES);
        g_string_append(text, cell->text);
        g_string_append_c(roles, letters[cell->role]);
    }
    g_string_append(text, "|\n");
    g_strchomp(roles->str);
    if (*roles->str)
        g_string_append_printf(text, "%s\n", roles->str);
}

char *
pk_golden_text(const PkCanvas *canvas)
{
    GString *text = g_string_new(NULL);

    for (int row = 0; row < canvas->rows; row++)
        add_row(text, canvas, row);
    g_string_append_printf(text, "@%d,%d\n", canvas->cursor_row, canvas->cursor_col);
    return g_string_free(text, FALSE);
}

static void
show_difference(const char *want, const char *have)
{
    g_auto(GStrv) wanted = g_strsplit(want, "\n", -1);
    g_auto(GStrv) had = g_strsplit(have, "\n", -1);
    size_t i = 0;

    while (wanted[i] && had[i] && strcmp(wanted[i], had[i]) == 0)
        i++;
    g_test_message("first difference, line %zu\nwant %s\nhave %s\nall of it:\n%s", i + 1,
                   wanted[i] ? wanted[i] : "(end)", had[i] ? had[i] : "(end)", have);
}

void
pk_assert_golden(const char *name, const PkCanvas *canvas)
{
    g_autofree char *file = g_strconcat(name, ".txt", NULL);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "ui", "golden", file, NULL);
    g_autofree char *have = pk_golden_text(canvas);
    g_autofree char *want = NULL;

    if (g_strcmp0(g_getenv("PIKET_UPDATE_GOLDEN"), "1") == 0) {
        g_assert_true(g_file_set_contents(path, have, -1, NULL));
        return;
    }
    if (!g_file_get_contents(path, &want, NULL, NULL)) {
        g_test_message("%s is missing; PIKET_UPDATE_GOLDEN=1 writes it", path);
        g_test_fail();
        return;
    }
    if (strcmp(want, have) != 0) {
        show_difference(want, have);
        g_test_fail_printf("the screen is not as in %s", path);
    }
}
