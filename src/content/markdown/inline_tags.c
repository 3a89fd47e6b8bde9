/*
 * Tags of HTML within a line that the tree has something for. A tag that isn't closed where it was
 * opened, in the same emphasis, link or paragraph, ends with that; an end without a start, and all
 * other HTML, stays HTML, unless it could be taken for the end of a mark around it.
 */
#include "content/color.h"
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"
#include "content/marks.h"

#include <string.h>
#include <strings.h>

enum {
    FURTHEST = 2 * ATL_CONTENT_DEPTH, /* how many open tags are looked at for an end */
};

/* Tags that are marks and say no more. */
static const struct mark {
    const char *name;
    enum atl_node_kind kind;
} marks[] = {
    {"strong", ATL_NODE_STRONG}, {"b", ATL_NODE_STRONG},        {"em", ATL_NODE_EMPHASIS},
    {"i", ATL_NODE_EMPHASIS},    {"del", ATL_NODE_STRIKE},      {"s", ATL_NODE_STRIKE},
    {"strike", ATL_NODE_STRIKE}, {"u", ATL_NODE_UNDERLINE},     {"ins", ATL_NODE_UNDERLINE},
    {"sub", ATL_NODE_SUBSCRIPT}, {"sup", ATL_NODE_SUPERSCRIPT}, {"code", ATL_NODE_CODE},
};

static const struct mark *find_mark(const struct markdown_tag *tag)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (markdown_tag_is(tag, marks[i].name)) {
            return &marks[i];
        }
    }
    return NULL;
}

/* Of a heading or a caption all is on one line. */
static bool is_one_line(const struct markdown_reader *reader)
{
    const struct atl_node *node = reader->builder->open;
    while (atl_node_is_mark(node)) {
        node = node->parent;
    }
    return node->kind == ATL_NODE_HEADING || reader->caption;
}

/* No block begins with a letter. */
static bool begins_no_block(char byte)
{
    return byte == '\0' || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static void add_raw(struct markdown_reader *reader, const char *text, size_t length)
{
    if (memchr(text, '\n', length) != NULL && reader->extended) {
        bool one_line = is_one_line(reader);
        char *line = atl_arena_strndup(reader->builder->arena, text, length);
        for (char *newline = line; (newline = strchr(newline, '\n')) != NULL; newline++) {
            *newline = one_line || !begins_no_block(newline[1]) ? ' ' : '\n';
        }
        text = line;
    }
    content_inline_html(reader->builder, text, length);
}

/* ---- tags that are open ---- */

static struct markdown_open_tag *tag_at(const struct markdown_reader *reader, size_t index)
{
    return (struct markdown_open_tag *)reader->tags.items + index;
}

static struct markdown_open_tag *push(struct markdown_reader *reader, const char *name)
{
    struct markdown_open_tag *open = markdown_push(&reader->tags, sizeof *open);
    open->name = name;
    open->spans = reader->spans;
    return open;
}

static struct atl_node *open_node(struct markdown_reader *reader, struct markdown_open_tag *open,
                                  enum atl_node_kind kind)
{
    struct atl_node *node = content_open(reader->builder, kind);
    open->outermost = open->nodes++ == 0 ? node : open->outermost;
    return node;
}

/* Code has no marks in it: its text is all of it. */
static void finish_code(struct markdown_reader *reader, struct atl_node *code)
{
    for (const struct atl_node *child = code->first; child != NULL; child = child->next) {
        if (child->kind != ATL_NODE_TEXT && child->kind != ATL_NODE_SOFT_BREAK) {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, code->line,
                                   "%s in code: only its text is kept",
                                   atl_node_kind_name(child->kind));
        }
    }
    char *text = markdown_plain_text(reader, code);
    for (char *newline = text; (newline = strchr(newline, '\n')) != NULL;) {
        *newline = ' '; /* of a formula */
    }
    code->first = NULL;
    code->last = NULL;
    content_set_text(code, text, strlen(text));
}

/* Whether a mark around this place may be written as a tag of this name. */
static bool is_in_mark(const struct markdown_reader *reader, const char *name, size_t length)
{
    const struct atl_node *node = reader->builder->open;
    for (; atl_node_is_mark(node); node = node->parent) {
        const char *tag = content_mark_tag(node);
        tag = tag == NULL ? "span" : tag;
        if (node->kind != ATL_NODE_LINK && strlen(tag) == length &&
            strncasecmp(tag, name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* One that stayed HTML gets its end, which might else end something around it. */
static void end_raw(struct markdown_reader *reader, const char *name)
{
    if (reader->extended) {
        char *end = atl_arena_printf(reader->builder->arena, "</%s>", name);
        add_raw(reader, end, strlen(end));
    }
}

/* Closes a node and what is open in it: md4c has been seen to leave spans open. */
static void close_nodes(struct markdown_reader *reader, const struct atl_node *outermost)
{
    const struct atl_node *around = reader->builder->open;
    while (around != NULL && around != outermost) {
        around = around->parent;
    }
    const struct atl_node *closed = NULL;
    while (around != NULL && closed != outermost && !content_builder_failed(reader->builder)) {
        closed = reader->builder->open;
        content_close(reader->builder);
    }
}

static void pop(struct markdown_reader *reader, bool in_order)
{
    struct markdown_open_tag open = *tag_at(reader, --reader->tags.count);
    if (open.nodes == 0) {
        if (!in_order && !open.swallows) {
            end_raw(reader, open.name);
        }
        return;
    }
    close_nodes(reader, open.outermost);
    if (content_builder_failed(reader->builder)) {
        return;
    }
    if (!in_order) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, open.outermost->line,
                               "<%s> that isn't closed: closed at the end of what it is in",
                               open.name);
    }
    reader->apart = reader->apart || open.outermost->first == NULL;
    if (open.outermost->kind == ATL_NODE_CODE) {
        finish_code(reader, open.outermost);
        reader->apart = reader->apart || open.outermost->length == 0;
    } else if (open.outermost->kind == ATL_NODE_LINK) {
        reader->links--;
        markdown_finish_tag_link(reader, open.outermost);
    }
}

void markdown_close_tags(struct markdown_reader *reader, unsigned spans)
{
    while (reader->tags.count > 0 && tag_at(reader, reader->tags.count - 1)->spans >= spans) {
        pop(reader, false);
    }
}

/* False when it has no start here, which makes it a stray one, or that stayed HTML; crossing: it
 * has one outside of the emphasis or link. */
static bool close_tag(struct markdown_reader *reader, const struct markdown_tag *tag, bool *stray,
                      bool *crossing)
{
    *stray = false;
    *crossing = false;
    size_t count = reader->tags.count;
    for (size_t i = count; i > 0 && count - i < FURTHEST; i--) {
        const struct markdown_open_tag *open = tag_at(reader, i - 1);
        bool same = markdown_tag_is(tag, open->name);
        if (open->spans != reader->spans) {
            *crossing = *crossing || same;
        } else if (same) {
            bool known = open->nodes > 0 || open->swallows;
            while (reader->tags.count > i) {
                pop(reader, false);
            }
            pop(reader, true);
            return known;
        }
    }
    *stray = true;
    return false;
}

/* An end without a start that would end a mark around it, or what is outside, ends nothing. */
static bool take_end(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    bool stray = false;
    bool crossing = false;
    if (close_tag(reader, tag, &stray, &crossing)) {
        return true;
    }
    stray = stray && (crossing || is_in_mark(reader, tag->name, tag->name_length));
    if (stray) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, reader->builder->line,
                               "</%.*s> without a start in the same emphasis or link: left out",
                               (int)tag->name_length, tag->name);
    }
    return stray;
}

/* ---- starts ---- */

static const char *declaration_value(const char *style, const char *property, size_t *length)
{
    size_t name = strlen(property);
    while (*style != '\0') {
        style += strspn(style, " \t\n\r;");
        size_t size = strcspn(style, ";");
        const char *colon = memchr(style, ':', size);
        size_t named = colon == NULL ? 0 : (size_t)(colon - style);
        while (named > 0 && style[named - 1] == ' ') {
            named--;
        }
        if (named == name && strncasecmp(style, property, name) == 0) {
            const char *value = colon + 1 + strspn(colon + 1, " ");
            const char *end = style + size;
            while (end > value && end[-1] == ' ') {
                end--;
            }
            *length = (size_t)(end - value);
            return value;
        }
        style += size;
    }
    return NULL;
}

static void open_color(struct markdown_reader *reader, struct markdown_open_tag *open,
                       const char *style, const char *property, enum atl_node_kind kind)
{
    size_t length;
    const char *value = declaration_value(style, property, &length);
    char hex[CONTENT_COLOR_BYTES];
    if (value != NULL && content_color_parse(value, length, hex)) {
        content_set_text_copy(reader->builder, open_node(reader, open, kind), hex, strlen(hex));
    }
}

/* Colours and the places of comments; other spans stay HTML. */
static bool open_span(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    struct atl_arena *arena = reader->builder->arena;
    const char *style = markdown_tag_attribute(arena, tag, "style");
    const char *comment = markdown_tag_attribute(arena, tag, "data-comment");
    struct markdown_open_tag *open = push(reader, "span");
    if (comment != NULL) {
        content_set_text(open_node(reader, open, ATL_NODE_ANNOTATION), comment, strlen(comment));
    }
    if (style != NULL) {
        open_color(reader, open, style, "color", ATL_NODE_COLOR);
        open_color(reader, open, style, "background-color", ATL_NODE_BACKGROUND);
    }
    return open->nodes > 0;
}

/* <a id> is an anchor, <a href> a link. */
static bool open_anchor(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    struct atl_arena *arena = reader->builder->arena;
    const char *name = markdown_tag_attribute(arena, tag, "id");
    const char *address = markdown_tag_attribute(arena, tag, "href");
    const char *title = markdown_tag_attribute(arena, tag, "title");
    name = name == NULL ? markdown_tag_attribute(arena, tag, "name") : name;
    struct markdown_open_tag *open = push(reader, "a");
    if (name != NULL) {
        struct atl_node *anchor =
            content_leaf(reader->builder, ATL_NODE_MACRO, MARKDOWN_ANCHOR, strlen(MARKDOWN_ANCHOR));
        content_set_attribute(arena, anchor, "", name);
        open->swallows = true;
    }
    if (address != NULL && reader->links > 0) {
        markdown_report_nested(reader);
        open->swallows = true;
    } else if (address != NULL) {
        struct atl_node *link = open_node(reader, open, ATL_NODE_LINK);
        reader->links++;
        content_set_text(link, address, strlen(address));
        if (title != NULL) {
            content_set_attribute(arena, link, "title", title);
        }
    }
    return open->nodes > 0 || open->swallows;
}

void markdown_tag_image(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    static const char *const names[] = {"alt",    "title",  "width",     "height", "align",
                                        "layout", "border", "thumbnail", "link",   "file"};
    struct atl_arena *arena = reader->builder->arena;
    const char *source = markdown_tag_attribute(arena, tag, "src");
    struct atl_node *image = content_leaf(reader->builder, ATL_NODE_IMAGE, "", 0);
    if (source != NULL) {
        content_set_text(image, source, strlen(source));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = markdown_tag_attribute(arena, tag, names[i]);
        if (value != NULL && value[0] != '\0') {
            content_set_attribute(arena, image, names[i], value);
        }
    }
}

/* False: stays HTML. */
static bool take_start(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    if (markdown_tag_is(tag, "br")) {
        content_leaf(reader->builder, ATL_NODE_HARD_BREAK, NULL, 0);
        return true;
    }
    if (markdown_tag_is(tag, "img")) {
        markdown_tag_image(reader, tag);
        return true;
    }
    if (tag->empty) {
        return false;
    }
    if (markdown_tag_is(tag, "span")) {
        return open_span(reader, tag);
    }
    if (markdown_tag_is(tag, "a")) {
        return open_anchor(reader, tag);
    }
    const struct mark *mark = find_mark(tag);
    if (mark == NULL) {
        return false;
    }
    struct markdown_open_tag *open = push(reader, mark->name);
    if (markdown_tag_is_plain(tag)) {
        open_node(reader, open, mark->kind);
    }
    return open->nodes > 0;
}

/* Behind a comment, a declaration and the like. */
static const char *skip_other(const char *text, const char *end)
{
    size_t length = (size_t)(end - text);
    bool comment = length > 4 && memcmp(text, "<!--", 4) == 0;
    const char *close =
        comment ? memmem(text + 2, length - 2, "-->", 3) : memchr(text, '>', length);
    return close == NULL ? end : close + (comment ? 3 : 1);
}

void markdown_inline_html(struct markdown_reader *reader, const char *text, size_t length)
{
    const char *end = text + length;
    while (reader->extended && text < end) {
        struct markdown_tag tag;
        bool taken = false;
        if (!markdown_tag_read(text, (size_t)(end - text), &tag)) {
            tag.end = skip_other(text, end);
        } else {
            taken = tag.closing ? take_end(reader, &tag) : take_start(reader, &tag);
        }
        if (!taken) {
            add_raw(reader, text, (size_t)(tag.end - text));
        }
        text = tag.end;
    }
    if (text < end) {
        add_raw(reader, text, (size_t)(end - text));
    }
}
