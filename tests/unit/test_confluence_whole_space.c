/* All pages of a space: answers are asked for side by side, and nothing is left out for it. */
#include "atlcli/confluence_tree.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_IDS = 4000, LIMIT = 250 };

/* A Confluence with one space. Cursors are places behind an id, of an age that can pass. */
struct wiki {
    bool is_data_center;
    bool there[MOST_IDS]; /* the page of that id */
    int cap;              /* most pages in an answer of Data Center; 0: 200 */
    int age;
    int together; /* so many requests for pages are answered only when all of them have come */
    size_t expected;
    const char *remembered;
    int born; /* a page that comes into being once the first answer was given; 0: none */

    int requests; /* for pages */
    int found[MOST_IDS];
    struct atl_buffer learned;
    enum atl_status status;
    struct atl_error error;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t came = PTHREAD_COND_INITIALIZER;

/* ---- the server ---- */

static int parameter(const char *target, const char *name, int fallback)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "&%s=", name);
    const char *found = strstr(target, wanted);
    return found == NULL ? fallback : atoi(found + strlen(wanted));
}

static void add_page(struct atl_buffer *answer, int id)
{
    atl_buffer_printf(answer,
                      "%s{\"id\":\"%d\",\"title\":\"Page %d\",\"status\":\"current\",\"spaceId\":"
                      "\"7\",\"version\":{\"number\":1}}",
                      answer->data[answer->length - 1] == '[' ? "" : ",", id, id);
}

static bool answer_by_cursor(struct wiki *wiki, const char *target, struct atl_buffer *answer)
{
    const char *cursor = strstr(target, "&cursor=");
    int step = strstr(target, "&sort=-id") != NULL ? -1 : 1;
    int at = step > 0 ? 0 : MOST_IDS;
    int age;
    int count = 0;
    if (cursor != NULL && (sscanf(cursor, "&cursor=%d.%d", &age, &at) != 2 || age != wiki->age)) {
        return false;
    }
    int last = at;
    atl_buffer_add(answer, "{\"results\":[");
    for (at += step; at > 0 && at < MOST_IDS; at += step) {
        if (wiki->there[at] && count++ < LIMIT) {
            add_page(answer, at);
            last = at;
        }
    }
    atl_buffer_add(answer, "],\"_links\":{");
    if (count > LIMIT) {
        atl_buffer_printf(answer,
                          "\"next\":\"/wiki/api/v2/spaces/7/pages?limit=250&sort=%sid&cursor=%d.%d"
                          "\"",
                          step > 0 ? "" : "-", wiki->age, last);
    }
    atl_buffer_add(answer, "}}");
    return true;
}

static void answer_by_offset(struct wiki *wiki, const char *target, struct atl_buffer *answer)
{
    int cap = wiki->cap == 0 ? 200 : wiki->cap;
    int start = parameter(target, "start", 0);
    int limit = parameter(target, "limit", 25);
    int index = 0;
    limit = limit > cap ? cap : limit;
    atl_buffer_printf(answer, "{\"start\":%d,\"limit\":%d,\"results\":[", start, limit);
    for (int id = 1; id < MOST_IDS; id++) {
        if (wiki->there[id] && index++ >= start && index <= start + limit) {
            add_page(answer, id);
        }
    }
    atl_buffer_add(answer, "],\"_links\":{");
    if (index > start + limit) {
        atl_buffer_add(answer, "\"next\":\"/rest/api/content?start=1\"");
    }
    atl_buffer_add(answer, "}}");
}

/* A first wave of requests waits until it is complete. */
static void await_others(struct wiki *wiki)
{
    wiki->requests++;
    pthread_cond_broadcast(&came);
    while (wiki->requests < wiki->together) {
        pthread_cond_wait(&came, &lock);
    }
}

static enum fate handle(struct connection *connection, const struct received *request,
                        void *context)
{
    struct wiki *wiki = context;
    struct atl_buffer answer = {0};
    bool good = true;
    if (strstr(request->target, "/search?") != NULL) {
        atl_buffer_add(&answer, "{\"results\":[],\"totalSize\":1000}");
    } else {
        pthread_mutex_lock(&lock);
        await_others(wiki);
        if (wiki->is_data_center) {
            answer_by_offset(wiki, request->target, &answer);
        } else {
            good = answer_by_cursor(wiki, request->target, &answer);
        }
        if (wiki->born > 0) {
            wiki->there[wiki->born] = true;
        }
        pthread_mutex_unlock(&lock);
    }
    reply(connection, good ? 200 : 400, "Content-Type: application/json\r\n",
          good ? answer.data : "{\"errors\":[{\"title\":\"Invalid cursor\"}]}");
    atl_buffer_free(&answer);
    return KEEP;
}

/* ---- the client's side ---- */

static enum atl_status note(void *context, const struct atl_confluence_node *node,
                            struct atl_error *error)
{
    struct wiki *wiki = context;
    (void)error;
    wiki->found[atoi(node->id)]++;
    return ATL_OK;
}

static void read_tree(struct fetch *fetch, void *context)
{
    struct wiki *wiki = context;
    const struct atl_confluence_tree tree = {.http = fetch->http,
                                             .space = "S",
                                             .space_id = "7",
                                             .expected = wiki->expected,
                                             .remembered = wiki->remembered,
                                             .learned = &wiki->learned,
                                             .on_node = note,
                                             .context = wiki};
    wiki->status = atl_confluence_read_tree(&tree, &wiki->error);
}

static struct wiki *new_wiki(bool is_data_center, int pages)
{
    struct wiki *wiki = calloc(1, sizeof *wiki);
    assert_non_null(wiki);
    wiki->is_data_center = is_data_center;
    for (int i = 1; i <= pages; i++) {
        wiki->there[2 * i] = true;
    }
    return wiki;
}

/* Reads the space, and finds each page once. */
static void run(struct wiki *wiki)
{
    struct server *server = server_start(handle, wiki);
    struct fetch fetch_of = fetch_from(server_url(server));
    fetch_of.account.auth_type = wiki->is_data_center ? ATL_AUTH_BEARER : ATL_AUTH_BASIC;
    fetch_of.options.timeout_ms = 20000;
    fetch_of.instead = read_tree;
    fetch_of.context = wiki;
    wiki->requests = 0;
    memset(wiki->found, 0, sizeof wiki->found);
    fetch(&fetch_of);
    if (wiki->status != ATL_OK) {
        fail_msg("%s", wiki->error.message);
    }
    for (int i = 0; i < MOST_IDS; i++) {
        if (i != wiki->born && wiki->found[i] != wiki->there[i]) {
            fail_msg("page %d came %d times", i, wiki->found[i]);
        }
    }
    fetch_end(&fetch_of);
    server_stop(server);
}

/* What was learned is remembered for another time. */
static void run_again(struct wiki *wiki)
{
    char *remembered = strdup(atl_buffer_text(&wiki->learned));
    atl_buffer_truncate(&wiki->learned, 0);
    wiki->remembered = remembered;
    run(wiki);
    wiki->remembered = NULL;
    free(remembered);
}

static void end(struct wiki *wiki)
{
    atl_buffer_free(&wiki->learned);
    free(wiki);
}

/* ---- Cloud ---- */

static void cloud_is_read_from_both_ends(void **state)
{
    (void)state;
    static const struct {
        int pages;
        int requests;
    } cases[] = {{0, 1}, {1, 1}, {250, 1}, {251, 3}, {500, 3}, {750, 5}, {1000, 5}, {1900, 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wiki *wiki = new_wiki(false, cases[i].pages);
        run(wiki);
        assert_in_range(wiki->requests, 1, (unsigned)cases[i].requests);
        end(wiki);
    }
}

static void places_that_were_learned_are_asked_for_at_once(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 1000);
    wiki->expected = 1000;
    run(wiki);
    wiki->together = 4;
    run_again(wiki);
    assert_int_equal(wiki->requests, 4);
    run_again(wiki);
    assert_int_equal(wiki->requests, 4);
    end(wiki);
}

static void places_get_complete_with_time(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 1900);
    wiki->expected = 1900;
    run(wiki);
    run_again(wiki);
    wiki->together = 8;
    run_again(wiki);
    assert_int_equal(wiki->requests, 8);
    end(wiki);
}

static void pages_that_came_in_between_are_found(void **state)
{
    (void)state;
    static const int ids[] = {1, 3, 499, 501, 777, 1001, 1499, 1501, 1999, 2001, 3999};
    struct wiki *wiki = new_wiki(false, 1000);
    run(wiki);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        wiki->there[ids[i]] = true;
        run_again(wiki);
    }
    for (int i = 1; i < 400; i += 2) {
        wiki->there[i] = true;
    }
    run_again(wiki);
    run_again(wiki);
    end(wiki);
}

static void pages_that_went_leave_no_gap(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 1900);
    run(wiki);
    run_again(wiki);
    static const int ids[] = {2, 500, 502, 1000, 1002, 3800};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        wiki->there[ids[i]] = false;
        run_again(wiki);
    }
    for (int i = 600; i < 3600; i++) {
        wiki->there[i] = false;
    }
    run_again(wiki);
    assert_string_equal(atl_buffer_text(&wiki->learned), ""); /* too many for so few pages */
    run_again(wiki);
    memset(wiki->there, 0, sizeof wiki->there);
    run_again(wiki);
    end(wiki);
}

static void a_page_that_comes_meanwhile_does_no_harm(void **state)
{
    (void)state;
    static const int ids[] = {1, 999, 1501, 3001};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct wiki *wiki = new_wiki(false, 1000);
        run(wiki);
        wiki->born = ids[i];
        run_again(wiki);
        wiki->born = 0;
        run_again(wiki);
        end(wiki);
    }
}

static void places_that_are_lost_are_done_without(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 1000);
    run(wiki);
    wiki->age++;
    run_again(wiki);
    assert_string_equal(atl_buffer_text(&wiki->learned), "");
    run_again(wiki);
    assert_string_not_equal(atl_buffer_text(&wiki->learned), "");
    end(wiki);
}

static void one_place_that_is_lost_is_read_over(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 1000);
    wiki->remembered = "0.500\n9.1000\n0.1500\n";
    run(wiki);
    wiki->remembered = "9.500\n0.1000\n9.1500\n";
    run(wiki);
    end(wiki);
}

static void what_is_remembered_need_not_make_sense(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "\n",
                                        "0.500\n\n",
                                        "x&limit=1\n",
                                        "\x01\x02",
                                        "0.1500\n0.500\n",
                                        "0.500\n0.500\n",
                                        "0.3998\n",
                                        "200\n",
                                        "0.500"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct wiki *wiki = new_wiki(false, 1000);
        wiki->remembered = texts[i];
        run(wiki);
        end(wiki);
    }
}

/* ---- Data Center ---- */

static void expected_pages_are_asked_for_at_once(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1000);
    wiki->expected = 1000;
    wiki->together = 5;
    run(wiki);
    assert_int_equal(wiki->requests, 5);
    end(wiki);
}

static void more_or_fewer_than_expected_are_found(void **state)
{
    (void)state;
    static const int expected[] = {1, 199, 200, 201, 900, 1000, 1900};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct wiki *wiki = new_wiki(true, 1000);
        wiki->expected = (size_t)expected[i];
        run(wiki);
        end(wiki);
    }
}

static void a_server_that_gives_fewer_at_a_time_leaves_no_gap(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1000);
    wiki->expected = 1000;
    wiki->cap = 100;
    run(wiki);
    wiki->together = 10;
    run_again(wiki);
    assert_int_equal(wiki->requests, 10);
    wiki->together = 0;
    wiki->cap = 30;
    run_again(wiki);
    end(wiki);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cloud_is_read_from_both_ends),
        cmocka_unit_test(places_that_were_learned_are_asked_for_at_once),
        cmocka_unit_test(places_get_complete_with_time),
        cmocka_unit_test(pages_that_came_in_between_are_found),
        cmocka_unit_test(pages_that_went_leave_no_gap),
        cmocka_unit_test(a_page_that_comes_meanwhile_does_no_harm),
        cmocka_unit_test(places_that_are_lost_are_done_without),
        cmocka_unit_test(one_place_that_is_lost_is_read_over),
        cmocka_unit_test(what_is_remembered_need_not_make_sense),
        cmocka_unit_test(expected_pages_are_asked_for_at_once),
        cmocka_unit_test(more_or_fewer_than_expected_are_found),
        cmocka_unit_test(a_server_that_gives_fewer_at_a_time_leaves_no_gap),
    };
    return cmocka_run_group_tests_name("confluence whole space", tests, NULL, NULL);
}
