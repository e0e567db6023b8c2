/* SPDX-License-Identifier: EUPL-1.2 */
/* The console: places, panels on top of them, the rows around them, and the way to the use cases.
 *
 * A screen is one place: state, a draw function over const state, and a table of actions. A panel
 * lies on top (form, menu, prompt, confirm, help): at most one is open. Neither reaches the store:
 * they ask the console to read (a snapshot comes back), to write (a use case runs, what was done is
 * said, undo is kept), to go somewhere, to open a panel.
 *
 * Keys, hint bar, which-key, palette and help are printed from the action tables. */
#pragma once

#include "canvas.h"
#include "key.h"
#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/app/conflict.h"
#include "piket/app/page.h"
#include "piket/app/read.h"
#include "piket/app/worker.h"
#include "term.h"

typedef struct PkUi PkUi;

/* ---- what a draw function may know ---------------------------------------------------------- */

typedef struct {
    int row, col, rows, cols;
} PkRect;

typedef struct {
    int64_t now_us;
    const PkZone *zone;
    bool utc; /* z: times are shown in UTC                                  */
    PkLang lang;
    bool focused; /* the place has the keys: draw the cursor (no panel is open) */
    bool slow;
    int rows, cols; /* of the whole terminal: breakpoints look at these           */
    int gap_minutes;
    const char *also; /* initials of who else has the open incident open, or NULL         */
} PkView;

/* Breakpoints of ux.md 3.3, by the columns and rows of the terminal. */
typedef enum {
    PK_SIZE_TINY,   /* below 20x6: the clock and "too small"             */
    PK_SIZE_SMALL,  /* below 40 columns or 8 rows: clock, draft, m and ? */
    PK_SIZE_NARROW, /* 40-59 columns: three lines an item                */
    PK_SIZE_NORMAL, /* 60-99                                             */
    PK_SIZE_WIDE,   /* from 100: list and detail side by side            */
} PkSize;
PkSize pk_view_size(const PkView *view);

/* ---- actions -------------------------------------------------------------------------------- */

enum {
    PK_ACT_HINT = 1 << 0,     /* in the key row, in table order                       */
    PK_ACT_INCIDENT = 1 << 1, /* needs an incident under the cursor                   */
    PK_ACT_HIDDEN = 1 << 2,   /* a second key for the same: not in help               */
    PK_ACT_ARG = 1 << 3,      /* the palette may give an argument                     */
    PK_ACT_WRITES = 1 << 4,   /* refused when read-only                               */
};

/* Safety level (ux.md 3.6): 0 look, 1 private, 2 shared inside Piket, 3 leaves Piket or hard to
 * take back (must confirm with g), 4 irrevocable (must type). */
typedef struct {
    const char *name; /* palette and keymap name, the same as the command line where one exists */
    const char *aliases; /* Dutch palette names, separated by spaces */
    const char *keys; /* "j down", "g g" is a sequence after the which-key of g                 */
    const char *word; /* translatable: one word for the key row, "" to leave it out             */
    const char *help; /* translatable: one sentence without full stop                           */
    uint8_t level;
    uint8_t flags;
    void (*run)(PkUi *ui, void *state, const char *arg); /* arg "" unless from the palette */
} PkAction;

enum { PK_MOVE_FAR = 1000000 }; /* more rows than any list has */

/* ---- screens (places) ----------------------------------------------------------------------- */

typedef struct {
    const char *name;  /* "incidents": :go incidents                   */
    const char *go;    /* second key after g: "i"                      */
    char digit;        /* '2'                                          */
    const char *title; /* translatable: "Incidents"                    */
    void *(*create)(PkUi *ui);
    void (*free)(void *state);
    /* Asks for what it shows; called on entering, after own writes, and when data changed. */
    void (*load)(PkUi *ui, void *state);
    void (*draw)(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);
    /* The incident a key acts on: the one under the cursor; 0: none. ident may be NULL. */
    int64_t (*incident)(const void *state, const char **ret_ident);
    /* UUID of the incident that is open here in full, which others are told; NULL: none. May be
     * NULL. */
    const char *(*looking)(const void *state);
    /* Esc: closes own pane, clears the filter; false when there was nothing to undo. May be NULL.
     */
    bool (*back)(PkUi *ui, void *state);
    /* Names of the actions most useful now, for the key row, in order, separated by spaces; own
     * ones and general ones. NULL: those marked PK_ACT_HINT. */
    const char *(*hints)(const void *state);
    /* Moves the cursor by so many rows (PK_MOVE_FAR: to the end); rows of one page. */
    void (*move)(PkUi *ui, void *state, int by);
    int (*page)(const void *state);
    const PkAction *actions;
    size_t n_actions;
} PkScreen;

extern const PkScreen pk_screen_overview;
extern const PkScreen pk_screen_incidents;
extern const PkScreen pk_screen_deadlines;
extern const PkScreen pk_screen_timeline;
extern const PkScreen pk_screen_contacts;
extern const PkScreen pk_screen_escalation;
extern const PkScreen pk_screen_duty;
extern const PkScreen pk_screen_log;

/* All places, in the order of their digits. */
extern const PkScreen *const pk_screens[];
extern const size_t pk_n_screens;

/* State of a place (created at its first use), to hand it something before pk_ui_go. */
void *pk_ui_state(PkUi *ui, const PkScreen *screen);
void pk_ui_go(PkUi *ui, const PkScreen *screen);
const PkScreen *pk_ui_place(const PkUi *ui);

/* Where other places send the person: shows this incident in its detail, or its timeline. */
void pk_ui_show_incident(PkUi *ui, int64_t incident_key);

/* The same; with the id known, keys work on it before it has been read back. */
void pk_ui_show_saved_incident(PkUi *ui, int64_t incident_key, const char *ident);
void pk_ui_show_timeline(PkUi *ui, int64_t incident_key);
void pk_ui_show_card(PkUi *ui, int64_t org_key);
void pk_ui_show_page(PkUi *ui, int64_t page_key); /* its ladder */

/* ---- panels ---------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *title; /* translatable: in the header instead of the place, NULL: the place stays */
    const char *help;  /* translatable: what ? (F1 where keys are text) says; may be NULL         */
    bool text;         /* keys are text: no burst guard, digits do not jump                       */
    bool full;         /* covers the whole body; else only its height at the bottom of the body   */
    /* Rows it wants, for a panel that is not full; NULL: 8. */
    int (*height)(const void *state, const PkView *view);
    /* Draws into its rectangle and puts the cursor. */
    void (*draw)(const void *state, const PkView *view, PkCanvas *canvas, PkRect area);
    /* A key (also PASTE). The panel closes itself with pk_ui_close_panel. */
    void (*key)(PkUi *ui, void *state, const PkKey *key);
    /* The key row while it is open; NULL: from keys_word. Owned. */
    char *(*hint)(const void *state);
    void (*places)(PkUi *ui, void *state); /* the register was read, or read again; may be NULL */
    void (*tick)(PkUi *ui, void *state);   /* once a second while open; may be NULL       */
    void (*flush)(void *state);            /* suspend, hang-up: bring text to disk; may be NULL */
    void (*free)(void *state);
} PkPanel;

/* Opens a panel; one that was open is parked when it is a form (and said), else closed. */
void pk_ui_open(PkUi *ui, const PkPanel *panel, void *state);
void pk_ui_close_panel(PkUi *ui);
/* The state of the open panel when it is this one, else NULL. */
void *pk_ui_panel(PkUi *ui, const PkPanel *panel);
bool pk_ui_busy_panel(const PkUi *ui); /* some panel is open: an answer that comes late waits */

/* ---- ready-made panels ------------------------------------------------------------------------
 */

/* which-key: one key chooses. Keys of items must differ. */
typedef struct {
    const char *key;   /* "1", "s", "down"                      */
    const char *label; /* already translated; copied            */
    int64_t value;
} PkMenuItem;
typedef void (*PkMenuChosen)(PkUi *ui, int64_t value, void *data);
void pk_ui_menu(PkUi *ui, const char *title, const char *prompt, const PkMenuItem *items,
                size_t n_items, PkMenuChosen chosen, void *data, GDestroyNotify free_data);

/* One line (or several) of text at the bottom. check (may be NULL) gives the echo shown behind the
 * text ("= Tue 10 Mar 02:44 CET"), or an error sentence with *ret_ok false. Enter accepts. draft
 * (NULL: none) names what the text is about: it is then journalled and offered again. */
typedef struct {
    const char *label; /* translated */
    const char *initial;
    const char *hint;    /* translated; a second line */
    const char *draft;   /* "I26-0412", or NULL       */
    const char *history; /* name of a history list, or NULL */
    bool lines;          /* line feeds of pasted text are kept; Enter accepts all the same */
    char *(*check)(PkUi *ui, const char *text, bool *ret_ok, void *data);
    /* Up to 6 candidates for what stands before the cursor (owned strings), or NULL. */
    GPtrArray *(*complete)(PkUi *ui, const char *text, void *data);
    void (*changed)(PkUi *ui, const char *text, void *data); /* live filter; may be NULL        */
    void (*cancelled)(PkUi *ui, void *data);                 /* Esc; may be NULL                */
    bool (*accept)(PkUi *ui, const char *text, void *data);  /* false: stays open               */
} PkPrompt;
void pk_ui_prompt(PkUi *ui, const PkPrompt *prompt, void *data, GDestroyNotify free_data);

/* Level 3: names object, person, text and effect; only g goes on; typed-ahead keys, Enter, the
 * opening key and paste never do; the first 300 ms are deaf. lines is copied. */
void pk_ui_confirm(PkUi *ui, const char *title, const char *const *lines, size_t n_lines,
                   void (*yes)(PkUi *ui, void *data), void *data, GDestroyNotify free_data);

/* Level 4: a word, or the last four digits of the ident, must be typed and Enter pressed. */
void pk_ui_confirm_word(PkUi *ui, const char *title, const char *const *lines, size_t n_lines,
                        const char *word, void (*yes)(PkUi *ui, const char *typed, void *data),
                        void *data, GDestroyNotify free_data);

/* Two changed the same: t shows the difference, g calls mine, Esc calls theirs; nothing else
 * answers. conflict is taken. While another panel is open it waits. */
typedef void (*PkConflictMine)(PkUi *ui, const PkConflict *conflict, void *data);
typedef void (*PkConflictTheirs)(PkUi *ui, void *data);
void pk_ui_conflict(PkUi *ui, PkConflict *conflict, PkConflictMine mine, PkConflictTheirs theirs,
                    void *data, GDestroyNotify free_data);

/* A text to read, wrapped, with search and paging. Body is copied. */
void pk_ui_reader(PkUi *ui, const char *title, const char *body);

/* ---- messages ---------------------------------------------------------------------------------
 */

typedef enum {
    PK_SAY_HINT, /* about a key: not worth a place in the log of the session */
    PK_SAY_INFO,
    PK_SAY_WARN,
    PK_SAY_ERROR,
} PkSayLevel;

/* The message row, in a sentence. Not overwritten within 2 s unless the new one is worse. Kept in
 * the log of the session. */
void pk_ui_say(PkUi *ui, PkSayLevel level, const char *format, ...) G_GNUC_PRINTF(3, 4);
void pk_ui_say_error(PkUi *ui, const GError *error);

/* ---- reading and writing -----------------------------------------------------------------------
 */

/* Reads in the background. done runs in the main thread with the state of a *screen* (never freed
 * before the end). A newer read of the same slot (1..15, one per screen purpose) overtakes. */
void pk_ui_read(PkUi *ui, int slot, PkJobFn run, void *request, GDestroyNotify free_request,
                PkJobDone done, void *data);

/* Runs a use case in the background. Says what was done (or why not), keeps undo, reloads, then
 * calls after (may be NULL) in the main thread: ok, what was done, the error. data must outlive the
 * write: give free_data to have it freed. Refused with a sentence when read-only. */
typedef bool (*PkWriteFn)(PkApp *app, void *request, PkDone *ret_done, GError **error);
typedef void (*PkWriteAfter)(PkUi *ui, bool ok, const PkDone *done, const GError *error,
                             void *data);
void pk_ui_write(PkUi *ui, PkWriteFn run, void *request, GDestroyNotify free_request,
                 PkWriteAfter after, void *data, GDestroyNotify free_data);

/* The incident a key acts on now, with its ident; 0 and a sentence in the message row when none. */
int64_t pk_ui_incident(PkUi *ui, const char **ret_ident);

/* ---- things of the session ----------------------------------------------------------------------
 */

const PkView *pk_ui_view(PkUi *ui);
void pk_ui_redraw(PkUi *ui);
void pk_ui_reload(PkUi *ui);
bool pk_ui_read_only(const PkUi *ui);
const char *pk_ui_draft_dir(const PkUi *ui);
/* The register for completion; NULL until loaded (soon after the start). */
const PkPlaces *pk_ui_places(PkUi *ui);
/* Sends text to the clipboard by OSC 52 and says what that is worth. */
void pk_ui_copy(PkUi *ui, const char *text, PkTlp tlp);
void pk_ui_quit(PkUi *ui, int exit_code);
/* One line about the terminal (pk_term_describe); NULL without one. Owned. */
char *pk_ui_terminal(const PkUi *ui);

/* "!!", "!" or "" for a clock as it stands now. Static. */
const char *pk_ui_clock_sign(const PkClockView *clock, int64_t now_us);

/* What every place may show: open incidents, clocks, own actions; NULL until read. */
const PkOverview *pk_ui_overview(const PkUi *ui);
/* Unsaved work found on disk: PkDraftInfo, newest first; NULL until read. */
const GPtrArray *pk_ui_drafts(const PkUi *ui);

/* Forms, each in a file of its own under ui/screens/. draft_uuid NULL: a new report. text: what was
 * pasted in list mode, put into the note. */
void pk_ui_report(PkUi *ui, const char *draft_uuid, const char *text);
/* A new report of what a page about no incident says; saved, the page is about it. */
void pk_ui_report_of_page(PkUi *ui, const PkPageRow *page);
void pk_ui_note(PkUi *ui, const char *text); /* a line for the incident under the cursor */
void pk_ui_resume(PkUi *ui, const char *draft_uuid);

/* Messages said in this session, oldest first: for the log. */
typedef struct {
    int64_t at_us;
    PkSayLevel level;
    char *text;
} PkSaid;
const GPtrArray *pk_ui_said(const PkUi *ui);

/* What u would take back now (NULL: nothing), and how many steps there are. Lives until the next
 * write. */
const char *pk_ui_undo_next(const PkUi *ui, unsigned *ret_n);

/* ---- the life of the console
 * --------------------------------------------------------------------- */

typedef struct {
    PkAppConfig app;
    PkLang lang;
    PkTermOptions term;
    const char *draft_dir;
    bool clock; /* the header clock ticks once a minute       */
    bool utc;
    bool demo;            /* said in the header: this is a throw-away   */
    const char *greeting; /* said at the start (a backup made, ...)     */
    const char *notify;   /* how pages are told beside the bell (ring.h), or NULL */
    const char *show;     /* an incident to open at once, or NULL       */
} PkUiConfig;

/* Opens the terminal and runs until the person leaves. Returns the exit code.
 * Errors, before anything is drawn: those of pk_term_open and pk_app_open. */
int pk_ui_run(const PkUiConfig *config, GError **error);

/* The keys of all places and of everywhere, as `piket help keys` prints them. Owned. */
char *pk_ui_keys_text(void);

/* For tests: a console without a terminal on an open app; reads and writes happen at once. */
PkUi *pk_ui_new_headless(PkApp *app, const char *draft_dir, PkLang lang, int rows, int cols);
void pk_ui_free(PkUi *ui);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkUi, pk_ui_free)
void pk_ui_feed(PkUi *ui, const PkKey *key);
void pk_ui_feed_name(PkUi *ui, const char *key_name);
void pk_ui_feed_text(PkUi *ui, const char *text);
void pk_ui_set_size(PkUi *ui, int rows, int cols);
void pk_ui_set_also(PkUi *ui, const char *initials); /* others look too; NULL: nobody else */
PkCanvas *pk_ui_canvas(PkUi *ui);                    /* a fresh drawing, owned */
