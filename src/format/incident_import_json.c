/* SPDX-License-Identifier: EUPL-1.2 */
#include "incident_import.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20, DEPTH_MAX = 32 };

static const size_t array_max_bytes = (size_t)256 << 20;

/* Strict, but a NUL in a string is cleaned and counted instead of refusing the row. */
static const size_t load_flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL;

static json_t *clean_json(const json_t *value, int depth, size_t *removed);

static json_t *
clean_string(const json_t *value, size_t *removed)
{
    size_t n = 0;
    g_autofree char *clean = pk_text_clean(
        json_string_value(value), (gssize)json_string_length(value), PK_TEXT_MULTILINE, &n);

    *removed += n;
    return json_string(clean);
}

static json_t *
clean_object(const json_t *value, int depth, size_t *removed)
{
    json_t *copy = json_object();
    const char *key = NULL;
    json_t *item = NULL;

    json_object_foreach((json_t *)value, key, item)
    {
        size_t n = 0;
        g_autofree char *name = pk_text_clean(key, -1, PK_TEXT_LINE, &n);
        json_t *clean = clean_json(item, depth + 1, removed);
        *removed += n;
        if (!clean) {
            json_decref(copy);
            return NULL;
        }
        json_object_set_new(copy, name, clean);
    }
    return copy;
}

/* A deep copy with clean strings; NULL when it is nested too deep. */
static json_t *
clean_json(const json_t *value, int depth, size_t *removed)
{
    if (depth > DEPTH_MAX)
        return NULL;
    if (json_is_string(value))
        return clean_string(value, removed);
    if (json_is_object(value))
        return clean_object(value, depth, removed);
    if (!json_is_array(value))
        return json_copy((json_t *)value);
    json_t *copy = json_array();
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(value, i, item)
    {
        json_t *clean = clean_json(item, depth + 1, removed);
        if (!clean) {
            json_decref(copy);
            return NULL;
        }
        json_array_append_new(copy, clean);
    }
    return copy;
}

/* A string, a number, or an array of strings as one text. False for anything else. */
static bool
plain_text(const json_t *value, GString *out)
{
    size_t i = 0;
    json_t *item = NULL;

    if (json_is_string(value))
        g_string_append_len(out, json_string_value(value), (gssize)json_string_length(value));
    else if (json_is_integer(value))
        g_string_append_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (!json_is_array(value))
        return json_is_null(value);
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item))
            return false;
        if (i > 0)
            g_string_append(out, "; ");
        g_string_append_len(out, json_string_value(item), (gssize)json_string_length(item));
    }
    return true;
}

static bool
take_member(Raw *raw, const char *key, const json_t *value, bool vcdb)
{
    Field field = import_field(key);
    g_autoptr(GString) text = g_string_new(NULL);

    /* VCDB's status and victim mean something else than ours; vcdb_read looks at them. */
    if (vcdb && field != FIELD_ID && field != FIELD_DATE && field != FIELD_PRECISION &&
        field != FIELD_TEXT)
        field = FIELD_NONE;
    if (field != FIELD_NONE && plain_text(value, text)) {
        import_put(raw, field, key, text->str, text->len);
        return true;
    }
    /* "org": {"name": "Voorbeeldstad"} */
    const json_t *name = field == FIELD_ORG ? json_object_get(value, "name") : NULL;
    if (json_is_string(name))
        import_put(raw, field, key, json_string_value(name), json_string_length(name));
    json_t *clean = clean_json(value, 1, &raw->n_removed);
    if (!clean)
        return false;
    g_autofree char *clean_key = pk_text_clean(key, -1, PK_TEXT_LINE, NULL);
    json_object_set_new(raw->details, clean_key, clean);
    return true;
}

static bool
read_object(Import *import, unsigned number, const json_t *object)
{
    Raw raw = { .details = json_object() };
    const char *key = NULL;
    json_t *value = NULL;

    if (!json_is_object(object)) {
        raw.error = g_strdup_printf(_("Row %u: this is JSON, but not an object { } with the fields "
                                      "of an incident."),
                                    number);
        return import_row(import, number, &raw);
    }
    bool vcdb = vcdb_is(object);
    json_object_foreach((json_t *)object, key, value)
    {
        if (!take_member(&raw, key, value, vcdb) && !raw.error)
            raw.error = g_strdup_printf(_("Row %u: the JSON is nested more than %d levels deep."),
                                        number, DEPTH_MAX);
    }
    if (vcdb)
        vcdb_read(&raw, object);
    return import_row(import, number, &raw);
}

static bool
read_line(Import *import, unsigned number, const char *line, size_t len)
{
    Raw raw = { 0 };
    json_error_t why = { 0 };

    if (len > LINE_MAX_BYTES) {
        raw.error = g_strdup_printf(_("Row %u: the line is longer than 1 MiB."), number);
    } else {
        json_t *object = json_loadb(line, len, load_flags, &why);
        if (object) {
            bool more = read_object(import, number, object);
            json_decref(object);
            return more;
        }
        g_autofree char *clean = pk_text_clean(why.text, -1, PK_TEXT_LINE, NULL);
        raw.error = g_strdup_printf(_("Row %u: this is not JSON (column %d: %s)."), number,
                                    MAX(why.column, 0), clean);
    }
    raw.details = json_object();
    return import_row(import, number, &raw);
}

static bool
read_array(Import *import, const char *bytes, size_t len, GError **error)
{
    json_error_t why = { 0 };
    size_t i = 0;
    json_t *item = NULL;

    if (len > array_max_bytes) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The file is larger than 256 MiB. Give it as JSON lines, one incident a "
                      "line."));
        return false;
    }
    json_t *array = json_loadb(bytes, len, load_flags, &why);
    if (!array) {
        g_autofree char *clean = pk_text_clean(why.text, -1, PK_TEXT_LINE, NULL);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The file is not JSON: line %d, column %d: %s. Nothing was read."), why.line,
                    why.column, clean);
        return false;
    }
    json_array_foreach(array, i, item)
    {
        if (!read_object(import, (unsigned)i + 1, item))
            break;
    }
    json_decref(array);
    return true;
}

bool
import_json(Import *import, const char *bytes, size_t len, GError **error)
{
    const char *at = bytes;
    const char *end = bytes + len;
    unsigned number = 0;

    import->source = "json";
    if (len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    const char *first = at;
    while (first < end && g_ascii_isspace(*first))
        first++;
    if (first < end && *first == '[')
        return read_array(import, first, (size_t)(end - first), error);
    while (at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *stop = feed ? feed : end;
        const char *start = at;
        number++;
        at = feed ? feed + 1 : end;
        while (start < stop && g_ascii_isspace(*start))
            start++;
        if (start < stop && !read_line(import, number, start, (size_t)(stop - start)))
            break;
    }
    return true;
}
