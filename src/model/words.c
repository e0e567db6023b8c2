/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/words.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

/* clang-format off */
static const PkWord statuses[] = {
    { PK_STATUS_REPORT,        "report",        "report",        "melding",   "" },
    { PK_STATUS_INVESTIGATION, "investigation", "investigation", "onderzoek", "investigating" },
    { PK_STATUS_CONTAINED,     "contained",     "contained",     "beperkt",   "" },
    { PK_STATUS_RECOVERY,      "recovery",      "recovery",      "herstel",   "recovering" },
    { PK_STATUS_CLOSED,        "closed",        "closed",        "gesloten",  "close dicht" },
};

static const PkWord party_statuses[] = {
    { PK_PARTY_POSSIBLE,     "possible",     "possible",     "mogelijk",       "" },
    { PK_PARTY_AFFECTED,     "affected",     "affected",     "getroffen",      "" },
    { PK_PARTY_CONTAINED,    "contained",    "contained",    "beperkt",        "" },
    { PK_PARTY_RECOVERING,   "recovering",   "recovering",   "herstellend",    "recovery herstel" },
    { PK_PARTY_CLOSED,       "closed",       "closed",       "gesloten",       "dicht" },
    { PK_PARTY_NOT_AFFECTED, "not_affected", "not affected", "niet getroffen", "" },
};

static const PkWord party_roles[] = {
    { PK_PARTY_ROLE_AFFECTED,  "affected",  "affected",          "getroffen",         "" },
    { PK_PARTY_ROLE_POSSIBLE,  "possible",  "possibly affected", "mogelijk getroffen", "mogelijk" },
    { PK_PARTY_ROLE_REPORTER,  "reporter",  "reporter",          "melder",            "" },
    { PK_PARTY_ROLE_SUPPLIER,  "supplier",  "supplier",          "leverancier",       "" },
    { PK_PARTY_ROLE_CHAIN,     "chain",     "chain partner",     "ketenpartner",      "keten" },
    { PK_PARTY_ROLE_ASSISTING, "assisting", "assisting",         "bijstand",          "helper" },
};

static const PkWord kinds[] = {
    { PK_KIND_RANSOMWARE,    "ransomware",    "ransomware",    "ransomware",    "gijzelsoftware" },
    { PK_KIND_BREACH,        "breach",        "breach",        "datalek",       "data-breach lek" },
    { PK_KIND_DDOS,          "ddos",          "ddos",          "ddos",          "dos" },
    { PK_KIND_PHISHING,      "phishing",      "phishing",      "phishing",      "" },
    { PK_KIND_OUTAGE,        "outage",        "outage",        "uitval",        "storing" },
    { PK_KIND_INTRUSION,     "intrusion",     "intrusion",     "toegang",
      "ongewenste-toegang inbraak hack" },
    { PK_KIND_VULNERABILITY, "vulnerability", "vulnerability", "kwetsbaarheid", "vuln" },
    { PK_KIND_SUPPLIER,      "supplier",      "supplier",      "leverancier",
      "chain keten supplier/chain leverancier/keten" },
    { PK_KIND_OTHER,         "other",         "other",         "anders",        "overig" },
};

static const PkWord severities[] = {
    { PK_SEVERITY_LOW,      "low",      "low",      "laag",    "1" },
    { PK_SEVERITY_MEDIUM,   "medium",   "medium",   "middel",  "2" },
    { PK_SEVERITY_HIGH,     "high",     "high",     "hoog",    "3" },
    { PK_SEVERITY_CRITICAL, "critical", "critical", "kritiek", "4 kritisch" },
};

static const PkWord sources[] = {
    { PK_SOURCE_TELEPHONE, "telephone", "telephone", "telefoon",  "phone tel gebeld" },
    { PK_SOURCE_VOICEMAIL, "voicemail", "voicemail", "voicemail", "" },
    { PK_SOURCE_MAIL,      "mail",      "mail",      "mail",      "e-mail email" },
    { PK_SOURCE_SOC,       "soc",       "SOC",       "SOC",       "" },
    { PK_SOURCE_PARTNER,   "partner",   "partner",   "partner",   "ketenpartner" },
    { PK_SOURCE_OWN,       "own",       "own",       "eigen",     "own-observation eigen-waarneming" },
    { PK_SOURCE_IMPORT,    "import",    "import",    "import",    "" },
};

static const PkWord categories[] = {
    { PK_CAT_REPORT,   "report",   "report",   "melding",      "" },
    { PK_CAT_CONTACT,  "contact",  "contact",  "contact",      "" },
    { PK_CAT_AWARE,    "aware",    "aware",    "kennisname",   "awareness" },
    { PK_CAT_TECH,     "tech",     "tech",     "techniek",     "technical technisch" },
    { PK_CAT_DECISION, "decision", "decision", "besluit",      "" },
    { PK_CAT_ACTION,   "action",   "action",   "actie",        "" },
    { PK_CAT_COMMS,    "comms",    "comms",    "woordvoering", "communication communicatie" },
    { PK_CAT_STATUS,   "status",   "status",   "status",       "" },
    { PK_CAT_SYSTEM,   "system",   "system",   "systeem",      "" },
};

static const PkWord org_kinds[] = {
    { PK_ORG_MUNICIPALITY,   "municipality",   "municipality",        "gemeente",             "gm" },
    { PK_ORG_INTERMUNICIPAL, "intermunicipal", "intermunicipal body", "samenwerkingsverband", "" },
    { PK_ORG_REGION,         "region",         "safety region",       "veiligheidsregio",     "vr regio" },
    { PK_ORG_WATER_BOARD,    "water_board",    "water board",         "waterschap",           "" },
    { PK_ORG_PROVINCE,       "province",       "province",            "provincie",            "" },
    { PK_ORG_MINISTRY,       "ministry",       "ministry",            "ministerie",           "" },
    { PK_ORG_SUPPLIER,       "supplier",       "supplier",            "leverancier",          "" },
    { PK_ORG_PARTNER,        "partner",        "chain partner",       "ketenpartner",         "" },
    { PK_ORG_CSIRT,          "csirt",          "CSIRT",               "CSIRT",                "cert" },
    { PK_ORG_OTHER,          "other",          "other",               "anders",               "overig" },
};

static const PkWord contact_roles[] = {
    { PK_CONTACT_ACIB,          "acib",          "ACIB",            "ACIB",         "" },
    { PK_CONTACT_VCIB,          "vcib",          "VCIB",            "VCIB",         "" },
    { PK_CONTACT_CISO,          "ciso",          "CISO",            "CISO",         "" },
    { PK_CONTACT_PO,            "po",            "privacy officer", "PO",           "" },
    { PK_CONTACT_FG,            "fg",            "DPO",             "FG",           "" },
    { PK_CONTACT_ONCALL,        "oncall",        "on-call",         "piket",        "piketdienst" },
    { PK_CONTACT_SPOKESPERSON,  "spokesperson",  "spokesperson",    "woordvoerder", "" },
    { PK_CONTACT_SUPPLIER_DESK, "supplier_desk", "supplier desk",   "leverancier",  "supplier" },
    { PK_CONTACT_EXECUTIVE,     "executive",     "executive",       "bestuur",      "bestuurder" },
    { PK_CONTACT_DESK,          "desk",          "desk",            "loket",        "servicedesk" },
};

static const PkWord clock_states[] = {
    { PK_CLOCK_RUNNING,        "running",        "running",        "loopt",                "lopend" },
    { PK_CLOCK_NOT_SURE,       "not_sure",       "not sure",       "onzeker",              "" },
    { PK_CLOCK_MET,            "met",            "met",            "gehaald",              "" },
    { PK_CLOCK_MET_LATE,       "met_late",       "met late",       "te laat gehaald",      "" },
    { PK_CLOCK_OVERDUE,        "overdue",        "overdue",        "te laat",              "late over" },
    { PK_CLOCK_NOT_APPLICABLE, "not_applicable", "not applicable", "niet van toepassing",
      "n/a na nvt n.v.t." },
};

static const PkWord tristates[] = {
    { PK_TRISTATE_EMPTY,   "empty",   "empty",   "leeg",     "" },
    { PK_TRISTATE_UNKNOWN, "unknown", "unknown", "onbekend", "?" },
    { PK_TRISTATE_NO,      "no",      "no",      "nee",      "n" },
    { PK_TRISTATE_YES,     "yes",     "yes",     "ja",       "y j" },
};

static const PkWord needs[] = {
    { PK_NEED_ADVICE,    "advice",    "advice",                 "advies",                  "technical-advice technisch-advies" },
    { PK_NEED_COMMS,     "comms",     "communication advice",   "woordvoering",            "communicatieadvies communicatie" },
    { PK_NEED_PRIVACY,   "privacy",   "privacy advice",         "privacy",                 "privacyadvies" },
    { PK_NEED_AID,       "aid",       "mutual aid",             "bijstand",                "assistance" },
    { PK_NEED_TEAM,      "team",      "seat in crisis team",    "plek in crisisteam",      "crisisteam crisis-team" },
    { PK_NEED_STATE,     "state",     "line to the State",      "lijn met het Rijk",       "rijk" },
    { PK_NEED_SUPPLIERS, "suppliers", "line to suppliers",      "lijn met leveranciers",   "leveranciers" },
    { PK_NEED_TOWNS,     "towns",     "line to municipalities", "lijn met gemeenten",      "gemeenten municipalities" },
    { PK_NEED_SECOND,    "second",    "second opinion",         "second opinion",          "" },
    { PK_NEED_EVALUATE,  "evaluate",  "evaluation",             "evaluatie",               "" },
};

static const PkWord precisions[] = {
    { PK_PRECISION_SECOND, "second", "second", "seconde", "" },
    { PK_PRECISION_DAY,    "day",    "day",    "dag",     "" },
    { PK_PRECISION_MONTH,  "month",  "month",  "maand",   "" },
    { PK_PRECISION_YEAR,   "year",   "year",   "jaar",    "" },
};

static const PkWord duties[] = {
    { PK_DUTY_OFFICER, "officer", "duty officer",    "piketfunctionaris",  "dienst duty piket" },
    { PK_DUTY_BACKUP,  "backup",  "backup",          "achterwacht",        "" },
    { PK_DUTY_MANAGER, "manager", "manager on duty", "manager van dienst", "mvd" },
};

static const PkWord shift_sources[] = {
    { PK_SHIFT_PATTERN, "pattern", "pattern",  "rooster",    "" },
    { PK_SHIFT_IMPORT,  "import",  "calendar", "agenda",     "" },
    { PK_SHIFT_SET,     "set",     "set",      "ingevuld",   "" },
    { PK_SHIFT_TAKE,    "take",    "taken",    "overgenomen", "" },
    { PK_SHIFT_SWAP,    "swap",    "swapped",  "geruild",    "" },
    { PK_SHIFT_HOLIDAY, "holiday", "holiday",  "feestdag",   "" },
};

static const PkWord holidays[] = {
    { PK_HOLIDAYS_SAME, "same", "also on holidays", "ook op feestdagen",    "ook" },
    { PK_HOLIDAYS_SKIP, "skip", "not on holidays",  "niet op feestdagen",   "niet" },
    { PK_HOLIDAYS_ONLY, "only", "only on holidays", "alleen op feestdagen", "alleen" },
};

#define WORDS(name, table) { name, table, G_N_ELEMENTS(table) }

const PkWords pk_words_status       = WORDS(N_("status"), statuses);
const PkWords pk_words_party_status = WORDS(N_("status of the party"), party_statuses);
const PkWords pk_words_party_role   = WORDS(N_("role of the party"), party_roles);
const PkWords pk_words_kind         = WORDS(N_("kind"), kinds);
const PkWords pk_words_severity     = WORDS(N_("severity"), severities);
const PkWords pk_words_source       = WORDS(N_("source of the report"), sources);
const PkWords pk_words_category     = WORDS(N_("category"), categories);
const PkWords pk_words_org_kind     = WORDS(N_("kind of organisation"), org_kinds);
const PkWords pk_words_contact_role = WORDS(N_("role of the contact"), contact_roles);
const PkWords pk_words_clock_state  = WORDS(N_("state of the deadline"), clock_states);
const PkWords pk_words_tristate     = WORDS(N_("answer"), tristates);
const PkWords pk_words_need         = WORDS(N_("kind of help"), needs);
const PkWords pk_words_duty         = WORDS(N_("rung of the duty"), duties);
const PkWords pk_words_shift_source = WORDS(N_("source of the shift"), shift_sources);
const PkWords pk_words_holidays     = WORDS(N_("on holidays"), holidays);
const PkWords pk_words_precision    = WORDS(N_("precision"), precisions);
/* clang-format on */

static const PkWord *
find(const PkWords *words, int value)
{
    for (size_t i = 0; i < words->n_words; i++) {
        if (words->words[i].value == value)
            return &words->words[i];
    }
    return NULL;
}

const char *
pk_word_in(const PkWords *words, int value, PkLang lang)
{
    const PkWord *word = find(words, value);

    if (!word)
        return "?";
    return lang == PK_LANG_NL ? word->nl : word->en;
}

const char *
pk_word(const PkWords *words, int value)
{
    return pk_word_in(words, value, pk_i18n_lang());
}

char *
pk_word_caps(const PkWords *words, int value)
{
    return g_utf8_strup(pk_word(words, value), -1);
}

const char *
pk_word_key(const PkWords *words, int value)
{
    const PkWord *word = find(words, value);

    return word ? word->key : "unknown";
}

/* Lower case, no accents, and '_' for every run of '-', '_' and space. */
static char *
fold(const char *text)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_autofree char *plain = pk_text_fold(clean);
    GString *out = g_string_new(NULL);

    for (const char *at = plain; *at; at++) {
        bool gap = *at == '-' || *at == '_' || *at == ' ';

        if (!gap)
            g_string_append_c(out, *at);
        else if (out->len > 0 && out->str[out->len - 1] != '_')
            g_string_append_c(out, '_');
    }
    return g_string_free(out, FALSE);
}

/* Words of the tables are ASCII, so they are folded while comparing; n bytes of word count. */
static bool
same(const char *folded, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = g_ascii_tolower(word[i]);
        if (folded[i] != (c == '-' || c == ' ' ? '_' : c))
            return false;
    }
    return !folded[n];
}

static bool
means(const PkWord *word, const char *folded)
{
    if (same(folded, word->key, strlen(word->key)) || same(folded, word->en, strlen(word->en)) ||
        same(folded, word->nl, strlen(word->nl)))
        return true;
    for (const char *alias = word->aliases; *alias;) {
        size_t n = strcspn(alias, " ");
        if (same(folded, alias, n))
            return true;
        alias += n + (alias[n] == ' ');
    }
    return false;
}

static void
set_unknown(const PkWords *words, GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (size_t i = 0; i < words->n_words; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", pk_word(words, words->words[i].value));
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("%s knows %s."), _(words->name), all->str);
}

bool
pk_word_parse(const PkWords *words, const char *text, int *ret_value, GError **error)
{
    /* What the database holds needs no folding, and is read a million times. */
    for (size_t i = 0; text && i < words->n_words; i++) {
        if (strcmp(text, words->words[i].key) == 0) {
            *ret_value = words->words[i].value;
            return true;
        }
    }
    g_autofree char *folded = text ? fold(text) : NULL;
    for (size_t i = 0; folded && *folded && i < words->n_words; i++) {
        if (means(&words->words[i], folded)) {
            *ret_value = words->words[i].value;
            return true;
        }
    }
    set_unknown(words, error);
    return false;
}
