/* SPDX-License-Identifier: EUPL-1.2 */
/* Words: English in the source, Dutch from po/nl.po through gettext.
 *
 * Dutch must also work where no Dutch locale is installed: then messages run in C.UTF-8 with
 * LANGUAGE=nl, which gettext honours in every locale but plain "C". */
#pragma once

#include <glib.h>
#include <libintl.h>
#include <stdbool.h>

#define PK_TEXT_DOMAIN   "piket"
#define _(text)          dgettext(PK_TEXT_DOMAIN, text)
#define N_(text)         (text)
#define P_(one, many, n) dngettext(PK_TEXT_DOMAIN, one, many, (unsigned long)(n))

typedef enum {
    PK_LANG_EN,
    PK_LANG_NL,
} PkLang;

/* Sets locale and catalogue. wanted is "nl", "en", or NULL to follow LC_ALL, LC_MESSAGES, LANG
 * (also when the locale they name is not installed). Call once, before any thread starts; call
 * again with a language to switch (:lang).
 * Returns the language in use. */
PkLang pk_i18n_start(const char *wanted);

/* The language in use. */
PkLang pk_i18n_lang(void);

/* False when the terminal's character set is not UTF-8, not even through C.UTF-8. */
bool pk_i18n_utf8(void);
