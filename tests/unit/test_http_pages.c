/* Pagination: the four ways, and servers that get them wrong. */
#include "http/page_link.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The server's pages, handed out in the order of the requests; the last one again and again. */
struct listing {
    const char *const *pages;
};

static enum fate hand_out(struct connection *connection, const struct received *request,
                          void *context)
{
    struct listing *listing = context;
    size_t index = 0;
    while ((int)index < request->number - 1 && listing->pages[index + 1] != NULL) {
        index++;
    }
    reply(connection, 200, "Content-Type: application/json\r\n", listing->pages[index]);
    return KEEP;
}

struct walk {
    struct atl_pages pages; /* its first part is the test's */
    enum atl_status status;
    struct atl_error error;
    char items[4096]; /* all of them, with commas */
};

static void note_items(struct walk *walk, const cJSON *page)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_pages_items(&walk->pages, page))
    {
        size_t length = strlen(walk->items);
        snprintf(walk->items + length, sizeof walk->items - length, "%d,", item->valueint);
    }
}

static void walk_pages(struct fetch *test, void *context)
{
    struct walk *walk = context;
    const cJSON *page;
    walk->pages.http = test->http;
    for (int i = 0; i < 1000 && !walk->pages.done && walk->status == ATL_OK; i++) {
        walk->status = atl_pages_next(&walk->pages, &test->arena, &page, &walk->error);
        if (walk->status == ATL_OK) {
            note_items(walk, page);
        }
    }
}

/* Walks, and leaves the server's requests to look at until `server_stop`. */
static struct server *walk_listing(const char *const *pages, struct walk *walk)
{
    struct listing listing = {.pages = pages};
    struct server *server = server_start(hand_out, &listing);
    struct fetch test = fetch_from(server_url(server));
    test.instead = walk_pages;
    test.context = walk;
    fetch(&test);
    fetch_end(&test);
    return server;
}

static void assert_target(struct server *server, int index, const char *target)
{
    const struct received *request = server_request(server, index);
    assert_non_null(request);
    assert_string_equal(request->target, target);
}

/* ---- as it should be ---- */

static void tokens_are_sent_back_by_get(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"issues\":[1,2],\"nextPageToken\":\"a+b/c=\"}",
        "{\"issues\":[3,4],\"nextPageToken\":\"t2\",\"isLast\":false}",
        "{\"issues\":[5],\"isLast\":true}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_TOKEN, .path = "/s?jql=x", .page_size = 2}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,4,5,");
    assert_target(server, 0, "/s?jql=x&maxResults=2");
    assert_target(server, 1, "/s?jql=x&maxResults=2&nextPageToken=a%2Bb%2Fc%3D");
    assert_target(server, 2, "/s?jql=x&maxResults=2&nextPageToken=t2");
    assert_int_equal(server_requests(server), 3);
    server_stop(server);
}

static void tokens_are_sent_back_by_post(void **state)
{
    (void)state;
    static const char *const pages[] = {"{\"issues\":[1],\"nextPageToken\":\"t\"}",
                                        "{\"issues\":[2]}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_TOKEN,
                                  .path = "/search/jql",
                                  .body = "{\"jql\":\"x\",\"fields\":[\"id\"]}",
                                  .page_size = 5000}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,");
    assert_string_equal(server_request(server, 0)->method, "POST");
    assert_string_equal(server_request(server, 0)->body,
                        "{\"jql\":\"x\",\"fields\":[\"id\"],\"maxResults\":5000}");
    assert_string_equal(
        server_request(server, 1)->body,
        "{\"jql\":\"x\",\"fields\":[\"id\"],\"maxResults\":5000,\"nextPageToken\":\"t\"}");
    server_stop(server);
}

static void offsets_go_on_to_the_total(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"startAt\":0,\"maxResults\":2,\"total\":5,\"values\":[1,2]}",
        "{\"startAt\":2,\"maxResults\":2,\"total\":5,\"values\":[3,4]}",
        "{\"startAt\":4,\"maxResults\":2,\"total\":5,\"values\":[5]}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_AT, .path = "/b", .page_size = 2}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,4,5,");
    assert_target(server, 0, "/b?maxResults=2");
    assert_target(server, 1, "/b?maxResults=2&startAt=2");
    assert_target(server, 2, "/b?maxResults=2&startAt=4");
    assert_int_equal(server_requests(server), 3);
    server_stop(server);
}

/* The server gives fewer than asked for: the offset goes by what came. */
static void server_may_hand_out_smaller_pages(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"startAt\":0,\"maxResults\":1,\"isLast\":false,\"values\":[1]}",
        "{\"startAt\":1,\"maxResults\":1,\"isLast\":true,\"values\":[2]}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_AT, .path = "/b", .page_size = 100}};
    struct server *server = walk_listing(pages, &walk);
    assert_string_equal(walk.items, "1,2,");
    assert_target(server, 1, "/b?maxResults=100&startAt=1");
    server_stop(server);
}

static void offsets_work_without_total_and_is_last(void **state)
{
    (void)state;
    static const char *const pages[] = {"{\"maxResults\":2,\"values\":[1,2]}",
                                        "{\"maxResults\":2,\"values\":[3]}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_AT, .path = "/b", .page_size = 2}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,");
    assert_int_equal(server_requests(server), 2);
    server_stop(server);
}

static void bare_array_is_a_page(void **state)
{
    (void)state;
    static const char *const pages[] = {"[1,2,3]", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_AT, .path = "/b"}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,");
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void total_may_shrink_and_grow(void **state)
{
    (void)state;
    static const char *const pages[] = {"{\"startAt\":0,\"total\":9,\"values\":[1,2]}",
                                        "{\"startAt\":2,\"total\":4,\"values\":[3,4]}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_AT, .path = "/b"}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,4,");
    server_stop(server);
}

static void cursors_of_links_are_followed(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"results\":[1],\"_links\":{\"next\":\"/wiki/api/v2/p?limit=1&cursor=A%3D%3D\"}}",
        "{\"results\":[2],\"_links\":{\"next\":\"/wiki/api/v2/p?cursor=B\"}}",
        "{\"results\":[3],\"_links\":{}}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_CURSOR,
                                  .path = "/wiki/api/v2/p?body-format=storage",
                                  .page_size = 1}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,3,");
    assert_target(server, 0, "/wiki/api/v2/p?body-format=storage&limit=1");
    /* What the link has lost is put back. */
    assert_target(server, 1, "/wiki/api/v2/p?limit=1&cursor=A%3D%3D&body-format=storage");
    assert_target(server, 2, "/wiki/api/v2/p?cursor=B&body-format=storage");
    server_stop(server);
}

static void link_of_data_center_keeps_our_path(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"results\":[1],\"start\":0,\"limit\":1,\"size\":1,\"_links\":{"
        "\"base\":\"http://internal:8090/confluence\","
        "\"next\":\"/rest/api/content?spaceKey=A&limit=1&start=1\"}}",
        "{\"results\":[2],\"start\":1,\"limit\":1,\"size\":1,\"_links\":{}}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_LIMIT,
                                  .path = "/confluence/rest/api/content?spaceKey=A&expand=version",
                                  .page_size = 1}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,2,");
    assert_target(server, 1,
                  "/confluence/rest/api/content?spaceKey=A&limit=1&start=1&expand=version");
    server_stop(server);
}

static void a_few_empty_pages_are_fine(void **state)
{
    (void)state;
    static const char *const pages[] = {"{\"results\":[],\"_links\":{\"next\":\"/p?start=1\"}}",
                                        "{\"results\":[],\"_links\":{\"next\":\"/p?start=2\"}}",
                                        "{\"results\":[7],\"_links\":{}}", NULL};
    struct walk walk = {.pages = {.paging = ATL_PAGING_START_LIMIT, .path = "/p"}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "7,");
    server_stop(server);
}

static void named_items_are_found(void **state)
{
    (void)state;
    static const char *const pages[] = {"{\"values\":\"no\",\"worklogs\":[1],\"total\":1}", NULL};
    struct walk walk = {
        .pages = {.paging = ATL_PAGING_START_AT, .path = "/b", .items = "worklogs"}};
    struct server *server = walk_listing(pages, &walk);
    assert_int_equal(walk.status, ATL_OK);
    assert_string_equal(walk.items, "1,");
    server_stop(server);
}

/* ---- nonsense ---- */

static void nonsense_ends_with_an_error(void **state)
{
    (void)state;
    static const struct {
        enum atl_paging paging;
        const char *pages[4];
        int most_requests;
    } cases[] = {
        /* The same token, or the same link, for ever. */
        {ATL_PAGING_TOKEN, {"{\"issues\":[1],\"nextPageToken\":\"t\"}"}, 3},
        {ATL_PAGING_CURSOR, {"{\"results\":[1],\"_links\":{\"next\":\"/p?cursor=x\"}}"}, 3},
        /* A circle of three. */
        {ATL_PAGING_TOKEN,
         {"{\"issues\":[1],\"nextPageToken\":\"a\"}", "{\"issues\":[1],\"nextPageToken\":\"b\"}",
          "{\"issues\":[1],\"nextPageToken\":\"a\"}"},
         8},
        /* A link to another host, in three spellings. */
        {ATL_PAGING_CURSOR,
         {"{\"results\":[1],\"_links\":{\"next\":\"https://evil.example.com/p?cursor=x\"}}"},
         1},
        {ATL_PAGING_CURSOR,
         {"{\"results\":[1],\"_links\":{\"next\":\"//evil.example.com/p?cursor=x\"}}"},
         1},
        {ATL_PAGING_START_LIMIT,
         {"{\"results\":[1],\"_links\":{\"next\":\"http://127.0.0.1.evil.example/p?start=1\"}}"},
         1},
        /* A link that says nothing. */
        {ATL_PAGING_CURSOR, {"{\"results\":[1],\"_links\":{\"next\":\"/p\"}}"}, 1},
        /* Offsets that go back, or stand still. */
        {ATL_PAGING_START_AT,
         {"{\"startAt\":0,\"total\":9,\"values\":[1,2]}",
          "{\"startAt\":0,\"total\":9,\"values\":[1,2]}"},
         2},
        {ATL_PAGING_START_AT, {"{\"startAt\":0,\"total\":9,\"values\":[]}"}, 1},
        {ATL_PAGING_START_AT, {"{\"isLast\":false,\"values\":[]}"}, 1},
        /* No items. */
        {ATL_PAGING_TOKEN, {"{\"nextPageToken\":\"t\"}"}, 1},
        {ATL_PAGING_TOKEN, {"{\"issues\":{\"a\":1},\"nextPageToken\":\"t\"}"}, 1},
        {ATL_PAGING_START_AT, {"\"text\""}, 1},
        {ATL_PAGING_START_AT, {"42"}, 1},
        /* No JSON. */
        {ATL_PAGING_CURSOR, {"{\"results\":["}, 1},
        {ATL_PAGING_CURSOR, {"<html><body>Log in</body></html>"}, 1},
        {ATL_PAGING_CURSOR, {""}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walk walk = {.pages = {.paging = cases[i].paging, .path = "/p"}};
        struct server *server = walk_listing(cases[i].pages, &walk);
        if (walk.status != ATL_FAILED || server_requests(server) > cases[i].most_requests) {
            fail_msg("case %zu: status %d after %d requests", i, walk.status,
                     server_requests(server));
        }
        assert_true(walk.error.message[0] != '\0');
        server_stop(server);
    }
}

static enum fate endless_empty(struct connection *connection, const struct received *request,
                               void *context)
{
    (void)context;
    char body[128];
    snprintf(body, sizeof body, "{\"results\":[],\"_links\":{\"next\":\"/p?cursor=%d\"}}",
             request->number);
    reply(connection, 200, NULL, body);
    return KEEP;
}

static void endless_empty_pages_end_with_an_error(void **state)
{
    (void)state;
    struct walk walk = {.pages = {.paging = ATL_PAGING_CURSOR, .path = "/p"}};
    struct server *server = server_start(endless_empty, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.instead = walk_pages;
    test.context = &walk;
    fetch(&test);
    assert_int_equal(walk.status, ATL_FAILED);
    assert_int_equal(server_requests(server), 32);
    fetch_end(&test);
    server_stop(server);
}

static enum fate endless_token(struct connection *connection, const struct received *request,
                               void *context)
{
    (void)request;
    (void)context;
    struct atl_buffer body = {0};
    atl_buffer_add(&body, "{\"issues\":[1],\"nextPageToken\":\"");
    for (int i = 0; i < 9000; i++) {
        atl_buffer_add_char(&body, 'x');
    }
    atl_buffer_add(&body, "\"}");
    reply(connection, 200, NULL, body.data);
    atl_buffer_free(&body);
    return KEEP;
}

static void monstrous_token_is_refused(void **state)
{
    (void)state;
    struct walk walk = {.pages = {.paging = ATL_PAGING_TOKEN, .path = "/p"}};
    struct server *server = server_start(endless_token, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.instead = walk_pages;
    test.context = &walk;
    fetch(&test);
    assert_int_equal(walk.status, ATL_FAILED);
    assert_non_null(strstr(walk.error.message, "too long"));
    fetch_end(&test);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_sent_back_by_get),
        cmocka_unit_test(tokens_are_sent_back_by_post),
        cmocka_unit_test(offsets_go_on_to_the_total),
        cmocka_unit_test(server_may_hand_out_smaller_pages),
        cmocka_unit_test(offsets_work_without_total_and_is_last),
        cmocka_unit_test(bare_array_is_a_page),
        cmocka_unit_test(total_may_shrink_and_grow),
        cmocka_unit_test(cursors_of_links_are_followed),
        cmocka_unit_test(link_of_data_center_keeps_our_path),
        cmocka_unit_test(a_few_empty_pages_are_fine),
        cmocka_unit_test(named_items_are_found),
        cmocka_unit_test(nonsense_ends_with_an_error),
        cmocka_unit_test(endless_empty_pages_end_with_an_error),
        cmocka_unit_test(monstrous_token_is_refused),
    };
    return cmocka_run_group_tests_name("http pages", tests, NULL, NULL);
}
