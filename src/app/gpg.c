/* SPDX-License-Identifier: EUPL-1.2 */
#include "gpg.h"

#include <errno.h>
#include <fcntl.h>
#include <gpgme.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gpgme_ctx_t, gpgme_release, NULL)

/* ---- failures ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    gpg_err_code_t code;
    PkErrorCode as;
    const char *sentence;
} failures[] = {
    { GPG_ERR_NO_SECKEY,       PK_ERROR_DENIED,  N_("You do not have the secret key that %s was encrypted to. Have somebody restore it who has, or import that key into gpg.") },
    { GPG_ERR_BAD_PASSPHRASE,  PK_ERROR_DENIED,  N_("The passphrase for %s was wrong. Nothing was changed; try again.") },
    { GPG_ERR_NO_PASSPHRASE,   PK_ERROR_DENIED,  N_("The key for %s needs a passphrase and there is nobody to ask. Run this on a terminal.") },
    { GPG_ERR_NO_PIN_ENTRY,    PK_ERROR_DENIED,  N_("The key for %s needs a passphrase and gpg has no way to ask it. Install pinentry-curses and run this on a terminal.") },
    { GPG_ERR_PIN_ENTRY,       PK_ERROR_DENIED,  N_("The key for %s needs a passphrase and gpg has no way to ask it. Install pinentry-curses and run this on a terminal.") },
    { GPG_ERR_CANCELED,        PK_ERROR_CONFIRM, N_("The question for the passphrase of %s was broken off. Nothing was changed.") },
    { GPG_ERR_FULLY_CANCELED,  PK_ERROR_CONFIRM, N_("The question for the passphrase of %s was broken off. Nothing was changed.") },
    { GPG_ERR_NO_DATA,         PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_BAD_DATA,        PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_DECRYPT_FAILED,  PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_INV_PACKET,      PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_CHECKSUM,        PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_EOF,             PK_ERROR_BROKEN,  N_("%s is damaged, cut off or not encrypted by gpg. Nothing was changed; use another backup.") },
    { GPG_ERR_ENOSPC,          PK_ERROR_OFFLINE, N_("The disk is too full for %s. Make room and try again.") },
    { GPG_ERR_INV_ENGINE,      PK_ERROR_OFFLINE, N_("gpg is not installed or does not start, so %s could not be handled. Install gnupg.") },
};
/* clang-format on */

static bool
refuse(gpgme_error_t problem, const char *what, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (failures[i].code == gpgme_err_code(problem)) {
            /* The format comes from the table above, translated. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            g_set_error(error, PK_ERROR, (int)failures[i].as, _(failures[i].sentence), what);
#pragma GCC diagnostic pop
            return false;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("gpg could not handle %s (%s). Nothing was changed."), what,
                gpgme_strerror(problem));
    return false;
}

static bool
start(gpgme_ctx_t *ret_ctx, const char *what, GError **error)
{
    gpgme_check_version(NULL);
    gpgme_error_t problem = gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP);
    if (!problem)
        problem = gpgme_new(ret_ctx);
    if (problem)
        return refuse(gpgme_error(GPG_ERR_INV_ENGINE), what, error);
    gpgme_set_locale(*ret_ctx, LC_CTYPE, setlocale(LC_CTYPE, NULL));
    return true;
}

char *
pk_gpg_version(void)
{
    gpgme_engine_info_t info = NULL;

    gpgme_check_version(NULL);
    if (gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP) || gpgme_get_engine_info(&info))
        return NULL;
    while (info && info->protocol != GPGME_PROTOCOL_OpenPGP)
        info = info->next;
    return info ? g_strdup(info->version) : NULL;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static bool
is_fingerprint(const char *text)
{
    return strlen(text) == 40 && strspn(text, "0123456789abcdefABCDEF") == 40;
}

/* Does gpg hold that the address belongs to the key? */
static bool
is_theirs(gpgme_key_t key, const char *mail)
{
    for (gpgme_user_id_t id = key->uids; id; id = id->next) {
        if (!id->revoked && !id->invalid && id->email && g_ascii_strcasecmp(id->email, mail) == 0 &&
            id->validity >= GPGME_VALIDITY_FULL)
            return true;
    }
    return false;
}

/* Why a key is of no use, or NULL. */
static const char *
unfit(gpgme_key_t key, const char *mail)
{
    return key->revoked    ? N_("The key of %s was revoked. Choose another one.")
           : key->expired  ? N_("The key of %s has expired. Have it renewed, or choose another.")
           : key->disabled ? N_("The key of %s is disabled in gpg. Choose another one.")
           : key->invalid  ? N_("The key of %s is not valid. Choose another one.")
           : !key->can_encrypt
               ? N_("The key of %s is not meant for encrypting. Choose another one.")
           : mail && !is_theirs(key, mail)
               ? N_("gpg does not know whether the key of %s really is theirs. Compare its "
                    "fingerprint with the owner and name the key by that fingerprint.")
               : NULL;
}

static void
say_unfit(const char *why, const char *wanted, GError **error)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _(why), wanted);
#pragma GCC diagnostic pop
}

typedef struct {
    char *fingerprint; /* of the last that is fit           */
    unsigned n_fit;
    const char *why; /* of the last that is not           */
} Search;

static gpgme_error_t
search(gpgme_ctx_t ctx, const char *pattern, const char *mail, Search *found)
{
    gpgme_key_t key = NULL;
    gpgme_error_t problem = gpgme_op_keylist_start(ctx, pattern, 0);

    while (!problem && !(problem = gpgme_op_keylist_next(ctx, &key))) {
        const char *why = unfit(key, mail);
        if (why) {
            found->why = why;
        } else {
            g_free(found->fingerprint);
            found->fingerprint = g_strdup(key->fpr);
            found->n_fit++;
        }
        gpgme_key_unref(key);
    }
    return gpgme_err_code(problem) == GPG_ERR_EOF ? 0 : problem;
}

char *
pk_gpg_find(const char *wanted, GError **error)
{
    g_auto(gpgme_ctx_t) ctx = NULL;
    bool exact = is_fingerprint(wanted);
    Search found = { 0 };
    /* In angle brackets gpg takes the whole address, not a part of it. */
    g_autofree char *pattern = exact ? g_strdup(wanted) : g_strdup_printf("<%s>", wanted);

    if (!exact && !strchr(wanted, '@')) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no key: name it by its mail address or its fingerprint of 40 "
                      "digits."),
                    wanted);
        return NULL;
    }
    if (!start(&ctx, wanted, error))
        return NULL;
    gpgme_error_t problem = search(ctx, pattern, exact ? NULL : wanted, &found);
    g_autofree char *fingerprint = found.fingerprint;
    if (problem)
        refuse(problem, wanted, error);
    else if (found.n_fit > 1)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("gpg has several keys of %s. Name one by its fingerprint."), wanted);
    else if (found.n_fit == 0 && found.why)
        say_unfit(found.why, wanted, error);
    else if (found.n_fit == 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("gpg has no key of %s. Import it first; 'gpg --list-keys' shows which there "
                      "are."),
                    wanted);
    return found.n_fit == 1 && !problem ? g_steal_pointer(&fingerprint) : NULL;
}

/* ---- encrypting and decrypting -------------------------------------------------------------- */

typedef gpgme_error_t (*Work)(gpgme_ctx_t ctx, gpgme_data_t in, gpgme_data_t out, void *data);

static gpgme_error_t
encrypt(gpgme_ctx_t ctx, gpgme_data_t in, gpgme_data_t out, void *data)
{
    gpgme_key_t keys[2] = { NULL, NULL };
    gpgme_error_t problem = gpgme_get_key(ctx, data, &keys[0], 0);

    if (!problem) /* whose key it is was settled when it was found */
        problem = gpgme_op_encrypt(ctx, keys, GPGME_ENCRYPT_ALWAYS_TRUST, in, out);
    if (keys[0])
        gpgme_key_unref(keys[0]);
    return problem;
}

static gpgme_error_t
decrypt(gpgme_ctx_t ctx, gpgme_data_t in, gpgme_data_t out, void *data)
{
    if (*(const bool *)data)
        gpgme_set_pinentry_mode(ctx, GPGME_PINENTRY_MODE_ERROR);
    return gpgme_op_decrypt(ctx, in, out);
}

static bool
convert(int from, const char *to, const char *what, Work work, void *data, GError **error)
{
    g_auto(gpgme_ctx_t) ctx = NULL;
    gpgme_data_t in = NULL, out = NULL;
    gpgme_error_t problem = 0;

    if (!start(&ctx, what, error))
        return false;
    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        problem = gpgme_error_from_errno(errno);
    if (!problem)
        problem = gpgme_data_new_from_fd(&in, from);
    if (!problem)
        problem = gpgme_data_new_from_fd(&out, fd);
    if (!problem)
        problem = work(ctx, in, out, data);
    gpgme_data_release(in);
    gpgme_data_release(out);
    if (fd >= 0 && close(fd) != 0 && !problem)
        problem = gpgme_error_from_errno(errno);
    if (!problem)
        return true;
    unlink(to);
    return refuse(problem, what, error);
}

bool
pk_gpg_encrypt(int from, const char *to, const char *name, const char *fingerprint, GError **error)
{
    return convert(from, to, name, encrypt, (void *)fingerprint, error);
}

bool
pk_gpg_decrypt(const char *from, const char *to, bool ask_nobody, GError **error)
{
    int fd = open(from, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        g_set_error(error, PK_ERROR, errno == ENOENT ? PK_ERROR_MISSING : PK_ERROR_OFFLINE,
                    _("%s cannot be read (%s)."), from, g_strerror(errno));
        return false;
    }
    bool ok = convert(fd, to, from, decrypt, &ask_nobody, error);
    close(fd);
    return ok;
}
