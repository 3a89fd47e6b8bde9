/* The parts of the credentials file's handling. Private to config. */
#ifndef ATLCLI_CONFIG_CREDENTIALS_INTERNAL_H
#define ATLCLI_CONFIG_CREDENTIALS_INTERNAL_H

#include "atlcli/config.h"
#include "atlcli/text.h"

struct atl_credentials {
    struct atl_arena *arena; /* of the caller; everything here lives in it */
    const char *path;
    bool is_exposed;
    cJSON *tree; /* the document: the truth */
    /* What the tree says, made anew by credentials_read_tree after each change of it. */
    const char *current;
    struct atl_profile *profiles;
    size_t count;
};

/*
 * Reads the content of the file out of its text. `path` names it in errors. This is the parser that
 * the fuzzer drives.
 */
enum atl_status credentials_parse(struct atl_arena *arena, const char *path, const char *text,
                                  size_t length, struct atl_credentials **credentials,
                                  struct atl_error *error);

/* Checks the shape of the tree and fills what depends on it. */
enum atl_status credentials_read_tree(struct atl_credentials *credentials, struct atl_error *error);

/*
 * Makes the tree print its numbers as they stand in `text`, digit by digit (cJSON holds doubles,
 * which lose digits beyond 2^53). The tree must have been parsed from that text.
 */
void credentials_keep_numbers(cJSON *tree, const char *text, size_t length);

/*
 * ATL_FAILED for a text that would be changed by being read and written again: malformed UTF-8, or
 * the escape \u0000, which a C string can't hold.
 */
enum atl_status credentials_check_text(const char *path, const char *text, size_t length,
                                       struct atl_error *error);

/* True when anyone but the owner may do anything with it; false when it isn't there. */
bool is_open_to_others(const char *path);

#endif
