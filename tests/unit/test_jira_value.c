/* Values of fields, as rows show them. */
#include "cmd/jira/value.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void check(cJSON *(*shape)(const cJSON *value), const char *given, const char *expected)
{
    cJSON *value;
    assert_int_equal(atl_json_parse(given, strlen(given), "given", &value, NULL), ATL_OK);
    cJSON *shown = shape(value);
    char *text = atl_json_print(shown, false);
    assert_string_equal(text, expected);
    free(text);
    cJSON_Delete(shown);
    cJSON_Delete(value);
}

static void names_stand_for_objects(void **state)
{
    (void)state;
    check(jira_value_name, "{\"name\":\"Done\",\"id\":\"3\"}", "\"Done\"");
    check(jira_value_name, "{\"displayName\":\"Ada\",\"name\":\"ada\"}", "\"Ada\"");
    check(jira_value_name, "{\"value\":\"Red\",\"id\":\"1\"}", "\"Red\"");
    check(jira_value_name, "[{\"name\":\"1.0\"},{\"name\":\"2.0\"}]", "[\"1.0\",\"2.0\"]");
    check(jira_value_name, "[\"a\",\"b\"]", "[\"a\",\"b\"]");
    check(jira_value_name, "\"text\"", "\"text\"");
    check(jira_value_name, "5", "5");
    check(jira_value_name, "null", "null");
    check(jira_value_name, "[{\"id\":\"7\",\"filename\":\"a.txt\"}]", "[\"a.txt\"]");
    check(jira_value_name,
          "[{\"id\":\"7\",\"type\":{\"name\":\"Blocks\",\"inward\":\"is blocked by\",\"outward\":"
          "\"blocks\"},\"inwardIssue\":{\"id\":\"1\",\"key\":\"A-1\"}},{\"id\":\"8\",\"type\":{"
          "\"outward\":"
          "\"blocks\"},\"outwardIssue\":{\"key\":\"A-2\"}}]",
          "[\"is blocked by A-1\",\"blocks A-2\"]");
    check(jira_value_name, "{\"votes\":3}", "{\"votes\":3}");
    check(jira_value_key, "{\"key\":\"ATL\"}", "\"ATL\"");
    check(jira_value_key, "null", "null");
    cJSON *none = jira_value_name(NULL);
    assert_true(cJSON_IsNull(none));
    cJSON_Delete(none);
}

static void times_have_one_form(void **state)
{
    (void)state;
    check(jira_value_time, "\"2026-01-31T08:15:30.123+0200\"", "\"2026-01-31T06:15:30.123Z\"");
    check(jira_value_time, "\"soon\"", "\"soon\"");
    check(jira_value_time, "null", "null");
}

static void rich_text_becomes_plain(void **state)
{
    (void)state;
    check(jira_value_text,
          "{\"type\":\"doc\",\"version\":1,\"content\":["
          "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"Hello \"},"
          "{\"type\":\"mention\",\"attrs\":{\"text\":\"@Ada\"}}]},"
          "{\"type\":\"bulletList\",\"content\":[{\"type\":\"listItem\",\"content\":["
          "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"one\"}]}]}]}]}",
          "\"Hello @Ada\\none\"");
    check(jira_value_text, "{\"type\":\"doc\",\"content\":[]}", "\"\"");
    check(jira_value_text, "{\"name\":\"Done\"}", "\"Done\"");
}

static void sprints_of_data_center_have_names(void **state)
{
    (void)state;
    check(
        jira_value_text,
        "[\"com.atlassian.greenhopper.service.sprint.Sprint@1a[activatedDate=<null>,autoStartStop="
        "false,completeDate=<null>,endDate=<null>,goal=say,name=Other,id=9,of it,id=7,"
        "incompleteIssuesDestinationId=<null>,name=Sprint 7, late [x],rapidViewId=1,sequence=7,"
        "startDate=2026-01-01T00:00:00.000Z,state=ACTIVE,synced=false]\",\"else\"]",
        "[\"Sprint 7, late [x]\",\"else\"]");
    check(jira_value_text, "[\"com.atlassian.greenhopper.service.sprint.Sprint@1a[id=7]\"]",
          "[\"com.atlassian.greenhopper.service.sprint.Sprint@1a[id=7]\"]");
}

/* Deeper than any editor makes it; a stack must not depend on what a server sends. */
static void text_too_deep_is_cut(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    for (int i = 0; i < 110; i++) {
        atl_buffer_add(&text, "{\"type\":\"doc\",\"content\":[");
    }
    atl_buffer_add(&text, "{\"type\":\"text\",\"text\":\"deep\"}");
    for (int i = 0; i < 110; i++) {
        atl_buffer_add(&text, "]}");
    }
    check(jira_value_text, text.data, "\"\"");
    atl_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_for_objects),
        cmocka_unit_test(times_have_one_form),
        cmocka_unit_test(rich_text_becomes_plain),
        cmocka_unit_test(sprints_of_data_center_have_names),
        cmocka_unit_test(text_too_deep_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
