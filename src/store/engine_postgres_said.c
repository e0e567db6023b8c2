/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine_postgres_said.h"

#include "piket/base/i18n.h"

#include <string.h>

/* The most specific first: the first that fits counts. */
/* clang-format off */
static const char *const sentences[] = {
    N_("The database role %s has rights of its own or is a group; it cannot be a person of Piket. Choose another login; nothing was changed."),
    N_("Changing the parties of an incident needs the role coordinator, lead; %s has %s. Nothing was changed."),
    N_("A pattern is made in one's own name, and a change counts its version up by one. Nothing was saved."),
    N_("Taking back a shift that somebody else set needs the role coordinator, lead. Nothing was changed."),
    N_("Naming somebody where nobody named is left needs the role lead; %s has %s. Nothing was changed."),
    N_("Putting somebody else on duty needs the role coordinator, lead; %s has %s. Nothing was changed."),
    N_("Only who is named on an incident can name somebody or take a name away. Nothing was changed."),
    N_("A change is told by a line of the same journal in the same transaction. Nothing was changed."),
    N_("How somebody else is reached is changed with the role admin; %s has %s. Nothing was changed."),
    N_("A change counts the version up by one and keeps what the row is about. Nothing was saved."),
    N_("What a page is about stays, and a change counts its version up by one. Nothing was saved."),
    N_("The journal is append-only: what is written stays. Write a line that corrects it."),
    N_("Changing who may use Piket needs the role admin; %s has %s. Nothing was changed."),
    N_("Only the watch says what became of a notice to somebody else. Nothing was saved."),
    N_("A line is written in one's own name: %s cannot write for %s. Nothing was saved."),
    N_("The login %s is not one a person can have. Choose another; nothing was changed."),
    N_("Building the full text anew needs the role lead, auditor. Nothing was changed."),
    N_("A shift can only be taken back, once, in one's own name. Nothing was changed."),
    N_("What a notice says and what became of it stays as it is. Nothing was saved."),
    N_("What %s is called and when it was opened never changes. Nothing was saved."),
    N_("What is done about a page is done in one's own name. Nothing was changed."),
    N_("A handover that was given is accepted or taken back, and never changed."),
    N_("The outbox %s belongs to %s; %s cannot write in it. Nothing was saved."),
    N_("A new incident begins with no lines and version 1. Nothing was saved."),
    N_("A number is given once: a counter never goes back. Nothing was saved."),
    N_("The head of a chain is the hash of its last line. Nothing was saved."),
    N_("The seal of this line does not fit its journal. Nothing was saved."),
    N_("A chain belongs to one incident and one origin. Nothing was saved."),
    N_("A change of %s counts its version up by one. Nothing was saved."),
    N_("This is not the next line of that journal. Nothing was saved."),
    N_("The journal is append-only: a text can only be erased, whole."),
    N_("What a database is called never changes. Nothing was saved."),
    N_("Who sets TLP:RED is named on %s first. Nothing was changed."),
    N_("The lines of %s are counted one by one. Nothing was saved."),
    N_("This text is not what its line sealed. Nothing was saved."),
    N_("Erasing a text needs the role lead. Nothing was changed."),
    N_("A notice is queued in one's own name. Nothing was saved."),
    N_("A chain grows by one line at a time. Nothing was saved."),
    N_("Naming is done in one's own name. Nothing was changed."),
    N_("Only who wrote a line indexes it. Nothing was changed."),
    N_("A shift is set in one's own name. Nothing was changed."),
    N_("A pin is set in one's own name. Nothing was changed."),
    N_("Numbers are drawn one at a time. Nothing was saved."),
    N_("Piket knows no such role: %s. Nothing was changed."),
    N_("An outbox stays whose it is. Nothing was saved."),
    N_("Nobody accepts a handover for somebody else."),
    N_("Only who gave a handover takes it back."),
    N_("%s is the last one named here who works here. Name somebody else first; nothing was changed."),
    N_("%s counts a line that was not written. Nothing was saved."),
    N_("%s needs the role %s; %s has %s. Nothing was changed."),
    N_("%s does not work here. Nothing was changed."),
    N_("%s; %s has %s. Nothing was changed."),
};

/* What the server fills in and is words of ours too. */
static const char *const parts[] = {
    N_("Changing what notices may say"),
    N_("Sending notices"),
    N_("Changing the rota"),
    N_("Taking or swapping a shift"),
    N_("Closing an incident"),
    N_("Lowering a TLP label"),
    N_("no role"),
    N_("Writing incidents"),
    N_("Changing the parties of an incident"),
    N_("Pinning a line"),
    N_("Writing lines"),
    N_("Changing a ladder"),
    N_("Paging"),
    N_("Naming who may see TLP:RED"),
    N_("Erasing a text"),
    N_("Changing the register"),
    N_("Recording a call"),
    N_("Changing the legal rules"),
};
/* clang-format on */

enum { HOLES_MAX = 4 };

/* What stands in the holes of a sentence, when it fits: each as short as it can be. */
static bool
fits(const char *shape, const char *said, char *holes[HOLES_MAX])
{
    g_auto(GStrv) solid = g_strsplit(shape, "%s", HOLES_MAX + 1);
    const char *at = said;

    if (!g_str_has_prefix(at, solid[0]))
        return false;
    at += strlen(solid[0]);
    for (int i = 1; solid[i]; i++) {
        bool last = !solid[i + 1];
        const char *end = last && !*solid[i] ? at + strlen(at) : strstr(at, solid[i]);
        if (last && *solid[i] && g_str_has_suffix(at, solid[i]))
            end = at + strlen(at) - strlen(solid[i]);
        if (!end)
            return false;
        holes[i - 1] = g_strndup(at, (gsize)(end - at));
        at = end + strlen(solid[i]);
    }
    return *at == '\0';
}

static const char *
translated(const char *part)
{
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (strcmp(part, parts[i]) == 0)
            return _(parts[i]);
    }
    return part;
}

/* The translation keeps the holes in their order. */
static char *
filled(const char *shape, char *const holes[HOLES_MAX])
{
    g_auto(GStrv) solid = g_strsplit(shape, "%s", HOLES_MAX + 1);
    g_autoptr(GString) text = g_string_new(solid[0]);

    for (int i = 1; solid[i]; i++)
        g_string_append_printf(text, "%s%s", holes[i - 1] ? translated(holes[i - 1]) : "",
                               solid[i]);
    return g_strdup(text->str);
}

char *
pk_pg_said(const char *sentence)
{
    char *found = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(sentences) && !found; i++) {
        char *holes[HOLES_MAX] = { NULL };
        if (fits(sentences[i], sentence, holes))
            found = filled(_(sentences[i]), holes);
        for (int k = 0; k < HOLES_MAX; k++)
            g_free(holes[k]);
    }
    return found ? found : g_strdup(sentence);
}
