#include "refdata/refdata_state.h"

#include "core/mem.h"
#include "genome/seq.h"

/* One BGZF block unpacks to 64 KiB: less would unpack blocks twice, more would unpack the desert
 * between genes. */
enum { CHUNK_BP = 1 << 16 };

gnbs_code_t gnbs_refdata_window_hold(gnbs_refdata_window_t *window, gnbs_region_t region,
                                     gnbs_err_t *err) {
    gnbs_pos_t length_bp = window->ref->contigs->contig[region.tid].length_bp;
    if (region.beg < 0) region.beg = 0;
    if (region.end > length_bp) region.end = length_bp;
    gnbs_region_t *held = &window->held;
    if (region.end <= region.beg) return GNBS_OK;
    if (held->tid == region.tid && region.beg >= held->beg && region.end <= held->end)
        return GNBS_OK;
    if (region.end < region.beg + CHUNK_BP) region.end = region.beg + CHUNK_BP;
    if (region.end > length_bp) region.end = length_bp;
    size_t n = (size_t)gnbs_region_len(region);
    held->end = held->beg; /* nothing is held while it changes */
    if (n > window->cap) {
        uint8_t *codes = gnbs_mem_resize(window->codes, n, 1);
        if (codes == NULL) return gnbs_refdata_no_memory(err);
        window->codes = codes;
        window->cap = n;
    }
    GNBS_TRY(window->ref->fetch(window->ref->ctx, region, window->codes, err));
    *held = region;
    return GNBS_OK;
}

uint8_t gnbs_refdata_window_at(const gnbs_refdata_window_t *window, gnbs_pos_t pos) {
    const gnbs_region_t *held = &window->held;
    return pos >= held->beg && pos < held->end ? window->codes[pos - held->beg]
                                               : GNBS_BASE_N;
}
