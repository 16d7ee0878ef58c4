#!/bin/sh
# scripts/check_acmg.sh -- criteria to points, posteriors and classes, and the paths of PVS1, beside published ones, by the program itself.
# usage: GNBS=build/gnbs scripts/check_acmg.sh [PART ...]      parts: combine posterior panels null (default: all)
# Shared data at $GNBS_SHARED (default ../shared). Prints one line per bar and every row that differs. Exit 1 when a bar is missed.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
cases=$shared/data/annotation/acmg_cases
if [ ! -d "$cases" ]; then
    echo "check-acmg: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/bars"

bar() { # what, agreeing, all, least share in per cent
    echo "$1	$2	$3	$4" >> "$work/bars"
}

# Rows of wanted (one text each) beside those that were got; what differs is shown.
compare() { # what, codes, wanted, got, least share
    paste "$2" "$3" "$4" > "$work/both"
    awk -F'\t' -v what="$1" '$2 != $3 { print what ": " $1 ": " $3 ", expected " $2 }' "$work/both"
    bar "$1" "$(awk -F'\t' '$2 == $3' "$work/both" | wc -l)" "$(wc -l < "$work/both")" "$5"
}

combined() { # file of codes, field of the table
    "$gnbs" classify --codes-file "$1" --progress none | grep -v '^#' | cut -f "$2"
}

# Exomiser's rows: criteria to a class by points or by the table of 2015; rows "10, PATHOGENIC" give points.
check_combine() {
    for way in points2020 ACMG2015; do
        grep -v '^#' "$cases/combining_exomiser.tsv" | grep "^$way" > "$work/rows"
        awk -F'\t' '$2 !~ /, /' "$work/rows" > "$work/sets"
        awk -F'\t' '$2 ~ /, /' "$work/rows" > "$work/points"
        cut -f 2 "$work/sets" > "$work/codes"
        cut -f 3 "$work/sets" > "$work/want"
        field=3
        [ "$way" = points2020 ] || field=6
        combined "$work/codes" $field > "$work/got"
        while IFS='	' read -r _ text _; do
            printf '%s\n' "$text" >> "$work/codes"
            printf '%s\n' "${text#*, }" >> "$work/want"
            "$gnbs" classify --progress none -- "${text%%,*}" | grep -v '^#' | cut -f 3 | tr 'a-z ' 'A-Z_' >> "$work/got"
        done < "$work/points"
        compare "criteria to a class ($way)" "$work/codes" "$work/want" "$work/got" 100
    done
}

check_posterior() {
    grep -v '^#' "$cases/points_posterior_exomiser.tsv" > "$work/rows"
    cut -f 1 "$work/rows" > "$work/codes"
    awk -F'\t' '{ printf "%d %.3f\n", $2, $3 }' "$work/rows" > "$work/want"
    combined "$work/codes" 2,5 | awk -F'\t' '{ printf "%d %.3f\n", $1, $2 }' > "$work/got"
    compare "criteria to points and posterior" "$work/codes" "$work/want" "$work/got" 100
}

check_panels() {
    grep -v '^#' "$cases/erepo_sample_complete.tsv" > "$work/rows"
    cut -f 6 "$work/rows" > "$work/codes"
    cut -f 5 "$work/rows" > "$work/want"
    combined "$work/codes" 3 > "$work/got"
    compare "expert panels' criteria to their classes" "$work/codes" "$work/want" "$work/got" 98
}

# PVS1 of the variants of Abou Tayoun et al. 2018 as AutoACMG walks the tree. Names stand for sequence that the shared genome lacks.
check_null() {
    zcat "$shared/data/transcripts/MANE.GRCh38.gff3.gz" > "$work/mane.gff3"
    grep -v '^#' "$cases/autoacmg_pvs1_paths.tsv" |
        awk -F'\t' -v OFS='\t' -f "$(dirname "$0")/annot/pvs1_list.awk" > "$work/list"
    cut -f 6 "$work/list" | tail -n +2 | sort -u | sed 's/.*/gene_name=&;/' > "$work/genes"
    grep -F -f "$work/genes" "$work/mane.gff3" | sed 's/.*ID=\([^;]*\);.*/\1/' > "$work/ids"
    { grep '^#' "$work/mane.gff3"; grep -F -f "$work/ids" "$work/mane.gff3"; } > "$work/models.gff3"
    "$gnbs" refdata build --build GRCh38 --reference "$shared/data/world/GRCh38.windows.fa.gz" --transcripts "$work/models.gff3" \
        --no-extra-transcripts --clinvar "$shared/data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --panel all -o "$work/db" --progress none
    "$gnbs" classify --list "$work/list" --refdata "$work/db" --criteria --progress none > "$work/sheet"
    awk -F'\t' '$9 == "PVS1" { at = match($13, /path [A-Z0-9]+/) ? substr($13, RSTART + 5, RLENGTH - 5) : "none"; print at }' "$work/sheet" > "$work/got"
    grep -v '^#' "$cases/autoacmg_pvs1_paths.tsv" | cut -f 1 > "$work/codes"
    grep -v '^#' "$cases/autoacmg_pvs1_paths.tsv" | cut -f 4 > "$work/want"
    compare "paths of PVS1" "$work/codes" "$work/want" "$work/got" 94
}

parts=${*:-combine posterior panels null}
for part in $parts; do "check_$part"; done
awk -F'\t' '{ share = $3 > 0 ? 100 * $2 / $3 : 0; ok = $3 > 0 && share >= $4
        printf "%-50s %4d of %4d  %7.3f %%  (bar %s %%)%s\n", $1, $2, $3, share, $4, ok ? "" : "  MISSED"; ok ? n++ : m++ }
    END { printf "tests: %d passed, %d failed\n", n, m; exit m > 0 }' "$work/bars"
