/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/settings.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/paths.h"
#include "piket/base/text.h"

#include <string.h>

/* clang-format off */
const PkSettingKey pk_setting_keys[] = {
    { "db",          "",                 "",                  N_("the data file, or postgresql://server1,server2/name") },
    { "zone",        "Europe/Amsterdam", "",                  N_("time zone of everything shown and typed") },
    { "lang",        "",                 "nl en",             N_("language; without it the locale decides") },
    { "region",      "",                 "",                  N_("own safety region: its municipalities come first") },
    { "color",       "auto",             "auto always never", N_("colours") },
    { "slow",        "auto",             "auto on off",       N_("send as little as possible over a slow line") },
    { "clock",       "on",               "on off",            N_("show the clock in the top line") },
    { "gap_minutes", "30",               "1..1440",           N_("minutes without a line that the timeline shows as a gap") },
    { "handover_minutes", "15",          "1..1440",           N_("minutes to accept a handover in before it is escalated") },
    { "notify",      "bell",             "bell osc9 osc777 osc99", N_("how a console tells of a page beside the bell") },
    { "title",       "off",              "on off",            N_("show the number of waiting pages in the title of the terminal") },
    { "smtp_url",    "",                 "",                  N_("mail server: smtp://server:587 (with STARTTLS) or smtps://server:465") },
    { "smtp_from",   "",                 "",                  N_("mail address that notices come from") },
    { "smtp_user",   "",                 "",                  N_("user name at the mail server; without it no login") },
    { "smtp_password_file", "",          "",                  N_("file with the password for the mail server, mode 600") },
    { "smtp_ca_file", "",                "",                  N_("file with the certificates that the mail server is trusted by") },
    { "smtp_sign_key", "",               "",                  N_("fingerprint of the OpenPGP key that signs mail") },
    { "webhook_url", "",                 "",                  N_("address that notices are posted to: https://...") },
    { "webhook_secret_file", "",         "",                  N_("file with the secret that signs what is posted, mode 600") },
    { "webhook_ca_file", "",             "",                  N_("file with the certificates that the webhook is trusted by") },
    { "terminal",    "[\"x-terminal-emulator\", \"-e\"]", "",    N_("terminal that a desktop notice opens, as a list of words") },
    { "webhook_loopback", "off",         "on off",            N_("allow http:// to this computer, for trying out") },
    { "hook",        "",                 "",                  N_("command for notices as a list: [\"/usr/local/bin/sms\", \"--quiet\"]") },
};
/* clang-format on */

enum { N_KEYS = G_N_ELEMENTS(pk_setting_keys) };
const size_t pk_n_setting_keys = N_KEYS;

typedef struct {
    char *value;
    PkSettingOrigin origin;
    char *where; /* owned; NULL for the default */
} Setting;

struct PkSettings {
    Setting at[N_KEYS];
};

/* The place of key in the table, or -1. '-' and '_' are one, as on the command line. */
static int
find(const char *key)
{
    g_autofree char *name = g_strdelimit(g_ascii_strdown(key, -1), "-", '_');

    for (int i = 0; i < (int)N_KEYS; i++) {
        if (strcmp(pk_setting_keys[i].key, name) == 0)
            return i;
    }
    return -1;
}

static int
known(const char *key)
{
    int i = find(key);

    g_assert(i >= 0);
    return i;
}

static bool
in_range(const char *range, const char *value)
{
    const char *dots = strstr(range, "..");
    gint64 low = g_ascii_strtoll(range, NULL, 10);
    gint64 high = g_ascii_strtoll(dots + 2, NULL, 10);

    return g_ascii_string_to_signed(value, 10, low, high, NULL, NULL);
}

static bool
accepts(const PkSettingKey *key, const char *value)
{
    if (!*key->values || !*value)
        return true;
    if (strstr(key->values, ".."))
        return in_range(key->values, value);
    g_auto(GStrv) words = g_strsplit(key->values, " ", -1);
    return g_strv_contains((const char *const *)words, value);
}

/* Words that mean on and off; an empty value stands for the default. Owned. */
static char *
settled(const PkSettingKey *key, const char *value)
{
    g_autofree char *clean = pk_text_clean(value, -1, PK_TEXT_LINE, NULL);
    bool is_switch = strstr(key->values, "on off") != NULL;

    if (!*clean)
        return g_strdup(key->preset);
    if (!*key->values)
        return g_steal_pointer(&clean);
    g_autofree char *lower = g_ascii_strdown(clean, -1);
    static const char *const on[] = { "1", "yes", "true", "ja", "aan", NULL };
    static const char *const off[] = { "0", "no", "false", "nee", "uit", NULL };
    if (is_switch && g_strv_contains(on, lower))
        return g_strdup("on");
    if (is_switch && g_strv_contains(off, lower))
        return g_strdup("off");
    return g_steal_pointer(&lower);
}

/* Sources are read from the lowest up, so the last one to come counts. */
static void
take(Setting *setting, char *value, PkSettingOrigin origin, const char *where)
{
    g_free(setting->value);
    g_free(setting->where);
    setting->value = value;
    setting->origin = origin;
    setting->where = g_strdup(where);
}

static bool
offer(PkSettings *settings, int i, const char *value, PkSettingOrigin origin, const char *where,
      GError **error)
{
    const PkSettingKey *key = &pk_setting_keys[i];
    g_autofree char *settled_value = settled(key, value);

    if (!accepts(key, settled_value)) {
        g_autofree char *shown = pk_text_fit(value, 40, "...");
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s: '%s' is not a value of %s; it knows %s. It was not used."), where, shown,
                    key->key, key->values);
        return false;
    }
    take(&settings->at[i], g_steal_pointer(&settled_value), origin, where);
    return true;
}

static void
warn(GPtrArray *warnings, const GError *error)
{
    g_ptr_array_add(warnings, g_strdup(error->message));
}

/* Cuts a comment and quotes off; edits in place. */
static char *
bare_value(char *value)
{
    char *hash = strstr(value, " #");

    if (hash)
        *hash = '\0';
    g_strstrip(value);
    size_t n = strlen(value);
    if (n >= 2 && (*value == '"' || *value == '\'') && value[n - 1] == *value) {
        value[n - 1] = '\0';
        return value + 1;
    }
    return value;
}

static void
read_line(PkSettings *settings, char *line, PkSettingOrigin origin, const char *where,
          GPtrArray *warnings)
{
    g_autoptr(GError) error = NULL;

    g_strstrip(line);
    if (!*line || *line == '#' || *line == ';')
        return;
    char *equals = strchr(line, '=');
    if (!equals) {
        g_ptr_array_add(warnings, g_strdup_printf(_("%s: a setting is written as key = value. The "
                                                    "line was not used."),
                                                  where));
        return;
    }
    *equals = '\0';
    g_strstrip(line);
    int i = find(line);
    if (i < 0) {
        g_autofree char *shown = pk_text_fit(line, 40, "...");
        g_ptr_array_add(
            warnings,
            g_strdup_printf(_("%s: Piket has no setting '%s'. The line was not used; piket doctor "
                              "lists the settings."),
                            where, shown));
        return;
    }
    if (!offer(settings, i, bare_value(equals + 1), origin, where, &error))
        warn(warnings, error);
}

static void
read_file(PkSettings *settings, const char *path, PkSettingOrigin origin, GPtrArray *warnings)
{
    g_autofree char *bytes = NULL;
    size_t n = 0;
    g_autoptr(GError) error = NULL;

    if (!g_file_get_contents(path, &bytes, &n, &error)) {
        if (!g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
            !g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
            g_ptr_array_add(warnings,
                            g_strdup_printf(_("The settings in %s can not be read, so they do not "
                                              "count. Check the rights on the file."),
                                            path));
        return;
    }
    g_autofree char *text = pk_text_clean(bytes, (gssize)n, PK_TEXT_MULTILINE, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        g_autofree char *where = g_strdup_printf(_("%s, line %u"), path, i + 1);
        read_line(settings, lines[i], origin, where, warnings);
    }
}

static void
read_environment(PkSettings *settings, GPtrArray *warnings)
{
    for (int i = 0; i < (int)N_KEYS; i++) {
        g_autofree char *upper = g_ascii_strup(pk_setting_keys[i].key, -1);
        g_autofree char *name = g_strconcat("PIKET_", upper, NULL);
        const char *value = g_getenv(name);
        g_autoptr(GError) error = NULL;
        if (value && *value && !offer(settings, i, value, PK_SETTING_ENV, name, &error))
            warn(warnings, error);
    }
}

PkSettings *
pk_settings_load(const char *const *files, GPtrArray **ret_warnings)
{
    PkSettings *settings = g_new0(PkSettings, 1);
    GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) own = files ? NULL : pk_paths_config_files();
    const char *const *paths = files ? files : (const char *const *)own;

    for (size_t i = 0; i < N_KEYS; i++)
        settings->at[i].value = g_strdup(pk_setting_keys[i].preset);
    /* From the lowest source up: each one read overrules what stands there. */
    for (guint n = g_strv_length((char **)paths); n > 0; n--)
        read_file(settings, paths[n - 1], n == 1 ? PK_SETTING_USER : PK_SETTING_SYSTEM, warnings);
    read_environment(settings, warnings);
    if (ret_warnings)
        *ret_warnings = warnings;
    else
        g_ptr_array_unref(warnings);
    return settings;
}

void
pk_settings_free(PkSettings *settings)
{
    if (!settings)
        return;
    for (size_t i = 0; i < N_KEYS; i++) {
        g_free(settings->at[i].value);
        g_free(settings->at[i].where);
    }
    g_free(settings);
}

bool
pk_settings_set(PkSettings *settings, const char *key, const char *value, GError **error)
{
    int i = find(key);

    if (i < 0) {
        g_autofree char *shown = pk_text_fit(key, 40, "...");
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("Piket has no setting '%s'. Nothing was changed; piket doctor lists the "
                      "settings."),
                    shown);
        return false;
    }
    return offer(settings, i, value, PK_SETTING_FLAG, _("command line"), error);
}

const char *
pk_settings_get(const PkSettings *settings, const char *key)
{
    return settings->at[known(key)].value;
}

bool
pk_settings_on(const PkSettings *settings, const char *key, bool otherwise)
{
    const char *value = pk_settings_get(settings, key);

    return strcmp(value, "auto") == 0 ? otherwise : strcmp(value, "on") == 0;
}

int64_t
pk_settings_number(const PkSettings *settings, const char *key)
{
    return g_ascii_strtoll(pk_settings_get(settings, key), NULL, 10);
}

PkSettingOrigin
pk_settings_origin(const PkSettings *settings, const char *key)
{
    return settings->at[known(key)].origin;
}

char *
pk_settings_origin_text(const PkSettings *settings, const char *key)
{
    const char *where = settings->at[known(key)].where;

    return g_strdup(where ? where : _("default"));
}
