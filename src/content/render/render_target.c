/* Where links lead, and how that is said. */
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

static void add_part(struct render_run *run, const char *before, const char *part,
                     struct render_style style)
{
    if (part != NULL) {
        render_run_say(run, before, style);
        render_run_say(run, part, style);
    }
}

static void add_reference(struct render_run *run, const struct atl_reference *reference,
                          struct render_style style)
{
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
    case ATL_REFERENCE_BLOG:
        add_part(run, "", reference->space, style);
        add_part(run, reference->space != NULL ? ": " : "", reference->title, style);
        add_part(run, "#", reference->anchor, style);
        break;
    case ATL_REFERENCE_ATTACHMENT:
        add_part(run, "", reference->file, style);
        add_part(run, " of ", reference->title, style);
        break;
    case ATL_REFERENCE_SHORTCUT:
        add_part(run, "", reference->id, style);
        add_part(run, "/", reference->argument, style);
        break;
    case ATL_REFERENCE_SPACE:
        add_part(run, "space ", reference->space != NULL ? reference->space : reference->id, style);
        break;
    case ATL_REFERENCE_USER:
        add_part(run, "user ", reference->id, style);
        break;
    case ATL_REFERENCE_CONTENT:
        add_part(run, "content ", reference->id, style);
        break;
    case ATL_REFERENCE_MEDIA:
        add_part(run, "file ", reference->id, style);
        break;
    case ATL_REFERENCE_URL:
        break;
    }
}

static void add_address(struct render_run *run, const char *address, size_t length,
                        struct render_style style)
{
    struct atl_arena arena = {0};
    struct atl_reference reference;
    atl_reference_parse(&arena, address, length, &reference);
    if (reference.kind == ATL_REFERENCE_URL) {
        render_run_add(run, address, length, style);
    } else {
        add_reference(run, &reference, style);
    }
    atl_arena_free(&arena);
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
        add_address(run, address, length, style);
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
    add_address(run, address, length, style);
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

void render_add_file_name(struct render_run *run, const char *address, size_t length,
                          struct render_style style)
{
    struct atl_arena arena = {0};
    struct atl_reference reference;
    atl_reference_parse(&arena, address, length, &reference);
    if (reference.kind != ATL_REFERENCE_URL) {
        add_reference(run, &reference, style);
    } else if (length > 0) {
        size_t start = length;
        while (start > 0 && address[start - 1] != '/') {
            start--;
        }
        start = start == length ? 0 : start;
        render_run_add(run, address + start, length - start, style);
    }
    atl_arena_free(&arena);
}
