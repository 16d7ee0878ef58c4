/* report/report_json_replaces.c -- amendments: which report is replaced, why, and what it said otherwise. */
#include <string.h>

#include "report/report_json.h"
#include "report/report_words.h"

static bool is_same_row(const gnbs_tree_t *old, const gnbs_outcome_t *o) {
    return strcmp(gnbs_tree_text(old, "hgnc_id"), o->condition->hgnc_id) == 0 &&
           strcmp(gnbs_tree_text(old, "condition"), o->condition->condition) == 0;
}

static void write_change(gnbs_json_t *j, const char *gene, const char *condition,
                         const char *was, const char *is) {
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "gene", gene);
    gnbs_json_text(j, "condition", condition);
    gnbs_json_text(j, "was", was);
    gnbs_json_text(j, "is", is);
    gnbs_json_end(j);
}

static const gnbs_tree_t *find_row(const gnbs_tree_t *rows, const gnbs_outcome_t *o) {
    for (size_t k = 0; rows != NULL && k < rows->n; k++)
        if (is_same_row(gnbs_tree_at(rows, k), o)) return gnbs_tree_at(rows, k);
    return NULL;
}

/* Outcomes that changed, in panel order. */
static void write_changes(gnbs_json_t *j, const gnbs_case_t *newborn,
                          const gnbs_tree_t *rows) {
    gnbs_json_array(j, "changes");
    for (size_t i = 0; i < newborn->n_outcome; i++) {
        const gnbs_outcome_t *o = &newborn->outcome[i];
        const gnbs_tree_t *was = find_row(rows, o);
        const char *is = gnbs_outcome_name(o->outcome);
        if (was == NULL || strcmp(gnbs_tree_text(was, "outcome"), is) != 0)
            write_change(j, o->condition->gene, o->condition->condition,
                         was != NULL ? gnbs_tree_text(was, "outcome") : "not_screened", is);
    }
    gnbs_json_end(j);
}

/* Conditions that are screened no more are counted, not named: the family may have declined them since. */
static int64_t count_gone(const gnbs_case_t *newborn, const gnbs_tree_t *rows) {
    int64_t n = 0;
    for (size_t k = 0; rows != NULL && k < rows->n; k++) {
        bool is_there = false;
        for (size_t i = 0; i < newborn->n_outcome && !is_there; i++)
            is_there = is_same_row(gnbs_tree_at(rows, k), &newborn->outcome[i]);
        n += !is_there;
    }
    return n;
}

void gnbs_report_json_replaces(gnbs_json_t *j, const gnbs_case_t *newborn,
                               const gnbs_report_replaces_t *r) {
    if (r == NULL) {
        gnbs_json_null(j, "replaces");
        return;
    }
    gnbs_json_object(j, "replaces");
    gnbs_json_text(j, "id", r->id);
    gnbs_json_int(j, "version", r->version);
    gnbs_json_text(j, "reason", r->reason);
    if (r->findings == NULL) {
        gnbs_json_null(j, "changes");
        gnbs_json_null(j, "n_no_longer_screened");
    } else {
        const gnbs_tree_t *rows = gnbs_tree_get(r->findings, "outcomes");
        write_changes(j, newborn, rows);
        gnbs_json_int(j, "n_no_longer_screened", count_gone(newborn, rows));
    }
    gnbs_json_end(j);
}
