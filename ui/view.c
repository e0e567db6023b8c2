/* SPDX-License-Identifier: EUPL-1.2 */
/* Breakpoints. In a file of their own, so that a draw function can be tested without a console. */
#include "ui.h"

enum { WIDE_COLS = 100 };

PkSize
pk_view_size(const PkView *view)
{
    if (view->cols < 20 || view->rows < 6)
        return PK_SIZE_TINY;
    if (view->cols < 40 || view->rows < 8)
        return PK_SIZE_SMALL;
    if (view->cols < 60)
        return PK_SIZE_NARROW;
    return view->cols < WIDE_COLS ? PK_SIZE_NORMAL : PK_SIZE_WIDE;
}
