/* SPDX-License-Identifier: EUPL-1.2 */
/* The inside of the console, for ui/ui_*.c and ui/panel_*.c only: screens and panels see ui.h. */
#pragma once

#include "loop.h"
#include "piket/app/draft.h"
#include "piket/app/duty.h"
#include "piket/app/news.h"
#include "piket/app/presence.h"
#include "piket/app/sync.h"
#include "ring.h"
#include "ui.h"

enum {
    PK_UI_SCREENS_MAX = 12,
    PK_UI_UNDO_MAX = 200,
    PK_UI_SLOT_OVERVIEW = 14,
    PK_UI_SLOT_REFRESH = 15,
    PK_UI_SLOT_PLACES = 16,
};

struct PkUi {
    PkView view;
    PkLoop *loop; /* NULL: headless (tests), jobs then run at once on sync_app */
    PkTerm *term;
    PkRing *ring;       /* what was heard of pages; NULL: headless                   */
    unsigned n_pages;   /* that wait, as the title says                              */
    bool has_looked;    /* for news                                                  */
    const char *notify; /* see PkUiConfig                                            */
    PkApp *sync_app;
    PkWorker *reader;
    PkWorker *writer;
    PkNews *news;         /* commits of others; NULL: looked for once a second only */
    PkPresence *presence; /* who else looks; NULL: headless                            */
    char *looking;        /* UUID of the incident that is open here, or NULL           */
    char *also;           /* "mb, rk" look at it too, or NULL                          */
    PkWorker *meeter;     /* tries the server and meets it; NULL: there is none     */
    PkMode mode;          /* of what is on the screen                               */
    PkOutboxState outbox; /* as it was seen last                                    */
    char *outbox_path;
    gint64 meet_at_us; /* monotonic: the next try                                */
    bool meeting, refusal_said;
    char *where, *login, *person, *draft_dir;
    bool read_only, demo;
    bool clock; /* the header shows the time */

    const PkScreen *place, *previous;
    void *states[PK_UI_SCREENS_MAX];

    const PkPanel *panel;
    void *panel_state;
    gint64 panel_since_us; /* monotonic: confirm panels are deaf at first */

    GQueue conflicts; /* panels that wait until nothing else is open */

    GPtrArray *said; /* PkSaid */
    char *message;
    PkSayLevel message_level;
    gint64 message_since_us; /* monotonic */
    bool message_answered;   /* a key was pressed since */
    char *next_message;      /* waits until the message above was shown long enough, or NULL */
    PkSayLevel next_level;

    GQueue undo, redo; /* PkUndo, newest at the tail */
    PkOverview *overview;
    PkDutyNow *duty;   /* who is on duty; NULL until read           */
    GPtrArray *drafts; /* PkDraftInfo */
    PkPlaces *places;
    int64_t data_at_us;                 /* when the data on the screen was read     */
    bool stale;                         /* reading fails: say from when the data is */
    int64_t last_real_us, last_mono_us; /* to notice a clock that is set */
    int n_capitals;                     /* unknown capitals in a row                */
    gint64 ctrl_c_us;
    guint tick_source, idle_source;
    bool refreshing, refresh_again; /* whether others committed is being asked; ask once more */
    bool reload_wanted;             /* something changed since the last reading was begun      */
    bool in_reload;                 /* what is read now belongs to it                          */
    bool reload_first;              /* and its first read takes the change that led to it      */
    int n_reloading;                /* reads of it that are on their way                       */
    gint64 reloaded_us;             /* monotonic: when it began                                */
    guint reload_source;
    bool quitting;
    GHashTable *histories; /* name -> GPtrArray of strings */
};

/* ui_keys.c */
void pk_ui_key(PkUi *ui, const PkKey *key);
/* The action of this name on this screen or everywhere; NULL when there is none. */
const PkAction *pk_ui_find_action(const PkUi *ui, const char *name, bool *ret_global);
void pk_ui_run_action(PkUi *ui, const PkAction *action, bool global, const char *arg);

/* ui_global.c */
extern const PkAction pk_global_actions[];
extern const size_t pk_n_global_actions;

/* ui_text.c: "enter C-d" as a person reads it on the keyboard: "Enter Ctrl-D". Owned. */
char *pk_ui_keys_shown(const char *keys);

/* ui_away.c: the server does not answer, or does again */
void pk_ui_away_start(PkUi *ui, const PkAppConfig *config);
void pk_ui_away_tick(PkUi *ui); /* once a second */
void pk_ui_away_seen(PkUi *ui, PkMode mode, const PkOutboxState *outbox);
char *pk_ui_away_words(const PkUi *ui); /* for the header; NULL: nothing to say. Owned. */

/* ui_frame.c */
void pk_ui_draw(PkUi *ui, PkCanvas *canvas);
PkRect pk_ui_body(const PkUi *ui);

/* panel_help.c, panel_palette.c, panel_go.c */
void pk_ui_open_help(PkUi *ui);
void pk_ui_open_palette(PkUi *ui, const char *text);
void pk_ui_open_go(PkUi *ui);
void pk_ui_open_deadlines(PkUi *ui);

/* panel_conflict.c: once a second, what waited for another panel; and the end. */
void pk_ui_next_conflict(PkUi *ui);
void pk_ui_drop_conflicts(PkUi *ui);

/* ui_news.c */
void pk_ui_start_news(PkUi *ui, const PkUiConfig *config);
void pk_ui_stop_news(PkUi *ui);
void pk_ui_look_for_news(PkUi *ui);
void pk_ui_attend(PkUi *ui);      /* tells which incident is open, after every key and reading */
void pk_ui_reload_soon(PkUi *ui); /* others changed something */
void pk_ui_reload_read(PkUi *ui); /* a read of a reloading is there, or was overtaken */

/* ui_frame.c */
void pk_ui_duty_free(PkDutyNow *duty);
void pk_ui_duty_tick(PkUi *ui); /* once a second: a shift may have ended */

/* ui.c */
/* Goes to a place as a person asks for it. */
void pk_ui_visit(PkUi *ui, const PkScreen *screen);
void pk_ui_load_overview(PkUi *ui);
void pk_ui_message_key(PkUi *ui); /* a key came: what was said has been seen */
void pk_ui_push_undo(PkUi *ui, PkUndo *undo);
GPtrArray *pk_ui_history(PkUi *ui, const char *name);
void pk_ui_start_idle(PkUi *ui);
void pk_ui_next_message(PkUi *ui); /* once a second: what waited for a worse one */
