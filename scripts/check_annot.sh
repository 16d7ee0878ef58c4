#!/bin/sh
# scripts/check_annot.sh -- consequences and names beside those of VEP, SnpEff, bcftools csq and others, by the program itself.
# usage: GNBS=build/gnbs scripts/check_annot.sh [PART ...]      parts: csq (default: all)
# Shared data at $GNBS_SHARED (default ../shared). Prints one line per bar: what, how many agree, of how many, share, bar.
# GNBS_ANNOT_SHOW=DIR keeps every row that differs in DIR/PART.diff. Exit 1 when a bar is missed.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
data=$shared/data/annotation
if [ ! -d "$data" ]; then
    echo "check-annot: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
show=${GNBS_ANNOT_SHOW:-$work}
mkdir -p "$show"
: > "$work/bars"
export LC_ALL=C.UTF-8

bar() { # what, agreeing, all, least share in per cent
    echo "$1	$2	$3	$4" >> "$work/bars"
}

bundle() { # fasta, gff3, out
    "$gnbs" refdata build --build custom --reference "$1" --transcripts "$2" --panel all -o "$3" --progress none > "$work/log" 2>&1 ||
        { cat "$work/log" >&2; return 1; }
}

check_csq() {
    for set in "$data"/csq_cases/*/expected.tsv; do
        set=$(dirname "$set")
        name=$(basename "$set")
        head -n 1 "$set/expected.tsv" | grep -q 'vep_csq' || continue
        fasta=$(find "$set" -name '*.fa' -o -name '*.fa.gz' | head -n 1)
        gff=$(find "$set" -name '*.gff3.gz' -o -name '*.gff3' | head -n 1)
        bundle "$fasta" "$gff" "$work/$name.db"
        "$gnbs" annotate --vcf "$set/variants.vcf" --refdata "$work/$name.db" -o "$work/$name.vcf.gz" --progress none
        gzip -dc "$work/$name.vcf.gz" > "$work/$name.vcf"
        awk -v name="$name" -v diff="$show/csq.$name.diff" -v bars="$work/bars" -f "$here/annot/csq.awk" \
            "$work/$name.vcf" "$set/expected.tsv"
    done
}

parts=${*:-csq}
for part in $parts; do "check_$part"; done
awk -F'\t' '{ share = $3 > 0 ? 100 * $2 / $3 : 0; ok = $3 > 0 && share >= $4
        printf "%-66s %6d of %6d  %7.3f %%  (bar %s %%)%s\n", $1, $2, $3, share, $4, ok ? "" : "  MISSED"; ok ? n++ : m++ }
    END { printf "tests: %d passed, %d failed\n", n, m; exit m > 0 }' "$work/bars"
