/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/ident.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <string.h>

static const char letters[] = "IXBADS"; /* by PkIdentKind */
static const char tag_letters[] = "KLMNPQRTUVWYZCEFGHJ";

static bool
has_year(PkIdentKind kind)
{
    return kind <= PK_IDENT_REQUEST;
}

static bool
valid_tag(const char *tag)
{
    size_t n = strlen(tag);

    return n <= PK_IDENT_TAG_MAX && strspn(tag, tag_letters) == n;
}

bool
pk_ident_valid(const PkIdent *ident)
{
    if (ident->kind > PK_IDENT_SITREP || ident->number < 1 || ident->number > PK_IDENT_NUMBER_MAX)
        return false;
    if (!has_year(ident->kind))
        return ident->year == 0 && !*ident->tag;
    return ident->year >= 2000 && ident->year <= 2099 && valid_tag(ident->tag);
}

char *
pk_ident_format(const PkIdent *ident)
{
    g_assert(pk_ident_valid(ident));
    char letter = letters[ident->kind];

    if (!has_year(ident->kind))
        return g_strdup_printf("%c%" G_GINT64_FORMAT, letter, ident->number);
    return g_strdup_printf("%c%02d-%s%0*" G_GINT64_FORMAT, letter, ident->year - 2000, ident->tag,
                           *ident->tag ? 3 : 4, ident->number);
}

char *
pk_ident_new(PkIdentKind kind, int year, const char *tag, int64_t number)
{
    PkIdent ident = { .kind = kind, .year = year, .number = number };

    g_strlcpy(ident.tag, tag ? tag : "", sizeof ident.tag);
    return pk_ident_format(&ident);
}

/* Takes "-" or " " (or nothing) off the front. */
static const char *
skip_dash(const char *at)
{
    return *at == '-' || *at == ' ' ? at + 1 : at;
}

/* The number to the very end of the text; false when there is anything else. */
static bool
read_number(const char *at, PkIdent *ident)
{
    size_t n = strspn(at, "0123456789");

    if (n == 0 || n > 9 || at[n])
        return false;
    ident->number = g_ascii_strtoll(at, NULL, 10);
    return true;
}

/* An optional tag, then the number. */
static bool
read_tail(const char *at, PkIdent *ident)
{
    size_t n = strspn(at, tag_letters);

    if (n > PK_IDENT_TAG_MAX || (n > 0 && !has_year(ident->kind)))
        return false;
    memcpy(ident->tag, at, n);
    ident->tag[n] = '\0';
    return read_number(at + n, ident);
}

/* "26-0412", "26 K7" */
static bool
read_year(const char **at, PkIdent *ident)
{
    const char *s = *at;

    if (!g_ascii_isdigit(s[0]) || !g_ascii_isdigit(s[1]) || (s[2] != '-' && s[2] != ' '))
        return false;
    ident->year = 2000 + (s[0] - '0') * 10 + (s[1] - '0');
    *at = s + 3;
    return true;
}

/* "26K7": without a dash only a tag tells the year from the number. */
static bool
read_tagged_year(const char **at, PkIdent *ident)
{
    const char *s = *at;

    if (!g_ascii_isdigit(s[0]) || !g_ascii_isdigit(s[1]) || !g_ascii_isupper(s[2]))
        return false;
    ident->year = 2000 + (s[0] - '0') * 10 + (s[1] - '0');
    *at = s + 2;
    return true;
}

/* "I260412": six digits or more, and the first two are the year. */
static bool
read_run_on_year(const char **at, PkIdent *ident)
{
    const char *s = *at;

    if (strspn(s, "0123456789") < 6 || s[2] != '0')
        return false;
    ident->year = 2000 + (s[0] - '0') * 10 + (s[1] - '0');
    *at = s + 2;
    return true;
}

static bool
read_ident(const char *at, int year, PkIdent *ident)
{
    const char *letter = *at ? strchr(letters, *at) : NULL;

    if (letter) {
        ident->kind = (PkIdentKind)(letter - letters);
        at++;
    }
    if (!has_year(ident->kind))
        return read_number(skip_dash(at), ident);
    ident->year = year;
    if (read_year(&at, ident) || read_tagged_year(&at, ident))
        return read_tail(at, ident);
    if (letter && read_run_on_year(&at, ident))
        return read_tail(at, ident);
    return read_tail(letter ? skip_dash(at) : at, ident);
}

bool
pk_ident_parse(const char *text, int year, PkIdent *ret_ident, GError **error)
{
    g_autofree char *upper = g_ascii_strup(text ? text : "", -1);
    PkIdent ident = { 0 };

    if (read_ident(g_strstrip(upper), year, &ident) && pk_ident_valid(&ident)) {
        *ret_ident = ident;
        return true;
    }
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("This is not an id. Ids look like I26-0412, X26-0003, B26-0031 or A7; "
                          "412 alone is the incident of this year."));
    return false;
}

int
pk_ident_compare(const PkIdent *a, const PkIdent *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    int by_tag = strcmp(a->tag, b->tag);
    if (by_tag != 0)
        return by_tag;
    return (a->number > b->number) - (a->number < b->number);
}

char *
pk_ident_tag(unsigned nth)
{
    const unsigned base = (unsigned)strlen(tag_letters);
    unsigned size = base;
    unsigned n_letters = 1;

    for (; n_letters <= PK_IDENT_TAG_MAX && nth >= size; n_letters++) {
        nth -= size;
        size *= base;
    }
    if (n_letters > PK_IDENT_TAG_MAX)
        return NULL;
    char *tag = g_malloc0(n_letters + 1);
    for (unsigned i = n_letters; i-- > 0; nth /= base)
        tag[i] = tag_letters[nth % base];
    return tag;
}
