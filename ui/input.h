/* SPDX-License-Identifier: EUPL-1.2 */
/* One escape sequence at the head of the input: the pure part of the decoder of key.h. */
#pragma once

#include "key.h"

/* A table of sequences and what they mean. */
typedef struct PkSequences PkSequences;

PkSequences *pk_sequences_new(void); /* with the sequences that every terminal family uses */
void pk_sequences_free(PkSequences *table);
void pk_sequences_add(PkSequences *table, const char *bytes, PkKeyCode code);

/* Reads the sequence that begins with the Esc at bytes[0]. Returns its length, or 0 when it may
 * go on, or -1 when this Esc begins no sequence. The key is PK_KEY_NONE for one nobody knows. */
int pk_sequences_read(const PkSequences *table, const char *bytes, size_t n_bytes, PkKey *ret_key);

/* Pasted bytes as PkKey promises them: valid UTF-8, \n, no controls. n_cleaned counts. */
char *pk_paste_clean(const char *bytes, size_t n_bytes, size_t *ret_len, size_t *ret_n_cleaned);
