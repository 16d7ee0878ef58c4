#include "call/call_graph.h"

#include <string.h>

enum { WORDS = 3, BASES_PER_WORD = 31 };

typedef struct kmer {
    uint64_t word[WORDS];
} kmer_t;

typedef struct node {
    kmer_t kmer;
    int32_t next[4]; /* node + 1 by the base that follows; 0: none */
    int32_t reads[4];
    bool on_ref[4]; /* the reference walks this edge */
    bool is_ref;
    uint8_t
        state; /* of the search: 0 unseen, 1 on the way, 2 leads to the end, 3 does not */
} node_t;

struct gnbs_graph {
    gnbs_arena_t *arena;
    int k;
    size_t n_node, max_node, n_slot;
    node_t *node;
    int32_t *slot; /* open addressing: node + 1 */
};

gnbs_graph_t *gnbs_graph_new(gnbs_arena_t *arena, int k, size_t max_kmers) {
    gnbs_graph_t *g = GNBS_NEW(arena, gnbs_graph_t, 1);
    size_t n_slot = 64;
    while (n_slot < 2 * max_kmers) n_slot *= 2;
    if (g == NULL) return NULL;
    *g = (gnbs_graph_t){.arena = arena,
                        .k = k,
                        .max_node = max_kmers,
                        .n_slot = n_slot,
                        .node = GNBS_NEW(arena, node_t, max_kmers),
                        .slot = GNBS_NEW(arena, int32_t, n_slot)};
    return g->node != NULL && g->slot != NULL ? g : NULL;
}

static kmer_t pack(int k, const uint8_t base[]) {
    kmer_t m = {{0}};
    for (int i = 0; i < k; i++)
        m.word[i / BASES_PER_WORD] = m.word[i / BASES_PER_WORD] << 2 | base[i];
    return m;
}

static uint64_t hash(const kmer_t *m) { /* the finaliser of splitmix64 over the words */
    uint64_t h = 0;
    for (int i = 0; i < WORDS; i++) {
        h = (h ^ m->word[i]) + UINT64_C(0x9E3779B97F4A7C15);
        h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
        h ^= h >> 31;
    }
    return h;
}

/* Index of the node of a k-mer, made when it is new; -1 when the graph is full. */
static int32_t node_of(gnbs_graph_t *g, const uint8_t base[], bool makes) {
    kmer_t m = pack(g->k, base);
    size_t s = hash(&m) & (g->n_slot - 1);
    for (; g->slot[s] != 0; s = (s + 1) & (g->n_slot - 1))
        if (memcmp(&g->node[g->slot[s] - 1].kmer, &m, sizeof m) == 0) return g->slot[s] - 1;
    if (!makes || g->n_node == g->max_node) return -1;
    g->node[g->n_node].kmer = m;
    g->slot[s] = (int32_t)++g->n_node;
    return (int32_t)g->n_node - 1;
}

bool gnbs_graph_add(gnbs_graph_t *g, int n, const uint8_t base[], const uint8_t qual[]) {
    int32_t before = -1;
    int good = 0; /* usable bases in a row, ending here */
    for (int i = 0; i < n; i++) {
        bool usable = base[i] < 4 && (qual == NULL || qual[i] > 0);
        good = usable ? good + 1 : 0;
        if (good < g->k) {
            before = -1;
            continue;
        }
        int32_t at = node_of(g, base + i + 1 - g->k, true);
        if (at < 0) return false;
        if (qual == NULL) {
            if (g->node[at].is_ref)
                return false; /* the reference repeats itself at this k */
            g->node[at].is_ref = true;
        }
        if (before >= 0) {
            node_t *b = &g->node[before];
            b->next[base[i]] = at + 1;
            if (qual == NULL)
                b->on_ref[base[i]] = true;
            else
                b->reads[base[i]]++;
        }
        before = at;
    }
    return true;
}

typedef struct search {
    gnbs_graph_t *g;
    int32_t end;
    int min_reads, cap, max_bp, n_found;
    bool has_cycle;
    uint8_t *text; /* of the walk so far */
    uint8_t **path;
    int *n_path;
    int32_t *weight; /* of each path found: its weakest read edge */
} search_t;

static bool is_open(const search_t *s, const node_t *n, int b) {
    return n->next[b] != 0 && (n->on_ref[b] || n->reads[b] >= s->min_reads);
}

/* Which nodes lead to the end; a node met again on its own way is a cycle. Iterative: a walk may be long. */
static bool mark_way(search_t *s, int32_t start) {
    gnbs_graph_t *g = s->g;
    int32_t *stack = GNBS_NEW(g->arena, int32_t, g->n_node + 1);
    uint8_t *branch = GNBS_NEW(g->arena, uint8_t, g->n_node + 1);
    if (stack == NULL || branch == NULL) return false;
    size_t depth = 0;
    stack[depth++] = start;
    g->node[start].state = 1;
    while (depth > 0) {
        node_t *n = &g->node[stack[depth - 1]];
        uint8_t b = branch[depth - 1];
        if (stack[depth - 1] == s->end || b == 4) {
            bool leads = stack[depth - 1] == s->end;
            for (int c = 0; c < 4 && !leads; c++)
                leads = is_open(s, n, c) && g->node[n->next[c] - 1].state == 2;
            n->state = leads ? 2 : 3;
            branch[--depth] = 0;
            continue;
        }
        branch[depth - 1]++;
        if (!is_open(s, n, b)) continue;
        int32_t to = n->next[b] - 1;
        if (g->node[to].state == 1) s->has_cycle = true;
        if (g->node[to].state != 0) continue;
        g->node[to].state = 1;
        stack[depth] = to;
        branch[depth++] = 0;
    }
    return true;
}

static bool keep_path(search_t *s, int n, int32_t weight) {
    if (s->n_found == s->cap) return false;
    uint8_t *copy = GNBS_NEW(s->g->arena, uint8_t, n);
    if (copy == NULL) return false;
    memcpy(copy, s->text, (size_t)n);
    int at = s->n_found++;
    for (; at > 0 && s->weight[at - 1] < weight;
         at--) { /* most supported first; ties in the order found */
        s->path[at] = s->path[at - 1];
        s->n_path[at] = s->n_path[at - 1];
        s->weight[at] = s->weight[at - 1];
    }
    s->path[at] = copy;
    s->n_path[at] = n;
    s->weight[at] = weight;
    return true;
}

typedef struct step {
    int32_t node, weight;
    uint8_t branch;
} step_t;

/* Every way over nodes that lead to the end. */
static bool walk(search_t *s, int32_t start) {
    gnbs_graph_t *g = s->g;
    step_t *step = GNBS_NEW(g->arena, step_t, s->max_bp + 1);
    if (step == NULL) return false;
    int depth = 0, base = g->k; /* the first k bases stand in the text already */
    step[0] = (step_t){start, INT32_MAX, 0};
    while (depth >= 0) {
        step_t *t = &step[depth];
        if (t->node == s->end && t->branch == 0) {
            if (!keep_path(s, base + depth, t->weight)) return false;
            t->branch = 4;
        }
        if (t->branch == 4 || base + depth + 1 > s->max_bp) {
            depth--;
            continue;
        }
        int b = t->branch++;
        const node_t *n = &g->node[t->node];
        if (!is_open(s, n, b) || g->node[n->next[b] - 1].state != 2) continue;
        int32_t weight = n->on_ref[b]              ? t->weight
                         : n->reads[b] < t->weight ? n->reads[b]
                                                   : t->weight;
        s->text[base + depth] = (uint8_t)b;
        step[++depth] = (step_t){n->next[b] - 1, weight, 0};
    }
    return true;
}

int gnbs_graph_paths(gnbs_graph_t *g, int n_ref, const uint8_t ref[], int min_reads,
                     int cap, int max_bp, uint8_t *path[], int n_path[]) {
    search_t s = {.g = g,
                  .min_reads = min_reads,
                  .cap = cap,
                  .max_bp = max_bp,
                  .path = path,
                  .n_path = n_path};
    s.text = GNBS_NEW(g->arena, uint8_t, max_bp + 1);
    s.weight = GNBS_NEW(g->arena, int32_t, cap + 1);
    int32_t start = node_of(g, ref, false);
    s.end = node_of(g, ref + n_ref - g->k, false);
    if (s.text == NULL || s.weight == NULL || start < 0 || s.end < 0) return -2;
    memcpy(s.text, ref, (size_t)g->k);
    if (!mark_way(&s, start)) return -2;
    if (s.has_cycle) return -1;
    return walk(&s, start) ? s.n_found : -2;
}
