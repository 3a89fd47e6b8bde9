#include "sandbox/confluence/confluence_json.h"

#include "sandbox/seed/document.h"
#include "sandbox/seed/names.h"
#include "sandbox/server/emit.h"
#include "sandbox/text/time_format.h"

#include <string.h>

/* ---- texts ---- */

const char *confluence_storage(const struct sandbox *sandbox, struct atl_arena *arena,
                               uint32_t index)
{
    struct document document = document_of_page(&sandbox->data, arena, index);
    struct atl_buffer text = {0};
    document_append_storage(&text, &document);
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

static const char *title_of(const struct sandbox *sandbox, struct atl_arena *arena, uint32_t index)
{
    struct atl_buffer title = {0};
    data_append_title(&sandbox->data, index, &title);
    const char *copy = atl_arena_strdup(arena, title.data);
    atl_buffer_free(&title);
    return copy;
}

const char *confluence_page_path(const struct sandbox *sandbox, struct atl_arena *arena,
                                 uint32_t index)
{
    const struct page *page = &sandbox->data.pages[index];
    char *title = atl_arena_strdup(arena, title_of(sandbox, arena, index));
    for (char *space = title; (space = strchr(space, ' ')) != NULL;) {
        *space = '+';
    }
    return atl_arena_printf(arena, "/spaces/%s/pages/%u/%s", sandbox->data.spaces[page->space].key,
                            (unsigned)index + DATA_FIRST_PAGE_ID, title);
}

/* ---- expansion ---- */

static bool is_expanded(char **names, size_t count, const char *prefix, const char *name)
{
    size_t prefix_length = strlen(prefix);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(names[i], prefix, prefix_length) == 0 &&
            strcmp(names[i] + prefix_length, name) == 0) {
            return true;
        }
    }
    return false;
}

struct expansion confluence_read_expansion(struct request *request, const char *prefix)
{
    char **names;
    size_t count = request_parameter_list(request, "expand", &names);
    return (struct expansion){
        .body_storage = is_expanded(names, count, prefix, "body.storage"),
        .body_view = is_expanded(names, count, prefix, "body.view"),
        .version = is_expanded(names, count, prefix, "version"),
        .space = is_expanded(names, count, prefix, "space"),
        .ancestors = is_expanded(names, count, prefix, "ancestors"),
        .history = is_expanded(names, count, prefix, "history") ||
                   is_expanded(names, count, prefix, "history.lastUpdated"),
        .labels = is_expanded(names, count, prefix, "metadata.labels"),
    };
}

/* ---- users and spaces ---- */

void confluence_emit_user(const struct sandbox *sandbox, struct atl_arena *arena,
                          struct atl_buffer *json, const char *key, const struct person *person)
{
    emit_object(json, key);
    emit_text(json, "type", "known");
    if (sandbox_is_cloud(sandbox)) {
        emit_text(json, "accountId", person->account_id);
        emit_text(json, "accountType", "atlassian");
        emit_text(json, "email", person->email);
        emit_text(json, "publicName", person->name);
    } else {
        emit_text(json, "username", person->username);
        emit_format(json, "userKey", "8a8080%s", person->key);
    }
    emit_object(json, "profilePicture");
    emit_format(json, "path", "/aa-avatar/%zu", (size_t)(person - sandbox->data.people));
    emit_integer(json, "width", 48);
    emit_integer(json, "height", 48);
    emit_bool(json, "isDefault", false);
    emit_object_end(json);
    emit_text(json, "displayName", person->name);
    emit_object(json, "_links");
    emit_format(json, "self", "%s/rest/api/user?%s=%s", confluence_base(sandbox, arena),
                sandbox_is_cloud(sandbox) ? "accountId" : "username",
                sandbox_is_cloud(sandbox) ? person->account_id : person->username);
    emit_object_end(json);
    emit_object(json, "_expandable");
    emit_text(json, "operations", "");
    emit_object_end(json);
    emit_object_end(json);
}

void confluence_emit_v1_space(const struct sandbox *sandbox, struct atl_arena *arena,
                              struct atl_buffer *json, const char *key, size_t index)
{
    const struct space *space = &sandbox->data.spaces[index];
    emit_object(json, key);
    emit_integer(json, "id", space->id);
    emit_text(json, "key", space->key);
    emit_text(json, "name", space->name);
    emit_text(json, "type", "global");
    emit_text(json, "status", "current");
    emit_object(json, "_links");
    emit_format(json, "webui", "/spaces/%s", space->key);
    emit_format(json, "self", "%s/rest/api/space/%s", confluence_base(sandbox, arena), space->key);
    emit_object_end(json);
    emit_object(json, "_expandable");
    emit_text(json, "metadata", "");
    emit_text(json, "icon", "");
    emit_text(json, "description", "");
    if (space->page_count > 0) {
        emit_format(json, "homepage", "/rest/api/content/%u",
                    (unsigned)space->pages[0] + DATA_FIRST_PAGE_ID);
    }
    emit_object_end(json);
    emit_object_end(json);
}

/* ---- content ---- */

static void emit_body(const struct sandbox *sandbox, struct atl_arena *arena,
                      struct atl_buffer *json, uint32_t index, const struct expansion *expansion)
{
    const char *storage = confluence_storage(sandbox, arena, index);
    emit_object(json, "body");
    if (expansion->body_storage) {
        emit_object(json, "storage");
        emit_text(json, "value", storage);
        emit_text(json, "representation", "storage");
        emit_object_end(json);
    }
    if (expansion->body_view) {
        emit_object(json, "view");
        emit_text(json, "value", storage);
        emit_text(json, "representation", "view");
        emit_object_end(json);
    }
    emit_object_end(json);
}

static void emit_version(const struct sandbox *sandbox, struct atl_arena *arena,
                         struct atl_buffer *json, const char *key, const struct page *page)
{
    emit_object(json, key);
    confluence_emit_user(sandbox, arena, json, "by", &sandbox->data.people[page->modifier]);
    emit_text(json, "when", time_format_confluence(arena, (int64_t)page->modified * 1000));
    emit_text(json, "friendlyWhen", time_format_date(arena, (int64_t)page->modified * 1000));
    emit_text(json, "message", "");
    emit_integer(json, "number", page->version);
    emit_bool(json, "minorEdit", false);
    emit_object_end(json);
}

static void emit_history(const struct sandbox *sandbox, struct atl_arena *arena,
                         struct atl_buffer *json, const struct page *page)
{
    emit_object(json, "history");
    emit_bool(json, "latest", true);
    confluence_emit_user(sandbox, arena, json, "createdBy", &sandbox->data.people[page->creator]);
    emit_text(json, "createdDate", time_format_confluence(arena, (int64_t)page->created * 1000));
    emit_version(sandbox, arena, json, "lastUpdated", page);
    emit_object_end(json);
}

static void emit_ancestors(const struct sandbox *sandbox, struct atl_arena *arena,
                           struct atl_buffer *json, uint32_t index)
{
    enum {
        MOST_DEPTH = 64,
    };
    uint32_t ancestors[MOST_DEPTH];
    size_t depth = 0;
    const struct page *pages = sandbox->data.pages;
    for (uint32_t at = pages[index].parent; at != DATA_NO_PARENT && depth < MOST_DEPTH;
         at = pages[at].parent) {
        ancestors[depth++] = at;
    }
    static const struct expansion nothing = {0};
    emit_array(json, "ancestors");
    while (depth-- > 0) { /* the root comes first */
        confluence_emit_content(sandbox, arena, json, NULL, ancestors[depth], &nothing);
    }
    emit_array_end(json);
}

static void emit_labels(struct atl_buffer *json, const struct page *page)
{
    size_t count = 0;
    emit_object(json, "metadata");
    emit_object(json, "labels");
    emit_array(json, "results");
    for (size_t i = 0; i < names_page_labels.count; i++) {
        if ((page->labels >> i & 1) != 0) {
            emit_object(json, NULL);
            emit_text(json, "prefix", "global");
            emit_text(json, "name", names_page_labels.items[i]);
            emit_format(json, "id", "%zu", 300001 + i);
            emit_text(json, "label", names_page_labels.items[i]);
            emit_object_end(json);
            count++;
        }
    }
    emit_array_end(json);
    emit_integer(json, "start", 0);
    emit_integer(json, "limit", 200);
    emit_integer(json, "size", (int64_t)count);
    emit_object(json, "_links");
    emit_object_end(json);
    emit_object_end(json);
    emit_object_end(json);
}

static void emit_content_links(const struct sandbox *sandbox, struct atl_arena *arena,
                               struct atl_buffer *json, uint32_t index)
{
    unsigned id = (unsigned)index + DATA_FIRST_PAGE_ID;
    emit_object(json, "_links");
    emit_format(json, "self", "%s/rest/api/content/%u", confluence_base(sandbox, arena), id);
    emit_text(json, "webui", confluence_page_path(sandbox, arena, index));
    emit_format(json, "tinyui", "/x/%x", id);
    emit_object_end(json);
}

void confluence_emit_content(const struct sandbox *sandbox, struct atl_arena *arena,
                             struct atl_buffer *json, const char *key, uint32_t index,
                             const struct expansion *expansion)
{
    const struct page *page = &sandbox->data.pages[index];
    emit_object(json, key);
    emit_format(json, "id", "%u", (unsigned)index + DATA_FIRST_PAGE_ID);
    emit_text(json, "type", "page");
    emit_text(json, "status", "current");
    emit_text(json, "title", title_of(sandbox, arena, index));
    if (expansion->space) {
        confluence_emit_v1_space(sandbox, arena, json, "space", page->space);
    }
    if (expansion->history) {
        emit_history(sandbox, arena, json, page);
    }
    if (expansion->version) {
        emit_version(sandbox, arena, json, "version", page);
    }
    if (expansion->ancestors) {
        emit_ancestors(sandbox, arena, json, index);
    }
    if (expansion->body_storage || expansion->body_view) {
        emit_body(sandbox, arena, json, index, expansion);
    }
    if (expansion->labels) {
        emit_labels(json, page);
    }
    emit_object(json, "extensions");
    emit_integer(json, "position", page->position);
    emit_object_end(json);
    emit_content_links(sandbox, arena, json, index);
    emit_object(json, "_expandable");
    emit_format(json, "space", "/rest/api/space/%s", sandbox->data.spaces[page->space].key);
    emit_text(json, "version", "");
    emit_text(json, "body", "");
    emit_text(json, "ancestors", "");
    emit_object_end(json);
    emit_object_end(json);
}
