/* tests/core/escape_rules.h -- what must hold for any text that leaves through a door of core/escape.h: shared by
 * the property test and the fuzz target. */
#ifndef GNBS_TESTS_ESCAPE_RULES_H
#define GNBS_TESTS_ESCAPE_RULES_H

/* NULL, or the rule that was broken. */
const char *escape_rules_broken(const char *text);

#endif
