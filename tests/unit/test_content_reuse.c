/* Storage format written over what a page has: what stays, byte for byte, and what doesn't. */
#include "atlcli/content_reuse.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static struct atl_content_tree *read_as(struct atl_arena *arena, enum atl_content_format format,
                                        const char *text)
{
    struct atl_content_tree *tree;
    assert_int_equal(atl_content_read(arena, format, text, strlen(text), NULL, &tree, NULL),
                     ATL_OK);
    return tree;
}

static char *markdown_of(const char *storage)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    atl_content_write(read_as(&arena, ATL_CONTENT_STORAGE, storage), ATL_CONTENT_MARKDOWN, NULL,
                      &text, NULL);
    atl_arena_free(&arena);
    return atl_buffer_take(&text);
}

/* Both say the same to a reader. */
static void check_meaning(const char *left, const char *right)
{
    struct atl_arena arena = {0};
    struct atl_buffer difference = {0};
    bool same = atl_content_equal(read_as(&arena, ATL_CONTENT_STORAGE, left),
                                  read_as(&arena, ATL_CONTENT_STORAGE, right), &difference);
    assert_string_equal(atl_buffer_text(&difference), "");
    assert_true(same);
    atl_buffer_free(&difference);
    atl_arena_free(&arena);
}

/* Markdown written over an original. To be freed. */
static char *write_over(const char *original, const char *markdown)
{
    struct atl_arena arena = {0};
    struct atl_buffer result = {0};
    struct atl_buffer anew = {0};
    const struct atl_content_original given = {.storage = original, .length = strlen(original)};
    struct atl_content_tree *tree = read_as(&arena, ATL_CONTENT_MARKDOWN, markdown);
    assert_int_equal(atl_content_write_over(tree, NULL, &given, &result, NULL), ATL_OK);
    atl_content_write(tree, ATL_CONTENT_STORAGE, NULL, &anew, NULL);
    check_meaning(atl_buffer_text(&result), atl_buffer_text(&anew));
    atl_arena_free(&arena);
    atl_buffer_free(&anew);
    return atl_buffer_take(&result);
}

static void check(const char *original, const char *markdown, const char *expected)
{
    char *result = write_over(original, markdown);
    assert_string_equal(result, expected);
    free(result);
}

/* One text in the page's Markdown becomes another: then the storage format is to be this. */
static void check_edit(const char *original, const char *from, const char *to, const char *expected)
{
    char *markdown = markdown_of(original);
    struct atl_buffer edited = {0};
    const char *place = strstr(markdown, from);
    assert_non_null(place);
    atl_buffer_append(&edited, markdown, (size_t)(place - markdown));
    atl_buffer_add(&edited, to);
    atl_buffer_add(&edited, place + strlen(from));
    check(original, atl_buffer_text(&edited), expected);
    atl_buffer_free(&edited);
    free(markdown);
}

/* What stands around an edited word comes back as it was. */
static void check_around(const char *block)
{
    char *original = NULL;
    struct atl_buffer text = {0};
    struct atl_buffer expected = {0};
    atl_buffer_printf(&text, "%s\n<p local-id=\"1\">before EDITED after</p>\n%s", block, block);
    atl_buffer_printf(&expected, "%s\n<p local-id=\"1\">before changed after</p>\n%s", block,
                      block);
    original = atl_buffer_take(&text);
    check_edit(original, "EDITED", "changed", atl_buffer_text(&expected));
    char *markdown = markdown_of(original);
    check(original, markdown, original);
    free(markdown);
    free(original);
    atl_buffer_free(&expected);
}

static void every_kind_of_block_stays_around_an_edited_one(void **state)
{
    (void)state;
    static const char *const blocks[] = {
        "<p local-id=\"a\" class=\"auto-cursor-target\">text <strong>strong</strong></p>",
        "<p />",
        "<p><br/></p><p>&nbsp;</p>",
        "<h2 local-id=\"b\">Heading</h2>",
        "<ul class=\"x-y\"><li><p>raw list</p></li></ul>",
        "<ul local-id=\"c\"><li local-id=\"d\"><p>one</p></li><li><p>two</p></li></ul>",
        "<ol start=\"3\" local-id=\"c\"><li><p>one</p></li></ol>",
        "<blockquote><p local-id=\"q\">said</p></blockquote>",
        "<pre>as it is\n</pre>",
        "<hr local-id=\"h\"/>",
        "<table class=\"wrapped fixed-table\"><colgroup><col style=\"width: 99.0px;\"/></colgroup>"
        "<tbody><tr><th>a</th></tr><tr><td><p>one</p><p /><p>two</p></td></tr></tbody></table>",
        "<ac:structured-macro ac:name=\"children\" ac:schema-version=\"2\" "
        "ac:macro-id=\"5f\"><ac:parameter ac:name=\"all\">true</ac:parameter>"
        "</ac:structured-macro>",
        "<ac:structured-macro ac:name=\"code\" ac:schema-version=\"1\" ac:macro-id=\"6a\">"
        "<ac:plain-text-body><![CDATA[x]]></ac:plain-text-body></ac:structured-macro>",
        "<ac:structured-macro ac:name=\"info\" ac:macro-id=\"6b\"><ac:rich-text-body><p>i</p>"
        "<p /><p>j</p></ac:rich-text-body></ac:structured-macro>",
        "<ac:structured-macro ac:name=\"own\" ac:schema-version=\"4\"><ac:parameter "
        "ac:name=\"a\">1</ac:parameter></ac:structured-macro>",
        "<ac:image ac:custom-width=\"true\" ac:original-width=\"900\" ac:width=\"300\" "
        "ac:inline=\"true\"><ri:attachment ri:filename=\"a.png\" ri:version-at-save=\"1\"/>"
        "</ac:image>",
        "<ac:adf-extension><ac:adf-node type=\"decision-list\"><ac:adf-node "
        "type=\"decision-item\"><ac:adf-attribute key=\"local-id\">9</ac:adf-attribute>"
        "<ac:adf-attribute key=\"state\">DECIDED</ac:adf-attribute><ac:adf-content>d"
        "</ac:adf-content></ac:adf-node></ac:adf-node></ac:adf-extension>",
        "<div><p>in a</p><p>division</p></div>",
        "<p>a note</p><!-- for editors -->",
        "<ac:layout><ac:layout-section ac:type=\"two_equal\" ac:local-id=\"l\"><ac:layout-cell>"
        "<p local-id=\"m\">left</p><p /></ac:layout-cell><ac:layout-cell><p>right</p>"
        "</ac:layout-cell></ac:layout-section></ac:layout>",
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        check_around(blocks[i]);
    }
}

static void what_is_around_an_edit_within_a_block_stays(void **state)
{
    (void)state;
    check_edit(
        "<table class=\"fixed-table\"><tbody><tr><th><p>h</p></th></tr><tr>"
        "<td><p>one</p></td></tr><tr><td><p local-id=\"2\">two</p></td></tr></tbody></table>",
        "one", "1",
        "<table class=\"fixed-table\"><tbody><tr><th><p>h</p></th></tr><tr><td><p>1</p></td></tr>"
        "<tr><td><p local-id=\"2\">two</p></td></tr></tbody></table>");
    check_edit("<table><tbody><tr><td class=\"confluenceTd\"><p local-id=\"1\">one</p><p />"
               "<p local-id=\"2\">two</p></td></tr></tbody></table>",
               "one", "1",
               "<table><tbody><tr><td class=\"confluenceTd\"><p local-id=\"1\">1</p><p />"
               "<p local-id=\"2\">two</p></td></tr></tbody></table>");
    check_edit(
        "<ul local-id=\"u\"><li local-id=\"1\"><p>one</p><ul><li><p>in</p></li></ul></li>"
        "<li><p>two</p></li></ul>",
        "in", "within",
        "<ul local-id=\"u\"><li local-id=\"1\"><p>one</p><ul><li><p>within</p></li></ul></li>"
        "<li><p>two</p></li></ul>");
    check_edit("<ac:layout><ac:layout-section ac:type=\"single\" ac:local-id=\"s\">"
               "<ac:layout-cell ac:local-id=\"c\"><p />\n<p>one</p><p /><p local-id=\"2\">two</p>"
               "</ac:layout-cell></ac:layout-section></ac:layout>",
               "one", "1",
               "<ac:layout><ac:layout-section ac:type=\"single\" ac:local-id=\"s\">"
               "<ac:layout-cell ac:local-id=\"c\"><p />\n<p>1</p><p /><p local-id=\"2\">two</p>"
               "</ac:layout-cell></ac:layout-section></ac:layout>");
    check_edit("<ac:structured-macro ac:name=\"expand\" ac:macro-id=\"e\"><ac:parameter "
               "ac:name=\"title\">T</ac:parameter><ac:rich-text-body><p>one</p><p /><hr "
               "local-id=\"r\"/></ac:rich-text-body></ac:structured-macro>",
               "one", "1",
               "<ac:structured-macro ac:name=\"expand\" ac:macro-id=\"e\"><ac:parameter "
               "ac:name=\"title\">T</ac:parameter><ac:rich-text-body><p>1</p><p /><hr "
               "local-id=\"r\"/></ac:rich-text-body></ac:structured-macro>");
}

#define STATUS(id, title)                                                                          \
    "<ac:structured-macro ac:name=\"status\" ac:schema-version=\"1\"" id "><ac:parameter "         \
    "ac:name=\"title\">" title "</ac:parameter></ac:structured-macro>"
#define CODE(text)                                                                                 \
    "<ac:structured-macro ac:name=\"code\" ac:schema-version=\"1\" ac:macro-id=\"c\">"             \
    "<ac:parameter ac:name=\"language\">c</ac:parameter><ac:plain-text-body><![CDATA[" text        \
    "]]></ac:plain-text-body></ac:structured-macro>"
#define K1 " ac:macro-id=\"k1\""
#define K2 " ac:macro-id=\"k2\""

static void macros_keep_their_ids(void **state)
{
    (void)state;
    check_edit(CODE("one"), "one", "two", CODE("two"));
    check_edit("<p>is " STATUS(K1, "A") " or " STATUS(K2, "B") "</p>", "or", "and",
               "<p>is " STATUS(K1, "A") " and " STATUS(K2, "B") "</p>");
    check_edit("<h2 local-id=\"h\">is " STATUS(K1, "A") "</h2>", "is", "was",
               "<h2 local-id=\"h\">was " STATUS(K1, "A") "</h2>");
    check_edit("<table><tbody><tr><td>is " STATUS(K1, "A") "</td></tr></tbody></table>", "is",
               "was",
               "<table><tbody><tr><td><p>was " STATUS(K1, "A") "</p></td></tr></tbody></table>");
    /* Each by what it says. */
    check_edit("<p>" STATUS(K1, "A") " or " STATUS(K2, "B") "</p>", "[A](status:neutral) or ", "",
               "<p>" STATUS(K2, "B") "</p>");
    /* And in a block that is another one otherwise. */
    check_edit("<ul><li><p>is " STATUS(K1, "A") "</p></li></ul>", "- is", "- new\n- is",
               "<ul><li>new</li><li>is " STATUS(K1, "A") "</li></ul>");
}

static void blocks_may_come_go_and_move(void **state)
{
    (void)state;
    static const char page[] = "<p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p><p "
                               "local-id=\"3\">three</p>";
    check(page, "one\n\ntwo\n\nnew\n\nthree\n",
          "<p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p><p>new</p><p "
          "local-id=\"3\">three</p>");
    check(page, "one\n\nthree\n", "<p local-id=\"1\">one</p><p /><p local-id=\"3\">three</p>");
    check(page, "three\n\none\n\ntwo\n",
          "<p local-id=\"3\">three</p><p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p>");
    /* What is moved together keeps what stands between. */
    check(
        "<p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p><p>three</p><p>four</p><p>five</p>",
        "three\n\nfour\n\nfive\n\none\n\ntwo\n",
        "<p>three</p><p>four</p><p>five</p><p local-id=\"1\">one</p><p /><p "
        "local-id=\"2\">two</p>");
    check(page, "", "");
    /* A copy is a thing of its own. */
    check(page, "one\n\ntwo\n\nthree\n\ntwo\n",
          "<p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p><p local-id=\"3\">three</p>"
          "<p>two</p>");
    check("<p id=\"a\">x</p><p local-id=\"1\">same</p><p local-id=\"2\">same</p>",
          "same\n\nsame\n\nmore\n",
          "<p local-id=\"1\">same</p><p local-id=\"2\">same</p><p>more</p>");
}

#define PANEL(id, text)                                                                            \
    "<ac:structured-macro ac:name=\"info\" ac:schema-version=\"1\"" id                             \
    "><ac:rich-text-body><p>" text "</p></ac:rich-text-body></ac:structured-macro>"

static void of_some_blocks_the_one_most_alike_was_changed(void **state)
{
    (void)state;
    static const char panels[] = PANEL(K1, "first thing") PANEL(K2, "second thing");
    check(panels, "> [!NOTE]\n> second thing!\n", PANEL(K2, "second thing!"));
    check(panels, "> [!NOTE]\n> first thing!\n", PANEL(K1, "first thing!"));
    check(panels, "> [!NOTE]\n> new\n\n> [!NOTE]\n> first thing!\n\n> [!NOTE]\n> second thing\n",
          PANEL("", "new") PANEL(K1, "first thing!") PANEL(K2, "second thing"));
    check(panels, "> [!NOTE]\n> 1st thing\n\n> [!NOTE]\n> quite new\n\n> [!NOTE]\n> 2nd thing\n",
          PANEL(K1, "1st thing") PANEL("", "quite new") PANEL(K2, "2nd thing"));
    check("<p local-id=\"1\">eins zwei</p><p local-id=\"2\">\u4e00\u4e8c\u4e09</p>",
          "\u4e00\u4e8c\u4e03\n", "<p local-id=\"2\">\u4e00\u4e8c\u4e03</p>");
}

static void long_pages_are_no_different(void **state)
{
    (void)state;
    enum { BLOCKS = 3000 };
    struct atl_buffer page = {0};
    struct atl_buffer markdown = {0};
    struct atl_buffer expected = {0};
    for (int i = 0; i < BLOCKS; i++) {
        bool changed = i == 3 || i == BLOCKS - 3;
        const char *end = changed ? " changed" : "";
        atl_buffer_printf(&page, "<p local-id=\"%d\">block %d</p>\n<p />", i, i % 1000);
        atl_buffer_printf(&expected, "<p local-id=\"%d\">block %d%s</p>\n<p />", i, i % 1000, end);
        atl_buffer_printf(&markdown, "block %d%s\n\n", i % 1000, end);
    }
    check(atl_buffer_text(&page), atl_buffer_text(&markdown), atl_buffer_text(&expected));
    atl_buffer_free(&page);
    atl_buffer_free(&markdown);
    atl_buffer_free(&expected);
}

static void what_is_inserted_into_a_long_page_moves_nothing(void **state)
{
    (void)state;
    enum { BLOCKS = 3000, INSERTED = 40 };
    struct atl_buffer page = {0};
    struct atl_buffer markdown = {0};
    struct atl_buffer expected = {0};
    for (int i = 0; i < BLOCKS; i++) {
        const char *end = i == 0 || i == BLOCKS - 1 ? " changed" : "";
        atl_buffer_printf(&page, "<p local-id=\"%d\">para %d text</p><p />", i, i);
        atl_buffer_printf(&expected, "<p local-id=\"%d\">para %d text%s</p><p />", i, i, end);
        atl_buffer_printf(&markdown, "para %d text%s\n\n", i, end);
        for (int j = 0; i == BLOCKS / 2 && j < INSERTED; j++) {
            atl_buffer_printf(&expected, "<p>new %d</p>", j);
            atl_buffer_printf(&markdown, "new %d\n\n", j);
        }
    }
    check(atl_buffer_text(&page), atl_buffer_text(&markdown), atl_buffer_text(&expected));
    atl_buffer_free(&page);
    atl_buffer_free(&markdown);
    atl_buffer_free(&expected);
}

/* Storage format after a round through Markdown. */
static struct atl_content_tree *read_round(struct atl_arena *arena, const char *storage)
{
    struct atl_buffer text = {0};
    atl_content_write(read_as(arena, ATL_CONTENT_STORAGE, storage), ATL_CONTENT_MARKDOWN, NULL,
                      &text, NULL);
    struct atl_content_tree *tree = read_as(
        arena, ATL_CONTENT_MARKDOWN, atl_arena_strndup(arena, atl_buffer_text(&text), text.length));
    atl_buffer_free(&text);
    return tree;
}

/* What is allocated from block to block; nothing where malloc doesn't tell. */
static struct atl_content_tree *round_counted(void *context, struct atl_arena *arena,
                                              const char *storage, size_t length)
{
    size_t *held = context; /* at first, and at most */
#ifdef __GLIBC__
    struct mallinfo2 info = mallinfo2();
    size_t now = info.uordblks + info.hblkhd;
    held[0] = held[0] == 0 ? now : held[0];
    held[1] = now > held[1] ? now : held[1];
#else
    (void)held;
#endif
    return read_round(arena, atl_arena_strndup(arena, storage, length));
}

static void long_pages_take_little_memory(void **state)
{
    (void)state;
    enum { BLOCKS = 2000, MOST_BYTES = 1000 };
    size_t held[2] = {0};
    struct atl_arena arena = {0};
    struct atl_buffer page = {0};
    struct atl_buffer markdown = {0};
    struct atl_buffer result = {0};
    for (int i = 0; i < BLOCKS; i++) {
        atl_buffer_printf(&page, "<p local-id=\"%d\">block %d</p>", i, i);
        atl_buffer_printf(&markdown, "block %d%s\n\n", i, i == BLOCKS / 2 ? " changed" : "");
    }
    const struct atl_content_original given = {.storage = atl_buffer_text(&page),
                                               .length = page.length,
                                               .round = round_counted,
                                               .context = held};
    atl_content_write_over(read_as(&arena, ATL_CONTENT_MARKDOWN, atl_buffer_text(&markdown)), NULL,
                           &given, &result, NULL);
    assert_true(held[1] < held[0] + (size_t)BLOCKS * MOST_BYTES);
    atl_arena_free(&arena);
    atl_buffer_free(&page);
    atl_buffer_free(&markdown);
    atl_buffer_free(&result);
}

/* Text that would go on where a list was between. */
static void texts_that_meet_stay_apart(void **state)
{
    (void)state;
#define BEHIND                                                                                     \
    "<ac:structured-macro ac:name=\"info\" ac:schema-version=\"1\" ac:macro-id=\"keep\">"          \
    "<ac:rich-text-body><p>in</p></ac:rich-text-body></ac:structured-macro><p />"                  \
    "<p local-id=\"q\">end</p>"
    check_edit("<table><tbody><tr><td "
               "class=\"confluenceTd\">Steps:<ul><li>a</li></ul>Done.</td></tr></tbody>"
               "</table>" BEHIND,
               "<ul><li>a</li></ul>", "",
               "<table><tbody><tr><td class=\"confluenceTd\">Steps:<p>Done.</p></td></tr></tbody>"
               "</table>" BEHIND);
    check("<hr/>one<hr/>two" BEHIND, "---\n\none\n\ntwo\n\n> [!NOTE]\n> in\n\nend\n",
          "<hr/>one<p>two</p>" BEHIND);
    /* A picture, too, would stand in the text. */
    check(
        "one<hr/><ac:image ac:width=\"5\"><ri:url ri:value=\"http://q/z.png\"/></ac:image>" BEHIND,
        "one\n\n<img src=\"http://q/z.png\" width=\"5\">\n\n> [!NOTE]\n> in\n\nend\n",
        "<p>one</p><ac:image ac:width=\"5\"><ri:url "
        "ri:value=\"http://q/z.png\"/></ac:image>" BEHIND);
}

/* A page on which the second block can't stay beside one that was edited. */
static struct atl_content_tree *round_of_touchy(void *context, struct atl_arena *arena,
                                                const char *storage, size_t length)
{
    (void)context;
    const char *kept = atl_arena_strndup(arena, storage, length);
    bool is_spoilt = strstr(kept, "local-id=\"2\"") != NULL && strstr(kept, "edited") != NULL;
    return read_round(arena, is_spoilt ? "" : kept);
}

static void a_block_that_cannot_stay_spoils_no_other(void **state)
{
    (void)state;
    static const char page[] = "<p local-id=\"1\">one</p><p /><p local-id=\"2\">two</p><p />"
                               "<p local-id=\"3\">three</p><p /><p local-id=\"4\">four</p>";
    struct atl_arena arena = {0};
    struct atl_buffer result = {0};
    const struct atl_content_original given = {
        .storage = page, .length = strlen(page), .round = round_of_touchy};
    atl_content_write_over(
        read_as(&arena, ATL_CONTENT_MARKDOWN, "edited\n\ntwo\n\nthree\n\nfour\n"), NULL, &given,
        &result, NULL);
    assert_string_equal(atl_buffer_text(&result),
                        "<p local-id=\"1\">edited</p><p /><p>two</p><p local-id=\"3\">three</p>"
                        "<p /><p local-id=\"4\">four</p>");
    atl_arena_free(&arena);
    atl_buffer_free(&result);
}

static void what_aligns_a_picture_can_be_taken_away(void **state)
{
    (void)state;
#define PICTURE "<ac:image ac:width=\"50\"><ri:url ri:value=\"http://q/z.png\" /></ac:image>"
    static const char picture[] = "<img src=\"http://q/z.png\" width=\"50\">\n";
    static const char centred[] = "<p style=\"text-align: center;\">" PICTURE "</p>";
    char *markdown = markdown_of(centred);
    check(centred, markdown, centred);
    check("", markdown, centred);
    check(centred, picture, PICTURE);
    check("<p style=\"margin-left: 30.0px;\">" PICTURE "</p>", picture, PICTURE);
    free(markdown);
}

/* ---- tasks ---- */

#define TASK(number, status, text)                                                                 \
    "<ac:task><ac:task-id>" number "</ac:task-id><ac:task-uuid>u" number                           \
    "</ac:task-uuid><ac:task-status>" status "</ac:task-status><ac:task-body><span "               \
    "class=\"placeholder-inline-tasks\">" text "</span></ac:task-body></ac:task>"
#define NEW_TASK(number, text)                                                                     \
    "<ac:task><ac:task-id>" number "</ac:task-id><ac:task-status>incomplete</ac:task-status>"      \
    "<ac:task-body><span class=\"placeholder-inline-tasks\">" text                                 \
    "</span></ac:task-body></ac:task>"
#define LIST(tasks) "<ac:task-list>" tasks "</ac:task-list>"
#define OPEN        "incomplete"
#define DONE        "complete"

static const char tasks[] =
    LIST(TASK("7", OPEN, "call Ann") TASK("4", "complete", "write it") TASK("9", OPEN, "rest"));

static void tasks_are_known_by_their_text(void **state)
{
    (void)state;
    check(tasks, "- [x] write it\n- [ ] call Ann\n- [ ] rest\n",
          LIST(TASK("4", "complete", "write it") TASK("7", OPEN, "call Ann")
                   TASK("9", OPEN, "rest")));
    check(tasks, "- [x] call Ann\n- [ ] write it\n- [ ] rest\n",
          LIST(TASK("7", "complete", "call Ann") TASK("4", OPEN, "write it")
                   TASK("9", OPEN, "rest")));
    check(tasks, "- [ ] call Ann\n- [ ] something new\n- [x] write it\n- [ ] rest\n",
          LIST(TASK("7", OPEN, "call Ann") NEW_TASK("10", "something new")
                   TASK("4", "complete", "write it") TASK("9", OPEN, "rest")));
    check(tasks, "- [ ] call Ann\n- [ ] rest\n",
          LIST(TASK("7", OPEN, "call Ann") TASK("9", OPEN, "rest")));
    check(tasks, "- [ ] call Anna\n- [x] write it\n- [ ] rest\n",
          LIST(TASK("7", OPEN, "call Anna") TASK("4", "complete", "write it")
                   TASK("9", OPEN, "rest")));
    check(tasks, "- [ ] quite another thing\n- [x] write it\n- [ ] rest\n",
          LIST(NEW_TASK("10", "quite another thing") TASK("4", "complete", "write it")
                   TASK("9", OPEN, "rest")));
}

static void tasks_of_the_same_text_are_known_by_their_order(void **state)
{
    (void)state;
    static const char calls[] =
        LIST(TASK("1", OPEN, "Call") TASK("2", OPEN, "Call") TASK("3", OPEN, "Call"));
    check(calls, "- [ ] Call\n- [x] Call\n- [ ] Call\n",
          LIST(TASK("1", OPEN, "Call") TASK("2", DONE, "Call") TASK("3", OPEN, "Call")));
    check(calls, "- [x] Call\n- [ ] Call\n- [x] Call\n- [ ] Call\n",
          LIST(TASK("1", DONE, "Call") TASK("2", OPEN, "Call") TASK("3", DONE, "Call")
                   NEW_TASK("4", "Call")));
    /* And by whether they are done, where one was taken away. */
    check(LIST(TASK("1", OPEN, "a") TASK("2", DONE, "a")), "- [x] a\n", LIST(TASK("2", DONE, "a")));
}

static void tasks_of_another_text_are_known_by_most_of_it(void **state)
{
    (void)state;
    check(LIST(TASK("12", OPEN, "Review chapter 2")),
          "- [ ] Review chapter 1\n- [ ] Review chapter 2 by Friday\n",
          LIST(NEW_TASK("13", "Review chapter 1") TASK("12", OPEN, "Review chapter 2 by Friday")));
    check(LIST(TASK("11", OPEN, "Review chapter 1") TASK("12", OPEN, "Review chapter 2")),
          "- [ ] Review chapter 2 now\n", LIST(TASK("12", OPEN, "Review chapter 2 now")));
    /* One that went up says nothing about where the others were. */
    check(
        LIST(TASK("1", OPEN, "write the text") TASK("2", OPEN, "read it") TASK("3", OPEN, "end")),
        "- [ ] end\n- [ ] write the texts\n- [ ] read it\n",
        LIST(TASK("3", OPEN, "end") TASK("1", OPEN, "write the texts") TASK("2", OPEN, "read it")));
    /* Another one elsewhere isn't what was taken away. */
    check(LIST(TASK("1", OPEN, "Review chapter 1") TASK("2", OPEN, "rest")),
          "- [ ] rest\n- [ ] Review chapter 2\n",
          LIST(TASK("2", OPEN, "rest") NEW_TASK("3", "Review chapter 2")));
}

static void ids_of_tasks_need_not_be_numbers(void **state)
{
    (void)state;
    check(LIST(TASK("7b1e-a", OPEN, "one") TASK("4", OPEN, "two")),
          "- [ ] two\n- [x] one\n- [ ] three\n",
          LIST(TASK("4", OPEN, "two") TASK("7b1e-a", DONE, "one") NEW_TASK("5", "three")));
    check(LIST(TASK("12345678901234567890", OPEN, "one") TASK("4", OPEN, "two")),
          "- [x] one\n- [ ] two\n",
          LIST(TASK("12345678901234567890", DONE, "one") TASK("4", OPEN, "two")));
}

static void no_number_is_given_twice(void **state)
{
    (void)state;
    static const char verbatim[] =
        "<ac:task-list x=\"y\">" TASK("12", OPEN, "kept") "</ac:task-list>";
    struct atl_buffer page = {0};
    struct atl_buffer expected = {0};
    atl_buffer_printf(&page, "%s<p>between</p>%s<p>end</p>", tasks, verbatim);
    atl_buffer_printf(&expected, "%s<p>between</p>%s<p>end</p>%s", tasks, verbatim,
                      LIST(NEW_TASK("13", "new")));
    check_edit(atl_buffer_text(&page), "end\n", "end\n\n- [ ] new\n", atl_buffer_text(&expected));
    atl_buffer_free(&page);
    atl_buffer_free(&expected);
    /* Nor where nothing was. */
    struct atl_arena arena = {0};
    struct atl_buffer written = {0};
    atl_content_write(
        read_as(&arena, ATL_CONTENT_MARKDOWN,
                "- [ ] a\n- [ ] b\n\n```confluence-storage\n<ac:task-list x=\"y\"><ac:"
                "task><ac:task-id>2</ac:task-id></ac:task></ac:task-list>\n```\n"),
        ATL_CONTENT_STORAGE, NULL, &written, NULL);
    assert_string_equal(
        atl_buffer_text(&written),
        LIST(NEW_TASK("1", "a") NEW_TASK(
            "3", "b")) "<ac:task-list x=\"y\"><ac:task><ac:task-id>2</ac:task-id></ac:task>"
                       "</ac:task-list>");
    atl_buffer_free(&written);
    atl_arena_free(&arena);
}

static void a_byte_order_mark_is_stepped_over(void **state)
{
    (void)state;
#define BOM "\xEF\xBB\xBF"
    check(BOM "<p local-id=\"1\">a</p><p /><p local-id=\"2\">b</p>", "a\n\nc\n",
          BOM "<p local-id=\"1\">a</p><p /><p local-id=\"2\">c</p>");
    check(BOM "<p local-id=\"1\">a</p>", "a\n", BOM "<p local-id=\"1\">a</p>");
    check(BOM LIST(TASK("5", OPEN, "a")), "- [ ] a\n- [ ] b\n",
          BOM LIST(TASK("5", OPEN, "a") NEW_TASK("6", "b")));
}

static void what_cannot_be_read_gives_its_numbers_to_nothing_else(void **state)
{
    (void)state;
    check(LIST(TASK("5", OPEN, "a") TASK("7", OPEN, "b")) "<p>unclosed", "- [ ] b\n- [ ] c\n",
          LIST(NEW_TASK("8", "b") NEW_TASK("9", "c")));
    check("<p>unclosed",
          "- [ ] a\n\n```confluence-storage\n<ac:task-list x=\"y\"><ac:task><ac:task-id>3"
          "</ac:task-id></ac:task></ac:task-list>\n```\n",
          LIST(NEW_TASK("4", "a")) "<ac:task-list x=\"y\"><ac:task><ac:task-id>3</ac:task-id>"
                                   "</ac:task></ac:task-list>");
}

static void what_cannot_be_told_apart_is_written_anew(void **state)
{
    (void)state;
    check("<p>a</p", "a\n\nb\n", "<p>a</p><p>b</p>"); /* not even XML */
    check("", "b\n", "<p>b</p>");
    check("<p />", "", "<p />");
    /* Footnotes stand at the end, whatever they are of. */
    char *result = write_over("<p local-id=\"1\">a</p><p>b</p>", "a\n\nb[^1]\n\n[^1]: note\n");
    assert_non_null(strstr(result, "note"));
    free(result);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(every_kind_of_block_stays_around_an_edited_one),
        cmocka_unit_test(what_is_around_an_edit_within_a_block_stays),
        cmocka_unit_test(macros_keep_their_ids),
        cmocka_unit_test(blocks_may_come_go_and_move),
        cmocka_unit_test(of_some_blocks_the_one_most_alike_was_changed),
        cmocka_unit_test(long_pages_are_no_different),
        cmocka_unit_test(what_is_inserted_into_a_long_page_moves_nothing),
        cmocka_unit_test(long_pages_take_little_memory),
        cmocka_unit_test(texts_that_meet_stay_apart),
        cmocka_unit_test(a_block_that_cannot_stay_spoils_no_other),
        cmocka_unit_test(what_aligns_a_picture_can_be_taken_away),
        cmocka_unit_test(tasks_are_known_by_their_text),
        cmocka_unit_test(tasks_of_the_same_text_are_known_by_their_order),
        cmocka_unit_test(tasks_of_another_text_are_known_by_most_of_it),
        cmocka_unit_test(ids_of_tasks_need_not_be_numbers),
        cmocka_unit_test(no_number_is_given_twice),
        cmocka_unit_test(a_byte_order_mark_is_stepped_over),
        cmocka_unit_test(what_cannot_be_read_gives_its_numbers_to_nothing_else),
        cmocka_unit_test(what_cannot_be_told_apart_is_written_anew),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
