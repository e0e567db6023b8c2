/* SPDX-License-Identifier: EUPL-1.2 */
/* What a ladder is and which one is for what. Files and the machine stand beside it. */
#include "piket/model/ladder.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

/* clang-format off */
static const PkWord whens[] = {
    { PK_LADDER_ALWAYS,  "always",  "always",               "altijd",               "" },
    { PK_LADDER_OFFICE,  "office",  "in office hours",      "in kantoortijd",       "" },
    { PK_LADDER_OUTSIDE, "outside", "outside office hours", "buiten kantoortijd",   "night nacht" },
};

static const PkWord page_sources[] = {
    { PK_PAGE_HAND,      "hand",      "by hand",   "met de hand", "" },
    { PK_PAGE_RULE,      "rule",      "rule",      "regel",       "" },
    { PK_PAGE_VOICEMAIL, "voicemail", "voicemail", "voicemail",   "" },
    { PK_PAGE_SOC,       "soc",       "SOC",       "SOC",         "" },
    { PK_PAGE_CLOCK,     "clock",     "deadline",  "termijn",     "" },
    { PK_PAGE_CALLBACK,  "callback",  "call-back", "terugbellen", "" },
    { PK_PAGE_HANDOVER,  "handover",  "handover",  "overdracht",  "" },
    { PK_PAGE_WATCH,     "watch",     "watch",     "bewaking",    "" },
};

static const PkWord attempts[] = {
    { PK_ATTEMPT_SPOKEN,       "spoken",       "spoken",       "gesproken",   "1" },
    { PK_ATTEMPT_VOICEMAIL,    "voicemail",    "voicemail",    "voicemail",   "2" },
    { PK_ATTEMPT_NO_ANSWER,    "no_answer",    "no answer",    "geen gehoor", "3" },
    { PK_ATTEMPT_BUSY,         "busy",         "busy",         "bezet",       "4 in-gesprek" },
    { PK_ATTEMPT_WRONG_NUMBER, "wrong_number", "wrong number", "fout nummer", "5" },
};

static const PkWord page_states[] = {
    { PK_PAGE_WAITING,      "waiting",      "waiting",      "wacht",      "open" },
    { PK_PAGE_ACKNOWLEDGED, "acknowledged", "acknowledged", "aangenomen", "acked" },
    { PK_PAGE_PROPOSING,    "proposing",    "proposing",    "voorstel",   "" },
    { PK_PAGE_EXPIRED,      "expired",      "expired",      "verlopen",   "" },
    { PK_PAGE_EXHAUSTED,    "exhausted",    "nobody left",  "niemand meer", "" },
    { PK_PAGE_CLOSED,       "closed",       "closed",       "gesloten",   "" },
};

static const PkWord rung_states[] = {
    { PK_RUNG_NOT_STARTED,  "not_started",  "not started",   "niet gestart",    "" },
    { PK_RUNG_WAITS,        "waits",        "waits",         "wacht",           "" },
    { PK_RUNG_PROPOSAL,     "proposal",     "waits, proposal", "wacht, voorstel", "" },
    { PK_RUNG_PROPOSED,     "proposed",     "proposed",      "voorgesteld",     "" },
    { PK_RUNG_CALLED,       "called",       "called",        "opgeroepen",      "" },
    { PK_RUNG_ACKNOWLEDGED, "acknowledged", "acknowledged",  "aangenomen",      "" },
};

static const PkWord acts[] = {
    { PK_ACT_NONE,    "none",    "none",        "niets",        "" },
    { PK_ACT_FIRE,    "fire",    "call",        "oproepen",     "" },
    { PK_ACT_PROPOSE, "propose", "propose",     "voorstellen",  "" },
    { PK_ACT_NUDGE,   "nudge",   "remind",      "herinneren",   "" },
    { PK_ACT_EXPIRE,  "expire",  "expire",      "verlopen",     "" },
    { PK_ACT_EXHAUST, "exhaust", "nobody left", "niemand meer", "" },
};

#define WORDS(name, table) { name, table, G_N_ELEMENTS(table) }

const PkWords pk_words_ladder_when = WORDS(N_("moment of the ladder"), whens);
const PkWords pk_words_page_source = WORDS(N_("source of the page"), page_sources);
const PkWords pk_words_attempt     = WORDS(N_("result of the call"), attempts);
const PkWords pk_words_page_state  = WORDS(N_("state of the page"), page_states);
const PkWords pk_words_rung_state  = WORDS(N_("state of the rung"), rung_states);
const PkWords pk_words_act         = WORDS(N_("act of the ladder"), acts);
/* clang-format on */

/* ---- the heap ------------------------------------------------------------------------------- */

static void
clear_target(void *data)
{
    PkTarget *target = data;

    g_free(target->who);
}

GArray *
pk_targets_new(void)
{
    GArray *targets = g_array_new(FALSE, TRUE, sizeof(PkTarget));

    g_array_set_clear_func(targets, clear_target);
    return targets;
}

PkRung *
pk_rung_new(void)
{
    PkRung *rung = g_new0(PkRung, 1);

    rung->targets = pk_targets_new();
    rung->office = pk_targets_new();
    return rung;
}

void
pk_rung_free(PkRung *rung)
{
    if (!rung)
        return;
    g_free(rung->name_en);
    g_free(rung->name_nl);
    g_free(rung->phone);
    g_array_unref(rung->targets);
    g_array_unref(rung->office);
    g_free(rung);
}

PkLadder *
pk_ladder_new(void)
{
    PkLadder *ladder = g_new0(PkLadder, 1);

    ladder->wait_min = 10;
    ladder->rounds = 1;
    ladder->pause_min = 10;
    ladder->silence_min = 30;
    ladder->rungs = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rung_free);
    return ladder;
}

void
pk_ladder_free(PkLadder *ladder)
{
    if (!ladder)
        return;
    g_free(ladder->key);
    g_free(ladder->name_en);
    g_free(ladder->name_nl);
    g_free(ladder->made_by);
    g_ptr_array_unref(ladder->rungs);
    g_free(ladder);
}

/* ---- may it be used? ------------------------------------------------------------------------ */

static bool
wrong(const PkLadder *ladder, const PkRung *rung, const char *why, GError **error)
{
    const char *key = ladder->key && *ladder->key ? ladder->key : "?";

    if (rung)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("Ladder '%s', rung %d: %s"), key, rung->no,
                    why);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("Ladder '%s': %s"), key, why);
    return false;
}

static bool
key_fits(const char *key)
{
    if (!key || !*key || strlen(key) > PK_LADDER_KEY_MAX)
        return false;
    for (const char *at = key; *at; at++) {
        if (!g_ascii_islower(*at) && !g_ascii_isdigit(*at) && *at != '-')
            return false;
    }
    return true;
}

static bool
text_fits(const char *text, bool needed)
{
    if (!text || !*text)
        return !needed;
    return strlen(text) <= PK_LADDER_TEXT_MAX && pk_text_check(text, PK_TEXT_LINE);
}

static bool
minutes_fit(int minutes, int least)
{
    return minutes >= least && minutes <= PK_LADDER_MINUTES_MAX;
}

static bool
targets_fit(const GArray *targets)
{
    for (guint i = 0; i < targets->len; i++) {
        if (!text_fits(g_array_index(targets, PkTarget, i).who, true))
            return false;
    }
    return targets->len <= PK_LADDER_TARGETS_MAX;
}

static bool
head_fits(const PkLadder *ladder, GError **error)
{
    const char *why = NULL;

    if (!key_fits(ladder->key))
        why = _("give it a key of lower case letters, digits and hyphens, at most 40.");
    else if (!text_fits(ladder->name_en, true) || !text_fits(ladder->name_nl, true))
        why = _("it needs a name in English and in Dutch, of at most 200 bytes each.");
    else if (ladder->rungs->len == 0)
        why = _("it has no rungs, so nobody would be called. Add at least one.");
    else if (ladder->rungs->len > PK_LADDER_RUNGS_MAX)
        why = _("it has more than 20 rungs. Nobody waits that long; take some away.");
    else if (ladder->rounds < 1 || ladder->rounds > PK_LADDER_ROUNDS_MAX)
        why = _("it has no end. Say how often it is climbed: rounds from 1 to 99.");
    else if (!minutes_fit(ladder->wait_min, 1))
        why = _("it does not wait after its last rung. Give wait in minutes, from 1 to 1440.");
    else if (!minutes_fit(ladder->pause_min, 1))
        why = _("it has no pause between two rounds. Give pause in minutes, from 1 to 1440.");
    else if (!minutes_fit(ladder->silence_min, 1))
        why = _("say after how many minutes without a line the owner is reminded: silence from 1 "
                "to 1440.");
    else if (ladder->days && (ladder->open_min < 0 || ladder->close_min > PK_LADDER_MINUTES_MAX ||
                              ladder->open_min >= ladder->close_min))
        why = _("its office hours end before they begin. Write them as mon-fri 08:00-18:00.");
    else if (!ladder->days && ladder->when != PK_LADDER_ALWAYS)
        why = _("it depends on office hours and has none. Write them as mon-fri 08:00-18:00.");
    return !why || wrong(ladder, NULL, why, error);
}

/* delay: minutes to the next rung that fires by itself, or how long the last one is waited for. */
static bool
rung_fits(const PkLadder *ladder, const PkRung *rung, bool first, int delay, GError **error)
{
    const char *why = NULL;

    if (rung->targets->len == 0)
        why = _("it calls nobody. Write duty:officer, person:LOGIN or desk:NAME.");
    else if (!targets_fit(rung->targets) || !targets_fit(rung->office))
        why = _("it calls more than 10, or a name is too long.");
    else if (!text_fits(rung->name_en, false) || !text_fits(rung->name_nl, false) ||
             !text_fits(rung->phone, false))
        why = _("a name or number of it is longer than 200 bytes.");
    else if (!minutes_fit(rung->delay_min, first ? 0 : 1))
        why = _("the delay must be from 1 to 1440 minutes (of the first rung from 0).");
    else if (rung->repeats < 0 || rung->repeats > PK_LADDER_REPEATS_MAX)
        why = _("it is called again 0 to 20 times.");
    else if (rung->repeats > 0 && !minutes_fit(rung->every_min, 1))
        why = _("it is called again without a pause. Give every in minutes, from 1 to 1440.");
    else if (!rung->need_reason && rung->repeats > 0 && delay > 0 &&
             rung->repeats * rung->every_min >= delay)
        why = _("the next rung begins before this one was called again for the last time. Wait "
                "longer there, or repeat less.");
    return !why || wrong(ladder, rung, why, error);
}

static const PkRung *
rung_at(const PkLadder *ladder, guint i)
{
    return ladder->rungs->pdata[i];
}

bool
pk_ladder_check(const PkLadder *ladder, GError **error)
{
    int n_alone = 0;

    if (!head_fits(ladder, error))
        return false;
    for (guint i = 0; i < ladder->rungs->len; i++) {
        const PkRung *rung = rung_at(ladder, i);
        int delay = 0;
        for (guint k = i + 1; k < ladder->rungs->len && !delay; k++)
            delay = rung_at(ladder, k)->need_reason ? 0 : rung_at(ladder, k)->delay_min;
        if (rung->no != (int)i + 1)
            return wrong(ladder, rung, _("rungs are numbered 1, 2, 3 without a gap."), error);
        if (!rung_fits(ladder, rung, i == 0, delay, error))
            return false;
        n_alone += !rung->need_reason;
    }
    return n_alone > 0 ||
           wrong(ladder, NULL,
                 _("every rung of it needs a reason, so none fires by itself. Add one that does."),
                 error);
}

/* ---- names ---------------------------------------------------------------------------------- */

const char *
pk_ladder_name(const PkLadder *ladder, PkLang lang)
{
    return lang == PK_LANG_NL ? ladder->name_nl : ladder->name_en;
}

/* "Duty officer" */
static char *
duty_called(const char *role, PkLang lang)
{
    int duty = 0;

    if (!pk_word_parse(&pk_words_duty, role, &duty, NULL))
        return g_strdup(role);
    char *called = g_strdup(pk_word_in(&pk_words_duty, duty, lang));
    called[0] = g_ascii_toupper(called[0]);
    return called;
}

char *
pk_rung_name(const PkRung *rung, PkLang lang)
{
    const char *own = lang == PK_LANG_NL ? rung->name_nl : rung->name_en;
    g_autoptr(GString) all = g_string_new(NULL);

    if (own && *own)
        return g_strdup(own);
    for (guint i = 0; i < rung->targets->len; i++) {
        const PkTarget *target = &g_array_index(rung->targets, PkTarget, i);
        g_autofree char *called =
            target->kind == PK_TARGET_DUTY ? duty_called(target->who, lang) : g_strdup(target->who);
        g_string_append_printf(all, "%s%s", i ? ", " : "", called);
    }
    return g_strdup(all->str);
}

const PkRung *
pk_ladder_rung(const PkLadder *ladder, int no)
{
    return ladder && no >= 1 && (guint)no <= ladder->rungs->len ? rung_at(ladder, (guint)no - 1)
                                                                : NULL;
}

/* ---- office hours and choosing -------------------------------------------------------------- */

bool
pk_ladder_in_office(const PkLadder *ladder, const PkZone *zone, const GArray *holidays,
                    int64_t at_us)
{
    PkLocal local = pk_zone_local(zone, at_us);
    int minute = local.hour * 60 + local.minute;
    int64_t day = pk_civil_days(local.year, local.month, local.day);

    if (!(ladder->days & 1u << (local.weekday - 1)) || minute < ladder->open_min ||
        minute >= ladder->close_min)
        return false;
    for (guint i = 0; holidays && i < holidays->len; i++) {
        if (g_array_index(holidays, int64_t, i) == day)
            return false;
    }
    return true;
}

const GArray *
pk_rung_targets(const PkLadder *ladder, const PkRung *rung, const PkZone *zone,
                const GArray *holidays, int64_t at_us)
{
    return rung->office->len > 0 && pk_ladder_in_office(ladder, zone, holidays, at_us)
               ? rung->office
               : rung->targets;
}

static bool
fits(const PkLadder *ladder, const PkLadderAsk *ask, const PkZone *zone, const GArray *holidays)
{
    if (ladder->no_incident != ask->no_incident || ladder->from > ask->severity ||
        (ladder->kinds && !(ladder->kinds & ask->kinds)))
        return false;
    return ladder->when == PK_LADDER_ALWAYS ||
           pk_ladder_in_office(ladder, zone, holidays, ask->at_us) ==
               (ladder->when == PK_LADDER_OFFICE);
}

/* Is a the better one of two that fit? */
static bool
is_nearer(const PkLadder *a, const PkLadder *b)
{
    if (!a->kinds != !b->kinds)
        return a->kinds != 0;
    if (a->from != b->from)
        return a->from > b->from;
    if ((a->when == PK_LADDER_ALWAYS) != (b->when == PK_LADDER_ALWAYS))
        return a->when != PK_LADDER_ALWAYS;
    return strcmp(a->key, b->key) < 0;
}

const PkLadder *
pk_ladder_choose(const GPtrArray *ladders, const PkLadderAsk *ask, const PkZone *zone,
                 const GArray *holidays)
{
    const PkLadder *best = NULL;

    for (guint i = 0; i < ladders->len; i++) {
        const PkLadder *ladder = ladders->pdata[i];
        if (fits(ladder, ask, zone, holidays) && (!best || is_nearer(ladder, best)))
            best = ladder;
    }
    return best;
}
