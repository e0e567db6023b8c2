/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/reference_store.h"

#include "piket_sql.h"
#include "rows.h"

void
pk_reference_set_free(PkReferenceSet *set)
{
    if (!set)
        return;
    g_free(set->name);
    g_free(set->version);
    g_free(set);
}

void
pk_rule_set_free(PkRuleSet *set)
{
    if (!set)
        return;
    g_free(set->name);
    g_free(set->by_who);
    g_free(set);
}

/* clang-format off */
static const PkColumn set_columns[] = {
    { "name",      PK_AS_TEXT, PK_AT(PkReferenceSet, name),      NULL },
    { "version",   PK_AS_TEXT, PK_AT(PkReferenceSet, version),   NULL },
    { "n_rows",    PK_AS_INT,  PK_AT(PkReferenceSet, n_rows),    NULL },
    { "loaded_us", PK_AS_INT,  PK_AT(PkReferenceSet, loaded_us), NULL },
};

static const PkColumn rsit_columns[] = {
    { "class",      PK_AS_TEXT, PK_AT(PkRsit, class_key),  NULL },
    { "type",       PK_AS_TEXT, PK_AT(PkRsit, type_key),   NULL },
    { "class_name", PK_AS_TEXT, PK_AT(PkRsit, class_name), NULL },
    { "type_name",  PK_AS_TEXT, PK_AT(PkRsit, type_name),  NULL },
    { "class_nl",   PK_AS_TEXT, PK_AT(PkRsit, class_nl),   NULL },
    { "type_nl",    PK_AS_TEXT, PK_AT(PkRsit, type_nl),    NULL },
};

static const PkColumn rule_set_columns[] = {
    { "name",   PK_AS_TEXT, PK_AT(PkRuleSet, name),   NULL },
    { "by_who", PK_AS_TEXT, PK_AT(PkRuleSet, by_who), NULL },
    { "at_us",  PK_AS_INT,  PK_AT(PkRuleSet, at_us),  NULL },
    { "n_rows", PK_AS_INT,  PK_AT(PkRuleSet, n_rows), NULL },
};

static const PkColumn rule_columns[] = {
    { "key",            PK_AS_TEXT,  PK_AT(PkRule, key),            NULL },
    { "name_en",        PK_AS_TEXT,  PK_AT(PkRule, name_en),        NULL },
    { "name_nl",        PK_AS_TEXT,  PK_AT(PkRule, name_nl),        NULL },
    { "law",            PK_AS_TEXT,  PK_AT(PkRule, law),            NULL },
    { "start_event",    PK_AS_WORD,  PK_AT(PkRule, start),          &pk_words_rule_start },
    { "unit",           PK_AS_WORD,  PK_AT(PkRule, unit),           &pk_words_rule_unit },
    { "length",         PK_AS_INT32, PK_AT(PkRule, length),         NULL },
    { "who_en",         PK_AS_TEXT,  PK_AT(PkRule, who_en),         NULL },
    { "who_nl",         PK_AS_TEXT,  PK_AT(PkRule, who_nl),         NULL },
    { "whom",           PK_AS_TEXT,  PK_AT(PkRule, whom),           NULL },
    { "valid_from_us",  PK_AS_INT,   PK_AT(PkRule, valid_from_us),  NULL },
    { "valid_until_us", PK_AS_INT,   PK_AT(PkRule, valid_until_us), NULL },
    { "checked_us",     PK_AS_INT,   PK_AT(PkRule, checked_us),     NULL },
    { "note_en",        PK_AS_TEXT,  PK_AT(PkRule, note_en),        NULL },
    { "note_nl",        PK_AS_TEXT,  PK_AT(PkRule, note_nl),        NULL },
};
/* clang-format on */

static const PkRowMap set_map = { sizeof(PkReferenceSet), set_columns, G_N_ELEMENTS(set_columns),
                                  (GDestroyNotify)pk_reference_set_free };
static const PkRowMap rsit_map = { sizeof(PkRsit), rsit_columns, G_N_ELEMENTS(rsit_columns),
                                   (GDestroyNotify)pk_rsit_free };
static const PkRowMap rule_set_map = { sizeof(PkRuleSet), rule_set_columns,
                                       G_N_ELEMENTS(rule_set_columns),
                                       (GDestroyNotify)pk_rule_set_free };
static const PkRowMap rule_map = { sizeof(PkRule), rule_columns, G_N_ELEMENTS(rule_columns),
                                   (GDestroyNotify)pk_rule_free };

bool
pk_reference_get(PkDb *db, const char *name, PkReferenceSet **ret_set, GError **error)
{
    void *set = NULL;

    if (!pk_db_one(db, &pk_sql_reference_get, PK_ARGS(pk_text(name)), &set_map, &set, error))
        return false;
    *ret_set = set;
    return true;
}

GPtrArray *
pk_reference_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_reference_list, PK_NO_ARGS, &set_map, error);
}

bool
pk_reference_put(PkDb *db, const PkReferenceSet *set, GError **error)
{
    return pk_db_run(db, &pk_sql_reference_set,
                     PK_ARGS(pk_text(set->name), pk_text(set->version), pk_int(set->n_rows),
                             pk_int(set->loaded_us)),
                     NULL, error);
}

bool
pk_rsit_put(PkDb *db, const PkRsit *rsit, GError **error)
{
    return pk_db_run(db, &pk_sql_rsit_set,
                     PK_ARGS(pk_text(rsit->class_key), pk_text_or_empty(rsit->type_key),
                             pk_text_or_empty(rsit->class_name), pk_text_or_empty(rsit->type_name),
                             pk_text_or_empty(rsit->class_nl), pk_text_or_empty(rsit->type_nl)),
                     NULL, error);
}

GPtrArray *
pk_rsit_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_rsit_list, PK_NO_ARGS, &rsit_map, error);
}

bool
pk_rule_put(PkDb *db, const PkRule *rule, GError **error)
{
    return pk_db_run(db, &pk_sql_rule_set,
                     PK_ARGS(pk_text(rule->key), pk_text_or_empty(rule->name_en),
                             pk_text_or_empty(rule->name_nl), pk_text_or_empty(rule->law),
                             pk_text(pk_word_key(&pk_words_rule_start, (int)rule->start)),
                             pk_text(pk_word_key(&pk_words_rule_unit, (int)rule->unit)),
                             pk_int(rule->length), pk_text_or_empty(rule->who_en),
                             pk_text_or_empty(rule->who_nl), pk_text_or_empty(rule->whom),
                             pk_int(rule->valid_from_us), pk_int_or_null(rule->valid_until_us, 0),
                             pk_int_or_null(rule->checked_us, 0), pk_text_or_empty(rule->note_en),
                             pk_text_or_empty(rule->note_nl)),
                     NULL, error);
}

GPtrArray *
pk_rule_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_rule_list, PK_NO_ARGS, &rule_map, error);
}

GPtrArray *
pk_rule_versions(PkDb *db, const char *key, GError **error)
{
    return pk_db_all(db, &pk_sql_rule_get, PK_ARGS(pk_text(key)), &rule_map, error);
}

bool
pk_rule_set_insert(PkDb *db, const PkRuleSet *set, GError **error)
{
    int64_t key = 0;

    return pk_db_number(
        db, &pk_sql_rule_set_insert,
        PK_ARGS(pk_text(set->name), pk_text(set->by_who), pk_int(set->at_us), pk_int(set->n_rows)),
        &key, NULL, error);
}

bool
pk_rule_set_newest(PkDb *db, PkRuleSet **ret_set, GError **error)
{
    void *set = NULL;

    if (!pk_db_one(db, &pk_sql_rule_set_newest, PK_NO_ARGS, &rule_set_map, &set, error))
        return false;
    *ret_set = set;
    return true;
}
