#!/bin/sh
# scripts/bench/make_reads.sh -- reads of a donor with HG002's genotypes over GRCh38 chr20:0-10M, with known truth.
# usage: make_reads.sh DEPTH OUTDIR      makes OUTDIR/S<DEPTH>.bam(.bai) and OUTDIR/ref.fa(.fai), once
# Two haplotypes by bcftools consensus from the GIAB v4.2.1 genotypes, 2x150 reads by art_illumina (HiSeq X profile, insert
# 420 +- 90, seeded), aligned by bwa mem, duplicates marked. Needs art_illumina, bwa, samtools, bcftools.
set -eu
depth=$1
out=$2
shared=${GNBS_SHARED:-../shared}
threads=${THREADS:-2}
mkdir -p "$out"
bam=$out/S$depth.bam
[ ! -f "$bam.bai" ] || exit 0
truth=$shared/data/truth/HG002_v4.2.1.GRCh38.chr20_1-10M.conf.vcf.gz
if [ ! -f "$out/ref.fa.sa" ]; then
    samtools faidx "$shared/data/reference/GRCh38.chr20_21.first10M.fa.gz" chr20 > "$out/ref.fa"
    samtools faidx "$out/ref.fa"
    bwa index "$out/ref.fa" 2> "$out/bwa.log"
fi
work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
for hap in 1 2; do
    bcftools consensus -H $hap -f "$out/ref.fa" "$truth" 2> /dev/null > "$work/hap$hap.fa"
    art_illumina -q -ss HSXt -i "$work/hap$hap.fa" -p -l 150 -f "$(awk "BEGIN { print $depth / 2 }")" -m 420 -s 90 -na -rs "$((1000 * depth + hap))" \
        -d "h$hap-" -o "$work/h${hap}_" > /dev/null &
done
wait
for end in 1 2; do cat "$work/h1_$end.fq" "$work/h2_$end.fq" > "$work/$end.fq"; done
rm -f "$work"/h?_?.fq
bwa mem -v 1 -t "$threads" -R '@RG\tID:1\tSM:HG002\tLB:1\tPL:ILLUMINA' "$out/ref.fa" "$work/1.fq" "$work/2.fq" 2>> "$out/bwa.log" |
    samtools fixmate -m -u - - | samtools sort -u -m 500M -T "$work/sort" - | samtools markdup - "$work/reads.bam" 2> /dev/null
mv "$work/reads.bam" "$bam"
samtools index "$bam"
