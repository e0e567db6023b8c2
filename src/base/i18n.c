/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

static PkLang current = PK_LANG_EN;
static bool utf8 = true;

/* The catalogue beside the binary wins over the installed one, so a build runs in place. */
static char *
locale_dir(void)
{
    const char *set = g_getenv("PIKET_LOCALEDIR");
    if (set && *set)
        return g_strdup(set);
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        self[n] = '\0';
        g_autofree char *dir = g_path_get_dirname(self);
        g_autofree char *beside = g_build_filename(dir, "locale", NULL);
        if (g_file_test(beside, G_FILE_TEST_IS_DIR))
            return g_steal_pointer(&beside);
        g_autofree char *share = g_build_filename(dir, "..", "share", "locale", NULL);
        g_autofree char *ours = g_build_filename(share, "nl", "LC_MESSAGES", "piket.mo", NULL);
        if (g_file_test(ours, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&share);
    }
    return g_strdup(PIKET_INSTALLED_LOCALEDIR);
}

static const char *
environment_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = g_getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

PkLang
pk_i18n_start(const char *wanted)
{
    const char *tag = wanted && *wanted ? wanted : environment_locale();

    current = strncmp(tag, "nl", 2) == 0 ? PK_LANG_NL : PK_LANG_EN;
    if (!setlocale(LC_ALL, ""))
        setlocale(LC_ALL, "C");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    /* Numbers, sorting and dates are ours: the same on every machine. */
    setlocale(LC_COLLATE, "C");
    setlocale(LC_TIME, "C");
    g_setenv("LANGUAGE", current == PK_LANG_NL ? "nl" : "en", TRUE);
    g_autofree char *dir = locale_dir();
    bindtextdomain(PK_TEXT_DOMAIN, dir);
    bind_textdomain_codeset(PK_TEXT_DOMAIN, "UTF-8");
    textdomain(PK_TEXT_DOMAIN);
    return current;
}

PkLang
pk_i18n_lang(void)
{
    return current;
}

bool
pk_i18n_utf8(void)
{
    return utf8;
}
