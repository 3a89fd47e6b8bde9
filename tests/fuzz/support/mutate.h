/* JSON that is almost as it should be. */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include "choices.h"

#include <cjson/cJSON.h>

/*
 * Changes one value somewhere in the tree: to another type, to what no one expects, away, to a
 * hundred of the same. Returns the tree, whose root may be another one then.
 */
cJSON *mutate_json(struct choices *choices, cJSON *tree);

#endif
