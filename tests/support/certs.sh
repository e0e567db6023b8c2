#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# certs.sh DIR: a certificate authority (ca.pem), a server on this machine that it signed (server.pem,
# server.key), and an authority that nobody should trust (other.pem). For one test run.
set -euo pipefail
cd "$1"
umask 077
new() { # name, subject, options...
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
        -keyout "$1.key" -out "$1.pem" -subj "$2" "${@:3}" 2>/dev/null
}
new ca '/CN=Oefen-CA'
new other '/CN=Vreemde CA'
new server '/CN=localhost' -CA ca.pem -CAkey ca.key -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
    -addext 'basicConstraints=critical,CA:FALSE'
