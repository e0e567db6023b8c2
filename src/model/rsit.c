/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/rsit.h"

#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/model/words.h"

#include <string.h>

void
pk_rsit_free(PkRsit *rsit)
{
    if (!rsit)
        return;
    g_free(rsit->class_key);
    g_free(rsit->type_key);
    g_free(rsit->class_name);
    g_free(rsit->type_name);
    g_free(rsit->class_nl);
    g_free(rsit->type_nl);
    g_free(rsit);
}

static bool
same(const char *folded, const char *word)
{
    g_autofree char *other = pk_text_fold(word);

    return strcmp(folded, other) == 0;
}

static bool
is_class(const PkRsit *row, const char *text)
{
    return same(text, row->class_key) || same(text, row->class_name) || same(text, row->class_nl);
}

static bool
is_type(const PkRsit *row, const char *text)
{
    return same(text, row->type_key) || same(text, row->type_name) || same(text, row->type_nl);
}

/* The type within the class, or (class NULL) the only type of that name; NULL when none or two. */
static const PkRsit *
find_type(const GPtrArray *table, const char *class, const char *type)
{
    const PkRsit *found = NULL;

    for (unsigned i = 0; i < table->len; i++) {
        const PkRsit *row = table->pdata[i];
        if ((class && !is_class(row, class)) || !is_type(row, type))
            continue;
        if (found && !class)
            return NULL;
        found = row;
    }
    return found;
}

static const PkRsit *
find_class(const GPtrArray *table, const char *class)
{
    for (unsigned i = 0; i < table->len; i++) {
        if (is_class(table->pdata[i], class))
            return table->pdata[i];
    }
    return NULL;
}

/* Names the types of the class, or the classes when there is no such class. */
static void
set_unknown(const GPtrArray *table, const char *class, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    const PkRsit *known = find_class(table, class);
    const char *last = "";

    for (unsigned i = 0; i < table->len; i++) {
        const PkRsit *row = table->pdata[i];
        const char *name = known ? row->type_key : row->class_key;
        if ((known && strcmp(row->class_key, known->class_key) != 0) || strcmp(name, last) == 0)
            continue;
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
        last = name;
    }
    if (known)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("RSIT class %s knows the types %s."),
                    known->class_key, names->str);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("RSIT knows the classes %s."), names->str);
}

char *
pk_rsit_parse(const GPtrArray *table, const char *text, GError **error)
{
    g_autofree char *clean = pk_text_clean(text ? text : "", -1, PK_TEXT_LINE, NULL);
    g_autofree char *folded = pk_text_fold(clean);
    const PkRsit *row = find_class(table, folded);

    if (row)
        return g_strdup(row->class_key);
    row = find_type(table, NULL, folded);
    /* A name may hold a slash itself, so every slash is tried as the border. */
    for (char *slash = strchr(folded, '/'); slash && !row; slash = strchr(slash + 1, '/')) {
        g_autofree char *class = g_strndup(folded, (gsize)(slash - folded));
        row = find_type(table, g_strstrip(class), slash + 1 + strspn(slash + 1, " "));
    }
    if (row)
        return g_strconcat(row->class_key, "/", row->type_key, NULL);
    g_autofree char *class = g_strndup(folded, strcspn(folded, "/"));
    set_unknown(table, g_strstrip(class), error);
    return NULL;
}

char *
pk_rsit_name(const GPtrArray *table, const char *key, PkLang lang)
{
    for (unsigned i = 0; i < table->len; i++) {
        const PkRsit *row = table->pdata[i];
        const char *class = lang == PK_LANG_NL ? row->class_nl : row->class_name;
        size_t n = strlen(row->class_key);

        if (strcmp(key, row->class_key) == 0)
            return g_strdup(class);
        if (strncmp(key, row->class_key, n) == 0 && key[n] == '/' &&
            strcmp(key + n + 1, row->type_key) == 0)
            return g_strconcat(class, ": ", lang == PK_LANG_NL ? row->type_nl : row->type_name,
                               NULL);
    }
    return g_strdup(key);
}

const char *
pk_rsit_propose(guint kinds, bool exercise)
{
    /* The most serious first; supplier and other say nothing about what happened. */
    static const struct {
        PkKind kind;
        const char *key;
    } proposals[] = {
        { PK_KIND_RANSOMWARE,
          "information-content-security/unauthorised-information-modification" },
        { PK_KIND_BREACH, "information-content-security/data-leak" },
        { PK_KIND_INTRUSION, "intrusions" },
        { PK_KIND_DDOS, "availability/ddos" },
        { PK_KIND_OUTAGE, "availability/outage" },
        { PK_KIND_PHISHING, "fraud/phishing" },
        { PK_KIND_VULNERABILITY, "vulnerable/vulnerable-system" },
    };

    if (exercise)
        return "test/test";
    for (size_t i = 0; i < G_N_ELEMENTS(proposals); i++) {
        if (kinds & 1u << proposals[i].kind)
            return proposals[i].key;
    }
    return NULL;
}
