#include "cmd/jira/issue/page.h"

#include "atlcli/clock.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- pieces ---- */

static bool is_word(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z') || ((unsigned char)character & 0x80) != 0;
}

/* A _ within a word is no mark, and an & alone no entity; a text need not be ugly for nothing. */
static bool is_mark(const char *text, size_t at)
{
    if (text[at] == '_') {
        return at == 0 || !is_word(text[at - 1]) || !is_word(text[at + 1]);
    }
    if (text[at] == '&') {
        return is_word(text[at + 1]) || text[at + 1] == '#';
    }
    return strchr("\\`*[]<>~|#", text[at]) != NULL;
}

const char *jira_issue_page_plain(struct atl_context *context, const char *text)
{
    struct atl_buffer buffer = {0};
    if (context->console->out_is_terminal || context->globals.form != ATL_OUTPUT_TABLE) {
        return text;
    }
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (is_mark(text, i)) {
            atl_buffer_add_char(&buffer, '\\');
        }
        atl_buffer_add_char(&buffer, text[i]);
    }
    const char *escaped = atl_arena_strdup(context->arena, atl_buffer_text(&buffer));
    atl_buffer_free(&buffer);
    return escaped;
}

static const char *name_of(const cJSON *object, const char *person)
{
    const cJSON *user = atl_json_member(object, person);
    return atl_json_text(user, "displayName", atl_json_text(user, "name", "somebody"));
}

/* As tables show times. */
static const char *local_time(struct atl_arena *arena, const char *iso)
{
    int64_t ms;
    struct tm local;
    char text[32];
    if (iso == NULL || !atl_clock_parse_iso8601(iso, &ms)) {
        return "";
    }
    time_t seconds = (time_t)(ms / 1000);
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
    return atl_arena_strdup(arena, text);
}

/* "2.1 kB", as people say it. */
static const char *size_text(struct atl_arena *arena, int64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB"};
    double size = (double)bytes / 1000;
    size_t unit = 0;
    if (bytes < 1000) {
        return atl_arena_printf(arena, "%" PRId64 " bytes", bytes);
    }
    while (size >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1000;
        unit++;
    }
    return atl_arena_printf(arena, "%.1f %s", size, units[unit]);
}

/* A line on its own: bold on a terminal, a heading of Markdown in a pipe. */
static enum atl_status print_heading(struct atl_context *context, const char *marks,
                                     const char *text, struct atl_error *error)
{
    bool on_terminal = context->console->out_is_terminal;
    enum atl_status status = atl_output_text(context->output, error, "\n%s%s",
                                             on_terminal ? "" : marks, on_terminal ? "" : " ");
    if (status == ATL_OK) {
        status = atl_output_styled(context->output, ATL_STYLE_BOLD,
                                   jira_issue_page_plain(context, text), error);
    }
    return status == ATL_OK ? atl_output_text(context->output, error, "\n") : status;
}

/* A text that can't be read doesn't keep the rest of the page from being read. */
static enum atl_status print_rich_text(struct atl_context *context, const cJSON *value,
                                       struct atl_error *error)
{
    const char *markdown;
    struct atl_error mine;
    if (jira_text_to_markdown(context->arena, value, &markdown, &mine) != ATL_OK) {
        atl_warn(context->console, "a text isn't shown: %s", mine.message);
        return ATL_OK;
    }
    enum atl_status status =
        context->console->out_is_terminal ? ATL_OK : atl_output_text(context->output, error, "\n");
    return status == ATL_OK ? jira_text_print(context, markdown, error) : status;
}

static bool is_empty_text(const cJSON *value)
{
    return !(cJSON_IsString(value) && *value->valuestring != '\0') &&
           atl_json_count(value, "content") == 0;
}

/* ---- long texts ---- */

static enum atl_status print_text(struct atl_context *context, const char *heading,
                                  const cJSON *value, struct atl_error *error)
{
    if (is_empty_text(value)) {
        return ATL_OK;
    }
    enum atl_status status = print_heading(context, "##", heading, error);
    return status == ATL_OK ? print_rich_text(context, value, error) : status;
}

static enum atl_status print_texts(struct atl_context *context, const cJSON *issue,
                                   struct atl_error *error)
{
    const cJSON *fields = atl_json_object(atl_json_member(issue, "fields"));
    const cJSON *value;
    enum atl_status status =
        print_text(context, "Description", atl_json_member(fields, "description"), error);
    if (status == ATL_OK) {
        status = print_text(context, "Environment", atl_json_member(fields, "environment"), error);
    }
    cJSON_ArrayForEach(value, fields)
    {
        if (status == ATL_OK && jira_issue_is_rich_text(issue, value->string)) {
            const cJSON *names = atl_json_member(issue, "names");
            status = print_text(context, atl_json_text(names, value->string, value->string), value,
                                error);
        }
    }
    return status;
}

/* ---- other issues ---- */

static enum atl_status print_issue_line(struct atl_context *context, const char *phrase,
                                        const cJSON *issue, struct atl_error *error)
{
    enum atl_status status =
        atl_output_text(context->output, error, "- %s%s", jira_issue_page_plain(context, phrase),
                        *phrase == '\0' ? "" : " ");
    if (status == ATL_OK) {
        status = atl_output_styled(context->output, ATL_STYLE_NAME, atl_json_text(issue, "key", ""),
                                   error);
    }
    return status == ATL_OK
               ? atl_output_text(
                     context->output, error, " %s (%s)\n",
                     jira_issue_page_plain(context, atl_json_text(issue, "fields.summary", "")),
                     jira_issue_page_plain(context,
                                           atl_json_text(issue, "fields.status.name", "?")))
               : status;
}

static enum atl_status print_subtasks(struct atl_context *context, const cJSON *fields,
                                      struct atl_error *error)
{
    const cJSON *subtasks = atl_json_member(fields, "subtasks");
    const cJSON *subtask;
    enum atl_status status = cJSON_GetArraySize(subtasks) == 0
                                 ? ATL_OK
                                 : print_heading(context, "##", "Sub-tasks", error);
    cJSON_ArrayForEach(subtask, subtasks)
    {
        status = status == ATL_OK ? print_issue_line(context, "", subtask, error) : status;
    }
    return status;
}

static enum atl_status print_links(struct atl_context *context, const cJSON *fields,
                                   struct atl_error *error)
{
    const cJSON *links = atl_json_member(fields, "issuelinks");
    const cJSON *link;
    enum atl_status status =
        cJSON_GetArraySize(links) == 0 ? ATL_OK : print_heading(context, "##", "Links", error);
    cJSON_ArrayForEach(link, links)
    {
        const cJSON *outward = atl_json_member(link, "outwardIssue");
        const char *phrase =
            atl_json_text(link, outward != NULL ? "type.outward" : "type.inward", "");
        const cJSON *other = outward != NULL ? outward : atl_json_member(link, "inwardIssue");
        status = status == ATL_OK ? print_issue_line(context, phrase, other, error) : status;
    }
    return status;
}

/* ---- what was added to it ---- */

static enum atl_status print_attachments(struct atl_context *context, const cJSON *fields,
                                         struct atl_error *error)
{
    const cJSON *attachments = atl_json_member(fields, "attachment");
    const cJSON *file;
    enum atl_status status = cJSON_GetArraySize(attachments) == 0
                                 ? ATL_OK
                                 : print_heading(context, "##", "Attachments", error);
    cJSON_ArrayForEach(file, attachments)
    {
        if (status == ATL_OK) {
            status =
                atl_output_text(context->output, error, "- %s (%s, %s, %s)\n",
                                jira_issue_page_plain(context, atl_json_text(file, "filename", "")),
                                size_text(context->arena, atl_json_integer(file, "size", 0)),
                                jira_issue_page_plain(context, name_of(file, "author")),
                                local_time(context->arena, atl_json_text(file, "created", NULL)));
        }
    }
    return status;
}

static enum atl_status print_comment(struct atl_context *context, const cJSON *comment,
                                     struct atl_error *error)
{
    const char *seen_by = atl_json_text(comment, "visibility.value", NULL);
    const char *heading =
        atl_arena_printf(context->arena, "%s, %s%s%s%s", name_of(comment, "author"),
                         local_time(context->arena, atl_json_text(comment, "created", NULL)),
                         seen_by == NULL ? "" : ", for ", seen_by == NULL ? "" : seen_by,
                         seen_by == NULL ? "" : " only");
    enum atl_status status = print_heading(context, "###", heading, error);
    return status == ATL_OK ? print_rich_text(context, atl_json_member(comment, "body"), error)
                            : status;
}

static enum atl_status print_comments(struct atl_context *context, const cJSON *fields,
                                      struct atl_error *error)
{
    const cJSON *comments = atl_json_get(fields, "comment.comments");
    const cJSON *comment;
    int count = cJSON_GetArraySize(comments);
    if (count == 0) {
        return ATL_OK;
    }
    enum atl_status status = print_heading(
        context, "##", atl_arena_printf(context->arena, "Comments (%d)", count), error);
    cJSON_ArrayForEach(comment, comments)
    {
        status = status == ATL_OK ? print_comment(context, comment, error) : status;
    }
    return status;
}

/* ---- the page ---- */

static enum atl_status print_head(struct atl_context *context, const cJSON *issue,
                                  struct atl_error *error)
{
    bool on_terminal = context->console->out_is_terminal;
    enum atl_status status = on_terminal ? ATL_OK : atl_output_text(context->output, error, "# ");
    if (status == ATL_OK) {
        status = atl_output_styled(context->output, ATL_STYLE_NAME, atl_json_text(issue, "key", ""),
                                   error);
    }
    if (status == ATL_OK) {
        status = atl_output_text(context->output, error, " ");
    }
    if (status == ATL_OK) {
        status = atl_output_styled(
            context->output, ATL_STYLE_BOLD,
            jira_issue_page_plain(context, atl_json_text(issue, "fields.summary", "")), error);
    }
    return status == ATL_OK ? atl_output_text(context->output, error, "\n\n") : status;
}

enum atl_status jira_issue_page_print(struct atl_context *context, const cJSON *issue,
                                      struct atl_error *error)
{
    static enum atl_status (*const parts[])(struct atl_context *, const cJSON *,
                                            struct atl_error *) = {
        print_subtasks, print_links, print_attachments, print_comments};
    enum atl_status status = print_head(context, issue, error);
    if (status == ATL_OK) {
        status = jira_issue_facts_print(context, issue, error);
    }
    if (status == ATL_OK) {
        status = print_texts(context, issue, error);
    }
    for (size_t i = 0; status == ATL_OK && i < sizeof parts / sizeof *parts; i++) {
        status = parts[i](context, atl_json_member(issue, "fields"), error);
    }
    return status;
}
