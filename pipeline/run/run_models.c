#include "run/run_models.h"

static const gnbs_contig_t CHROMOSOME[] = {
    {"chr1", 0, ""},  {"chr2", 0, ""},  {"chr3", 0, ""},  {"chr4", 0, ""},
    {"chr5", 0, ""},  {"chr6", 0, ""},  {"chr7", 0, ""},  {"chr8", 0, ""},
    {"chr9", 0, ""},  {"chr10", 0, ""}, {"chr11", 0, ""}, {"chr12", 0, ""},
    {"chr13", 0, ""}, {"chr14", 0, ""}, {"chr15", 0, ""}, {"chr16", 0, ""},
    {"chr17", 0, ""}, {"chr18", 0, ""}, {"chr19", 0, ""}, {"chr20", 0, ""},
    {"chr21", 0, ""}, {"chr22", 0, ""}, {"chrX", 0, ""},  {"chrY", 0, ""},
    {"chrM", 0, ""}};
static const gnbs_contigs_t CHROMOSOMES = {sizeof CHROMOSOME / sizeof *CHROMOSOME,
                                           CHROMOSOME, "chromosomes by name"};

const gnbs_contigs_t *gnbs_run_chromosomes(void) { return &CHROMOSOMES; }

gnbs_code_t gnbs_run_read_models(const char *path, gnbs_arena_t *arena, gnbs_gff_t *gff,
                                 gnbs_err_t *err) {
    GNBS_TRY(gnbs_gff_read(path, &CHROMOSOMES, arena, gff, err));
    if (gff->n_transcript > 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: no transcript on a chromosome; expected gene models in GFF3 "
                        "(MANE, Ensembl, GENCODE or RefSeq)",
                        path);
}
