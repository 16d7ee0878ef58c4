#include "simulate/simulate_world.h"

#include <string.h>

#include "genome/seq.h"

enum { /* base pairs; introns shorter than life's, so that a demonstration stays small */
       EXON_MIN = 90,
       EXON_MAX = 210,
       INTRON_MIN = 300,
       INTRON_MAX = 900,
       UTR5_MIN = 60,
       UTR5_MAX = 140,
       UTR3_MIN = 120,
       UTR3_MAX = 300,
       TRACT_BP = 14, /* polypyrimidine, before the acceptor */
};

gnbs_code_t gnbs_simulate_gene_plan(const gnbs_simulate_gene_t *gene,
                                    gnbs_simulate_random_t *r, gnbs_arena_t *arena,
                                    gnbs_simulate_plan_t *plan, gnbs_err_t *err) {
    int32_t n = gene->n_exon, cds_bp = 0;
    *plan = (gnbs_simulate_plan_t){.n_exon = n};
    plan->exon_bp = GNBS_NEW(arena, int32_t, n);
    plan->intron_bp = GNBS_NEW(arena, int32_t, n);
    if (plan->exon_bp == NULL || plan->intron_bp == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "gene %s", gene->symbol);
    for (int32_t i = 0; i < n; i++) {
        plan->exon_bp[i] = gnbs_simulate_between(r, EXON_MIN, EXON_MAX);
        plan->intron_bp[i] = gnbs_simulate_between(r, INTRON_MIN, INTRON_MAX);
        cds_bp += plan->exon_bp[i];
    }
    plan->exon_bp[n - 1] += (3 - cds_bp % 3) % 3; /* whole codons */
    plan->utr5_bp = gnbs_simulate_between(r, UTR5_MIN, UTR5_MAX);
    plan->utr3_bp = gnbs_simulate_between(r, UTR3_MIN, UTR3_MAX);
    plan->exon_bp[0] += plan->utr5_bp;
    plan->exon_bp[n - 1] += plan->utr3_bp;
    for (int32_t i = 0; i < n; i++)
        plan->length_bp += plan->exon_bp[i] + (i + 1 < n ? plan->intron_bp[i] : 0);
    return GNBS_OK;
}

/* An open reading frame of n bases: ATG, sense codons, a stop. */
static void write_frame(gnbs_simulate_random_t *r, int32_t n, uint8_t cds[]) {
    static const uint8_t START[3] = {GNBS_BASE_A, GNBS_BASE_T, GNBS_BASE_G};
    static const uint8_t STOP[3][3] = {{GNBS_BASE_T, GNBS_BASE_A, GNBS_BASE_A},
                                       {GNBS_BASE_T, GNBS_BASE_A, GNBS_BASE_G},
                                       {GNBS_BASE_T, GNBS_BASE_G, GNBS_BASE_A}};
    memcpy(cds, START, 3);
    for (int32_t i = 3; i + 3 < n; i += 3) {
        do {
            for (int k = 0; k < 3; k++) cds[i + k] = gnbs_simulate_base(r, GNBS_BASE_N);
        } while (gnbs_seq_translate(cds + i, 1) == '*');
    }
    memcpy(cds + n - 3, STOP[gnbs_simulate_below(r, 3)], 3);
}

/*  exon | GT R A G T ......... Y Y Y Y Y Y N C A G | exon   */
static void write_splice_sites(gnbs_simulate_random_t *r, int32_t n, uint8_t intron[]) {
    static const uint8_t DONOR[6] = {GNBS_BASE_G, GNBS_BASE_T, GNBS_BASE_A,
                                     GNBS_BASE_A, GNBS_BASE_G, GNBS_BASE_T};
    memcpy(intron, DONOR, 6);
    if (gnbs_simulate_chance(r, 0.4)) intron[2] = GNBS_BASE_G;
    for (int32_t i = n - 4 - TRACT_BP; i < n - 4; i++)
        intron[i] = gnbs_simulate_chance(r, 0.6) ? GNBS_BASE_T : GNBS_BASE_C;
    intron[n - 3] = GNBS_BASE_C;
    intron[n - 2] = GNBS_BASE_A;
    intron[n - 1] = GNBS_BASE_G;
}

/* Text of the gene along the transcript: UTRs and introns keep the genome's own bases, coding
 * sequence and splice sites are written. */
static gnbs_code_t write_text(const gnbs_simulate_plan_t *plan, gnbs_simulate_random_t *r,
                              uint8_t text[], gnbs_arena_t *arena, gnbs_err_t *err) {
    int32_t n_cds = -plan->utr5_bp - plan->utr3_bp, done = 0, at = 0;
    for (int32_t i = 0; i < plan->n_exon; i++) n_cds += plan->exon_bp[i];
    uint8_t *cds = GNBS_NEW(arena, uint8_t, n_cds);
    if (cds == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a coding sequence");
    write_frame(r, n_cds, cds);
    for (int32_t i = 0; i < plan->n_exon; i++) {
        bool is_last = i + 1 == plan->n_exon;
        int32_t skip = i == 0 ? plan->utr5_bp : 0;
        int32_t part = plan->exon_bp[i] - skip - (is_last ? plan->utr3_bp : 0);
        memcpy(text + at + skip, cds + done, (size_t)part);
        done += part;
        at += plan->exon_bp[i];
        if (is_last) break;
        write_splice_sites(r, plan->intron_bp[i], text + at);
        at += plan->intron_bp[i];
    }
    return GNBS_OK;
}

static gnbs_code_t fill_transcript(const gnbs_simulate_gene_t *gene,
                                   const gnbs_simulate_plan_t *plan, gnbs_pos_t beg,
                                   gnbs_arena_t *arena, gnbs_transcript_t *tx,
                                   gnbs_err_t *err) {
    int32_t n = plan->n_exon;
    gnbs_pos_t end = beg + plan->length_bp, at = 0;
    gnbs_exon_t *exon = GNBS_NEW(arena, gnbs_exon_t, n);
    if (exon == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gene %s", gene->symbol);
    for (int32_t i = 0; i < n; i++) { /* i along the transcript */
        gnbs_pos_t to = at + plan->exon_bp[i];
        if (gene->strand > 0)
            exon[i] = (gnbs_exon_t){beg + at, beg + to};
        else
            exon[n - 1 - i] = (gnbs_exon_t){end - to, end - at};
        at = to + plan->intron_bp[i];
    }
    bool is_plus = gene->strand > 0, is_ensembl = strncmp(gene->transcript, "ENST", 4) == 0;
    const char *protein_id =
        gnbs_arena_printf(arena, "%s%s", is_ensembl ? "ENSP" : "protein-",
                          gene->transcript + (is_ensembl ? 4 : 0));
    if (protein_id == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gene %s", gene->symbol);
    *tx = (gnbs_transcript_t){
        .id = gene->transcript,
        .other_id = "",
        .protein_id = protein_id,
        .gene_id = gene->hgnc_id,
        .symbol = gene->symbol,
        .hgnc_id = gene->hgnc_id,
        .biotype = "protein_coding",
        .mane = GNBS_MANE_SELECT,
        .tid = gene->tid,
        .strand = gene->strand,
        .beg = beg,
        .end = end,
        .cds_beg = beg + (is_plus ? plan->utr5_bp : plan->utr3_bp),
        .cds_end = end - (is_plus ? plan->utr3_bp : plan->utr5_bp),
        .n_exon = n,
        .exon = exon,
        .i_gene = -1,
    };
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_gene_write(const gnbs_simulate_gene_t *gene,
                                     const gnbs_simulate_plan_t *plan,
                                     gnbs_simulate_random_t *r, gnbs_pos_t beg,
                                     uint8_t *seq, gnbs_arena_t *arena,
                                     gnbs_transcript_t *tx, gnbs_err_t *err) {
    uint8_t *text = seq + beg;
    /* turned before and after: what the genome had between exons stays what it was */
    if (gene->strand < 0) gnbs_seq_reverse_complement(plan->length_bp, text);
    GNBS_TRY(write_text(plan, r, text, arena, err));
    if (gene->strand < 0) gnbs_seq_reverse_complement(plan->length_bp, text);
    return fill_transcript(gene, plan, beg, arena, tx, err);
}

gnbs_code_t gnbs_simulate_cds(const gnbs_transcript_t *tx, gnbs_arena_t *arena, int32_t *n,
                              gnbs_pos_t **cds, gnbs_err_t *err) {
    gnbs_pos_t total = 0;
    for (int32_t i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        total += part.end - part.beg;
    }
    gnbs_pos_t *at = GNBS_NEW(arena, gnbs_pos_t, total);
    if (at == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", tx->id);
    int32_t k = 0;
    for (int32_t i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        for (gnbs_pos_t p = part.beg; p < part.end; p++, k++)
            at[tx->strand > 0 ? k : total - 1 - k] = p;
    }
    *n = (int32_t)total;
    *cds = at;
    return GNBS_OK;
}

void gnbs_simulate_codon(const gnbs_transcript_t *tx, const uint8_t *seq,
                         const gnbs_pos_t *cds, uint8_t codon[3]) {
    for (int k = 0; k < 3; k++) {
        uint8_t base = seq[cds[k]];
        codon[k] = tx->strand > 0 ? base : gnbs_seq_complement(base);
    }
}
