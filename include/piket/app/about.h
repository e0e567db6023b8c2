/* SPDX-License-Identifier: EUPL-1.2 */
/* What this program and this machine are: for `piket version` and `piket doctor`. Looks only;
 * nothing is made and nothing is changed. */
#pragma once

#include "piket/base/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Schema that this program brings and needs. */
int pk_about_schema(void);

/* "2025b" of the system's time zone data, "" when it does not say. Owned. */
char *pk_about_tzdata(void);

/* "libunistring 1.0": whose Unicode tables decide widths. Owned. */
char *pk_about_unicode(void);

typedef struct {
    bool exists;
    int64_t schema; /* 0: not a Piket database, or empty         */
    int64_t n_bytes;
    unsigned mode; /* permission bits, 0600                     */
    bool writable;
    char *trouble; /* a sentence when it can not be read; NULL  */
} PkFileAbout;
void pk_file_about_clear(PkFileAbout *about);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkFileAbout, pk_file_about_clear)

/* Looks at the data file. Never fails: trouble says what is wrong. */
void pk_about_file(const char *where, PkFileAbout *ret_about);
