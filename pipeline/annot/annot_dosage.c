/* annot/annot_dosage.c -- HGVS names of deletions and duplications of exons. */
#include <inttypes.h>

#include "annot/annot_parts.h"

/* An end that is known is one base, otherwise the first and last base it may be. */
typedef struct end {
    bool is_exact;
    gnbs_pos_t from, to;
} end_t;

/* On the + strand the most 3' place is as far right as homology lets it slide; on the - strand it is the leftmost. */
static void find_ends(const gnbs_dosage_t *d, int8_t strand, end_t end[2]) {
    gnbs_pos_t shift = d->is_exact && strand > 0 ? d->homology_bp : 0,
               first = d->region.beg + shift, last = d->region.end - 1 + shift;
    end_t left = {d->is_exact, d->is_exact ? first : d->ci_beg.beg,
                  d->is_exact ? first : d->ci_beg.end},
          right = {d->is_exact, d->is_exact ? last : d->ci_end.beg,
                   d->is_exact ? last : d->ci_end.end};
    end[0] = strand > 0 ? left : (end_t){right.is_exact, right.to, right.from};
    end[1] = strand > 0 ? right : (end_t){left.is_exact, left.to, left.from};
}

static bool print_on(gnbs_str_t *out, const gnbs_annot_map_t *map, gnbs_pos_t pos) {
    gnbs_annot_place_t p = gnbs_annot_map_place(map, pos);
    if (p.is_inside)
        gnbs_annot_print_place(out, map, p);
    else
        gnbs_str_add_char(out, '?');
    return p.is_inside;
}

static const char *finish(gnbs_str_t *out, bool is_named, gnbs_arena_t *arena) {
    const char *name =
        out->failed || !is_named ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(out));
    gnbs_str_clear(out);
    return name;
}

static const char *change(const gnbs_dosage_t *d) {
    return d->kind == GNBS_DOSAGE_DEL ? "del" : "dup";
}

const char *gnbs_annot_name_dosage(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                                   const gnbs_dosage_t *d, gnbs_arena_t *arena) {
    gnbs_annot_map_t map;
    end_t end[2];
    bool is_named = false;
    if (!gnbs_annot_map_places(b, tx, arena, &map)) return NULL;
    find_ends(d, tx->strand, end);
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_str_printf(&out, "%s:%c.", gnbs_annot_accession(tx),
                    gnbs_annot_map_is_coding(&map) ? 'c' : 'n');
    for (int i = 0; i < 2; i++) {
        if (i == 1) gnbs_str_add_char(&out, '_');
        if (!end[i].is_exact) gnbs_str_add_char(&out, '(');
        is_named |= print_on(&out, &map, end[i].from);
        if (!end[i].is_exact) {
            gnbs_str_add_char(&out, '_');
            is_named |= print_on(&out, &map, end[i].to);
            gnbs_str_add_char(&out, ')');
        }
    }
    gnbs_str_add(&out, change(d));
    return finish(&out, is_named, arena);
}

const char *gnbs_annot_hgvs_g_dosage(const gnbs_bundle_t *b, const gnbs_dosage_t *d,
                                     gnbs_arena_t *arena) {
    end_t end[2];
    find_ends(d, 1, end);
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_annot_print_contig(&out, b, d->region.tid);
    gnbs_str_add(&out, ":g.");
    for (int i = 0; i < 2; i++) {
        if (i == 1) gnbs_str_add_char(&out, '_');
        if (end[i].is_exact)
            gnbs_str_printf(&out, "%" PRId64, end[i].from + 1);
        else
            gnbs_str_printf(&out, "(%" PRId64 "_%" PRId64 ")", end[i].from + 1,
                            end[i].to + 1);
    }
    gnbs_str_add(&out, change(d));
    return finish(&out, true, arena);
}
