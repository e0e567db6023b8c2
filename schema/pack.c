/* SPDX-License-Identifier: EUPL-1.2 */
/* Packs schema/ into C: named queries, migrations and reference files.
 *
 * Refuses what would only be found at run time: a query without a description, a gap in $1..$n,
 * a name used twice, a word only one engine knows in a file meant for both, a numbering gap. */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    GString *header;
    GString *source;
    GHashTable *names;
    GHashTable
        *twins; /* name -> text of PostgreSQL, of queries that each engine spells its own way */
} Pack;

/* Words one engine alone knows, with the reason; matched as whole words outside comments and
 * string literals. */
/* clang-format off */
static const char *const one_engine[] = {
    "::", "\"", "?", "ILIKE", "NOW", "JSON_EXTRACT", "STRFTIME", "STRING_AGG", "GROUP_CONCAT",
    "AUTOINCREMENT", "SERIAL", "BIGSERIAL", "FETCH", "REPLACE", "ROWID", "MATCH", "GLOB", "PRAGMA",
    "STRICT", "DATETIME", "IFNULL", "IIF", "TO_CHAR", "LISTEN", "NOTIFY", "REGEXP", "INDEXED",
    "UNIXEPOCH", "RANDOM", "TIMESTAMPTZ", "JSONB", "ANY", "INTEGER", "BIGINT", "BLOB", "BYTEA",
};
/* clang-format on */

G_GNUC_NORETURN G_GNUC_PRINTF(1, 2) static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("pack: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static char *
read_file(const char *path, gsize *ret_size)
{
    char *text = NULL;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &text, ret_size, &error))
        die("%s", error->message);
    return text;
}

static int
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in dir that end in suffix, sorted, so the output never depends on the file system. */
static GPtrArray *
list_dir(const char *dir, const char *suffix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *handle = g_dir_open(dir, 0, NULL);
    if (!handle)
        return names;
    for (const char *name = g_dir_read_name(handle); name; name = g_dir_read_name(handle)) {
        if (g_str_has_suffix(name, suffix))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_dir_close(handle);
    g_ptr_array_sort(names, by_name);
    return names;
}

/* The text without comments, {{macros}} and the inside of string literals. */
static char *
bare(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n");
            g_string_append_c(out, '\n');
            if (!*p)
                break;
        } else if (p[0] == '{' && p[1] == '{') {
            const char *end = strstr(p, "}}");
            p = end ? end + 1 : p + strlen(p) - 1;
        } else if (*p == '\'') {
            p++;
            p += strcspn(p, "'");
            g_string_append(out, "''");
            if (!*p)
                break;
        } else {
            g_string_append_c(out, *p);
        }
    }
    return g_string_free(out, FALSE);
}

static bool
has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    if (!g_ascii_isalpha(word[0]))
        return strstr(text, word) != NULL;
    for (const char *p = text; *p; p++) {
        bool starts = p == text || !(g_ascii_isalnum(p[-1]) || p[-1] == '_');
        if (starts && g_ascii_strncasecmp(p, word, n) == 0 &&
            !(g_ascii_isalnum(p[n]) || p[n] == '_'))
            return true;
    }
    return false;
}

static void
refuse_one_engine_words(const char *where, const char *text)
{
    g_autofree char *code = bare(text);
    for (size_t i = 0; i < G_N_ELEMENTS(one_engine); i++) {
        if (has_word(code, one_engine[i]))
            die("%s: '%s' is known to one engine only", where, one_engine[i]);
    }
}

static void
append_literal(GString *out, const char *text)
{
    g_string_append(out, "\n    \"");
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            g_string_append(out, p[1] ? "\\n\"\n    \"" : "\\n");
        else if (*p == '"' || *p == '\\')
            g_string_append_printf(out, "\\%c", *p);
        else if ((guchar)*p < 0x20)
            g_string_append_printf(out, "\\%03o", (guchar)*p);
        else if (p[0] == '?' && p[1] == '?')
            g_string_append(out, "?\" \""); /* no trigraphs */
        else
            g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

/* Highest n of $n; dies on a gap or on anything but digits after '$'. */
static unsigned
count_params(const char *name, const char *text)
{
    g_autofree char *code = bare(text);
    guint64 seen = 0;
    unsigned top = 0;
    for (const char *p = strchr(code, '$'); p; p = strchr(p + 1, '$')) {
        char *end = NULL;
        guint64 n = g_ascii_strtoull(p + 1, &end, 10);
        if (!g_ascii_isdigit(p[1]) || n < 1 || n > 63 || g_ascii_isalpha(*end) || *end == '_')
            die("%s: only $1..$63 may be bound", name);
        seen |= G_GUINT64_CONSTANT(1) << n;
        top = MAX(top, (unsigned)n);
    }
    for (unsigned n = 1; n <= top; n++) {
        if (!(seen & (G_GUINT64_CONSTANT(1) << n)))
            die("%s: $%u is missing", name, n);
    }
    return top;
}

static void
pack_query(Pack *pack, const char *name, const char *description, const char *sql)
{
    g_autofree char *clean = g_strstrip(g_strdup(sql));
    size_t n = strlen(clean);
    if (!*description)
        die("%s: a query needs a description", name);
    if (n == 0 || clean[n - 1] != ';')
        die("%s: a query ends with one semicolon", name);
    clean[n - 1] = '\0';
    g_autofree char *code = bare(clean);
    if (strchr(code, ';'))
        die("%s: one statement a query", name);
    if (!g_hash_table_add(pack->names, g_strdup(name)))
        die("%s: this name is used twice", name);
    unsigned n_params = count_params(name, clean);
    g_autofree char *twin = NULL;
    if (pack->twins) {
        if (!g_hash_table_steal_extended(pack->twins, name, NULL, (gpointer *)&twin))
            die("%s: schema/postgres/queries lacks this query", name);
        if (count_params(name, twin) != n_params)
            die("%s: the engines' texts take different parameters", name);
    }
    g_string_append_printf(pack->header, "/* %s */\nextern const PkSql pk_sql_%s;\n", description,
                           name);
    g_string_append_printf(pack->source, "const PkSql pk_sql_%s = { \"%s\",", name, name);
    append_literal(pack->source, clean);
    g_string_append_printf(pack->source, ", %u,", n_params);
    if (twin)
        append_literal(pack->source, twin);
    else
        g_string_append(pack->source, " NULL");
    g_string_append(pack->source, " };\n");
}

/* The text of one query of schema/postgres/queries is kept until its SQLite twin comes. */
static void
keep_twin(Pack *pack, const char *name, G_GNUC_UNUSED const char *description, const char *sql)
{
    char *clean = g_strstrip(g_strdup(sql));
    size_t n = strlen(clean);
    if (n == 0 || clean[n - 1] != ';')
        die("%s: a query ends with one semicolon", name);
    clean[n - 1] = '\0';
    if (!g_hash_table_insert(pack->twins, g_strdup(name), clean))
        die("%s: this name is used twice", name);
}

typedef void (*QueryFn)(Pack *pack, const char *name, const char *description, const char *sql);

static void
each_query(Pack *pack, const char *path, QueryFn fn)
{
    g_autofree char *text = read_file(path, NULL);
    g_auto(GStrv) parts = g_strsplit(text, "-- name:", -1);
    for (guint i = 1; parts[i]; i++) {
        char *eol = strchr(parts[i], '\n');
        if (!eol)
            die("%s: a name without a query", path);
        g_autofree char *name = g_strstrip(g_strndup(parts[i], (gsize)(eol - parts[i])));
        g_autoptr(GString) about = g_string_new(NULL);
        char *p = eol + 1;
        while (g_str_has_prefix(p, "--")) {
            size_t n = strcspn(p, "\n");
            g_autofree char *line = g_strstrip(g_strndup(p + 2, n - 2));
            g_string_append_printf(about, "%s%s", about->len ? " " : "", line);
            p += n + (p[n] == '\n');
        }
        fn(pack, name, about->str, p);
    }
}

static void
pack_queries(Pack *pack, const char *dir, bool shared, QueryFn fn)
{
    g_autoptr(GPtrArray) files = list_dir(dir, ".sql");
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *path = g_build_filename(dir, files->pdata[i], NULL);
        if (shared) {
            g_autofree char *text = read_file(path, NULL);
            refuse_one_engine_words(path, text);
        }
        each_query(pack, path, fn);
    }
}

/* ", text" of what one engine alone runs after a migration, or ", NULL". */
static void
append_own(Pack *pack, const char *schema, const char *engine, const char *file)
{
    g_autofree char *path = g_build_filename(schema, engine, file, NULL);
    g_string_append(pack->source, ",");
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_string_append(pack->source, " NULL");
        return;
    }
    g_autofree char *text = read_file(path, NULL);
    append_literal(pack->source, text);
}

static void
pack_migrations(Pack *pack, const char *schema)
{
    g_autofree char *dir = g_build_filename(schema, "migrations", NULL);
    g_autoptr(GPtrArray) files = list_dir(dir, ".sql");
    g_string_append(pack->source, "\nconst PkMigration pk_migrations[] = {\n");
    for (guint i = 0; i < files->len; i++) {
        const char *file = files->pdata[i];
        g_autofree char *path = g_build_filename(dir, file, NULL);
        g_autofree char *text = read_file(path, NULL);
        g_autofree char *name = g_strndup(file + 5, strlen(file) - 9);
        if (atoi(file) != (int)i + 1 || file[4] != '_')
            die("%s: migrations are numbered 0001_ and on, without gaps", path);
        refuse_one_engine_words(path, text);
        g_string_append_printf(pack->source, "    { %u, \"%s\",", i + 1, name);
        append_literal(pack->source, text);
        append_own(pack, schema, "sqlite", file);
        append_own(pack, schema, "postgres", file);
        g_string_append(pack->source, " },\n");
    }
    g_string_append_printf(pack->source, "};\nconst size_t pk_n_migrations = %u;\n", files->len);
}

/* What an administrator runs once in a database before its first migration. */
static void
pack_setup(Pack *pack, const char *schema)
{
    g_autofree char *path = g_build_filename(schema, "postgres", "setup.sql", NULL);
    g_autofree char *text = read_file(path, NULL);
    g_string_append(pack->source, "\nconst char pk_postgres_setup[] =");
    append_literal(pack->source, text);
    g_string_append(pack->source, ";\n");
}

static void
pack_references(Pack *pack, const char *schema)
{
    g_autofree char *dir = g_build_filename(schema, "reference", NULL);
    g_autoptr(GPtrArray) files = list_dir(dir, ".csv");
    g_string_append(pack->source, "\nconst PkReference pk_references[] = {\n");
    for (guint i = 0; i < files->len; i++) {
        gsize n = 0;
        g_autofree char *path = g_build_filename(dir, files->pdata[i], NULL);
        g_autofree char *text = read_file(path, &n);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, (gssize)n);
        g_autofree char *name = g_strndup(files->pdata[i], strlen(files->pdata[i]) - 4);
        if (!g_utf8_validate(text, (gssize)n, NULL))
            die("%s: not UTF-8", path);
        g_string_append_printf(pack->source, "    { \"%s\",", name);
        append_literal(pack->source, text);
        g_string_append_printf(pack->source, ", %zu, \"%s\" },\n", (size_t)n, sum);
    }
    g_string_append_printf(pack->source,
                           "    { NULL, NULL, 0, NULL },\n};\n"
                           "const size_t pk_n_references = %u;\n",
                           files->len);
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: piket-pack SCHEMA OUT.c OUT.h");
    Pack pack = { g_string_new("/* Made by piket-pack from schema/. */\n#pragma once\n\n"
                               "#include \"piket/store/db.h\"\n\n"),
                  g_string_new("/* Made by piket-pack from schema/. */\n"
                               "#include \"piket_sql.h\"\n\n#include \"piket/store/packed.h\"\n\n"),
                  g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), NULL };
    g_autofree char *shared = g_build_filename(argv[1], "queries", NULL);
    g_autofree char *sqlite = g_build_filename(argv[1], "sqlite", "queries", NULL);
    g_autofree char *postgres = g_build_filename(argv[1], "postgres", "queries", NULL);
    g_autoptr(GError) error = NULL;

    pack_queries(&pack, shared, true, pack_query);
    pack.twins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    pack_queries(&pack, postgres, false, keep_twin);
    pack_queries(&pack, sqlite, false, pack_query);
    if (g_hash_table_size(pack.twins))
        die("schema/postgres/queries has a query that schema/sqlite/queries lacks");
    pack_migrations(&pack, argv[1]);
    pack_setup(&pack, argv[1]);
    pack_references(&pack, argv[1]);
    if (!g_file_set_contents(argv[2], pack.source->str, -1, &error) ||
        !g_file_set_contents(argv[3], pack.header->str, -1, &error))
        die("%s", error->message);
    g_string_free(pack.header, TRUE);
    g_string_free(pack.source, TRUE);
    g_hash_table_unref(pack.names);
    g_hash_table_unref(pack.twins);
    return 0;
}
