/* genome/pool.h -- a stretch of the reference that is there twice by mistake, laid against the true one.
 *
 * GRCh38 holds false second copies of some genes (CBS, KCNE1, U2AF1, CRYAA): no chromosome has them, yet aligners
 * give them half of the gene's reads. A block says which bases of the false copy are which of the true place; blocks are
 * free of gaps, on one strand, and in the same order in both.
 *
 *     to    chr21 ====[    block    ]--[      block      ]====      what one has that the other lacks lies between
 *     from  chr21 ====[    block    ][      block      ]======
 */
#ifndef GNBS_GENOME_POOL_H
#define GNBS_GENOME_POOL_H

#include "genome/region.h"

typedef struct gnbs_pool_block {
    gnbs_region_t to, from; /* of one length */
} gnbs_pool_block_t;

#endif
