/* SPDX-License-Identifier: EUPL-1.2 */
/* Every name of every place, folded once so that a key press compares bytes only. */
#include "match_internal.h"

#include <string.h>

static const char *
without_spaces(GStringChunk *chunk, const char *text)
{
    g_autofree char *copy = g_strdup(text);
    char *to = copy;

    for (const char *p = text; *p; p++) {
        if (*p != ' ')
            *to++ = *p;
    }
    *to = '\0';
    return g_string_chunk_insert_const(chunk, copy);
}

static const char *
initials_of(GStringChunk *chunk, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (!strchr(text, ' '))
        return "";
    for (const char *p = text; *p; p++) {
        if (p == text || p[-1] == ' ')
            g_string_append_unichar(out, g_utf8_get_char(p));
    }
    return g_string_chunk_insert_const(chunk, out->str);
}

static void
add_key(PkMatch *match, uint32_t place, const PkPlaceAlias *alias, const char *name)
{
    g_autofree char *folded = pk_match_fold(name);
    PkMatchKey key = { .place = place, .alias = alias };

    if (!*folded)
        return;
    key.text = g_string_chunk_insert_const(match->chunk, folded);
    key.bare = pk_match_bare(key.text);
    key.joined = without_spaces(match->chunk, key.bare);
    key.initials = initials_of(match->chunk, key.text);
    g_array_append_val(match->keys, key);
}

/* "Bergen (NH.)" is also known as plain "Bergen". */
static void
add_without_suffix(PkMatch *match, uint32_t place, const char *name)
{
    const char *bracket = strrchr(name, '(');

    if (bracket && bracket > name && name[strlen(name) - 1] == ')') {
        g_autofree char *bare = g_strndup(name, (size_t)(bracket - name));
        add_key(match, place, NULL, bare);
    }
}

/* A region is called by its bare name and by both ways of saying what it is. */
static void
add_region_names(PkMatch *match, uint32_t place, const char *name)
{
    static const char long_form[] = "veiligheidsregio ";
    g_autofree char *folded = pk_match_fold(name);
    const char *bare = folded;

    if (g_str_has_prefix(bare, long_form))
        bare += sizeof long_form - 1;
    else if (g_str_has_prefix(bare, "vr "))
        bare += 3;
    g_autofree char *full = g_strconcat(long_form, bare, NULL);
    g_autofree char *brief = g_strconcat("vr ", bare, NULL);
    add_key(match, place, NULL, bare);
    add_key(match, place, NULL, full);
    add_key(match, place, NULL, brief);
}

PkMatch *
pk_match_new(const PkPlace *places, size_t n_places)
{
    PkMatch *match = g_new0(PkMatch, 1);

    match->places = places;
    match->n_places = n_places;
    match->keys = g_array_new(FALSE, FALSE, sizeof(PkMatchKey));
    match->sort_by = g_new0(const char *, n_places + 1);
    match->chunk = g_string_chunk_new(16384);
    for (uint32_t i = 0; i < n_places; i++) {
        const PkPlace *place = &places[i];
        g_autofree char *folded = pk_match_fold(place->name);

        match->sort_by[i] = g_string_chunk_insert_const(match->chunk, pk_match_bare(folded));
        add_key(match, i, NULL, place->name);
        add_without_suffix(match, i, place->name);
        if (place->kind == PK_ORG_REGION)
            add_region_names(match, i, place->name);
        for (size_t k = 0; k < place->n_aliases; k++)
            add_key(match, i, &place->aliases[k], place->aliases[k].name);
    }
    return match;
}

void
pk_match_free(PkMatch *match)
{
    if (!match)
        return;
    g_array_unref(match->keys);
    g_string_chunk_free(match->chunk);
    g_free(match->sort_by);
    g_free(match);
}

const PkPlace *
pk_match_places(const PkMatch *match)
{
    return match->places;
}
