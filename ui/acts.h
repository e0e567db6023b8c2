/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person does to the incident under the cursor, the same on every place. Each opens the
 * menu, prompt or confirm panel it needs and ends in one use case. */
#pragma once

#include "piket/app/draft.h"
#include "piket/app/duty.h"
#include "ui.h"

void pk_act_note(PkUi *ui, void *state, const char *arg);    /* t: a line                    */
void pk_act_status(PkUi *ui, void *state, const char *arg);  /* s: only valid next states    */
void pk_act_tlp(PkUi *ui, void *state, const char *arg);     /* T: level 3, lowering asks    */
void pk_act_name(PkUi *ui, void *state, const char *arg);    /* W: who may see TLP:RED      */
void pk_act_edit(PkUi *ui, void *state, const char *arg);    /* e: which field, then a value */
void pk_act_add(PkUi *ui, void *state, const char *arg);     /* a: party, action             */
void pk_act_party(PkUi *ui, void *state, const char *arg);   /* a p: one or several parties  */
void pk_act_todo(PkUi *ui, void *state, const char *arg);    /* a a: an own action           */
void pk_act_actions(PkUi *ui, void *state, const char *arg); /* A-list: done, or a reason    */
void pk_act_copy(PkUi *ui, void *state, const char *arg);    /* y: number, id, line, text    */
void pk_act_duty(PkUi *ui, void *state, const char *arg);    /* :duty me: I take it         */
void pk_act_duty_take(PkUi *ui, PkDuty duty);
void pk_act_duty_add(PkUi *ui, void *state, const char *arg); /* a s: a shift                */
void pk_act_duty_drop(PkUi *ui, const PkShift *shift);
void pk_act_duty_swap(PkUi *ui, const PkShift *shift);    /* with which other one           */
void pk_act_who(PkUi *ui, void *state, const char *arg);  /* w: who changed what, when    */
void pk_act_card(PkUi *ui, void *state, const char *arg); /* c: contact card              */
/* The same for parties of the incident (keys: int64_t party keys), and for one of its actions. */
void pk_act_party_status(PkUi *ui, const PkDetail *detail, const GArray *keys);
void pk_act_party_edit(PkUi *ui, const PkDetail *detail, const GArray *keys);
void pk_act_action_here(PkUi *ui, const PkDetail *detail, guint index);
void pk_act_clock_here(PkUi *ui, const PkDetail *detail, guint index); /* one of its deadlines */

/* One deadline: what became of it; its start (or the end of an agreed one), with a reason; a new
 * one that people agreed on. */
void pk_act_clock_status(PkUi *ui, const PkClockView *clock);
void pk_act_clock_start(PkUi *ui, const PkClockView *clock);
void pk_act_clock_add(PkUi *ui, void *state, const char *arg); /* a t */

/* The call-back check of an incident: card, number to call, r and a digit for the outcome. */
void pk_act_call_check(PkUi *ui, int64_t incident_key);

void pk_act_acknowledge(PkUi *ui, void *state, const char *arg); /* A: I take its page       */
void pk_act_escalate(PkUi *ui, void *state, const char *arg);    /* E: level 3, the next rung */
/* The question of E with the reason filled in, where something else proposes to escalate. */
void pk_act_escalate_because(PkUi *ui, int64_t incident_key, const char *reason);
/* The same for a page. who "": oneself; else somebody, which asks how that is known. */
void pk_act_page_acknowledge(PkUi *ui, int64_t page_key, const char *who);
void pk_act_page_escalate(PkUi *ui, int64_t page_key, int rung); /* 0: the next one           */
void pk_act_page_attempt(PkUi *ui, int64_t page_key, int rung);  /* 0: whom it called last    */
void pk_act_page_close(PkUi *ui, int64_t page_key);

void pk_act_handover(PkUi *ui, void *state, const char *arg); /* x o: to whom, words, confirm */
void pk_act_export(PkUi *ui, void *state, const char *arg);   /* x: what can be handed on      */
void pk_act_handover_accept(PkUi *ui, int64_t key);           /* at once: one key             */
void pk_act_handover_read(PkUi *ui, int64_t key);

void pk_act_timeline(PkUi *ui, void *state, const char *arg); /* 5 for this incident          */

/* A line that was typed and not saved: offered again for the incident it is about. Takes draft. */
void pk_act_resume_note(PkUi *ui, PkDraft *draft);
