#include "core/escape.h"
#include "run/run_release_parts.h"

static const gnbs_variant_t *variant_of(const gnbs_panel_moved_t *m) {
    return m->to != NULL ? &m->to->variant : &m->from->variant;
}

static const char *contig_of(const gnbs_release_list_t *list, const gnbs_panel_moved_t *m) {
    const gnbs_bundle_t *b = m->to != NULL ? list->found->to : list->found->from;
    return b->contigs.contig[variant_of(m)->tid].name;
}

static void print_allele(gnbs_str_t *out, const gnbs_release_list_t *list,
                         const gnbs_release_item_t *it) {
    const gnbs_variant_t *v = variant_of(it->moved);
    gnbs_str_printf(out, "\n%s: ", gnbs_reclassified_title(it->moved->kind));
    gnbs_escape_term(out, it->row->gene);
    gnbs_str_printf(out, " %s:%lld %.40s>%.40s. ", contig_of(list, it->moved),
                    (long long)v->pos + 1, v->ref, v->alt);
    gnbs_escape_term(out, it->row->condition);
    gnbs_str_printf(out, " (%s)\n", gnbs_inheritance_short(it->row->inheritance));
}

static void print_words(gnbs_str_t *out, const gnbs_impact_state_t *s) {
    const char *word = s->is_screened ? gnbs_outcome_name(s->outcome) : "not judged";
    for (; *word != '\0'; word++) gnbs_str_add_char(out, *word == '_' ? ' ' : *word);
}

static void print_item(gnbs_str_t *out, const gnbs_release_item_t *it) {
    const gnbs_impact_item_t *m = &it->impact;
    gnbs_str_add(out, "    ");
    gnbs_escape_term(out, m->sample);
    gnbs_str_printf(out, ": %s%s, ", gnbs_zygosity_name(it->zygosity),
                    it->passes ? "" : ", a call that did not pass its filters");
    print_words(out, &m->before);
    if (m->kind == GNBS_IMPACT_N) {
        gnbs_str_add(out, ", as before");
        if (m->why[0] != '\0') gnbs_str_add(out, ": ");
        gnbs_escape_term(out, m->why);
        gnbs_str_add_char(out, '\n');
        return;
    }
    gnbs_str_add(out, " -> ");
    if (m->kind == GNBS_IMPACT_CANNOT_TELL)
        gnbs_str_add_char(out, '?');
    else
        print_words(out, &m->after);
    if (m->why[0] != '\0') gnbs_str_add(out, ". ");
    gnbs_escape_term(out, m->why);
    gnbs_str_add_char(out, '\n');
}

static void print_blind(gnbs_str_t *out, const gnbs_release_list_t *list,
                        const gnbs_release_blind_t *b) {
    gnbs_str_add(out, "    ");
    gnbs_escape_term(out, b->sample);
    gnbs_str_add(out, ": ");
    if (b->n_unjudged > 0)
        gnbs_str_printf(out, "%zu of %zu lie where this case was not judged%s",
                        b->n_unjudged, list->n_up, b->is_partial ? "; " : "");
    if (b->is_partial)
        gnbs_str_add(out, "only reportable variants are kept: one that became pathogenic "
                          "may have been seen and is not kept");
    gnbs_str_add_char(out, '\n');
}

void gnbs_run_release_print_text(gnbs_str_t *out, const gnbs_release_list_t *list) {
    gnbs_str_printf(
        out,
        "\nstored cases\n%zu cases: %zu judged again, %zu of them with an allele "
        "that moved; %zu screened under another panel, %zu could not be read\n",
        list->n_folder, list->n_judged, list->n_carrier, list->n_other - list->n_unreadable,
        list->n_unreadable);
    for (size_t i = 0; i < list->n_item; i++) {
        const gnbs_release_item_t *it = &list->item[i];
        if (i == 0 || it->moved != it[-1].moved || it->row != it[-1].row)
            print_allele(out, list, it);
        print_item(out, it);
    }
    if (list->n_blind > 0)
        gnbs_str_add(out,
                     "\nOf the alleles that are pathogenic now, these cases cannot say "
                     "all\n");
    for (size_t i = 0; i < list->n_blind; i++) print_blind(out, list, &list->blind[i]);
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

static void add_state(gnbs_json_t *j, const char *key, const gnbs_impact_state_t *s) {
    gnbs_json_text(j, key, s->is_screened ? gnbs_outcome_name(s->outcome) : NULL);
}

static void add_item(gnbs_json_t *j, const gnbs_release_list_t *list,
                     const gnbs_release_item_t *it) {
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "sample", it->impact.sample);
    gnbs_json_text(j, "change", gnbs_reclassified_name(it->moved->kind));
    gnbs_json_int(j, "allele", (int64_t)(it->moved - list->found->moved));
    gnbs_json_text(j, "gene", it->row->gene);
    gnbs_json_text(j, "condition", it->row->condition);
    gnbs_json_text(j, "zygosity", gnbs_zygosity_name(it->zygosity));
    gnbs_json_bool(j, "passes_filters", it->passes);
    gnbs_json_text(j, "outcome_change", gnbs_impact_name(it->impact.kind));
    add_state(j, "before", &it->impact.before);
    if (it->impact.kind == GNBS_IMPACT_CANNOT_TELL)
        gnbs_json_null(j, "after");
    else
        add_state(j, "after",
                  it->impact.kind == GNBS_IMPACT_N ? &it->impact.before
                                                   : &it->impact.after);
    gnbs_json_text(j, "why", it->impact.why);
    gnbs_json_end(j);
}

void gnbs_run_release_add_json(gnbs_json_t *j, const gnbs_release_list_t *list) {
    gnbs_json_object(j, "cases");
    gnbs_json_int(j, "n", (int64_t)list->n_folder);
    gnbs_json_int(j, "judged", (int64_t)list->n_judged);
    gnbs_json_int(j, "carriers", (int64_t)list->n_carrier);
    gnbs_json_int(j, "under_another_panel", (int64_t)(list->n_other - list->n_unreadable));
    gnbs_json_int(j, "unreadable", (int64_t)list->n_unreadable);
    gnbs_json_end(j);
    gnbs_json_array(j, "newborns");
    for (size_t i = 0; i < list->n_item; i++) add_item(j, list, &list->item[i]);
    gnbs_json_end(j);
    gnbs_json_array(j, "cannot_say");
    for (size_t i = 0; i < list->n_blind; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "sample", list->blind[i].sample);
        gnbs_json_int(j, "alleles_not_judged", (int64_t)list->blind[i].n_unjudged);
        gnbs_json_bool(j, "only_reportable_kept", list->blind[i].is_partial);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
    gnbs_json_array(j, "not_judged");
    for (size_t i = 0; i < list->n_other; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "folder", list->other[i].folder);
        gnbs_json_text(j, "why", list->other[i].why);
        gnbs_json_bool(j, "unreadable", list->other[i].is_unreadable);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}
