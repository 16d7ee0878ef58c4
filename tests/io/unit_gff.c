/* Gene models of three houses become the same transcript. */
#include "io_files.h"

#include "core/vec.h"
#include "genome/transcript.h"
#include "io/gff.h"

static gnbs_arena_t arena;
static gnbs_gff_t gff;
static gnbs_err_t err;

static int clear_arena(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_code_t parse(const char *text) {
    return gnbs_gff_parse("t.gff3", text, strlen(text), small_genome(), &arena, &gff, &err);
}

/* A gene on the minus strand, written three ways. 1-based in the file:
 *
 *     exon 2: 101-200        exon 1: 301-400
 *          CDS 151-200          CDS 301-349          50 + 49 bases = 33 codons; the transcript runs right to left,
 *          phase 2              phase 0              and 49 = 16 codons + 1 base, so 2 bases finish the 17th codon
 */
static const char MANE[] =
    "##gff-version 3\n"
    "chr1\tm\tgene\t101\t400\t.\t-\t.\tID=ENSG00000000001.5;gene_id=ENSG00000000001.5;gene_"
    "name=AAA\n"
    "chr1\tm\ttranscript\t101\t400\t.\t-\t.\tID=ENST00000000001.3;Parent=ENSG00000000001.5;"
    "gene_id=ENSG00000000001.5;"
    "gene_name=AAA;transcript_id=ENST00000000001.3;transcript_type=protein_coding;tag="
    "basic,MANE_Select;"
    "protein_id=ENSP00000000001.2;Dbxref=RefSeq:NM_000001.4\n"
    "chr1\tm\texon\t301\t400\t.\t-\t.\tID=e1;Parent=ENST00000000001.3\n"
    "chr1\tm\tCDS\t301\t349\t.\t-\t0\tID=c;Parent=ENST00000000001.3;protein_id="
    "ENSP00000000001.2\n"
    "chr1\tm\texon\t101\t200\t.\t-\t.\tID=e2;Parent=ENST00000000001.3\n"
    "chr1\tm\tCDS\t151\t200\t.\t-\t2\tID=c;Parent=ENST00000000001.3;protein_id="
    "ENSP00000000001.2\n";
static const char ENSEMBL[] =
    "1\te\tgene\t101\t400\t.\t-\t.\tID=gene:ENSG00000000001;Name=AAA;biotype=protein_"
    "coding;description=a thing "
    "[Source:HGNC Symbol%3BAcc:HGNC:77];gene_id=ENSG00000000001;version=5\n"
    "1\te\tmRNA\t101\t400\t.\t-\t.\tID=transcript:ENST00000000001;Parent=gene:"
    "ENSG00000000001;Name=AAA-201;"
    "biotype=protein_coding;tag=basic,MANE_Select;transcript_id=ENST00000000001;version=3\n"
    "1\te\texon\t101\t200\t.\t-\t.\tParent=transcript:ENST00000000001;version=9\n"
    "1\te\tthree_prime_UTR\t101\t150\t.\t-\t.\tParent=transcript:ENST00000000001\n"
    "1\te\tCDS\t151\t200\t.\t-\t2\tID=CDS:ENSP00000000001;Parent=transcript:"
    "ENST00000000001;protein_id=ENSP00000000001;version=2\n"
    "1\te\tCDS\t301\t349\t.\t-\t0\tID=CDS:ENSP00000000001;Parent=transcript:"
    "ENST00000000001;protein_id=ENSP00000000001;version=2\n"
    "1\te\texon\t301\t400\t.\t-\t.\tParent=transcript:ENST00000000001;version=9\n";
static const char REFSEQ[] =
    "NC_000001.11\tr\tregion\t1\t10000\t.\t+\t.\tID=NC_000001.11:1..10000;Dbxref=taxon:"
    "9606\n"
    "NC_000001.11\tr\tgene\t101\t400\t.\t-\t.\tID=gene-AAA;Dbxref=GeneID:1,HGNC:HGNC:77;"
    "Name=AAA;gene=AAA\n"
    "NC_000001.11\tr\tmRNA\t101\t400\t.\t-\t.\tID=rna-NM_000001.4;Parent=gene-AAA;Dbxref="
    "Ensembl:ENST00000000001.3,"
    "GeneID:1,GenBank:NM_000001.4,HGNC:HGNC:77;gbkey=mRNA;gene=AAA;product=thing%2C "
    "large;tag=MANE Select;transcript_id=NM_000001.4\n"
    "NC_000001.11\tr\texon\t301\t400\t.\t-\t.\tID=exon-NM_000001.4-1;Parent=rna-NM_000001."
    "4\n"
    "NC_000001.11\tr\texon\t101\t200\t.\t-\t.\tID=exon-NM_000001.4-2;Parent=rna-NM_000001."
    "4\n"
    "NC_000001.11\tr\tCDS\t301\t349\t.\t-\t0\tID=cds-NP_000001.2;Parent=rna-NM_000001.4;"
    "protein_id=NP_000001.2\n"
    "NC_000001.11\tr\tCDS\t151\t200\t.\t-\t2\tID=cds-NP_000001.2;Parent=rna-NM_000001.4;"
    "protein_id=NP_000001.2\n";

static void expect_model(const gnbs_transcript_t *tx) {
    assert_int_equal(tx->tid, 0);
    assert_int_equal(tx->strand, -1);
    assert_int_equal(tx->beg, 100);
    assert_int_equal(tx->end, 400);
    assert_int_equal(tx->n_exon, 2);
    assert_int_equal(tx->exon[0].beg, 100); /* genomic order */
    assert_int_equal(tx->exon[0].end, 200);
    assert_int_equal(tx->exon[1].beg, 300);
    assert_int_equal(tx->exon[1].end, 400);
    assert_int_equal(tx->cds_beg, 150);
    assert_int_equal(tx->cds_end, 349);
    assert_int_equal(tx->cds_start_phase,
                     0); /* of the CDS at the right: the 5' end of a minus transcript */
    assert_int_equal(tx->mane, GNBS_MANE_SELECT);
    assert_string_equal(tx->symbol, "AAA");
    assert_string_equal(tx->biotype, "protein_coding");
    assert_int_equal(tx->i_gene, -1);
}

static void three_dialects_give_one_model(void **state) {
    (void)state;
    assert_ok(parse(MANE), &err);
    assert_int_equal(gff.n_transcript, 1);
    expect_model(&gff.transcript[0]);
    assert_string_equal(gff.transcript[0].id, "ENST00000000001.3");
    assert_string_equal(gff.transcript[0].other_id, "NM_000001.4");
    assert_string_equal(gff.transcript[0].protein_id, "ENSP00000000001.2");
    assert_string_equal(gff.transcript[0].gene_id, "ENSG00000000001.5");
    assert_string_equal(gff.transcript[0].hgnc_id, ""); /* the file does not say */
    assert_ok(parse(ENSEMBL), &err);
    assert_int_equal(gff.n_transcript, 1);
    expect_model(&gff.transcript[0]);
    assert_string_equal(gff.transcript[0].id,
                        "ENST00000000001.3"); /* the version stands apart */
    assert_string_equal(gff.transcript[0].protein_id, "ENSP00000000001.2");
    assert_string_equal(gff.transcript[0].gene_id, "ENSG00000000001.5");
    assert_string_equal(gff.transcript[0].hgnc_id, "HGNC:77");
    assert_ok(parse(REFSEQ), &err);
    assert_int_equal(gff.n_transcript, 1);
    expect_model(&gff.transcript[0]);
    assert_string_equal(gff.transcript[0].id, "NM_000001.4");
    assert_string_equal(gff.transcript[0].other_id, "ENST00000000001.3");
    assert_string_equal(gff.transcript[0].protein_id, "NP_000001.2");
    assert_string_equal(gff.transcript[0].gene_id, "gene-AAA");
    assert_string_equal(gff.transcript[0].hgnc_id, "HGNC:77"); /* NCBI doubles the prefix */
}

static void lines_may_come_in_any_order(void **state) {
    (void)state;
    const char *line[16];
    char text[sizeof REFSEQ + 1] = "";
    int n = 0;
    for (const char *s = REFSEQ; *s != '\0'; s = strchr(s, '\n') + 1) line[n++] = s;
    while (n-- > 0) strncat(text, line[n], (size_t)(strchr(line[n], '\n') + 1 - line[n]));
    assert_ok(parse(text), &err);
    assert_int_equal(gff.n_transcript, 1);
    expect_model(&gff.transcript[0]);
    assert_string_equal(gff.transcript[0].protein_id, "NP_000001.2");
}

static void separate_stop_codon_belongs_to_the_cds(void **state) {
    (void)state;
    assert_ok(parse("chr1\tx\tmRNA\t11\t40\t.\t+\t.\tID=t\nchr1\tx\texon\t11\t40\t.\t+\t."
                    "\tParent=t\n"
                    "chr1\tx\tCDS\t13\t27\t.\t+\t1\tParent=t\nchr1\tx\tstop_"
                    "codon\t28\t30\t.\t+\t0\tParent=t\n"),
              &err);
    assert_int_equal(gff.transcript[0].cds_beg, 12);
    assert_int_equal(gff.transcript[0].cds_end, 30);
    assert_int_equal(gff.transcript[0].cds_start_phase,
                     1); /* 5' end incomplete: one base before a codon */
}

static void transcript_of_cds_alone_takes_them_as_exons(void **state) {
    (void)state;
    assert_ok(parse("chr1\tx\tmRNA\t11\t60\t.\t+\t.\tID=t\nchr1\tx\tCDS\t11\t20\t.\t+"
                    "\t0\tParent=t\n"
                    "chr1\tx\tCDS\t41\t57\t.\t+\t2\tParent=t\nchr1\tx\tstop_"
                    "codon\t58\t60\t.\t+\t0\tParent=t\n"),
              &err);
    assert_int_equal(gff.transcript[0].n_exon, 2);
    assert_int_equal(gff.transcript[0].exon[1].beg, 40);
    assert_int_equal(gff.transcript[0].exon[1].end, 60);
}

static void coding_gene_without_transcript_is_one(void **state) {
    (void)state; /* as RefSeq writes the mitochondrial genes */
    assert_ok(parse("NC_012920.1\tr\tgene\t3307\t4262\t.\t+\t.\tID=gene-ND1;Dbxref=HGNC:"
                    "HGNC:7455;gene=ND1\n"
                    "NC_012920.1\tr\tCDS\t3307\t4262\t.\t+\t0\tID=cds-YP_003024026.1;"
                    "Parent=gene-ND1;protein_id=YP_003024026.1\n"
                    "NC_012920.1\tr\tgene\t577\t647\t.\t+\t.\tID=gene-TRNF\nNC_012920."
                    "1\tr\texon\t577\t647\t.\t+\t.\tParent=gene-TRNF\n"),
              &err);
    assert_int_equal(gff.n_transcript, 1);
    assert_int_equal(gff.transcript[0].tid, 2);
    assert_string_equal(gff.transcript[0].hgnc_id, "HGNC:7455");
    assert_string_equal(gff.transcript[0].protein_id, "YP_003024026.1");
}

static void exon_of_two_transcripts_belongs_to_both(void **state) {
    (void)state;
    assert_ok(parse("chr1\tx\tmRNA\t11\t40\t.\t+\t.\tID=t1\nchr1\tx\tlnc_RNA\t11\t40\t.\t+"
                    "\t.\tID=t%2C2;Parent=g;gene=B\n"
                    "chr1\tx\texon\t11\t40\t.\t+\t.\tParent=t1,t%2C2\n"),
              &err);
    assert_int_equal(gff.n_transcript, 2);
    assert_string_equal(gff.transcript[1].id, "t,2");
    assert_string_equal(gff.transcript[1].biotype, "lnc_RNA");
    assert_int_equal(gff.transcript[1].n_exon, 1);
    assert_false(gnbs_transcript_is_coding(&gff.transcript[1]));
}

static void what_is_left_out_is_counted(void **state) {
    (void)state;
    assert_ok(parse("chrUn_1\tx\tmRNA\t1\t9\t.\t+\t.\tID=a\nchrUn_1\tx\texon\t1\t9\t.\t+\t."
                    "\tParent=a\n"
                    "chr1\tx\tmRNA\t1\t9\t.\t+\t.\tID=b\nchr1\tx\tenhancer\t1\t9\t.\t.\t."
                    "\tID=c\n##FASTA\nanything\n"),
              &err);
    assert_int_equal(gff.n_transcript, 0);
    assert_int_equal(gff.n_skipped_contig, 1);
    assert_int_equal(gff.n_no_exon, 1);
    assert_ok(parse(""), &err);
    assert_int_equal(gff.n_transcript, 0);
    /* a slice of a file: exons whose transcript begins before it */
    assert_ok(parse("chr1\tx\texon\t1\t9\t.\t+\t.\tParent=t\nchr1\tx\tCDS\t1\t9\t.\t+\t0"
                    "\tParent=t\n"),
              &err);
    assert_int_equal(gff.n_transcript, 0);
    assert_int_equal(gff.n_orphan, 2);
}

static void gene_may_reach_beyond_the_sequence(void **state) {
    (void)state;
    assert_ok(parse("chr1\tx\tgene\t-15\t99999\t.\t+\t.\tID=g;Name=A\n"
                    "chr1\tx\tmRNA\t11\t40\t.\t+\t.\tID=t;Parent=g\n"
                    "chr1\tx\tCDS\t11\t40\t.\t+\t.\tParent=t\n"),
              &err);
    assert_int_equal(gff.n_transcript, 1);
    assert_string_equal(gff.transcript[0].symbol, "A");
    assert_int_equal(gff.transcript[0].cds_start_phase, 0); /* '.' */
    assert_int_equal(gff.n_no_phase, 1);
}

#define TX             "chr1\tx\tmRNA\t11\t60\t.\t+\t.\tID=t\n"
#define EXON(beg, end) "chr1\tx\texon\t" #beg "\t" #end "\t.\t+\t.\tParent=t\n"
#define CDS(beg, end, phase)                                                               \
    "chr1\tx\tCDS\t" #beg "\t" #end "\t.\t+\t" #phase "\tParent=t\n"

static void each_fault_names_file_and_line(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } CASES[] = {
        {TX EXON(11, 30) CDS(29, 32, 0) EXON(40, 50),
         "t.gff3:3: CDS 29-32 of t is not inside one exon"},
        {TX EXON(11, 30) CDS(32, 35, 0) EXON(40, 50),
         "t.gff3:3: CDS 32-35 of t is not inside one exon"},
        {TX EXON(11, 30) EXON(30, 40), "t.gff3:3: exon 30-40 of t overlaps another exon"},
        {TX EXON(5, 30), "t.gff3:2: exon 5-30 of t reaches beyond its transcript"},
        {TX EXON(-5, 30),
         "t.gff3:2: column 4 (start): expected a position from 1, found '-5'"},
        {TX EXON(0, 30), "column 4 (start)"},
        {TX EXON(30, 29), "t.gff3:2: column 5 (end) lies before the start: end '29'"},
        {TX EXON(30, x), "column 5 (end): expected a position, found 'x'"},
        {TX EXON(30, 10001), "t.gff3:2: column 5 (end) lies beyond the contig"},
        {TX EXON(11, 30) CDS(11, 30, 3),
         "t.gff3:3: column 8 (phase) of a CDS: expected 0, 1, 2 or ., found '3'"},
        {TX "chr1\tx\texon\t11\t30\t.\t-\t.\tParent=t\n",
         "t.gff3:2: exon 11-30 of t is not on the contig and strand"},
        {TX "chr2\tx\texon\t11\t30\t.\t+\t.\tParent=t\n",
         "is not on the contig and strand"},
        {"chr1\tx\tmRNA\t1\t9\t.\t.\t.\tID=t\n",
         "t.gff3:1: column 7 (strand): expected + or -, found '.'"},
        {TX TX, "t.gff3:2: a second gene or transcript of the ID 't'"},
        {TX "chr1 x exon\n",
         "t.gff3:2: expected 9 columns separated by TAB; the line begins 'chr1 x exon'"},
        {"chr1\tx\texon\t1\t9\t.\t+\t.\tgene_id \"G\"; transcript_id \"T\";\n",
         "a GTF file must be converted"},
        {"chr1\tx\ttranscript\t1\t9\t.\t+\t.\tgene_id \"G\"; transcript_id \"T\";\n",
         "a GTF file must be converted"},
        {"\xFF\xFE#\n", "UTF-16"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(parse(CASES[i].text), GNBS_E_FORMAT);
        if (strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", err.msg, CASES[i].words);
    }
    assert_int_equal(
        gnbs_gff_parse("t.gff3", "chr1\0x\n", 7, small_genome(), &arena, &gff, &err),
        GNBS_E_FORMAT);
}

static void transcripts_that_touch_and_loops_of_parents_are_no_fault(void **state) {
    (void)state;
    assert_ok(parse(TX EXON(11, 30) EXON(31, 60)),
              &err); /* a gap of no bases, as for a frameshift in the genome */
    assert_int_equal(gff.transcript[0].n_exon, 2);
    assert_ok(parse("chr1\tx\tmRNA\t1\t9\t.\t+\t.\tID=a;Parent=b\nchr1\tx\tmRNA\t1\t9\t.\t+"
                    "\t.\tID=b;Parent=a\n"
                    "chr1\tx\texon\t1\t9\t.\t+\t.\tParent=a\n"),
              &err);
    assert_string_equal(gff.transcript[0].gene_id, "");
}

/* NC_000001.10 is chr1 of GRCh37, .11 of GRCh38 (RefSeq assembly reports); 248956422 bases say GRCh38. */
static void accession_of_another_build_stops(void **state) {
    (void)state;
    static const gnbs_contig_t CHR1 = {"chr1", 248956422, ""};
    static const gnbs_contigs_t GENOME = {1, &CHR1, "g38.fa"};
    static const char LINES[] = "NC_000001.10\tr\tmRNA\t1\t9\t.\t+\t.\tID=a\nNC_000001."
                                "10\tr\texon\t1\t9\t.\t+\t.\tParent=a\n";
    assert_fails(
        gnbs_gff_parse("t.gff3", LINES, sizeof LINES - 1, &GENOME, &arena, &gff, &err),
        GNBS_E_DATA, &err, "t.gff3:1: NC_000001.10 is of GRCh37, but g38.fa is GRCh38");
    static const gnbs_contig_t OWN = {"NC_000001.10", 249250621, ""};
    static const gnbs_contigs_t NCBI = {1, &OWN, "ncbi.fa"};
    assert_ok(gnbs_gff_parse("t.gff3", LINES, sizeof LINES - 1, &NCBI, &arena, &gff, &err),
              &err);
    assert_int_equal(gff.n_transcript, 1);
}

static void damaged_files_are_refused(void **state) {
    (void)state;
    const char *path = write_gzip("cut.gff3.gz", MANE);
    assert_ok(gnbs_gff_read(path, small_genome(), &arena, &gff, &err), &err);
    expect_model(&gff.transcript[0]);
    cut_file(path, 30);
    assert_fails(gnbs_gff_read(path, small_genome(), &arena, &gff, &err), GNBS_E_FORMAT,
                 &err, "damaged or truncated");
    assert_fails(gnbs_gff_read("s3://b/x.gff3", small_genome(), &arena, &gff, &err),
                 GNBS_E_USAGE, &err, "only local files");
}

/* ---- real files ----------------------------------------------------------------------- */

/* Every name of column 1, without lengths: no transcript is left out. */
static gnbs_contigs_t contigs_of(const char *path) {
    GNBS_VEC(gnbs_contig_t) contigs = {0};
    char *line = malloc(1 << 20);
    gzFile f = gzopen(path, "rb");
    while (f != NULL && gzgets(f, line, 1 << 20) != NULL) {
        if (line[0] == '#') continue;
        line[strcspn(line, "\t")] = '\0';
        if (contigs.n > 0 && strcmp(contigs.at[contigs.n - 1].name, line) == 0) continue;
        gnbs_contig_t c = {gnbs_arena_strdup(&arena, line), 0, ""};
        assert_true(GNBS_PUSH(&contigs, c));
    }
    gzclose(f);
    free(line);
    gnbs_contig_t *kept = GNBS_NEW(&arena, gnbs_contig_t, contigs.n);
    memcpy(kept, contigs.at, contigs.n * sizeof *kept);
    gnbs_contigs_t all = {(int)contigs.n, kept, path};
    GNBS_VEC_CLEAR(&contigs);
    return all;
}

static const gnbs_transcript_t *find(const char *id) {
    for (size_t i = 0; i < gff.n_transcript; i++)
        if (strcmp(gff.transcript[i].id, id) == 0) return &gff.transcript[i];
    fail_msg("no %s", id);
    return NULL;
}

static int64_t coding_bases(const gnbs_transcript_t *tx) {
    int64_t n = 0;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = gnbs_transcript_cds_part(tx, i);
        n += e.end - e.beg;
    }
    return n;
}

/* MANE's own counts: 19,252 Select and 64 Plus Clinical. CFTR: 27 exons, 1,480 amino acids and a stop. */
static void mane_is_complete(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path, "data/transcripts/MANE.GRCh38.gff3.gz") == NULL)
        return;
    gnbs_contigs_t contigs = contigs_of(path);
    assert_ok(gnbs_gff_read(path, &contigs, &arena, &gff, &err), &err);
    assert_int_equal(gff.n_transcript, 19316);
    int n[3] = {0};
    for (size_t i = 0; i < gff.n_transcript; i++) {
        const gnbs_transcript_t *tx = &gff.transcript[i];
        n[tx->mane]++;
        assert_true(gnbs_transcript_is_coding(tx) && tx->n_exon > 0);
        assert_memory_equal(tx->other_id, "NM_", 3);
    }
    assert_int_equal(n[GNBS_MANE_SELECT], 19252);
    assert_int_equal(n[GNBS_MANE_PLUS_CLINICAL], 64);
    const gnbs_transcript_t *cftr = find("ENST00000003084.11");
    assert_string_equal(cftr->symbol, "CFTR");
    assert_string_equal(cftr->other_id, "NM_000492.4");
    assert_int_equal(cftr->n_exon, 27);
    assert_int_equal(coding_bases(cftr), 1481 * 3);
    const gnbs_transcript_t *smn1 = find("ENST00000380707.9"); /* 294 amino acids */
    assert_string_equal(smn1->symbol, "SMN1");
    assert_int_equal(coding_bases(smn1), 295 * 3);
}

/* BRCA1 NM_007294.4: 23 exons, 1,863 amino acids; ALMS1 NM_015120.4 differs from the genome by an indel. */
static void refseq_excerpt_gives_its_two_transcripts(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path,
                    "data/formats/clinical/refseq_GRCh38.p14_excerpt.gff3") == NULL)
        return;
    static const gnbs_contig_t CONTIG[] = {{"2", 242193529, ""}, {"17", 83257441, ""}};
    static const gnbs_contigs_t CONTIGS = {2, CONTIG, "g38.fa"};
    assert_ok(gnbs_gff_read(path, &CONTIGS, &arena, &gff, &err), &err);
    assert_int_equal(gff.n_transcript, 2);
    const gnbs_transcript_t *brca1 = find("NM_007294.4");
    assert_string_equal(brca1->hgnc_id, "HGNC:1100");
    assert_string_equal(brca1->other_id, "ENST00000357654.9");
    assert_int_equal(brca1->tid, 1);
    assert_int_equal(brca1->n_exon, 23);
    assert_int_equal(coding_bases(brca1), 1864 * 3);
    assert_int_equal(find("NM_015120.4")->mane, GNBS_MANE_NONE);
}

static void ensembl_excerpt_joins_versions_and_counts_what_has_no_exons(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path,
                    "data/formats/clinical/ensembl_transcript_excerpt.gff3") == NULL)
        return;
    gnbs_contigs_t contigs = contigs_of(path);
    assert_ok(gnbs_gff_read(path, &contigs, &arena, &gff, &err), &err);
    assert_int_equal(gff.n_transcript, 0); /* the excerpt has 8 mRNA lines and no exons */
    assert_int_equal(gff.n_no_exon, 8);
}

/* bcftools' own gene models of these cases: its csq reads 6 exons of ENST00000410009, of which the CDS ends at 855. */
static void gene_models_of_bcftools_are_read(void **state) {
    (void)state;
    char path[512];
    if (shared_file(
            path, sizeof path,
            "data/annotation/csq_cases/bcftools/ENST00000410009/ENST00000410009.gff") ==
        NULL)
        return;
    gnbs_contigs_t contigs = contigs_of(path);
    assert_ok(gnbs_gff_read(path, &contigs, &arena, &gff, &err), &err);
    const gnbs_transcript_t *tx = find("ENST00000410009.3");
    assert_int_equal(tx->n_exon, 6);
    assert_int_equal(tx->cds_beg, 854);
    assert_string_equal(tx->hgnc_id, "HGNC:17935"); /* older files: Acc:17935 */
}

/* Exon 1 (301-400, minus strand) holds 100 bases of the genome and 101 of the transcript: 60 beside the genome, then 3 that only
 * the transcript has, 20 beside it, 2 that only the genome has, 18 beside it. Exon 2 follows whole.
 *
 *     genome      101.......200      301...318 319 320 321....340     341........400
 *     transcript  200.......101      100....83   gap    82.....63  3  59...........0      (0-based, right to left)
 */
static void alignments_with_gaps_become_blocks(void **state) {
    (void)state;
    char text[4096];
    snprintf(
        text, sizeof text,
        "%schr1\tr\tcDNA_match\t301\t400\t.\t-\t.\tID=a;Target=ENST00000000001.3 1 101 "
        "+;Gap=M60 I3 M20 D2 M18\n"
        "chr1\tr\tcDNA_match\t101\t200\t.\t-\t.\tID=a;Target=ENST00000000001.3 102 201 "
        "+\n",
        MANE);
    assert_ok(parse(text), &err);
    assert_int_equal(gff.n_transcript, 1);
    const gnbs_transcript_t *tx = &gff.transcript[0];
    static const gnbs_tx_block_t expected[] = {
        {100, 200, 101}, {300, 318, 83}, {320, 340, 63}, {340, 400, 0}};
    assert_int_equal(tx->n_block, 4);
    assert_int_equal(tx->n_cdna, 201);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(tx->block[i].beg, expected[i].beg);
        assert_int_equal(tx->block[i].end, expected[i].end);
        assert_int_equal(tx->block[i].cdna, expected[i].cdna);
    }
    char *gap = strstr(text, "M18\n");
    gap[2] = '9';
    assert_fails(parse(text), GNBS_E_FORMAT, &err, "does not fill");
}

static void alignments_without_gaps_are_the_exons(void **state) {
    (void)state;
    char text[4096];
    snprintf(
        text, sizeof text,
        "%schr1\tr\tcDNA_match\t301\t400\t.\t-\t.\tID=a;Target=ENST00000000001.3 1 100 "
        "+\n"
        "chr1\tr\tcDNA_match\t101\t200\t.\t-\t.\tID=a;Target=ENST00000000001.3 101 200 "
        "+\nchr1\tr\tcDNA_match\t101\t200\t.\t-\t.\tID=b;Target=NM_9.1 1 100 +;Gap=M9\n",
        MANE);
    assert_ok(parse(text), &err);
    assert_int_equal(gff.transcript[0].n_block, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(three_dialects_give_one_model, clear_arena),
        cmocka_unit_test_teardown(lines_may_come_in_any_order, clear_arena),
        cmocka_unit_test_teardown(separate_stop_codon_belongs_to_the_cds, clear_arena),
        cmocka_unit_test_teardown(transcript_of_cds_alone_takes_them_as_exons, clear_arena),
        cmocka_unit_test_teardown(coding_gene_without_transcript_is_one, clear_arena),
        cmocka_unit_test_teardown(exon_of_two_transcripts_belongs_to_both, clear_arena),
        cmocka_unit_test_teardown(what_is_left_out_is_counted, clear_arena),
        cmocka_unit_test_teardown(gene_may_reach_beyond_the_sequence, clear_arena),
        cmocka_unit_test_teardown(each_fault_names_file_and_line, clear_arena),
        cmocka_unit_test_teardown(transcripts_that_touch_and_loops_of_parents_are_no_fault,
                                  clear_arena),
        cmocka_unit_test_teardown(alignments_with_gaps_become_blocks, clear_arena),
        cmocka_unit_test_teardown(alignments_without_gaps_are_the_exons, clear_arena),
        cmocka_unit_test_teardown(accession_of_another_build_stops, clear_arena),
        cmocka_unit_test_teardown(damaged_files_are_refused, clear_arena),
        cmocka_unit_test_teardown(mane_is_complete, clear_arena),
        cmocka_unit_test_teardown(refseq_excerpt_gives_its_two_transcripts, clear_arena),
        cmocka_unit_test_teardown(
            ensembl_excerpt_joins_versions_and_counts_what_has_no_exons, clear_arena),
        cmocka_unit_test_teardown(gene_models_of_bcftools_are_read, clear_arena),
    };
    gnbs_arena_init(&arena);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
