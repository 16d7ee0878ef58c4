#include "io/gff.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/bgzf.h>
#include <htslib/hts_log.h>
#include <htslib/kstring.h>

#include "core/escape.h"
#include "core/mem.h"
#include "io/gff_attr.h"
#include "io/path.h"

enum { MAX_LINE_BYTES = 1 << 20, N_COLUMN = 9 };
enum { SEQID, SOURCE, TYPE, START, END, SCORE, STRAND, PHASE, ATTRIBUTES };

static gnbs_code_t bad_line(gnbs_gff_builder_t *b, const char *what, const char *text) {
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    if (text != NULL) gnbs_escape_term(&safe, text);
    gnbs_code_t code = gnbs_err_set(b->err, GNBS_E_FORMAT, "%s:%" PRId64 ": %s%s%.80s%s",
                                    b->path, b->n_line, what, text != NULL ? " '" : "",
                                    gnbs_str_text(&safe), text != NULL ? "'" : "");
    gnbs_str_clear(&safe);
    return code;
}

static gnbs_code_t no_memory(gnbs_gff_builder_t *b) {
    return gnbs_err_set(b->err, GNBS_E_NOMEM, "%s:%" PRId64 ": out of memory", b->path,
                        b->n_line);
}

/* ---- names of contigs ----------------------------------------------------------------- */

/* Versions of the accessions NC_000001 to NC_000024 in GRCh37 (RefSeq assembly report of GCF_000001405.25); in
 * GRCh38 (GCF_000001405.26 and later) each is one higher. NC_012920.1 is the mitochondrion of both. */
static const int VERSION_37[24] = {10, 11, 11, 11, 9,  11, 13, 10, 11, 10, 9,  11,
                                   10, 8,  9,  9,  10, 9,  9,  10, 8,  10, 10, 9};

static gnbs_code_t find_accession(gnbs_gff_builder_t *b, const char *seqid, int32_t *tid) {
    *tid = gnbs_contig_find(b->contigs, seqid);
    if (*tid >= 0 || strncmp(seqid, "NC_", 3) != 0) return GNBS_OK;
    if (strcmp(seqid, "NC_012920.1") == 0) {
        *tid = gnbs_contig_find(b->contigs, "chrM");
        return GNBS_OK;
    }
    char *rest;
    long number = strtol(seqid + 3, &rest, 10);
    if (strlen(seqid) < 10 || rest != seqid + 9 || *rest != '.' || number < 1 ||
        number > 24)
        return GNBS_OK; /* another genome: not one of our contigs */
    long version = strtol(rest + 1, &rest, 10);
    gnbs_build_t build = version == VERSION_37[number - 1]       ? GNBS_BUILD_GRCH37
                         : version == VERSION_37[number - 1] + 1 ? GNBS_BUILD_GRCH38
                                                                 : GNBS_BUILD_UNKNOWN;
    if (*rest != '\0' || build == GNBS_BUILD_UNKNOWN) return GNBS_OK;
    bool is_known = b->build == GNBS_BUILD_GRCH37 || b->build == GNBS_BUILD_GRCH38;
    if (is_known && build != b->build)
        return gnbs_err_set(
            b->err, GNBS_E_DATA,
            "%s:%" PRId64 ": %s is of %s, but %s is %s; give the gene models of that build",
            b->path, b->n_line, seqid, gnbs_contig_build_name(build), b->contigs->source,
            gnbs_contig_build_name(b->build));
    char name[8];
    snprintf(name, sizeof name,
             number == 23   ? "chrX"
             : number == 24 ? "chrY"
                            : "chr%ld",
             number);
    *tid = gnbs_contig_find(b->contigs, name);
    return GNBS_OK;
}

static gnbs_code_t find_contig(gnbs_gff_builder_t *b, const char *seqid, int32_t *tid) {
    if (strcmp(seqid, b->seqid) != 0) { /* lines of one contig follow one another */
        GNBS_TRY(find_accession(b, seqid, &b->tid));
        snprintf(b->seqid, sizeof b->seqid, "%s", seqid);
        if (strcmp(seqid, b->seqid) != 0) b->seqid[0] = '\0';
    }
    *tid = b->tid;
    return GNBS_OK;
}

/* ---- one line ------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *suffix) {
    size_t n = strlen(text), k = strlen(suffix);
    return n >= k && strcmp(text + n - k, suffix) == 0;
}

static gnbs_gff_kind_t kind_of(const char *type) {
    static const struct {
        const char *type;
        gnbs_gff_kind_t kind;
    } KINDS[] = {{"exon", GNBS_GFF_EXON},
                 {"CDS", GNBS_GFF_CDS},
                 {"stop_codon", GNBS_GFF_STOP_CODON},
                 {"start_codon", GNBS_GFF_IGNORED},
                 {"five_prime_UTR", GNBS_GFF_IGNORED},
                 {"three_prime_UTR", GNBS_GFF_IGNORED},
                 {"UTR", GNBS_GFF_IGNORED},
                 {"intron", GNBS_GFF_IGNORED},
                 {"region", GNBS_GFF_IGNORED},
                 {"chromosome", GNBS_GFF_IGNORED},
                 {"scaffold", GNBS_GFF_IGNORED},
                 {"biological_region", GNBS_GFF_IGNORED},
                 {"match", GNBS_GFF_IGNORED},
                 {"cDNA_match", GNBS_GFF_MATCH}};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(type, KINDS[i].type) == 0) return KINDS[i].kind;
    if (ends_with(type, "gene"))
        return GNBS_GFF_GENE; /* gene, ncRNA_gene, pseudogene, ... */
    if (ends_with(type, "RNA") || strcmp(type, "transcript") == 0 ||
        strstr(type, "_transcript") != NULL)
        return GNBS_GFF_TRANSCRIPT; /* mRNA, lnc_RNA, primary_transcript, NMD_transcript_variant, ... */
    return GNBS_GFF_OTHER;
}

static bool read_position(const char *text, gnbs_pos_t *pos1) {
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 12 || text[n] != '\0') return false;
    *pos1 = (gnbs_pos_t)strtoll(text, NULL, 10);
    return true;
}

/* Genes only give names to what lies in them: a gene cut by the edge of the sequence (models of a slice of a genome) may
 * have its ends outside, before its first base too. */
static bool is_outside(const char *text) {
    return text[0] == '-' && text[1] != '\0' &&
           strspn(text + 1, "0123456789") == strlen(text + 1);
}

static gnbs_code_t read_region(gnbs_gff_builder_t *b, char *column[], int32_t tid,
                               gnbs_gff_kind_t kind, gnbs_region_t *region) {
    gnbs_pos_t beg1, end1;
    bool is_loose = kind == GNBS_GFF_GENE;
    if (is_loose && (is_outside(column[START]) || strcmp(column[START], "0") == 0))
        column[START] = "1";
    if (!read_position(column[START], &beg1) || beg1 < 1)
        return bad_line(b, "column 4 (start): expected a position from 1, found",
                        column[START]);
    if (!read_position(column[END], &end1))
        return bad_line(b, "column 5 (end): expected a position, found", column[END]);
    if (end1 < beg1)
        return bad_line(b, "column 5 (end) lies before the start: end", column[END]);
    int64_t length = b->contigs->contig[tid].length_bp;
    if (is_loose && length > 0 && end1 > length) end1 = length > beg1 ? length : beg1;
    if (length > 0 && end1 > length)
        return bad_line(b,
                        "column 5 (end) lies beyond the contig; is this file of another "
                        "genome build? end",
                        column[END]);
    *region = (gnbs_region_t){tid, beg1 - 1, end1};
    return GNBS_OK;
}

static gnbs_code_t add_node(gnbs_gff_builder_t *b, gnbs_gff_node_t node,
                            gnbs_gff_attributes_t *a, const char *type) {
    int32_t i = gnbs_gff_find_node(b, gnbs_gff_decode(a->id));
    if (i < 0) return no_memory(b);
    if (b->nodes.at[i].kind == GNBS_GFF_OTHER)
        return GNBS_OK; /* one feature may take several lines */
    if (b->nodes.at[i].kind != GNBS_GFF_UNDECLARED)
        return bad_line(b, "a second gene or transcript of the ID", a->id);
    node.id = b->nodes.at[i].id;
    node.protein_id = b->nodes.at[i].protein_id;
    node.line = b->n_line;
    node.parent = -1;
    char *parent = gnbs_gff_next_item(&a->parent);
    if (parent != NULL && (node.parent = gnbs_gff_find_node(b, parent)) < 0)
        return no_memory(b);
    gnbs_gff_describe(&b->scratch, a, type, &node);
    b->nodes.at[i] = node;
    return GNBS_OK;
}

/* Is the CDS of the first protein that the transcript or its CDS name? A second one (RefSeq's bicistronic mRNAs) has no
 * place in a transcript. The version may stand on one line and not on the other. */
static bool is_of_first_protein(gnbs_gff_builder_t *b, gnbs_gff_node_t *node,
                                const gnbs_gff_attributes_t *a) {
    if (a->protein_id == NULL) return true;
    const char *id = gnbs_gff_decode(a->protein_id), *known = node->protein_id;
    bool is_same = known == NULL || (strcspn(id, ".") == strcspn(known, ".") &&
                                     strncmp(id, known, strcspn(id, ".")) == 0);
    if (is_same && (known == NULL || strchr(known, '.') == NULL))
        node->protein_id = gnbs_gff_accession(&b->scratch, id, a->version);
    return is_same;
}

static gnbs_code_t add_part(gnbs_gff_builder_t *b, gnbs_gff_part_t part,
                            gnbs_gff_attributes_t *a, const char *phase) {
    if (a->parent == NULL)
        return bad_line(
            b,
            "an exon or CDS without Parent=; expected GFF3 (a GTF file must be converted)",
            NULL);
    if (part.kind == GNBS_GFF_CDS) {
        bool is_unknown =
            strcmp(phase, ".") == 0; /* the CDS is then taken to begin with a codon */
        if (!is_unknown && (phase[0] < '0' || phase[0] > '2' || phase[1] != '\0'))
            return bad_line(b, "column 8 (phase) of a CDS: expected 0, 1, 2 or ., found",
                            phase);
        part.phase = (int8_t)(is_unknown ? 0 : phase[0] - '0');
        b->n_no_phase += is_unknown;
    }
    part.line = b->n_line;
    for (char *parent; (parent = gnbs_gff_next_item(&a->parent)) != NULL;) {
        part.node = gnbs_gff_find_node(b, parent);
        if (part.node < 0) return no_memory(b);
        if (part.kind == GNBS_GFF_CDS &&
            !is_of_first_protein(b, &b->nodes.at[part.node], a))
            continue;
        if (!GNBS_PUSH(&b->parts, part)) return no_memory(b);
    }
    return GNBS_OK;
}

static gnbs_code_t read_strand(gnbs_gff_builder_t *b, const char *text,
                               gnbs_gff_kind_t kind, int8_t *strand) {
    *strand = (int8_t)(text[0] == '+' ? 1 : text[0] == '-' ? -1 : 0);
    bool is_valid = text[0] != '\0' && text[1] == '\0' && strchr("+-.?", text[0]) != NULL;
    if (is_valid && (*strand != 0 || kind == GNBS_GFF_OTHER || kind == GNBS_GFF_GENE))
        return GNBS_OK;
    return bad_line(b, "column 7 (strand): expected + or -, found", text);
}

static gnbs_code_t read_feature(gnbs_gff_builder_t *b, char *column[]) {
    gnbs_gff_kind_t kind = kind_of(column[TYPE]);
    int32_t tid;
    if (kind == GNBS_GFF_IGNORED) return GNBS_OK;
    GNBS_TRY(find_contig(b, column[SEQID], &tid));
    if (tid < 0) {
        b->n_skipped_contig += kind == GNBS_GFF_TRANSCRIPT;
        return GNBS_OK;
    }
    gnbs_region_t region;
    int8_t strand;
    GNBS_TRY(read_region(b, column, tid, kind, &region));
    GNBS_TRY(read_strand(b, column[STRAND], kind, &strand));
    gnbs_gff_attributes_t a;
    gnbs_gff_cut(column[ATTRIBUTES], &a);
    if (kind == GNBS_GFF_EXON || kind == GNBS_GFF_CDS || kind == GNBS_GFF_STOP_CODON)
        return add_part(b,
                        (gnbs_gff_part_t){.kind = kind, .strand = strand, .region = region},
                        &a, column[PHASE]);
    if (kind == GNBS_GFF_MATCH)
        return gnbs_gff_add_match(b, (gnbs_gff_match_t){.region = region, .strand = strand},
                                  a.id, gnbs_gff_decode(a.target), a.gap);
    if (a.id != NULL)
        return add_node(b,
                        (gnbs_gff_node_t){.kind = kind, .strand = strand, .region = region},
                        &a, column[TYPE]);
    if (kind != GNBS_GFF_TRANSCRIPT) return GNBS_OK; /* nothing can belong to it */
    return bad_line(
        b, "a transcript without ID=; expected GFF3 (a GTF file must be converted)", NULL);
}

/* `line` is cut in place. *more is false after ##FASTA, where features end. */
static gnbs_code_t read_line(gnbs_gff_builder_t *b, char *line, size_t n, bool *more) {
    b->n_line++;
    *more = true;
    if (n > MAX_LINE_BYTES)
        return bad_line(b, "the line is longer than 1 MiB; this is not GFF3", NULL);
    if (memchr(line, '\0', n) != NULL)
        return bad_line(b, "the line holds a NUL byte; expected UTF-8 text", NULL);
    if (n > 0 && line[n - 1] == '\r') line[--n] = '\0';
    if (b->n_line == 1 && n >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) line += 3, n -= 3;
    if (b->n_line == 1 && n >= 2 &&
        (memcmp(line, "\xFF\xFE", 2) == 0 || memcmp(line, "\xFE\xFF", 2) == 0))
        return bad_line(b, "the file is UTF-16; save it as UTF-8 text", NULL);
    if (strncmp(line, "##FASTA", 7) == 0 || line[0] == '>') *more = false;
    if (n == 0 || line[0] == '#' || line[0] == '>') return GNBS_OK;
    char *column[N_COLUMN] = {line};
    int n_column = 1;
    for (char *s = line; (s = strchr(s, '\t')) != NULL; n_column++) {
        *s++ = '\0';
        if (n_column < N_COLUMN) column[n_column] = s;
    }
    if (n_column != N_COLUMN)
        return bad_line(b, "expected 9 columns separated by TAB; the line begins", line);
    return read_feature(b, column);
}

/* ---- files and bytes ------------------------------------------------------------------ */

static void builder_init(gnbs_gff_builder_t *b, const char *path,
                         const gnbs_contigs_t *contigs, gnbs_err_t *err) {
    memset(b, 0, sizeof *b);
    gnbs_arena_init(&b->scratch);
    b->path = path;
    b->contigs = contigs;
    b->build = gnbs_contig_build(contigs);
    b->last_node = b->tid = -1;
    b->err = err;
}

static void builder_clear(gnbs_gff_builder_t *b) {
    gnbs_arena_clear(&b->scratch);
    GNBS_VEC_CLEAR(&b->nodes);
    GNBS_VEC_CLEAR(&b->parts);
    GNBS_VEC_CLEAR(&b->matches);
    GNBS_VEC_CLEAR(&b->slots);
}

gnbs_code_t gnbs_gff_parse(const char *path, const char *bytes, size_t n_bytes,
                           const gnbs_contigs_t *contigs, gnbs_arena_t *arena,
                           gnbs_gff_t *gff, gnbs_err_t *err) {
    memset(gff, 0, sizeof *gff);
    gnbs_gff_builder_t b;
    builder_init(&b, path, contigs, err);
    GNBS_VEC(char) line = {0};
    gnbs_code_t code = GNBS_OK;
    bool more = true;
    for (size_t at = 0; code == GNBS_OK && more && at < n_bytes;) {
        const char *newline = memchr(bytes + at, '\n', n_bytes - at);
        size_t n = newline != NULL ? (size_t)(newline - bytes) - at : n_bytes - at;
        if (!GNBS_RESERVE(&line, n + 1)) {
            code = no_memory(&b);
            break;
        }
        memcpy(line.at, bytes + at, n);
        line.at[n] = '\0';
        at += n + 1;
        code = read_line(&b, line.at, n, &more);
    }
    if (code == GNBS_OK) code = gnbs_gff_build(&b, arena, gff);
    GNBS_VEC_CLEAR(&line);
    builder_clear(&b);
    return code;
}

static gnbs_code_t read_stream(gnbs_gff_builder_t *b, BGZF *file) {
    enum { BGZIP = 2 };
    if (bgzf_compression(file) == BGZIP && bgzf_check_EOF(file) == 0)
        return gnbs_err_set(
            b->err, GNBS_E_FORMAT,
            "%s: truncated: bgzip's end marker is missing; copy the file again", b->path);
    kstring_t line = KS_INITIALIZE;
    gnbs_code_t code = GNBS_OK;
    bool more = true;
    while (code == GNBS_OK && more) {
        int n = bgzf_getline(file, '\n', &line);
        if (n == -1) break;
        if (n < -1)
            code = gnbs_err_set(b->err, GNBS_E_FORMAT,
                                "%s: damaged or truncated after line %" PRId64
                                "; copy the file again",
                                b->path, b->n_line);
        else
            code = read_line(b, line.s, line.l, &more);
    }
    ks_free(&line);
    return code;
}

gnbs_code_t gnbs_gff_read(const char *path, const gnbs_contigs_t *contigs,
                          gnbs_arena_t *arena, gnbs_gff_t *gff, gnbs_err_t *err) {
    memset(gff, 0, sizeof *gff);
    GNBS_TRY(gnbs_path_check_input(path, err));
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours */
    BGZF *file = bgzf_open(path, "r");
    if (file == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open", path);
    gnbs_gff_builder_t b;
    builder_init(&b, path, contigs, err);
    gnbs_code_t code = read_stream(&b, file);
    if (code == GNBS_OK) code = gnbs_gff_build(&b, arena, gff);
    builder_clear(&b);
    bgzf_close(file);
    return code;
}
