# The corpus of jannovar as files that gnbs reads: each transcript with a case is a contig (its accession); exons from its mRNA, the rest N.
# usage: awk -v out=DIR -f jannovar.awk transcripts.tsv cases.tsv
# writes DIR/models.gff3 DIR/pieces DIR/lengths DIR/names DIR/expected (c., p., case) DIR/back (the expected c. name)
BEGIN { FS = OFS = "\t"; BESIDE = 2000 }
FNR == 1 { file++ }
/^#/ { next }
function complement(s,  i, c, r) {
    r = ""
    for (i = length(s); i > 0; i--) { c = substr(s, i, 1); r = r (c == "A" ? "T" : c == "T" ? "A" : c == "C" ? "G" : c == "G" ? "C" : "N") }
    return r
}
file == 1 {
    id = $1; sign = $3; n = $8; split($9, b, ","); split($10, e, ","); mrna = toupper($NF)
    o = offset[id] = $4 - BESIDE
    print id, $5 - o + BESIDE > (out "/lengths")
    gff = out "/models.gff3"
    print id, "x", "gene", $4 - o + 1, $5 - o, ".", sign, ".", "ID=gene-" id ";Name=" id > gff
    print id, "x", $6 < $7 ? "mRNA" : "transcript", $4 - o + 1, $5 - o, ".", sign, ".", "ID=rna-" id ";Parent=gene-" id ";transcript_id=" id ";gene=" id > gff
    coding[id] = $6 < $7
    done = 0; cds_done = 0
    for (k = 1; k <= n; k++) { # in the order of the transcript
        i = sign == "+" ? k : n + 1 - k
        len = e[i] - b[i]
        seq = substr(mrna, done + 1, len)
        done += len
        print id, b[i] - o, (sign == "+" ? seq : complement(seq)) > (out "/pieces")
        print id, "x", "exon", b[i] - o + 1, e[i] - o, ".", sign, ".", "ID=e-" id "-" i ";Parent=rna-" id > gff
        x = b[i] > $6 ? b[i] : $6; y = e[i] < $7 ? e[i] : $7
        if (x < y && $6 < $7) {
            print id, "x", "CDS", x - o + 1, y - o, ".", sign, (3 - cds_done % 3) % 3, "ID=c-" id ";Parent=rna-" id > gff
            cds_done += y - x
        }
    }
    next
}
file == 2 && $9 != "" && $8 in offset {
    p = $5 - offset[$8]; r = $6; a = $7
    if (r != "" && a != "" && length(r) == 1 && length(a) == 1) name = p r ">" a
    else if (r == "") name = (p - 1) "_" p "ins" a
    else name = (length(r) > 1 ? p "_" (p + length(r) - 1) : p) (a == "" ? "del" : "delins" a)
    print $8 ":g." name, $8 > (out "/names")
    type = $9 ~ /^[cn][.]/ ? "" : coding[$8] ? "c." : "n."
    print $8 "(" $8 "):" type $9 > (out "/back")
    print $9, $10, $1 " " $2, $8 > (out "/expected")
    if (r != "") print $8, p - 1, r > (out "/pieces")
}
