#!/bin/sh
# scripts/bench/bench_mito.sh -- mitochondrial calls beside a peer, in one run: accuracy against known truth, fractions, time.
# usage: GNBS=build/gnbs scripts/bench/bench_mito.sh
# Truth: MitoHPC's synthetic samples (homoplasmic, and a second molecule in 16 of 100 copies). Peers from Debian: bcftools and freebayes
# (neither is a mitochondrial caller; Debian has none), with their pooled or haploid settings; a row is left out when its program is not
# installed. 3107, where rCRS holds an N, is left out; calls and truth are left-aligned, and 521 AC>A with 522 CA>A is 513 GCA>G.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
data=$shared/data/mito
if [ ! -d "$data/mitohpc" ]; then
    echo "bench-mito: skipped: no shared data"
    exit 0
fi
ref=$data/gatk_Homo_sapiens_assembly38.mt_only.fasta
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
has() { command -v "$1" > /dev/null; }

# norm < lines of sample pos ref alt fraction: left-aligned as bcftools does
norm() {
    awk -v OFS='\t' 'BEGIN { print "##fileformat=VCFv4.2\n##contig=<ID=chrM,length=16569>\n##INFO=<ID=S,Number=1,Type=String,Description=\"sample\">\n##INFO=<ID=F,Number=1,Type=Float,Description=\"fraction\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" }
        { print "chrM", $2, ".", $3, $4, ".", ".", "S=" $1 ";F=" $5 }' |
        bcftools norm -f "$ref" - 2> /dev/null | bcftools query -f '%INFO/S\t%POS\t%REF\t%ALT\t%INFO/F\n'
}

truth() { # H or h
    awk -v OFS='\t' '/^#/ || $2 == 3107 || $2 == 522 { next }
        { f = $8 ~ /AF=/ ? substr($8, index($8, "AF=") + 3) : 1
          if ($2 == 521) print $NF, 513, "GCA", "G", f; else print $NF, $2, $4, $5, f }' "$data/mitohpc/truth.$1.vcf" | norm
}

# score NAME: $work/NAME.tsv (sample pos ref alt fraction) against the truth, by band of fraction
score() {
    awk -F'\t' -v name="$1" '
        FILENAME == ARGV[1] { truth[$1, $2, $3, $4] = "H"; n["H"]++; next }
        FILENAME == ARGV[2] { truth[$1, $2, $3, $4] = "h"; n["h"]++; next }
        {
            key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4; t = key in truth ? truth[key] : "-"
            band = $5 >= 0.95 ? "H" : $5 >= 0.10 ? "h" : "low"
            if (t == band) { tp[band]++; if (band == "h") { sum += $5; d = $5 - 0.16; if (d < 0) d = -d; off += d } }
            else if (band != "low") fp[band]++
            if (t == "h" && band != "H") any++
            if (t == "-") alien[band]++
        }
        END {
            for (i = 1; i <= 2; i++) {
                b = i == 1 ? "H" : "h"
                p = tp[b] + fp[b] ? tp[b] / (tp[b] + fp[b]) : 0; r = tp[b] / n[b]
                printf "%-12s %-14s %6d %6d %6d %6d %9.4f %9.4f %9.4f", name, i == 1 ? "homoplasmic" : "10-95 %", n[b], tp[b], fp[b], n[b] - tp[b], p, r, p + r ? 2 * p * r / (p + r) : 0
                if (i == 2 && tp["h"]) printf "   mean fraction %.4f, mean distance from 0.16 %.4f; at any fraction %d of %d", sum / tp["h"], off / tp["h"], any, n["h"]
                printf "\n"
            }
            printf "%-12s %-14s in no truth: homoplasmic %d, 10-95 %% %d, below %d\n", name, "false", alien["H"], alien["h"], alien["low"]
        }' "$work/truth.H" "$work/truth.h" "$work/$1.tsv"
}

truth H > "$work/truth.H"
truth h > "$work/truth.h"
for bam in "$data"/mitohpc/sample_*.bam; do
    sample=$(basename "$bam" .bam)
    "$gnbs" mito --reads "$bam" --reference "$ref" -o "$work/x.vcf.gz" --progress none
    bcftools query -i 'FILTER="PASS"' -f "$sample\t%POS\t%REF\t%ALT[\t%AF]\n" "$work/x.vcf.gz" | norm >> "$work/gnbs.tsv"
    bcftools mpileup -f "$ref" -r chrM -q 0 -Q 20 -d 20000 -a AD -Ou "$bam" 2> /dev/null |
        bcftools query -f "$sample\t%POS\t%REF\t%ALT[\t%AD]\n" |
        awk -F'\t' -v OFS='\t' '{ n = split($4, alt, ","); split($5, d, ","); all = 0; for (i = 1; i <= n + 1; i++) all += d[i]
            for (i = 1; i <= n; i++) if (alt[i] != "<*>" && d[i + 1] >= 5 && d[i + 1] / all >= 0.05) print $1, $2, $3, alt[i], d[i + 1] / all }' |
        norm >> "$work/bcftools.tsv"
    if has freebayes; then
        [ -f "$bam.bai" ] || continue
        freebayes -f "$ref" -r chrM:1-16569 --pooled-continuous -F 0.05 -C 5 -q 20 -m 0 "$bam" 2> /dev/null | bcftools norm -m -any -f "$ref" -Ou 2> /dev/null |
            bcftools query -f "$sample\t%POS\t%REF\t%ALT[\t%AO\t%DP]\n" |
            awk -F'\t' -v OFS='\t' '$6 > 0 { print $1, $2, $3, $4, $5 / $6 }' | norm >> "$work/freebayes.tsv"
    fi
done
printf '%-12s %-14s %6s %6s %6s %6s %9s %9s %9s\n' caller band truth tp fp fn precision recall f1
for caller in gnbs bcftools freebayes; do
    [ -f "$work/$caller.tsv" ] && score $caller
done
echo
echo "fractions of gnbs beside plain counts of bases (bcftools mpileup, no model), single bases of the second molecule:"
awk -F'\t' 'FILENAME == ARGV[1] { want[$1, $2, $3, $4] = 1; next } FILENAME == ARGV[2] { f[$1, $2, $3, $4] = $5; next }
    ($1, $2, $3, $4) in want && ($1, $2, $3, $4) in f && length($3) == length($4) { d = $5 - f[$1, $2, $3, $4]; if (d < 0) d = -d; n++; sum += d; if (d > max) max = d; if (d <= 0.03) in3++ }
    END { printf "%d places: mean distance %.4f, largest %.4f, within 3 points %d\n", n, sum / n, max, in3 }' "$work/truth.h" "$work/bcftools.tsv" "$work/gnbs.tsv"
echo
echo "NA12878, chrM:1-1000: GATK's filtered calls, then ours"
grep -v '^#' "$data/gatk_filtered.vcf" | awk -F'\t' '{ split($10, s, ":"); print "  GATK", $2, $4, $5, $7, s[3] }'
"$gnbs" mito --reads "$data/gatk_NA12878.bam" --reference "$ref" -o "$work/na.vcf.gz" --progress none
bcftools query -f '  gnbs %POS %REF %ALT %FILTER [%AF (%AF95)]\n' "$work/na.vcf.gz"
echo
# Time: a sample at its own 100x, and its reads fifty times over.
{ samtools view -H "$data/mitohpc/sample_A.bam"; samtools view "$data/mitohpc/sample_A.bam" chrM | awk -v OFS='\t' '{ n = $1; for (i = 0; i < 50; i++) { $1 = n "_" i; print } }'; } |
    samtools sort -o "$work/deep.bam" - 2> /dev/null
samtools index "$work/deep.bam"
for case in "100x $data/mitohpc/sample_A.bam 1" "5000x $work/deep.bam 1" "5000x $work/deep.bam 2"; do
    # shellcheck disable=SC2086
    set -- $case
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$gnbs" mito --reads "$2" --reference "$ref" -o "$work/t$3.vcf.gz" -t "$3" --progress none
    awk -v name="$1, $3 thread(s)" '{ printf "%-20s %6.2f s wall %6.2f s CPU %6.0f MB\n", name, $1, $2 + $3, $4 / 1024 }' "$work/time"
done
cmp "$work/t1.vcf.gz" "$work/t2.vcf.gz" && echo "same bytes with 1 and 2 threads"
