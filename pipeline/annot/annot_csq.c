#include "annot/annot.h"

#include <math.h>
#include <string.h>

#include "annot/annot_joint.h"
#include "annot/annot_parts.h"

/* VEP's names; those at the end are ours. Order is the order of print_entry. */
static const char FORMAT[] =
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|"
    "HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|STRAND|HGNC_ID|"
    "MANE_SELECT|MANE_PLUS_CLINICAL|ENSP|HGVSg|AF|MAX_AF|MAX_AF_POPS|CLIN_SIG|"
    "CLINVAR_ID|CLINVAR_REVIEW|NMD|IN_CIS|IN_CIS_HGVSc|ALONE_Consequence|ALONE_HGVSp|STOP_"
    "BEFORE";

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

/* "1521-1523", "12" or "?-34"; an insertion stands between two: "12-13"; 0 is not known. */
static void next_range(gnbs_str_t *out, int32_t first1, int32_t last1) {
    gnbs_str_add_char(out, '|');
    if (first1 == 0 && last1 == 0) return;
    bool is_between = first1 > 0 && last1 > 0 && first1 > last1;
    int32_t beg1 = is_between ? last1 : first1, end1 = is_between ? first1 : last1;
    if (beg1 > 0)
        gnbs_str_add_int(out, beg1);
    else
        gnbs_str_add_char(out, '?');
    if (beg1 == end1) return;
    gnbs_str_add_char(out, '-');
    if (end1 > 0)
        gnbs_str_add_int(out, end1);
    else
        gnbs_str_add_char(out, '?');
}

static void next_number(gnbs_str_t *out, int32_t number, int32_t total) {
    gnbs_str_add_char(out, '|');
    if (number <= 0) return;
    gnbs_str_add_int(out, number);
    gnbs_str_add_char(out, '/');
    gnbs_str_add_int(out, total);
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

static const char *take(gnbs_str_t *text, gnbs_arena_t *arena, size_t *n) {
    *n = text->n;
    const char *copy = gnbs_annot_keep(text, arena);
    gnbs_str_reset(text);
    return copy;
}

bool gnbs_annot_label_make(const gnbs_transcript_t *tx, gnbs_str_t *text,
                           gnbs_arena_t *arena, gnbs_annot_label_t *label) {
    gnbs_str_reset(text);
    next_value(text, tx->symbol);
    next_value(text, tx->gene_id);
    next_value(text, "Transcript");
    next_value(text, tx->id);
    next_value(text, tx->biotype);
    label->head = take(text, arena, &label->n_head);
    add_value(text, tx->protein_id);
    if (text->n > 0) gnbs_str_add_char(text, ':');
    label->protein = take(text, arena, &label->n_protein);
    const char *partner = tx->other_id[0] != '\0' ? tx->other_id : tx->id;
    next_value(text, tx->strand > 0 ? "1" : "-1");
    next_value(text, tx->hgnc_id);
    next_value(text, tx->mane == GNBS_MANE_SELECT ? partner : "");
    next_value(text, tx->mane == GNBS_MANE_PLUS_CLINICAL ? partner : "");
    next_value(text, is_refseq(tx->protein_id) ? "" : tx->protein_id);
    label->tail = take(text, arena, &label->n_tail);
    return label->head != NULL && label->protein != NULL && label->tail != NULL;
}

void gnbs_annot_print_known(gnbs_str_t *out, const gnbs_known_t *known,
                            const gnbs_frequency_t *frequency) {
    next_frequency(out, frequency != NULL ? frequency->af : -1);
    next_frequency(out, frequency != NULL ? frequency->af_grpmax : -1);
    next_value(out, frequency != NULL ? frequency->grpmax : "");
    next_clin_sig(out, known != NULL ? known->clnsig_text : "");
    next_value(out, known != NULL ? known->clinvar_id : "");
    next_value(out, known != NULL ? known->clnrevstat : "");
}

/* Names hold no character that VEP would escape but '=' of a silent change. */
static void add_name(gnbs_str_t *out, const char *name) {
    if (name == NULL) return;
    size_t n = strcspn(name, "=%,|; ");
    if (name[n] == '\0')
        gnbs_str_add_n(out, name, n);
    else
        add_value(out, name);
}

/* "chr2-124-TA-T&...": the others of a list */
static void next_variants(gnbs_str_t *out, const gnbs_bundle_t *b, size_t n,
                          const gnbs_variant_t *const list[], const gnbs_variant_t *self) {
    gnbs_str_add_char(out, '|');
    bool is_first = true;
    for (size_t i = 0; i < n; i++) {
        if (gnbs_variant_compare(list[i], self) == 0) continue;
        if (!is_first) gnbs_str_add_char(out, '&');
        is_first = false;
        add_value(out, b->contigs.contig[list[i]->tid].name);
        gnbs_str_add_char(out, '-');
        gnbs_str_add_int(out, list[i]->pos + 1);
        gnbs_str_add_char(out, '-');
        gnbs_str_add(out, list[i]->ref);
        gnbs_str_add_char(out, '-');
        gnbs_str_add(out, list[i]->alt);
    }
}

static void next_joint(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                       const gnbs_consequence_t *alone, const gnbs_joint_t *joint) {
    if (joint == NULL || (joint->n_member == 0 && joint->n_stop == 0)) {
        gnbs_str_add(out, "|||||");
        return;
    }
    next_variants(out, b, joint->n_member, joint->member, v);
    gnbs_str_add_char(out, '|');
    if (joint->consequence != NULL) add_name(out, joint->consequence->hgvs_c);
    gnbs_str_add_char(out, '|');
    if (joint->consequence != NULL) gnbs_consequence_print_terms(out, alone->terms);
    gnbs_str_add_char(out, '|');
    if (joint->consequence != NULL) add_name(out, alone->hgvs_p);
    next_variants(out, b, joint->n_stop, joint->stop, v);
}

void gnbs_annot_print_entry(gnbs_str_t *out, const gnbs_bundle_t *b,
                            const gnbs_variant_t *v, const char *allele,
                            const gnbs_consequence_t *alone, const gnbs_joint_t *joint,
                            const gnbs_annot_label_t *label, const char *hgvs_g,
                            const char *known_part) {
    const gnbs_transcript_t *tx = alone->tx;
    gnbs_consequence_t with;
    const gnbs_consequence_t *c = alone;
    if (joint != NULL && joint->consequence != NULL) {
        with = gnbs_annot_with_joint(alone, joint);
        c = &with;
    }
    gnbs_str_add(out, allele);
    gnbs_str_add_char(out, '|');
    gnbs_consequence_print_terms(out, c->terms);
    gnbs_str_add_char(out, '|');
    gnbs_str_add(out, gnbs_csq_impact(gnbs_consequence_worst(c)));
    gnbs_str_add_n(out, label->head, label->n_head);
    next_number(out, c->exon_number, tx->n_exon);
    next_number(out, c->intron_number, tx->n_exon - 1);
    gnbs_str_add_char(out, '|');
    add_name(out, c->hgvs_c);
    gnbs_str_add_char(out, '|');
    if (c->hgvs_p != NULL) {
        gnbs_str_add_n(out, label->protein, label->n_protein);
        add_name(out, c->hgvs_p);
    }
    next_range(out, c->cdna_first1, c->cdna_last1);
    next_range(out, c->cds_first1, c->cds_last1);
    next_range(out, c->aa_first1, c->aa_last1);
    gnbs_str_add_char(out, '|');
    if (c->amino_acids != NULL) gnbs_str_add(out, c->amino_acids);
    gnbs_str_add_char(out, '|');
    if (c->codons != NULL) gnbs_str_add(out, c->codons);
    gnbs_str_add_n(out, label->tail, label->n_tail);
    gnbs_str_add_char(out, '|');
    add_name(out, hgvs_g);
    gnbs_str_add(out, known_part);
    uint64_t cut =
        GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED) | GNBS_ANNOT_BIT(GNBS_CSQ_FRAMESHIFT);
    gnbs_str_add(out, !(c->terms & cut) ? "|" : c->escapes_nmd ? "|escapes" : "|predicted");
    next_joint(out, b, v, alone, joint);
}

void gnbs_annot_print_csq(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          const char *allele, size_t n, const gnbs_consequence_t csq[],
                          const gnbs_joint_t joint[], const gnbs_known_t *known,
                          const gnbs_frequency_t *frequency) {
    if (n == 0) return;
    gnbs_annot_work_t work;
    gnbs_str_t known_part, name;
    gnbs_annot_work_init(&work, b);
    gnbs_str_init(&known_part);
    gnbs_str_init(&name);
    const char *hgvs_g = gnbs_annot_hgvs_g(b, v, &work.arena);
    gnbs_annot_print_known(&known_part, known, frequency);
    add_value(&name, allele);
    for (size_t i = 0; i < n; i++) {
        gnbs_annot_label_t label;
        if (i > 0) gnbs_str_add_char(out, ',');
        if (!gnbs_annot_label_make(csq[i].tx, &work.text, &work.arena, &label))
            out->failed = true;
        else
            gnbs_annot_print_entry(out, b, v, gnbs_str_text(&name), &csq[i],
                                   joint != NULL ? &joint[i] : NULL, &label, hgvs_g,
                                   gnbs_str_text(&known_part));
    }
    out->failed = out->failed || known_part.failed || name.failed;
    gnbs_str_clear(&name);
    gnbs_str_clear(&known_part);
    gnbs_annot_work_clear(&work);
}
