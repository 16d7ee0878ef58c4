/* Any bytes as a line of a VCF: records that are the same when they are normalised again, or an error with words. */
#include <stdint.h>
#include <stdlib.h>

#include "io/vcf_line.h"
#include "norm_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_BYTES = 400 };

static int count_tabs(const char *s) {
    int n = 0;
    for (; *s != '\0'; s++) n += *s == '\t';
    return n;
}

/* byte 0: options; then the line */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > SIZE_MAX_BYTES || memchr(data, '\n', size) != NULL) return 0;
    norm_world_t w;
    norm_world_init(&w, "TTGCACACACATTTGGGACC");
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    opt.check = GNBS_NORM_SET;
    opt.split = data[0] & 1 ? GNBS_NORM_SNP | GNBS_NORM_INDEL | GNBS_NORM_OTHER : 0;
    opt.is_atomized = data[0] & 2;
    opt.is_force = data[0] & 4;
    opt.overlap = data[0] & 8 ? '*' : '.';
    if (!gnbs_norm_header_add(&w.header, "##INFO=<ID=AC,Number=A,Type=Integer>") ||
        !gnbs_norm_header_add(&w.header, "##FORMAT=<ID=AD,Number=R,Type=Integer>") ||
        !gnbs_norm_header_add(&w.header, "##FORMAT=<ID=PL,Number=G,Type=Integer>"))
        abort();
    char *line = gnbs_arena_strndup(&w.arena, (const char *)data + 1, size - 1);
    gnbs_vcf_line_text_t t;
    char why[320];
    if (gnbs_vcf_line_cut(line, size - 1, 1 + count_tabs(line), &t, why, sizeof why)) {
        gnbs_code_t code = norm_world_apply(&w, &opt, line);
        if (code != GNBS_OK && w.err.msg[0] == '\0') abort();
        char *first = gnbs_arena_strdup(&w.arena, w.out);
        opt.is_atomized = false;
        opt.split =
            0; /* a star beside an atom is an ALT: such lines could be split once more */
        for (char *s = first, *end; code == GNBS_OK && *s != '\0'; s = end + 1) {
            end = strchr(s, '\n');
            *end = '\0';
            if (norm_world_apply(&w, &opt, s) != GNBS_OK) abort();
            if (strncmp(w.out, s, strlen(s)) != 0) abort();
        }
    }
    norm_world_clear(&w);
    return 0;
}
