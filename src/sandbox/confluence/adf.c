#include "sandbox/confluence/adf.h"

#include "sandbox/confluence/storage_tree.h"
#include "sandbox/server/emit.h"

#include <string.h>

enum {
    MOST_DEPTH = 200, /* what lies deeper is left out */
};

/* Bits. */
enum mark {
    MARK_STRONG = 1,
    MARK_EM = 2,
    MARK_UNDERLINE = 4,
    MARK_STRIKE = 8,
    MARK_SUB = 16,
    MARK_SUP = 32,
    MARK_CODE = 64,
};

struct writer {
    struct atl_arena arena;
    struct atl_buffer *json;
    int depth;
};

/* How text is set: marks, and where it leads to. */
struct style {
    unsigned marks;
    const char *link;
};

static const struct {
    const char *element;
    enum mark mark;
} mark_elements[] = {
    {"strong", MARK_STRONG}, {"b", MARK_STRONG},  {"em", MARK_EM},      {"i", MARK_EM},
    {"u", MARK_UNDERLINE},   {"s", MARK_STRIKE},  {"del", MARK_STRIKE}, {"sub", MARK_SUB},
    {"sup", MARK_SUP},       {"code", MARK_CODE}, {"tt", MARK_CODE},
};

/* ---- inline ---- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static unsigned mark_of(const struct storage_node *node)
{
    for (size_t i = 0; i < sizeof mark_elements / sizeof *mark_elements; i++) {
        if (storage_is(node, mark_elements[i].element)) {
            return mark_elements[i].mark;
        }
    }
    return 0;
}

static bool is_inline(const struct storage_node *node)
{
    static const char *const names[] = {
        "a", "br", "span", "ac:link", "ac:inline-comment-marker", "ac:emoticon", "time"};
    if (node->name == NULL) {
        return !is_blank(node->text);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (storage_is(node, names[i])) {
            return true;
        }
    }
    return mark_of(node) != 0;
}

static void emit_mark(struct atl_buffer *json, const char *type, const char *attribute,
                      const char *value)
{
    emit_object(json, NULL);
    emit_text(json, "type", type);
    if (attribute != NULL) {
        emit_object(json, "attrs");
        emit_text(json, attribute, value);
        emit_object_end(json);
    }
    emit_object_end(json);
}

static void emit_marks(struct atl_buffer *json, struct style style)
{
    static const struct {
        enum mark mark;
        const char *type;
        const char *kind; /* of subsup */
    } marks[] = {
        {MARK_STRONG, "strong", NULL},       {MARK_EM, "em", NULL},
        {MARK_UNDERLINE, "underline", NULL}, {MARK_STRIKE, "strike", NULL},
        {MARK_SUB, "subsup", "sub"},         {MARK_SUP, "subsup", "sup"},
    };
    if (style.marks == 0 && style.link == NULL) {
        return;
    }
    emit_array(json, "marks");
    if (style.link != NULL) {
        emit_mark(json, "link", "href", style.link);
    }
    if ((style.marks & MARK_CODE) != 0) { /* goes with links only */
        emit_mark(json, "code", NULL, NULL);
    }
    for (size_t i = 0; (style.marks & MARK_CODE) == 0 && i < sizeof marks / sizeof *marks; i++) {
        if ((style.marks & marks[i].mark) != 0) {
            emit_mark(json, marks[i].type, marks[i].kind == NULL ? NULL : "type", marks[i].kind);
        }
    }
    emit_array_end(json);
}

static void emit_plain(struct writer *writer, const char *text, struct style style)
{
    if (*text == '\0') {
        return;
    }
    emit_object(writer->json, NULL);
    emit_text(writer->json, "type", "text");
    emit_text(writer->json, "text", text);
    emit_marks(writer->json, style);
    emit_object_end(writer->json);
}

static void emit_inline_children(struct writer *writer, const struct storage_node *node,
                                 struct style style);

// NOLINTNEXTLINE(misc-no-recursion)
static void emit_inline(struct writer *writer, const struct storage_node *node, struct style style)
{
    if (node->name == NULL) {
        emit_plain(writer, node->text, style);
    } else if (storage_is(node, "br")) {
        emit_object(writer->json, NULL);
        emit_text(writer->json, "type", "hardBreak");
        emit_object_end(writer->json);
    } else if (storage_is(node, "ac:parameter")) {
        return; /* of a macro: no text of the page's */
    } else {
        const char *link =
            storage_is(node, "a") ? storage_attribute(&writer->arena, node, "href") : NULL;
        style.marks |= mark_of(node);
        style.link = link == NULL ? style.link : link;
        emit_inline_children(writer, node, style);
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
static void emit_inline_children(struct writer *writer, const struct storage_node *node,
                                 struct style style)
{
    if (writer->depth == MOST_DEPTH) {
        return;
    }
    writer->depth++;
    for (const struct storage_node *at = node->first; at != NULL; at = at->next) {
        emit_inline(writer, at, style);
    }
    writer->depth--;
}

/* ---- blocks ---- */

static void begin_block(struct writer *writer, const char *type)
{
    emit_object(writer->json, NULL);
    emit_text(writer->json, "type", type);
}

static void emit_leaf(struct writer *writer, const char *type, const struct storage_node *node)
{
    begin_block(writer, type);
    emit_array(writer->json, "content");
    emit_inline_children(writer, node, (struct style){0});
    emit_array_end(writer->json);
    emit_object_end(writer->json);
}

static void emit_heading(struct writer *writer, const struct storage_node *node)
{
    begin_block(writer, "heading");
    emit_object(writer->json, "attrs");
    emit_integer(writer->json, "level", node->name[1] - '0');
    emit_object_end(writer->json);
    emit_array(writer->json, "content");
    emit_inline_children(writer, node, (struct style){0});
    emit_array_end(writer->json);
    emit_object_end(writer->json);
}

static void emit_blocks(struct writer *writer, const struct storage_node *node, bool needs_one);

/* A block that holds blocks, at least one. */
// NOLINTNEXTLINE(misc-no-recursion)
static void emit_container(struct writer *writer, const char *type, const char *attribute,
                           const char *value, const struct storage_node *node)
{
    begin_block(writer, type);
    if (attribute != NULL) {
        emit_object(writer->json, "attrs");
        emit_text(writer->json, attribute, value);
        emit_object_end(writer->json);
    }
    emit_array(writer->json, "content");
    emit_blocks(writer, node, true);
    emit_array_end(writer->json);
    emit_object_end(writer->json);
}

static void emit_code(struct writer *writer, const char *language, const char *code)
{
    begin_block(writer, "codeBlock");
    if (language != NULL) {
        emit_object(writer->json, "attrs");
        emit_text(writer->json, "language", language);
        emit_object_end(writer->json);
    }
    emit_array(writer->json, "content");
    emit_plain(writer, code, (struct style){0});
    emit_array_end(writer->json);
    emit_object_end(writer->json);
}

static const char *macro_parameter(struct writer *writer, const struct storage_node *macro,
                                   const char *name)
{
    for (const struct storage_node *at = macro->first; at != NULL; at = at->next) {
        const char *given = storage_is(at, "ac:parameter")
                                ? storage_attribute(&writer->arena, at, "ac:name")
                                : NULL;
        if (given != NULL && strcmp(given, name) == 0) {
            return storage_text(&writer->arena, at);
        }
    }
    return NULL;
}

// NOLINTNEXTLINE(misc-no-recursion)
static void emit_macro(struct writer *writer, const struct storage_node *macro)
{
    static const struct {
        const char *macro;
        const char *panel;
    } panels[] = {{"info", "info"},
                  {"note", "note"},
                  {"tip", "success"},
                  {"warning", "error"},
                  {"panel", "info"}};
    const char *name = storage_attribute(&writer->arena, macro, "ac:name");
    const struct storage_node *plain = storage_tree_child(macro, "ac:plain-text-body");
    const struct storage_node *rich = storage_tree_child(macro, "ac:rich-text-body");
    if (plain != NULL) {
        emit_code(writer, macro_parameter(writer, macro, "language"),
                  storage_text(&writer->arena, plain));
        return;
    }
    for (size_t i = 0; name != NULL && rich != NULL && i < sizeof panels / sizeof *panels; i++) {
        if (strcmp(panels[i].macro, name) == 0) {
            emit_container(writer, "panel", "panelType", panels[i].panel, rich);
            return;
        }
    }
    if (rich != NULL) {
        emit_blocks(writer, rich, false);
    }
}

/* The rows of a table may be in sections, the items of a list are in it. */
// NOLINTNEXTLINE(misc-no-recursion)
static void emit_members(struct writer *writer, const struct storage_node *node)
{
    for (const struct storage_node *at = node->first; at != NULL; at = at->next) {
        if (storage_is(at, "li")) {
            emit_container(writer, "listItem", NULL, NULL, at);
        } else if (storage_is(at, "th")) {
            emit_container(writer, "tableHeader", NULL, NULL, at);
        } else if (storage_is(at, "td")) {
            emit_container(writer, "tableCell", NULL, NULL, at);
        } else if (storage_is(at, "tr")) {
            begin_block(writer, "tableRow");
            emit_array(writer->json, "content");
            emit_members(writer, at);
            emit_array_end(writer->json);
            emit_object_end(writer->json);
        } else if (at->name != NULL && at->name[0] == 't') {
            emit_members(writer, at);
        }
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
static void emit_group(struct writer *writer, const char *type, const struct storage_node *node)
{
    begin_block(writer, type);
    emit_array(writer->json, "content");
    emit_members(writer, node);
    emit_array_end(writer->json);
    emit_object_end(writer->json);
}

// NOLINTNEXTLINE(misc-no-recursion)
static void emit_block(struct writer *writer, const struct storage_node *node)
{
    const char *name = node->name;
    if (storage_is(node, "p")) {
        emit_leaf(writer, "paragraph", node);
    } else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0') {
        emit_heading(writer, node);
    } else if (storage_is(node, "ul")) {
        emit_group(writer, "bulletList", node);
    } else if (storage_is(node, "ol")) {
        emit_group(writer, "orderedList", node);
    } else if (storage_is(node, "table")) {
        emit_group(writer, "table", node);
    } else if (storage_is(node, "blockquote")) {
        emit_container(writer, "blockquote", NULL, NULL, node);
    } else if (storage_is(node, "pre")) {
        emit_code(writer, NULL, storage_text(&writer->arena, node));
    } else if (storage_is(node, "hr")) {
        begin_block(writer, "rule");
        emit_object_end(writer->json);
    } else if (storage_is(node, "ac:structured-macro")) {
        emit_macro(writer, node);
    } else {
        emit_blocks(writer, node, false);
    }
}

/* Text that stands between blocks gets paragraphs of its own. */
// NOLINTNEXTLINE(misc-no-recursion)
static void emit_blocks(struct writer *writer, const struct storage_node *node, bool needs_one)
{
    const struct storage_node *at = writer->depth < MOST_DEPTH ? node->first : NULL;
    size_t before = writer->json->length;
    writer->depth++;
    while (at != NULL) {
        if (is_inline(at)) {
            begin_block(writer, "paragraph");
            emit_array(writer->json, "content");
            for (; at != NULL && (is_inline(at) || at->name == NULL); at = at->next) {
                emit_inline(writer, at, (struct style){0});
            }
            emit_array_end(writer->json);
            emit_object_end(writer->json);
        } else {
            if (at->name != NULL) {
                emit_block(writer, at);
            }
            at = at->next;
        }
    }
    writer->depth--;
    if (needs_one && writer->json->length == before) {
        begin_block(writer, "paragraph");
        emit_object_end(writer->json);
    }
}

void adf_append_storage(struct atl_buffer *json, const char *storage)
{
    struct writer writer = {.json = json};
    emit_object(json, NULL);
    emit_text(json, "type", "doc");
    emit_integer(json, "version", 1);
    emit_array(json, "content");
    emit_blocks(&writer, storage_tree_parse(&writer.arena, storage), false);
    emit_array_end(json);
    emit_object_end(json);
    atl_arena_free(&writer.arena);
}
