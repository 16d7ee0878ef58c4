#include "refdata/refdata_state.h"

#include <string.h>

#include "core/mem.h"
#include "core/vec.h"
#include "genome/seq.h"

static bool push_region(const gnbs_refdata_t *data, gnbs_refdata_regions_t *set,
                        int32_t tid, gnbs_pos_t beg, gnbs_pos_t end) {
    gnbs_pos_t length_bp = data->ref->contigs->contig[tid].length_bp;
    gnbs_region_t r = {tid, beg < 0 ? 0 : beg, end > length_bp ? length_bp : end};
    return r.beg >= r.end || GNBS_PUSH(set, r);
}

/* Coding parts of exons with their flanks, or whole exons of a gene that codes for nothing. */
static gnbs_code_t push_gene(const gnbs_refdata_t *data, const gnbs_gene_t *gene,
                             gnbs_refdata_regions_t *set, gnbs_err_t *err) {
    gnbs_pos_t flank_bp = data->opt.flank_bp;
    bool is_coding = false;
    for (int32_t k = 0; k < gene->n_transcript; k++)
        is_coding =
            is_coding || gnbs_transcript_is_coding(&data->transcript[gene->transcript[k]]);
    for (int32_t k = 0; k < gene->n_transcript; k++) {
        const gnbs_transcript_t *tx = &data->transcript[gene->transcript[k]];
        for (int32_t e = 0; e < tx->n_exon; e++) {
            gnbs_exon_t part = is_coding ? gnbs_transcript_cds_part(tx, e) : tx->exon[e];
            if (part.end == part.beg) continue;
            if (!push_region(data, set, gene->tid, part.beg - flank_bp,
                             part.end + flank_bp))
                return gnbs_refdata_no_memory(err);
        }
    }
    return GNBS_OK;
}

static gnbs_code_t push_known(gnbs_refdata_t *data, gnbs_err_t *err) {
    for (size_t i = 0; i < data->known.n; i++) {
        const gnbs_known_t *k = &data->known.at[i];
        if (!gnbs_known_is_pathogenic(k)) continue;
        const gnbs_variant_t *v = &k->variant;
        if (!push_region(data, &data->target, v->tid, v->pos - 1,
                         v->pos + (gnbs_pos_t)strlen(v->ref) + 1))
            return gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

static gnbs_code_t check_include(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                 const gnbs_panel_allele_t *include, int32_t tid,
                                 gnbs_err_t *err) {
    gnbs_pos_t end = include->pos + (gnbs_pos_t)strlen(include->ref);
    GNBS_TRY(gnbs_refdata_window_hold(&data->window,
                                      (gnbs_region_t){tid, include->pos, end}, err));
    for (gnbs_pos_t p = include->pos; p < end; p++) {
        char letter = gnbs_seq_letter(gnbs_refdata_window_at(&data->window, p));
        bool is_beyond = p >= data->ref->contigs->contig[tid].length_bp;
        if ((letter == 'N' && !is_beyond) || letter == include->ref[p - include->pos])
            continue;
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "inclusion list of panel %s, line %d: %s %s:%lld has REF %.20s, which "
            "is not what %s has there; correct the position or the build",
            panel->name, include->line, include->gene, include->chrom,
            (long long)include->pos + 1, include->ref, data->ref->contigs->source);
    }
    return GNBS_OK;
}

static gnbs_code_t push_include(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                gnbs_err_t *err) {
    gnbs_build_t build = gnbs_contig_build_parse(panel->genome_build);
    bool is_other = build != GNBS_BUILD_UNKNOWN && build != data->build;
    for (size_t i = 0; i < panel->n_include; i++) {
        const gnbs_panel_allele_t *include = &panel->include[i];
        int32_t tid = gnbs_contig_find(data->ref->contigs, include->chrom);
        size_t n_ref = strlen(include->ref);
        bool is_placed = !is_other && tid >= 0 && include->pos >= 0 && n_ref > 0 &&
                         strspn(include->ref, "ACGTN") == n_ref;
        if (!is_placed) {
            data->counts.n_include_unplaced++;
            GNBS_TRY(gnbs_refdata_add_note(
                data, err,
                "inclusion list, line %d (%s %s): not a place in this genome (%s)",
                include->line, include->gene, include->hgvs,
                is_other ? "positions of another build"
                         : "no such contig, or no sequence"));
            continue;
        }
        GNBS_TRY(check_include(data, panel, include, tid, err));
        data->counts.n_include_used++;
        if (!push_region(data, &data->target, tid, include->pos - 1,
                         include->pos + (gnbs_pos_t)n_ref + 1))
            return gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

/* Whole transcripts, though only coding exons are targets: a name follows the 3' rule through introns and UTRs, and a lost
 * stop is read on. Without the sequence a duplication would be called an insertion. */
static gnbs_code_t push_transcripts(const gnbs_refdata_t *data, gnbs_refdata_regions_t *set,
                                    gnbs_err_t *err) {
    for (size_t t = 0; t < data->n_transcript; t++) {
        const gnbs_transcript_t *tx = &data->transcript[t];
        if (!push_region(data, set, tx->tid, tx->beg - data->opt.pad_bp,
                         tx->end + data->opt.pad_bp))
            return gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

/* Runs of N this long are not held: what is not held is N already. */
enum { LONG_N_BP = 1000 };

typedef GNBS_VEC(gnbs_seq_block_t) blocks_t;

static gnbs_code_t push_block(gnbs_refdata_t *data, gnbs_region_t r, const uint8_t *codes,
                              blocks_t *blocks, gnbs_err_t *err) {
    uint8_t *copy = GNBS_NEW(&data->arena, uint8_t, gnbs_region_len(r));
    if (copy == NULL || !GNBS_PUSH(blocks, ((gnbs_seq_block_t){r, copy})))
        return gnbs_refdata_no_memory(err);
    memcpy(copy, codes, (size_t)gnbs_region_len(r));
    return GNBS_OK;
}

/* The region without its long runs of N. */
static gnbs_code_t push_known_bases(gnbs_refdata_t *data, gnbs_region_t r,
                                    const uint8_t *codes, blocks_t *blocks,
                                    gnbs_err_t *err) {
    gnbs_pos_t n = gnbs_region_len(r), beg = -1, end = 0; /* of the stretch held so far */
    for (gnbs_pos_t i = 0; i < n; i++) {
        if (codes[i] == GNBS_BASE_N) continue;
        if (beg >= 0 && i - end >= LONG_N_BP) {
            GNBS_TRY(push_block(data, (gnbs_region_t){r.tid, r.beg + beg, r.beg + end},
                                codes + beg, blocks, err));
            beg = -1;
        }
        if (beg < 0) beg = i;
        end = i + 1;
    }
    if (beg < 0) return GNBS_OK;
    return push_block(data, (gnbs_region_t){r.tid, r.beg + beg, r.beg + end}, codes + beg,
                      blocks, err);
}

/* A target on the mitochondrion wants all of it: reads are laid along the circle. */
static gnbs_code_t push_mitochondrion(const gnbs_refdata_t *data,
                                      gnbs_refdata_regions_t *wide, gnbs_err_t *err) {
    enum { MAX_CIRCLE_BP = 20000 };
    for (size_t i = 0; i < data->target.n; i++) {
        int32_t tid = data->target.at[i].tid;
        const gnbs_contig_t *c = &data->ref->contigs->contig[tid];
        if (gnbs_contig_kind(c->name) != GNBS_CONTIG_MT || c->length_bp > MAX_CIRCLE_BP)
            continue;
        return push_region(data, wide, tid, 0, c->length_bp) ? GNBS_OK
                                                             : gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

static gnbs_code_t fetch_blocks(gnbs_refdata_t *data, gnbs_err_t *err) {
    gnbs_refdata_regions_t wide = {0};
    blocks_t blocks = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < data->target.n; i++) {
        const gnbs_region_t *t = &data->target.at[i];
        if (!push_region(data, &wide, t->tid, t->beg - data->opt.pad_bp,
                         t->end + data->opt.pad_bp))
            code = gnbs_refdata_no_memory(err);
    }
    if (code == GNBS_OK) code = push_mitochondrion(data, &wide, err);
    for (size_t i = 0; code == GNBS_OK && i < data->held.n; i++)
        if (!GNBS_PUSH(&wide, data->held.at[i])) code = gnbs_refdata_no_memory(err);
    if (code == GNBS_OK) code = push_transcripts(data, &wide, err);
    if (wide.n > 0) wide.n = gnbs_region_merge(wide.n, wide.at, 0);
    for (size_t i = 0; code == GNBS_OK && i < wide.n; i++) {
        code = gnbs_refdata_window_hold(&data->window, wide.at[i], err);
        if (code == GNBS_OK)
            code = push_known_bases(data, wide.at[i],
                                    data->window.codes +
                                        (wide.at[i].beg - data->window.held.beg),
                                    &blocks, err);
    }
    data->block = GNBS_NEW(&data->arena, gnbs_seq_block_t, blocks.n);
    if (code == GNBS_OK && data->block == NULL) code = gnbs_refdata_no_memory(err);
    if (code == GNBS_OK && blocks.n > 0)
        memcpy(data->block, blocks.at, blocks.n * sizeof *blocks.at);
    if (code == GNBS_OK) data->n_block = blocks.n;
    GNBS_VEC_CLEAR(&wide);
    GNBS_VEC_CLEAR(&blocks);
    return code;
}

static gnbs_code_t measure_gene(gnbs_refdata_t *data, gnbs_gene_t *gene,
                                gnbs_refdata_regions_t *part, gnbs_refdata_window_t *view,
                                gnbs_err_t *err) {
    const gnbs_bundle_t held = {.n_block = data->n_block, .block = data->block};
    part->n = 0;
    GNBS_TRY(push_gene(data, gene, part, err));
    part->n = gnbs_region_merge(part->n, part->at, 0);
    for (size_t i = 0; i < part->n; i++) {
        size_t n = (size_t)gnbs_region_len(part->at[i]);
        if (n > view->cap) {
            uint8_t *codes = gnbs_mem_resize(view->codes, n, 1);
            if (codes == NULL) return gnbs_refdata_no_memory(err);
            view->codes = codes;
            view->cap = n;
        }
        gnbs_bundle_sequence(&held, part->at[i], view->codes);
        gene->target_bp += (int64_t)n;
        for (size_t k = 0; k < n; k++) gene->target_n_bp += view->codes[k] == GNBS_BASE_N;
    }
    data->counts.n_gene_without_reference += gene->target_n_bp == gene->target_bp;
    return GNBS_OK;
}

static gnbs_code_t measure_genes(gnbs_refdata_t *data, gnbs_err_t *err) {
    gnbs_refdata_regions_t part = {0};
    gnbs_refdata_window_t view = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t g = 0; code == GNBS_OK && g < data->n_gene; g++)
        code = measure_gene(data, &data->gene[g], &part, &view, err);
    GNBS_VEC_CLEAR(&part);
    gnbs_mem_free(view.codes);
    return code;
}

gnbs_code_t gnbs_refdata_hold(gnbs_refdata_t *data, size_t n, const gnbs_region_t region[],
                              gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++)
        if (!push_region(data, &data->held, region[i].tid, region[i].beg, region[i].end))
            return gnbs_refdata_no_memory(err);
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_fix_targets(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                     gnbs_err_t *err) {
    for (size_t g = 0; g < data->n_gene; g++)
        GNBS_TRY(push_gene(data, &data->gene[g], &data->target, err));
    GNBS_TRY(push_known(data, err));
    if (panel != NULL) GNBS_TRY(push_include(data, panel, err));
    data->target.n = gnbs_region_merge(data->target.n, data->target.at, 0);
    GNBS_TRY(fetch_blocks(data, err));
    return measure_genes(data, err);
}
