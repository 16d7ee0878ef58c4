#include "io/gff_attr.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *key;
    size_t offset;
} KEYS[] = {
    {"ID", offsetof(gnbs_gff_attributes_t, id)},
    {"Parent", offsetof(gnbs_gff_attributes_t, parent)},
    {"version", offsetof(gnbs_gff_attributes_t, version)},
    {"transcript_id", offsetof(gnbs_gff_attributes_t, transcript_id)},
    {"gene_id", offsetof(gnbs_gff_attributes_t, gene_id)},
    {"gene_name", offsetof(gnbs_gff_attributes_t, gene_name)},
    {"gene", offsetof(gnbs_gff_attributes_t, gene)},
    {"Name", offsetof(gnbs_gff_attributes_t, name)},
    {"biotype", offsetof(gnbs_gff_attributes_t, biotype)},
    {"transcript_type", offsetof(gnbs_gff_attributes_t, biotype)},
    {"transcript_biotype", offsetof(gnbs_gff_attributes_t, biotype)},
    {"tag", offsetof(gnbs_gff_attributes_t, tag)},
    {"Dbxref", offsetof(gnbs_gff_attributes_t, dbxref)},
    {"protein_id", offsetof(gnbs_gff_attributes_t, protein_id)},
    {"hgnc_id", offsetof(gnbs_gff_attributes_t, hgnc_id)},
    {"description", offsetof(gnbs_gff_attributes_t, description)},
    {"Target", offsetof(gnbs_gff_attributes_t, target)},
    {"Gap", offsetof(gnbs_gff_attributes_t, gap)},
};

void gnbs_gff_cut(char *text, gnbs_gff_attributes_t *a) {
    memset(a, 0, sizeof *a);
    for (char *s = text, *next; s != NULL; s = next) {
        next = strchr(s, ';');
        if (next != NULL) *next++ = '\0';
        while (*s == ' ') s++;
        char *equals = strchr(s, '=');
        if (equals == NULL) continue;
        *equals = '\0';
        for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
            if (s[0] == KEYS[i].key[0] && strcmp(s, KEYS[i].key) == 0)
                *(char **)(void *)((char *)a + KEYS[i].offset) = equals + 1;
    }
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *gnbs_gff_decode(char *text) {
    if (text == NULL || strchr(text, '%') == NULL) return text;
    char *to = text;
    for (const char *s = text; *s != '\0'; s++) {
        int high = *s == '%' ? hex_digit(s[1]) : -1;
        int low = high >= 0 ? hex_digit(s[2]) : -1;
        if (low >= 0 && high * 16 + low != 0) {
            *to++ = (char)(high * 16 + low);
            s += 2;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
    return text;
}

char *gnbs_gff_next_item(char **list) {
    char *item = *list;
    if (item == NULL) return NULL;
    char *comma = strchr(item, ',');
    if (comma != NULL) *comma = '\0';
    *list = comma != NULL ? comma + 1 : NULL;
    return gnbs_gff_decode(item);
}

/* ---- what the attributes say of a node ------------------------------------------------ */

/* Joins an accession and Ensembl's separate version; an accession that has its version keeps it. */
static const char *versioned(gnbs_arena_t *arena, const char *accession,
                             const char *version) {
    if (version == NULL || strchr(accession, '.') != NULL)
        return gnbs_arena_strdup(arena, accession);
    return gnbs_arena_printf(arena, "%s.%s", accession, version);
}

const char *gnbs_gff_accession(gnbs_arena_t *arena, const char *id, const char *version) {
    static const char *const PREFIX[] = {"transcript:", "gene:", "rna-"};
    for (size_t i = 0; i < sizeof PREFIX / sizeof PREFIX[0]; i++)
        if (strncmp(id, PREFIX[i], strlen(PREFIX[i])) == 0)
            return versioned(arena, id + strlen(PREFIX[i]), version);
    return versioned(arena, id, version);
}

/* "HGNC:HGNC:1100" (NCBI doubles the prefix), "HGNC:1100" and "1100" to "HGNC:1100"; NULL for anything else. */
static const char *hgnc_id(gnbs_arena_t *arena, const char *text) {
    while (strncmp(text, "HGNC:", 5) == 0) text += 5;
    size_t n = strspn(text, "0123456789");
    return n > 0 && n < 9 ? gnbs_arena_printf(arena, "HGNC:%.*s", (int)n, text) : NULL;
}

/* Ensembl gives the id in the gene's description only: "... [Source:HGNC Symbol;Acc:HGNC:10683]". */
static const char *described_hgnc_id(gnbs_arena_t *arena, const char *description) {
    const char *s = strstr(description, "[Source:HGNC Symbol");
    s = s != NULL ? strstr(s, "Acc:") : NULL;
    return s != NULL ? hgnc_id(arena, s + 4) : NULL;
}

static void read_references(gnbs_arena_t *arena, char *dbxref, gnbs_gff_node_t *node) {
    for (char *item; (item = gnbs_gff_next_item(&dbxref)) != NULL;) {
        if (strncmp(item, "HGNC:", 5) == 0 && node->hgnc_id == NULL)
            node->hgnc_id = hgnc_id(arena, item);
        if (strncmp(item, "RefSeq:", 7) == 0)
            node->partner_id = gnbs_arena_strdup(arena, item + 7);
        if (strncmp(item, "Ensembl:", 8) == 0)
            node->partner_id = gnbs_arena_strdup(arena, item + 8);
    }
}

/* Ensembl writes MANE_Select, RefSeq "MANE Select". */
static gnbs_mane_t read_tags(char *tag) {
    gnbs_mane_t mane = GNBS_MANE_NONE;
    for (char *item; (item = gnbs_gff_next_item(&tag)) != NULL;) {
        for (char *s = item; *s != '\0'; s++)
            if (*s == ' ') *s = '_';
        if (strcmp(item, "MANE_Select") == 0) mane = GNBS_MANE_SELECT;
        if (strcmp(item, "MANE_Plus_Clinical") == 0 && mane == GNBS_MANE_NONE)
            mane = GNBS_MANE_PLUS_CLINICAL;
    }
    return mane;
}

static const char *keep(gnbs_arena_t *arena, char *text) {
    return text != NULL ? gnbs_arena_strdup(arena, gnbs_gff_decode(text)) : NULL;
}

void gnbs_gff_describe(gnbs_arena_t *arena, gnbs_gff_attributes_t *a, const char *type,
                       gnbs_gff_node_t *node) {
    char *symbol = a->gene_name != NULL ? a->gene_name : a->gene;
    if (symbol == NULL && node->kind == GNBS_GFF_GENE)
        symbol = a->name; /* of a transcript it is SDHD-201 */
    node->symbol = keep(arena, symbol);
    node->transcript_id = keep(arena, a->transcript_id);
    node->gene_id = keep(arena, a->gene_id);
    node->version = keep(arena, a->version);
    if (a->protein_id != NULL) node->protein_id = keep(arena, a->protein_id);
    node->biotype = keep(arena, a->biotype);
    if (node->biotype == NULL) /* RefSeq says it by the feature type */
        node->biotype =
            gnbs_arena_strdup(arena, strcmp(type, "mRNA") == 0 ? "protein_coding" : type);
    node->mane = read_tags(a->tag);
    if (a->hgnc_id != NULL) node->hgnc_id = hgnc_id(arena, gnbs_gff_decode(a->hgnc_id));
    read_references(arena, a->dbxref, node);
    if (node->hgnc_id == NULL && a->description != NULL)
        node->hgnc_id = described_hgnc_id(arena, gnbs_gff_decode(a->description));
}
