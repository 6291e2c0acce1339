#!/bin/sh
# Writes the secrets that docker-compose.yml needs, random ones, to .env beside it. A value that is there stays.
set -eu
cd "$(dirname "$0")/.."
umask 077
touch .env
chmod 600 .env
# A last line that does not end would run on into the first secret.
[ -z "$(tail -c 1 .env)" ] || echo >> .env
for name in DATELINE_POSTGRES_PASSWORD DATELINE_GRAFANA_PASSWORD DATELINE_GATEWAY_KEY; do
    # Hexadecimal: it goes into a URL as it is.
    grep -q "^$name=." .env || echo "$name=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >> .env
done
echo "the secrets are in .env"
