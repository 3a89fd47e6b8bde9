/*
 * Frontmatter: YAML between two lines of "---" at the start of a Markdown file. The user's lines
 * and comments stay as they are when a key is set.
 */
#ifndef ATLCLI_FRONTMATTER_H
#define ATLCLI_FRONTMATTER_H

#include "atlcli/error.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

enum {
    ATL_FRONTMATTER_BYTES = 256 * 1024, /* what is longer is no frontmatter */
    ATL_FRONTMATTER_DEPTH = 32,         /* of lists and mappings */
    ATL_FRONTMATTER_VALUES = 10000,     /* with all aliases expanded */
};

/* Points into the text; yaml is NULL when there is none. */
struct atl_frontmatter {
    const char *yaml; /* between the fences, with its last newline */
    size_t yaml_length;
    size_t length; /* of all, fences included: where the text starts */
};

/*
 * Finds the frontmatter of a text. Lines of "---" that don't hold a YAML mapping are Markdown (a
 * thematic break, a heading): there is no frontmatter then. But when the first line between them
 * starts as a key does ("title:"), and YAML finds a mistake, that is an error (ATL_FAILED), which
 * gives line and column in the text.
 */
enum atl_status atl_frontmatter_find(const char *text, size_t length, struct atl_frontmatter *found,
                                     struct atl_error *error);

/*
 * Reads the YAML between the fences as a JSON object, which the caller deletes. Numbers that JSON
 * can't hold exactly are strings, as are keys. Aliases are expanded as long as
 * ATL_FRONTMATTER_VALUES allows. Lines in errors are those of the file: the first fence is line 1.
 */
enum atl_status atl_frontmatter_parse(const char *yaml, size_t length, cJSON **root,
                                      struct atl_error *error);

/*
 * Appends the YAML with one key set: replaced where it is, else added. The path is "key", or
 * "mapping.key" for a key in a mapping, which is made when there is none. All other lines stay as
 * they are. A mapping's own value that is no mapping is replaced by one. YAML of a form in which
 * that can't be done is an error, and nothing is appended.
 */
enum atl_status atl_frontmatter_set(const char *yaml, size_t length, const char *path,
                                    const char *value, struct atl_buffer *buffer,
                                    struct atl_error *error);

#endif
