#include "genome/seq.h"

uint8_t gnbs_seq_code(char letter) {
    /* clang-format off */
    switch (letter) {
    case 'A': case 'a': return GNBS_BASE_A;
    case 'C': case 'c': return GNBS_BASE_C;
    case 'G': case 'g': return GNBS_BASE_G;
    case 'T': case 't': case 'U': case 'u': return GNBS_BASE_T;
    default: return GNBS_BASE_N;
    }
    /* clang-format on */
}

char gnbs_seq_letter(uint8_t code) { return "ACGTN"[code < 4 ? code : 4]; }

void gnbs_seq_reverse_complement(int64_t n, uint8_t seq[]) {
    for (int64_t i = 0, j = n - 1; i <= j; i++, j--) {
        uint8_t a = gnbs_seq_complement(seq[i]), b = gnbs_seq_complement(seq[j]);
        seq[i] = b;
        seq[j] = a;
    }
}

/* Index 16 a + 4 b + c with A C G T = 0 1 2 3. */
static const char STANDARD[65] =
    "KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSS*CWCLFLF";
/* Table 2 differs: AGA, AGG stop; ATA Met; TGA Trp. */
static const char MITO[65] =
    "KNKNTTTT*S*SMIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSSWCWCLFLF";

char gnbs_seq_translate(const uint8_t codon[3], int table) {
    const char *code = table == 2 ? MITO : STANDARD;
    if (codon[0] < 4 && codon[1] < 4 && codon[2] < 4)
        return code[16 * codon[0] + 4 * codon[1] + codon[2]];
    if (codon[0] < 4 && codon[1] < 4) { /* the third base may not matter: CTN is Leu */
        char aa = code[16 * codon[0] + 4 * codon[1]];
        for (int c = 1; c < 4; c++)
            if (code[16 * codon[0] + 4 * codon[1] + c] != aa) return 'X';
        return aa;
    }
    return 'X';
}

const char *gnbs_seq_aa3(char aa) {
    /* clang-format off */
    switch (aa) {
    case 'A': return "Ala"; case 'R': return "Arg"; case 'N': return "Asn"; case 'D': return "Asp";
    case 'C': return "Cys"; case 'Q': return "Gln"; case 'E': return "Glu"; case 'G': return "Gly";
    case 'H': return "His"; case 'I': return "Ile"; case 'L': return "Leu"; case 'K': return "Lys";
    case 'M': return "Met"; case 'F': return "Phe"; case 'P': return "Pro"; case 'S': return "Ser";
    case 'T': return "Thr"; case 'W': return "Trp"; case 'Y': return "Tyr"; case 'V': return "Val";
    case 'U': return "Sec"; case '*': return "Ter"; default: return "Xaa";
    }
    /* clang-format on */
}
