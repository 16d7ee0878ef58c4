#!/bin/sh
# scripts/check_annot.sh -- consequences and names beside those of VEP, SnpEff, bcftools csq and others, by the program itself.
# usage: GNBS=build/gnbs scripts/check_annot.sh [PART ...]      parts: csq parse (default: all)
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

# Every c. and n. name given to the development variants is typed in again: the same variant must come back. Two names by the
# 3' rule are the same only when the variants are, so the g. name of the record stands for it.
check_parse() {
    for set in "$data"/csq_cases/*/expected.tsv; do
        set=$(dirname "$set")
        name=$(basename "$set")
        head -n 1 "$set/expected.tsv" | grep -q 'vep_csq' || continue
        [ -s "$work/$name.vcf" ] || check_csq
        awk -F'\t' '
            /^##INFO=<ID=GNBS_CSQ/ { sub(/^.*Format: /, ""); sub(/".*$/, ""); n = split($0, key, "|"); for (i = 1; i <= n; i++) at[key[i]] = i }
            /^#/ { next }
            match($8, /GNBS_CSQ=[^;]*/) {
                n = split(substr($8, RSTART + 9, RLENGTH - 9), entry, ",")
                for (i = 1; i <= n; i++) {
                    split(entry[i], f, "|")
                    if (f[at["HGVSc"]] != "") print f[at["HGVSc"]] "\t" f[at["HGVSg"]]
                }
            }' "$work/$name.vcf" | sed 's/%3D/=/g' | sort -u > "$work/$name.names"
        cut -f 1 "$work/$name.names" > "$work/$name.typed"
        "$gnbs" hgvs --refdata "$work/$name.db" --names "$work/$name.typed" > "$work/$name.back" 2> "$work/log" || true
        grep -v '^#' "$work/$name.back" | paste "$work/$name.names" - > "$work/$name.both"
        bar "$name: c. and n. names that lead back to their variant" "$(awk -F'\t' '$1 == $3 && $2 == $9' "$work/$name.both" | wc -l)" \
            "$(wc -l < "$work/$name.names")" 100
        awk -F'\t' '!($1 == $3 && $2 == $9)' "$work/$name.both" > "$show/parse.$name.diff"
    done
}

parts=${*:-csq parse}
for part in $parts; do "check_$part"; done
awk -F'\t' '{ share = $3 > 0 ? 100 * $2 / $3 : 0; ok = $3 > 0 && share >= $4
        printf "%-66s %6d of %6d  %7.3f %%  (bar %s %%)%s\n", $1, $2, $3, share, $4, ok ? "" : "  MISSED"; ok ? n++ : m++ }
    END { printf "tests: %d passed, %d failed\n", n, m; exit m > 0 }' "$work/bars"
