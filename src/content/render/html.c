/* HTML: blocks. */
#include "content/render/html.h"
#include "content/layout_types.h"

#include <stdio.h>
#include <string.h>

void html_blocks(struct html_writer *writer, const struct atl_node *parent)
{
    for (const struct atl_node *node = parent->first; node != NULL; node = node->next) {
        html_block(writer, node);
    }
}

/* Blocks up to the end tag, with the tightness of whatever is around put aside. */
static void add_inside(struct html_writer *writer, const struct atl_node *node, const char *end)
{
    bool tight = writer->tight;
    writer->tight = false;
    html_add(writer, "\n");
    html_blocks(writer, node);
    writer->tight = tight;
    html_fresh_line(writer);
    html_add(writer, end);
    html_add(writer, "\n");
}

static void begin_element(struct html_writer *writer, const char *name, const char *class)
{
    html_fresh_line(writer);
    atl_buffer_printf(writer->buffer, "<%s", name);
    html_attribute(writer, "class", class);
}

/* ---- text ---- */

static void add_alignment(struct html_writer *writer, const struct atl_node *node)
{
    const char *align = atl_node_attribute(node, "align");
    const char *indent = atl_node_attribute(node, "indent");
    if (indent == NULL || strlen(indent) != 1) {
        html_style(writer, "text-align", align, "");
        return;
    }
    html_add(writer, " style=\"");
    if (atl_text_equal(align, "center") || atl_text_equal(align, "right")) {
        atl_buffer_printf(writer->buffer, "text-align: %s; ", align);
    }
    atl_buffer_printf(writer->buffer, "margin-left: %dpx\"", (indent[0] - '0') * 30);
}

static void add_paragraph(struct html_writer *writer, const struct atl_node *node)
{
    if (writer->tight) {
        html_inlines(writer, node);
        return;
    }
    begin_element(writer, "p", NULL);
    add_alignment(writer, node);
    html_add(writer, ">");
    html_inlines(writer, node);
    html_add(writer, "</p>\n");
}

static void add_heading(struct html_writer *writer, const struct atl_node *node)
{
    html_fresh_line(writer);
    atl_buffer_printf(writer->buffer, "<h%d", (int)node->number);
    add_alignment(writer, node);
    html_add(writer, ">");
    html_inlines(writer, node);
    atl_buffer_printf(writer->buffer, "</h%d>\n", (int)node->number);
}

static void add_code(struct html_writer *writer, const struct atl_node *node)
{
    const char *language = atl_node_attribute(node, "language");
    const char *first = atl_node_attribute(node, "first");
    bool numbered = atl_node_attribute(node, "numbers") != NULL || first != NULL;
    if (atl_node_attribute(node, "info") != NULL) { /* CommonMark's HTML has no place for it */
        atl_content_report_add(writer->options->report, ATL_REPORT_LOST, node->line,
                               "what else stands behind a code block's language: left out");
    }
    begin_element(writer, "pre", numbered ? "numbered" : NULL);
    html_attribute(writer, "data-first-line", first);
    html_data(writer, node);
    html_add(writer, "><code");
    if (language != NULL) {
        html_add(writer, " class=\"language-");
        html_escape(writer, language, strlen(language));
        html_add(writer, "\"");
    }
    html_add(writer, ">");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</code></pre>\n");
}

/* Code with a title is a figure; code that starts folded can be opened. */
static void add_code_block(struct html_writer *writer, const struct atl_node *node)
{
    const char *title = atl_node_attribute(node, "title");
    bool folded = atl_node_attribute(node, "collapse") != NULL;
    if (title == NULL && !folded) {
        add_code(writer, node);
        return;
    }
    const char *label = title == NULL ? "Code" : title;
    html_fresh_line(writer);
    html_add(writer, folded ? "<details>\n<summary>" : "<figure class=\"code\">\n<figcaption>");
    html_escape(writer, label, strlen(label));
    html_add(writer, folded ? "</summary>\n" : "</figcaption>\n");
    add_code(writer, node);
    html_add(writer, folded ? "</details>\n" : "</figure>\n");
}

/* ---- lists ---- */

static void add_checkbox(struct html_writer *writer, bool done)
{
    html_add(writer, done ? "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
                          : "<input disabled=\"\" type=\"checkbox\"> ");
}

static void add_list(struct html_writer *writer, const struct atl_node *node);

/* Returns the last sibling that went into the item: task lists below a task stand behind it. */
static const struct atl_node *add_item(struct html_writer *writer, const struct atl_node *item)
{
    html_fresh_line(writer);
    html_add(writer, "<li>");
    if (item->kind == ATL_NODE_TASK_ITEM) {
        add_checkbox(writer, (item->flags & ATL_NODE_DONE) != 0);
    }
    if (item->kind == ATL_NODE_TASK_LIST) {
        add_list(writer, item); /* below no task */
    } else {
        html_blocks(writer, item);
    }
    while (item->next != NULL && item->next->kind == ATL_NODE_TASK_LIST) {
        item = item->next;
        add_list(writer, item);
    }
    html_add(writer, "</li>\n");
    return item;
}

static void add_list(struct html_writer *writer, const struct atl_node *node)
{
    bool ordered = node->kind == ATL_NODE_ORDERED_LIST;
    bool tight = writer->tight;
    begin_element(writer, ordered ? "ol" : "ul",
                  node->kind == ATL_NODE_DECISION_LIST ? "decisions" : NULL);
    if (ordered && node->number != 1) {
        atl_buffer_printf(writer->buffer, " start=\"%d\"", (int)node->number);
    }
    html_add(writer, ">\n");
    writer->tight = (node->flags & ATL_NODE_TIGHT) != 0;
    for (const struct atl_node *item = node->first; item != NULL; item = item->next) {
        item = add_item(writer, item);
    }
    writer->tight = tight;
    html_add(writer, ordered ? "</ol>\n" : "</ul>\n");
}

/* ---- panels, layouts, cards ---- */

static void add_panel(struct html_writer *writer, const struct atl_node *node)
{
    static const char *const classes[] = {
        [ATL_PANEL_INFO] = "panel panel-info",
        [ATL_PANEL_NOTE] = "panel panel-note",
        [ATL_PANEL_TIP] = "panel panel-tip",
        [ATL_PANEL_SUCCESS] = "panel panel-success",
        [ATL_PANEL_WARNING] = "panel panel-warning",
        [ATL_PANEL_ERROR] = "panel panel-error",
        [ATL_PANEL_CUSTOM] = "panel",
    };
    const char *title = atl_node_attribute(node, "title");
    begin_element(writer, "aside", classes[node->value]);
    html_style(writer, "background-color", atl_node_attribute(node, "color"), "");
    html_data(writer, node);
    html_add(writer, ">");
    if (title != NULL) {
        html_add(writer, "\n<p class=\"panel-title\">");
        html_escape(writer, title, strlen(title));
        html_add(writer, "</p>");
    }
    add_inside(writer, node, "</aside>");
}

static void add_expand(struct html_writer *writer, const struct atl_node *node)
{
    const char *title = atl_node_attribute(node, "title");
    begin_element(writer, "details", NULL);
    html_data(writer, node);
    html_add(writer, ">");
    if (title != NULL) {
        html_add(writer, "\n<summary>");
        html_escape(writer, title, strlen(title));
        html_add(writer, "</summary>");
    }
    add_inside(writer, node, "</details>");
}

static void add_division(struct html_writer *writer, const struct atl_node *node, const char *class)
{
    begin_element(writer, "div", class);
    html_add(writer, ">");
    add_inside(writer, node, "</div>");
}

static void add_section(struct html_writer *writer, const struct atl_node *node)
{
    begin_element(writer, "div", "layout-section");
    html_attribute(writer, "data-type", atl_node_attribute(node, "type"));
    html_data(writer, node);
    html_add(writer, " style=\"" HTML_SIDE_BY_SIDE "\">");
    add_inside(writer, node, "</div>");
}

/* Its width is its own, or what the section's type says. */
static void add_cell(struct html_writer *writer, const struct atl_node *node)
{
    const char *width = atl_node_attribute(node, "width");
    char of_type[32];
    if (width == NULL && node->parent->kind == ATL_NODE_LAYOUT_SECTION) {
        const struct content_layout_type *type =
            content_layout_type_named(atl_node_attribute(node->parent, "type"));
        size_t index = 0;
        const struct atl_node *cell = node->parent->first;
        for (; cell != node && index < CONTENT_LAYOUT_COLUMNS; cell = cell->next) {
            index++;
        }
        if (type != NULL && index < type->columns) {
            snprintf(of_type, sizeof of_type, "%g", type->widths[index]);
            width = of_type;
        }
    }
    begin_element(writer, "div", "layout-cell");
    html_column_width(writer, width, "%");
    html_add(writer, ">");
    add_inside(writer, node, "</div>");
}

static void add_card(struct html_writer *writer, const struct atl_node *node)
{
    begin_element(writer, "p", node->kind == ATL_NODE_EMBED_CARD ? "card embedded" : "card");
    html_data(writer, node);
    html_add(writer, "><a");
    html_address(writer, "href", node->text, node->length, node->line);
    html_add(writer, ">");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</a></p>\n");
}

/* ---- images and what isn't HTML ---- */

/* Alone on its line; with its caption it is a figure. */
static void add_image(struct html_writer *writer, const struct atl_node *node)
{
    if (node->first == NULL) {
        if (!writer->tight) {
            html_fresh_line(writer);
            html_add(writer, "<p>");
        }
        html_image(writer, node);
        html_add(writer, writer->tight ? "" : "</p>\n");
        return;
    }
    begin_element(writer, "figure", NULL);
    html_add(writer, ">\n");
    html_image(writer, node);
    html_add(writer, "\n<figcaption>");
    html_inlines(writer, node);
    html_add(writer, "</figcaption>\n</figure>\n");
}

static void add_raw(struct html_writer *writer, const struct atl_node *node)
{
    html_fresh_line(writer);
    if (node->value == ATL_CONTENT_HTML && writer->options->raw_html) {
        html_raw(writer, node);
        html_fresh_line(writer);
        return;
    }
    atl_buffer_printf(writer->buffer, "<pre class=\"raw-%s\">",
                      atl_content_format_name(node->value));
    html_raw(writer, node);
    html_add(writer, "</pre>\n");
}

/* ---- */

static void add_container(struct html_writer *writer, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_QUOTE:
        begin_element(writer, "blockquote", NULL);
        html_add(writer, ">");
        add_inside(writer, node, "</blockquote>");
        break;
    case ATL_NODE_PANEL:
        add_panel(writer, node);
        break;
    case ATL_NODE_EXPAND:
        add_expand(writer, node);
        break;
    case ATL_NODE_LAYOUT:
        add_division(writer, node, "layout");
        break;
    case ATL_NODE_LAYOUT_SECTION:
        add_section(writer, node);
        break;
    case ATL_NODE_LAYOUT_CELL:
        add_cell(writer, node);
        break;
    case ATL_NODE_MEDIA_GROUP:
        add_division(writer, node, "media-group");
        break;
    case ATL_NODE_FOOTNOTE:
        break; /* at the end: html_footnotes */
    default:   /* items, rows and cells where none belong: what is in them */
        html_blocks(writer, node);
        break;
    }
}

void html_block(struct html_writer *writer, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
    case ATL_NODE_DECISION_LIST:
        add_list(writer, node);
        break;
    case ATL_NODE_TABLE:
        html_table(writer, node);
        break;
    case ATL_NODE_PARAGRAPH:
        add_paragraph(writer, node);
        break;
    case ATL_NODE_HEADING:
        add_heading(writer, node);
        break;
    case ATL_NODE_CODE_BLOCK:
        add_code_block(writer, node);
        break;
    case ATL_NODE_RULE:
        html_fresh_line(writer);
        html_add(writer, "<hr />\n");
        break;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        add_card(writer, node);
        break;
    case ATL_NODE_IMAGE:
        add_image(writer, node);
        break;
    case ATL_NODE_MACRO:
        html_macro(writer, node, true);
        break;
    case ATL_NODE_RAW:
        add_raw(writer, node);
        break;
    default:
        add_container(writer, node);
        break;
    }
}

enum atl_status html_write(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, struct atl_buffer *buffer,
                           struct atl_error *error)
{
    (void)error; /* every tree can be written */
    struct html_writer writer = {.buffer = buffer, .options = options, .start = buffer->length};
    struct atl_arena arena = {0};
    content_footnotes_collect(&writer.footnotes, tree->document);
    writer.referred = atl_arena_alloc(&arena, writer.footnotes.count * sizeof *writer.referred);
    html_blocks(&writer, tree->document);
    html_footnotes(&writer);
    content_footnotes_free(&writer.footnotes);
    atl_arena_free(&arena);
    return ATL_OK;
}
