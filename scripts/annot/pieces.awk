# Pieces of sequence, sorted by contig and begin, to FASTA: what no piece covers is N.
# usage: sort -k1,1 -k2,2n pieces | awk -f pieces.awk lengths -
BEGIN { FS = "\t"; for (i = 0; i < 16; i++) n64 = n64 "NNNN"; for (i = 0; i < 64; i++) n4096 = n4096 n64 }
function fill(n) { for (; n >= 4096; n -= 4096) printf "%s", n4096; if (n > 0) printf "%s", substr(n4096, 1, n) }
function finish() { if (contig != "") { fill(size[contig] - at); printf "\n" } }
FNR == NR { size[$1] = $2; next }
$1 != contig { finish(); contig = $1; at = 0; seen[contig]; print ">" contig }
{
    end = $2 + length($3)
    if (end > size[contig]) { $3 = substr($3, 1, size[contig] - $2); end = size[contig] }
    if ($2 > at) { fill($2 - at); at = $2 }
    if (end > at) { printf "%s", substr($3, at - $2 + 1); at = end }
}
END { finish(); for (c in size) if (!(c in seen)) { print ">" c; contig = c; at = 0; finish() } }
