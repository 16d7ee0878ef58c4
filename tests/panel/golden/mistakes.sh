# Sourced by the cmd of mistakes_*: a good panel, one mistake at a time, and what lint says of it.
#
#   mistake WORDS FILE EDIT     EDIT is a sed script (GNU: \xNN bytes) for panel.tsv, include.tsv or exclude.tsv
#   mistake WORDS FILE -PROG    PROG reads the good file and writes the bad one
export GNBS_DATADIR="$CASE/../../../.."
export LC_ALL=C
TAB=$(printf '\t')

good() {
    rm -rf p
    mkdir p
    {
        printf '##name=three\n##version=1\n##status=draft\n##date=2026-11-22\n##genome_build=GRCh38\n'
        printf 'gene hgnc_id condition condition_id inheritance mechanism transcript report classes onset urgency action confirmatory_test prevalence programmes evidence status curator reviewed note\n' | tr ' ' '\t'
        printf 'CFTR|HGNC:1884|Cystic fibrosis|MONDO:0009061|AR|LoF|ENST00000003084.11|known+lof|SNV;INDEL;CNV|infancy|weeks|refer to a centre|sweat chloride|1/2500 (UK)|GEL|2475911|green|Ann|2026-11-01|\n' | tr '|' '\t'
        printf 'GBA1|HGNC:4177|Gaucher disease|MONDO:0018150|AR|LoF|ENST00000368373.8|known|SNV;INDEL|infancy|weeks|enzyme replacement|enzyme activity|1/50000 (births)|GEL|1974409|green|Ann|2026-11-01|\n' | tr '|' '\t'
        printf 'TAFAZZIN|HGNC:11577|Barth syndrome|MONDO:0010543|XLR|LoF|ENST00000601016.6|known+lof|SNV;INDEL;CNV|infancy|weeks|cardiology|cardiolipin ratio|1/400000 (births)|GEL|8630491|green|Ann|2026-11-01|\n' | tr '|' '\t'
    } >p/panel.tsv
    {
        printf 'gene hgnc_id chrom pos ref alt hgvs condition reason source date curator\n' | tr ' ' '\t'
        printf 'CFTR|HGNC:1884|chr7|117559590|ATCT|A|ENST00000003084.11:c.1521_1523del||F508del|example|2026-11-22|Ann\n' | tr '|' '\t'
    } >p/include.tsv
    {
        printf 'gene hgnc_id chrom pos ref alt hgvs condition reason source date curator\n' | tr ' ' '\t'
        printf 'CFTR|HGNC:1884|chr7|117509089|C|T|ENST00000003084.11:c.220C>T||mild allele|example|2026-11-22|Ann\n' | tr '|' '\t'
    } >p/exclude.tsv
    adjust
}
adjust() { :; } # a case may change what is good

mistake() {
    good
    case $3 in
    -*) sh -c "${3#-}" <"p/$2" >bad ;;
    *) sed "$3" "p/$2" >bad ;;
    esac
    cmp -s bad "p/$2" && echo "== $1: THE EDIT CHANGED NOTHING"
    mv bad "p/$2"
    echo "== $1"
    status=0
    # shellcheck disable=SC2086
    "$GNBS" panel lint p $LINT_OPTIONS >said 2>error || status=$?
    grep -E ': (error|warning): ' said | sed 's|/[^ ]*/refdata/|refdata/|'
    [ -s said ] || cat error
    echo "   status $status"
}
