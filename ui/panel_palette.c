/* SPDX-License-Identifier: EUPL-1.2 */
/* : one line for every action by name, in both languages, and for ids. Each candidate shows its
 * key, so the palette teaches the keys. There is no shell behind it. */
#include "console.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

typedef struct {
    const PkAction *action;
    bool global;
    int score;
} Found;

/* Lower is better; -1: not at all. */
static int
score(const PkAction *action, const char *folded)
{
    g_autofree char *names = g_strdup_printf("%s %s", action->name, action->aliases);
    g_autofree char *hay = pk_text_fold(names);
    g_autofree char *help = pk_text_fold(_(action->help));
    if (g_str_has_prefix(hay, folded))
        return 0;
    g_autofree char *word = g_strdup_printf(" %s", folded);
    if (strstr(hay, word))
        return 1;
    if (g_str_has_prefix(help, folded) || strstr(help, word))
        return 2;
    if (strstr(hay, folded) || strstr(help, folded))
        return 3;
    const char *p = hay;
    for (const char *q = folded; *q; q++) {
        p = strchr(p, *q);
        if (!p)
            return -1;
        p++;
    }
    return 4;
}

static int
by_score(gconstpointer a, gconstpointer b)
{
    const Found *x = a, *y = b;
    return x->score != y->score ? x->score - y->score : strcmp(x->action->name, y->action->name);
}

static void
collect(GArray *found, const PkAction *actions, size_t n, bool global, const char *folded)
{
    for (size_t i = 0; i < n; i++) {
        Found one = { &actions[i], global, score(&actions[i], folded) };
        if (one.score >= 0 && !(actions[i].flags & PK_ACT_HIDDEN))
            g_array_append_val(found, one);
    }
}

static GArray *
find_actions(const PkUi *ui, const char *text)
{
    g_autofree char *name = g_strndup(text, strcspn(text, " "));
    g_autofree char *folded = pk_text_fold(name);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Found));
    collect(found, ui->place->actions, ui->place->n_actions, false, folded);
    collect(found, pk_global_actions, pk_n_global_actions, true, folded);
    g_array_sort(found, by_score);
    return found;
}

static GPtrArray *
complete(PkUi *ui, const char *text, G_GNUC_UNUSED void *data)
{
    if (strchr(text, ' '))
        return NULL;
    g_autoptr(GArray) found = find_actions(ui, text);
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < found->len && i < 6; i++) {
        const PkAction *action = g_array_index(found, Found, i).action;
        g_autofree char *name =
            g_strdup_printf("%s%s", action->name, action->flags & PK_ACT_ARG ? " " : "");
        g_autofree char *keys = pk_ui_keys_shown(action->keys);
        g_autofree char *named = pk_text_pad(action->name, 14);
        g_autofree char *keyed = pk_text_pad(keys, 14);
        g_ptr_array_add(out, g_strdup_printf("%s\t%s %s %s", name, named, keyed, _(action->help)));
    }
    return out;
}

static void *
resolve_run(PkApp *app, void *request, GError **error)
{
    int64_t *key = g_new0(int64_t, 1);
    if (pk_incident_resolve(app, request, key, error))
        return key;
    g_free(key);
    return NULL;
}

static void
resolve_done(void *result, const GError *error, void *data)
{
    PkUi *ui = data;
    g_autofree int64_t *key = result;
    if (key)
        pk_ui_show_incident(ui, *key);
    else
        pk_ui_say_error(ui, error);
}

static bool
looks_like_id(const char *text)
{
    const char *digits = text;
    if (g_ascii_isalpha(text[0]) && g_ascii_isdigit(text[1]))
        digits = text + 1;
    return g_ascii_isdigit(*digits) && strspn(digits, "0123456789-Kk") == strlen(digits);
}

static void
run(PkUi *ui, const char *line)
{
    g_autofree char *text = g_strstrip(g_strdup(line + strspn(line, ": ")));
    size_t n = strcspn(text, " ");
    g_autofree char *name = g_strndup(text, n);
    const char *arg = g_strchug(text + n);
    bool global = false;
    if (!*text)
        return;
    if (looks_like_id(text)) {
        pk_ui_read(ui, 13, resolve_run, g_strdup(text), g_free, resolve_done, ui);
        return;
    }
    const PkAction *action = pk_ui_find_action(ui, name, &global);
    if (action) {
        pk_ui_run_action(ui, action, global, arg);
        return;
    }
    g_autoptr(GArray) found = find_actions(ui, name);
    if (found->len)
        pk_ui_say(ui, PK_SAY_WARN, _("There is no command '%s'. Did you mean '%s'?"), name,
                  g_array_index(found, Found, 0).action->name);
    else
        pk_ui_say(ui, PK_SAY_WARN, _("There is no command '%s'. ? shows all keys and names."),
                  name);
}

static bool
accept(PkUi *ui, const char *text, G_GNUC_UNUSED void *data)
{
    g_autofree char *kept = g_strdup(text);
    pk_ui_close_panel(ui);
    run(ui, kept);
    return true;
}

void
pk_ui_open_palette(PkUi *ui, const char *text)
{
    if (text && *text && looks_like_id(text)) {
        run(ui, text);
        return;
    }
    PkPrompt ask = {
        .label = ":", .initial = text, .history = "palette", .complete = complete, .accept = accept
    };
    pk_ui_prompt(ui, &ask, NULL, NULL);
}
