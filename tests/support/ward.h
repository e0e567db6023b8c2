/* SPDX-License-Identifier: EUPL-1.2 */
/* A watch in a test: on a file or a server of its own, at the moments the test says. */
#pragma once

#include "appkit.h"
#include "piket/app/watch.h"

typedef struct {
    Kit kit;
    PkApp *app; /* of wacht, with the role watch */
    PkWatch *watch;
    int64_t now_us;
} Ward;

/* The kit with its register and a watch that did not look yet, at KIT_NOW; without ladders. */
void ward_start(Ward *ward);
void ward_stop(Ward *ward);

/* Only the ladders that a test brings itself. */
void kit_no_ladders(Kit *kit);

/* Steps at a moment until nothing is due any more; how many acts. ret_next and ret_late (to which
 * is added) may be NULL. */
unsigned ward_step(Ward *ward, PkWatch *watch, int64_t now_us, int64_t *ret_next,
                   unsigned *ret_late);

/* One step, by both clocks: does it decide? */
bool ward_active(Ward *ward, PkWatch *watch, int64_t now_us, int64_t mono_us);

/* Texts of the lines of the watch, but for those about pages. Owned array of owned strings. */
GPtrArray *ward_lines(Ward *ward, int64_t incident);
