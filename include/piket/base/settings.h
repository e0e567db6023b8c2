/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings: one table of known keys, and for each the value that counts and where it came from.
 *
 * Precedence: flag > PIKET_<KEY> in the environment > the user's file > the system's files >
 * default (ux.md 3.18). A file holds lines `key = value`; lines that begin with # or ; are
 * comments, and so is what follows " #". Quotes around a value are dropped. What is not understood
 * is never an error: it becomes a warning with file and line, and the next source down counts. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    PK_SETTING_DEFAULT,
    PK_SETTING_SYSTEM,
    PK_SETTING_USER,
    PK_SETTING_ENV,
    PK_SETTING_FLAG,
} PkSettingOrigin;

typedef struct {
    const char *key;    /* "gap_minutes"; the variable is PIKET_GAP_MINUTES                    */
    const char *preset; /* the default; "" where the program finds out by itself               */
    const char *values; /* "auto always never", "0..1440" for a number, "" for any text        */
    const char *help;   /* one line, English; shown through _()                                */
} PkSettingKey;

/* All known keys, in the order of `piket doctor` and the manual. */
extern const PkSettingKey pk_setting_keys[];
extern const size_t pk_n_setting_keys;

typedef struct PkSettings PkSettings;

/* Reads environment and files.
 *
 * files         in order of precedence, the first being the user's; NULL for
 *               pk_paths_config_files(). One that does not exist is skipped, one that can not be
 *               read gives a warning.
 * ret_warnings  sentences for the person, owned array of owned strings, possibly empty; may be
 * NULL. Never fails. */
PkSettings *pk_settings_load(const char *const *files, GPtrArray **ret_warnings);

void pk_settings_free(PkSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkSettings, pk_settings_free)

/* Sets a value from the command line, above all other sources (also used by `:set`).
 * Errors: PK_ERROR_INVALID for an unknown key or a value that the key does not know. */
bool pk_settings_set(PkSettings *settings, const char *key, const char *value, GError **error);

/* The value that counts; never NULL. key must be known. Belongs to settings. */
const char *pk_settings_get(const PkSettings *settings, const char *key);

/* A key of on/off (or auto): true for "on"; "auto" gives otherwise. */
bool pk_settings_on(const PkSettings *settings, const char *key, bool otherwise);

/* A key with a range. */
int64_t pk_settings_number(const PkSettings *settings, const char *key);

PkSettingOrigin pk_settings_origin(const PkSettings *settings, const char *key);

/* Where it came from, for a person: "default", "/etc/piket/config, line 3", "PIKET_LANG",
 * "command line". Owned. */
char *pk_settings_origin_text(const PkSettings *settings, const char *key);
