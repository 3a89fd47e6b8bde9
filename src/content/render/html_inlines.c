/* HTML: inlines. */
#include "content/emoji.h"
#include "content/marks.h"
#include "content/render/html.h"
#include "content/render/reference_words.h"

#include <string.h>

static void add_link(struct html_writer *writer, const struct atl_node *node)
{
    html_add(writer, "<a");
    html_address(writer, "href", node->text, node->length, node->line);
    html_attribute(writer, "title", atl_node_attribute(node, "title"));
    html_data(writer, node);
    html_add(writer, ">");
    html_inlines(writer, node);
    html_add(writer, "</a>");
}

/* "300" and "50%", as a width or height. */
static void add_size(struct html_writer *writer, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0' && value[strspn(value, "0123456789.%")] == '\0') {
        html_attribute(writer, name, value);
    }
}

void html_image(struct html_writer *writer, const struct atl_node *node)
{
    const char *alternative = atl_node_attribute(node, "alt");
    const char *link = atl_node_attribute(node, "link");
    if (link != NULL) {
        html_add(writer, "<a");
        html_address(writer, "href", link, strlen(link), node->line);
        html_add(writer, ">");
    }
    html_add(writer, "<img");
    html_address(writer, "src", node->text, node->length, node->line);
    html_attribute(writer, "alt", alternative == NULL ? "" : alternative);
    html_attribute(writer, "title", atl_node_attribute(node, "title"));
    add_size(writer, "width", atl_node_attribute(node, "width"));
    add_size(writer, "height", atl_node_attribute(node, "height"));
    html_attribute(writer, "align", atl_node_attribute(node, "align"));
    html_data(writer, node);
    html_add(writer, " />");
    html_add(writer, link == NULL ? "" : "</a>");
}

static void add_marked(struct html_writer *writer, const struct atl_node *node, const char *tag)
{
    atl_buffer_printf(writer->buffer, "<%s>", tag);
    html_inlines(writer, node);
    atl_buffer_printf(writer->buffer, "</%s>", tag);
}

static void add_colored(struct html_writer *writer, const struct atl_node *node,
                        const char *property)
{
    char color[32] = "";
    if (node->length < sizeof color) {
        memcpy(color, node->text, node->length);
        color[node->length] = '\0';
    }
    html_add(writer, "<span");
    html_style(writer, property, color, "");
    html_add(writer, ">");
    html_inlines(writer, node);
    html_add(writer, "</span>");
}

/* <span class="…">text</span> */
static void add_span(struct html_writer *writer, const struct atl_node *node, const char *class,
                     const char *text, size_t length)
{
    atl_buffer_printf(writer->buffer, "<span class=\"%s\"", class);
    html_data(writer, node);
    html_add(writer, ">");
    html_escape(writer, text, length);
    html_add(writer, "</span>");
}

static void add_mention(struct html_writer *writer, const struct atl_node *node)
{
    struct atl_buffer words = {0};
    render_mention_words(&words, node);
    add_span(writer, node, "mention", atl_buffer_text(&words), words.length);
    atl_buffer_free(&words);
}

static void add_emoji(struct html_writer *writer, const struct atl_node *node)
{
    const struct content_emoji *known = content_emoji_find(node->text, node->length);
    const char *text = atl_node_attribute(node, "text");
    text = text == NULL && known != NULL ? known->text : text;
    html_add(writer, "<span class=\"emoji\" title=\"");
    html_escape(writer, node->text, node->length);
    html_add(writer, "\"");
    html_data(writer, node);
    html_add(writer, ">");
    if (text != NULL) {
        html_escape(writer, text, strlen(text));
    } else {
        html_escape(writer, node->text, node->length);
    }
    html_add(writer, "</span>");
}

static void add_status(struct html_writer *writer, const struct atl_node *node)
{
    static const char *const classes[] = {
        [ATL_STATUS_NEUTRAL] = "status status-neutral",
        [ATL_STATUS_PURPLE] = "status status-purple",
        [ATL_STATUS_BLUE] = "status status-blue",
        [ATL_STATUS_RED] = "status status-red",
        [ATL_STATUS_YELLOW] = "status status-yellow",
        [ATL_STATUS_GREEN] = "status status-green",
    };
    add_span(writer, node, classes[node->value], node->text, node->length);
}

static void add_date(struct html_writer *writer, const struct atl_node *node)
{
    html_add(writer, "<time datetime=\"");
    html_escape(writer, node->text, node->length);
    html_add(writer, "\">");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</time>");
}

static void add_code(struct html_writer *writer, const struct atl_node *node)
{
    html_add(writer, "<code>");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</code>");
}

static void add_raw(struct html_writer *writer, const struct atl_node *node)
{
    bool code = node->value != ATL_CONTENT_HTML;
    html_add(writer, code ? "<code>" : "");
    html_raw(writer, node);
    html_add(writer, code ? "</code>" : "");
}

/* Small things that are no text. */
static void add_object(struct html_writer *writer, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_MENTION:
        add_mention(writer, node);
        break;
    case ATL_NODE_EMOJI:
        add_emoji(writer, node);
        break;
    case ATL_NODE_STATUS:
        add_status(writer, node);
        break;
    case ATL_NODE_DATE:
        add_date(writer, node);
        break;
    case ATL_NODE_PLACEHOLDER:
        add_span(writer, node, "placeholder", node->text, node->length);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        html_footnote_reference(writer, node);
        break;
    case ATL_NODE_MACRO:
        html_macro(writer, node, false);
        break;
    case ATL_NODE_IMAGE:
        html_image(writer, node);
        break;
    default: /* a block where inlines stand: what is in it */
        html_inlines(writer, node);
        break;
    }
}

static void add_inline(struct html_writer *writer, const struct atl_node *node)
{
    const char *tag = content_mark_tag(node);
    if (tag != NULL) {
        add_marked(writer, node, tag);
        return;
    }
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_TEXT:
        html_escape(writer, node->text, node->length);
        break;
    case ATL_NODE_COLOR:
        add_colored(writer, node, "color");
        break;
    case ATL_NODE_BACKGROUND:
        add_colored(writer, node, "background-color");
        break;
    case ATL_NODE_ANNOTATION:
        html_add(writer, "<span class=\"inline-comment\">");
        html_inlines(writer, node);
        html_add(writer, "</span>");
        break;
    case ATL_NODE_LINK:
        add_link(writer, node);
        break;
    case ATL_NODE_CODE:
        add_code(writer, node);
        break;
    case ATL_NODE_SOFT_BREAK:
        html_add(writer, "\n");
        break;
    case ATL_NODE_HARD_BREAK:
        html_add(writer, "<br />\n");
        break;
    case ATL_NODE_RAW:
        add_raw(writer, node);
        break;
    default:
        add_object(writer, node);
        break;
    }
}

void html_inlines(struct html_writer *writer, const struct atl_node *parent)
{
    for (const struct atl_node *node = parent->first; node != NULL; node = node->next) {
        add_inline(writer, node);
    }
}
