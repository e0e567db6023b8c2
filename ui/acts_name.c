/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may see TLP:RED on an incident: naming somebody, and taking a name away. */
#include "acts_private.h"
#include "piket/app/people.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { ITEMS_MAX = 9, SOMEBODY = -1 };

static bool
name_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    return pk_name_add(app, ask->ident, ask->value, ret_done, error);
}

static bool
take_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    return pk_name_take(app, ask->ident, ask->value, ret_done, error);
}

static bool
name_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!text[strspn(text, " ")]) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("Type the login, the name or the initials."));
        return false;
    }
    g_free(ask->value);
    ask->value = g_strdup(text);
    pk_act_write(ui, name_run, ask);
    return true;
}

static void
ask_name(PkUi *ui, const PkDetail *detail)
{
    g_autofree char *label = g_strdup_printf(_("Name on %s"), detail->incident->ident);
    pk_act_prompt(ui, label, NULL,
                  _("Login, name or initials. Who is named sees everything here, also TLP:RED."),
                  NULL, name_accept, pk_act_ask(detail));
}

static void
take_confirmed(PkUi *ui, void *data)
{
    pk_act_write(ui, take_run, data);
}

static void
confirm_take(PkUi *ui, const PkDetail *detail, const PkNamedView *named)
{
    PkActAsk *ask = pk_act_ask(detail);
    g_autofree char *what = g_strdup_printf("%s: %s (%s)", ask->ident, named->name, named->login);
    const char *lines[] = {
        what,
        _("Effect: no longer sees what is TLP:RED here, from now on."),
        _("It stands in the timeline. Who is named can name them again."),
    };
    ask->value = g_strdup(named->login);
    pk_ui_confirm(ui, _("TAKE A NAME AWAY"), lines, G_N_ELEMENTS(lines), take_confirmed, ask,
                  pk_act_ask_free);
}

static void
name_chosen(PkUi *ui, int64_t value, void *data)
{
    const PkDetail *detail = data;
    if (value == SOMEBODY)
        ask_name(ui, detail);
    else if (value < detail->named->len)
        confirm_take(ui, detail, detail->named->pdata[value]);
}

/* Takes detail. */
static void
ask_who(PkUi *ui, PkDetail *detail, void *data)
{
    PkMenuItem items[ITEMS_MAX + 1] = { { "n", _("name somebody"), SOMEBODY } };
    char *words[ITEMS_MAX];
    char keys[ITEMS_MAX][2];
    const char *typed = data;
    guint n = detail->named ? MIN(detail->named->len, ITEMS_MAX) : 0;

    if (typed && *typed) {
        PkActAsk *ask = pk_act_ask(detail);
        ask->value = g_strdup(typed);
        pk_act_write(ui, name_run, ask);
        pk_act_ask_free(ask);
        pk_detail_free(detail);
        return;
    }
    for (guint i = 0; i < n; i++) {
        const PkNamedView *one = detail->named->pdata[i];
        keys[i][0] = (char)('1' + i);
        keys[i][1] = '\0';
        words[i] = g_strdup_printf(_("take away: %s (%s)"), one->name, one->login);
        items[i + 1] = (PkMenuItem){ keys[i], words[i], i };
    }
    g_autofree char *title =
        g_strdup_printf(_("Who may see TLP:RED on %s"), detail->incident->ident);
    pk_ui_menu(ui, title, n ? NULL : _("Nobody is named yet. Who names the first is named too."),
               items, n + 1, name_chosen, detail, pk_act_detail_free);
    for (guint i = 0; i < n; i++)
        g_free(words[i]);
}

void
pk_act_name(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);

    if (key)
        pk_act_read(ui, key, ask_who, g_strdup(arg), g_free);
}
