#!/bin/sh
# scripts/bench/bench_run.sh -- time and memory of gnbs beside its peers, in one run; prints ratios.
# usage: GNBS=build/gnbs scripts/bench/bench_run.sh
# The floor of a whole run is `samtools view -c -M -L` over the same targets: it reads what must be read and does nothing else.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ ! -d "$shared/data/world" ]; then
    echo "bench: skipped: no shared data"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
world=$shared/data/world
reads=$world/bams/dev04.bam

cpu() { # name command...: median CPU seconds and peak MB of five runs, to $work/name
    name=$1
    shift
    for _ in 1 2 3 4 5; do /usr/bin/time -a -o "$work/$name.raw" -f '%U %S %e %M' "$@" > /dev/null 2>&1 || true; done
    awk '{ print $1 + $2, $3, $4 / 1024 }' "$work/$name.raw" | sort -n | sed -n 3p > "$work/$name"
}

"$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$shared/data/transcripts/MANE.GRCh38.gff3.gz" \
    --clinvar "$shared/data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" \
    --panel "$root/panels/newborn" -o "$work/bundle" --progress none
"$gnbs" run --reads "$reads" --panel "$root/panels/newborn" --refdata "$work/bundle" --out "$work/out" --sex M --no-consent-check --progress none
zcat "$work"/out/*/callable.bed.gz | grep -v '^#' | cut -f 1-3 > "$work/targets.bed"
cpu run "$gnbs" run --reads "$reads" --panel "$root/panels/newborn" --refdata "$work/bundle" --out "$work/out" --sex M --no-consent-check --progress none
cpu floor samtools view -c -M -L "$work/targets.bed" "$reads"
cpu version "$gnbs" --version
awk -v run="$(cat "$work/run")" -v floor="$(cat "$work/floor")" -v version="$(cat "$work/version")" 'BEGIN {
    split(run, r, " "); split(floor, f, " "); split(version, v, " ")
    printf "gnbs run, one newborn of the gene world: %.2f s CPU, %.2f s wall, %.0f MB\n", r[1], r[2], r[3]
    printf "samtools view -c -M -L, same targets:    %.2f s CPU, %.2f s wall, %.0f MB\n", f[1], f[2], f[3]
    printf "ratio of CPU time:                       %.1f\n", r[1] / (f[1] > 0.005 ? f[1] : 0.005)
    printf "start-up (gnbs --version):               %.0f ms\n", 1000 * v[2] }'
echo
