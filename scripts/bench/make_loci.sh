#!/bin/sh
# scripts/bench/make_loci.sh -- newborns of the gene world with known copies of SMN1 and SMN2, of the RCCX modules and of the alpha genes.
# usage: make_loci.sh SEED OUTDIR      makes OUTDIR/L<SEED>_<I>.bam(.bai) and OUTDIR/L<SEED>.truth.tsv, once
# One newborn per row I of each locus in loci_genotypes.tsv: it has the SMN genotype I and, turned by the seed, one of RCCX and of HBA, so
# that each genotype comes once per seed and no two loci go together. Only these loci and the control windows of
# refdata/loci are simulated (0.28 Mb, 30x), with the world's errors, GC curve, regional noise, duplicates and background variants.
# Needs python3, art_illumina, bwa, samtools, bcftools, tabix (the world's simulator).
set -eu
seed=$1 out=$2
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
world=$shared/data/world
mkdir -p "$out"

{ # SMN1, SMN2, both RCCX modules, the alpha genes with what lies beside them, controls, and chrM, which gets no reads
    printf 'chr5\t70049000\t70079300\nchr5\t70924400\t70954700\nchr6\t31980531\t32045327\nchr16\t166800\t181200\nchrM\t0\t16569\n'
    awk -F'\t' -v OFS='\t' '$1 == "control" { split($3, p, /[:-]/); print p[1], p[2] - 1, p[3] }' "$here/../../refdata/loci/controls.tsv"
} | sort -k1,1V -k2,2n > "$out/L$seed.bed"

awk -F'\t' -v OFS='\t' -v seed="$seed" -v out="$out" '
    /^#/ { next }
    { i = n[$1]++; for (k = 2; k <= 8; k++) cell[$1, i, k] = $k }
    function copies(s,   p, m, k, r) { if (s == "-") return "[]"; m = split(s, p, ","); for (k = 1; k <= m; k++) r = r (k > 1 ? ", " : "") "\"" p[k] "\""; return "[" r "]" }
    function variant(s,   p) { if (s == "") return; split(s, p, ":"); v = v (v != "" ? ", " : "") "{\"chrom\": \"" p[1] "\", \"pos\": " p[2] ", \"ref\": \"" p[3] "\", \"alt\": \"" p[4] "\", \"gt\": \"" p[5] "\"}" }
    function pair(h1, h2) { return "{\"hap1\": " h1 ", \"hap2\": " h2 "}" }
    function text(s, other) { return "\"" (s == "" ? other : s) "\"" }
    END {
        for (i = 0; i < n["SMN"]; i++) {
            r = (i + 7 * seed) % n["RCCX"]; h = (i + 11 * seed + 3) % n["HBA"]; name = "L" seed "_" i; v = ""
            variant(cell["RCCX", r, 5]); variant(cell["HBA", h, 5])
            printf "{\"id\": \"%s\", \"sex\": \"F\", \"coverage\": 30, \"mito_coverage\": 0, \"seed\": %d, \"variants\": [%s],\n \"loci\": {\"SMN\": %s, \"RCCX\": %s, \"HBA\": %s}}\n",
                name, 1000 * seed + i, v, pair(copies(cell["SMN", i, 3]), copies(cell["SMN", i, 4])), pair(text(cell["RCCX", r, 3], "standard"), text(cell["RCCX", r, 4], "standard")),
                pair(text(cell["HBA", h, 3], "aa"), text(cell["HBA", h, 4], "aa")) > out "/" name ".json"
            close(out "/" name ".json")
            split("SMN RCCX HBA", locus, " "); row["SMN"] = i; row["RCCX"] = r; row["HBA"] = h
            for (k = 1; k <= 3; k++) { l = locus[k]; print name, l, cell[l, row[l], 2], cell[l, row[l], 6], cell[l, row[l], 7], cell[l, row[l], 8] > out "/L" seed ".truth.tsv" }
        }
    }' "$here/loci_genotypes.tsv"

cut -f 1 "$out/L$seed.truth.tsv" | sort -u > "$out/L$seed.names"
while read -r name; do
    [ ! -f "$out/$name.bam.bai" ] || continue
    python3 "$shared/tools/world/simulate_newborn.py" "$out/$name.json" -o "$out" --world "$world" --cache "$out/slices" --bed "$out/L$seed.bed" --threads 2 < /dev/null
done < "$out/L$seed.names"
