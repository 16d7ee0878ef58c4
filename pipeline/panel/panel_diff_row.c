#include "panel/panel_diff_parts.h"

#include <string.h>

/* How many copies must carry a variant before the condition is suspected (in either sex where it depends). */
static bool needs_two(gnbs_inheritance_t inh) {
    return inh == GNBS_INH_AR || inh == GNBS_INH_XLR;
}

static bool say_inheritance(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                            const gnbs_condition_t *to) {
    if (from->inheritance == to->inheritance) return false;
    const char *meaning =
        needs_two(from->inheritance) && !needs_two(to->inheritance)
            ? "one variant is now enough: babies who were carriers become suspected"
        : !needs_two(from->inheritance) && needs_two(to->inheritance)
            ? "two variants are now needed: a single one is no longer reported"
            : "it is judged by the other rule";
    gnbs_panel_say(out, "inheritance %s -> %s: %s",
                   gnbs_inheritance_short(from->inheritance),
                   gnbs_inheritance_short(to->inheritance), meaning);
    return true;
}

static bool say_policy(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                       const gnbs_condition_t *to) {
    static const char *const MEANING[3][3] = {
        [GNBS_POLICY_KNOWN] = {[GNBS_POLICY_KNOWN_LOF] =
                                   "new variants that abolish the gene's function become "
                                   "reportable, besides those already known",
                               [GNBS_POLICY_NAMED] =
                                   "only the alleles that the panel names stay reportable"},
        [GNBS_POLICY_KNOWN_LOF] =
            {[GNBS_POLICY_KNOWN] = "new variants that abolish the gene's function are no "
                                   "longer reported, only those already known",
             [GNBS_POLICY_NAMED] = "only the alleles that the panel names stay reportable"},
        [GNBS_POLICY_NAMED] = {
            [GNBS_POLICY_KNOWN] = "all variants known to be pathogenic become reportable, "
                                  "not only the named ones",
            [GNBS_POLICY_KNOWN_LOF] =
                "all variants known to be pathogenic become reportable, and new ones that "
                "abolish the gene's function"}};
    if (from->policy == to->policy) return false;
    gnbs_panel_say(out, "reported %s -> %s: %s", gnbs_policy_name(from->policy),
                   gnbs_policy_name(to->policy), MEANING[from->policy][to->policy]);
    return true;
}

static size_t stem(const char *accession) { return strcspn(accession, "."); }

static bool say_transcript(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                           const gnbs_condition_t *to) {
    if (strcmp(from->transcript, to->transcript) == 0) return false;
    bool is_version = stem(from->transcript) == stem(to->transcript) &&
                      strncmp(from->transcript, to->transcript, stem(to->transcript)) == 0;
    gnbs_panel_say(out, "transcript %s -> %s: %s",
                   from->transcript[0] != '\0' ? from->transcript : "(none)",
                   to->transcript[0] != '\0' ? to->transcript : "(none)",
                   is_version
                       ? "variants are judged on another version of it; c. names may move"
                       : "variants are judged and named on another transcript");
    return true;
}

/* Is token [s, s + n) of a list joined by ; in `list`? */
static bool lists(const char *list, const char *s, size_t n) {
    while (*list != '\0') {
        size_t k = strcspn(list, ";");
        if (k == n && strncmp(list, s, n) == 0) return true;
        list += k + (list[k] != '\0');
    }
    return false;
}

static bool say_classes(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                        const gnbs_condition_t *to) {
    const char *const list[2] = {from->classes_text, to->classes_text};
    bool is_said = false;
    for (int k = 0; k < 2; k++)
        for (const char *s = list[k]; *s != '\0';) {
            size_t n = strcspn(s, ";");
            if (!lists(list[1 - k], s, n)) {
                gnbs_panel_say(out,
                               k == 0 ? "variants of class %.*s are no longer asked for"
                                      : "variants of class %.*s are asked for too",
                               (int)n, s);
                is_said = true;
            }
            s += n + (s[n] != '\0');
        }
    return is_said;
}

static bool say_text(gnbs_panel_lines_t *out, const char *what, const char *from,
                     const char *to) {
    if (strcmp(from, to) == 0) return false;
    gnbs_panel_say(out, "%s: %s -> %s", what, from[0] != '\0' ? from : "(empty)",
                   to[0] != '\0' ? to : "(empty)");
    return true;
}

static int urgency_rank(const char *text) { /* sooner first */
    static const char *const WORD[] = {"hours", "days", "weeks"};
    for (int i = 0; i < 3; i++)
        if (strcmp(text, WORD[i]) == 0) return i;
    return 3;
}

static bool say_urgency(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                        const gnbs_condition_t *to) {
    if (strcmp(from->urgency, to->urgency) == 0) return false;
    bool is_sooner = urgency_rank(to->urgency) < urgency_rank(from->urgency);
    gnbs_panel_say(out, "urgency %s -> %s: %s",
                   from->urgency[0] != '\0' ? from->urgency : "(not stated)",
                   to->urgency[0] != '\0' ? to->urgency : "(not stated)",
                   is_sooner ? "somebody must act sooner"
                             : "there is more time before somebody must act");
    return true;
}

bool gnbs_panel_say_row(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                        const gnbs_condition_t *to) {
    bool is_touched = false;
    is_touched |= say_text(out, "gene symbol", from->gene, to->gene);
    is_touched |= say_inheritance(out, from, to);
    is_touched |= say_policy(out, from, to);
    is_touched |= say_text(out, "mechanism", from->mechanism, to->mechanism);
    is_touched |= say_transcript(out, from, to);
    is_touched |= say_classes(out, from, to);
    is_touched |=
        say_text(out, "the family reads another name", from->condition, to->condition);
    is_touched |= say_text(out, "condition id", from->condition_id, to->condition_id);
    is_touched |= say_urgency(out, from, to);
    is_touched |= say_text(out, "action", from->action, to->action);
    is_touched |=
        say_text(out, "confirmatory test", from->confirmatory_test, to->confirmatory_test);
    is_touched |= say_text(out, "onset", from->onset, to->onset);
    is_touched |= say_text(out, "consent group (whose families it may be told)",
                           from->group, to->group);
    is_touched |= say_text(out, "prevalence (and with it the residual risk)",
                           from->prevalence_text, to->prevalence_text);
    const struct {
        const char *what, *from, *to;
    } RECORD[] = {{"programmes", from->programmes, to->programmes},
                  {"evidence", from->evidence, to->evidence},
                  {"curator", from->curator, to->curator},
                  {"reviewed", from->reviewed, to->reviewed},
                  {"note", from->note, to->note},
                  {"sources", from->sources, to->sources},
                  {"needs review", from->needs_review, to->needs_review}};
    for (size_t i = 0; i < sizeof RECORD / sizeof *RECORD; i++)
        say_text(out, RECORD[i].what, RECORD[i].from, RECORD[i].to);
    return is_touched;
}
