/* genome/seq.h -- bases as codes 0..3 (A C G T), 4 = N or anything else.
 *
 * Letters appear at the doors only; alleles of variants are the exception
 * (genome/variant.h).
 */
#ifndef GNBS_GENOME_SEQ_H
#define GNBS_GENOME_SEQ_H

#include <stdint.h>

enum { GNBS_BASE_A, GNBS_BASE_C, GNBS_BASE_G, GNBS_BASE_T, GNBS_BASE_N };

uint8_t gnbs_seq_code(char letter); /* IUPAC ambiguity becomes N; case is folded */
char gnbs_seq_letter(uint8_t code);
static inline uint8_t gnbs_seq_complement(uint8_t code) {
    return code < 4 ? (uint8_t)(3 - code) : code;
}
void gnbs_seq_reverse_complement(int64_t n, uint8_t seq[]); /* in place */
/* One-letter amino acid of a codon of codes, '*' for stop, 'X' when an N leaves it open.
 * NCBI translation tables 1 (standard) and 2 (vertebrate mitochondrial). */
char gnbs_seq_translate(const uint8_t codon[3], int table);
const char *gnbs_seq_aa3(char aa); /* "Met", "Ter", "Xaa" */

#endif
