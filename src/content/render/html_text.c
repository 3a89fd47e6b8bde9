/* Escaping, addresses and attributes of HTML. */
#include "content/entity.h"
#include "content/render/html.h"
#include "content/safe_url.h"

#include <ctype.h>
#include <string.h>

void html_escape(struct html_writer *writer, const char *text, size_t length)
{
    static const char special[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1};
    size_t start = 0;
    for (size_t at = 0; at < length; at++) {
        if (special[(unsigned char)text[at]]) {
            atl_buffer_append(writer->buffer, text + start, at - start);
            atl_buffer_add(writer->buffer, content_entity_of(text[at]));
            start = at + 1;
        }
    }
    atl_buffer_append(writer->buffer, text + start, length - start);
}

void html_add(struct html_writer *writer, const char *markup)
{
    atl_buffer_add(writer->buffer, markup);
}

void html_fresh_line(struct html_writer *writer)
{
    const struct atl_buffer *buffer = writer->buffer;
    if (buffer->length > writer->start && buffer->data[buffer->length - 1] != '\n') {
        atl_buffer_add_char(writer->buffer, '\n');
    }
}

void html_attribute(struct html_writer *writer, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    atl_buffer_printf(writer->buffer, " %s=\"", name);
    html_escape(writer, value, strlen(value));
    atl_buffer_add_char(writer->buffer, '"');
}

/* What stands for itself in an address. Percent signs do, since addresses come encoded. */
static bool is_plain_in_address(char byte)
{
    static const char plain[] = "-_.+!*(),%#@?=;:/$~";
    return isalnum((unsigned char)byte) || (byte != '\0' && strchr(plain, byte) != NULL);
}

static void append_address(struct atl_buffer *buffer, const char *text, size_t length)
{
    size_t start = 0;
    for (size_t at = 0; at < length; at++) {
        if (is_plain_in_address(text[at])) {
            continue;
        }
        atl_buffer_append(buffer, text + start, at - start);
        start = at + 1;
        if (text[at] == '&') {
            atl_buffer_add(buffer, "&amp;");
        } else if (text[at] == '\'') {
            atl_buffer_add(buffer, "&#x27;");
        } else {
            atl_buffer_printf(buffer, "%%%02X", (unsigned)(unsigned char)text[at]);
        }
    }
    atl_buffer_append(buffer, text + start, length - start);
}

void html_address(struct html_writer *writer, const char *name, const char *text, size_t length,
                  uint32_t line)
{
    atl_buffer_printf(writer->buffer, " %s=\"", name);
    if (!writer->options->raw_html && content_url_runs(text, length)) {
        atl_content_report_add(writer->options->report, ATL_REPORT_NEUTRALISED, line,
                               "address that would run as a script: replaced by #");
        atl_buffer_add_char(writer->buffer, '#');
    } else {
        append_address(writer->buffer, text, length);
    }
    atl_buffer_add_char(writer->buffer, '"');
}

void html_style(struct html_writer *writer, const char *property, const char *value,
                const char *unit)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "#.%-";
    if (value != NULL && value[0] != '\0' && value[strspn(value, harmless)] == '\0') {
        bool in_percent = strchr(value, '%') != NULL;
        atl_buffer_printf(writer->buffer, " style=\"%s: %s%s\"", property, value,
                          in_percent ? "" : unit);
    }
}

void html_column_width(struct html_writer *writer, const char *width, const char *unit)
{
    if (width != NULL) {
        html_style(writer, "width", width, unit);
    } else {
        html_style(writer, "flex", "1", "");
    }
}

/* ---- raw HTML ---- */

/* The tags that GitHub's rules don't let through even where raw HTML is allowed. */
static bool is_filtered_tag(const char *text, size_t length)
{
    static const char *const filtered[] = {"title",   "textarea", "style",  "xmp",      "iframe",
                                           "noembed", "noframes", "script", "plaintext"};
    size_t start = length > 1 && text[1] == '/' ? 2 : 1;
    for (size_t i = 0; i < sizeof filtered / sizeof *filtered; i++) {
        size_t size = strlen(filtered[i]);
        if (length > start + size && strncasecmp(text + start, filtered[i], size) == 0 &&
            strchr(" \t\n\v\f\r/>", text[start + size]) != NULL) {
            return true;
        }
    }
    return false;
}

static void add_filtered(struct html_writer *writer, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *tag = memchr(text + 1, '<', (size_t)(end - text) - 1);
        tag = text[0] == '<' ? text : tag;
        if (tag == NULL) {
            break;
        }
        atl_buffer_append(writer->buffer, text, (size_t)(tag - text));
        atl_buffer_add(writer->buffer, is_filtered_tag(tag, (size_t)(end - tag)) ? "&lt;" : "<");
        text = tag + 1;
    }
    atl_buffer_append(writer->buffer, text, (size_t)(end - text));
}

void html_raw(struct html_writer *writer, const struct atl_node *node)
{
    if (node->value != ATL_CONTENT_HTML) {
        atl_content_report_add(writer->options->report, ATL_REPORT_LOST, node->line,
                               "%s: its source is shown", atl_content_format_name(node->value));
        html_escape(writer, node->text, node->length);
    } else if (!writer->options->raw_html) {
        atl_content_report_add(writer->options->report, ATL_REPORT_NEUTRALISED, node->line,
                               "raw HTML: shown as text");
        html_escape(writer, node->text, node->length);
    } else if (writer->options->gfm) {
        add_filtered(writer, node->text, node->length);
    } else {
        atl_buffer_append(writer->buffer, node->text, node->length);
    }
}
