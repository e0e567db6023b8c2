/* SPDX-License-Identifier: EUPL-1.2 */
/* A bell that any thread may ring and that is heard in the main loop: once for any number of rings
 * since it was heard last, so a storm of news is one piece of work. */
#pragma once

typedef struct PkBell PkBell;

/* heard runs in the default main context. */
PkBell *pk_bell_new(void (*heard)(void *data), void *data);

/* Main thread only. It is not heard any more, also when it rang just now; others may still hold a
 * reference and ring. */
void pk_bell_free(PkBell *bell);

PkBell *pk_bell_ref(PkBell *bell);
void pk_bell_unref(PkBell *bell);
void pk_bell_ring(PkBell *bell);
