# GFF3 of one reference of mutalyzer's corpus to GFF3 on that reference.
# usage: awk -v size=BASES -v ref=NAME -v head="FASTA header" -f mutalyzer_models.awk REF.gff3
# A transcript's own sequence (NM_, NR_): one transcript of the reference's name, exons and CDS counted along it. A slice of a
# chromosome (header chromosome:GRCh38:11:BEG:END:STRAND): coordinates are shifted. Others: as they are, without what lies outside.
BEGIN {
    FS = OFS = "\t"
    is_own = ref ~ /^(NM_|NR_|XM_|XR_)/
    if (match(head, /chromosome:[^ ]*/)) { split(substr(head, RSTART), h, ":"); shift_by = h[4] - 1 }
}
/^#/ || NF != 9 { next }
!is_own {
    if (shift_by) { $4 -= shift_by; $5 -= shift_by; if ($4 < 1) next }
    if ($3 == "region" || $3 == "chromosome") next
    if ($5 + 0 > size) next # over the origin, or beyond the slice
    $1 = ref
    print
    next
}
{ if ($7 == "-" && $3 == "exon") minus = 1 }
$3 == "exon" && !(($4, $5) in seen) { seen[$4, $5]; n++; beg[n] = $4; end[n] = $5 }
$3 == "CDS" { if (!cds_beg || $4 < cds_beg) cds_beg = $4; if ($5 > cds_end) cds_end = $5; protein = $9; sub(/.*protein_id=/, "", protein); sub(/;.*/, "", protein) }
$3 == "gene" { gene = $9; sub(/.*(Name|gene)=/, "", gene); sub(/;.*/, "", gene) }
function along(pos,  i) { # place on the transcript
    for (i = 1; i <= n; i++) if (pos >= beg[i] && pos <= end[i]) return at[i] + (minus ? end[i] - pos : pos - beg[i])
    return 0
}
END {
    if (!is_own) exit
    if (n == 0 || ref ~ /^NR_/) { n = 1; beg[1] = 1; end[1] = size; minus = 0 }
    for (i = 2; i <= n; i++) for (j = i; j > 1 && (minus ? beg[j] > beg[j - 1] : beg[j] < beg[j - 1]); j--) {
        t = beg[j]; beg[j] = beg[j - 1]; beg[j - 1] = t; t = end[j]; end[j] = end[j - 1]; end[j - 1] = t
    }
    total = 0
    for (i = 1; i <= n; i++) { at[i] = total + 1; total += end[i] - beg[i] + 1 }
    id = "ID=rna-" ref ";Parent=gene-x;transcript_id=" ref ";gene=" gene
    print ref, "x", "gene", 1, total, ".", "+", ".", "ID=gene-x;Name=" gene
    print ref, "x", cds_end ? "mRNA" : "lnc_RNA", 1, total, ".", "+", ".", id
    a = along(minus ? cds_end : cds_beg); b = along(minus ? cds_beg : cds_end)
    for (i = 1; i <= n; i++) {
        stop = at[i] + end[i] - beg[i]
        print ref, "x", "exon", at[i], stop, ".", "+", ".", "ID=e" i ";Parent=rna-" ref
        if (!cds_end || stop < a || at[i] > b) continue
        from = at[i] > a ? at[i] : a; to = stop < b ? stop : b
        print ref, "x", "CDS", from, to, ".", "+", (3 - (from - a) % 3) % 3, "ID=cds;Parent=rna-" ref ";protein_id=" protein
    }
}
