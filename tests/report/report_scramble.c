/* tests/report/report_scramble.c -- any bytes make a case; its outputs must agree. */
#include "io/table_read.h"
#include "io/tree_read.h"
#include "report/report_aid.h"
#include "report/report_parents.h"

typedef gnbs_code_t (*render_t)(const gnbs_tree_t *, gnbs_str_t *, gnbs_err_t *);

static gnbs_code_t render_parents(const gnbs_tree_t *tree, gnbs_arena_t *arena,
                                  gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_table_t table;
    gnbs_parents_words_t words;
    GNBS_TRY(gnbs_table_read(AID_WORDS, '\t', arena, &table, err));
    GNBS_TRY(gnbs_parents_words(&table, &words, err));
    return gnbs_report_parents(tree, 1, &words, 0, out, err);
}

static gnbs_code_t render_all(const gnbs_str_t *json, outputs_t *out, gnbs_err_t *err) {
    const struct {
        render_t render;
        gnbs_str_t *to;
    } PARTS[] = {{gnbs_report_html, &out->html},
                 {gnbs_report_tsv, &out->tsv},
                 {gnbs_report_plain, &out->txt},
                 {gnbs_report_fhir, &out->fhir},
                 {gnbs_report_phenopacket, &out->phenopacket}};
    const gnbs_tree_t *tree;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code =
        gnbs_tree_parse("findings.json", json->s, json->n, &arena, &tree, err);
    for (size_t i = 0; code == GNBS_OK && i < sizeof PARTS / sizeof PARTS[0]; i++)
        code = PARTS[i].render(tree, PARTS[i].to, err);
    if (code == GNBS_OK) code = render_parents(tree, &arena, &out->parents, err);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t outputs_make(const made_t *m, outputs_t *out, gnbs_err_t *err) {
    *out = (outputs_t){0};
    gnbs_code_t code = gnbs_report_json(&m->newborn, &m->info, &out->json, err);
    return code == GNBS_OK ? render_all(&out->json, out, err) : code;
}

void outputs_clear(outputs_t *out) {
    gnbs_str_clear(&out->html);
    gnbs_str_clear(&out->json);
    gnbs_str_clear(&out->tsv);
    gnbs_str_clear(&out->txt);
    gnbs_str_clear(&out->fhir);
    gnbs_str_clear(&out->phenopacket);
    gnbs_str_clear(&out->parents);
}

/* ---- bytes to a case ---------------------------------------------------------------------------------- */
typedef struct bytes {
    const uint8_t *at;
    size_t n;
    gnbs_arena_t *arena;
} bytes_t;

static int take(bytes_t *b, int below) {
    if (b->n == 0) return 0;
    b->n--;
    return *b->at++ % below;
}

static const char *take_text(bytes_t *b, const char *if_empty) {
    size_t want = (size_t)take(b, 64), n = want < b->n ? want : b->n;
    char *text = gnbs_arena_strndup(b->arena, (const char *)b->at, n);
    b->at += n;
    b->n -= n;
    return text != NULL && text[0] != '\0' ? text : if_empty;
}

static void scramble_variant(made_t *m, bytes_t *b, int i) {
    gnbs_case_variant_t *v = &m->variant[i];
    v->call.variant.ref = take_text(b, "A");
    v->call.variant.alt = take_text(b, "<DEL>");
    v->call.variant.tid = take(b, 2);
    v->call.zygosity = (gnbs_zygosity_t)take(b, GNBS_ZYG_HETEROPLASMIC + 1);
    v->call.heteroplasmy = (gnbs_heteroplasmy_t){.is_stated = take(b, 2) != 0,
                                                 .fraction = take(b, 101) / 100.0,
                                                 .high = 1,
                                                 .needs_confirmation = take(b, 2) != 0};
    v->call.gq_phred = take(b, 100) - 1;
    v->call.ad_ref = take(b, 40) - 1;
    v->call.ad_alt = take(b, 40) - 1;
    v->call.filter = (uint32_t)take(b, 256) << take(b, GNBS_FILTER_N - 7);
    v->n_consequence = (size_t)take(b, 2);
    m->consequence[i].hgvs_c = take(b, 2) ? take_text(b, "") : NULL;
    m->consequence[i].hgvs_p = take(b, 2) ? take_text(b, "") : NULL;
    m->consequence[i].terms = UINT64_C(1) << take(b, GNBS_CSQ_N);
    v->known = take(b, 2) ? &m->known[i] : NULL;
    v->known_same_protein = take(b, 2) ? &m->known[i] : NULL;
    m->known[i].clndn = take_text(b, "");
    m->known[i].clnsig_text = take_text(b, "");
    m->known[i].clnrevstat = take_text(b, "");
    v->frequency = take(b, 2) ? &m->frequency : NULL;
}

static void scramble_outcome(made_t *m, bytes_t *b, int i) {
    gnbs_outcome_t *o = &m->outcome[i];
    gnbs_condition_t *c = &m->condition[i];
    c->gene = take_text(b, "GENE");
    c->condition = take_text(b, "condition");
    c->urgency = take_text(b, "");
    c->action = take_text(b, "");
    c->inheritance = (gnbs_inheritance_t)take(b, GNBS_INH_MT + 1);
    c->prevalence = take(b, 2) ? 1.0 / (1 + take(b, 200)) : 0;
    o->outcome = (gnbs_outcome_kind_t)take(b, 3);
    o->reason = (gnbs_reason_t)take(b, GNBS_REASON_N);
    o->detail = take_text(b, "");
    o->target_bp = take(b, 256);
    o->callable_bp = o->target_bp > 0 ? take(b, (int)o->target_bp + 1) : 0;
    o->n_known = take(b, 100);
    o->n_known_callable = o->n_known > 0 ? take(b, o->n_known + 1) : 0;
    o->n_gap = (size_t)take(b, 3);
    o->gap = m->gap;
    o->n_limit = (size_t)take(b, 3);
    o->n_finding = 0;
    if (o->outcome != GNBS_OUTCOME_SUSPECTED) return;
    gnbs_finding_t *f = &m->finding[m->newborn.n_finding];
    o->first_finding = m->newborn.n_finding++;
    o->n_finding = 1;
    *f = (gnbs_finding_t){.condition = c, .n_variant = 1 + (size_t)take(b, 2)};
    for (size_t k = 0; k < f->n_variant; k++) {
        f->variant[k] = &m->variant[take(b, 3)];
        f->rule[k] = take_text(b, "");
    }
    f->phase = (gnbs_phase_t)take(b, GNBS_PHASE_UNKNOWN + 1);
    f->reason = o->reason;
}

/* What sources of the bundle say, in their own words. */
static void scramble_sources(made_t *m, bytes_t *b) {
    m->source[0].version = take_text(b, "");
    m->known[1].clnsigconf = take_text(b, "Pathogenic(1)");
    m->frequency.groups = take_text(b, "afr=0.1");
    m->frequency.grpmax = take_text(b, "");
    m->frequency.filter = take_text(b, "");
    m->frequency.source = take_text(b, "");
    m->frequency.n_hemi = take(b, 9) - 1;
    m->score[0] = (gnbs_score_t){take_text(b, ""), take(b, 200) / 100.0 - 1,
                                 take_text(b, ""), take_text(b, "")};
    for (int i = 0; i < MADE_N_VARIANT; i++) {
        m->variant[i].n_score = (size_t)take(b, 2);
        m->variant[i].score = m->score;
    }
}

void scramble_case(made_t *m, gnbs_arena_t *arena, const uint8_t *data, size_t n) {
    bytes_t b = {data, n, arena};
    m->newborn.is_synthetic = take(&b, 2);
    m->info.is_draft = take(&b, 2);
    m->panel.is_signed = take(&b, 2);
    m->newborn.quality.passes = take(&b, 2);
    m->newborn.quality.has_reads = take(&b, 2);
    m->newborn.sample = take_text(&b, "");
    m->panel.name = take_text(&b, "");
    m->newborn.quality.fail_reason = take_text(&b, "");
    m->criterion[0].why = take_text(&b, "");
    m->gap[0] = take_text(&b, "gap");
    m->limit[0] = take_text(&b, "limit");
    m->contig[0].name = take_text(&b, "1");
    m->info.report_id = take_text(&b, "R");
    m->info.n_pileup = (size_t)take(&b, 2);
    m->row[0].base = take_text(&b, "");
    for (int i = 0; i < 3; i++) scramble_variant(m, &b, i);
    m->newborn.n_finding = 0;
    for (int i = 0; i < MADE_N_OUTCOME; i++) scramble_outcome(m, &b, i);
    scramble_sources(m, &b);
}
