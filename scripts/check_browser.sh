#!/bin/sh
# scripts/check_browser.sh [FINDINGS.json ...] -- the pages in a headless Chromium: accessibility (axe-core), hostile texts, requests,
# 320 px, keyboard, print; see scripts/browser/check.mjs. Without arguments: the cases of tests/report/findings and one with 150
# conditions; and the page of 600 is below a megabyte. Any other scripts/browser/*.mjs beside check and report is run after them with the folder of work as its argument.
# playwright-core and axe-core are fetched once into $GNBS_CACHE (default ~/.cache/gnbs); without them, or without Chromium, it is
# skipped, and said so; in CI not. GNBS_PICTURES=DIR keeps pictures of the pages.
set -eu
gnbs=${GNBS:-build/gnbs}
here=$(cd "$(dirname "$0")/.." && pwd)
skip() {
    echo "check-browser: skipped: $1"
    [ -z "${CI:-}" ] || exit 1
    exit 0
}
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
export CHROMIUM
[ -n "$CHROMIUM" ] || skip "no chromium (scripts/setup browser)"
command -v node >/dev/null 2>&1 || skip "no node (scripts/setup browser)"
GNBS_BROWSER_MODULES=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs}/npm-browser
export GNBS_BROWSER_MODULES
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ ! -d "$GNBS_BROWSER_MODULES/node_modules/axe-core" ] || [ ! -d "$GNBS_BROWSER_MODULES/node_modules/playwright-core" ]; then
    mkdir -p "$GNBS_BROWSER_MODULES"
    (cd "$GNBS_BROWSER_MODULES" &&
        npm install --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 axe-core@4.14.1) > "$work/npm" 2>&1 ||
        skip "npm could not fetch playwright-core and axe-core"
fi

# A panel of $2 conditions: the row that is not suspected again and again, with names of their own.
many() {
    node -e '
        const fs = require("fs"), f = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
        const row = f.outcomes.find(o => o.outcome === "not_suspected");
        for (let i = 0; f.outcomes.length < +process.argv[2]; i++)
            f.outcomes.push({...row, gene: "GENE" + i, condition: "Condition number " + i + " with a name of usual length"});
        f.summary.n_not_suspected = f.outcomes.filter(o => o.outcome === "not_suspected").length;
        process.stdout.write(JSON.stringify(f));' "$1" "$2"
}
if [ $# = 0 ]; then
    many "$here/tests/report/findings/two_suspected.json" 600 > "$work/large.json"
    bytes=$("$gnbs" report "$work/large.json" --format html --out - | wc -c)
    echo "a page of 600 conditions: $bytes bytes"
    [ "$bytes" -lt 1000000 ] || exit 1
    many "$here/tests/report/findings/two_suspected.json" 150 > "$work/many.json"
    set -- "$here"/tests/report/findings/*.json "$work/many.json"
fi
folders=
for file; do
    name=$(basename "$file" .json)
    mkdir -p "$work/$name"
    "$gnbs" report "$file" --out "$work/$name"
    folders="$folders $work/$name"
done
failed=0
# $folders is a list of words.
# shellcheck disable=SC2086
node "$here/scripts/browser/report.mjs" $folders || failed=1
for more in "$here"/scripts/browser/*.mjs; do
    case $(basename "$more") in check.mjs | report.mjs) continue ;; esac
    GNBS=$gnbs node "$more" "$work" || failed=1
done
if [ $failed = 0 ]; then echo "check-browser: passed"; else echo "check-browser: failed"; fi
exit $failed
