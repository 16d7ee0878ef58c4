#!/bin/sh
# scripts/bench/bench_annotate.sh -- variants per second and core, and memory as the VCF grows, beside bcftools csq in the same run.
# usage: GNBS=build/gnbs scripts/bench/bench_annotate.sh
# The VCF is made here: a substitution at every 4th, 2nd, then every base of the GRCh38 chr21 slices of the shared data (56 Ensembl transcripts
# in 1.1 Mb), a small deletion or insertion at each 16th of them. Half of the alleles are in a frequency file of gnomAD's keys,
# a fifth in a ClinVar file, a third in a SpliceAI file, all made of the same alleles, so that every look-up has something to find.
# gnbs does consequences of every transcript, HGVS g., c. and p., look-ups, and writes bgzip with its index; bcftools csq (-l, one
# record at a time; -p a, by haplotype) does consequences alone. Exit 1 below 200,000 a second, or when memory grows.
set -eu
gnbs=${GNBS:-build/gnbs}
shared=${GNBS_SHARED:-../shared}
set_=$shared/data/annotation/csq_cases/vep_chr21
if [ ! -d "$set_" ]; then
    echo "bench-annotate: skipped: no shared data"
    exit 0
fi
least=200000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C

ref=$set_/chr21.fa.gz

# One record for every STEP-th base that is known; INFO by kind: none, ClinVar's or gnomAD's.
make_vcf() { # step kind
    gzip -dc "$ref" | awk -v step="$1" -v kind="$2" '
        BEGIN {
            split("A C G T", letter, " ")
            for (i = 1; i <= 4; i++) { code[letter[i]] = i }
            print "##fileformat=VCFv4.2\n##contig=<ID=21>"
            if (kind == "clinvar") {
                print "##fileDate=2026-01-01\n##source=ClinVar"
                print "##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"\">\n##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"\">\n##INFO=<ID=ALLELEID,Number=1,Type=Integer,Description=\"\">"
            }
            if (kind == "gnomad") {
                print "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"\">\n##INFO=<ID=AN,Number=1,Type=Integer,Description=\"\">\n##INFO=<ID=AF,Number=A,Type=Float,Description=\"\">"
                print "##INFO=<ID=nhomalt,Number=A,Type=Integer,Description=\"\">\n##INFO=<ID=faf95,Number=A,Type=Float,Description=\"\">\n##INFO=<ID=grpmax,Number=A,Type=String,Description=\"\">\n##INFO=<ID=AF_grpmax,Number=A,Type=Float,Description=\"\">"
                print "##INFO=<ID=AF_afr,Number=A,Type=Float,Description=\"\">\n##INFO=<ID=AF_nfe,Number=A,Type=Float,Description=\"\">"
            }
            if (kind == "spliceai") print "##INFO=<ID=SpliceAI,Number=.,Type=String,Description=\"\">"
            print "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
            OFS = "\t"
        }
        /^>/ { name = substr($1, 2); pos = 0; before = ""; next }
        name != "21" || /^N+$/ { pos += length($0); next }
        {
            n = length($0)
            for (i = 1; i <= n; i++) {
                b = substr($0, i, 1)
                pos++
                if (!(b in code) || pos % step != 0) continue
                k++
                ref = b; alt = letter[(code[b] + pos % 3) % 4 + 1]
                if (k % 16 == 3 && i + 5 <= n) { ref = substr($0, i, 2 + pos % 4); alt = b; if (ref ~ /N/) continue }
                if (k % 16 == 11) { ref = b; alt = b letter[pos % 4 + 1] letter[pos % 3 + 1] }
                if (kind == "clinvar" && pos % 5 == 0)
                    print 21, pos, pos, ref, alt, ".", ".", "ALLELEID=" pos ";CLNREVSTAT=criteria_provided,_multiple_submitters,_no_conflicts;CLNSIG=" (pos % 10 ? "Pathogenic" : "Likely_benign")
                if (kind == "gnomad" && pos % 2 == 0)
                    print 21, pos, ".", ref, alt, ".", "PASS", "AC=12;AN=150000;AF=0.00008;nhomalt=0;faf95=0.00004;grpmax=nfe;AF_grpmax=0.0001;AF_afr=0.00002;AF_nfe=0.0001"
                if (kind == "spliceai" && pos % 3 == 0)
                    print 21, pos, ".", ref, alt, ".", ".", "SpliceAI=" alt "|GENE|0.01|0.00|0.12|0.00|-5|12|2|-30"
                if (kind == "none") print 21, pos, ".", ref, alt, ".", "PASS", "DP=30"
            }
        }'
}

make_vcf 1 clinvar > "$work/clinvar.vcf"
make_vcf 1 gnomad > "$work/gnomad.vcf"
make_vcf 1 spliceai > "$work/spliceai.vcf"
"$gnbs" refdata build --build custom --reference "$ref" --transcripts "$set_/chr21.gff3.gz" --clinvar "$work/clinvar.vcf" \
    --frequencies "$work/gnomad.vcf" --scores "$work/spliceai.vcf" --panel all -o "$work/refdata.db" --progress none
for step in 4 2 1; do make_vcf $step none > "$work/$step.vcf"; done
grep '^#' "$work/1.vcf" > "$work/0.vcf"

timed() { # name command...: CPU seconds and peak kilobytes to $work/NAME.time
    name=$1
    shift
    for _ in 1 2; do # the machine may be shared: the better of two
        /usr/bin/time -a -o "$work/$name.both" -f '%U %S %M' "$@" > /dev/null 2> "$work/$name.log" || { cat "$work/$name.log" >&2; exit 1; }
    done
    sort -g -k 1,1 "$work/$name.both" | head -n 1 > "$work/$name.time"
}

show() { # name vcf: what, variants a second, seconds, megabytes; CPU of an empty VCF (the bundle, the GFF) is taken off
    awk -v what="$1" -v n="$(grep -vc '^#' "$work/$2.vcf")" 'FNR == NR { zero = $1 + $2; next }
        { s = $1 + $2 - zero; if (s < 0.001) s = 0.001; printf "%-22s %9d variants %8.2f s CPU %9.0f a second %8.1f MB\n", what, n, s, n / s, $3 / 1024 }' \
        "$work/${1%.*}.0.time" "$work/$1.time"
}

for step in 0 4 2 1; do
    timed "gnbs.$step" "$gnbs" annotate --vcf "$work/$step.vcf" --refdata "$work/refdata.db" -o "$work/gnbs.$step.vcf.gz" --progress none
done
for step in 4 2 1; do show "gnbs.$step" $step; done
if command -v bcftools > /dev/null; then
    for step in 0 1; do
        timed "csq-local.$step" bcftools csq -l -f "$ref" -g "$set_/chr21.gff3.gz" "$work/$step.vcf" -Oz -o "$work/csq.vcf.gz"
        timed "csq-haplotype.$step" bcftools csq -p a -f "$ref" -g "$set_/chr21.gff3.gz" "$work/$step.vcf" -Oz -o "$work/csq.vcf.gz"
    done
    show csq-local.1 1
    show csq-haplotype.1 1
fi
awk -v least=$least -v n="$(grep -vc '^#' "$work/1.vcf")" -v entries="$(gzip -dc "$work/gnbs.1.vcf.gz" | grep -v '^#' | grep -o 'GNBS_CSQ=' | wc -l)" '
    FILENAME ~ /gnbs\.0/ { zero = $1 + $2 } FILENAME ~ /gnbs\.4/ { small = $3 } FILENAME ~ /gnbs\.1/ { s = $1 + $2 - zero; big = $3 }
    END {
        ok = n / s >= least; flat = big <= 1.05 * small + 2048
        printf "gnbs: %.0f variants a second and core (bar %d)%s; %d of %d with consequences; memory at 4n is %.2f of n (bar 1.05 and 2 MB)%s\n",
            n / s, least, ok ? "" : "  MISSED", entries, n, big / small, flat ? "" : "  MISSED"
        exit !(ok && flat)
    }' "$work/gnbs.0.time" "$work/gnbs.4.time" "$work/gnbs.1.time"
