#!/bin/sh
# scripts/check_inherit.sh [-v] -- `gnbs screen` beside two published tools' own test cases: what a family carries, which ways of
# inheritance fit. Reads the folder data/annotation/inherit_cases of $GNBS_SHARED. -v lists every difference.
#
#   jannovar   pedigree x genotypes -> number of compatible variants under AD, AR, XD, XR, MT
#   genmod     one-person checks, pairs of variants with phase, and a VCF with the models of each record
#
# Exit 1 when fewer than 98 % of the comparisons agree. How the tools' words are mapped to ours: beside each part, below.
# Differences that are known, and why: pipeline/screen/README.md.
set -eu
gnbs=${GNBS:-build/gnbs}
cases=${GNBS_SHARED:-../shared}/data/annotation/inherit_cases
verbose=
[ "${1:-}" != -v ] || verbose=1
if [ ! -d "$cases" ]; then
    echo "check-inherit: skipped: no shared data"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')

# ---- jannovar: one family and one gene per case. Positions are ours (X: outside the pseudo-autosomal regions). ----
mkdir "$work/jannovar"
awk -F'\t' -v OFS='\t' -v dir="$work/jannovar" '
    FNR == 1 { next }
    NR == FNR { k = ++n[$1, $2]; who[$1, $2, k] = $3 OFS $4; pa[$1, $2, k] = $5; ma[$1, $2, k] = $6; is_f[$1, $2, $4] = $7 == "FEMALE"
        rest[$1, $2, k] = ($7 == "MALE" ? 1 : $7 == "FEMALE" ? 2 : 0) OFS ($8 ~ /^AFFECTED/ ? 2 : $8 == "UNAFFECTED" ? 1 : 0); next }
    {
        id = FNR - 1; ped = dir "/" id ".ped"; tsv = dir "/" id ".tsv"
        for (i = 1; i <= n[$1, $3]; i++) { # one pedigree has father and mother swapped
            f = pa[$1, $3, i]; m = ma[$1, $3, i]
            if (is_f[$1, $3, f]) { f = ma[$1, $3, i]; m = pa[$1, $3, i] }
            print who[$1, $3, i], f, m, rest[$1, $3, i] > ped
        }
        close(ped)
        m = split($4, person, ","); head = "gene\tchrom\tpos\tref\talt"
        for (i = 1; i <= m; i++) { gsub(/ /, "", person[i]); head = head OFS person[i] }
        print head > tsv
        chrom = $6 == "X_CHROMOSOMAL" ? "X" : $6 == "MITOCHONDRIAL" ? "MT" : 1
        k = split($5, variant, ";")
        for (v = 1; v <= k; v++) {
            split(variant[v], gt, ","); row = "G" OFS chrom OFS (chrom == "MT" ? 1000 : 5000000) + 100 * v OFS "A" OFS "C"
            for (i = 1; i <= m; i++) { gsub(/ /, "", gt[i]); row = row OFS gt[i] }
            print row > tsv
        }
        close(tsv)
        print id, $1 "." $2, $7 > (dir "/list")
    }' "$cases/jannovar_pedigrees.tsv" "$cases/jannovar_cases.tsv"
while IFS=$tab read -r id name expected; do
    "$gnbs" screen --ped "$work/jannovar/$id.ped" --genotypes "$work/jannovar/$id.tsv" --build GRCh38 > "$work/jannovar/$id.out"
    women=$(awk '$5 == 2 && $6 == 2' "$work/jannovar/$id.ped" | wc -l)
    # A new mutation explains one copy; where two are needed (AR, and XR in women) the tool asks that parents carry.
    awk -F'\t' -v id="$id" -v name="$name" -v expected="$expected" -v women="$women" '
        /^##/ || /^gene\t/ || $7 != "compatible" { next }
        $8 ~ (women > 0 ? "AD|AR_hom(;|$)|AR_comp(;|$)|XD|XR(;|$)|XR_comp(;|$)|MT" : "AD|AR_hom(;|$)|AR_comp(;|$)|XD|XR|MT") { got[$6]++ }
        END {
            word["AUTOSOMAL_DOMINANT"] = "AD"; word["AUTOSOMAL_RECESSIVE"] = "AR"; word["X_DOMINANT"] = "XLD"
            word["X_RECESSIVE"] = "XLR"; word["MITOCHONDRIAL"] = "MT"
            n = split(expected, e, ",")
            for (i = 1; i <= n; i++) {
                split(e[i], kv, "=")
                if (kv[1] in word && got[word[kv[1]]] + 0 != kv[2]) wrong = wrong " " kv[1] ": " kv[2] " expected, " got[word[kv[1]]] + 0
            }
            print wrong == "" ? "ok" : "differs", "jannovar", name wrong
        }' "$work/jannovar/$id.out"
done < "$work/jannovar/list" > "$work/result"

# ---- genmod: one person, one genotype. Its check passes a missing genotype unless strict: our "possible". ----
one_person() { # ped genotype chrom inheritance flags -> compatible | possible | no
    printf '%s\n' "$1" | tr ',' '\t' > "$work/one.ped"
    printf 'gene\tchrom\tpos\tref\talt\t%s\nG\t%s\t5000100\tA\tC\t%s\n' "$(printf '%s' "$1" | cut -d, -f2)" "$3" "$2" > "$work/one.tsv"
    # shellcheck disable=SC2086
    "$gnbs" screen --ped "$work/one.ped" --genotypes "$work/one.tsv" --build GRCh38 --inheritance "$4" $5 | awk -F'\t' 'END { print $7 }'
}
# One unaffected person has nobody to explain: an ill sibling without a genotype stands in, and "possible" is what is asked.
judge_person() { # ped genotype chrom inheritance flags strict -> True | False
    case $1 in
    *,1)
        {
            printf '%s\n' "$1" | tr ',' '\t'
            printf '1\tsibling\t0\t0\t1\t2\n'
        } > "$work/two.ped"
        printf 'gene\tchrom\tpos\tref\talt\t%s\nG\t%s\t5000100\tA\tC\t%s\n' "$(printf '%s' "$1" | cut -d, -f2)" "$3" "$2" > "$work/two.tsv"
        # shellcheck disable=SC2086
        verdict=$("$gnbs" screen --ped "$work/two.ped" --genotypes "$work/two.tsv" --build GRCh38 --inheritance "$4" $5 | awk -F'\t' 'END { print $7 }')
        ;;
    *) verdict=$(one_person "$1" "$2" "$3" "$4" "$5") ;;
    esac
    case $verdict in
    compatible) echo True ;;
    possible) if [ -n "$6" ]; then echo False; else echo True; fi ;;
    *) echo False ;;
    esac
}
n_other=0
while IFS=$tab read -r file name ped genotypes assertion; do
    case $file in '#'*) continue ;; esac
    gt=${genotypes#*=}
    want=${assertion##* }
    strict=
    case $assertion in *strict=True*) strict=1 ;; esac
    flags=
    case $name in *reduced_penetrance*) flags="--silent-carriers G" ;; esac
    case $assertion in
    check_dominant*) got=$(judge_person "$ped" "$gt" 1 AD "$flags" "$strict") ;;
    check_recessive*) got=$(judge_person "$ped" "$gt" 1 AR "" "$strict") ;;
    check_X_dominant*) got=$(judge_person "$ped" "$gt" X XLD "--silent-women --dominant-homozygotes" "$strict") ;;
    check_X_recessive*) got=$(judge_person "$ped" "$gt" X XLR "" "$strict") ;;
    check_compounds*)
        # The table has no genotypes; the name of the check says which: the child is heterozygous for both.
        printf '%s\n' "$ped" | sed 's/ | /\n/g' | tr ',' '\t' > "$work/trio.ped"
        case $name in
        *same_allele) child="0|1:7 0|1:7" ;;
        *different_alleles) child="0|1:7 1|0:7" ;;
        *one_phase_set_missing) child="0|1:7 0|1" ;;
        *phase_set_missing) child="0|1 0|1" ;;
        *) child="0/1 0/1" ;;
        esac
        parents="0/1,0/0 0/0,0/1" # each variant from one parent
        case $name in *parent_has_both*) parents="0/1,0/0 0/1,0/0" ;; esac
        {
            printf 'gene\tchrom\tpos\tref\talt\tchild\tfather\tmother\n'
            printf 'G\t1\t100\tA\tC\t%s\t%s\n' "${child% *}" "$(printf '%s' "${parents% *}" | tr ',' '\t')"
            printf 'G\t1\t200\tA\tC\t%s\t%s\n' "${child#* }" "$(printf '%s' "${parents#* }" | tr ',' '\t')"
        } > "$work/trio.tsv"
        if "$gnbs" screen --ped "$work/trio.ped" --genotypes "$work/trio.tsv" --build GRCh38 --inheritance AR | grep -q 'AR_comp'; then got=True; else got=False; fi
        ;;
    *)
        n_other=$((n_other + 1)) # checks of the tool's own helpers: no family, no genotype
        continue
        ;;
    esac
    if [ "$got" = "$want" ]; then echo "ok genmod $name"; else echo "differs genmod $name: $want expected, $got"; fi
done < "$cases/genmod/unit_cases.tsv" >> "$work/result"

# ---- genmod: a VCF. The tool pairs exonic records only; records outside exons are given without a gene. ----
if [ -f "$cases/genmod/test_vcf_regions_models.vcf" ]; then
    awk -F'\t' -v OFS='\t' '/^#/ { print; next } $8 !~ /(^|;)Exonic/ { gsub(/Annotation=/, "Region=", $8) } { print }' "$cases/genmod/test_vcf_regions_models.vcf" |
        grep -v '^##INFO=<ID=Region' | sed 's/^##fileformat.*/&\n##INFO=<ID=Region,Number=.,Type=String,Description="gene of a record outside exons">/' > "$work/models.vcf"
    "$gnbs" screen --ped "$cases/genmod/recessive_trio.ped" --vcf "$work/models.vcf" --gene-info Annotation --build GRCh37 > "$work/models.out"
    awk -F'\t' '
        NR == FNR { if (/^##/ || /^gene\t/ || $8 == ".") next
            key = $2 ":" $3; n = split($8, m, ";")
            for (i = 1; i <= n; i++) { sub(/\?/, "", m[i]); got[key] = got[key] (index("|" got[key] "|", "|" m[i] "|") ? "" : (got[key] == "" ? "" : "|") m[i]) }
            next }
        /^#/ { next }
        { key = $1 ":" $2; want = ""; if (match($8, /GeneticModels=1:[^;]*/)) want = substr($8, RSTART + 16, RLENGTH - 16)
          print sorted(want) == sorted(got[key]) ? "ok" : "differs", "genmod", "VCF " key (sorted(want) == sorted(got[key]) ? "" : ": " want " expected, " got[key]) }
        function sorted(s,   a, n, i, k, t) { n = split(s, a, "|"); for (i = 1; i < n; i++) for (k = i + 1; k <= n; k++) if (a[k] < a[i]) { t = a[i]; a[i] = a[k]; a[k] = t }
          t = ""; for (i = 1; i <= n; i++) t = t a[i] " "; return t }' "$work/models.out" "$work/models.vcf" >> "$work/result"
fi

[ -z "$verbose" ] || grep '^differs' "$work/result" || true
awk -v other="$n_other" '
    { n[$2]++; all++ } $1 == "ok" { ok[$2]++; good++ }
    END {
        for (t in n) printf "%-10s %d of %d agree\n", t, ok[t], n[t]
        printf "check-inherit: %d of %d agree (%.1f %%)\n", good, all, 100 * good / all
        exit good < 0.98 * all
    }' "$work/result"
