#include "run/run_screen.h"

#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/vec.h"
#include "genome/contig.h"
#include "io/ped.h"
#include "run/run_screen_read.h"

static const gnbs_inheritance_t ASKED[] = {GNBS_INH_AD, GNBS_INH_AR, GNBS_INH_XLD,
                                           GNBS_INH_XLR, GNBS_INH_MT};

static void add_cell(gnbs_str_t *out, const char *text) {
    gnbs_escape_csv(out, text, '\t');
    gnbs_str_add_char(out, '\t');
}

static void add_partners(gnbs_str_t *out, const gnbs_screen_row_t *rows, size_t first,
                         const gnbs_family_result_t *r, bool is_pairwise) {
    gnbs_str_t list;
    gnbs_str_init(&list);
    for (size_t i = 0; is_pairwise && i < r->n_partner; i++) {
        const gnbs_screen_row_t *p = &rows[first + r->partner[i]];
        gnbs_str_printf(&list, "%s%s-%lld-%s-%s", i > 0 ? ";" : "", p->chrom,
                        (long long)p->v.variant.pos + 1, p->v.variant.ref,
                        p->v.variant.alt);
    }
    gnbs_escape_csv(out, list.n > 0 ? gnbs_str_text(&list) : ".", '\t');
    out->failed |= list.failed;
    gnbs_str_clear(&list);
}

static void print_row(gnbs_str_t *out, const gnbs_screen_row_t *rows, size_t first,
                      size_t i, const gnbs_family_result_t *r, gnbs_inheritance_t inh) {
    static const char *const WORDS[] = {[GNBS_FIT_NO] = "no",
                                        [GNBS_FIT_POSSIBLE] = "possible",
                                        [GNBS_FIT_YES] = "compatible"};
    const gnbs_screen_row_t *row = &rows[first + i];
    gnbs_family_fit_t best = GNBS_FIT_NO;
    gnbs_str_t models;
    gnbs_str_init(&models);
    for (int m = 0; m < GNBS_MODEL_N; m++) {
        if (gnbs_family_model_inheritance((gnbs_family_model_t)m) != inh) continue;
        if (r->fit[m] > best) best = (gnbs_family_fit_t)r->fit[m];
        if (r->fit[m] == GNBS_FIT_NO) continue;
        gnbs_str_printf(&models, "%s%s%s", models.n > 0 ? ";" : "",
                        gnbs_family_model_name((gnbs_family_model_t)m),
                        r->fit[m] == GNBS_FIT_POSSIBLE ? "?" : "");
    }
    add_cell(out, row->gene[0] != '\0' ? row->gene : ".");
    add_cell(out, row->chrom);
    gnbs_str_printf(out, "%lld\t", (long long)row->v.variant.pos + 1);
    add_cell(out, row->v.variant.ref);
    add_cell(out, row->v.variant.alt);
    gnbs_str_printf(out, "%s\t%s\t%s\t", gnbs_inheritance_short(inh), WORDS[best],
                    models.n > 0 ? gnbs_str_text(&models) : ".");
    add_partners(out, rows, first, r,
                 best != GNBS_FIT_NO && (inh == GNBS_INH_AR || inh == GNBS_INH_XLR));
    gnbs_str_add_char(out, '\n');
    out->failed |= models.failed;
    gnbs_str_clear(&models);
}

static bool is_asked(const gnbs_run_screen_opt_t *opt, gnbs_inheritance_t inh) {
    if (opt->inheritance == NULL) return true;
    gnbs_inheritance_t wanted = gnbs_inheritance_parse(opt->inheritance);
    return wanted == inh ||
           (wanted == GNBS_INH_XL && (inh == GNBS_INH_XLD || inh == GNBS_INH_XLR));
}

static gnbs_code_t judge_gene(const gnbs_run_screen_opt_t *opt,
                              const gnbs_screen_input_t *in, size_t first, size_t n,
                              gnbs_arena_t *arena, gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_family_variant_t *v = GNBS_NEW(arena, gnbs_family_variant_t, n);
    gnbs_family_result_t *r = GNBS_NEW(arena, gnbs_family_result_t, n);
    if (v == NULL || r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu variants", n);
    gnbs_family_opt_t fo = opt->family_opt;
    for (size_t i = 0; i < n; i++) v[i] = in->row[first + i].v;
    for (int i = 0; i < opt->n_silent; i++)
        fo.silent_carriers |= strcmp(opt->silent_genes[i], in->row[first].gene) == 0;
    GNBS_TRY(gnbs_screen_family(&fo, &in->pedigree, n, v, arena, r, err));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof ASKED / sizeof ASKED[0]; k++)
            if (is_asked(opt, ASKED[k])) print_row(out, in->row, first, i, &r[i], ASKED[k]);
    return GNBS_OK;
}

/* Genes in the order of their first variant; those without a gene are judged one by one, as nothing pairs with them. */
static gnbs_code_t judge_all(const gnbs_run_screen_opt_t *opt,
                             const gnbs_screen_input_t *in, gnbs_arena_t *arena,
                             gnbs_str_t *out, gnbs_err_t *err) {
    for (size_t i = 0; i < in->n_row;) {
        size_t n = 1;
        while (in->row[i].gene[0] != '\0' && i + n < in->n_row &&
               in->row[i + n].rank == in->row[i].rank)
            n++;
        GNBS_TRY(judge_gene(opt, in, i, n, arena, out, err));
        i += n;
    }
    return GNBS_OK;
}

static gnbs_code_t check(const gnbs_run_screen_opt_t *opt, gnbs_err_t *err) {
    if ((opt->genotypes == NULL) == (opt->vcf == NULL))
        return gnbs_err_set(err, GNBS_E_USAGE, "screen: give one of --genotypes and --vcf");
    if (opt->inheritance != NULL &&
        gnbs_inheritance_parse(opt->inheritance) == GNBS_INH_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "screen: --inheritance %s: expected AR, AD, XLR, XLD, XL or MT",
                            opt->inheritance);
    gnbs_build_t build = gnbs_contig_build_parse(opt->build);
    if (build != GNBS_BUILD_GRCH37 && build != GNBS_BUILD_GRCH38)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "screen: --build %s: expected GRCh37 or GRCh38", opt->build);
    return GNBS_OK;
}

static gnbs_code_t read_input(const gnbs_run_screen_opt_t *opt, gnbs_arena_t *arena,
                              gnbs_screen_input_t *in, gnbs_err_t *err) {
    in->build = gnbs_contig_build_parse(opt->build);
    GNBS_TRY(gnbs_ped_read(opt->ped, opt->family, arena, &in->pedigree, err));
    bool has_affected = false;
    for (size_t i = 0; i < in->pedigree.n; i++)
        has_affected |= in->pedigree.person[i].illness == GNBS_AFFECTED;
    if (!has_affected)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: nobody in the family is affected (phenotype 2): there is "
                            "nothing to explain",
                            opt->ped);
    return opt->vcf != NULL ? gnbs_screen_read_vcf(opt->vcf, opt->gene_info, arena, in, err)
                            : gnbs_screen_read_table(opt->genotypes, arena, in, err);
}

gnbs_code_t gnbs_run_screen(const gnbs_run_screen_opt_t *opt, gnbs_str_t *out,
                            gnbs_err_t *err) {
    GNBS_TRY(check(opt, err));
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_screen_input_t in = {0};
    gnbs_code_t code = read_input(opt, &arena, &in, err);
    if (code == GNBS_OK) {
        gnbs_str_printf(out,
                        "##program=gnbs %s\n##build=%s\n##family=", opt->program_version,
                        opt->build);
        gnbs_escape_csv(out, in.pedigree.person[0].family, '\t');
        gnbs_str_add(out, "\ngene\tchrom\tpos\tref\talt\tinheritance\tverdict\tmodels\t"
                          "partners\n");
        code = judge_all(opt, &in, &arena, out, err);
    }
    gnbs_arena_clear(&arena);
    if (code == GNBS_OK && out->failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "the table");
    return code;
}
