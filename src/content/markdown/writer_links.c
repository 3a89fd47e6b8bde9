/* Links that are their own text, and images. */
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_web_address(const char *text, size_t length)
{
    return (length > 8 && strncasecmp(text, "https://", 8) == 0) ||
           (length > 7 && strncasecmp(text, "http://", 7) == 0);
}

/* Of a host's name, none of which begins or ends with a dash. */
static bool has_short_labels(const char *host, const char *end)
{
    enum { LONGEST = 63 };
    while (host < end) {
        const char *dot = memchr(host + 1, '.', (size_t)(end - host - 1));
        const char *stop = dot == NULL ? end : dot;
        if (stop - host - 1 > LONGEST || host[1] == '-' || stop[-1] == '-') {
            return false;
        }
        host = stop;
    }
    return true;
}

/* "name@host.example", without anything unusual. */
static bool is_mail_address(const char *text, size_t length)
{
    const char *host = memchr(text, '@', length);
    bool plain = host != NULL && host > text && isalnum((unsigned char)host[1]) &&
                 isalnum((unsigned char)text[length - 1]);
    for (size_t i = 0; plain && i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        plain = (byte < 0x80 && isalnum(byte)) || byte == '.' || byte == '-' ||
                (byte == '_' && text + i < host) || text + i == host;
    }
    return plain && memmem(text, length, "..", 2) == NULL && has_short_labels(host, text + length);
}

/* "<https://…>" says it all: the text is the address, and it is one that may stand so. */
bool markdown_is_autolink(const struct atl_node *link)
{
    static const char mailto[] = "mailto:";
    const struct atl_node *text = link->first;
    if (text == NULL || text->next != NULL || text->kind != ATL_NODE_TEXT ||
        link->attributes != NULL || text->length > link->length) {
        return false;
    }
    size_t scheme = link->length - text->length;
    if (memcmp(text->text, link->text + scheme, text->length) != 0) {
        return false;
    }
    if (scheme > 0) {
        return scheme == sizeof mailto - 1 && memcmp(link->text, mailto, scheme) == 0 &&
               is_mail_address(text->text, text->length);
    }
    bool plain = is_web_address(link->text, link->length);
    for (uint32_t i = 0; plain && i < link->length; i++) {
        unsigned char byte = (unsigned char)link->text[i];
        plain = byte > ' ' && byte != '<' && byte != '>' && byte != '|' && byte < 0x7F &&
                !markdown_begins_reference(link->text + i, link->length - i);
    }
    return plain;
}

/* Everything but the alternative text and the title needs the tag. */
static bool is_plain_image(const struct atl_node *image)
{
    for (const struct atl_attribute *next = image->attributes; next != NULL; next = next->next) {
        if (strcmp(next->name, "alt") != 0 && strcmp(next->name, "title") != 0 &&
            strcmp(next->name, "link") != 0) {
            return false;
        }
    }
    return true;
}

static void write_image_tag(struct markdown_writer *writer, const struct atl_node *image)
{
    atl_buffer_add(writer->out, "<img");
    markdown_add_html_attribute(writer->out, "src", image->text, image->length);
    for (const struct atl_attribute *next = image->attributes; next != NULL; next = next->next) {
        if (strcmp(next->name, "link") != 0 && next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            markdown_add_html_attribute(writer->out, next->name, next->value, strlen(next->value));
        }
    }
    atl_buffer_add_char(writer->out, '>');
}

void markdown_open_link(struct markdown_writer *writer, const char *target, size_t length,
                        const char *title)
{
    if (!markdown_means_else(target, length)) {
        atl_buffer_add_char(writer->out, '[');
        return;
    }
    atl_buffer_add(writer->out, "<a");
    markdown_add_html_attribute(writer->out, "href", target, length);
    if (title != NULL) {
        markdown_add_html_attribute(writer->out, "title", title, strlen(title));
    }
    atl_buffer_add_char(writer->out, '>');
}

void markdown_close_link(struct markdown_writer *writer, const char *target, size_t length,
                         const char *title)
{
    if (markdown_means_else(target, length)) {
        atl_buffer_add(writer->out, "</a>");
    } else {
        atl_buffer_add_char(writer->out, ']');
        markdown_add_target(writer->out, target, length, title);
    }
}

void markdown_write_image(struct markdown_writer *writer, const struct atl_node *image)
{
    const char *link = atl_node_attribute(image, "link");
    if (link != NULL) {
        markdown_open_link(writer, link, strlen(link), NULL);
    }
    if (is_plain_image(image)) {
        const char *alt = atl_node_attribute(image, "alt");
        atl_buffer_add(writer->out, "![");
        markdown_write_label(writer, alt == NULL ? "" : alt, alt == NULL ? 0 : strlen(alt));
        atl_buffer_add_char(writer->out, ']');
        markdown_add_target(writer->out, image->text, image->length,
                            atl_node_attribute(image, "title"));
    } else {
        write_image_tag(writer, image);
    }
    if (link != NULL) {
        markdown_close_link(writer, link, strlen(link), NULL);
    }
}
