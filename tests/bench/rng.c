/* SPDX-License-Identifier: EUPL-1.2 */
#include "rng.h"

#include <string.h>

enum {
    N_WORDS = 20000,
    N_TABLE = 1 << 20, /* places of the table that chance points into */
};

struct Words {
    char *words[N_WORDS];
    uint16_t *table;
};

/* What people write most in a journal of incidents, most frequent first. */
static const char most[] =
    "de het een van en in is op met door naar voor niet aan bij om te er wordt zijn als nog uit "
    "the server and gemeente systeem gebeld leverancier netwerk account back-up mail beheerder "
    "wachtwoord gemeld incident burgemeester ciso logbestanden dienst contact teruggebeld advies "
    "gestart afgesloten herstel werkplek domein gegevens bestanden versleuteld besmet encrypted "
    "backup endpoint malware phishing patch update vulnerability lek datalek melding autoriteit "
    "persoonsgegevens politie aangifte verzekeraar onderzoek forensisch image geheugen schijf "
    "router switch vpn toegang token certificaat proxy blokkade adres poort scan alert detectie "
    "edr siem soc cert ncsc ibd veiligheidsregio coordinator crisis team overleg besluit actie "
    "woordvoerder raad college inwoners website formulier storing uitval herstart controle "
    "afwijking verkeer uitgaand exfiltratie laterale beweging beheerdersrechten multifactor sessie "
    "cloud tenant mailbox regel doorstuur bijlage link klik medewerker afdeling burgerzaken "
    "belasting "
    "sociaal zaaksysteem koppeling interface database export lijst hash indicator signature rule "
    "sandbox payload loader beacon command control isolated contained recovered monitoring "
    "onduidelijk "
    "bevestigd telefonisch schriftelijk vanmorgen vannacht vanavond volgende stap wachten reactie";

static const char *const syllables[] = {
    "ba", "ber", "da",  "den", "dor", "ek", "el",  "fin", "ga",  "ger", "hol", "in",  "ka", "kel",
    "la", "len", "lo",  "ma",  "mer", "mi", "na",  "net", "no",  "oor", "pa",  "per", "ra", "rin",
    "sa", "ser", "sta", "ta",  "ten", "ti", "uit", "va",  "ver", "wa",  "wer", "zo",
};

unsigned
rng_pick(Rng *rng, const unsigned *weights, unsigned n)
{
    unsigned total = 0, at = 0;

    for (unsigned i = 0; i < n; i++)
        total += weights[i];
    unsigned left = rng_below(rng, total);
    while (left >= weights[at])
        left -= weights[at++];
    return at;
}

void
rng_uuid(Rng *rng, int64_t at_us, char *to)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t high = (uint64_t)(at_us / 1000) << 16 | 0x7000 | (rng_next(rng) & 0xfff);
    uint64_t low = (rng_next(rng) & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;

    for (unsigned i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? high : low;
        if (i == 8 || i == 12 || i == 16 || i == 20)
            *to++ = '-';
        *to++ = digits[half >> (60 - 4 * (i % 16)) & 15];
    }
    *to = '\0';
}

/* Rank r stands in the table as often as 1 / (r + 3): a little flatter than Zipf at the top, as
 * texts are. */
static void
fill_table(Words *words)
{
    double total = 0, sum = 0;
    unsigned at = 0;

    for (unsigned i = 0; i < N_WORDS; i++)
        total += 1.0 / (i + 3);
    for (unsigned i = 0; i < N_WORDS; i++) {
        sum += 1.0 / (i + 3);
        unsigned until = i + 1 == N_WORDS ? N_TABLE : (unsigned)(sum / total * N_TABLE);
        while (at < until)
            words->table[at++] = (uint16_t)i;
    }
}

Words *
words_new(void)
{
    Words *words = g_new0(Words, 1);
    g_auto(GStrv) real = g_strsplit(most, " ", -1);
    unsigned n = 0, number = 0;

    for (; real[n]; n++)
        words->words[n] = g_strdup(real[n]);
    for (; n < N_WORDS; n++, number++) {
        unsigned s = G_N_ELEMENTS(syllables);
        words->words[n] = g_strconcat(syllables[number % s], syllables[number / s % s],
                                      syllables[(number * 7 + number / s / s) % s], NULL);
    }
    words->table = g_new(uint16_t, N_TABLE);
    fill_table(words);
    return words;
}

void
words_free(Words *words)
{
    for (unsigned i = 0; i < N_WORDS; i++)
        g_free(words->words[i]);
    g_free(words->table);
    g_free(words);
}

const char *
words_any(const Words *words, Rng *rng)
{
    return words->words[words->table[rng_next(rng) & (N_TABLE - 1)]];
}

static void
add_sign(Rng *rng, GString *line)
{
    if (rng_once_in(rng, 2))
        g_string_append_printf(line, " 10.%u.%u.%u", rng_below(rng, 256), rng_below(rng, 256),
                               rng_below(rng, 256));
    else
        g_string_append_printf(line, " CVE-20%u-%u", 18 + rng_below(rng, 9),
                               1000 + rng_below(rng, 50000));
}

void
words_line(const Words *words, Rng *rng, GString *line)
{
    unsigned n = 5 + rng_below(rng, 14);

    g_string_truncate(line, 0);
    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            g_string_append_c(line, ' ');
        g_string_append(line, words_any(words, rng));
    }
    if (rng_below(rng, 100) < 14)
        g_string_append(line, " " BENCH_COMMON);
    if (rng_once_in(rng, 20))
        g_string_append(line, ", " BENCH_SECOND);
    if (rng_once_in(rng, 50))
        g_string_append(line, " " BENCH_PHRASE);
    if (rng_once_in(rng, 100000))
        g_string_append(line, " " BENCH_RARE);
    if (rng_once_in(rng, 30))
        add_sign(rng, line);
    g_string_append_c(line, '.');
}
