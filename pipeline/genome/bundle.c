#include "genome/bundle.h"

#include <string.h>

#include "genome/seq.h"

const gnbs_gene_t *gnbs_bundle_gene(const gnbs_bundle_t *b, const char *hgnc_id) {
    for (size_t i = 0; i < b->n_gene; i++)
        if (strcmp(b->gene[i].hgnc_id, hgnc_id) == 0) return &b->gene[i];
    return NULL;
}

const gnbs_transcript_t *gnbs_bundle_transcript(const gnbs_bundle_t *b,
                                                const char *accession) {
    if (accession[0] == '\0')
        return NULL; /* or it would name the first one without a partner */
    for (size_t i = 0; i < b->n_transcript; i++)
        if (strcmp(b->transcript[i].id, accession) == 0 ||
            strcmp(b->transcript[i].other_id, accession) == 0)
            return &b->transcript[i];
    return NULL;
}

size_t gnbs_bundle_known_lower(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = b->n_known;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &b->known[mid].variant;
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const gnbs_known_t *gnbs_bundle_known(const gnbs_bundle_t *b, const gnbs_variant_t *v) {
    for (size_t i = gnbs_bundle_known_lower(b, v->tid, v->pos); i < b->n_known; i++) {
        const gnbs_variant_t *k = &b->known[i].variant;
        if (k->tid != v->tid || k->pos != v->pos) break;
        if (gnbs_variant_compare(k, v) == 0) return &b->known[i];
    }
    return NULL;
}

size_t gnbs_bundle_frequency_lower(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = b->n_frequency;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &b->frequency[mid].variant;
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const gnbs_frequency_t *gnbs_bundle_frequency_any(const gnbs_bundle_t *b,
                                                  const gnbs_variant_t *v) {
    for (size_t i = gnbs_bundle_frequency_lower(b, v->tid, v->pos); i < b->n_frequency;
         i++) {
        const gnbs_variant_t *f = &b->frequency[i].variant;
        if (f->tid != v->tid || f->pos != v->pos) break;
        if (gnbs_variant_compare(f, v) == 0) return &b->frequency[i];
    }
    return NULL;
}

const gnbs_frequency_t *gnbs_bundle_frequency(const gnbs_bundle_t *b,
                                              const gnbs_variant_t *v) {
    const gnbs_frequency_t *f = gnbs_bundle_frequency_any(b, v);
    return f != NULL && (f->filter == NULL || f->filter[0] == '\0') ? f : NULL;
}

int32_t gnbs_bundle_covered(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos,
                            const char **source) {
    int32_t an = 0;
    *source = "";
    for (size_t i = gnbs_bundle_frequency_lower(b, tid, pos - GNBS_COVERED_NEAR_BP);
         i < b->n_frequency; i++) {
        const gnbs_frequency_t *f = &b->frequency[i];
        if (f->variant.tid != tid || f->variant.pos > pos + GNBS_COVERED_NEAR_BP) break;
        if (f->an <= an) continue;
        an = f->an;
        *source = f->source;
    }
    return an;
}

void gnbs_bundle_sequence(const gnbs_bundle_t *b, gnbs_region_t region, uint8_t *codes) {
    memset(codes, GNBS_BASE_N, (size_t)gnbs_region_len(region));
    size_t lo = 0, hi = b->n_block;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_region_t *r = &b->block[mid].region;
        if (r->tid < region.tid || (r->tid == region.tid && r->end <= region.beg))
            lo = mid + 1;
        else
            hi = mid;
    }
    for (size_t i = lo; i < b->n_block; i++) {
        gnbs_region_t r = b->block[i].region;
        if (r.tid != region.tid || r.beg >= region.end) break;
        gnbs_pos_t beg = r.beg > region.beg ? r.beg : region.beg,
                   end = r.end < region.end ? r.end : region.end;
        memcpy(codes + (beg - region.beg), b->block[i].codes + (beg - r.beg),
               (size_t)(end - beg));
    }
}
