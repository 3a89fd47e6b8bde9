/* Confluence's content in the sandbox: titles, versions, the tree, the trash, who sees what. */
#include "unit.h"

#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/storage_check.h"
#include "sandbox/server/route.h"

#include <stdlib.h>
#include <string.h>

static struct sandbox *sandbox;
static struct request *request;
static const struct route cloud_route = {"PUT", ROUTE_CONFLUENCE_V2, "/pages/{}", ROUTE_CLOUD,
                                         NULL};

enum {
    SPACE = 1,
    OTHER_SPACE = 2,
};

static int set_up(void **state)
{
    (void)state;
    struct atl_error error;
    sandbox = atl_alloc(sizeof *sandbox);
    request = atl_alloc(sizeof *request);
    request->sandbox = sandbox;
    request->route = &cloud_route;
    request->reply.arena = &request->arena;
    if (store_open(&sandbox->store, NULL, &error) != ATL_OK) {
        return -1;
    }
    store_run(&sandbox->store,
              "INSERT INTO space (id, key, name, creator, created) VALUES"
              " (1, 'ENG', 'Engineering', 1, 0), (2, 'OPS', 'Operations', 1, 0)",
              NO_VALUES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char *failure = sandbox->store.failure == NULL ? NULL : atl_strdup(sandbox->store.failure);
    store_close(&sandbox->store);
    free(sandbox);
    request_free(request);
    if (failure != NULL) {
        print_error("%s\n", failure);
        free(failure);
        return -1;
    }
    return 0;
}

static int64_t add_to(int64_t space, enum content_type type, int64_t parent, int64_t container,
                      const char *title)
{
    struct content_new content = {.type = type,
                                  .status = CONTENT_CURRENT,
                                  .space = space,
                                  .parent = parent,
                                  .container = container,
                                  .title = title,
                                  .body = "<p>First</p>"};
    return content_create(sandbox, &content);
}

static int64_t add(enum content_type type, int64_t parent, int64_t container, const char *title)
{
    return add_to(SPACE, type, parent, container, title);
}

static int64_t add_page(int64_t parent, const char *title)
{
    return add(CONTENT_PAGE, parent, -1, title);
}

static struct content load(int64_t id)
{
    struct content content;
    assert_true(content_load(&sandbox->store, &request->arena, id, &content));
    return content;
}

static void assert_refused(bool allowed, unsigned status, const char *words)
{
    assert_false(allowed);
    assert_int_equal(request->reply.status, status);
    assert_non_null(strstr(request->reply.body.data, words));
}

/* "a b c": titles of the children in their order. */
static const char *children_of(int64_t parent)
{
    struct atl_buffer text = {0};
    struct rows rows = store_select(&sandbox->store,
                                    "SELECT title FROM content WHERE parent IS ? AND space = 1"
                                    " AND status <> 'trashed' AND type IN ('page', 'folder')"
                                    " ORDER BY position, id",
                                    VALUES(sql_optional(parent)));
    while (rows_next(&rows)) {
        atl_buffer_printf(&text, "%s%s", text.length == 0 ? "" : " ", rows_text(&rows, 0));
    }
    const char *copy = atl_arena_strdup(&request->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

/* ---- titles ---- */

static void a_title_is_there_once_in_its_space(void **state)
{
    (void)state;
    int64_t id = add_page(-1, "Plan");
    assert_refused(content_check_title(request, CONTENT_PAGE, SPACE, "plan", -1), 400,
                   "A page with this title already exists");
    assert_true(content_check_title(request, CONTENT_PAGE, SPACE, "Plan", id));
    assert_true(content_check_title(request, CONTENT_PAGE, OTHER_SPACE, "Plan", -1));
    assert_true(content_check_title(request, CONTENT_FOLDER, SPACE, "Plan", -1));
    struct content page = load(id);
    content_trash(sandbox, &page);
    assert_true(content_check_title(request, CONTENT_PAGE, SPACE, "Plan", -1));
}

static void titles_have_a_length(void **state)
{
    (void)state;
    char title[512] = "";
    assert_refused(content_check_title(request, CONTENT_PAGE, SPACE, "  ", -1), 400, "Title");
    for (size_t i = 0; i < 510; i += 2) {
        memcpy(title + i, "ü", 2);
    }
    assert_true(content_check_title(request, CONTENT_PAGE, SPACE, title, -1));
    title[510] = 'x';
    assert_refused(content_check_title(request, CONTENT_PAGE, SPACE, title, -1), 400, "too long");
}

/* ---- versions ---- */

static void versions_are_counted_and_kept(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "Plan"));
    struct content_edit edit = {
        .title = "New plan", .body = "<p>Second &amp; last</p>", .message = "Why"};
    assert_true(content_check_version(request, &page, 2));
    content_update(sandbox, &request->arena, &page, &edit);
    assert_int_equal(page.version, 2);
    assert_string_equal(page.title, "New plan");
    assert_string_equal(page.message, "Why");

    struct store *store = &sandbox->store;
    struct content_version version;
    assert_true(content_version_load(store, &request->arena, &page, 1, &version));
    assert_string_equal(version.title, "Plan");
    assert_string_equal(content_version_body(store, &request->arena, &page, 1), "<p>First</p>");
    assert_true(content_version_load(store, &request->arena, &page, 2, &version));
    assert_string_equal(version.title, "New plan");
    assert_false(content_version_load(store, &request->arena, &page, 3, &version));
    assert_string_equal(store_text(store, &request->arena,
                                   "SELECT body_text FROM content WHERE id = ?",
                                   VALUES(sql_integer(page.id))),
                        "Second & last\n");
}

static void any_other_version_is_a_conflict(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "Plan"));
    assert_refused(content_check_version(request, &page, 1), 409,
                   "Version must be incremented when updating a page. Current Version: [1]. "
                   "Provided version: [1]");
    assert_refused(content_check_version(request, &page, 3), 409, "CONFLICT");
}

static void a_draft_has_no_versions(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "Plan"));
    struct content_edit edit = {.title = "Plan B"};
    content_set_status(sandbox, &page, CONTENT_DRAFT);
    content_update(sandbox, &request->arena, &page, &edit);
    assert_int_equal(page.version, 1);
    assert_string_equal(page.title, "Plan B");
}

/* ---- the tree ---- */

static void children_are_put_in_their_places(void **state)
{
    (void)state;
    int64_t top = add_page(-1, "top");
    int64_t a = add_page(top, "a");
    int64_t b = add_page(top, "b");
    add_page(top, "c");
    struct content target = load(a);
    struct content moved = load(b);
    assert_true(content_move(request, &moved, PLACE_BEFORE, &target));
    assert_string_equal(children_of(top), "b a c");
    moved = load(b);
    assert_true(content_move(request, &moved, PLACE_AFTER, &target));
    assert_string_equal(children_of(top), "a b c");
    moved = load(a);
    target = load(top);
    assert_true(content_move(request, &moved, PLACE_APPEND, &target));
    assert_string_equal(children_of(top), "b c a");
    moved = load(a);
    target = load(b);
    assert_true(content_move(request, &moved, PLACE_APPEND, &target));
    assert_string_equal(children_of(top), "b c");
    assert_string_equal(children_of(b), "a");
}

static void ancestors_come_nearest_first(void **state)
{
    (void)state;
    int64_t top = add_page(-1, "top");
    int64_t middle = add(CONTENT_FOLDER, top, -1, "middle");
    struct content page = load(add_page(middle, "page"));
    int64_t *ids;
    assert_int_equal(content_ancestors(&sandbox->store, &request->arena, &page, &ids), 2);
    assert_int_equal(ids[0], middle);
    assert_int_equal(ids[1], top);
}

static void no_page_is_above_itself(void **state)
{
    (void)state;
    struct content top = load(add_page(-1, "top"));
    struct content child = load(add_page(top.id, "child"));
    assert_refused(content_move(request, &top, PLACE_APPEND, &child), 400, "Can't add a parent");
    assert_refused(content_move(request, &top, PLACE_APPEND, &top), 400, "Can't add a parent");
    struct content grandchild = load(add_page(child.id, "grandchild"));
    assert_refused(content_move(request, &top, PLACE_AFTER, &grandchild), 400, "Can't add");
    assert_string_equal(children_of(-1), "top");
}

static void a_branch_moves_to_another_space_with_all_that_hangs_on_it(void **state)
{
    (void)state;
    struct content top = load(add_page(-1, "top"));
    int64_t child = add_page(top.id, "child");
    int64_t comment = add(CONTENT_COMMENT, -1, child, "Re: child");
    int64_t file = add(CONTENT_ATTACHMENT, -1, comment, "a.txt");
    struct content here = load(add_page(-1, "here"));
    struct content there = load(add_to(OTHER_SPACE, CONTENT_PAGE, -1, -1, "there"));
    assert_true(content_move(request, &top, PLACE_AFTER, &there));
    assert_int_equal(load(child).space, OTHER_SPACE);
    assert_int_equal(load(comment).space, OTHER_SPACE);
    assert_int_equal(load(file).space, OTHER_SPACE);
    add_page(-1, "child");
    assert_refused(content_move(request, &top, PLACE_APPEND, &here), 400, "title child");
    assert_int_equal(load(child).space, OTHER_SPACE);
}

/* ---- trash ---- */

static void what_is_below_trash_moves_up(void **state)
{
    (void)state;
    int64_t top = add_page(-1, "top");
    struct content middle = load(add_page(top, "middle"));
    add_page(top, "last");
    int64_t child = add_page(middle.id, "child");
    content_trash(sandbox, &middle);
    assert_string_equal(children_of(top), "last child");
    assert_int_equal(load(child).parent, top);
    assert_int_equal(load(middle.id).status, CONTENT_TRASHED);
    assert_true(content_restore(request, &middle));
    assert_int_equal(load(middle.id).status, CONTENT_CURRENT);
    assert_string_equal(children_of(middle.id), "");
}

static void restoring_needs_the_title_and_the_parent(void **state)
{
    (void)state;
    struct content top = load(add_page(-1, "top"));
    struct content page = load(add_page(top.id, "page"));
    content_trash(sandbox, &page);
    add_page(-1, "page");
    assert_refused(content_restore(request, &page), 400, "title already exists");
    struct content other = load(add_page(top.id, "other"));
    content_trash(sandbox, &other);
    content_trash(sandbox, &top);
    assert_true(content_restore(request, &other));
    assert_int_equal(load(other.id).parent, -1);
}

static void purging_leaves_nothing(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "page"));
    struct content_edit edit = {.body = ""};
    struct content_file file = {
        .name = "a.txt", .media_type = "text/plain", .bytes = "a", .size = 1};
    content_update(sandbox, &request->arena, &page, &edit);
    int64_t comment = add(CONTENT_COMMENT, -1, page.id, "Re: page");
    add(CONTENT_COMMENT, comment, page.id, "Re: page");
    content_attach(sandbox, &page, &file);
    content_add_label(&sandbox->store, page.id, "global", "Draft");
    int64_t child = add_page(page.id, "child");
    content_purge(sandbox, page.id);
    assert_int_equal(load(child).parent, -1);
    assert_int_equal(store_integer(&sandbox->store, -1, "SELECT count(*) FROM content", NO_VALUES),
                     1);
    assert_int_equal(store_integer(&sandbox->store, -1,
                                   "SELECT (SELECT count(*) FROM content_version)"
                                   " + (SELECT count(*) FROM content_file)"
                                   " + (SELECT count(*) FROM content_label)",
                                   NO_VALUES),
                     0);
}

/* ---- what belongs to content ---- */

static void attachments_have_versions_of_their_own(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "page"));
    struct content_file file = {
        .name = "a.txt", .media_type = "text/plain", .bytes = "1", .size = 1};
    int64_t id = content_attach(sandbox, &page, &file);
    assert_int_equal(content_find_file(&sandbox->store, page.id, "a.txt"), id);
    assert_int_equal(content_find_file(&sandbox->store, page.id, "b.txt"), -1);
    struct content attachment = load(id);
    file.bytes = "22";
    file.size = 2;
    content_attach_version(sandbox, &request->arena, &attachment, &file);
    assert_int_equal(attachment.version, 2);
    assert_string_equal(content_write_id(&request->arena, &attachment),
                        atl_arena_printf(&request->arena, "att%lld", (long long)id));
    assert_int_equal(content_read_id(content_write_id(&request->arena, &attachment)), id);
    assert_int_equal(store_integer(&sandbox->store, -1,
                                   "SELECT sum(size * number) FROM content_file", NO_VALUES),
                     5);
}

static void labels_are_there_once_and_in_lower_case(void **state)
{
    (void)state;
    struct store *store = &sandbox->store;
    int64_t page = add_page(-1, "page");
    content_add_label(store, page, "global", "RunBook");
    content_add_label(store, page, "global", "runbook");
    content_add_label(store, page, "my", "runbook");
    assert_int_equal(store_integer(store, -1, "SELECT count(*) FROM content_label", NO_VALUES), 2);
    assert_true(content_remove_label(store, page, "global", "Runbook"));
    assert_false(content_remove_label(store, page, "global", "runbook"));
}

static void a_copy_is_new_and_takes_along_what_it_is_told_to(void **state)
{
    (void)state;
    struct store *store = &sandbox->store;
    struct content page = load(add_page(-1, "page"));
    struct content_file file = {
        .name = "a.txt", .media_type = "text/plain", .bytes = "1", .size = 1};
    content_attach(sandbox, &page, &file);
    content_add_label(store, page.id, "global", "draft");
    struct content_copy copy = {
        .space = OTHER_SPACE, .parent = -1, .title = "Copy", .attachments = true};
    struct content made = load(content_copy(sandbox, &page, &copy));
    assert_string_equal(content_body(store, &request->arena, made.id), "<p>First</p>");
    assert_int_equal(made.version, 1);
    int64_t attachment = content_find_file(store, made.id, "a.txt");
    assert_int_equal(load(attachment).space, OTHER_SPACE);
    assert_false(store_exists(store, "SELECT 1 FROM content_label WHERE content = ?",
                              VALUES(sql_integer(made.id))));
}

/* ---- who sees what ---- */

static int64_t count_visible(void)
{
    struct sql sql = {0};
    sql_add(&sql, "SELECT count(*) FROM content WHERE 1");
    content_add_visible(sandbox, &sql, true);
    int64_t count = store_integer_sql(&sandbox->store, -1, &sql);
    sql_free(&sql);
    return count;
}

static void restrictions_hold_for_all_below(void **state)
{
    (void)state;
    struct store *store = &sandbox->store;
    struct content top = load(add_page(-1, "top"));
    struct content child = load(add_page(top.id, "child"));
    struct content comment = load(add(CONTENT_COMMENT, -1, child.id, "Re: child"));
    struct content other = load(add_page(-1, "other"));
    assert_int_equal(count_visible(), 4);
    content_restrict(store, top.id, "read", 2, -1);
    assert_false(content_is_visible(sandbox, &top));
    assert_false(content_is_visible(sandbox, &child));
    assert_false(content_is_visible(sandbox, &comment));
    assert_true(content_is_visible(sandbox, &other));
    assert_int_equal(count_visible(), 1);
    store_run(store, "INSERT INTO team_member (team, person) VALUES (7, 1)", NO_VALUES);
    content_restrict(store, top.id, "read", -1, 7);
    assert_true(content_is_visible(sandbox, &comment));
    assert_int_equal(count_visible(), 4);
}

static void restricted_updates_are_refused(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "page"));
    assert_true(content_check_may_update(request, &page));
    content_restrict(&sandbox->store, page.id, "update", 2, -1);
    assert_refused(content_check_may_update(request, &page), 403, "FORBIDDEN");
    content_make_private(&sandbox->store, page.id);
    assert_true(content_check_may_update(request, &page));
}

static void comments_go_with_their_page(void **state)
{
    (void)state;
    struct content page = load(add_page(-1, "page"));
    int64_t comment = add(CONTENT_COMMENT, -1, page.id, "Re: page");
    struct content found;
    const char *id = atl_arena_printf(&request->arena, "%lld", (long long)comment);
    assert_true(content_find(request, id, CONTENT_COMMENT, &found));
    assert_false(content_find(request, id, CONTENT_PAGE, &found));
    content_trash(sandbox, &page);
    assert_false(content_find(request, id, CONTENT_COMMENT, &found));
}

/* ---- storage format ---- */

static void check(const char *storage, const char *problem)
{
    const char *found = storage_check(&request->arena, storage);
    if (problem == NULL) {
        assert_null(found);
    } else {
        assert_non_null(found);
        assert_non_null(strstr(found, problem));
    }
}

static void storage_must_be_well_formed(void **state)
{
    (void)state;
    check("", NULL);
    check("text &nbsp; &#160; &#xA0;<br/>", NULL);
    check("<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[a < b && c]]>"
          "</ac:plain-text-body></ac:structured-macro><!-- a comment -->",
          NULL);
    check("<p>a</b></p>", "Unexpected close tag </b>; expected </p>.");
    check("<p>a", "Unexpected close tag </xml>; expected </p>.");
    check("a</p>", "Unexpected close tag </p>; expected </xml>.");
    check("a\nb & c", "[2,4]");
    check("&bogus;", "Undeclared general entity \"bogus\"");
    check("&nbsp;&nbsp x", "expected a semi-colon");
    check("&#0;", "Illegal character entity");
    check("<p class=a/>", "Expected a quote");
    check("<p class/>", "expected '='");
    check("<p a=\"1\" a='2'/>", "Duplicate attribute 'a'.");
    check("<p a=\"<\"/>", "in attribute value");
    check("<p a=\"1\"b=\"2\"/>", "excepted space");
    check("a < b", "malformed start element?");
    check("<![CDATA[", "Unexpected EOF in CDATA");
    check("<!-- a -- b -->", "not allowed in comment");
    check("<p a=\"", "Unexpected EOF");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_title_is_there_once_in_its_space),
        TEST(titles_have_a_length),
        TEST(versions_are_counted_and_kept),
        TEST(any_other_version_is_a_conflict),
        TEST(a_draft_has_no_versions),
        TEST(children_are_put_in_their_places),
        TEST(ancestors_come_nearest_first),
        TEST(no_page_is_above_itself),
        TEST(a_branch_moves_to_another_space_with_all_that_hangs_on_it),
        TEST(what_is_below_trash_moves_up),
        TEST(restoring_needs_the_title_and_the_parent),
        TEST(purging_leaves_nothing),
        TEST(attachments_have_versions_of_their_own),
        TEST(labels_are_there_once_and_in_lower_case),
        TEST(a_copy_is_new_and_takes_along_what_it_is_told_to),
        TEST(restrictions_hold_for_all_below),
        TEST(restricted_updates_are_refused),
        TEST(comments_go_with_their_page),
        TEST(storage_must_be_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
