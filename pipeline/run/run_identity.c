#include "run/run_identity.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/escape.h"
#include "genome/seq.h"
#include "io/path.h"
#include "io/table_read.h"
#include "qc/qc_kin.h"

void gnbs_run_print_identity(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                             const char *sample, const gnbs_identity_t *id) {
    gnbs_str_add(out, "##gnbs_identity=1\n##sample=");
    gnbs_escape_csv(out, sample, '\t');
    gnbs_str_add(out, "\ncontig\tpos\tref\talt\taf\tgenotype\n");
    for (size_t i = 0; i < id->n; i++) {
        const gnbs_marker_t *m = &id->marker[i];
        if (id->genotype[i] < 0) continue;
        gnbs_str_printf(out, "%s\t%" PRId64 "\t%c\t%c\t%.6f\t%d\n",
                        contigs->contig[m->tid].name, m->pos + 1, gnbs_seq_letter(m->ref),
                        gnbs_seq_letter(m->alt), m->af, id->genotype[i]);
    }
}

/* ---- comparing ------------------------------------------------------------------------------------------------ */

typedef struct mark { /* an autosomal marker of one person */
    const char *contig, *ref, *alt;
    int64_t pos1;
    double af;
    int8_t genotype;
} mark_t;

typedef struct person {
    const char *sample, *path;
    size_t n;
    mark_t *mark; /* sorted by place */
} person_t;

static int compare_marks(const void *a, const void *b) {
    const mark_t *x = a, *y = b;
    int c = strcmp(x->contig, y->contig);
    if (c != 0) return c;
    if (x->pos1 != y->pos1) return x->pos1 < y->pos1 ? -1 : 1;
    c = strcmp(x->ref, y->ref);
    return c != 0 ? c : strcmp(x->alt, y->alt);
}

static gnbs_code_t read_mark(const gnbs_table_t *t, const gnbs_table_row_t *row,
                             const int at[6], mark_t *m, gnbs_err_t *err) {
    char *rest[3];
    *m = (mark_t){.contig = row->cell[at[0]],
                  .pos1 = strtoll(row->cell[at[1]], &rest[0], 10),
                  .ref = row->cell[at[2]],
                  .alt = row->cell[at[3]],
                  .af = strtod(row->cell[at[4]], &rest[1])};
    long genotype = strtol(row->cell[at[5]], &rest[2], 10);
    bool is_whole = *rest[0] == '\0' && *rest[1] == '\0' && *rest[2] == '\0';
    if (!is_whole || m->pos1 < 1 || !(m->af > 0 && m->af < 1) || genotype < 0 ||
        genotype > 2)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: expected pos >= 1, af between 0 and 1, genotype 0, 1 "
                            "or 2",
                            t->path, row->line);
    m->genotype = (int8_t)genotype;
    return GNBS_OK;
}

static gnbs_code_t read_person(const char *path, gnbs_arena_t *arena, person_t *p,
                               gnbs_err_t *err) {
    static const char *const COLUMN[6] = {"contig", "pos", "ref", "alt", "af", "genotype"};
    int at[6];
    gnbs_table_t t;
    if (gnbs_path_is_dir(path) &&
        (path = gnbs_arena_printf(arena, "%s/identity.tsv", path)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "paths");
    GNBS_TRY(gnbs_table_read(path, '\t', arena, &t, err));
    *p = (person_t){.path = path, .sample = gnbs_table_meta_value(&t, "sample")};
    if (gnbs_table_meta_value(&t, "gnbs_identity") == NULL || p->sample == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is no identity.tsv of a case: it has no ##gnbs_identity "
                            "and ##sample",
                            path);
    for (int i = 0; i < 6; i++)
        if ((at[i] = gnbs_table_column(&t, COLUMN[i])) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: no column '%s'", path,
                                t.header_line, COLUMN[i]);
    p->mark = GNBS_NEW(arena, mark_t, t.n_row);
    if (p->mark == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    for (size_t i = 0; i < t.n_row; i++) {
        mark_t m;
        GNBS_TRY(read_mark(&t, &t.row[i], at, &m, err));
        if (gnbs_contig_kind(m.contig) == GNBS_CONTIG_AUTOSOME) p->mark[p->n++] = m;
    }
    if (p->n > 0) qsort(p->mark, p->n, sizeof *p->mark, compare_marks);
    return GNBS_OK;
}

static gnbs_code_t compare_pair(const person_t *a, const person_t *b, gnbs_str_t *out,
                                size_t *n_duplicate, gnbs_err_t *err) {
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    size_t cap = a->n < b->n ? a->n : b->n, n = 0;
    double *af = GNBS_NEW(&arena, double, cap);
    int8_t *x = GNBS_NEW(&arena, int8_t, cap), *y = GNBS_NEW(&arena, int8_t, cap);
    bool has_room = af != NULL && x != NULL && y != NULL;
    for (size_t i = 0, k = 0; has_room && i < a->n && k < b->n;) {
        int c = compare_marks(&a->mark[i], &b->mark[k]);
        if (c == 0) {
            af[n] = a->mark[i].af;
            x[n] = a->mark[i].genotype, y[n] = b->mark[k].genotype;
            n++;
        }
        i += c <= 0, k += c >= 0;
    }
    if (has_room) {
        gnbs_qc_kin_t kin = gnbs_qc_kin(&opt, n, af, x, y);
        bool is_told = kin.best != GNBS_KIN_UNKNOWN && kin.lod >= opt.min_lod;
        *n_duplicate += is_told && kin.best == GNBS_KIN_SAME;
        gnbs_escape_csv(out, a->sample, '\t');
        gnbs_str_add_char(out, '\t');
        gnbs_escape_csv(out, b->sample, '\t');
        gnbs_str_printf(out, "\t%zu\t%zu\t%zu\t", kin.n, kin.n_opposite, kin.n_differ);
        if (kin.has_kinship)
            gnbs_str_printf(out, "%.4f", kin.kinship);
        else
            gnbs_str_add(out, ".");
        gnbs_str_printf(out, "\t%s\t%.1f\n",
                        gnbs_kin_name(is_told ? kin.best : GNBS_KIN_UNKNOWN),
                        kin.n > 0 ? kin.lod : 0);
    }
    gnbs_arena_clear(&arena);
    return has_room ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "markers");
}

gnbs_code_t gnbs_run_compare_identities(int n, char *const path[], gnbs_str_t *out,
                                        size_t *n_duplicate, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    *n_duplicate = 0;
    person_t *p = GNBS_NEW(&arena, person_t, n);
    gnbs_code_t code = p != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%d files", n);
    for (int i = 0; code == GNBS_OK && i < n; i++)
        code = read_person(path[i], &arena, &p[i], err);
    gnbs_str_add(out,
                 "sample_a\tsample_b\tmarkers\topposite\tdiffer\tkinship\trelation\tlod\n");
    for (int i = 0; code == GNBS_OK && i < n; i++)
        for (int k = i + 1; code == GNBS_OK && k < n; k++)
            code = compare_pair(&p[i], &p[k], out, n_duplicate, err);
    if (code == GNBS_OK && out->failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "the table");
    gnbs_arena_clear(&arena);
    return code;
}
