#include "run/run_mito.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/evidence.h"
#include "io/table_read.h"
#include "run/run_data.h"

enum { PAD_BP = 600, MAX_STARTS = 5000, MAX_CONTIG_BP = 20000 };
/* An index finds the beginning of 16 kb, so every chunk but the first inflates what lies before it again: no more chunks than
 * memory asks for. */
enum { CHUNK_READS = 150000, MAX_CHUNKS = 16, CHUNKS_UNKNOWN = 4 };

/* Fewer nuclear reads than this say that they were left out of the file, not that there is no nuclear DNA. */
static const double MIN_AUTOSOMAL_DEPTH = 0.05;

/* ---- tables and reference --------------------------------------------------------------- */

gnbs_code_t gnbs_run_mito_policy(const gnbs_mito_ref_t *ref, gnbs_arena_t *arena,
                                 gnbs_mito_policy_t *policy, gnbs_err_t *err) {
    const char *variants = gnbs_run_data_path(arena, "refdata/mito/variants.tsv"),
               *sites = gnbs_run_data_path(arena, "refdata/mito/sites.tsv");
    gnbs_table_t table[2];
    if (variants == NULL || sites == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "names of the mitochondrial tables");
    if (gnbs_table_read(variants, 0, arena, &table[0], err) != GNBS_OK ||
        gnbs_table_read(sites, 0, arena, &table[1], err) != GNBS_OK)
        return gnbs_err_ctx(err, "mitochondrial tables (GNBS_DATADIR names the folder that "
                                 "holds refdata/)");
    return gnbs_mito_read_policy(&table[0], &table[1], ref, arena, policy, err);
}

static int32_t find_contig(const gnbs_contigs_t *contigs) {
    for (int i = 0; i < contigs->n; i++)
        if (gnbs_contig_kind(contigs->contig[i].name) == GNBS_CONTIG_MT) return i;
    return -1;
}

gnbs_code_t gnbs_run_mito_reference(const gnbs_contigs_t *contigs,
                                    const gnbs_ref_source_t *source, gnbs_arena_t *arena,
                                    gnbs_mito_ref_t *ref, const char **refusal,
                                    gnbs_err_t *err) {
    *ref = (gnbs_mito_ref_t){.tid = find_contig(contigs)};
    *refusal = "it has no mitochondrial contig (chrM, MT)";
    if (ref->tid < 0) return GNBS_OK;
    int64_t n = contigs->contig[ref->tid].length_bp;
    *refusal = gnbs_mito_refusal(GNBS_MITO_OTHER);
    if (n < 1 || n > MAX_CONTIG_BP) return GNBS_OK;
    uint8_t *code = gnbs_arena_alloc(arena, (size_t)n, 1);
    if (code == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reference");
    GNBS_TRY(
        source->fetch(source->ctx, (gnbs_region_t){ref->tid, 0, (gnbs_pos_t)n}, code, err));
    ref->n = (int32_t)n;
    ref->code = code;
    int64_t n_unknown = 0;
    for (int64_t i = 0; i < n; i++) n_unknown += code[i] > 3;
    gnbs_mito_kind_t kind = gnbs_mito_recognise(ref);
    *refusal = gnbs_mito_refusal(kind);
    if (kind != GNBS_MITO_YORUBA && n_unknown > 10)
        *refusal = "it does not hold the whole sequence of its mitochondrial contig; build "
                   "the bundle again with a panel that has a mitochondrial gene";
    return GNBS_OK;
}

const char *gnbs_run_mito_reads_refusal(const gnbs_reads_t *reads,
                                        const gnbs_contig_t *contig) {
    const gnbs_contigs_t *contigs = gnbs_reads_contigs(reads);
    int32_t tid = gnbs_contig_find(contigs, contig->name);
    if (tid < 0) return "it has no mitochondrial contig (chrM, MT)";
    return gnbs_contig_is_other_mito(&contigs->contig[tid], contig)
               ? gnbs_mito_refusal(GNBS_MITO_YORUBA)
               : "";
}

/* ---- the pass --------------------------------------------------------------------------- */

typedef struct pass {
    const gnbs_run_mito_request_t *rq;
    gnbs_mito_pile_t pile;
} pass_t;

static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gnbs_run_mito_request_t *rq = ((const pass_t *)ctx)->rq;
    gnbs_mito_part_t *part;
    gnbs_code_t code =
        gnbs_mito_observe(rq->ref, rq->opt->min_base_qual_phred, chunk, arena, &part, err);
    *result = part;
    return code;
}

static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    return gnbs_mito_pile_add(&((pass_t *)ctx)->pile, result, err);
}

/* Nuclear depth of the file, from the counts in its index and the length of the reads seen here. */
static double autosomal_depth(const gnbs_run_mito_request_t *rq,
                              const gnbs_mito_pile_t *pile) {
    int64_t n_read, n_bp, read_bp = 0, n_span = 0;
    if (rq->autosomal_depth >= 0) return rq->autosomal_depth;
    for (size_t i = 0; i < pile->span.n; i++)
        if (pile->span.at[i].weight > 0) read_bp += pile->span.at[i].bp, n_span++;
    if (n_span == 0 || !gnbs_reads_count_autosomal(rq->reads, &n_read, &n_bp)) return -1;
    double depth = (double)n_read / (double)n_bp * (double)read_bp / (double)n_span;
    return depth < MIN_AUTOSOMAL_DEPTH ? -1 : depth;
}

static int32_t chunk_bp(const gnbs_run_mito_request_t *rq) {
    int64_t n = gnbs_reads_count(rq->reads, rq->ref->tid);
    int64_t n_chunk = n < 0 ? CHUNKS_UNKNOWN : n / CHUNK_READS + 1;
    if (n_chunk > MAX_CHUNKS) n_chunk = MAX_CHUNKS;
    return (int32_t)((rq->ref->n + n_chunk - 1) / n_chunk);
}

static gnbs_code_t walk_and_conclude(pass_t *pass, gnbs_arena_t *arena,
                                     gnbs_mito_result_t *result, gnbs_err_t *err) {
    const gnbs_run_mito_request_t *rq = pass->rq;
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = rq->n_threads;
    evidence.chunk_bp = chunk_bp(rq);
    evidence.pad_bp = PAD_BP;
    evidence.max_starts = MAX_STARTS;
    const gnbs_region_t whole = {rq->ref->tid, 0, rq->ref->n};
    const gnbs_observer_t observer = {
        .name = "mitochondrial", .ctx = pass, .observe = observe, .collect = collect};
    const gnbs_read_source_t reads = gnbs_reads_source(rq->reads);
    gnbs_schedule_t schedule;
    GNBS_TRY(gnbs_evidence_plan(&evidence, 1, &whole, arena, &schedule, err));
    GNBS_TRY(gnbs_evidence_pass(&evidence, &schedule, rq->build, &reads, rq->source, 1,
                                &observer, NULL, NULL, err));
    GNBS_TRY(gnbs_mito_pile_finish(&pass->pile, err));
    const gnbs_mito_request_t request = {.opt = rq->opt,
                                         .policy = rq->policy,
                                         .autosomal_depth =
                                             autosomal_depth(rq, &pass->pile),
                                         .n_known = rq->n_known,
                                         .known = rq->known};
    return gnbs_mito_conclude(&request, &pass->pile, arena, result, err);
}

gnbs_code_t gnbs_run_mito_pass(const gnbs_run_mito_request_t *request, gnbs_arena_t *arena,
                               gnbs_mito_result_t *result, gnbs_err_t *err) {
    pass_t pass = {.rq = request};
    gnbs_code_t code = gnbs_mito_pile_init(&pass.pile, request->ref, err);
    if (code == GNBS_OK) code = walk_and_conclude(&pass, arena, result, err);
    gnbs_mito_pile_clear(&pass.pile);
    return code;
}
