#!/bin/sh
# scripts/check_fhir.sh [FINDINGS.json | FINDINGS.fhir.json ...] -- FHIR bundles before three judges that nobody here wrote rules for:
#   the official R4 JSON schema, FHIR.js (npm), and the snapshots of HL7's Genomics Reporting 3.0.0 profiles ($GNBS_SHARED).
# Without arguments: the demo newborn and the cases of tests/report/findings. A findings.json is rendered
# first. FHIR.js is fetched once into $GNBS_CACHE (default ~/.cache/gnbs); without a network it is skipped, and said so; in CI not.
set -eu
gnbs=${GNBS:-build/gnbs}
fhir=${GNBS_SHARED:-../shared}/data/formats/fhir
here=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -d "$fhir" ]; then
    echo "check-fhir: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
fhir=$(cd "$fhir" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fhir"

if [ $# = 0 ]; then
    GNBS=$gnbs "$here/scripts/demo" "$work/demo" > "$work/demo.log" 2>&1 || {
        cat "$work/demo.log" >&2
        exit 1
    }
    set -- "$work"/demo/run/*/findings.json
    for file in "$here"/tests/report/findings/*.json; do [ ! -f "$file" ] || set -- "$@" "$file"; done
fi
n=0
for file; do
    n=$((n + 1))
    case $file in
    *.fhir.json) cp "$file" "$work/fhir/$n.json" ;;
    *) "$gnbs" report "$file" --format fhir --out - > "$work/fhir/$n.json" ;;
    esac
done

failed=0
judge() { # NAME COMMAND: the last line says "bad 0"
    name=$1
    shift
    "$@" > "$work/said" 2>&1 || true
    tail -n 1 "$work/said" | sed "s/^/$name: /"
    if ! tail -n 1 "$work/said" | grep -q ' bad 0$'; then
        head -n 20 "$work/said"
        failed=1
    fi
}
schema() { (cd "$fhir" && python3 -W ignore check/pyval.py "$work"/fhir/*.json); }
profiles() { python3 "$fhir/check/profile-check.py" "$fhir/ig-3.0.0" "$work"/fhir/*.json; }
fhirjs() { NODE_PATH="$modules/node_modules" node "$fhir/check/fhirjs.js" "$fhir/ig-3.0.0" "$work"/fhir/*.json; }

judge "R4 schema" schema
modules=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs}/npm-fhir
if [ ! -d "$modules/node_modules/fhir" ] && command -v npm >/dev/null 2>&1; then
    mkdir -p "$modules"
    (cd "$modules" && npm install --no-audit --no-fund --ignore-scripts fhir@4.12.0) > "$work/npm" 2>&1 || true
fi
if [ -d "$modules/node_modules/fhir" ]; then
    judge "FHIR.js" fhirjs
else
    echo "FHIR.js: skipped: npm could not fetch it"
    [ -z "${CI:-}" ] || failed=1
fi
judge "profiles" profiles
if [ $failed = 0 ]; then echo "check-fhir: $n bundles pass"; else echo "check-fhir: failed"; fi
exit $failed
