#!/bin/sh
# scripts/bench/bench_trio.sh -- a real child with both parents: does every variant of the child come from one of them?
# usage: GNBS=build/gnbs scripts/bench/bench_trio.sh
# The CEU trio of the shared data (child NA12878, mother NA12892, father NA12891; b37 20:10,000,000-10,010,000). 10 kb
# are far too little for a new mutation (one in 40 Mb): every de_novo is an error. The third row leaves the father out: nothing may
# be new then. The fourth exchanges child and mother, which must show as genotypes that do not follow (mendel) or as new.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
data=$shared/data
if [ ! -d "$data/reads" ]; then
    echo "bench-trio: skipped: no shared data"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ref=$data/reference/b37_chr20_windows.fa.gz
reads() { echo "$data/reads/$1.chr20.10_10p1mb_sorted.bam"; }
printf '20\t10000000\t10010000\n' > "$work/regions.bed"

row() { # name child [options of call]
    name=$1 child=$2
    shift 2
    "$gnbs" call --reads "$(reads "$child")" --reference "$ref" --regions "$work/regions.bed" --sex F -t 2 -o "$work/out.vcf.gz" --progress none "$@"
    gzip -dc "$work/out.vcf.gz" | awk -F'\t' -v name="$name" '
        /^#/ { next }
        { total++ }
        $7 != "PASS" { filtered++; next }
        { pass++
          split($10, value, ":"); if (value[1] ~ /^[01]\|[01]$/) phased++
          if (value[1] ~ /^0[\/|]1$|^1[\/|]0$/) het++
          if (match($8, /ORIGIN=[a-z_]*/)) origin[substr($8, RSTART + 7, RLENGTH - 7)]++
          if ($8 ~ /(^|;)DENOVO(;|$)/) denovo++
          if ($8 ~ /(^|;)MENDEL(;|$)/) mendel++ }
        END { printf "%-22s %8d %8d %6d %9d %9d %6d %8d %8d %7d %7d\n", name, total, filtered, pass, origin["paternal"], origin["maternal"],
                  origin["both"], origin["unknown"], denovo, mendel, phased }'
}

printf '%-22s %8s %8s %6s %9s %9s %6s %8s %8s %7s %7s\n' '#family' variants filtered pass paternal maternal both unknown de_novo mendel phased
row child-alone HG001
row child+mother+father HG001 --mother "$(reads NA12892)" --father "$(reads NA12891)"
row child+mother HG001 --mother "$(reads NA12892)"
row mother-as-child NA12892 --mother "$(reads HG001)" --father "$(reads NA12891)"
