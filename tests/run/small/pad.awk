# tests/run/small/pad.awk -- reference.fa, then a VCF: each record with the five bases before it and the three after it in
# REF and in ALT, as callers that report haplotypes write them. The allele is the same; only its spelling is not normal.
FNR == NR {
    if (/^>/) name = substr($1, 2)
    else genome[name] = genome[name] $0
    next
}
/^#/ { print; next }
{
    if (!n++) { FS = OFS = "\t"; $0 = $0 }
    before = substr(genome[$1], $2 - 5, 5)
    after = substr(genome[$1], $2 + length($4), 3)
    $2 -= 5
    $4 = before $4 after
    $5 = before $5 after
    print
}
