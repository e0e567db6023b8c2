/* SPDX-License-Identifier: EUPL-1.2 */
/* Contacts: the state of place 7 and its parts that need no console. A list of organisations, and
 * the card of one: beside it from 100 columns, else instead of it. */
#pragma once

#include "list.h"
#include "screens/filterbar.h"
#include "screens/shown.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    PkFilterBar filter;
    GPtrArray *cards; /* PkCard without incidents; NULL until read             */
    bool more;        /* the register holds more than was read                 */
    PkListSel sel;
    int64_t *keys; /* of the organisations, in the order of the list           */
    int n;
    PkCard *card;     /* of the chosen organisation; NULL until read           */
    int64_t card_key; /* the organisation the card is, or will be, of; 0: none */
    bool open;        /* the card has the keys                                 */
    int at;           /* which row of the card one stands on (see below)       */
    PkShown *shown;   /* of the list; owned, never NULL                        */
} PkContactsState;

enum { PK_REGISTER_MAX = 1000 }; /* organisations read at once */

typedef enum {
    PK_CARD_TEXT,
    PK_CARD_CONTACT,  /* one can stand on it: y copies its number */
    PK_CARD_INCIDENT, /* Enter goes there                         */
} PkCardKind;

typedef struct {
    PkCardKind kind;
    PkRole role;
    guint index; /* in card->contacts or card->incidents                            */
    char *text;  /* "" for an incident: drawn as a row                              */
} PkCardLine;

/* The card as lines of at most cols columns. Owned array of PkCardLine. */
GPtrArray *pk_card_lines(const PkCard *card, const PkView *view, int cols);

/* Rows one can stand on: contacts, then incidents. */
int pk_card_stops(const PkCard *card);

/* The contact or the incident at that stop, the other NULL. */
void pk_card_stop(const PkCard *card, int at, const PkContact **ret_contact,
                  const PkIncidentRow **ret_incident);

void pk_contacts_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);
