/* SPDX-License-Identifier: EUPL-1.2 */
/* A believable week of invented municipalities, ending now, one incident hitting twelve. */
#pragma once

#include "piket/app/app.h"

/* Fills the (empty, throw-away) database of app. Uses the use cases, so it is sealed and
 * searchable. The real register is replaced by invented organisations. Errors: INVALID when there
 * is data. */
bool pk_demo_fill(PkApp *app, GError **error);
