/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/uuid.h"

#include <glib.h>
#include <string.h>
#include <uuid/uuid.h>

enum { COUNT_MAX = 0xFFF };

static const uint64_t hour_ms = 60 * 60 * 1000;

/* The millisecond and count of the next UUID: always after the last one. */
static void
next_tick(uint64_t now_ms, unsigned random, uint64_t *ret_ms, unsigned *ret_count)
{
    static GMutex lock;
    static uint64_t last_ms;
    static unsigned last_count;

    g_mutex_lock(&lock);
    if (now_ms > last_ms || last_ms - now_ms > hour_ms) {
        last_ms = now_ms;
        last_count = random & 0x7FF; /* the upper half is room to count */
    } else if (last_count < COUNT_MAX) {
        last_count++;
    } else {
        last_ms++;
        last_count = random & 0x7FF;
    }
    *ret_ms = last_ms;
    *ret_count = last_count;
    g_mutex_unlock(&lock);
}

char *
pk_uuid_new(int64_t now_us)
{
    uuid_t bytes;
    uint64_t ms = 0;
    unsigned count = 0;
    char *text = g_malloc(UUID_STR_LEN);

    uuid_generate_random(bytes);
    next_tick((uint64_t)(MAX(now_us, 0) / 1000), (unsigned)(bytes[6] << 8 | bytes[7]), &ms, &count);
    for (unsigned i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(ms >> (8 * (5 - i)));
    bytes[6] = (unsigned char)(0x70 | count >> 8);
    bytes[7] = (unsigned char)count;
    uuid_unparse_lower(bytes, text); /* libuuid has set the variant bits of byte 8 */
    return text;
}

bool
pk_uuid_valid(const char *text)
{
    uuid_t bytes;

    if (!text || strlen(text) != PK_UUID_LENGTH || uuid_parse(text, bytes) != 0)
        return false;
    return strpbrk(text, "ABCDEF") == NULL;
}
