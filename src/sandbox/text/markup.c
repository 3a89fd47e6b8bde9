#include "sandbox/text/markup.h"

void markup_append_escaped(struct atl_buffer *markup, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            atl_buffer_add(markup, "&amp;");
            break;
        case '<':
            atl_buffer_add(markup, "&lt;");
            break;
        case '>':
            atl_buffer_add(markup, "&gt;");
            break;
        case '"':
            atl_buffer_add(markup, "&quot;");
            break;
        default:
            atl_buffer_add_char(markup, text[i]);
            break;
        }
    }
}
