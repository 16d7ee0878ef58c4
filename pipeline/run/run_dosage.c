#include "run/run_dosage.h"

#include <math.h>

#include "annot/annot.h"
#include "genome/seq.h"
#include "io/tiles.h"

/* Where too few pairs were seen to know the library: a usual one. */
static const double USUAL_INSERT_BP = 400, USUAL_INSERT_SD_BP = 100;

gnbs_code_t gnbs_run_judge_dosage(const gnbs_run_dosage_t *in, gnbs_pass_result_t *pass,
                                  gnbs_arena_t *arena, gnbs_cnv_result_t *result,
                                  gnbs_err_t *err) {
    bool is_known = in->quality->insert_mean_bp > 0;
    const gnbs_cnv_request_t rq = {
        .opt = in->opt,
        .bundle = in->bundle,
        .sex = in->sex,
        .insert_mean_bp = is_known ? in->quality->insert_mean_bp : USUAL_INSERT_BP,
        .insert_sd_bp = is_known ? in->quality->insert_sd_bp : USUAL_INSERT_SD_BP,
        .normals = in->normals,
        .n_hint = pass->n_hint,
        .hint = pass->hint,
        .reads = in->reads,
        .n_call = pass->n_call,
        .call = pass->call,
        .is_beside_calls = in->is_beside_calls};
    gnbs_code_t code = gnbs_cnv_conclude(&rq, pass->tile != NULL ? pass->n_tile : 0,
                                         pass->tile, arena, result, err);
    return code == GNBS_OK ? code : gnbs_err_ctx(err, "counting copies");
}

static const char *describe_contig(const gnbs_bundle_t *b, const gnbs_cnv_contig_t *c,
                                   gnbs_arena_t *arena) {
    return gnbs_arena_printf(
        arena, "chromosome=%s copies %d of %d expected, ratio %.3f, %d tiles",
        b->contigs.contig[c->tid].name, c->copies, c->expected, c->ratio, c->n_tile);
}

gnbs_code_t gnbs_run_write_tiles(const char *path, const gnbs_run_dosage_t *in,
                                 const gnbs_reads_t *reads, const char *program_line,
                                 const gnbs_pass_result_t *pass, const gnbs_cnv_result_t *r,
                                 gnbs_arena_t *arena, gnbs_err_t *err) {
    const char **line = GNBS_NEW(arena, const char *, 4 + r->n_contig);
    if (line == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "tiles");
    size_t n = 0;
    line[n++] = gnbs_arena_printf(arena, "status=%s", gnbs_cnv_status_sentence(r->status));
    line[n++] = r->is_capture ? "library=capture" : "library=whole genome";
    line[n++] = gnbs_arena_printf(arena, "expectation=%s, %zu normals",
                                  r->n_normal > 0 ? "normals" : "own", r->n_normal);
    line[n++] = gnbs_arena_printf(
        arena, "noise=spread %.4f, overdispersion %.2e, %.1f reads per kb", r->spread,
        r->overdispersion, r->reads_per_kb);
    for (size_t i = 0; i < r->n_contig; i++)
        line[n++] = describe_contig(in->bundle, &r->contig[i], arena);
    for (size_t i = 0; i < n; i++)
        if (line[i] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "tiles");
    const gnbs_tiles_meta_t meta = {
        .sample = gnbs_reads_sample(reads),
        .program_line = program_line,
        .sex = in->sex,
        .plan = gnbs_cnv_plan_hash(&in->bundle->contigs, pass->n_tile, pass->tile),
        .is_synthetic = gnbs_reads_is_synthetic(reads),
        .n_line = n,
        .line = line};
    return gnbs_tiles_write(path, in->bundle, &meta, pass->n_tile, pass->tile, err);
}

gnbs_code_t gnbs_run_dosage_call(const gnbs_bundle_t *bundle, const gnbs_dosage_t *d,
                                 gnbs_arena_t *arena, gnbs_call_t *call, gnbs_err_t *err) {
    static const double MAX_PHRED = 9999;
    gnbs_pos_t pos = d->region.beg > 0 ? d->region.beg - 1 : 0;
    char *ref = gnbs_arena_strdup(arena, "N");
    if (ref == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a deletion or duplication");
    uint8_t code;
    gnbs_bundle_sequence(bundle, (gnbs_region_t){d->region.tid, pos, pos + 1}, &code);
    ref[0] = gnbs_seq_letter(code);
    double phred = fmin(fmax(10 * d->log10_bf, 0), MAX_PHRED);
    int n_alt = gnbs_dosage_n_alt(d);
    bool is_haploid = d->expected == 1, is_del = d->kind == GNBS_DOSAGE_DEL;
    *call = (gnbs_call_t){.variant = {d->region.tid, pos, ref, is_del ? "<DEL>" : "<DUP>"},
                          .zygosity = is_haploid   ? GNBS_ZYG_HEMI_ALT
                                      : n_alt >= 2 ? GNBS_ZYG_HOM_ALT
                                                   : GNBS_ZYG_HET,
                          .ploidy = is_haploid ? 1 : 2,
                          .n_alt = (int8_t)(is_haploid   ? 1
                                            : n_alt >= 2 ? 2
                                                         : 1),
                          .qual_phred = phred,
                          .gq_phred = (int32_t)fmin(phred, 99),
                          .dp = d->is_exact ? d->n_split + d->n_spanning : -1,
                          .ad_ref = d->is_exact ? d->n_spanning : -1,
                          .ad_alt = d->is_exact ? d->n_split : -1,
                          .filter = d->filter != 0 ? GNBS_FILTER_LOW_QUAL : 0};
    return GNBS_OK;
}

gnbs_code_t gnbs_run_dosage_variant(const gnbs_bundle_t *bundle, const gnbs_dosage_t *d,
                                    const gnbs_gene_t *gene, const gnbs_transcript_t *tx,
                                    gnbs_arena_t *arena, gnbs_case_variant_t *v,
                                    bool *touches, gnbs_err_t *err) {
    gnbs_dosage_effect_t *effect = GNBS_NEW(arena, gnbs_dosage_effect_t, 1);
    gnbs_consequence_t *csq = GNBS_NEW(arena, gnbs_consequence_t, 1);
    if (effect == NULL || csq == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "a deletion or duplication");
    *touches = gnbs_cnv_affect(d, tx, arena, effect);
    if (!*touches) return GNBS_OK;
    *v = (gnbs_case_variant_t){.gene = gene,
                               .n_consequence = 1,
                               .consequence = csq,
                               .dosage = d,
                               .dosage_effect = effect};
    GNBS_TRY(gnbs_run_dosage_call(bundle, d, arena, &v->call, err));
    *csq = (gnbs_consequence_t){.tx = tx,
                                .terms = effect->terms,
                                .exon_number = effect->first_exon,
                                .hgvs_c = gnbs_annot_name_dosage(bundle, tx, d, arena)};
    return effect->effect_why != NULL
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_NOMEM, "a deletion or duplication");
}
