# An annotated VCF to one line per entry of GNBS_CSQ: label, CHROM, POS, REF, ALT, transcript, Consequence,
# Amino_acids, IN_CIS, STOP_BEFORE. A record without entries gives one line with "-". -v label=
BEGIN { FS = "\t"; OFS = "\t" }
/^##INFO=<ID=GNBS_CSQ/ { sub(/^.*Format: /, ""); sub(/".*$/, ""); n = split($0, key, "|"); for (i = 1; i <= n; i++) at[key[i]] = i }
/^#/ { next }
!match($8, /GNBS_CSQ=[^;]*/) { print label, $1, $2, $4, $5, "-", "-", "-", "-", "-"; next }
{
    n = split(substr($8, RSTART + 9, RLENGTH - 9), entry, ",")
    for (i = 1; i <= n; i++) {
        split(entry[i], f, "|")
        print label, $1, $2, $4, $5, f[at["Feature"]], f[at["Consequence"]], f[at["Amino_acids"]] "", f[at["IN_CIS"]] "-", f[at["STOP_BEFORE"]] "-"
    }
}
