/* call/call_graph.h -- a small de Bruijn graph: k-mers of reads and reference, and the paths through it.
 *
 * Nodes are k-mers (2 bits a base, up to 93 bases in three words); an edge is one more base, with the number of reads that
 * walk it. Used by call_assemble only.
 */
#ifndef GNBS_CALL_GRAPH_H
#define GNBS_CALL_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

#define GNBS_GRAPH_MAX_K 93

typedef struct gnbs_graph gnbs_graph_t;

gnbs_graph_t *gnbs_graph_new(gnbs_arena_t *arena, int k,
                             size_t max_kmers); /* NULL: no memory */
/* Adds the k-mers of a stretch; bases that are N or whose quality is 0 break it. `qual` NULL: the reference, whose edges are
 * never dropped. False when the reference repeats a k-mer, or max_kmers is reached. */
bool gnbs_graph_add(gnbs_graph_t *graph, int n, const uint8_t base[], const uint8_t qual[]);
/* Haplotypes from the first to the last k-mer of `ref`, over edges of at least min_reads reads (or of the reference), most
 * supported first; at most cap. -1: a cycle; -2: more than cap paths; else their number. Sequences lie in the arena. */
int gnbs_graph_paths(gnbs_graph_t *graph, int n_ref, const uint8_t ref[], int min_reads,
                     int cap, int max_bp, uint8_t *path[], int n_path[]);

#endif
