#include "refdata/refdata_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

gnbs_refdata_opt_t gnbs_refdata_opt_default(void) {
    return (gnbs_refdata_opt_t){.flank_bp = 20,
                                .pad_bp = 1100,
                                .gene_margin_bp = 2000,
                                .max_allele_bp = 1000,
                                .max_ref_mismatch_frac = 0.01};
}

gnbs_code_t gnbs_refdata_opt_validate(const gnbs_refdata_opt_t *opt, gnbs_err_t *err) {
    const struct {
        const char *name;
        int value, min, max;
    } ROWS[] = {{"flank-bp", opt->flank_bp, 0, 1000},
                {"pad-bp", opt->pad_bp, 100, 100000},
                {"gene margin", opt->gene_margin_bp, 0, 1000000},
                {"longest allele", opt->max_allele_bp, 1, 100000}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (ROWS[i].value < ROWS[i].min || ROWS[i].value > ROWS[i].max)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s is %d; expected %d to %d",
                                ROWS[i].name, ROWS[i].value, ROWS[i].min, ROWS[i].max);
    if (!(opt->max_ref_mismatch_frac >= 0 && opt->max_ref_mismatch_frac <= 1))
        return gnbs_err_set(err, GNBS_E_USAGE, "max-ref-mismatch is %g; expected 0 to 1",
                            opt->max_ref_mismatch_frac);
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_new(const gnbs_ref_source_t *ref, gnbs_build_t build,
                             const gnbs_refdata_opt_t *opt, gnbs_refdata_t **data,
                             gnbs_err_t *err) {
    *data = NULL;
    GNBS_TRY(gnbs_refdata_opt_validate(opt, err));
    gnbs_refdata_t *d = gnbs_mem_alloc(1, sizeof *d);
    if (d == NULL) return gnbs_refdata_no_memory(err);
    d->opt = *opt;
    d->ref = ref;
    d->build = build;
    d->window = (gnbs_refdata_window_t){.ref = ref, .held = {.tid = -1}};
    gnbs_arena_init(&d->arena);
    size_t cap = (size_t)opt->max_allele_bp + GNBS_REFDATA_ALLELE_SLACK;
    d->ref_allele = gnbs_mem_alloc(cap, 1);
    d->alt_allele = gnbs_mem_alloc(cap, 1);
    if (d->ref_allele == NULL || d->alt_allele == NULL) {
        gnbs_refdata_free(d);
        return gnbs_refdata_no_memory(err);
    }
    *data = d;
    return GNBS_OK;
}

void gnbs_refdata_free(gnbs_refdata_t *data) {
    if (data == NULL) return;
    GNBS_VEC_CLEAR(&data->read);
    GNBS_VEC_CLEAR(&data->span);
    GNBS_VEC_CLEAR(&data->target);
    GNBS_VEC_CLEAR(&data->held);
    GNBS_VEC_CLEAR(&data->candidate);
    GNBS_VEC_CLEAR(&data->marker);
    GNBS_VEC_CLEAR(&data->locus);
    GNBS_VEC_CLEAR(&data->rule);
    GNBS_VEC_CLEAR(&data->scored);
    GNBS_VEC_CLEAR(&data->score_mismatch);
    GNBS_VEC_CLEAR(&data->known);
    GNBS_VEC_CLEAR(&data->frequency);
    GNBS_VEC_CLEAR(&data->source);
    GNBS_VEC_CLEAR(&data->fact);
    GNBS_VEC_CLEAR(&data->note);
    GNBS_VEC_CLEAR(&data->known_mismatch);
    GNBS_VEC_CLEAR(&data->frequency_mismatch);
    gnbs_mem_free(data->window.codes);
    gnbs_mem_free(data->ref_allele);
    gnbs_mem_free(data->alt_allele);
    gnbs_arena_clear(&data->arena);
    gnbs_mem_free(data);
}

/* Gene models of another build show themselves by exons past the end of a contig. */
static gnbs_code_t check_place(const gnbs_refdata_t *data, const gnbs_transcript_t *tx,
                               gnbs_err_t *err) {
    const gnbs_contigs_t *contigs = data->ref->contigs;
    if (tx->tid < 0 || tx->tid >= contigs->n)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "transcript %s: contig %d of %d", tx->id,
                            tx->tid, contigs->n);
    gnbs_pos_t length_bp = contigs->contig[tx->tid].length_bp, last = tx->beg;
    bool is_inside = tx->beg >= 0 && tx->beg <= tx->end && tx->end <= length_bp;
    for (int32_t e = 0; is_inside && e < tx->n_exon; e++) {
        is_inside = tx->exon[e].beg >= last && tx->exon[e].end >= tx->exon[e].beg &&
                    tx->exon[e].end <= tx->end;
        last = tx->exon[e].end;
    }
    if (is_inside) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "transcript %s (%s) does not lie on %s of %s (%" PRId64
        " bases, %s) with its exons in order: gene models of another build?",
        tx->id, tx->symbol, contigs->contig[tx->tid].name, contigs->source, length_bp,
        gnbs_contig_build_name(data->build));
}

static int compare_places(const void *a, const void *b) {
    const gnbs_transcript_t *x = a, *y = b;
    int c = strcmp(x->id, y->id);
    if (c != 0) return c;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    return (x->beg > y->beg) - (x->beg < y->beg);
}

gnbs_code_t gnbs_refdata_add_transcripts(gnbs_refdata_t *data, size_t n,
                                         const gnbs_transcript_t transcript[],
                                         gnbs_err_t *err) {
    size_t n_before = data->read.n;
    gnbs_transcript_t *sorted = gnbs_mem_alloc(n_before, sizeof *sorted);
    if (sorted == NULL) return gnbs_refdata_no_memory(err);
    if (n_before > 0) {
        memcpy(sorted, data->read.at, n_before * sizeof *sorted);
        qsort(sorted, n_before, sizeof *sorted, compare_places);
    }
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < n; i++) {
        data->counts.n_transcript_read++;
        code = check_place(data, &transcript[i], err);
        if (code != GNBS_OK) break;
        if (n_before > 0 && bsearch(&transcript[i], sorted, n_before, sizeof *sorted,
                                    compare_places) != NULL)
            data->counts.n_transcript_duplicate++;
        else if (data->read.n >= INT32_MAX / 4 || !GNBS_PUSH(&data->read, transcript[i]))
            code = gnbs_refdata_no_memory(err);
    }
    gnbs_mem_free(sorted);
    return code;
}

gnbs_code_t gnbs_refdata_add_source(gnbs_refdata_t *data,
                                    const gnbs_bundle_source_t *source, gnbs_err_t *err) {
    gnbs_bundle_source_t copy = {
        .role = gnbs_arena_strdup(&data->arena, source->role),
        .name = gnbs_arena_strdup(&data->arena, source->name),
        .sha256 = gnbs_arena_strdup(&data->arena, source->sha256),
        .version = gnbs_arena_strdup(&data->arena, source->version),
        .licence = gnbs_arena_strdup(&data->arena, source->licence)};
    if (copy.role == NULL || copy.name == NULL || copy.sha256 == NULL ||
        copy.version == NULL || copy.licence == NULL || !GNBS_PUSH(&data->source, copy))
        return gnbs_refdata_no_memory(err);
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_add_loci(gnbs_refdata_t *data, size_t n,
                                  const gnbs_locus_row_t row[], gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++) {
        gnbs_locus_row_t copy = row[i];
        const char **const text[] = {&copy.locus,  &copy.kind,    &copy.name, &copy.place,
                                     &copy.allele, &copy.setting, &copy.text, &copy.source};
        for (size_t k = 0; k < sizeof text / sizeof *text; k++)
            if ((*text[k] = gnbs_arena_strdup(&data->arena, *text[k])) == NULL)
                return gnbs_refdata_no_memory(err);
        if (!GNBS_PUSH(&data->locus, copy)) return gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

bool gnbs_refdata_has_gene(const gnbs_refdata_t *data, const char *hgnc_id) {
    for (size_t i = 0; i < data->n_gene; i++)
        if (strcmp(data->gene[i].hgnc_id, hgnc_id) == 0) return true;
    return false;
}

static int compare_facts(const void *a, const void *b) {
    const gnbs_bundle_fact_t *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static gnbs_code_t copy_contigs(gnbs_refdata_t *data, gnbs_contigs_t *contigs,
                                gnbs_err_t *err) {
    const gnbs_contigs_t *from = data->ref->contigs;
    gnbs_contig_t *contig = GNBS_NEW(&data->arena, gnbs_contig_t, from->n);
    const char *source = gnbs_arena_strdup(&data->arena, from->source);
    if (contig == NULL || source == NULL) return gnbs_refdata_no_memory(err);
    for (int i = 0; i < from->n; i++) {
        contig[i] = from->contig[i];
        contig[i].name = gnbs_arena_strdup(&data->arena, from->contig[i].name);
        if (contig[i].name == NULL) return gnbs_refdata_no_memory(err);
    }
    *contigs = (gnbs_contigs_t){.n = from->n, .contig = contig, .source = source};
    return GNBS_OK;
}

/* Moves a vector into the arena. */
static gnbs_code_t settle(gnbs_refdata_t *data, size_t n, size_t item_bytes,
                          const void *from, const void **to, gnbs_err_t *err) {
    void *copy = gnbs_arena_alloc(&data->arena, n, item_bytes);
    if (copy == NULL) return gnbs_refdata_no_memory(err);
    if (n > 0) memcpy(copy, from, n * item_bytes);
    *to = copy;
    return GNBS_OK;
}

#define SETTLE(field)                                                                      \
    do {                                                                                   \
        const void *settled_ = NULL;                                                       \
        GNBS_TRY(settle(data, data->field.n, sizeof *data->field.at, data->field.at,       \
                        &settled_, err));                                                  \
        b.field = settled_;                                                                \
        b.n_##field = data->field.n;                                                       \
    } while (0)

gnbs_code_t gnbs_refdata_finish(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                gnbs_bundle_t *bundle, gnbs_err_t *err) {
    gnbs_bundle_t b = {.build = data->build, .path = ""};
    GNBS_TRY(gnbs_refdata_pick_markers(data, err));
    GNBS_TRY(gnbs_refdata_state_facts(data, err));
    GNBS_TRY(gnbs_refdata_sort_rules(data, err));
    qsort(data->fact.at, data->fact.n, sizeof *data->fact.at, compare_facts);
    GNBS_TRY(copy_contigs(data, &b.contigs, err));
    b.build_name = gnbs_contig_build_name(data->build);
    b.panel_name = gnbs_arena_strdup(&data->arena, panel != NULL ? panel->name : "all");
    b.panel_version = gnbs_arena_strdup(&data->arena, panel != NULL ? panel->version : "");
    if (b.panel_name == NULL || b.panel_version == NULL) return gnbs_refdata_no_memory(err);
    SETTLE(known);
    SETTLE(frequency);
    SETTLE(target);
    SETTLE(marker);
    SETTLE(source);
    SETTLE(fact);
    SETTLE(locus);
    SETTLE(rule);
    SETTLE(scored);
    b.n_gene = data->n_gene;
    b.gene = data->gene;
    b.n_transcript = data->n_transcript;
    b.transcript = data->transcript;
    b.n_block = data->n_block;
    b.block = data->block;
    b.arena = data->arena;
    gnbs_arena_init(&data->arena);
    data->fact.n = data->note.n = 0; /* their text now belongs to the bundle */
    *bundle = b;
    return GNBS_OK;
}
