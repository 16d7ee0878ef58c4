#!/bin/sh
# scripts/bench/bench_impact.sh -- how long `gnbs panel impact` takes over many stored cases.
# usage: GNBS=build/gnbs scripts/bench/bench_impact.sh [CASES]          (default 10000)
# A few newborns of the gene world are run under the default panel; their folders are then multiplied, each with a sample name
# of its own in its own findings.json (1 MB: 599 conditions); the other files, which do not name the newborn, are hard links.
# The new panel excludes an allele, adds a dominant row, takes a row away, and narrows and widens policies. Two rows are
# printed, with one thread and with two; exit status 1 when 10,000 cases cost more CPU time than two cores give in two minutes
# (wall time drifts on a shared machine), when the two answers differ, or when a byte of a case changed (checksums of a hundred).
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
n_case=${1:-10000}
here=$(cd "$(dirname "$0")/../.." && pwd)
world=$shared/data/world
if [ ! -d "$world" ]; then
    echo "bench-impact: skipped: no shared data"
    exit 0
fi
work=$(mktemp -d "${GNBS_CACHE:-${TMPDIR:-/tmp}}/impact.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The panel as shipped, but amber rows of the genes that have sequence here are screened too.
mkdir "$work/old" "$work/new"
cp "$here/panels/newborn/include.tsv" "$here/panels/newborn/exclude.tsv" "$work/old/"
awk -F'\t' -v OFS='\t' 'NR == FNR { world[$2] = 1; next }
    /^##/ { print; next }
    !header { for (i = 1; i <= NF; i++) if ($i == "status") column = i; header = 1; print; next }
    { if ($column == "amber" && ($2 in world)) $column = "green"; print }' "$world/world_panel.tsv" "$here/panels/newborn/panel.tsv" > "$work/old/panel.tsv"
awk -F'\t' -v OFS='\t' '
    /^##version/ { print "##version=bench"; next }
    /^##/ { print; next }
    !header { for (i = 1; i <= NF; i++) at[$i] = i; header = 1; print; next }
    $1 == "PCCB" { next }                                  # taken away
    $1 == "SLC52A3" { $at["report"] = "known" }            # narrower
    $1 == "COL1A1" { $at["report"] = "known+lof" }         # wider
    $1 == "PAH" { $at["inheritance"] = "AD" }              # carriers become suspected
    $1 == "ACADM" { $at["report"] = "named" }
    { print }' "$work/old/panel.tsv" > "$work/new/panel.tsv"
cp "$work/old/include.tsv" "$work/old/exclude.tsv" "$work/new/"
printf 'CFTR\tHGNC:1884\tchr7\t117559590\tATCT\tA\tNM_000492.4:c.1521_1523del\t\tbench\tbench\t2026-01-01\t\n' >> "$work/new/exclude.tsv"

"$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$shared/data/transcripts/MANE.GRCh38.gff3.gz" \
    --clinvar "$shared/data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" \
    --panel "$work/old" -o "$work/bundle" --progress none
for bam in "$world"/bams/*.bam; do
    id=$(basename "$bam" .bam)
    sex=$(sed -n 's/.*"declared_sex": *"\([FM]\)".*/\1/p' "$world/cases/dev/$id.json")
    "$gnbs" run --reads "$bam" --panel "$work/old" --refdata "$work/bundle" --out "$work/runs" --sex "$sex" --no-consent-check --keep-all-variants -t 2 --progress none
done
set -- "$work"/runs/*
mkdir "$work/cases"
i=0
while [ $i -lt "$n_case" ]; do
    for run; do
        [ $i -lt "$n_case" ] || break
        name=$(printf 'case%06d' $i)
        mkdir "$work/cases/$name"
        ln "$run/variants.lab-only.vcf.gz" "$run/callable.bed.gz" "$work/cases/$name/"
        sed "s/\"sample\": \"${run##*/}\"/\"sample\": \"$name\"/" "$run/findings.json" > "$work/cases/$name/findings.json"
        i=$((i + 1))
    done
done
sums() { find "$work/cases" -name '*00' -type d | LC_ALL=C sort | head -n 100 | while read -r d; do cat "$d"/*; done | sha256sum; }
before=$(sums)

printf '%-8s %8s %8s %8s %8s %10s\n' '#threads' cases wall_s user_s sys_s max_MB
for t in 1 2; do
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" \
        "$gnbs" panel impact --cases "$work/cases" --from "$work/old" --to "$work/new" -t $t --json -o "$work/answer.$t"
    read -r wall user sys kb < "$work/time"
    printf '%-8s %8s %8s %8s %8s %10s\n' $t "$n_case" "$wall" "$user" "$sys" $((kb / 1024))
done
failed=0
cmp "$work/answer.1" "$work/answer.2" || failed=1
[ "$before" = "$(sums)" ] || { echo "bench-impact: a stored case was changed"; failed=1; }
awk '/"counts": {/ { on = 1; next } on && /}/ { exit } on { gsub(/[",: ]+/, " "); print "#" $0 }' "$work/answer.2"
awk -v cpu="$user" -v sys="$sys" -v n="$n_case" 'BEGIN { s = (cpu + sys) / 2 * 10000 / n; printf "# 10,000 cases on two free cores: %.0f s\n", s; exit !(s <= 120) }' || { echo "bench-impact: too slow"; failed=1; }
exit $failed
