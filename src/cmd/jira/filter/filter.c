#include "cmd/jira/filter/filter.h"

#include "atlcli/clock.h"
#include "atlcli/jql.h"
#include "cmd/query_builder.h"
#include "cmd/since.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    MINUTES_OF_DAY = 24 * 60,
};

bool jira_filter_is_empty(const struct jira_filter *filter)
{
    const char *const texts[] = {filter->jql,    filter->assignee,      filter->reporter,
                                 filter->parent, filter->created_since, filter->updated_since,
                                 filter->sprint, filter->text};
    const char *const *const lists[] = {filter->statuses,    filter->projects,   filter->types,
                                        filter->labels,      filter->priorities, filter->components,
                                        filter->fix_versions};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] != NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (lists[i][0] != NULL) {
            return false;
        }
    }
    return true;
}

bool jira_filter_names_person(const char *name)
{
    return name != NULL && !atl_text_equal_ignoring_case(name, "me") &&
           !atl_text_equal_ignoring_case(name, "none");
}

static void add_person(struct query_builder *builder, const char *field, const char *name)
{
    struct atl_buffer condition = {0};
    if (name == NULL) {
        return;
    }
    if (jira_filter_names_person(name)) {
        query_add_comparison(builder, field, "=", name);
        return;
    }
    bool is_me = atl_text_equal_ignoring_case(name, "me");
    atl_buffer_printf(&condition, "%s %s", field, is_me ? "= currentUser()" : "is EMPTY");
    query_add_condition(builder, atl_buffer_text(&condition));
    atl_buffer_free(&condition);
}

/*
 * What is counted from now is counted by the server, whose clock dates the issues. All else is a
 * moment in the time zone here, which JQL can say in milliseconds since 1970 only: its dates are in
 * the account's zone.
 */
static enum atl_status add_since(struct query_builder *builder, const char *field, const char *text,
                                 struct atl_error *error)
{
    struct atl_buffer condition = {0};
    struct atl_when when;
    char option[32];
    const int64_t now_ms = atl_clock_wall_ms();
    if (text == NULL) {
        return ATL_OK;
    }
    snprintf(option, sizeof option, "--%s-since", field);
    enum atl_status status = since_parse(option, text, now_ms, &when, error);
    if (status != ATL_OK) {
        return status;
    }
    const int64_t minutes = atl_when_minutes_ago(&when, now_ms);
    atl_buffer_printf(&condition, "%s >= ", field);
    if (!when.is_from_now) {
        atl_buffer_printf(&condition, "%" PRId64, when.wall_ms);
    } else if (minutes % MINUTES_OF_DAY == 0) {
        atl_buffer_printf(&condition, "-%" PRId64 "d", minutes / MINUTES_OF_DAY);
    } else {
        atl_buffer_printf(&condition, "-%" PRId64 "m", minutes);
    }
    query_add_condition(builder, condition.data);
    atl_buffer_free(&condition);
    return ATL_OK;
}

/* Sub-tasks have a parent everywhere; what is below an epic may have a field of its own for it. */
static void add_parent(struct query_builder *builder, const struct jira_filter *filter)
{
    struct atl_buffer condition = {0};
    if (filter->parent == NULL) {
        return;
    }
    if (filter->epic_field == NULL) {
        query_add_comparison(builder, "parent", "=", filter->parent);
        return;
    }
    atl_buffer_add(&condition, "(parent = ");
    atl_jql_quote(&condition, filter->parent);
    atl_buffer_printf(&condition, " OR %s = ", filter->epic_field);
    atl_jql_quote(&condition, filter->parent);
    atl_buffer_add_char(&condition, ')');
    query_add_condition(builder, atl_buffer_text(&condition));
    atl_buffer_free(&condition);
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
        add_person(&builder, "assignee", filter->assignee);
        add_person(&builder, "reporter", filter->reporter);
        query_add_any_of(&builder, "project", filter->projects);
        query_add_any_of(&builder, "issuetype", filter->types);
        query_add_any_of(&builder, "status", filter->statuses);
        query_add_any_of(&builder, "priority", filter->priorities);
        query_add_any_of(&builder, "labels", filter->labels);
        query_add_any_of(&builder, "component", filter->components);
        query_add_any_of(&builder, "fixVersion", filter->fix_versions);
        add_parent(&builder, filter);
        add_sprint(&builder, filter->sprint);
        status = add_text(&builder, filter->text, error);
        status = status == ATL_OK ? add_since(&builder, "created", filter->created_since, error)
                                  : status;
        status = status == ATL_OK ? add_since(&builder, "updated", filter->updated_since, error)
                                  : status;
    }
    if (status == ATL_OK) {
        status = query_finish(&builder, arena, filter->jql, "--jql",
                              order.length > 0 ? order.data : NULL, jql, error);
    }
    atl_buffer_free(&builder.conditions);
    atl_buffer_free(&order);
    return status;
}
