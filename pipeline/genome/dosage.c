#include "genome/dosage.h"

const char *gnbs_dosage_kind_name(gnbs_dosage_kind_t kind) {
    return kind == GNBS_DOSAGE_DEL ? "DEL" : "DUP";
}

const char *gnbs_dosage_kind_word(gnbs_dosage_kind_t kind) {
    return kind == GNBS_DOSAGE_DEL ? "deletion" : "duplication";
}

static const struct {
    const char *name, *reason;
} FILTERS[GNBS_DOSAGE_FILTER_N] = {
    {"NoJunction", "Narrow, and no read shows where it begins and ends"},
    {"DepthDisagrees", "Reads show a junction, but their number does not change there"},
    {"WeakEvidence", "The evidence is short of what a call needs"},
    {"HetInside", "Heterozygous variants lie where one copy, or none, should be"}};

const char *gnbs_dosage_filter_name(int bit_index) { return FILTERS[bit_index].name; }
const char *gnbs_dosage_filter_reason(int bit_index) { return FILTERS[bit_index].reason; }

size_t gnbs_tile_lower(size_t n, const gnbs_tile_t tile[], int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = tile[mid].region;
        if (r.tid < tid || (r.tid == tid && r.end <= pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
