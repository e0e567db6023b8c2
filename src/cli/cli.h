/* SPDX-License-Identifier: EUPL-1.2 */
/* Inside the command line: what every verb has in hand. */
#pragma once

#include "piket/app/change.h"
#include "piket/app/gate.h"
#include "piket/app/read.h"
#include "piket/app/retry.h"
#include "piket/cli/cli.h"
#include "piket/model/timefmt.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Options, in the order of the help. */
typedef enum {
    PK_OPT_JSON,
    PK_OPT_NDJSON,
    PK_OPT_FORMAT,
    PK_OPT_FIELDS,
    PK_OPT_PLAIN,
    PK_OPT_UTC,
    PK_OPT_TZ,
    PK_OPT_AT,
    PK_OPT_TLP_MAX,
    PK_OPT_TLP,
    PK_OPT_CAT,
    PK_OPT_PIN,
    PK_OPT_CORRECTS,
    PK_OPT_ORG,
    PK_OPT_KIND,
    PK_OPT_SEVERITY,
    PK_OPT_SEEN,
    PK_OPT_AWARE,
    PK_OPT_PHONE,
    PK_OPT_CALLER,
    PK_OPT_SOURCE,
    PK_OPT_ROLE,
    PK_OPT_NAME,
    PK_OPT_CEILING,
    PK_OPT_WARN,
    PK_OPT_CRIT,
    PK_OPT_NUMBER,
    PK_OPT_CONTACT,
    PK_OPT_FOR,
    PK_OPT_LIST,
    PK_OPT_FROM,
    PK_OPT_TO,
    PK_OPT_UNTIL,
    PK_OPT_PERSONS,
    PK_OPT_PERSON, /* given more than once: joined by line feeds */
    PK_OPT_TURN,
    PK_OPT_HOLIDAYS,
    PK_OPT_ZONE,
    PK_OPT_OFF,
    PK_OPT_STATE,
    PK_OPT_WAIT,
    PK_OPT_PERMISSION,
    PK_OPT_HEAD,
    PK_OPT_REBUILD,
    PK_OPT_ENCRYPT,
    PK_OPT_REPLACE,
    PK_OPT_LINES,
    PK_OPT_LIMIT,
    PK_OPT_RECEIVED,
    PK_OPT_ALL,
    PK_OPT_REASON,
    PK_OPT_STATUS,
    PK_OPT_PAGES,
    PK_OPT_PAGE,
    PK_OPT_RUNG,
    PK_OPT_STRICT,
    PK_OPT_CHECK,
    PK_OPT_DRY_RUN,
    PK_OPT_YES,
    PK_OPT_NO_INPUT,
    PK_OPT_OUTPUT,
    PK_OPT_FORCE,
    PK_OPT_READ_ONLY,
    PK_OPT_DEMO,
    PK_OPT_SLOW,
    PK_OPT_DB,
    PK_OPT_LANG,
    PK_OPT_COLOR,
    PK_OPT_QUIET,
    PK_OPT_VERBOSE,
    PK_OPT_HELP,
    PK_OPT_VERSION,
    PK_OPT_N,
} PkOptId;

typedef struct {
    const char *name;
    char letter;     /* 0: none                          */
    const char *arg; /* "TIME"; NULL for a switch        */
    const char *help;
} PkOpt;

extern const PkOpt pk_opts[PK_OPT_N];

/* A set of options: there are more than 64. */
typedef unsigned __int128 PkOptSet;
#define PK_BIT(opt) ((PkOptSet)1 << (opt))
G_STATIC_ASSERT(PK_OPT_N <= 128);

typedef struct PkCli PkCli;

enum {
    PK_NEEDS_NOTHING = 0,
    PK_NEEDS_APP = 1 << 0, /* opens the data file                               */
};

typedef struct {
    const char *name;
    const char *args; /* forms separated by line feeds: "ID add NAMES...\nID list"; [X] may lack */
    const char *help; /* translatable, one sentence without full stop                        */
    unsigned needs;
    PkOptSet options; /* PK_BIT of those it knows, beside the common ones                    */
    bool (*run)(PkCli *cli, GError **error);
    const char *examples; /* separated by line feeds                                             */
} PkCommand;

extern const PkCommand pk_commands[];
extern const size_t pk_n_commands;
extern const PkOptSet pk_common_options;  /* every verb knows these         */
extern const PkOptSet pk_console_options; /* without a verb                 */

const PkCommand *pk_command_find(const char *name);

struct PkCli {
    const PkCliConsole *console;
    const PkCommand *command;     /* NULL: no verb                                    */
    const char *option[PK_OPT_N]; /* NULL: not given; "" for a switch                 */
    GPtrArray *args;              /* clean strings: what is no option                 */
    GPtrArray *kept;              /* owns what option points to                       */
    PkSettings *settings;
    char *where;
    char *outbox; /* what to fall back upon without the server, or NULL              */
    PkApp *app;
    const char *zone_name;
    PkZone *own_zone;
    const PkZone *zone; /* for showing and reading; NULL: UTC                          */
    PkLang lang;
    int64_t now_us;
    bool tty;     /* the data goes to a person's terminal                        */
    int columns;  /* of that terminal; 0: do not cut                             */
    GString *out; /* the data                                                    */
    PkOutgoing gate;
    int64_t share_key; /* what --tlp-max red is about; 0: several                     */
    int64_t to_org;    /* of --to; 0: nobody in particular                           */
    bool shares;       /* content left through the gate: to be logged above the usual */
    int exit_code;     /* of a success that says more: 6, 12                          */
    size_t error_at;   /* byte in what was typed, with has_error_at                   */
    bool has_error_at;
    PkRetry retry;    /* of the verb that runs                                        */
    bool again;       /* it failed for want of the server, and is run once more       */
    bool asked;       /* a person answered a question: not to be asked twice          */
    char *stdin_text; /* what was read there, for when it is run once more; owned     */
    char *hint;       /* for an error: what to do; owned                             */
    bool say_hint;    /* also when it is no JSON                                     */
};

/* ---- options ----------------------------------------------------------------------------------
 */

/* Fills command, option and args. Errors: INVALID with a suggestion. */
bool pk_cli_parse(PkCli *cli, int argc, char **argv, GError **error);

static inline bool
pk_cli_has(const PkCli *cli, PkOptId opt)
{
    return cli->option[opt] != NULL;
}

bool pk_cli_json(const PkCli *cli);                   /* --json or --ndjson */
const char *pk_cli_arg(const PkCli *cli, unsigned i); /* NULL when there is none */

/* All arguments from i on joined by spaces; "-" alone reads stdin. Clean, owned. */
char *pk_cli_text_from(PkCli *cli, unsigned i, GError **error);
/* Arguments from i on as a filter, owned. */
char *pk_cli_filter_from(const PkCli *cli, unsigned i);

/* A time option. *ret_us is left alone when it was not given. precision may be NULL. */
bool pk_cli_time(PkCli *cli, PkOptId opt, int64_t *ret_us, PkPrecision *ret_precision,
                 GError **error);
bool pk_cli_word(PkCli *cli, PkOptId opt, const PkWords *words, int *ret_value, GError **error);
/* A number 1..max; preset when it was not given. */
bool pk_cli_number(PkCli *cli, PkOptId opt, unsigned max, unsigned preset, unsigned *ret,
                   GError **error);
bool pk_cli_incident(PkCli *cli, unsigned i, int64_t *ret_key, GError **error);

/* The nearest of names (space-separated lists allowed), or NULL when nothing is near. Owned. */
char *pk_cli_nearest(const char *typed, const char *const *names, size_t n_names);

bool pk_cli_open(PkCli *cli, GError **error); /* the data file, once */
PkAppConfig pk_cli_config(const PkCli *cli);  /* what it is opened with; borrows from cli */

/* ---- out --------------------------------------------------------------------------------------
 */

/* Sentences to the person on stderr; quiet drops say, never warn. */
void pk_cli_say(const PkCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
void pk_cli_warn(const PkCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
void pk_cli_notices(const PkCli *cli, const GPtrArray *notices);

/* Data. Made safe for a terminal per line, as it is for a pipe. */
void pk_cli_put(PkCli *cli, const char *text);
void pk_cli_putf(PkCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Takes document. Adds nothing; prints it with --json as one document. */
void pk_cli_put_json(PkCli *cli, json_t *document);
void pk_cli_put_ndjson(PkCli *cli, json_t *item);

typedef enum {
    PK_FORMAT_TEXT, /* for people                    */
    PK_FORMAT_PLAIN,
    PK_FORMAT_CSV,
    PK_FORMAT_MD,
    PK_FORMAT_TXT, /* a document without columns cut */
} PkFormat;
/* From --format and --plain. Errors: INVALID. */
bool pk_cli_format(PkCli *cli, PkFormat *ret_format, GError **error);

/* One table in any format; rows are GStrv of n cells. */
void pk_cli_table(PkCli *cli, PkFormat format, const char *const *heads, size_t n,
                  const GPtrArray *rows);
char *pk_cli_md(const char *text); /* escaped for Markdown, one line. Owned. */

/* Says on stderr how many incidents this person may not see, so that no list lies. */
bool pk_cli_say_hidden(PkCli *cli, GError **error);

/* May content with this label go out? Counted. */
bool pk_cli_may(PkCli *cli, PkTlp label);
/* Sets the ceiling from --tlp-max and where the data goes. */
bool pk_cli_open_gate(PkCli *cli, GError **error);
/* With --to: narrows the gate to that organisation, for what is about this incident. Errors:
 * CONFIRM (a reason is asked), DENIED. */
bool pk_cli_to(PkCli *cli, int64_t incident_key, const char *what, GError **error);
/* Writes what was put and says what was left out. */
bool pk_cli_finish(PkCli *cli, GError **error);

/* ---- JSON -------------------------------------------------------------------------------------
 */

/* {"schema": schema, "generated": now}, owned. */
json_t *pk_json_document(const PkCli *cli, const char *schema);
void pk_json_text(json_t *object, const char *key, const char *text); /* null for NULL or "" */
void pk_json_time(json_t *object, const char *key, int64_t us);       /* null for 0          */
void pk_json_gate(const PkCli *cli, json_t *document);                /* tlp_max, omitted    */
json_t *pk_json_strings(const GPtrArray *texts);
json_t *pk_json_bits(const PkWords *words, guint bits);
json_t *pk_json_incident(const PkIncident *incident);
json_t *pk_json_row(const PkIncidentRow *row);
json_t *pk_json_party(const PkParty *party);
json_t *pk_json_clock(const PkClockView *clock);
json_t *pk_json_action(const PkStandingAction *action);
json_t *pk_json_line(const PkLine *line);
json_t *pk_json_contact(const PkContact *contact);

/* Says and prints what a use case did. */
void pk_cli_done(PkCli *cli, const PkDone *done, bool id_out);

/* ---- text ---------------------------------------------------------------------------------------
 */

PkTimeText pk_cli_moment(const PkCli *cli, int64_t us); /* "Tue 10 Mar 03:14 CET", "-" for 0 */

/* The store could not be reached while saving: keeps the fields (name, value pairs, NULL ends) as a
 * draft and says so. error stays as it is. */
void pk_cli_keep(PkCli *cli, int kind, const char *about, const char *const *fields,
                 const GError *error);

/* Will the verb be run once more after this error? Then nothing is to be said or kept yet. */
bool pk_cli_again(PkCli *cli, const GError *error);

/* Runs the verb and writes what it put; as often as it takes when a server goes away meanwhile. */
bool pk_cli_run(PkCli *cli, GError **error);

/* The question on the terminal; false (with CONFIRM set) when there is nobody to ask. */
bool pk_cli_ask(PkCli *cli, const char *question, char **ret_answer, GError **error);

/* ---- verbs --------------------------------------------------------------------------------------
 */

bool pk_verb_log(PkCli *cli, GError **error);
bool pk_verb_list(PkCli *cli, GError **error);
bool pk_verb_show(PkCli *cli, GError **error);
bool pk_verb_note(PkCli *cli, GError **error);
bool pk_verb_page(PkCli *cli, GError **error);
bool pk_verb_ack(PkCli *cli, GError **error);
bool pk_verb_escalate(PkCli *cli, GError **error);
bool pk_verb_attempt(PkCli *cli, GError **error);
bool pk_verb_ladder(PkCli *cli, GError **error);
bool pk_verb_set(PkCli *cli, GError **error);
bool pk_verb_status(PkCli *cli, GError **error);
bool pk_verb_party(PkCli *cli, GError **error);
bool pk_verb_action(PkCli *cli, GError **error);
bool pk_verb_timeline(PkCli *cli, GError **error);
bool pk_verb_search(PkCli *cli, GError **error);
bool pk_verb_import(PkCli *cli, GError **error);
bool pk_verb_contact(PkCli *cli, GError **error);
bool pk_verb_deadline(PkCli *cli, GError **error);
bool pk_verb_rule(PkCli *cli, GError **error);
bool pk_verb_name(PkCli *cli, GError **error);
bool pk_verb_handover(PkCli *cli, GError **error);
bool pk_verb_notify(PkCli *cli, GError **error);
bool pk_verb_person(PkCli *cli, GError **error);
bool pk_verb_verify(PkCli *cli, GError **error);
bool pk_verb_db(PkCli *cli, GError **error);
bool pk_verb_sync(PkCli *cli, GError **error);
bool pk_verb_doctor(PkCli *cli, GError **error);
bool pk_verb_duty(PkCli *cli, GError **error);
bool pk_verb_draft(PkCli *cli, GError **error);
bool pk_verb_help(PkCli *cli, GError **error);
bool pk_verb_version(PkCli *cli, GError **error);

/* `piket list --pages` and `piket page list`. */
bool pk_cli_pages(PkCli *cli, GError **error);

/* piket contact verify ID [OUTCOME] */
bool pk_contact_verify(PkCli *cli, GError **error);

/* The one organisation that a name, an alias or a code means. Errors: MISSING, INVALID. */
bool pk_cli_org(PkCli *cli, const char *text, int64_t *ret_key, GError **error);

/* Saves what a report draft holds: log and `draft recover` read the same fields. */
typedef const char *(*PkFieldGet)(const char *field, void *data);
bool pk_cli_report_from(PkCli *cli, PkFieldGet get, void *data, PkReport *report, GError **error);

/* Help for one verb, to the data or (usage errors) nowhere. Owned text. */
char *pk_help_command(const PkCommand *command);
char *pk_help_usage(void);
