#include "run/run_family.h"

#include <stdlib.h>
#include <string.h>

#include "call/call_trio.h"
#include "core/vec.h"
#include "genome/seq.h"
#include "io/vcf.h"
#include "qc/qc_kin.h"
#include "run/run_trio.h"

enum { AROUND_BP = 60 }; /* of a call: a record of it may stand further left or right */

static const char *const WHO[GNBS_PARENTS] = {
    [GNBS_FATHER] = "father", [GNBS_MOTHER] = "mother"};
static const gnbs_metric_id_t METRIC[GNBS_PARENTS] = {
    [GNBS_FATHER] = GNBS_METRIC_FATHER_MISMATCH,
    [GNBS_MOTHER] = GNBS_METRIC_MOTHER_MISMATCH};

/* ---- opening ------------------------------------------------------------------------------------------------ */

static bool is_vcf(const char *path) {
    static const char *const ENDING[] = {".vcf", ".vcf.gz", ".vcf.bgz",
                                         ".bcf", ".gvcf",   ".gvcf.gz"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof ENDING / sizeof *ENDING; i++) {
        size_t n_ending = strlen(ENDING[i]);
        if (n > n_ending && strcmp(path + n - n_ending, ENDING[i]) == 0) return true;
    }
    return false;
}

static gnbs_code_t open_records(gnbs_run_state_t *s, gnbs_run_parent_t *p,
                                gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    GNBS_TRY(gnbs_vcf_open(p->path, &s->bundle.contigs, &vcf, err));
    gnbs_code_t code = gnbs_contig_check(&s->bundle.contigs, gnbs_vcf_contigs(vcf), err);
    if (code == GNBS_OK && gnbs_vcf_n_sample(vcf) != 1)
        code = gnbs_err_set(err, GNBS_E_DATA, "%s: %d samples, expected one", p->path,
                            gnbs_vcf_n_sample(vcf));
    if (code == GNBS_OK &&
        (p->sample = gnbs_arena_strdup(&s->arena, gnbs_vcf_sample(vcf, 0))) == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
    gnbs_vcf_close(vcf);
    return code;
}

gnbs_code_t gnbs_run_open_parents(gnbs_run_state_t *s, gnbs_err_t *err) {
    const gnbs_reads_opt_t opt = {.reference = s->opt->reference,
                                  .trusts_cram = s->opt->trusts_cram};
    s->parent[GNBS_FATHER].path = s->opt->father;
    s->parent[GNBS_MOTHER].path = s->opt->mother;
    const char *name[1 + GNBS_PARENTS] = {s->newborn.sample};
    for (int i = 0; i < GNBS_PARENTS; i++) {
        gnbs_run_parent_t *p = &s->parent[i];
        if (p->path == NULL) continue;
        if (is_vcf(p->path)) {
            GNBS_TRY(open_records(s, p, err));
        } else {
            GNBS_TRY(gnbs_reads_open(p->path, &s->bundle.contigs, &opt, &p->reads, err));
            p->sample = gnbs_reads_sample(p->reads);
        }
        name[1 + i] = p->sample;
        for (int k = 0; k <= i; k++)
            if (name[k] != NULL && strcmp(name[k], p->sample) == 0)
                return gnbs_err_set(
                    err, GNBS_E_DATA,
                    "run: two of the files given for baby, mother and father "
                    "are of one sample, '%s'",
                    p->sample);
    }
    return GNBS_OK;
}

void gnbs_run_close_parents(gnbs_run_state_t *s) {
    for (int i = 0; i < GNBS_PARENTS; i++) gnbs_reads_close(s->parent[i].reads);
}

/* ---- markers of a person -------------------------------------------------------------------------------------- */

typedef struct gather {
    const gnbs_qc_marker_opt_t *opt;
    size_t n;
    const gnbs_marker_t *marker;
    gnbs_arena_t *arena; /* of the results */
    GNBS_VEC(gnbs_marker_pile_t) piles;
} gather_t;

typedef struct piled {
    size_t n;
    gnbs_marker_pile_t *pile;
} piled_t;

static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gather_t *g = ctx;
    piled_t *found = GNBS_NEW(arena, piled_t, 1);
    *result = found;
    return found != NULL ? gnbs_qc_pile_markers(g->opt, chunk, g->n, g->marker, arena,
                                                &found->n, &found->pile, err)
                         : gnbs_err_set(err, GNBS_E_NOMEM, "markers");
}

static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    gather_t *g = ctx;
    const piled_t *found = result;
    for (size_t i = 0; i < found->n; i++) {
        gnbs_marker_pile_t pile = found->pile[i]; /* its counts live in the chunk's arena */
        gnbs_marker_obs_t *obs = GNBS_NEW(g->arena, gnbs_marker_obs_t, pile.n_obs);
        if (obs == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
        if (pile.n_obs > 0) memcpy(obs, pile.obs, pile.n_obs * sizeof *obs);
        pile.obs = obs;
        if (!GNBS_PUSH(&g->piles, pile)) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    }
    return GNBS_OK;
}

static gnbs_code_t pile_all(gather_t *g, const gnbs_read_source_t *reads,
                            const gnbs_ref_source_t *ref, gnbs_build_t build, int n_threads,
                            gnbs_log_t *log, gnbs_err_t *err) {
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = n_threads;
    gnbs_region_t *point = GNBS_NEW(g->arena, gnbs_region_t, g->n);
    if (point == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", g->n);
    for (size_t i = 0; i < g->n; i++)
        point[i] =
            (gnbs_region_t){g->marker[i].tid, g->marker[i].pos, g->marker[i].pos + 1};
    const gnbs_observer_t observer = {
        .name = "markers", .ctx = g, .observe = observe, .collect = collect};
    gnbs_schedule_t schedule;
    GNBS_TRY(gnbs_evidence_plan_points(&evidence, 0, NULL, g->n, point, g->arena, &schedule,
                                       err));
    return gnbs_evidence_pass(&evidence, &schedule, build, reads, ref, 1, &observer, log,
                              NULL, err);
}

gnbs_code_t gnbs_run_read_markers_of(const gnbs_read_source_t *reads,
                                     const gnbs_ref_source_t *ref, gnbs_build_t build,
                                     const gnbs_qc_opt_t *opt, int n_threads, int n_x,
                                     size_t n, const gnbs_marker_t marker[],
                                     gnbs_log_t *log, gnbs_arena_t *arena,
                                     int8_t genotype[], gnbs_err_t *err) {
    gather_t g = {.opt = &opt->marker, .n = n, .marker = marker, .arena = arena};
    for (size_t i = 0; i < n; i++) genotype[i] = -1;
    if (n == 0) return GNBS_OK;
    gnbs_code_t code = pile_all(&g, reads, ref, build, n_threads, log, err);
    int8_t *of_pile = code == GNBS_OK ? GNBS_NEW(arena, int8_t, g.piles.n) : NULL;
    if (code == GNBS_OK && of_pile == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", n);
    if (code == GNBS_OK) {
        const gnbs_qc_mix_request_t rq = {.opt = &opt->mix,
                                          .contigs = ref->contigs,
                                          .build = build,
                                          .n_x = n_x,
                                          .n_marker = n,
                                          .marker = marker,
                                          .n_pile = g.piles.n,
                                          .pile = g.piles.at};
        gnbs_qc_mix_t mix;
        code = gnbs_qc_mix_estimate(&rq, arena, &mix, of_pile, err);
    }
    for (size_t i = 0; code == GNBS_OK && i < g.piles.n; i++)
        genotype[g.piles.at[i].i_marker] = of_pile[i];
    GNBS_VEC_CLEAR(&g.piles);
    return code;
}

void gnbs_run_records_genotypes(const gnbs_run_records_t *records, size_t n,
                                const gnbs_marker_t marker[], int8_t genotype[]) {
    for (size_t i = 0; i < n; i++) {
        const char ref[2] = {gnbs_seq_letter(marker[i].ref)},
                   alt[2] = {gnbs_seq_letter(marker[i].alt)};
        const gnbs_variant_t v = {marker[i].tid, marker[i].pos, ref, alt};
        const gnbs_call_t *found = gnbs_run_records_find(records, &v);
        genotype[i] = -1;
        if (found != NULL && found->filter == 0 && found->n_other_alt == 0)
            genotype[i] = found->n_alt;
        if (found == NULL && gnbs_run_records_are_reference(records, &v)) genotype[i] = 0;
    }
}

/* ---- are they the parents? ------------------------------------------------------------------------------------ */

/* Where a parent's file of records is to be read: the baby's markers and calls. */
static gnbs_code_t read_records(gnbs_run_state_t *s, gnbs_run_parent_t *p,
                                gnbs_err_t *err) {
    const gnbs_identity_t *id = &s->newborn.quality.identity;
    size_t n = 0;
    gnbs_region_t *region = GNBS_NEW(&s->arena, gnbs_region_t, id->n + s->pass.n_call);
    if (region == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
    for (size_t i = 0; i < id->n; i++)
        region[n++] =
            (gnbs_region_t){id->marker[i].tid, id->marker[i].pos, id->marker[i].pos + 1};
    for (size_t i = 0; i < s->pass.n_call; i++) {
        const gnbs_variant_t *v = &s->pass.call[i].variant;
        gnbs_pos_t beg = v->pos > AROUND_BP ? v->pos - AROUND_BP : 0;
        region[n++] =
            (gnbs_region_t){v->tid, beg, v->pos + (gnbs_pos_t)strlen(v->ref) + AROUND_BP};
    }
    return gnbs_run_read_records(s, p->path, NULL, gnbs_region_merge(n, region, 0), region,
                                 &p->records, err);
}

static gnbs_code_t genotype_parent(gnbs_run_state_t *s, int i, const gnbs_ref_source_t *ref,
                                   int8_t genotype[], gnbs_err_t *err) {
    gnbs_run_parent_t *p = &s->parent[i];
    const gnbs_identity_t *id = &s->newborn.quality.identity;
    gnbs_log_step(&s->log, WHO[i]);
    if (p->reads != NULL) {
        gnbs_read_source_t reads = gnbs_reads_source(p->reads);
        GNBS_TRY(gnbs_run_read_markers_of(&reads, ref, s->bundle.build, &s->opt->qc,
                                          s->opt->n_threads, i == GNBS_MOTHER ? 2 : 1,
                                          id->n, id->marker, &s->log, &s->arena, genotype,
                                          err));
    } else {
        GNBS_TRY(read_records(s, p, err));
        gnbs_run_records_genotypes(&p->records, id->n, id->marker, genotype);
    }
    return GNBS_OK;
}

/* Markers of the autosomes, where everyone has two copies. */
static gnbs_code_t compare(gnbs_run_state_t *s, int i, const int8_t genotype[],
                           const gnbs_qc_kin_opt_t *opt, gnbs_err_t *err) {
    const gnbs_identity_t *id = &s->newborn.quality.identity;
    double *af = GNBS_NEW(&s->arena, double, id->n);
    int8_t *a = GNBS_NEW(&s->arena, int8_t, id->n), *b = GNBS_NEW(&s->arena, int8_t, id->n);
    if (af == NULL || a == NULL || b == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", id->n);
    size_t n = 0;
    for (size_t k = 0; k < id->n; k++) {
        const char *contig = s->bundle.contigs.contig[id->marker[k].tid].name;
        if (gnbs_contig_kind(contig) != GNBS_CONTIG_AUTOSOME) continue;
        af[n] = id->marker[k].af, a[n] = id->genotype[k], b[n] = genotype[k];
        n++;
    }
    s->parent[i].kin = gnbs_qc_kin(opt, n, af, a, b);
    return GNBS_OK;
}

/* The words are read by the family too: they say what to look for, not who is whose. */
static void conclude(gnbs_run_state_t *s, int i, int verdict) {
    static const char *const WORDS[GNBS_PARENTS][3] = {
        [GNBS_FATHER] = {"The samples given as baby's and father's do not belong together: "
                         "possible sample swap",
                         "The samples of baby and father belong together",
                         "Whether the samples of baby and father belong together could not "
                         "be told: too few markers in both"},
        [GNBS_MOTHER] = {"The samples given as baby's and mother's do not belong together: "
                         "possible sample swap",
                         "The samples of baby and mother belong together",
                         "Whether the samples of baby and mother belong together could not "
                         "be told: too few markers in both"}};
    const gnbs_qc_kin_t *k = &s->parent[i].kin;
    s->parent[i].is_other = verdict == 0;
    s->newborn.quality.metric[METRIC[i]] =
        (gnbs_metric_t){.is_known = verdict >= 0,
                        .value = verdict == 0,
                        .words = WORDS[i][verdict < 0 ? 2 : verdict]};
    char kinship[32] = "not told";
    if (k->has_kinship) snprintf(kinship, sizeof kinship, "%.3f", k->kinship);
    gnbs_log_done(
        &s->log,
        "%zu markers in both, %zu without a copy in common, kinship %s; likeliest: "
        "%s (LOD %.1f)",
        k->n, k->n_opposite, kinship, gnbs_kin_name(k->best), k->lod);
}

static void not_given(gnbs_run_state_t *s, int i) {
    s->newborn.quality.metric[METRIC[i]] = (gnbs_metric_t){0};
}

gnbs_code_t gnbs_run_compare_parents(gnbs_run_state_t *s, const gnbs_ref_source_t *ref,
                                     gnbs_err_t *err) {
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    for (int i = 0; i < GNBS_PARENTS; i++) {
        not_given(s, i);
        if (s->parent[i].path == NULL) continue;
        int8_t *genotype = GNBS_NEW(&s->arena, int8_t, s->newborn.quality.identity.n);
        if (genotype == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
        GNBS_TRY(genotype_parent(s, i, ref, genotype, err));
        GNBS_TRY(compare(s, i, genotype, &opt, err));
        conclude(s, i, gnbs_qc_kin_is_parent(&opt, &s->parent[i].kin));
    }
    return GNBS_OK;
}

/* ---- what they say of the baby's calls ------------------------------------------------------------------------ */

/* A line of the allele, or the word that its bases are like the reference; silence says nothing. */
static gnbs_parent_call_t call_of_records(const gnbs_run_records_t *r,
                                          const gnbs_call_opt_t *opt,
                                          const gnbs_variant_t *v, int8_t copies) {
    gnbs_parent_call_t p = {.ploidy = copies, .n_alt = -1};
    const gnbs_call_t *found = gnbs_run_records_find(r, v);
    if (found != NULL && found->filter == 0 && found->n_other_alt == 0) {
        bool is_folded = copies == 1 && found->ploidy == 2; /* one X, written as two */
        if (is_folded && found->n_alt == 1) return p;
        p.is_given = true;
        memcpy(p.pl, found->pl, sizeof p.pl);
        if (is_folded) p.pl[1] = p.pl[2], p.pl[2] = 0;
        p.ad_ref = found->ad_ref, p.ad_alt = found->ad_alt;
        if (found->gq_phred >= opt->min_gq_phred)
            p.n_alt = (int8_t)(is_folded ? found->n_alt / 2 : found->n_alt);
    } else if (found == NULL && gnbs_run_records_are_reference(r, v)) {
        p.is_given = true;
        p.n_alt = 0;
        p.pl[1] = opt->min_gq_phred, p.pl[2] = 2 * opt->min_gq_phred;
    }
    return p;
}

gnbs_code_t gnbs_run_judge_with_parents(gnbs_run_state_t *s, const gnbs_ref_source_t *ref,
                                        gnbs_err_t *err) {
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = s->opt->n_threads;
    gnbs_sex_t sex = s->newborn.sex_declared != GNBS_SEX_UNKNOWN
                         ? s->newborn.sex_declared
                         : s->newborn.quality.sex_inferred;
    gnbs_trio_request_t rq = {.evidence = &evidence,
                              .call = &s->opt->call,
                              .ref = ref,
                              .contigs = &s->bundle.contigs,
                              .build = s->bundle.build,
                              .child_sex = sex,
                              .log = &s->log};
    gnbs_read_source_t source[GNBS_PARENTS];
    bool has_any = false;
    for (int i = 0; i < GNBS_PARENTS; i++) {
        const gnbs_run_parent_t *p = &s->parent[i];
        if (p->path == NULL || p->is_other) continue;
        has_any = true;
        if (p->reads != NULL) {
            source[i] = gnbs_reads_source(p->reads);
            rq.parent[i] = &source[i];
            continue;
        }
        gnbs_parent_call_t *given = GNBS_NEW(&s->arena, gnbs_parent_call_t, s->pass.n_call);
        if (given == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
        for (size_t k = 0; k < s->pass.n_call; k++) {
            const gnbs_variant_t *v = &s->pass.call[k].variant;
            int8_t copies[GNBS_PARENTS] = {2, 2};
            gnbs_call_trio_copies(&s->bundle.contigs, s->bundle.build, sex, v->tid, v->pos,
                                  copies);
            given[k] = call_of_records(&p->records, &s->opt->call, v, copies[i]);
        }
        rq.given[i] = given;
    }
    return has_any ? gnbs_run_trio(&rq, &s->arena, &s->pass, &s->trio, err) : GNBS_OK;
}
