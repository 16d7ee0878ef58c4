#!/bin/sh
# scripts/check_real.sh -- real HG002 reads, called by gnbs and by bcftools in one run, both scored against the GIAB truth.
# usage: GNBS=build/gnbs scripts/check_real.sh [OUTDIR]
# Needs bcftools, tabix; shared data at $GNBS_SHARED (default ../shared). Exit 1 when gnbs has fewer true or more false
# calls than bcftools (QUAL >= 30), for SNVs or for indels.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
data=$shared/data
if [ ! -d "$data/reads" ]; then
    echo "check-real: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
out=${1:-$(mktemp -d)}
mkdir -p "$out"
[ $# -gt 0 ] || trap 'rm -rf "$out"' EXIT
reads=$data/reads/HG002_NIST_150bp_downsampled_30x.chr20.10_10p1mb.bam
ref=$data/reference/b37_chr20_windows.fa.gz
truth=$data/truth/HG002_v4.2.1.b37.20_10.0-10.1M
printf '20\t10000000\t10100000\n' > "$out/window.bed"

"$gnbs" call --reads "$reads" --reference "$ref" --regions "$out/window.bed" --sex M -t 2 -o "$out/gnbs.vcf.gz" --progress none
bcftools mpileup -f "$ref" -r 20:10000001-10100000 -q 20 -Ou "$reads" 2> /dev/null |
    bcftools call -mv -Ou 2> /dev/null | bcftools filter -i 'QUAL>=30' -Oz -o "$out/bcftools.vcf.gz"

# One line per allele: TYPE POS REF ALT COPIES, normalised, inside the confident regions.
alleles() { # vcf, extra view options
    file=$1
    shift
    bcftools view -t 20:10000001-10100000 "$@" -Ou "$file" | bcftools norm -f "$ref" -m -any -Ou 2> /dev/null |
        bcftools view -T "$truth.bed" -Ou | bcftools query -f '%POS\t%REF\t%ALT[\t%GT]\n' | awk -F'\t' '{
            n = gsub(/1/, "1", $4)
            if (n == 0) next
            type = length($2) == 1 && length($3) == 1 ? "SNV" : "indel"
            print type "\t" $1 "\t" $2 "\t" $3 "\t" n }' | sort -u
}
alleles "$truth.vcf.gz" > "$out/truth.txt"
alleles "$out/gnbs.vcf.gz" -f PASS,. > "$out/gnbs.txt"
alleles "$out/bcftools.vcf.gz" > "$out/bcftools.txt"
[ "$(wc -l < "$out/truth.txt")" -gt 200 ] || { echo "check-real: the truth could not be read" >&2; exit 1; }

score() { # name
    awk -F'\t' -v name="$1" '
        FNR == NR { truth[$1 FS $2 FS $3 FS $4] = $5; n_truth[$1]++; next }
        { key = $1 FS $2 FS $3 FS $4
          if (key in truth) { tp[$1]++; if (truth[key] == $5) gt[$1]++ } else fp[$1]++ }
        END { for (i = 1; i <= 2; i++) { t = i == 1 ? "SNV" : "indel"
            printf "%-9s %-6s %6d %6d %6d %6d   %.4f    %.4f     %.4f\n", name, t, n_truth[t], tp[t], fp[t], n_truth[t] - tp[t],
                (tp[t] + fp[t]) ? tp[t] / (tp[t] + fp[t]) : 0, n_truth[t] ? tp[t] / n_truth[t] : 0, tp[t] ? gt[t] / tp[t] : 0 } }' \
        "$out/truth.txt" "$out/$1.txt"
}
{
    echo "HG002, GRCh37 20:10.0-10.1M, 30x, against GIAB v4.2.1 in its confident regions"
    echo "caller    type    truth     TP     FP     FN   precision recall     genotype"
    score gnbs
    score bcftools
} | tee "$out/table.txt"
awk '$1 == "gnbs" { tp[$2] = $4; fp[$2] = $5; gt[$2] = $9 } $1 == "bcftools" { btp[$2] = $4; bfp[$2] = $5 }
    END { for (t in tp) if (tp[t] < btp[t] || fp[t] > bfp[t]) { print "check-real: " t ": below bcftools" ; bad = 1 } exit bad }' "$out/table.txt"
echo "check-real: not below bcftools"
