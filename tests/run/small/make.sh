# tests/run/small/make.sh -- for cases to source: a small synthetic boy in nb/, his bundle in refdata.db, and words for asking.
# SYNA1 (recessive) two copies of a known frameshift; SYNB1 (recessive) one copy of a known stop; SYND1 (dominant)
# nothing; SYNX1 (X-linked) a known missense on his one X. His genome and reads are the same on every machine.
export GNBS_DATADIR="$CASE/../../../.."
SMALL=$CASE/../../small

simulate() { # FOLDER [SCENARIO]
    "$GNBS" simulate "${2:-$SMALL/scenario.tsv}" --out "$1" --progress none >/dev/null
}
build() { # NEWBORN BUNDLE
    "$GNBS" refdata build --build custom --reference "$1/reference.fa" --transcripts "$1/genes.gff3" \
        --clinvar "$1/clinvar.vcf.gz" --frequencies "$1/frequencies.vcf.gz" --panel "$SMALL/panel" \
        -o "$2" --progress none
}
run() { # options of gnbs run beside the panel and the bundle
    "$GNBS" run --panel "$SMALL/panel" --refdata refdata.db --progress none "$@"
}
outcomes() { # OUT: gene, outcome, reason
    awk -F '\t' '!/^##/ { if (!n++) { for (i = 1; i <= NF; i++) at[$i] = i; next }
        printf "%-6s %-14s %s\n", $at["gene"], $at["outcome"], $at["reason"] }' "$1/SMALL-1/findings.tsv"
}
