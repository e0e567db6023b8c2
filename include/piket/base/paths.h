/* SPDX-License-Identifier: EUPL-1.2 */
/* Paths: where Piket keeps its files, after the XDG base directory specification and ux.md 3.18.
 *
 * Read from the environment at each call. A relative XDG value is ignored, as the specification
 * says. Nothing is created before somebody asks for it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    PK_PATH_CONFIG, /* $XDG_CONFIG_HOME/piket, else ~/.config/piket: settings, filters, keys      */
    PK_PATH_DATA,   /* $XDG_DATA_HOME/piket, else ~/.local/share/piket: the database              */
    PK_PATH_STATE,  /* $XDG_STATE_HOME/piket, else ~/.local/state/piket: drafts, history, log     */
    PK_PATH_CACHE,  /* $XDG_CACHE_HOME/piket, else ~/.cache/piket: what can be fetched again      */
    PK_PATH_RUNTIME, /* $XDG_RUNTIME_DIR/piket, else a folder `run` in state: socket, lock */
} PkPath;

/* The folder, which need not exist. Owned.
 * Errors: PK_ERROR_OFFLINE when neither the XDG variable nor HOME names an absolute folder. */
char *pk_paths_dir(PkPath path, GError **error);

/* The folder, created with mode 0700 where missing, parents too. State and runtime are set back to
 * 0700 when they are wider, for drafts can hold TLP:RED. Owned.
 * Errors: PK_ERROR_OFFLINE when it can not be made, is no folder, or can not be written. */
char *pk_paths_make_dir(PkPath path, GError **error);

/* True when there is no usable $XDG_RUNTIME_DIR and state stands in: worth a warning. */
bool pk_paths_runtime_is_fallback(void);

/* The default database, $XDG_DATA_HOME/piket/piket.db. Not created. Owned.
 * Errors: as pk_paths_dir. */
char *pk_paths_data_file(GError **error);

/* The files of settings in order of precedence: the user's, /etc/xdg/piket/config (or
 * $XDG_CONFIG_DIRS), /etc/piket/config. Owned, NULL-terminated. */
GStrv pk_paths_config_files(void);
