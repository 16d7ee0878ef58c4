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
    "CLINVAR_ID|CLINVAR_REVIEW|CLINVAR_STARS|CLINVAR_CONFLICT|FAF95|AC|AN|NHOMALT|NHEMI|"
    "FREQ_FILTER|gnomAD_AFR_AF|gnomAD_AMI_AF|gnomAD_AMR_AF|gnomAD_ASJ_AF|gnomAD_EAS_AF|"
    "gnomAD_FIN_AF|gnomAD_MID_AF|gnomAD_NFE_AF|gnomAD_OTH_AF|gnomAD_SAS_AF|SpliceAI|REVEL|"
    "SCORES|CLINVAR_SAME_AA|CLINVAR_SAME_CODON|NMD|IN_CIS|IN_CIS_HGVSc|ALONE_Consequence|"
    "ALONE_HGVSp|STOP_BEFORE";

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

static void next_count(gnbs_str_t *out, int32_t n) {
    gnbs_str_add_char(out, '|');
    if (n >= 0) gnbs_str_add_int(out, n);
}

/* In the order of FORMAT; "oth" and "remaining" are the same group of two releases. */
static const char *const GROUP[] = {"afr", "ami", "amr", "asj", "eas",
                                    "fin", "mid", "nfe", "oth", "sas"};
enum { N_GROUP = sizeof GROUP / sizeof GROUP[0] };

/* "afr=0.00012;nfe=0.0033" to a field for each group, as the source states it. */
static void next_groups(gnbs_str_t *out, const char *groups) {
    const char *value[N_GROUP] = {NULL};
    for (const char *s = groups; s != NULL && *s != '\0';) {
        size_t n = strcspn(s, "=;"), end = strcspn(s, ";");
        bool is_rest = n == 9 && memcmp(s, "remaining", 9) == 0;
        for (int g = 0; g < N_GROUP && s[n] == '='; g++)
            if ((n == 3 && memcmp(s, GROUP[g], 3) == 0) ||
                (is_rest && strcmp(GROUP[g], "oth") == 0))
                value[g] = s + n + 1;
        s += end + (s[end] == ';');
    }
    for (int g = 0; g < N_GROUP; g++) {
        gnbs_str_add_char(out, '|');
        if (value[g] != NULL) gnbs_str_add_n(out, value[g], strcspn(value[g], ";"));
    }
}

static void next_frequencies(gnbs_str_t *out, const gnbs_frequency_t *f) {
    if (f == NULL) {
        gnbs_str_add(out, "||||||");
        next_groups(out, NULL);
        return;
    }
    next_frequency(out, f->faf95);
    next_count(out, f->ac);
    next_count(out, f->an);
    next_count(out, f->n_hom);
    next_count(out, f->n_hemi);
    next_value(out, f->filter);
    next_groups(out, f->groups);
}

static bool has_own_field(const char *name) {
    return strcmp(name, "SpliceAI") == 0 || strcmp(name, "REVEL") == 0;
}

static void next_score(gnbs_str_t *out, const gnbs_annot_facts_t *facts, const char *name) {
    gnbs_str_add_char(out, '|');
    for (size_t i = 0; i < facts->n_score; i++)
        if (strcmp(facts->score[i].name, name) == 0)
            gnbs_str_printf(out, "%.4g", facts->score[i].value);
}

static void next_scores(gnbs_str_t *out, const gnbs_annot_facts_t *facts) {
    next_score(out, facts, "SpliceAI");
    next_score(out, facts, "REVEL");
    gnbs_str_add_char(out, '|');
    bool is_first = true;
    for (size_t i = 0; i < facts->n_score; i++) {
        if (has_own_field(facts->score[i].name)) continue;
        if (!is_first) gnbs_str_add_char(out, '&');
        is_first = false;
        add_value(out, facts->score[i].name);
        gnbs_str_printf(out, ":%.4g", facts->score[i].value);
    }
}

void gnbs_annot_print_facts(gnbs_str_t *out, const gnbs_annot_facts_t *facts) {
    const gnbs_known_t *known = facts->known;
    const gnbs_frequency_t *f = facts->frequency;
    next_frequency(out, f != NULL ? f->af : -1);
    next_frequency(out, f != NULL ? f->af_grpmax : -1);
    next_value(out, f != NULL ? f->grpmax : "");
    next_clin_sig(out, known != NULL ? known->clnsig_text : "");
    next_value(out, known != NULL ? known->clinvar_id : "");
    next_value(out, known != NULL ? known->clnrevstat : "");
    next_count(out, known != NULL ? known->stars : -1);
    next_value(out, known != NULL ? known->clnsigconf : "");
    next_frequencies(out, f);
    next_scores(out, facts);
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
                            const char *facts_part, const gnbs_annot_same_t *same) {
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
    gnbs_str_add(out, facts_part);
    next_value(out, same != NULL ? same->aa : "");
    next_value(out, same != NULL ? same->codon : "");
    uint64_t cut =
        GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED) | GNBS_ANNOT_BIT(GNBS_CSQ_FRAMESHIFT);
    gnbs_str_add(out, !(c->terms & cut) ? "|" : c->escapes_nmd ? "|escapes" : "|predicted");
    next_joint(out, b, v, alone, joint);
}

void gnbs_annot_print_csq(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          const char *allele, size_t n, const gnbs_consequence_t csq[],
                          const gnbs_joint_t joint[], const gnbs_annot_facts_t *facts) {
    if (n == 0) return;
    gnbs_annot_work_t work;
    gnbs_str_t facts_part, name;
    gnbs_annot_work_init(&work, b);
    gnbs_str_init(&facts_part);
    gnbs_str_init(&name);
    const char *hgvs_g = gnbs_annot_hgvs_g(b, v, &work.arena);
    gnbs_annot_print_facts(&facts_part, facts);
    const gnbs_known_t *other = facts->same_protein;
    const gnbs_annot_same_t same = {other != NULL ? other->clinvar_id : "", ""};
    add_value(&name, allele);
    for (size_t i = 0; i < n; i++) {
        gnbs_annot_label_t label;
        if (i > 0) gnbs_str_add_char(out, ',');
        if (!gnbs_annot_label_make(csq[i].tx, &work.text, &work.arena, &label))
            out->failed = true;
        else
            gnbs_annot_print_entry(out, b, v, gnbs_str_text(&name), &csq[i],
                                   joint != NULL ? &joint[i] : NULL, &label, hgvs_g,
                                   gnbs_str_text(&facts_part), i == 0 ? &same : NULL);
    }
    out->failed = out->failed || facts_part.failed || name.failed;
    gnbs_str_clear(&name);
    gnbs_str_clear(&facts_part);
    gnbs_annot_work_clear(&work);
}
