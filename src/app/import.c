/* SPDX-License-Identifier: EUPL-1.2 */
/* Every row is judged while the file is read, and new ones are kept; when the whole file was read
 * without trouble they are written in one transaction. So an interrupt, whenever it comes, leaves
 * all of it out or all of it in. */
#include "import_rows.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

enum { PROGRESS_EVERY = 250 };

void
pk_import_free(PkImport *import)
{
    if (!import)
        return;
    g_clear_pointer(&import->refused, g_ptr_array_unref);
    g_clear_pointer(&import->notices, g_ptr_array_unref);
    g_free(import);
}

static char *
read_file(const char *path, size_t *ret_n, GError **error)
{
    g_autoptr(GError) problem = NULL;
    char *bytes = NULL;

    if (g_file_get_contents(path, &bytes, ret_n, &problem))
        return bytes;
    if (g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no file %s. Nothing was imported."), path);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("%s could not be read. Nothing was imported; see whether you may read it."),
                    path);
    return NULL;
}

static bool
judge(PkImporting *importing, const PkImportRow *row, GError **error)
{
    PkImport *import = importing->import;
    g_autofree char *refused = NULL;
    bool known = false;

    if (!pk_import_judge(importing, row, &refused, &known, error))
        return false;
    if (refused) {
        g_ptr_array_add(import->refused, g_steal_pointer(&refused));
        import->n_refused++;
    } else if (known) {
        import->n_known++;
    } else {
        import->n_in++;
        import->n_no_text += row->without_text;
        pk_import_keep(importing, row);
    }
    return true;
}

static bool
on_row(const PkImportRow *row, void *data)
{
    PkImporting *importing = data;

    return judge(importing, row, &importing->error);
}

/* The first error of judging, or of the file, is the error. */
static bool
read_rows(PkImporting *importing, const char *bytes, size_t n, GError **error)
{
    PkImport *import = importing->import;
    PkImportTotals totals = { 0 };
    g_autoptr(GError) problem = NULL;
    bool ok = pk_incident_import_read(bytes, n, on_row, importing, &totals, &problem);

    import->n_rows = totals.n_rows;
    import->n_cleaned = (int64_t)totals.n_removed;
    for (guint i = 0; totals.notices && i < totals.notices->len; i++)
        g_ptr_array_add(import->notices, g_strdup(totals.notices->pdata[i]));
    pk_import_totals_clear(&totals);
    if (importing->error) {
        g_propagate_error(error, g_steal_pointer(&importing->error));
        return false;
    }
    if (!ok)
        g_propagate_error(error, g_steal_pointer(&problem));
    return ok;
}

/* The duty log says what came in, from which file. */
static bool
tell(PkImporting *importing, GError **error)
{
    const PkImport *import = importing->import;
    g_autofree char *text = g_strdup_printf(
        _("Imported from %s: %d incidents, %d known already, %d refused, %d new organisations."),
        importing->file, (int)import->n_in, (int)import->n_known, (int)import->n_refused,
        (int)import->n_new_orgs);
    PkEntry entry = { .category = PK_CAT_SYSTEM,
                      .tlp = PK_TLP_AMBER,
                      .text = text,
                      .details = json_pack("{s:s, s:s, s:I, s:I, s:I}", "change", "import", "file",
                                           importing->file, "in", (json_int_t)import->n_in, "known",
                                           (json_int_t)import->n_known, "refused",
                                           (json_int_t)import->n_refused),
                      .now_us = importing->now_us };
    return pk_journal_add(importing->app, entry, NULL, NULL, error);
}

static bool
write_rows(PkImporting *importing, GError **error)
{
    for (guint i = 0; i < importing->rows->len; i++) {
        const PkImportRow *row = &g_array_index(importing->rows, PkImportRow, i);
        if (!pk_import_write(importing, row, error))
            return false;
        if (importing->progress && (i + 1) % PROGRESS_EVERY == 0)
            importing->progress(i + 1, importing->data);
    }
    return tell(importing, error);
}

static bool
write_all(PkImporting *importing, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(importing->app, PK_MAY_REGISTER, error))
        return false;
    /* Thousands of rows in one transaction: any failure undoes all of it, whichever it was. */
    pk_db_hurry(importing->app->db, true);
    /* The register is read now: the first write may just have made the file. */
    bool ok = pk_importing_read_register(importing, error) && write_rows(importing, error);
    ok = pk_app_end(importing->app, ok, &done, NULL, error);
    pk_app_forget_places(importing->app);
    return ok;
}

PkImport *
pk_import_incidents(PkApp *app, const char *path, const char *source, bool dry_run,
                    void (*progress)(int64_t n, void *data), void *data, GError **error)
{
    g_autoptr(PkImport) import = g_new0(PkImport, 1);
    size_t n = 0;

    import->refused = g_ptr_array_new_with_free_func(g_free);
    import->notices = g_ptr_array_new_with_free_func(g_free);
    if (!dry_run && !pk_app_may(app, PK_MAY_REGISTER, error))
        return NULL;
    g_autofree char *bytes = read_file(path, &n, error);
    if (!bytes)
        return NULL;
    g_autofree char *base = g_path_get_basename(path);
    PkImporting importing = { .app = app,
                              .import = import,
                              .source = source && *source ? source : NULL,
                              .file = pk_text_clean(base, -1, PK_TEXT_LINE, NULL),
                              .now_us = pk_clock_now_us(),
                              .progress = progress,
                              .data = data };
    pk_importing_init(&importing);
    bool ok = read_rows(&importing, bytes, n, error);
    if (ok && !dry_run && import->n_in > 0)
        ok = write_all(&importing, error);
    pk_importing_clear(&importing);
    return ok ? g_steal_pointer(&import) : NULL;
}
