/* SPDX-License-Identifier: EUPL-1.2 */
/* Any table of rules is read whole or refused; what is read is written and read back the same. */
#include "piket/format/rule_csv.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rules = pk_rules_read((const char *)data, size, NULL, NULL, &error);

    g_assert_true((rules == NULL) == (error != NULL));
    if (!rules)
        return 0;
    g_autofree char *once = pk_rules_write(rules, NULL);
    g_autoptr(GPtrArray) again = pk_rules_read(once, strlen(once), NULL, NULL, NULL);
    g_assert_nonnull(again);
    g_autofree char *twice = pk_rules_write(again, NULL);
    g_assert_cmpstr(once, ==, twice);
    return 0;
}
