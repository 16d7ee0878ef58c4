# Records of a VCF so that two writers can be compared: alleles as capitals, numbers as numbers, a list of nothing as ".".
# usage: awk -f norm_canon.awk INPUT.vcf RECORDS        (INPUT.vcf is read for nothing but its place: records follow)
BEGIN { FS = OFS = "\t" }
FNR == NR { next }
/^#/ { next }
function number(s,  n, part, i, out, all) {
    n = split(s, part, ",")
    all = 1
    for (i = 1; i <= n; i++) {
        if (part[i] ~ /^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$/) part[i] = sprintf("%.6g", part[i] + 0)
        if (part[i] != ".") all = 0
        out = out (i > 1 ? "," : "") part[i]
    }
    return all ? "." : out
}
{
    $4 = toupper($4); $5 = toupper($5)
    n = split($8, info, ";")
    for (i = 1; i <= n; i++) {
        at = index(info[i], "=")
        if (at > 0) info[i] = substr(info[i], 1, at) number(substr(info[i], at + 1))
    }
    $8 = ""
    for (i = 1; i <= n; i++) $8 = $8 (i > 1 ? ";" : "") info[i]
    for (k = 10; k <= NF; k++) {
        n = split($k, value, ":")
        $k = ""
        last = 0
        for (i = 1; i <= n; i++) { value[i] = number(value[i]); if (value[i] != ".") last = i }
        for (i = 1; i <= last; i++) $k = $k (i > 1 ? ":" : "") value[i]
        if (last == 0) $k = "."
    }
    $6 = number($6)
    print
}
