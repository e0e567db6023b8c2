/* SPDX-License-Identifier: EUPL-1.2 */
/* Two people change the same: who was first stays, the second is told and may write over it; other
 * fields go through, lines always do. */
#include "appkit.h"
#include "piket/app/conflict.h"
#include "piket/app/read.h"

#include <string.h>

typedef struct {
    Kit kit;
    PkApp *other; /* M. Bakker */
    int64_t key;
} Two;

static void
start(Two *two)
{
    kit_start(&two->kit);
    kit_register(&two->kit);
    two->key = kit_report(&two->kit);
    two->other = kit_other(&two->kit, "mbakker", "M. Bakker", "officer coordinator lead");
}

static void
stop(Two *two)
{
    pk_app_close(two->other);
    kit_verify(&two->kit);
    kit_stop(&two->kit);
}

static bool
set(PkApp *app, int64_t key, int64_t version, const char *field, const char *value, GError **error)
{
    PkSetting setting = { field, value };

    return pk_incident_set(app, key, version, &setting, 1, NULL, NULL, NULL, error);
}

static int64_t
version_of(Two *two)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDetail) detail = pk_detail_load(two->kit.app, two->key, &error);

    g_assert_no_error(error);
    return detail->incident->version;
}

static void
theirs(Two *two, const char *field, const char *value)
{
    g_autoptr(GError) error = NULL;

    set(two->other, two->key, -1, field, value, &error);
    g_assert_no_error(error);
}

/* What others did to other fields does not matter, nor what they took back themselves. */
static void
test_other_fields(void)
{
    Two two;
    g_autoptr(GError) error = NULL;

    start(&two);
    int64_t seen = version_of(&two);
    theirs(&two, "title", "Iets anders");
    theirs(&two, "lead", "mbakker");
    theirs(&two, "severity", "low");
    theirs(&two, "severity", "critical");
    g_assert_true(set(two.kit.app, two.key, seen, "severity", "high", &error));
    g_assert_no_error(error);
    g_autoptr(PkDetail) detail = pk_detail_load(two.kit.app, two.key, &error);
    g_assert_cmpstr(detail->incident->title, ==, "Iets anders");
    g_assert_cmpint(detail->incident->severity, ==, PK_SEVERITY_HIGH);
    g_assert_cmpint(detail->incident->version, ==, seen + 5);
    /* The same value twice is nobody's conflict either. */
    theirs(&two, "severity", "medium");
    g_assert_true(set(two.kit.app, two.key, seen, "severity", "medium", &error));
    g_assert_no_error(error);
    stop(&two);
}

static void
test_same_field(void)
{
    /* clang-format off */
    static const struct {
        const char *field, *their_value, *my_value;
        const char *old, *theirs, *mine;
    } cases[] = {
        { "severity", "low",        "high",       "CRITICAL",    "LOW",        "HIGH" },
        { "title",    "Van hen",    "Van mij",    NULL,          "Van hen",    "Van mij" },
        { "kind",     "ddos",       "phishing",   "ransomware",  "ddos",       "phishing" },
        { "phone",    "06 0000 0009", "06 0000 0008", NULL,      "06 0000 0009", "06 0000 0008" },
        { "occurred", "2026-03-10 01:00", "2026-03-10 01:30", "-", NULL,       NULL },
        { "verified", "yes",        "yes",        NULL,          NULL,         NULL },
        { "tlp",      "AMBER+STRICT", "RED",      "TLP:AMBER",   "TLP:AMBER+STRICT", "TLP:RED" },
    };
    /* clang-format on */
    Two two;

    start(&two);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        PkSetting mine = { cases[i].field, cases[i].my_value };
        int64_t seen = version_of(&two);
        bool differs = strcmp(cases[i].their_value, cases[i].my_value) != 0;
        theirs(&two, cases[i].field, cases[i].their_value);
        int64_t rows = kit_rows(&two.kit);
        bool ok = set(two.kit.app, two.key, seen, cases[i].field, cases[i].my_value, &error);
        g_assert_true(ok == !differs);
        g_assert_cmpint(kit_rows(&two.kit), ==, rows);
        if (!differs)
            continue;
        g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
        g_assert_true(g_str_has_prefix(error->message, "M. Bakker changed "));
        g_clear_error(&error);
        g_autoptr(PkConflict) conflict =
            pk_conflict_load(two.kit.app, two.key, seen, &mine, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(conflict->who, ==, "M. Bakker");
        g_assert_cmpstr(conflict->when, ==, "03:14");
        if (cases[i].old)
            g_assert_cmpstr(conflict->old, ==, cases[i].old);
        if (cases[i].theirs)
            g_assert_cmpstr(conflict->theirs, ==, cases[i].theirs);
        if (cases[i].mine)
            g_assert_cmpstr(conflict->mine, ==, cases[i].mine);
        pk_incident_set_over(two.kit.app, two.key, conflict->version, seen, &mine, 1, NULL, NULL,
                             NULL, &error);
        g_assert_no_error(error);
        g_autofree char *last = kit_last(&two.kit, two.key);
        g_assert_nonnull(strstr(last, " This replaces what M. Bakker wrote at 03:14."));
    }
    stop(&two);
}

/* A third change while the second person looked at the difference asks again. */
static void
test_third(void)
{
    Two two;
    g_autoptr(GError) error = NULL;
    PkSetting mine = { "severity", "high" };

    start(&two);
    int64_t seen = version_of(&two);
    theirs(&two, "severity", "low");
    g_assert_false(set(two.kit.app, two.key, seen, "severity", "high", &error));
    g_clear_error(&error);
    g_autoptr(PkConflict) conflict = pk_conflict_load(two.kit.app, two.key, seen, &mine, &error);
    theirs(&two, "severity", "medium");
    g_assert_false(pk_incident_set_over(two.kit.app, two.key, conflict->version, seen, &mine, 1,
                                        NULL, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    theirs(&two, "title", "Iets anders"); /* no reason to ask again */
    g_autoptr(PkConflict) again = pk_conflict_load(two.kit.app, two.key, seen, &mine, &error);
    g_assert_cmpstr(again->theirs, ==, "MEDIUM");
    theirs(&two, "title", "Nog iets anders");
    g_assert_true(pk_incident_set_over(two.kit.app, two.key, again->version, seen, &mine, 1, NULL,
                                       NULL, NULL, &error));
    g_assert_no_error(error);
    stop(&two);
}

static void
test_status(void)
{
    Two two;
    g_autoptr(GError) error = NULL;
    PkSetting mine = { "status", "contained" };

    start(&two);
    int64_t seen = version_of(&two);
    theirs(&two, "title", "Iets anders");
    pk_status_set(two.other, two.key, -1, PK_STATUS_INVESTIGATION, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(
        pk_status_set(two.kit.app, two.key, seen, PK_STATUS_CONTAINED, NULL, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_autoptr(PkConflict) conflict = pk_conflict_load(two.kit.app, two.key, seen, &mine, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(conflict->what, ==, "status");
    g_assert_cmpstr(conflict->old, ==, "REPORT");
    g_assert_cmpstr(conflict->theirs, ==, "INVESTIGATION");
    g_assert_cmpstr(conflict->mine, ==, "CONTAINED");
    pk_status_set_over(two.kit.app, two.key, conflict->version, seen, PK_STATUS_CONTAINED, NULL,
                       NULL, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&two.kit, two.key);
    g_assert_cmpstr(last, ==,
                    "Changed: status INVESTIGATION -> CONTAINED. This replaces what M. Bakker "
                    "wrote at 03:14.");
    stop(&two);
}

static void
test_party(void)
{
    Two two;
    g_autoptr(GError) error = NULL;

    start(&two);
    g_autoptr(PkDetail) detail = pk_detail_load(two.kit.app, two.key, &error);
    g_assert_no_error(error);
    const PkParty *party = detail->parties->pdata[0];
    int64_t key = party->key;
    g_autoptr(GPtrArray) seen = pk_parties_seen(detail->parties, &key, 1);
    PkPartyChange impact = { .impact = "Balie dicht" };
    PkPartyChange theirs_status = { .has_status = true, .status = PK_PARTY_CONTAINED };
    pk_party_set(two.other, two.key, &key, 1, &theirs_status, NULL, &error);
    g_assert_no_error(error);
    impact.seen = seen; /* another field of the same party */
    g_assert_true(pk_party_set(two.kit.app, two.key, &key, 1, &impact, NULL, &error));
    g_assert_no_error(error);
    pk_party_set(two.other, two.key, &key, 1, &(PkPartyChange){ .impact = "Alles dicht" }, NULL,
                 &error);
    PkPartyChange mine = { .has_status = true, .status = PK_PARTY_RECOVERING, .seen = seen };
    int64_t rows = kit_rows(&two.kit);
    g_assert_false(pk_party_set(two.kit.app, two.key, &key, 1, &mine, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_cmpstr(error->message, ==,
                    "M. Bakker changed status of Voorbeeldstad of I26-0001 at 03:14. Your change "
                    "was not saved; look at it and try again.");
    g_assert_cmpint(kit_rows(&two.kit), ==, rows);
    g_clear_error(&error);
    g_autoptr(PkConflict) conflict =
        pk_conflict_load_party(two.kit.app, two.key, &key, 1, &mine, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(conflict->what, ==, "status of Voorbeeldstad");
    g_assert_cmpstr(conflict->who, ==, "M. Bakker");
    g_assert_cmpstr(conflict->old, ==, "AFFECTED");
    g_assert_cmpstr(conflict->theirs, ==, "CONTAINED");
    g_assert_cmpstr(conflict->mine, ==, "RECOVERING");
    mine.seen = conflict->parties;
    mine.over = true;
    g_assert_true(pk_party_set(two.kit.app, two.key, &key, 1, &mine, NULL, &error));
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&two.kit, two.key);
    g_assert_nonnull(strstr(last, "This replaces what M. Bakker wrote at 03:14."));
    stop(&two);
}

/* Lines of several people never are in each other's way. */
static void
test_lines(void)
{
    Two two;
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = "Gezien" };

    start(&two);
    for (int i = 0; i < 5; i++) {
        g_assert_true(pk_note_add(two.kit.app, two.key, &note, NULL, &error));
        g_assert_true(pk_note_add(two.other, two.key, &note, NULL, &error));
        g_assert_no_error(error);
    }
    stop(&two);
}

/* What others changed since one looked: their last values, and nothing of one's own. */
static void
test_since(void)
{
    Two two;
    g_autoptr(GError) error = NULL;

    start(&two);
    int64_t seen = version_of(&two);
    g_autoptr(PkDetail) none = pk_detail_load_since(two.kit.app, two.key, seen, &error);
    g_assert_cmpstr(none->since, ==, "");
    set(two.kit.app, two.key, -1, "title", "Van mij", &error);
    theirs(&two, "severity", "low");
    theirs(&two, "severity", "high");
    theirs(&two, "phone", "06 0000 0009");
    g_assert_no_error(error);
    g_autoptr(PkDetail) some = pk_detail_load_since(two.kit.app, two.key, seen, &error);
    g_assert_true(g_str_has_prefix(
        some->since, "CHANGED 03:14 by M. Bakker: severity CRITICAL to HIGH, call-back number "));
    g_autoptr(PkDetail) later =
        pk_detail_load_since(two.kit.app, two.key, some->incident->version, &error);
    g_assert_cmpstr(later->since, ==, "");
    stop(&two);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/conflict/other-fields", test_other_fields);
    g_test_add_func("/app/conflict/same-field", test_same_field);
    g_test_add_func("/app/conflict/third", test_third);
    g_test_add_func("/app/conflict/status", test_status);
    g_test_add_func("/app/conflict/party", test_party);
    g_test_add_func("/app/conflict/lines", test_lines);
    g_test_add_func("/app/conflict/since", test_since);
    return g_test_run();
}
