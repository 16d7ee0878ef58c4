# usage: paste OUT EXPECTED BACK | awk -v bars=FILE -v diff=FILE -f biocommons_score.awk
# OUT (10 columns) is what gnbs makes of the g. names, EXPECTED c., p. and case, BACK (10) what it makes of the expected c. names.
# A c. name agrees when it is the same letters (bases behind del and dup left out), or when the expected one, typed in, is the same variant:
# the corpus gives names before the 3' rule.
BEGIN { FS = OFS = "\t"; printf "" > diff }
function bare(name) { gsub(/del[ACGT0-9]+/, "del", name); gsub(/dup[ACGT0-9]+/, "dup", name); return name }
function protein(p) {
    sub(/^[^:]*:/, "", p); gsub(/[()]/, "", p); sub(/^p\./, "", p); gsub(/\*/, "Ter", p); sub(/fs.*/, "fs", p)
    if (p ~ /=$/) p = "="
    return p == "." ? "?" : p # an intron: nothing is said
}
{
    got = bare($8); want = bare($11)
    same = $2 == "ok" && $15 == "ok" && $3 == $16 && $4 == $17 && $5 == $18 && $6 == $19
    why = ""
    if (($10 $23) ~ /does not hold the reference/) why = "the corpus has no sequence there"
    else if ($23 ~ /is not the (last|first) base of an exon/) why = "the name is of another alignment than the one given"
    else if (want ~ /\(185|-35ins|=$/ || $10 ~ /'='/) why = "not a name of a change"
    if (got == want || same) { agree++; n++ }
    else if (why != "") { out[why]++; print why, $0 >> diff }
    else { n++; print "c.", $0 >> diff }
    if ($12 == "") next
    n_p++
    if (protein($9) == protein($12)) agree_p++
    else print "p.", $0 >> diff
}
END {
    for (w in out) printf "biocommons: %d rows out of scope: %s\n", out[w], w > "/dev/stderr"
    print "biocommons: g. to c., gapped alignments included", agree + 0, n + 0, 99.9 >> bars
    print "biocommons: p. names", agree_p + 0, n_p + 0, 99.5 >> bars
}
