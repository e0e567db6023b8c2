/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"
#include "piket/model/timefmt.h"
#include "screens/contacts.h"

#include <string.h>

typedef struct {
    PkZone *zone;
    PkContactsState state;
    PkShown shown;
    PkView view;
} World;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, &error));
    return us;
}

static void
incident_row_free(void *data)
{
    PkIncidentRow *row = data;
    pk_incident_free(row->incident);
    g_free(row->place);
    g_free(row);
}

static void
card_free(void *data)
{
    PkCard *card = data;
    pk_org_free(card->org);
    g_ptr_array_unref(card->aliases);
    g_ptr_array_unref(card->contacts);
    g_ptr_array_unref(card->incidents);
    g_free(card);
}

static PkCard *
make_card(int64_t key, const char *name, const char *code, PkOrgKind kind)
{
    PkCard *card = g_new0(PkCard, 1);
    card->org = pk_org_new();
    card->org->key = key;
    card->org->name = g_strdup(name);
    card->org->code = g_strdup(code);
    card->org->kind = kind;
    card->org->region_name = g_strdup("VR Voorbeeldland");
    card->org->joined = code != NULL;
    card->aliases = g_ptr_array_new_with_free_func(g_free);
    card->contacts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_contact_free);
    card->incidents = g_ptr_array_new_with_free_func(incident_row_free);
    return card;
}

static PkContact *
add_contact(PkCard *card, PkContactRole role, const char *name, const char *phone,
            const char *source, const char *checked)
{
    PkContact *contact = pk_contact_new();
    contact->role = role;
    contact->name = g_strdup(name);
    contact->phone_day = g_strdup(phone);
    contact->source = g_strdup(source);
    contact->checked_us = checked ? at(checked) : 0;
    g_ptr_array_add(card->contacts, contact);
    card->n_contacts++;
    return contact;
}

static void
add_incident(PkCard *card, int64_t key, const char *ident, const char *title, PkTlp tlp)
{
    PkIncidentRow *row = g_new0(PkIncidentRow, 1);
    row->incident = pk_incident_new();
    row->incident->key = key;
    row->incident->ident = g_strdup(ident);
    row->incident->title = g_strdup(title);
    row->incident->tlp = tlp;
    row->incident->opened_us = at("2026-03-10T01:24:00Z");
    g_ptr_array_add(card->incidents, row);
}

static PkCard *
full_card(void)
{
    PkCard *card = make_card(11, "Voorbeeldstad", "GM9001", PK_ORG_MUNICIPALITY);
    PkContact *vcib = add_contact(card, PK_CONTACT_VCIB, "S. de Boer", "0600000077",
                                  "VCIB-formulier", "2026-01-28T10:00:00Z");
    vcib->signed_us = at("2025-01-28T10:00:00Z");
    PkContact *second = add_contact(card, PK_CONTACT_VCIB, "P. Hendriks", "0600000078",
                                    "VCIB-formulier", "2026-01-28T10:00:00Z");
    second->phone_night = g_strdup("0600000079");
    add_contact(card, PK_CONTACT_ACIB, "servicedesk", "070 000 0070", "ACIB-formulier",
                "2025-11-11T10:00:00Z")
        ->is_24x7 = true;
    add_contact(card, PK_CONTACT_ONCALL, "storingswacht", "0700000071", "mail gemeente",
                "2025-01-05T10:00:00Z");
    PkContact *desk = add_contact(card, PK_CONTACT_DESK, "loket", NULL, NULL, NULL);
    desk->mail = g_strdup("loket@voorbeeldstad.example");
    g_ptr_array_add(card->aliases, g_strdup("Oudestad (2019)"));
    add_incident(card, 1, "I26-0412", "Ransomware file server", PK_TLP_AMBER_STRICT);
    add_incident(card, 2, "I26-0398", "Phishing wave", PK_TLP_CLEAR);
    return card;
}

static World *
new_world(PkLang lang, int rows, int cols)
{
    World *world = g_new0(World, 1);
    PkContactsState *state = &world->state;
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    world->zone = pk_zone_new(NULL, NULL);
    world->view = (PkView){ .now_us = at("2026-03-10T02:24:00Z"),
                            .zone = world->zone,
                            .lang = lang,
                            .focused = true,
                            .rows = rows,
                            .cols = cols };
    state->cards = g_ptr_array_new_with_free_func(card_free);
    g_ptr_array_add(state->cards, make_card(10, "Oefendam", "GM9002", PK_ORG_MUNICIPALITY));
    g_ptr_array_add(state->cards, full_card());
    g_ptr_array_add(state->cards, make_card(12, "Sociale dienst Testerwoude en omstreken", NULL,
                                            PK_ORG_INTERMUNICIPAL));
    state->n = (int)state->cards->len;
    state->keys = g_new0(int64_t, state->n);
    for (int i = 0; i < state->n; i++)
        state->keys[i] = 10 + i;
    state->shown = &world->shown;
    pk_listsel_set(&state->sel, (PkListRows){ state->keys, state->n }, 1);
    state->card = full_card();
    state->card_key = 11;
    return world;
}

static void
free_world(World *world)
{
    if (world->state.cards)
        g_ptr_array_unref(world->state.cards);
    if (world->state.card)
        card_free(world->state.card);
    pk_filterbar_clear(&world->state.filter);
    g_free(world->state.keys);
    pk_zone_free(world->zone);
    g_free(world);
    pk_i18n_start("en");
}

static PkCanvas *
drawn(World *world)
{
    PkCanvas *canvas = pk_canvas_new(world->view.rows, world->view.cols);
    int top = world->view.cols >= 100 && world->view.rows >= 30 ? 4 : 3;
    pk_contacts_draw(&world->state, &world->view, canvas,
                     (PkRect){ top, 0, world->view.rows - top - 2, world->view.cols });
    return canvas;
}

static bool
has(const PkCanvas *canvas, const char *text)
{
    for (int row = 0; row < canvas->rows; row++) {
        g_autofree char *words = pk_canvas_row(canvas, row);
        if (strstr(words, text))
            return true;
    }
    return false;
}

static void
test_golden(void)
{
    static const struct {
        PkLang lang;
        int rows, cols;
        bool open;
        const char *name;
    } cases[] = {
        { PK_LANG_EN, 24, 80, false, "contacts-80x24-en" },
        { PK_LANG_NL, 24, 80, false, "contacts-80x24-nl" },
        { PK_LANG_EN, 24, 80, true, "card-80x24-en" },
        { PK_LANG_NL, 24, 80, true, "card-80x24-nl" },
        { PK_LANG_EN, 40, 120, true, "contacts-120x40-en" },
        { PK_LANG_NL, 40, 120, true, "contacts-120x40-nl" },
        { PK_LANG_EN, 24, 40, false, "contacts-40x24-en" },
        { PK_LANG_NL, 24, 40, true, "card-40x24-nl" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        World *world = new_world(cases[i].lang, cases[i].rows, cases[i].cols);
        world->state.open = cases[i].open;
        g_autoptr(PkCanvas) canvas = drawn(world);
        pk_assert_golden(cases[i].name, canvas);
        free_world(world);
    }
}

/* Numbers are read aloud in pairs, and nobody relies on an old card without being told. */
static void
test_card_says_what_counts(void)
{
    static const int widths[] = { 40, 80, 120 };
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        World *world = new_world(PK_LANG_NL, 60, widths[i]);
        world->state.open = true;
        g_autoptr(PkCanvas) canvas = drawn(world);
        g_assert_true(has(canvas, "06 00 00 00 77"));
        g_assert_true(has(canvas, "06 00 00 00 79  nacht"));
        g_assert_true(has(canvas, "070 000 00 70  24 uur"));
        g_assert_true(has(canvas, "VEROUDERD (14 mnd)"));
        g_assert_true(has(canvas, "VEROUDERD (nooit gecontroleerd)"));
        g_assert_true(has(canvas, "Oudestad (2019)"));
        g_assert_true(has(canvas, "I26-0412  TLP:AMBER+STRICT"));
        free_world(world);
    }
}

static void
test_stops(void)
{
    PkCard *card = full_card();
    const PkContact *contact;
    const PkIncidentRow *row;
    g_assert_cmpint(pk_card_stops(card), ==, 7);
    pk_card_stop(card, 0, &contact, &row);
    g_assert_cmpstr(contact->name, ==, "S. de Boer");
    pk_card_stop(card, 6, &contact, &row);
    g_assert_null(contact);
    g_assert_cmpstr(row->incident->ident, ==, "I26-0398");
    pk_card_stop(card, 7, &contact, &row);
    g_assert_true(!contact && !row);
    card_free(card);
}

/* The chosen stop is on the screen with the cursor on it, however small the window. */
static void
test_stop_stays_in_sight(void)
{
    static const int widths[] = { 40, 80, 120 };
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        World *world = new_world(PK_LANG_EN, 14, widths[i]);
        world->state.open = true;
        for (int stop = 0; stop < 7; stop++) {
            world->state.at = stop;
            g_autoptr(PkCanvas) canvas = drawn(world);
            const PkCell *cell = pk_canvas_cell(canvas, canvas->cursor_row, canvas->cursor_col);
            g_assert_cmpstr(cell->text, ==, ">");
            g_assert_cmpint(cell->role, ==, PK_ROLE_SELECTED);
        }
        free_world(world);
    }
}

static void
test_empty(void)
{
    World *world = new_world(PK_LANG_EN, 24, 80);
    world->state.n = 0;
    g_ptr_array_set_size(world->state.cards, 0);
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "The register is empty."));
    pk_filterbar_set(&world->state.filter, "xyzzy");
    g_autoptr(PkCanvas) filtered = drawn(world);
    g_assert_true(has(filtered, "No organisation fits this filter."));
    free_world(world);
}

static void
test_any_size(void)
{
    World *world = new_world(PK_LANG_EN, 1, 1);
    for (int rows = 1; rows < 46; rows += rows < 12 ? 1 : 5) {
        for (int cols = 1; cols < 210; cols += cols < 50 ? 1 : 9) {
            for (int open = 0; open < 2; open++) {
                world->view.rows = rows;
                world->view.cols = cols;
                world->state.open = open;
                world->state.at = 6 * open;
                g_autoptr(PkCanvas) canvas = drawn(world);
                g_assert_cmpint(canvas->cursor_row, <, rows);
                g_assert_cmpint(canvas->cursor_col, <, cols);
            }
        }
    }
    free_world(world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contacts/golden", test_golden);
    g_test_add_func("/contacts/card-says-what-counts", test_card_says_what_counts);
    g_test_add_func("/contacts/stops", test_stops);
    g_test_add_func("/contacts/stop-stays-in-sight", test_stop_stays_in_sight);
    g_test_add_func("/contacts/empty", test_empty);
    g_test_add_func("/contacts/any-size", test_any_size);
    return g_test_run();
}
