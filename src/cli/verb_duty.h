/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared by the files of piket duty. */
#pragma once

#include "cli.h"
#include "piket/app/duty.h"
#include "piket/model/when.h"

/* Text as an instant; preset 0 with text NULL is an error naming what. *ret_until_us (may be NULL)
 * is the end of a day that was typed. */
bool pk_duty_time(PkCli *cli, const char *what, const char *text, PkWhenDirection direction,
                  int64_t *ret_us, int64_t *ret_until_us, GError **error);

/* --from and --to, both optional; a day that ends a window is part of it. *from_us is the
 * beginning without one. */
bool pk_duty_window(PkCli *cli, int64_t *from_us, int64_t *until_us, int days, GError **error);

/* Argument i as a rung; officer without one. */
bool pk_duty_rung(PkCli *cli, unsigned i, PkDuty *ret_duty, GError **error);

/* Prints rows with these heads, or document with items under its name. Both are taken. */
void pk_duty_print(PkCli *cli, const char *const *heads, size_t n, GPtrArray *rows,
                   const char *schema, json_t *items);

/* verb_duty_rota.c: pattern, holiday, phone. */
bool pk_duty_verb_pattern(PkCli *cli, GError **error);
bool pk_duty_verb_holiday(PkCli *cli, GError **error);
bool pk_duty_verb_phone(PkCli *cli, GError **error);

/* verb_duty_calendar.c */
bool pk_duty_verb_import(PkCli *cli, GError **error);
bool pk_duty_verb_export(PkCli *cli, GError **error);
