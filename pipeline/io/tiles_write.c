#include <inttypes.h>

#include "core/escape.h"
#include "io/bgzip.h"
#include "io/tiles.h"

static void add_meta(gnbs_str_t *out, const char *key, const char *value) {
    if (value == NULL) return;
    gnbs_str_printf(out, "##%s=", key);
    gnbs_escape_term(out, value);
    gnbs_str_add_char(out, '\n');
}

static void add_header(gnbs_str_t *out, const gnbs_bundle_t *b,
                       const gnbs_tiles_meta_t *m) {
    gnbs_str_add(out, "##gnbs_tiles=1\n");
    add_meta(out, "source", m->program_line);
    add_meta(out, "sample", m->sample);
    add_meta(out, "sex", gnbs_sex_name(m->sex));
    add_meta(out, "build", b->build_name);
    gnbs_str_printf(out, "##plan=%016" PRIx64 "\n", m->plan);
    if (m->is_synthetic) gnbs_str_add(out, "##synthetic=yes\n");
    for (size_t i = 0; i < m->n_line; i++) {
        gnbs_str_add(out, "##");
        gnbs_escape_term(out, m->line[i]);
        gnbs_str_add_char(out, '\n');
    }
    gnbs_str_add(out, "#contig\tbegin\tend\tgene\texon\tgc\treads\tlow\texpected_copies\t"
                      "expected_reads\tratio\tcopies\n");
}

static void add_tile(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_tile_t *t) {
    gnbs_str_printf(
        out, "%s\t%" PRId64 "\t%" PRId64 "\t%s\t", b->contigs.contig[t->region.tid].name,
        t->region.beg, t->region.end,
        t->i_gene >= 0 && (size_t)t->i_gene < b->n_gene ? b->gene[t->i_gene].symbol : ".");
    if (t->exon_number > 0)
        gnbs_str_printf(out, "%" PRId32 "\t", t->exon_number);
    else
        gnbs_str_add(out, ".\t");
    if (t->gc_frac >= 0)
        gnbs_str_printf(out, "%.3f\t", t->gc_frac);
    else
        gnbs_str_add(out, ".\t");
    gnbs_str_printf(out, "%" PRId32 "\t%" PRId32 "\t%d\t", t->n_read, t->n_low,
                    t->expected);
    if (t->is_usable)
        gnbs_str_printf(out, "%.1f\t%.3f\t%d\n", t->n_expected, t->n_read / t->n_expected,
                        t->copies);
    else
        gnbs_str_add(out, ".\t.\t.\n");
}

gnbs_code_t gnbs_tiles_write(const char *path, const gnbs_bundle_t *b,
                             const gnbs_tiles_meta_t *meta, size_t n,
                             const gnbs_tile_t tile[], gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    add_header(&out, b, meta);
    for (size_t i = 0; i < n; i++) add_tile(&out, b, &tile[i]);
    gnbs_code_t code = gnbs_bgzip_write_text(path, &out, GNBS_BGZIP_TBI_BED, err);
    gnbs_str_clear(&out);
    return code;
}
