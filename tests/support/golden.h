/* SPDX-License-Identifier: EUPL-1.2 */
/* Golden tests: a canvas compared with tests/ui/golden/<name>.txt, text and roles.
 *
 *     | Piket  2 open                          |
 *      tttttttttttttttttttttttttttttttttttttttt
 *     |> S1  DB down                           |
 *      ssssssssssssssssssssssssssssssssssssssss
 *     @1,0
 *
 * One text row per canvas row; under it, only where a cell is not NORMAL, the roles, one letter per
 * column (blank is NORMAL; two under a wide character); last the cursor as @row,col from 0.
 * PIKET_UPDATE_GOLDEN=1 writes the files instead: then read the difference before you keep it. */
#pragma once

#include "canvas.h"

void pk_assert_golden(const char *name, const PkCanvas *canvas);

/* The golden text of a canvas. Free with g_free. */
char *pk_golden_text(const PkCanvas *canvas);
