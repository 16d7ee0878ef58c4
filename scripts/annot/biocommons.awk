# The corpus of biocommons as files that gnbs reads: each alignment of a transcript becomes a contig of its own (K1, K2, ...), cut out
# of the chromosome 3,000 bases beside its exons; bases are those of the slices, and of the transcript where the alignment says "=".
# usage: awk -v out=DIR -f biocommons.awk transcripts.tsv seq_slices.tsv cases.tsv
# writes DIR/models.gff3 DIR/pieces (contig, begin, bases) DIR/lengths DIR/own.fa DIR/names (g., transcript) DIR/expected (c., p., case)
#        DIR/back (the expected c. on its contig)
BEGIN { FS = OFS = "\t"; BESIDE = 3000 }
FNR == 1 { file++ }
/^#/ { next }

# "47=1X195=" of an exon, in the direction of the transcript: op[1..n_op], len[]
function cut_cigar(text,  s) {
    n_op = 0
    while (match(text, /^[0-9]+[=XDI]/)) {
        n_op++
        len[n_op] = substr(text, 1, RLENGTH - 1) + 0
        op[n_op] = substr(text, RLENGTH, 1)
        text = substr(text, RLENGTH + 1)
    }
}
# Genomic base (0-based) beside transcript base t of exon i; the nearest before it where the genome has none.
function beside(i, t,  k, at, done) {
    cut_cigar(cigar[i]); at = t0[i]; done = 0
    for (k = 1; k <= n_op; k++) {
        if (op[k] != "I" && t < at + len[k]) {
            if (op[k] == "D") return strand > 0 ? g0[i] + done - 1 : g1[i] - done
            return strand > 0 ? g0[i] + done + t - at : g1[i] - 1 - done - (t - at)
        }
        if (op[k] != "I") at += len[k]
        if (op[k] != "D") done += len[k]
    }
    return strand > 0 ? g1[i] - 1 : g0[i]
}
function gap_of(text,  k, s, last, n) {
    cut_cigar(text); s = ""; n = 0
    for (k = 1; k <= n_op; k++) { # = and X are both bases beside bases
        if (op[k] == "=" || op[k] == "X") { n += len[k]; continue }
        if (n > 0) s = s " M" n
        n = 0
        s = s " " (op[k] == "D" ? "I" : "D") len[k]
    }
    if (n > 0) s = s " M" n
    return substr(s, 2)
}

file == 1 {
    tx = $1; alt = $3; strand = $5 + 0
    n_contig++
    contig = "K" n_contig
    of[tx, alt] = contig
    n = split($9, exon, ";")
    low = -1; high = 0
    for (i = 1; i <= n; i++) {
        split(exon[i], part, ":"); split(part[2], t, "-"); split(part[3], g, "-")
        t0[i] = t[1] + 0; t1[i] = t[2] + 0; g0[i] = g[1] + 0; g1[i] = g[2] + 0; cigar[i] = part[4]
        if (low < 0 || g0[i] < low) low = g0[i]
        if (g1[i] > high) high = g1[i]
    }
    offset[contig] = low > BESIDE ? low - BESIDE : 0
    size[contig] = high + BESIDE - offset[contig]
    print contig, size[contig] > (out "/lengths")
    chrom[contig] = alt
    o = offset[contig]
    sign = strand > 0 ? "+" : "-"
    gff = out "/models.gff3"
    coding = $6 != "None" && $6 != ""
    print contig, "x", "gene", low - o + 1, high - o, ".", sign, ".", "ID=gene-" contig ";Name=" contig ";gene=" contig > gff
    print contig, "x", coding ? "mRNA" : "transcript", low - o + 1, high - o, ".", sign, ".", \
        "ID=rna-" contig ";Parent=gene-" contig ";transcript_id=" tx ";gene=" contig > gff
    for (i = 1; i <= n; i++) {
        print contig, "x", "exon", g0[i] - o + 1, g1[i] - o, ".", sign, ".", "ID=e-" contig "-" i ";Parent=rna-" contig > gff
        print contig, "x", "cDNA_match", g0[i] - o + 1, g1[i] - o, ".", sign, ".", \
            "ID=aln-" contig ";Target=" tx " " t0[i] + 1 " " t1[i] " +;Gap=" gap_of(cigar[i]) > gff
        if (coding && t1[i] > $6 && t0[i] < $7) {
            a = beside(i, $6 > t0[i] ? $6 : t0[i]); b = beside(i, ($7 < t1[i] ? $7 : t1[i]) - 1)
            if (b < a) { s = a; a = b; b = s }
            if (a < g0[i]) a = g0[i] # a border that only the transcript has, at the end of an exon
            if (b >= g1[i]) b = g1[i] - 1
            print contig, "x", "CDS", a - o + 1, b + 1 - o, ".", sign, (3 - ($6 > t0[i] ? 0 : t0[i] - $6) % 3) % 3, \
                "ID=cds-" contig ";Parent=rna-" contig (($8 == "None") ? "" : ";protein_id=" $8) > gff
        }
        ops[tx, ++n_ops[tx]] = contig OFS strand OFS t0[i] OFS g0[i] OFS g1[i] OFS cigar[i]
    }
    next
}

function complement(s,  i, c, r) {
    r = ""
    for (i = length(s); i > 0; i--) {
        c = substr(s, i, 1)
        r = r (c == "A" ? "T" : c == "T" ? "A" : c == "C" ? "G" : c == "G" ? "C" : "N")
    }
    return r
}
file == 2 {
    for (k in chrom) if (chrom[k] == $1 && $3 > offset[k] && $2 < offset[k] + size[k]) {
        beg = $2; seq = $4
        if (beg < offset[k]) { seq = substr(seq, offset[k] - beg + 1); beg = offset[k] }
        print k, beg - offset[k], seq > (out "/pieces")
    }
    if (!($1 in n_ops) || $2 != 0) next
    if (!($1 in whole) || length($4) > whole[$1]) { whole[$1] = length($4); text[$1] = $4 }
    next
}
file == 3 && !begun {
    begun = 1
    for (tx in text) {
        need = 0
        for (i = 1; i <= n_ops[tx]; i++) {
            split(ops[tx, i], f, OFS); cut_cigar(f[6]); at = f[3]; done = 0
            if (at + 1 > need) need = at + 1
            for (k = 1; k <= n_op; k++) {
                if (op[k] == "=" && at < whole[tx]) {
                    seq = substr(text[tx], at + 1, len[k])
                    from = f[2] > 0 ? f[4] + done : f[5] - done - length(seq)
                    print f[1], from - offset[f[1]], (f[2] > 0 ? seq : complement(seq)) > (out "/pieces")
                }
                if (op[k] != "I") at += len[k]
                if (op[k] != "D") done += len[k]
            }
            if (at > need) need = at
        }
        if (whole[tx] >= need) print ">" tx "\n" text[tx] > (out "/own.fa")
    }
}
file == 3 {
    split($3, gname, ":g."); split($4, cname, ":")
    contig = of[cname[1], gname[1]]
    if (contig == "" || !match(gname[2], /^[0-9]+(_[0-9]+)?/)) { print $0 > (out "/unplaced"); next }
    n = split(substr(gname[2], 1, RLENGTH), p, "_")
    place = p[1] - offset[contig]
    if (n == 2) place = place "_" p[2] - offset[contig]
    # the bases that the name states, where no slice has them
    change = substr(gname[2], RLENGTH + 1)
    stated = change
    sub(/^(del|dup)/, "", stated)
    if (match(stated, /^[ACGT]+/) && RLENGTH == (n == 2 ? p[2] - p[1] + 1 : 1) && change !~ /^[^A-Z]*ins/)
        print contig, p[1] - 1 - offset[contig], substr(stated, 1, RLENGTH) > (out "/pieces")
    print contig ":g." place change, cname[1] > (out "/names")
    print contig "(" cname[1] "):" cname[2] > (out "/back") # the expected name on that alignment
    print $4, $5, $1 " " $2 " " $3 > (out "/expected")
}
