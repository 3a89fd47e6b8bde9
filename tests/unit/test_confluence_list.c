/* Listing pages: which requests are made, and servers that say odd things. */
#include "atlcli/confluence.h"
#include "atlcli/confluence_tree.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ID = 1000, MOST_PAGES = 5000 };

/* A Confluence with pages of consecutive ids, the n-th in space 1 or 2 by turns. */
struct wiki {
    bool is_data_center;
    int total;
    int counted;      /* what the search says; 0: it fails */
    int cap;          /* when not 0: most pages in an answer */
    bool never_ends;  /* empty answers that say that more will follow */
    bool shows_empty; /* an unknown space is an empty one */
    int hidden;       /* every hidden-th page is left out of its answer (permissions) */

    bool by_ids; /* is asked for so */
    const char *const *spaces;
    const char *cql;
    int64_t limit;
    bool wants_space;

    struct server *server;
    int numbers[MOST_PAGES];
    char last_space[32];
    int count;
    struct atl_confluence_list_result result;
    enum atl_status status;
    struct atl_error error;
    int requests;
    char targets[64][256]; /* of the first requests */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- the server ---- */

static int parameter(const char *target, const char *name, int fallback)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%s=", name);
    const char *found = strstr(target, wanted);
    return found == NULL ? fallback : atoi(found + strlen(wanted));
}

static void add_page(const struct wiki *wiki, struct atl_buffer *text, int number)
{
    const char *separator = text->data[text->length - 1] == '[' ? "" : ",";
    atl_buffer_printf(text, "%s{\"id\":\"%d\",\"title\":\"Page %d\",\"status\":\"current\",",
                      separator, FIRST_ID + number, number);
    if (wiki->is_data_center || wiki->cql != NULL) {
        atl_buffer_printf(text, "\"space\":{\"key\":\"S%d\"},", number % 2 + 1);
    } else {
        atl_buffer_printf(text, "\"spaceId\":\"%d\",", number % 2 + 1);
    }
    atl_buffer_add(text, "\"version\":{\"number\":3}}");
}

static void answer_pages(const struct wiki *wiki, const char *target, struct atl_buffer *answer)
{
    int start = parameter(target, "start", parameter(target, "cursor", 0));
    int limit = parameter(target, "limit", 25);
    limit = wiki->cap > 0 && limit > wiki->cap ? wiki->cap : limit;
    int total = wiki->shows_empty ? 0 : wiki->total;
    int end = start + limit < total ? start + limit : total;
    atl_buffer_printf(answer, "{\"start\":%d,\"limit\":%d,\"results\":[", start, limit);
    for (int i = start; i < end; i++) {
        if (wiki->hidden == 0 || i % wiki->hidden != 0) {
            add_page(wiki, answer, i);
        }
    }
    atl_buffer_add(answer, "],\"_links\":{");
    if (end < total || wiki->never_ends) {
        const char *by = wiki->is_data_center ? "start" : "cursor";
        atl_buffer_printf(answer, "\"next\":\"/wiki/api/v2/pages?%s=%d&limit=%d\"", by,
                          start + limit, limit);
    }
    atl_buffer_add(answer, "}}");
}

static enum fate handle(struct connection *connection, const struct received *request,
                        void *context)
{
    struct wiki *wiki = context;
    struct atl_buffer answer = {0};
    const char *target = request->target;
    int status = 200;
    pthread_mutex_lock(&lock);
    if (wiki->requests < 64) {
        snprintf(wiki->targets[wiki->requests], sizeof *wiki->targets, "%s", target);
    }
    wiki->requests++;
    pthread_mutex_unlock(&lock);
    if (strncmp(target, "/wiki/api/v2/spaces?", 20) == 0) {
        atl_buffer_add(
            &answer, "{\"results\":[{\"id\":\"1\",\"key\":\"S1\"},{\"id\":\"2\",\"key\":\"S2\"}]}");
    } else if (strncmp(target, "/rest/api/space?", 16) == 0) {
        atl_buffer_add(&answer, wiki->shows_empty ? "{\"results\":[]}" : "{\"results\":[{}]}");
    } else if (strncmp(target, "/rest/api/search?", 17) == 0) {
        status = wiki->counted > 0 ? 200 : 500;
        atl_buffer_printf(&answer, "{\"totalSize\":%d}", wiki->counted);
    } else {
        answer_pages(wiki, target, &answer);
    }
    reply(connection, status, "Content-Type: application/json\r\n", answer.data);
    atl_buffer_free(&answer);
    return KEEP;
}

/* ---- the client's side ---- */

static enum atl_status note_page(void *context, const struct atl_confluence_page *page,
                                 struct atl_error *error)
{
    struct wiki *wiki = context;
    (void)error;
    wiki->numbers[wiki->count++] = atoi(page->id) - FIRST_ID;
    snprintf(wiki->last_space, sizeof wiki->last_space, "%s",
             page->space == NULL ? "" : page->space);
    return ATL_OK;
}

static void list_pages(struct fetch *fetch, void *context)
{
    static const char *const none[] = {NULL};
    struct wiki *wiki = context;
    const struct atl_confluence_list list = {
        .http = fetch->http,
        .cql = wiki->cql,
        .spaces = wiki->spaces == NULL ? none : wiki->spaces,
        .limit = wiki->limit == 0 ? INT64_MAX : wiki->limit,
        .wants_space = wiki->wants_space,
        .on_page = note_page,
        .context = wiki,
    };
    wiki->status = atl_confluence_list_pages(&list, &wiki->result, &wiki->error);
}

static enum atl_status note_node(void *context, const struct atl_confluence_node *node,
                                 struct atl_error *error)
{
    struct wiki *wiki = context;
    (void)error;
    wiki->numbers[wiki->count++] = atoi(node->id) - FIRST_ID;
    return ATL_OK;
}

/* All of them, by their ids. */
static void ask_for_nodes(struct fetch *fetch, void *context)
{
    struct wiki *wiki = context;
    const char **ids = atl_arena_alloc(&fetch->arena, (size_t)wiki->total * sizeof *ids);
    for (int i = 0; i < wiki->total; i++) {
        ids[i] = atl_arena_printf(&fetch->arena, "%d", FIRST_ID + i);
    }
    wiki->status = atl_confluence_nodes(fetch->http, ids, (size_t)wiki->total, false, note_node,
                                        wiki, &wiki->error);
}

static void run(struct wiki *wiki)
{
    atl_error_clear(&wiki->error);
    wiki->server = server_start(handle, wiki);
    struct fetch test = fetch_from(server_url(wiki->server));
    test.account.auth_type = wiki->is_data_center ? ATL_AUTH_BEARER : ATL_AUTH_BASIC;
    test.instead = wiki->by_ids ? ask_for_nodes : list_pages;
    test.context = wiki;
    fetch(&test);
    fetch_end(&test);
    server_stop(wiki->server);
}

static void assert_all_in_order(const struct wiki *wiki, int count)
{
    assert_int_equal(wiki->status, ATL_OK);
    assert_int_equal(wiki->count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(wiki->numbers[i], i);
    }
    assert_int_equal(wiki->result.found, count);
}

static struct wiki *new_wiki(bool is_data_center, int total)
{
    struct wiki *wiki = atl_alloc(sizeof *wiki);
    wiki->is_data_center = is_data_center;
    wiki->total = total;
    return wiki;
}

/* ---- Cloud ---- */

static void cloud_goes_from_cursor_to_cursor(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 600);
    run(wiki);
    assert_all_in_order(wiki, 600);
    assert_int_equal(wiki->requests, 3);
    assert_string_equal(wiki->targets[0], "/wiki/api/v2/pages?status=current&limit=250");
    assert_false(wiki->result.more);
    free(wiki);
}

static void keys_of_spaces_are_learnt_once(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(false, 600);
    wiki->wants_space = true;
    run(wiki);
    assert_all_in_order(wiki, 600);
    assert_int_equal(wiki->requests, 4);
    assert_string_equal(wiki->targets[1], "/wiki/api/v2/spaces?limit=250&ids=1,2");
    assert_string_equal(wiki->last_space, "S2");
    free(wiki);
}

static void one_space_has_a_path_of_its_own(void **state)
{
    (void)state;
    static const char *const one[] = {"S2", NULL};
    static const char *const both[] = {"s1", "S2", NULL};
    struct wiki *wiki = new_wiki(false, 10);
    wiki->spaces = one;
    run(wiki);
    assert_string_equal(wiki->targets[0], "/wiki/api/v2/spaces?limit=250&keys=S2");
    assert_string_equal(wiki->targets[1], "/wiki/api/v2/spaces/2/pages?status=current&limit=250");
    free(wiki);
    wiki = new_wiki(false, 10);
    wiki->spaces = both;
    run(wiki);
    assert_string_equal(wiki->targets[1],
                        "/wiki/api/v2/pages?status=current&space-id=1,2&limit=250");
    free(wiki);
}

static void an_unknown_space_is_named(void **state)
{
    (void)state;
    static const char *const spaces[] = {"S1", "NOPE", NULL};
    struct wiki *wiki = new_wiki(false, 10);
    wiki->spaces = spaces;
    run(wiki);
    assert_int_equal(wiki->status, ATL_NOT_FOUND);
    assert_string_equal(wiki->error.message, "there is no space 'NOPE'");
    assert_int_equal(wiki->requests, 1);
    free(wiki);
}

static void a_limit_asks_for_no_more(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct wiki *wiki = new_wiki(kind == 1, 600);
        wiki->limit = 7;
        run(wiki);
        assert_all_in_order(wiki, 7);
        assert_true(wiki->result.more);
        assert_int_equal(wiki->requests, 1);
        assert_non_null(strstr(wiki->targets[0], "limit=7"));
        free(wiki);
        wiki = new_wiki(kind == 1, 7);
        wiki->limit = 7;
        run(wiki);
        assert_false(wiki->result.more);
        free(wiki);
    }
}

/* ---- Data Center ---- */

static void the_number_of_pages_lets_them_be_read_side_by_side(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1234);
    wiki->cap = 100;
    wiki->counted = 1234;
    run(wiki);
    assert_all_in_order(wiki, 1234);
    assert_int_equal(wiki->requests, 14); /* 13 answers, and their number */
    free(wiki);
}

static void a_search_that_lags_behind_loses_nothing(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1234);
    wiki->cap = 100;
    wiki->counted = 350;
    run(wiki);
    assert_all_in_order(wiki, 1234);
    assert_int_equal(wiki->requests, 14);
    free(wiki);
}

static void a_search_that_counts_too_many_adds_nothing(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 420);
    wiki->cap = 100;
    wiki->counted = 800;
    run(wiki);
    assert_all_in_order(wiki, 420);
    free(wiki);
}

static void a_search_that_fails_is_done_without(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 820);
    wiki->cap = 100;
    run(wiki);
    assert_all_in_order(wiki, 820);
    free(wiki);
}

static void few_pages_need_no_number(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1000);
    wiki->cap = 100;
    wiki->limit = 300;
    wiki->counted = 1000;
    run(wiki);
    assert_all_in_order(wiki, 300);
    assert_int_equal(wiki->requests, 3);
    assert_true(wiki->result.more);
    free(wiki);
}

static void pages_left_out_leave_no_gap(void **state)
{
    (void)state;
    struct wiki *wiki = new_wiki(true, 1000);
    wiki->cap = 100;
    wiki->hidden = 10;
    wiki->counted = 900;
    run(wiki);
    assert_int_equal(wiki->status, ATL_OK);
    assert_int_equal(wiki->count, 900);
    assert_int_equal(wiki->numbers[899], 999);
    free(wiki);
}

static void an_empty_space_is_looked_for(void **state)
{
    (void)state;
    static const char *const spaces[] = {"NOPE", NULL};
    struct wiki *wiki = new_wiki(true, 10);
    wiki->spaces = spaces;
    wiki->shows_empty = true;
    run(wiki);
    assert_int_equal(wiki->status, ATL_NOT_FOUND);
    assert_string_equal(wiki->error.message, "there is no space 'NOPE'");
    assert_int_equal(wiki->requests, 2);
    free(wiki);
}

static void pages_asked_for_by_id_are_no_fewer_for_short_answers(void **state)
{
    (void)state;
    for (int is_data_center = 0; is_data_center <= 1; is_data_center++) {
        struct wiki *wiki = new_wiki(is_data_center, 50);
        wiki->by_ids = true;
        wiki->cap = 20;
        run(wiki);
        assert_int_equal(wiki->status, ATL_OK);
        assert_int_equal(wiki->count, 50);
        assert_int_equal(wiki->requests, 3);
        free(wiki);
    }
}

static void a_list_without_end_ends(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct wiki *wiki = new_wiki(kind == 1, 30);
        wiki->never_ends = true;
        wiki->cap = 10;
        run(wiki);
        assert_int_equal(wiki->status, ATL_FAILED);
        assert_int_equal(wiki->count, 30);
        assert_true(wiki->requests < 100);
        free(wiki);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cloud_goes_from_cursor_to_cursor),
        cmocka_unit_test(keys_of_spaces_are_learnt_once),
        cmocka_unit_test(one_space_has_a_path_of_its_own),
        cmocka_unit_test(an_unknown_space_is_named),
        cmocka_unit_test(a_limit_asks_for_no_more),
        cmocka_unit_test(the_number_of_pages_lets_them_be_read_side_by_side),
        cmocka_unit_test(a_search_that_lags_behind_loses_nothing),
        cmocka_unit_test(a_search_that_counts_too_many_adds_nothing),
        cmocka_unit_test(a_search_that_fails_is_done_without),
        cmocka_unit_test(few_pages_need_no_number),
        cmocka_unit_test(pages_left_out_leave_no_gap),
        cmocka_unit_test(an_empty_space_is_looked_for),
        cmocka_unit_test(pages_asked_for_by_id_are_no_fewer_for_short_answers),
        cmocka_unit_test(a_list_without_end_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
