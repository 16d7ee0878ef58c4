#!/bin/bash
# scripts/check_kill.sh [N] -- kill -9 of `gnbs run` at N (200) random moments: no partial result is ever visible, the next run
# completes, and its bytes are those of a run that nobody disturbed. $GNBS_SEED begins another series of moments.
#
# Half of the runs replace an earlier result, half make the first one. After each kill the newborn's folder is absent or whole
# (every file the same as the undisturbed run's); after the next run nothing of the dead one is left, and the log is whole.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
GNBS=${GNBS:-$ROOT/build/gnbs}
n=${1:-200}
# shellcheck disable=SC1091
. "$ROOT/scripts/batch_newborns.sh"
work=$(mktemp -d /tmp/check-kill-XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
make_newborns in 1
begin() { exec "$GNBS" run --reads in/NB-001.bam --sex M --panel "$SMALL/panel" --refdata in/refdata.db --no-consent-check --progress none --out "$1"; }
run() { (begin "$1"); }
started=$(date +%s%N)
run whole
long_us=$((($(date +%s%N) - started) / 1000))
echo "an undisturbed run takes $((long_us / 1000)) ms"

RANDOM=${GNBS_SEED:-20260101}
absent=0 whole=0 ended=0 n_bad=0
bad() { echo "FAILED  run $i: $1"; n_bad=$((n_bad + 1)); }
for i in $(seq "$n"); do
    [ $((i % 2)) = 0 ] && rm -rf out
    begin out 2>/dev/null & # its number is the program's own
    pid=$!
    # any moment of the run; every third time, one of its writing
    moment_us=$(((RANDOM * 32768 + RANDOM) % (long_us * 3 / 2)))
    if [ $((i % 3)) = 0 ]; then
        while kill -0 $pid 2>/dev/null && ! compgen -G 'out/NB-001.tmp-*' >/dev/null; do :; done
        moment_us=$((RANDOM % 20000))
    fi
    sleep "$(printf '%d.%06d' $((moment_us / 1000000)) $((moment_us % 1000000)))"
    if kill -9 $pid 2>/dev/null; then :; fi
    if wait $pid 2>/dev/null; then ended=$((ended + 1)); fi
    if [ -e out/NB-001 ]; then
        whole=$((whole + 1))
        same_results whole/NB-001 out/NB-001 >/dev/null || bad "a partial result is visible"
    else
        absent=$((absent + 1))
        [ $((i % 2)) = 0 ] || [ "$i" = 1 ] || bad "the earlier result is gone"
    fi
    run out || bad "the next run does not complete"
    same_results whole out >/dev/null || bad "the bytes differ"
    [ -z "$(find out -name '*.tmp-*')" ] || bad "what the dead run made is left"
    "$GNBS" audit verify out >/dev/null || bad "the log is not whole"
done
echo "$n kills: $absent before there was a result, $whole with a whole one, $ended came after the end; $n_bad not as asked"
[ $n_bad = 0 ]
