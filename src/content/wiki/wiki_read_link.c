/* Links "[text|target|more]", mentions "[~user]", and images "!source|options!". */
#include "content/wiki/wiki_reader.h"
#include "content/wiki/wiki_target.h"

#include <string.h>
#include <strings.h>

/* ---- where they end ---- */

/* A pipe that isn't escaped, from the left; `length` when there is none. */
static size_t find_pipe(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && text[at] != '|') {
        at += text[at] == '\\' && at + 1 < length ? 2 : 1;
    }
    return at < length ? at : length;
}

struct link {
    struct wiki_span text; /* empty: the target is shown */
    const char *target;
    size_t target_length;
    const char *more; /* NULL: nothing */
    size_t more_length;
};

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && wiki_is_space(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && wiki_is_space((*text)[*length - 1])) {
        (*length)--;
    }
}

/* The pipe that ends the text: an image within may have some of its own. */
static size_t text_end(const struct wiki_reader *reader, struct wiki_span span)
{
    const char *inside = reader->text + span.start + 1;
    size_t length = span.end - span.start - 2;
    size_t image =
        length > 0 && inside[0] == '!' ? wiki_image_end(reader, span, span.start + 1) : 0;
    size_t skip = image > 0 && image < span.end ? image - span.start - 1 : 0;
    return skip + find_pipe(inside + skip, length - skip);
}

/* Takes "[…]" apart; false when it is none. */
static bool parse_link(const struct wiki_reader *reader, struct wiki_span span, struct link *link)
{
    const char *inside = reader->text + span.start + 1;
    size_t length = span.end - span.start - 2;
    size_t pipe = text_end(reader, span);
    *link = (struct link){.text = {span.start + 1, span.start + 1, span.tag}};
    if (pipe == length) {
        link->target = inside;
        link->target_length = length;
        trim(&link->target, &link->target_length);
        return wiki_is_link(link->target, link->target_length);
    }
    link->text.end = span.start + 1 + (uint32_t)pipe;
    link->text = wiki_trim(reader, link->text);
    link->target = inside + pipe + 1;
    link->target_length = length - pipe - 1;
    size_t second = find_pipe(link->target, link->target_length);
    if (second < link->target_length) {
        link->more = link->target + second + 1;
        link->more_length = link->target_length - second - 1;
        link->target_length = second;
        trim(&link->more, &link->more_length);
    }
    trim(&link->target, &link->target_length);
    return link->target_length > 0;
}

uint32_t wiki_link_end(const struct wiki_reader *reader, struct wiki_span span, uint32_t at)
{
    const char *text = reader->text;
    uint32_t tag = wiki_skip_tags(reader, span.tag, at);
    uint32_t end = at + 1;
    while (end < span.end && text[end] != ']' && text[end] != '[' && text[end] != '\n') {
        if (tag < reader->tags.count && reader->tags.items[tag].start == end) {
            const struct wiki_tag *found = &reader->tags.items[tag];
            bool color = found->macro != NULL && strcmp(found->macro->name, "color") == 0;
            if (!color || found->closes) {
                return 0;
            }
            const uint32_t after = reader->tags.items[found->partner].end;
            if (memchr(text + end, '\n', after - end) != NULL) {
                return 0;
            }
            end = after;
            tag = found->partner + 1;
            continue;
        }
        end += text[end] == '\\' && end + 1 < span.end && text[end + 1] != '\n' ? 2 : 1;
        tag = wiki_skip_tags(reader, tag, end);
    }
    if (end >= span.end || text[end] != ']' || end == at + 1) {
        return 0;
    }
    struct link link;
    return parse_link(reader, (struct wiki_span){at, end + 1, span.tag}, &link) ? end + 1 : 0;
}

uint32_t wiki_image_end(const struct wiki_reader *reader, struct wiki_span span, uint32_t at)
{
    const char *text = reader->text;
    if (at + 1 >= span.end || wiki_word_before(text, span.start, at)) {
        return 0;
    }
    uint32_t tag = wiki_skip_tags(reader, span.tag, at);
    uint32_t limit = tag < reader->tags.count && reader->tags.items[tag].start < span.end
                         ? reader->tags.items[tag].start
                         : span.end; /* macros go first */
    uint32_t end = at + 1;
    while (end < limit && text[end] != '!' && text[end] != '\n') {
        end++;
    }
    if (end >= limit || text[end] != '!' || wiki_word_after(text, end + 1, span.end)) {
        return 0;
    }
    size_t source = find_pipe(text + at + 1, end - at - 1);
    return wiki_is_image(text + at + 1, source) ? end + 1 : 0;
}

/* ---- links ---- */

static bool starts_with(const struct link *link, const char *prefix)
{
    size_t length = strlen(prefix);
    return link->target_length > length && memcmp(link->target, prefix, length) == 0;
}

/* False when the target names nobody. */
static bool read_mention(struct wiki_reader *reader, const struct link *link)
{
    struct atl_arena *arena = reader->builder->arena;
    struct atl_reference reference;
    const char *user = wiki_link_target(arena, link->target, link->target_length);
    atl_reference_parse(arena, user, strlen(user), &reference);
    if (reference.kind != ATL_REFERENCE_USER || reference.id == NULL) {
        return false;
    }
    content_leaf(reader->builder, ATL_NODE_MENTION, reference.id, strlen(reference.id));
    return true;
}

static bool more_is(const struct link *link, const char *word)
{
    return link->more != NULL && strlen(word) == link->more_length &&
           strncasecmp(link->more, word, link->more_length) == 0;
}

static bool is_image_alone(const struct wiki_reader *reader, const struct link *link)
{
    return link->text.end > link->text.start && reader->text[link->text.start] == '!' &&
           wiki_image_end(reader, link->text, link->text.start) == link->text.end;
}

bool wiki_is_block_link(struct wiki_reader *reader, struct wiki_span span)
{
    struct link link;
    return parse_link(reader, span, &link) &&
           (is_image_alone(reader, &link) || more_is(&link, "smart-card") ||
            more_is(&link, "block-card") || more_is(&link, "smart-embed"));
}

static const char *more_text(struct wiki_reader *reader, const struct link *link)
{
    size_t length = link->more_length;
    const char *text = wiki_decode(reader, link->more, &length);
    return atl_arena_strndup(reader->builder->arena, text, length);
}

/* The text shown: its own, else the target without the sign before it. */
static void read_link_text(struct wiki_reader *reader, const struct link *link)
{
    if (link->text.end > link->text.start) {
        uint32_t color = reader->color;
        reader->color = WIKI_NO_TAG; /* it is around the link already */
        reader->in_link = true;
        wiki_read_inlines(reader, link->text);
        reader->color = color;
        reader->in_link = false;
        return;
    }
    bool sign = strchr("^#", link->target[0]) != NULL;
    size_t mailto = starts_with(link, "mailto:") ? strlen("mailto:") : 0;
    size_t skip = sign ? 1 : mailto;
    content_text(reader->builder, link->target + skip, link->target_length - skip);
}

void wiki_read_link(struct wiki_reader *reader, struct wiki_span span, bool block)
{
    struct link link;
    struct content_builder *builder = reader->builder;
    if (!parse_link(reader, span, &link)) {
        return;
    }
    bool bare = link.text.end == link.text.start;
    if (bare && (link.target[0] == '~' || starts_with(&link, "user:")) &&
        read_mention(reader, &link)) {
        return;
    }
    const char *target = wiki_link_target(builder->arena, link.target, link.target_length);
    if (is_image_alone(reader, &link)) {
        wiki_read_image(reader, link.text, target);
        return;
    }
    if (block) {
        bool embed = more_is(&link, "smart-embed");
        content_leaf(builder, embed ? ATL_NODE_EMBED_CARD : ATL_NODE_BLOCK_CARD, target,
                     strlen(target));
        return;
    }
    struct atl_node *node = content_open(builder, ATL_NODE_LINK);
    content_set_text(node, target, strlen(target));
    if (more_is(&link, "smart-link") || more_is(&link, "smart-card") ||
        more_is(&link, "block-card") || more_is(&link, "smart-embed")) {
        content_set_attribute(builder->arena, node, "card", "inline");
    } else if (link.more_length > 0) {
        content_set_attribute(builder->arena, node, "title", more_text(reader, &link));
    }
    read_link_text(reader, &link);
    content_close(builder);
}

/* ---- images ---- */

/* The next of "a=1,b=\"2, 3\"|c"; returns where the one after it begins. */
static const char *next_option(const char *at, const char *end, size_t *length)
{
    bool quoted = false;
    const char *from = at;
    while (at < end && (quoted || (*at != ',' && *at != '|'))) {
        quoted = *at == '"' ? !quoted : quoted;
        at++;
    }
    *length = (size_t)(at - from);
    return at < end ? at + 1 : end;
}

static void set_option(struct wiki_reader *reader, struct atl_node *image, const char *text,
                       size_t length)
{
    static const char *const known[] = {"alt",   "title",  "width",     "height",
                                        "align", "border", "thumbnail", "layout"};
    struct atl_arena *arena = reader->builder->arena;
    trim(&text, &length);
    const char *equals = memchr(text, '=', length);
    size_t name = equals == NULL ? length : (size_t)(equals - text);
    const char *value = equals == NULL ? "true" : equals + 1;
    size_t size = equals == NULL ? strlen("true") : length - name - 1;
    if (size >= 2 && value[0] == '"' && value[size - 1] == '"') {
        value++;
        size -= 2;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == name && strncasecmp(known[i], text, name) == 0 &&
            atl_node_attribute(image, known[i]) == NULL) {
            const char *plain = wiki_decode(reader, value, &size);
            content_set_attribute(arena, image, known[i], atl_arena_strndup(arena, plain, size));
            return;
        }
    }
    if (length > 0) {
        atl_content_report_add(reader->report, ATL_REPORT_LOST, reader->builder->line,
                               "the option '%.*s' of an image is left out", (int)name, text);
    }
}

void wiki_read_image(struct wiki_reader *reader, struct wiki_span span, const char *link)
{
    const char *inside = reader->text + span.start + 1;
    size_t length = span.end - span.start - 2;
    size_t source = find_pipe(inside, length);
    const char *target = wiki_image_source(reader->builder->arena, inside, source);
    struct atl_node *image = content_leaf(reader->builder, ATL_NODE_IMAGE, target, strlen(target));
    const char *end = inside + length;
    const char *at = source < length ? inside + source + 1 : end;
    while (at < end) {
        size_t size;
        const char *option = at;
        at = next_option(at, end, &size);
        set_option(reader, image, option, size);
    }
    if (link != NULL) {
        content_set_attribute(reader->builder->arena, image, "link", link);
    }
}
