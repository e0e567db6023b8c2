/* SPDX-License-Identifier: EUPL-1.2 */
/* Checks that several things of the model share. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A clean line of 1..max characters that is not only spaces. */
bool pk_check_line(const char *text, long max);

/* NULL, or a clean line of 1..max characters. */
bool pk_check_optional(const char *text, long max);

/* Sets PK_ERROR_INVALID when fault is not NULL; true when it is. */
bool pk_check_verdict(const char *fault, GError **error);
