#include "run/run_markers.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/vec.h"
#include "genome/seq.h"
#include "io/path.h"
#include "io/text.h"
#include "io/vcf.h"

enum { MAX_BYTES = 1 << 28 };
static const double MIN_AF = 1e-4;

typedef GNBS_VEC(gnbs_marker_t) markers_t;

/* ---- VCF ---------------------------------------------------------------------------------------------------- */

static gnbs_code_t read_vcf(const char *path, const gnbs_contigs_t *contigs, markers_t *all,
                            gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    GNBS_TRY(gnbs_vcf_open(path, contigs, &vcf, err));
    gnbs_code_t code = GNBS_OK;
    bool has_af = false;
    for (bool more = true; code == GNBS_OK;) {
        gnbs_vcf_record_t r;
        code = gnbs_vcf_next(vcf, &r, &more, err);
        if (code != GNBS_OK || !more) break;
        double af;
        bool knows = gnbs_vcf_info_real(vcf, "AF", 0, &af);
        has_af = has_af || knows;
        if (r.tid < 0 || r.n_allele != 2 || !knows || !(af >= MIN_AF && af <= 1 - MIN_AF) ||
            !r.is_pass || r.allele[0][0] == '\0' || r.allele[0][1] != '\0' ||
            r.allele[1][0] == '\0' || r.allele[1][1] != '\0')
            continue;
        const gnbs_marker_t m = {.tid = r.tid,
                                 .pos = r.pos,
                                 .ref = gnbs_seq_code(r.allele[0][0]),
                                 .alt = gnbs_seq_code(r.allele[1][0]),
                                 .af = af,
                                 .is_given = true};
        if (m.ref < 4 && m.alt < 4 && m.ref != m.alt && !GNBS_PUSH(all, m))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: markers", path);
    }
    gnbs_vcf_close(vcf);
    if (code == GNBS_OK && !has_af)
        code = gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: no record has INFO/AF, which markers need", path);
    return code;
}

/* ---- VerifyBamID2's panel ----------------------------------------------------------------------------------- */

typedef struct lines {
    const char *path;
    char *bytes, *next;
    int line;
} lines_t;

static gnbs_code_t open_lines(gnbs_arena_t *arena, const char *prefix, const char *suffix,
                              lines_t *l, gnbs_err_t *err) {
    size_t n;
    l->path = gnbs_arena_printf(arena, "%s.%s", prefix, suffix);
    if (l->path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", prefix);
    GNBS_TRY(gnbs_path_check_input(l->path, err));
    GNBS_TRY(gnbs_text_read(l->path, MAX_BYTES, &l->bytes, &n, err));
    l->next = l->bytes;
    return GNBS_OK;
}

/* The words of the next line, at most `most`; 0 after the last. */
static int next_line(lines_t *l, int most, char *word[]) {
    while (*l->next != '\0') {
        char *line = l->next, *end = line + strcspn(line, "\r\n");
        l->next = end;
        if (*end == '\r') *l->next++ = '\0';
        if (*l->next == '\n') *l->next++ = '\0';
        l->line++;
        int n = 0;
        for (char *s = line; n < most;) {
            s += strspn(s, " \t");
            if (*s == '\0') break;
            word[n++] = s;
            s += strcspn(s, " \t");
            if (*s != '\0') *s++ = '\0';
        }
        if (n > 0) return n;
    }
    return 0;
}

static gnbs_code_t fault(const lines_t *l, const char *expected, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: expected %s", l->path, l->line,
                        expected);
}

static bool to_real(const char *text, double *value) {
    char *rest;
    errno = 0;
    *value = strtod(text, &rest);
    return errno == 0 && rest != text && *rest == '\0' && isfinite(*value);
}

static gnbs_code_t take_place(const lines_t *bed, int n, char *word[],
                              const gnbs_contigs_t *contigs, gnbs_marker_t *m,
                              gnbs_err_t *err) {
    double beg, end;
    if (n < 5 || !to_real(word[1], &beg) || !to_real(word[2], &end) || end != beg + 1 ||
        beg < 0 || strlen(word[3]) != 1 || strlen(word[4]) != 1)
        return fault(bed, "contig, begin, end, REF and ALT of one base", err);
    *m = (gnbs_marker_t){.tid = gnbs_contig_find(contigs, word[0]),
                         .pos = (gnbs_pos_t)beg,
                         .ref = gnbs_seq_code(word[3][0]),
                         .alt = gnbs_seq_code(word[4][0]),
                         .is_given = true,
                         .has_pc = true};
    return GNBS_OK;
}

/* Row by row: the three files are of one length and order; the mean's name holds the place again. */
static gnbs_code_t read_row(lines_t file[3], const gnbs_contigs_t *contigs, markers_t *all,
                            bool *more, gnbs_err_t *err) {
    char *bed[5], *mu[2], *ud[GNBS_MARKER_PCS];
    int n_bed = next_line(&file[0], 5, bed), n_mu = next_line(&file[1], 2, mu),
        n_ud = next_line(&file[2], GNBS_MARKER_PCS, ud);
    *more = n_bed > 0;
    if (!*more && n_mu == 0 && n_ud == 0) return GNBS_OK;
    if (n_bed == 0) return fault(&file[0], "as many rows as the other files have", err);
    if (n_mu < 2) return fault(&file[1], "a place and a number, one row per marker", err);
    if (n_ud < 1) return fault(&file[2], "numbers, one row per marker", err);
    gnbs_marker_t m = {0};
    GNBS_TRY(take_place(&file[0], n_bed, bed, contigs, &m, err));
    char place[64];
    snprintf(place, sizeof place, ":%" PRId64, m.pos + 1);
    size_t n_place = strlen(place);
    const char *at = strrchr(mu[0], ':');
    if (at == NULL || strncmp(at, place, n_place) != 0 ||
        (at[n_place] >= '0' && at[n_place] <= '9'))
        return fault(&file[1], "the place of the same row of the .bed", err);
    double mean;
    if (!to_real(mu[1], &mean)) return fault(&file[1], "a number", err);
    m.af = mean / 2;
    for (int k = 0; k < n_ud; k++)
        if (!to_real(ud[k], &m.pc[k])) return fault(&file[2], "numbers", err);
    gnbs_contig_kind_t kind =
        m.tid >= 0 ? gnbs_contig_kind(contigs->contig[m.tid].name) : GNBS_CONTIG_OTHER;
    bool is_fit = m.tid >= 0 && kind != GNBS_CONTIG_Y && kind != GNBS_CONTIG_MT &&
                  m.ref < 4 && m.alt < 4 && m.ref != m.alt && m.af >= MIN_AF &&
                  m.af <= 1 - MIN_AF;
    return !is_fit || GNBS_PUSH(all, m) ? GNBS_OK
                                        : gnbs_err_set(err, GNBS_E_NOMEM, "markers");
}

static gnbs_code_t read_panel(const char *prefix, const gnbs_contigs_t *contigs,
                              gnbs_arena_t *arena, markers_t *all, gnbs_err_t *err) {
    static const char *const SUFFIX[] = {"bed", "mu", "UD"};
    lines_t file[3] = {{0}};
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; code == GNBS_OK && i < 3; i++)
        code = open_lines(arena, prefix, SUFFIX[i], &file[i], err);
    for (bool more = true; code == GNBS_OK && more;)
        code = read_row(file, contigs, all, &more, err);
    for (int i = 0; i < 3; i++) gnbs_mem_free(file[i].bytes);
    return code;
}

/* PREFIX of a panel, or NULL when the path is another file. */
static const char *prefix_of(const char *path, gnbs_arena_t *arena) {
    static const char *const SUFFIX[] = {".bed", ".mu", ".UD"};
    size_t n = strlen(path);
    for (int i = 0; i < 3; i++) {
        size_t k = strlen(SUFFIX[i]);
        if (n > k && strcmp(path + n - k, SUFFIX[i]) == 0)
            return gnbs_arena_strndup(arena, path, n - k);
    }
    const char *ud = gnbs_arena_printf(arena, "%s.UD", path);
    return ud != NULL && !gnbs_path_is_absent(ud) ? path : NULL;
}

gnbs_code_t gnbs_run_read_markers(const char *path, const gnbs_contigs_t *contigs,
                                  gnbs_arena_t *arena, size_t *n, gnbs_marker_t **marker,
                                  gnbs_err_t *err) {
    markers_t all = {0};
    const char *prefix = prefix_of(path, arena);
    gnbs_code_t code = prefix != NULL ? read_panel(prefix, contigs, arena, &all, err)
                                      : read_vcf(path, contigs, &all, err);
    if (code == GNBS_OK && all.n == 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: no marker lies on a contig of %s; of another genome?",
                            path, contigs->source);
    *marker = NULL;
    *n = 0;
    if (code == GNBS_OK && (*marker = GNBS_NEW(arena, gnbs_marker_t, all.n)) == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: markers", path);
    if (code == GNBS_OK) {
        qsort(all.at, all.n, sizeof *all.at, gnbs_marker_compare);
        for (size_t i = 0; i < all.n; i++)
            if (i == 0 || gnbs_marker_compare(&all.at[i - 1], &all.at[i]) != 0)
                (*marker)[(*n)++] = all.at[i];
    }
    GNBS_VEC_CLEAR(&all);
    return code;
}
