#!/bin/sh
# scripts/check_phenopacket.sh [FINDINGS.json ...] -- phenopackets before GA4GH's own JSON schemas of version 2 ($GNBS_SHARED).
# Without arguments: the cases of tests/report/findings, hostile texts among them. The judge is first shown a packet with a misspelt
# field, which it must refuse.
set -eu
gnbs=${GNBS:-build/gnbs}
formats=${GNBS_SHARED:-../shared}/data/formats/phenopackets
here=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -d "$formats" ]; then
    echo "check-phenopacket: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- "$here"/tests/report/findings/*.json
n=0
for file; do
    n=$((n + 1))
    "$gnbs" report "$file" --format phenopacket --out - > "$work/$n.json"
done

cat > "$work/judge.py" <<'END'
import glob, json, os, sys, warnings
warnings.simplefilter("ignore")
import jsonschema

formats, work = sys.argv[1:3]
PREFIX = "classpath:/org/phenopackets/phenopackettools/validator/jsonschema/"
store = {}
for path in glob.glob(formats + "/schema/**/*.json", recursive=True):
    store[PREFIX + os.path.relpath(path, formats + "/schema")] = json.load(open(path))
resolver = jsonschema.RefResolver("", {}, store=store)
judge = jsonschema.Draft201909Validator(store[PREFIX + "v2/phenopacket-schema.json"], resolver=resolver)

def faults(path):
    return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:160]) for e in judge.iter_errors(json.load(open(path)))]

bad = 0
if not faults(formats + "/bad.json"):
    bad += 1
    print("the judge accepts a misspelt field")
for path in sorted(glob.glob(work + "/*.json")):
    for fault in faults(path)[:5]:
        bad += 1
        print(path, fault)
print("bad", bad)
END
python3 "$work/judge.py" "$formats" "$work" > "$work/said" || true
if [ "$(tail -n 1 "$work/said")" = "bad 0" ]; then
    echo "check-phenopacket: $n packets pass"
else
    cat "$work/said"
    echo "check-phenopacket: failed"
    exit 1
fi
