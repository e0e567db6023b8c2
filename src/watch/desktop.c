/* SPDX-License-Identifier: EUPL-1.2 */
/* The buttons of a desktop notice: acknowledge, as who runs this, and open. */
#include "piket/app/notice.h"
#include "piket/app/page.h"
#include "piket/base/i18n.h"
#include "piket/link/link.h"
#include "sender.h"

#include <jansson.h>
#include <string.h>

typedef struct {
    PkSender *sender;
    char *uuid;
    bool open;
} Press;

static void
press_free(void *data)
{
    Press *press = data;

    g_free(press->uuid);
    g_free(press);
}

static void *
acknowledge_job(PkApp *app, void *data, GError **error)
{
    const Press *press = data;
    g_auto(PkDone) done = { 0 };
    g_autoptr(PkNotice) notice = pk_notice_get(app, press->uuid, error);

    if (!notice)
        return NULL;
    if (!notice->page_key)
        return g_strdup("");
    if (!pk_page_acknowledge(app, notice->page_key, NULL, NULL, &done, error))
        return NULL;
    return g_strdup(done.said ? done.said : "");
}

static void
acknowledged(void *result, const GError *error, G_GNUC_UNUSED void *user)
{
    if (error)
        pk_log(PK_LOG_WARNING, "%s", error->message);
    else if (result && *(char *)result)
        pk_log(PK_LOG_NOTICE, "%s", (char *)result);
    g_free(result);
}

/* The words of the setting terminal, then piket on this database. NULL: it is no list. Owned. */
static char **
terminal_words(const PkRun *run)
{
    json_t *list = json_loads(pk_settings_get(run->settings, "terminal"), 0, NULL);
    GPtrArray *words = g_ptr_array_new();

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        if (word)
            g_ptr_array_add(words, g_strdup(word));
    }
    json_decref(list);
    if (words->len == 0) {
        g_ptr_array_free(words, TRUE);
        return NULL;
    }
    g_ptr_array_add(words, g_strdup("piket"));
    g_ptr_array_add(words, g_strdup("--db"));
    g_ptr_array_add(words, g_strdup(run->where));
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

static void
open_terminal(const PkRun *run)
{
    g_auto(GStrv) words = terminal_words(run);
    g_autoptr(GError) why = NULL;

    if (!words)
        pk_log(PK_LOG_WARNING, "%s",
               _("The setting terminal is a list of words, like [\"xterm\", \"-e\"]."));
    else if (!g_spawn_async(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &why))
        pk_log(PK_LOG_WARNING, "%s", why->message);
}

static gboolean
pressed(void *data)
{
    Press *press = data;

    if (press->open) {
        open_terminal(pk_sender_run(press->sender));
        press_free(press);
    } else {
        pk_worker_call(pk_sender_worker(press->sender), 0, acknowledge_job, press, press_free,
                       acknowledged, NULL);
    }
    return G_SOURCE_REMOVE;
}

/* In the thread of the desktop. */
static void
on_action(const char *uuid, const char *action, void *data)
{
    Press *press = g_new0(Press, 1);

    press->sender = data;
    press->uuid = g_strdup(uuid);
    press->open = strcmp(action, "open") == 0;
    g_idle_add(pressed, press);
}

void
pk_desktop_start(PkSender *sender)
{
    pk_link_desktop_start(on_action, sender);
}

void
pk_desktop_stop(void)
{
    pk_link_desktop_stop();
}
