/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the command line: options anywhere, values as typed, and a suggestion for what is not
 * known. A guess is never run. */
#include "cli.h"
#include "piket/base/text.h"
#include "piket/model/filter.h"
#include "piket/model/match.h"

#include <string.h>

static bool wrong(PkCli *cli, const char *hint, GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

static bool
wrong(PkCli *cli, const char *hint, GError **error, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    g_autofree char *what = g_strdup_vprintf(format, list);
    va_end(list);
    g_free(cli->hint);
    cli->hint = g_strdup(hint);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "%s%s%s", what, hint ? " " : "",
                hint ? hint : "");
    return false;
}

char *
pk_cli_nearest(const char *typed, const char *const *names, size_t n_names)
{
    const char *best = NULL;
    unsigned least = (unsigned)MAX(strlen(typed) / 3, 1) + 1;

    for (size_t i = 0; i < n_names; i++) {
        unsigned distance = pk_match_distance(typed, names[i]);
        if (strlen(typed) >= 2 && g_str_has_prefix(names[i], typed))
            distance = 0;
        if (distance < least) {
            least = distance;
            best = names[i];
        }
    }
    return g_strdup(best);
}

static PkOptSet
known_options(const PkCommand *command)
{
    return command ? pk_common_options | command->options : pk_console_options;
}

/* ---- one option -------------------------------------------------------------------------------
 */

static bool
unknown_option(PkCli *cli, const char *typed, PkOptSet known, GError **error)
{
    const char *names[PK_OPT_N];
    size_t n = 0;

    for (int i = 0; i < PK_OPT_N; i++) {
        if (known & PK_BIT(i))
            names[n++] = pk_opts[i].name;
    }
    const char *bare = typed + strspn(typed, "-");
    g_autofree char *near = strlen(bare) > 1 ? pk_cli_nearest(bare, names, n) : NULL;
    g_autofree char *hint =
        near ? g_strdup_printf(_("Did you mean '--%s'?"), near)
        : cli->command
            ? g_strdup_printf(_("'piket help %s' names the options."), cli->command->name)
            : g_strdup(_("'piket help' names the verbs, 'piket help VERB' its options."));
    g_autofree char *shown = pk_text_shown(typed);
    return wrong(cli, hint, error, _("Unknown option '%s'."), shown);
}

static int
find_long(const char *name, size_t length)
{
    for (int i = 0; i < PK_OPT_N; i++) {
        if (strlen(pk_opts[i].name) == length && strncmp(pk_opts[i].name, name, length) == 0)
            return i;
    }
    return -1;
}

static int
find_letter(char letter)
{
    for (int i = 0; i < PK_OPT_N; i++) {
        if (pk_opts[i].letter && pk_opts[i].letter == letter)
            return i;
    }
    return -1;
}

/* Values are cleaned once, here: nothing typed reaches the rest with control characters. */
static void
keep(PkCli *cli, int opt, const char *value)
{
    char *clean = pk_text_clean(value, -1, PK_TEXT_MULTILINE, NULL);

    if (opt == PK_OPT_PERSON && cli->option[opt]) { /* the one that may be given more than once */
        char *all = g_strjoin("\n", cli->option[opt], clean, NULL);
        g_free(clean);
        clean = all;
    }
    g_ptr_array_add(cli->kept, clean);
    cli->option[opt] = clean;
}

/* ux.md calls some options by two names. */
static const struct {
    const char *other, *name;
} synonyms[] = {
    { "sev", "severity" },
    { "gm", "org" },
    { "colour", "color" },
};

static bool
read_long(PkCli *cli, char **argv, int argc, int *at, GError **error)
{
    const char *word = argv[*at] + 2;
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    int opt = find_long(word, length);

    for (size_t i = 0; i < G_N_ELEMENTS(synonyms) && opt < 0; i++) {
        if (strlen(synonyms[i].other) == length && !strncmp(synonyms[i].other, word, length))
            opt = find_long(synonyms[i].name, strlen(synonyms[i].name));
    }
    if (opt < 0) {
        g_autofree char *name = g_strndup(argv[*at], length + 2);
        return unknown_option(cli, name, known_options(cli->command), error);
    }
    if (!pk_opts[opt].arg) {
        if (equals)
            return wrong(cli, NULL, error, _("Option --%s takes no value."), pk_opts[opt].name);
        cli->option[opt] = opt == PK_OPT_HELP ? "long" : "";
        return true;
    }
    if (!equals && *at + 1 >= argc)
        return wrong(cli, NULL, error, _("Option --%s needs a value: --%s %s."), pk_opts[opt].name,
                     pk_opts[opt].name, pk_opts[opt].arg);
    keep(cli, opt, equals ? equals + 1 : argv[++*at]);
    return true;
}

static bool
read_letters(PkCli *cli, char **argv, int argc, int *at, GError **error)
{
    for (const char *letter = argv[*at] + 1; *letter; letter++) {
        int opt = find_letter(*letter);
        if (opt < 0) {
            g_autofree char *name = g_strdup_printf("-%.*s", 1, letter);
            return unknown_option(cli, g_ascii_isprint(*letter) ? name : argv[*at],
                                  known_options(cli->command), error);
        }
        if (!pk_opts[opt].arg) {
            cli->option[opt] = opt == PK_OPT_HELP ? "short" : "";
            continue;
        }
        if (!letter[1] && *at + 1 >= argc)
            return wrong(cli, NULL, error, _("Option -%c needs a value: -%c %s."), *letter, *letter,
                         pk_opts[opt].arg);
        keep(cli, opt, letter[1] ? letter + 1 : argv[++*at]);
        return true;
    }
    return true;
}

/* "-supplier:X" in a filter is a condition that is turned round, not a row of letters. */
static bool
is_condition(const PkCommand *command, const char *word)
{
    if (!command || !(strstr(command->args, "FILTER") || strstr(command->args, "QUERY")))
        return false;
    size_t length = strcspn(word + 1, ":=!<>~");
    if (length == 0 || !word[1 + length])
        return word[1] == '(' || word[1] == '"';
    g_autofree char *name = g_strndup(word + 1, length);
    return pk_filter_field(name) != NULL;
}

/* "-lead" of `piket person role` takes a role away. */
static bool
is_role(const PkCommand *command, const char *word)
{
    return command && strstr(command->args, "-ROLE") && g_ascii_islower(word[1]) && word[2];
}

/* ---- the whole line ----------------------------------------------------------------------------
 */

static bool
find_verb(PkCli *cli, const char *word, GError **error)
{
    cli->command = pk_command_find(word);
    if (cli->command)
        return true;
    const char *names[64];
    size_t n = 0;
    for (; n < pk_n_commands && n < G_N_ELEMENTS(names); n++)
        names[n] = pk_commands[n].name;
    g_autofree char *near = pk_cli_nearest(word, names, n);
    g_autofree char *hint = near ? g_strdup_printf(_("Did you mean '%s'?"), near)
                                 : g_strdup(_("'piket help' names the verbs."));
    g_autofree char *shown = pk_text_shown(word);
    return wrong(cli, hint, error, _("Unknown verb '%s'."), shown);
}

/* Every form of the verb has at least its words without brackets. */
static bool
count_args(PkCli *cli, GError **error)
{
    g_auto(GStrv) forms = g_strsplit(cli->command->args, "\n", -1);
    unsigned least = forms[0] ? G_MAXUINT : 0, most = 0;

    for (size_t i = 0; forms[i]; i++) {
        g_auto(GStrv) words = g_strsplit_set(forms[i], " ", -1);
        unsigned min = 0, max = 0;
        for (size_t k = 0; words[k]; k++) {
            if (!*words[k])
                continue;
            min += words[k][0] != '[';
            max = strstr(words[k], "...") ? G_MAXUINT : max == G_MAXUINT ? max : max + 1;
        }
        least = MIN(least, min);
        most = MAX(most, max);
    }
    if (cli->args->len >= least && cli->args->len <= most)
        return true;
    g_autofree char *hint =
        g_strdup_printf(_("Usage: piket %s %s"), cli->command->name, cli->command->args);
    g_strdelimit(hint, "\n", '|');
    return wrong(cli, hint, error,
                 cli->args->len < least ? _("'piket %s' needs more than that.")
                                        : _("'piket %s' does not take that much."),
                 cli->command->name);
}

static bool
check_options(PkCli *cli, GError **error)
{
    PkOptSet known = known_options(cli->command);

    if (!cli->command && pk_cli_has(cli, PK_OPT_HELP))
        return true;
    for (int i = 0; i < PK_OPT_N; i++) {
        if (!cli->option[i] || (known & PK_BIT(i)) || i == PK_OPT_HELP)
            continue;
        g_autofree char *hint =
            cli->command
                ? g_strdup_printf(_("'piket help %s' names the options."), cli->command->name)
                : g_strdup(_("'piket help' names the verbs, 'piket help VERB' its "
                             "options."));
        if (!cli->command)
            return wrong(cli, hint, error, _("Option --%s needs a verb."), pk_opts[i].name);
        return wrong(cli, hint, error, _("'piket %s' has no option --%s."), cli->command->name,
                     pk_opts[i].name);
    }
    return true;
}

bool
pk_cli_parse(PkCli *cli, int argc, char **argv, GError **error)
{
    bool more = true;

    for (int at = 1; at < argc; at++) {
        const char *word = argv[at];
        if (more && strcmp(word, "--") == 0)
            more = false;
        else if (more && g_str_has_prefix(word, "--")) {
            if (!read_long(cli, argv, argc, &at, error))
                return false;
        } else if (more && word[0] == '-' && word[1] && !is_condition(cli->command, word) &&
                   !is_role(cli->command, word)) {
            if (!read_letters(cli, argv, argc, &at, error))
                return false;
        } else if (!cli->command) {
            if (!find_verb(cli, word, error))
                return false;
        } else {
            g_ptr_array_add(cli->args, pk_text_clean(word, -1, PK_TEXT_MULTILINE, NULL));
        }
    }
    if (!check_options(cli, error))
        return false;
    return !cli->command || pk_cli_has(cli, PK_OPT_HELP) || count_args(cli, error);
}

/* ---- what was given -----------------------------------------------------------------------------
 */

bool
pk_cli_json(const PkCli *cli)
{
    return pk_cli_has(cli, PK_OPT_JSON) || pk_cli_has(cli, PK_OPT_NDJSON);
}

const char *
pk_cli_arg(const PkCli *cli, unsigned i)
{
    return i < cli->args->len ? cli->args->pdata[i] : NULL;
}
