#!/bin/sh
# scripts/bench/bench_review.sh -- the review desk with a full queue: pages per second and how long they take, with 20 clients.
#
# The desk is the real program on the loopback, with REVIEW_CASES results (1000); clients are wrk (Debian's), 20 connections for
# REVIEW_SECONDS (8) per kind of page. Every page is logged, on disk, before it is shown. REVIEW_FINDINGS is a findings.json of
# the size that matters; without it, the tests' small ones are taken.
# Status 1 when a page takes longer than 200 ms at the 95th percentile, or an answer is not the page.
set -eu
gnbs=${GNBS:-build/gnbs}
cases=${REVIEW_CASES:-1000}
seconds=${REVIEW_SECONDS:-8}
limit_ms=200
for tool in wrk curl; do
    if ! command -v $tool >/dev/null; then
        echo "bench-review: skipped: no $tool (scripts/setup bench)"
        exit 0
    fi
done
work=$(mktemp -d)
server=
end() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

# Results: a newborn each, told apart by their names.
results=$work/results
mkdir "$results"
i=0
while [ "$i" -lt "$cases" ]; do
    i=$((i + 1))
    case $((i % 3)) in
    0) from=tests/report/findings/two_suspected.json ;;
    1) from=tests/report/findings/none_suspected.json ;;
    *) from=tests/report/findings/not_completed.json ;;
    esac
    from=${REVIEW_FINDINGS:-$from}
    mkdir "$results/B$i"
    sed "s/^ \"sample\": \".*\",\$/ \"sample\": \"B$i\",/" "$from" >"$results/B$i/findings.json"
done
size=$(wc -c <"$results/B1/findings.json")

password="a password for an hour"
echo "$password" | "$gnbs" review user add "$results" bench --full-name Bench --roles reviewer --password-file - >/dev/null
begin=$(date +%s)
"$gnbs" review serve "$results" --listen 127.0.0.1:0 2>"$work/said" &
server=$!
address=
while [ -z "$address" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/said" >&2; exit 1; }
    sleep 0.2
    address=$(sed -n 's/.*listening at \(http[^ ]*[0-9]\)\/$/\1/p' "$work/said")
done
echo "$cases cases (the first of $size bytes) on the desk in $(($(date +%s) - begin)) s"

csrf=$(curl -s -c "$work/jar" "$address/sign-in" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
curl -s -b "$work/jar" -c "$work/jar" -o /dev/null --data-urlencode "csrf=$csrf" --data-urlencode name=bench \
    --data-urlencode "password=$password" "$address/sign-in"
cookie=$(awk '$6 == "gnbs-desk" { print $6 "=" $7 }' "$work/jar")
[ -n "$cookie" ] || { echo "bench-review: could not sign in" >&2; exit 1; }

cat >"$work/ask.lua" <<EOF
local kind, cases = os.getenv("KIND"), $cases
local seed = os.time()
function init(args) math.randomseed(seed) end
function request()
    local id = math.random(cases)
    local path = kind == "queue" and "/queue?page=" .. math.random(math.ceil(cases / 50))
        or kind == "case" and "/case/" .. id
        or "/case/" .. id .. "/report"
    return wrk.format("GET", path, {["Cookie"] = "$cookie"})
end
function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("RESULT %.1f %.1f %.1f %.1f %.0f %d\n", latency:percentile(50) / 1000,
        latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
        summary.requests / summary.duration * 1e6, e.connect + e.read + e.write + e.status + e.timeout))
end
EOF
printf '%-22s %8s %8s %8s %8s %8s %8s\n' "20 clients" "p50 ms" "p95 ms" "p99 ms" "max ms" "pages/s" "failed"
failed=0
for KIND in queue case report; do
    export KIND
    result=$(wrk -t 2 -c 20 -d "${seconds}s" -s "$work/ask.lua" "$address" | sed -n 's/^RESULT //p')
    # Six numbers, not one word.
    # shellcheck disable=SC2086
    printf '%-22s %8s %8s %8s %8s %8s %8s\n' "$KIND" $result
    echo "$result" | awk -v limit=$limit_ms '{ exit !($2 <= limit && $5 > 0 && $6 == 0) }' || failed=1
done
kill "$server"
wait "$server" || true
server=
"$gnbs" audit verify "$results"
if [ "$failed" = 1 ]; then
    echo "bench-review: a page takes longer than $limit_ms ms at the 95th percentile, or fails"
    exit 1
fi
