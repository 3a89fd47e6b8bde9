#include "sync/page_file.h"

#include "atlcli/content.h"
#include "atlcli/frontmatter.h"

#include <ctype.h>
#include <string.h>

#include <unistr.h>

static const char bom[] = "\xEF\xBB\xBF";

/* ---- reading ---- */

static enum atl_status check_utf8(const char *text, size_t length, struct atl_error *error)
{
    const uint8_t *wrong = u8_check((const uint8_t *)text, length);
    if (wrong == NULL) {
        return ATL_OK;
    }
    size_t line = 1;
    for (const char *at = text; at < (const char *)wrong; at++) {
        line += *at == '\n';
    }
    atl_fail(error, ATL_FAILED, "line %zu isn't UTF-8", line);
    atl_hint(error, "save it as UTF-8, for example with 'iconv -f latin1 -t utf-8'");
    return ATL_FAILED;
}

/* A copy without the "\r" of "\r\n". */
static const char *unify_breaks(struct atl_arena *arena, const char *text, size_t *length)
{
    char *copy = atl_arena_alloc(arena, *length + 1);
    size_t kept = 0;
    for (size_t i = 0; i < *length; i++) {
        if (text[i] != '\r' || i + 1 == *length || text[i + 1] != '\n') {
            copy[kept++] = text[i];
        }
    }
    *length = kept;
    return copy;
}

/* Numbers and texts as text; an id is often written without quotes. */
static const char *scalar(struct atl_arena *arena, const cJSON *root, const char *path)
{
    const cJSON *item = atl_json_get(root, path);
    if (cJSON_IsNumber(item)) {
        return atl_arena_printf(arena, "%.0f", item->valuedouble);
    }
    return cJSON_IsString(item) && item->valuestring[0] != '\0'
               ? atl_arena_strdup(arena, item->valuestring)
               : NULL;
}

static enum atl_status read_frontmatter(struct atl_arena *arena, const char *text, size_t length,
                                        struct sync_page_text *page, struct atl_error *error)
{
    struct atl_frontmatter found = {0};
    cJSON *root = NULL;
    enum atl_status status = atl_frontmatter_find(text, length, &found, error);
    if (status == ATL_OK && found.yaml != NULL) {
        page->yaml = found.yaml;
        page->yaml_length = found.yaml_length;
        status = atl_frontmatter_parse(found.yaml, found.yaml_length, &root, error);
    }
    if (status != ATL_OK) {
        atl_hint(error, "the file starts with YAML between two lines of ---: mend it there");
        return status;
    }
    page->body = text + found.length;
    page->body_length = length - found.length;
    page->id = scalar(arena, root, "atlcli.id");
    page->title = scalar(arena, root, "atlcli.title");
    cJSON_Delete(root);
    return ATL_OK;
}

enum atl_status sync_page_text_read(struct atl_arena *arena, const char *text, size_t length,
                                    struct sync_page_text *page, struct atl_error *error)
{
    *page = (struct sync_page_text){0};
    enum atl_status status = check_utf8(text, length, error);
    if (status != ATL_OK) {
        return status;
    }
    if (length >= 3 && memcmp(text, bom, 3) == 0) {
        page->has_bom = true;
        text += 3;
        length -= 3;
    }
    const char *line_break = memchr(text, '\n', length);
    page->crlf = line_break != NULL && line_break > text && line_break[-1] == '\r';
    page->lacks_last_break = length > 0 && text[length - 1] != '\n';
    if (page->crlf) {
        text = unify_breaks(arena, text, &length);
    }
    return read_frontmatter(arena, text, length, page, error);
}

/* ---- writing ---- */

/* Whether YAML takes the text for a string as it is, and nothing else (numbers, "yes", "null"). */
static bool is_plain(const char *text)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};
    if (!isalpha((unsigned char)text[0]) && (unsigned char)text[0] < 0x80) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal_ignoring_case(text, words[i])) {
            return false;
        }
    }
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isalnum(c) && strchr(" -_.,()/&+", c) == NULL) {
            return false;
        }
    }
    return text[length - 1] != ' ';
}

static void append_scalar(struct atl_buffer *yaml, const char *text)
{
    if (is_plain(text)) {
        atl_buffer_add(yaml, text);
    } else {
        atl_json_append_string(yaml, text); /* which is YAML, too */
    }
}

/* The YAML of a file without other keys. */
static void append_usual_yaml(struct atl_buffer *yaml, const char *id, const char *title)
{
    atl_buffer_printf(yaml, "atlcli:\n  id: \"%s\"\n  title: ", id);
    append_scalar(yaml, title);
    atl_buffer_add_char(yaml, '\n');
}

static bool is_usual(const struct sync_page_text *like)
{
    struct atl_buffer yaml = {0};
    if (like->yaml == NULL || like->id == NULL || like->title == NULL) {
        return like->yaml == NULL;
    }
    append_usual_yaml(&yaml, like->id, like->title);
    bool same =
        yaml.length == like->yaml_length && memcmp(yaml.data, like->yaml, like->yaml_length) == 0;
    atl_buffer_free(&yaml);
    return same;
}

static enum atl_status append_yaml(const struct sync_page_source *source, struct atl_buffer *yaml,
                                   struct atl_error *error)
{
    const struct sync_page_text *like = source->like;
    if (like == NULL || is_usual(like)) {
        append_usual_yaml(yaml, source->id, source->title);
        return ATL_OK;
    }
    if (atl_text_equal(like->id, source->id) && atl_text_equal(like->title, source->title)) {
        atl_buffer_append(yaml, like->yaml, like->yaml_length);
        return ATL_OK;
    }
    struct atl_buffer with_id = {0};
    enum atl_status status = atl_frontmatter_set(like->yaml, like->yaml_length, "atlcli.id",
                                                 source->id, &with_id, error);
    if (status == ATL_OK) {
        status = atl_frontmatter_set(atl_buffer_text(&with_id), with_id.length, "atlcli.title",
                                     source->title, yaml, error);
    }
    atl_buffer_free(&with_id);
    return status;
}

/* A fence is longer than any in what it holds. */
static void append_verbatim(struct atl_buffer *text, const char *storage, size_t length)
{
    size_t longest = 2;
    for (size_t i = 0, run = 0; i < length; i++) {
        run = storage[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++) {
        atl_buffer_add_char(text, '`');
    }
    atl_buffer_add(text, "confluence-storage\n");
    atl_buffer_append(text, storage, length);
    atl_buffer_add_char(text, '\n');
    for (size_t i = 0; i <= longest; i++) {
        atl_buffer_add_char(text, '`');
    }
    atl_buffer_add_char(text, '\n');
}

static void append_body(const struct sync_page_source *source, const struct sync_links *links,
                        struct atl_arena *arena, struct atl_list *found, struct atl_buffer *text)
{
    struct atl_arena own = {0};
    struct atl_content_tree *tree;
    const struct atl_content_options options = {0};
    struct atl_error ignored;
    size_t before = text->length;
    enum atl_status status = atl_content_read(&own, ATL_CONTENT_STORAGE, source->storage,
                                              source->storage_length, &options, &tree, &ignored);
    if (status == ATL_OK) {
        sync_links_to_files(links, source->id, tree, arena, found);
        status = atl_content_write(tree, ATL_CONTENT_MARKDOWN, &options, text, &ignored);
    }
    if (status == ATL_OK && source->like != NULL) {
        sync_page_carry_comments(source->like, source->id, links, text, before);
    }
    if (status != ATL_OK) {
        atl_buffer_truncate(text, before);
        append_verbatim(text, source->storage, source->storage_length);
    }
    atl_arena_free(&own);
}

/* The text with line breaks and BOM as another has them. */
static void append_like(const struct atl_buffer *plain, const struct sync_page_text *like,
                        struct atl_buffer *text)
{
    size_t length = plain->length;
    const char *from = atl_buffer_text(plain);
    if (like != NULL && like->lacks_last_break && length > 0 && from[length - 1] == '\n') {
        length--;
    }
    if (like != NULL && like->has_bom) {
        atl_buffer_add(text, bom);
    }
    if (like == NULL || !like->crlf) {
        atl_buffer_append(text, from, length);
        return;
    }
    while (length > 0) {
        const char *line_break = memchr(from, '\n', length);
        size_t line = line_break == NULL ? length : (size_t)(line_break - from);
        atl_buffer_append(text, from, line);
        if (line_break != NULL) {
            atl_buffer_add(text, "\r\n");
            line++;
        }
        from += line;
        length -= line;
    }
}

enum atl_status sync_page_render(struct atl_arena *arena, const struct sync_page_source *source,
                                 const struct sync_links *links, struct atl_list *found,
                                 struct atl_buffer *text, struct atl_error *error)
{
    struct atl_buffer plain = {0};
    atl_buffer_reserve(&plain, source->storage_length + 256);
    atl_buffer_add(&plain, "---\n");
    enum atl_status status = append_yaml(source, &plain, error);
    atl_buffer_add(&plain, "---\n");
    if (status == ATL_OK) {
        size_t start = plain.length;
        atl_buffer_add_char(&plain, '\n');
        append_body(source, links, arena, found, &plain);
        if (plain.length == start + 1) {
            atl_buffer_truncate(&plain, start); /* an empty page has no empty line */
        } else if (plain.data[plain.length - 1] != '\n') {
            atl_buffer_add_char(&plain, '\n');
        }
        append_like(&plain, source->like, text);
    }
    atl_buffer_free(&plain);
    return status;
}

/* ---- titles ---- */

/* The words of a heading, without their marks. */
static const char *words_of(struct atl_arena *arena, const struct atl_node *heading)
{
    struct atl_buffer words = {0};
    const struct atl_node *node = heading;
    while ((node = atl_node_following(node, heading)) != NULL) {
        if (node->kind == ATL_NODE_TEXT || node->kind == ATL_NODE_CODE) {
            atl_buffer_append(&words, node->text, node->length);
        } else if (node->kind == ATL_NODE_SOFT_BREAK || node->kind == ATL_NODE_HARD_BREAK) {
            atl_buffer_add_char(&words, ' ');
        }
    }
    const char *text = atl_text_trim(arena, atl_buffer_text(&words));
    atl_buffer_free(&words);
    return text;
}

const char *sync_page_title(struct atl_arena *arena, const struct sync_page_text *page,
                            const char *path)
{
    struct atl_content_tree *tree;
    const struct atl_content_options options = {.source = path};
    if (page->title != NULL) {
        return page->title;
    }
    if (atl_content_read(arena, ATL_CONTENT_MARKDOWN, page->body, page->body_length, &options,
                         &tree, NULL) == ATL_OK) {
        const struct atl_node *node = tree->document;
        while ((node = atl_node_following(node, tree->document)) != NULL) {
            const char *words = node->kind == ATL_NODE_HEADING ? words_of(arena, node) : "";
            if (words[0] != '\0') {
                return words;
            }
        }
    }
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(name);
    return atl_arena_strndup(arena, name,
                             length - (atl_text_ends_with(name, ".md") ? strlen(".md") : 0));
}

bool sync_page_respell(struct atl_arena *arena, const char *bytes, size_t length, const char *id,
                       const char *path, const char *former, const struct sync_links *links,
                       struct atl_buffer *text)
{
    struct atl_content_report report = {0};
    struct atl_buffer storage = {0};
    struct atl_list found = {0};
    struct sync_page_text page;
    bool done =
        sync_page_text_read(arena, bytes, length, &page, NULL) == ATL_OK && page.title != NULL &&
        sync_page_storage(arena, &page, path, former, links, &report, &storage, NULL) == ATL_OK &&
        report.total == 0;
    if (done) {
        const struct sync_page_source source = {.id = id,
                                                .title = page.title,
                                                .storage = atl_buffer_text(&storage),
                                                .storage_length = storage.length,
                                                .like = &page};
        done = sync_page_render(arena, &source, links, &found, text, NULL) == ATL_OK;
    }
    atl_content_report_free(&report);
    atl_buffer_free(&storage);
    atl_list_free(&found);
    return done;
}

enum atl_status sync_page_set(const struct sync_page_text *page, const char *key, const char *value,
                              struct atl_buffer *text, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer plain = {0};
    const char *path = atl_arena_printf(&arena, "atlcli.%s", key);
    enum atl_status status = ATL_OK;
    atl_buffer_add(&plain, "---\n");
    if (page->yaml == NULL) {
        atl_buffer_printf(&plain, "atlcli:\n  %s: ", key);
        append_scalar(&plain, value);
        atl_buffer_add_char(&plain, '\n');
    } else {
        status = atl_frontmatter_set(page->yaml, page->yaml_length, path, value, &plain, error);
    }
    if (status == ATL_OK) {
        atl_buffer_add(&plain, page->yaml == NULL ? "---\n\n" : "---\n");
        atl_buffer_append(&plain, page->body, page->body_length);
        append_like(&plain, page, text);
    }
    atl_buffer_free(&plain);
    atl_arena_free(&arena);
    return status;
}

enum atl_status sync_page_adopt(const struct sync_page_text *page, const char *id,
                                const char *title, struct atl_buffer *text, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer with_id = {0};
    struct sync_page_text again;
    enum atl_status status = sync_page_set(page, "id", id, &with_id, error);
    if (status == ATL_OK) {
        status =
            sync_page_text_read(&arena, atl_buffer_text(&with_id), with_id.length, &again, error);
    }
    if (status == ATL_OK && again.title == NULL) {
        status = sync_page_set(&again, "title", title, text, error);
    } else if (status == ATL_OK) {
        atl_buffer_append(text, atl_buffer_text(&with_id), with_id.length);
    }
    atl_buffer_free(&with_id);
    atl_arena_free(&arena);
    return status;
}
