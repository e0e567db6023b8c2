/* SPDX-License-Identifier: EUPL-1.2 */
/* Sending: notices are claimed a few at a time and handed to a thread for each channel, so that a
 * server that hangs holds up neither another channel nor deciding. */
#pragma once

#include "daemon.h"
#include "piket/app/worker.h"

typedef struct PkSender PkSender;

/* desktop: only the desktop notices of who runs it; else mail, webhook and hook of everybody. */
PkSender *pk_sender_new(const PkRun *run, bool desktop);
void pk_sender_free(PkSender *sender);

/* Of the buttons of a desktop notice: who runs this acknowledges, and a terminal is opened. */
void pk_desktop_start(PkSender *sender);
void pk_desktop_stop(void);
PkWorker *pk_sender_worker(PkSender *sender);
const PkRun *pk_sender_run(const PkSender *sender);

/* Looks for what is due; at most one look runs at a time. In the main loop. */
void pk_sender_wake(PkSender *sender);

/* Once, without a loop: everything that is due now. */
bool pk_sender_once(const PkRun *run, PkApp *app, unsigned *ret_n, GError **error);
