/* SPDX-License-Identifier: EUPL-1.2 */
/* Accelerators inside the note of a quick report, all optional and echoed in the fields
 * (ux.md 3.9):
 *
 *   @oefendam  @"den haag"   municipality        #2          kind 2 of the form
 *   tel:0612345678           call-back number    !4          severity 4
 *
 * Each stands at the start of the note or after a space or '(', so mail addresses and "#12" in a
 * ticket number are left alone. The note itself is never changed. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef enum {
    PK_QUICK_ORG,
    PK_QUICK_KIND,
    PK_QUICK_SEVERITY,
    PK_QUICK_PHONE,
} PkQuickKind;

typedef struct {
    PkQuickKind kind;
    size_t start; /* bytes: the note from start to end is the accelerator            */
    size_t end;
    char *text; /* ORG, PHONE: what was typed, without mark and quotes; else NULL  */
    int value;  /* KIND: a PkKind (digit - 1); SEVERITY: 1..4                      */
} PkQuick;

void pk_quick_free(PkQuick *quick);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkQuick, pk_quick_free)

/* Finds all accelerators, in order. note may be any bytes, also NULL or not UTF-8. When one kind
 * occurs twice the form uses the last severity and number, and every kind and organisation.
 * Owned array of PkQuick. */
GPtrArray *pk_quick_parse(const char *note);
