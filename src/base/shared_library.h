/*
 * Libraries that are opened when first needed: what costs milliseconds at every start, or isn't
 * installed everywhere, and most commands have no use for. A module declares a struct of the
 * functions it uses, and has it filled:
 *
 *     static const struct shared_symbol symbols[] = {
 *         {"git_merge_file", offsetof(struct git_library, git_merge_file)}, …};
 */
#ifndef BASE_SHARED_LIBRARY_H
#define BASE_SHARED_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct shared_symbol {
    const char *name;
    size_t offset; /* of the pointer to it in the struct of functions */
};

enum {
    SHARED_LIBRARY_REASON_BYTES = 256,
};

/*
 * Opens the first of `names` (ends with NULL) that is there and stores the addresses of `count`
 * symbols in `functions`. False, with what the system says of the first name in `reason`, when none
 * can be opened or one lacks a symbol. Nothing is ever closed: what a library has set up for the
 * whole process can't be taken down safely.
 */
bool shared_library_open(const char *const *names, const struct shared_symbol *symbols,
                         size_t count, void *functions, char reason[SHARED_LIBRARY_REASON_BYTES]);

#endif
