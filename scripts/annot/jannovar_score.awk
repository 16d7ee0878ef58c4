# usage: paste OUT EXPECTED BACK | awk -v bars=FILE -v diff=FILE -f jannovar_score.awk
# OUT (10 columns) is what gnbs makes of the g. names, EXPECTED c., p., case and transcript, BACK (10) what it makes of the expected c. names.
# Not asked: rows whose stated base is not the mRNA's, and indels beside bases that the corpus does not have. 0? is jannovar's word for Met1?.
BEGIN { FS = OFS = "\t"; printf "" > diff }
function bare(x) { sub(/^[^:]*:/, "", x); sub(/^[cn][.]/, "", x); gsub(/del[ACGT]+/, "del", x); gsub(/dup[ACGT]+/, "dup", x); return x }
function protein(p) {
    sub(/^[^:]*:/, "", p); sub(/^p[.]/, "", p); gsub(/[()]/, "", p); gsub(/[*]/, "Ter", p)
    if (p == "0?") p = "Met1?"
    return p ~ /=$/ ? "=" : p
}
{
    if ($10 ~ /bases stated are not those/ || $8 == ".") { out++; print "not asked", $0 >> diff; next }
    n++
    same = $2 == "ok" && $16 == "ok" && $4 == $18 && $5 == $19 && $6 == $20
    if (bare($8) == bare($11) || same) agree++
    else print "c.", $0 >> diff
    if ($12 == "") next
    n_p++
    got = protein($9); want = protein($12)
    if (got == want || (got == "." && (want == "=" || want == "?"))) agree_p++
    else print "p.", $0 >> diff
}
END {
    printf "jannovar: %d rows not asked\n", out > "/dev/stderr"
    print "jannovar: c. and n. names", agree + 0, n + 0, 98 >> bars
    print "jannovar: p. names (wanted: 98)", agree_p + 0, n_p + 0, bar_p >> bars
}
