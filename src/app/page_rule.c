/* SPDX-License-Identifier: EUPL-1.2 */
/* Ladders that start at saving: the page that an incident raises by itself. */
#include "pages.h"
#include "piket/model/ident.h"

/* What calls nobody: an exercise, an incident that is over, a copy without its server. */
static bool
is_quiet(const PkApp *app, const PkIncident *incident)
{
    PkIdent ident;
    bool exercise =
        pk_ident_parse(incident->ident, 2000, &ident, NULL) && ident.kind == PK_IDENT_EXERCISE;

    return exercise || incident->status == PK_STATUS_CLOSED || app->mode == PK_MODE_COPY ||
           app->mode == PK_MODE_NONE;
}

/* The ladder that starts by itself for an incident as it is; *ret_ladder NULL: none does. */
static bool
starting(PkApp *app, const PkIncident *incident, int64_t now_us, PkLadder **ret_ladder,
         GError **error)
{
    PkPageRaise raise = { .incident_key = incident->key };

    if (!pk_page_choose(app, &raise, incident, now_us, ret_ladder, error))
        return false;
    if (*ret_ladder && !(*ret_ladder)->at_saving)
        g_clear_pointer(ret_ladder, pk_ladder_free);
    return true;
}

/* Is this change one that the ladder is for? A higher severity is; a kind more is when the incident
 * had no such ladder before it. Then nothing else is: whoever closed the page knew the rest. */
static bool
calls_for(PkApp *app, const PkIncident *before, const PkIncident *after, int64_t now_us,
          bool *ret_yes, GError **error)
{
    g_autoptr(PkLadder) had = NULL;

    *ret_yes = !before || after->severity > before->severity;
    if (*ret_yes || !(after->kinds & ~before->kinds))
        return true;
    if (!starting(app, before, now_us, &had, error))
        return false;
    *ret_yes = !had;
    return true;
}

bool
pk_page_rule(PkApp *app, const PkIncident *before, const PkIncident *after, int64_t now_us,
             PkDone *done, GError **error)
{
    PkPageRaise raise = { .incident_key = after->key, .source = PK_PAGE_RULE };
    g_autoptr(PkLadder) ladder = NULL;
    g_auto(PkDone) paged = { 0 };
    int64_t open = 0;
    bool yes = false;

    if (is_quiet(app, after))
        return true;
    if (!calls_for(app, before, after, now_us, &yes, error))
        return false;
    if (!yes)
        return true;
    if (!starting(app, after, now_us, &ladder, error) ||
        !pk_page_open_of(app, after->key, &open, error))
        return false;
    if (!ladder || open)
        return true;
    if (!pk_page_raise_here(app, &raise, now_us, &paged, NULL, error))
        return false;
    char *said = g_strdup_printf("%s %s", done->said, paged.said);
    g_free(done->said);
    done->said = said;
    return true;
}
