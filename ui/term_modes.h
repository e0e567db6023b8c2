/* SPDX-License-Identifier: EUPL-1.2 */
/* Terminal modes that curses does not handle for us, and getting out of them on a crash. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Remembers how the terminal was set, and the bytes that undo what Piket switches on, for a signal
 * handler to use. Before anything is switched on. */
void pk_modes_save(const char *undo);

/* Whether a crash must undo: true while Piket has the terminal. */
void pk_modes_arm(bool on);

/* Writes all of it to stdout; false when the terminal is gone. */
bool pk_modes_write(const char *bytes, size_t n_bytes);
