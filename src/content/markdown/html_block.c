/*
 * Blocks of HTML: <details>, <div>, <figure> are containers, <img> is an image, a table is read as
 * storage format. All other HTML is kept as it is.
 */
#include "content/markdown/reader.h"

#include "atlcli/text.h"

#include <string.h>
#include <strings.h>

static void add_raw(struct markdown_reader *reader, const char *text, size_t length)
{
    struct atl_node *raw = content_leaf(reader->builder, ATL_NODE_RAW, text, length);
    raw->value = ATL_CONTENT_HTML;
}

static const char *skip_space(const char *text, const char *end)
{
    while (text < end && strchr(" \t\r\n", *text) != NULL && *text != '\0') {
        text++;
    }
    return text;
}

/* ---- tables ---- */

static bool starts_table(const char *text, size_t length)
{
    struct markdown_tag tag;
    return markdown_tag_read(text, length, &tag) && !tag.closing && markdown_tag_is(&tag, "table");
}

static bool ends_table(const char *text, size_t length)
{
    const size_t size = sizeof "</table>" - 1;
    return length >= size && strncasecmp(text + length - size, "</table>", size) == 0;
}

/* ---- containers ---- */

/* The tags that a block may consist of to be more than HTML. */
static const char *known_tag(const struct markdown_tag *tag)
{
    static const char *const known[] = {"details", "summary", "div", "figcaption", "figure", "img"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (markdown_tag_is(tag, known[i])) {
            return known[i];
        }
    }
    return NULL;
}

/* The end tag of an element that holds text and inline tags only; NULL when it isn't in the block.
 */
static const char *find_closing(const char *text, const char *end, const char *name,
                                struct markdown_tag *closing)
{
    size_t length = strlen(name);
    while ((text = memmem(text, (size_t)(end - text), "</", 2)) != NULL) {
        if ((size_t)(end - text) > length + 2 && strncasecmp(text + 2, name, length) == 0) {
            bool found = markdown_tag_read(text, (size_t)(end - text), closing);
            return found && markdown_tag_is(closing, name) ? text : NULL;
        }
        text += 2;
    }
    return NULL;
}

/* Whether there is nothing but known tags, and text in <summary> and <figcaption> only. */
static bool is_made_of_containers(const char *text, const char *end)
{
    bool captions_end = true; /* until one is found that doesn't */
    while ((text = skip_space(text, end)) < end) {
        struct markdown_tag tag;
        const char *name = NULL;
        if (markdown_tag_read(text, (size_t)(end - text), &tag)) {
            name = known_tag(&tag);
        }
        if (name == NULL) {
            return false;
        }
        text = tag.end;
        if (!tag.closing && strcmp(name, "summary") == 0) {
            if (find_closing(text, end, name, &tag) == NULL) {
                return false;
            }
            text = tag.end;
        } else if (!tag.closing && strcmp(name, "figcaption") == 0 && captions_end) {
            captions_end = find_closing(text, end, name, &tag) != NULL;
            text = captions_end ? tag.end : text;
        }
    }
    return true;
}

/* <div align> and <div data-indent>; other divisions are HTML. */
static void open_div(struct markdown_reader *reader, const struct markdown_tag *tag,
                     const char *text)
{
    struct atl_arena *arena = reader->builder->arena;
    const char *align = markdown_tag_attribute(arena, tag, "align");
    const char *indent = markdown_tag_attribute(arena, tag, "data-indent");
    bool aligned = align != NULL && (strcmp(align, "center") == 0 || strcmp(align, "right") == 0);
    bool indented = indent != NULL && strlen(indent) == 1 && indent[0] >= '1' && indent[0] <= '6';
    if (!aligned && !indented) {
        markdown_open_text(reader, "div");
        add_raw(reader, text, (size_t)(tag->end - text));
        return;
    }
    struct atl_node *div =
        markdown_open_container(reader, MARKDOWN_DIV, ATL_NODE_QUOTE, "div", "<div>");
    if (aligned) {
        content_set_attribute(arena, div, "align", align);
    }
    if (indented) {
        content_set_attribute(arena, div, "indent", indent);
    }
}

static void open_details(struct markdown_reader *reader, const struct markdown_tag *tag)
{
    struct atl_arena *arena = reader->builder->arena;
    struct atl_node *expand =
        markdown_open_container(reader, MARKDOWN_NODE, ATL_NODE_EXPAND, "details", "<details>");
    const char *breakout = markdown_tag_attribute(arena, tag, "data-breakout");
    const char *width = markdown_tag_attribute(arena, tag, "data-breakout-width");
    if (breakout != NULL) {
        content_set_attribute(arena, expand, "breakout", breakout);
    }
    if (width != NULL) {
        content_set_attribute(arena, expand, "breakoutWidth", width);
    }
}

/* The title of the <details> that has just been opened; plain text. */
static void set_summary(struct markdown_reader *reader, const char *text, size_t length)
{
    struct atl_arena *arena = reader->builder->arena;
    struct atl_node *expand = reader->builder->open;
    if (expand->kind != ATL_NODE_EXPAND || expand->first != NULL ||
        atl_node_attribute(expand, "title") != NULL) {
        content_open(reader->builder, ATL_NODE_PARAGRAPH);
        content_text_copy(reader->builder, text, length);
        content_close(reader->builder);
        return;
    }
    struct atl_buffer title = {0};
    const char *end = text + length;
    bool tags = true; /* until one isn't finished */
    while (text < end) {
        const char *mark = tags ? memchr(text, '<', (size_t)(end - text)) : NULL;
        const char *stop = mark == NULL ? end : mark;
        atl_buffer_append(&title, text, (size_t)(stop - text));
        text = stop;
        struct markdown_tag tag;
        tags = mark != NULL && markdown_tag_read(mark, (size_t)(end - mark), &tag);
        text = tags ? tag.end : text; /* a title has no marks */
    }
    char *decoded = markdown_decode(arena, atl_buffer_text(&title), title.length);
    content_set_attribute(arena, expand, "title", atl_text_trim(arena, decoded));
    atl_buffer_free(&title);
}

/* A caption is inlines of Markdown. */
static void add_caption(struct markdown_reader *reader, const char *text, size_t length)
{
    struct markdown_reader nested = {
        .builder = reader->builder,
        .options = reader->options,
        .github = true,
        .extended = true,
        .caption = true,
        .line = reader->builder->line,
    };
    const char *end = text + length;
    text = skip_space(text, end);
    markdown_parse(&nested, text, (size_t)(end - text));
}

static void open_tag(struct markdown_reader *reader, const struct markdown_tag *tag,
                     const char *name, const char *text)
{
    if (strcmp(name, "details") == 0) {
        open_details(reader, tag);
    } else if (strcmp(name, "div") == 0) {
        open_div(reader, tag, text);
    } else if (strcmp(name, "figure") == 0) {
        markdown_open_container(reader, MARKDOWN_FIGURE, ATL_NODE_QUOTE, "figure", "<figure>");
    } else if (strcmp(name, "figcaption") == 0) {
        markdown_open_container(reader, MARKDOWN_CAPTION, ATL_NODE_QUOTE, "figcaption",
                                "<figcaption>");
    } else {
        markdown_tag_image(reader, tag);
    }
}

/* The end of an element that holds text; NULL for others, and when its end isn't in the block. */
static const char *text_end(const struct markdown_tag *tag, const char *name, const char *end,
                            bool *captions_end, struct markdown_tag *closing)
{
    bool summary = strcmp(name, "summary") == 0;
    bool caption = strcmp(name, "figcaption") == 0;
    if (tag->closing || (!summary && !(caption && *captions_end))) {
        return NULL;
    }
    const char *found = find_closing(tag->end, end, name, closing);
    *captions_end = *captions_end && (summary || found != NULL);
    return found;
}

static void read_containers(struct markdown_reader *reader, const char *text, const char *end)
{
    bool captions_end = true;
    while ((text = skip_space(text, end)) < end) {
        struct markdown_tag tag;
        markdown_tag_read(text, (size_t)(end - text), &tag);
        const char *name = known_tag(&tag);
        const char *behind = tag.end;
        struct markdown_tag closing = {0};
        const char *closed = text_end(&tag, name, end, &captions_end, &closing);
        if (tag.closing) {
            if (!markdown_close_container(reader, name)) {
                add_raw(reader, text, (size_t)(tag.end - text));
            }
        } else if (strcmp(name, "summary") == 0) {
            set_summary(reader, tag.end, (size_t)(closed - tag.end));
            behind = closing.end;
        } else {
            open_tag(reader, &tag, name, text);
            if (closed != NULL) {
                add_caption(reader, tag.end, (size_t)(closed - tag.end));
                markdown_close_container(reader, name);
                behind = closing.end;
            }
        }
        text = behind;
    }
}

/* The end of the line before one of ":::"; NULL: there is none. */
static const char *container_line(const char *text, const char *end)
{
    while ((text = memmem(text, (size_t)(end - text), ":::", 3)) != NULL) {
        const char *at = text;
        while (at[-1] == ' ' || at[-1] == '\t') {
            at--;
        }
        if (at[-1] == '\n') {
            return at - 1;
        }
        text += 3;
    }
    return NULL;
}

/*
 * HTML that stays HTML. What never ends has taken everything up to the end of its quote, item or
 * document; in a container, whose end would be written behind it, it would take that, too.
 */
static void add_html(struct markdown_reader *reader, const char *start, const char *text,
                     const char *end)
{
    if (*start != '<') { /* a line of ours that is indented too far behind a paragraph */
        content_open(reader->builder, ATL_NODE_PARAGRAPH);
        content_text(reader->builder, start, (size_t)(end - start));
        content_close(reader->builder);
        return;
    }
    /* In an item white space would be part of its mark. */
    bool inside = reader->builder->open->kind != ATL_NODE_DOCUMENT;
    text = start - text > 3 || inside ? start : text;
    const char *own = markdown_html_end(start, end);
    bool ended = own == NULL || markdown_html_has_end(own, start, end);
    const char *container = own == NULL ? container_line(text, end) : NULL;
    if (container != NULL) { /* that wasn't taken for one: written again, it would be */
        add_raw(reader, text, (size_t)(container - text));
        content_open(reader->builder, ATL_NODE_PARAGRAPH);
        content_text(reader->builder, container + 1, (size_t)(end - container) - 1);
        content_close(reader->builder);
        return;
    }
    if (ended) {
        add_raw(reader, text, (size_t)(end - text));
        return;
    }
    struct atl_buffer whole = {0};
    atl_buffer_append(&whole, text, (size_t)(end - text));
    atl_buffer_add(&whole, own);
    add_raw(reader, atl_arena_strndup(reader->builder->arena, whole.data, whole.length),
            whole.length);
    atl_buffer_free(&whole);
    atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, reader->builder->line,
                           "HTML without \"%s\": ended at the end of what it is in", own);
}

/* ---- */

void markdown_html_block(struct markdown_reader *reader, const char *text, size_t length)
{
    const char *end = text + length;
    const char *start = skip_space(text, end); /* behind the first line's indentation */
    if (!reader->extended || length == 0) {
        add_raw(reader, text, length);
    } else if (starts_table(start, (size_t)(end - start)) && ends_table(text, length)) {
        if (!markdown_read_storage(reader, start, (size_t)(end - start))) {
            add_raw(reader, text, length);
        }
    } else if (is_made_of_containers(text, end)) {
        read_containers(reader, text, end);
    } else {
        add_html(reader, start, text, end);
    }
}
