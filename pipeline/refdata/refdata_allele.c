#include "refdata/refdata_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"

enum {
    NEAR_BP = 1000,        /* left-shifting through this much repeat at first  */
    FAR_BP = 50000,        /* and through this much when that was not enough    */
    N_MISMATCH_LISTED = 20 /* in the bundle; the error names the first three    */
};

static gnbs_refdata_fit_t fit_to_window(const gnbs_refdata_window_t *window,
                                        gnbs_pos_t length_bp,
                                        const gnbs_refdata_allele_t *allele,
                                        char found[24]) {
    gnbs_refdata_fit_t fit = GNBS_REFDATA_AGREES;
    size_t n = strlen(allele->ref);
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        gnbs_pos_t p = allele->pos + (gnbs_pos_t)i;
        bool is_beyond =
            p < 0 || p >= length_bp; /* another build's position, not a gap of this one */
        uint8_t code = is_beyond ? GNBS_BASE_N : gnbs_refdata_window_at(window, p);
        char letter = is_beyond ? '-' : gnbs_seq_letter(code);
        if (n_found < 20) found[n_found++] = letter;
        if (letter == allele->ref[i]) continue;
        if (code == GNBS_BASE_N && !is_beyond) {
            if (fit == GNBS_REFDATA_AGREES) fit = GNBS_REFDATA_NO_REFERENCE;
        } else if (allele->ref[i] != 'N') {
            fit = GNBS_REFDATA_DISAGREES;
        }
    }
    found[n_found] = '\0';
    if (n > n_found) memcpy(found + 17, "...", 4);
    return fit;
}

gnbs_code_t gnbs_refdata_check_allele(gnbs_refdata_t *data,
                                      const gnbs_refdata_allele_t *allele,
                                      struct gnbs_refdata_allele_counts *counts,
                                      gnbs_refdata_disagreements_t *disagreements,
                                      gnbs_refdata_fit_t *fit, bool *is_usable,
                                      gnbs_err_t *err) {
    *is_usable = false;
    if (allele->tid < 0 || allele->tid >= data->ref->contigs->n) {
        counts->n_no_contig++;
        return GNBS_OK;
    }
    size_t n_ref = strlen(allele->ref), n_alt = strlen(allele->alt);
    gnbs_variant_t as_written = {allele->tid, allele->pos, allele->ref, allele->alt};
    if (n_ref == 0 || strspn(allele->ref, "ACGTN") != n_ref ||
        gnbs_variant_is_symbolic(&as_written) || strcmp(allele->ref, allele->alt) == 0) {
        counts->n_symbolic++;
        return GNBS_OK;
    }
    if (n_ref > (size_t)data->opt.max_allele_bp ||
        n_alt > (size_t)data->opt.max_allele_bp) {
        counts->n_long++;
        return GNBS_OK;
    }
    gnbs_region_t around = {allele->tid, allele->pos - NEAR_BP,
                            allele->pos + (gnbs_pos_t)n_ref};
    GNBS_TRY(gnbs_refdata_window_hold(&data->window, around, err));
    gnbs_refdata_disagreement_t at = {.variant = as_written};
    *fit = fit_to_window(&data->window, data->ref->contigs->contig[allele->tid].length_bp,
                         allele, at.found);
    if (*fit == GNBS_REFDATA_AGREES) counts->n_ref_agree++;
    if (*fit == GNBS_REFDATA_NO_REFERENCE) counts->n_no_reference++;
    *is_usable = *fit != GNBS_REFDATA_DISAGREES;
    if (*is_usable) return GNBS_OK;
    counts->n_ref_mismatch++;
    at.chrom = data->ref->contigs->contig[allele->tid].name;
    at.variant.ref = gnbs_arena_strdup(&data->arena, allele->ref);
    at.variant.alt = gnbs_arena_strdup(&data->arena, allele->alt);
    if (at.variant.ref == NULL || at.variant.alt == NULL || !GNBS_PUSH(disagreements, at))
        return gnbs_refdata_no_memory(err);
    return GNBS_OK;
}

/* False when shifting met the edge of the window. */
static bool try_normalise(gnbs_refdata_t *data, const gnbs_refdata_allele_t *allele,
                          gnbs_pos_t *pos) {
    size_t cap = (size_t)data->opt.max_allele_bp + GNBS_REFDATA_ALLELE_SLACK;
    const gnbs_refdata_window_t *w = &data->window;
    *pos = allele->pos;
    strcpy(data->ref_allele, allele->ref);
    strcpy(data->alt_allele, allele->alt);
    return gnbs_variant_normalise(pos, data->ref_allele, data->alt_allele, cap, w->held.beg,
                                  w->held.end, w->codes);
}

gnbs_code_t gnbs_refdata_normal_form(gnbs_refdata_t *data,
                                     const gnbs_refdata_allele_t *allele,
                                     gnbs_refdata_fit_t fit,
                                     struct gnbs_refdata_allele_counts *counts,
                                     gnbs_variant_t *variant, gnbs_err_t *err) {
    gnbs_pos_t pos = allele->pos, end = pos + (gnbs_pos_t)strlen(allele->ref);
    if (fit == GNBS_REFDATA_AGREES) {
        GNBS_TRY(gnbs_refdata_window_hold(
            &data->window, (gnbs_region_t){allele->tid, pos - NEAR_BP, end}, err));
        bool is_done = try_normalise(data, allele, &pos);
        if (!is_done) {
            gnbs_region_t far = {allele->tid, allele->pos - FAR_BP, end};
            GNBS_TRY(gnbs_refdata_window_hold(&data->window, far, err));
            is_done = try_normalise(data, allele, &pos);
        }
        if (!is_done) counts->n_unaligned++;
    } else { /* nothing to shift against: as written */
        strcpy(data->ref_allele, allele->ref);
        strcpy(data->alt_allele, allele->alt);
    }
    *variant = (gnbs_variant_t){allele->tid, pos,
                                gnbs_arena_strdup(&data->arena, data->ref_allele),
                                gnbs_arena_strdup(&data->arena, data->alt_allele)};
    return variant->ref != NULL && variant->alt != NULL ? GNBS_OK
                                                        : gnbs_refdata_no_memory(err);
}

static int compare_disagreements(const void *a, const void *b) {
    const gnbs_refdata_disagreement_t *x = a, *y = b;
    return gnbs_variant_compare(&x->variant, &y->variant);
}

static void print_disagreement(gnbs_str_t *out, const gnbs_refdata_disagreement_t *d) {
    gnbs_str_printf(out, "%s:%" PRId64 " %.20s>%.20s (reference: %s)", d->chrom,
                    d->variant.pos + 1, d->variant.ref, d->variant.alt, d->found);
}

gnbs_code_t gnbs_refdata_judge_mismatches(gnbs_refdata_t *data, const char *source,
                                          const char *key,
                                          const struct gnbs_refdata_allele_counts *counts,
                                          gnbs_refdata_disagreements_t *disagreements,
                                          gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    if (disagreements->n > 0)
        qsort(disagreements->at, disagreements->n, sizeof *disagreements->at,
              compare_disagreements);
    int64_t n_judged = counts->n_ref_agree + counts->n_ref_mismatch;
    double frac = n_judged > 0 ? (double)counts->n_ref_mismatch / (double)n_judged : 0;
    gnbs_str_t text;
    gnbs_str_init(&text);
    if (frac > data->opt.max_ref_mismatch_frac) {
        for (size_t i = 0; i < disagreements->n && i < 3; i++) {
            gnbs_str_add(&text, i > 0 ? "; " : "");
            print_disagreement(&text, &disagreements->at[i]);
        }
        code = gnbs_err_set(
            err, GNBS_E_DATA,
            "%s: %" PRId64 " of %" PRId64
            " REF alleles (%.1f%%, limit %g%%) are not what %s "
            "(%s) has there: probably a file of another genome build. First: %s",
            source, counts->n_ref_mismatch, n_judged, 100 * frac,
            100 * data->opt.max_ref_mismatch_frac, data->ref->contigs->source,
            gnbs_contig_build_name(data->build), gnbs_str_text(&text));
    }
    for (size_t i = 0; code == GNBS_OK && i < disagreements->n && i < N_MISMATCH_LISTED;
         i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.ref_disagrees.%02zu", key, i + 1);
        gnbs_str_reset(&text);
        print_disagreement(&text, &disagreements->at[i]);
        code = gnbs_refdata_add_fact(data, err, name, "%s", gnbs_str_text(&text));
    }
    gnbs_str_clear(&text);
    return code;
}
