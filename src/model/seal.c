/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/seal.h"

#include "piket/base/error.h"

#include <string.h>

static const uint8_t no_hash[PK_HASH_SIZE];

static void
add(GChecksum *sum, const void *bytes, size_t len)
{
    uint32_t size = GUINT32_TO_BE((uint32_t)len);

    g_checksum_update(sum, (const guchar *)&size, sizeof size);
    if (len > 0)
        g_checksum_update(sum, bytes, (gssize)len);
}

static void
add_text(GChecksum *sum, const char *text)
{
    add(sum, text, text ? strlen(text) : 0);
}

static void
add_number(GChecksum *sum, int64_t number)
{
    char digits[24];

    g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, number);
    add_text(sum, digits);
}

static void
finish(GChecksum *sum, uint8_t *ret_hash)
{
    gsize size = PK_HASH_SIZE;

    g_checksum_get_digest(sum, ret_hash, &size);
}

void
pk_seal_body(const uint8_t *salt, const char *text, const char *details, uint8_t *ret_hash)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    add_text(sum, "piket-text-1");
    add(sum, salt, PK_SALT_SIZE);
    add_text(sum, text);
    add_text(sum, details);
    finish(sum, ret_hash);
}

static void
hash_row(const PkLine *line, const uint8_t *prev, uint8_t *ret_hash)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    add_text(sum, "piket-line-1");
    add(sum, prev ? prev : no_hash, PK_HASH_SIZE);
    add_text(sum, line->incident_uuid);
    add_text(sum, line->origin_uuid);
    add_number(sum, line->no);
    add_number(sum, line->event_us);
    add_text(sum, pk_word_key(&pk_words_precision, (int)line->precision));
    add_number(sum, line->recorded_us);
    add_text(sum, line->author);
    add_text(sum, pk_word_key(&pk_words_category, (int)line->category));
    add_text(sum, pk_tlp_label(line->tlp));
    add(sum, line->body_hash, PK_HASH_SIZE);
    add_text(sum, line->corrects_origin_uuid);
    if (line->corrects_no > 0)
        add_number(sum, line->corrects_no);
    else
        add(sum, NULL, 0);
    finish(sum, ret_hash);
}

void
pk_seal_line(PkLine *line, const uint8_t *prev)
{
    pk_seal_body(line->salt, line->text, line->details, line->body_hash);
    memcpy(line->prev_hash, prev ? prev : no_hash, PK_HASH_SIZE);
    hash_row(line, prev, line->hash);
}

PkSealFault
pk_seal_check(const PkLine *line, const uint8_t *prev)
{
    uint8_t hash[PK_HASH_SIZE];

    hash_row(line, prev, hash);
    if (memcmp(hash, line->hash, PK_HASH_SIZE) != 0)
        return PK_SEAL_ROW_CHANGED;
    if (line->erased && (line->text || line->details)) /* erased is whole: this was put there */
        return PK_SEAL_TEXT_CHANGED;
    if (line->erased || line->hidden)
        return PK_SEAL_GOOD;
    pk_seal_body(line->salt, line->text, line->details, hash);
    return memcmp(hash, line->body_hash, PK_HASH_SIZE) == 0 ? PK_SEAL_GOOD : PK_SEAL_TEXT_CHANGED;
}

static int
compare_rows(const void *a, const void *b)
{
    return memcmp(a, b, PK_HASH_SIZE);
}

void
pk_seal_head(const uint8_t *rows, size_t n_rows, uint8_t *ret_head)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree uint8_t *sorted = g_memdup2(rows, n_rows * PK_HASH_SIZE);

    if (n_rows > 0)
        qsort(sorted, n_rows, PK_HASH_SIZE, compare_rows);
    add_text(sum, "piket-head-1");
    for (size_t i = 0; i < n_rows; i++)
        add(sum, sorted + i * PK_HASH_SIZE, PK_HASH_SIZE);
    finish(sum, ret_head);
}

static void
append_hex(GString *out, const uint8_t *hash, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 2 == 0)
            g_string_append_c(out, i % 4 == 0 ? ' ' : '-');
        g_string_append_printf(out, "%02x", hash[i]);
    }
}

char *
pk_seal_short(const uint8_t *hash)
{
    GString *out = g_string_new(NULL);

    append_hex(out, hash, 4);
    return g_string_free(out, FALSE);
}

char *
pk_seal_long(const uint8_t *hash)
{
    GString *out = g_string_new(NULL);

    append_hex(out, hash, PK_HASH_SIZE);
    return g_string_free(out, FALSE);
}

bool
pk_seal_parse_head(const char *text, PkKeptHead *ret_head, GError **error)
{
    PkKeptHead head = { 0 };
    size_t n = 0;

    for (const char *at = text ? text : ""; *at; at++) {
        if (g_ascii_isspace(*at) || *at == '-')
            continue;
        if (!g_ascii_isxdigit(*at) || n == 2 * PK_HASH_SIZE) {
            n = 0;
            break;
        }
        head.digits[n++] = g_ascii_tolower(*at);
    }
    head.weak = n == 8;
    if (n < 16 && !head.weak) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A head hash is 64 digits of 0-9 and a-f, or its first 16 or more; "
                              "the 8 of the screen give a weak check."));
        return false;
    }
    *ret_head = head;
    return true;
}
