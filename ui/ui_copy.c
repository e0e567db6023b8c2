/* SPDX-License-Identifier: EUPL-1.2 */
/* Copying by OSC 52: write only, never read; nobody can know whether the terminal took it. */
#include "console.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { COPY_MAX = 74994 }; /* bytes; mosh carries about one packet (ux.md 3.16) */

static void
send_copy(PkUi *ui, void *data)
{
    const char *text = data;
    g_autofree char *base64 = g_base64_encode((const guchar *)text, strlen(text));
    g_autofree char *bytes = g_strdup_printf("\033]52;c;%s\a", base64);
    if (ui->term)
        pk_term_send(ui->term, bytes, strlen(bytes));
    pk_ui_say(ui, PK_SAY_INFO, "%s",
              _("Copied by OSC 52 if your terminal allows it - else y s: copy screen."));
}

void
pk_ui_copy(PkUi *ui, const char *text, PkTlp tlp)
{
    if (!text || !*text) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is nothing to copy here."));
        return;
    }
    if (strlen(text) > COPY_MAX) {
        pk_ui_say(ui, PK_SAY_WARN,
                  _("Too long to copy this way (%zu bytes): y s shows it to select by hand."),
                  strlen(text));
        return;
    }
    if (tlp != PK_TLP_RED) {
        g_autofree char *copy = g_strdup(text);
        send_copy(ui, copy);
        return;
    }
    const char *lines[] = {
        _("This is TLP:RED: only the persons named on the incident may have it."),
        _("Effect: the text lands on the clipboard of your computer, outside Piket,"),
        _("where other programs and chats can reach it."),
    };
    pk_ui_confirm(ui, _("COPY TLP:RED"), lines, G_N_ELEMENTS(lines), send_copy, g_strdup(text),
                  g_free);
}
