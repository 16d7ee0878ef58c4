#include "annot/annot.h"

#include <math.h>
#include <string.h>

#include "annot/annot_cds.h"
#include "annot/annot_parts.h"

/* VEP's names; those at the end are ours. Order is the order of print_entry. */
static const char FORMAT[] =
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|"
    "HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|STRAND|HGNC_ID|"
    "MANE_SELECT|MANE_PLUS_CLINICAL|ENSP|HGVSg|AF|MAX_AF|MAX_AF_POPS|CLIN_SIG|"
    "CLINVAR_ID|CLINVAR_REVIEW|NMD";

const char *gnbs_annot_csq_format(void) { return FORMAT; }

const char *gnbs_annot_csq_allele(int n_allele, const char *const allele[], int i_alt,
                                  gnbs_arena_t *arena) {
    bool is_indel = false, shares_first = true;
    for (int i = 1; i < n_allele; i++) {
        if (strspn(allele[i], "ACGTN") != strlen(allele[i])) continue;
        is_indel |= strlen(allele[i]) != strlen(allele[0]);
        shares_first &= allele[i][0] == allele[0][0];
    }
    const char *alt = allele[i_alt];
    bool is_cut = is_indel && shares_first && strspn(alt, "ACGTN") == strlen(alt);
    if (is_cut) alt++;
    return gnbs_arena_strdup(arena, alt[0] == '\0' ? "-" : alt);
}

/* A value as VEP writes it: what would end a field or an entry is replaced. */
static void add_value(gnbs_str_t *out, const char *text) {
    for (const char *s = text != NULL ? text : ""; *s != '\0'; s++) {
        switch (*s) {
        case ',':
        case '|': gnbs_str_add_char(out, '&'); break;
        case ';': gnbs_str_add(out, "%3B"); break;
        case '=': gnbs_str_add(out, "%3D"); break;
        case '%': gnbs_str_add(out, "%25"); break;
        case ' ':
        case '\t':
        case '\n':
        case '\r': gnbs_str_add_char(out, '_'); break;
        default: gnbs_str_add_char(out, *s);
        }
    }
}

static void next_value(gnbs_str_t *out, const char *text) {
    gnbs_str_add_char(out, '|');
    add_value(out, text);
}

/* "1521-1523", "12" or "?-34"; an insertion stands between two: "12-13". */
static void next_range(gnbs_str_t *out, bool has_beg, int64_t beg1, bool has_end,
                       int64_t end1) {
    gnbs_str_add_char(out, '|');
    if (!has_beg && !has_end) return;
    if (has_beg && has_end && beg1 > end1) {
        int64_t t = beg1;
        beg1 = end1;
        end1 = t;
    }
    if (has_beg)
        gnbs_str_printf(out, "%lld", (long long)beg1);
    else
        gnbs_str_add_char(out, '?');
    if (has_beg && has_end && beg1 == end1) return;
    if (has_end)
        gnbs_str_printf(out, "-%lld", (long long)end1);
    else
        gnbs_str_add(out, "-?");
}

/* VEP's cDNA, CDS and protein positions: of the variant as it stands, not as HGVS moves it. */
static void print_positions(gnbs_str_t *out, const gnbs_bundle_t *b,
                            const gnbs_variant_t *v, const gnbs_consequence_t *c) {
    gnbs_arena_t work;
    gnbs_arena_init(&work);
    gnbs_annot_map_t map;
    gnbs_annot_change_t change;
    if (!gnbs_annot_map_make(b, c->tx, &work, &map) ||
        !gnbs_annot_change_make(v, c->tx->strand, &work, &change)) {
        out->failed = true;
    } else if (!gnbs_annot_touches(c->tx, &change)) {
        gnbs_str_add(out, "|||");
    } else {
        gnbs_annot_span_t s = gnbs_annot_map_span(&map, &change);
        bool has_any = s.has_beg || s.has_end;
        next_range(out, s.has_beg, s.beg + 1, s.has_end, s.end);
        int64_t beg = s.beg - map.cds_beg + map.pad, end = s.end - map.cds_beg + map.pad;
        int64_t n_cds = map.cds_end - map.cds_beg + map.pad;
        bool is_insertion = s.beg == s.end;
        bool has_beg = s.has_beg && beg >= map.pad && beg < n_cds;
        bool has_end = s.has_end && end > map.pad && end <= n_cds;
        if (!has_any || !gnbs_annot_map_is_coding(&map) ||
            (is_insertion && !(has_beg && has_end)))
            has_beg = has_end = false;
        next_range(out, has_beg, beg + 1, has_end, end);
        next_range(out, has_beg, beg / 3 + 1, has_end, (end - 1) / 3 + 1);
    }
    gnbs_arena_clear(&work);
}

static void next_number(gnbs_str_t *out, int32_t number, int32_t total) {
    gnbs_str_add_char(out, '|');
    if (number > 0) gnbs_str_printf(out, "%d/%d", number, total);
}

static void next_frequency(gnbs_str_t *out, double af) {
    gnbs_str_add_char(out, '|');
    if (af >= 0) gnbs_str_printf(out, "%.4g", af);
}

/* ClinVar's words in VEP's spelling: lower case, / and | as list separators. */
static void next_clin_sig(gnbs_str_t *out, const char *text) {
    gnbs_str_add_char(out, '|');
    for (const char *s = text != NULL ? text : ""; *s != '\0'; s++) {
        char lower[2] = {*s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a') : *s, '\0'};
        add_value(out, *s == '/' ? "|" : lower);
    }
}

static bool is_refseq(const char *id) {
    return strncmp(id, "NM_", 3) == 0 || strncmp(id, "NR_", 3) == 0;
}

static void print_entry(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                        const char *allele, const gnbs_consequence_t *c, const char *hgvs_g,
                        const gnbs_known_t *known, const gnbs_frequency_t *frequency) {
    const gnbs_transcript_t *tx = c->tx;
    add_value(out, allele);
    gnbs_str_add_char(out, '|');
    gnbs_consequence_print_terms(out, c->terms);
    next_value(out, gnbs_csq_impact(gnbs_consequence_worst(c)));
    next_value(out, tx->symbol);
    next_value(out, tx->gene_id);
    next_value(out, "Transcript");
    next_value(out, tx->id);
    next_value(out, tx->biotype);
    next_number(out, c->exon_number, tx->n_exon);
    next_number(out, c->intron_number, tx->n_exon - 1);
    next_value(out, c->hgvs_c);
    gnbs_str_add_char(out, '|');
    if (c->hgvs_p != NULL) {
        if (tx->protein_id[0] != '\0') {
            add_value(out, tx->protein_id);
            gnbs_str_add_char(out, ':');
        }
        add_value(out, c->hgvs_p);
    }
    print_positions(out, b, v, c);
    next_value(out, c->amino_acids);
    next_value(out, c->codons);
    next_value(out, tx->strand > 0 ? "1" : "-1");
    next_value(out, tx->hgnc_id);
    const char *partner = tx->other_id[0] != '\0' ? tx->other_id : tx->id;
    next_value(out, tx->mane == GNBS_MANE_SELECT ? partner : "");
    next_value(out, tx->mane == GNBS_MANE_PLUS_CLINICAL ? partner : "");
    next_value(out, is_refseq(tx->protein_id) ? "" : tx->protein_id);
    next_value(out, hgvs_g);
    next_frequency(out, frequency != NULL ? frequency->af : -1);
    next_frequency(out, frequency != NULL ? frequency->af_grpmax : -1);
    next_value(out, frequency != NULL ? frequency->grpmax : "");
    next_clin_sig(out, known != NULL ? known->clnsig_text : "");
    next_value(out, known != NULL ? known->clinvar_id : "");
    next_value(out, known != NULL ? known->clnrevstat : "");
    uint64_t cut =
        GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED) | GNBS_ANNOT_BIT(GNBS_CSQ_FRAMESHIFT);
    next_value(out, !(c->terms & cut) ? "" : c->escapes_nmd ? "escapes" : "predicted");
}

void gnbs_annot_print_csq(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          const char *allele, size_t n, const gnbs_consequence_t csq[],
                          const gnbs_known_t *known, const gnbs_frequency_t *frequency) {
    if (n == 0) return;
    gnbs_arena_t work;
    gnbs_arena_init(&work);
    const char *hgvs_g = gnbs_annot_hgvs_g(b, v, &work);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) gnbs_str_add_char(out, ',');
        print_entry(out, b, v, allele, &csq[i], hgvs_g, known, frequency);
    }
    gnbs_arena_clear(&work);
}
