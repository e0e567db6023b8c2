/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"

/* The formatter would put spaces into the name of the quark, and fold the table. */
/* clang-format off */
G_DEFINE_QUARK(pk-error-quark, pk_error)

static const struct {
    PkErrorCode code;
    int exit_code;
    const char *name;
} codes[] = {
    { PK_ERROR_INVALID,  2,  "invalid" },
    { PK_ERROR_MISSING,  3,  "missing" },
    { PK_ERROR_CONFLICT, 4,  "conflict" },
    { PK_ERROR_DENIED,   5,  "denied" },
    { PK_ERROR_BUSY,     7,  "busy" },
    { PK_ERROR_OFFLINE,  7,  "offline" },
    { PK_ERROR_UNSURE,   7,  "unsure" },
    { PK_ERROR_TOO_NEW,  7,  "too_new" },
    { PK_ERROR_CONFIRM,  8,  "confirm" },
    { PK_ERROR_BROKEN,   12, "broken" },
    { PK_ERROR_INTERNAL, 1,  "internal" },
};
/* clang-format on */

int
pk_error_exit_code(const GError *error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (g_error_matches(error, PK_ERROR, (int)codes[i].code))
            return codes[i].exit_code;
    }
    return 1;
}

const char *
pk_error_name(const GError *error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (g_error_matches(error, PK_ERROR, (int)codes[i].code))
            return codes[i].name;
    }
    return "internal";
}
