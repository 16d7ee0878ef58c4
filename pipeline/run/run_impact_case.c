#include <string.h>

#include "run/run_impact_parts.h"

typedef struct bench { /* one condition of one case */
    const gnbs_impact_plan_t *plan;
    gnbs_stored_case_t *c; /* its callable bases are read when first asked for */
    const gnbs_condition_t *old_row,
        *row; /* of the old panel (or of another row of the gene), of the new one */
    gnbs_impact_gene_t gene;
    gnbs_impact_row_t old, new;
    gnbs_arena_t *arena;
    gnbs_impact_item_t *item;
} bench_t;

static bool is_green(const gnbs_condition_t *row) {
    return row != NULL && row->status == GNBS_STATUS_GREEN;
}

static void cannot_tell(bench_t *b, const char *why) {
    b->item->kind = GNBS_IMPACT_CANNOT_TELL;
    b->item->why = why != NULL ? why : "";
}

static bool is_for(const gnbs_panel_allele_t *a, const gnbs_condition_t *row) {
    bool is_for_all = a->condition == NULL || a->condition[0] == '\0';
    return strcmp(a->hgnc_id, row->hgnc_id) == 0 &&
           (is_for_all || strcmp(a->condition, row->condition) == 0);
}

static bool is_same_allele(const gnbs_panel_allele_t *a, const gnbs_panel_allele_t *b) {
    return a->pos == b->pos && strcmp(a->ref, b->ref) == 0 && strcmp(a->alt, b->alt) == 0 &&
           gnbs_contig_same_name(a->chrom, b->chrom);
}

static bool lists(size_t n, const gnbs_panel_allele_t list[], const gnbs_condition_t *row,
                  const gnbs_panel_allele_t *a) {
    for (size_t i = 0; i < n; i++)
        if (is_for(&list[i], row) && is_same_allele(&list[i], a)) return true;
    return false;
}

/* Is every allele that list `in` has for its row also in the other list for the other row? */
static bool is_within(size_t n_in, const gnbs_panel_allele_t in[],
                      const gnbs_condition_t *row, size_t n,
                      const gnbs_panel_allele_t list[], const gnbs_condition_t *other) {
    for (size_t i = 0; i < n_in; i++)
        if (is_for(&in[i], row) && !lists(n, list, other, &in[i])) return false;
    return true;
}

static bool needs_two(gnbs_inheritance_t inh) {
    return inh == GNBS_INH_AR || inh == GNBS_INH_XLR;
}

static bool asks_no_fewer_copies(gnbs_inheritance_t from, gnbs_inheritance_t to) {
    bool is_mito = from == GNBS_INH_MT || to == GNBS_INH_MT;
    return from == to || (!is_mito && needs_two(to) && !needs_two(from));
}

/* Does the new row report nothing that the old one did not? */
static bool is_narrower(const bench_t *b) {
    static const int WIDTH[] = {
        [GNBS_POLICY_NAMED] = 0, [GNBS_POLICY_KNOWN] = 1, [GNBS_POLICY_KNOWN_LOF] = 2};
    const gnbs_panel_t *from = b->plan->from, *to = b->plan->to;
    return asks_no_fewer_copies(b->old_row->inheritance, b->row->inheritance) &&
           WIDTH[b->row->policy] <= WIDTH[b->old_row->policy] &&
           is_within(to->n_include, to->include, b->row, from->n_include, from->include,
                     b->old_row) &&
           is_within(from->n_exclude, from->exclude, b->old_row, to->n_exclude, to->exclude,
                     b->row);
}

/* Do the two rows ask anything different of a newborn? Words for the family do not move an outcome. */
static bool asks_the_same(const bench_t *b) {
    const gnbs_condition_t *x = b->old_row, *y = b->row;
    const gnbs_panel_t *from = b->plan->from, *to = b->plan->to;
    return x->policy == y->policy && x->classes == y->classes &&
           x->inheritance == y->inheritance && strcmp(x->transcript, y->transcript) == 0 &&
           strcmp(x->mechanism, y->mechanism) == 0 && is_narrower(b) &&
           is_within(from->n_include, from->include, x, to->n_include, to->include, y) &&
           is_within(to->n_exclude, to->exclude, y, from->n_exclude, from->exclude, x);
}

/* ---- what cannot be judged again without reads -------------------------------------------------------------------- */

static bool is_locus_gene(const bench_t *b) {
    for (size_t i = 0; i < b->c->n_locus_gene; i++)
        if (strcmp(b->c->locus_gene[i], b->gene.base->gene) == 0) return true;
    return b->gene.base->has_locus;
}

static bool has_small(const gnbs_condition_t *row) {
    return row->classes == 0 || (row->classes & (GNBS_CLASS_SNV | GNBS_CLASS_INDEL)) != 0;
}

static bool is_mito(const bench_t *b) {
    const gnbs_condition_t *x = b->old_row, *y = b->row;
    return x->inheritance == GNBS_INH_MT || y->inheritance == GNBS_INH_MT ||
           ((x->classes | y->classes) & GNBS_CLASS_MT);
}

/* What the row asks, that the case was not asked. */
static const char *asks_reads(const bench_t *b) {
    const gnbs_condition_t *x = b->old_row, *y = b->row;
    uint32_t moved = x->classes ^ y->classes;
    if (strcmp(x->transcript, y->transcript) != 0)
        return "The row names another transcript, on which the case was not judged: run it "
               "again";
    if (moved != 0 && !(has_small(x) && has_small(y)))
        return "The row asks for other classes of variants: run the case again";
    bool asks_dosage = (moved & GNBS_CLASS_CNV) || strcmp(x->mechanism, y->mechanism) != 0;
    if (asks_dosage && b->gene.has_dosage)
        return "A deletion or duplication was seen or suspected in this gene, and the row "
               "reads it otherwise: run the case again";
    if ((moved & GNBS_CLASS_CNV) && !b->c->holds_all_calls)
        return "Only reportable variants are kept: whether exons seemed lost or doubled is "
               "not known. Run the case again";
    return NULL;
}

/* What the reads said and the stored files do not repeat, where the variants' standing moved. */
static const char *told_by_reads(const bench_t *b) {
    if (is_mito(b))
        return "Mitochondrial fractions are judged from reads: run the case again";
    if (is_locus_gene(b))
        return "Copies of this gene were counted together with those of a near-identical "
               "one; they are judged from reads: run the case again";
    if (b->gene.has_dosage)
        return "A deletion or duplication was seen or suspected in this gene: run the case "
               "again";
    return NULL;
}

static bool is_without_method(gnbs_reason_t r) {
    switch (r) {
    case GNBS_REASON_NOT_IN_BUNDLE:
    case GNBS_REASON_NO_METHOD_PARALOGUE:
    case GNBS_REASON_NO_METHOD_MT:
    case GNBS_REASON_NO_METHOD_DOSAGE:
    case GNBS_REASON_NO_METHOD_SV:
    case GNBS_REASON_NOT_JUDGED: return true;
    default: return false;
    }
}

/* ---- what the stored outcome says of facts that are not stored ------------------------------------------------------ */

/* A rule that is not the lists' reads a variant alike under both rows, or more narrowly under the new one. */
static bool reads_alike(const bench_t *b) {
    return b->row->policy == b->old_row->policy ||
           (b->row->policy == GNBS_POLICY_KNOWN &&
            b->old_row->policy == GNBS_POLICY_KNOWN_LOF);
}

/* A variant that would have made the condition suspected, had it been reportable, and did not, is not reportable. One of a
 * finding was. Both hold under the new row where it reads variants alike. */
static bool is_asserted_alike(const bench_t *b, const gnbs_stored_variant_t *v) {
    if (b->gene.asserted == NULL) return true;
    const gnbs_known_t *k =
        gnbs_run_impact_lookup(b->c, &v->call.variant, b->gene.asserted);
    gnbs_clnsig_t was = v->known != NULL ? v->known->sig : GNBS_CLNSIG_NONE,
                  is = k != NULL ? k->sig : GNBS_CLNSIG_NONE;
    return was == is && was != GNBS_CLNSIG_CONFLICTING;
}

static void learn(bench_t *b) {
    gnbs_impact_row_t *o = &b->old, *n = &b->new;
    bool was_suspected = b->gene.base->outcome == GNBS_OUTCOME_SUSPECTED;
    for (size_t i = 0; i < o->n; i++) {
        const char **against = &o->rule[GNBS_IMPACT_AGAINST][i],
                   **with = &o->rule[GNBS_IMPACT_FOR][i];
        if (*against != NULL || *with == NULL) continue;
        if (was_suspected) {
            if (!b->gene.variant[i]->is_of_finding) continue;
            *against = *with;
            if (b->row->policy == b->old_row->policy &&
                is_asserted_alike(b, b->gene.variant[i]))
                n->rule[GNBS_IMPACT_AGAINST][i] = n->rule[GNBS_IMPACT_FOR][i];
            continue;
        }
        *against = *with;
        bool would_tell =
            gnbs_run_impact_judge(&b->gene, o, GNBS_IMPACT_AGAINST, b->old_row, 1, 1)
                .state.outcome == GNBS_OUTCOME_SUSPECTED;
        *against = NULL;
        if (!would_tell) continue;
        *with = NULL;
        if (reads_alike(b) && n->rule[GNBS_IMPACT_AGAINST][i] == NULL &&
            is_asserted_alike(b, b->gene.variant[i]))
            n->rule[GNBS_IMPACT_FOR][i] = NULL;
    }
}

/* Reportable or not under both rows, whichever way the unknown facts are taken? Then nothing can have moved. */
static bool reports_the_same(const bench_t *b) {
    for (int s = 0; s < GNBS_IMPACT_SIDES; s++)
        for (size_t i = 0; i < b->gene.n; i++)
            if ((b->old.rule[s][i] != NULL) != (b->new.rule[s][i] != NULL)) return false;
    return true;
}

/* No variant of the gene can be reportable under either row: then it does not matter how many copies are asked for. */
static bool reports_nothing(const bench_t *b) {
    for (size_t i = 0; i < b->gene.n; i++)
        if (b->old.rule[GNBS_IMPACT_FOR][i] != NULL ||
            b->new.rule[GNBS_IMPACT_FOR][i] != NULL)
            return false;
    return !b->gene.has_dosage && !is_mito(b);
}

/* Does the outcome stand, whatever it was that gave it? */
static bool stands(const bench_t *b) {
    bool is_named = b->row->policy == GNBS_POLICY_NAMED,
         was_named = b->old_row->policy == GNBS_POLICY_NAMED;
    bool is_scope_alike = is_named == was_named && (!is_named || asks_the_same(b));
    bool is_copies_alike =
        b->row->inheritance == b->old_row->inheritance || reports_nothing(b);
    bool is_dosage_alike = !b->gene.has_dosage || b->row->policy == b->old_row->policy;
    return b->c->holds_all_calls && is_scope_alike && is_copies_alike && is_dosage_alike &&
           reports_the_same(b);
}

/* ---- named alleles -------------------------------------------------------------------------------------------------- */

typedef struct named {
    int n, n_callable;
    const gnbs_panel_allele_t *blind; /* newly named, and its place was not judged */
} named_t;

static bool is_seen(const bench_t *b, const gnbs_panel_allele_t *a) {
    for (size_t i = 0; i < b->gene.n; i++) {
        const gnbs_variant_t *v = &b->gene.variant[i]->call.variant;
        if (v->pos == a->pos && strcmp(v->ref, a->ref) == 0 && strcmp(v->alt, a->alt) == 0)
            return true;
    }
    return false;
}

static gnbs_code_t count_named(const bench_t *b, named_t *out, gnbs_err_t *err) {
    const gnbs_panel_t *to = b->plan->to, *from = b->plan->from;
    gnbs_region_t *at = GNBS_NEW(b->arena, gnbs_region_t, to->n_include);
    const gnbs_panel_allele_t **allele =
        GNBS_NEW(b->arena, const gnbs_panel_allele_t *, to->n_include);
    bool *callable = GNBS_NEW(b->arena, bool, to->n_include);
    if (at == NULL || allele == NULL || callable == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "named alleles");
    *out = (named_t){0};
    bool is_needed = b->row->policy == GNBS_POLICY_NAMED;
    for (size_t i = 0; i < to->n_include; i++) {
        const gnbs_panel_allele_t *a = &to->include[i];
        if (!is_for(a, b->row)) continue;
        is_needed |= !lists(from->n_include, from->include, b->old_row, a);
        at[out->n] = (gnbs_region_t){gnbs_contig_find(&b->c->contigs, a->chrom), a->pos,
                                     a->pos + (gnbs_pos_t)strlen(a->ref)};
        allele[out->n++] = a;
    }
    if (!is_needed || out->n == 0) return GNBS_OK;
    GNBS_TRY(gnbs_run_stored_callable(b->c, (size_t)out->n, at, b->arena, callable, err));
    for (int i = 0; i < out->n; i++) {
        bool is_new = !lists(from->n_include, from->include, b->old_row, allele[i]);
        out->n_callable += callable[i];
        if (!callable[i] && is_new && !is_seen(b, allele[i])) out->blind = allele[i];
    }
    return GNBS_OK;
}

/* ---- the answer ----------------------------------------------------------------------------------------------------- */

static const char *excluded_why(const bench_t *b, const gnbs_variant_t *v) {
    const gnbs_panel_t *to = b->plan->to;
    for (size_t i = 0; i < to->n_exclude; i++)
        if (is_for(&to->exclude[i], b->row) && to->exclude[i].pos == v->pos &&
            strcmp(to->exclude[i].ref, v->ref) == 0 &&
            strcmp(to->exclude[i].alt, v->alt) == 0)
            return to->exclude[i].reason;
    return NULL;
}

/* Which variants of this newborn became reportable or ceased to be, each with its rule. */
static const char *tell_variants(const bench_t *b, gnbs_impact_side_t side) {
    const char *text = "";
    for (size_t i = 0; i < b->gene.n && text != NULL; i++) {
        const char *was = b->old.rule[side][i], *is = b->new.rule[side][i];
        if ((was != NULL) == (is != NULL)) continue;
        const char *out =
            is == NULL ? excluded_why(b, &b->gene.variant[i]->call.variant) : NULL;
        text = gnbs_arena_printf(
            b->arena, "%s%s%s: %s%s", text, text[0] != '\0' ? ". " : "", b->new.name[i],
            is != NULL    ? "reportable now. "
            : out != NULL ? "not reportable any more, the panel excludes it: "
                          : "not reportable any more",
            is != NULL    ? is
            : out != NULL ? out
                          : "");
    }
    return text;
}

static const char *tell_suspects(const bench_t *b, const gnbs_impact_verdict_t *v) {
    const char *text = "";
    for (size_t i = 0; i < v->n_variant && text != NULL; i++)
        text = gnbs_arena_printf(b->arena, "%s%s%s", text, i > 0 ? "; " : "",
                                 b->new.name[v->variant[i]]);
    return text;
}

static void set_after(bench_t *b, gnbs_impact_state_t after, const char *why) {
    gnbs_impact_item_t *item = b->item;
    const gnbs_impact_state_t *old = &item->before;
    item->after = after;
    item->why = why != NULL ? why : "";
    bool is = after.is_screened && after.outcome == GNBS_OUTCOME_SUSPECTED,
         was = old->is_screened && old->outcome == GNBS_OUTCOME_SUSPECTED;
    if (is && !was)
        item->kind = GNBS_IMPACT_SUSPECTED;
    else if (was && !is)
        item->kind = GNBS_IMPACT_NOT_ANY_MORE;
    else if (!old->is_screened)
        item->kind = GNBS_IMPACT_STARTS;
    else if (!after.is_screened)
        item->kind = GNBS_IMPACT_STOPS;
    else if (is)
        item->kind = GNBS_IMPACT_OTHERWISE;
    else if (after.outcome != old->outcome)
        item->kind = after.outcome == GNBS_OUTCOME_NOT_ASSESSED ? GNBS_IMPACT_UNASSESSED
                                                                : GNBS_IMPACT_ASSESSED;
    else
        item->kind = GNBS_IMPACT_REASON;
}

static bool is_same_state(const gnbs_impact_state_t *x, const gnbs_impact_state_t *y) {
    return x->is_screened == y->is_screened && x->outcome == y->outcome &&
           x->reason == y->reason;
}

static const char *depends_on(const bench_t *b) {
    const char *text = "It depends on what is not stored (our own class, the filtering "
                       "frequency, the same protein change in ClinVar) of ";
    size_t n = 0;
    for (size_t i = 0; i < b->gene.n && text != NULL; i++)
        if ((b->new.rule[0][i] != NULL) != (b->new.rule[1][i] != NULL))
            text = gnbs_arena_printf(b->arena, "%s%s%s", text, n++ > 0 ? "; " : "",
                                     b->new.name[i]);
    return text;
}

typedef struct both { /* verdicts with unknown facts taken against and for reporting */
    gnbs_impact_verdict_t side[GNBS_IMPACT_SIDES];
} both_t;

static both_t judge_both(const bench_t *b, const gnbs_impact_row_t *r, int n_named,
                         int n_callable) {
    both_t v;
    for (int s = 0; s < GNBS_IMPACT_SIDES; s++)
        v.side[s] = gnbs_run_impact_judge(&b->gene, r, (gnbs_impact_side_t)s, b->old_row,
                                          n_named, n_callable);
    return v;
}

/* Both ways give one answer; of a suspicion the stronger reason may differ. */
static bool agree(const both_t *v) {
    const gnbs_impact_state_t *x = &v->side[0].state, *y = &v->side[1].state;
    return x->outcome == y->outcome &&
           (x->outcome == GNBS_OUTCOME_SUSPECTED || x->reason == y->reason);
}

/* A variant that was not kept could matter: only a row that reports less leaves an outcome without suspicion as it is. */
static bool may_hide(const bench_t *b, const gnbs_impact_state_t *now) {
    const gnbs_stored_outcome_t *base = b->gene.base;
    bool is_safe = base->outcome == GNBS_OUTCOME_NOT_SUSPECTED ||
                   base->reason == GNBS_REASON_LOW_CALLABILITY ||
                   base->reason == GNBS_REASON_NO_REFERENCE ||
                   base->reason == GNBS_REASON_NO_REFERENCE_CONFIDENCE;
    return !b->c->holds_all_calls && now->outcome != GNBS_OUTCOME_SUSPECTED &&
           (b->gene.asserted != NULL || !(is_narrower(b) && is_safe));
}

/* Why the rows' verdicts do not settle it, or NULL. */
static const char *open_question(const bench_t *b, const both_t *was, const both_t *is,
                                 const named_t *named) {
    const gnbs_stored_outcome_t *base = b->gene.base;
    const char *why = told_by_reads(b);
    if (why != NULL) return why;
    if (was->side[0].state.outcome != base->outcome &&
        was->side[1].state.outcome != base->outcome)
        return "The stored outcome does not follow from what is stored: run the case again";
    if (!agree(is)) return depends_on(b);
    if (may_hide(b, &is->side[0].state))
        return "Only the variants that were reportable are kept, and one that is not kept "
               "may matter now: run the case again";
    if (!b->c->holds_all_calls && base->outcome == GNBS_OUTCOME_SUSPECTED &&
        (b->gene.asserted != NULL || !is_narrower(b)))
        return "It stays suspected; by which variants may change, because only those that "
               "were reportable are kept: run the case again";
    if (named->blind != NULL && is->side[0].state.outcome == GNBS_OUTCOME_NOT_SUSPECTED)
        return gnbs_arena_printf(b->arena,
                                 "The place of a newly named allele was not judged in this "
                                 "case: %s:%lld %.40s>%.40s. Run the case again",
                                 named->blind->chrom, (long long)named->blind->pos + 1,
                                 named->blind->ref, named->blind->alt);
    return NULL;
}

/* Sets the item's kind, or leaves it GNBS_IMPACT_N: nothing moves. */
static gnbs_code_t judge_again(bench_t *b, gnbs_err_t *err) {
    const gnbs_stored_outcome_t *base = b->gene.base;
    const gnbs_impact_state_t told = {true, base->outcome, base->reason};
    const char *why = asks_reads(b);
    if (why != NULL) return cannot_tell(b, why), GNBS_OK;
    if (is_without_method(base->reason)) {
        if (!is_same_state(&told, &b->item->before)) set_after(b, told, base->detail);
        return GNBS_OK;
    }
    named_t named = {0};
    GNBS_TRY(
        gnbs_run_impact_rules(&b->gene, b->plan->from, b->old_row, NULL, &b->old, err));
    GNBS_TRY(gnbs_run_impact_rules(&b->gene, b->plan->to, b->row, b->gene.asserted, &b->new,
                                   err));
    GNBS_TRY(count_named(b, &named, err));
    learn(b);
    if (stands(b) && (named.blind == NULL || base->outcome != GNBS_OUTCOME_NOT_SUSPECTED)) {
        if (!is_same_state(&told, &b->item->before)) set_after(b, told, base->detail);
        return GNBS_OK;
    }
    const both_t was =
                     judge_both(b, &b->old, 1, base->outcome != GNBS_OUTCOME_NOT_ASSESSED),
                 is = judge_both(b, &b->new, named.n, named.n_callable);
    why = open_question(b, &was, &is, &named);
    if (why != NULL) return cannot_tell(b, why), GNBS_OK;
    const gnbs_impact_verdict_t *now = &is.side[GNBS_IMPACT_AGAINST];
    const char *text = tell_variants(b, GNBS_IMPACT_AGAINST);
    if (text != NULL && text[0] == '\0' && now->state.outcome == GNBS_OUTCOME_SUSPECTED)
        text = tell_suspects(b, now);
    if (!is_same_state(&now->state, &b->item->before)) set_after(b, now->state, text);
    return GNBS_OK;
}

static bool is_consented(const gnbs_stored_case_t *c, const gnbs_condition_t *row) {
    if (!c->has_consent_groups || row->group[0] == '\0') return true;
    for (size_t i = 0; i < c->n_consent_group; i++)
        if (strcmp(c->consent_group[i], row->group) == 0) return true;
    return false;
}

static const gnbs_condition_t *screened_row(const gnbs_panel_t *p, const char *hgnc_id,
                                            const char *condition) {
    for (size_t i = 0; i < p->n_condition; i++)
        if (is_green(&p->condition[i]) && strcmp(p->condition[i].hgnc_id, hgnc_id) == 0 &&
            (condition == NULL || strcmp(p->condition[i].condition, condition) == 0))
            return &p->condition[i];
    return NULL;
}

/* A new condition: a gene that was read for another one can be judged for it too. */
static gnbs_code_t judge_start(bench_t *b, gnbs_err_t *err) {
    const gnbs_stored_outcome_t *other =
        gnbs_run_stored_outcome(b->c, b->row->hgnc_id, NULL);
    if (!is_consented(b->c, b->row)) return GNBS_OK;
    if (b->c->is_held) {
        gnbs_impact_state_t held = {true, GNBS_OUTCOME_NOT_ASSESSED,
                                    b->c->n_outcome > 0 ? b->c->outcome[0].reason
                                                        : GNBS_REASON_QUALITY_GATE};
        set_after(b, held, "The case was held by a quality gate");
        return GNBS_OK;
    }
    b->old_row = other != NULL
                     ? screened_row(b->plan->from, other->hgnc_id, other->condition)
                     : NULL;
    if (b->old_row == NULL)
        return cannot_tell(b, "The gene was not read for in this case: run it again"),
               GNBS_OK;
    GNBS_TRY(gnbs_run_impact_gather(b->c, b->row->hgnc_id, b->arena, &b->gene, err));
    b->gene.base = other;
    return judge_again(b, err);
}

static gnbs_code_t judge_change(bench_t *b, const gnbs_panel_change_t *change,
                                gnbs_err_t *err) {
    const gnbs_stored_outcome_t *told =
        is_green(change->from)
            ? gnbs_run_stored_outcome(b->c, change->from->hgnc_id, change->from->condition)
            : NULL;
    b->row = change->to;
    if (!is_green(change->from)) return judge_start(b, err);
    if (told == NULL) return GNBS_OK; /* the family's consent does not cover it */
    b->item->before = (gnbs_impact_state_t){true, told->outcome, told->reason};
    if (!is_green(change->to)) {
        set_after(b, (gnbs_impact_state_t){0}, "The panel does not screen for it any more");
        return GNBS_OK;
    }
    b->old_row = change->from;
    if (b->c->is_held || asks_the_same(b)) return GNBS_OK;
    GNBS_TRY(gnbs_run_impact_gather(b->c, change->from->hgnc_id, b->arena, &b->gene, err));
    b->gene.base = told;
    return judge_again(b, err);
}

gnbs_code_t gnbs_run_impact_case(const gnbs_impact_plan_t *plan, gnbs_stored_case_t *c,
                                 gnbs_arena_t *arena, size_t *n_item,
                                 gnbs_impact_item_t item[], gnbs_err_t *err) {
    *n_item = 0;
    for (size_t i = 0; i < plan->n_change; i++) {
        gnbs_impact_item_t *it = &item[*n_item];
        bench_t b = {.plan = plan, .c = c, .arena = arena, .item = it};
        *it = (gnbs_impact_item_t){.kind = GNBS_IMPACT_N,
                                   .sample = c->sample,
                                   .change = plan->change[i],
                                   .why = ""};
        gnbs_code_t code = judge_change(&b, plan->change[i], err);
        if (code != GNBS_OK) return gnbs_err_ctx(err, "%s", c->dir);
        *n_item += it->kind != GNBS_IMPACT_N;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_impact_release(const gnbs_panel_t *panel, const gnbs_condition_t *row,
                                    const gnbs_bundle_t *asserted, gnbs_stored_case_t *c,
                                    gnbs_arena_t *arena, gnbs_impact_item_t *item,
                                    gnbs_err_t *err) {
    const gnbs_impact_plan_t plan = {.from = panel, .to = panel};
    bench_t b = {.plan = &plan, .c = c, .arena = arena, .item = item};
    *item = (gnbs_impact_item_t){.kind = GNBS_IMPACT_N, .sample = c->sample, .why = ""};
    const gnbs_stored_outcome_t *told =
        gnbs_run_stored_outcome(c, row->hgnc_id, row->condition);
    if (told == NULL || c->is_held) return GNBS_OK;
    item->before = (gnbs_impact_state_t){true, told->outcome, told->reason};
    b.old_row = b.row = row;
    GNBS_TRY(gnbs_run_impact_gather(c, row->hgnc_id, arena, &b.gene, err));
    b.gene.base = told;
    b.gene.asserted = asserted;
    return judge_again(&b, err);
}
