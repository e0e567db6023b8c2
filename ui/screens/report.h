/* SPDX-License-Identifier: EUPL-1.2 */
/* The quick report: one table of fields, what is in them, and the draft that keeps it.
 *
 * Inside of ui/screens/report*.c; everybody else calls pk_ui_report and pk_ui_resume (ui.h).
 * Order and keys follow the call (ux.md 3.9): who, how to reach, what, then one-key pickers. Saving
 * never refuses: what a field cannot hold is kept in the note. */
#pragma once

#include "edit.h"
#include "piket/app/draft.h"
#include "piket/model/when.h"
#include "ui.h"

typedef enum {
    PK_FIELD_PLACE, /* text with candidates of the register      */
    PK_FIELD_TEXT,  /* one line                                  */
    PK_FIELD_AREA,  /* several lines                             */
    PK_FIELD_PICK,  /* one key chooses and moves on              */
    PK_FIELD_MANY,  /* the same, and Space or comma adds more    */
    PK_FIELD_CHECK, /* boxes: a key ticks and stays              */
    PK_FIELD_TLP,   /* R S A G C                                 */
    PK_FIELD_TIME,
} PkFieldKind;

/* In the order of Tab. */
typedef enum {
    PK_FORM_PLACE,
    PK_FORM_NAME,
    PK_FORM_PHONE,
    PK_FORM_NOTE,
    PK_FORM_KIND,
    PK_FORM_SEVERITY,
    PK_FORM_TLP,
    PK_FORM_OBSERVED,
    PK_FORM_AWARE,
    PK_FORM_PERSONAL,
    PK_FORM_NEEDS,
    PK_FORM_CALLBACK,
    PK_FORM_SOURCE,
    PK_FORM_ROLE,
    PK_FORM_N
} PkFormField;

typedef struct {
    char key;
    int value;
    const char *label; /* translatable; NULL: the word of the table */
} PkFieldItem;

typedef struct {
    const char *key;   /* in the draft                      */
    const char *label; /* translatable, at most 12 columns  */
    const char *hint;  /* translatable: what to press here  */
    PkFieldKind kind;
    const PkWords *words;
    const PkFieldItem *items;
    int n_items;
    bool may_unknown; /* '?' means: asked, not known */
    PkWhenDirection direction;
    PkEcho echo;
} PkFieldInfo;
extern const PkFieldInfo pk_form_fields[PK_FORM_N];

typedef struct {
    PkEdit *edit;  /* kinds with text                                      */
    guint bits;    /* pickers: 1 << value                                  */
    guint was;     /* the same before the last change, for undo            */
    bool unknown;  /* '?': asked, not known                                */
    bool by_note;  /* filled by an accelerator in the note                 */
    bool adding;   /* MANY: after a comma the next keys add                */
    int at;        /* item under the cursor                                */
    int64_t us;    /* TIME: what was understood; 0: nothing                */
    PkWhen when;   /* TIME                                                 */
    char *problem; /* TIME: why it is not understood, or the a/b question  */
    bool asks;     /* TIME: a or b answers                                 */
    char choice;
    int64_t base_us; /* TIME: when it was typed: -30m counts from there    */
} PkFieldValue;

/* Words of a candidate: copies, because the register may be read again at any moment. */
typedef struct {
    int64_t org_key;
    bool exact; /* the whole name was typed */
    char *name; /* "Voorburg-Oost (was)"    */
    char *region;
    char *member;
    char *code;
} PkCandidate;

typedef struct {
    PkUi *ui;
    guint serial; /* tells an answer that comes late from one for this form */
    PkDraft *draft;
    char *uuid;
    char *ident;                 /* NULL until the number came */
    struct PkFormNumber *number; /* asked for, NULL before; shared with the thread that writes */
    int64_t started_us;
    PkFieldValue values[PK_FORM_N];
    PkFormField at;
    int64_t org_key;    /* chosen in the register; 0: none                   */
    int64_t wanted_org; /* of a draft, until the register is there to say so */
    char *org_name, *org_code, *org_about;
    GPtrArray *hits;  /* PkCandidate, while the place is typed                */
    int marked;       /* of the candidates, -1: none                          */
    int64_t page_key; /* the page that it is made of; 0: none               */
    char *doubles;    /* other open incidents of this organisation, or NULL   */
    bool menu;        /* Esc was pressed                                      */
    bool typed;       /* something was: a number is taken, a file is made     */
    bool asked_number;
    bool said_no_draft;
    bool lost; /* the draft was taken over: close, lose nothing */
    bool saving;
    GArray *waiting; /* PkKey pressed while saving, given again when that fails */
    int n_keys;      /* since the last flush */
} PkForm;

extern const PkPanel pk_report_panel;

/* report_fields.c: values as text and back. */
bool pk_field_has_edit(PkFieldKind kind);
const char *pk_field_item_label(const PkFieldInfo *info, int i);
bool pk_form_is_empty(const PkForm *form, PkFormField field);
char *pk_form_value_text(const PkForm *form, PkFormField field); /* as the draft has it */
void pk_form_set_text(PkForm *form, PkFormField field, const char *text, size_t cursor);
void pk_form_read_time(PkForm *form, PkFormField field);
/* The note with what no field could hold. Owned, NULL when there is none. */
char *pk_form_full_note(const PkForm *form);
/* "municipality, kind": translated names of what is still empty, "" for nothing. Owned. */
char *pk_form_missing(const PkForm *form);

/* report_place.c: the municipality and what the note says of other fields. */
void pk_form_find_places(PkForm *form);
void pk_form_take_place(PkForm *form, const PkPlace *place);
bool pk_form_take_marked(PkForm *form);
const PkCandidate *pk_form_marked(const PkForm *form);
void pk_form_drop_place(PkForm *form);
void pk_form_drop_number(PkForm *form);
/* Takes the place of a draft when it is still that place in this register. */
void pk_form_settle_place(PkForm *form);
void pk_form_read_note(PkForm *form);
char *pk_place_about(const PkPlace *place); /* "GM9001  VR Voorbeeldland  member" */

/* report_keys.c */
void pk_form_key(PkUi *ui, void *state, const PkKey *key);
void pk_form_enter(PkForm *form, PkFormField field);

/* report_draw.c */
void pk_form_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area);
char *pk_form_hint(const void *state);

/* report_save.c: the draft, the number, and saving. */
void pk_form_take_page(PkForm *form, int64_t page_key);
void pk_form_keep(PkForm *form, PkFormField field); /* after every change */
void pk_form_flush(PkForm *form);
void pk_form_restore(PkForm *form);
void pk_form_save(PkForm *form);
void pk_form_throw_away(PkForm *form);
