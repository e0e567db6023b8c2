#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Encrypted backups: which keys are taken, and what a restore says without the right one.
. "$(dirname "$0")/lib.sh"
command -v gpg >/dev/null || { echo "no gpg"; exit 77; }
# The agent's socket has to fit in 108 bytes, so the key rings stand by themselves.
rings=$(mktemp -d /tmp/pk-gpg-XXXX)
end_agents() {
    for ring in "$rings"/*; do GNUPGHOME=$ring gpgconf --kill all 2>/dev/null; done
    chmod -R u+rwX "$work" 2>/dev/null
    rm -rf "$rings" "$work"
}
trap end_agents EXIT
mkdir -m 700 "$rings/own" "$rings/other" "$rings/empty"
export GNUPGHOME=$rings/own
make_key() { # name, address, passphrase, usage, expiry
    gpg --batch --quiet --pinentry-mode loopback --passphrase "$3" \
        --quick-gen-key "$1 <$2>" "${4:-default}" "${5:-default}" "${6:-never}" 2>/dev/null
}
make_key Backup backup@voorbeeldstad.example '' || { echo "gpg makes no key here"; exit 77; }
make_key Signs signs@voorbeeldstad.example '' ed25519 sign
make_key Locked locked@voorbeeldstad.example secret
make_key Gone gone@voorbeeldstad.example ''
make_key Twin twin@voorbeeldstad.example ''
make_key 'Twin two' twin@voorbeeldstad.example '' || fail "a second key of one address"
revoked=$(gpg --list-keys --with-colons gone@voorbeeldstad.example | awk -F: '$1 == "fpr" {print $10; exit}')
sed 's/^:---/---/' "$GNUPGHOME/openpgp-revocs.d/$revoked.rev" | gpg --batch --quiet --import 2>/dev/null
GNUPGHOME=$rings/other make_key Stranger stranger@nergenshuizen.example ''
GNUPGHOME=$rings/other gpg --export stranger@nergenshuizen.example 2>/dev/null |
    gpg --batch --quiet --import 2>/dev/null
stranger=$(gpg --list-keys --with-colons stranger@nergenshuizen.example 2>/dev/null | awk -F: '$1 == "fpr" {print $10; exit}')

db=$HOME/.local/share/piket/piket.db
run log -g Zeist -k ransomware 'Fileserver encrypted'
before=$("$PIKET_BIN" verify 1 --json | jq -r .head)

# --- which key
run db backup --encrypt nobody@voorbeeldstad.example; exits 3 "no such key"
run db backup --encrypt voorbeeldstad; exits 2 "no address and no fingerprint"
run db backup --encrypt example@voorbeeldstad.exampl; exits 3 "a part of an address"
run db backup --encrypt signs@voorbeeldstad.example; exits 2 "a key that only signs"; tells 'not meant for encrypting'
run db backup --encrypt gone@voorbeeldstad.example; exits 2 "a revoked key"; tells revoked
run db backup --encrypt twin@voorbeeldstad.example; exits 2 "two keys"; tells 'several keys'
run db backup --encrypt stranger@nergenshuizen.example; exits 2 "a key nobody vouched for"; tells 'really is theirs'
[ -z "$(find "$work" -name '*.gpg' -o -name '.piket-copy-*')" ] || fail "a refused backup left something"
run db backup "$work/stranger" --encrypt "$stranger" --json; exits 0 "by fingerprint"
json '.file | endswith("stranger.gpg")'; json ".key == \"$stranger\""

# --- there and back
run db backup "$work/one.gpg" --encrypt backup@voorbeeldstad.example --json; exits 0 "encrypted backup"
head=$(jq -r .head "$work/out")
[ "$(stat -c %a "$work/one.gpg")" = 600 ] || fail "mode"
grep -qa 'SQLite format' "$work/one.gpg" && fail "not encrypted"
[ "$(jq -r .sha256 "$work/out")" = "$(sha256sum <"$work/one.gpg" | cut -d' ' -f1)" ] || fail "SHA-256"
[ -z "$(find "$work" -name '.piket-copy-*')" ] || fail "a plain copy was left"
run timeline -; says "Backup made, encrypted to"
run db restore "$work/one.gpg" --db "$work/drill.db" --head "$head"; exits 0 "restore"
[ "$("$PIKET_BIN" verify 1 --json --db "$work/drill.db" | jq -r .head)" = "$before" ] || fail "heads"

# --- bad days: nothing is changed
sum=$(sha256sum <"$db")
refused() { # file, exit code, what
    run db restore "$1" --replace --yes --no-input
    exits "$2" "$3"
    [ "$(sha256sum <"$db")" = "$sum" ] || fail "$3: the database was changed"
    [ -z "$(find "$work" -name '.piket-copy-*')" ] || fail "$3: left behind"
}
refused "$work/stranger.gpg" 5 "no secret key"; tells "do not have the secret key"
head -c 9000 "$work/one.gpg" >"$work/cut.gpg"; refused "$work/cut.gpg" 12 "cut off"
cp "$work/one.gpg" "$work/bad.gpg"; printf 'xxxxxxxx' | dd of="$work/bad.gpg" bs=1 seek=20000 conv=notrunc status=none
refused "$work/bad.gpg" 12 "damaged"
echo text >"$work/text.gpg"; refused "$work/text.gpg" 12 "not encrypted"
GNUPGHOME=$rings/empty refused "$work/one.gpg" 5 "an empty key ring"
sum=$(sha256sum <"$db")
run db backup "$work/locked" --encrypt locked@voorbeeldstad.example; exits 0 "a key with a passphrase"
sum=$(sha256sum <"$db"); gpgconf --kill gpg-agent
refused "$work/locked.gpg" 5 "nobody to ask for the passphrase"
# a program that answers for the person: first wrong, then broken off
cat >"$rings/pinentry" <<'PIN'
#!/bin/sh
echo OK
while read -r command rest; do
    case $command in
    GETPIN) cat "$(dirname "$0")/answer" ;;
    BYE) echo OK; exit ;;
    *) echo OK ;;
    esac
done
PIN
chmod 700 "$rings/pinentry"
echo "pinentry-program $rings/pinentry" >"$GNUPGHOME/gpg-agent.conf"; gpgconf --kill gpg-agent
asked() { # answer, exit code, what
    printf '%b' "$1" >"$rings/answer"
    run db restore "$work/locked.gpg" --db "$work/asked.db"
    exits "$2" "$3"
}
asked 'D wrong\nOK\n' 5 "a wrong passphrase"; tells passphrase
asked 'ERR 83886179 Operation cancelled\n' 8 "broken off"
[ ! -e "$work/asked.db" ] || fail "a refused restore made a database"
asked 'D secret\nOK\n' 0 "the right passphrase"
finish
