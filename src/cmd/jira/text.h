/*
 * Texts of Jira: Markdown for people, on the way in and on the way out; ADF on Cloud and wiki
 * markup on Data Center for the server.
 */
#ifndef CMD_JIRA_TEXT_H
#define CMD_JIRA_TEXT_H

#include "atlcli/http.h"
#include "atlcli/jira_field.h"
#include "atlcli/json.h"
#include "cli/context.h"

/*
 * What the site takes for the Markdown: an ADF document, or a text in wiki markup. Warns about what
 * that can't hold. The caller deletes *value.
 */
enum atl_status jira_text_from_markdown(struct atl_context *context, const struct atl_http *http,
                                        const char *markdown, cJSON **value,
                                        struct atl_error *error);

/*
 * Markdown for what the site gave: an object is an ADF document, a text is wiki markup; NULL and
 * null are "". In the arena.
 */
enum atl_status jira_text_to_markdown(struct atl_arena *arena, const cJSON *value,
                                      const char **markdown, struct atl_error *error);

/*
 * Shows Markdown in table form: laid out on a terminal, into a pipe as Markdown. Ends in a newline;
 * prints nothing for "".
 */
enum atl_status jira_text_print(struct atl_context *context, const char *markdown,
                                struct atl_error *error);

/*
 * Markdown from one of two options of the command, "body" and "body-file" say, whose second names a
 * file, - for standard input. NULL when neither was given; ATL_USAGE for both. In the arena.
 */
enum atl_status jira_text_option(struct atl_context *context, const char *text_option,
                                 const char *file_option, const char **markdown,
                                 struct atl_error *error);

/* For atl_jira_field_value, with rich text as above. `writer` must outlive what uses it. */
struct jira_text_writer {
    struct atl_context *context;
    struct atl_http *http;
    const char *project; /* of the issues, where sprints are looked for first; NULL: several */
};
struct atl_jira_writing jira_text_writing(struct jira_text_writer *writer);

#endif
