#!/bin/sh
# scripts/check_panel.sh -- the curator's workbench against files and newborns that it did not make.
# usage: GNBS=build/gnbs scripts/check_panel.sh [all]
# 1. Every PanelApp file of the shared data: what comes in is kept or listed, counts add up, and importing the export gives the
#    same panel and the same list.
# 2. The default panel against ClinGen's validity and today's MANE: no error.
# 3. `gnbs panel impact` beside the runs that it saves: newborns of the gene world are run from their reads under the panel and
#    under three changed ones (policies, inheritance, rows, listed alleles, by seeded chance); what moved must be told, what is
#    told must be so, and what it cannot tell is counted. `all` takes every newborn whose reads are at hand (check_world.sh all
#    makes them), otherwise the four of the shared data.
# Exit 1 when a file does not come back, lint has an error, or impact missed a change or told a wrong one.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")/.." && pwd)
data=$shared/data
if [ ! -d "$data/formats" ]; then
    echo "check-panel: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
which=${1:-}

echo "PanelApp files, there and back"
n=0
for file in "$data"/formats/clinical/uk_*.json "$data"/formats/clinical/au_*.json "$data"/formats/clinical/panelapp_* "$data"/formats/panelapp/panel*; do
    n=$((n + 1))
    "$gnbs" panel import "$file" -o "$work/one.$n" > "$work/said" 2>&1 || { cat "$work/said"; failed=1; continue; }
    "$gnbs" panel export "$work/one.$n" -f json -o "$work/one.$n.json"
    "$gnbs" panel import "$work/one.$n.json" -o "$work/two.$n" > "$work/again" 2>&1 || { cat "$work/again"; failed=1; continue; }
    sum=$(sed -n 's/^in: \([0-9]*\), kept: \([0-9]*\) .*listed: \([0-9]*\)$/\1 \2 \3/p' "$work/said")
    verdict=ok
    # shellcheck disable=SC2086 # three numbers
    set -- $sum
    [ $# -eq 3 ] && [ "$1" -eq $(($2 + $3)) ] || verdict="COUNTS DO NOT ADD UP"
    for table in panel.tsv listed.tsv; do
        [ ! -f "$work/one.$n/$table" ] || cmp -s "$work/one.$n/$table" "$work/two.$n/$table" || verdict="$table DIFFERS"
    done
    [ "$verdict" = ok ] || failed=1
    printf '  %-58s in %4s  kept %4s  listed %4s  %s\n' "$(basename "$file")" "${1:-}" "${2:-}" "${3:-}" "$verdict"
done
[ $n -ge 11 ] || { echo "only $n files"; failed=1; }

echo "the default panel against ClinGen and MANE"
"$gnbs" panel lint "$here/panels/newborn" -c "$data/genes/clingen-gene-validity.csv" -t "$data/transcripts/MANE.GRCh38.gff3.gz" | tail -n 1 || failed=1

echo "impact beside runs from the reads"
world=$data/world
cache=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs/world}
mkdir "$work/p0"
cp "$here/panels/newborn/include.tsv" "$here/panels/newborn/exclude.tsv" "$work/p0/"
awk -F'\t' -v OFS='\t' 'NR == FNR { world[$2] = 1; next }
    /^##/ { print; next }
    !header { for (i = 1; i <= NF; i++) if ($i == "status") column = i; header = 1; print; next }
    { if ($column == "amber" && ($2 in world)) $column = "green"; print }' "$world/world_panel.tsv" "$here/panels/newborn/panel.tsv" > "$work/p0/panel.tsv"
"$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$data/transcripts/MANE.GRCh38.gff3.gz" \
    --clinvar "$data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" \
    --panel "$work/p0" -o "$work/bundle" --progress none
screen() { # panel
    for bam in "$world"/bams/*.bam $more; do
        id=$(basename "$bam" .bam)
        sex=$(sed -n 's/.*"declared_sex": *"\([FM]\)".*/\1/p' "$world/cases/dev/$id.json")
        status=0
        "$gnbs" run --reads "$bam" --panel "$work/p$1" --refdata "$work/bundle" --out "$work/out$1" --sex "$sex" --no-consent-check \
            ${keep:+$keep} -t 2 --progress none 2> "$work/err" || status=$?
        [ $status -eq 0 ] || [ $status -eq 5 ] || { cat "$work/err"; return 1; }
    done
}
# What is kept of a case for the laboratory alone answers everything; what is handed on, less.
keep=
! "$gnbs" run --help | grep -q keep-all-variants || keep=--keep-all-variants
more=
[ "$which" != all ] || for bam in "$cache"/*.bam; do more="$more $bam"; done
screen 0
calls=variants.vcf.gz
[ -z "$keep" ] || calls=variants.lab-only.vcf.gz
gzip -dc "$work"/out0/*/$calls | awk -F'\t' -v OFS='\t' '/^#/ || $5 ~ /</ { next } match($8, /GNBS_CSQ=[^;]*/) {
    split(substr($8, RSTART + 9, RLENGTH - 9), entry, ","); split(entry[1], q, "|"); print q[4], q[19], $1, $2, $4, $5 }' | LC_ALL=C sort -u > "$work/seen"

change() { # seed: panel p$1 out of p0
    mkdir "$work/p$1"
    awk -F'\t' -v OFS='\t' -v seed="$1" 'BEGIN { srand(seed); split("known known+lof named", policy, " ") }
        NR == FNR { world[$1] = 1; next }
        /^##version/ { print $0 "." seed; next }
        /^##/ { print; next }
        !header { for (i = 1; i <= NF; i++) at[$i] = i; header = 1; print; next }
        ($1 in world) { k = rand(); i = at["inheritance"]
            if (k < 0.2) $at["report"] = policy[int(3 * rand()) + 1]
            else if (k < 0.45) $i = $i == "AR" ? "AD" : $i == "AD" ? "AR" : $i == "XLR" ? "XLD" : $i
            else if (k < 0.5) next
            else if (k < 0.55) $at["status"] = "amber" }
        { print }' "$world/world_panel.tsv" "$work/p0/panel.tsv" > "$work/p$1/panel.tsv"
    for list in include exclude; do cp "$work/p0/$list.tsv" "$work/p$1/$list.tsv"; done
    awk -F'\t' -v OFS='\t' -v seed="$1" -v dir="$work/p$1" 'BEGIN { srand(seed + 100) }
        FILENAME ~ /panel.tsv$/ { gene[$1] = 1; next }
        FILENAME !~ /seen$/ { listed[$3 ":" $4] = 1; next }
        { k = rand() } !($1 in gene) || ($3 ":" $4) in listed { next }
        k < 0.15 { print $1, $2, $3, $4, $5, $6, "", "", "by chance", "the check", "2026-01-01", "" >> (dir "/include.tsv") }
        k > 0.85 { print $1, $2, $3, $4, $5, $6, "", "", "by chance", "the check", "2026-01-01", "" >> (dir "/exclude.tsv") }' \
        "$work/p$1/panel.tsv" "$work/p0/include.tsv" "$work/p0/exclude.tsv" "$work/seen"
}
outcomes() { # folder: sample, gene and condition, outcome and reason
    for f in "$1"/*/findings.tsv; do
        awk -F'\t' -v OFS='\t' '/^##/ { next } !n++ { for (i = 1; i <= NF; i++) at[$i] = i; next } { print $at["sample"] "|" $at["hgnc_id"] "|" $at["condition"], $at["outcome"] "/" $at["reason"] }' "$f"
    done | LC_ALL=C sort
}
tab=$(printf '\t')
compare() { # seed, stored cases, what they hold
    "$gnbs" panel impact --cases "$2" --from "$work/p0" --to "$work/p$1" -t 2 --json > "$work/json"
    awk -v OFS='\t' '/"outcomes": \[/ { here = 1; next } /"not_judged"/ { exit } !here { next } { split($0, q, "\""); word = q[2]; value = q[4] }
        word == "before" || word == "after" { side = word; if ($0 ~ /null/) after = "?" }
        word == "sample" || word == "hgnc_id" || word == "condition" { v[word] = value }
        word == "outcome" && side == "after" { after = value == "" ? "-" : value } word == "reason" && side == "after" && after != "-" { after = after "/" value }
        word == "why" { print v["sample"] "|" v["hgnc_id"] "|" v["condition"], after; side = "" }' "$work/json" | LC_ALL=C sort > "$work/told"
    LC_ALL=C join -t "$tab" -a 1 -a 2 -e - -o 0,1.2,2.2 "$work/was" "$work/is" | LC_ALL=C join -t "$tab" -a 1 -e unsaid -o 0,1.2,1.3,2.2 - "$work/told" |
        awk -F'\t' -v seed="$1" -v holds="$3" '{ moved = $2 != $3 }
            $4 == "?" { open++; next }
            $4 == "unsaid" { if (moved) { missed++; print "    MISSED: " $1 ": " $2 " -> " $3 } else same++; next }
            moved && $4 == $3 { right++; next }
            { wrong++; print "    WRONG: " $1 ": " $2 " -> " $3 ", told " $4 }
            END { printf "  panel %d, %s: %d unchanged, %d changes told, %d cannot be told; %d missed, %d wrong\n", seed, holds, same, right, open, missed, wrong
                exit missed + wrong > 0 }'
}
outcomes "$work/out0" > "$work/was"
if [ -n "$keep" ]; then
    cp -r "$work/out0" "$work/part"
    rm "$work"/part/*/variants.lab-only.*
fi
for seed in 1 2 3; do
    change $seed
    screen $seed
    outcomes "$work/out$seed" > "$work/is"
    compare $seed "$work/out0" "all calls kept" || failed=1
    [ ! -d "$work/part" ] || compare $seed "$work/part" "only reportable kept" || failed=1
done
exit $failed
