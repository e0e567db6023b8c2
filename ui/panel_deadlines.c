/* SPDX-License-Identifier: EUPL-1.2 */
/* d: every running clock with its sum, nearest first. */
#include "console.h"
#include "piket/base/i18n.h"
#include "piket/model/deadline.h"
#include "piket/model/timefmt.h"

static void
add_clock(GString *out, const PkUi *ui, const PkClockView *clock)
{
    const PkView *view = &ui->view;
    PkTimeText due =
        pk_time_text(view->utc ? NULL : view->zone, clock->due_us, view->lang, PK_TIME_COLUMN);
    PkTimeText left = pk_time_left(clock->due_us, view->now_us);
    g_autofree char *state = pk_word_caps(&pk_words_clock_state, (int)clock->state);
    g_string_append_printf(out, "%7s %-2s  %s  %s  %s  %s\n", clock->due_us ? left.s : "-",
                           pk_ui_clock_sign(clock, view->now_us),
                           clock->due_us ? due.s : _("no time yet"), clock->ident, clock->org_name,
                           state);
    g_string_append_printf(out, "            %s\n", clock->name);
    if (*clock->sum)
        g_string_append_printf(out, "            %s\n", clock->sum);
}

void
pk_ui_open_deadlines(PkUi *ui)
{
    const GPtrArray *clocks = ui->overview ? ui->overview->clocks : NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    pk_ui_view(ui);
    for (guint i = 0; clocks && i < clocks->len; i++)
        add_clock(out, ui, clocks->pdata[i]);
    if (out->len == 0)
        g_string_append(out, _("No deadlines."));
    g_string_append(out, "\n");
    g_string_append(out, _("The municipality itself must report; the IBD helps. A night or a "
                           "weekend does not extend a clock."));
    pk_ui_reader(ui, _("Deadlines, nearest first"), out->str);
}
