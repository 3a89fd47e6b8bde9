#include "sandbox/confluence/storage_tree.h"

#include "sandbox/text/plain_text.h"

#include "atlcli/text.h"

#include <string.h>

static struct storage_node *add_node(struct atl_arena *arena, struct storage_node *parent)
{
    struct storage_node *node = atl_arena_alloc(arena, sizeof *node);
    node->parent = parent;
    if (parent->last == NULL) {
        parent->first = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
    return node;
}

static const char *resolve(struct atl_arena *arena, const char *text, size_t length)
{
    struct atl_buffer resolved = {0};
    plain_text_append_storage(&resolved, atl_arena_strndup(arena, text, length));
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&resolved));
    atl_buffer_free(&resolved);
    return copy;
}

static void add_text(struct atl_arena *arena, struct storage_node *parent, const char *text)
{
    if (*text != '\0') {
        add_node(arena, parent)->text = text;
    }
}

/* The end of the tag that starts here; a ">" may stand in a quoted value. */
static const char *tag_end(const char *at)
{
    char quote = '\0';
    for (; *at != '\0'; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else if (*at == '>') {
            break;
        }
    }
    return at;
}

static struct storage_node *close_element(struct storage_node *open, const char *name,
                                          size_t length)
{
    for (struct storage_node *at = open; at->parent != NULL; at = at->parent) {
        if (strlen(at->name) == length && strncmp(at->name, name, length) == 0) {
            return at->parent;
        }
    }
    return open;
}

/* Takes the tag at *at; returns the element that is open behind it. */
static struct storage_node *take_tag(struct atl_arena *arena, struct storage_node *open,
                                     const char **at)
{
    const char *start = *at + 1;
    const char *end = tag_end(start);
    *at = *end == '\0' ? end : end + 1;
    if (*start == '/') {
        return close_element(open, start + 1, strcspn(start + 1, " \t\r\n>"));
    }
    bool is_empty = end > start && end[-1] == '/';
    size_t length = (size_t)(end - start) - is_empty;
    size_t name_length = strcspn(start, " \t\r\n/>");
    struct storage_node *node = add_node(arena, open);
    name_length = name_length < length ? name_length : length;
    node->name = atl_arena_strndup(arena, start, name_length);
    node->attributes = atl_arena_strndup(arena, start + name_length, length - name_length);
    return is_empty ? open : node;
}

/* Takes a section that ends with `end`; its bounds without the marks around it. */
static const char *take_section(struct atl_arena *arena, const char **at, const char *begin,
                                const char *end)
{
    const char *start = *at + strlen(begin);
    const char *found = strstr(start, end);
    size_t length = found == NULL ? strlen(start) : (size_t)(found - start);
    *at = start + length + (found == NULL ? 0 : strlen(end));
    return atl_arena_strndup(arena, start, length);
}

struct storage_node *storage_tree_parse(struct atl_arena *arena, const char *storage)
{
    struct storage_node *root = atl_arena_alloc(arena, sizeof *root);
    struct storage_node *open = root;
    root->name = "";
    for (const char *at = storage; *at != '\0';) {
        if (atl_text_starts_with(at, "<![CDATA[")) {
            add_text(arena, open, take_section(arena, &at, "<![CDATA[", "]]>"));
        } else if (atl_text_starts_with(at, "<!--")) {
            take_section(arena, &at, "<!--", "-->");
        } else if (*at == '<') {
            open = take_tag(arena, open, &at);
        } else {
            size_t length = strcspn(at, "<");
            add_text(arena, open, resolve(arena, at, length));
            at += length;
        }
    }
    return root;
}

bool storage_is(const struct storage_node *node, const char *name)
{
    return node != NULL && node->name != NULL && strcmp(node->name, name) == 0;
}

const char *storage_attribute(struct atl_arena *arena, const struct storage_node *node,
                              const char *name)
{
    size_t wanted = strlen(name);
    for (const char *at = node->attributes; at != NULL && *at != '\0';) {
        at += strspn(at, " \t\r\n/");
        size_t length = strcspn(at, " \t\r\n=");
        const char *value = at + length + strspn(at + length, " \t\r\n=");
        if (*value != '"' && *value != '\'') {
            return NULL;
        }
        const char *end = strchr(value + 1, *value);
        if (end == NULL) {
            return NULL;
        }
        if (length == wanted && strncmp(at, name, length) == 0) {
            return resolve(arena, value + 1, (size_t)(end - value - 1));
        }
        at = end + 1;
    }
    return NULL;
}

const struct storage_node *storage_tree_child(const struct storage_node *node, const char *name)
{
    for (const struct storage_node *at = node->first; at != NULL; at = at->next) {
        if (storage_is(at, name)) {
            return at;
        }
    }
    return NULL;
}

/* The node that follows in the text, within `root`; NULL at the end. */
static const struct storage_node *following(const struct storage_node *node,
                                            const struct storage_node *root)
{
    if (node->first != NULL) {
        return node->first;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

const char *storage_text(struct atl_arena *arena, const struct storage_node *node)
{
    struct atl_buffer text = {0};
    for (const struct storage_node *at = node; at != NULL; at = following(at, node)) {
        atl_buffer_add(&text, at->text);
    }
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}
