/* run/run_link.c -- two variants of a finding: what the fragments that reach both places carry at each. */
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "run/run_case.h"

enum { MIN_QUAL = 20, NEAR_BP = 10, MAX_READS = 20000 };

/* What a fragment says at one place. */
typedef enum seen { SEEN_REF, SEEN_ALT, SEEN_OTHER } seen_t;

typedef struct mark {
    uint64_t name; /* hash of the fragment's */
    seen_t seen;
} mark_t;
typedef GNBS_VEC(mark_t) marks_t;

/* Bases of the same number as REF's: a substitution. */
static seen_t seen_bases(const gnbs_read_t *r, const gnbs_variant_t *v) {
    bool is_ref = true, is_alt = true;
    for (size_t i = 0; v->ref[i] != '\0'; i++) {
        int32_t at = gnbs_read_index_at(r, v->pos + (gnbs_pos_t)i);
        if (at < 0 || r->qual[at] < MIN_QUAL) return SEEN_OTHER;
        char base = gnbs_seq_letter(r->base[at]);
        is_ref &= base == v->ref[i];
        is_alt &= base == v->alt[i];
    }
    return is_alt ? SEEN_ALT : is_ref ? SEEN_REF : SEEN_OTHER;
}

/* Bases gained less bases lost near the variant: aligners place an indel of a repeat where they like. */
static seen_t seen_length(const gnbs_read_t *r, const gnbs_variant_t *v) {
    int64_t want = (int64_t)strlen(v->alt) - (int64_t)strlen(v->ref), net = 0;
    gnbs_pos_t beg = v->pos - NEAR_BP, end = v->pos + (gnbs_pos_t)strlen(v->ref) + NEAR_BP,
               pos = r->beg;
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t len = gnbs_cigar_len(r->cigar[k]);
        bool is_near = pos >= beg && pos <= end;
        if (op == GNBS_CIGAR_INS && is_near) net += len;
        if (op == GNBS_CIGAR_DEL && is_near) net -= len;
        if (gnbs_cigar_eats_ref(op)) pos += len;
    }
    return net == want ? SEEN_ALT : net == 0 ? SEEN_REF : SEEN_OTHER;
}

/* Substituted bases must lie in the read; a change of length needs a base beside it on both sides. */
static bool is_through(const gnbs_read_t *r, const gnbs_variant_t *v, bool is_same_length) {
    gnbs_pos_t spare = is_same_length ? 0 : 1;
    return r->beg <= v->pos - spare &&
           r->end >= v->pos + (gnbs_pos_t)strlen(v->ref) + spare;
}

static int by_name(const void *a, const void *b) {
    const mark_t *x = a, *y = b;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    return (int)x->seen - (int)y->seen;
}

/* One mark per fragment; mates that disagree have seen something else. */
static void join_mates(marks_t *m) {
    size_t n = 0;
    if (m->n > 0) qsort(m->at, m->n, sizeof *m->at, by_name);
    for (size_t i = 0; i < m->n; i++) {
        if (n == 0 || m->at[n - 1].name != m->at[i].name)
            m->at[n++] = m->at[i];
        else if (m->at[n - 1].seen != m->at[i].seen)
            m->at[n - 1].seen = SEEN_OTHER;
    }
    m->n = n;
}

static gnbs_code_t mark_reads(gnbs_run_state_t *s, const gnbs_read_source_t *reads,
                              void *handle, const gnbs_variant_t *v, marks_t *out,
                              gnbs_err_t *err) {
    const gnbs_region_t at = {v->tid, v->pos, v->pos + 1};
    bool is_same_length = strlen(v->ref) == strlen(v->alt);
    GNBS_TRY(reads->seek(handle, at, err));
    for (bool more = true; out->n < MAX_READS;) {
        gnbs_read_t r;
        GNBS_TRY(reads->next(handle, &s->arena, &r, &more, err));
        if (!more) break;
        if (r.cigar == NULL || gnbs_read_is_unused(r.flag) ||
            r.mapq < s->opt->call.min_mapq_phred || !is_through(&r, v, is_same_length))
            continue;
        mark_t mark = {r.name_hash,
                       is_same_length ? seen_bases(&r, v) : seen_length(&r, v)};
        if (!GNBS_PUSH(out, mark)) return gnbs_err_set(err, GNBS_E_NOMEM, "fragments");
    }
    join_mates(out);
    return GNBS_OK;
}

static void count_shared(const marks_t *first, const marks_t *second,
                         gnbs_report_link_t *link) {
    for (size_t i = 0, k = 0; i < first->n && k < second->n;) {
        if (first->at[i].name != second->at[k].name) {
            if (first->at[i].name < second->at[k].name)
                i++;
            else
                k++;
            continue;
        }
        seen_t a = first->at[i++].seen, b = second->at[k++].seen;
        if (a == SEEN_OTHER || b == SEEN_OTHER)
            link->n_unclear++;
        else if (a == SEEN_ALT && b == SEEN_ALT)
            link->n_both++;
        else if (a == SEEN_ALT)
            link->n_first++;
        else if (b == SEEN_ALT)
            link->n_second++;
        else
            link->n_neither++;
    }
}

static bool is_pair(const gnbs_finding_t *f) {
    if (f->n_variant != 2) return false;
    const gnbs_variant_t *a = &f->variant[0]->call.variant,
                         *b = &f->variant[1]->call.variant;
    return a->tid == b->tid && !gnbs_variant_is_symbolic(a) &&
           !gnbs_variant_is_symbolic(b) && gnbs_variant_compare(a, b) != 0;
}

static gnbs_code_t count_link(gnbs_run_state_t *s, const gnbs_read_source_t *reads,
                              void *handle, const gnbs_finding_t *f, gnbs_err_t *err) {
    marks_t mark[2] = {{0}, {0}};
    const gnbs_variant_t *v[2] = {&f->variant[0]->call.variant,
                                  &f->variant[1]->call.variant};
    gnbs_report_link_t link = {.finding = f,
                               .distance_bp = v[0]->pos < v[1]->pos
                                                  ? v[1]->pos - v[0]->pos
                                                  : v[0]->pos - v[1]->pos};
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; i < 2 && code == GNBS_OK; i++)
        code = mark_reads(s, reads, handle, v[i], &mark[i], err);
    if (code == GNBS_OK) {
        count_shared(&mark[0], &mark[1], &link);
        s->link[s->n_link++] = link;
    }
    for (int i = 0; i < 2; i++) GNBS_VEC_CLEAR(&mark[i]);
    return code;
}

gnbs_code_t gnbs_run_count_links(gnbs_run_state_t *s, gnbs_err_t *err) {
    const gnbs_case_t *c = &s->newborn;
    void *handle;
    if (s->reads == NULL || c->n_finding == 0) return GNBS_OK;
    s->link = GNBS_NEW(&s->arena, gnbs_report_link_t, c->n_finding);
    if (s->link == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "fragments");
    gnbs_read_source_t reads = gnbs_reads_source(s->reads);
    GNBS_TRY(reads.open(reads.ctx, &handle, err));
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < c->n_finding && code == GNBS_OK; i++)
        if (is_pair(&c->finding[i]))
            code = count_link(s, &reads, handle, &c->finding[i], err);
    reads.close(handle);
    return code;
}
