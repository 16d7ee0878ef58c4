#include <string.h>

#include "core/escape.h"
#include "core/json.h"
#include "run/run_impact_parts.h"

static const gnbs_condition_t *row_of(const gnbs_panel_change_t *change) {
    return change->to != NULL ? change->to : change->from;
}

static void print_state(gnbs_str_t *out, const gnbs_impact_state_t *s) {
    if (!s->is_screened) {
        gnbs_str_add(out, "not screened");
        return;
    }
    const char *word = gnbs_outcome_name(s->outcome);
    for (; *word != '\0'; word++) gnbs_str_add_char(out, *word == '_' ? ' ' : *word);
    if (s->reason < GNBS_REASON_N && s->outcome != GNBS_OUTCOME_NOT_SUSPECTED)
        gnbs_str_printf(out, " (%s)", gnbs_reason_text(s->reason));
}

static void print_panel(gnbs_str_t *out, const gnbs_panel_t *p) {
    gnbs_escape_term(out, p->name);
    gnbs_str_add_char(out, ' ');
    gnbs_escape_term(out, p->version);
    gnbs_str_add(out, p->is_signed ? " (signed)" : " (DRAFT)");
}

static void print_head(gnbs_str_t *out, const gnbs_impact_list_t *list) {
    gnbs_str_add(out, "panel ");
    print_panel(out, list->plan->from);
    gnbs_str_add(out, " -> ");
    print_panel(out, list->plan->to);
    gnbs_str_printf(out,
                    ": %zu conditions may have another outcome\n%zu stored cases: %zu "
                    "judged again, %zu of them with another outcome, %zu with a condition "
                    "that cannot be told; %zu screened under another panel, %zu could not "
                    "be read\n\n",
                    list->plan->n_change, list->n_folder, list->n_judged, list->n_changed,
                    list->n_open, list->n_other - list->n_unreadable, list->n_unreadable);
    for (int k = 0; k < GNBS_IMPACT_N; k++)
        gnbs_str_printf(out, "%8zu  %s\n", list->n[k],
                        gnbs_impact_title((gnbs_impact_kind_t)k));
}

static void print_change(gnbs_str_t *out, const gnbs_panel_change_t *change) {
    gnbs_str_add_char(out, '\n');
    gnbs_escape_term(out, row_of(change)->gene);
    gnbs_str_add(out, ", ");
    gnbs_escape_term(out, row_of(change)->condition);
    gnbs_str_printf(out, ": %s\n", gnbs_panel_change_title(change->kind));
    for (size_t i = 0; i < change->n_line; i++) {
        gnbs_str_add(out, "    ");
        gnbs_escape_term(out, change->line[i]);
        gnbs_str_add_char(out, '\n');
    }
}

static void print_item(gnbs_str_t *out, const gnbs_impact_item_t *it) {
    gnbs_str_add(out, "    ");
    gnbs_escape_term(out, it->sample);
    gnbs_str_add(out, ": ");
    print_state(out, &it->before);
    if (it->kind != GNBS_IMPACT_CANNOT_TELL) {
        gnbs_str_add(out, " -> ");
        print_state(out, &it->after);
    } else {
        gnbs_str_add(out, " -> ?");
    }
    if (it->why[0] != '\0') {
        gnbs_str_add(out, ". ");
        gnbs_escape_term(out, it->why);
    }
    gnbs_str_add_char(out, '\n');
}

void gnbs_run_impact_print_text(gnbs_str_t *out, const gnbs_impact_list_t *list) {
    print_head(out, list);
    const gnbs_panel_change_t *change = NULL;
    gnbs_impact_kind_t kind = GNBS_IMPACT_N;
    for (size_t i = 0; i < list->n_item; i++) {
        const gnbs_impact_item_t *it = &list->item[i];
        if (it->change != change) {
            change = it->change;
            kind = GNBS_IMPACT_N;
            print_change(out, change);
        }
        if (it->kind != kind) {
            kind = it->kind;
            gnbs_str_printf(out, "  %s\n", gnbs_impact_title(kind));
        }
        print_item(out, it);
    }
    if (list->n_other > 0) gnbs_str_add(out, "\nNot judged\n");
    for (size_t i = 0; i < list->n_other; i++) {
        gnbs_str_add(out, "    ");
        gnbs_escape_term(out, list->other[i].folder);
        gnbs_str_add(out, ": ");
        gnbs_escape_term(out, list->other[i].why);
        gnbs_str_add_char(out, '\n');
    }
}

/* ---- JSON ------------------------------------------------------------------------------------------------- */

static void add_panel(gnbs_json_t *j, const char *key, const gnbs_panel_t *p) {
    gnbs_json_object(j, key);
    gnbs_json_text(j, "name", p->name);
    gnbs_json_text(j, "version", p->version);
    gnbs_json_text(j, "sha256", p->sha256);
    gnbs_json_bool(j, "signed", p->is_signed);
    gnbs_json_end(j);
}

static void add_state(gnbs_json_t *j, const char *key, const gnbs_impact_state_t *s) {
    gnbs_json_object(j, key);
    gnbs_json_text(j, "outcome", s->is_screened ? gnbs_outcome_name(s->outcome) : NULL);
    gnbs_json_text(j, "reason",
                   s->is_screened && s->reason < GNBS_REASON_N ? gnbs_reason_code(s->reason)
                                                               : NULL);
    gnbs_json_end(j);
}

static void add_item(gnbs_json_t *j, const gnbs_impact_list_t *list,
                     const gnbs_impact_item_t *it) {
    const gnbs_condition_t *row = row_of(it->change);
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "sample", it->sample);
    gnbs_json_text(j, "change", gnbs_impact_name(it->kind));
    gnbs_json_text(j, "gene", row->gene);
    gnbs_json_text(j, "hgnc_id", row->hgnc_id);
    gnbs_json_text(j, "condition", row->condition);
    add_state(j, "before", &it->before);
    if (it->kind != GNBS_IMPACT_CANNOT_TELL)
        add_state(j, "after", &it->after);
    else
        gnbs_json_null(j, "after");
    gnbs_json_text(j, "why", it->why);
    gnbs_json_int(j, "panel_change", (int64_t)(it->change - list->plan->diff->change));
    gnbs_json_end(j);
}

static void add_changes(gnbs_json_t *j, const gnbs_panel_diff_t *diff) {
    gnbs_json_array(j, "panel_changes");
    for (size_t i = 0; i < diff->n_change; i++) {
        const gnbs_panel_change_t *change = &diff->change[i];
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "change", gnbs_panel_change_name(change->kind));
        gnbs_json_text(j, "gene", row_of(change)->gene);
        gnbs_json_text(j, "condition", row_of(change)->condition);
        gnbs_json_array(j, "lines");
        for (size_t k = 0; k < change->n_line; k++)
            gnbs_json_text(j, NULL, change->line[k]);
        gnbs_json_end(j);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_run_impact_print_json(gnbs_str_t *out, const gnbs_impact_list_t *list) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    add_panel(&j, "from", list->plan->from);
    add_panel(&j, "to", list->plan->to);
    gnbs_json_object(&j, "cases");
    gnbs_json_int(&j, "n", (int64_t)list->n_folder);
    gnbs_json_int(&j, "judged", (int64_t)list->n_judged);
    gnbs_json_int(&j, "changed", (int64_t)list->n_changed);
    gnbs_json_int(&j, "cannot_be_told", (int64_t)list->n_open);
    gnbs_json_int(&j, "under_another_panel", (int64_t)(list->n_other - list->n_unreadable));
    gnbs_json_int(&j, "unreadable", (int64_t)list->n_unreadable);
    gnbs_json_end(&j);
    gnbs_json_object(&j, "counts");
    for (int k = 0; k < GNBS_IMPACT_N; k++)
        gnbs_json_int(&j, gnbs_impact_name((gnbs_impact_kind_t)k), (int64_t)list->n[k]);
    gnbs_json_end(&j);
    add_changes(&j, list->plan->diff);
    gnbs_json_array(&j, "outcomes");
    for (size_t i = 0; i < list->n_item; i++) add_item(&j, list, &list->item[i]);
    gnbs_json_end(&j);
    gnbs_json_array(&j, "not_judged");
    for (size_t i = 0; i < list->n_other; i++) {
        gnbs_json_object(&j, NULL);
        gnbs_json_text(&j, "folder", list->other[i].folder);
        gnbs_json_text(&j, "why", list->other[i].why);
        gnbs_json_bool(&j, "unreadable", list->other[i].is_unreadable);
        gnbs_json_end(&j);
    }
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}
