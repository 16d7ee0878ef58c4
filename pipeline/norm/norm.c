#include "norm/norm.h"

#include <string.h>

#include "norm/norm_parts.h"

static void count_alleles(const gnbs_norm_record_t *r, gnbs_norm_counts_t *counts) {
    counts->n_ref_only += r->n_allele == 1;
    for (int i = 1; i < r->n_allele; i++) {
        const char *alt = r->allele[i];
        if (strcmp(alt, "*") == 0)
            counts->n_spanning++;
        else if (alt[0] == '<')
            counts->n_symbolic++;
        else if (gnbs_norm_is_breakend(alt))
            counts->n_breakend++;
    }
}

gnbs_code_t gnbs_norm_apply(const gnbs_norm_options_t *options,
                            const gnbs_norm_header_t *header, const gnbs_norm_ref_t *ref,
                            const gnbs_norm_record_t *record, gnbs_arena_t *arena,
                            gnbs_norm_list_t *list, gnbs_norm_counts_t *counts,
                            gnbs_err_t *err) {
    gnbs_norm_record_t r = *record;
    bool is_kept = true;
    count_alleles(&r, counts);
    list->record.n = 0;
    if (ref != NULL)
        GNBS_TRY(gnbs_norm_check_ref(options, ref, &r, arena, &is_kept, counts, err));
    if (!is_kept) {
        counts->n_dropped++;
        return GNBS_OK;
    }
    GNBS_TRY(gnbs_norm_split(options, header, &r, arena, list, counts, err));
    bool is_moved = ref != NULL && options->is_moved;
    for (size_t i = 0; i < list->record.n && is_moved; i++)
        GNBS_TRY(gnbs_norm_move(ref, &list->record.at[i], arena, counts, err));
    if (!options->is_atomized) return GNBS_OK;
    gnbs_norm_list_t atoms = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < list->record.n && code == GNBS_OK; i++)
        code = gnbs_norm_atomize(options, header, &list->record.at[i], arena, &atoms,
                                 counts, err);
    /* an atom may move further than the block it was part of */
    for (size_t i = 0; i < atoms.record.n && code == GNBS_OK && is_moved; i++)
        code = gnbs_norm_move(ref, &atoms.record.at[i], arena, counts, err);
    list->record.n = 0;
    for (size_t i = 0; i < atoms.record.n && code == GNBS_OK; i++)
        if (!GNBS_PUSH(&list->record, atoms.record.at[i]))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    GNBS_VEC_CLEAR(&atoms.record);
    return code;
}
