#!/bin/sh
# scripts/bench/bench_loci.sh -- copies of SMN1 and SMN2, of the RCCX modules and of the alpha genes: gnbs loci on newborns whose genotypes are known.
# usage: GNBS=build/gnbs scripts/bench/bench_loci.sh [SEED ...]      20 genotypes of each locus (loci_genotypes.tsv) per seed, at 30x and at 20x
# Reads are made once by make_loci.sh and kept in $GNBS_CACHE (default ~/.cache/gnbs); 20x is two thirds of the fragments of 30x. A status is
# right when the table allows it; "unsure" (inconclusive) is neither right nor wrong. Copies are exact when gene and copy (HBA: functional
# alpha genes) are the table's; numbers that are not told are counted apart. Exit status 1 below what is promised.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
world=$shared/data/world
if [ ! -d "$world" ]; then
    echo "bench-loci: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
cache=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs}/loci
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"

zcat "$shared/data/transcripts/MANE.GRCh38.gff3.gz" | awk -F'\t' '
    function value(key) { return match($9, key "=[^;]*") ? substr($9, RSTART + length(key) + 1, RLENGTH - length(key) - 1) : "" }
    /^#/ { print; next }
    value("gene_name") ~ /^(SMN1|CYP21A2|HBA1|HBA2)$/ { keep[value("transcript_id")] = 1; print; next }
    value("transcript_id") != "" && (value("transcript_id") in keep) { print }' > "$work/genes.gff3"
"$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$work/genes.gff3" --panel all -o "$work/genes.db" --progress none

measure() { # name depth reads
    "$gnbs" loci --reads "$3" --refdata "$work/genes.db" --sex F --progress none -o "$work/out.json"
    awk -v OFS='\t' -v name="$1" -v depth="$2" '
        function value() { v = $0; sub(/^[^:]*: */, "", v); gsub(/^"|,$|",?$/, "", v); return v }
        /^   "locus":/ { locus = value(); gene = other = total = "."; n = 0 }
        /^   "status":/ { status = value() }
        /^   "genotype":/ { genotype = value() }
        /^   "reason":/ { reason = value() }
        /^    "total":/ { total = value() }
        /^    "(SMN1|CYP21A2|alpha-globin)":/ { gene = value() }
        /^    "(SMN2|CYP21A1P)":/ { other = value() }
        /^   "source":/ { print name, depth, (locus == "SMN1" ? "SMN" : locus == "CYP21A2" ? "RCCX" : "HBA"), status, gene, other, total, genotype, reason }' "$work/out.json" >> "$work/calls"
}

[ $# -gt 0 ] || set -- 1 2 3 4 5
for seed in "$@"; do
    GNBS_SHARED=$shared "$here/make_loci.sh" "$seed" "$cache" > "$work/make.log"
    cat "$cache/L$seed.truth.tsv" >> "$work/truth"
    cut -f 1 "$cache/L$seed.truth.tsv" | sort -u > "$work/names"
    while read -r name; do
        measure "$name" 30 "$cache/$name.bam"
        samtools view -b --subsample 0.6667 --subsample-seed "$seed" -o "$work/part.bam" "$cache/$name.bam"
        samtools index "$work/part.bam"
        measure "$name" 20 "$work/part.bam"
    done < "$work/names"
done
[ -z "${KEEP_ROWS:-}" ] || cp "$work/calls" "$KEEP_ROWS"

awk -F'\t' '
    FILENAME ~ /truth/ { key = $1 "\t" $2; name[key] = $3; want[key] = $4; gene[key] = $5; other[key] = $6; if (!(($2, $3) in seen)) { seen[$2, $3] = 1; order[++n_row] = $2 "\t" $3 } next }
    { key = $1 "\t" $3; row = $3 "\t" name[key]; d = $2
      n[row, d]++; N[$3, d]++
      ok = ("," want[key] ",") ~ ("," $4 ",")
      unsure = $4 == "inconclusive" || $4 == "not_assessed"
      if (ok) right[row, d]++; else if (unsure) { open[row, d]++; U[$3, d]++ } else { wrong[row, d]++; W[$3, d]++ }
      if (ok) R[$3, d]++
      if (gene[key] != "." && $5 != "null" && $6 != "null") K[$3, d]++
      if (gene[key] != ".") { c = $5 == gene[key] && (other[key] == "." || $6 == other[key]); E[$3, d] += c; T[$3, d]++; exact[row, d] += c; told[row, d]++ }
      if ($3 == "SMN" && gene[key] == 0) { z++; zw += $4 == "clear"; zr[d] += $4 == "affected"; z30 += d == 30 }
      if ($3 == "SMN" && gene[key] > 0) { o++; ow += $4 == "affected" }
      if (!ok || gene[key] != "." && !c) list[++n_list] = sprintf("  %-8s %dx %-5s %-34s got %s, %s of %s: %s", $1, d, $3, name[key], $4, $8, $7, $9); c = 0 }
    function tell(what, x, n, least) { if (n == 0) return; printf "%-64s %4d/%d %6.2f%%  (at least %d%%) %s\n", what, x, n, 100 * x / n, least, (100 * x >= least * n ? "met" : "NOT MET"); if (100 * x < least * n) failed = 1 }
    END {
        printf "%-5s %-36s %-10s %28s   %28s\n", "locus", "genotype", "expected", "30x: right unsure wrong exact", "20x: right unsure wrong exact"
        n_locus = split("SMN RCCX HBA", locus, " ")
        for (k = 1; k <= n_locus; k++) for (i = 1; i <= n_row; i++) {
            row = order[i]; split(row, p, "\t"); if (p[1] != locus[k]) continue
            for (key in name) if (name[key] == p[2] && key ~ ("\t" p[1] "$")) w = want[key]
            printf "%-5s %-36s %-10s", p[1], p[2], w
            for (d = 30; d >= 20; d -= 10) printf "   %8d %6d %5d %6s ", right[row, d], open[row, d], wrong[row, d], (told[row, d] ? exact[row, d] "/" told[row, d] : "-")
            printf "\n"
        }
        for (k = 1; k <= n_locus; k++) for (d = 30; d >= 20; d -= 10) {
            l = locus[k]
            if (N[l, d]) printf "%-5s %dx: %d newborns, right %d (%.1f%%), unsure %d, wrong %d; copies exact %d, not told %d, wrong %d of %d\n", l, d, N[l, d], R[l, d], 100 * R[l, d] / N[l, d], U[l, d], W[l, d], E[l, d], T[l, d] - K[l, d], K[l, d] - E[l, d], T[l, d]
        }
        if (n_list) print "not right, unsure or not exact:"
        for (i = 1; i <= n_list; i++) print list[i]
        tell("SMN1 absent: affected or inconclusive, never clear", z - zw, z, 100)
        tell("SMN1 present: never affected", o - ow, o, 100)
        tell("SMN1 absent, 30x: affected", zr[30], z30, 98)
        tell("SMN1 and SMN2 exact, 30x, all newborns", E["SMN", 30], T["SMN", 30], 98)
        tell("SMN1 and SMN2 exact, 30x, where told", E["SMN", 30], K["SMN", 30], 98)
        tell("SMN1 and SMN2 exact, 20x, where told", E["SMN", 20], K["SMN", 20], 98)
        exit failed }' "$work/truth" "$work/calls"
