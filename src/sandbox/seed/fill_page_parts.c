/* What is around pages: comments, watchers, restrictions, blog posts, folders. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/fill_content.h"
#include "sandbox/seed/names.h"
#include "sandbox/seed/site.h"
#include "sandbox/text/markup.h"

#include <string.h>

enum {
    MOST_COMMENTS = 4,     /* with replies */
    POSTS = 2,             /* per space */
    POST_BODIES = 1 << 24, /* their bodies are made as those of pages that no site has */
};

/* ---- comments ---- */

static int64_t comment_on(struct filling *filling, uint32_t index, uint64_t item, int64_t parent,
                          const char *selection)
{
    const struct page *page = &filling->plan->pages[index];
    const char *text = names_at(&names_comments, fill_random(filling, item, FOR_PAGE_COMMENT_TEXT,
                                                             (uint32_t)names_comments.count));
    int64_t day = (int64_t)(item % MOST_COMMENTS + 1) * FILL_DAY_MS / 4;
    struct atl_buffer body = {0};
    atl_buffer_add(&body, "<p>");
    markup_append_escaped(&body, text, strlen(text));
    atl_buffer_add(&body, "</p>");
    struct fill_comment comment = {
        .container = fill_page_id(filling, index),
        .parent = parent,
        .author = fill_person(filling, item, FOR_PAGE_COMMENTS),
        .created = (int64_t)page->modified * 1000 + day,
        .body = body.data,
        .body_text = text,
        .selection = selection,
        .is_resolved = parent < 0 && selection != NULL && item % 8 < 4,
    };
    if (comment.created > filling->plan->today_ms) {
        comment.created = filling->plan->today_ms;
    }
    int64_t id = fill_add_comment(filling->store, &comment);
    atl_buffer_free(&body);
    return id;
}

/* Something that stands in the page: its first words. */
static const char *words_of(struct filling *filling, uint32_t index)
{
    enum {
        LONGEST = 24,
    };
    struct document document = document_of_page(filling->plan, &filling->scratch, index);
    const char *text = document.blocks[0].text;
    size_t length = 0;
    for (size_t i = 0; i < LONGEST && text[i] != '\0'; i++) {
        length = text[i] == ' ' ? i : length;
    }
    return atl_arena_strndup(&filling->scratch, text, length);
}

static void add_comments(struct filling *filling, uint32_t index)
{
    uint64_t item = (uint64_t)index * MOST_COMMENTS;
    if (index % 4 == 1) {
        int64_t first = comment_on(filling, index, item, -1, NULL);
        if (index % 8 == 1) {
            comment_on(filling, index, item + 1, first, NULL);
        }
    }
    if (index % 7 == 3) {
        comment_on(filling, index, item + 2, -1, words_of(filling, index));
    }
}

/* ---- watchers and restrictions ---- */

static void add_watcher(struct filling *filling, uint32_t index, int64_t person)
{
    store_run(filling->store, "INSERT OR IGNORE INTO content_watch VALUES (?, ?)",
              VALUES(sql_integer(fill_page_id(filling, index)), sql_integer(person)));
}

/* Whatever is restricted, I may still see and change. */
static void add_restrictions(struct filling *filling, uint32_t index)
{
    int64_t page = fill_page_id(filling, index);
    if (index % 25 == 16) {
        int64_t creator = filling->people[filling->plan->pages[index].creator];
        fill_restrict(filling->store, page, "update", filling->people[0], -1);
        if (creator != filling->people[0]) {
            fill_restrict(filling->store, page, "update", creator, -1);
        }
    }
    if (index % 40 == 23) {
        fill_restrict(filling->store, page, "read", filling->people[0], -1);
        fill_restrict(filling->store, page, "read", -1, SITE_TEAM_DEVELOPERS);
    }
}

void fill_page_parts(struct filling *filling, uint32_t index)
{
    uint32_t random = fill_random(filling, index, FOR_PAGE_WATCHERS, 100);
    if (random < 30) {
        add_watcher(filling, index, filling->people[filling->plan->pages[index].creator]);
    }
    if (random >= 20 && random < 40) {
        add_watcher(filling, index, filling->people[0]);
    }
    add_restrictions(filling, index);
    add_comments(filling, index);
}

/* ---- blog posts and folders ---- */

static void add_post(struct filling *filling, size_t space, size_t number)
{
    uint32_t item = (uint32_t)(space * POSTS + number);
    struct document document =
        document_of_page(filling->plan, &filling->scratch, POST_BODIES + item);
    struct fill_body *body = &filling->body;
    atl_buffer_truncate(&body->written, 0);
    atl_buffer_truncate(&body->plain, 0);
    document_append_storage(&body->written, &document);
    document_append_plain(&body->plain, &document);
    int64_t author = number == 0 ? filling->people[0] : fill_person(filling, item, FOR_POST);
    int64_t created = filling->plan->today_ms - (int64_t)(item * 11 + 3) * FILL_DAY_MS;
    struct fill_content post = {
        .id = fill_next_content(filling->store, FILL_FIRST_OTHER),
        .type = "blogpost",
        .space = filling->spaces[space],
        .parent = -1,
        .container = -1,
        .title = names_at(&names_posts, item),
        .body = body->written.data,
        .body_text = body->plain.data,
        .version = 1,
        .creator = author,
        .created = created,
        .modifier = author,
        .modified = created,
    };
    fill_add_content(filling->store, &post);
}

/* Only Cloud has them. */
static void add_folder(struct filling *filling, size_t space)
{
    static const char *const titles[] = {"Archive", "Drafts"};
    int64_t home = store_integer(filling->store, -1, "SELECT home FROM space WHERE id = ?",
                                 VALUES(sql_integer(filling->spaces[space])));
    if (!filling->is_cloud || home < 0 || space >= sizeof titles / sizeof *titles) {
        return;
    }
    int64_t created = filling->plan->today_ms - (int64_t)90 * FILL_DAY_MS;
    struct fill_content folder = {
        .id = fill_next_content(filling->store, FILL_FIRST_OTHER),
        .type = "folder",
        .space = filling->spaces[space],
        .parent = home,
        .container = -1,
        .position = 100, /* below the pages */
        .title = titles[space],
        .body = "",
        .body_text = "",
        .version = 1,
        .creator = filling->people[0],
        .created = created,
        .modifier = filling->people[0],
        .modified = created,
    };
    fill_add_content(filling->store, &folder);
}

void fill_space_parts(struct filling *filling, size_t space)
{
    for (size_t i = 0; i < POSTS; i++) {
        add_post(filling, space, i);
    }
    add_folder(filling, space);
}
