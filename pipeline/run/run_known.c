#include "run/run_known.h"

#include <inttypes.h>

#include "core/escape.h"

static bool is_found(const gnbs_case_t *c, const gnbs_variant_t *v) {
    for (size_t i = 0; i < c->n_finding; i++)
        for (size_t k = 0; k < c->finding[i].n_variant; k++)
            if (gnbs_variant_compare(&c->finding[i].variant[k]->call.variant, v) == 0)
                return true;
    return false;
}

static void add_cell(gnbs_str_t *out, const char *text) {
    gnbs_escape_csv(out, text != NULL && text[0] != '\0' ? text : ".", '\t');
    gnbs_str_add_char(out, '\t');
}

void gnbs_run_print_known(gnbs_str_t *out, const gnbs_case_t *c) {
    bool is_held = gnbs_quality_is_held(&c->quality);
    gnbs_str_add(out, "##sample=");
    gnbs_escape_csv(out, c->sample, '\t');
    gnbs_str_add(out, "\ngene\tcontig\tpos\tref\talt\tclinvar\tsignificance\tstars\tstate\t"
                      "depth\n");
    for (size_t i = 0; i < c->n_known_state; i++) {
        const gnbs_known_state_t *s = &c->known_state[i];
        const gnbs_known_t *k = s->known;
        const char *state = is_held || s->state == GNBS_KNOWN_NOT_CALLABLE ? "not_callable"
                            : is_found(c, &k->variant)                     ? "present"
                                                                           : "judged";
        add_cell(out, k->symbol);
        add_cell(out, c->bundle->contigs.contig[k->variant.tid].name);
        gnbs_str_printf(out, "%" PRId64 "\t", k->variant.pos + 1);
        add_cell(out, k->variant.ref);
        add_cell(out, k->variant.alt);
        add_cell(out, k->clinvar_id);
        add_cell(out, k->clnsig_text);
        gnbs_str_printf(out, "%d\t%s\t%" PRId32 "\n", k->stars, state, s->dp);
    }
}
