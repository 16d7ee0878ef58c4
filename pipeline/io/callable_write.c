#include <inttypes.h>
#include <math.h>

#include "io/bgzip.h"
#include "io/vcf.h"

static gnbs_code_t check_span(const char *path, const gnbs_contigs_t *contigs,
                              const gnbs_callable_span_t *span,
                              const gnbs_callable_span_t *before, gnbs_err_t *err) {
    gnbs_region_t r = span->region;
    bool is_valid = r.tid >= 0 && r.tid < contigs->n && r.beg >= 0 && r.beg < r.end &&
                    (unsigned)span->status < GNBS_CALLABLE_N;
    if (is_valid && before != NULL) { /* sorted, and no base twice */
        gnbs_region_t b = before->region;
        is_valid = b.tid < r.tid || (b.tid == r.tid && b.end <= r.beg);
    }
    if (is_valid) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_INTERNAL,
                        "%s: span of contig %d, %" PRId64 "-%" PRId64
                        ", is empty, out of order or overlaps another",
                        path, r.tid, r.beg, r.end);
}

static void add_span(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                     const gnbs_callable_span_t *span) {
    gnbs_str_printf(out, "%s\t%" PRId64 "\t%" PRId64 "\t%s\t",
                    contigs->contig[span->region.tid].name, span->region.beg,
                    span->region.end, gnbs_callable_name(span->status));
    if (isfinite(span->depth_mean) && span->depth_mean >= 0)
        gnbs_str_printf(out, "%.1f\n", span->depth_mean);
    else
        gnbs_str_add(out, ".\n"); /* not measured, as for a gVCF */
}

gnbs_code_t gnbs_callable_write(const char *path, const gnbs_contigs_t *contigs,
                                const char *note, size_t n,
                                const gnbs_callable_span_t span[], gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++)
        GNBS_TRY(check_span(path, contigs, &span[i], i > 0 ? &span[i - 1] : NULL, err));
    gnbs_str_t out;
    gnbs_str_init(&out);
    if (note != NULL) gnbs_str_printf(&out, "##%s\n", note);
    gnbs_str_add(&out, "#contig\tbegin\tend\tstatus\tdepth_mean\n");
    for (size_t i = 0; i < n; i++) add_span(&out, contigs, &span[i]);
    gnbs_code_t code = gnbs_bgzip_write_text(path, &out, GNBS_BGZIP_TBI_BED, err);
    gnbs_str_clear(&out);
    return code;
}
