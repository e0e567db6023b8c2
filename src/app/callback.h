/* SPDX-License-Identifier: EUPL-1.2 */
/* What reading and recording calls share. */
#pragma once

#include "app_private.h"

/* The organisation whose report an incident is; 0 with INVALID when none of the register is. */
int64_t pk_call_reporter(PkApp *app, int64_t incident_key, GError **error);
