/* SPDX-License-Identifier: EUPL-1.2 */
/* Any bytes in a draft's file replay to clean text with the cursor on a character; the good part
 * replays to the same again; what is then written replays to what was typed. */
#include "../../src/app/draft_log.h"
#include "piket/base/text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_on(PkDraftState *state, const uint8_t *data)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_auto(PkDraftState) again;
    pk_draft_state_init(&again);

    g_byte_array_append(all, data, (guint)state->good);
    PkDraftField *field = pk_draft_state_field(state, "note");
    char *longer = g_strdup_printf("%s, en verder", field->value);
    g_free(field->value);
    field->value = longer;
    field->dirty = true;
    state->at = field;
    pk_draft_log_changes(all, state, 1);
    pk_draft_state_replay(&again, all->data, all->len);
    g_assert_false(again.damaged);
    g_assert_cmpstr(pk_draft_state_find(&again, "note")->value, ==, field->value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_auto(PkDraftState) state;
    pk_draft_state_init(&state);

    pk_draft_state_replay(&state, data, size);
    g_assert_cmpuint(state.good, <=, size);
    for (unsigned i = 0; i < state.fields->len; i++) {
        const PkDraftField *field = state.fields->pdata[i];
        g_assert_true(g_utf8_validate(field->value, -1, NULL));
        g_assert_cmpuint(field->cursor, <=, strlen(field->value));
    }
    g_autofree char *words = pk_draft_state_first_words(&state);
    g_assert_true(pk_text_check(words, PK_TEXT_LINE));
    g_assert_true(pk_text_check(state.about, PK_TEXT_LINE));
    if (state.good > 0)
        write_on(&state, data);
    return 0;
}
