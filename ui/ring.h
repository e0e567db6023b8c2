/* SPDX-License-Identifier: EUPL-1.2 */
/* What a console lets hear of pages to who works here: a bell, and what the setting `notify` asks.
 * Nothing of what a page is about is in it (ux.md 3.16). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct PkRing PkRing;

PkRing *pk_ring_new(void);
void pk_ring_free(PkRing *ring);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRing, pk_ring_free)

/* Bells (array of PkNotice) that wait now, at a moment of the monotonic clock. Returns how many are
 * new and may sound: each is heard once, and a page at most once in 30 s. */
unsigned pk_ring_hear(PkRing *ring, const GPtrArray *bells, int64_t mono_us);

/* How many pages wait: different ones among the bells. */
unsigned pk_ring_waiting(const GPtrArray *bells);

/* The bytes that sound n new pages: always BEL; how is "bell", "osc9", "osc777" or "osc99". tmux
 * passes the last three on when they are wrapped. Owned. */
char *pk_ring_bytes(const char *how, unsigned n, bool in_tmux);
