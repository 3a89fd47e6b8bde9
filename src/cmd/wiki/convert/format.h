/* Which format a file is in, by what it is called. */
#ifndef CMD_CONVERT_FORMAT_H
#define CMD_CONVERT_FORMAT_H

#include "atlcli/content.h"

#include <stdbool.h>

/* The words for --from and --to; in that order of enum atl_content_format. */
extern const char *const convert_readable[];
extern const char *const convert_writable[];

/* The format with this name, which is one of convert_writable. */
enum atl_content_format convert_format_named(const char *name);

/* Whether the file's name tells: ".md" and the like, in any case. */
bool convert_format_of_file(const char *path, enum atl_content_format *format);

/* ".md", ".xml", …: what the name of a converted file ends in. */
const char *convert_extension(enum atl_content_format format);

/* The name without directories and without an ending that tells a format. In the arena. */
const char *convert_stem(struct atl_arena *arena, const char *path);

#endif
