#!/bin/sh
# scripts/check_qc.sh -- gnbs qc beside mosdepth, to the last base: means, thresholds, distribution and depth per base.
# usage: GNBS=build/gnbs scripts/check_qc.sh
# Needs mosdepth, bgzip's zcat; shared data at $GNBS_SHARED (default ../shared). Exit 1 at the first difference.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
data=$shared/data
if [ ! -d "$data/reads" ]; then
    echo "check-qc: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
if ! command -v mosdepth > /dev/null 2>&1; then
    echo "check-qc: skipped: no mosdepth (scripts/setup qc)"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line per base of the regions' union, from a list of runs.
bases() { # regions, runs (bed.gz)
    zcat "$2" | awk -F'\t' -v OFS='\t' 'FNR == NR { if ($1 !~ /^(track|#)/ && NF > 2) { n[$1]++; beg[$1, n[$1]] = $2; end[$1, n[$1]] = $3 } next }
        { for (i = 1; i <= n[$1]; i++) for (p = ($2 > beg[$1, i] ? $2 : beg[$1, i]) + 0; p < $3 && p < end[$1, i]; p++) print $1, p, $4 }' "$1" - | sort -u
}

same() { # what, file of mosdepth, file of gnbs
    cmp -s "$2" "$3" || { echo "check-qc: $name: $1 differ from mosdepth's:"; diff "$2" "$3" | head -5; exit 1; }
}

compare() { # name, reads, regions, options of mosdepth, options of gnbs, FASTA
    name=$1 m=$work/m g=$work/g
    rm -rf "$m" "$g"
    mkdir "$m" "$g"
    # options are lists of words
    # shellcheck disable=SC2086
    mosdepth -b "$3" -T 1,10,15,20,30 $4 ${6:+-f "$6"} "$m/x" "$2" 2> /dev/null
    # shellcheck disable=SC2086
    "$gnbs" qc -i "$2" -R "$3" -o "$g/qc.json" --depth "$g/depth.bed.gz" --thresholds "$g/thresholds.bed.gz" \
        --per-base "$g/base.bed.gz" $5 ${6:+-f "$6"} -t 2 --progress none
    # mosdepth puts a region's name before its mean, gnbs after
    zcat "$m/x.regions.bed.gz" | awk -F'\t' -v OFS='\t' 'NF == 5 { print $1, $2, $3, $5, $4; next } { print }' > "$m/means"
    zcat "$g/depth.bed.gz" > "$g/means"
    zcat "$m/x.thresholds.bed.gz" > "$m/thresholds"
    zcat "$g/thresholds.bed.gz" > "$g/thresholds"
    bases "$3" "$m/x.per-base.bed.gz" > "$m/bases"
    bases "$3" "$g/base.bed.gz" > "$g/bases"
    awk '$1 == "total" { print $2, $3 }' "$m/x.mosdepth.region.dist.txt" | sort -n > "$m/distribution"
    # [depth, bases] pairs of qc.json to the share of bases at each depth or more
    tr -d ' \n' < "$g/qc.json" | sed 's/.*"distribution":\[\[\([^]]*\]\(,\[[^]]*\]\)*\)\],.*/\1/; s/\],\[/\n/g; s/\]//; s/$/\n/' | tr ',' ' ' |
        awk 'NR == FNR { want[$1] = 1; next } NF == 2 { n[$1] = $2; sum += $2; if ($1 > top) top = $1 }
            END { for (d = top; d >= 0; d--) { at += n[d]; share[d] = at / sum }
                for (d in want) printf "%d %.2f\n", d, share[d] }' "$m/distribution" - | sort -n > "$g/distribution"
    for what in means thresholds bases distribution; do same "$what" "$m/$what" "$g/$what"; done
    printf 'check-qc: %-44s %7d bases, %3d depths: as mosdepth\n' "$name" "$(wc -l < "$g/bases")" "$(wc -l < "$g/distribution")"
}

reads=$data/reads
hg002=$reads/HG002_NIST_150bp_downsampled_30x.chr20.10_10p1mb.bam
printf '20\t10000000\t10100000\n20\t10000100\t10000350\tfirst\n20\t10000200\t10000207\n20\t10050000\t10080001\tlong\n' > "$work/hg002.bed"
compare "HG002" "$hg002" "$work/hg002.bed" "" ""
compare "HG002, mapping quality 20" "$hg002" "$work/hg002.bed" "-Q 20" "-Q 20"
compare "HG002, fast mode" "$hg002" "$work/hg002.bed" "-x" "-x"
printf '20\t9999900\t10010200\n20\t10000000\t10000333\n' > "$work/trio.bed"
for id in HG001 NA12891 NA12892; do compare "$id" "$reads/$id.chr20.10_10p1mb_sorted.bam" "$work/trio.bed" "" ""; done
printf 'chr20\t9999900\t10100100\n' > "$work/cram.bed"
compare "NA12878, CRAM" "$reads/NA12878_S1.chr20.10_10p1mb.cram" "$work/cram.bed" "" "--trust-cram" "$data/reference/hg19.chr20.unittest.fa.gz"
printf 'chr22:20000000-23000000\t0\t200000\n' > "$work/full.bed"
compare "oracle: full-fragment-pairs" "$reads/mosdepth_tests/full-fragment-pairs.bam" "$work/full.bed" "" ""
printf '1\t565000\t565400\n' > "$work/pairs.bed"
compare "oracle: overlapping-pairs" "$reads/mosdepth_tests/overlapping-pairs.bam" "$work/pairs.bed" "" ""
compare "oracle: ovl, track.bed" "$reads/mosdepth_tests/ovl.bam" "$reads/mosdepth_tests/track.bed" "" ""
printf 'MT\t0\t200\n' > "$work/mt.bed"
compare "oracle: ovl, fast mode" "$reads/mosdepth_tests/ovl.bam" "$work/mt.bed" "-x" "-x"
awk -F'\t' -v OFS='\t' '$1 != "chrM" && NR % 8 == 0 { print $1, $2, $3 }' "$data/world/simulate.bed" > "$work/world.bed"
compare "simulated newborn dev12" "$data/world/bams/dev12.bam" "$work/world.bed" "" ""
echo "check-qc: coverage is mosdepth's"
