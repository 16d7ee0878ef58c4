#include "genome/read.h"

int32_t gnbs_read_index_at(const gnbs_read_t *read, gnbs_pos_t pos) {
    gnbs_pos_t p = read->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < read->n_cigar && p <= pos; k++) {
        int op = gnbs_cigar_op(read->cigar[k]);
        int32_t n = gnbs_cigar_len(read->cigar[k]);
        if (gnbs_cigar_is_aligned(op) && pos < p + n) return i + (int32_t)(pos - p);
        if (gnbs_cigar_eats_ref(op)) p += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
    return -1;
}
