#!/bin/bash
# scripts/check_workflow.sh -- Snakemake, CWL and the command of the Nextflow module give what `gnbs run` gives.
# Needs snakemake, cwltool (scripts/setup workflow); a manager that is missing is said and, in CI, a failure.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
GNBS=$(readlink -f "${GNBS:-$ROOT/build/gnbs}")
# shellcheck disable=SC1091
. "$ROOT/scripts/batch_newborns.sh"
work=$(mktemp -d /tmp/check-workflow-XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
n_bad=0
expect() { # WHAT GOT WANTED
    if [ "$2" = "$3" ]; then echo "ok      $1: $2"; else echo "FAILED  $1: '$2', expected '$3'"; n_bad=$((n_bad + 1)); fi
}
agree() { if same_results "$1" "$2" >differences; then echo the same; else head -3 differences; fi; }
missing() { echo "skipped: no $1"; [ -z "${CI:-}" ] || n_bad=$((n_bad + 1)); }
make_newborns in 4
mkdir bin && ln -s "$GNBS" bin/gnbs
PATH=$work/bin:$PATH
"$GNBS" batch run in/sheet.csv --out plain --panel "$SMALL/panel" --refdata in/refdata.db --no-consent-check --progress none >/dev/null

if command -v snakemake >/dev/null; then
    go() {
        HOME=$work snakemake -s "$ROOT/scripts/workflow/Snakefile" -j 2 --nolock "$@" --config sheet=in/sheet.csv panel="$SMALL/panel" \
            refdata=in/refdata.db out=snake consent_check=no >snake.log 2>&1
    }
    if go; then expect "snakemake" "$(agree plain snake)" "the same"; else tail -20 snake.log; n_bad=$((n_bad + 1)); fi
    go --dry-run
    expect "snakemake again" "$(grep -c 'Nothing to be done' snake.log)" 1
else
    missing snakemake
fi

if command -v cwltool >/dev/null; then
    cat >job.yml <<YML
sample: [NB-001, NB-002]
reads: [{class: File, path: in/NB-001.bam}, {class: File, path: in/NB-002.bam}]
sex: [M, M]
panel: {class: Directory, path: $SMALL/panel}
refdata: {class: File, path: in/refdata.db}
no_consent_check: true
YML
    HOME=$work cwltool --quiet --preserve-environment GNBS_DATADIR --preserve-environment PATH --outdir cwl \
        "$ROOT/scripts/workflow/gnbs-batch.cwl" job.yml >cwl.json 2>cwl.log || { tail -20 cwl.log; n_bad=$((n_bad + 1)); }
    for name in NB-001 NB-002; do
        expect "cwltool, $name" "$(agree plain/$name cwl/$name)" "the same"
    done
else
    missing cwltool
fi

# The module's command, with the values that Nextflow would put in.
module=$ROOT/scripts/workflow/nf-core/gnbs/run/main.nf
sed -n '/^    gnbs run/p' "$module" | sed "s,\${meta.id},NB-001,; s,\${source},--reads in/NB-001.bam,; s,\${sex},--sex M,; s,\${decision},--no-consent-check,
    s,\${panel},$SMALL/panel,; s,\${refdata},in/refdata.db,; s,--out results,--out module,; s,\${task.cpus},2,; s,\${args},,; s,\\\\\\$,\$,g" >module.sh
expect "values that the module leaves open" "$(grep -c '[$]{' module.sh || true)" 0
sh -e module.sh
expect "the Nextflow module's command" "$(agree plain/NB-001 module/NB-001)" "the same"
expect "its brackets" "$(tr -cd '{' <"$module" | wc -c)" "$(tr -cd '}' <"$module" | wc -c)"
[ $n_bad = 0 ] || { echo "check_workflow: $n_bad not as asked"; exit 1; }
echo "check_workflow: all as asked"
