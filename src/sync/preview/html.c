/* docs preview: HTML around pages. */
#include "sync/preview/preview.h"

void preview_add_escaped(struct atl_buffer *html, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            atl_buffer_add(html, "&amp;");
            break;
        case '<':
            atl_buffer_add(html, "&lt;");
            break;
        case '"':
            atl_buffer_add(html, "&quot;");
            break;
        default:
            atl_buffer_add_char(html, *text);
        }
    }
}

void preview_begin_page(const struct preview *preview, struct atl_buffer *html, const char *title)
{
    atl_buffer_printf(html,
                      "<!DOCTYPE html>\n<html data-version=\"%lld\">\n<head>\n"
                      "<meta charset=\"utf-8\" />\n"
                      "<meta name=\"viewport\" content=\"width=device-width\" />\n"
                      "<link rel=\"stylesheet\" href=\"/-/style.css\" />\n"
                      "<script src=\"/-/script.js\" defer=\"defer\"></script>\n<title>",
                      (long long)preview->version);
    preview_add_escaped(html, title);
    atl_buffer_add(html, "</title>\n</head>\n<body>\n");
}

void preview_end_page(struct preview_reply *reply, int status)
{
    atl_buffer_add(&reply->body, "</body>\n</html>\n");
    reply->status = status;
    reply->media_type = "text/html; charset=utf-8";
}

void preview_add_problem(struct atl_buffer *html, const char *message)
{
    atl_buffer_add(html, "<p class=\"problem\">");
    preview_add_escaped(html, message);
    atl_buffer_add(html, "</p>\n");
}

void preview_add_link(struct preview_site *site, struct atl_buffer *html, const char *path,
                      const char *text)
{
    atl_buffer_add(html, "<a href=\"/");
    preview_add_escaped(html, sync_link_url(&site->arena, path));
    atl_buffer_add(html, "\">");
    preview_add_escaped(html, text);
    atl_buffer_add(html, "</a>");
}
