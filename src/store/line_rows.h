/* SPDX-License-Identifier: EUPL-1.2 */
/* How a row of the journal becomes a PkLine: for every query with the columns of line_get. */
#pragma once

#include "piket/store/db.h"

extern const PkRowMap pk_line_map;
