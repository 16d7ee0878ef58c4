#!/bin/sh
# scripts/check_false_copy.sh -- CBS beside a false second copy in the reference: are its reads given back, and its variants called?
# usage: GNBS=build/gnbs scripts/check_false_copy.sh
# chr21 of GRCh38 in length, N but for an invented CBS (open frame, splice sites) and its false copy 36.6 Mb away: a base changed every
# 2 kb, five gaps of up to 300 bases. Newborns have the gene alone; their reads (art_illumina) are mapped by bwa to both copies, where half
# get no place of their own. Expected, as with a masked reference: a homozygous stop and a compound heterozygote in trans are suspected,
# one stop and no variant are not; the coding bases are callable. Needs python3, art_illumina, bwa, samtools.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")/.." && pwd)
models=$shared/data/transcripts/MANE.GRCh38.gff3.gz
if [ ! -f "$models" ]; then
    echo "check-false-copy: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zcat "$models" | awk -F'\t' '/^#/ || $9 ~ /gene_name=CBS(;|$)/ || $9 ~ /ENST00000398165/' > "$work/CBS.gff3"

python3 - "$work" << 'PYTHON'
import random, sys
work = sys.argv[1]
rnd = random.Random(21)
TRUE, FALSE, LEN = 43050000, 6441700, 30000          # 0-based starts
gene = [rnd.choice('ACGT') for _ in range(LEN)]
cds = sorted((int(t[3]) - 1, int(t[4])) for t in (l.split('\t') for l in open(work + '/CBS.gff3')) if len(t) > 8 and t[2] == 'CDS')
comp = {'A': 'T', 'C': 'G', 'G': 'C', 'T': 'A'}
places = [p for s, e in reversed(cds) for p in range(e - 1, s - 1, -1)]   # in the order of the (minus strand) transcript
codons = [a + b + c for a in 'ACGT' for b in 'ACGT' for c in 'ACGT' if a + b + c not in ('TAA', 'TAG', 'TGA')]
n = len(places) // 3
STOPS = (60, 200)                                    # codons TAC, one base from TAA
text = 'ATG' + ''.join('TAC' if i + 1 in STOPS else rnd.choice(codons) for i in range(n - 2)) + 'TAA'
for p, b in zip(places, text): gene[p - TRUE] = comp[b]
for i, (s, e) in enumerate(cds):                      # GT..AG read from the other strand: CT before, AC behind
    if i < len(cds) - 1: gene[e - TRUE], gene[e - TRUE + 1] = 'C', 'T'
    if i > 0: gene[s - TRUE - 2], gene[s - TRUE - 1] = 'A', 'C'
gene = ''.join(gene)
copy = list(gene)
for i in range(1000, LEN, 2000): copy[i] = comp[copy[i]]
for at, cut, add in ((25000, 0, 300), (19000, 11, 0), (12000, 0, 4), (8000, 150, 0), (4000, 1, 0)):
    copy[at:at + cut] = [rnd.choice('ACGT') for _ in range(add)]
copy = ''.join(copy)
def chromosome(name, with_copy):
    with open('%s/%s.fa' % (work, name), 'w') as f:
        f.write('>chr21\n')
        s = 'N' * FALSE + (copy if with_copy else 'N' * len(copy)) + 'N' * (TRUE - FALSE - len(copy)) + gene
        s += 'N' * (46709983 - len(s))
        for i in range(0, len(s), 10000): f.write(s[i:i + 10000] + '\n')
chromosome('whole', True); chromosome('masked', False)
open(work + '/slices.whole.fa', 'w').write('>%d\n%s\n>%d\n%s\n' % (FALSE, copy, TRUE, gene))
open(work + '/slices.masked.fa', 'w').write('>%d\n%s\n' % (TRUE, gene))
def stop(codon): return {places[3 * codon + 2]: comp['A']}
def haplotype(edits): return ''.join(edits.get(TRUE + i, b) for i, b in enumerate(gene))
A, B = stop(STOPS[0]), stop(STOPS[1])                # in different exons
for name, h1, h2 in (('hom', A, A), ('compound', A, B), ('carrier', A, {}), ('healthy', {}, {})):
    for i, h in enumerate((h1, h2)): open('%s/%s.%d.fa' % (work, name, i + 1), 'w').write('>h\n%s\n' % haplotype(h))
PYTHON

awk -F'\t' -v OFS='\t' '/^##/ { print; next } !seen++ || $1 == "CBS" { print }' "$here/panels/newborn/panel.tsv" > "$work/panel.tsv"
for kind in whole masked; do
    samtools faidx "$work/$kind.fa"
    bwa index "$work/slices.$kind.fa" 2> "$work/bwa.log"
    "$gnbs" refdata build --build GRCh38 --reference "$work/$kind.fa" --transcripts "$work/CBS.gff3" --panel "$work/panel.tsv" --no-extra-transcripts -o "$work/$kind.db" --progress none
done

failed=0
printf '%-8s %-10s %-14s %-14s %8s %8s\n' copy newborn expected got callable 'MAPQ 0'
for baby in hom compound carrier healthy; do
    for hap in 1 2; do
        art_illumina -q -ss HSXt -i "$work/$baby.$hap.fa" -p -l 150 -f 18 -m 420 -s 90 -na -rs "$((hap * 7 + 1))" -d "h$hap-" -o "$work/h${hap}_" > /dev/null 2>&1
    done
    for end in 1 2; do cat "$work/h1_$end.fq" "$work/h2_$end.fq" > "$work/$end.fq"; done
    for kind in whole masked; do
        bwa mem -v 1 "$work/slices.$kind.fa" "$work/1.fq" "$work/2.fq" 2> "$work/bwa.log" | awk -F'\t' -v OFS='\t' -v baby="$baby" '
            BEGIN { print "@HD\tVN:1.6\tSO:unsorted"; print "@SQ\tSN:chr21\tLN:46709983"; print "@RG\tID:1\tSM:" baby "\tPL:ILLUMINA" }
            /^@/ { next }
            { if ($7 == "=") $8 += $3; else if ($7 != "*") { $8 += $7; $7 = "=" }
              if ($3 != "*") { $4 += $3; $3 = "chr21" }
              for (i = 12; i <= NF; i++) if ($i ~ /^(SA|XA):Z:/) $i = "XX:Z:-"
              print $0, "RG:Z:1" }' | samtools sort -o "$work/$baby.bam" -
        samtools index "$work/$baby.bam"
        status=0
        "$gnbs" run --reads "$work/$baby.bam" --panel "$work/panel.tsv" --refdata "$work/$kind.db" --out "$work/$kind" --no-consent-check --progress none 2> "$work/err" || status=$?
        if [ $status -ne 0 ] && [ $status -ne 5 ]; then cat "$work/err"; failed=1; continue; fi
        expected=not_suspected
        case $baby in hom | compound) expected=suspected ;; esac
        zero=$(samtools view -c -F 0x904 "$work/$baby.bam")
        zero=$(samtools view -F 0x904 "$work/$baby.bam" | awk -v n="$zero" '$5 == 0 { z++ } END { printf "%.0f %%", 100 * z / n }')
        grep -v '^#' "$work/$kind/$baby/findings.tsv" | awk -F'\t' -v kind="$kind" -v baby="$baby" -v expected="$expected" -v zero="$zero" '
            $2 == "CBS" { printf "%-8s %-10s %-14s %-14s %8s %8s %s\n", kind, baby, expected, $7, $11, zero, $8 ($10 != "" ? ": " $10 : ""); ok = $7 == expected } END { exit !ok }' || failed=1
    done
done
[ $failed -eq 0 ] && echo "check-false-copy: all as expected"
exit $failed
