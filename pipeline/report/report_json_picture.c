/* report/report_json_picture.c -- reads around a variant, compact enough for 30 rows per variant. */
#include <inttypes.h>
#include <string.h>

#include "report/report_json.h"
#include "report/report_words.h"

static const gnbs_report_pileup_t *find_pileup(const gnbs_report_info_t *info,
                                               const gnbs_case_variant_t *v) {
    for (size_t i = 0; i < info->n_pileup; i++)
        if (info->pileup[i].variant == v) return &info->pileup[i];
    return NULL;
}

static void write_qualities(gnbs_json_t *j, const gnbs_report_read_row_t *row, size_t n) {
    static const char LETTER[] = {[GNBS_REPORT_QUAL_LOW] = 'l',
                                  [GNBS_REPORT_QUAL_MID] = 'm',
                                  [GNBS_REPORT_QUAL_HIGH] = 'h'};
    bool is_high = true;
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (size_t i = 0; row->qual_bin != NULL && i < n; i++) {
        uint8_t bin = row->qual_bin[i] <= GNBS_REPORT_QUAL_HIGH ? row->qual_bin[i]
                                                                : GNBS_REPORT_QUAL_LOW;
        bool is_seen = i < strlen(row->base) && row->base[i] != ' ';
        is_high &= bin == GNBS_REPORT_QUAL_HIGH || !is_seen;
        gnbs_str_add_char(&text, LETTER[bin]);
    }
    if (is_high) gnbs_str_reset(&text); /* nothing to say: all are high */
    gnbs_report_json_str(j, "qualities", &text);
}

static void write_inserted(gnbs_json_t *j, const gnbs_report_read_row_t *row, size_t n) {
    gnbs_json_array(j, "inserted");
    for (size_t i = 0; row->inserted_bp != NULL && i < n; i++) {
        if (row->inserted_bp[i] == 0) continue;
        gnbs_json_object(j, NULL);
        gnbs_json_int(j, "after", (int64_t)i);
        gnbs_json_int(j, "bases", row->inserted_bp[i]);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_report_json_picture(gnbs_json_t *j, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info,
                              const gnbs_case_variant_t *v) {
    const gnbs_report_pileup_t *p = find_pileup(info, v);
    if (p == NULL || p->reference == NULL) {
        gnbs_json_null(j, "picture");
        return;
    }
    size_t n = strlen(p->reference), n_row = p->n_row;
    if (n_row > GNBS_REPORT_PILEUP_ROWS) n_row = GNBS_REPORT_PILEUP_ROWS;
    gnbs_json_object(j, "picture");
    gnbs_json_text(j, "chrom", gnbs_report_contig(newborn, p->region.tid));
    gnbs_json_int(j, "begin", p->region.beg + 1);
    gnbs_json_text(j, "reference", p->reference);
    gnbs_json_array(j, "reads");
    for (size_t i = 0; i < n_row; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "strand", p->row[i].is_reverse ? "-" : "+");
        gnbs_json_text(j, "bases", p->row[i].base != NULL ? p->row[i].base : "");
        write_qualities(j, &p->row[i], n);
        write_inserted(j, &p->row[i], n);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
    gnbs_json_int(j, "n_not_shown", (int64_t)(p->n_not_shown + (p->n_row - n_row)));
    gnbs_json_end(j);
}

void gnbs_report_json_link(gnbs_json_t *j, const gnbs_report_info_t *info,
                           const gnbs_finding_t *finding) {
    const gnbs_report_link_t *l = NULL;
    for (size_t i = 0; i < info->n_link && l == NULL; i++)
        if (info->link[i].finding == finding) l = &info->link[i];
    if (l == NULL) {
        gnbs_json_null(j, "fragments");
        return;
    }
    gnbs_json_object(j, "fragments");
    gnbs_json_int(j, "distance", l->distance_bp);
    gnbs_json_int(j, "both", (int64_t)l->n_both);
    gnbs_json_int(j, "first", (int64_t)l->n_first);
    gnbs_json_int(j, "second", (int64_t)l->n_second);
    gnbs_json_int(j, "neither", (int64_t)l->n_neither);
    gnbs_json_int(j, "unclear", (int64_t)l->n_unclear);
    gnbs_json_end(j);
}
