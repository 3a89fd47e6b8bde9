/* Attachments: small texts, tables and pictures. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/fill_content.h"
#include "sandbox/seed/names.h"
#include "sandbox/seed/picture.h"
#include "sandbox/seed/random.h"

enum file_kind {
    FILE_TEXT,
    FILE_TABLE,
    FILE_PICTURE,
    FILE_KINDS,
};

static const struct {
    const char *stem;
    const char *ending;
    const char *media_type;
} kinds[FILE_KINDS] = {
    [FILE_TEXT] = {"notes", "txt", "text/plain"},
    [FILE_TABLE] = {"export", "csv", "text/csv"},
    [FILE_PICTURE] = {"screenshot", "png", "image/png"},
};

/* Where one is put: an issue or a page. */
struct holder {
    int64_t id;
    int64_t changed; /* when it was, the last time */
};

static void write_text(struct atl_buffer *bytes, uint64_t random)
{
    for (size_t i = 0; i < 3 + random % 5; i++) {
        atl_buffer_printf(bytes, "%s\n", names_at(&names_sentences, random / 8 + i * 5));
    }
}

static void write_table(struct atl_buffer *bytes, uint64_t random)
{
    atl_buffer_add(bytes, "component,cases,minutes\n");
    for (size_t i = 0; i < 4 + random % 6; i++) {
        atl_buffer_printf(bytes, "%s,%u,%u\n", names_at(&names_components, random / 8 + i),
                          (unsigned)(random >> (i + 8) & 0x3F),
                          (unsigned)(random >> (i + 16) & 0xFF));
    }
}

static void write_file(struct atl_buffer *bytes, enum file_kind kind, uint64_t random)
{
    atl_buffer_truncate(bytes, 0);
    if (kind == FILE_TEXT) {
        write_text(bytes, random);
    } else if (kind == FILE_TABLE) {
        write_table(bytes, random);
    } else {
        picture_append_png(bytes, (uint32_t)random);
    }
}

/* The first one with this id or a larger one, around the end. False when there is none at all. */
static bool find_holder(struct store *store, const char *sql, int64_t first, int64_t last,
                        uint64_t random, struct holder *holder)
{
    if (last < first) {
        return false;
    }
    int64_t wanted = first + (int64_t)(random % (uint64_t)(last - first + 1));
    struct rows rows = store_select(store, sql, VALUES(sql_integer(wanted)));
    bool found = rows_next(&rows);
    if (found) {
        *holder = (struct holder){rows_integer(&rows, 0), rows_integer(&rows, 1)};
    }
    rows_finish(&rows);
    return found;
}

static int64_t author_of(struct store *store, uint64_t random)
{
    int64_t people = store_integer(store, 1, "SELECT max(id) FROM person", NO_VALUES);
    return random % 5 == 0 ? 1 : 1 + (int64_t)((random >> 16) % (uint64_t)people);
}

static void add_to_issue(struct store *store, const struct holder *issue, const char *name,
                         const char *media_type, const struct atl_buffer *bytes, int64_t author)
{
    store_run(store,
              "INSERT INTO attachment (id, issue, author, name, created, size, media_type, content)"
              " VALUES ((SELECT max(?, ifnull(max(seq), 0) + 1) FROM main.sqlite_sequence"
              " WHERE name = 'attachment'), ?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(FILL_FIRST_ATTACHMENT), sql_integer(issue->id),
                     sql_integer(author), sql_text(name), sql_integer(issue->changed),
                     sql_integer((int64_t)bytes->length), sql_text(media_type),
                     sql_blob(bytes->data, bytes->length)));
}

static void add_to_page(struct store *store, const struct holder *page, const char *name,
                        const char *media_type, const struct atl_buffer *bytes, int64_t author)
{
    struct fill_file file = {
        .container = page->id,
        .author = author,
        .created = page->changed,
        .name = name,
        .media_type = media_type,
        .bytes = bytes->data,
        .size = bytes->length,
    };
    fill_add_file(store, &file);
}

/* The ids that holders have. */
struct span {
    int64_t first;
    int64_t last;
};

static struct span span_of(struct store *store, const char *first, const char *last)
{
    return (struct span){store_integer(store, 0, first, NO_VALUES),
                         store_integer(store, -1, last, NO_VALUES)};
}

int64_t fill_files(struct store *store, uint64_t seed, int64_t count)
{
    struct atl_buffer bytes = {0};
    int64_t added = 0;
    struct span issues = span_of(store, "SELECT min(id) FROM issue", "SELECT max(id) FROM issue");
    struct span pages = span_of(store, "SELECT min(id) FROM content WHERE type = 'page'",
                                "SELECT max(id) FROM content WHERE type = 'page'");
    /* Numbers in the names go on, so that no page has two files of one name. */
    int64_t present = store_integer(store, 0,
                                    "SELECT (SELECT count(*) FROM attachment) +"
                                    " (SELECT count(*) FROM content WHERE type = 'attachment')",
                                    NO_VALUES);
    for (int64_t i = 0; i < count && store->failure == NULL; i++) {
        char name[64];
        struct holder holder;
        uint64_t random = random_at(seed, (uint64_t)i, FOR_FILE);
        enum file_kind kind = (enum file_kind)(i / 2 % FILE_KINDS);
        int64_t author = author_of(store, random_at(seed, (uint64_t)i, FOR_FILE_AUTHOR));
        bool on_page = pages.last >= 0 && (i % 2 == 1 || issues.last < 0);
        snprintf(name, sizeof name, "%s-%lld.%s", kinds[kind].stem, (long long)(present + i + 1),
                 kinds[kind].ending);
        write_file(&bytes, kind, random);
        if (on_page &&
            find_holder(store,
                        "SELECT id, modified FROM content WHERE id >= ? AND type = 'page'"
                        " AND status = 'current' ORDER BY id LIMIT 1",
                        pages.first, pages.last, random >> 8, &holder)) {
            add_to_page(store, &holder, name, kinds[kind].media_type, &bytes, author);
            added++;
        } else if (find_holder(store,
                               "SELECT id, updated FROM issue WHERE id >= ? ORDER BY id LIMIT 1",
                               issues.first, issues.last, random >> 8, &holder)) {
            add_to_issue(store, &holder, name, kinds[kind].media_type, &bytes, author);
            added++;
        }
    }
    atl_buffer_free(&bytes);
    return added;
}
