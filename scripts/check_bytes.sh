#!/bin/bash
# scripts/check_bytes.sh -- same input, same bytes: one newborn screened with 1, 2, 3 and 8 threads, by another build, with every
# vector width of the caller, and with reads that start at one place in another order. What may differ is only what says so: log.jsonl
# and provenance.json (time, host, threads) and, where the input file itself is another, its digest.
#   GNBS        the program (build/gnbs)
#   OTHER_GNBS  another build of it, as by clang (build/clang/gnbs, where it is there)
# The demo's newborn is made here. With shared data (GNBS_SHARED) a synthetic newborn over real sequence of 39 genes is asked too.
set -u
gnbs=$(realpath "${GNBS:-build/gnbs}")
other=${OTHER_GNBS:-build/clang/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
tell() { # STATUS WHAT
    if [ "$1" = 0 ]; then
        passed=$((passed + 1))
        echo "same   $2"
    else
        failed=$((failed + 1))
        echo "DIFFER $2"
    fi
}
results() { find "$1" -type f ! -name log.jsonl ! -name provenance.json ! -path '*/.gnbs/*' -printf '%P\n' | sort; }
same_results() { # A B WHAT
    local file status=0
    [ "$(results "$1")" = "$(results "$2")" ] && [ -n "$(results "$1")" ] || status=1
    for file in $(results "$1"); do
        cmp -s "$1/$file" "$2/$file" || { status=1 && echo "       $file"; }
    done
    tell $status "$3"
}

# The same records, those of one place in another order.
shuffle() { # IN OUT
    { samtools view -H "$1"; samtools view "$1" | awk 'BEGIN { srand(7) } $3 "\t" $4 != at { at = $3 "\t" $4; n++ } { printf "%d\t%.9f\t%s\n", n, rand(), $0 }' |
        sort -t '	' -k1,1n -k2,2n | cut -f3-; } | samtools view --no-PG -b -o "$2" -
    samtools index "$2"
}

newborn() { # NAME READS BUNDLE PANEL REFERENCE SEX
    local name=$1 reads=$2 t run=("$gnbs" run --refdata "$3" --panel "$4" --no-consent-check --progress none)
    [ -n "$6" ] && run+=(--sex "$6")
    for t in 1 2 3 8; do
        "${run[@]}" --reads "$reads" --out "$work/$name.t$t" -t "$t" > /dev/null 2> "$work/err"
        # 5: held by a quality gate, with results
        case $? in 0 | 5) ;; *) cat "$work/err" && tell 1 "$name: run with $t threads" && return ;; esac
        [ "$t" = 1 ] || same_results "$work/$name.t1" "$work/$name.t$t" "$name: 1 thread and $t"
    done
    if [ -x "$other" ]; then
        run[0]=$(realpath "$other")
        "${run[@]}" --reads "$reads" --out "$work/$name.other" > /dev/null 2>&1
        run[0]=$gnbs
        same_results "$work/$name.t1" "$work/$name.other" "$name: another build ($other)"
    else
        echo "left out: $name: another build (no $other)"
    fi
    shuffle "$reads" "$work/reads.bam"
    cmp -s <(samtools view "$reads") <(samtools view "$work/reads.bam") && tell 1 "$name: the shuffled reads are in another order"
    "${run[@]}" --reads "$work/reads.bam" --out "$work/$name.shuffled" > /dev/null 2>&1
    local a b
    for f in variants.vcf.gz callable.bed.gz dosage.bed.gz findings.tsv; do
        a=$(echo "$work/$name.t1"/*/"$f") b=$(echo "$work/$name.shuffled"/*/"$f")
        [ -f "$a" ] || continue
        cmp -s <(gzip -cdf "$a" | grep -v '^##') <(gzip -cdf "$b" | grep -v '^##')
        tell $? "$name: $f with equal starts in another order"
    done
    [ -n "$5" ] || return 0
    local width base=
    for width in scalar avx2 avx512 auto; do
        if "$gnbs" call --reads "$reads" --reference "$5" --simd $width --progress none -o "$work/$width.vcf.gz" 2> "$work/err"; then
            # the header keeps the command line
            gzip -cd "$work/$width.vcf.gz" | grep -v '^##' > "$work/$width.txt"
            [ -n "$base" ] && { cmp -s "$work/$base.txt" "$work/$width.txt"; tell $? "$name: calls by $base and $width"; }
            base=${base:-$width}
        else
            echo "left out: $name: $width ($(cat "$work/err"))"
        fi
    done
}

echo "== the demo's newborn"
GNBS=$gnbs OUT=$work/demo sh "$here/demo" > "$work/demo.log" 2>&1 || { cat "$work/demo.log" && exit 1; }
demo=$work/demo
newborn demo "$demo/newborn/reads.bam" "$demo/demo.refdata" refdata/demo/panel "$demo/newborn/reference.fa" F

world=$shared/data/world
if [ -d "$world" ]; then
    echo "== a synthetic newborn over real sequence"
    "$gnbs" refdata build --build GRCh38 --reference "$world/GRCh38.windows.fa.gz" --transcripts "$shared/data/transcripts/MANE.GRCh38.gff3.gz" \
        --clinvar "$shared/data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz" --frequencies "$world/population.sites.vcf.gz" \
        --panel panels/newborn -o "$work/bundle.db" --progress none || exit 1
    newborn dev04 "$world/bams/dev04.bam" "$work/bundle.db" panels/newborn "" ""
else
    echo "check-bytes: skipped: no shared data for the synthetic newborn over real sequence"
    [ -z "${CI:-}" ] || failed=1
fi
echo "tests: $passed passed, $failed failed"
[ "$failed" = 0 ]
