#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/ped.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes: a family whose parents are in it, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_pedigree_t p;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    if (gnbs_ped_parse("t", (const char *)data, size, NULL, &arena, &p, &err) != GNBS_OK) {
        if (err.msg[0] == '\0') abort();
    } else {
        if (p.n == 0) abort();
        for (size_t i = 0; i < p.n; i++) {
            const gnbs_person_t *who = &p.person[i];
            if (who->id == NULL || who->father >= (int)p.n || who->mother >= (int)p.n ||
                who->father < -1 || who->mother < -1)
                abort();
            if (gnbs_pedigree_find(&p, who->id) != (int)i) abort();
        }
    }
    gnbs_arena_clear(&arena);
    return 0;
}
