/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/incident.h"

#include <string.h>

static const int64_t now_us = INT64_C(1773108840000000);

static PkIncident *
complete(void)
{
    PkIncident *incident = pk_incident_new();

    incident->title = g_strdup("Ransomware file server");
    incident->org_name = g_strdup("Voorbeeldstad");
    incident->reporter_phone = g_strdup("06 0000 0001");
    incident->kinds = 1u << PK_KIND_RANSOMWARE;
    incident->severity = PK_SEVERITY_CRITICAL;
    incident->aware_us = now_us;
    incident->personal_data = PK_TRISTATE_UNKNOWN;
    incident->rsit = g_strdup("availability");
    return incident;
}

static char *
joined(GPtrArray *names)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < names->len; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", (char *)names->pdata[i]);
    g_ptr_array_unref(names);
    return g_string_free(out, FALSE);
}

static void
test_defaults(void)
{
    g_autoptr(PkIncident) incident = pk_incident_new();

    g_assert_cmpint(incident->status, ==, PK_STATUS_REPORT);
    g_assert_cmpint(incident->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpstr(incident->tlp_by, ==, "default");
    g_assert_cmpint(incident->severity, ==, PK_SEVERITY_NONE);
    g_assert_false(incident->caller_verified);
}

static void
test_copy_owns_its_strings(void)
{
    g_autoptr(PkIncident) incident = complete();
    PkIncident *copy = pk_incident_copy(incident);

    g_assert_cmpstr(copy->title, ==, incident->title);
    g_assert_true(copy->title != incident->title && copy->rsit != incident->rsit);
    pk_incident_free(copy);
    g_assert_cmpstr(incident->title, ==, "Ransomware file server");
}

static void
check_fault(const PkIncident *incident, const char *part)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(pk_incident_check(incident, now_us, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, part));
}

static void
set(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

static void
test_check(void)
{
    g_autoptr(PkIncident) incident = complete();
    g_autofree char *most = g_strnfill(PK_TITLE_MAX, 'a');
    g_autofree char *more = g_strnfill(PK_TITLE_MAX + 1, 'a');

    g_assert_true(pk_incident_check(incident, now_us, NULL));
    set(&incident->title, most);
    g_assert_true(pk_incident_check(incident, now_us, NULL));
    static const char *const titles[] = { NULL, "", "  ", "two\nlines", "esc\x1b[2J", "\xff" };
    for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
        set(&incident->title, titles[i]);
        check_fault(incident, "title");
    }
    set(&incident->title, more);
    check_fault(incident, "title");
    set(&incident->title, "x");

    set(&incident->reporter, "a\tb");
    check_fault(incident, "name or number");
    set(&incident->reporter, NULL);

    incident->severity = 5;
    check_fault(incident, "status, label or kind");
    incident->severity = 4;
    incident->kinds = 1u << 9;
    check_fault(incident, "status, label or kind");
    incident->kinds = 1u << 8;

    incident->aware_us = now_us + INT64_C(2) * 86400 * 1000000;
    check_fault(incident, "future");
    incident->aware_us = now_us + 1;

    set(&incident->import_id, "7");
    check_fault(incident, "imported");
    set(&incident->import_source, "rtir");
    g_assert_true(pk_incident_check(incident, now_us, NULL));
}

static void
test_missing(void)
{
    g_autoptr(PkIncident) incident = pk_incident_new();
    g_autofree char *all = joined(pk_incident_missing(incident));
    g_assert_cmpstr(all, ==,
                    "municipality, call-back number, kind, severity, awareness, personal data");

    incident->source = PK_SOURCE_OWN;
    g_autofree char *own = joined(pk_incident_missing(incident));
    g_assert_cmpstr(own, ==, "municipality, kind, severity, awareness, personal data");

    g_autoptr(PkIncident) full = complete();
    g_autofree char *none = joined(pk_incident_missing_to_close(full));
    g_assert_cmpstr(none, ==, "");
    set(&full->rsit, NULL);
    g_autofree char *class = joined(pk_incident_missing_to_close(full));
    g_assert_cmpstr(class, ==, "RSIT class");
}

static void
test_may_close(void)
{
    g_autoptr(PkIncident) incident = complete();
    g_autoptr(GError) error = NULL;

    g_assert_true(pk_incident_may_close(incident, 0, 0, NULL));
    incident->severity = PK_SEVERITY_NONE;
    g_assert_false(pk_incident_may_close(incident, 11, 1, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==,
                    "Not ready to close: severity, 11 open parties, 1 open action. Complete it, or "
                    "say why it is not needed.");
    g_clear_error(&error);
    incident->severity = PK_SEVERITY_LOW;
    g_assert_false(pk_incident_may_close(incident, 0, 2, &error));
    g_assert_true(g_str_has_prefix(error->message, "Not ready to close: 2 open actions."));
}

static void
test_steps(void)
{
    for (int from = 0; from <= PK_STATUS_CLOSED; from++) {
        for (int to = 0; to <= PK_STATUS_CLOSED; to++) {
            int want = from == to ? 0 : to == PK_STATUS_CLOSED ? 4 : 2;
            g_assert_cmpint(pk_incident_step_level((PkStatus)from, (PkStatus)to), ==, want);
            g_assert_true(pk_incident_step_is_back((PkStatus)from, (PkStatus)to) == (to < from));
        }
    }
}

static void
test_title(void)
{
    static const struct {
        const char *note;
        guint kinds;
        const char *org;
        const char *want;
    } cases[] = {
        { "Files encrypted. Ransom note found.", 1, "Oefendam", "Files encrypted" },
        { "", 1u << PK_KIND_RANSOMWARE, "Oefendam", "Ransomware Oefendam" },
        { NULL, 1u << PK_KIND_DDOS | 1u << PK_KIND_OTHER, NULL, "Ddos" },
        { " \n", 0, "Testerwoude", "Report Testerwoude" },
        { NULL, 0, NULL, "Report" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *title = pk_incident_title(cases[i].note, cases[i].kinds, cases[i].org);
        g_assert_cmpstr(title, ==, cases[i].want);
    }
    g_autofree char *endless = g_strnfill(500, 'x');
    g_autofree char *cut = pk_incident_title(endless, 0, NULL);
    g_autofree char *name = pk_incident_title(NULL, 1, endless);
    g_assert_cmpuint(strlen(cut), ==, PK_TITLE_COLUMNS);
    g_assert_cmpuint(strlen(name), ==, PK_TITLE_COLUMNS);
}

static void
test_bits(void)
{
    guint bits = 1u << PK_NEED_ADVICE | 1u << PK_NEED_STATE;
    g_autofree char *words = pk_bits_words(&pk_words_need, bits);
    g_autofree char *keys = pk_bits_keys(&pk_words_need, bits);
    g_autoptr(GError) error = NULL;
    guint read = 0;

    g_assert_cmpstr(words, ==, "advice, line to the State");
    g_assert_cmpstr(keys, ==, "advice state");
    g_assert_true(pk_bits_parse(&pk_words_need, keys, &read, NULL) && read == bits);
    g_assert_true(pk_bits_parse(&pk_words_need, "lijn met het Rijk, advies", &read, NULL));
    g_assert_cmpuint(read, ==, bits);
    g_assert_true(pk_bits_parse(&pk_words_need, "line to the State", &read, NULL));
    g_assert_cmpuint(read, ==, 1u << PK_NEED_STATE);
    g_assert_true(pk_bits_parse(&pk_words_need, " ", &read, NULL) && read == 0);
    g_assert_false(pk_bits_parse(&pk_words_kind, "ddos nonsense", &read, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    for (guint all = 0; all < 512; all++) {
        g_autofree char *as_keys = pk_bits_keys(&pk_words_kind, all);
        g_assert_true(pk_bits_parse(&pk_words_kind, as_keys, &read, NULL) && read == all);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/incident/defaults", test_defaults);
    g_test_add_func("/incident/copy-owns-its-strings", test_copy_owns_its_strings);
    g_test_add_func("/incident/check", test_check);
    g_test_add_func("/incident/missing", test_missing);
    g_test_add_func("/incident/may-close", test_may_close);
    g_test_add_func("/incident/steps", test_steps);
    g_test_add_func("/incident/title", test_title);
    g_test_add_func("/incident/bits", test_bits);
    return g_test_run();
}
