# tests/run/small/gvcf.awk -- a gVCF from the truth: its variants, and reference blocks between them.
# Variables: hole=CHROM:BEG-END (1-based) has blocks of GQ 5 there, or one <DEL> when kind=DEL; nothing when hole is empty.
BEGIN {
    FS = OFS = "\t"
    length_of["chr1"] = 24000
    length_of["chrX"] = 16000
    split(hole, part, "[:-]")
}
function block(chrom, beg, end, gq) {
    if (end >= beg) print chrom, beg, ".", "N", "<*>", ".", ".", "END=" end, "GT:GQ:MIN_DP", "0/0:" gq ":30"
}
# Blocks over [beg, end], with the hole as it shall be.
function fill(chrom, beg, end,    from, to) {
    if (chrom != part[1] || end < part[2] || beg > part[3]) {
        block(chrom, beg, end, 50)
        return
    }
    from = beg > part[2] ? beg : part[2]
    to = end < part[3] ? end : part[3]
    block(chrom, beg, from - 1, 50)
    if (kind == "DEL") print chrom, from, ".", "N", "<DEL>", ".", "PASS", "SVTYPE=DEL;END=" to, "GT:GQ:DP", "0/1:60:30"
    else block(chrom, from, to, 5)
    block(chrom, to + 1, end, 50)
}
/^##/ { print; next }
/^#/ {
    print "##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">"
    print "##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"Type\">"
    print "##ALT=<ID=*,Description=\"Any other\">"
    print "##ALT=<ID=DEL,Description=\"Deletion\">"
    print "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Quality\">"
    print "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">"
    print "##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"Least depth\">"
    print
    next
}
{
    if ($1 != chrom) {
        if (chrom != "") fill(chrom, next_pos, length_of[chrom])
        chrom = $1
        next_pos = 1
    }
    fill(chrom, next_pos, $2 - 1)
    $9 = "GT:GQ:DP"
    $10 = $10 ":60:30"
    print
    next_pos = $2 + length($4)
}
END { fill(chrom, next_pos, length_of[chrom]) }
