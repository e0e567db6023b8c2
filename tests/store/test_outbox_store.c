/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of outboxes: letters, what is not sent, and what may be taken away again. */
#include "fixture.h"
#include "piket/store/copy_store.h"
#include "piket/store/outbox_store.h"

/* On the server: no letter comes twice, nor after one that is known from elsewhere. */
static void
test_letters(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);

    g_autofree char *k = pk_outbox_tag_next(db, NULL);
    g_autofree char *l = pk_outbox_tag_next(db, NULL);
    g_assert_cmpstr(k, ==, "K");
    g_assert_cmpstr(l, ==, "L");
    ok(pk_outbox_tag_keep(db, "P", error));
    ok(pk_outbox_tag_keep(db, "K", error));
    g_autofree char *after = pk_outbox_tag_next(db, NULL);
    g_assert_cmpstr(after, ==, "Q");
}

static PkDb *
outbox_with_two_lines(int64_t *ret_incident, int64_t *ret_origin)
{
    PkDb *db = open_empty_sqlite();
    PkOutbox outbox = { (char *)"postgresql:///x", (char *)"u", (char *)"jdv", T0 };

    *ret_origin = add_origin(db, true);
    ok(pk_outbox_set(db, &outbox, error));
    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Uitval", T0);
    g_autoptr(PkLine) one = add_line(db, incident, *ret_origin, "First");
    g_autoptr(PkLine) two = add_line(db, incident, *ret_origin, "Second");
    ok(pk_db_commit(db, error));
    *ret_incident = incident->key;
    return db;
}

static void
test_unsent(void)
{
    int64_t incident = 0, origin = 0, n = 0, refused = 0;
    g_autoptr(PkDb) db = outbox_with_two_lines(&incident, &origin);

    ok(pk_outbox_count(db, &n, &refused, error));
    g_assert_cmpint(n, ==, 2);
    ok(pk_outbox_mark(db, incident, true, 1, "Not by you.", T0, error));
    ok(pk_outbox_count(db, &n, &refused, error));
    g_assert_cmpint(n, ==, 1);
    g_assert_cmpint(refused, ==, 1);
    g_autoptr(GPtrArray) unsent = pk_outbox_unsent(db, NULL);
    g_assert_cmpuint(unsent->len, ==, 1);
    const PkUnsent *one = unsent->pdata[0];
    g_assert_cmpint(one->sent_no, ==, 1);
    g_assert_cmpint(one->last_no, ==, 2);
    g_assert_cmpstr(one->reason, ==, "Not by you.");
    g_autoptr(GPtrArray) lines = pk_outbox_lines(db, incident, origin, 1, 9, NULL);
    g_assert_cmpuint(lines->len, ==, 1);
    g_assert_cmpstr(((const PkLine *)lines->pdata[0])->text, ==, "Second");
    ok(pk_outbox_mark(db, incident, true, 2, NULL, 0, error));
    ok(pk_outbox_count(db, &n, &refused, error));
    g_assert_cmpint(n, ==, 0);
}

/* The copy goes; a line that was not delivered never does, nor any line of a main database. */
static void
test_only_the_copy_goes(void)
{
    int64_t incident = 0, origin = 0;
    g_autoptr(PkDb) db = outbox_with_two_lines(&incident, &origin);
    g_autoptr(GError) problem = NULL;

    ok(pk_outbox_mark(db, incident, true, 1, NULL, 0, error));
    ok(pk_db_begin(db, error));
    g_assert_false(pk_copy_drop_journal(db, incident, 0, 0, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_BROKEN);
    g_clear_error(&problem);
    pk_db_rollback(db);
    ok(pk_db_begin(db, error));
    ok(pk_copy_drop_journal(db, incident, origin, 1, error));
    ok(pk_db_commit(db, error));
    g_autoptr(GPtrArray) left = pk_line_list_after(db, incident, 0, 9, NULL);
    g_assert_cmpuint(left->len, ==, 1);

    g_autoptr(PkDb) server = open_empty_sqlite();
    int64_t own = add_origin(server, true);
    ok(pk_db_begin(server, error));
    g_autoptr(PkIncident) there = add_incident(server, 1, "Uitval", T0);
    g_autoptr(PkLine) line = add_line(server, there, own, "First");
    g_assert_false(pk_copy_drop_journal(server, there->key, 0, 0, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_BROKEN);
    pk_db_rollback(server);
}

/* What is typed without the server never gets a key that the server may use. */
static void
test_keys_apart(void)
{
    g_autoptr(PkDb) db = open_empty_sqlite();
    g_autoptr(PkOrg) org = pk_org_new();

    org->uuid = g_strdup("0190a0b0-0000-7000-8000-000000000001");
    org->name = g_strdup("Waterschap Fictie");
    ok(pk_org_insert(db, org, error));
    int64_t key = org->key;
    ok(pk_copy_org_set_apart(db, &key, error));
    g_assert_cmpint(key, >=, INT64_C(1) << 40);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("outbox/letters", test_letters);
    g_test_add_func("/outbox/unsent", test_unsent);
    g_test_add_func("/outbox/only-the-copy-goes", test_only_the_copy_goes);
    g_test_add_func("/outbox/keys-apart", test_keys_apart);
    return g_test_run();
}
