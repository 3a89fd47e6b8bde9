/* Spaces, their pages with earlier versions and labels. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/fill_content.h"
#include "sandbox/seed/names.h"

#include <stdlib.h>

enum {
    YEARS_DAYS = 730, /* the past that pages come from; the spaces were there before */
};

static const struct page *page_at(const struct filling *filling, uint32_t index)
{
    return &filling->plan->pages[index];
}

int64_t fill_page_id(const struct filling *filling, uint32_t index)
{
    return filling->first_page + index;
}

/* ---- spaces ---- */

static int64_t add_space(struct filling *filling, size_t index)
{
    const struct space *space = &filling->plan->spaces[index];
    int64_t id = store_integer(filling->store, PLAN_FIRST_SPACE_ID - 1, "SELECT max(id) FROM space",
                               NO_VALUES) +
                 1;
    int64_t created = filling->plan->today_ms - (int64_t)(YEARS_DAYS + 30) * FILL_DAY_MS;
    store_run(filling->store,
              "INSERT INTO space (id, key, name, description, creator, created)"
              " VALUES (?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_text(space->key), sql_text(space->name),
                     sql_text(space->description), sql_integer(filling->people[space->creator]),
                     sql_integer(created + (int64_t)index * FILL_DAY_MS)));
    return id;
}

void fill_spaces(struct filling *filling)
{
    struct store *store = filling->store;
    const struct plan *plan = filling->plan;
    filling->spaces = atl_arena_alloc(&filling->arena, plan->space_count * sizeof(int64_t));
    for (size_t i = 0; i < plan->space_count; i++) {
        int64_t id = store_integer(store, -1, "SELECT id FROM space WHERE key = ?",
                                   VALUES(sql_text(plan->spaces[i].key)));
        filling->spaces[i] = id < 0 ? add_space(filling, i) : id;
    }
    for (size_t i = 0; i < names_page_labels.count; i++) {
        if (!store_exists(store, "SELECT 1 FROM label WHERE id = ?",
                          VALUES(sql_integer(FILL_FIRST_LABEL + (int64_t)i)))) {
            store_run(store, "INSERT OR IGNORE INTO label (id, name) VALUES (?, ?)",
                      VALUES(sql_integer(FILL_FIRST_LABEL + (int64_t)i),
                             sql_text(names_page_labels.items[i])));
        }
    }
}

/* ---- pages ---- */

static void make_storage(struct filling *filling, const struct document *document)
{
    atl_buffer_truncate(&filling->body.written, 0);
    atl_buffer_truncate(&filling->body.plain, 0);
    document_append_storage(&filling->body.written, document);
    document_append_plain(&filling->body.plain, document);
}

/* Pages grow: each earlier version lacks some of the last blocks. */
static void add_versions(struct filling *filling, uint32_t index, const char *title,
                         const struct document *document)
{
    const struct page *page = page_at(filling, index);
    int64_t created = (int64_t)page->created * 1000;
    int64_t age = (int64_t)page->modified * 1000 - created;
    for (uint32_t number = 1; number < page->version; number++) {
        uint64_t item = (uint64_t)index * 16 + number;
        struct document earlier = *document;
        earlier.block_count = 1 + (document->block_count - 1) * number / page->version;
        make_storage(filling, &earlier);
        struct fill_version version = {
            .content = fill_page_id(filling, index),
            .number = number,
            .title = title,
            .body = filling->body.written.data,
            .author = number == 1 ? filling->people[page->creator]
                                  : fill_person(filling, item, FOR_PAGE_VERSIONS),
            .created = created + age * (number - 1) / (page->version - 1),
            .message = number % 3 == 0 ? "A section more" : "",
        };
        fill_add_version(filling->store, &version);
    }
}

static void add_labels(struct filling *filling, uint32_t index)
{
    uint32_t labels = page_at(filling, index)->labels;
    for (size_t i = 0; labels >> i != 0; i++) {
        if ((labels >> i & 1) != 0) {
            fill_add_label(filling->store, fill_page_id(filling, index),
                           names_page_labels.items[i]);
        }
    }
}

static int64_t parent_of(struct filling *filling, uint32_t index)
{
    const struct page *page = page_at(filling, index);
    if (page->parent != PLAN_NO_PARENT) {
        return fill_page_id(filling, page->parent);
    }
    return store_integer(filling->store, -1, "SELECT home FROM space WHERE id = ?",
                         VALUES(sql_integer(filling->spaces[page->space])));
}

static void add_page(struct filling *filling, uint32_t index, const char *title)
{
    const struct page *page = page_at(filling, index);
    int64_t space = filling->spaces[page->space];
    struct document document = document_of_page(filling->plan, &filling->scratch, index);
    add_versions(filling, index, title, &document);
    make_storage(filling, &document);
    struct fill_content content = {
        .id = fill_page_id(filling, index),
        .type = "page",
        .space = space,
        .parent = parent_of(filling, index),
        .container = -1,
        .position = page->position,
        .title = title,
        .body = filling->body.written.data,
        .body_text = filling->body.plain.data,
        .version = page->version,
        .creator = filling->people[page->creator],
        .created = (int64_t)page->created * 1000,
        .modifier = filling->people[page->modifier],
        .modified = (int64_t)page->modified * 1000,
    };
    fill_add_content(filling->store, &content);
    if (content.parent < 0) {
        store_run(filling->store, "UPDATE space SET home = ? WHERE id = ?",
                  VALUES(sql_integer(content.id), sql_integer(space)));
    }
    add_labels(filling, index);
}

/* Titles go on where those in the space end; some may have been given to other pages since. */
static void make_title(struct filling *filling, uint32_t index, uint32_t present,
                       struct atl_buffer *title)
{
    struct page *page = &filling->plan->pages[index];
    page->number += present;
    do {
        atl_buffer_truncate(title, 0);
        plan_append_title(filling->plan, index, title);
        page->number += 1000; /* with another number behind it */
    } while (
        present > 0 &&
        store_exists(filling->store, "SELECT 1 FROM content WHERE space = ? AND title = ?",
                     VALUES(sql_integer(filling->spaces[page->space]), sql_text(title->data))));
}

void fill_pages(struct filling *filling)
{
    struct plan *plan = filling->plan;
    struct atl_buffer title = {0};
    uint32_t *present = atl_alloc((plan->space_count + 1) * sizeof *present);
    for (size_t i = 0; i < plan->space_count; i++) {
        present[i] = (uint32_t)store_integer(filling->store, 0,
                                             "SELECT count(*) FROM content WHERE space = ?",
                                             VALUES(sql_integer(filling->spaces[i])));
    }
    filling->first_page = fill_next_content(filling->store, FILL_FIRST_PAGE);
    for (uint32_t i = 0; i < plan->page_count; i++) {
        make_title(filling, i, present[plan->pages[i].space], &title);
        add_page(filling, i, title.data);
        atl_arena_free(&filling->scratch);
    }
    for (uint32_t i = 0; i < plan->page_count; i++) {
        fill_page_parts(filling, i);
        atl_arena_free(&filling->scratch);
    }
    for (size_t i = 0; plan->page_count > 0 && i < plan->space_count; i++) {
        if (present[i] == 0) {
            fill_space_parts(filling, i);
        }
    }
    atl_arena_free(&filling->scratch);
    free(present);
    atl_buffer_free(&title);
}
