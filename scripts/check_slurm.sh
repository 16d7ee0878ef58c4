#!/bin/bash
# scripts/check_slurm.sh -- a batch on a real Slurm, with a node that dies in the middle; beside the local engine.
#
# 24 synthetic newborns, one of them a damaged BAM, as arrays of at most ten tasks. While two runs are at work the node dies: its
# daemon, the job's steps and one of the two runs are killed; the other run lives on, as a run does on a node that the controller
# only believes dead. The node comes back and Slurm queues both again. Asked for: 23 done, 1 failed with its reason, every file
# the same as the local engine's, nothing half-written, no newborn written by two processes, status right all the while; SIGTERM
# (scancel, batch cancel) ends within ten seconds, and resume goes on.
#
# Needs slurm-client slurmctld slurmd munge samtools bcftools, and GNBS_SLURM_LOCAL: a script with start DIR, stop DIR, that brings
# up a cluster of this machine and writes DIR/env.sh (default: tools/slurm/slurm-local.sh of $GNBS_SHARED). Port numbers by
# SLURM_LOCAL_CTLD_PORT and SLURM_LOCAL_SLURMD_PORT.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
GNBS=${GNBS:-$ROOT/build/gnbs}
SHARED=${GNBS_SHARED:-$ROOT/../shared}
LOCAL=${GNBS_SLURM_LOCAL:-$SHARED/tools/slurm/slurm-local.sh}
export SLURM_LOCAL_CTLD_PORT=${SLURM_LOCAL_CTLD_PORT:-26817} SLURM_LOCAL_SLURMD_PORT=${SLURM_LOCAL_SLURMD_PORT:-26818}
PATH=$PATH:/usr/sbin
for tool in sbatch slurmd slurmctld munged samtools bcftools; do
    command -v $tool >/dev/null || { echo "check_slurm: $tool is missing; see scripts/setup slurm" >&2; exit 1; }
done
[ -r "$LOCAL" ] || { echo "skipped: no local cluster ($LOCAL)"; [ -z "${CI:-}" ]; exit; }
# shellcheck disable=SC1091
. "$ROOT/scripts/batch_newborns.sh"

work=$(mktemp -d /tmp/check-slurm-XXXXXX)
trap 'bash "$LOCAL" stop "$work/slurm" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
cd "$work"
n_bad=0
expect() { # WHAT GOT WANTED
    if [ "$2" = "$3" ]; then echo "ok      $1: $2"; else echo "FAILED  $1: $2, expected $3"; n_bad=$((n_bad + 1)); fi
}

agree() { if same_results "$1" "$2" >differences; then echo the same; else head -5 differences; fi; }

make_newborns cohort 24
size=$(wc -c <cohort/NB-007.bam)
head -c $((size / 2)) cohort/NB-007.bam >half.bam && mv half.bam cohort/NB-007.bam
batch() { "$GNBS" batch "$@"; }
options=(--panel "$SMALL/panel" --refdata cohort/refdata.db --no-consent-check)
states() { batch status "$1" --json | sed -n 's/^  "\([a-z]*\)": \([1-9][0-9]*\),*$/\2 \1/p' | paste -sd ' '; }

batch run cohort/sheet.csv --out local "${options[@]}" --progress none >local.out 2>local.err || true
expect "local engine" "$(states local)" "23 done 1 failed"

bash "$LOCAL" start "$work/slurm" >&2
# shellcheck disable=SC1091
. "$work/slurm/env.sh"
echo "--mem=300M" >flags
(batch run cohort/sheet.csv --out slurm-out "${options[@]}" --engine slurm --slurm-config flags --max-array 10 --wait || true) >run.out 2>&1 &
waiter=$!

# The first two runs that are caught at work are stopped, so that the node dies in their middle.
program=$(readlink -f "$GNBS")
runs() { # numbers of `gnbs run` processes of this cluster
    for pid in $(pgrep -f "^$program run --sample" || true); do
        grep -qs "SLURM_CONF=$work/slurm/slurm.conf" "/proc/$pid/environ" && echo "$pid"
    done
    true
}
stopped=()
deadline=$((SECONDS + 60))
while [ ${#stopped[@]} -lt 2 ] && [ $SECONDS -lt $deadline ]; do
    for pid in $(runs); do
        case " ${stopped[*]:-} " in *" $pid "*) continue ;; esac
        kill -STOP "$pid" 2>/dev/null && stopped+=("$pid")
    done
done
expect "runs caught at work" ${#stopped[@]} 2
victim=${stopped[0]}
survivor=${stopped[1]}
victim_parent=$(awk '/^PPid/ { print $2 }' "/proc/$victim/status")
echo "while they stand: $(states slurm-out)"

# The node dies: its daemon, every step daemon of ours, and the victim with its supervisor.
steps=
for p in $victim $survivor; do
    step=$p
    while [ "$step" -gt 1 ] && [ "$(cat "/proc/$step/comm" 2>/dev/null)" != slurmstepd ]; do
        step=$(awk '/^PPid/ { print $2 }' "/proc/$step/status" 2>/dev/null || echo 1)
    done
    [ "$step" -gt 1 ] && steps="$steps $step"
done
kill -9 "$(cat "$work/slurm/slurmd.pid")"
# shellcheck disable=SC2086
kill -9 $steps $victim_parent $victim 2>/dev/null || true
echo "the node died with process $victim; process $survivor lives on"
deadline=$((SECONDS + 120))
while ! sinfo -h -o %t | grep -q '^down' && [ $SECONDS -lt $deadline ]; do sleep 1; done
expect "the controller sees it" "$(sinfo -h -o %t | sed 's/[*]//')" down
echo "meanwhile: $(states slurm-out)"
slurmd -c -f "$SLURM_CONF" -N "$(hostname -s)"
sleep 3
kill -CONT "$survivor" 2>/dev/null || true

deadline=$((SECONDS + 420))
while kill -0 $waiter 2>/dev/null && [ $SECONDS -lt $deadline ]; do sleep 1; done
expect "the batch has ended" "$(kill -0 $waiter 2>/dev/null && echo no || echo yes)" yes
sed 's/^/    /' run.out
expect "Slurm engine" "$(states slurm-out)" "23 done 1 failed"
reason=$(batch status slurm-out | sed -n 's/^NB-007  failed  *[0-9.]* s *[0-9]* MB  //p')
expect "the reason of the one" "$(grep -c 'NB-007.bam' <<<"$reason")" 1
echo "    $reason"
expect "files as the local engine's" "$(agree local slurm-out)" "the same"
expect "folders half-made" "$(find slurm-out -name '*.tmp-*' | wc -l)" 0
expect "newborns with a result" "$(find slurm-out -mindepth 2 -maxdepth 2 -name findings.json | wc -l)" 23
expect "newborns that were begun again" "$(grep -l '"attempt": [2-9]' slurm-out/.gnbs/batch/NB-*.json | wc -l | awk '{ print ($1 >= 1 ? "some" : "none") }')" some
expect "the log of accesses" "$("$GNBS" audit verify slurm-out | sed 's/:.*//;q')" whole
reports=$("$GNBS" audit show slurm-out | grep -c 'The report was made')
expect "reports made" "$reports" 23

# Cancelled in the middle, and gone on with.
batch run cohort/sheet.csv --out third "${options[@]}" --engine slurm --slurm-config flags >/dev/null
sleep 2
from=$SECONDS
batch cancel third >/dev/null
while [ -n "$(runs)" ] && [ $((SECONDS - from)) -lt 20 ]; do sleep 0.2; done
expect "scancel ends runs within ten seconds" "$([ $((SECONDS - from)) -le 10 ] && echo yes || echo no)" yes
expect "folders half-made" "$(find third -name '*.tmp-*' | wc -l)" 0
batch resume third --engine slurm --slurm-config flags --wait >resume.out 2>&1 || true
expect "resumed" "$(states third)" "23 done 1 failed"
expect "files as the local engine's" "$(agree local third)" "the same"
[ $n_bad = 0 ] || { echo "check_slurm: $n_bad not as asked"; exit 1; }
echo "check_slurm: all as asked"
