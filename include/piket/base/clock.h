/* SPDX-License-Identifier: EUPL-1.2 */
/* Clock: the only place that asks the machine for the time.
 *
 * Below the use cases nobody calls it: the model and the formats are handed the time. For tests the
 * environment variable PIKET_TEST_NOW holds an instant, "2026-03-10T02:14:00Z": the clock stands
 * still there. With '+' behind it ("2026-03-10T02:14:00Z+") it starts there and runs on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Microseconds since 1970-01-01 UTC. Can jump, back too, when the machine's clock is set. */
int64_t pk_clock_now_us(void);

/* Microseconds since some moment; only ever forward. For how long something took and for timers.
 * Not held by PIKET_TEST_NOW, or nothing would ever time out in a test. */
int64_t pk_clock_mono_us(void);

/* From now on this process writes as if it were us, to fill a practice file with a past week; 0
 * goes back to the machine's time. Never used on anybody's own data. */
void pk_clock_pretend(int64_t us);

/* True when PIKET_TEST_NOW rules: said by `piket doctor`, and refused where it would do harm. */
bool pk_clock_is_test(void);
