#!/bin/sh
# scripts/bench/make_dosage.sh -- newborns of the gene world with many deletions and duplications of exons, each known.
# usage: make_dosage.sh NAME SEX DEPTH SEED OUTDIR      makes OUTDIR/NAME.bam(.bai), NAME.truth.tsv, NAME.genes, once
# Genes whose coding exons and introns are real sequence carry events of 1, 2 or 5 exons with ends anywhere in the introns
# beside them (tight, medium, wide), or of part of an exon; heterozygous, homozygous, on a boy's X hemizygous. Only the exons
# of those genes, the ends and the world's control windows are simulated.
# Needs python3, art_illumina, bwa, samtools, bcftools, tabix (the world's simulator).
set -eu
name=$1 sex=$2 depth=$3 seed=$4 out=$5
shared=${GNBS_SHARED:-../shared}
world=$shared/data/world
mkdir -p "$out"
[ ! -f "$out/$name.bam.bai" ] || exit 0

zcat "$shared/data/transcripts/MANE.GRCh38.gff3.gz" | awk -F'\t' -v OFS='\t' '
    FILENAME != "-" { if (FNR > 1 && $10 == "ok" && $9 >= 4) ok[$3] = $1; next }
    $3 == "CDS" { match($9, /transcript_id=[^;]*/); id = substr($9, RSTART + 14, RLENGTH - 14); if (id in ok) print ok[id], $1, $4 - 1, $5 }' \
    "$world/genes.tsv" - | sort -k1,1 -k3,3n > "$out/$name.cds"

awk -F'\t' -v OFS='\t' -v seed="$seed" -v sex="$sex" -v depth="$depth" -v name="$name" -v out="$out" -v threads=2 '
    function rnd() { state = (state * 16807) % 2147483647; return state / 2147483647 }
    function below(n) { return int(rnd() * n) }
    function real(c, beg, end,   i) { # one window of real sequence holds all of it
        for (i = 1; i <= n_syn; i++) if (syn_c[i] == c && syn_b[i] < end && beg < syn_e[i]) return 0
        for (i = 1; i <= n_win; i++) if (win_c[i] == c && win_b[i] <= beg && end <= win_e[i]) return 1
        return 0
    }
    function margin(room,   m) { # tight, medium or wide, within the room there is
        m = below(3); m = m == 0 ? 12 + below(140) : m == 1 ? 150 + below(1850) : 2000 + below(18000)
        return m > room ? 12 + below(room - 12) : m
    }
    function put(g, beg, end, k, first,   x, type, zyg, hap) {
        if (!real(chrom[g], beg - 1600, end + 1600)) return 0
        x = below(100)
        type = x < 65 ? "del" : "dup"
        if (chrom[g] == "chrX" && sex == "M") { zyg = "hemi"; hap = "1" }
        else if (type == "del" && x < 20) { zyg = "hom"; hap = "1, 2" }
        else { zyg = "het"; hap = 1 + below(2) }
        n_event++
        print "E" n_event, chrom[g], beg, end, type, zyg, k, g, first > out "/" name ".truth.tsv"
        cnv = cnv sep sprintf("{\"type\": \"%s\", \"chrom\": \"%s\", \"start\": %d, \"end\": %d, \"hap\": [%s]}", type, chrom[g], beg + 1, end, hap)
        sep = ",\n  "
        return 1
    }
    BEGIN { state = seed * 7919 + 17; for (i = 0; i < 20; i++) rnd() }
    FILENAME ~ /windows.tsv/ { if (FNR > 1) { n_win++; win_c[n_win] = $1; win_b[n_win] = $2; win_e[n_win] = $3 } next }
    FILENAME ~ /synthetic.bed/ { n_syn++; syn_c[n_syn] = $1; syn_b[n_syn] = $2; syn_e[n_syn] = $3; next }
    FILENAME ~ /difficult/ { if ($3 == "needs_method") hard[$2] = 1; next }
    !($1 in n) { gene[++n_gene] = $1; chrom[$1] = $2 }
    { n[$1]++; b[$1, n[$1]] = $3; e[$1, n[$1]] = $4 }
    END {
        for (i = n_gene; i > 1; i--) { j = 1 + below(i); t = gene[i]; gene[i] = gene[j]; gene[j] = t }
        for (i = j = 1; i <= n_gene; i++) # in a boy first the genes of X
            if (sex == "M" && chrom[gene[i]] == "chrX") { t = gene[j]; gene[j] = gene[i]; gene[i] = t; j++ }
        for (gi = 1; gi <= n_gene && bp < 2300000; gi++) {
            g = gene[gi]
            if (g in hard || n[g] > 60 && g != "DMD") continue
            had = n_event
            free = b[g, 1] - 20000 # events keep apart: at least an exon and a part of an intron between two
            for (i = 1 + below(2); i <= n[g]; i += 2 + below(3)) {
                x = below(10)
                k = x < 4 ? 1 : x < 7 ? 2 : x < 9 ? 5 : 0
                if (k == 0) { # part of an exon, 100 bases or more
                    beg = b[g, i] - 200 + below(e[g, i] - b[g, i] + 150); end = beg + 100 + below(250)
                    last = i
                    if (beg < free || (i < n[g] && end > b[g, i + 1] - 700)) continue
                } else {
                    last = i + k - 1
                    if (last > n[g]) continue
                    left = b[g, i] - (i > 1 ? e[g, i - 1] : b[g, i] - 3000); if (b[g, i] - left < free) left = b[g, i] - free
                    right = (last < n[g] ? b[g, last + 1] : e[g, last] + 3000) - e[g, last]
                    if (left < 60 || right < 60) continue
                    beg = b[g, i] - margin(left - 20); end = e[g, last] + margin(right - 20)
                    if (end - beg > 60000) continue
                }
                if (!put(g, beg, end, k, i)) continue
                free = end + 1500; i = last + 1
                while (i < n[g] && b[g, i + 1] < free) i++
            }
            if (n_event == had) continue
            print g > out "/" name ".genes"
            for (i = 1; i <= n[g]; i++) { print chrom[g], b[g, i] - 1100, e[g, i] + 1100 > out "/" name ".bed"; bp += e[g, i] - b[g, i] + 2200 }
        }
        printf "{\"id\": \"%s\", \"sex\": \"%s\", \"declared_sex\": \"%s\", \"coverage\": %d, \"mito_coverage\": 30, \"seed\": %d, \"cnvs\": [\n  %s]}\n", name, sex, sex, depth, seed, cnv > out "/" name ".json"
        printf "make_dosage: %s: %d events in %.2f Mb\n", name, n_event, bp / 1e6
    }' "$world/windows.tsv" "$world/synthetic.bed" "$(dirname "$0")/../../refdata/difficult/genes.tsv" "$out/$name.cds"
{ cut -f 1-3 "$world/controls.bed"; printf 'chrM\t0\t16569\n'; } >> "$out/$name.bed"
sort -k1,1V -k2,2n "$out/$name.bed" -o "$out/$name.bed"
[ -z "${ONLY_PLAN:-}" ] || exit 0
python3 "$shared/tools/world/simulate_newborn.py" "$out/$name.json" -o "$out" --world "$world" --cache "$out/slices" --bed "$out/$name.bed" --threads 2
