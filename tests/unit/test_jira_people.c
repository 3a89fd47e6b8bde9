/* Finding people and fields by what users call them. */
#include "support/jira.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

struct look_up {
    const char *name;
    bool for_field;
    enum atl_status status;
    char id[128];
    struct atl_error error;
};

static void look_up(struct fetch *fetch, void *context)
{
    struct look_up *wanted = context;
    struct atl_arena arena = {0};
    const char *id = NULL;
    atl_error_clear(&wanted->error);
    wanted->status =
        wanted->for_field
            ? atl_jira_find_field(fetch->http, &arena, wanted->name, &id, &wanted->error)
            : atl_jira_find_user(fetch->http, &arena, wanted->name, &id, &wanted->error);
    snprintf(wanted->id, sizeof wanted->id, "%s", id == NULL ? "" : id);
    atl_arena_free(&arena);
}

static struct look_up find(const char *people, const char *name, bool is_data_center, int requests)
{
    struct jira *jira = atl_alloc(sizeof *jira);
    struct look_up wanted = {.name = name};
    jira->people = people;
    jira->is_data_center = is_data_center;
    jira_run(jira, look_up, &wanted);
    assert_int_equal(jira->requests, requests);
    free(jira);
    return wanted;
}

static const char people[] =
    "[{\"accountId\":\"1\",\"displayName\":\"Ada Lovelace\",\"emailAddress\":\"ada@example.com\"},"
    "{\"accountId\":\"2\",\"displayName\":\"Ada King\"},"
    "{\"accountId\":\"3\",\"displayName\":\"Ada Bot\",\"accountType\":\"app\"}]";

static void an_exact_name_or_address_wins(void **state)
{
    (void)state;
    static const char *const names[] = {"ada@example.com", "ADA@example.com", "Ada Lovelace",
                                        "ada lovelace"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct look_up found = find(people, names[i], false, 1);
        assert_int_equal(found.status, ATL_OK);
        assert_string_equal(found.id, "1");
    }
}

static void several_matches_are_listed(void **state)
{
    (void)state;
    struct look_up found = find(people, "Ada", false, 1);
    assert_int_equal(found.status, ATL_USAGE);
    assert_string_equal(found.error.message, "2 people match 'Ada'");
    assert_int_equal(found.error.hint_count, 3);
    assert_string_equal(found.error.hints[0], "Ada Lovelace <ada@example.com>: 1");
    assert_string_equal(found.error.hints[1], "Ada King: 2");
}

static void the_only_match_is_taken(void **state)
{
    (void)state;
    struct look_up found =
        find("[{\"accountId\":\"9\",\"displayName\":\"Grace Hopper\"}]", "grace", false, 1);
    assert_int_equal(found.status, ATL_OK);
    assert_string_equal(found.id, "9");
}

static void apps_are_no_people(void **state)
{
    (void)state;
    struct look_up found =
        find("[{\"accountId\":\"3\",\"displayName\":\"Ada Bot\",\"accountType\":\"app\"}]",
             "Ada Bot", false, 1);
    assert_int_equal(found.status, ATL_NOT_FOUND);
    assert_string_equal(found.error.message, "nobody matches 'Ada Bot'");
}

static void account_ids_are_not_looked_up(void **state)
{
    (void)state;
    static const char *const ids[] = {"5b10a2844c20165700ede21g",
                                      "557058:f58131cb-b67d-43c7-b30d-6b58d40bd077"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct look_up found = find(people, ids[i], false, 0);
        assert_int_equal(found.status, ATL_OK);
        assert_string_equal(found.id, ids[i]);
    }
}

static void long_names_are_no_account_ids(void **state)
{
    (void)state;
    struct look_up found = find("[]", "abcdefghijklmnopqrstuvwx", false, 1);
    assert_int_equal(found.status, ATL_NOT_FOUND);
}

static void data_center_knows_people_by_name(void **state)
{
    (void)state;
    struct look_up found = find(people, "ada@example.com", true, 0);
    assert_int_equal(found.status, ATL_OK);
    assert_string_equal(found.id, "ada@example.com");
}

/* ---- fields ---- */

static const char fields[] = "[{\"id\":\"summary\",\"name\":\"Summary\"},"
                             "{\"id\":\"customfield_1\",\"name\":\"Team\"},"
                             "{\"id\":\"customfield_2\",\"name\":\"team\"},"
                             "{\"id\":\"customfield_3\",\"name\":\"Story Points\"}]";

static struct look_up find_field(const char *name)
{
    struct jira *jira = atl_alloc(sizeof *jira);
    struct look_up wanted = {.name = name, .for_field = true};
    jira->fields = fields;
    jira_run(jira, look_up, &wanted);
    free(jira);
    return wanted;
}

static void a_field_is_found_by_its_name(void **state)
{
    (void)state;
    struct look_up found = find_field("story points");
    assert_int_equal(found.status, ATL_OK);
    assert_string_equal(found.id, "customfield_3");
}

static void a_field_is_found_by_its_id(void **state)
{
    (void)state;
    struct look_up found = find_field("customfield_2");
    assert_int_equal(found.status, ATL_OK);
    assert_string_equal(found.id, "customfield_2");
}

static void fields_of_one_name_are_listed(void **state)
{
    (void)state;
    struct look_up found = find_field("Team");
    assert_int_equal(found.status, ATL_USAGE);
    assert_string_equal(found.error.message, "2 fields are called 'Team'");
    assert_string_equal(found.error.hints[0], "use the id of the one you mean: customfield_1");
    assert_string_equal(found.error.hints[1], "use the id of the one you mean: customfield_2");
}

static void an_unknown_field_is_named(void **state)
{
    (void)state;
    struct look_up found = find_field("Colour");
    assert_int_equal(found.status, ATL_USAGE);
    assert_string_equal(found.error.message, "there is no field 'Colour'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exact_name_or_address_wins),
        cmocka_unit_test(several_matches_are_listed),
        cmocka_unit_test(the_only_match_is_taken),
        cmocka_unit_test(apps_are_no_people),
        cmocka_unit_test(account_ids_are_not_looked_up),
        cmocka_unit_test(long_names_are_no_account_ids),
        cmocka_unit_test(data_center_knows_people_by_name),
        cmocka_unit_test(a_field_is_found_by_its_name),
        cmocka_unit_test(a_field_is_found_by_its_id),
        cmocka_unit_test(fields_of_one_name_are_listed),
        cmocka_unit_test(an_unknown_field_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
