/* docs check: one page by itself. */
#include "atlcli/content.h"
#include "sync/check/check.h"
#include "sync/page_file.h"
#include "sync/pull/pull.h"
#include "sync/text_merge.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

enum {
    MOST_STORAGE = 5 * 1024 * 1024, /* what Confluence Cloud takes in one request */
    MOST_TITLE = 255,               /* characters */
};

/* A page's text while it is looked at. */
struct look {
    struct check *check;
    struct check_page *page;
    struct atl_arena arena; /* of this page */
    struct atl_buffer file;
    struct sync_page_text text;
    size_t before; /* lines of the file before the Markdown */
};

static size_t count_lines(const char *text, const char *end)
{
    size_t lines = 0;
    while (text < end && (text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        lines++;
        text++;
    }
    return lines;
}

/* The line that an error names; 0: none. */
static size_t line_of(const struct atl_error *error)
{
    const char *word = strstr(error->message, "line ");
    return word == NULL ? 0 : (size_t)strtoul(word + strlen("line "), NULL, 10);
}

/* The line of a key of the frontmatter, in the file. */
static size_t key_line(const struct sync_page_text *text, const char *key)
{
    const char *at = text->yaml == NULL ? "" : text->yaml;
    const char *end = at + text->yaml_length;
    for (size_t line = 2; at < end; line++) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        while (at < end && isblank((unsigned char)*at)) {
            at++;
        }
        if ((size_t)(end - at) > strlen(key) && strncmp(at, key, strlen(key)) == 0 &&
            at[strlen(key)] == ':') {
            return line;
        }
        at = next == NULL ? end : next + 1;
    }
    return 1;
}

/* ---- the file ---- */

/* False: there is nothing more to look at. */
static bool read_file(struct look *look)
{
    struct atl_error failure;
    struct check *check = look->check;
    const char *path = sync_path(check->workspace, &look->arena, look->page->path);
    if (atl_file_read(path, SYNC_MOST_TEXT, &look->file, &failure) != ATL_OK) {
        check_tell(check, look->page, ATL_CHECK_UNREADABLE, 0, "%s", failure.message);
        return false;
    }
    const char *text = atl_buffer_text(&look->file);
    bool is_utf8 = u8_check((const uint8_t *)text, look->file.length) == NULL;
    if (sync_page_text_read(&look->arena, text, look->file.length, &look->text, &failure) !=
        ATL_OK) {
        check_tell(check, look->page, is_utf8 ? ATL_CHECK_FRONTMATTER : ATL_CHECK_NOT_UTF8,
                   line_of(&failure), "%s", failure.message);
        return false;
    }
    const struct sync_text bytes = {text, look->file.length};
    size_t line = sync_conflict_line(&bytes, SYNC_OURS, SYNC_THEIRS);
    if (line != 0) {
        check_tell(check, look->page, ATL_CHECK_CONFLICT, line,
                   "both sides of a conflict stand here");
    }
    /* The Markdown has its "\n" alone, and is what the file ends with. */
    look->before = count_lines(text, text + look->file.length) -
                   count_lines(look->text.body, look->text.body + look->text.body_length);
    return true;
}

/* ---- what it says ---- */

static void tell_report(struct look *look, const struct atl_content_report *report, bool repaired)
{
    for (const struct atl_report_entry *entry = report->first; entry != NULL; entry = entry->next) {
        if ((entry->kind == ATL_REPORT_REPAIRED) != repaired) {
            continue;
        }
        size_t line = entry->line == 0 ? 0 : entry->line + look->before;
        const char *often = entry->count == 1
                                ? ""
                                : atl_arena_printf(&look->arena, " (%u times in this file)",
                                                   (unsigned)entry->count);
        check_tell(look->check, look->page, repaired ? ATL_CHECK_MARKUP : ATL_CHECK_LOST, line,
                   "%s%s", entry->message, often);
    }
}

static void collect_links(struct look *look, const struct atl_content_tree *tree)
{
    struct check_link **end = &look->page->links;
    const struct atl_node *node = tree->document;
    while ((node = atl_node_following(node, tree->document)) != NULL) {
        bool image = node->kind == ATL_NODE_IMAGE;
        const char *around = image ? atl_node_attribute(node, "link") : NULL;
        if ((!image && node->kind != ATL_NODE_LINK) || node->length == 0) {
            continue;
        }
        for (int i = 0; i < (around == NULL ? 1 : 2); i++) {
            struct check_link *link = atl_arena_alloc(look->check->arena, sizeof *link);
            link->target = i == 0 ? atl_arena_strndup(look->check->arena, node->text, node->length)
                                  : atl_arena_strdup(look->check->arena, around);
            link->line = node->line == 0 ? 0 : node->line + look->before;
            link->image = image && i == 0;
            *end = link;
            end = &link->next;
        }
    }
}

static void check_size(struct look *look, const struct atl_content_tree *tree,
                       const struct atl_content_options *options)
{
    struct atl_buffer storage = {0};
    struct atl_error failure;
    if (atl_content_write(tree, ATL_CONTENT_STORAGE, options, &storage, &failure) != ATL_OK) {
        check_tell(look->check, look->page, ATL_CHECK_MARKUP, 0, "%s", failure.message);
    } else if (storage.length > MOST_STORAGE) {
        check_tell(look->check, look->page, ATL_CHECK_TOO_LARGE, 0,
                   "%.1f MB as storage format, and Confluence takes at most %d MB: make several "
                   "pages of it",
                   (double)storage.length / 1024 / 1024, MOST_STORAGE / 1024 / 1024);
    }
    atl_buffer_free(&storage);
}

static void look_at_text(struct look *look)
{
    struct atl_content_report read = {0};
    struct atl_content_report written = {0};
    struct atl_content_options options = {.report = &read, .source = look->page->path};
    struct atl_content_tree *tree;
    struct atl_error failure;
    if (atl_content_read(&look->arena, ATL_CONTENT_MARKDOWN, look->text.body,
                         look->text.body_length, &options, &tree, &failure) != ATL_OK) {
        size_t line = line_of(&failure);
        check_tell(look->check, look->page, ATL_CHECK_MARKUP, line == 0 ? 0 : line + look->before,
                   "%s", failure.message);
        return;
    }
    tell_report(look, &read, true);
    tell_report(look, &read, false);
    check_collect_anchors(look->check, look->page, tree);
    collect_links(look, tree);
    options.report = &written;
    check_size(look, tree, &options);
    tell_report(look, &written, false);
    atl_content_report_free(&read);
    atl_content_report_free(&written);
}

static void check_title(struct look *look)
{
    const char *title = look->page->title;
    size_t characters = u8_mbsnlen((const uint8_t *)title, strlen(title));
    if (characters > MOST_TITLE) {
        check_tell(look->check, look->page, ATL_CHECK_LONG_TITLE, look->page->title_line,
                   "the title has %zu characters, and Confluence takes at most %d", characters,
                   MOST_TITLE);
    }
}

void check_read_page(struct check *check, struct check_page *page)
{
    struct look look = {.check = check, .page = page};
    page->title = "";
    if (read_file(&look)) {
        page->id = atl_arena_strdup(check->arena, look.text.id);
        page->title =
            atl_arena_strdup(check->arena, sync_page_title(&look.arena, &look.text, page->path));
        page->title_line = key_line(&look.text, "title");
        page->id_line = key_line(&look.text, "id");
        check_title(&look);
        look_at_text(&look);
    }
    atl_buffer_free(&look.file);
    atl_arena_free(&look.arena);
}
