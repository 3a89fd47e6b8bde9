/* Containers (":::"), alerts, <details>, <figure>, and what stands alone like them. */
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"

#include <stdlib.h>
#include <string.h>

/* ---- containers ---- */

static void begin_container(struct markdown_writer *writer, const char *word)
{
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, "::: ");
    atl_buffer_add(writer->out, word);
}

static void add_attributes(struct markdown_writer *writer, const struct atl_node *node,
                           const char *but)
{
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        bool shown = but != NULL && strcmp(next->name, but) == 0;
        if (!shown && next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            markdown_add_key(writer->out, next->name, next->value);
        }
    }
}

static bool is_container(const struct atl_node *block)
{
    return block->kind == ATL_NODE_LAYOUT_SECTION || block->kind == ATL_NODE_LAYOUT_CELL ||
           (block->kind == ATL_NODE_MACRO && atl_node_text_is(block, "column"));
}

/* Nothing but those. */
static bool holds_containers(const struct atl_node *block)
{
    while (block != NULL && is_container(block)) {
        block = markdown_next_written(block->next);
    }
    return block == NULL;
}

/*
 * What is in a container. An empty line on both sides lets GitHub show it as what it is; a
 * paragraph alone, and containers, do without.
 */
static void write_inside(struct markdown_writer *writer, const struct atl_node *node)
{
    const struct atl_node *first = markdown_next_written(node->first);
    bool alone = first != NULL && markdown_next_written(first->next) == NULL;
    bool close = holds_containers(first) ||
                 (alone && first->kind == ATL_NODE_PARAGRAPH && first->attributes == NULL);
    markdown_end_line(writer);
    if (!close) {
        markdown_empty_line(writer);
    }
    markdown_write_blocks(writer, node, (struct markdown_place){.tight = close});
    if (!close) {
        markdown_empty_line(writer);
    }
    markdown_line(writer, ":::");
}

static void write_section(struct markdown_writer *writer, const struct atl_node *section)
{
    const char *type = atl_node_attribute(section, "type");
    bool word = type != NULL && markdown_is_key(type);
    begin_container(writer, "section");
    if (word) {
        atl_buffer_add_char(writer->out, ' ');
        atl_buffer_add(writer->out, type);
    }
    add_attributes(writer, section, word ? "type" : NULL);
    write_inside(writer, section);
}

static void write_simple(struct markdown_writer *writer, const struct atl_node *node,
                         const char *word)
{
    begin_container(writer, word);
    add_attributes(writer, node, NULL);
    write_inside(writer, node);
}

static void write_card(struct markdown_writer *writer, const struct atl_node *card)
{
    char *url = atl_strndup(card->text == NULL ? "" : card->text, card->length);
    begin_container(writer, "card");
    markdown_add_key(writer->out, "url", url);
    free(url);
    if (card->kind == ATL_NODE_EMBED_CARD) {
        atl_buffer_add(writer->out, " embed");
    }
    add_attributes(writer, card, NULL);
    atl_buffer_add(writer->out, " :::");
    markdown_end_line(writer);
}

/* ---- panels ---- */

static bool is_alert(const struct atl_node *panel)
{
    const struct atl_attribute *only = panel->attributes;
    return markdown_alert_word(panel->value) != NULL &&
           (only == NULL || (only->next == NULL && only->name[0] == CONTENT_PRIVATE_ATTRIBUTE));
}

static void write_alert(struct markdown_writer *writer, const struct atl_node *panel)
{
    const struct atl_node *first = markdown_next_written(panel->first);
    markdown_begin_line(writer);
    atl_buffer_printf(writer->out, "> [!%s]", markdown_alert_word(panel->value));
    markdown_end_line(writer);
    size_t before = markdown_push_prefix(writer, "> ", 2);
    bool text = first != NULL && first->kind == ATL_NODE_PARAGRAPH && first->attributes == NULL;
    if (first != NULL && !text) {
        markdown_empty_line(writer); /* else it might go on the line of the alert */
    }
    writer->behind_line = text;
    markdown_write_blocks(writer, panel, (struct markdown_place){0});
    markdown_pop_prefix(writer, before);
}

static void write_panel(struct markdown_writer *writer, const struct atl_node *panel)
{
    if (is_alert(panel)) {
        write_alert(writer, panel);
    } else {
        write_simple(writer, panel, markdown_panel_word(panel->value));
    }
}

/* ---- HTML around Markdown ---- */

static void add_data(struct markdown_writer *writer, const char *name, const char *value)
{
    if (value != NULL) {
        markdown_add_html_attribute(writer->out, name, value, strlen(value));
    }
}

static void write_expand(struct markdown_writer *writer, const struct atl_node *expand)
{
    const char *title = atl_node_attribute(expand, "title");
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, "<details");
    add_data(writer, "data-breakout", atl_node_attribute(expand, "breakout"));
    add_data(writer, "data-breakout-width", atl_node_attribute(expand, "breakoutWidth"));
    atl_buffer_add_char(writer->out, '>');
    markdown_end_line(writer);
    if (title != NULL) {
        markdown_begin_line(writer);
        atl_buffer_add(writer->out, "<summary>");
        markdown_add_html_text(writer->out, title, strlen(title));
        atl_buffer_add(writer->out, "</summary>");
        markdown_end_line(writer);
    }
    markdown_empty_line(writer);
    if (markdown_next_written(expand->first) != NULL) {
        markdown_write_blocks(writer, expand, (struct markdown_place){0});
        markdown_empty_line(writer);
    }
    markdown_line(writer, "</details>");
}

/* An image alone on its line; its inlines are the caption. */
static void write_image_block(struct markdown_writer *writer, const struct atl_node *image)
{
    bool caption = image->first != NULL;
    if (caption) {
        markdown_line(writer, "<figure>");
        markdown_empty_line(writer);
    }
    markdown_begin_line(writer);
    writer->block_start = writer->out->length;
    markdown_write_image(writer, image);
    markdown_end_line(writer);
    if (caption) {
        markdown_empty_line(writer);
        markdown_begin_line(writer);
        atl_buffer_add(writer->out, "<figcaption>");
        writer->one_line = true;
        markdown_write_inlines(writer, image);
        writer->one_line = false;
        atl_buffer_add(writer->out, "</figcaption>");
        markdown_end_line(writer);
        markdown_line(writer, "</figure>");
    }
}

/* ---- all of them ---- */

static void write_raw_block(struct markdown_writer *writer, const struct atl_node *raw)
{
    const char *word = markdown_raw_word(raw->value);
    if (word != NULL) {
        markdown_write_exact_fence(writer, word, raw->text, raw->length);
    } else {
        markdown_lines(writer, raw->text, raw->length);
    }
}

static void write_decisions(struct markdown_writer *writer, const struct atl_node *list)
{
    begin_container(writer, "decisions");
    markdown_end_line(writer);
    markdown_empty_line(writer);
    markdown_write_list(writer, list, (struct markdown_place){0});
    markdown_empty_line(writer);
    markdown_line(writer, ":::");
}

void markdown_write_container(struct markdown_writer *writer, const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_PANEL:
        write_panel(writer, node);
        break;
    case ATL_NODE_EXPAND:
        write_expand(writer, node);
        break;
    case ATL_NODE_LAYOUT:
        write_simple(writer, node, "layout");
        break;
    case ATL_NODE_LAYOUT_SECTION:
        write_section(writer, node);
        break;
    case ATL_NODE_LAYOUT_CELL:
        write_simple(writer, node, "cell");
        break;
    case ATL_NODE_DECISION_LIST:
        write_decisions(writer, node);
        break;
    case ATL_NODE_MEDIA_GROUP:
        write_simple(writer, node, "media");
        break;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        write_card(writer, node);
        break;
    case ATL_NODE_IMAGE:
        write_image_block(writer, node);
        break;
    case ATL_NODE_RAW:
        write_raw_block(writer, node);
        break;
    default: /* items and cells where none belong: what is in them */
        markdown_write_blocks(writer, node, (struct markdown_place){0});
        break;
    }
}

/* ---- macros ---- */

static const struct atl_node *only_body(const struct atl_node *macro)
{
    const struct atl_node *body = macro->first;
    return body != NULL && body->kind == ATL_NODE_PLAIN_BODY && body->next == NULL ? body : NULL;
}

static bool has_body_of(const struct atl_node *macro, enum markdown_body body)
{
    switch (body) {
    case MARKDOWN_BODY_NONE:
        return macro->first == NULL;
    case MARKDOWN_BODY_BLOCKS:
        return macro->first == NULL || macro->first->kind != ATL_NODE_PLAIN_BODY;
    default:
        return only_body(macro) != NULL;
    }
}

static bool is_repeated(const struct atl_attribute *attribute)
{
    for (const struct atl_attribute *next = attribute->next; next != NULL; next = next->next) {
        if (strcmp(next->name, attribute->name) == 0) {
            return true;
        }
    }
    return false;
}

static const struct markdown_spelling *spelling_of(const struct atl_node *macro)
{
    enum { MOST_PARAMETERS = 32 };
    const struct markdown_spelling *spelling =
        markdown_spelling_of_macro(macro->text, macro->length);
    if (spelling == NULL || !has_body_of(macro, spelling->body)) {
        return NULL;
    }
    int count = 0;
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        bool own = next->name[0] == CONTENT_PRIVATE_ATTRIBUTE;
        if (++count > MOST_PARAMETERS ||
            (!own &&
             (markdown_key_of_parameter(spelling, next->name) == NULL || is_repeated(next)))) {
            return NULL;
        }
    }
    return spelling;
}

static void write_spelled(struct markdown_writer *writer, const struct atl_node *macro,
                          const struct markdown_spelling *spelling)
{
    begin_container(writer, spelling->word);
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            markdown_add_key(writer->out, markdown_key_of_parameter(spelling, next->name),
                             next->value);
        }
    }
    if (spelling->body == MARKDOWN_BODY_BLOCKS) {
        write_inside(writer, macro);
    } else if (spelling->body == MARKDOWN_BODY_PLAIN) {
        const struct atl_node *body = only_body(macro);
        markdown_end_line(writer);
        markdown_write_exact_fence(writer, "", body->text, body->length);
        markdown_line(writer, ":::");
    } else {
        atl_buffer_add(writer->out, " :::");
        markdown_end_line(writer);
    }
}

static bool has_parameters(const struct atl_node *macro)
{
    const struct atl_attribute *first = macro->attributes;
    return first != NULL && (first->name[0] != CONTENT_PRIVATE_ATTRIBUTE || first->next != NULL);
}

void markdown_write_macro(struct markdown_writer *writer, const struct atl_node *macro)
{
    const struct markdown_spelling *spelling = spelling_of(macro);
    if (markdown_is_formula_block(macro)) {
        markdown_line(writer, "$$");
        markdown_lines(writer, macro->first->text, macro->first->length);
        markdown_line(writer, "$$");
    } else if (spelling == NULL) {
        markdown_write_as_storage(writer, macro);
    } else if (atl_node_text_is(macro, MARKDOWN_TOC) && !has_parameters(macro)) {
        markdown_line(writer, "[TOC]");
    } else {
        write_spelled(writer, macro, spelling);
    }
}
