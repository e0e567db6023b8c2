/* SPDX-License-Identifier: EUPL-1.2 */
/* What the packer embedded at build time: migrations and reference files. (Queries are constants
 * of their own in the generated piket_sql.h.) */
#pragma once

#include <stddef.h>

typedef struct {
    int version;          /* 1..n without gaps                                              */
    const char *name;     /* "journal"                                                      */
    const char *shared;   /* the text for both engines, with {{macros}}                     */
    const char *sqlite;   /* what SQLite alone runs after it, or NULL                       */
    const char *postgres; /* what PostgreSQL alone runs after it, or NULL                 */
} PkMigration;

extern const PkMigration pk_migrations[];
extern const size_t pk_n_migrations;

/* What an administrator runs once in a PostgreSQL database before its first migration: roles and
 * the schema. */
extern const char pk_postgres_setup[];

typedef struct {
    const char *name; /* "rsit": the file's name without .csv */
    const char *text; /* the whole file, NUL-terminated       */
    size_t n_bytes;
    const char *sha256; /* of the file, 64 hex digits         */
} PkReference;

extern const PkReference pk_references[];
extern const size_t pk_n_references;

/* The reference file of that name; NULL when there is none. */
const PkReference *pk_reference_find(const char *name);
