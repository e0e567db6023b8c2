/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines: a note, a correction, a pin. */
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "undo.h"

#include <string.h>

bool
pk_line_readable(const PkLine *line, GError **error)
{
    if (!line->hidden)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("That line is %s and you may not read it, so you cannot change it either. "
                  "Nothing was saved."),
                pk_tlp_label(line->tlp));
    return false;
}

/* The line that a note corrects, which must be of the same journal. */
static bool
find_corrected(PkApp *app, int64_t incident_key, int64_t key, PkLine **ret_line, GError **error)
{
    if (key == 0)
        return true;
    g_autoptr(PkLine) line = pk_line_get(app->db, key, error);
    if (!line)
        return false;
    if (line->incident_key != incident_key) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("The line to correct belongs to another incident. Nothing was "
                              "saved."));
        return false;
    }
    if (!pk_line_readable(line, error))
        return false;
    *ret_line = g_steal_pointer(&line);
    return true;
}

/* The label of a note: as said, else the incident's; never below the line that it corrects. */
static PkTlp
label_of(const PkNote *note, const PkIncident *incident, const PkLine *corrects)
{
    PkTlp tlp = note->has_tlp ? note->tlp : incident ? incident->tlp : PK_TLP_AMBER;

    return corrects && !note->has_tlp ? pk_tlp_strictest(tlp, corrects->tlp) : tlp;
}

static char *
said(const PkIncident *incident, const PkLine *corrects, int64_t key, unsigned n, bool pinned)
{
    const char *called = pk_incident_called(incident);
    int number = (int)pk_journal_number(key);
    const char *pin = pinned ? _(" Pinned.") : "";

    if (corrects)
        return g_strdup_printf(_("%s: line %d corrects line %d.%s"), called, number,
                               (int)pk_journal_number(corrects->key), pin);
    if (n > 1)
        return g_strdup_printf(_("%s: long text, kept as %u lines from line %d.%s"), called, n,
                               number, pin);
    return g_strdup_printf(_("%s: line %d added.%s"), called, number, pin);
}

/* NULL with error. What came to the server after the copy was made is not in it. */
static PkIncident *
get_incident(PkApp *app, int64_t key, GError **error)
{
    g_autoptr(GError) why = NULL;
    PkIncident *incident = pk_incident_get(app->db, key, &why);

    if (incident)
        return incident;
    if (app->mode == PK_MODE_COPY && g_error_matches(why, PK_ERROR, PK_ERROR_MISSING))
        g_set_error_literal(error, PK_ERROR, PK_ERROR_OFFLINE,
                            _("The server does not answer, and this incident came there after the "
                              "copy on this computer was made. Your text is kept; save it when the "
                              "server is back."));
    else
        g_propagate_error(error, g_steal_pointer(&why));
    return NULL;
}

/* Saved before, when the answer was lost: this very text under this very UUID. A text that was
 * changed since is another line. */
static bool
was_saved(PkApp *app, int64_t incident_key, const PkNote *note, PkLine **ret_line, bool *ret_used,
          GError **error)
{
    g_autoptr(PkLine) line = NULL;
    g_autofree char *clean = pk_text_clean(note->text, -1, PK_TEXT_MULTILINE, NULL);

    *ret_used = false;
    if (!note->uuid)
        return true;
    if (!pk_line_by_uuid(app->db, incident_key, note->uuid, &line, error))
        return false;
    *ret_used = line != NULL;
    if (line && line->text && strcmp(clean, line->text) == 0)
        *ret_line = g_steal_pointer(&line);
    return true;
}

static bool
add(PkApp *app, int64_t incident_key, const PkNote *note, PkDone *done, GError **error)
{
    int64_t now_us = pk_clock_now_us();
    g_autoptr(PkIncident) incident = NULL;
    g_autoptr(PkLine) corrects = NULL;
    unsigned n = 0;

    if (incident_key) {
        incident = get_incident(app, incident_key, error);
        if (!incident)
            return false;
    }
    g_autoptr(PkLine) there = NULL;
    bool used = false;
    if (!was_saved(app, incident_key, note, &there, &used, error) ||
        !find_corrected(app, incident_key, note->corrects_key, &corrects, error))
        return false;
    if (there) {
        done->line_key = there->key;
        done->incident_key = incident_key;
        done->ident = g_strdup(incident ? incident->ident : "");
        done->said =
            g_strdup_printf(_("%s: this was saved already, as line %d."),
                            pk_incident_called(incident), (int)pk_journal_number(there->key));
        return true;
    }
    PkEntry entry = { .incident = incident,
                      .category = note->category,
                      .tlp = label_of(note, incident, corrects),
                      .text = note->text,
                      .event_us = note->event_us,
                      .precision = note->precision,
                      .corrects = corrects,
                      .uuid = used ? NULL : note->uuid,
                      .now_us = now_us };
    if (!pk_journal_add(app, entry, &done->line_key, &n, error))
        return false;
    bool pin = note->pin && app->mode != PK_MODE_COPY; /* pins are not delivered */
    if (pin && !pk_pin_insert(app->db, done->line_key, app->login, now_us, error))
        return false;
    done->said = pk_app_unsent_said(app, said(incident, corrects, done->line_key, n, pin));
    done->ident = g_strdup(incident ? incident->ident : "");
    done->incident_key = incident_key;
    done->version = incident ? incident->version : 0;
    done->undo =
        n == 1 && app->mode != PK_MODE_COPY ? pk_undo_of_note(incident, done->line_key) : NULL;
    return true;
}

static bool
note_add(PkApp *app, int64_t incident_key, const PkNote *note, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_line_check_text(note->text ? note->text : "", NULL)) {
        g_autofree char *clean = pk_text_clean(note->text, -1, PK_TEXT_MULTILINE, NULL);
        g_strstrip(clean);
        if (!*clean) {
            g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                                _("The line is empty. Type what happened."));
            return false;
        }
    }
    if (!pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = add(app, incident_key, note, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

bool
pk_note_add(PkApp *app, int64_t incident_key, const PkNote *note, PkDone *ret_done, GError **error)
{
    GError *why = NULL;

    if (note_add(app, incident_key, note, ret_done, &why) ||
        (pk_app_again(app, &why) && note_add(app, incident_key, note, ret_done, &why)))
        return true;
    g_propagate_error(error, why);
    return false;
}

/* ---- pins ----------------------------------------------------------------------------------- */

static bool
set_pin(PkApp *app, int64_t line_key, bool on, PkDone *done, GError **error)
{
    int64_t about = PK_LINE_INCIDENT(line_key);
    g_autoptr(PkIncident) incident = about ? pk_incident_get(app->db, about, error) : NULL;

    if (about && !incident)
        return false;
    g_autoptr(PkLine) line = pk_line_get(app->db, line_key, error);
    if (!line)
        return false;
    if (!pk_line_readable(line, error))
        return false;
    int number = (int)pk_journal_number(line_key);
    done->said =
        on ? g_strdup_printf(_("%s: line %d pinned."), pk_incident_called(incident), number)
           : g_strdup_printf(_("%s: pin of line %d taken off."), pk_incident_called(incident),
                             number);
    done->ident = g_strdup(incident ? incident->ident : "");
    done->incident_key = line->incident_key;
    done->version = incident ? incident->version : 0;
    if (line->pinned == on)
        return true;
    done->undo = pk_undo_of_pin(incident, line_key, on);
    if (!(on ? pk_pin_insert(app->db, line_key, app->login, pk_clock_now_us(), error)
             : pk_pin_delete(app->db, line_key, error)))
        return false;
    g_autofree char *text = on ? g_strdup_printf(_("Line %d pinned."), number)
                               : g_strdup_printf(_("Pin of line %d taken off."), number);
    return pk_tell_line(
        app, incident, PK_CAT_SYSTEM, text,
        json_pack("{s:s, s:I, s:b}", "change", "pin", "line", (json_int_t)number, "on", on),
        &done->line_key, error);
}

bool
pk_pin_set(PkApp *app, int64_t line_key, bool on, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = set_pin(app, line_key, on, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
