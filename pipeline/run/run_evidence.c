#include "run/run_evidence.h"

#include <string.h>

#include "annot/annot.h"
#include "core/vec.h"

gnbs_code_t gnbs_run_evidence_open(const gnbs_bundle_t *bundle, gnbs_run_evidence_t *e,
                                   gnbs_err_t *err) {
    *e = (gnbs_run_evidence_t){.bundle = bundle, .opt = gnbs_classify_opt_default()};
    gnbs_arena_init(&e->work);
    return gnbs_bundle_scores_open(bundle, &e->scores, err);
}

void gnbs_run_evidence_close(gnbs_run_evidence_t *e) {
    if (e->bundle == NULL) return;
    gnbs_bundle_scores_close(e->scores);
    gnbs_arena_clear(&e->work);
    *e = (gnbs_run_evidence_t){0};
}

/* The first screened row of the gene says how loss of function and dominance are to be read for the variant's class. */
const gnbs_condition_t *gnbs_run_row_of_gene(const gnbs_panel_t *panel,
                                             const gnbs_gene_t *gene) {
    const gnbs_condition_t *first = NULL;
    for (size_t i = 0; i < panel->n_condition; i++) {
        if (strcmp(panel->condition[i].hgnc_id, gene->hgnc_id) != 0) continue;
        if (panel->condition[i].status == GNBS_STATUS_GREEN) return &panel->condition[i];
        if (first == NULL) first = &panel->condition[i];
    }
    return first;
}

/* The panel's transcript first, then in annot's order; only transcripts of this gene. */
size_t gnbs_run_keep_of_gene(const gnbs_bundle_t *b, const gnbs_gene_t *gene,
                             const char *wanted, size_t n, gnbs_consequence_t c[]) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_own = false;
        for (int k = 0; k < gene->n_transcript; k++)
            is_own |= c[i].tx == &b->transcript[gene->transcript[k]];
        if (is_own) c[n_kept++] = c[i];
    }
    for (size_t i = 1; i < n_kept; i++) {
        if (strcmp(c[i].tx->id, wanted) != 0 && strcmp(c[i].tx->other_id, wanted) != 0)
            continue;
        gnbs_consequence_t first = c[i];
        memmove(c + 1, c, i * sizeof *c);
        c[0] = first;
        break;
    }
    return n_kept;
}

typedef GNBS_VEC(gnbs_classify_neighbour_t) neighbours_t;
typedef GNBS_VEC(gnbs_classify_common_t) commons_t;

typedef struct gather {
    gnbs_run_evidence_t *e;
    const gnbs_transcript_t *tx;
    bool wants_benign, wants_scores;
    neighbours_t *out;
} gather_t;

/* SpliceAI's score of a known allele, < 0 when there is none. */
static gnbs_code_t splice_score(gnbs_run_evidence_t *e, const gnbs_variant_t *v,
                                double *value, gnbs_err_t *err) {
    size_t n;
    gnbs_score_t *score;
    *value = -1;
    GNBS_TRY(gnbs_bundle_scores_of(e->scores, v, &e->work, &n, &score, err));
    for (size_t i = 0; i < n; i++)
        if (strcmp(score[i].name, "SpliceAI") == 0) *value = score[i].value;
    return GNBS_OK;
}

/* Known alleles that stand in [beg, end), with their effect on the transcript. */
static gnbs_code_t add_known(const gather_t *g, gnbs_pos_t beg, gnbs_pos_t end,
                             gnbs_err_t *err) {
    const gnbs_bundle_t *b = g->e->bundle;
    for (size_t i = gnbs_bundle_known_lower(b, g->tx->tid, beg); i < b->n_known; i++) {
        const gnbs_known_t *k = &b->known[i];
        if (k->variant.tid != g->tx->tid || k->variant.pos >= end) break;
        bool is_benign =
            k->sig == GNBS_CLNSIG_BENIGN || k->sig == GNBS_CLNSIG_LIKELY_BENIGN;
        if (!gnbs_known_is_pathogenic(k) && !(is_benign && g->wants_benign)) continue;
        gnbs_classify_neighbour_t n = {.known = k, .splice_score = -1};
        gnbs_err_t unfit;
        /* an allele whose REF is not the reference's says nothing here */
        if (gnbs_annot_on_transcript(b, g->tx, &k->variant, NULL, &g->e->work,
                                     &n.consequence, &unfit) != GNBS_OK)
            continue;
        if (g->wants_scores)
            GNBS_TRY(splice_score(g->e, &k->variant, &n.splice_score, err));
        if (!GNBS_PUSH(g->out, n)) return gnbs_err_set(err, GNBS_E_NOMEM, "known alleles");
    }
    return GNBS_OK;
}

/* Around a residue: the bases of residues first..last lie in one or several exons. */
static gnbs_code_t add_near(const gather_t *g, int32_t residue, int32_t reach,
                            gnbs_err_t *err) {
    const gnbs_transcript_t *tx = g->tx;
    /* coding bases in front of each exon's coding part, along the transcript */
    int64_t first = 3 * ((int64_t)residue - 1 - reach),
            last = 3 * ((int64_t)residue + reach);
    int64_t before = -tx->cds_start_phase;
    for (int k = 0; k < tx->n_exon; k++) {
        int i = tx->strand > 0 ? k : tx->n_exon - 1 - k;
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        int64_t n = part.end - part.beg, beg = first - before, end = last - before;
        before += n;
        if (beg < 0) beg = 0;
        if (end > n) end = n;
        if (beg >= end) continue;
        gnbs_pos_t g_beg = tx->strand > 0 ? part.beg + beg : part.end - end,
                   g_end = tx->strand > 0 ? part.beg + end : part.end - beg;
        /* a block substitution may stand up to two bases in front */
        GNBS_TRY(add_known(g, g_beg - 2, g_end, err));
    }
    return GNBS_OK;
}

static gnbs_code_t add_neighbours(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                                  neighbours_t *out, gnbs_err_t *err) {
    const gnbs_consequence_t *c = &q->consequence[0];
    bool is_missense =
        (c->terms & (UINT64_C(1) << GNBS_CSQ_MISSENSE)) != 0 && c->protein_pos1 > 0;
    const gather_t g = {.e = e,
                        .tx = c->tx,
                        .wants_benign = is_missense,
                        .wants_scores = !is_missense && !gnbs_consequence_is_lof(c),
                        .out = out};
    if (gnbs_consequence_is_lof(c)) return add_known(&g, c->tx->beg, c->tx->end, err);
    if (is_missense)
        return add_near(&g, c->protein_pos1, (int32_t)e->opt.hot_spot_residues, err);
    if (q->variant == NULL) return GNBS_OK;
    return add_known(&g, q->variant->pos, q->variant->pos + 1, err);
}

static gnbs_code_t add_common(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                              commons_t *out, gnbs_err_t *err) {
    const gnbs_bundle_t *b = e->bundle;
    const gnbs_transcript_t *tx = q->consequence[0].tx;
    if (!gnbs_consequence_is_lof(&q->consequence[0])) return GNBS_OK;
    for (size_t i = gnbs_bundle_frequency_lower(b, tx->tid, tx->beg); i < b->n_frequency;
         i++) {
        const gnbs_frequency_t *f = &b->frequency[i];
        if (f->variant.tid != tx->tid || f->variant.pos >= tx->end) break;
        if (f->af <= e->opt.common_lof_af || f->filter[0] != '\0') continue;
        gnbs_classify_common_t c = {.frequency = f};
        gnbs_err_t unfit;
        if (gnbs_annot_on_transcript(b, tx, &f->variant, NULL, &e->work, &c.consequence,
                                     &unfit) != GNBS_OK ||
            !gnbs_consequence_is_lof(&c.consequence))
            continue;
        if (!GNBS_PUSH(out, c)) return gnbs_err_set(err, GNBS_E_NOMEM, "common alleles");
    }
    return GNBS_OK;
}

static int32_t index_of(const gnbs_bundle_t *b, const gnbs_gene_t *gene) {
    return gene != NULL ? (int32_t)(gene - b->gene) : -1;
}

static void state_row(const gnbs_condition_t *row, gnbs_classify_input_t *in) {
    in->mechanism = row != NULL ? row->mechanism : "";
    in->inheritance = row != NULL ? row->inheritance : GNBS_INH_UNKNOWN;
    in->prevalence = row != NULL ? row->prevalence : 0;
}

static gnbs_code_t look_up(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                           gnbs_classify_input_t *in, gnbs_err_t *err) {
    const gnbs_bundle_t *b = e->bundle;
    const char *name = q->n_consequence > 0 ? q->consequence[0].hgvs_c : NULL;
    gnbs_classify_curated_t *curated;
    *in = (gnbs_classify_input_t){.bundle = b,
                                  .i_gene = index_of(b, q->gene),
                                  .variant = q->variant,
                                  .n_consequence = q->n_consequence,
                                  .consequence = q->consequence,
                                  .stop_residue = q->stop_residue,
                                  .together = q->together,
                                  .has_frequency_source = b->n_frequency > 0,
                                  .is_affected = e->is_affected,
                                  .is_homozygous = q->is_homozygous,
                                  .n_partner = q->n_partner,
                                  .partner = q->partner};
    state_row(q->row, in);
    GNBS_TRY(gnbs_run_curated_of(e->curated, q->variant, name, &e->work, &in->n_curated,
                                 &curated, err));
    in->curated = curated;
    if (q->variant == NULL) return GNBS_OK;
    in->known = gnbs_bundle_known(b, q->variant);
    if (q->together != NULL) return GNBS_OK; /* sources speak of the allele alone */
    in->frequency = gnbs_bundle_frequency_any(b, q->variant);
    gnbs_score_t *score;
    GNBS_TRY(
        gnbs_bundle_scores_of(e->scores, q->variant, &e->work, &in->n_score, &score, err));
    in->score = score;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_classify_one(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                                  gnbs_arena_t *arena, gnbs_classification_t *out,
                                  gnbs_err_t *err) {
    gnbs_classify_input_t in;
    neighbours_t neighbours = {0};
    commons_t commons = {0};
    gnbs_arena_reset(&e->work);
    gnbs_code_t code = look_up(e, q, &in, err);
    if (code == GNBS_OK && q->n_consequence > 0) {
        code = add_neighbours(e, q, &neighbours, err);
        if (code == GNBS_OK) code = add_common(e, q, &commons, err);
    }
    in.n_neighbour = neighbours.n;
    in.neighbour = neighbours.at;
    in.n_common = commons.n;
    in.common = commons.at;
    if (code == GNBS_OK) code = gnbs_classify_variant(&e->opt, &in, arena, out, err);
    GNBS_VEC_CLEAR(&neighbours);
    GNBS_VEC_CLEAR(&commons);
    return code;
}

gnbs_code_t gnbs_run_classify_event(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                                    const gnbs_classify_dosage_t *event,
                                    gnbs_arena_t *arena, gnbs_classification_t *out,
                                    gnbs_err_t *err) {
    gnbs_classify_input_t in;
    neighbours_t neighbours = {0};
    gnbs_arena_reset(&e->work);
    gnbs_code_t code = look_up(e, q, &in, err);
    const gather_t g = {.e = e, .tx = event->tx, .out = &neighbours};
    if (code == GNBS_OK) code = add_known(&g, event->tx->beg, event->tx->end, err);
    in.n_neighbour = neighbours.n;
    in.neighbour = neighbours.at;
    if (code == GNBS_OK) code = gnbs_classify_dosage(&e->opt, &in, event, arena, out, err);
    GNBS_VEC_CLEAR(&neighbours);
    return code;
}
