/* HTML: macros, which only a site can run: a box that says what they are, around their body. */
#include "content/render/html.h"

#include <string.h>

static bool is_own(const struct atl_attribute *attribute)
{
    return attribute->name[0] == '\x01'; /* a reader's note */
}

static const char *parameter(const struct atl_node *macro, const char *name)
{
    const char *value = atl_node_attribute(macro, name);
    return value == NULL ? "" : value;
}

/* "name: key=value, key=value" */
static void add_label(struct html_writer *writer, const struct atl_node *macro)
{
    const char *separator = ": ";
    html_escape(writer, macro->text, macro->length);
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (is_own(next)) {
            continue;
        }
        html_add(writer, separator);
        if (next->name[0] != '\0') {
            html_escape(writer, next->name, strlen(next->name));
            html_add(writer, "=");
        }
        html_escape(writer, next->value, strlen(next->value));
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
    html_add(writer, "<div class=\"macro\">\n<p class=\"macro-name\">");
    add_label(writer, macro);
    html_add(writer, "</p>\n");
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
