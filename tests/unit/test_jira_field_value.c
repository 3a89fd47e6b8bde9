/* Text as people write it, and the values that fields make of it. */
#include "atlcli/jira.h"
#include "atlcli/jira_field.h"
#include "atlcli/text.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As createmeta would say it. */
static const char fields_json[] =
    "{\"summary\":{\"name\":\"Summary\",\"required\":true,\"schema\":{\"type\":\"string\","
    "\"system\":\"summary\"}},"
    "\"description\":{\"name\":\"Description\",\"schema\":{\"type\":\"string\",\"system\":"
    "\"description\"}},"
    "\"priority\":{\"name\":\"Priority\",\"schema\":{\"type\":\"priority\"},\"allowedValues\":"
    "[{\"id\":\"1\",\"name\":\"Highest\"},{\"id\":\"3\",\"name\":\"Medium\"}]},"
    "\"labels\":{\"name\":\"Labels\",\"schema\":{\"type\":\"array\",\"items\":\"string\","
    "\"system\":\"labels\"}},"
    "\"components\":{\"name\":\"Components\",\"schema\":{\"type\":\"array\",\"items\":"
    "\"component\"},"
    "\"allowedValues\":[{\"id\":\"11\",\"name\":\"API\"},{\"id\":\"12\",\"name\":\"Web, "
    "mobile\"}]},"
    "\"fixVersions\":{\"name\":\"Fix "
    "versions\",\"schema\":{\"type\":\"array\",\"items\":\"version\"}},"
    "\"assignee\":{\"name\":\"Assignee\",\"schema\":{\"type\":\"user\"}},"
    "\"parent\":{\"name\":\"Parent\",\"schema\":{\"type\":\"issuelink\"}},"
    "\"duedate\":{\"name\":\"Due date\",\"schema\":{\"type\":\"date\"}},"
    "\"timetracking\":{\"name\":\"Time tracking\",\"schema\":{\"type\":\"timetracking\"}},"
    "\"project\":{\"name\":\"Project\",\"schema\":{\"type\":\"project\"},\"allowedValues\":"
    "[{\"id\":\"100\",\"key\":\"ATL\",\"name\":\"Atlas\"}]},"
    "\"attachment\":{\"name\":\"Attachment\",\"schema\":{\"type\":\"array\",\"items\":"
    "\"attachment\"}},"
    "\"customfield_1\":{\"name\":\"Story "
    "Points\",\"schema\":{\"type\":\"number\",\"custom\":\"x:float\"}},"
    "\"customfield_2\":{\"name\":\"Team\",\"schema\":{\"type\":\"option\",\"custom\":\"x:select\"},"
    "\"allowedValues\":"
    "[{\"id\":\"21\",\"value\":\"Blue\"},{\"id\":\"22\",\"value\":\"Red\"}]},"
    "\"customfield_3\":{\"name\":\"Location\",\"schema\":{\"type\":\"option-with-child\"},"
    "\"allowedValues\":"
    "[{\"id\":\"31\",\"value\":\"Japan\",\"children\":[{\"id\":\"32\",\"value\":\"Tokyo\"},"
    "{\"id\":\"33\",\"value\":\"Osaka\"}]}]},"
    "\"customfield_4\":{\"name\":\"Deployed\",\"schema\":{\"type\":\"datetime\"}},"
    "\"customfield_5\":{\"name\":\"Sprint\",\"schema\":{\"type\":\"array\",\"items\":\"json\","
    "\"custom\":\"com.pyxis.greenhopper.jira:gh-sprint\"}},"
    "\"customfield_6\":{\"name\":\"Epic Link\",\"schema\":{\"type\":\"any\","
    "\"custom\":\"com.pyxis.greenhopper.jira:gh-epic-link\"}},"
    "\"customfield_7\":{\"name\":\"Notes\",\"schema\":{\"type\":\"string\",\"custom\":\"x:"
    "textarea\"}},"
    "\"customfield_8\":{\"name\":\"Rank\",\"schema\":{\"type\":\"any\",\"custom\":\"x:gh-lexo-"
    "rank\"}},"
    "\"customfield_9\":{\"name\":\"Platforms\",\"schema\":{\"type\":\"array\",\"items\":\"option\"}"
    ",\"allowedValues\":"
    "[{\"id\":\"91\",\"value\":\"iOS\"},{\"id\":\"92\",\"value\":\"Android\"}]},"
    "\"customfield_10\":{\"name\":\"team\",\"schema\":{\"type\":\"string\"}},"
    "\"customfield_11\":{\"name\":\"Free\",\"schema\":{\"type\":\"option\"}}}";

static const char people[] =
    "[{\"accountId\":\"1\",\"name\":\"ada\",\"displayName\":\"Ada "
    "Lovelace\",\"emailAddress\":\"ada@example.com\"},"
    "{\"accountId\":\"2\",\"name\":\"aking\",\"displayName\":\"Ada King\"},"
    "{\"accountId\":\"3\",\"name\":\"gone\",\"displayName\":\"Ada King\",\"active\":false}]";

#define SPRINT_7 "{\"id\":7,\"name\":\"Seven\",\"state\":\"active\",\"originBoardId\":1}"
#define SPRINT_8 "{\"id\":8,\"name\":\"Eight\",\"state\":\"future\",\"originBoardId\":1}"
#define SPRINT_9 "{\"id\":9,\"name\":\"Seven\",\"state\":\"active\",\"originBoardId\":2}"

static enum fate serve(struct connection *connection, const struct received *request, void *context)
{
    (void)context;
    static const struct {
        const char *path;
        const char *answer;
    } answers[] = {
        {"/myself", "{\"accountId\":\"9\",\"name\":\"me\",\"displayName\":\"Myself\"}"},
        {"/board/1/sprint?state=active&", "{\"isLast\":true,\"values\":[" SPRINT_7 "]}"},
        {"/board/1/sprint?state=future&", "{\"isLast\":true,\"values\":[" SPRINT_8 "]}"},
        {"/board/1/sprint?state=active,future&",
         "{\"isLast\":true,\"values\":[" SPRINT_7 "," SPRINT_8 "]}"},
        {"/board/2/sprint", "{\"isLast\":true,\"values\":[" SPRINT_8 "," SPRINT_9 "]}"},
        {"/board?projectKeyOrId=ATL&", "{\"total\":1,\"values\":[{\"id\":1,\"name\":\"One\"}]}"},
        {"/board?", "{\"total\":3,\"values\":[{\"id\":1,\"name\":\"One\"},{\"id\":2,\"name\":"
                    "\"Two\"},{\"id\":3,\"type\":\"kanban\"}]}"},
    };
    const char *answer = people;
    for (size_t i = sizeof answers / sizeof *answers; i > 0; i--) {
        answer =
            strstr(request->target, answers[i - 1].path) == NULL ? answer : answers[i - 1].answer;
    }
    reply(connection, 200, "Content-Type: application/json\r\n", answer);
    return KEEP;
}

struct written {
    const char *field;
    const char *text;
    const char *project;
    enum atl_status status;
    char json[256];
    struct atl_error error;
};

static cJSON *shout(void *context, struct atl_arena *arena, const char *markdown,
                    struct atl_error *error)
{
    (void)context;
    (void)error;
    return cJSON_CreateString(atl_arena_printf(arena, "<%s>", markdown));
}

static void write_one(struct fetch *test, struct written *written)
{
    cJSON *tree;
    cJSON *value = NULL;
    struct atl_jira_fields fields;
    const struct atl_jira_field *field;
    const struct atl_jira_writing writing = {
        .http = test->http, .arena = &test->arena, .project = written->project, .rich_text = shout};
    atl_error_clear(&written->error);
    assert_int_equal(
        atl_json_parse(fields_json, strlen(fields_json), "fields", &tree, &written->error), ATL_OK);
    atl_json_keep(&test->arena, tree);
    atl_jira_fields_read(&test->arena, tree, "ATL, Bug", &fields);
    written->status = atl_jira_fields_get(&fields, written->field, &field, &written->error);
    if (written->status == ATL_OK) {
        written->status =
            atl_jira_field_value(&writing, field, written->text, &value, &written->error);
    }
    char *text = value == NULL ? atl_strdup("") : atl_json_print(value, false);
    snprintf(written->json, sizeof written->json, "%s", text);
    free(text);
    cJSON_Delete(value);
}

struct batch {
    struct written *written;
    size_t count;
};

static void write_all(struct fetch *test, void *context)
{
    const struct batch *batch = context;
    for (size_t i = 0; i < batch->count; i++) {
        write_one(test, &batch->written[i]);
    }
}

static void write_batch(struct written *written, size_t count, enum atl_auth_type kind)
{
    struct server *server = server_start(serve, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct batch batch = {written, count};
    test.account.auth_type = kind;
    test.instead = write_all;
    test.context = &batch;
    fetch(&test);
    fetch_end(&test);
    server_stop(server);
}

struct example {
    const char *field;
    const char *text;
    const char *json;
};

static void check(const struct example *examples, size_t count, enum atl_auth_type kind)
{
    struct written *written = atl_alloc(count * sizeof *written);
    for (size_t i = 0; i < count; i++) {
        written[i] = (struct written){.field = examples[i].field, .text = examples[i].text};
    }
    write_batch(written, count, kind);
    for (size_t i = 0; i < count; i++) {
        if (written[i].status != ATL_OK) {
            print_error("%s=%s: %s\n", written[i].field, written[i].text, written[i].error.message);
        }
        assert_int_equal(written[i].status, ATL_OK);
        assert_string_equal(written[i].json, examples[i].json);
    }
    free(written);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void values_are_what_the_schema_wants(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"summary", " Words ", "\"Words\""},
        {"Summary", "[Bug] {x}", "\"[Bug] {x}\""},
        {"description", "  code\n", "\"<  code\\n>\""},
        {"Notes", "*x*", "\"<*x*>\""},
        {"description", "{\"type\":\"doc\",\"version\":1,\"content\":[]}",
         "{\"type\":\"doc\",\"version\":1,\"content\":[]}"},
        {"description", "{\"type\":\"x\"}", "\"<{\\\"type\\\":\\\"x\\\"}>\""},
        {"description", "", "null"},
        {"priority", "medium", "{\"id\":\"3\"}"},
        {"priority", "1", "{\"id\":\"1\"}"},
        {"priority", "none", "null"},
        {"labels", "a, b,,c", "[\"a\",\"b\",\"c\"]"},
        {"labels", "", "[]"},
        {"components", "api", "[{\"id\":\"11\"}]"},
        {"components", "web, mobile", "[{\"id\":\"12\"}]"},
        {"components", "[\"Web, mobile\",\"API\"]", "[{\"id\":\"12\"},{\"id\":\"11\"}]"},
        {"components", "[{\"name\":\"x\"}]", "[{\"name\":\"x\"}]"},
        {"fixVersions", "1.0,1.1", "[{\"name\":\"1.0\"},{\"name\":\"1.1\"}]"},
        {"assignee", "me", "{\"accountId\":\"9\"}"},
        {"assignee", "ADA@example.com", "{\"accountId\":\"1\"}"},
        {"assignee", "Ada King", "{\"accountId\":\"2\"}"},
        {"assignee", "none", "null"},
        {"parent", "atl-7", "{\"key\":\"ATL-7\"}"},
        {"parent", "https://example.com/browse/ATL-7?x=1", "{\"key\":\"ATL-7\"}"},
        {"parent", "none", "null"},
        {"due", "2026-01-31", "\"2026-01-31\""},
        {"timetracking", "1w 2d", "{\"originalEstimate\":\"1w 2d\"}"},
        {"timetracking", "1.5h / 30m",
         "{\"originalEstimate\":\"1.5h\",\"remainingEstimate\":\"30m\"}"},
        {"project", "atl", "{\"id\":\"100\"}"},
        {"Story points", "5", "5"},
        {"cf[1]", "-0.5", "-0.5"},
        {"customfield_1", "", "null"},
        {"customfield_2", "blue", "{\"id\":\"21\"}"},
        {"customfield_2", "{\"value\":\"Blue\"}", "{\"value\":\"Blue\"}"},
        {"Free", "x", "{\"value\":\"x\"}"},
        {"Location", "Japan > tokyo", "{\"id\":\"31\",\"child\":{\"id\":\"32\"}}"},
        {"Location", "japan", "{\"id\":\"31\"}"},
        {"Deployed", "2026-01-31T08:15:30Z", "\"2026-01-31T08:15:30.000+0000\""},
        {"Deployed", "2026-01-31T08:15+02:00", "\"2026-01-31T06:15:00.000+0000\""},
        {"Sprint", "7", "7"},
        {"Sprint", "none", "null"},
        {"Sprint", "eight", "8"},
        {"Epic Link", "atl-3", "\"ATL-3\""},
        {"Platforms", "android,iOS", "[{\"id\":\"92\"},{\"id\":\"91\"}]"},
        {"Rank", "{\"a\":1}", "{\"a\":1}"},
    };
    check(examples, COUNT(examples), ATL_AUTH_BASIC);
}

static void data_center_knows_people_by_name_and_text_as_text(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"assignee", "me", "{\"name\":\"me\"}"},
        {"assignee", "ada", "{\"name\":\"ada\"}"},
        {"description", "{\"type\":\"doc\"}", "\"<{\\\"type\\\":\\\"doc\\\"}>\""},
    };
    check(examples, COUNT(examples), ATL_AUTH_BEARER);
}

/* Local time is the one of the machine; UTC for a moment. */
static void local_times_are_taken_as_local(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Deployed", "2026-01-31 08:15", "\"2026-01-31T05:15:00.000+0000\""},
        {"Deployed", "2026-01-31T08:15:10", "\"2026-01-31T05:15:10.000+0000\""},
        {"Deployed", "2026-01-31", "\"2026-01-30T21:00:00.000+0000\""},
        {"Deployed", "2026/1/31 8:15", "\"2026-01-31T05:15:00.000+0000\""},
        {"due", "2026/1/31", "\"2026-01-31\""},
        {"due", "1960-01-31", "\"1960-01-31\""},
    };
    char *before = atl_strdup(getenv("TZ"));
    setenv("TZ", "XXX-3", 1);
    tzset();
    check(examples, COUNT(examples), ATL_AUTH_BASIC);
    if (before != NULL) {
        setenv("TZ", before, 1);
    } else {
        unsetenv("TZ");
    }
    tzset();
    free(before);
}

static void wrong_values_are_refused_and_the_way_out_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        const char *text;
        const char *message;
        const char *hint; /* one of them */
    } examples[] = {
        {"Story Points", "five", "'five' is no number, which Story Points takes",
         "write it like this: 5, or 0.5"},
        {"Story Points", "0x10", "'0x10' is no number, which Story Points takes", NULL},
        {"Story Points", "nan", "'nan' is no number, which Story Points takes", NULL},
        {"priority", "Medum", "Priority has no value 'Medum'", "did you mean 'Medium'?"},
        {"priority", "x", "Priority has no value 'x'", "allowed: Highest, Medium"},
        {"components", "API,Db", "Components has no value 'Db'", "allowed: API, Web, mobile"},
        {"Location", "Japan > Kyoto", "Location > Japan has no value 'Kyoto'",
         "allowed: Tokyo, Osaka"},
        {"Location", "Peru > Lima", "Location has no value 'Peru'", "allowed: Japan"},
        {"Location", "a > b > c", "'a > b > c' is no value of two levels, which Location takes",
         NULL},
        {"labels", "two words", "the label 'two words' holds a space, which none may", NULL},
        {"due", "31.1.2026", "'31.1.2026' is no date, which Due date takes", NULL},
        {"due", "today 9:00", "'today 9:00' is no date, which Due date takes", NULL},
        {"due", "2026-02-30", "'2026-02-30' is no date, which Due date takes", NULL},
        {"Deployed", "2026-01-31 25:00",
         "'2026-01-31 25:00' is no date and time, which Deployed takes", NULL},
        {"timetracking", "5", "'5' is no duration, which Time tracking takes", NULL},
        {"timetracking", "2d 1w", "'2d 1w' is no duration, which Time tracking takes", NULL},
        {"parent", "7", "'7' is no key of an issue, which Parent takes", NULL},
        {"Sprint", "seven", "Sprint: 'seven' may be any of 2 sprints", "9: Seven (active, on Two)"},
        {"Attachment", "x", "Attachment (array of attachment) can't be written as text",
         "give it as JSON, which starts with { or ["},
        {"Rank", "x", "Rank (any) can't be written as text", NULL},
        {"assignee", "Ad", "Assignee: 2 people match 'Ad'", "Ada King: 2"},
        {"Storypoints", "5", "ATL, Bug has no field 'Storypoints' that can be set",
         "did you mean 'Story Points'?"},
        {"Team", "Blue", "2 fields are called 'Team'",
         "use the id of the one you mean: customfield_2 (option)"},
    };
    struct written written[COUNT(examples)];
    for (size_t i = 0; i < COUNT(examples); i++) {
        written[i] = (struct written){.field = examples[i].field, .text = examples[i].text};
    }
    write_batch(written, COUNT(examples), ATL_AUTH_BASIC);
    for (size_t i = 0; i < COUNT(examples); i++) {
        const struct atl_error *error = &written[i].error;
        bool found = examples[i].hint == NULL;
        assert_int_equal(written[i].status, ATL_USAGE);
        assert_string_equal(error->message, examples[i].message);
        assert_true(error->hint_count > 0);
        for (size_t j = 0; j < error->hint_count; j++) {
            found = found || strcmp(error->hints[j], examples[i].hint) == 0;
        }
        assert_true(found);
    }
}

static void sprints_are_looked_for_on_the_boards_of_the_project(void **state)
{
    (void)state;
    struct written written[] = {{.field = "Sprint", .text = "Seven", .project = "ATL"},
                                {.field = "Sprint", .text = "Active", .project = "ATL"},
                                {.field = "Sprint", .text = "next", .project = "ATL"},
                                {.field = "Sprint", .text = "Sevn", .project = "ATL"},
                                {.field = "Sprint", .text = "active"}};
    write_batch(written, COUNT(written), ATL_AUTH_BASIC);
    assert_string_equal(written[0].json, "7");
    assert_string_equal(written[1].json, "7");
    assert_string_equal(written[2].json, "8");
    assert_int_equal(written[3].status, ATL_NOT_FOUND);
    assert_string_equal(written[3].error.message, "Sprint: there is no sprint 'Sevn' on 'One'");
    assert_string_equal(written[3].error.hints[0], "did you mean 'Seven'?");
    assert_int_equal(written[4].status, ATL_USAGE);
}

static void json_that_is_none_is_refused(void **state)
{
    (void)state;
    struct written written[] = {{.field = "customfield_2", .text = "{\"value\":"}};
    write_batch(written, 1, ATL_AUTH_BASIC);
    assert_int_equal(written[0].status, ATL_USAGE);
    assert_int_equal(written[0].error.status, ATL_USAGE);
    assert_string_equal(written[0].error.hints[0],
                        "a value that starts with { or [ is read as JSON");
}

static void days_are_counted_from_today(void **state)
{
    (void)state;
    struct written written[] = {{.field = "due", .text = "today"},
                                {.field = "due", .text = "+0d"},
                                {.field = "due", .text = "tomorrow"},
                                {.field = "due", .text = "+1w"},
                                {.field = "due", .text = "1w"}};
    write_batch(written, COUNT(written), ATL_AUTH_BASIC);
    for (size_t i = 0; i < COUNT(written); i++) {
        assert_int_equal(written[i].status, ATL_OK);
        assert_int_equal(strlen(written[i].json), strlen("\"2026-01-31\""));
    }
    assert_string_equal(written[0].json, written[1].json);
    assert_true(strcmp(written[0].json, written[2].json) < 0);
    assert_true(strcmp(written[2].json, written[3].json) < 0);
    assert_string_equal(written[3].json, written[4].json);
}

static void long_lists_of_values_are_cut(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer json = {0};
    struct atl_error error;
    cJSON *tree;
    cJSON *value;
    struct atl_jira_fields fields;
    atl_buffer_add(&json,
                   "{\"x\":{\"name\":\"X\",\"schema\":{\"type\":\"option\"},\"allowedValues\":[");
    for (int i = 0; i < 400; i++) {
        atl_buffer_printf(&json, "%s{\"value\":\"Value %d\"}", i > 0 ? "," : "", i);
    }
    atl_buffer_add(&json, "]}}");
    assert_int_equal(atl_json_parse(json.data, json.length, "x", &tree, &error), ATL_OK);
    atl_json_keep(&arena, tree);
    atl_jira_fields_read(&arena, tree, "X-1", &fields);
    const struct atl_jira_writing writing = {.arena = &arena};
    assert_int_equal(atl_jira_field_value(&writing, &fields.fields[0], "?", &value, &error),
                     ATL_USAGE);
    assert_int_equal(error.hint_count, 3);
    assert_true(atl_text_ends_with(error.hints[2], " more"));
    atl_arena_free(&arena);
    atl_buffer_free(&json);
}

static void keys_are_recognised(void **state)
{
    (void)state;
    static const char *const keys[] = {"ATL-1", " atl-1\n", "https://x.example/browse/ATL-1",
                                       "https://x.example/jira/browse/atl-1?focused=2#c",
                                       "https://x.example/boards/1?selectedIssue=ATL-1&a=b"};
    static const char *const others[] = {
        "",       "ATL",   "ATL-", "ATL-0",          "1-ATL",
        "ATL-1x", "A B-1", "-1",   "ATL-1/../ATL-2", "https://x.example/wiki/ATL-1"};
    struct atl_arena arena = {0};
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_string_equal(atl_jira_key_parse(&arena, keys[i]), "ATL-1");
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_null(atl_jira_key_parse(&arena, others[i]));
    }
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_what_the_schema_wants),
        cmocka_unit_test(data_center_knows_people_by_name_and_text_as_text),
        cmocka_unit_test(local_times_are_taken_as_local),
        cmocka_unit_test(wrong_values_are_refused_and_the_way_out_is_said),
        cmocka_unit_test(sprints_are_looked_for_on_the_boards_of_the_project),
        cmocka_unit_test(json_that_is_none_is_refused),
        cmocka_unit_test(days_are_counted_from_today),
        cmocka_unit_test(long_lists_of_values_are_cut),
        cmocka_unit_test(keys_are_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
