/* SPDX-License-Identifier: EUPL-1.2 */
#include "ward.h"

#include "piket/app/ladders.h"
#include "piket/base/clock.h"
#include "piket/store/line_store.h"

#include <string.h>

void
kit_no_ladders(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) shipped = pk_ladders_list(kit->app, &error);

    g_assert_no_error(error);
    for (guint i = 0; i < shipped->len; i++) {
        pk_ladders_retire(kit->app, ((const PkLadder *)shipped->pdata[i])->key, NULL, &error);
        g_assert_no_error(error);
    }
}

void
ward_start(Ward *ward)
{
    g_autoptr(GError) error = NULL;

    *ward = (Ward){ 0 };
    kit_start(&ward->kit);
    kit_register(&ward->kit);
    ward->now_us = KIT_NOW_US;
    pk_clock_pretend(KIT_NOW_US);
    kit_no_ladders(&ward->kit);
    ward->app = kit_other(&ward->kit, "wacht", "De wacht", "watch");
    ward->watch = pk_watch_new(ward->app, NULL, &error);
    g_assert_no_error(error);
}

void
ward_stop(Ward *ward)
{
    pk_watch_free(ward->watch);
    pk_app_close(ward->app);
    kit_stop(&ward->kit);
    pk_clock_pretend(0);
}

unsigned
ward_step(Ward *ward, PkWatch *watch, int64_t now_us, int64_t *ret_next, unsigned *ret_late)
{
    unsigned n = 0;

    pk_clock_pretend(now_us);
    ward->now_us = now_us;
    for (bool more = true; more;) {
        g_auto(PkWatchStep) step = { 0 };
        g_autoptr(GError) error = NULL;
        pk_watch_step(watch, now_us, now_us, &step, &error);
        g_assert_no_error(error);
        g_assert_null(step.trouble);
        n += step.n_done;
        if (ret_late)
            *ret_late += step.n_late;
        if (ret_next)
            *ret_next = step.next_us;
        more = step.next_us <= now_us;
    }
    return n;
}

GPtrArray *
ward_lines(Ward *ward, int64_t incident)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) lines = pk_line_list_after(ward->kit.db, incident, 0, 1000, &error);
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

    g_assert_no_error(error);
    for (guint i = 0; i < lines->len; i++) {
        const PkLine *line = lines->pdata[i];
        if (strcmp(line->author, "wacht") == 0 && !g_str_has_prefix(line->text, "Page "))
            g_ptr_array_add(texts, g_strdup(line->text));
    }
    return texts;
}

bool
ward_active(Ward *ward, PkWatch *watch, int64_t now_us, int64_t mono_us)
{
    g_auto(PkWatchStep) step = { 0 };
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(now_us);
    ward->now_us = now_us;
    pk_watch_step(watch, now_us, mono_us, &step, &error);
    g_assert_no_error(error);
    return step.active;
}
