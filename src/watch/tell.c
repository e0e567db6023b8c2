/* SPDX-License-Identifier: EUPL-1.2 */
#include "daemon.h"
#include "piket/base/text.h"

#include <stdio.h>
#include <systemd/sd-daemon.h>

void
pk_log(PkLogLevel level, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    if (g_getenv("JOURNAL_STREAM"))
        fprintf(stderr, "<%d>%s\n", level, clean);
    else
        fprintf(stderr, "piket-watch: %s\n", clean);
}

void
pk_notify_ready(void)
{
    sd_notify(0, "READY=1");
}

void
pk_notify_status(const char *text)
{
    sd_notifyf(0, "STATUS=%s", text);
}

void
pk_notify_stopping(void)
{
    sd_notify(0, "STOPPING=1");
}

void
pk_notify_alive(void)
{
    sd_notify(0, "WATCHDOG=1");
}

uint64_t
pk_notify_interval(void)
{
    uint64_t us = 0;

    return sd_watchdog_enabled(0, &us) > 0 ? us : 0;
}
