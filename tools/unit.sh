#!/usr/bin/env bash
# Runs tests and names each one that was skipped, with its reason; a failing run shows everything.
set -uo pipefail

mkdir -p artefacts
log=artefacts/unit.log
HUIYIN_SHORT=1 "${GO:-go}" test -v -vet=off -timeout 20m "$@" >"$log" 2>&1
status=$?
if [ $status -ne 0 ]; then
  grep -vE '^\s*(=== (RUN|PAUSE|CONT|NAME)|--- PASS)' "$log"
  echo "tests failed (whole output: $log)"
  exit $status
fi
grep -E '^ok ' "$log"
grep -B1 -E '^\s*--- SKIP' "$log" | grep -vE '^--$|^\s*(=== |--- PASS)' | sed 's/^ */skipped: /'
exit 0
