/* Values as they are given: checked against what the command declared. Private to the parser. */
#ifndef CLI_OPTION_VALUE_H
#define CLI_OPTION_VALUE_H

#include "atlcli/error.h"
#include "cli/values.h"

/* Takes a text as the option's value. ATL_USAGE when it is none. */
enum atl_status atl_value_take(struct atl_arena *arena, struct atl_value *value, const char *text,
                               struct atl_error *error);

/* Deals the words out to the declared arguments. ATL_USAGE for too few, too many, wrong ones. */
enum atl_status atl_values_place_arguments(struct atl_arena *arena, struct atl_values *values,
                                           const struct atl_words *words, struct atl_error *error);

/* ATL_USAGE when an option that is required was left out. */
enum atl_status atl_values_check_required(const struct atl_values *values, struct atl_error *error);

#endif
