/* SPDX-License-Identifier: EUPL-1.2 */
/* The verifier of a whole journal, and of a head that was kept elsewhere. */
#include "piket/model/seal.h"

#include <string.h>

/* Combinations of prefixes of origins that are tried for a head printed by another database. */
enum { MERGED_MAX = 1000000 };

typedef struct {
    char *uuid;
    int64_t last_no;
    GArray *rows; /* every row hash so far, PK_HASH_SIZE bytes each */
} Chain;

struct PkSealCheck {
    char *incident_uuid;
    bool has_kept;
    PkKeptHead kept;
    GPtrArray *chains;
    PkSealReport *report;
};

typedef struct {
    const PkSealCheck *check;
    uint8_t *tips; /* room for one row per origin */
    int64_t found; /* lines, or -1                */
} Search;

static void
free_chain(void *data)
{
    Chain *chain = data;

    g_free(chain->uuid);
    g_array_unref(chain->rows);
    g_free(chain);
}

static const uint8_t *
row_at(const Chain *chain, size_t i)
{
    return (const uint8_t *)chain->rows->data + i * PK_HASH_SIZE;
}

static bool
fits(const PkKeptHead *kept, const uint8_t *head)
{
    char hex[2 * PK_HASH_SIZE + 1];

    for (size_t i = 0; i < PK_HASH_SIZE; i++)
        g_snprintf(hex + 2 * i, 3, "%02x", head[i]);
    return strncmp(hex, kept->digits, strlen(kept->digits)) == 0;
}

PkSealCheck *
pk_seal_check_new(const char *incident_uuid, const PkKeptHead *kept)
{
    PkSealCheck *check = g_new0(PkSealCheck, 1);

    check->incident_uuid = g_strdup(incident_uuid);
    check->has_kept = kept != NULL;
    if (kept)
        check->kept = *kept;
    check->chains = g_ptr_array_new_with_free_func(free_chain);
    check->report = g_new0(PkSealReport, 1);
    check->report->kept_lines = -1;
    return check;
}

void
pk_seal_check_free(PkSealCheck *check)
{
    if (!check)
        return;
    g_free(check->incident_uuid);
    g_ptr_array_unref(check->chains);
    pk_seal_report_free(check->report);
    g_free(check);
}

void
pk_seal_report_free(PkSealReport *report)
{
    if (!report)
        return;
    g_free(report->fault_origin);
    g_free(report->sentence);
    g_free(report);
}

static Chain *
chain_of(PkSealCheck *check, const char *uuid)
{
    for (unsigned i = 0; i < check->chains->len; i++) {
        Chain *chain = check->chains->pdata[i];
        if (g_strcmp0(chain->uuid, uuid) == 0)
            return chain;
    }
    Chain *chain = g_new0(Chain, 1);
    chain->uuid = g_strdup(uuid);
    chain->rows = g_array_new(FALSE, FALSE, PK_HASH_SIZE);
    g_ptr_array_add(check->chains, chain);
    return chain;
}

static PkSealFault
judge(const PkSealCheck *check, const Chain *chain, const PkLine *line, int64_t *ret_no)
{
    *ret_no = line->no;
    if (g_strcmp0(check->incident_uuid, line->incident_uuid) != 0)
        return PK_SEAL_OTHER_JOURNAL;
    if (line->no <= chain->last_no)
        return PK_SEAL_WRONG_ORDER;
    if (line->no > chain->last_no + 1) {
        *ret_no = chain->last_no + 1;
        return PK_SEAL_LINE_MISSING;
    }
    return pk_seal_check(line, chain->rows->len ? row_at(chain, chain->rows->len - 1) : NULL);
}

static void
head_now(const PkSealCheck *check, uint8_t *ret_head)
{
    unsigned n = check->chains->len;
    g_autofree uint8_t *tips = g_malloc0((gsize)(n + 1) * PK_HASH_SIZE);

    for (unsigned i = 0; i < n; i++) {
        const Chain *chain = check->chains->pdata[i];
        memcpy(tips + (gsize)i * PK_HASH_SIZE, row_at(chain, chain->rows->len - 1), PK_HASH_SIZE);
    }
    pk_seal_head(tips, n, ret_head);
}

void
pk_seal_check_feed(PkSealCheck *check, const PkLine *line)
{
    PkSealReport *report = check->report;
    Chain *chain = chain_of(check, line->origin_uuid);
    int64_t no = 0;
    PkSealFault fault = judge(check, chain, line, &no);

    if (fault != PK_SEAL_GOOD && report->fault == PK_SEAL_GOOD) {
        report->fault = fault;
        report->fault_no = no;
        report->fault_origin = g_strdup(line->origin_uuid);
    }
    chain->last_no = line->no;
    g_array_append_vals(chain->rows, line->hash, 1);
    report->n_lines++;
    report->n_erased += line->erased;
    report->n_hidden += line->hidden && !line->erased;
    if (check->has_kept) {
        head_now(check, report->head);
        if (fits(&check->kept, report->head))
            report->kept_lines = report->n_lines;
    }
}

/* Tries every prefix of chain `at` and all that follow; n_tips rows are chosen so far. */
static void
seek(Search *search, unsigned at, unsigned n_tips, int64_t lines)
{
    const GPtrArray *chains = search->check->chains;

    if (search->found >= 0)
        return;
    if (at == chains->len) {
        uint8_t head[PK_HASH_SIZE];
        pk_seal_head(search->tips, n_tips, head);
        if (fits(&search->check->kept, head))
            search->found = lines;
        return;
    }
    const Chain *chain = chains->pdata[at];
    seek(search, at + 1, n_tips, lines);
    for (unsigned i = 0; i < chain->rows->len; i++) {
        memcpy(search->tips + (gsize)n_tips * PK_HASH_SIZE, row_at(chain, i), PK_HASH_SIZE);
        seek(search, at + 1, n_tips + 1, lines + i + 1);
    }
}

/* A laptop may have printed its head before it was delivered: then this database never had the
 * same lines at one moment, but the head is that of some first lines of each origin. */
static void
seek_merged(PkSealCheck *check)
{
    PkSealReport *report = check->report;
    g_autofree uint8_t *tips = g_malloc0((gsize)(check->chains->len + 1) * PK_HASH_SIZE);
    Search search = { check, tips, -1 };
    double n = 1;

    for (unsigned i = 0; i < check->chains->len; i++)
        n *= ((const Chain *)check->chains->pdata[i])->rows->len + 1.0;
    if (n > MERGED_MAX) {
        report->kept = PK_KEPT_UNSURE;
        return;
    }
    seek(&search, 0, 0, 0);
    report->kept = search.found >= 0 ? PK_KEPT_MERGED : PK_KEPT_NEVER;
    report->kept_lines = search.found;
}

static void
judge_kept(PkSealCheck *check)
{
    PkSealReport *report = check->report;

    report->kept_weak = check->kept.weak;
    if (report->kept_lines == report->n_lines ||
        (report->n_lines == 0 && fits(&check->kept, report->head))) {
        report->kept = PK_KEPT_NOW;
        report->kept_lines = report->n_lines;
    } else if (report->kept_lines >= 0) {
        report->kept = PK_KEPT_EARLIER;
    } else if (check->kept.weak || check->chains->len < 2) {
        report->kept = PK_KEPT_NEVER; /* eight digits would fit some combination by chance */
    } else {
        seek_merged(check);
    }
}

/* Adds a sentence after the others. */
static void G_GNUC_PRINTF(2, 3) say(GString *out, const char *format, ...)
{
    va_list args;

    if (out->len > 0)
        g_string_append_c(out, ' ');
    va_start(args, format);
    g_string_append_vprintf(out, format, args);
    va_end(args);
}

static void
say_fault(GString *out, const PkSealReport *report)
{
    g_autofree char *origin = g_strndup(report->fault_origin ? report->fault_origin : "?", 8);
    const char *what = NULL;

    switch (report->fault) {
    case PK_SEAL_GOOD: return;
    case PK_SEAL_TEXT_CHANGED: what = _("the text was changed"); break;
    case PK_SEAL_ROW_CHANGED: what = _("the row, or one before it, was changed"); break;
    case PK_SEAL_LINE_MISSING: what = _("the line is missing"); break;
    case PK_SEAL_WRONG_ORDER: what = _("the line is double or in the wrong order"); break;
    case PK_SEAL_OTHER_JOURNAL: what = _("the line belongs to another incident"); break;
    }
    say(out, _("BROKEN at line %lld of origin %s: %s."), (long long)report->fault_no, origin, what);
    say(out, "%s", _("Keep a copy of the database and tell your administrator."));
}

static void
say_whole(GString *out, const PkSealReport *report)
{
    g_autofree char *head = pk_seal_short(report->head);

    say(out, P_("%lld line fits, head %s.", "%lld lines fit, head %s.", report->n_lines),
        (long long)report->n_lines, head);
    if (report->n_erased > 0)
        say(out, P_("%lld text was erased.", "%lld texts were erased.", report->n_erased),
            (long long)report->n_erased);
    if (report->n_hidden > 0)
        say(out,
            P_("%lld text is hidden from you.", "%lld texts are hidden from you.",
               report->n_hidden),
            (long long)report->n_hidden);
}

static void
say_kept(GString *out, const PkSealReport *report)
{
    long long then = report->kept_lines;
    long long since = report->n_lines - report->kept_lines;

    switch (report->kept) {
    case PK_KEPT_NONE: return;
    case PK_KEPT_NOW: say(out, "%s", _("The kept head is the head now.")); break;
    case PK_KEPT_EARLIER:
        say(out, _("The kept head was the head after line %lld; %lld added since."), then, since);
        break;
    case PK_KEPT_MERGED:
        say(out,
            _("The kept head is of another database that had %lld of these lines; they are "
              "unchanged."),
            then);
        break;
    case PK_KEPT_NEVER:
        say(out, "%s",
            _("BROKEN: the kept head never was the head of these lines; lines were cut off or "
              "rewritten."));
        break;
    case PK_KEPT_UNSURE:
        say(out, "%s",
            _("The kept head was not found, but this journal is too large to try all databases it "
              "could be of; verify it where it was printed."));
        break;
    }
    if (report->kept_weak)
        say(out, "%s", _("Eight digits are a weak check: compare the long form."));
}

PkSealReport *
pk_seal_check_finish(PkSealCheck *check)
{
    PkSealReport *report = check->report;

    g_assert(report);
    report->n_origins = check->chains->len;
    head_now(check, report->head);
    if (check->has_kept)
        judge_kept(check);
    report->whole = report->fault == PK_SEAL_GOOD && report->kept != PK_KEPT_NEVER &&
                    report->kept != PK_KEPT_UNSURE;
    GString *out = g_string_new(NULL);
    if (report->fault == PK_SEAL_GOOD)
        say_whole(out, report);
    else
        say_fault(out, report);
    say_kept(out, report);
    report->sentence = g_string_free(out, FALSE);
    return g_steal_pointer(&check->report);
}
