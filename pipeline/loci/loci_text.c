#include "loci/loci_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

gnbs_code_t gnbs_loci_row_error(const gnbs_locus_row_t *row, gnbs_err_t *err,
                                const char *expected) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "locus table %s: %s %s: expected %s",
                        row->locus, row->kind, row->name, expected);
}

const char *gnbs_loci_setting(const char *settings, const char *key, gnbs_arena_t *arena) {
    size_t n_key = strlen(key);
    for (const char *at = settings; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n > n_key && strncmp(at, key, n_key) == 0 && at[n_key] == '=')
            return gnbs_arena_strndup(arena, at + n_key + 1, n - n_key - 1);
        at += n + (at[n] == ' ');
    }
    return NULL;
}

static bool read_real(const char *text, double *value) {
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value);
}

gnbs_code_t gnbs_loci_setting_real(const gnbs_locus_row_t *row, const char *key,
                                   double missing, gnbs_arena_t *arena, double *value,
                                   gnbs_err_t *err) {
    const char *text = gnbs_loci_setting(row->setting, key, arena);
    *value = missing;
    if (text == NULL || read_real(text, value)) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT, "locus table %s: %s %s: %s=%s: not a number",
                        row->locus, row->kind, row->name, key, text);
}

gnbs_code_t gnbs_loci_split(const char *text, char separator, gnbs_arena_t *arena,
                            size_t *n, const char *const **piece, gnbs_err_t *err) {
    char stop[2] = {separator, '\0'};
    size_t cap = 1;
    for (const char *c = text; *c != '\0'; c++) cap += *c == separator;
    const char **out = GNBS_NEW(arena, const char *, cap);
    *n = 0;
    *piece = out;
    if (out == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, stop);
        if (len > 0 && (out[(*n)++] = gnbs_arena_strndup(arena, at, len)) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
        at += len + (at[len] == separator);
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_loci_setting_prior(const gnbs_locus_row_t *row, const char *key, int low,
                                    int high, gnbs_arena_t *arena, double ln[],
                                    gnbs_err_t *err) {
    for (int i = low; i <= high; i++) ln[i - low] = log(1e-6);
    const char *text = gnbs_loci_setting(row->setting, key, arena);
    if (text == NULL) {
        for (int i = low; i <= high; i++) ln[i - low] = 0;
        return GNBS_OK;
    }
    size_t n;
    const char *const *pair;
    GNBS_TRY(gnbs_loci_split(text, ',', arena, &n, &pair, err));
    for (size_t i = 0; i < n; i++) {
        const char *colon = strchr(pair[i], ':');
        double copies, share;
        const char *number =
            colon != NULL ? gnbs_arena_strndup(arena, pair[i], (size_t)(colon - pair[i]))
                          : NULL;
        if (number == NULL || !read_real(number, &copies) ||
            !read_real(colon + 1, &share) || share <= 0 || share > 1 || copies < low ||
            copies > high)
            return gnbs_loci_row_error(row, err, "priors as copies:share,copies:share");
        ln[(int)copies - low] = log(share);
    }
    return GNBS_OK;
}

static gnbs_code_t read_place(const gnbs_locus_row_t *row, const gnbs_contigs_t *contigs,
                              const char *text, int32_t group, gnbs_loci_place_t *place,
                              bool *is_search, bool *is_absent, gnbs_err_t *err) {
    *place = (gnbs_loci_place_t){.group = group};
    *is_search = text[0] == '~';
    place->is_reverse = text[0] == '-';
    text += *is_search || place->is_reverse;
    char name[64];
    size_t n_name = strcspn(text, ":");
    if (n_name == 0 || n_name >= sizeof name || text[n_name] != ':')
        return gnbs_loci_row_error(row, err, "places as chr1:100-200");
    memcpy(name, text, n_name);
    name[n_name] = '\0';
    *is_absent = gnbs_contig_find(contigs, name) < 0;
    if (*is_absent) return GNBS_OK;
    if (gnbs_contig_parse_region(contigs, text, &place->at, err) == GNBS_OK) {
        /* one position is one base here, not all that follows */
        if (strchr(text + n_name, '-') == NULL) place->at.end = place->at.beg + 1;
        return GNBS_OK;
    }
    return gnbs_err_ctx(err, "locus table %s: %s %s", row->locus, row->kind, row->name);
}

gnbs_code_t gnbs_loci_places(const gnbs_locus_row_t *row, const gnbs_contigs_t *contigs,
                             bool is_lenient, gnbs_arena_t *arena, size_t *n,
                             gnbs_loci_place_t **place, bool **is_search, int *n_absent,
                             gnbs_err_t *err) {
    size_t n_group, n_all = 1;
    const char *const *group;
    for (const char *c = row->place; *c != '\0'; c++) n_all += *c == ';' || *c == ',';
    GNBS_TRY(gnbs_loci_split(row->place, ';', arena, &n_group, &group, err));
    *place = GNBS_NEW(arena, gnbs_loci_place_t, n_all);
    *is_search = GNBS_NEW(arena, bool, n_all);
    *n = 0;
    *n_absent = 0;
    if (*place == NULL || *is_search == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t g = 0; g < n_group; g++) {
        size_t n_piece;
        const char *const *piece;
        GNBS_TRY(gnbs_loci_split(group[g], ',', arena, &n_piece, &piece, err));
        for (size_t i = 0; i < n_piece; i++) {
            bool is_absent = false;
            GNBS_TRY(read_place(row, contigs, piece[i], (int32_t)g, &(*place)[*n],
                                &(*is_search)[*n], &is_absent, err));
            if (is_absent && !is_lenient)
                return gnbs_loci_row_error(row, err, "contigs that the genome has");
            *n_absent += is_absent;
            *n += !is_absent;
        }
    }
    return GNBS_OK;
}
