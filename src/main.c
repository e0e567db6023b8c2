/* SPDX-License-Identifier: EUPL-1.2 */
/* piket: wiring only. */
#include "piket/base/i18n.h"

#include <stdio.h>

int
main(void)
{
    pk_i18n_start(NULL);
    puts("piket " PIKET_VERSION);
    return 0;
}
