/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared by ui/acts*.c: reading the incident before asking, and the plainest write. */
#pragma once

#include "acts.h"
#include "piket/model/when.h"

/* Reads the incident in full, then calls then in the main thread; detail is handed over. Nothing
 * happens when the read fails (it is said) or a newer one overtakes. */
typedef void (*PkActThen)(PkUi *ui, PkDetail *detail, void *data);
void pk_act_read(PkUi *ui, int64_t incident_key, PkActThen then, void *data,
                 GDestroyNotify free_data);
/* The same for the incident under the cursor; says so when there is none. */
void pk_act_here(PkUi *ui, PkActThen then);

void pk_act_detail_free(void *detail);

/* What it is about, for when another was first. */
typedef enum { PK_ASK_OTHER, PK_ASK_FIELD, PK_ASK_STATUS, PK_ASK_PARTY } PkAskKind;

/* A change with everything in it that any use case of ui/acts needs. */
typedef struct {
    PkAskKind kind;
    int64_t incident_key;
    int64_t version;
    int64_t over; /* the version seen before the change that is written over; -1: none */
    char *ident;
    char *field, *value, *reason, *permission; /* a field                    */
    PkStatus status;                           /* and for closing: value     */
    PkTlp tlp;                                 /* the label it has now       */
    GArray *keys;                              /* parties                    */
    GPtrArray *seen;                           /* PkParty as they were shown */
    PkPartyRole role;
    PkPartyStatus party_status;
    int64_t action_no, due_us;
    bool typed; /* a prompt asked for it: its history holds the text */
} PkActAsk;

PkActAsk *pk_act_ask(const PkDetail *detail);
PkActAsk *pk_act_ask_copy(const PkActAsk *ask);
void pk_act_ask_free(void *ask);

/* Runs it with a copy of ask. */
void pk_act_write(PkUi *ui, PkWriteFn run, const PkActAsk *ask);
/* A prompt about ask (handed over). check may be NULL. */
void pk_act_prompt(PkUi *ui, const char *label, const char *initial, const char *hint,
                   char *(*check)(PkUi *, const char *, bool *, void *),
                   bool (*accept)(PkUi *, const char *, void *), PkActAsk *ask);

/* The echo of a time field of a prompt: "= Tue 10 Mar 02:44 CET (01:44Z)", or why not. */
char *pk_act_echo_time(PkUi *ui, const char *text, PkWhenDirection direction, int64_t *ret_us,
                       bool *ret_ok);

void pk_act_ask_tlp(PkUi *ui, PkDetail *detail, void *data);

/* acts_conflict.c: the change of ask was refused with CONFLICT. */
void pk_act_conflict(PkUi *ui, const PkActAsk *ask);

/* The writes of a field, a status, parties. */
bool pk_act_set_run(PkApp *app, void *request, PkDone *ret_done, GError **error);
bool pk_act_status_run(PkApp *app, void *request, PkDone *ret_done, GError **error);
bool pk_act_party_run(PkApp *app, void *request, PkDone *ret_done, GError **error);
bool pk_act_party_change(const PkActAsk *ask, PkPartyChange *ret_change, GError **error);

/* A field over the change of another, with what that asks: permission, a reason. Takes ask. */
void pk_act_set_again(PkUi *ui, PkActAsk *ask, const PkConflict *conflict);
