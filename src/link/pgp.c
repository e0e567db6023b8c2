/* SPDX-License-Identifier: EUPL-1.2 */
#include "pgp.h"

#include "piket/base/clock.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <gpgme.h>
#include <locale.h>
#include <string.h>

enum { LOOK_US = 5000 };

void
pk_pgp_clear(PkPgp *pgp)
{
    g_free(pgp->armour);
    g_free(pgp->micalg);
    *pgp = (PkPgp){ 0 };
}

static bool
failed(gpgme_error_t why, GError **error)
{
    if (!why)
        return false;
    g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL, _("GnuPG could not do it (%s)."),
                gpgme_strerror(why));
    return true;
}

static gpgme_ctx_t
open_gpg(GError **error)
{
    static gsize once;
    gpgme_ctx_t gpg = NULL;

    if (g_once_init_enter(&once)) {
        gpgme_check_version(NULL);
        g_once_init_leave(&once, 1);
    }
    if (failed(gpgme_new(&gpg), error))
        return NULL;
    gpgme_set_armor(gpg, 1);
    gpgme_set_offline(gpg, 1);
    gpgme_set_pinentry_mode(gpg, GPGME_PINENTRY_MODE_ERROR);
    return gpg;
}

static gpgme_key_t
find_key(gpgme_ctx_t gpg, const char *fingerprint, bool secret, GError **error)
{
    gpgme_key_t key = NULL;

    if (gpgme_get_key(gpg, fingerprint, &key, secret) != 0 || !key) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("The OpenPGP key %s is not in the key ring of this watch."), fingerprint);
        return NULL;
    }
    if (key->revoked || key->expired || key->disabled || key->invalid ||
        !(secret ? key->can_sign : key->can_encrypt)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The OpenPGP key %s has expired, was withdrawn or is not made for this."),
                    fingerprint);
        gpgme_key_unref(key);
        return NULL;
    }
    return key;
}

static gpgme_error_t
begin(gpgme_ctx_t gpg, gpgme_key_t to, gpgme_key_t by, gpgme_data_t in, gpgme_data_t out)
{
    gpgme_key_t receivers[] = { to, NULL };

    if (by)
        gpgme_signers_add(gpg, by);
    if (to && by)
        return gpgme_op_encrypt_sign_start(gpg, receivers, GPGME_ENCRYPT_ALWAYS_TRUST, in, out);
    if (to)
        return gpgme_op_encrypt_start(gpg, receivers, GPGME_ENCRYPT_ALWAYS_TRUST, in, out);
    return gpgme_op_sign_start(gpg, in, out, GPGME_SIG_MODE_DETACH);
}

/* GPGME has no deadline: look, sleep a little, give up. */
static bool
finish(gpgme_ctx_t gpg, int64_t until_us, GError **error)
{
    gpgme_error_t why = 0;

    while (!gpgme_wait(gpg, &why, 0)) {
        if (why)
            break;
        if (pk_clock_mono_us() > until_us) {
            gpgme_cancel(gpg);
            g_set_error_literal(error, PK_ERROR, PK_ERROR_BUSY,
                                _("GnuPG did not answer within the time."));
            return false;
        }
        g_usleep(LOOK_US);
    }
    return !failed(why, error);
}

/* With CR LF, as mail wants. Owned. */
static char *
text_of(gpgme_data_t data)
{
    size_t n = 0;
    char *bytes = gpgme_data_release_and_get_mem(data, &n);
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'))
            g_string_append_c(out, '\r');
        g_string_append_c(out, bytes[i]);
    }
    gpgme_free(bytes);
    return g_string_free(out, FALSE);
}

static bool
make(gpgme_ctx_t gpg, const char *text, gpgme_key_t to, gpgme_key_t by, int64_t until_us,
     PkPgp *ret_pgp, GError **error)
{
    gpgme_data_t in = NULL, out = NULL;
    bool ok = !failed(gpgme_data_new_from_mem(&in, text, strlen(text), 0), error) &&
              !failed(gpgme_data_new(&out), error) && !failed(begin(gpg, to, by, in, out), error) &&
              finish(gpg, until_us, error);

    if (ok && !to) {
        gpgme_sign_result_t result = gpgme_op_sign_result(gpg);
        const char *hash = result && result->signatures
                               ? gpgme_hash_algo_name(result->signatures->hash_algo)
                               : NULL;
        g_autofree char *lower = g_ascii_strdown(hash ? hash : "sha256", -1);
        ret_pgp->micalg = g_strconcat("pgp-", lower, NULL);
    }
    if (ok)
        ret_pgp->armour = text_of(out);
    else
        gpgme_data_release(out);
    gpgme_data_release(in);
    return ok;
}

bool
pk_pgp_make(const char *text, const char *to, const char *by, int64_t until_us, PkPgp *ret_pgp,
            GError **error)
{
    gpgme_ctx_t gpg = open_gpg(error);
    gpgme_key_t receiver = NULL, signer = NULL;
    bool ok = gpg != NULL;

    *ret_pgp = (PkPgp){ 0 };
    if (ok && to && *to)
        ok = (receiver = find_key(gpg, to, false, error)) != NULL;
    if (ok && by && *by)
        ok = (signer = find_key(gpg, by, true, error)) != NULL;
    ok = ok && make(gpg, text, receiver, signer, until_us, ret_pgp, error);
    if (receiver)
        gpgme_key_unref(receiver);
    if (signer)
        gpgme_key_unref(signer);
    if (gpg)
        gpgme_release(gpg);
    return ok;
}
