#!/bin/bash
# scripts/bench/bench_batch.sh [N] -- a batch of N (1,000) newborns from VCF on this machine's cores: newborns an hour, what a
# country of 600,000 births a year would take, and whether memory stays flat. The newborn panel over the world's bundle and truth
# VCFs where the shared data are there; else the small synthetic world. Results go to $TMPDIR and are removed.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd -P)
GNBS=${GNBS:-$ROOT/build/gnbs}
n=${1:-1000}
world=${GNBS_SHARED:-$ROOT/../shared}/data/world
cache=${GNBS_CACHE:-$HOME/.cache/gnbs}/world
# shellcheck disable=SC1091
. "$ROOT/scripts/batch_newborns.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/bench-batch-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir vcf
if [ -d "$world" ] && ls "$cache"/*.truth.vcf.gz >/dev/null 2>&1; then
    panel=$ROOT/panels/newborn
    data=$world/..
    "$GNBS" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$data/transcripts/MANE.GRCh38.gff3.gz" \
        --clinvar "$data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" --panel "$panel" \
        -o refdata.db --progress none
    sources=("$cache"/*.truth.vcf.gz)
else
    echo "no shared data: the small synthetic world instead"
    panel=$SMALL/panel
    make_newborns small 4
    cp small/refdata.db refdata.db
    sources=(small/NB-004.vcf.gz)
fi
echo "sample,sex,vcf" >sheet.csv
for i in $(seq "$n"); do
    name=NB-$(printf %06d "$i")
    gzip -dc "${sources[$((i % ${#sources[@]}))]}" | sed "/^#CHROM/s/[^	]*\$/$name/" >"vcf/$name.vcf"
    echo "$name,,vcf/$name.vcf" >>sheet.csv
done
echo "$n newborns of ${#sources[@]} VCF files, panel $(basename "$panel"), $(nproc) cores"
from=$(date +%s%N)
"$GNBS" batch run sheet.csv --out out --panel "$panel" --refdata refdata.db --no-consent-check --progress json >said 2>progress &
pid=$!
# memory of the one process that lives through all of it, at each tenth of the way
shown=0
while kill -0 $pid 2>/dev/null; do
    done_now=$(wc -l <progress)
    rss=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
    if [ -n "$rss" ] && [ $((done_now * 10 / n)) -gt $shown ]; then
        shown=$((done_now * 10 / n))
        echo "    $done_now done: the batch holds $((rss / 1024)) MB"
    fi
    sleep 0.5
done
wait $pid || { cat said; tail -3 progress; exit 1; }
seconds=$((($(date +%s%N) - from) / 1000000000))
cat said
"$GNBS" batch status out --json | awk -v n="$n" -v s="$seconds" -v cores="$(nproc)" '
    /"memory_kb"/ { gsub(/[^0-9]/, ""); kb = $0 + 0; if (kb > max) max = kb; sum += kb; k++ }
    /"seconds"/ { gsub(/[^0-9.]/, ""); run += $0 }
    END {
        printf "one newborn: %.2f s, %d MB on average, %d MB at most\n", run / k, sum / k / 1024, max / 1024
        rate = n / s
        printf "throughput: %.2f newborns a second, %.0f an hour on %d cores\n", rate, rate * 3600, cores
        printf "600,000 births a year: %.1f days of this machine, or %.1f %% of it (1,644 a day in %.0f minutes)\n",
            600000 / rate / 86400, 600000 / rate / 86400 / 365 * 100, 1644 / rate / 60
    }'
echo "results: $(du -sh out | cut -f 1), $(($(du -sk out | cut -f 1) / n)) KB a newborn"
from=$(date +%s%N)
"$GNBS" batch resume out --progress none >/dev/null
echo "resume, nothing to do: $((($(date +%s%N) - from) / 1000000)) ms"
