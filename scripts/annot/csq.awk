# First file: an annotated VCF. Second: expected.tsv of VEP, SnpEff and csq on the same records. Rows are matched by
# place, alleles and transcript (without version). -v name= diff= bars=
BEGIN { FS = "\t" }
function bare(id) { sub(/\.[0-9]+$/, "", id); return id }
# VEP writes no parentheses, %3D for =; Met1? is its word for a lost start
function protein(p) { gsub(/[()]/, "", p); gsub(/%3D/, "=", p); sub(/^.*:/, "", p); if (p ~ /Met1_?\?/) p = "p.Met1?"; if (p ~ /^p\.Ter[0-9]+delinsTer$/) p = "p.="; return p }
# What SnpEff says of a frameshift: the first residue, "fs". A lost stop in one word: HGVS names it by its extension, VEP and
# SnpEff as a frameshift or by the residues put in.
function short(p) {
    if (p ~ /^p\.Ter[0-9]+/ && p !~ /=$/) { match(p, /^p\.Ter[0-9]+/); return substr(p, 1, RLENGTH) "lost" }
    if (p ~ /fs/) { match(p, /^p\.[A-Za-z]+[0-9]+/); return substr(p, 1, RLENGTH) "fs" }
    if (p ~ /_Ter[0-9]+delins/) { sub(/delins.*$/, "lost", p) }
    return p
}
# Everything but how far the next stop is
function no_distance(p) { sub(/Ter[0-9]+$/, "Ter", p); sub(/Ter\?$/, "Ter", p); return p }
# Why a name differs from VEP's to the letter; README.md of annot says which rule ours follows
function class_of(ours, vep) {
    if (no_distance(ours) == no_distance(vep)) return "distance to the next stop"
    if (ours ~ /^p\.Ter[0-9]+/) return "extension of a lost stop"
    if (ours == "p.=" || ours ~ /Met1\?/ || vep ~ /Met1\?/) return "start kept or lost"
    if (ours == "-") return "named in the intron or UTR"
    if (ours ~ /Ter$/ && vep ~ /(ins|delins)Ter$/) return "stop at once is a nonsense change"
    if (vep ~ /_\?/ || ours ~ /fsTer\?$/) return "models without an end"
    return "other"
}
function sorted(terms, list, n, i, j, t) {
    n = split(terms, list, /[,&]/)
    for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
    t = list[1]
    for (i = 2; i <= n; i++) t = t "," list[i]
    return t
}
function worst(terms, list, n, i, best) {
    n = split(terms, list, /[,&]/); best = 99
    for (i = 1; i <= n; i++) if (list[i] in rank && rank[list[i]] < best) best = rank[list[i]]
    return best
}
BEGIN { n = split("transcript_ablation splice_acceptor_variant splice_donor_variant stop_gained frameshift_variant stop_lost start_lost transcript_amplification inframe_insertion inframe_deletion missense_variant protein_altering_variant splice_donor_5th_base_variant splice_region_variant splice_donor_region_variant splice_polypyrimidine_tract_variant incomplete_terminal_codon_variant start_retained_variant stop_retained_variant synonymous_variant coding_sequence_variant mature_miRNA_variant 5_prime_UTR_variant 3_prime_UTR_variant non_coding_transcript_exon_variant intron_variant NMD_transcript_variant non_coding_transcript_variant upstream_gene_variant downstream_gene_variant intergenic_variant", so, " "); for (i = 1; i <= n; i++) rank[so[i]] = i }
FNR == NR && /^##INFO=<ID=GNBS_CSQ/ {
    sub(/^.*Format: /, ""); sub(/".*$/, "")
    n = split($0, key, "|"); for (i = 1; i <= n; i++) column[key[i]] = i
    next
}
FNR == NR && /^#/ { next }
FNR == NR {
    n = split($5, alt, ",")
    if (n > 1) next
    if (!match($8, /GNBS_CSQ=[^;]*/)) next
    n = split(substr($8, RSTART + 9, RLENGTH - 9), entry, ",")
    for (i = 1; i <= n; i++) {
        split(entry[i], f, "|")
        k = $1 SUBSEP $2 SUBSEP $4 SUBSEP $5 SUBSEP bare(f[column["Feature"]])
        csq[k] = f[column["Consequence"]]; c[k] = f[column["HGVSc"]]; p[k] = f[column["HGVSp"]]
        sub(/^[^:]*:/, "", c[k])
    }
    next
}
FNR == 1 { for (i = 1; i <= NF; i++) { sub(/^#/, "", $i); at[$i] = i } next }
{
    k = $1 SUBSEP $2 SUBSEP $(at["ref"]) SUBSEP $(at["alt"]) SUBSEP bare($(at["transcript"]))
    agree = "," $(at["agree"]) ","
    want = $(at["vep_csq"]); wc = $(at["hgvsc"]); wp = protein($(at["hgvsp"]))
    got = csq[k]; gc = c[k] == "" ? "-" : c[k]; gp = p[k] == "" ? "-" : protein(p[k])
    if (wp == "") wp = "-"
    same = sorted(got) == sorted(want)
    has_s = index(agree, ",Cs,") > 0; has_b = index(agree, ",Cb,") > 0
    what = ""
    all++; all_same += same
    major = worst(got) == worst(want)
    all_major += major
    if (has_s && has_b) { three++; three_same += same; three_major += major }
    if (has_s) { two++; two_same += same; two_major += major }
    if (!has_s && !has_b) { none++; none_same += same }
    if (!same) what = what (has_s && has_b ? "C3 " : has_s ? "C2 " : "C ")
    if (wc != "-") { nc++; nc_same += gc == wc }
    if (index(agree, ",Hc,")) { hc++; hc_same += gc == wc; if (gc != wc) what = what "HC " } else if (gc != wc) what = what "hc "
    if (wp != "-") { np++; np_same += gp == wp }
    if (index(agree, ",Hp,")) { hp++; hp_same += gp == wp; hp_short += short(gp) == short(wp); if (gp != wp) class[class_of(gp, wp)]++; if (gp != wp) what = what (short(gp) == short(wp) ? "HD " : "HP ") } else if (gp != wp) what = what "hp "
    if (what != "") print what "\t" $1 ":" $2 $(at["ref"]) ">" $(at["alt"]) "\t" $(at["transcript"]) "\t" want " | " got "\t" wc " | " gc "\t" wp " | " gp "\tsnpeff " $(at["snpeff_csq"]) " " $(at["snpeff_c"]) " " $(at["snpeff_p"]) "\tcsq " $(at["bcsq"]) " " $(at["bcsq_aa"]) "\t" $(at["agree"]) > diff
}
END {
    print name ": worst term where VEP, SnpEff and csq agree\t" three_major + 0 "\t" three + 0 "\t99.9" >> bars
    print name ": worst term where VEP and SnpEff agree\t" two_major + 0 "\t" two + 0 "\t99.5" >> bars
    print name ": c. where VEP and SnpEff agree\t" hc_same + 0 "\t" hc + 0 "\t99.9" >> bars
    print name ": p. where VEP and SnpEff agree, in what they agree\t" hp_short + 0 "\t" hp + 0 "\t99.5" >> bars
    printf "%s: all rows: terms %d of %d (the worst one %d), all terms of the agreed ones %d of %d and %d of %d; c. %d of %d; p. %d of %d; agreed p. to the letter of VEP %d of %d\n", name, all_same, all, all_major, three_same, three, two_same, two, nc_same, nc, np_same, np, hp_same, hp
    for (k in class) printf "%s: agreed p. not to the letter of VEP: %s: %d\n", name, k, class[k] | "sort"
}
