/* SPDX-License-Identifier: EUPL-1.2 */
/* VCDB (VERIS Community Database, reduced to one object a line): actions, assets and impact in
 * VERIS words. Public material, hence TLP:CLEAR, and past, hence closed; its own status
 * ("Confirmed", "Suspected", "Near miss") is kept in the details. */
#include "incident_import.h"

#include "piket/base/text.h"

#include <string.h>

bool
vcdb_is(const json_t *object)
{
    return json_is_string(json_object_get(object, "id")) &&
           json_is_array(json_object_get(object, "action")) &&
           json_is_object(json_object_get(object, "victim")) &&
           json_object_get(object, "date_precision");
}

static bool
holds(const json_t *array, const char *word)
{
    size_t i = 0;
    json_t *item = NULL;

    json_array_foreach(array, i, item)
    {
        if (json_is_string(item) && strcmp(json_string_value(item), word) == 0)
            return true;
    }
    return false;
}

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

/* clang-format off */
static const struct {
    const char *category;
    const char *variety; /* NULL: whatever it is */
    unsigned kinds;
} actions[] = {
    { "malware", "Ransomware",   1u << PK_KIND_RANSOMWARE },
    { "malware", "DoS",          1u << PK_KIND_DDOS },
    { "malware", NULL,           1u << PK_KIND_INTRUSION },
    { "hacking", "DoS",          1u << PK_KIND_DDOS },
    { "hacking", "Exploit vuln", 1u << PK_KIND_INTRUSION | 1u << PK_KIND_VULNERABILITY },
    { "hacking", "SQLi",         1u << PK_KIND_INTRUSION | 1u << PK_KIND_VULNERABILITY },
    { "hacking", NULL,           1u << PK_KIND_INTRUSION },
    { "social",  "Phishing",     1u << PK_KIND_PHISHING },
};
/* clang-format on */

/* The first row that fits counts: ransomware is not also an intrusion of its own. */
static unsigned
kinds_of_action(const json_t *action)
{
    const char *category = text_of(action, "category");
    const json_t *varieties = json_object_get(action, "variety");

    for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(actions[i].category, category) == 0 &&
            (!actions[i].variety || holds(varieties, actions[i].variety)))
            return actions[i].kinds;
    }
    return 0;
}

static unsigned
kinds_of(const json_t *object)
{
    unsigned kinds = 0;
    size_t i = 0;
    json_t *item = NULL;
    const json_t *impact = json_object_get(object, "impact");
    const char *disclosed = text_of(impact, "data_disclosure");
    const json_t *down = json_object_get(impact, "availability");

    json_array_foreach(json_object_get(object, "action"), i, item) kinds |= kinds_of_action(item);
    json_array_foreach(json_object_get(object, "actor"), i, item)
    {
        if (strcmp(text_of(item, "type"), "partner") == 0)
            kinds |= 1u << PK_KIND_SUPPLIER;
    }
    if (strcmp(disclosed, "Yes") == 0 || strcmp(disclosed, "Potentially") == 0)
        kinds |= 1u << PK_KIND_BREACH;
    if (holds(down, "Interruption") || holds(down, "Degradation"))
        kinds |= 1u << PK_KIND_OUTAGE;
    return kinds;
}

/* The first string that says something. "" when none does. */
static const char *
first_known(const json_t *array)
{
    size_t i = 0;
    json_t *item = NULL;

    json_array_foreach(array, i, item)
    {
        const char *word = json_string_value(item);
        if (word && *word && strcmp(word, "Unknown") != 0 && strcmp(word, "Other") != 0)
            return word;
    }
    return "";
}

/* "Theft, Laptop, Corvallis Clinic": what is known of an incident without a summary. */
static char *
stand_in(const json_t *object, const char *victim)
{
    GString *out = g_string_new(NULL);
    const json_t *action = json_array_get(json_object_get(object, "action"), 0);
    const char *what = first_known(json_object_get(action, "variety"));
    const char *asset = first_known(json_object_get(object, "assets"));

    if (!*what)
        what = text_of(action, "category");
    if (strlen(asset) > 4 && strncmp(asset + 1, " - ", 3) == 0) /* "U - Laptop" */
        asset += 4;
    g_string_append(out, *what ? what : "unknown");
    if (*asset && strcmp(asset, "Unknown") != 0)
        g_string_append_printf(out, ", %s", asset);
    if (victim && strcmp(victim, "Unknown") != 0)
        g_string_append_printf(out, ", %s", victim);
    g_autofree char *clean = pk_text_clean(out->str, (gssize)out->len, PK_TEXT_LINE, NULL);
    g_string_free(out, TRUE);
    return g_steal_pointer(&clean);
}

void
vcdb_read(Raw *raw, const json_t *object)
{
    const json_t *victim = json_object_get(object, "victim");
    size_t i = 0;
    json_t *item = NULL;
    const char *name = text_of(victim, "name");
    g_autoptr(GString) countries = g_string_new(NULL);

    json_array_foreach(json_object_get(victim, "country"), i, item)
    {
        if (json_is_string(item))
            g_string_append_printf(countries, "%s%s", countries->len ? "; " : "",
                                   json_string_value(item));
    }
    import_put(raw, FIELD_ORG, "victim", name, strlen(name));
    import_put(raw, FIELD_COUNTRY, "country", countries->str, countries->len);
    import_put(raw, FIELD_SOURCE, "source", "vcdb", 4);
    import_put(raw, FIELD_STATUS, "status", "closed", 6);
    import_put(raw, FIELD_TLP, "tlp", "TLP:CLEAR", 9);
    raw->kinds = kinds_of(object);
    raw->stand_in = stand_in(object, raw->values[FIELD_ORG]);
}
