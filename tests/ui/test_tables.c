/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables the console dispatches from: they are also help, palette and key row, so a fault here
 * is a lie on the screen. */
#include "console.h"
#include "piket/base/i18n.h"

#include <string.h>

/* Never bound in lists: one slip must not do anything (ux.md 3.5), and dead keys of the
 * US-International layout. */
static const char forbidden[] = "del backspace ins D X C-k C-x Z ' \" ` ~ ^ F8 F10 F11 F12";

static void
each_key(const PkAction *action, void (*fn)(const PkAction *, const char *, void *), void *data)
{
    g_auto(GStrv) keys = g_strsplit(action->keys, " ", -1);
    for (guint i = 0; keys[i]; i++) {
        if (*keys[i])
            fn(action, keys[i], data);
    }
}

static void
check_key(const PkAction *action, const char *key, void *data)
{
    GHashTable *seen = data;
    PkKey parsed = { 0 };
    bool sequence = strlen(key) == 2 && key[0] == 'g';
    if (!sequence && !pk_key_parse(key, &parsed))
        g_error("%s: '%s' is no key", action->name, key);
    if (!sequence && pk_key_in(&parsed, forbidden))
        g_error("%s: '%s' must stay unbound", action->name, key);
    if (!g_hash_table_add(seen, g_strdup(key)))
        g_error("%s: '%s' is bound twice", action->name, key);
    /* What leaves Piket asks, and never hangs on a lower-case letter or Enter. */
    if (action->level >= 3)
        g_assert_false(g_ascii_islower(key[0]) || strcmp(key, "enter") == 0);
}

static void
check_table(const PkAction *actions, size_t n)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < n; i++) {
        const PkAction *action = &actions[i];
        g_assert_nonnull(action->run);
        g_assert_cmpuint(strlen(action->help), >, 3);
        g_assert_false(g_str_has_suffix(action->help, "."));
        if (!g_hash_table_add(names, (char *)action->name))
            g_error("'%s' stands twice", action->name);
        each_key(action, check_key, keys);
    }
}

static void
test_keys_and_names(void)
{
    check_table(pk_global_actions, pk_n_global_actions);
    for (size_t i = 0; i < pk_n_screens; i++)
        check_table(pk_screens[i]->actions, pk_screens[i]->n_actions);
}

static void
test_places(void)
{
    g_autoptr(GHashTable) seconds = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < pk_n_screens; i++) {
        g_assert_true(g_ascii_isdigit(pk_screens[i]->digit));
        /* In the order of their digits; parts of one place have one together. */
        g_assert_true(i == 0 || pk_screens[i]->digit >= pk_screens[i - 1]->digit);
        g_assert_true(g_hash_table_add(seconds, (char *)pk_screens[i]->go));
        g_assert_nonnull(pk_screens[i]->draw);
        g_assert_nonnull(pk_screens[i]->load);
    }
}

static void
has_dutch(const char *english)
{
    /* Words that are the same in both languages on purpose. */
    static const char *const same[] = { "help", "filter", "status", "TLP", "open", "pin" };
    if (!*english)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
        if (strcmp(same[i], english) == 0)
            return;
    }
    if (strcmp(_(english), english) == 0)
        g_error("no Dutch for '%s'", english);
}

static void
test_every_action_speaks_dutch(void)
{
    pk_i18n_start("nl");
    for (size_t i = 0; i < pk_n_global_actions; i++) {
        has_dutch(pk_global_actions[i].word);
        has_dutch(pk_global_actions[i].help);
    }
    for (size_t s = 0; s < pk_n_screens; s++) {
        has_dutch(pk_screens[s]->title);
        for (size_t i = 0; i < pk_screens[s]->n_actions; i++) {
            has_dutch(pk_screens[s]->actions[i].word);
            has_dutch(pk_screens[s]->actions[i].help);
        }
    }
    pk_i18n_start("en");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tables/keys", test_keys_and_names);
    g_test_add_func("/tables/places", test_places);
    g_test_add_func("/tables/dutch", test_every_action_speaks_dutch);
    return g_test_run();
}
