/* SPDX-License-Identifier: EUPL-1.2 */
/* What the last drawing of a list showed. The only thing that drawing leaves behind: the next
 * drawing scrolls from there, and a page is as long as the screen was. */
#pragma once

typedef struct {
    int top;  /* first row on the screen */
    int rows; /* how many fitted         */
} PkShown;
