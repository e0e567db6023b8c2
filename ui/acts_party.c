/* SPDX-License-Identifier: EUPL-1.2 */
/* Parties of an incident: adding several at once, their status and what is known of them. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/model/incident.h"
#include "piket/model/match.h"

#include <string.h>

/* ---- what is typed, echoed from the register in memory ------------------------------------------
 */

typedef struct {
    guint n;       /* organisations understood           */
    char *unknown; /* first name that is in no register  */
    char *unsure;  /* first name that must be chosen     */
} Understood;

static void
read_name(const PkPlaces *places, int64_t now_us, const char *name, Understood *out)
{
    g_autoptr(GArray) hits = pk_match_query(places->match, name, now_us, PK_MATCH_SHOWN);
    const PkMatchHit *first = hits->len ? &g_array_index(hits, PkMatchHit, 0) : NULL;
    if (first && first->premark && first->exact)
        out->n++;
    else if (first && !out->unsure)
        out->unsure = g_strdup(name);
    else if (!first && !out->unknown)
        out->unknown = g_strdup(name);
}

/* The register says "VR Voorbeeldland", people leave the VR out. */
static char *
region_folded(const char *name)
{
    char *folded = pk_match_fold(name);
    if (g_str_has_prefix(folded, "vr "))
        memmove(folded, folded + 3, strlen(folded + 3) + 1);
    return folded;
}

static void
read_region(const PkPlaces *places, const char *name, Understood *out)
{
    g_autofree char *wanted = region_folded(name);
    guint before = out->n;
    for (guint i = 0; i < places->places->len; i++) {
        const PkPlace *place = &g_array_index(places->places, PkPlace, i);
        if (place->kind != PK_ORG_MUNICIPALITY || !place->region || place->valid_until_us)
            continue;
        g_autofree char *region = region_folded(place->region);
        out->n += strcmp(region, wanted) == 0;
    }
    if (out->n == before && !out->unsure)
        out->unsure = g_strdup_printf("vr:%s", name);
}

static Understood
understand(PkUi *ui, const char *text)
{
    Understood out = { 0 };
    const PkPlaces *places = pk_ui_places(ui);
    g_auto(GStrv) names = g_strsplit(text, ",", -1);
    for (guint i = 0; places && names[i]; i++) {
        const char *name = g_strstrip(names[i]);
        if (!*name)
            continue;
        if (g_ascii_strncasecmp(name, "vr:", 3) == 0)
            read_region(places, name + 3, &out);
        else
            read_name(places, pk_ui_view(ui)->now_us, name, &out);
    }
    return out;
}

static char *
party_check(PkUi *ui, const char *text, bool *ret_ok, G_GNUC_UNUSED void *data)
{
    Understood got = understand(ui, text);
    g_autofree char *unsure = got.unsure, *unknown = got.unknown;
    g_autofree char *count =
        g_strdup_printf(P_("= %u organisation", "= %u organisations", got.n), got.n);
    *ret_ok = true;
    if (unsure)
        return g_strdup_printf(_("%s; choose which '%s' is meant (Down, Tab)"), count, unsure);
    if (unknown)
        return g_strdup_printf(_("%s; '%s' is not in the register: kept as typed"), count, unknown);
    return g_steal_pointer(&count);
}

/* The name that candidates are for: the first that must be chosen, else the last. */
static const char *
name_to_choose(PkUi *ui, const char *text, size_t *ret_len)
{
    const char *start = text;
    for (;;) {
        start += strspn(start, " ");
        size_t whole = strcspn(start, ","), n = whole;
        while (n > 0 && start[n - 1] == ' ')
            n--;
        *ret_len = n;
        if (!start[whole])
            return start;
        g_autofree char *name = g_strndup(start, n);
        Understood got = { 0 };
        if (n > 0 && g_ascii_strncasecmp(name, "vr:", 3) != 0)
            read_name(pk_ui_places(ui), pk_ui_view(ui)->now_us, name, &got);
        bool unsure = got.unsure != NULL;
        g_free(got.unsure);
        g_free(got.unknown);
        if (unsure)
            return start;
        start += whole + 1;
    }
}

/* Candidates for one name, between what was typed before and after it. */
static GPtrArray *
party_complete(PkUi *ui, const char *text, G_GNUC_UNUSED void *data)
{
    const PkPlaces *places = pk_ui_places(ui);
    size_t n = 0;
    const char *name = places ? name_to_choose(ui, text, &n) : "";
    if (n == 0 || g_ascii_strncasecmp(name, "vr:", 3) == 0)
        return NULL;
    g_autofree char *before = g_strndup(text, (size_t)(name - text));
    g_autofree char *asked = g_strndup(name, n);
    g_autoptr(GArray) hits =
        pk_match_query(places->match, asked, pk_ui_view(ui)->now_us, PK_MATCH_SHOWN);
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < hits->len; i++) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);
        const char *taken = strchr(place->name, ',') ? place->code : place->name;
        g_ptr_array_add(out, g_strdup_printf("%s%s%s", before, taken ? taken : "", name + n));
    }
    return out;
}

/* ---- adding -------------------------------------------------------------------------------------
 */

static bool
add_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    g_auto(PkPartyWish) wish = { 0 };
    if (!pk_party_read(app, ask->value, &wish, error))
        return false;
    if (wish.unsure && wish.unsure->len) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, "%s", (char *)wish.unsure->pdata[0]);
        return false;
    }
    return pk_party_add(app, ask->incident_key, &wish, ask->role, ask->party_status, ret_done,
                        error);
}

static void ask_parties(PkUi *ui, PkActAsk *ask);

/* Names that must be chosen come back to be chosen; a failed write loses nothing typed. */
static void
add_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, G_GNUC_UNUSED const GError *error,
          void *data)
{
    if (!ok && !pk_ui_busy_panel(ui))
        ask_parties(ui, pk_act_ask_copy(data));
}

static bool
party_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    Understood got = understand(ui, text);
    g_autofree char *unsure = got.unsure;
    g_free(got.unknown);
    g_free(ask->value);
    ask->value = g_strdup(text);
    if (unsure || !text[strspn(text, " ,")]) {
        if (unsure)
            pk_ui_say(ui, PK_SAY_WARN, _("Which '%s' is meant? Down and Tab choose it."), unsure);
        pk_act_ask_free(ask);
        return !unsure;
    }
    pk_ui_write(ui, add_run, ask, NULL, add_after, ask, pk_act_ask_free);
    return true;
}

static void
ask_parties(PkUi *ui, PkActAsk *ask)
{
    g_autofree char *label = g_strdup_printf(_("Parties for %s"), ask->ident);
    PkPrompt prompt = {
        .label = label,
        .initial = ask->value,
        .hint = _("Several with commas; vr:NAME is every municipality of a safety region."),
        .history = "party",
        .check = party_check,
        .complete = party_complete,
        .accept = party_accept,
    };
    pk_ui_prompt(ui, &prompt, ask, pk_act_ask_free);
}

void
pk_act_party(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    const char *ident = NULL;
    int64_t key = pk_ui_incident(ui, &ident);
    if (key == 0)
        return;
    PkActAsk *ask = g_new0(PkActAsk, 1);
    ask->incident_key = key;
    ask->ident = g_strdup(ident);
    ask->value = g_strdup(arg);
    ask->role = PK_PARTY_ROLE_AFFECTED;
    ask->party_status = pk_party_first_status(ask->role);
    ask_parties(ui, ask);
}

/* ---- status of one or several -------------------------------------------------------------------
 */

static PkActAsk *
ask_keys(const PkDetail *detail, const GArray *keys)
{
    PkActAsk *ask = pk_act_ask(detail);
    ask->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_vals(ask->keys, keys->data, keys->len);
    ask->kind = PK_ASK_PARTY;
    ask->seen = pk_parties_seen(detail->parties, (const int64_t *)(void *)keys->data, keys->len);
    return ask;
}

/* "Oefendam", or "12 parties". Owned. */
static char *
whom(const PkDetail *detail, const GArray *keys)
{
    for (guint i = 0; keys->len == 1 && i < detail->parties->len; i++) {
        const PkParty *party = detail->parties->pdata[i];
        if (party->key == g_array_index(keys, int64_t, 0))
            return g_strdup(party->org_name);
    }
    return g_strdup_printf(P_("%u party", "%u parties", keys->len), keys->len);
}

bool
pk_act_party_change(const PkActAsk *ask, PkPartyChange *ret_change, GError **error)
{
    PkPartyChange change = { .seen = ask->seen, .over = ask->over >= 0 };
    if (strcmp(ask->field, "status") == 0) {
        change.has_status = true;
        change.status = ask->party_status;
    } else if (strcmp(ask->field, "role") == 0) {
        change.has_role = true;
        change.role = ask->role;
    } else if (strcmp(ask->field, "impact") == 0) {
        change.impact = ask->value;
    } else if (strcmp(ask->field, "aware") == 0) {
        change.has_aware = true;
        change.aware_us = ask->due_us;
    } else {
        change.has_needs = true;
        change.agreed_by = ask->reason;
        if (!pk_bits_parse(&pk_words_need, ask->value, &change.needs, error))
            return false;
    }
    *ret_change = change;
    return true;
}

bool
pk_act_party_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    PkPartyChange change = { 0 };
    if (!pk_act_party_change(ask, &change, error))
        return false;
    return pk_party_set(app, ask->incident_key, (const int64_t *)(void *)ask->keys->data,
                        ask->keys->len, &change, ret_done, error);
}

static void
set_field(PkActAsk *ask, const char *field)
{
    g_free(ask->field);
    ask->field = g_strdup(field);
}

static void
word_chosen(PkUi *ui, int64_t value, void *data)
{
    PkActAsk *ask = data;
    ask->party_status = (PkPartyStatus)value;
    ask->role = (PkPartyRole)value;
    pk_act_write(ui, pk_act_party_run, ask);
}

/* Takes ask. */
static void
word_menu(PkUi *ui, const char *title, const PkWords *words, PkActAsk *ask)
{
    enum { ITEMS_MAX = 9 };
    PkMenuItem items[ITEMS_MAX];
    char keys[ITEMS_MAX][2];
    size_t n = MIN(words->n_words, ITEMS_MAX);
    for (size_t i = 0; i < n; i++) {
        keys[i][0] = (char)('1' + i);
        keys[i][1] = '\0';
        items[i] =
            (PkMenuItem){ keys[i], pk_word(words, words->words[i].value), words->words[i].value };
    }
    pk_ui_menu(ui, title, NULL, items, n, word_chosen, ask, pk_act_ask_free);
}

void
pk_act_party_status(PkUi *ui, const PkDetail *detail, const GArray *keys)
{
    g_autofree char *who = whom(detail, keys);
    g_autofree char *title = g_strdup_printf(_("Status of %s in %s"), who, detail->incident->ident);
    PkActAsk *ask = ask_keys(detail, keys);
    set_field(ask, "status");
    word_menu(ui, title, &pk_words_party_status, ask);
}

/* ---- other fields of a party --------------------------------------------------------------------
 */

static bool
impact_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    g_free(ask->value);
    ask->value = g_strdup(text);
    pk_act_write(ui, pk_act_party_run, ask);
    return true;
}

static bool
agreed_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, pk_act_party_run, ask);
    return true;
}

static char *
needs_check(G_GNUC_UNUSED PkUi *ui, const char *text, bool *ret_ok, G_GNUC_UNUSED void *data)
{
    guint bits = 0;
    g_autoptr(GError) error = NULL;
    *ret_ok = pk_bits_parse(&pk_words_need, text, &bits, &error);
    g_autofree char *words = pk_bits_words(&pk_words_need, bits);
    return *ret_ok ? g_strdup_printf("= %s", words) : g_strdup(error->message);
}

static bool
needs_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    g_free(ask->value);
    ask->value = g_strdup(text);
    pk_act_prompt(ui, _("Agreed by"), NULL,
                  _("Both names: who of the municipality, and who of us."), NULL, agreed_accept,
                  ask);
    return true;
}

static char *
aware_check(PkUi *ui, const char *text, bool *ret_ok, void *data)
{
    PkActAsk *ask = data;
    return pk_act_echo_time(ui, text, PK_WHEN_PAST, &ask->due_us, ret_ok);
}

static void
field_chosen(PkUi *ui, int64_t value, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    switch (value) {
    case 'r':
        set_field(ask, "role");
        word_menu(ui, _("Role of the party"), &pk_words_party_role, ask);
        break;
    case 'i':
        set_field(ask, "impact");
        pk_act_prompt(ui, _("Impact"), NULL, _("What does not work there, and for whom."), NULL,
                      impact_accept, ask);
        break;
    case 'k':
        set_field(ask, "aware");
        pk_act_prompt(ui, _("Aware since"), NULL, _("Starts the clock of this organisation."),
                      aware_check, impact_accept, ask);
        break;
    case 'n':
        set_field(ask, "needs");
        pk_act_prompt(ui, _("Help needed"), NULL, _("advice, comms, privacy, aid ... with commas"),
                      needs_check, needs_accept, ask);
        break;
    default:
        set_field(ask, "status");
        word_menu(ui, _("Status of the party"), &pk_words_party_status, ask);
        break;
    }
}

void
pk_act_party_edit(PkUi *ui, const PkDetail *detail, const GArray *keys)
{
    g_autofree char *who = whom(detail, keys);
    g_autofree char *title = g_strdup_printf(_("Change of %s in %s"), who, detail->incident->ident);
    PkMenuItem items[] = {
        { "s", _("status"), 's' },      { "r", _("role in this incident"), 'r' },
        { "i", _("impact"), 'i' },      { "k", _("aware since"), 'k' },
        { "n", _("help needed"), 'n' },
    };
    pk_ui_menu(ui, title, NULL, items, G_N_ELEMENTS(items), field_chosen, ask_keys(detail, keys),
               pk_act_ask_free);
}
