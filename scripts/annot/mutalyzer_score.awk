# usage: awk -v bars=FILE -v diff=FILE -f mutalyzer_score.awk REF.fa(s) ROWS OUT WANT
# FASTA of the references, each on one line; rows of cases.tsv; what gnbs hgvs prints for the inputs, and for the names that the corpus
# expects. A valid row agrees when the changes, written into the reference, give the sequence that the expected ones give (the corpus joins
# and splits changes, and names repeats), and when the p. name is the one expected where there is one change.
BEGIN { FS = OFS = "\t"; printf "" > diff }
FNR == 1 { file++ }
file == 1 { if (/^>/) contig = substr($1, 2); else seq[contig] = seq[contig] $0; next }
file == 2 { n++; row[n] = $1; norm[n] = $2 != "" ? $2 : $3
    bare_ref = $1; sub(/[(:].*/, "", bare_ref)
    if (bare_ref !~ /\./) sub("^" bare_ref "[.][0-9]+", bare_ref, norm[n])
    protein[n] = $4; errors[n] = $9; next }
/^#/ { next }
FNR == 1 { at = 0; open = 0 }
file >= 3 { take(file) }
function name_of(i, f) { return f == 3 ? row[i] : norm[i] }
# Rows of one name follow one another; a name that stands twice in the corpus comes twice, with as many changes each.
function take(f,  k) {
    k = count[f, at]
    if (at == 0 || $1 != name_of(at, f) || k == edits[$1]) { at++; while (at <= n && (name_of(at, f) == "" || name_of(at, f) != $1)) at++ }
    if (!($1 in edits)) edits[$1] = edits_in($1)
    k = ++count[f, at]
    status[f, at, k] = $2; chrom[f, at] = $3; pos[f, at, k] = $4; ref[f, at, k] = $5; alt[f, at, k] = $6; p[f, at, k] = $9
    if ($10 != ".") why[f, at] = why[f, at] " " $10
}
function edits_in(name,  s) { s = name; sub(/^[^:]*:[a-z]?\.?/, "", s); return s ~ /^\[/ ? gsub(/;/, ";", s) + 1 : 1 }
function bare(name) { sub(/^[^:]*:/, "", name); gsub(/[()]/, "", name); if (name ~ /=$/) name = "p.="; return name }
function refused(f, i,  k) { for (k = 1; k <= count[f, i]; k++) if (status[f, i, k] == "refused") return 1; return count[f, i] == 0 }
function written(f, i,  k, s, best, done, n_done) { # the changes, from the last to the first
    n_done = 0
    for (k = 1; k <= count[f, i]; k++) { done[k] = status[f, i, k] != "ok"; n_done += done[k] }
    s = seq[reference_of(i)]
    for (; n_done < count[f, i]; n_done++) {
        best = 0
        for (k = 1; k <= count[f, i]; k++) if (!done[k] && (!best || pos[f, i, k] + 0 > pos[f, i, best] + 0)) best = k
        done[best] = 1
        s = substr(s, 1, pos[f, i, best] - 1) alt[f, i, best] substr(s, pos[f, i, best] + length(ref[f, i, best]))
    }
    return s
}
function reference_of(i,  s) { s = row[i]; sub(/[(:].*/, "", s); return s }
END {
    for (i = 1; i <= n; i++) {
        if (errors[i] != "") {
            n_must++
            if (refused(3, i)) n_refused++
            else print "not refused (" errors[i] "): " row[i] > diff
            continue
        }
        n_valid++
        bad = ""
        if (refused(3, i)) bad = "refused:" why[3, i]
        else if (norm[i] != "" && refused(4, i)) bad = "the expected name " norm[i] " is refused:" why[4, i]
        else if (norm[i] != "" && written(3, i) != written(4, i)) bad = "another sequence than " norm[i] " at " pos[3, i, 1] " " ref[3, i, 1] " " alt[3, i, 1]
        got = p[3, i, 1]
        if (bad == "" && protein[i] != "" && count[3, i] == 1 && status[3, i, 1] == "ok" && bare(protein[i]) != bare(got) &&
            !(got ~ /Met1\?/ && protein[i] ~ /p\.\?$/) && !(got == "." && protein[i] ~ /=\)$/)) bad = "expected " protein[i] ", got " got
        if (bad == "") agree++
        else print row[i] ": " bad > diff
    }
    print "mutalyzer: valid names (wanted: 97)", agree + 0, n_valid + 0, 96 >> bars
    print "mutalyzer: names that must be refused", n_refused + 0, n_must + 0, 100 >> bars
}
