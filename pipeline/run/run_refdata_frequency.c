#include <stdio.h>
#include <string.h>

#include "io/vcf.h"
#include "run/run_refdata_read.h"

/* The names that releases of gnomAD have given to one value, newest first. A joint value counts exomes and genomes
 * together and is preferred where a record has it; releases 2 and 3 say popmax and male. */
enum { MAX_NAMES = 3 };
typedef struct naming {
    const char *af[MAX_NAMES], *an[MAX_NAMES], *ac[MAX_NAMES], *hom[MAX_NAMES],
        *grpmax[MAX_NAMES], *af_grpmax[MAX_NAMES], *faf[MAX_NAMES], *ac_male[MAX_NAMES],
        *an_male[MAX_NAMES], *af_male[MAX_NAMES];
    const char *faf_all; /* over everybody, not by ancestry */
    const char *group, *faf_group, *group_ac,
        *group_an;     /* printf patterns of one ancestry */
    const char *label; /* behind the name of the source */
} naming_t;

static const naming_t JOINT = {
    .af = {"AF_joint"},
    .an = {"AN_joint"},
    .ac = {"AC_joint"},
    .hom = {"nhomalt_joint"},
    .grpmax = {"grpmax_joint"},
    .af_grpmax = {"AF_grpmax_joint"},
    .faf = {"fafmax_faf95_max_joint"},
    .ac_male = {"AC_joint_XY"},
    .an_male = {"AN_joint_XY"},
    .af_male = {"AF_joint_XY"},
    .faf_all = "faf95_joint",
    .group = "AF_joint_%s",
    .faf_group = "faf95_joint_%s",
    .group_ac = "AC_joint_%s",
    .group_an = "AN_joint_%s",
    .label = " (exomes and genomes together)",
};
static const naming_t PLAIN = {
    .af = {"AF", "AF_hom"}, /* AF_hom: gnomAD's mitochondrial file */
    .an = {"AN"},
    .ac = {"AC", "AC_hom"},
    .hom = {"nhomalt", "AC_Hom"},
    .grpmax = {"grpmax", "popmax"},
    .af_grpmax = {"AF_grpmax", "AF_popmax"},
    .faf = {"fafmax_faf95_max", "faf95_popmax"},
    .ac_male = {"AC_XY", "AC_male"},
    .an_male = {"AN_XY", "AN_male"},
    .af_male = {"AF_XY", "AF_male"},
    .faf_all = "faf95",
    .group = "AF_%s",
    .faf_group = "faf95_%s",
    .group_ac = "AC_%s",
    .group_an = "AN_%s",
    .label = "",
};

/* is_continental: gnomAD leaves founder groups, the Middle Eastern one and the rest out of grpmax and of filtering
 * frequencies. other: the name in files of the 1000 Genomes, as AFR_AF. */
static const struct {
    const char *name, *other;
    bool is_continental;
} GROUPS[] = {{"afr", "AFR_AF", true},    {"amr", "AMR_AF", true}, {"eas", "EAS_AF", true},
              {"nfe", "EUR_AF", true},    {"sas", "SAS_AF", true}, {"mid", NULL, false},
              {"asj", NULL, false},       {"fin", NULL, false},    {"ami", NULL, false},
              {"remaining", NULL, false}, {"oth", NULL, false}};
enum { N_GROUPS = sizeof GROUPS / sizeof GROUPS[0] };

typedef struct site {
    gnbs_vcf_t *vcf;
    const gnbs_vcf_record_t *record;
    int i; /* of the ALT, from 0 */
    const naming_t *naming;
} site_t;

/* First of the names that the record has, as a fraction; else -1. */
static double read_fraction(const site_t *s, const char *const names[]) {
    double value;
    for (int k = 0; k < MAX_NAMES && names[k] != NULL; k++)
        if (gnbs_vcf_info_real(s->vcf, names[k], s->i, &value) && value >= 0 && value <= 1)
            return value;
    return -1;
}

static double read_group(const site_t *s, const char *pattern, const char *group) {
    char name[48];
    snprintf(name, sizeof name, pattern, group);
    const char *const names[MAX_NAMES] = {name};
    return read_fraction(s, names);
}

static int32_t read_count(const site_t *s, const char *const names[], int i) {
    double value;
    for (int k = 0; k < MAX_NAMES && names[k] != NULL; k++)
        if (gnbs_vcf_info_real(s->vcf, names[k], i, &value) && value >= 0 &&
            value < 2147483647.0)
            return (int32_t)value;
    return -1;
}

static int32_t read_group_count(const site_t *s, const char *pattern, const char *group,
                                int i) {
    char name[48];
    snprintf(name, sizeof name, pattern, group);
    const char *const names[MAX_NAMES] = {name};
    return read_count(s, names, i);
}

/* The i-th of a list of words, in buf; "" when missing. */
static const char *read_word(const site_t *s, const char *const names[], char buf[32]) {
    for (int k = 0; k < MAX_NAMES && names[k] != NULL; k++) {
        const char *text = gnbs_vcf_info_text(s->vcf, names[k]);
        for (int i = s->i; i > 0 && text != NULL; i--) {
            text = strchr(text, ',');
            if (text != NULL) text++;
        }
        size_t n = text != NULL ? strcspn(text, ",") : 0;
        if (n == 0 || n >= 32 || (n == 1 && text[0] == '.')) continue;
        memcpy(buf, text, n);
        buf[n] = '\0';
        return buf;
    }
    return "";
}

/* Frequencies of every group that is stated, and what follows from them where the source does not say it itself. */
static void read_groups(const site_t *s, gnbs_frequency_t *f, gnbs_str_t *groups) {
    const naming_t *n = s->naming;
    bool has_grpmax = f->af_grpmax >= 0, has_faf = f->faf95 >= 0;
    for (int g = 0; g < N_GROUPS; g++) {
        double af = read_group(s, n->group, GROUPS[g].name);
        const char *const other[MAX_NAMES] = {GROUPS[g].other};
        if (af < 0) af = read_fraction(s, other);
        if (af < 0) continue;
        gnbs_str_printf(groups, "%s%s=%.6g", groups->n > 0 ? ";" : "", GROUPS[g].name, af);
        if (!GROUPS[g].is_continental) continue;
        if (!has_grpmax && af > f->af_grpmax) {
            f->af_grpmax = af;
            f->grpmax = af > 0 ? GROUPS[g].name : "";
        }
        if (has_faf) continue;
        double faf = read_group(s, n->faf_group, GROUPS[g].name);
        if (faf < 0)
            faf = gnbs_refdata_faf95(read_group_count(s, n->group_ac, GROUPS[g].name, s->i),
                                     read_group_count(s, n->group_an, GROUPS[g].name, 0));
        if (faf > f->faf95) f->faf95 = faf;
    }
}

/* One chromosome each: outside the pseudo-autosomal regions of X. */
static int32_t count_hemizygotes(const site_t *s, gnbs_build_t build, int32_t ac_male) {
    const gnbs_vcf_record_t *r = s->record;
    bool is_x = gnbs_contig_kind(r->chrom) == GNBS_CONTIG_X;
    bool is_flagged =
        gnbs_vcf_info_flag(s->vcf, "non_par") || gnbs_vcf_info_flag(s->vcf, "nonpar");
    if (!is_x || (!is_flagged && gnbs_contig_is_par(build, GNBS_CONTIG_X, r->pos)))
        return -1;
    return ac_male;
}

static bool is_joint(const site_t *s) {
    double value;
    return gnbs_vcf_info_real(s->vcf, "AN_joint", 0, &value) ||
           gnbs_vcf_info_real(s->vcf, "AF_joint", s->i, &value);
}

static void read_values(const site_t *s, gnbs_build_t build, gnbs_frequency_t *f,
                        char word[32]) {
    const naming_t *n = s->naming;
    const char *const faf_all[MAX_NAMES] = {n->faf_all};
    *f = (gnbs_frequency_t){.variant = {s->record->tid, s->record->pos,
                                        s->record->allele[0], s->record->allele[s->i + 1]},
                            .af = read_fraction(s, n->af),
                            .faf95 = read_fraction(s, n->faf),
                            .af_grpmax = read_fraction(s, n->af_grpmax),
                            .af_male = read_fraction(s, n->af_male),
                            .an = read_count(s, n->an, 0),
                            .ac = read_count(s, n->ac, s->i),
                            .n_hom = read_count(s, n->hom, s->i),
                            .filter = s->record->is_pass ? "" : s->record->filter_text,
                            .groups = "",
                            .source = ""};
    int32_t ac_male = read_count(s, n->ac_male, s->i),
            an_male = read_count(s, n->an_male, 0);
    f->n_hemi = count_hemizygotes(s, build, ac_male);
    f->grpmax = read_word(s, n->grpmax, word);
    if (f->af < 0 && f->an > 0 && f->ac >= 0) f->af = (double)f->ac / f->an;
    if (f->af_male < 0 && an_male > 0 && ac_male >= 0)
        f->af_male = (double)ac_male / an_male;
    if (f->faf95 >= 0) return;
    f->faf95 = read_fraction(s, faf_all);
}

static gnbs_code_t tell_frequency(gnbs_refdata_t *data, site_t *s, gnbs_build_t build,
                                  const char *file, gnbs_err_t *err) {
    char word[32], source[300];
    gnbs_refdata_frequency_t allele = {.tid = s->record->tid, .chrom = s->record->chrom};
    gnbs_frequency_t *f = &allele.value;
    s->naming = is_joint(s) ? &JOINT : &PLAIN;
    read_values(s, build, f, word);
    snprintf(source, sizeof source, "%s%s", file, s->naming->label);
    f->source = source;
    gnbs_str_t groups;
    gnbs_str_init(&groups);
    /* a filtering frequency over everybody gives way to those by ancestry */
    double faf_all = f->faf95;
    bool is_by_group = read_fraction(s, s->naming->faf) >= 0;
    if (!is_by_group) f->faf95 = -1;
    read_groups(s, f, &groups);
    if (f->faf95 < 0) f->faf95 = faf_all;
    if (f->faf95 < 0) f->faf95 = gnbs_refdata_faf95(f->ac, f->an);
    f->groups = gnbs_str_text(&groups);
    allele.is_usable = f->af >= 0;
    gnbs_code_t code = groups.failed
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: ancestry groups", file)
                           : gnbs_refdata_add_frequency(data, &allele, err);
    gnbs_str_clear(&groups);
    return code;
}

gnbs_code_t gnbs_run_refdata_frequencies(gnbs_refdata_t *data, const char *path,
                                         const gnbs_contigs_t *contigs, gnbs_build_t build,
                                         gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t record;
    bool more = true;
    const char *slash = strrchr(path, '/'), *file = slash != NULL ? slash + 1 : path;
    GNBS_TRY(gnbs_run_refdata_open_vcf(path, contigs, &vcf, err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK) {
        code = gnbs_vcf_next(vcf, &record, &more, err);
        if (code != GNBS_OK || !more) break;
        for (int i = 1; code == GNBS_OK && i < record.n_allele; i++) {
            site_t s = {vcf, &record, i - 1, &PLAIN};
            code = tell_frequency(data, &s, build, file, err);
        }
    }
    gnbs_vcf_close(vcf);
    return code;
}
