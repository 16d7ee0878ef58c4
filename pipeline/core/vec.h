/* core/vec.h -- growable arrays of one type.
 *
 *     GNBS_VEC(int) v = {0};
 *     if (!GNBS_PUSH(&v, 42)) return gnbs_err_set(err, GNBS_E_NOMEM, "...");
 *     v.at[0]; v.n; GNBS_VEC_CLEAR(&v);
 */
#ifndef GNBS_CORE_VEC_H
#define GNBS_CORE_VEC_H

#include <stdbool.h>
#include <stddef.h>

#define GNBS_VEC(type)                                                                     \
    struct {                                                                               \
        size_t n, cap;                                                                     \
        type *at;                                                                          \
    }

/* Makes room for `need` items; false when memory is exhausted (the vector is then
 * unchanged). */
bool gnbs_vec_reserve(void **at, size_t *cap, size_t need, size_t item_bytes);
void gnbs_vec_release(void **at);

#define GNBS_RESERVE(v, need)                                                              \
    gnbs_vec_reserve((void **)&(v)->at, &(v)->cap, (need), sizeof *(v)->at)
#define GNBS_PUSH(v, value)                                                                \
    (GNBS_RESERVE((v), (v)->n + 1) ? ((v)->at[(v)->n++] = (value), true) : false)
#define GNBS_VEC_CLEAR(v) (gnbs_vec_release((void **)&(v)->at), (v)->n = (v)->cap = 0)

#endif
