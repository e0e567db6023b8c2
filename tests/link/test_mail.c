/* SPDX-License-Identifier: EUPL-1.2 */
/* Against a real mail server with STARTTLS and authentication, and what a mail looks like. */
#include "../../src/link/mail_text.h"
#include "kit.h"

#include <glib/gstdio.h>

#define AIOSMTPD "/usr/lib/python3/dist-packages/aiosmtpd"

static char *dir;
static PkLinkConfig *config;

static GPid servers[2]; /* with TLS, without: each is started once */
static int ports[2];

static void
use_server(bool plain)
{
    if (!servers[plain])
        ports[plain] = outside_server("smtpd.py", dir, plain ? "plain" : "tls", &servers[plain]);
    set(&config->smtp_url, g_strdup_printf("smtp://localhost:%d", ports[plain]));
}

/* The decoded body of the text part of a mail. Owned. */
static char *
decoded(const char *mail)
{
    const char *body = strstr(mail, "base64\r\n\r\n");
    gsize n = 0;

    g_assert_nonnull(body);
    body += strlen("base64\r\n\r\n");
    const char *end = strstr(body, "\r\n--");
    g_autofree char *base = end ? g_strndup(body, (gsize)(end - body)) : g_strdup(body);
    g_autofree char *joined = g_strdup(base);
    g_autofree guchar *bytes = NULL;
    GString *plain = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(joined, "\r\n", -1);
    for (char **line = lines; *line; line++) {
        g_free(bytes);
        bytes = g_base64_decode(*line, &n);
        g_string_append_len(plain, (char *)bytes, (gssize)n);
    }
    return g_string_free(plain, FALSE);
}

static void
test_taken_and_refused(void)
{
    if (!outside_there(AIOSMTPD))
        return;
    PkMessage message = message_by(PK_CHANNEL_MAIL);

    use_server(false);
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    g_autofree char *mail = outside_read(dir, "mail");
    g_assert_nonnull(strstr(mail, "Message-ID: <" UUID "@voorbeeldstad.example>"));
    g_assert_nonnull(strstr(mail, "Subject: [TLP:CLEAR] Piket: 1 page waiting\r\n"));
    g_autofree char *body = decoded(mail);
    g_assert_true(g_str_has_prefix(body, "TLP:CLEAR\r\n\r\nPiket: 1 page waiting\r\n"));

    g_autofree char *right = config->smtp_password_file;
    config->smtp_password_file = outside_file(dir, "wrong", "fout\n", 0600);
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "user name or the password");
    set(&config->smtp_password_file, outside_file(dir, "open", "geheim\n", 0640));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "can be read by others");
    set(&config->smtp_password_file, g_steal_pointer(&right));

    g_autofree char *ca = config->smtp_ca_file;
    config->smtp_ca_file = g_build_filename(dir, "other.pem", NULL);
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "not trusted");
    set(&config->smtp_ca_file, g_steal_pointer(&ca));
    message.address = "j@oefendam.example> SIZE=9";
    expect(config, &message, 5000, PK_SEND_PERMANENT, "no mail address");
    message.address = "j@oefendam.example";
    set(&config->smtp_url, g_strdup("smtp://localhost:1"));
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "does not answer");
}

/* clang-format off */
static const struct {
    const char *address;
    bool plain;
    int deadline_ms;
    PkSendClass want;
    const char *words;
} answers[] = {
    { "451@oefendam.example",  false, 5000, PK_SEND_TEMPORARY, "451 4.3.0 try later" },
    { "550@oefendam.example",  false, 5000, PK_SEND_PERMANENT, "550 5.1.1 no such mailbox" },
    { "hang@oefendam.example", false, 2500, PK_SEND_UNSURE,    "within the time" },
    { "j@oefendam.example",    true,  5000, PK_SEND_TEMPORARY, "offers no TLS" },
};
/* clang-format on */

static void
test_servers(void)
{
    if (!outside_there(AIOSMTPD))
        return;
    PkMessage message = message_by(PK_CHANNEL_MAIL);

    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_test_message("%s", answers[i].address);
        use_server(answers[i].plain);
        message.address = answers[i].address;
        expect(config, &message, answers[i].deadline_ms, answers[i].want, answers[i].words);
    }
}

static void
test_settings(void)
{
    static const char *const refused[] = { "smtp://u:p@localhost:25", "http://localhost",
                                           "localhost:25", "smtp://" };
    PkMessage message = message_by(PK_CHANNEL_MAIL);
    g_autofree char *from = config->smtp_from;

    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        set(&config->smtp_url, g_strdup(refused[i]));
        expect(config, &message, 1000, PK_SEND_TEMPORARY, "smtp_url");
    }
    set(&config->smtp_url, g_strdup("smtp://localhost:1"));
    config->smtp_from = g_strdup("nobody\r\nBcc: x@y.example");
    expect(config, &message, 1000, PK_SEND_TEMPORARY, "smtp_from");
    set(&config->smtp_from, g_steal_pointer(&from));
}

/* ---- OpenPGP -------------------------------------------------------------------------------- */

static char *
gpg(const char *shell)
{
    g_autofree char *command = g_strdup_printf("cd '%s' && %s", dir, shell);
    const char *argv[] = { "bash", "-c", command, NULL };
    g_autoptr(GError) error = NULL;
    char *out = NULL;
    int status = 0;

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                 NULL, &out, NULL, &status, &error);
    g_assert_no_error(error);
    if (status != 0)
        g_error("%s: %d", shell, status);
    return out;
}

static char *
new_key(const char *who)
{
    g_autofree char *make = g_strdup_printf(
        "gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key '%s' "
        "future-default default 1d && gpg --batch --with-colons --list-keys '%s' | awk -F: "
        "'/^fpr/{print $10; exit}'",
        who, who);
    return g_strstrip(gpg(make));
}

static void
test_openpgp(void)
{
    if (!outside_there(AIOSMTPD))
        return;
    PkMessage message = message_by(PK_CHANNEL_MAIL);
    g_autofree char *home = g_build_filename(dir, "gnupg", NULL);
    g_mkdir(home, 0700);
    g_setenv("GNUPGHOME", home, TRUE);
    g_autofree char *receiver = new_key("j@oefendam.example");
    g_autofree char *signer = new_key("piket@voorbeeldstad.example");
    use_server(false);

    /* Encrypted and signed: nothing but the bare subject is on the way. */
    message.text = "Piket: 1 page waiting: I26-0412 Zwaluwstaart";
    message.tlp = PK_TLP_AMBER;
    message.pgp_key = receiver;
    set(&config->smtp_sign_key, g_strdup(signer));
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    g_autofree char *mail = outside_read(dir, "mail");
    g_assert_null(strstr(mail, "Zwaluwstaart"));
    g_assert_nonnull(strstr(mail, "multipart/encrypted"));
    g_assert_nonnull(strstr(mail, "Subject: [TLP:AMBER] Piket: 1 page waiting\r\n"));
    g_autofree char *plain =
        gpg("gpg --batch --quiet --status-fd 1 --decrypt <(sed -n '/BEGIN PGP/,/END PGP/p' mail)");
    g_assert_nonnull(strstr(plain, "GOODSIG"));
    g_autofree char *body = decoded(plain);
    g_assert_true(
        g_str_has_prefix(body, "TLP:AMBER\r\n\r\nPiket: 1 page waiting: I26-0412 Zwaluw"));

    /* Signed only: the part as it stands, with CR LF, is what was signed. */
    message.pgp_key = "";
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    g_autofree char *checked = gpg(
        "python3 - <<'E'\nimport re\nm=open('mail','rb').read()\n"
        "b=re.search(rb'boundary=\"([^\"]+)\"',m).group(1)\np=m.split(b'--'+b)\n"
        "open('part','wb').write(p[1][2:-2])\nopen('sig','wb').write(p[2].split(b'\\r\\n\\r\\n',1)"
        "[1])\nE\ngpg --batch --status-fd 1 --verify sig part");
    g_assert_nonnull(strstr(checked, "GOODSIG"));

    /* A key that is not there: nothing of the content leaves. */
    message.pgp_key = "0123456789ABCDEF0123456789ABCDEF01234567";
    expect(config, &message, 5000, PK_SEND_OK, "without encryption and without content");
    g_autofree char *bare = outside_read(dir, "mail");
    g_autofree char *said = decoded(bare);
    g_assert_null(strstr(said, "Zwaluwstaart"));
    g_assert_nonnull(strstr(bare, "[TLP:CLEAR]"));
    set(&config->smtp_sign_key, g_strdup(""));
    g_autofree char *ended = gpg("gpgconf --kill all");
}

/* ---- the bytes ------------------------------------------------------------------------------ */

static void
test_bytes(void)
{
    PkMessage message = message_by(PK_CHANNEL_MAIL);
    message.bare =
        "Piket: één oproep wacht, en nog een heel stuk over de gemeente 's-Gravenhage \xe2\x82\xac";
    g_autofree char *text = g_strnfill(3000, 'a');
    g_autofree char *headers =
        pk_mail_headers(&message, "piket@voorbeeldstad.example", PK_TLP_AMBER, message.made_us);
    g_autofree char *part = pk_mail_part(&message, text, PK_TLP_AMBER);
    g_autofree char *whole = g_strconcat(headers, part, NULL);
    g_auto(GStrv) lines = g_strsplit(whole, "\r\n", -1);

    g_assert_nonnull(strstr(headers, "Date: Tue, 10 Mar 2026 02:14:00 +0000\r\n"));
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, 100);
        for (const char *at = *line; *at; at++)
            g_assert_true(*at >= ' ' && *at <= '~');
    }
    g_autofree char *attack = pk_mail_words("a\r\nBcc: x@y.example");
    g_assert_null(strchr(attack, '\n'));
    g_autofree char *word = pk_mail_words("=?UTF-8?B?aGVs?=");
    g_assert_true(g_str_has_prefix(word, "=?UTF-8?B?PT9V"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_link_start();
    dir = outside_dir();
    outside_certs(dir);
    config = empty_config();
    set(&config->smtp_from, g_strdup("piket@voorbeeldstad.example"));
    set(&config->smtp_user, g_strdup("piket"));
    set(&config->smtp_password_file, outside_file(dir, "password", "geheim\n", 0600));
    set(&config->smtp_ca_file, g_build_filename(dir, "ca.pem", NULL));
    g_test_add_func("/mail/bytes", test_bytes);
    g_test_add_func("/mail/taken", test_taken_and_refused);
    g_test_add_func("/mail/servers", test_servers);
    g_test_add_func("/mail/settings", test_settings);
    g_test_add_func("/mail/openpgp", test_openpgp);
    int failed = g_test_run();
    for (size_t i = 0; i < G_N_ELEMENTS(servers); i++)
        if (servers[i])
            outside_end(servers[i]);
    pk_link_config_free(config);
    outside_remove(dir);
    return failed;
}
