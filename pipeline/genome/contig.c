#include "genome/contig.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Lengths of chr1..chr22, X, Y (GRC assembly reports); chrM is rCRS, 16569, in both when
 * it is the Revised Cambridge Reference Sequence, and does not tell builds apart. */
static const int64_t LENGTH_37[24] = {
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022,
    141213431, 135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753,
    81195210,  78077248,  59128983,  63025520,  48129895,  51304566,  155270560, 59373566};
static const int64_t LENGTH_38[24] = {
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636,
    138394717, 133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345,
    83257441,  80373285,  58617616,  64444167,  46709983,  50818468,  156040895, 57227415};

static const char *bare_name(const char *name) {
    if (strncmp(name, "chr", 3) == 0 || strncmp(name, "Chr", 3) == 0 ||
        strncmp(name, "CHR", 3) == 0)
        name += 3;
    return strcmp(name, "MT") == 0 ? "M" : name;
}

int gnbs_contig_same_name(const char *a, const char *b) {
    return strcmp(bare_name(a), bare_name(b)) == 0;
}

int32_t gnbs_contig_find(const gnbs_contigs_t *contigs, const char *name) {
    for (int i = 0; i < contigs->n; i++)
        if (strcmp(contigs->contig[i].name, name) == 0) return i;
    for (int i = 0; i < contigs->n; i++)
        if (gnbs_contig_same_name(contigs->contig[i].name, name)) return i;
    return -1;
}

/* 1..22 for autosomes, 23 X, 24 Y, 25 M, 0 other. */
static int primary_number(const char *name) {
    const char *bare = bare_name(name);
    if (strcmp(bare, "X") == 0) return 23;
    if (strcmp(bare, "Y") == 0) return 24;
    if (strcmp(bare, "M") == 0) return 25;
    if (bare[0] < '1' || bare[0] > '9' || strlen(bare) > 2) return 0;
    char *rest;
    long n = strtol(bare, &rest, 10);
    return *rest == '\0' && n >= 1 && n <= 22 ? (int)n : 0;
}

gnbs_contig_kind_t gnbs_contig_kind(const char *name) {
    switch (primary_number(name)) {
    case 0: return GNBS_CONTIG_OTHER;
    case 23: return GNBS_CONTIG_X;
    case 24: return GNBS_CONTIG_Y;
    case 25: return GNBS_CONTIG_MT;
    default: return GNBS_CONTIG_AUTOSOME;
    }
}

gnbs_build_t gnbs_contig_build(const gnbs_contigs_t *contigs) {
    int n_37 = 0, n_38 = 0;
    for (int i = 0; i < contigs->n; i++) {
        int k = primary_number(contigs->contig[i].name);
        if (k < 1 || k > 24) continue;
        n_37 += contigs->contig[i].length_bp == LENGTH_37[k - 1];
        n_38 += contigs->contig[i].length_bp == LENGTH_38[k - 1];
    }
    if (n_37 == 0 && n_38 == 0) return GNBS_BUILD_CUSTOM;
    return n_38 >= n_37 ? GNBS_BUILD_GRCH38 : GNBS_BUILD_GRCH37;
}

const char *gnbs_contig_build_name(gnbs_build_t build) {
    switch (build) {
    case GNBS_BUILD_GRCH37: return "GRCh37";
    case GNBS_BUILD_GRCH38: return "GRCh38";
    case GNBS_BUILD_CUSTOM: return "custom";
    case GNBS_BUILD_UNKNOWN: break;
    }
    return "unknown";
}

gnbs_build_t gnbs_contig_build_parse(const char *name) {
    static const struct {
        const char *name;
        gnbs_build_t build;
    } NAMES[] = {{"GRCh37", GNBS_BUILD_GRCH37},
                 {"GRCh38", GNBS_BUILD_GRCH38},
                 {"custom", GNBS_BUILD_CUSTOM}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(NAMES[i].name, name) == 0) return NAMES[i].build;
    return GNBS_BUILD_UNKNOWN;
}

int gnbs_contig_is_other_mito(const gnbs_contig_t *a, const gnbs_contig_t *b) {
    enum { RCRS_BP = 16569, HG19_BP = 16571 };
    return gnbs_contig_kind(a->name) == GNBS_CONTIG_MT &&
           gnbs_contig_kind(b->name) == GNBS_CONTIG_MT &&
           ((a->length_bp == RCRS_BP && b->length_bp == HG19_BP) ||
            (a->length_bp == HG19_BP && b->length_bp == RCRS_BP));
}

gnbs_code_t gnbs_contig_check(const gnbs_contigs_t *whole, const gnbs_contigs_t *part,
                              gnbs_err_t *err) {
    int n_shared = 0;
    for (int i = 0; i < part->n; i++) {
        const gnbs_contig_t *a = &part->contig[i];
        int32_t tid = gnbs_contig_find(whole, a->name);
        if (tid < 0) continue;
        const gnbs_contig_t *b = &whole->contig[tid];
        if (gnbs_contig_is_other_mito(a, b)) continue;
        if (a->length_bp > 0 && b->length_bp > 0 && a->length_bp != b->length_bp)
            return gnbs_err_set(
                err, GNBS_E_DATA,
                "%s (%s) and %s (%s) are different genomes: %s has %" PRId64
                " bases in the first, %" PRId64 " in the second; give files of one build",
                whole->source, gnbs_contig_build_name(gnbs_contig_build(whole)),
                part->source, gnbs_contig_build_name(gnbs_contig_build(part)), a->name,
                b->length_bp, a->length_bp);
        if (a->m5[0] != '\0' && b->m5[0] != '\0' && strcmp(a->m5, b->m5) != 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s and %s hold different sequences for %s: M5 %s and %s; "
                                "give the reference the reads were "
                                "aligned to",
                                whole->source, part->source, a->name, b->m5, a->m5);
        n_shared++;
    }
    if (n_shared == 0 && part->n > 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s and %s share no contig (%s has %s, %s has %s)",
                            whole->source, part->source, whole->source,
                            whole->n > 0 ? whole->contig[0].name : "none", part->source,
                            part->contig[0].name);
    return GNBS_OK;
}

/* Pseudo-autosomal regions, 0-based half-open (GRC; annotation of both builds). */
static const struct {
    gnbs_build_t build;
    gnbs_contig_kind_t kind;
    gnbs_pos_t beg, end;
} PAR[] = {
    {GNBS_BUILD_GRCH38, GNBS_CONTIG_X, 10000, 2781479},
    {GNBS_BUILD_GRCH38, GNBS_CONTIG_X, 155701382, 156030895},
    {GNBS_BUILD_GRCH38, GNBS_CONTIG_Y, 10000, 2781479},
    {GNBS_BUILD_GRCH38, GNBS_CONTIG_Y, 56887902, 57217415},
    {GNBS_BUILD_GRCH37, GNBS_CONTIG_X, 60000, 2699520},
    {GNBS_BUILD_GRCH37, GNBS_CONTIG_X, 154931043, 155260560},
    {GNBS_BUILD_GRCH37, GNBS_CONTIG_Y, 10000, 2649520},
    {GNBS_BUILD_GRCH37, GNBS_CONTIG_Y, 59034049, 59363566},
};

int gnbs_contig_is_par(gnbs_build_t build, gnbs_contig_kind_t kind, gnbs_pos_t pos) {
    for (size_t i = 0; i < sizeof PAR / sizeof PAR[0]; i++)
        if (PAR[i].build == build && PAR[i].kind == kind && pos >= PAR[i].beg &&
            pos < PAR[i].end)
            return 1;
    return 0;
}

void gnbs_contig_print_region(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                              gnbs_region_t r) {
    const char *name = r.tid >= 0 && r.tid < contigs->n ? contigs->contig[r.tid].name : "?";
    gnbs_str_printf(out, "%s:%" PRId64 "-%" PRId64, name, r.beg + 1, r.end);
}

static const char *read_number(const char *s, int64_t *value) {
    int64_t v = 0;
    const char *start = s;
    for (; (*s >= '0' && *s <= '9') || (*s == ',' && s > start); s++) {
        if (*s == ',') continue;
        if (v > (INT64_MAX - 9) / 10) return NULL;
        v = v * 10 + (*s - '0');
    }
    if (s == start) return NULL;
    *value = v;
    return s;
}

gnbs_code_t gnbs_contig_parse_region(const gnbs_contigs_t *contigs, const char *text,
                                     gnbs_region_t *r, gnbs_err_t *err) {
    int32_t tid = gnbs_contig_find(contigs, text);
    if (tid >= 0) {
        *r = (gnbs_region_t){tid, 0, contigs->contig[tid].length_bp};
        return GNBS_OK;
    }
    const char *colon = strrchr(text, ':');
    char name[256];
    if (colon == NULL || (size_t)(colon - text) >= sizeof name)
        return gnbs_err_set(err, GNBS_E_USAGE, "region '%s': no contig of that name in %s",
                            text, contigs->source);
    memcpy(name, text, (size_t)(colon - text));
    name[colon - text] = '\0';
    tid = gnbs_contig_find(contigs, name);
    if (tid < 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "region '%s': no contig '%s' in %s", text,
                            name, contigs->source);
    int64_t beg1, end1;
    const char *s = read_number(colon + 1, &beg1);
    if (s == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "region '%s': expected contig:begin-end, 1-based", text);
    if (*s == '\0') {
        end1 = contigs->contig[tid].length_bp;
    } else {
        if (*s != '-' || (s = read_number(s + 1, &end1)) == NULL || *s != '\0')
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "region '%s': expected contig:begin-end, 1-based", text);
    }
    if (beg1 < 1 || end1 < beg1 ||
        (contigs->contig[tid].length_bp > 0 && end1 > contigs->contig[tid].length_bp))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "region '%s': outside 1-%" PRId64 " or empty", text,
                            contigs->contig[tid].length_bp);
    *r = (gnbs_region_t){tid, beg1 - 1, end1};
    return GNBS_OK;
}
