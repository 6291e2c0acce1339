#!/bin/sh
# Chromium for the tests of the pages. It is used where it is there; only on a CI machine that runs Debian as root is it
# installed. Otherwise this says so and succeeds: those tests then skip with a notice.
set -eu

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ -z "${CI:-}" ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "notice: no chromium for the tests of the pages (on Debian: apt install chromium)"
    exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } > "$log" 2>&1; then
    tail -n 5 "$log"
    echo "notice: no chromium for the tests of the pages: apt-get could not install it"
fi
