# usage: awk -v diff=FILE -f norm_gen.awk NORM.vcf EXPECTED.tsv       prints: agreeing, all
BEGIN { FS = OFS = "\t"; printf "" > diff }
FNR == NR { if (!/^#/) got[$3] = $2 "\t" toupper($4) "\t" toupper($5); next }
/^#/ { next }
{
    n++
    want = $5 "\t" toupper($6) "\t" toupper($7)
    if (got[$1] == want) agree++
    else print $0, "gnbs:", got[$1] >> diff
}
END { print agree + 0, n + 0 }
