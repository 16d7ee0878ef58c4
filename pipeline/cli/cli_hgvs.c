#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "annot/annot.h"
#include "annot/annot_resolve.h"
#include "cli/cli.h"
#include "core/mem.h"
#include "io/bundle_store.h"
#include "io/text.h"

enum { NAMES_MAX_BYTES = 256 * 1024 * 1024 };

typedef struct hgvs {
    const gnbs_bundle_t *bundle;
    gnbs_arena_t arena; /* of one name */
    int64_t n_name, n_refused;
} hgvs_t;

static const char *or_dot(const char *text) { return text != NULL ? text : "."; }

static void print_refused(hgvs_t *h, const char *name, const char *why) {
    h->n_refused++;
    printf("%s\trefused\t.\t.\t.\t.\t.\t.\t.\t%s\n", name, why);
}

/* The transcript of the row: asked for, named, or the best that the variant lies in. */
static gnbs_code_t judge(hgvs_t *h, const gnbs_transcript_t *tx, const gnbs_variant_t *v,
                         gnbs_consequence_t *csq, gnbs_err_t *err) {
    *csq = (gnbs_consequence_t){0};
    if (tx != NULL)
        return gnbs_annot_on_transcript(h->bundle, tx, v, NULL, &h->arena, csq, err);
    size_t n;
    gnbs_consequence_t *list;
    GNBS_TRY(gnbs_annot_variant(h->bundle, v, NULL, &h->arena, &n, &list, err));
    if (n > 0) *csq = list[0];
    return GNBS_OK;
}

static gnbs_code_t print_variant(hgvs_t *h, const char *text, const gnbs_transcript_t *tx,
                                 gnbs_variant_t v, const char *on, gnbs_err_t *err) {
    gnbs_consequence_t csq;
    if (v.ref == NULL) {
        printf("%s\tunchanged\t.\t.\t.\t.\t.\t.\t.\t%s\n", text, GNBS_ANNOT_UNCHANGED);
        return GNBS_OK;
    }
    if (on != NULL) GNBS_TRY(gnbs_annot_find_transcript(h->bundle, on, v.tid, &tx, err));
    GNBS_TRY(judge(h, tx, &v, &csq, err));
    printf("%s\tok\t%s\t%" PRId64 "\t%s\t%s\t%s\t%s\t%s\t.\n", text,
           h->bundle->contigs.contig[v.tid].name, v.pos + 1, v.ref, v.alt,
           or_dot(gnbs_annot_hgvs_g(h->bundle, &v, &h->arena)), or_dot(csq.hgvs_c),
           or_dot(csq.hgvs_p));
    return GNBS_OK;
}

/* One row for each change in the name; a name that is refused is a row too, not an end. */
static gnbs_code_t print_name(hgvs_t *h, const char *text, const char *on,
                              gnbs_err_t *err) {
    gnbs_err_t why = {GNBS_OK, ""};
    gnbs_name_t name;
    gnbs_arena_reset(&h->arena);
    h->n_name++;
    gnbs_code_t code = gnbs_name_parse(text, &h->arena, &name, &why);
    const gnbs_transcript_t *tx;
    gnbs_variant_t *v;
    size_t n = 0;
    if (code == GNBS_OK)
        code = gnbs_annot_resolve_list(h->bundle, &name, &h->arena, &tx, &n, &v, &why);
    for (size_t i = 0; i < n && code == GNBS_OK; i++)
        code = print_variant(h, text, tx, v[i], on, &why);
    if (code == GNBS_E_NOMEM) return gnbs_err_set(err, code, "%s", why.msg);
    if (code != GNBS_OK) print_refused(h, text, why.msg);
    return GNBS_OK;
}

/* Lines "NAME" or "NAME<TAB>TRANSCRIPT"; empty ones and those with # are left out. */
static gnbs_code_t print_file(hgvs_t *h, const char *path, const char *on,
                              gnbs_err_t *err) {
    char *bytes;
    size_t n;
    GNBS_TRY(gnbs_text_read(path, NAMES_MAX_BYTES, &bytes, &n, err));
    gnbs_code_t code = GNBS_OK;
    for (char *line = bytes, *next; line < bytes + n && code == GNBS_OK; line = next) {
        size_t width = strcspn(line, "\n");
        next = line + width + 1;
        while (width > 0 && (line[width - 1] == '\r' || line[width - 1] == ' ')) width--;
        line[width] = '\0';
        if (line[0] == '\0' || line[0] == '#') continue;
        char *tab = strchr(line, '\t');
        if (tab != NULL) *tab = '\0';
        code = print_name(h, line, tab != NULL && tab[1] != '\0' ? tab + 1 : on, err);
    }
    gnbs_mem_free(bytes);
    return code;
}

static gnbs_code_t print_all(const gnbs_bundle_t *bundle, const gnbs_cli_args_t *args,
                             const char *names, const char *on, gnbs_err_t *err) {
    hgvs_t h = {.bundle = bundle};
    gnbs_arena_init(&h.arena);
    printf("#input\tstatus\tchrom\tpos\tref\talt\thgvs_g\thgvs_c\thgvs_p\tmessage\n");
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; i < args->n && code == GNBS_OK; i++)
        code = print_name(&h, args->at[i], on, err);
    if (names != NULL && code == GNBS_OK) code = print_file(&h, names, on, err);
    if (code == GNBS_OK && h.n_refused > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "hgvs: %lld of %lld names refused; the last column says why",
                            (long long)h.n_refused, (long long)h.n_name);
    gnbs_arena_clear(&h.arena);
    return code;
}

gnbs_code_t gnbs_cli_hgvs(int argc, char **argv, gnbs_err_t *err) {
    const char *refdata = NULL, *names = NULL, *on = NULL;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "FILE", "the reference bundle",
         .is_required = true},
        {"names", 'n', GNBS_CLI_TEXT, &names, "FILE",
         "names, one in a line; behind a tab, the transcript to name it on"},
        {"on", 0, GNBS_CLI_TEXT, &on, "TRANSCRIPT",
         "give c. and p. on this transcript, not on the one named"},
        {0}};
    const gnbs_cli_command_t command = {
        "hgvs",
        "[NAME ...]",
        "Reads HGVS names of DNA (g. m. c. n.) and gives the variant each means, in the "
        "normal "
        "form of VCF,\nand its names by the 3' rule.",
        options,
        0,
        GNBS_CLI_LIST_MAX,
        "Prints a table: input, status (ok, unchanged or refused), chrom, pos, ref, alt, "
        "hgvs_g, "
        "hgvs_c, "
        "hgvs_p, message.\nA list in brackets gives a row for each change; changes that "
        "touch are one. Any sequence "
        "and "
        "models will do:\n  gnbs refdata build --build custom --reference X.fa "
        "--transcripts "
        "X.gff3 --panel all -o X.db\n  gnbs hgvs -r X.db 'NM_000492.4:c.1521_1523del'\n"
        "A name that is refused has its reason in the last column; exit status is then 3."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (args.n == 0 && names == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "hgvs: no name; give one, or --names FILE");
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_code_t code = print_all(&bundle, &args, names, on, err);
    gnbs_bundle_clear(&bundle);
    return code;
}
