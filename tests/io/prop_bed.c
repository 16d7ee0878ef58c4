/* Regions written as BED, with comments and blank lines thrown in, are the regions read. */
#include "io_files.h"

#include "core/str.h"
#include "io/bed.h"

static void written_regions_are_read_back(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    const gnbs_contigs_t *genome = small_genome();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (int round = 0; round < 2000; round++) {
        gnbs_region_t region[20];
        bool has_name[20];
        int n = random_below(&seed, 20);
        gnbs_str_reset(&text);
        for (int i = 0; i < n; i++) {
            int tid = random_below(&seed, genome->n),
                length = (int)genome->contig[tid].length_bp;
            int beg = random_below(&seed, length + 1),
                end = beg + random_below(&seed, length - beg + 1);
            region[i] = (gnbs_region_t){tid, beg, end};
            has_name[i] = random_below(&seed, 2) == 0;
            if (random_below(&seed, 4) == 0)
                gnbs_str_add(&text, random_below(&seed, 2) == 0 ? "#note\n" : "\r\n");
            const char *name = genome->contig[tid].name; /* with chr and without */
            gnbs_str_printf(&text, "%s\t%d\t%d",
                            random_below(&seed, 2) == 0 ? name : name + 3, beg, end);
            if (has_name[i])
                gnbs_str_printf(&text, "\tn%d%s", i,
                                random_below(&seed, 2) == 0 ? "\t0\t+" : "");
            gnbs_str_add(&text, random_below(&seed, 2) == 0 ? "\n" : "\r\n");
        }
        gnbs_bed_t bed;
        gnbs_err_t err;
        assert_ok(gnbs_bed_parse("t.bed", gnbs_str_text(&text), text.n, genome, &arena,
                                 &bed, &err),
                  &err);
        assert_int_equal(bed.n, n);
        for (int i = 0; i < n; i++) {
            char name[16] = "";
            if (has_name[i]) snprintf(name, sizeof name, "n%d", i);
            assert_int_equal(gnbs_region_compare(&bed.region[i], &region[i]), 0);
            assert_string_equal(bed.name[i], name);
        }
        gnbs_arena_reset(&arena);
    }
    gnbs_str_clear(&text);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(written_regions_are_read_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
