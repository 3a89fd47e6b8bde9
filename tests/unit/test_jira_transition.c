/* Choosing a transition by what people call it, and making it once. */
#include "atlcli/jira_transition.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* ---- choosing ---- */

static struct atl_jira_transition items[] = {
    {.id = "11", .name = "Start", .to = "In Progress", .to_id = "3"},
    {.id = "21", .name = "Done", .to = "Closed", .to_id = "6"},
    {.id = "31", .name = "Finish", .to = "Done", .to_id = "5"},
    {.id = "41", .name = "Review", .to = "review", .to_id = "7"},
    {.id = "51", .name = "Skip", .to = "Review", .to_id = "7"},
    {.id = "61", .name = "Wait", .to = "Waiting", .to_id = "8"},
    {.id = "71", .name = "wait", .to = "Parked", .to_id = "9"},
};
static const struct atl_jira_transitions transitions = {items, sizeof items / sizeof *items};
static const struct atl_jira_standing standing = {.key = "T-1", .status = "To Do"};

static const char *choose(const char *to, struct atl_error *error)
{
    const struct atl_jira_transition *chosen;
    atl_error_clear(error);
    enum atl_status status =
        atl_jira_transition_choose(&standing, &transitions, to, &chosen, error);
    assert_true((status == ATL_OK) == (chosen != NULL) || status == ATL_USAGE);
    return status == ATL_OK ? chosen->id : NULL;
}

static void a_transition_is_chosen_by_any_of_its_names(void **state)
{
    (void)state;
    static const struct {
        const char *to;
        const char *id;
    } cases[] = {
        {"In Progress", "11"}, {"in progress", "11"}, {"START", "11"},
        {"closed", "21"},      {"finish", "31"},      {"31", "31"},
        {"skip", "51"},        {"review", "41"}, /* both names */
        {"Wait", "61"},                          /* spelled so */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_error error;
        const char *id = choose(cases[i].to, &error);
        if (id == NULL || strcmp(id, cases[i].id) != 0) {
            fail_msg("%s is %s: %s", cases[i].to, id == NULL ? "nothing" : id, error.message);
        }
    }
}

static void several_of_a_name_are_listed(void **state)
{
    (void)state;
    struct atl_error error;
    assert_null(choose("done", &error));
    assert_int_equal(error.status, ATL_USAGE);
    assert_string_equal(error.message, "'done' means 2 transitions");
    assert_string_equal(error.hints[0], "21: 'Done', to Closed");
    assert_string_equal(error.hints[1], "31: 'Finish', to Done");
}

static void none_of_a_name_says_what_is_possible(void **state)
{
    (void)state;
    struct atl_error error;
    assert_null(choose("Nowhere", &error));
    assert_int_equal(error.status, ATL_FAILED);
    assert_string_equal(error.message, "T-1 can't go from 'To Do' to 'Nowhere'");
    assert_non_null(strstr(error.hints[0], "In Progress (by 'Start'), Closed (by 'Done')"));
    const struct atl_jira_transitions none = {0};
    const struct atl_jira_transition *chosen;
    assert_int_equal(atl_jira_transition_choose(NULL, &none, "Done", &chosen, &error), ATL_FAILED);
    assert_non_null(strstr(error.hints[0], "no transition is possible"));
}

/* ---- making it ---- */

struct site {
    int answers[4]; /* to the POSTs, one after the other; 0: a reset */
    bool applies;   /* the first one moves the issue, whatever its answer */
    int posts;
    bool moved;
};

static enum fate handle(struct connection *connection, const struct received *request,
                        void *context)
{
    struct site *site = context;
    if (strcmp(request->method, "POST") == 0) {
        int answer = site->answers[site->posts++];
        site->moved = site->moved || site->applies || answer == 204;
        if (answer == 0) {
            return RESET;
        }
        reply(connection, answer, NULL, NULL);
        return KEEP;
    }
    reply(connection, 200, "Content-Type: application/json\r\n",
          site->moved ? "{\"key\":\"T-1\",\"fields\":{\"status\":{\"id\":\"3\",\"name\":\"In "
                        "Progress\"}}}"
                      : "{\"key\":\"T-1\",\"fields\":{\"status\":{\"id\":\"1\",\"name\":\"To "
                        "Do\"}}}");
    return KEEP;
}

static enum atl_status made;
static struct atl_error made_error;

static void make(struct fetch *fetch, void *context)
{
    (void)context;
    const struct atl_jira_transition_order order = {.key = "T-1", .transition = &items[0]};
    made = atl_jira_transition_make(fetch->http, &order, &made_error);
}

static void check(struct site site, enum atl_status status, int posts)
{
    atl_error_clear(&made_error);
    struct server *server = server_start(handle, &site);
    struct fetch test = fetch_from(server_url(server));
    test.instead = make;
    fetch(&test);
    fetch_end(&test);
    server_stop(server);
    assert_int_equal(made, status);
    assert_int_equal(site.posts, posts);
}

static void a_transition_is_never_made_twice(void **state)
{
    (void)state;
    check((struct site){.answers = {204}}, ATL_OK, 1);
    check((struct site){.answers = {500}, .applies = true}, ATL_OK, 1);
    check((struct site){.answers = {0}, .applies = true}, ATL_OK, 1);
    check((struct site){.answers = {504}, .applies = true}, ATL_OK, 1);
    check((struct site){.answers = {500, 204}}, ATL_OK, 2);
    check((struct site){.answers = {500, 500}}, ATL_UNKNOWN_OUTCOME, 2);
    check((struct site){.answers = {0}}, ATL_UNKNOWN_OUTCOME, 1);
    check((struct site){.answers = {504}}, ATL_UNKNOWN_OUTCOME, 1);
    assert_non_null(strstr(made_error.message, "T-1: "));
    assert_non_null(strstr(made_error.hints[made_error.hint_count - 1], "'To Do'"));
    check((struct site){.answers = {400}}, ATL_FAILED, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transition_is_chosen_by_any_of_its_names),
        cmocka_unit_test(several_of_a_name_are_listed),
        cmocka_unit_test(none_of_a_name_says_what_is_possible),
        cmocka_unit_test(a_transition_is_never_made_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
