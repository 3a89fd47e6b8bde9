/* Bodies of pages and comments: what people write, in storage format, and back. */
#ifndef CMD_WIKI_BODY_H
#define CMD_WIKI_BODY_H

#include "atlcli/content.h"
#include "atlcli/error.h"
#include "atlcli/text.h"
#include "cli/context.h"

#include <stddef.h>

struct wiki_body {
    const char *storage; /* NULL: no body was given. In the context's arena, as is the tree */
    const struct atl_content_tree *tree; /* what was read; NULL: storage format, taken as it is */
    const char *title; /* of the Markdown's frontmatter: "title", or "atlcli: {title: …}" */
};

/*
 * Reads what --body or --body-file say, in the format that --format says, or else the file's name,
 * or else Markdown, and makes storage format of it. The command declares WIKI_BODY_OPTIONS. Warns
 * about what storage format can't hold. ATL_USAGE for both options, or --format with neither, and
 * for a text that is empty, often that of a variable that isn't set, or of a program that failed.
 *
 * In Markdown links and images whose targets are relative paths are taken as pages by title (the
 * title of the file's frontmatter, else its name) and attachments by name: src/content/MARKDOWN.md
 * has the ways to write them outright.
 */
enum atl_status wiki_body_read(struct atl_context *context, struct wiki_body *body,
                               struct atl_error *error);

/* The same where the text may also be an argument of the command (NULL: it isn't). */
enum atl_status wiki_body_read_argument(struct atl_context *context, const char *argument,
                                        struct wiki_body *body, struct atl_error *error);

/*
 * Writes the body over what a page has (`there`, `length` bytes), and puts that in its place: what
 * says the same stays as it is there, with ids that other formats than storage have no word for.
 */
enum atl_status wiki_body_write_over(struct atl_context *context, struct wiki_body *body,
                                     const char *there, size_t length, struct atl_error *error);

/*
 * Appends a body in storage format in another one. Warns about what that can't hold. For the
 * terminal it is laid out for the one there is.
 */
enum atl_status wiki_body_write(struct atl_context *context, const char *storage, size_t length,
                                enum atl_content_format format, struct atl_buffer *text,
                                struct atl_error *error);

/* The words of --format, in that order of enum atl_content_format. */
extern const char *const wiki_body_formats[];

#define WIKI_BODY_OPTIONS                                                                          \
    {.name = "body", .kind = ATL_OPTION_TEXT, .value = "TEXT", .summary = "The text"},             \
        {.name = "body-file",                                                                      \
         .alias = "file",                                                                          \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .summary = "Text from a file; - is standard input",                                       \
         .completion = ATL_COMPLETE_FILE},                                                         \
    {                                                                                              \
        .name = "format", .kind = ATL_OPTION_CHOICE, .value = "FORMAT",                            \
        .summary = "Format of the text", .shown_default = "by the file's name, else markdown",     \
        .choices = wiki_body_formats                                                               \
    }

#endif
