/* Any bytes as a bundle: loaded, or an error; never a crash. */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "io/bundle_score.h"
#include "io/bundle_store.h"
#include "refdata/refdata.h"
#include "refdata/refdata_bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void ask_scores(const gnbs_bundle_t *bundle, gnbs_err_t *err) {
    gnbs_bundle_scores_t *scores;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    if (gnbs_bundle_scores_open(bundle, &scores, err) == GNBS_OK) {
        size_t n_score;
        gnbs_score_t *score;
        for (size_t i = 0; i < bundle->n_known && i < 4; i++)
            (void)gnbs_bundle_scores_of(scores, &bundle->known[i].variant, &arena, &n_score,
                                        &score, err);
        gnbs_bundle_scores_close(scores);
    }
    gnbs_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    char path[256];
    FILE *f = fopen(temp_name(path, "fuzz"), "wb");
    if (f == NULL) return 0;
    fwrite(bytes, 1, n, f);
    fclose(f);
    gnbs_bundle_t bundle;
    gnbs_err_t err;
    char identity[65];
    if (gnbs_bundle_load(path, &bundle, &err) == GNBS_OK) {
        gnbs_str_t text; /* what was accepted can be walked over */
        gnbs_str_init(&text);
        gnbs_refdata_print_info(&bundle, &text);
        if (bundle.n_gene > 0)
            (void)gnbs_refdata_query(&bundle, NULL, bundle.gene[0].symbol, &text, &err);
        gnbs_str_clear(&text);
        ask_scores(&bundle, &err);
        gnbs_bundle_clear(&bundle);
    }
    (void)gnbs_bundle_verify(path, identity, &err);
    unlink(path);
    return 0;
}
