/*
 * HTML: macros. Those that only lay out or name their body are that body; of the others, which only
 * a site can run, a box says what they are.
 */
#include "content/equal.h"
#include "content/render/html.h"
#include "content/render/macro_body.h"
#include "content/render/reference_words.h"

#include <string.h>

static const char *parameter(const struct atl_node *macro, const char *name)
{
    const char *value = atl_node_attribute(macro, name);
    return value == NULL ? "" : value;
}

/* A page or an attachment in words, not percent-encoded. */
static void add_value(struct html_writer *writer, const char *value)
{
    struct atl_buffer words = {0};
    if (render_reference_words(&words, value, strlen(value))) {
        html_escape(writer, atl_buffer_text(&words), words.length);
    } else {
        html_escape(writer, value, strlen(value));
    }
    atl_buffer_free(&words);
}

/* "name: key=value, key=value" */
static void add_label(struct html_writer *writer, const struct atl_node *macro)
{
    const char *separator = ": ";
    html_escape(writer, macro->text, macro->length);
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (next->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
            continue;
        }
        html_add(writer, separator);
        if (next->name[0] != '\0') {
            html_escape(writer, next->name, strlen(next->name));
            html_add(writer, "=");
        }
        add_value(writer, next->value);
        separator = ", ";
    }
}

static void add_anchor(struct html_writer *writer, const struct atl_node *macro)
{
    html_add(writer, "<a");
    html_attribute(writer, "id", parameter(macro, ""));
    html_add(writer, "></a>");
}

static void add_text(struct html_writer *writer, const char *class, const char *text, size_t length)
{
    atl_buffer_printf(writer->buffer, "<span class=\"%s\">", class);
    html_escape(writer, text, length);
    html_add(writer, "</span>");
}

static void add_inline(struct html_writer *writer, const struct atl_node *macro)
{
    const struct atl_node *body = macro->first;
    bool plain = body != NULL && body->kind == ATL_NODE_PLAIN_BODY;
    if (atl_node_text_is(macro, "mathinline")) {
        const char *formula = parameter(macro, "body");
        add_text(writer, "math", formula, strlen(formula));
    } else if (plain && atl_node_text_is(macro, "mathblock")) {
        add_text(writer, "math", body->text, body->length);
    } else if (atl_node_text_is(macro, "jira") && atl_node_attribute(macro, "key") != NULL) {
        const char *key = parameter(macro, "key");
        add_text(writer, "jira-issue", key, strlen(key));
    } else {
        html_add(writer, "<span class=\"macro\">");
        add_label(writer, macro);
        if (plain) {
            html_add(writer, " <code>");
            html_escape(writer, body->text, body->length);
            html_add(writer, "</code>");
        } else if (body != NULL) {
            html_add(writer, " ");
            for (const struct atl_node *node = body; node != NULL; node = node->next) {
                html_inlines(writer, node);
            }
        }
        html_add(writer, "</span>");
    }
}

/* What else a macro says that shows its body alone stays as data. */
static void add_parameters(struct html_writer *writer, const struct atl_node *macro)
{
    bool column = atl_node_text_is(macro, "column");
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (next->name[0] != CONTENT_PRIVATE_ATTRIBUTE &&
            !(column && strcmp(next->name, "width") == 0)) {
            html_add(writer, " data-macro=\"");
            add_label(writer, macro);
            html_add(writer, "\"");
            return;
        }
    }
}

/* The box. Columns stand as those of a layout do. */
static void add_start(struct html_writer *writer, const struct atl_node *macro)
{
    if (!render_macro_is_body(macro)) {
        html_add(writer, "<div class=\"macro\">\n<p class=\"macro-name\">");
        add_label(writer, macro);
        html_add(writer, "</p>\n");
    } else if (atl_node_text_is(macro, "section")) {
        html_add(writer, "<div class=\"layout-section\" style=\"" HTML_SIDE_BY_SIDE "\"");
        add_parameters(writer, macro);
        html_add(writer, ">\n");
    } else if (atl_node_text_is(macro, "column")) {
        html_add(writer, "<div class=\"layout-cell\"");
        html_column_width(writer, atl_node_attribute(macro, "width"), "px");
        add_parameters(writer, macro);
        html_add(writer, ">\n");
    } else {
        html_add(writer, "<div class=\"");
        html_escape(writer, macro->text, macro->length);
        html_add(writer, "\"");
        add_parameters(writer, macro);
        html_add(writer, ">\n");
    }
}

static void add_block(struct html_writer *writer, const struct atl_node *macro)
{
    const struct atl_node *body = macro->first;
    bool plain = body != NULL && body->kind == ATL_NODE_PLAIN_BODY;
    html_fresh_line(writer);
    if (plain && atl_node_text_is(macro, "mathblock")) {
        html_add(writer, "<div class=\"math\">");
        html_escape(writer, body->text, body->length);
        html_add(writer, "</div>\n");
        return;
    }
    add_start(writer, macro);
    if (plain) {
        html_add(writer, "<pre>");
        html_escape(writer, body->text, body->length);
        html_add(writer, "</pre>\n");
    } else {
        bool tight = writer->tight;
        writer->tight = false;
        html_blocks(writer, macro);
        writer->tight = tight;
        html_fresh_line(writer);
    }
    html_add(writer, "</div>\n");
}

void html_macro(struct html_writer *writer, const struct atl_node *node, bool block)
{
    if (atl_node_text_is(node, "anchor")) {
        html_add(writer, block && !writer->tight ? "<p>" : "");
        add_anchor(writer, node);
        html_add(writer, block && !writer->tight ? "</p>\n" : "");
    } else if (block) {
        add_block(writer, node);
    } else {
        add_inline(writer, node);
    }
}
