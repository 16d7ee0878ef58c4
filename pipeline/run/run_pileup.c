#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "run/run_case.h"

enum { SIDE_BP = 25, MAX_ROWS = GNBS_REPORT_PILEUP_ROWS };

typedef struct canvas {
    gnbs_run_state_t *s;
    void *handle;
    const gnbs_read_source_t *reads;
} canvas_t;

static gnbs_report_qual_t bin_of(uint8_t q) {
    return q >= 30   ? GNBS_REPORT_QUAL_HIGH
           : q >= 20 ? GNBS_REPORT_QUAL_MID
                     : GNBS_REPORT_QUAL_LOW;
}

static bool draw_read(gnbs_arena_t *arena, const gnbs_read_t *r, gnbs_region_t region,
                      gnbs_report_read_row_t *row) {
    size_t n = (size_t)gnbs_region_len(region);
    char *base = gnbs_arena_alloc(arena, n + 1, 1);
    uint8_t *bin = gnbs_arena_alloc(arena, n, 1), *inserted = gnbs_arena_alloc(arena, n, 1);
    if (base == NULL || bin == NULL || inserted == NULL) return false;
    memset(base, ' ', n);
    gnbs_pos_t pos = r->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t len = gnbs_cigar_len(r->cigar[k]);
        for (int32_t j = 0; j < len && gnbs_cigar_eats_ref(op); j++) {
            gnbs_pos_t p = pos + j;
            if (p < region.beg || p >= region.end) continue;
            bool is_base = gnbs_cigar_is_aligned(op);
            base[p - region.beg] = is_base ? gnbs_seq_letter(r->base[i + j]) : '-';
            bin[p - region.beg] =
                (uint8_t)(is_base ? bin_of(r->qual[i + j]) : GNBS_REPORT_QUAL_HIGH);
        }
        if (op == GNBS_CIGAR_INS && pos - 1 >= region.beg && pos - 1 < region.end)
            inserted[pos - 1 - region.beg] = (uint8_t)(len < 255 ? len : 255);
        if (gnbs_cigar_eats_ref(op)) pos += len;
        if (gnbs_cigar_eats_read(op)) i += len;
    }
    *row = (gnbs_report_read_row_t){.base = base,
                                    .qual_bin = bin,
                                    .inserted_bp = inserted,
                                    .is_reverse = (r->flag & GNBS_READ_REVERSE) != 0};
    return true;
}

static gnbs_code_t draw_variant(canvas_t *c, const gnbs_case_variant_t *v,
                                gnbs_report_pileup_t *out, gnbs_err_t *err) {
    gnbs_run_state_t *s = c->s;
    const gnbs_variant_t *var = &v->call.variant;
    gnbs_region_t region = {var->tid, var->pos > SIDE_BP ? var->pos - SIDE_BP : 0,
                            var->pos + (gnbs_pos_t)strlen(var->ref) + SIDE_BP};
    if (gnbs_region_len(region) > 200) region.end = region.beg + 200;
    size_t n = (size_t)gnbs_region_len(region);
    uint8_t *codes = gnbs_arena_alloc(&s->arena, n, 1);
    char *letters = gnbs_arena_alloc(&s->arena, n + 1, 1);
    gnbs_report_read_row_t *row = GNBS_NEW(&s->arena, gnbs_report_read_row_t, MAX_ROWS);
    if (codes == NULL || letters == NULL || row == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "picture of reads");
    gnbs_bundle_sequence(&s->bundle, region, codes);
    for (size_t i = 0; i < n; i++) letters[i] = gnbs_seq_letter(codes[i]);
    *out = (gnbs_report_pileup_t){
        .variant = v, .region = region, .reference = letters, .row = row};
    gnbs_region_t at = {var->tid, var->pos, var->pos + 1};
    GNBS_TRY(c->reads->seek(c->handle, at, err));
    for (bool more = true;;) {
        gnbs_read_t read;
        GNBS_TRY(c->reads->next(c->handle, &s->arena, &read, &more, err));
        if (!more) return GNBS_OK;
        if (read.cigar == NULL || read.mapq < s->opt->call.min_mapq_phred) continue;
        if (out->n_row == MAX_ROWS)
            out->n_not_shown++;
        else if (!draw_read(&s->arena, &read, region, &row[out->n_row++]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "picture of reads");
    }
}

gnbs_code_t gnbs_run_draw_pileups(gnbs_run_state_t *s, gnbs_err_t *err) {
    const gnbs_case_t *c = &s->newborn;
    if (s->reads == NULL || c->n_finding == 0) return GNBS_OK;
    s->pileup = GNBS_NEW(&s->arena, gnbs_report_pileup_t, 2 * c->n_finding);
    if (s->pileup == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "pictures of reads");
    gnbs_read_source_t reads = gnbs_reads_source(s->reads);
    canvas_t canvas = {.s = s, .reads = &reads};
    GNBS_TRY(reads.open(reads.ctx, &canvas.handle, err));
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < c->n_finding; i++)
        for (size_t k = 0; k < c->finding[i].n_variant && code == GNBS_OK; k++)
            code = draw_variant(&canvas, c->finding[i].variant[k],
                                &s->pileup[s->n_pileup++], err);
    reads.close(canvas.handle);
    return code;
}
