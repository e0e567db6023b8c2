/* SPDX-License-Identifier: EUPL-1.2 */
/* Against an HTTPS receiver that checks the signature, and one that misbehaves. */
#include "kit.h"

static char *dir, *base;
static PkLinkConfig *config;

static void
to(const char *path)
{
    set(&config->webhook_url, g_strconcat(base, path, NULL));
}

static void
test_taken(void)
{
    PkMessage message = message_by(PK_CHANNEL_WEBHOOK);
    message.text = "Piket: één \"oproep\" \\ wacht";
    to("/ok");
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    g_autofree char *posted = outside_read(dir, "posted");
    g_assert_true(g_str_has_prefix(posted, "good " UUID " {\"schema\":\"piket.notice/1\""));
    g_assert_nonnull(strstr(posted, "\"to\":\"+31 6 01\""));
    g_assert_nonnull(strstr(posted, "\"tlp\":\"TLP:CLEAR\""));
    g_assert_nonnull(strstr(posted, "één \\\"oproep\\\""));
}

static void
test_wrong_secret(void)
{
    PkMessage message = message_by(PK_CHANNEL_WEBHOOK);
    g_autofree char *right = config->webhook_secret_file;

    config->webhook_secret_file = outside_file(dir, "wrong", "another\n", 0600);
    to("/ok");
    expect(config, &message, 5000, PK_SEND_PERMANENT, "400");
    set(&config->webhook_secret_file, outside_file(dir, "open", "another\n", 0644));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "can be read by others");
    set(&config->webhook_secret_file, g_steal_pointer(&right));
}

/* clang-format off */
static const struct {
    const char *path;
    int deadline_ms;
    PkSendClass want;
    const char *words;
} answers[] = {
    { "/503",     5000, PK_SEND_TEMPORARY, "503" },
    { "/429",     5000, PK_SEND_TEMPORARY, "429" },
    { "/401",     5000, PK_SEND_TEMPORARY, "401" },
    { "/404",     5000, PK_SEND_TEMPORARY, "404" },
    { "/422",     5000, PK_SEND_PERMANENT, "422" },
    { "/302",     5000, PK_SEND_TEMPORARY, "points elsewhere" },
    { "/garbage", 5000, PK_SEND_UNSURE,    "failed" },
    { "/hang",     300, PK_SEND_UNSURE,    "within the time" },
    { "/flood",   5000, PK_SEND_OK,        NULL },
};
/* clang-format on */

static void
test_answers(void)
{
    PkMessage message = message_by(PK_CHANNEL_WEBHOOK);

    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_test_message("%s", answers[i].path);
        to(answers[i].path);
        expect(config, &message, answers[i].deadline_ms, answers[i].want, answers[i].words);
    }
}

static void
test_who_is_there(void)
{
    PkMessage message = message_by(PK_CHANNEL_WEBHOOK);
    g_autofree char *ca = config->webhook_ca_file;

    to("/ok");
    config->webhook_ca_file = g_build_filename(dir, "other.pem", NULL);
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "not trusted");
    set(&config->webhook_ca_file, g_build_filename(dir, "nothing.pem", NULL));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "webhook_ca_file");
    set(&config->webhook_ca_file, g_steal_pointer(&ca));
    set(&config->webhook_url, g_strdup("https://127.0.0.1:1/"));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "does not answer");
    static const char *const refused[] = { "http://127.0.0.1:1/", "http://gateway.example/",
                                           "file:///etc/passwd", "https://u:p@127.0.0.1/",
                                           "127.0.0.1" };
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        set(&config->webhook_url, g_strdup(refused[i]));
        expect(config, &message, 5000, PK_SEND_TEMPORARY, "must begin with https");
    }
    config->webhook_loopback = true;
    set(&config->webhook_url, g_strdup("http://127.0.0.1:1/"));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "does not answer");
    set(&config->webhook_url, g_strdup("http://gateway.example/"));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "must begin with https");
    config->webhook_loopback = false;
}

int
main(int argc, char **argv)
{
    GPid pid = 0;

    g_test_init(&argc, &argv, NULL);
    pk_link_start();
    dir = outside_dir();
    outside_certs(dir);
    config = empty_config();
    set(&config->webhook_secret_file, outside_file(dir, "secret", "geheim\n", 0600));
    set(&config->webhook_ca_file, g_build_filename(dir, "ca.pem", NULL));
    base = g_strdup_printf("https://localhost:%d", outside_server("webhookd.py", dir, NULL, &pid));
    g_test_add_func("/webhook/taken", test_taken);
    g_test_add_func("/webhook/secret", test_wrong_secret);
    g_test_add_func("/webhook/answers", test_answers);
    g_test_add_func("/webhook/who", test_who_is_there);
    int failed = g_test_run();
    outside_end(pid);
    pk_link_config_free(config);
    g_free(base);
    outside_remove(dir);
    return failed;
}
