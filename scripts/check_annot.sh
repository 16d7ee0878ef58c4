#!/bin/sh
# scripts/check_annot.sh -- consequences and names beside those of VEP, SnpEff, bcftools csq and others, by the program itself.
# usage: GNBS=build/gnbs scripts/check_annot.sh [PART ...]      parts: csq parse split haplotype norm biocommons mutalyzer jannovar (default: all)
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
tab=$(printf '\t')

bar() { # what, agreeing, all, least share in per cent
    echo "$1	$2	$3	$4" >> "$work/bars"
}

bundle() { # fasta, gff3, out, further options
    fasta=$1 gff=$2 db=$3
    shift 3
    "$gnbs" refdata build --build custom --reference "$fasta" --transcripts "$gff" --panel all -o "$db" "$@" --progress none > "$work/log" 2>&1 ||
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

# Copies of a gene as bcftools csq reads them, on its own cases. Rows that differ carry a reason of annot/haplotype_reasons.tsv.
# Its cases without samples are one copy (--phase all); those of its -l mode are records one by one.
check_haplotype() {
    set="$data/csq_cases/bcftools"
    : > "$work/entries"
    for folder in "$set"/*/; do
        name=$(basename "$folder")
        gff=$(find "$folder" -name '*.gff' -o -name '*.gff3' | grep -v short | head -n 1)
        bundle "$folder/$name.fa" "$gff" "$work/copy.db"
        for vcf in "$folder"/*.vcf; do
            for mode in haplotype local; do
                phase=stated
                [ $mode = local ] || phase=all
                "$gnbs" annotate --vcf "$vcf" --refdata "$work/copy.db" --phase $phase -o - --progress none 2> "$work/log" | gzip -dc |
                    awk -v label="$name/$(basename "$vcf" .vcf) $mode" -f "$here/annot/entries.awk" >> "$work/entries"
            done
        done
    done
    awk -v diff="$show/haplotype.diff" -v bars="$work/bars" -f "$here/annot/haplotype.awk" \
        "$work/entries" "$here/annot/haplotype_reasons.tsv" "$set/expected.tsv"
}

# bcftools +split-vep lists the fields and takes them apart, as it does VEP's. Left out where bcftools is not installed.
check_split() {
    command -v bcftools > /dev/null || { echo "check-annot: split: skipped: no bcftools"; return 0; }
    name=vep_chr21
    [ -s "$work/$name.vcf" ] || check_csq
    n_field=$(sed -n 's/^##INFO=<ID=GNBS_CSQ.*Format: \([^"]*\)".*/\1/p' "$work/$name.vcf" | tr '|' '\n' | wc -l)
    bar "bcftools +split-vep -l lists the fields" "$(bcftools +split-vep -a GNBS_CSQ -l "$work/$name.vcf.gz" | wc -l)" "$n_field" 100
    bcftools +split-vep -a GNBS_CSQ -d -f '%POS %Feature %Consequence %gnomAD_NFE_AF %STOP_BEFORE\n' "$work/$name.vcf.gz" |
        awk '{ print $1, $2, $3, $4, $5 }' > "$work/split"
    grep -v '^#' "$work/$name.vcf" | awk -F'\t' '{ match($8, /GNBS_CSQ=[^;]*/)
        n = split(substr($8, RSTART + 9, RLENGTH - 9), e, ",")
        for (i = 1; i <= n; i++) { split(e[i], f, "|"); print $2, f[7], f[2], ".", "." } }' > "$work/cut"
    bar "bcftools +split-vep gives every entry" "$(paste -d '\n' "$work/split" "$work/cut" | awk 'NR % 2 { a = $0; next } a == $0 { n++ } END { print n + 0 }')" \
        "$(wc -l < "$work/cut")" 100
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

# Normal form beside vt (gen: single ALTs) and bcftools norm (bcftools: its own cases, one a row of manifest.tsv). Out of scope, by
# option: -m+ joins lines, -i chooses by an expression, -g moves right in transcripts (the 3' rule is that of the HGVS name).
# Numbers are compared as numbers, letters as capitals, a list of nothing but "." as ".".
check_norm() {
    "$gnbs" norm -f "$(gen_reference)" "$data/norm_cases/gen/in.vcf" --progress none > "$work/norm.gen.vcf"
    awk -F'\t' -v diff="$show/norm.gen.diff" -f "$here/annot/norm_gen.awk" "$work/norm.gen.vcf" "$data/norm_cases/gen/expected.tsv" \
        > "$work/norm.gen.n"
    bar "norm: alleles as bcftools norm has them" "$(cut -f 1 "$work/norm.gen.n")" "$(cut -f 2 "$work/norm.gen.n")" 100
    cases=$data/norm_cases/bcftools
    : > "$show/norm.bcftools.diff"
    : > "$show/norm.out-of-scope"
    n=0 agree=0
    awk -F'\t' -v OFS='\t' '{ if ($2 == "") $2 = "-"; if ($3 == "") $3 = "-"; print }' "$cases/manifest.tsv" > "$work/norm.manifest"
    while IFS='	' read -r vcf ref args expected records; do
        case $vcf in '#'*) continue ;; esac
        [ "$ref" != - ] || ref=
        [ "$args" != - ] || args=
        case " $args" in *' -m+'*|*' -m +'*|*' -i'*|*' -g'*) printf '%s\t%s\n' "$vcf" "$args" >> "$show/norm.out-of-scope"; continue ;; esac
        n=$((n + 1))
        norm_case "$cases/$vcf" "$ref" "$args" > "$work/norm.got" 2> "$work/norm.err" || true
        # in three of its outputs bcftools gives the last sample, which has only a GT, numbers of the sample before it
        grep -v '^#' "$cases/$expected" | sed 's/\t0:\.:\.:\.:[.0-9]*:\.:\.:\.,[12]\.[12]:.*$/\t0/' > "$work/norm.want"
        awk -f "$here/annot/norm_canon.awk" "$cases/$vcf" "$work/norm.got" > "$work/norm.got.canon"
        awk -f "$here/annot/norm_canon.awk" "$cases/$vcf" "$work/norm.want" > "$work/norm.want.canon"
        if [ -s "$work/norm.want.canon" ] && cmp -s "$work/norm.got.canon" "$work/norm.want.canon"; then agree=$((agree + 1)); continue; fi
        { echo "== $vcf $args ($records records)"; cat "$work/norm.err"
          diff "$work/norm.want.canon" "$work/norm.got.canon" || true; } >> "$show/norm.bcftools.diff"
    done < "$work/norm.manifest"
    bar "norm: bcftools' cases in scope" "$agree" "$n" 100
}

norm_case() ( # vcf, reference or "", options with || between passes
    ref=$2 options=$3
    cp "$1" "$work/norm.in"
    while :; do
        pass=${options%%||*}
        set -f # * is a value
        eval "set -- $(printf '%s' "$pass" | sed "s/[^ ][^ ]*/'&'/g") ${ref:+-f '$cases/$ref'}"
        "$gnbs" norm "$@" --progress none "$work/norm.in" > "$work/norm.next"
        [ "$pass" = "$options" ] && break
        options=${options#*||}
        mv "$work/norm.next" "$work/norm.in"
    done
    grep -v '^#' "$work/norm.next"
)

gen_reference() { # its bases are those of the slices of chr21
    echo "$data/csq_cases/vep_chr21/chr21.fa.gz"
}

# The corpus of biocommons: g. to c. and p. on alignments of transcripts that are not the genome's bases, as GFF3 with cDNA_match and the
# transcripts' own sequences.
check_biocommons() {
    cases=$data/hgvs_cases/biocommons
    bc=$work/biocommons
    mkdir -p "$bc"
    awk -v out="$bc" -f "$here/annot/biocommons.awk" "$cases/transcripts.tsv" "$cases/seq_slices.tsv" "$cases/cases.tsv"
    sort -t "$tab" -k 1,1 -k 2,2n "$bc/pieces" | awk -f "$here/annot/pieces.awk" "$bc/lengths" - > "$bc/genome.fa"
    samtools faidx "$bc/genome.fa"
    samtools faidx "$bc/own.fa"
    bundle "$bc/genome.fa" "$bc/models.gff3" "$bc/db" --transcript-sequences "$bc/own.fa"
    "$gnbs" hgvs --refdata "$bc/db" --names "$bc/names" 2> "$work/log" | grep -v '^#' > "$bc/out" || true
    "$gnbs" hgvs --refdata "$bc/db" --names "$bc/back" 2> "$work/log" | grep -v '^#' > "$bc/back.out" || true
    paste "$bc/out" "$bc/expected" "$bc/back.out" |
        awk -v bars="$work/bars" -v diff="$show/biocommons.diff" -f "$here/annot/biocommons_score.awk"
}

# The corpus of mutalyzer: each reference with its models is a bundle; names by it are typed in, and the names expected for them.
check_mutalyzer() {
    cases=$data/hgvs_cases/mutalyzer
    mz=$work/mutalyzer
    mkdir -p "$mz"
    awk -F'\t' '!/^#/ && $11 == 1 && $12 == 1' "$cases/cases.tsv" > "$mz/rows"
    : > "$mz/all.fa"
    for what in rows out want; do : > "$mz/all.$what"; done
    cut -f 1 "$mz/rows" | sed 's/[(:].*//' | sort -u > "$mz/references"
    while read -r reference; do
        one=$mz/$reference
        [ -f "$cases/refs/$reference.fasta" ] || continue
        awk -v r="$reference" '/^>/ { print ">" r; next } { printf "%s", $0 } END { print "" }' "$cases/refs/$reference.fasta" > "$one.fa"
        samtools faidx "$one.fa"
        awk -v size="$(cut -f 2 "$one.fa.fai")" -v ref="$reference" -v head="$(head -n 1 "$cases/refs/$reference.fasta")" \
            -f "$here/annot/mutalyzer_models.awk" "$cases/refs/$reference.gff3" > "$one.gff3"
        bundle "$one.fa" "$one.gff3" "$one.db" --pad-bp 100000
        awk -F'\t' -v r="$reference" '{ x = $1; sub(/[(:].*/, "", x) } x == r' "$mz/rows" > "$one.rows"
        cut -f 1 "$one.rows" > "$one.names"
        # a reference without version stands for its only version here
        awk -F'\t' -v r="$reference" '{ x = $2 != "" ? $2 : $3; if (r !~ /[.]/) sub("^" r "[.][0-9]+", r, x); if (x != "") print x }' "$one.rows" > "$one.wanted"
        "$gnbs" hgvs --refdata "$one.db" --names "$one.names" 2> "$work/log" | grep -v '^#' > "$one.out" || true
        "$gnbs" hgvs --refdata "$one.db" --names "$one.wanted" 2> "$work/log" | grep -v '^#' > "$one.want" || true
        cat "$one.fa" >> "$mz/all.fa"
        for what in rows out want; do cat "$one.$what" >> "$mz/all.$what"; done
    done < "$mz/references"
    awk -v bars="$work/bars" -v diff="$show/mutalyzer.diff" -f "$here/annot/mutalyzer_score.awk" "$mz/all.fa" "$mz/all.rows" "$mz/all.out" "$mz/all.want"
}

# The corpus of jannovar: UCSC transcripts with their mRNAs; introns have no sequence.
check_jannovar() {
    cases=$data/hgvs_cases/jannovar
    jv=$work/jannovar
    mkdir -p "$jv"
    awk -v out="$jv" -f "$here/annot/jannovar.awk" "$cases/transcripts.tsv" "$cases/cases.tsv"
    sort -t "$tab" -k 1,1 -k 2,2n "$jv/pieces" | awk -f "$here/annot/pieces.awk" "$jv/lengths" - > "$jv/genome.fa"
    samtools faidx "$jv/genome.fa"
    bundle "$jv/genome.fa" "$jv/models.gff3" "$jv/db" --pad-bp 3000
    for what in names back; do
        "$gnbs" hgvs --refdata "$jv/db" --names "$jv/$what" 2> "$work/log" | grep -v '^#' > "$jv/$what.out" || true
    done
    paste "$jv/names.out" "$jv/expected" "$jv/back.out" |
        awk -v bars="$work/bars" -v diff="$show/jannovar.diff" -v bar_p=92 -f "$here/annot/jannovar_score.awk"
}

parts=${*:-csq parse split haplotype norm biocommons mutalyzer jannovar}
for part in $parts; do "check_$part"; done
awk -F'\t' '{ share = $3 > 0 ? 100 * $2 / $3 : 0; ok = $3 > 0 && share >= $4
        printf "%-66s %6d of %6d  %7.3f %%  (bar %s %%)%s\n", $1, $2, $3, share, $4, ok ? "" : "  MISSED"; ok ? n++ : m++ }
    END { printf "tests: %d passed, %d failed\n", n, m; exit m > 0 }' "$work/bars"
