/*
 * Pages and attachments of a whole space on Data Center: what is asked for, and servers that say
 * less, or something else, than they mostly do.
 */
#include "atlcli/confluence_attachment.h"
#include "atlcli/confluence_tree.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_FILE = 90000,
    MOST_EXPANDED = 200, /* in an answer */
};

/* A space with the pages 1, 2, 3 …, each with a file of version 2. */
struct space {
    int pages;
    int expected;     /* by who asks */
    const char *link; /* of the first page's file; NULL: as it should be */

    int found;
    int right; /* of these: page and version are as they are */
    struct atl_error error;
    enum atl_status status;
    int requests;
    char first[512]; /* targets */
    char last[512];
};

/* ---- the server ---- */

static void add_file(const struct space *space, struct atl_buffer *answer, int page, bool expanded)
{
    atl_buffer_printf(answer, "\"id\":\"%d\",\"title\":\"notes.txt\",", FIRST_FILE + page);
    if (expanded) {
        atl_buffer_printf(answer, "\"container\":{\"id\":\"%d\"},\"version\":{\"number\":2},",
                          page);
    }
    atl_buffer_add(answer, "\"_links\":{\"download\":\"");
    if (page == 1 && space->link != NULL) {
        atl_buffer_add(answer, space->link);
    } else {
        atl_buffer_printf(answer, "/download/attachments/%d/notes.txt?version=2&api=v2", page);
    }
    atl_buffer_add(answer, "\"}");
}

static int parameter(const char *target, const char *name, int fallback)
{
    const char *found = strstr(target, name);
    return found == NULL ? fallback : atoi(found + strlen(name));
}

static enum fate handle(struct connection *connection, const struct received *request,
                        void *context)
{
    const struct space *space = context;
    const char *target = request->target;
    struct atl_buffer answer = {0};
    bool expanded = strstr(target, "expand=") != NULL;
    int start = parameter(target, "&start=", 0);
    int limit = parameter(target, "&limit=", 25);
    int end = limit < MOST_EXPANDED || !expanded ? start + limit : start + MOST_EXPANDED;
    end = end < space->pages ? end : space->pages;
    atl_buffer_printf(&answer, "{\"start\":%d,\"limit\":%d,", start,
                      limit < MOST_EXPANDED || !expanded ? limit : MOST_EXPANDED);
    if (strstr(target, "cql=") != NULL) {
        atl_buffer_printf(&answer, "\"totalSize\":%d,", space->pages);
    }
    atl_buffer_add(&answer, "\"results\":[");
    for (int page = start + 1; page <= end; page++) {
        atl_buffer_add(&answer, page == start + 1 ? "{" : ",{");
        if (strncmp(target, "/rest/api/content?", strlen("/rest/api/content?")) == 0) {
            atl_buffer_printf(&answer, "\"id\":\"%d\",\"title\":\"Page %d\"", page, page);
            atl_buffer_add(&answer, ",\"version\":{\"number\":2}");
        } else {
            add_file(space, &answer, page, expanded);
        }
        atl_buffer_add(&answer, "}");
    }
    atl_buffer_printf(&answer, "],\"_links\":{%s}}",
                      end < space->pages ? "\"next\":\"/rest/api/content?more\"" : "");
    reply(connection, 200, "Content-Type: application/json\r\n", answer.data);
    atl_buffer_free(&answer);
    return KEEP;
}

/* ---- the client's side ---- */

static enum atl_status take_file(void *context, const struct atl_confluence_attachment *attachment,
                                 struct atl_error *error)
{
    struct space *space = context;
    (void)error;
    space->found++;
    space->right += attachment->version == 2 && attachment->page != NULL &&
                    atoi(attachment->page) == atoi(attachment->id) - FIRST_FILE;
    return ATL_OK;
}

static void list_files(struct fetch *fetch, void *context)
{
    struct space *space = context;
    const struct atl_confluence_attachment_list list = {
        .http = fetch->http, .space = "DOCS", .on_attachment = take_file, .context = space};
    space->status = atl_confluence_list_attachments(&list, &space->error);
}

static enum atl_status take_page(void *context, const struct atl_confluence_node *node,
                                 struct atl_error *error)
{
    struct space *space = context;
    (void)error;
    space->found++;
    space->right += node->version == 2;
    return ATL_OK;
}

static void read_tree(struct fetch *fetch, void *context)
{
    struct space *space = context;
    const struct atl_confluence_tree tree = {.http = fetch->http,
                                             .space = "DOCS",
                                             .expected = (size_t)space->expected,
                                             .on_node = take_page,
                                             .context = space};
    space->status = atl_confluence_read_tree(&tree, &space->error);
}

/* All that there is was found, once, and right. */
static void run(struct space *space, void (*client)(struct fetch *, void *))
{
    struct server *server = server_start(handle, space);
    struct fetch test = fetch_from(server_url(server));
    test.account.auth_type = ATL_AUTH_BEARER;
    test.instead = client;
    test.context = space;
    fetch(&test);
    fetch_end(&test);
    space->requests = server_requests(server);
    snprintf(space->first, sizeof space->first, "%s", server_request(server, 0)->target);
    snprintf(space->last, sizeof space->last, "%s",
             server_request(server, space->requests - 1)->target);
    server_stop(server);
    assert_int_equal(space->status, ATL_OK);
    assert_int_equal(space->found, space->pages);
    assert_int_equal(space->right, space->pages);
}

/* ---- attachments ---- */

static void links_tell_what_needs_no_expanding(void **state)
{
    struct space space = {.pages = 1000};
    (void)state;
    run(&space, list_files);
    assert_int_equal(space.requests, 1);
    assert_null(strstr(space.first, "expand"));
    struct space odd = {.pages = 2,
                        .link = "/wiki/download/attachments/1/R&version=9.txt?api=v2&version=2"};
    run(&odd, list_files);
    assert_int_equal(odd.requests, 1);
}

static void a_link_that_tells_nothing_has_all_expanded(void **state)
{
    static const char *const links[] = {
        "/rest/api/content/1/child/attachment/90001/download",
        "/download/attachments/1/notes.txt?api=v2",
        "/download/attachments/1/notes.txt?conversion=2",
        "/download/attachments/notes.txt?version=2",
        "/download/attachments/1/notes.txt?version=new",
    };
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct space space = {.pages = 3, .link = links[i]};
        run(&space, list_files);
        assert_int_equal(space.requests, 2);
        assert_non_null(strstr(space.last, "expand=version%2Ccontainer"));
    }
}

/* ---- pages ---- */

static void what_is_expected_spares_asking_for_the_number(void **state)
{
    struct space space = {.pages = 1000, .expected = 1000};
    struct space unknown = {.pages = 1000};
    (void)state;
    run(&space, read_tree);
    assert_int_equal(space.requests, 5);
    run(&unknown, read_tree);
    assert_int_equal(unknown.requests, 6);
}

static void what_is_expected_may_be_wrong(void **state)
{
    struct space fewer = {.pages = 1000, .expected = 300};
    struct space more = {.pages = 300, .expected = 1000};
    (void)state;
    run(&fewer, read_tree);
    assert_int_equal(fewer.requests, 5);
    run(&more, read_tree);
    assert_true(more.requests <= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_tell_what_needs_no_expanding),
        cmocka_unit_test(a_link_that_tells_nothing_has_all_expanded),
        cmocka_unit_test(what_is_expected_spares_asking_for_the_number),
        cmocka_unit_test(what_is_expected_may_be_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
