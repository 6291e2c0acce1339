#!/bin/sh
# Copies the jars pinned in pom.xml to lib/, once for each pom.xml. Where that cannot be done it says so and
# succeeds: the tests that need Apache Kafka then skip with a notice.
set -eu
cd "$(dirname "$0")"

notice() {
    echo "notice: no Apache Kafka for the tests: $1"
    exit 0
}

pinned=$(cksum < pom.xml)
[ "$(cat lib/.pinned 2>/dev/null || true)" != "$pinned" ] || exit 0
command -v java >/dev/null || [ -n "${JAVA_HOME:-}" ] || notice "java is not installed"
command -v mvn >/dev/null || notice "mvn is not installed"
rm -rf lib
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! mvn -q -B -Dstyle.color=never -f pom.xml dependency:copy-dependencies > "$log" 2>&1; then
    tail -n 5 "$log"
    rm -rf lib
    notice "mvn could not fetch it"
fi
echo "$pinned" > lib/.pinned
