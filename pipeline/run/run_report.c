#include "run/run_report.h"

#include <string.h>

#include "core/arena.h"
#include "io/out.h"
#include "io/path.h"
#include "io/tree_read.h"
#include "report/report.h"
#include "run/run_parents.h"

const gnbs_run_format_t gnbs_run_formats[] = {
    {"html", "report.html", "the page", true, gnbs_report_html},
    {"tsv", "findings.tsv", "a row per condition", true, gnbs_report_tsv},
    {"fhir", "findings.fhir.json", "HL7 Genomics Reporting 3.0.0, for record systems", true,
     gnbs_report_fhir},
    {"txt", "report.txt", "for terminals and text fields", true, gnbs_report_plain},
    {"phenopacket", "phenopacket.json", "GA4GH Phenopacket v2, for exchange", true,
     gnbs_report_phenopacket},
    {"parents", "report.parents.html",
     "for parents, in plain words; one page per language of refdata/parents", true, NULL},
    {NULL, NULL, NULL, false, NULL},
};

const gnbs_run_format_t *gnbs_run_format(const char *name) {
    for (size_t i = 0; gnbs_run_formats[i].name != NULL; i++)
        if (strcmp(gnbs_run_formats[i].name, name) == 0) return &gnbs_run_formats[i];
    return NULL;
}

static bool is_wanted(const gnbs_run_report_opt_t *opt, const gnbs_run_format_t *f) {
    if (opt->n_format == 0) return f->is_usual;
    for (int i = 0; i < opt->n_format; i++)
        if (strcmp(opt->format[i], f->name) == 0) return true;
    return false;
}

static gnbs_code_t check(const gnbs_run_report_opt_t *opt, gnbs_err_t *err) {
    for (int i = 0; i < opt->n_format; i++)
        if (gnbs_run_format(opt->format[i]) == NULL && strcmp(opt->format[i], "pdf") != 0)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "report: --format %s: no such format; gnbs report --help "
                                "lists them",
                                opt->format[i]);
    bool is_one = opt->n_format == 1 && strcmp(opt->format[0], "pdf") != 0;
    if (opt->out != NULL && strcmp(opt->out, "-") == 0 && !is_one)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "report: --out -: give one --format, and not pdf");
    return GNBS_OK;
}

static gnbs_code_t render_to(const gnbs_run_format_t *f, const gnbs_tree_t *tree,
                             const char *dir, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_str_t text;
    if (f->render == NULL) return gnbs_run_write_parents(tree, dir, arena, err);
    gnbs_str_init(&text);
    const char *path = gnbs_arena_printf(arena, "%s/%s", dir, f->file);
    gnbs_code_t code = path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", f->file)
                                    : f->render(tree, &text, err);
    if (code == GNBS_OK) code = gnbs_out_write_text(path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static const char *folder_of(const char *path, gnbs_arena_t *arena) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return ".";
    return slash == path ? "/" : gnbs_arena_strndup(arena, path, (size_t)(slash - path));
}

static gnbs_code_t render_all(const gnbs_run_report_opt_t *opt, gnbs_arena_t *arena,
                              gnbs_str_t *to_stdout, gnbs_err_t *err) {
    const gnbs_tree_t *tree;
    GNBS_TRY(gnbs_tree_read(opt->findings, arena, &tree, err));
    bool is_stdout = opt->out != NULL && strcmp(opt->out, "-") == 0;
    const char *dir = opt->out != NULL ? opt->out : folder_of(opt->findings, arena);
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", opt->findings);
    if (!is_stdout && !gnbs_path_is_dir(dir))
        return gnbs_err_set(err, GNBS_E_IO, "%s: is no folder", dir);
    for (size_t i = 0; gnbs_run_formats[i].name != NULL; i++) {
        const gnbs_run_format_t *f = &gnbs_run_formats[i];
        if (!is_wanted(opt, f)) continue;
        GNBS_TRY(!is_stdout ? render_to(f, tree, dir, arena, err)
                 : f->render != NULL
                     ? f->render(tree, to_stdout, err)
                     : gnbs_run_render_parents(tree, arena, to_stdout, err));
    }
    for (int i = 0; i < opt->n_format; i++)
        if (strcmp(opt->format[i], "pdf") == 0) {
            GNBS_TRY(render_to(gnbs_run_format("html"), tree, dir, arena, err));
            return gnbs_run_print_pdf(dir, err);
        }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_report(const gnbs_run_report_opt_t *opt, gnbs_str_t *to_stdout,
                            gnbs_err_t *err) {
    gnbs_arena_t arena;
    GNBS_TRY(check(opt, err));
    gnbs_arena_init(&arena);
    gnbs_code_t code = render_all(opt, &arena, to_stdout, err);
    if (code == GNBS_E_FORMAT) gnbs_err_ctx(err, "%s", opt->findings);
    gnbs_arena_clear(&arena);
    return code;
}
