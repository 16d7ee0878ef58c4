#!/bin/sh
# scripts/bench/bench_dosage.sh -- deletions and duplications of exons: gnbs cnv beside delly, on newborns whose every event is known.
# usage: GNBS=build/gnbs scripts/bench/bench_dosage.sh [NAME:SEX:DEPTH:SEED ...]      NO_PEER=1: without delly
# Reads are made once by make_dosage.sh and kept in $GNBS_CACHE (default ~/.cache/gnbs). A call (PASS) is right when its kind is, and it
# overlaps the event by half of both, or takes the same coding exons; calls are counted where they touch a coding exon of the genes
# simulated. CN: right calls whose number of copies is right too. Events inside windows of near-identical copies (C4A and C4B of the RCCX
# modules, GBA1 ...: `paralog:` in the world's windows.tsv) are left to gnbs loci: listed as "copy", counted apart, nothing is promised of them.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
world=$shared/data/world
if [ ! -d "$world" ]; then
    echo "bench-dosage: skipped: no shared data"
    exit 0
fi
cache=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs}/dosage
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"
sets=${*:-A30:F:30:1 B30:M:30:2 C60:F:60:3 D60:M:60:4}

prepare() { # name: the bundle of its genes
    zcat "$shared/data/transcripts/MANE.GRCh38.gff3.gz" | awk -F'\t' 'FILENAME != "-" { want[$1] = 1; next }
        function value(key) { return match($9, key "=[^;]*") ? substr($9, RSTART + length(key) + 1, RLENGTH - length(key) - 1) : "" }
        /^#/ { print; next }
        (value("gene_name") in want) { keep[value("transcript_id")] = 1; print; next }
        (value("transcript_id") in keep) && value("transcript_id") != "" { print }' "$cache/$1.genes" - > "$work/$1.gff3"
    "$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$work/$1.gff3" --panel all -o "$work/$1.db" --progress none
    sort -k2,2 -k3,3n "$cache/$1.cds" | awk -F'\t' 'FILENAME != "-" { want[$1] = 1; next } $1 in want' "$cache/$1.genes" - > "$work/$1.cds"
}

plain() { # VCF: contig begin end kind copies
    bcftools query -i 'FILTER="PASS" && (SVTYPE="DEL" || SVTYPE="DUP")' -f "%CHROM\t%POS0\t%END\t%SVTYPE\t$2\n" "$1" | awk -F'\t' -v OFS='\t' '{ $4 = tolower($4); $2++; print }'
}

score() { # caller name calls: a row per event and a row per wrong call
    awk -F'\t' -v OFS='\t' -v caller="$1" -v name="$2" '
        function exons(c, b, e,   i, s) { s = ""; for (i = 1; i <= n_cds; i++) if (cc[i] == c && cb[i] < e && b < ce[i]) s = s " " i; return s }
        function half(b1, e1, b2, e2,   o) { o = (e1 < e2 ? e1 : e2) - (b1 > b2 ? b1 : b2); return 2 * o >= e1 - b1 && 2 * o >= e2 - b2 }
        FILENAME ~ /windows\.tsv$/ { if ($5 ~ /^paralog:/) { n_twin++; wc[n_twin] = $1; wb[n_twin] = $2; we[n_twin] = $3 } next }
        function twin(c, b, e,   i) { for (i = 1; i <= n_twin; i++) if (wc[i] == c && wb[i] < e && b < we[i]) return 1; return 0 }
        FILENAME ~ /\.cds$/ { n_cds++; cc[n_cds] = $2; cb[n_cds] = $3; ce[n_cds] = $4; next }
        FILENAME ~ /truth/ { n++; c[n] = $2; b[n] = $3; e[n] = $4; t[n] = $5; z[n] = $6; k[n] = $7; x[n] = exons($2, $3, $4); next }
        { own = exons($1, $2, $3); if (own == "") next
          hit = 0
          for (i = 1; i <= n; i++) if (c[i] == $1 && t[i] == $4 && (half(b[i], e[i], $2, $3) || own == x[i])) { hit = 1; found[i] = 1; copies[i] = $5 }
          if (!hit && twin($1, $2, $3)) { print caller, name, "copy", $4, ".", ".", $3 - $2, $1 ":" $2 "-" $3, "wrong"; next }
          if (!hit) print caller, name, "wrong", $4, ".", ".", $3 - $2, $1 ":" $2 "-" $3, $5 }
        END { for (i = 1; i <= n; i++) {
                if (x[i] == "") continue
                if (twin(c[i], b[i], e[i])) { print caller, name, "copy", t[i], z[i], k[i], e[i] - b[i], c[i] ":" b[i] "-" e[i], (found[i] ? "found" : "missed"); continue }
                base = z[i] == "hemi" ? 1 : 2; want = t[i] == "del" ? (z[i] == "het" ? 1 : 0) : base + 1
                print caller, name, (found[i] ? "found" : "missed"), t[i], z[i], k[i], e[i] - b[i], c[i] ":" b[i] "-" e[i], (found[i] && copies[i] == want ? 1 : 0) } }' \
        "$world/windows.tsv" "$work/$2.cds" "$cache/$2.truth.tsv" "$3"
}

for s in $sets; do
    name=${s%%:*} rest=${s#*:}
    sex=${rest%%:*} rest=${rest#*:}
    GNBS_SHARED=$shared "$here/make_dosage.sh" "$name" "$sex" "${rest%%:*}" "${rest#*:}" "$cache"
    prepare "$name"
    /usr/bin/time -o "$work/$name.gnbs.time" -f '%U %S %M' "$gnbs" cnv --reads "$cache/$name.bam" --refdata "$work/$name.db" --sex "$sex" -o "$work/$name.gnbs.vcf.gz" --progress none
    plain "$work/$name.gnbs.vcf.gz" '[%CN]' > "$work/calls"
    score gnbs "$name" "$work/calls" >> "$work/rows"
    awk -v name="$name" '{ printf "%-10s gnbs   %6.1f s CPU  %5.0f MB\n", name, $1 + $2, $3 / 1024 }' "$work/$name.gnbs.time" >> "$work/times"
    { [ -z "${NO_PEER:-}" ] && command -v delly > /dev/null; } || continue
    bcf=$cache/$name.delly.bcf
    [ -f "$bcf" ] || /usr/bin/time -o "$bcf.time" -f '%U %S %M' delly call -g "$world/GRCh38.windows.fa.gz" -o "$bcf" "$cache/$name.bam" > "$work/delly.log" 2>&1 || { cat "$work/delly.log"; rm -f "$bcf"; continue; }
    plain "$bcf" '[%GT]' | awk -F'\t' -v OFS='\t' '$5 ~ /1/ { $5 = ($4 == "del" ? 2 - gsub(/1/, "", $5) : 2 + gsub(/1/, "", $5)); print }' > "$work/calls"
    score delly "$name" "$work/calls" >> "$work/rows"
    awk -v name="$name" '{ printf "%-10s delly  %6.1f s CPU  %5.0f MB\n", name, $1 + $2, $3 / 1024 }' "$bcf.time" >> "$work/times"
done
[ -z "${KEEP_ROWS:-}" ] || cp "$work/rows" "$KEEP_ROWS"

awk -F'\t' '
    function bin(l) { return l < 300 ? "1 100-300" : l < 1000 ? "2 0.3-1k" : l < 5000 ? "3 1-5k" : l < 20000 ? "4 5-20k" : "5 20-60k" }
    function exons(k) { return k == 0 ? "part" : k }
    $3 == "copy" { apart[$1]++; apart_found[$1] += $9 == "found"; next }
    $3 == "wrong" { wrong[$1]++; next }
    { key = $4 "\t" $5 "\t" exons($6); keys[key] = 1; all[$1]++
      n[$1, key, bin($7)]++; N[$1, key]++
      if ($3 == "found") { f[$1, key, bin($7)]++; F[$1, key]++; right[$1]++; C[$1, key] += $9 } }
    END {
        n_bin = split("1 100-300,2 0.3-1k,3 1-5k,4 5-20k,5 20-60k", bins, ",")
        n_caller = split("gnbs delly", caller, " ")
        printf "%-6s %-4s %-5s %-5s", "caller", "kind", "copy", "exons"
        for (i = 1; i <= n_bin; i++) printf " %10s", substr(bins[i], 3)
        printf " %14s %8s\n", "all", "CN"
        for (c = 1; c <= n_caller; c++) {
            if (!all[caller[c]]) continue
            m = 0; for (key in keys) list[++m] = key
            for (i = 2; i <= m; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
            for (i = 1; i <= m; i++) {
                key = list[i]; split(key, p, "\t")
                printf "%-6s %-4s %-5s %-5s", caller[c], p[1], p[2], p[3]
                for (b = 1; b <= n_bin; b++) if (n[caller[c], key, bins[b]]) printf " %10s", (f[caller[c], key, bins[b]] + 0) "/" n[caller[c], key, bins[b]]; else printf " %10s", "-"
                printf " %5d/%d %5.1f%% %7s\n", F[caller[c], key], N[caller[c], key], 100 * F[caller[c], key] / N[caller[c], key], (C[caller[c], key] + 0) "/" (F[caller[c], key] + 0)
            }
            printf "%-6s recall %d/%d (%.2f%%), precision %d/%d (%.2f%%)\n", caller[c], right[caller[c]], all[caller[c]], 100 * right[caller[c]] / all[caller[c]],
                right[caller[c]], right[caller[c]] + wrong[caller[c]], 100 * right[caller[c]] / (right[caller[c]] + wrong[caller[c]])
            if (apart[caller[c]]) printf "%-6s in near-identical copies, nothing promised: %d of %d found\n", caller[c], apart_found[caller[c]], apart[caller[c]]
        }
    }' "$work/rows"
awk -F'\t' '$1 == "gnbs" && $3 == "found" { next } $1 == "gnbs" { print "  " $3 " " $2 " " $4 " " $5 " " $6 " exons, " $7 " bases, " $8 }' "$work/rows" > "$work/list"
[ ! -s "$work/list" ] || { echo "gnbs, missed and wrong:"; cat "$work/list"; }
cat "$work/times"
awk -F'\t' '
    $1 != "gnbs" || $3 == "copy" { next }
    $3 == "wrong" { wrong++; next }
    { if ($3 == "found") right++
      if ($6 == 1 && $5 != "het") { a++; af += $3 == "found" }
      if ($6 >= 2 && $5 == "het") { h++; hf += $3 == "found" } }
    function tell(what, x, n, least) { if (n == 0) return; printf "%-52s %4d/%d %6.2f%%  (at least %d%%) %s\n", what, x, n, 100 * x / n, least, (100 * x >= least * n ? "met" : "NOT MET"); if (100 * x < least * n) failed = 1 }
    END { tell("one exon, homozygous or hemizygous: recall", af, a, 99)
          tell("two exons or more, heterozygous: recall", hf, h, 97)
          tell("all: precision", right, right + wrong, 98)
          exit failed }' "$work/rows"
