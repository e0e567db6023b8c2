/* SPDX-License-Identifier: EUPL-1.2 */
#include "import_rows.h"

#include "journal.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "undo.h"

#include <string.h>

static const char made_here[] = "import:"; /* how the source of such an organisation begins */

enum { DETAILS_ROOM = 256 }; /* what the line adds to the row's own fields */

/* ---- the register, by name ---- */

static void
remember(GHashTable *names, const char *name, int64_t key)
{
    g_autofree char *folded = pk_text_fold(name);
    int64_t *there = g_hash_table_lookup(names, folded);

    if (there) {
        *there = *there == key ? key : 0; /* two organisations of one name: neither is meant */
        return;
    }
    int64_t *entry = g_new(int64_t, 1);
    *entry = key;
    g_hash_table_insert(names, g_steal_pointer(&folded), entry);
}

void
pk_importing_init(PkImporting *importing)
{
    importing->year = pk_zone_local(importing->app->zone, importing->now_us).year;
    importing->ours = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    importing->others = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    importing->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    importing->rows = g_array_new(FALSE, FALSE, sizeof(PkImportRow));
    importing->texts = g_string_chunk_new(1 << 20);
}

bool
pk_importing_read_register(PkImporting *importing, GError **error)
{
    g_autoptr(GPtrArray) orgs = pk_org_list(importing->app->db, error);

    for (guint i = 0; orgs && i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        bool made = org->source && g_str_has_prefix(org->source, made_here);
        /* Utrecht and Groningen alone are the towns. */
        g_autofree char *province =
            org->kind == PK_ORG_PROVINCE ? g_strconcat("provincie ", org->name, NULL) : NULL;
        remember(made ? importing->others : importing->ours, province ? province : org->name,
                 org->key);
    }
    return orgs != NULL;
}

void
pk_importing_clear(PkImporting *importing)
{
    g_clear_pointer(&importing->ours, g_hash_table_unref);
    g_clear_pointer(&importing->others, g_hash_table_unref);
    g_clear_pointer(&importing->ids, g_hash_table_unref);
    g_clear_pointer(&importing->rows, g_array_unref);
    g_clear_pointer(&importing->texts, g_string_chunk_free);
    g_clear_pointer(&importing->file, g_free);
    g_clear_error(&importing->error);
}

/* A name of the register is only meant by a victim in the Netherlands, or of nowhere in particular:
 * there is an Almere Inc. too. */
static bool
may_be_ours(const char *country)
{
    g_auto(GStrv) all = g_strsplit(country, "; ", -1);
    bool ours = all[0] == NULL;

    for (char **one = all; *one; one++)
        ours = ours || g_ascii_strcasecmp(*one, "NL") == 0;
    return ours;
}

static int64_t
known_org(const PkImporting *importing, const char *name, const char *country)
{
    g_autofree char *folded = pk_text_fold(name);
    const int64_t *key = NULL;

    if (may_be_ours(country))
        key = g_hash_table_lookup(importing->ours, folded);
    if (!key || *key == 0)
        key = g_hash_table_lookup(importing->others, folded);
    return key ? *key : 0;
}

static const char *
source_of(const PkImporting *importing, const PkImportRow *row)
{
    if (importing->source)
        return importing->source;
    bool unnamed = strcmp(row->source, "json") == 0 || strcmp(row->source, "csv") == 0;
    return unnamed ? importing->file : row->source;
}

/* The row's own id; without one, what it says, so that the same row is known again. Owned. */
static char *
id_of(const PkImportRow *row)
{
    if (*row->source_id)
        return g_strdup(row->source_id);
    g_autofree char *all = g_strdup_printf("%" G_GINT64_FORMAT "\n%s\n%s\n%s", row->occurred_us,
                                           row->title, row->text, row->victim);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
    return g_strndup(sum, 32);
}

/* ---- checking ---- */

static PkIncident *
incident_of(const PkImporting *importing, const PkImportRow *row)
{
    PkIncident *incident = pk_incident_new();

    incident->status = row->has_status ? row->status : PK_STATUS_CLOSED;
    incident->received_us = incident->occurred_us = row->occurred_us;
    incident->status_since_us = row->occurred_us;
    incident->occurred_precision = row->precision;
    incident->opened_us = incident->changed_us = importing->now_us;
    incident->source = PK_SOURCE_IMPORT;
    g_free(incident->title);
    incident->title = g_strdup(row->title);
    incident->kinds = row->kinds;
    incident->severity = (int)row->severity;
    if (row->has_tlp) {
        incident->tlp = row->tlp;
        g_free(incident->tlp_by);
        incident->tlp_by = g_strdup("source");
    }
    incident->import_source = pk_text_clean(source_of(importing, row), -1, PK_TEXT_LINE, NULL);
    incident->import_id = id_of(row);
    g_free(incident->changed_by);
    incident->changed_by = g_strdup(importing->app->login);
    return incident;
}

bool
pk_import_judge(PkImporting *importing, const PkImportRow *row, char **ret_refused, bool *ret_known,
                GError **error)
{
    g_autoptr(GError) fault = NULL;

    if (row->error) {
        *ret_refused = g_strdup(row->error);
        return true;
    }
    g_autoptr(PkIncident) incident = incident_of(importing, row);
    if (!pk_incident_check(incident, importing->now_us, &fault)) {
        *ret_refused = g_strdup_printf(_("Row %u: %s"), row->number, fault->message);
        return true;
    }
    if (row->occurred_us <= 0) { /* a line knows no earlier time; one row must not stop the file */
        *ret_refused = g_strdup_printf(_("Row %u: Piket keeps what happened since 1970; check the "
                                         "date."),
                                       row->number);
        return true;
    }
    if (strlen(row->details) + DETAILS_ROOM > PK_LINE_DETAILS_MAX) {
        *ret_refused = g_strdup_printf(_("Row %u: its other fields take more than 64 kB. Leave out "
                                         "what is not needed."),
                                       row->number);
        return true;
    }
    if (!g_hash_table_add(importing->ids,
                          g_strconcat(incident->import_source, " ", incident->import_id, NULL))) {
        *ret_refused =
            g_strdup_printf(_("Row %u: the same as an earlier row of this file."), row->number);
        return true;
    }
    return pk_incident_has_import(importing->app->db, incident->import_source, incident->import_id,
                                  ret_known, error);
}

void
pk_import_keep(PkImporting *importing, const PkImportRow *row)
{
    PkImportRow copy = *row;
    const char **const strings[] = { &copy.source, &copy.source_id, &copy.title,  &copy.text,
                                     &copy.victim, &copy.country,   &copy.details };

    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        *strings[i] = g_string_chunk_insert(importing->texts, *strings[i]);
    g_array_append_val(importing->rows, copy);
}

/* ---- writing ---- */

static bool
make_org(PkImporting *importing, const char *name, const char *source, int64_t *ret_key,
         GError **error)
{
    g_autoptr(PkOrg) org = pk_org_new();

    org->uuid = pk_uuid_new(importing->now_us);
    org->kind = PK_ORG_OTHER;
    org->name = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), PK_NAME_MAX));
    g_strchomp(org->name);
    org->source = g_strconcat(made_here, source, NULL);
    org->note = g_strdup(_("Came in with an import; not checked."));
    if (!pk_org_insert(importing->app->db, org, error))
        return false;
    remember(importing->others, name, org->key);
    importing->import->n_new_orgs++;
    *ret_key = org->key;
    return true;
}

static bool
add_victim(PkImporting *importing, const PkIncident *incident, const char *name,
           const char *country, GError **error)
{
    g_autoptr(PkParty) party = pk_party_new();
    g_autofree char *uuid = pk_uuid_new(importing->now_us);

    party->incident_key = incident->key;
    party->org_key = known_org(importing, name, country);
    party->role = PK_PARTY_ROLE_AFFECTED;
    party->status = incident->status == PK_STATUS_CLOSED ? PK_PARTY_CLOSED : PK_PARTY_AFFECTED;
    if (party->org_key == 0 &&
        !make_org(importing, name, incident->import_source, &party->org_key, error))
        return false;
    return pk_party_insert(importing->app->db, party, uuid, importing->now_us, NULL, error);
}

static bool
add_victims(PkImporting *importing, const PkIncident *incident, const PkImportRow *row,
            GError **error)
{
    g_auto(GStrv) names = g_strsplit(row->victim, "; ", -1);

    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        if (!**name || g_ascii_strcasecmp(*name, "unknown") == 0 ||
            g_ascii_strcasecmp(*name, "onbekend") == 0)
            continue;
        if (!add_victim(importing, incident, *name, row->country, error))
            return false;
    }
    return pk_incident_index(importing->app->db, incident->key, error);
}

/* The line that tells it: when it happened, written down now, with the fields as they came. */
static bool
add_line(PkImporting *importing, const PkIncident *incident, const PkImportRow *row, GError **error)
{
    json_t *details =
        json_pack("{s:s, s:s, s:s, s:i}", "change", "import", "source", incident->import_source,
                  "id", incident->import_id, "row", (int)row->number);
    json_t *fields = *row->details ? json_loads(row->details, 0, NULL) : NULL;
    if (fields)
        json_object_set_new(details, "fields", fields);
    PkEntry entry = { .incident = incident,
                      .category = PK_CAT_REPORT,
                      .tlp = incident->tlp,
                      .text = row->without_text || !*row->text ? row->title : row->text,
                      .details = details,
                      .event_us = row->occurred_us,
                      .precision = row->precision,
                      .now_us = importing->now_us };
    return pk_journal_add(importing->app, entry, NULL, NULL, error);
}

bool
pk_import_write(PkImporting *importing, const PkImportRow *row, GError **error)
{
    PkApp *app = importing->app;
    g_autoptr(PkIncident) incident = incident_of(importing, row);

    incident->uuid = pk_uuid_new(importing->now_us);
    incident->ident = pk_ident_next(app, importing->year, error);
    return incident->ident && pk_incident_insert_row(app->db, incident, error) &&
           pk_name_first(app, incident, incident->tlp, importing->now_us, error) &&
           add_victims(importing, incident, row, error) &&
           add_line(importing, incident, row, error);
}
