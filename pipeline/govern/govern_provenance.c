#include "core/json.h"
#include "govern/govern.h"

void gnbs_govern_print_provenance(gnbs_str_t *out, const gnbs_provenance_t *p) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "program", "gnbs");
    gnbs_json_text(&j, "version", p->program_version);
    gnbs_json_text(&j, "command_line", p->command_line);
    gnbs_json_text(&j, "sample", p->sample);
    gnbs_json_text(&j, "consent", p->consent);
    if (p->consent_signed_by != NULL)
        gnbs_json_text(&j, "consent_signed_by", p->consent_signed_by);
    gnbs_json_bool(&j, "research", p->allows_research);
    gnbs_json_bool(&j, "counted_in_cohort", !p->leaves_cohort);
    if (p->has_consent_groups) {
        gnbs_json_array(&j, "consent_groups");
        for (size_t i = 0; i < p->n_consent_group; i++)
            gnbs_json_text(&j, NULL, p->consent_group[i]);
        gnbs_json_end(&j);
    }
    if (p->variants_kept != NULL) gnbs_json_text(&j, "variants_kept", p->variants_kept);
    gnbs_json_text(&j, "began", p->began);
    gnbs_json_text(&j, "ended", p->ended);
    gnbs_json_real(&j, "seconds", p->seconds, 3);
    gnbs_json_text(&j, "host", p->host);
    gnbs_json_int(&j, "threads", p->n_threads);
    gnbs_json_text(&j, "compiler", p->compiler);
    gnbs_json_text(&j, "htslib", p->htslib_version);
    gnbs_json_object(&j, "panel");
    gnbs_json_text(&j, "name", p->panel_name);
    gnbs_json_text(&j, "version", p->panel_version);
    gnbs_json_text(&j, "sha256", p->panel_sha256);
    gnbs_json_end(&j);
    gnbs_json_object(&j, "reference_bundle");
    gnbs_json_text(&j, "build", p->bundle_build);
    gnbs_json_text(&j, "identity", p->bundle_identity);
    gnbs_json_end(&j);
    gnbs_json_array(&j, "inputs");
    for (size_t i = 0; i < p->n_input; i++) {
        gnbs_json_object(&j, NULL);
        gnbs_json_text(&j, "role", p->input[i].role);
        gnbs_json_text(&j, "path", p->input[i].path);
        gnbs_json_int(&j, "size_bytes", p->input[i].size_bytes);
        gnbs_json_text(&j, p->input[i].is_sampled ? "sha256_of_ends" : "sha256",
                       p->input[i].sha256);
        gnbs_json_end(&j);
    }
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}
