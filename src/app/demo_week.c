/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo_week.h"

#define KIND(k) (1u << PK_KIND_##k)
#define NEED(n) (1u << PK_NEED_##n)

/* clang-format off */
const PkDemoOrg pk_demo_orgs[] = {
    { "VR91",   "Voorbeeldland",  NULL,            PK_ORG_REGION },
    { "VR92",   "Proefregio",     NULL,            PK_ORG_REGION },
    { "GM9001", "Voorbeeldstad",  "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9002", "Oefendam",       "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9003", "Testerwoude",    "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9004", "Proefland",      "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9005", "Nergenshuizen",  "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9006", "Fictiehaven",    "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9007", "Denkbeeldingen", "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9008", "Verzonnenveen",  "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9009", "Schijnbeek",     "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9010", "Modelmeer",      "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9011", "Spiegelwijk",    "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { "GM9012", "Namaakzijl",     "Proefregio",    PK_ORG_MUNICIPALITY },
    { "GM9013", "Zogenaamdorp",   "Voorbeeldland", PK_ORG_MUNICIPALITY },
    { NULL,     "Leverancier X",  NULL,            PK_ORG_SUPPLIER },
};
const size_t pk_demo_n_orgs = G_N_ELEMENTS(pk_demo_orgs);

#define VCIB_FORM { "VCIB form", "VCIB-formulier" }
#define ACIB_FORM { "ACIB form", "ACIB-formulier" }

const PkDemoContact pk_demo_contacts[] = {
    { "Voorbeeldstad", PK_CONTACT_VCIB,   "S. de Boer",    "06 0000 0077",  true,  41, 400, VCIB_FORM },
    { "Voorbeeldstad", PK_CONTACT_VCIB,   "P. Hendriks",   "06 0000 0078",  false, 41, 400, VCIB_FORM },
    { "Voorbeeldstad", PK_CONTACT_ACIB,   "servicedesk",   "070 000 00 70", false, 120, -1, ACIB_FORM },
    { "Voorbeeldstad", PK_CONTACT_ONCALL, "storingswacht", "070 000 00 71", true, 430, -1, { "mail of the municipality", "mail gemeente" } },
    { "Oefendam",      PK_CONTACT_VCIB,   "S. Vos",        "06 0000 0080",  true,  30, 200, VCIB_FORM },
    { "Oefendam",      PK_CONTACT_CISO,   "A. Yilmaz",     "06 0000 0082",  false, 30, -1, ACIB_FORM },
    { "Nergenshuizen", PK_CONTACT_VCIB,   "T. Mol",        "06 0000 0081",  true,  35, 300, VCIB_FORM },
    { "Testerwoude",   PK_CONTACT_ACIB,   "L. Blom",       "070 000 00 73", false, 500, -1, ACIB_FORM },
    { "Proefland",     PK_CONTACT_FG,     "D. Visser",     "070 000 00 74", false, 90, -1, ACIB_FORM },
    { "Leverancier X", PK_CONTACT_SUPPLIER_DESK, "storingsdesk", "070 000 00 90", true, 20, -1, { "contract", "contract" } },
};
const size_t pk_demo_n_contacts = G_N_ELEMENTS(pk_demo_contacts);

const PkDemoIncident pk_demo_incidents[] = {
    { 9500, "mba", PK_SOURCE_MAIL, "Testerwoude", "L. Blom", "ACIB", "070 000 00 73",
      { "Forty employees received a mail with a false log-in page. Three entered their password.", "Veertig medewerkers kregen een mail met een valse inlogpagina. Drie vulden hun wachtwoord in." },
      { "Phishing wave", "Phishinggolf" }, KIND(PHISHING), PK_SEVERITY_LOW, PK_TLP_CLEAR, 90, -1, PK_TRISTATE_NO, NEED(COMMS), 0 },
    { 8200, "sea", PK_SOURCE_PARTNER, "Fictiehaven", "meldpunt partner", "", "",
      { "Partner warns: a remote maintenance server answers from the internet without a password.", "Partner waarschuwt: een server voor beheer op afstand antwoordt vanaf internet zonder wachtwoord." },
      { "Open maintenance server", "Open beheerserver" }, KIND(VULNERABILITY), PK_SEVERITY_MEDIUM, PK_TLP_AMBER_STRICT, 0, -1, PK_TRISTATE_NO, NEED(ADVICE), 0 },
    { 3130, "jdv", PK_SOURCE_TELEPHONE,
      "Nergenshuizen, Testerwoude, Proefland, Fictiehaven, Denkbeeldingen, Verzonnenveen, Schijnbeek, Modelmeer, Spiegelwijk, Namaakzijl, Zogenaamdorp, Oefendam",
      "T. Mol", "CISO", "06 0000 0081",
      { "The case system of Supplier X has not answered since half past nine. Other municipalities report the same.", "Het zaaksysteem van Leverancier X antwoordt niet sinds half tien. Andere gemeenten melden hetzelfde." },
      { "Outage of supplier X", "Storing leverancier X" }, KIND(OUTAGE) | KIND(SUPPLIER), PK_SEVERITY_MEDIUM, PK_TLP_GREEN, 40, -1, PK_TRISTATE_UNKNOWN, NEED(SUPPLIERS) | NEED(TOWNS), 0 },
    { 1390, "jdv", PK_SOURCE_VOICEMAIL, "Oefendam", "S. Vos", "VCIB", "06 0000 0080",
      { "Strange log-ins in the case system during the night. Possibly data of 4,000 residents.", "Vreemde inlogs in het zaaksysteem in de nacht. Mogelijk gegevens van 4.000 inwoners." },
      { "Data breach case system", "Datalek zaaksysteem" }, KIND(BREACH) | KIND(INTRUSION), PK_SEVERITY_HIGH, PK_TLP_AMBER, 180, 24, PK_TRISTATE_YES, NEED(ADVICE) | NEED(PRIVACY) | NEED(AID), 0 },
    { 542, "mba", PK_SOURCE_SOC, "Nergenshuizen", "SOC", "", "",
      { "Traffic to the website rises to two hundred times the normal. The site is unreachable from outside.", "Het verkeer naar de website loopt op tot tweehonderd keer het gewone. De site is van buiten onbereikbaar." },
      { "DDoS on website", "DDoS op website" }, KIND(DDOS), PK_SEVERITY_MEDIUM, PK_TLP_GREEN, 15, -1, PK_TRISTATE_NO, NEED(ADVICE), 29 },
    { 160, "sea", PK_SOURCE_PARTNER, "Schijnbeek", "recherche", "", "",
      { "Police ask for silence: a suspect still has access and must not notice. Named persons only.", "Politie vraagt om stilte: een verdachte heeft nog toegang en mag niets merken. Alleen voor genoemde personen." },
      { "Police inquiry", "Politieonderzoek" }, KIND(INTRUSION), PK_SEVERITY_HIGH, PK_TLP_RED, 0, 5, PK_TRISTATE_UNKNOWN, 0, 0 },
    { 12, "jdv", PK_SOURCE_TELEPHONE, "Voorbeeldstad", "S. de Boer", "CISO", "06 0000 0001",
      { "Files on the file server have been encrypted since a quarter to three. Ransom note found. Backup not checked yet. Case system is off.", "Sinds kwart voor drie zijn bestanden op de fileserver versleuteld. Losgeldbrief gevonden. Back-up nog niet gecontroleerd. Zaaksysteem uit." },
      { "Ransomware file server", "Ransomware fileserver" }, KIND(RANSOMWARE), PK_SEVERITY_CRITICAL, PK_TLP_AMBER, 30, 1, PK_TRISTATE_UNKNOWN, NEED(ADVICE) | NEED(AID), 18 },
};
const size_t pk_demo_n_incidents = G_N_ELEMENTS(pk_demo_incidents);

const PkDemoLine pk_demo_lines[] = {
    { 0, 9440, 0, "mba", PK_CAT_COMMS, { "Warning text for the intranet agreed with the spokesperson.", "Waarschuwing voor het intranet afgestemd met de woordvoerder." }, false, false, -1 },
    { 0, 9300, 0, "mba", PK_CAT_TECH, { "Three passwords reset; sign-in log shows no misuse.", "Drie wachtwoorden vernieuwd; het inlogboek toont geen misbruik." }, true, false, PK_STATUS_CONTAINED },
    { 1, 8100, 0, "sea", PK_CAT_CONTACT, { "Called the municipality on the number of the card; the server is now behind the VPN.", "Gemeente gebeld op het nummer van de kaart; de server staat nu achter de VPN." }, false, false, PK_STATUS_RECOVERY },
    { 2, 3090, 0, "jdv", PK_CAT_CONTACT, { "Supplier X confirms an outage in its data centre; ticket 0000-1.", "Leverancier X bevestigt een storing in het rekencentrum; ticket 0000-1." }, true, false, PK_STATUS_INVESTIGATION },
    { 2, 2880, 0, "mba", PK_CAT_DECISION, { "Municipalities switch to paper forms for births and deaths until the system is back.", "Gemeenten gaan voor geboorte en overlijden over op papier tot het systeem er weer is." }, true, false, -1 },
    { 2, 1500, 55, "mba", PK_CAT_CONTACT, { "Supplier expects recovery tomorrow before noon.", "Leverancier verwacht herstel morgen voor de middag." }, false, false, -1 },
    { 3, 1383, 0, "jdv", PK_CAT_CONTACT, { "Called back through the card: S. Vos (VCIB), verified.", "Teruggebeld via de kaart: S. Vos (VCIB), geverifieerd." }, true, false, PK_STATUS_INVESTIGATION },
    { 3, 1366, 0, "jdv", PK_CAT_AWARE, { "Oefendam confirms that personal data is involved.", "Oefendam bevestigt dat er persoonsgegevens bij betrokken zijn." }, true, false, -1 },
    { 3, 1180, 43, "mba", PK_CAT_CONTACT, { "Supplier reached about the log files, ticket 0000-2.", "Leverancier bereikt over de logbestanden, ticket 0000-2." }, false, false, -1 },
    { 3, 1172, 0, "mba", PK_CAT_DECISION, { "Switch the case system off until a forensic image is made.", "Zaaksysteem uit tot er een forensische kopie is." }, true, false, -1 },
    { 3, 1155, 0, "mba", PK_CAT_DECISION, { "The municipality reports to the AP; the IBD advises on the wording.", "De gemeente meldt bij de AP; de IBD adviseert over de tekst." }, false, false, -1 },
    { 3, 1120, 0, "jdv", PK_CAT_CONTACT, { "Handed over to the day shift, three actions open.", "Overgedragen aan de dagdienst, drie acties open." }, false, false, -1 },
    { 3, 1040, 0, "sea", PK_CAT_COMMS, { "Mayor informed by the municipal secretary.", "Burgemeester ingelicht door de gemeentesecretaris." }, false, false, -1 },
    { 3, 960, 12, "mba", PK_CAT_DECISION, { "Case system off: image is ready, system on again.", "Zaaksysteem uit: kopie is klaar, systeem weer aan." }, false, true, -1 },
    { 4, 530, 0, "mba", PK_CAT_TECH, { "Provider filters the traffic; the site answers again from the Netherlands.", "Provider filtert het verkeer; de site antwoordt weer vanuit Nederland." }, false, false, PK_STATUS_INVESTIGATION },
    { 5, 150, 0, "sea", PK_CAT_DECISION, { "Nothing is written to the municipality until the police say so.", "Er gaat niets op schrift naar de gemeente tot de politie dat vraagt." }, true, false, -1 },
    { 6, 6, 0, "jdv", PK_CAT_CONTACT, { "S. de Boer asks for somebody who can read a memory image tonight.", "S. de Boer vraagt om iemand die vannacht een geheugenkopie kan lezen." }, false, false, -1 },
};
const size_t pk_demo_n_lines = G_N_ELEMENTS(pk_demo_lines);
/* clang-format on */
