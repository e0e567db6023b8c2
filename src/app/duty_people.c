/* SPDX-License-Identifier: EUPL-1.2 */
#include "duty_people.h"
#include "piket/base/text.h"
#include "piket/store/notice_store.h"
#include "piket/store/person_store.h"

#include <string.h>

struct PkDutyPeople {
    GHashTable *known;  /* folded login, name, address or given word -> login */
    GPtrArray *persons; /* PkPerson                                           */
};

void
pk_duty_people_free(PkDutyPeople *people)
{
    if (!people)
        return;
    g_hash_table_unref(people->known);
    g_clear_pointer(&people->persons, g_ptr_array_unref);
    g_free(people);
}

static void
know(PkDutyPeople *people, const char *word, const char *login)
{
    if (*word)
        g_hash_table_replace(people->known, pk_text_fold(word), g_strdup(login));
}

static const char *
login_of(const PkDutyPeople *people, const char *word)
{
    g_autofree char *folded = pk_text_fold(word);

    return *folded ? g_hash_table_lookup(people->known, folded) : NULL;
}

static bool
know_given(PkDutyPeople *people, const char *pair, GError **error)
{
    const char *equals = strrchr(pair, '=');
    const char *login = equals ? login_of(people, equals + 1) : NULL;

    if (!login) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("\"%s\" does not say who is meant by what: write the name in the file, =, "
                      "and a login that works here. Nothing was changed."),
                    pair);
        return false;
    }
    g_autofree char *owned = g_strdup(login);
    g_autofree char *word = g_strstrip(g_strndup(pair, (gsize)(equals - pair)));
    know(people, word, owned);
    return true;
}

static bool
know_persons(PkDutyPeople *people, PkApp *app, GError **error)
{
    people->persons = pk_person_list(app->db, error);
    g_autoptr(GPtrArray) channels = people->persons ? pk_channel_rows(app->db, "", error) : NULL;

    if (!channels)
        return false;
    for (guint i = people->persons->len; i-- > 0;) {
        const PkPerson *person = people->persons->pdata[i];
        if (!person->active) {
            g_ptr_array_remove_index(people->persons, i);
            continue;
        }
        know(people, person->name, person->login);
        know(people, person->login, person->login);
    }
    for (guint i = 0; i < channels->len; i++) {
        const PkPersonChannel *channel = channels->pdata[i];
        if (channel->channel == PK_CHANNEL_MAIL && channel->person_active)
            know(people, channel->address, channel->login);
    }
    return true;
}

PkDutyPeople *
pk_duty_people_new(PkApp *app, const char *const *given, GError **error)
{
    g_autoptr(PkDutyPeople) people = g_new0(PkDutyPeople, 1);

    people->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!know_persons(people, app, error))
        return NULL;
    for (; given && *given; given++)
        if (!know_given(people, *given, error))
            return NULL;
    return g_steal_pointer(&people);
}

/* One name that stands in the text as whole words; of two, nobody. */
static const char *
named_in(const PkDutyPeople *people, const char *text)
{
    g_autofree char *words = pk_text_tokens(text);
    g_autofree char *padded = g_strconcat(" ", words, " ", NULL);
    const char *found = NULL;

    for (guint i = 0; i < people->persons->len; i++) {
        const PkPerson *person = people->persons->pdata[i];
        g_autofree char *name = pk_text_tokens(person->name);
        g_autofree char *wanted = g_strconcat(" ", name, " ", NULL);
        if (!*name || !strstr(padded, wanted))
            continue;
        if (found)
            return NULL;
        found = person->login;
    }
    return found;
}

const char *
pk_duty_people_of(const PkDutyPeople *people, const PkIcalShift *shift)
{
    const char *summary = *shift->summary == '@' ? shift->summary + 1 : shift->summary;
    const char *login = login_of(people, shift->mail);

    login = login ? login : login_of(people, shift->person);
    login = login ? login : login_of(people, summary);
    return login ? login : named_in(people, shift->summary);
}
