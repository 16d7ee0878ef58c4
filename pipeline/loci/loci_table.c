#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loci/loci_text.h"

enum { MAX_REGIONS = 16 };

typedef struct reader {
    const gnbs_contigs_t *contigs;
    gnbs_arena_t *arena;
    const gnbs_locus_row_t *row; /* of this locus */
    size_t n_row;
    gnbs_loci_locus_t *to;
    gnbs_loci_region_t *region;
    gnbs_loci_site_t *site;
    gnbs_loci_event_t *event;
    gnbs_loci_haplotype_t *haplotype;
} reader_t;

gnbs_loci_opt_t gnbs_loci_opt_default(void) {
    return (gnbs_loci_opt_t){.error_frac = 0.003,
                             .contamination_frac = 0.01,
                             .zero_log10_lr = 4,
                             .min_posterior = 0.95,
                             .max_depth_z = 3.5,
                             .max_control_spread = 0.20,
                             .min_control_tiles = 60,
                             .min_base_qual_phred = 13};
}

static bool is_kind(const gnbs_locus_row_t *row, const char *kind) {
    return strcmp(row->kind, kind) == 0;
}

static size_t count_kind(const reader_t *r, const char *kind) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_row; i++) n += is_kind(&r->row[i], kind);
    return n;
}

static const char *setting_or(const reader_t *r, const gnbs_locus_row_t *row,
                              const char *key, const char *missing) {
    const char *text = gnbs_loci_setting(row->setting, key, r->arena);
    return text != NULL ? text : missing;
}

static gnbs_code_t setting_int(const reader_t *r, const gnbs_locus_row_t *row,
                               const char *key, int missing, int low, int high, int *value,
                               gnbs_err_t *err) {
    double real;
    GNBS_TRY(gnbs_loci_setting_real(row, key, missing, r->arena, &real, err));
    *value = (int)real;
    if (real == *value && *value >= low && *value <= high) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT, "locus table %s: %s %s: %s: expected %d to %d",
                        row->locus, row->kind, row->name, key, low, high);
}

static int region_index(const reader_t *r, const char *name) {
    for (size_t i = 0; i < r->to->n_region; i++)
        if (strcmp(r->region[i].name, name) == 0) return (int)i;
    return -1;
}

static int site_index(const reader_t *r, const char *name) {
    for (size_t i = 0; i < r->to->n_site; i++)
        if (strcmp(r->site[i].name, name) == 0) return (int)i;
    return -1;
}

/* ---- the rows, kind by kind ---------------------------------------------------------------------------------- */

static gnbs_code_t read_locus(reader_t *r, const gnbs_locus_row_t *row, gnbs_err_t *err) {
    gnbs_loci_locus_t *to = r->to;
    double switch_share;
    int affected;
    to->title = row->text;
    to->source = row->source;
    to->gene_name = setting_or(r, row, "gene", row->locus);
    to->other_name = setting_or(r, row, "other", "");
    GNBS_TRY(gnbs_loci_split(setting_or(r, row, "hgnc", ""), ',', r->arena, &to->n_hgnc,
                             &to->hgnc, err));
    if (to->n_hgnc == 0) return gnbs_loci_row_error(row, err, "hgnc=HGNC:n");
    to->needs_depth = strcmp(setting_or(r, row, "depth", "needed"), "needed") == 0;
    const char *variants = setting_or(r, row, "variants", "limit");
    to->needs_variants = strcmp(variants, "need") == 0;
    to->uses_variants = to->needs_variants || strcmp(variants, "use") == 0;
    GNBS_TRY(gnbs_loci_setting_real(row, "switch", 1e-3, r->arena, &switch_share, err));
    if (switch_share <= 0 || switch_share >= 0.5)
        return gnbs_loci_row_error(row, err, "switch between 0 and 0.5");
    to->switch_ln = log(switch_share);
    GNBS_TRY(gnbs_loci_setting_real(row, "lone", 0.02, r->arena, &to->lone_frac, err));
    if (to->lone_frac <= 0 || to->lone_frac > 0.5)
        return gnbs_loci_row_error(row, err, "lone between 0 and 0.5");
    GNBS_TRY(gnbs_loci_setting_prior(row, "gene_prior", 0, GNBS_LOCI_MAX_COPIES, r->arena,
                                     to->gene_prior_ln, err));
    GNBS_TRY(gnbs_loci_setting_prior(row, "other_prior", 0, GNBS_LOCI_MAX_COPIES, r->arena,
                                     to->other_prior_ln, err));
    GNBS_TRY(setting_int(r, row, "affected_functional", -1, -1, 8, &affected, err));
    to->affected_functional = affected;
    return GNBS_OK;
}

static gnbs_code_t read_role(const reader_t *r, const gnbs_locus_row_t *row,
                             gnbs_loci_role_t *role, gnbs_err_t *err) {
    static const char *const WORD[] = {[GNBS_LOCI_TOTAL] = "total",
                                       [GNBS_LOCI_SITES] = "sites",
                                       [GNBS_LOCI_GENE] = "gene",
                                       [GNBS_LOCI_CHECK] = "check",
                                       [GNBS_LOCI_BOX] = "box"};
    const char *text = setting_or(r, row, "role", "total");
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD; i++)
        if (strcmp(text, WORD[i]) == 0) {
            *role = (gnbs_loci_role_t)i;
            return GNBS_OK;
        }
    return gnbs_loci_row_error(row, err, "role=total, sites, gene, check or box");
}

static gnbs_code_t read_region(reader_t *r, const gnbs_locus_row_t *row, gnbs_err_t *err) {
    if (r->to->n_region == MAX_REGIONS)
        return gnbs_loci_row_error(row, err, "at most 16 regions");
    gnbs_loci_region_t *g = &r->region[r->to->n_region++];
    bool *is_search;
    int n_absent, adds;
    gnbs_loci_place_t *place;
    *g = (gnbs_loci_region_t){.name = row->name};
    GNBS_TRY(read_role(r, row, &g->role, err));
    GNBS_TRY(gnbs_loci_places(row, r->contigs, false, r->arena, &g->n_place, &place,
                              &is_search, &n_absent, err));
    g->place = place;
    if (g->n_place == 0) return gnbs_loci_row_error(row, err, "a place");
    g->n_group = place[g->n_place - 1].group + 1;
    GNBS_TRY(setting_int(r, row, "adds", 0, 0, 4, &adds, err));
    g->adds = adds;
    g->is_x = strcmp(setting_or(r, row, "ploidy", ""), "X") == 0;
    GNBS_TRY(gnbs_loci_setting_real(row, "spread", 0.03, r->arena, &g->spread, err));
    if (g->spread < 0 || g->spread > 0.5)
        return gnbs_loci_row_error(row, err, "spread between 0 and 0.5");
    return gnbs_loci_setting_prior(row, "lost", -GNBS_LOCI_MAX_COPIES, GNBS_LOCI_MAX_COPIES,
                                   r->arena, g->lost_ln, err);
}

static bool is_sequence(const char *text) {
    size_t n = strlen(text);
    return n > 0 && n <= 200 && strspn(text, "ACGT") == n;
}

/* "C|A>G": the gene's alleles, and the one of its copy. */
static gnbs_code_t read_alleles(const reader_t *r, const gnbs_locus_row_t *row,
                                gnbs_loci_site_t *site, gnbs_err_t *err) {
    size_t n_side, n_gene;
    const char *const *side, *const *gene;
    GNBS_TRY(gnbs_loci_split(row->allele, '>', r->arena, &n_side, &side, err));
    if (n_side != 2 || !is_sequence(side[1]))
        return gnbs_loci_row_error(row, err, "alleles as C>T");
    GNBS_TRY(gnbs_loci_split(side[0], '|', r->arena, &n_gene, &gene, err));
    if (n_gene == 0 || n_gene > GNBS_LOCI_MAX_ALLELES)
        return gnbs_loci_row_error(row, err, "one to four alleles of the gene");
    site->other_allele = side[1];
    site->n_gene_allele = (int)n_gene;
    for (size_t i = 0; i < n_gene; i++) {
        site->gene_allele[i] = gene[i];
        bool is_short = strlen(gene[i]) == 1 && strlen(side[1]) == 1;
        if (!is_sequence(gene[i]) || strcmp(gene[i], side[1]) == 0 ||
            (n_gene > 1 && !is_short))
            return gnbs_loci_row_error(row, err, "alleles of A, C, G, T that differ");
    }
    return GNBS_OK;
}

static gnbs_code_t read_site(reader_t *r, const gnbs_locus_row_t *row, gnbs_err_t *err) {
    gnbs_loci_site_t *s = &r->site[r->to->n_site++];
    bool *is_search;
    int n_absent;
    gnbs_loci_place_t *place;
    *s = (gnbs_loci_site_t){.name = row->name, .i_total = -1};
    GNBS_TRY(read_alleles(r, row, s, err));
    GNBS_TRY(gnbs_loci_places(row, r->contigs, false, r->arena, &s->n_place, &place,
                              &is_search, &n_absent, err));
    s->place = place;
    for (size_t i = 0; i < s->n_place; i++)
        if (is_search[i]) return gnbs_loci_row_error(row, err, "places that were found");
    if (s->n_place == 0) return gnbs_loci_row_error(row, err, "a place");
    s->is_variant = strcmp(setting_or(r, row, "use", ""), "variant") == 0;
    const char *total = gnbs_loci_setting(row->setting, "total", r->arena);
    if (total != NULL && (s->i_total = region_index(r, total)) < 0)
        return gnbs_loci_row_error(row, err, "total= a region above");
    return GNBS_OK;
}

static bool is_unused(const reader_t *r, const char *name) {
    for (size_t i = 0; i < r->n_row; i++)
        if (is_kind(&r->row[i], "unused") && strcmp(r->row[i].name, name) == 0) return true;
    return false;
}

/* Sites that a reference does not bear out are left out of the bundle; an event keeps those that are left. */
static gnbs_code_t read_event_sites(reader_t *r, const gnbs_locus_row_t *row,
                                    gnbs_loci_event_t *e, gnbs_err_t *err) {
    const char *list = gnbs_loci_setting(row->setting, "sites", r->arena);
    const char *one = gnbs_loci_setting(row->setting, "site", r->arena);
    size_t n;
    const char *const *name;
    if (list == NULL && one == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_loci_split(list != NULL ? list : one, ',', r->arena, &n, &name, err));
    int *site = GNBS_NEW(r->arena, int, n);
    if (site == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < n; i++) {
        if ((site[e->n_site] = site_index(r, name[i])) >= 0)
            e->n_site++;
        else if (!is_unused(r, name[i]))
            return gnbs_loci_row_error(row, err, "sites of this locus");
    }
    e->site = site;
    return GNBS_OK;
}

static gnbs_code_t read_event(reader_t *r, const gnbs_locus_row_t *row, gnbs_err_t *err) {
    gnbs_loci_event_t *e = &r->event[r->to->n_event++];
    *e = (gnbs_loci_event_t){.name = row->name, .text = row->text, .i_region = -1};
    GNBS_TRY(read_event_sites(r, row, e, err));
    const char *region = gnbs_loci_setting(row->setting, "region", r->arena);
    if (region != NULL && (e->i_region = region_index(r, region)) < 0 &&
        !is_unused(r, region))
        return gnbs_loci_row_error(row, err, "region= a region of this locus");
    e->is_unplaced = strcmp(setting_or(r, row, "loss", ""), "inconclusive") == 0;
    GNBS_TRY(setting_int(r, row, "tract", 1, 1, 20, &e->tract, err));
    GNBS_TRY(setting_int(r, row, "takes", 0, 0, 4, &e->takes, err));
    return setting_int(r, row, "min_fragments", 14, 1, 1000, &e->min_fragments, err);
}

static gnbs_code_t read_haplotype(reader_t *r, const gnbs_locus_row_t *row,
                                  gnbs_err_t *err) {
    gnbs_loci_haplotype_t *h = &r->haplotype[r->to->n_haplotype++];
    double prior;
    *h = (gnbs_loci_haplotype_t){.name = row->name, .text = row->text};
    GNBS_TRY(gnbs_loci_setting_real(row, "prior", -1, r->arena, &prior, err));
    if (prior <= 0 || prior > 1) return gnbs_loci_row_error(row, err, "prior=share");
    h->prior_ln = log(prior);
    for (size_t i = 0; i < r->to->n_region; i++)
        GNBS_TRY(setting_int(r, row, r->region[i].name, 0, 0, 4, &h->copies[i], err));
    return setting_int(r, row, "functional", 0, 0, 4, &h->functional, err);
}

static gnbs_code_t read_texts(reader_t *r, gnbs_err_t *err) {
    gnbs_loci_locus_t *to = r->to;
    const char **limit = GNBS_NEW(r->arena, const char *, count_kind(r, "text"));
    if (limit == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    to->affected = to->possible = to->hybrid = to->clear = "";
    for (size_t i = 0; i < r->n_row; i++) {
        const gnbs_locus_row_t *row = &r->row[i];
        if (!is_kind(row, "text")) continue;
        if (strcmp(row->name, "limit") == 0)
            limit[to->n_limit++] = row->text;
        else if (strcmp(row->name, "affected") == 0)
            to->affected = row->text;
        else if (strcmp(row->name, "possible") == 0)
            to->possible = row->text;
        else if (strcmp(row->name, "hybrid") == 0)
            to->hybrid = row->text;
        else if (strcmp(row->name, "clear") == 0)
            to->clear = row->text;
        else
            return gnbs_loci_row_error(row, err,
                                       "affected, possible, hybrid, clear or limit");
    }
    to->limit = limit;
    return GNBS_OK;
}

/* The gene's place of every site. */
static gnbs_code_t list_own(reader_t *r, gnbs_err_t *err) {
    gnbs_region_t *own =
        GNBS_NEW(r->arena, gnbs_region_t, r->to->n_site + count_kind(r, "unused"));
    if (own == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < r->to->n_site; i++) own[r->to->n_own++] = r->site[i].place[0].at;
    for (size_t i = 0; i < r->n_row; i++) {
        gnbs_loci_place_t *place;
        bool *is_search;
        int n_absent;
        size_t n;
        if (!is_kind(&r->row[i], "unused")) continue;
        GNBS_TRY(gnbs_loci_places(&r->row[i], r->contigs, false, r->arena, &n, &place,
                                  &is_search, &n_absent, err));
        if (n > 0) own[r->to->n_own++] = place[0].at;
    }
    r->to->own = own;
    return GNBS_OK;
}

static gnbs_code_t find_copies_site(reader_t *r, gnbs_err_t *err) {
    r->to->i_copies_site = -1;
    for (size_t i = 0; i < r->n_row; i++) {
        const char *name = is_kind(&r->row[i], "locus")
                               ? gnbs_loci_setting(r->row[i].setting, "copies_at", r->arena)
                               : NULL;
        if (name == NULL) continue;
        r->to->i_copies_site = site_index(r, name);
        if (r->to->n_site > 0 && r->to->i_copies_site < 0)
            return gnbs_loci_row_error(&r->row[i], err, "copies_at= a site of this locus");
    }
    return GNBS_OK;
}

static int compare_sites(const void *a, const void *b) {
    return gnbs_region_compare(&((const gnbs_loci_site_t *)a)->place[0].at,
                               &((const gnbs_loci_site_t *)b)->place[0].at);
}

/* Regions before sites, sites before events: each may name what stands before it. */
static gnbs_code_t read_one(reader_t *r, gnbs_err_t *err) {
    static const struct {
        const char *kind;
        gnbs_code_t (*read)(reader_t *, const gnbs_locus_row_t *, gnbs_err_t *);
    } STEP[] = {{"locus", read_locus},
                {"region", read_region},
                {"site", read_site},
                {"event", read_event},
                {"haplotype", read_haplotype}};
    r->region = GNBS_NEW(r->arena, gnbs_loci_region_t, count_kind(r, "region"));
    r->site = GNBS_NEW(r->arena, gnbs_loci_site_t, count_kind(r, "site"));
    r->event = GNBS_NEW(r->arena, gnbs_loci_event_t, count_kind(r, "event"));
    r->haplotype = GNBS_NEW(r->arena, gnbs_loci_haplotype_t, count_kind(r, "haplotype"));
    if (r->region == NULL || r->site == NULL || r->event == NULL || r->haplotype == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    if (count_kind(r, "locus") != 1)
        return gnbs_err_set(err, GNBS_E_FORMAT, "locus table %s: expected one locus row",
                            r->row[0].locus);
    for (size_t k = 0; k < sizeof STEP / sizeof *STEP; k++) {
        for (size_t i = 0; i < r->n_row; i++)
            if (is_kind(&r->row[i], STEP[k].kind))
                GNBS_TRY(STEP[k].read(r, &r->row[i], err));
        if (k == 2 && r->to->n_site > 0)
            qsort(r->site, r->to->n_site, sizeof *r->site, compare_sites);
    }
    GNBS_TRY(find_copies_site(r, err));
    GNBS_TRY(list_own(r, err));
    r->to->region = r->region;
    r->to->site = r->site;
    r->to->event = r->event;
    r->to->haplotype = r->haplotype;
    return read_texts(r, err);
}

/* Kinds, and the settings that each may have: a misspelt one is an error, not a default. */
static const struct {
    const char *kind, *keys; /* keys NULL: haplotypes have the names of regions too */
} KIND[] = {{"locus",
             " hgnc gene other depth variants copies_at switch lone gene_prior other_prior "
             "affected_functional "},
            {"region", " role spread lost adds ploidy "},
            {"site", " use total "},
            {"unused", " use total role spread lost adds ploidy "},
            {"event", " site sites region tract min_fragments loss takes "},
            {"haplotype", NULL},
            {"text", " "},
            {"control", " "},
            {"pool", " "},
            {"unseen", " "}};

static gnbs_code_t check_keys(const gnbs_locus_row_t *row, const char *keys,
                              gnbs_arena_t *arena, gnbs_err_t *err) {
    size_t n;
    const char *const *setting;
    if (keys == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_loci_split(row->setting, ' ', arena, &n, &setting, err));
    for (size_t i = 0; i < n; i++) {
        size_t n_key = strcspn(setting[i], "=");
        const char *key = gnbs_arena_printf(arena, " %.*s ", (int)n_key, setting[i]);
        if (key == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
        if (setting[i][n_key] != '=' || strstr(keys, key) == NULL)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "locus table %s: %s %s: setting '%s': expected one of%s",
                                row->locus, row->kind, row->name, setting[i], keys);
    }
    return GNBS_OK;
}

static gnbs_code_t check_kinds(size_t n, const gnbs_locus_row_t row[], gnbs_arena_t *arena,
                               gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < sizeof KIND / sizeof *KIND && !is_kind(&row[i], KIND[k].kind)) k++;
        if (k == sizeof KIND / sizeof *KIND)
            return gnbs_loci_row_error(
                &row[i], err,
                "locus, region, site, event, haplotype, text, pool, control or unseen");
        GNBS_TRY(check_keys(&row[i], KIND[k].keys, arena, err));
    }
    return GNBS_OK;
}

static gnbs_code_t read_controls(size_t n, const gnbs_locus_row_t row[],
                                 gnbs_arena_t *arena, gnbs_loci_t *loci, gnbs_err_t *err) {
    gnbs_region_t *control = GNBS_NEW(arena, gnbs_region_t, n);
    if (control == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < n; i++) {
        if (!is_kind(&row[i], "control")) continue;
        size_t n_place;
        gnbs_loci_place_t *place;
        bool *is_search;
        int n_absent;
        GNBS_TRY(gnbs_loci_places(&row[i], loci->contigs, false, arena, &n_place, &place,
                                  &is_search, &n_absent, err));
        if (n_place != 1) return gnbs_loci_row_error(&row[i], err, "one place");
        control[loci->n_control++] = place[0].at;
    }
    loci->n_control = gnbs_region_merge(loci->n_control, control, 0);
    loci->control = control;
    return GNBS_OK;
}

static gnbs_code_t read_unseen(size_t n, const gnbs_locus_row_t row[], gnbs_arena_t *arena,
                               gnbs_loci_t *loci, gnbs_err_t *err) {
    const gnbs_locus_row_t **unseen = GNBS_NEW(arena, const gnbs_locus_row_t *, n);
    if (unseen == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < n; i++)
        if (is_kind(&row[i], "unseen")) unseen[loci->n_unseen++] = &row[i];
    loci->unseen = unseen;
    return GNBS_OK;
}

/* Pieces of the first copy beside those of the second, in pairs of one length. */
static gnbs_code_t read_pool(const gnbs_locus_row_t *row, const gnbs_contigs_t *contigs,
                             gnbs_arena_t *arena, size_t *n_block,
                             gnbs_pool_block_t block[], gnbs_err_t *err) {
    size_t n;
    gnbs_loci_place_t *place;
    bool *is_search;
    int n_absent;
    GNBS_TRY(gnbs_loci_places(row, contigs, false, arena, &n, &place, &is_search, &n_absent,
                              err));
    for (size_t i = 0; i < n / 2; i++) {
        const gnbs_loci_place_t *to = &place[i], *from = &place[n / 2 + i];
        if (n % 2 != 0 || to->group != 0 || from->group != 1 || to->is_reverse ||
            from->is_reverse || gnbs_region_len(to->at) != gnbs_region_len(from->at))
            return gnbs_loci_row_error(row, err, "pieces of two copies, in pairs");
        block[(*n_block)++] = (gnbs_pool_block_t){to->at, from->at};
    }
    return n > 0 ? GNBS_OK
                 : gnbs_loci_row_error(row, err, "pieces of two copies, in pairs");
}

static int compare_blocks(const void *a, const void *b) {
    return gnbs_region_compare(&((const gnbs_pool_block_t *)a)->to,
                               &((const gnbs_pool_block_t *)b)->to);
}

static gnbs_code_t read_pools(size_t n, const gnbs_locus_row_t row[], gnbs_arena_t *arena,
                              gnbs_loci_t *loci, gnbs_err_t *err) {
    size_t cap = 0, n_block = 0;
    for (size_t i = 0; i < n; i++)
        for (const char *c = row[i].place; is_kind(&row[i], "pool") && *c != '\0'; c++)
            cap += *c == ':';
    gnbs_pool_block_t *block = GNBS_NEW(arena, gnbs_pool_block_t, cap);
    if (block == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < n; i++)
        if (is_kind(&row[i], "pool"))
            GNBS_TRY(read_pool(&row[i], loci->contigs, arena, &n_block, block, err));
    if (n_block > 1) qsort(block, n_block, sizeof *block, compare_blocks);
    loci->n_pool = n_block;
    loci->pool = block;
    return GNBS_OK;
}

gnbs_code_t gnbs_loci_read(size_t n_row, const gnbs_locus_row_t row[],
                           const gnbs_contigs_t *contigs, gnbs_build_t build,
                           gnbs_arena_t *arena, gnbs_loci_t *loci, gnbs_err_t *err) {
    *loci = (gnbs_loci_t){.contigs = contigs, .build = build};
    size_t n_locus = 0;
    GNBS_TRY(check_kinds(n_row, row, arena, err));
    for (size_t i = 0; i < n_row; i++) n_locus += is_kind(&row[i], "locus");
    gnbs_loci_locus_t *locus = GNBS_NEW(arena, gnbs_loci_locus_t, n_locus);
    if (locus == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    GNBS_TRY(read_controls(n_row, row, arena, loci, err));
    GNBS_TRY(read_unseen(n_row, row, arena, loci, err));
    GNBS_TRY(read_pools(n_row, row, arena, loci, err));
    for (size_t i = 0, j; i < n_row; i = j) {
        for (j = i + 1; j < n_row && strcmp(row[i].locus, row[j].locus) == 0;) j++;
        reader_t r = {.contigs = contigs, .arena = arena, .row = row + i, .n_row = j - i};
        if (count_kind(&r, "locus") == 0) continue; /* control windows, what is not seen */
        if (loci->n_locus == n_locus)
            return gnbs_loci_row_error(&row[i], err, "the rows of a locus together");
        r.to = &locus[loci->n_locus++];
        *r.to = (gnbs_loci_locus_t){.name = row[i].locus};
        GNBS_TRY(read_one(&r, err));
    }
    loci->locus = locus;
    return GNBS_OK;
}
