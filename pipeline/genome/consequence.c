#include "genome/consequence.h"

/* clang-format off */
static const struct {
    const char *term, *so_id, *impact, *plain;
} CSQ[GNBS_CSQ_N] = {
    [GNBS_CSQ_TRANSCRIPT_ABLATION] = {"transcript_ablation", "SO:0001893", "HIGH", "removes the whole transcript"},
    [GNBS_CSQ_SPLICE_ACCEPTOR] = {"splice_acceptor_variant", "SO:0001574", "HIGH", "breaks a splice acceptor site"},
    [GNBS_CSQ_SPLICE_DONOR] = {"splice_donor_variant", "SO:0001575", "HIGH", "breaks a splice donor site"},
    [GNBS_CSQ_STOP_GAINED] = {"stop_gained", "SO:0001587", "HIGH", "stops the protein early"},
    [GNBS_CSQ_FRAMESHIFT] = {"frameshift_variant", "SO:0001589", "HIGH", "shifts the reading frame"},
    [GNBS_CSQ_STOP_LOST] = {"stop_lost", "SO:0001578", "HIGH", "removes the stop, lengthening the protein"},
    [GNBS_CSQ_START_LOST] = {"start_lost", "SO:0002012", "HIGH", "removes the start of the protein"},
    [GNBS_CSQ_TRANSCRIPT_AMPLIFICATION] = {"transcript_amplification", "SO:0001889", "HIGH", "multiplies the whole transcript"},
    [GNBS_CSQ_FEATURE_ELONGATION] = {"feature_elongation", "SO:0001907", "HIGH", "lengthens the transcript"},
    [GNBS_CSQ_FEATURE_TRUNCATION] = {"feature_truncation", "SO:0001906", "HIGH", "shortens the transcript"},
    [GNBS_CSQ_INFRAME_INSERTION] = {"inframe_insertion", "SO:0001821", "MODERATE", "adds amino acids, frame kept"},
    [GNBS_CSQ_INFRAME_DELETION] = {"inframe_deletion", "SO:0001822", "MODERATE", "removes amino acids, frame kept"},
    [GNBS_CSQ_MISSENSE] = {"missense_variant", "SO:0001583", "MODERATE", "changes one amino acid"},
    [GNBS_CSQ_PROTEIN_ALTERING] = {"protein_altering_variant", "SO:0001818", "MODERATE", "alters the protein"},
    [GNBS_CSQ_SPLICE_DONOR_5TH] = {"splice_donor_5th_base_variant", "SO:0001787", "LOW", "changes the fifth base of an intron"},
    [GNBS_CSQ_SPLICE_REGION] = {"splice_region_variant", "SO:0001630", "LOW", "lies near a splice site"},
    [GNBS_CSQ_SPLICE_DONOR_REGION] = {"splice_donor_region_variant", "SO:0002170", "LOW", "lies in a splice donor region"},
    [GNBS_CSQ_SPLICE_POLYPYRIMIDINE] = {"splice_polypyrimidine_tract_variant", "SO:0002169", "LOW", "lies in a polypyrimidine tract"},
    [GNBS_CSQ_INCOMPLETE_TERMINAL_CODON] = {"incomplete_terminal_codon_variant", "SO:0001626", "LOW", "lies in an incomplete last codon"},
    [GNBS_CSQ_START_RETAINED] = {"start_retained_variant", "SO:0002019", "LOW", "keeps the start codon"},
    [GNBS_CSQ_STOP_RETAINED] = {"stop_retained_variant", "SO:0001567", "LOW", "keeps the stop codon"},
    [GNBS_CSQ_SYNONYMOUS] = {"synonymous_variant", "SO:0001819", "LOW", "changes no amino acid"},
    [GNBS_CSQ_CODING_SEQUENCE] = {"coding_sequence_variant", "SO:0001580", "MODIFIER", "changes coding sequence in a way that cannot be read"},
    [GNBS_CSQ_MATURE_MIRNA] = {"mature_miRNA_variant", "SO:0001620", "MODIFIER", "lies in a mature microRNA"},
    [GNBS_CSQ_5_PRIME_UTR] = {"5_prime_UTR_variant", "SO:0001623", "MODIFIER", "lies before the coding sequence"},
    [GNBS_CSQ_3_PRIME_UTR] = {"3_prime_UTR_variant", "SO:0001624", "MODIFIER", "lies after the coding sequence"},
    [GNBS_CSQ_NON_CODING_EXON] = {"non_coding_transcript_exon_variant", "SO:0001792", "MODIFIER", "lies in an exon of a gene that codes RNA"},
    [GNBS_CSQ_INTRON] = {"intron_variant", "SO:0001627", "MODIFIER", "lies in an intron"},
    [GNBS_CSQ_NMD_TRANSCRIPT] = {"NMD_transcript_variant", "SO:0001621", "MODIFIER", "lies in a transcript that is degraded"},
    [GNBS_CSQ_NON_CODING_TRANSCRIPT] = {"non_coding_transcript_variant", "SO:0001619", "MODIFIER", "lies in a gene that codes RNA"},
    [GNBS_CSQ_UPSTREAM] = {"upstream_gene_variant", "SO:0001631", "MODIFIER", "lies before the gene"},
    [GNBS_CSQ_DOWNSTREAM] = {"downstream_gene_variant", "SO:0001632", "MODIFIER", "lies after the gene"},
    [GNBS_CSQ_INTERGENIC] = {"intergenic_variant", "SO:0001628", "MODIFIER", "lies between genes"},
};
/* clang-format on */

const char *gnbs_csq_so_term(gnbs_csq_t csq) { return CSQ[csq].term; }
const char *gnbs_csq_so_id(gnbs_csq_t csq) { return CSQ[csq].so_id; }
const char *gnbs_csq_impact(gnbs_csq_t csq) { return CSQ[csq].impact; }
const char *gnbs_csq_plain(gnbs_csq_t csq) { return CSQ[csq].plain; }

gnbs_csq_t gnbs_consequence_worst(const gnbs_consequence_t *c) {
    for (int i = 0; i < GNBS_CSQ_N; i++)
        if (c->terms & (UINT64_C(1) << i)) return (gnbs_csq_t)i;
    return GNBS_CSQ_INTERGENIC;
}

void gnbs_consequence_print_terms(gnbs_str_t *out, uint64_t terms) {
    bool is_first = true;
    for (int i = 0; i < GNBS_CSQ_N; i++) {
        if (!(terms & (UINT64_C(1) << i))) continue;
        if (!is_first) gnbs_str_add_char(out, '&');
        gnbs_str_add(out, CSQ[i].term);
        is_first = false;
    }
}

uint64_t gnbs_consequence_coding_terms(void) {
    return UINT64_C(1) << GNBS_CSQ_STOP_GAINED | UINT64_C(1) << GNBS_CSQ_FRAMESHIFT |
           UINT64_C(1) << GNBS_CSQ_STOP_LOST | UINT64_C(1) << GNBS_CSQ_START_LOST |
           UINT64_C(1) << GNBS_CSQ_INFRAME_INSERTION |
           UINT64_C(1) << GNBS_CSQ_INFRAME_DELETION | UINT64_C(1) << GNBS_CSQ_MISSENSE |
           UINT64_C(1) << GNBS_CSQ_PROTEIN_ALTERING |
           UINT64_C(1) << GNBS_CSQ_INCOMPLETE_TERMINAL_CODON |
           UINT64_C(1) << GNBS_CSQ_START_RETAINED | UINT64_C(1) << GNBS_CSQ_STOP_RETAINED |
           UINT64_C(1) << GNBS_CSQ_SYNONYMOUS | UINT64_C(1) << GNBS_CSQ_CODING_SEQUENCE;
}

bool gnbs_consequence_is_lof(const gnbs_consequence_t *c) {
    static const uint64_t LOF =
        UINT64_C(1) << GNBS_CSQ_TRANSCRIPT_ABLATION |
        UINT64_C(1) << GNBS_CSQ_SPLICE_ACCEPTOR | UINT64_C(1) << GNBS_CSQ_SPLICE_DONOR |
        UINT64_C(1) << GNBS_CSQ_STOP_GAINED | UINT64_C(1) << GNBS_CSQ_FRAMESHIFT;
    static const uint64_t LOST = UINT64_C(1) << GNBS_CSQ_START_LOST,
                          RETAINED = UINT64_C(1) << GNBS_CSQ_START_RETAINED;
    return (c->terms & LOF) != 0 || (c->terms & (LOST | RETAINED)) == LOST;
}
