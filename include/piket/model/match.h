/* SPDX-License-Identifier: EUPL-1.2 */
/* Match: which organisation does somebody mean by these letters? Completion of municipalities and
 * other organisations, and the lookup behind `gm:` in a filter (ux.md 3.9).
 *
 * Pure: the caller owns the list of places (from the register, with validity dates), builds an
 * index over it once, and asks at every key. 850 places answer in well under 2 ms.
 *
 * Ranking: code, exact name or alias, start of a name, start of a word, initials, old name,
 * letters in order (subsequence), one typing error (from 5 letters). Within a class: the typed
 * article counts ("de b" finds De Bilt before Baarn), then reported lately, own region, alphabet.
 * Population is not used: small towns get hacked too. */
#pragma once

#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Another name of a place. */
typedef struct {
    const char *name; /* "Den Haag", "Uden"                                                */
    int year;         /* the year an old name ended (merger); 0 for a name still in use    */
} PkPlaceAlias;

/* One organisation as completion needs it. Strings stay the caller's. */
typedef struct {
    int64_t org_id;
    const char *name;   /* official: "'s-Gravenhage", "Bergen (NH.)"                       */
    const char *code;   /* "GM0344", "VR09", or NULL                                       */
    PkOrgKind kind;     /* a province is offered only when "prov" is typed                 */
    const char *region; /* name of its safety region, or NULL                              */
    bool joined;        /* takes part: shown by the caller, not ranked                     */
    const PkPlaceAlias *aliases;
    size_t n_aliases;
    int64_t valid_from_us;  /* 0: since ever                                               */
    int64_t valid_until_us; /* the first moment it is gone; 0: no end known                */
    bool recent;            /* reported in the last 30 days                                */
    bool own_region;
} PkPlace;

/* Better classes are smaller. */
typedef enum {
    PK_MATCH_CODE,
    PK_MATCH_EXACT,  /* the name, the name without its "(NH.)", or an alias, completely    */
    PK_MATCH_PREFIX, /* start of the name or of an alias                                   */
    PK_MATCH_WORD,   /* start of a later word of it                                        */
    PK_MATCH_INITIALS,
    PK_MATCH_OLD,         /* old name, or its start                                        */
    PK_MATCH_SUBSEQUENCE, /* all letters in order: fuzzy                                   */
    PK_MATCH_EDIT,        /* one letter wrong, missing, extra, or two swapped: fuzzy       */
} PkMatchClass;

typedef struct {
    size_t place; /* index into the caller's array                                         */
    PkMatchClass match;
    const char *alias; /* the alias or old name that matched, NULL when the name itself did */
    int year;          /* of that old name, else 0                                         */
    bool exact;        /* the whole name, alias or old name was typed                      */
    /* Enter may take this one. Only ever the first hit; never a fuzzy one, and none when two of
     * one kind bear exactly the typed name (bergen). */
    bool premark;
} PkMatchHit;

typedef struct PkMatch PkMatch;

enum { PK_MATCH_SHOWN = 6 }; /* candidates in a completion list */

/* Builds the index. places is not copied: it must outlive the index and keep its names; recent,
 * own_region and validity are read at every query and may change. */
PkMatch *pk_match_new(const PkPlace *places, size_t n_places);
void pk_match_free(PkMatch *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkMatch, pk_match_free)

/* The array the index was built over. */
const PkPlace *pk_match_places(const PkMatch *match);

/* The best hits for what is typed, best first, each place once.
 * at_us  leaves out places that do not exist at that moment; 0 keeps all.
 * limit  at most so many; 0 = all. Nothing typed gives nothing.
 * Returns an owned array of PkMatchHit, perhaps empty. It never fails: free text is a valid
 * answer in a form. */
GArray *pk_match_query(const PkMatch *match, const char *typed, int64_t at_us, unsigned limit);

/* The candidate in one line: "'s-Hertogenbosch (Den Bosch)", "Maashorst (was Uden, 2022)". Owned.
 */
char *pk_match_text(const PkPlace *place, const PkMatchHit *hit);

enum { PK_MATCH_ANY_KIND = ~0 };

/* Which organisations a filter value means: all with exactly that name (both Bergens), else all
 * that begin with it, else the nearest one. A municipality goes before other kinds of the same
 * name, so gm:utrecht is the town and not the region.
 *
 * kinds        bits 1 << PkOrgKind to choose from, or PK_MATCH_ANY_KIND.
 * ret_org_ids  (int64_t) is appended to.
 * ret_notice   (may be NULL) becomes a translated sentence when an old name or a guess was used
 *              ("Uden is now Maashorst (2022)."), else NULL; owned.
 * Errors: PK_ERROR_INVALID when nothing fits. */
bool pk_match_find(const PkMatch *match, const char *text, unsigned kinds, GArray *ret_org_ids,
                   char **ret_notice, GError **error);

/* A name as it is compared: lower case, no accents, ij = y, hyphen = space, apostrophes and other
 * signs gone, single spaces. "Súdwest-Fryslân" -> "sudwest fryslan". Any bytes are accepted. Owned.
 */
char *pk_match_fold(const char *text);

/* Where a folded name begins without 's, de, het and gemeente. Never empty unless folded is. */
const char *pk_match_bare(const char *folded);

/* Typing errors between two words: insert, delete, replace, swap of neighbours. Counts bytes; words
 * over 64 bytes are G_MAXUINT apart. */
unsigned pk_match_distance(const char *a, const char *b);
