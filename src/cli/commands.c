/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables: every option and every verb. Help, usage, suggestions and the manual follow them. */
#include "cli.h"

#include <string.h>

/* clang-format off */
const PkOpt pk_opts[PK_OPT_N] = {
    [PK_OPT_JSON]       = { "json",       0,   NULL,     N_("one JSON document") },
    [PK_OPT_NDJSON]     = { "ndjson",     0,   NULL,     N_("one JSON object per line") },
    [PK_OPT_FORMAT]     = { "format",     0,   "FORMAT", N_("md, txt or csv") },
    [PK_OPT_FIELDS]     = { "fields",     0,   "LIST",   N_("these columns, separated by commas") },
    [PK_OPT_PLAIN]      = { "plain",      0,   NULL,     N_("tab-separated text that stays the same") },
    [PK_OPT_UTC]        = { "utc",        0,   NULL,     N_("show times in UTC") },
    [PK_OPT_TZ]         = { "tz",         0,   "ZONE",   N_("time zone to show and read times in") },
    [PK_OPT_AT]         = { "at",         0,   "TIME",   N_("when it happened; without it: now") },
    [PK_OPT_TLP_MAX]    = { "tlp-max",    0,   "LABEL",  N_("leave out what has a stricter label") },
    [PK_OPT_TLP]        = { "tlp",        0,   "LABEL",  N_("label of what is written") },
    [PK_OPT_CAT]        = { "cat",        0,   "WORD",   N_("category of the line: contact, tech, decision, action, comms") },
    [PK_OPT_PIN]        = { "pin",        0,   NULL,     N_("pin the line") },
    [PK_OPT_CORRECTS]   = { "corrects",   0,   "N",      N_("the number of the line that this one corrects") },
    [PK_OPT_ORG]        = { "org",        'g', "NAME",   N_("municipality or organisation that is hit") },
    [PK_OPT_KIND]       = { "kind",       'k', "LIST",   N_("what happened: ransomware, breach, ddos and so on") },
    [PK_OPT_SEVERITY]   = { "severity",   's', "LEVEL",  N_("low, medium, high, critical or 1 to 4") },
    [PK_OPT_SEEN]       = { "seen",       0,   "TIME",   N_("when it was seen first") },
    [PK_OPT_AWARE]      = { "aware",      0,   "TIME",   N_("when the municipality became aware: starts legal clocks") },
    [PK_OPT_PHONE]      = { "phone",      0,   "NUMBER", N_("number the caller gave") },
    [PK_OPT_CALLER]     = { "caller",     0,   "NAME",   N_("who called") },
    [PK_OPT_SOURCE]     = { "source",     0,   "WORD",   N_("how it came in (telephone, mail, soc ...); of an import: its name") },
    [PK_OPT_ROLE]       = { "role",       0,   "WORD",   N_("role of the parties: affected, supplier and so on; of a person: officer, lead and so on; of duty: the rung") },
    [PK_OPT_NAME]       = { "name",       0,   "NAME",   N_("full name of the person") },
    [PK_OPT_CEILING]    = { "ceiling",    0,   "LABEL",  N_("strictest label that a reader sees; without it: green") },
    [PK_OPT_FROM]       = { "from",       0,   "TIME",   N_("where it begins; without it: now") },
    [PK_OPT_TO]         = { "to",         0,   "TIME",   N_("up to when to look; a day counts whole") },
    [PK_OPT_UNTIL]      = { "until",      0,   "TIME",   N_("when it ends") },
    [PK_OPT_PERSONS]    = { "persons",    0,   "LIST",   N_("who takes turns, in order, separated by commas") },
    [PK_OPT_PERSON]     = { "person",     0,   "NAME",   N_("whose duty goes out; with import NAME=LOGIN, as often as there are names") },
    [PK_OPT_TURN]       = { "turn",       0,   "DAYS",   N_("how long one person's turn is; without it: a week") },
    [PK_OPT_HOLIDAYS]   = { "holidays",   0,   "WORD",   N_("what the pattern does on holidays: same, skip or only") },
    [PK_OPT_ZONE]       = { "zone",       0,   "ZONE",   N_("time zone in which the pattern repeats") },
    [PK_OPT_WARN]       = { "warn",       0,   "LENGTH", N_("warn when less than this is left; without it: 4h") },
    [PK_OPT_CRIT]       = { "crit",       0,   "LENGTH", N_("critical when less than this is left; without it: 1h") },
    [PK_OPT_NUMBER]     = { "number",     0,   "TEXT",   N_("number of what was filed; of a call: the number that was called") },
    [PK_OPT_CONTACT]    = { "contact",    0,   "N",      N_("line of the card that was called; without it: the one suggested") },
    [PK_OPT_FOR]        = { "for",        0,   "NAME",   N_("organisation that it is for: what it may not have is left out") },
    [PK_OPT_LIST]       = { "list",       0,   NULL,     N_("who is named") },
    [PK_OPT_OFF]        = { "off",        0,   NULL,     N_("take the name away") },
    [PK_OPT_STATE]      = { "state",      0,   "WORD",   N_("status of the parties: possible, affected and so on; of notices: queued, sent, failed") },
    [PK_OPT_WAIT]       = { "wait",       0,   "SECONDS", N_("how long to wait for the watch; without it: 10") },
    [PK_OPT_PERMISSION] = { "permission", 0,   "TEXT",   N_("who of the source allowed a lower label, and when") },
    [PK_OPT_REBUILD]    = { "rebuild",    0,   NULL,     N_("build the full text anew from the lines first") },
    [PK_OPT_ENCRYPT]    = { "encrypt",    0,   "KEY",    N_("encrypt to this OpenPGP key: mail address or fingerprint") },
    [PK_OPT_REPLACE]    = { "replace",    0,   NULL,     N_("move the database that is there aside first") },
    [PK_OPT_HEAD]       = { "head",       0,   "HASH",   N_("a head that was kept elsewhere, to compare with") },
    [PK_OPT_LINES]      = { "lines",      0,   "N",      N_("so many lines of the timeline") },
    [PK_OPT_LIMIT]      = { "limit",      0,   "N",      N_("at most so many; without it: all") },
    [PK_OPT_RECEIVED]   = { "received",   0,   NULL,     N_("in the order in which it became known here") },
    [PK_OPT_ALL]        = { "all",        0,   NULL,     N_("dropped drafts too") },
    [PK_OPT_REASON]     = { "reason",     0,   "TEXT",   N_("why; it is recorded") },
    [PK_OPT_STATUS]     = { "status",     0,   NULL,     N_("say what waits and how old the copy is; ask no server") },
    [PK_OPT_PAGES]      = { "pages",      0,   NULL,     N_("the pages that are open instead of incidents") },
    [PK_OPT_PAGE]       = { "page",       0,   "PAGE",   N_("make it of this page, whose text is kept") },
    [PK_OPT_RUNG]       = { "rung",       0,   "N",      N_("this rung; without it: the next, or the last that was called") },
    [PK_OPT_STRICT]     = { "strict",     0,   NULL,     N_("exit 6 when something is still empty") },
    [PK_OPT_CHECK]      = { "check",      0,   NULL,     N_("exit 9 when something is wrong ahead, 10 when it is now; of pages 11 when one waits") },
    [PK_OPT_DRY_RUN]    = { "dry-run",    'n', NULL,     N_("say what would happen and change nothing") },
    [PK_OPT_YES]        = { "yes",        'y', NULL,     N_("answer yes to what would be asked") },
    [PK_OPT_NO_INPUT]   = { "no-input",   0,   NULL,     N_("never ask: exit 8 instead") },
    [PK_OPT_OUTPUT]     = { "output",     'o', "FILE",   N_("write to a new file instead of stdout") },
    [PK_OPT_FORCE]      = { "force",      0,   NULL,     N_("overwrite that file; take over a draft in use") },
    [PK_OPT_READ_ONLY]  = { "read-only",  0,   NULL,     N_("change nothing") },
    [PK_OPT_DEMO]       = { "demo",       0,   NULL,     N_("an invented week in a file that is thrown away") },
    [PK_OPT_SLOW]       = { "slow",       0,   NULL,     N_("send as little as possible over a slow line") },
    [PK_OPT_DB]         = { "db",         0,   "PLACE",  N_("the data file, or postgresql://server1,server2/name") },
    [PK_OPT_LANG]       = { "lang",       0,   "LANG",   N_("nl or en") },
    [PK_OPT_COLOR]      = { "color",      0,   "WHEN",   N_("auto, always or never: colours of the console") },
    [PK_OPT_QUIET]      = { "quiet",      'q', NULL,     N_("only data and what went wrong") },
    [PK_OPT_VERBOSE]    = { "verbose",    'v', NULL,     N_("say more") },
    [PK_OPT_HELP]       = { "help",       'h', NULL,     N_("this help") },
    [PK_OPT_VERSION]    = { "version",    0,   NULL,     N_("the version of Piket") },
};

#define B(opt)     PK_BIT(PK_OPT_##opt)
#define FILE_OUT   (B(OUTPUT) | B(FORCE))
#define SHOWS      (FILE_OUT | B(UTC) | B(TLP_MAX) | B(REASON))
#define WRITES     (B(YES) | B(NO_INPUT))

const PkOptSet pk_common_options = B(JSON) | B(TZ) | B(DB) | B(LANG) | B(COLOR) | B(QUIET) |
                                   B(VERBOSE) | B(HELP);
const PkOptSet pk_console_options = B(READ_ONLY) | B(DEMO) | B(SLOW) | B(UTC) | B(TZ) | B(DB) |
                                    B(LANG) | B(COLOR) | B(QUIET) | B(VERBOSE) | B(HELP) |
                                    B(VERSION) | B(NO_INPUT);

const PkCommand pk_commands[] = {
    { "log", "[TEXT...]",
      N_("Log a report; TEXT is the note, - reads it from stdin"),
      PK_NEEDS_NOTHING, /* opens the data file itself: the text is kept when that fails */
      B(ORG) | B(KIND) | B(SEVERITY) | B(SEEN) | B(AWARE) | B(PHONE) | B(CALLER) | B(SOURCE) |
          B(TLP) | B(AT) | B(PAGE) | B(STRICT) | B(DRY_RUN) | WRITES,
      pk_verb_log,
      "piket log -g Voorbeeldstad -k ransomware -s 4 --seen -30m 'File server encrypted'\n"
      "tail -1 call.txt | piket log --caller 'A. Jansen' --phone 06-00000001 -" },
    { "list", "[FILTER...]",
      N_("List incidents; without FILTER all of them"),
      PK_NEEDS_APP,
      B(NDJSON) | B(FORMAT) | B(FIELDS) | B(PLAIN) | B(LIMIT) | B(PAGES) | B(CHECK) | SHOWS,
      pk_verb_list,
      "piket list status:open 'sev:>=3'\n"
      "piket list since:7d --fields id,org,title --format csv -o week.csv" },
    { "show", "ID",
      N_("Show one incident with its latest lines"),
      PK_NEEDS_APP,
      B(LINES) | B(FOR) | SHOWS,
      pk_verb_show,
      "piket show I26-0412 --lines 20 --utc\n"
      "piket show 412 --json | jq .parties" },
    { "note", "ID TEXT...",
      N_("Add a line to the timeline; ID - is the duty log, TEXT - reads stdin"),
      PK_NEEDS_NOTHING, /* the same */
      B(AT) | B(CAT) | B(TLP) | B(PIN) | B(CORRECTS) | B(DRY_RUN) | WRITES,
      pk_verb_note,
      "piket note 412 --at -10m 'CISO called back, isolated the server'\n"
      "tail -1 call.txt | piket note 412 -" },
    { "page", "[list]\nraise TEXT...\nshow PAGE\nclose PAGE",
      N_("List pages, raise one about no incident, show one with its ladder, end it"),
      PK_NEEDS_APP,
      B(ALL) | B(CHECK) | B(SOURCE) | B(TLP) | SHOWS | WRITES,
      pk_verb_page,
      "piket page raise --source soc 'Beaconing from 10.0.0.7'\n"
      "piket page show 17" },
    { "ack", "PAGE",
      N_("Acknowledge a page as yourself; for somebody else with --name and --reason"),
      PK_NEEDS_APP,
      B(NAME) | B(REASON) | WRITES,
      pk_verb_ack,
      "piket ack 17\n"
      "piket ack 17 --name mbakker --reason 'by telephone'" },
    { "escalate", "ID",
      N_("Call the next rung of an incident's ladder, or the one of --rung"),
      PK_NEEDS_APP,
      B(RUNG) | B(REASON) | B(DRY_RUN) | WRITES,
      pk_verb_escalate,
      "piket escalate 412 --dry-run\n"
      "piket escalate 412 --rung 4 --reason 'two municipalities hit' --yes" },
    { "attempt", "ID RESULT",
      N_("Write down a call: 1 spoken, 2 voicemail, 3 no answer, 4 busy, 5 wrong number"),
      PK_NEEDS_APP,
      B(RUNG) | WRITES,
      pk_verb_attempt,
      "piket attempt 412 voicemail --rung 2\n"
      "piket attempt 412 1" },
    { "ladder", "[list]\nshow KEY\nexport\nimport FILE\ncheck\noff KEY",
      N_("Look at the ladders, and change them through a CSV file"),
      PK_NEEDS_APP,
      B(DRY_RUN) | FILE_OUT | WRITES,
      pk_verb_ladder,
      "piket ladder export -o ladders.csv\n"
      "piket ladder import ladders.csv --dry-run" },
    { "set", "ID KEY=VALUE...",
      N_("Change fields of an incident"),
      PK_NEEDS_APP,
      B(REASON) | B(PERMISSION) | WRITES,
      pk_verb_set,
      "piket set 412 severity=high lead=me\n"
      "piket set 412 tlp=green --permission 'CISO Voorbeeldstad, by telephone 09:10'" },
    { "status", "ID STATE",
      N_("Give an incident its next status; closing asks for its last four digits"),
      PK_NEEDS_APP,
      B(REASON) | WRITES,
      pk_verb_status,
      "piket status 412 investigation\n"
      "piket status 412 closed --yes --reason 'all parties recovered'" },
    { "party", "ID [list]\nID add NAMES...\nID set ORG KEY=VALUE...",
      N_("List, add or change the organisations of an incident"),
      PK_NEEDS_APP,
      B(ROLE) | B(STATE) | B(DRY_RUN) | B(UTC) | B(TLP_MAX) | B(REASON) | WRITES,
      pk_verb_party,
      "piket party 412 add 'voorbeeldstad, oefendam, vr:Voorbeeldland'\n"
      "piket party 412 set Oefendam status=contained" },
    { "action", "list ID\ndone ID ACTION\nskip ID ACTION\nopen ID ACTION\nadd ID TEXT...",
      N_("List, tick off, leave out with a reason, reopen or add actions"),
      PK_NEEDS_APP,
      B(UTC) | B(TLP_MAX) | B(REASON) | WRITES,
      pk_verb_action,
      "piket action list 412\n"
      "piket action skip 412 A2 --reason 'no cyber insurance'" },
    { "timeline", "ID [FILTER...]",
      N_("Print the timeline of an incident; ID - is the duty log"),
      PK_NEEDS_APP,
      B(NDJSON) | B(FORMAT) | B(PLAIN) | B(LIMIT) | B(RECEIVED) | B(FOR) | SHOWS,
      pk_verb_timeline,
      "piket timeline 409 cat:decision --format csv --tlp-max green\n"
      "piket timeline 409 --format md -o i26-0409.md" },
    { "search", "QUERY...",
      N_("Search titles, notes and lines of all incidents"),
      PK_NEEDS_APP,
      B(NDJSON) | B(LIMIT) | B(PLAIN) | SHOWS,
      pk_verb_search,
      "piket search fileserver\n"
      "piket search supplier:X since:7d --json" },
    { "import", "incidents FILE",
      N_("Import closed history from JSON lines, VCDB or CSV"),
      PK_NEEDS_APP,
      B(SOURCE) | B(DRY_RUN) | WRITES,
      pk_verb_import,
      "piket import incidents old.csv --dry-run\n"
      "piket import incidents old.csv --source 'Excel 2024'" },
    { "contact", "find TEXT...\nshow NAME...\nverify ID [OUTCOME]",
      N_("Find organisations, show the card of one, or call the caller of a report back"),
      PK_NEEDS_APP,
      B(PLAIN) | B(LIMIT) | B(CONTACT) | B(NUMBER) | SHOWS | WRITES,
      pk_verb_contact,
      "piket contact find oefen\n"
      "piket contact show Oefendam\n"
      "piket contact verify 412 verified --contact 1" },
    { "duty", "[show]\nlist\ntake [RUNG]\nset RUNG PERSON\nswap RUNG TIME TIME\ndrop SHIFT\npattern add RUNG WHEN...\n"
      "pattern list\npattern end PATTERN\nholiday add DAY NAME...\nholiday list\nholiday remove DAY\ngaps\nfairness\n"
      "phone PERSON [NUMBER]\nimport FILE\nexport",
      N_("Say who is on duty, take or swap a shift, keep the rota, find its gaps"),
      PK_NEEDS_APP,
      B(AT) | B(FROM) | B(TO) | B(UNTIL) | B(PERSONS) | B(PERSON) | B(TURN) | B(HOLIDAYS) | B(ZONE) | B(NAME) |
          B(ROLE) | B(CHECK) | B(DRY_RUN) | SHOWS | WRITES,
      pk_verb_duty,
      "piket duty take --until 08:00\n"
      "piket duty pattern add officer week fri 17:00 --persons 'jdevries, mbakker'\n"
      "piket duty import rota.ics --person 'Bakker, M.=mbakker' --dry-run\n"
      "piket duty export --person me -o duty.ics" },
    { "deadline",
      "list [FILTER...]\nshow ID T\nmet ID T\nstart ID T\nna ID T\nunsure ID T\nopen ID T\n"
      "add ID TEXT...\ncheck [FILTER...]",
      N_("List deadlines, say what became of one, move its start, agree on one, or check them"),
      PK_NEEDS_APP,
      B(ORG) | B(AT) | B(NUMBER) | B(WARN) | B(CRIT) | B(PLAIN) | B(LIMIT) | SHOWS | WRITES,
      pk_verb_deadline,
      "piket deadline check --warn 4h --crit 1h\n"
      "piket deadline met 412 T1 --at 04:20 --number 4711" },
    { "rule", "list\nshow KEY\nexport\nimport FILE",
      N_("The legal rules that deadlines count with: show, write out, read in"),
      PK_NEEDS_APP,
      B(NAME) | B(DRY_RUN) | FILE_OUT | WRITES,
      pk_verb_rule,
      "piket rule export -o rules.csv\n"
      "piket rule import rules.csv --name NL-2027-1 --dry-run" },
    { "name", "ID [PERSON]",
      N_("Say who may see TLP:RED on an incident, name somebody, or take a name away"),
      PK_NEEDS_APP,
      B(LIST) | B(OFF) | B(UTC) | WRITES,
      pk_verb_name,
      "piket name 412 --list\n"
      "piket name 412 mbakker" },
    { "handover", "draft\ngive PERSON [WORDS...]\naccept [N]\nwithdraw [N]\nlist\nshow [N]",
      N_("Hand duty over, and accept it; PERSON - is whoever comes, WORDS - reads stdin"),
      PK_NEEDS_APP,
      B(DRY_RUN) | SHOWS | WRITES,
      pk_verb_handover,
      "piket handover give mbakker 'Backups are looked at by 09:00'\n"
      "piket handover accept" },
    { "notify", "channels [LOGIN]\nset PERSON CHANNEL ADDRESS\ncontent [WORD]\nlist\ntest",
      N_("How persons are reached, what notices may say, what became of them, and does it work"),
      PK_NEEDS_APP,
      B(STATE) | B(WAIT) | B(LIMIT) | B(ENCRYPT) | B(CEILING) | B(UTC) | WRITES,
      pk_verb_notify,
      "piket notify set me mail j.devries@voorbeeldstad.example\n"
      "piket notify set me desktop on\n"
      "piket notify test --wait 30" },
    { "person", "list\nadd LOGIN\nrole LOGIN [+ROLE...] [-ROLE...]\noff LOGIN\non LOGIN",
      N_("List who works here, add somebody, change roles, switch off or on"),
      PK_NEEDS_APP,
      B(NAME) | B(ROLE) | B(CEILING) | WRITES,
      pk_verb_person,
      "piket person add mbakker --name 'M. Bakker' --role officer,lead\n"
      "piket person role mbakker -lead +auditor" },
    { "verify", "[ID]",
      N_("Check that the journal still says what it said, and the file"),
      PK_NEEDS_APP,
      B(HEAD) | B(REBUILD),
      pk_verb_verify,
      "piket verify --quiet\n"
      "piket verify 412 --head 9f3c21ab" },
    { "db", "status\ninit\nmigrate\nbackup [FILE]\nrestore FILE",
      N_("Look after the database: its state, make it, bring it up to date, back it up, restore it"),
      PK_NEEDS_NOTHING,
      B(ENCRYPT) | B(REPLACE) | B(HEAD) | B(UTC) | WRITES,
      pk_verb_db,
      "piket db backup --encrypt backup@voorbeeldstad.example\n"
      "piket db restore piket.db.backup-20260310T021400.gpg --db drill.db" },
    { "sync", "",
      N_("Deliver what was written without the server, and bring the copy up to date"),
      PK_NEEDS_NOTHING, /* opens the server itself: here nothing else will do */
      B(STATUS) | B(UTC),
      pk_verb_sync,
      "piket sync --db postgresql://server/piket\n"
      "piket sync --status --json | jq .unsent" },
    { "doctor", "",
      N_("Look at terminal, language, zone, files, rights and settings; changes nothing"),
      PK_NEEDS_NOTHING,
      B(OUTPUT) | B(FORCE),
      pk_verb_doctor,
      "piket doctor\n"
      "piket doctor --json | jq .settings" },
    { "draft", "[list]\nshow DRAFT\nrecover [DRAFT]\ndrop DRAFT",
      N_("Unsaved work: list it, show it, save it after all, or drop it"),
      PK_NEEDS_NOTHING,
      B(ALL) | B(STRICT) | B(UTC) | B(FORCE) | B(TLP_MAX) | B(REASON) | WRITES,
      pk_verb_draft,
      "piket draft list\n"
      "piket draft recover" },
    { "help", "[TOPIC]",
      N_("Help for a verb, or for filter, time, keys or tlp"),
      PK_NEEDS_NOTHING,
      0,
      pk_verb_help,
      "piket help log\n"
      "piket help filter" },
    { "version", "",
      N_("The version of Piket, of its data and of what it builds on"),
      PK_NEEDS_NOTHING,
      0,
      pk_verb_version,
      "piket version\n"
      "piket version --json | jq -r .version" },
};
/* clang-format on */
const size_t pk_n_commands = G_N_ELEMENTS(pk_commands);

const PkCommand *
pk_command_find(const char *name)
{
    for (size_t i = 0; i < pk_n_commands; i++) {
        if (strcmp(pk_commands[i].name, name) == 0)
            return &pk_commands[i];
    }
    return NULL;
}
