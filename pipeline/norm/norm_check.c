#include <stdlib.h>
#include <string.h>

#include "norm/norm_parts.h"

static bool is_at(const char *allele, const char *genome) {
    for (; *allele != '\0'; allele++, genome++)
        if (gnbs_norm_upper(*allele) != gnbs_norm_upper(*genome)) return false;
    return true;
}

/* What other codes than A, C, G and T say is settled by the reference, in REF and where an ALT
 * repeats it. */
static bool settle_codes(gnbs_norm_record_t *r, const char *genome, gnbs_arena_t *arena) {
    const char *old = r->allele[0];
    const char **allele = GNBS_NEW(arena, const char *, r->n_allele);
    if (allele == NULL) return false;
    for (int i = 0; i < r->n_allele; i++) {
        char *text = gnbs_arena_strdup(arena, r->allele[i]);
        if (text == NULL) return false;
        for (size_t j = 0;
             (i == 0 || r->allele[i][0] != '<') && old[j] != '\0' && text[j] == old[j]; j++)
            if (strchr("ACGT", gnbs_norm_upper(old[j])) == NULL) text[j] = genome[j];
        allele[i] = text;
    }
    r->allele = allele;
    return true;
}

/* GT with alleles 0 and i_alt in each other's place. */
static char *swap_genotype(const char *gt, int i_alt, gnbs_arena_t *arena) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (const char *s = gt; *s != '\0';) {
        if (*s < '0' || *s > '9') {
            gnbs_str_add_char(&out, *s++);
            continue;
        }
        char *end;
        long i = strtol(s, &end, 10);
        gnbs_str_add_int(&out, i == 0 ? i_alt : i == i_alt ? 0 : i);
        s = end;
    }
    char *text = out.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    return text;
}

/* AC of the ALT that was REF: what AN leaves. Other values of Number=A, R and G change their places
 * with no such rule; only counts that can be worked out are changed. */
static bool swap_count(gnbs_norm_record_t *r, int i_alt, gnbs_arena_t *arena) {
    const char *an = gnbs_norm_info_text(r, "AN"), *ac = gnbs_norm_info_text(r, "AC");
    if (an == NULL || ac == NULL) return true;
    size_t n;
    const char **count = gnbs_norm_values(ac, arena, &n);
    if (count == NULL) return false;
    if (n != (size_t)r->n_allele - 1) return true;
    long long left = strtoll(an, NULL, 10);
    for (size_t i = 0; i < n; i++) left -= strtoll(count[i], NULL, 10);
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) gnbs_str_add_char(&out, ',');
        if ((int)i + 1 == i_alt)
            gnbs_str_add_int(&out, left > 0 ? left : 0);
        else
            gnbs_str_add(&out, count[i]);
    }
    char *text = out.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    gnbs_norm_info_t *info = GNBS_NEW(arena, gnbs_norm_info_t, r->n_info);
    if (text == NULL || info == NULL) return false;
    memcpy(info, r->info, r->n_info * sizeof *info);
    for (size_t i = 0; i < r->n_info; i++)
        if (strcmp(info[i].key, "AC") == 0) info[i].value = text;
    r->info = info;
    return true;
}

static bool swap_alleles(gnbs_norm_record_t *r, int i_alt, gnbs_arena_t *arena) {
    const char *was = r->allele[0];
    r->allele[0] = r->allele[i_alt];
    r->allele[i_alt] = was;
    for (size_t k = 0; k < r->n_key; k++) {
        if (strcmp(r->key[k], "GT") != 0) continue;
        for (size_t i = 0; i < r->n_sample; i++) {
            const char **gt = &r->value[i * r->n_key + k];
            if (*gt != NULL && (*gt = swap_genotype(*gt, i_alt, arena)) == NULL)
                return false;
        }
    }
    return swap_count(r, i_alt, arena);
}

static bool set_ref(const gnbs_norm_ref_t *ref, gnbs_norm_record_t *r, const char *genome,
                    gnbs_arena_t *arena, gnbs_norm_counts_t *counts) {
    r->is_changed = true;
    if (!settle_codes(r, genome, arena)) return false;
    if (is_at(r->allele[0], genome)) {
        counts->n_set++;
        return true;
    }
    int found = 0; /* the first ALT that is the reference */
    for (int i = 1; i < r->n_allele && found == 0; i++) {
        if (!gnbs_norm_is_bases(r->allele[i])) continue;
        size_t n = strlen(r->allele[i]);
        char *there = GNBS_NEW(arena, char, n + 1);
        if (there == NULL ||
            !ref->fetch(ref->ctx, r->chrom, r->pos, r->pos + (gnbs_pos_t)n, there))
            return false;
        if (is_at(r->allele[i], there)) found = i;
    }
    if (found > 0) {
        counts->n_swapped++;
        return swap_alleles(r, found, arena);
    }
    counts->n_set++;
    r->allele[0] = gnbs_arena_strndup(arena, genome, strlen(r->allele[0]));
    return r->allele[0] != NULL;
}

gnbs_code_t gnbs_norm_check_ref(const gnbs_norm_options_t *options,
                                const gnbs_norm_ref_t *ref, gnbs_norm_record_t *r,
                                gnbs_arena_t *arena, bool *is_kept,
                                gnbs_norm_counts_t *counts, gnbs_err_t *err) {
    size_t n = strlen(r->allele[0]);
    char *genome = GNBS_NEW(arena, char, n + 1);
    *is_kept = true;
    if (genome == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    if (!ref->fetch(ref->ctx, r->chrom, r->pos, r->pos + (gnbs_pos_t)n, genome))
        return gnbs_err_set(err, GNBS_E_DATA,
                            "CHROM is '%s', which the reference does not have; give the "
                            "reference the file was made with",
                            r->chrom);
    if (is_at(r->allele[0], genome)) return GNBS_OK;
    counts->n_mismatch++;
    switch (options->check) {
    case GNBS_NORM_KEEP: return GNBS_OK;
    case GNBS_NORM_DROP: *is_kept = false; return GNBS_OK;
    case GNBS_NORM_SET:
        return set_ref(ref, r, genome, arena, counts)
                   ? GNBS_OK
                   : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    default: break;
    }
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s:%lld: REF is '%.40s', the reference has '%.40s'; give the "
                        "reference the file was made with, or choose with --check-ref: w "
                        "keeps, x leaves out, s sets such records",
                        r->chrom, (long long)r->pos + 1, r->allele[0], genome);
}
