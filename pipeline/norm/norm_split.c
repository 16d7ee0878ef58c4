#include <string.h>

#include "norm/norm_parts.h"

/* Are the ALTs of the kinds that are to be split? One of them is enough. */
static bool is_split(const gnbs_norm_options_t *options, const gnbs_norm_record_t *r) {
    if (r->n_allele < 3) return false;
    int kinds = 0;
    for (int i = 1; i < r->n_allele; i++)
        kinds |= gnbs_norm_kind_of(r->allele[0], r->allele[i]);
    return (kinds & options->split) != 0;
}

gnbs_code_t gnbs_norm_split(const gnbs_norm_options_t *options,
                            const gnbs_norm_header_t *header, const gnbs_norm_record_t *r,
                            gnbs_arena_t *arena, gnbs_norm_list_t *list,
                            gnbs_norm_counts_t *counts, gnbs_err_t *err) {
    if (!is_split(options, r))
        return GNBS_PUSH(&list->record, *r) ? GNBS_OK
                                            : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    counts->n_split++;
    for (int alt = 1; alt < r->n_allele; alt++) {
        gnbs_norm_record_t one = *r;
        char *to = GNBS_NEW(arena, char, r->n_allele);
        one.allele = GNBS_NEW(arena, const char *, 2);
        one.used = gnbs_arena_printf(arena, "%d", alt);
        if (to == NULL || one.allele == NULL || one.used == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
        memset(to, options->other_allele, (size_t)r->n_allele);
        to[0] = '0';
        to[alt] = '1';
        const gnbs_norm_pick_t pick = {.n_old = r->n_allele,
                                       .n_alt = 1,
                                       .alt = &alt,
                                       .to = to,
                                       .sum_key = options->keep_sum};
        GNBS_TRY(
            gnbs_norm_pick_fields(options, header, r, &pick, arena, &one, counts, err));
        one.n_allele =
            strcmp(r->allele[alt], ".") == 0 ? 1 : 2; /* a missing ALT in a list */
        one.allele[0] = r->allele[0];
        one.allele[1] = r->allele[alt];
        one.is_changed = true;
        if (!GNBS_PUSH(&list->record, one)) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    return GNBS_OK;
}
