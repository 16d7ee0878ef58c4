#include "screen/screen.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "screen/screen_inherit.h"
#include "screen/screen_locus.h"
#include "screen/screen_mito.h"
#include "screen/screen_scope.h"

typedef GNBS_VEC(gnbs_screen_hit_t) hits_t;
typedef GNBS_VEC(gnbs_finding_t) findings_t;

typedef struct bench { /* what the judgement of one row stands on */
    const gnbs_screen_opt_t *opt;
    uint32_t methods;
    const gnbs_case_t *c;
    const gnbs_condition_t *row;
    const gnbs_gene_t *gene;
    const gnbs_transcript_t *tx;
    const gnbs_locus_result_t *locus; /* counted copies of the gene, or NULL */
    gnbs_sex_t sex;
    bool is_x_site, is_mito;
    hits_t good,
        all; /* reportable: calls that pass every filter; and with those that do not */
    gnbs_screen_scope_t scope;
    int32_t n_named, n_named_callable; /* alleles that the panel names for a `named` row */
    const char **named_missed;         /* [n_named - n_named_callable], by name */
    gnbs_arena_t *arena;
} bench_t;

static void conclude(gnbs_outcome_t *o, gnbs_outcome_kind_t kind, gnbs_reason_t reason,
                     const char *detail) {
    o->outcome = kind;
    o->reason = reason;
    o->detail = detail != NULL ? detail : "";
}

static bool held(const gnbs_case_t *c, gnbs_outcome_t *o) {
    if (!gnbs_quality_is_held(&c->quality)) return false;
    bool is_swap = c->sex_declared != GNBS_SEX_UNKNOWN &&
                   c->quality.sex_inferred != GNBS_SEX_UNKNOWN &&
                   c->sex_declared != c->quality.sex_inferred;
    conclude(o, GNBS_OUTCOME_NOT_ASSESSED,
             is_swap ? GNBS_REASON_SEX_MISMATCH : GNBS_REASON_QUALITY_GATE,
             c->quality.fail_reason);
    return true;
}

static gnbs_contig_kind_t kind_of(const bench_t *b) {
    return gnbs_contig_kind(b->c->bundle->contigs.contig[b->gene->tid].name);
}

/* Is there a method for what causes this condition, and did it run? */
static bool lacks_method(bench_t *b, gnbs_outcome_t *o) {
    uint32_t small = GNBS_CLASS_SNV | GNBS_CLASS_INDEL, classes = b->row->classes;
    gnbs_reason_t reason = GNBS_REASON_N;
    const char *detail = "";
    bool says_mito = b->row->inheritance == GNBS_INH_MT || (classes & GNBS_CLASS_MT),
         is_mito = b->gene != NULL && kind_of(b) == GNBS_CONTIG_MT;
    if ((says_mito || is_mito) && (!(b->methods & GNBS_METHOD_MT) || b->c->mito == NULL)) {
        reason = GNBS_REASON_NO_METHOD_MT;
        if (b->c->mito != NULL) detail = b->c->mito->refusal;
    } else if (b->row->inheritance == GNBS_INH_MT && b->gene != NULL && !is_mito) {
        reason = GNBS_REASON_NO_METHOD_MT;
        detail = "The panel's row is mitochondrial, but the gene is nuclear";
    } else if (b->gene != NULL && b->gene->difficulty == GNBS_DIFFICULT_NEEDS_METHOD &&
               b->locus == NULL) {
        reason = GNBS_REASON_NO_METHOD_PARALOGUE;
        detail = b->gene->difficult;
    } else if ((classes & small) == 0 && classes != 0) {
        if ((classes & GNBS_CLASS_PARALOGUE) && b->locus == NULL)
            reason = GNBS_REASON_NO_METHOD_PARALOGUE;
        else if ((classes & GNBS_CLASS_CNV) && !(b->methods & GNBS_METHOD_DOSAGE))
            reason = GNBS_REASON_NO_METHOD_DOSAGE;
        else if ((classes & GNBS_CLASS_SV) && !(b->methods & GNBS_METHOD_SV))
            reason = GNBS_REASON_NO_METHOD_SV;
    }
    if (reason != GNBS_REASON_N) conclude(o, GNBS_OUTCOME_NOT_ASSESSED, reason, detail);
    return reason != GNBS_REASON_N;
}

static bool lacks_model(bench_t *b, gnbs_outcome_t *o) {
    if (b->gene != NULL) {
        b->tx = b->row->transcript[0] != '\0'
                    ? gnbs_bundle_transcript(b->c->bundle, b->row->transcript)
                    : NULL;
        if (b->tx == NULL && b->gene->n_transcript > 0)
            b->tx = &b->c->bundle->transcript[b->gene->transcript[0]];
    }
    if (b->tx != NULL) return false;
    conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NOT_IN_BUNDLE,
             gnbs_arena_printf(b->arena, "%s (%s), transcript %s", b->row->gene,
                               b->row->hgnc_id, b->row->transcript));
    return true;
}

static gnbs_code_t gather_hits(bench_t *b, gnbs_err_t *err) {
    for (size_t i = 0; i < b->c->n_variant; i++) {
        const gnbs_case_variant_t *v = &b->c->variant[i];
        bool is_sign = v->dosage != NULL && v->dosage->filter != 0; /* see telling_sign */
        if (v->gene != b->gene || !gnbs_call_has_alt(&v->call) || is_sign ||
            !gnbs_screen_locus_allows(b->locus, &v->call.variant))
            continue;
        gnbs_screen_hit_t hit = {v,
                                 gnbs_screen_reportable(b->opt, b->c, b->row, v, b->arena)};
        if (hit.rule == NULL) continue;
        if (!GNBS_PUSH(&b->all, hit) || (v->call.filter == 0 && !GNBS_PUSH(&b->good, hit)))
            return gnbs_err_set(err, GNBS_E_NOMEM, "hits");
    }
    return GNBS_OK;
}

static gnbs_code_t add_finding(const bench_t *b, const gnbs_screen_verdict_t *v,
                               findings_t *findings, gnbs_outcome_t *o, gnbs_err_t *err) {
    gnbs_finding_t f = {.condition = b->row,
                        .n_variant = v->n_variant,
                        .phase = v->phase,
                        .reason = v->reason};
    for (size_t i = 0; i < v->n_variant; i++) {
        f.variant[i] = b->good.at[v->variant[i]].variant;
        f.rule[i] = b->good.at[v->variant[i]].rule;
    }
    o->first_finding = findings->n;
    o->n_finding = 1;
    return GNBS_PUSH(findings, f) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "findings");
}

/* What counted copies say, before or after the variants; *is_settled when that is the outcome. */
static gnbs_code_t apply_locus(bench_t *b, bool after_variants, findings_t *findings,
                               gnbs_outcome_t *o, bool *is_settled, gnbs_err_t *err) {
    gnbs_screen_locus_verdict_t v =
        gnbs_screen_judge_locus(b->locus, after_variants, b->good.n);
    *is_settled = v.is_settled;
    if (!v.is_settled) return GNBS_OK;
    conclude(o, v.outcome, v.reason, b->locus->reason);
    if (v.outcome != GNBS_OUTCOME_SUSPECTED) return GNBS_OK;
    /* beside a variant the locus's own reason speaks of a copy that works */
    if (v.n_variant > 0)
        o->detail = "One copy of the gene is lost by recombination with its near-identical "
                    "copy, one carries the variant";
    const gnbs_screen_verdict_t finding = {.is_suspected = true,
                                           .reason = v.reason,
                                           .phase = v.phase,
                                           .n_variant = v.n_variant,
                                           .variant = {0}};
    GNBS_TRY(add_finding(b, &finding, findings, o, err));
    findings->at[findings->n - 1].locus = b->locus;
    return GNBS_OK;
}

/* A deletion or duplication that is no reportable finding: doubtful, or of unknown effect. Would it change the answer? In a
 * gene that needs two hits only beside a first one; alone it must be clear. */
static bool is_telling(const bench_t *b, const gnbs_case_variant_t *v) {
    static const double CLEAR_LOG10_BF = 5;
    const gnbs_dosage_t *d = v->dosage;
    if (d == NULL || v->gene != b->gene ||
        !(v->dosage_effect->is_lof || v->dosage_effect->is_unclear))
        return false;
    bool is_boys_x = b->is_x_site && b->sex == GNBS_SEX_MALE;
    bool takes_two = b->row->inheritance == GNBS_INH_AR ||
                     (b->row->inheritance == GNBS_INH_XLR && !is_boys_x);
    if (takes_two && v->call.n_alt < 2) return b->good.n > 0;
    bool is_lof_gene = strcmp(b->row->mechanism, "LoF") == 0;
    return is_lof_gene && (d->filter == 0 || (!(d->filter & GNBS_DOSAGE_DEPTH_DISAGREES) &&
                                              d->log10_bf_depth >= CLEAR_LOG10_BF));
}

static bool is_good_hit(const bench_t *b, const gnbs_case_variant_t *v) {
    for (size_t i = 0; i < b->good.n; i++)
        if (b->good.at[i].variant == v) return true;
    return false;
}

/* is_sure: an event that was called, its effect is what is not known; otherwise one that was not. */
static const gnbs_case_variant_t *telling_sign(const bench_t *b, bool is_sure) {
    if (!(b->row->classes & GNBS_CLASS_CNV) || b->row->policy == GNBS_POLICY_NAMED ||
        (b->locus != NULL && !b->locus->allows_variants))
        return NULL;
    for (size_t i = 0; i < b->c->n_variant; i++)
        if (is_telling(b, &b->c->variant[i]) && !is_good_hit(b, &b->c->variant[i]) &&
            (b->c->variant[i].dosage->filter == 0) == is_sure)
            return &b->c->variant[i];
    return NULL;
}

static const char *describe_sign(const bench_t *b, const gnbs_case_variant_t *v) {
    const gnbs_dosage_t *d = v->dosage;
    gnbs_str_t where;
    gnbs_str_init(&where);
    gnbs_contig_print_region(&where, &b->c->bundle->contigs, d->region);
    const char *doubt = "Its effect is not known";
    for (int i = GNBS_DOSAGE_FILTER_N - 1; i >= 0; i--)
        if (d->filter & (UINT32_C(1) << i)) doubt = gnbs_dosage_filter_reason(i);
    const char *text = gnbs_arena_printf(
        b->arena, "%s: possible %s, %.0f %% of the reads expected. %s. %s",
        gnbs_str_text(&where), gnbs_dosage_kind_word(d->kind), 100 * d->ratio,
        v->dosage_effect->effect_why, doubt);
    gnbs_str_clear(&where);
    return text;
}

static bool sign_fails(const bench_t *b, bool is_sure, gnbs_outcome_t *o) {
    const gnbs_case_variant_t *sign = telling_sign(b, is_sure);
    if (sign != NULL)
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_DOSAGE_SIGN,
                 describe_sign(b, sign));
    return sign != NULL;
}

/* Named alleles are the whole scope of a `named` row. */
static gnbs_code_t count_named(bench_t *b, gnbs_err_t *err) {
    b->named_missed = GNBS_NEW(b->arena, const char *, b->c->panel->n_include);
    if (b->named_missed == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "named alleles");
    for (size_t i = 0; i < b->c->panel->n_include; i++) {
        const gnbs_panel_allele_t *a = &b->c->panel->include[i];
        bool is_for_all = a->condition == NULL || a->condition[0] == '\0';
        if (strcmp(a->hgnc_id, b->row->hgnc_id) != 0 ||
            (!is_for_all && strcmp(a->condition, b->row->condition) != 0))
            continue;
        gnbs_region_t at = {b->gene->tid, a->pos, a->pos + (gnbs_pos_t)strlen(a->ref)};
        bool is_callable =
            gnbs_screen_count_status(b->c, at, GNBS_CALLABLE) == gnbs_region_len(at);
        const gnbs_variant_t v = {b->gene->tid, a->pos, a->ref, a->alt};
        if (!is_callable && (b->named_missed[b->n_named - b->n_named_callable] =
                                 gnbs_screen_name_allele(b->c, &v, NULL, b->arena)) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "named alleles");
        b->n_named++;
        b->n_named_callable += is_callable;
    }
    return GNBS_OK;
}

static bool named_scope_fails(bench_t *b, gnbs_outcome_t *o) {
    bool is_short = b->n_named_callable < b->opt->min_callable_frac * b->n_named;
    if (b->n_named == 0)
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_NAMED_ALLELE, "");
    else if (is_short)
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY,
                 gnbs_arena_printf(b->arena, "%d of %d named variants could not be judged",
                                   b->n_named - b->n_named_callable, b->n_named));
    return b->n_named == 0 || is_short;
}

static bool scope_fails(bench_t *b, gnbs_outcome_t *o) {
    if (b->gene->target_n_bp > 0 && !b->is_mito) { /* rCRS's N stands for no base at all */
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE,
                 gnbs_arena_printf(
                     b->arena,
                     "%" PRId64 " of %" PRId64 " target bases of %s are N in the reference",
                     b->gene->target_n_bp, b->gene->target_bp, b->gene->symbol));
        return true;
    }
    if (b->c->n_callable == 0) {
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE_CONFIDENCE, "");
        return true;
    }
    if (b->is_x_site && b->sex == GNBS_SEX_UNKNOWN) {
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_SEX_UNKNOWN, "");
        return true;
    }
    if (b->row->policy == GNBS_POLICY_NAMED) return named_scope_fails(b, o);
    double frac = b->scope.target_bp > 0
                      ? (double)b->scope.callable_bp / (double)b->scope.target_bp
                      : 0;
    if (frac >= b->opt->min_callable_frac &&
        b->scope.worst_exon_frac >= b->opt->min_exon_callable_frac)
        return false;
    conclude(
        o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY,
        gnbs_arena_printf(
            b->arena,
            "%" PRId64 " of %" PRId64 " coding bases (%.1f %%) could not be judged; %s",
            b->scope.target_bp - b->scope.callable_bp, b->scope.target_bp, 100 - 100 * frac,
            b->scope.n_gap > 0 ? b->scope.gap[b->scope.widest_gap] : ""));
    return true;
}

/* Coding exons of the gene whose copies could not be counted, although the method ran. */
static size_t limit_dosage(const bench_t *b, const char **limit) {
    int32_t n_exon = 0, n_blind = 0;
    for (int k = 0; k < b->tx->n_exon; k++) {
        gnbs_exon_t e = gnbs_transcript_is_coding(b->tx)
                            ? gnbs_transcript_cds_part(b->tx, k)
                            : b->tx->exon[k];
        if (e.end == e.beg) continue;
        bool is_seen = false;
        for (size_t i = gnbs_tile_lower(b->c->n_tile, b->c->tile, b->tx->tid, e.beg);
             i < b->c->n_tile && b->c->tile[i].region.tid == b->tx->tid &&
             b->c->tile[i].region.beg < e.end;
             i++)
            is_seen |= b->c->tile[i].is_usable;
        n_exon++;
        n_blind += !is_seen;
    }
    if (n_blind == 0) return 0;
    *limit = gnbs_arena_printf(b->arena,
                               "Deletions and duplications could not be judged in %" PRId32
                               " of %" PRId32 " coding exons",
                               n_blind, n_exon);
    return *limit != NULL;
}

static size_t limit_mito(const bench_t *b, const char *limit[]) {
    limit[0] =
        "Large deletions and rearrangements of mitochondrial DNA were not looked for";
    limit[1] = gnbs_arena_printf(
        b->arena,
        "Fractions below %.0f %% of the mitochondrial copies are not told from errors, and "
        "other tissues may have other fractions than this sample",
        100 * b->c->mito->policy->call_from);
    return limit[1] != NULL ? 2 : 1;
}

/* Null variants whose reading another one of the same copy restores: not named (nobody is to know carriers), but told. */
static size_t limit_undone(const bench_t *b, const char **limit) {
    size_t n = 0;
    for (size_t i = 0; i < b->c->n_variant; i++) {
        const gnbs_case_variant_t *v = &b->c->variant[i];
        n += v->gene == b->gene && v->same_copy != NULL && v->same_copy->undoes_null;
    }
    if (n == 0) return 0;
    *limit = "Loss of function by one variant is undone by another on the same copy of the "
             "gene; they were judged by what they do together, which rests on their phase";
    return 1;
}

static gnbs_code_t state_limits(const bench_t *b, gnbs_outcome_t *o, gnbs_err_t *err) {
    size_t n = 0, n_locus = b->locus != NULL ? b->locus->n_limit : 0;
    const char **limit = GNBS_NEW(b->arena, const char *, 9 + n_locus);
    if (limit == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "limits");
    for (; n < n_locus; n++) limit[n] = b->locus->limit[n];
    bool is_counted = b->locus != NULL && !b->locus->allows_variants;
    if (b->is_mito) {
        n += limit_mito(b, &limit[n]);
    } else if (is_counted) {
        limit[n++] = "Small variants of the gene were not looked for: its reads cannot be "
                     "told from those of its copies";
    } else if (!(b->methods & GNBS_METHOD_DOSAGE)) {
        static const char NOT_LOOKED[] =
            "Deletions and duplications of exons or of the gene were not looked for";
        const char *why = b->c->dosage_why_not;
        limit[n] = why != NULL ? gnbs_arena_printf(b->arena, "%s (%s)", NOT_LOOKED, why)
                               : NOT_LOOKED;
        n += limit[n] != NULL;
    } else {
        n += limit_dosage(b, &limit[n]);
    }
    if (!(b->methods & GNBS_METHOD_SV) && !b->is_mito)
        limit[n++] = "Inversions and other large rearrangements were not looked for";
    if (b->row->policy == GNBS_POLICY_KNOWN)
        limit[n++] = "Only variants already known to cause the condition are reported";
    if (b->row->policy == GNBS_POLICY_NAMED)
        limit[n++] = "Only the variants that the panel names are reported";
    if (!b->is_mito)
        limit[n++] = "Variants outside coding exons and their splice sites were looked for "
                     "only where they are known";
    if (b->gene->difficulty == GNBS_DIFFICULT_LIMITED && b->locus == NULL)
        limit[n++] = b->gene->difficult;
    n += limit_undone(b, &limit[n]);
    if (b->scope.n_gap > 0 && !is_counted)
        limit[n] = gnbs_arena_printf(
            b->arena, "%" PRId64 " of %" PRId64 " coding bases could not be judged",
            b->scope.target_bp - b->scope.callable_bp, b->scope.target_bp),
        n += limit[n] != NULL;
    if (b->n_named_callable < b->n_named) {
        limit[n] =
            gnbs_arena_printf(b->arena, "%d of %d named variants could not be judged",
                              b->n_named - b->n_named_callable, b->n_named);
        n += limit[n] != NULL;
    }
    o->limit = limit;
    o->n_limit = n;
    return GNBS_OK;
}

/* Girls of an XL row, by policy: as dominant, or as recessive. */
static gnbs_inheritance_t inheritance_of(const bench_t *b) {
    gnbs_inheritance_t inh = b->row->inheritance;
    return inh == GNBS_INH_XL && b->opt->xl_females_need_two ? GNBS_INH_XLR : inh;
}

/* What was seen of reportable variants, whether or not it is reported. */
static gnbs_code_t state_shares(const bench_t *b, gnbs_outcome_t *o, gnbs_err_t *err) {
    gnbs_share_t *share = GNBS_NEW(b->arena, gnbs_share_t, b->all.n);
    if (share == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial variants");
    for (size_t i = 0; i < b->all.n; i++) {
        const gnbs_case_variant_t *v = b->all.at[i].variant;
        share[i] =
            (gnbs_share_t){v, gnbs_mito_report_from(b->c->mito->policy, &v->call.variant)};
    }
    o->share = share;
    o->n_share = b->all.n;
    return GNBS_OK;
}

static gnbs_code_t judge_mito(bench_t *b, findings_t *findings, gnbs_outcome_t *o,
                              gnbs_err_t *err) {
    const gnbs_mito_policy_t *policy = b->c->mito->policy;
    GNBS_TRY(state_shares(b, o, err));
    const char *seen = gnbs_screen_tell_shares(policy, b->all.n, b->all.at, b->arena);
    gnbs_screen_verdict_t v = gnbs_screen_judge_mito(policy, b->good.n, b->good.at);
    if (v.is_suspected) {
        conclude(o, GNBS_OUTCOME_SUSPECTED, v.reason, seen);
        return add_finding(b, &v, findings, o, err);
    }
    if (gnbs_screen_judge_mito(policy, b->all.n, b->all.at).is_suspected ||
        gnbs_screen_may_reach(policy, b->all.n, b->all.at))
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL, seen);
    else if (!scope_fails(b, o))
        conclude(o, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING, seen);
    return GNBS_OK;
}

static gnbs_code_t judge_row(bench_t *b, findings_t *findings, gnbs_outcome_t *o,
                             gnbs_err_t *err) {
    if (held(b->c, o)) return GNBS_OK;
    b->gene = gnbs_bundle_gene(b->c->bundle, b->row->hgnc_id);
    b->locus = gnbs_screen_find_locus(b->c, b->row->hgnc_id);
    if (lacks_method(b, o) || lacks_model(b, o)) return GNBS_OK;
    gnbs_contig_kind_t kind = kind_of(b);
    b->is_x_site = kind == GNBS_CONTIG_X &&
                   !gnbs_contig_is_par(b->c->bundle->build, kind, b->gene->beg);
    b->is_mito = kind == GNBS_CONTIG_MT;
    GNBS_TRY(gnbs_screen_measure(b->opt, b->c, b->gene, b->tx, b->arena, &b->scope, err));
    o->target_bp = b->scope.target_bp, o->callable_bp = b->scope.callable_bp;
    o->n_gap = b->scope.n_gap, o->gap = b->scope.gap;
    o->n_exon = b->scope.n_exon, o->exon = b->scope.exon;
    bool is_named = b->row->policy == GNBS_POLICY_NAMED;
    if (is_named) GNBS_TRY(count_named(b, err));
    o->n_known = is_named ? b->n_named : b->scope.n_known;
    o->n_known_callable = is_named ? b->n_named_callable : b->scope.n_known_callable;
    o->known_missed = is_named ? b->named_missed : b->scope.missed;
    GNBS_TRY(state_limits(b, o, err));
    bool is_settled;
    GNBS_TRY(apply_locus(b, false, findings, o, &is_settled, err));
    if (is_settled) return GNBS_OK;
    GNBS_TRY(gather_hits(b, err));
    if (b->is_mito) return judge_mito(b, findings, o, err);
    gnbs_screen_verdict_t v =
        gnbs_screen_judge(inheritance_of(b), b->is_x_site, b->sex, b->good.n, b->good.at);
    if (v.is_suspected) {
        conclude(o, GNBS_OUTCOME_SUSPECTED, v.reason, "");
        return add_finding(b, &v, findings, o, err);
    }
    GNBS_TRY(apply_locus(b, true, findings, o, &is_settled, err));
    if (is_settled) return GNBS_OK;
    if (gnbs_screen_judge(inheritance_of(b), b->is_x_site, b->sex, b->all.n, b->all.at)
            .is_suspected) {
        conclude(o, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL, "");
        return GNBS_OK;
    }
    bool needs_scope = b->locus == NULL || b->locus->needs_variants;
    if (!sign_fails(b, true, o) && !(needs_scope && scope_fails(b, o)) &&
        !sign_fails(b, false, o))
        conclude(o, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING, "");
    return GNBS_OK;
}

/* ---- the order in which findings are shown ---------------------------------------------------------------- */

static int certainty(const gnbs_finding_t *f) {
    return f->phase == GNBS_PHASE_UNKNOWN ? 1 : 0;
}

/* The weaker of the variants decides; a lost gene is as strong as a pathogenic allele of three stars. */
static int strength(const gnbs_finding_t *f) {
    int weakest = f->n_variant == 0 ? 17 : 99;
    for (size_t i = 0; i < f->n_variant; i++) {
        const gnbs_known_t *k = f->variant[i]->known;
        int s = k != NULL && gnbs_known_is_pathogenic(k)
                    ? 10 + 2 * k->stars + (k->sig == GNBS_CLNSIG_PATHOGENIC)
                    : (int)f->variant[i]->classification.acmg_class;
        if (s < weakest) weakest = s;
    }
    return weakest;
}

static int urgency(const gnbs_finding_t *f) {
    static const char *const ORDER[] = {"hours", "days", "weeks"};
    for (int i = 0; i < 3; i++)
        if (strcmp(f->condition->urgency, ORDER[i]) == 0) return i;
    return 3;
}

static int compare_findings(const void *a, const void *b) {
    const gnbs_finding_t *x = a, *y = b;
    if (certainty(x) != certainty(y)) return certainty(x) - certainty(y);
    if (strength(x) != strength(y)) return strength(y) - strength(x);
    if (urgency(x) != urgency(y)) return urgency(x) - urgency(y);
    return x->condition->line - y->condition->line;
}

static gnbs_code_t hand_over(gnbs_case_t *c, findings_t *findings, gnbs_arena_t *arena,
                             gnbs_err_t *err) {
    c->n_finding = findings->n;
    c->finding = GNBS_NEW(arena, gnbs_finding_t, findings->n);
    if (c->finding == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "findings");
    if (findings->n == 0) return GNBS_OK;
    memcpy(c->finding, findings->at, findings->n * sizeof *c->finding);
    qsort(c->finding, c->n_finding, sizeof *c->finding, compare_findings);
    for (size_t i = 0; i < c->n_outcome; i++)
        for (size_t k = 0; k < c->n_finding && c->outcome[i].n_finding > 0; k++)
            if (c->finding[k].condition == c->outcome[i].condition)
                c->outcome[i].first_finding = k;
    return GNBS_OK;
}

gnbs_code_t gnbs_screen_case(const gnbs_screen_opt_t *opt, uint32_t methods, gnbs_case_t *c,
                             gnbs_arena_t *arena, gnbs_err_t *err) {
    GNBS_TRY(gnbs_screen_policy_list(opt, arena, &c->n_policy, &c->policy, err));
    c->n_outcome = 0;
    c->outcome = GNBS_NEW(arena, gnbs_outcome_t, c->panel->n_condition);
    if (c->outcome == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu conditions", c->panel->n_condition);
    findings_t findings = {0};
    gnbs_code_t code = GNBS_OK;
    gnbs_sex_t sex =
        c->sex_declared != GNBS_SEX_UNKNOWN ? c->sex_declared : c->quality.sex_inferred;
    for (size_t i = 0; i < c->panel->n_condition && code == GNBS_OK; i++) {
        const gnbs_condition_t *row = &c->panel->condition[i];
        if (row->status != GNBS_STATUS_GREEN) continue;
        gnbs_outcome_t *o = &c->outcome[c->n_outcome++];
        *o = (gnbs_outcome_t){.condition = row, .detail = ""};
        bench_t b = {
            .opt = opt, .methods = methods, .c = c, .row = row, .sex = sex, .arena = arena};
        code = judge_row(&b, &findings, o, err);
        if (code != GNBS_OK) gnbs_err_ctx(err, "judging %s, %s", row->gene, row->condition);
        GNBS_VEC_CLEAR(&b.good);
        GNBS_VEC_CLEAR(&b.all);
    }
    if (code == GNBS_OK) code = hand_over(c, &findings, arena, err);
    GNBS_VEC_CLEAR(&findings);
    return code;
}
