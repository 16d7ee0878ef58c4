#!/bin/sh
# scripts/check_people.sh -- whose reads are these: contamination of mixtures with known shares, sex, MultiQC.
# usage: GNBS=build/gnbs scripts/check_people.sh
# Mixtures are made of the reads of two simulated newborns (samtools view -s, by read name) at 0.5, 1, 2, 3 and 5 %.
# Needs samtools; newborns in $GNBS_CACHE (scripts/check_world.sh all makes them). Exit 1 when an estimate
# is more than 0.5 points off, a sex is wrong or MultiQC does not show a sample.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")/.." && pwd)
world=$shared/data/world
cache=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs/world}
skip() {
    echo "check-people: skipped: $1"
    [ -z "${CI:-}" ] || exit 1
    exit 0
}
[ -d "$world" ] || skip "no shared data"
command -v samtools > /dev/null 2>&1 || skip "no samtools (scripts/setup world)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

"$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$shared/data/transcripts/MANE.GRCh38.gff3.gz" \
    --clinvar "$shared/data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" \
    --panel "$here/panels/newborn" -o "$work/bundle.db" --progress none

reads_of() {
    if [ -f "$world/bams/$1.bam" ]; then echo "$world/bams/$1.bam"; else echo "$cache/$1.bam"; fi
}
screen() { # reads, sex: exit 5 is a held case, as it should be
    status=0
    "$gnbs" run --reads "$1" --panel "$here/panels/newborn" --refdata "$work/bundle.db" --out "$work/out" --sex "$2" --no-consent-check -t 2 --progress none \
        2> "$work/err" || status=$?
    [ $status -eq 0 ] || [ $status -eq 5 ] || { cat "$work/err" >&2; exit 1; }
}
value() { # file, key
    sed -n "s/.*\"$2\": *\"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$1" | head -1
}

# Reads of `minor` in the place of as many of `major`, under the major's name.
mix() { # major minor share seed
    awk -v f="$3" -v s="$4" 'BEGIN { printf "%d%s %d%s\n", s, substr(sprintf("%.5f", 1 - f), 2), s + 1, substr(sprintf("%.5f", f), 2) }' > "$work/fractions"
    read -r keep add < "$work/fractions"
    samtools view -b -s "$keep" -o "$work/major.bam" "$(reads_of "$1")"
    samtools view -h -s "$add" "$(reads_of "$2")" | awk -F'\t' -v OFS='\t' '/^@/ { print; next } { $1 = "m" $1; print }' | samtools view -b -o "$work/minor.bam" -
    samtools view -H "$work/major.bam" > "$work/header"
    samtools merge -f -c -p -h "$work/header" "$work/mixed.bam" "$work/major.bam" "$work/minor.bam"
    samtools addreplacerg -m overwrite_all -r "ID:mix	SM:MIX" -o "$work/mix.bam" "$work/mixed.bam"
    samtools index "$work/mix.bam"
}

printf '%-8s %-8s %8s %10s %18s\n' major minor share estimate interval
for pair in "dev02 dev03 M" "dev03 dev02 F" "dev04 dev08 M"; do
    # three words
    # shellcheck disable=SC2086
    set -- $pair
    if [ ! -f "$(reads_of "$1")" ] || [ ! -f "$(reads_of "$2")" ]; then
        echo "$1 with $2: no reads (scripts/check_world.sh all)"
        continue
    fi
    for share in 0.005 0.01 0.02 0.03 0.05; do
        mix "$1" "$2" $share 11
        screen "$work/mix.bam" "$3"
        file=$work/out/MIX/findings.json
        printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" $share "$(value "$file" contamination)" "$(value "$file" contamination_low)" "$(value "$file" contamination_high)" |
            awk -F'\t' '{ off = 100 * ($4 - $3); printf "%-8s %-8s %7.1f%% %9.2f%% %7.2f - %5.2f%%  %s\n", $1, $2, 100 * $3, 100 * $4, 100 * $5, 100 * $6, (off < -0.5 || off > 0.5 || $4 == "") ? "WRONG" : "ok"
                exit off < -0.5 || off > 0.5 || $4 == "" }' || failed=1
        rm -rf "$work/out/MIX"
    done
done

echo "sex of every simulated newborn:"
right=0 n=0
for case in "$world"/cases/dev/*.json; do
    id=$(basename "$case" .json)
    [ -f "$(reads_of "$id")" ] || continue
    true_sex=$(value "$case" sex)
    declared=$(value "$case" declared_sex)
    screen "$(reads_of "$id")" "$declared"
    seen=$(value "$work/out/$id/findings.json" inferred)
    n=$((n + 1))
    case $true_sex-$seen in
        F-female | M-male) right=$((right + 1)) ;;
        *) echo "  $id: is $true_sex, seen as $seen: WRONG"; failed=1 ;;
    esac
done
echo "  $right of $n right"
[ "$n" -gt 0 ] || failed=1

# The same baby's reads as a kit would leave them: the loci whose copies depth counts, and deletions, are then not judged.
echo "a captured library:"
awk -F'\t' -v OFS='\t' '$1 !~ /^#/ { print $1, ($2 > 20 ? $2 - 20 : 0), $3 + 20 }' "$shared/data/panel/panel_cds_grch38.bed" > "$work/kit.bed"
samtools view -b -L "$work/kit.bed" -o "$work/kit.bam" "$(reads_of dev14)"
samtools index "$work/kit.bam"
mkdir -p "$work/kit"
"$gnbs" run --reads "$work/kit.bam" --panel "$here/panels/newborn" --refdata "$work/bundle.db" --out "$work/kit" --sex M --no-consent-check -t 2 \
    --progress none 2> /dev/null
kind=$(value "$work/kit/dev14/findings.json" kind)
smn=$(awk -F'\t' '$2 == "SMN1" { print $7 }' "$work/kit/dev14/findings.tsv")
echo "  dev14 cut to a kit: $kind; SMN1 (suspected in the genome): $smn"
if [ "$kind" != panel ] || [ "$smn" != not_assessed ]; then
    echo "  WRONG"
    failed=1
fi

if command -v multiqc > /dev/null 2>&1; then
    multiqc -q -o "$work/multiqc" "$work/out" > /dev/null 2>&1
    rows=$(awk 'NR > 1' "$work/multiqc/multiqc_data/multiqc_gnbs_quality_table.txt" | wc -l)
    shown=$(grep -c 'gnbs: quality of samples' "$work/multiqc/multiqc_report.html" || true)
    echo "MultiQC: $rows samples of $n in its table"
    if [ "$rows" -ne "$n" ] || [ "$shown" -eq 0 ]; then
        echo "  WRONG"
        failed=1
    fi
else
    echo "MultiQC: skipped: no multiqc (scripts/setup qc)"
    [ -z "${CI:-}" ] || failed=1
fi
exit $failed
