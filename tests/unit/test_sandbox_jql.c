#include "sandbox/query/jql.h"
#include "sandbox/seed/names.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    ISSUES = 600,
};

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31T00:00:00Z, a Saturday */
static const int64_t now_ms = INT64_C(1769862600000);   /* 2026-01-31T13:10:00Z */
static const int64_t day_ms = INT64_C(86400000);

static struct data data;

static int set_up(void **state)
{
    (void)state;
    struct sandbox_options options = {
        .user_email = "you@example.com", .seed = 3, .issues = ISSUES, .today_ms = today_ms};
    data_seed(&data, &options);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    data_free(&data);
    return 0;
}

static enum atl_status run(struct atl_arena *arena, const char *jql, uint32_t **found,
                           size_t *count, struct atl_error *error)
{
    const struct atl_query *query;
    struct jql_plan plan;
    enum atl_status status = atl_query_parse(arena, ATL_QUERY_JQL, jql, &query, NULL, error);
    if (status == ATL_OK) {
        status = jql_compile(&data, arena, query, now_ms, &plan, error);
    }
    *found = NULL;
    if (status == ATL_OK) {
        *found = jql_run(&plan, &data, count);
    }
    return status;
}

/* ---- what matches ---- */

/* What a query is expected to find, said without JQL. */
typedef bool (*expectation)(const struct issue *issue, uint32_t index);

static bool in_web(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->project == 0;
}

static bool not_in_web(const struct issue *issue, uint32_t index)
{
    return !in_web(issue, index);
}

static bool in_web_or_mob(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->project < 2;
}

static bool is_done(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->status == STATUS_DONE;
}

static bool is_not_done(const struct issue *issue, uint32_t index)
{
    return !is_done(issue, index);
}

static bool is_in_progress_category(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->status == STATUS_IN_PROGRESS || issue->status == STATUS_IN_REVIEW;
}

static bool is_mine(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->assignee == 0;
}

static bool is_nobodys(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->assignee == DATA_NOBODY;
}

static bool is_somebodys(const struct issue *issue, uint32_t index)
{
    return !is_nobodys(issue, index);
}

static bool is_somebody_elses(const struct issue *issue, uint32_t index)
{
    return is_somebodys(issue, index) && !is_mine(issue, index);
}

static bool is_mine_or_nobodys(const struct issue *issue, uint32_t index)
{
    return is_mine(issue, index) || is_nobodys(issue, index);
}

static bool is_reported_by_me(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->reporter == 0;
}

static bool is_bug(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->type == TYPE_BUG;
}

static bool is_bug_or_story(const struct issue *issue, uint32_t index)
{
    return is_bug(issue, index) || issue->type == TYPE_STORY;
}

static bool is_subtask(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->type == TYPE_SUBTASK;
}

static bool is_urgent(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->priority < 2;
}

static bool is_medium_or_less(const struct issue *issue, uint32_t index)
{
    return !is_urgent(issue, index);
}

static bool has_label(const struct issue *issue, const char *label)
{
    for (size_t i = 0; i < names_labels.count; i++) {
        if (strcmp(names_labels.items[i], label) == 0) {
            return (issue->labels >> i & 1) != 0;
        }
    }
    return false;
}

static bool has_security_label(const struct issue *issue, uint32_t index)
{
    (void)index;
    return has_label(issue, "security");
}

static bool has_other_labels_only(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->labels != 0 && !has_label(issue, "security");
}

static bool has_no_labels(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->labels == 0;
}

static bool is_in_open_sprint(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->sprint != DATA_NO_SPRINT && data.sprints[issue->sprint].state == SPRINT_ACTIVE;
}

static bool is_in_third_sprint(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->sprint == 2;
}

static bool is_in_no_sprint(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->sprint == DATA_NO_SPRINT;
}

static bool is_of_last_week(const struct issue *issue, uint32_t index)
{
    (void)index;
    return (int64_t)issue->created * 1000 >= now_ms - 7 * day_ms;
}

static bool is_of_this_year(const struct issue *issue, uint32_t index)
{
    (void)index;
    return (int64_t)issue->created * 1000 >= INT64_C(1767225600000); /* 2026-01-01 */
}

static bool is_of_last_year(const struct issue *issue, uint32_t index)
{
    return (int64_t)issue->created * 1000 >= INT64_C(1735689600000) && /* 2025-01-01 */
           !is_of_this_year(issue, index);
}

static bool has_due_date(const struct issue *issue, uint32_t index)
{
    (void)index;
    return data_issue_due_ms(issue) >= 0;
}

static bool is_overdue(const struct issue *issue, uint32_t index)
{
    return has_due_date(issue, index) && data_issue_due_ms(issue) < now_ms &&
           is_not_done(issue, index);
}

static bool has_five_points_or_more(const struct issue *issue, uint32_t index)
{
    (void)index;
    return issue->points >= 5;
}

static bool is_tenth(const struct issue *issue, uint32_t index)
{
    (void)issue;
    return index == 9;
}

static bool is_early_in_web(const struct issue *issue, uint32_t index)
{
    return in_web(issue, index) && issue->number <= 5;
}

static bool has_first_epic_as_parent(const struct issue *issue, uint32_t index)
{
    (void)index;
    for (uint32_t i = 0; i < ISSUES; i++) {
        if (data.issues[i].type == TYPE_EPIC) {
            return issue->parent == i;
        }
    }
    return false;
}

static bool mentions_session(const struct issue *issue, uint32_t index)
{
    (void)issue;
    struct atl_buffer summary = {0};
    data_append_summary(&data, index, &summary);
    bool found = strstr(summary.data, "session") != NULL || strstr(summary.data, "Session") != NULL;
    atl_buffer_free(&summary);
    return found;
}

static bool does_not_mention_session(const struct issue *issue, uint32_t index)
{
    return !mentions_session(issue, index);
}

static bool says_session_expires(const struct issue *issue, uint32_t index)
{
    (void)issue;
    struct atl_buffer summary = {0};
    data_append_summary(&data, index, &summary);
    bool found = strstr(summary.data, "session expires") != NULL;
    atl_buffer_free(&summary);
    return found;
}

static bool is_my_open_bug(const struct issue *issue, uint32_t index)
{
    return is_mine(issue, index) && is_bug(issue, index) && is_not_done(issue, index);
}

static bool is_anything(const struct issue *issue, uint32_t index)
{
    (void)issue;
    (void)index;
    return true;
}

static bool is_nothing(const struct issue *issue, uint32_t index)
{
    (void)issue;
    (void)index;
    return false;
}

struct match_case {
    const char *jql;
    expectation expected;
};

static const struct match_case match_cases[] = {
    {"", is_anything},
    {"project is not EMPTY", is_anything},
    {"project is EMPTY", is_nothing},
    {"summary is not EMPTY and created is not EMPTY", is_anything},
    {"description is EMPTY or status is EMPTY or created is EMPTY", is_nothing},
    {"project = WEB", in_web},
    {"project = web", in_web},
    {"project = 10000", in_web},
    {"project = \"Web Shop\"", in_web},
    {"project in (WEB)", in_web},
    {"project in (WEB, MOB)", in_web_or_mob},
    {"project = WEB or project = MOB", in_web_or_mob},
    {"project != WEB", not_in_web},
    {"project not in (WEB)", not_in_web},
    {"not project = WEB", not_in_web},
    {"!(project = WEB)", not_in_web},
    {"not not project = WEB", in_web},
    {"status = Done", is_done},
    {"status = done", is_done},
    {"status = 10002", is_done},
    {"status != Done", is_not_done},
    {"status in (\"To Do\", \"In Progress\", \"In Review\")", is_not_done},
    {"not status in (Done)", is_not_done},
    {"statusCategory = Done", is_done},
    {"statusCategory = done", is_done},
    {"statusCategory != Done", is_not_done},
    {"statusCategory = \"In Progress\"", is_in_progress_category},
    {"statusCategory = indeterminate", is_in_progress_category},
    {"statusCategory = 4", is_in_progress_category},
    {"resolution = Done", is_done},
    {"resolution = Unresolved", is_not_done},
    {"resolution is EMPTY", is_not_done},
    {"resolution is not EMPTY", is_done},
    {"resolved is EMPTY", is_not_done},
    {"assignee = currentUser()", is_mine},
    {"assignee in (currentUser())", is_mine},
    {"assignee = \"you@example.com\"", is_mine},
    {"assignee = \"Robin Ashdown\"", is_mine},
    {"assignee = robin.ashdown", is_mine},
    {"assignee = JIRAUSER10100", is_mine},
    {"assignee is EMPTY", is_nobodys},
    {"assignee = null", is_nobodys},
    {"assignee in (EMPTY)", is_nobodys},
    {"assignee is not EMPTY", is_somebodys},
    {"assignee != EMPTY", is_somebodys},
    {"not assignee is EMPTY", is_somebodys},
    /* What has no value is never "not" something. */
    {"assignee != currentUser()", is_somebody_elses},
    {"not assignee = currentUser()", is_somebody_elses},
    {"assignee not in (currentUser())", is_somebody_elses},
    {"assignee in (currentUser(), EMPTY)", is_mine_or_nobodys},
    {"assignee = currentUser() or assignee is EMPTY", is_mine_or_nobodys},
    {"reporter = currentUser()", is_reported_by_me},
    {"creator = currentUser()", is_reported_by_me},
    {"type = Bug", is_bug},
    {"issuetype = bug", is_bug},
    {"issuetype = 10004", is_bug},
    {"type in (Bug, Story)", is_bug_or_story},
    {"type in subTaskIssueTypes()", is_subtask},
    {"type not in standardIssueTypes()", is_subtask},
    {"priority in (Highest, High)", is_urgent},
    {"priority > Medium", is_urgent},
    {"priority >= High", is_urgent},
    {"priority <= Medium", is_medium_or_less},
    {"not priority > Medium", is_medium_or_less},
    {"labels = security", has_security_label},
    {"labels in (security, nobody-uses-this)", has_security_label},
    {"labels != security", has_other_labels_only},
    {"labels not in (security)", has_other_labels_only},
    {"labels is EMPTY", has_no_labels},
    {"labels = nobody-uses-this", is_nothing},
    {"sprint in openSprints()", is_in_open_sprint},
    {"Sprint = 3", is_in_third_sprint},
    {"sprint = \"WEB Sprint 3\"", is_in_third_sprint},
    {"cf[10020] = 3", is_in_third_sprint},
    {"sprint is EMPTY", is_in_no_sprint},
    {"created >= -7d", is_of_last_week},
    {"created >= -1w", is_of_last_week},
    {"createdDate >= \"-168h\"", is_of_last_week},
    {"not created < -7d", is_of_last_week},
    {"created >= now(\"-7d\")", is_of_last_week},
    {"created >= startOfYear()", is_of_this_year},
    {"created >= 2026-01-01", is_of_this_year},
    {"created >= \"2026/01/01 00:00\"", is_of_this_year},
    {"created > endOfYear(-1)", is_of_this_year},
    {"created >= startOfYear(-1) and created < startOfYear()", is_of_last_year},
    {"created >= startOfYear(\"-1y\") and created <= endOfYear(\"-1y\")", is_of_last_year},
    {"due is not EMPTY", has_due_date},
    {"duedate < now() and statusCategory != Done", is_overdue},
    {"\"Story point estimate\" >= 5", has_five_points_or_more},
    {"\"Story Points\" in (5, 8, 13)", has_five_points_or_more},
    {"cf[10016] > 3", has_five_points_or_more},
    {"id = 10010", is_tenth},
    {"key in (10010, NOPE-1, WEB-99999)", is_tenth},
    {"project = WEB and key <= WEB-5", is_early_in_web},
    {"key < WEB-6", is_early_in_web},
    {"summary ~ \"session\"", mentions_session},
    {"summary ~ \"SESSION\"", mentions_session},
    {"summary ~ \"sess*\"", mentions_session},
    {"summary !~ \"session\"", does_not_mention_session},
    {"not summary ~ \"session\"", does_not_mention_session},
    {"summary ~ \"\\\"session expires\\\"\"", says_session_expires},
    {"summary ~ \"sessio\"", is_nothing},
    {"summary ~ \"\\\"expires session\\\"\"", is_nothing},
    {"text ~ \"session expires\" and summary ~ \"\\\"session expires\\\"\"", says_session_expires},
    {"assignee = currentUser() AND type = Bug AND status != Done", is_my_open_bug},
    {"not (assignee != currentUser() or assignee is EMPTY or type != Bug or status = Done)",
     is_my_open_bug},
    {"assignee = currentUser() && type = Bug && !(statusCategory = Done)", is_my_open_bug},
    {"status = Done and status != Done", is_nothing},
};

static void queries_find_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(match_cases); i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        uint32_t *found;
        size_t count = 0;
        if (run(&arena, match_cases[i].jql, &found, &count, &error) != ATL_OK) {
            fail_msg("%s: %s", match_cases[i].jql, error.message);
        }
        bool *is_found = atl_alloc(ISSUES * sizeof *is_found);
        for (size_t item = 0; item < count; item++) {
            is_found[found[item]] = true;
        }
        for (uint32_t index = 0; index < ISSUES; index++) {
            if (is_found[index] != match_cases[i].expected(&data.issues[index], index)) {
                fail_msg("%s: %s is %s", match_cases[i].jql, data_issue_key(&data, &arena, index),
                         is_found[index] ? "found" : "missing");
            }
        }
        free(is_found);
        free(found);
        atl_arena_free(&arena);
    }
}

/* The table above shows nothing where an expectation is true for no issue at all. */
static void expectations_are_met_by_some_issues_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(match_cases); i++) {
        size_t met = 0;
        for (uint32_t index = 0; index < ISSUES; index++) {
            met += match_cases[i].expected(&data.issues[index], index);
        }
        bool trivial =
            match_cases[i].expected == is_nothing || match_cases[i].expected == is_anything;
        if (!trivial && (met == 0 || met == ISSUES)) {
            fail_msg("%s: %zu of %d issues", match_cases[i].jql, met, ISSUES);
        }
    }
    size_t children = 0;
    for (uint32_t index = 0; index < ISSUES; index++) {
        children += has_first_epic_as_parent(&data.issues[index], index);
    }
    assert_true(children > 0);
}

static void children_are_found_by_their_parent(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    uint32_t epic = 0;
    while (data.issues[epic].type != TYPE_EPIC) {
        epic++;
    }
    uint32_t *found;
    size_t count = 0;
    const char *jql = atl_arena_printf(&arena, "parent = %s", data_issue_key(&data, &arena, epic));
    assert_int_equal(run(&arena, jql, &found, &count, NULL), ATL_OK);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(data.issues[found[i]].parent, epic);
    }
    free(found);
    atl_arena_free(&arena);
}

/* ---- in what order ---- */

struct order_case {
    const char *jql;
    bool (*in_order)(uint32_t left, uint32_t right); /* neighbours */
};

static bool newest_first(uint32_t left, uint32_t right)
{
    return data.issues[left].created >= data.issues[right].created;
}

static bool oldest_first(uint32_t left, uint32_t right)
{
    return data.issues[left].created <= data.issues[right].created;
}

static bool updated_last_first(uint32_t left, uint32_t right)
{
    return data.issues[left].updated >= data.issues[right].updated;
}

static bool by_key(uint32_t left, uint32_t right)
{
    const struct issue *first = &data.issues[left];
    const struct issue *second = &data.issues[right];
    int comparison = strcmp(data.projects[first->project].key, data.projects[second->project].key);
    return comparison < 0 || (comparison == 0 && first->number < second->number);
}

static bool by_key_backwards(uint32_t left, uint32_t right)
{
    return by_key(right, left);
}

static bool most_urgent_first(uint32_t left, uint32_t right)
{
    return data.issues[left].priority <= data.issues[right].priority;
}

static bool least_urgent_first(uint32_t left, uint32_t right)
{
    return most_urgent_first(right, left);
}

static bool by_status(uint32_t left, uint32_t right)
{
    return data.issues[left].status <= data.issues[right].status;
}

static bool by_rank(uint32_t left, uint32_t right)
{
    return data.issues[left].rank <= data.issues[right].rank;
}

static bool by_assignee_nobody_last(uint32_t left, uint32_t right)
{
    uint8_t first = data.issues[left].assignee;
    uint8_t second = data.issues[right].assignee;
    if (first == DATA_NOBODY || second == DATA_NOBODY) {
        return second == DATA_NOBODY;
    }
    return strcmp(data.people[first].name, data.people[second].name) <= 0;
}

static bool by_status_then_newest(uint32_t left, uint32_t right)
{
    return data.issues[left].status < data.issues[right].status ||
           (data.issues[left].status == data.issues[right].status && newest_first(left, right));
}

static const struct order_case order_cases[] = {
    {"", newest_first},
    {"order by created", newest_first},
    {"order by created desc", newest_first},
    {"order by created asc", oldest_first},
    {"order by updated desc", updated_last_first},
    {"order by key", by_key},
    {"order by issuekey asc", by_key},
    {"order by key desc", by_key_backwards},
    {"order by priority", most_urgent_first},
    {"order by priority desc", most_urgent_first},
    {"order by priority asc", least_urgent_first},
    {"order by status", by_status},
    {"order by rank", by_rank},
    {"order by cf[10019]", by_rank},
    {"order by assignee", by_assignee_nobody_last},
    {"order by status asc, created desc", by_status_then_newest},
};

static void results_come_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(order_cases); i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        uint32_t *found;
        size_t count = 0;
        if (run(&arena, order_cases[i].jql, &found, &count, &error) != ATL_OK) {
            fail_msg("%s: %s", order_cases[i].jql, error.message);
        }
        assert_int_equal(count, ISSUES);
        for (size_t item = 1; item < count; item++) {
            if (!order_cases[i].in_order(found[item - 1], found[item])) {
                fail_msg("%s: item %zu", order_cases[i].jql, item);
            }
        }
        free(found);
        atl_arena_free(&arena);
    }
}

/* ---- what isn't understood ---- */

struct error_case {
    const char *jql;
    const char *message;
};

#define DATES                                                                                      \
    "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', "  \
    "or a period format e.g. '-5d', '4w 2d'."

static const struct error_case error_cases[] = {
    {"colour = red", "Field 'colour' does not exist or you do not have permission to view it."},
    {"cf[99] = 1", "Field 'cf[99]' does not exist or you do not have permission to view it."},
    {"order by colour", "Field 'colour' does not exist or you do not have permission to view it."},
    {"order by labels", "Not able to sort using field 'labels'."},
    {"project = NOPE", "The value 'NOPE' does not exist for the field 'project'."},
    {"status = Shipped", "The value 'Shipped' does not exist for the field 'status'."},
    {"status in (Done, Shipped)", "The value 'Shipped' does not exist for the field 'status'."},
    {"assignee = nobody", "The value 'nobody' does not exist for the field 'assignee'."},
    {"key = WEB-99999", "Issue does not exist or you do not have permission to see it."},
    {"assignee = bogus()", "Unable to find JQL function 'bogus()'."},
    {"status = currentUser()",
     "A value provided by the function 'currentUser' is invalid for the field 'status'."},
    {"created > openSprints()",
     "A value provided by the function 'openSprints' is invalid for the field 'created'."},
    {"text = x", "The operator '=' is not supported by the 'text' field."},
    {"status ~ x", "The operator '~' is not supported by the 'status' field."},
    {"status > Done", "The operator '>' is not supported by the 'status' field."},
    {"key is EMPTY", "The field 'key' does not support searching for EMPTY values."},
    {"updated >= yesterday", "Date value 'yesterday' for field 'updated' is invalid. " DATES},
    {"due = 2026-02-30", "Date value '2026-02-30' for field 'due' is invalid. " DATES},
    {"created > startOfDay(tomorrow)",
     "Duration for function 'startOfDay' should have the format (+/-)n(yMwdm), e.g -1M for 1 month "
     "earlier."},
    {"\"Story Points\" = many", "Value 'many' is invalid for the 'Story Points' field."},
    {"status was Done", "History searches do not support the 'status' field."},
    {"status changed", "History searches do not support the 'status' field."},
    {"status in Done",
     "Operator 'in' does not support the non-list value 'Done' for field 'status'."},
    {"status = (Done)", "Operator '=' does not support the list value for field 'status'."},
    {"assignee is you", "Operator 'is' supports only EMPTY and NULL, not 'you', for field "
                        "'assignee'."},
    {"summary ~ \"?\"",
     "The text query '?' for field 'summary' is not allowed to start with character '?'."},
};

static void errors_are_worded_as_jira_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(error_cases); i++) {
        struct atl_arena arena = {0};
        struct atl_error error = {0};
        uint32_t *found;
        size_t count;
        if (run(&arena, error_cases[i].jql, &found, &count, &error) != ATL_USAGE ||
            strcmp(error.message, error_cases[i].message) != 0) {
            fail_msg("%s\n  gave %s\n  not  %s", error_cases[i].jql, error.message,
                     error_cases[i].message);
        }
        free(found);
        atl_arena_free(&arena);
    }
}

static void queries_about_time_are_known_as_such(void **state)
{
    (void)state;
    static const struct {
        const char *jql;
        bool uses_time;
    } cases[] = {{"project = WEB", false}, {"created > -7d", true}, {"due > now()", true}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        const struct atl_query *query;
        struct jql_plan plan;
        assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, cases[i].jql, &query, NULL, NULL),
                         ATL_OK);
        assert_int_equal(jql_compile(&data, &arena, query, now_ms, &plan, NULL), ATL_OK);
        assert_int_equal(plan.uses_time, cases[i].uses_time);
        atl_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_they_say),
        cmocka_unit_test(expectations_are_met_by_some_issues_only),
        cmocka_unit_test(children_are_found_by_their_parent),
        cmocka_unit_test(results_come_in_order),
        cmocka_unit_test(errors_are_worded_as_jira_does),
        cmocka_unit_test(queries_about_time_are_known_as_such),
    };
    return cmocka_run_group_tests_name("sandbox jql", tests, set_up, tear_down);
}
