#!/bin/sh
# scripts/bench/bench_call.sh -- the caller beside its peers, in one run: accuracy on data with known truth, then time.
# usage: GNBS=build/gnbs scripts/bench/bench_call.sh [S35 S15 S60 R30 T]     (default: all)
# Peers from Debian: bcftools (mpileup | call), freebayes; a row is left out when its program is not installed. Reads are made
# once by make_reads.sh and kept in $GNBS_CACHE (default ~/.cache/gnbs). Rows of one set come from the same files and regions.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
here=$(cd "$(dirname "$0")" && pwd)
data=$shared/data
if [ ! -d "$data/reads" ]; then
    echo "bench-call: skipped: no shared data"
    exit 0
fi
cache=${GNBS_CACHE:-${HOME:-/tmp}/.cache/gnbs}/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"
has() { command -v "$1" > /dev/null; }

# timed NAME command...: wall and CPU seconds and peak memory to $work/NAME.time
timed() {
    name=$1
    shift
    /usr/bin/time -o "$work/$name.time" -f '%e %U %S %M' "$@"
}

call_peers() { # set reads reference region bed
    set_name=$1 reads=$2 ref=$3 region=$4 bed=$5
    timed "$set_name.gnbs" "$gnbs" call --reads "$reads" --reference "$ref" --regions "$bed" --sex F -t 1 -o "$work/$set_name.gnbs.vcf.gz" --progress none
    timed "$set_name.gnbs-t2" "$gnbs" call --reads "$reads" --reference "$ref" --regions "$bed" --sex F -t 2 -o "$work/$set_name.gnbs-t2.vcf.gz" --progress none
    cmp "$work/$set_name.gnbs.vcf.gz" "$work/$set_name.gnbs-t2.vcf.gz" || echo "bench-call: $set_name: bytes differ with threads" >&2
    if has bcftools; then
        timed "$set_name.bcftools" sh -c 'bcftools mpileup -f "$1" -r "$2" -q 20 -a AD,DP -Ou "$3" 2> /dev/null | bcftools call -mv -f GQ -Oz -o "$4" 2> /dev/null' - \
            "$ref" "$region" "$reads" "$work/$set_name.bcftools.vcf.gz"
    fi
    if has freebayes; then
        case $ref in *.gz) zcat "$ref" > "$work/ref.fa"; fb_ref=$work/ref.fa; [ -f "$fb_ref.fai" ] || samtools faidx "$fb_ref" ;; *) fb_ref=$ref ;; esac
        timed "$set_name.freebayes" sh -c 'freebayes -f "$1" -r "$2" -m 20 --genotype-qualities "$3" | bgzip > "$4"' - \
            "$fb_ref" "$(echo "$region" | sed 's/:\([0-9]*\)-/:\1-/')" "$reads" "$work/$set_name.freebayes.vcf.gz"
    fi
}

score() { # set truth reference bed
    for caller in gnbs bcftools freebayes; do
        vcf=$work/$1.$caller.vcf.gz
        [ -f "$vcf" ] || continue
        min=0
        [ $caller = bcftools ] && min=30
        [ $caller = freebayes ] && min=20
        "$gnbs" evaluate --truth "$2" --calls "$vcf" --reference "$3" --regions "$4" --min-qual $min --name "$1:$caller" --no-header
    done
}

show_time() { # set megabases
    for caller in gnbs gnbs-t2 bcftools freebayes; do
        [ -f "$work/$1.$caller.time" ] || continue
        awk -v name="$1:$caller" -v mb="$2" '{ printf "%-18s %8.2f s wall  %8.2f s CPU  %7.3f s CPU/Mb  %6.0f MB\n", name, $1, $2 + $3, ($2 + $3) / mb, $4 / 1024 }' "$work/$1.$caller.time"
    done
}

sets=${*:-S15 S35 S60 R30}
printf '#%-17s %-6s %7s %7s %5s %5s %5s %9s %9s %9s\n' set:caller type truth tp fp fn gt precision recall f1
for s in $sets; do
    case $s in
    S*)
        GNBS_SHARED=$shared "$here/make_reads.sh" "${s#S}" "$cache"
        bed=$data/truth/HG002_v4.2.1.GRCh38.chr20_1-10M.bed
        truth=$data/truth/HG002_v4.2.1.GRCh38.chr20_1-10M.conf.vcf.gz
        printf 'chr20\t0\t10000000\n' > "$work/$s.bed"
        call_peers "$s" "$cache/$s.bam" "$cache/ref.fa" chr20:1-10000000 "$work/$s.bed"
        awk '$3 <= 10000000' "$bed" > "$work/conf.bed"
        score "$s" "$truth" "$cache/ref.fa" "$work/conf.bed"
        mb=10
        ;;
    R30)
        ref=$data/reference/b37_chr20_windows.fa.gz
        reads=$data/reads/HG002_NIST_150bp_downsampled_30x.chr20.10_10p1mb.bam
        printf '20\t10000000\t10100000\n' > "$work/$s.bed"
        call_peers R30 "$reads" "$ref" 20:10000001-10100000 "$work/$s.bed"
        awk -v OFS='\t' '$3 > 10000000 && $2 < 10100000 { if ($2 < 10000000) $2 = 10000000; if ($3 > 10100000) $3 = 10100000; print $1, $2, $3 }' \
            "$data/truth/HG002_v4.2.1.b37.20_10.0-10.1M.bed" > "$work/conf.bed"
        score R30 "$data/truth/HG002_v4.2.1.b37.20_10.0-10.1M.vcf.gz" "$ref" "$work/conf.bed"
        mb=0.1
        ;;
    *) echo "bench-call: no set '$s'" >&2; exit 2 ;;
    esac
    echo "$s $mb" >> "$work/sets"
done | awk -F'\t' '/^#/ { print; next } { printf "%-18s %-6s %7d %7d %5d %5d %5d %9s %9s %9s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 }'
echo
while read -r s mb; do show_time "$s" "$mb"; done < "$work/sets"
