/* Where links lead, and how that is said. */
#include "content/render/reference_words.h"
#include "content/render/render.h"
#include "content/safe_url.h"

#include <string.h>

enum {
    MOST_LINK_BYTES = 2000, /* terminals ignore longer ones */
};

static bool begins_with(const char *text, size_t length, const char *prefix)
{
    size_t size = strlen(prefix);
    return length >= size && memcmp(text, prefix, size) == 0;
}

/* Those that a terminal can open. A path or a page by its title means nothing to it. */
static bool is_for_terminal(const char *address, size_t length)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "ftp://"};
    for (size_t i = 0; length <= MOST_LINK_BYTES && i < sizeof schemes / sizeof *schemes; i++) {
        if (begins_with(address, length, schemes[i])) {
            return !content_url_runs(address, length);
        }
    }
    return false;
}

/* OSC 8 takes printable ASCII; all else is percent-encoded, so that no byte ends the sequence. */
static void append_encoded(struct atl_buffer *links, const char *address, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)address[i];
        if (byte > ' ' && byte < 0x7F) {
            atl_buffer_add_char(links, address[i]);
        } else {
            atl_buffer_printf(links, "%%%02X", byte);
        }
    }
    atl_buffer_append(links, "", 1);
}

struct render_style render_link_style(struct render *render, struct render_run *run,
                                      const char *address, size_t length, struct render_style style)
{
    style.attributes |= RENDER_UNDERLINE;
    if (render->hyperlinks && is_for_terminal(address, length)) {
        style.link = run->links.length + 1;
        append_encoded(&run->links, address, length);
    }
    return style;
}

/* ---- addresses in words ---- */

void render_add_address(struct render_run *run, const char *address, size_t length,
                        struct render_style style)
{
    struct atl_buffer words = {0};
    if (render_reference_words(&words, address, length)) {
        render_run_add(run, words.data, words.length, style);
    } else {
        render_run_add(run, address, length, style);
    }
    atl_buffer_free(&words);
}

/* The label is the address, perhaps without its scheme: nobody wants to read that twice. */
static bool says_address(const struct render_run *run, size_t label_start, const char *address,
                         size_t length)
{
    static const char *const schemes[] = {"", "http://", "https://", "mailto:"};
    const char *label = run->text.data + label_start;
    size_t label_length = run->text.length - label_start;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t skipped = strlen(schemes[i]);
        if (begins_with(address, length, schemes[i]) && length - skipped == label_length &&
            memcmp(address + skipped, label, label_length) == 0) {
            return true;
        }
    }
    return false;
}

void render_add_link(struct render *render, struct render_run *run, const char *address,
                     size_t length, size_t label_start)
{
    struct render_style style = render->base;
    bool is_empty = run->text.length == label_start;
    if (length == 0) {
        return;
    }
    if (is_empty) {
        render_add_address(run, address, length, style);
        return;
    }
    if ((render->hyperlinks && is_for_terminal(address, length)) ||
        says_address(run, label_start, address, length)) {
        return;
    }
    /* A page that is called what the link says needs no second mention. */
    size_t label_end = run->text.length;
    size_t spans = run->span_count;
    style.attributes |= RENDER_DIM;
    render_run_say(run, " (", style);
    size_t said = run->text.length;
    render_add_address(run, address, length, style);
    size_t label_length = label_end - label_start;
    if (run->text.length == said ||
        (run->text.length - said == label_length &&
         memcmp(run->text.data + said, run->text.data + label_start, label_length) == 0)) {
        atl_buffer_truncate(&run->text, label_end);
        run->span_count = spans;
        return;
    }
    render_run_say(run, ")", style);
}

bool render_add_file_name(struct render_run *run, const char *address, size_t length,
                          struct render_style style)
{
    struct atl_buffer words = {0};
    size_t start = 0;
    if (render_reference_words(&words, address, length)) {
        render_run_add(run, words.data, words.length, style);
    } else if (length > 0) {
        start = length;
        while (start > 0 && address[start - 1] != '/') {
            start--;
        }
        start = start == length ? 0 : start;
        render_run_add(run, address + start, length - start, style);
    }
    atl_buffer_free(&words);
    return start == 0;
}
