# shellcheck shell=sh
# scripts/batch_newborns.sh -- for scripts that test batches: N small newborns of one synthetic world, and a sheet of them.
#
#     . scripts/batch_newborns.sh; make_newborns FOLDER N     FOLDER/sheet.csv, FOLDER/refdata.db, FOLDER/NB-001.bam ...
#
# Every fourth comes as VCF, the others as BAM; each is another newborn (--seed). GNBS is the program, ROOT the project's folder.
export GNBS_DATADIR="$ROOT"
SMALL=$ROOT/tests/run/small

make_newborns() {
    mkdir -p "$1"
    "$GNBS" simulate "$SMALL/scenario.tsv" --out "$1/world" --progress none >/dev/null
    "$GNBS" refdata build --build custom --reference "$1/world/reference.fa" --transcripts "$1/world/genes.gff3" \
        --clinvar "$1/world/clinvar.vcf.gz" --frequencies "$1/world/frequencies.vcf.gz" --panel "$SMALL/panel" \
        -o "$1/refdata.db" --progress none
    echo "sample,sex,reads,vcf,note" >"$1/sheet.csv"
    make_i=0
    while [ "$make_i" -lt "$2" ]; do
        make_i=$((make_i + 1))
        name=NB-$(printf %03d $make_i)
        "$GNBS" simulate "$SMALL/scenario.tsv" --seed $make_i --coverage 100 --out "$1/nb" --progress none >/dev/null
        if [ $((make_i % 4)) = 0 ]; then
            bcftools view "$1/nb/truth.vcf.gz" 2>/dev/null | sed "/^#CHROM/s/[^	]*\$/$name/" | bgzip >"$1/$name.vcf.gz"
            echo "$name,M,,$name.vcf.gz," >>"$1/sheet.csv"
        else
            samtools view -H "$1/nb/reads.bam" | sed "s/SM:[^	]*/SM:$name/" >"$1/head.sam"
            samtools reheader "$1/head.sam" "$1/nb/reads.bam" >"$1/$name.bam"
            samtools index "$1/$name.bam"
            echo "$name,M,$name.bam,," >>"$1/sheet.csv"
        fi
    done
    rm -rf "$1/nb" "$1/head.sam"
}

# Two folders of results agree, but for what holds clock times and the name of the folder.
same_results() {
    diff -r -x provenance.json -x log.jsonl -x .gnbs "$1" "$2"
}
