/* The values of a command's options and arguments, between the parser that fills and those who read
 * them. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include "atlcli/memory.h"
#include "cli/command.h"

/* A growing NULL-terminated array of texts in an arena. */
struct atl_words {
    const char **items;
    size_t count;
    size_t capacity;
};
void atl_words_add(struct atl_arena *arena, struct atl_words *words, const char *word);

struct atl_value {
    const struct atl_option *option;
    bool given;
    bool flag;
    const char *text;
    int64_t integer;
    struct atl_words words;
};

struct atl_values {
    const struct atl_command *command; /* NULL for the global options */
    struct atl_value *options;         /* in the order of their declaration */
    size_t option_count;
    struct atl_words *arguments; /* one for each declared argument */
    size_t argument_count;
};

/* Empty values for a list of options (may be NULL). */
void atl_values_prepare(struct atl_arena *arena, const struct atl_option *options,
                        struct atl_values *values);
/* The value of the option of this name; NULL when there is none. */
struct atl_value *atl_values_find(const struct atl_values *values, const char *name);

/* What the global options came to. ATL_USAGE when they exclude each other. */
struct atl_globals;
enum atl_status atl_globals_read(const struct atl_values *values, struct atl_globals *globals,
                                 struct atl_error *error);

#endif
