#include "cmd/jira_filter.h"

#include "cmd/query_builder.h"

#include <string.h>

bool jira_filter_is_empty(const struct jira_filter *filter)
{
    return filter->jql == NULL && filter->assignee == NULL && filter->statuses[0] == NULL &&
           filter->projects[0] == NULL && filter->types[0] == NULL && filter->labels[0] == NULL &&
           filter->sprint == NULL && filter->text == NULL;
}

bool jira_filter_names_person(const char *assignee)
{
    return assignee != NULL && !atl_text_equal_ignoring_case(assignee, "me") &&
           !atl_text_equal_ignoring_case(assignee, "none");
}

static void add_assignee(struct query_builder *builder, const char *assignee)
{
    if (assignee == NULL) {
        return;
    }
    if (jira_filter_names_person(assignee)) {
        query_add_comparison(builder, "assignee", "=", assignee);
    } else if (atl_text_equal_ignoring_case(assignee, "me")) {
        query_add_condition(builder, "assignee = currentUser()");
    } else {
        query_add_condition(builder, "assignee is EMPTY");
    }
}

static void add_sprint(struct query_builder *builder, const char *sprint)
{
    if (sprint == NULL) {
        return;
    }
    if (atl_text_equal_ignoring_case(sprint, "current")) {
        query_add_condition(builder, "sprint in openSprints()");
    } else if (atl_text_equal_ignoring_case(sprint, "none")) {
        query_add_condition(builder, "sprint is EMPTY");
    } else if (strlen(sprint) < 19 && sprint[strspn(sprint, "0123456789")] == '\0') {
        /* A bare number is an id; in quotation marks it would be a name. */
        struct atl_buffer condition = {0};
        atl_buffer_printf(&condition, "sprint = %s", sprint);
        query_add_condition(builder, atl_buffer_text(&condition));
        atl_buffer_free(&condition);
    } else {
        query_add_comparison(builder, "sprint", "=", sprint);
    }
}

/*
 * What follows "~" is a query of its own, in which some characters mean something (Jira's "Search
 * syntax for text fields"). Words are searched for as they are written: such characters, which the
 * index doesn't hold either, become spaces, but for the wildcards * and ? within and after words,
 * and quotation marks in pairs.
 */
static void append_words(struct atl_buffer *words, const char *text)
{
    size_t marks = 0;
    for (const char *at = text; *at != '\0'; at++) {
        marks += *at == '"' ? 1 : 0;
    }
    for (const char *at = text; *at != '\0'; at++) {
        bool starts_word = words->length == 0 || words->data[words->length - 1] == ' ';
        bool drop = strchr("&|!(){}[]^~:\\/ \t\r\n", *at) != NULL ||
                    (starts_word && strchr("+-*?", *at) != NULL) || (*at == '"' && marks % 2 == 1);
        if (!drop) {
            atl_buffer_add_char(words, *at);
        } else if (!starts_word) {
            atl_buffer_add_char(words, ' ');
        }
    }
    while (words->length > 0 && words->data[words->length - 1] == ' ') {
        atl_buffer_truncate(words, words->length - 1);
    }
}

static enum atl_status add_text(struct query_builder *builder, const char *text,
                                struct atl_error *error)
{
    struct atl_buffer words = {0};
    enum atl_status status = ATL_OK;
    if (text == NULL) {
        return ATL_OK;
    }
    append_words(&words, text);
    if (words.length > 0 && strspn(words.data, "\" ") < words.length) {
        query_add_comparison(builder, "text", "~", words.data);
    } else {
        status = atl_fail(error, ATL_USAGE, "--text: '%s' holds no word to search for", text);
    }
    atl_buffer_free(&words);
    return status;
}

enum atl_status jira_filter_to_jql(const struct jira_filter *filter, struct atl_arena *arena,
                                   const char **jql, struct atl_error *error)
{
    struct query_builder builder = {.dialect = ATL_QUERY_JQL};
    struct atl_buffer order = {0};
    enum atl_status status = query_append_order(&order, filter->order_by, error);
    if (status == ATL_OK) {
        if (jira_filter_is_empty(filter)) {
            query_add_condition(&builder, "assignee = currentUser() AND resolution is EMPTY");
            if (order.length == 0) {
                atl_buffer_add(&order, "ORDER BY updated DESC");
            }
        }
        add_assignee(&builder, filter->assignee);
        query_add_any_of(&builder, "project", filter->projects);
        query_add_any_of(&builder, "issuetype", filter->types);
        query_add_any_of(&builder, "status", filter->statuses);
        query_add_any_of(&builder, "labels", filter->labels);
        add_sprint(&builder, filter->sprint);
        status = add_text(&builder, filter->text, error);
    }
    if (status == ATL_OK) {
        status = query_finish(&builder, arena, filter->jql, "--jql",
                              order.length > 0 ? order.data : NULL, jql, error);
    }
    atl_buffer_free(&builder.conditions);
    atl_buffer_free(&order);
    return status;
}
