# Rows of autoacmg_pvs1_paths.tsv to a list for gnbs classify: a c. name with the p. name of its comment; F10 c.1043 is the second base of
# codon 348 (TGG, Trp, to TAG), and LARP7's place of GRCh37 lies 921,156 bases lower in GRCh38.
BEGIN { print "chrom", "pos", "ref", "alt", "hgvs_c", "gene", "hgvs_p" }
{
    gene = match($5, /Gene: [A-Z0-9]+/) ? substr($5, RSTART + 6, RLENGTH - 6) : ""
    p = match($5, /p\.[A-Za-z0-9]+/) ? substr($5, RSTART, RLENGTH) : $1 ~ /:c\.1043G>A$/ ? "p.Trp348Ter" : ""
    name = $1
    if (match($5, /NM_[0-9.]+:c\.[0-9A-Za-z>_]+/)) name = substr($5, RSTART, RLENGTH)
    if (name ~ /^NM_/) print "", "", "", "", name, gene, p
    else { split(name, v, "-"); print "chr" v[1], v[2] - 921156, v[3], v[4], "", gene, p }
}
