/* What references and mentions are called. */
#include "content/render/reference_words.h"

#include <string.h>

static void add_part(struct atl_buffer *words, const char *before, const char *part)
{
    if (part != NULL) {
        atl_buffer_add(words, before);
        atl_buffer_add(words, part);
    }
}

static void add_words(struct atl_buffer *words, const struct atl_reference *reference)
{
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
    case ATL_REFERENCE_BLOG:
        add_part(words, "", reference->space);
        add_part(words, reference->space != NULL ? ": " : "", reference->title);
        add_part(words, "#", reference->anchor);
        break;
    case ATL_REFERENCE_ATTACHMENT:
        add_part(words, "", reference->file);
        add_part(words, " of ", reference->title);
        break;
    case ATL_REFERENCE_SHORTCUT:
        add_part(words, "", reference->id);
        add_part(words, "/", reference->argument);
        break;
    case ATL_REFERENCE_SPACE:
        add_part(words, "space ", reference->space != NULL ? reference->space : reference->id);
        break;
    case ATL_REFERENCE_USER:
        add_part(words, "user ", reference->id);
        break;
    case ATL_REFERENCE_CONTENT:
        add_part(words, "content ", reference->id);
        break;
    case ATL_REFERENCE_MEDIA:
        add_part(words, "file ", reference->id);
        break;
    case ATL_REFERENCE_URL:
        break;
    }
}

bool render_reference_words(struct atl_buffer *words, const char *address, size_t length)
{
    struct atl_arena arena = {0};
    struct atl_reference reference;
    atl_reference_parse(&arena, address, length, &reference);
    if (reference.kind != ATL_REFERENCE_URL) {
        add_words(words, &reference);
    }
    atl_arena_free(&arena);
    return reference.kind != ATL_REFERENCE_URL;
}

void render_mention_words(struct atl_buffer *words, const struct atl_node *mention)
{
    static const char *const prefixes[] = {"key:", "name:"};
    const char *name = atl_node_attribute(mention, "text");
    const char *id = mention->text;
    size_t length = mention->length;
    if (name != NULL && *name != '\0') {
        atl_buffer_add(words, *name == '@' ? "" : "@");
        atl_buffer_add(words, name);
        return;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t size = strlen(prefixes[i]);
        if (length > size && memcmp(id, prefixes[i], size) == 0) {
            id += size;
            length -= size;
            break;
        }
    }
    atl_buffer_add(words, "@");
    atl_buffer_append(words, id, length);
}
