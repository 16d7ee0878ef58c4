#!/bin/bash
# scripts/check_faults.sh -- what a laboratory's machines do to a run: a disk that fills, a folder that may not be written, an input
# that vanishes, a clock that goes back, an end that is asked for. Each time a clear error or the same bytes, nothing half-made,
# the earlier result and the log as they were. The disk is a small tmpfs: as root, or in a mount namespace of one's own.
set -euo pipefail
if [ "$(id -u)" != 0 ]; then
    unshare -rm true 2>/dev/null || { echo "skipped: neither root nor a namespace to mount in"; [ -z "${CI:-}" ]; exit; }
    exec unshare -rm "$0" "$@"
fi
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
GNBS=${GNBS:-$ROOT/build/gnbs}
# shellcheck disable=SC1091
. "$ROOT/scripts/batch_newborns.sh"
work=$(mktemp -d /tmp/check-faults-XXXXXX)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
n_bad=0
expect() { # WHAT GOT WANTED
    if [ "$2" = "$3" ]; then echo "ok      $1: $2"; else echo "FAILED  $1: '$2', expected '$3'"; n_bad=$((n_bad + 1)); fi
}
make_newborns in 2
run() { # OUT [OPTIONS]: status, and in err what was said
    local out=$1 status=0
    shift
    "$GNBS" run --reads in/NB-001.bam --sex M --panel "$SMALL/panel" --refdata in/refdata.db --no-consent-check --progress none \
        --out "$out" "$@" 2>err || status=$?
    echo $status
}
agree() { if same_results whole "$1" >differences; then echo the same; else head -3 differences; fi; }
left() { find "$1" -name '*.tmp-*' | wc -l; }
audit() { "$GNBS" audit verify "$1" 2>&1 | sed 's/:.*//;q'; }
expect "undisturbed" "$(run whole)" 0

# A disk of every size from too small for the log to nearly enough.
mkdir disk
n_full=0 n_clear=0 n_whole=0 n_left=0
for kb in $(seq 8 12 260); do
    mount -t tmpfs -o "size=${kb}k" tmpfs disk
    status=$(run disk/out)
    if [ "$status" = 0 ]; then
        same_results whole disk/out >/dev/null && n_whole=$((n_whole + 1))
    else
        n_full=$((n_full + 1))
        if [ "$status" = 3 ] && grep -q 'No space left\|cannot' err; then n_clear=$((n_clear + 1)); else cat err; fi
        if [ -e disk/out/NB-001 ]; then n_left=$((n_left + 1)); fi
        if [ -d disk/out ] && [ "$(left disk/out)" != 0 ]; then n_left=$((n_left + 1)); fi
        if [ -s disk/out/.gnbs/audit.jsonl ] && [ "$(audit disk/out)" != whole ]; then n_left=$((n_left + 1)); fi
    fi
    umount disk
done
expect "disks that were too small" "$([ $n_full -gt 5 ] && echo some || echo $n_full)" some
expect "with a clear error" $n_clear $n_full
expect "and something half-made, or a broken log" $n_left 0

# Full while an earlier result is there: that one stands.
mount -t tmpfs -o size=1200k tmpfs disk
cp -R whole/. disk/out
head -c 2000000 /dev/zero >disk/filler 2>/dev/null || true
expect "full disk, earlier result: status" "$(run disk/out)" 3
sed 's/^/    /' err
expect "the earlier result" "$(agree disk/out)" "the same"
rm disk/filler
expect "room again: status" "$(run disk/out)" 0
expect "the log" "$(audit disk/out)" whole
mount -o remount,ro disk
expect "read-only disk: status" "$(run disk/out)" 3
sed 's/^/    /' err
expect "the earlier result" "$(agree disk/out)" "the same"
umount disk

# The input goes while it is read: the same bytes (it was open) or a clear error, never a lesser result.
mv in/NB-001.bam safe.bam && mv in/NB-001.bam.bai safe.bam.bai
n_same=0 n_error=0 n_other=0
for i in $(seq 12); do
    cp safe.bam in/NB-001.bam && cp safe.bam.bai in/NB-001.bam.bai
    rm -rf gone
    (sleep "0.$(printf %03d $((i * 15)))"; rm -f in/NB-001.bam in/NB-001.bam.bai) &
    status=$(run gone)
    wait
    if [ "$status" = 0 ] && same_results whole gone >/dev/null; then n_same=$((n_same + 1))
    elif [ "$status" = 3 ] && [ ! -e gone/NB-001 ] && grep -q 'NB-001.bam' err; then n_error=$((n_error + 1))
    else n_other=$((n_other + 1)); cat err; fi
done
expect "an input that vanishes: $n_same whole, $n_error with a clear error; anything else" $n_other 0
# Cut short while it is read.
cp safe.bam.bai in/NB-001.bam.bai
head -c 20000 safe.bam >in/NB-001.bam
expect "an input cut short: status" "$(run cut)" 3
sed 's/^/    /' err
expect "a result of it" "$([ -e cut/NB-001 ] && echo there || echo none)" none
cp safe.bam in/NB-001.bam

# A clock that goes back ten years between two runs, and within one.
cat >clock.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static int n;
time_t time(time_t *t) { struct timespec s; clock_gettime(CLOCK_REALTIME, &s); if (t) *t = s.tv_sec; return s.tv_sec; }
int clock_gettime(clockid_t id, struct timespec *s) {
    int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(id, s);
    if (id == CLOCK_REALTIME) s->tv_sec -= 315576000 + 86400 * n++;
    return code;
}
C
${CC:-cc} -shared -fPIC -o clock.so clock.c -ldl 2>/dev/null
expect "clock: first run" "$(run clock)" 0
expect "clock back ten years" "$(LD_PRELOAD=$work/clock.so run clock)" 0
expect "its result" "$(agree clock)" "the same"
expect "the log is whole, and says so" "$("$GNBS" audit verify clock | grep -c 'whole\|the clock went back')" 2
"$GNBS" consent new --sample NB-001 --by mother --text 1 -o consent.json
status=0
LD_PRELOAD=$work/clock.so "$GNBS" run --reads in/NB-001.bam --panel "$SMALL/panel" --refdata in/refdata.db --consent consent.json --out clock2 \
    --progress none 2>err || status=$?
expect "a consent of the future is not guessed at: status" $status 3
sed 's/^/    /' err

# Asked to end.
n_other=0
for i in $(seq 10); do
    rm -rf term
    "$GNBS" run --reads in/NB-001.bam --sex M --panel "$SMALL/panel" --refdata in/refdata.db --no-consent-check --progress none --out term 2>err &
    pid=$!
    sleep "0.$(printf %03d $((i * 25)))"
    from=$(date +%s)
    kill -TERM $pid 2>/dev/null || true
    status=0
    wait $pid || status=$?
    [ $(($(date +%s) - from)) -le 10 ] || n_other=$((n_other + 1))
    if [ -e term/NB-001 ]; then same_results whole term >/dev/null || n_other=$((n_other + 1)); fi
    if [ -d term ] && [ "$(left term)" != 0 ]; then n_other=$((n_other + 1)); fi
    [ $status = 143 ] || [ $status = 0 ] || { n_other=$((n_other + 1)); echo "status $status: $(cat err)"; }
done
expect "SIGTERM at ten moments: later than ten seconds, half-made, another status" $n_other 0
[ $n_bad = 0 ] || { echo "check_faults: $n_bad not as asked"; exit 1; }
echo "check_faults: all as asked"
