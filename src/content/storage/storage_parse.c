#include "content/storage/storage_parse.h"

#include "content/entity.h"
#include "content/storage/storage_library.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Declares the prefixes that storage bodies use without declaring them. */
static const char root_start[] = "<root xmlns:ac=\"ac\" xmlns:ri=\"ri\">";
static const char root_end[] = "</root>";

enum {
    CACHE_SLOTS = 256,
    NAMESPACES = 64, /* declared by open elements: libxml2 searches them all for each prefix */
};

/* Names that libxml2 hands out are the same pointer each time: a cache over storage_word_find. */
struct cached_word {
    const xmlChar *prefix;
    const xmlChar *name;
    enum storage_word word;
};

struct parse {
    const struct storage_library *library;
    xmlParserCtxtPtr context;
    struct content_builder *builder;
    struct atl_arena *arena;
    const char *text;
    size_t length;
    size_t part;  /* of what libxml2 reads: 0 the root's start, 1 the text, 2 the root's end … */
    size_t given; /* … and how much of it has been */
    struct storage_element *root;
    struct storage_element *open;
    unsigned depth;
    unsigned namespaces;
    uint32_t first_line;
    struct storage_flaw *flaw;
    xmlEntity entity;
    char entity_text[CONTENT_ENTITY_BYTES + 1];
    struct cached_word cache[CACHE_SLOTS];
};

void storage_position(const char *text, size_t offset, uint32_t first_line, size_t *line,
                      size_t *column)
{
    *line = first_line == 0 ? 1 : first_line;
    *column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            (*line)++;
            *column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            (*column)++;
        }
    }
}

/* ---- where the parser is ---- */

/* In the text, that is without the root's start tag. */
static size_t offset_of(const struct parse *parse, const xmlChar *at)
{
    const xmlParserInput *input = parse->context->input;
    size_t offset = (size_t)input->consumed + (size_t)(at - input->base);
    size_t before = sizeof root_start - 1;
    offset = offset < before ? 0 : offset - before;
    return offset > parse->length ? parse->length : offset;
}

static size_t offset_of_tag(const struct parse *parse, size_t behind)
{
    while (behind > 0 && parse->text[behind - 1] != '<') {
        behind--;
    }
    return behind > 0 ? behind - 1 : 0;
}

static void stop(struct parse *parse, size_t offset, const char *what, int limit)
{
    size_t line;
    size_t column;
    storage_position(parse->text, offset, parse->first_line, &line, &column);
    content_builder_fail(parse->builder, ATL_FAILED, "line %zu, column %zu: %s %d", line, column,
                         what, limit);
    parse->library->xmlStopParser(parse->context);
}

static enum storage_word find_word(struct parse *parse, const xmlChar *prefix, const xmlChar *name)
{
    size_t slot = (((uintptr_t)name >> 1) ^ ((uintptr_t)prefix >> 4)) % CACHE_SLOTS;
    struct cached_word *cached = &parse->cache[slot];
    if (cached->name != name || cached->prefix != prefix) {
        cached->prefix = prefix;
        cached->name = name;
        cached->word = storage_word_find((const char *)prefix, (const char *)name);
    }
    return cached->word;
}

/* ---- what libxml2 calls ---- */

/* libxml2 gives five pointers for each: name, prefix, namespace, value, end of the value. */
static void add_attributes(struct parse *parse, struct storage_element *element, int count,
                           const xmlChar **given)
{
    const xmlParserInput *input = parse->context->input;
    struct storage_attribute **next = &element->attributes;
    for (int i = 0; i < count; i++, given += 5) {
        struct storage_attribute *attribute = atl_arena_alloc(parse->arena, sizeof *attribute);
        attribute->word = (uint16_t)find_word(parse, given[1], given[0]);
        attribute->length = (uint32_t)(given[4] - given[3]);
        bool in_source = given[3] >= input->base && given[3] < input->end;
        attribute->value = in_source ? parse->text + offset_of(parse, given[3])
                                     : atl_arena_strndup(parse->builder->arena,
                                                         (const char *)given[3], attribute->length);
        *next = attribute;
        next = &attribute->next;
    }
}

static void start_element(void *user, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)uri;
    (void)namespaces;
    (void)defaulted;
    struct parse *parse = user;
    struct storage_element *element = atl_arena_alloc(parse->arena, sizeof *element);
    element->parent = parse->open;
    if (parse->root == NULL) {
        element->word = STORAGE_ROOT;
        element->content_end = (uint32_t)parse->length;
        element->end = (uint32_t)parse->length;
        parse->root = element;
        parse->open = element;
        return;
    }
    size_t here = offset_of(parse, parse->context->input->cur);
    element->start = (uint32_t)offset_of_tag(parse, here);
    if (++parse->depth > STORAGE_DEPTH) {
        stop(parse, element->start, "elements are nested more levels deep than", STORAGE_DEPTH);
    }
    if (namespace_count > 0) {
        element->namespaces = (uint16_t)namespace_count; /* fewer than attributes can be */
        parse->namespaces += (unsigned)namespace_count;
        if (parse->namespaces > NAMESPACES) {
            stop(parse, element->start, "more namespaces are declared here than", NAMESPACES);
        }
    }
    element->content = (uint32_t)(here + 1 + (parse->text[here] == '/'));
    element->line = (uint32_t)parse->context->input->line + parse->first_line - 1;
    element->word = (uint16_t)find_word(parse, prefix, name);
    if (namespace_count > 0) {
        element->word = STORAGE_OTHER; /* a prefix declared anew means something else */
    }
    add_attributes(parse, element, attribute_count, attributes);
    if (parse->open->last == NULL) {
        parse->open->first = element;
    } else {
        parse->open->last->next = element;
    }
    parse->open->last = element;
    parse->open = element;
}

static void end_element(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name;
    (void)prefix;
    (void)uri;
    struct parse *parse = user;
    struct storage_element *element = parse->open;
    if (element == NULL || element->parent == NULL) {
        return;
    }
    element->end = (uint32_t)offset_of(parse, parse->context->input->cur);
    size_t tag = offset_of_tag(parse, element->end);
    element->content_end = tag == element->start ? element->content : (uint32_t)tag;
    struct storage_element *parent = element->parent;
    bool inside_macro = element->word == STORAGE_AC_STRUCTURED_MACRO ||
                        element->word == STORAGE_AC_MACRO ||
                        element->word == STORAGE_AC_ADF_EXTENSION;
    if (storage_word_is_block(element->word) || storage_is_card(element) ||
        (!inside_macro && (element->flags & STORAGE_HOLDS_BLOCK) != 0)) {
        parent->flags |= STORAGE_HOLDS_BLOCK;
    }
    parse->open = parent;
    parse->depth--;
    parse->namespaces -= element->namespaces;
}

/*
 * HTML's named entities. Predefined ones libxml2 hands on as text, without parsing it; in attribute
 * values it takes only their first byte, so those get an ordinary entity.
 */
static xmlEntityPtr get_entity(void *user, const xmlChar *name)
{
    struct parse *parse = user;
    uint32_t code_points[2];
    if (!content_entity_named((const char *)name, strlen((const char *)name), code_points)) {
        return NULL;
    }
    struct atl_buffer buffer = {0};
    atl_utf8_append(&buffer, code_points[0]);
    if (code_points[1] != 0) {
        atl_utf8_append(&buffer, code_points[1]);
    }
    memcpy(parse->entity_text, buffer.data, buffer.length + 1);
    parse->entity = (xmlEntity){
        .type = XML_ENTITY_DECL,
        .name = name,
        .content = (xmlChar *)parse->entity_text,
        .orig = (xmlChar *)parse->entity_text,
        .length = (int)buffer.length,
        .checked = 2, /* seen to be harmless */
        .etype = parse->context->instate == XML_PARSER_ATTRIBUTE_VALUE && code_points[0] >= 0x80
                     ? XML_INTERNAL_GENERAL_ENTITY
                     : XML_INTERNAL_PREDEFINED_ENTITY,
    };
    atl_buffer_free(&buffer);
    return &parse->entity;
}

#if LIBXML_VERSION >= 21200
static void note_error(void *user, const xmlError *error)
#else
static void note_error(void *user, xmlErrorPtr error)
#endif
{
    struct parse *parse = user;
    /* Undeclared prefixes are fine: what they stand before is carried as it is. */
    if (parse->flaw->found || error->domain == XML_FROM_NAMESPACE || error->level < XML_ERR_ERROR) {
        return;
    }
    parse->flaw->found = true;
    parse->flaw->offset = parse->context->input == NULL
                              ? parse->length
                              : offset_of(parse, parse->context->input->cur);
    const char *message = error->message == NULL ? "malformed" : error->message;
    size_t length = strcspn(message, "\n");
    size_t space = sizeof parse->flaw->message - 1;
    length = length > space ? space : length;
    memcpy(parse->flaw->message, message, length);
    parse->flaw->message[length] = '\0';
}

/* ---- parsing ---- */

/*
 * Whether no tag has more attributes than libxml2 can bear. In a malformed text this may see tags
 * where there are none; then it is repaired first.
 */
static bool attributes_are_few(const char *text, size_t length)
{
    const char *end = text + length;
    const char *at = text;
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        const char *tag_end = memchr(at, '>', (size_t)(end - at));
        if (tag_end == NULL) {
            return end - at < STORAGE_ATTRIBUTES * 4;
        }
        if (tag_end - at < STORAGE_ATTRIBUTES * 4) {
            at = tag_end;
            continue;
        }
        if (end - at > 9 && (memcmp(at, "<!--", 4) == 0 || memcmp(at, "<![CDATA[", 9) == 0)) {
            const char *mark = at[2] == '-' ? "-->" : "]]>";
            at = memmem(at, (size_t)(end - at), mark, 3);
            if (at == NULL) {
                return false;
            }
            continue;
        }
        unsigned count = 0;
        char quote = '\0';
        for (; at < end && (quote != '\0' || *at != '>'); at++) {
            if (quote != '\0') {
                quote = *at == quote ? '\0' : quote;
            } else if (*at == '"' || *at == '\'') {
                quote = *at;
                count++;
            }
        }
        if (count > STORAGE_ATTRIBUTES) {
            return false;
        }
    }
    return true;
}

static void flaw_of_size(struct storage_flaw *flaw, const char *message)
{
    flaw->found = true;
    strncpy(flaw->message, message, sizeof flaw->message - 1);
}

/*
 * What libxml2 reads: the root around the text, piece by piece, so that neither it nor this makes a
 * copy of the whole.
 */
static int read_next(void *user, char *buffer, int size)
{
    struct parse *parse = user;
    const struct {
        const char *text;
        size_t length;
    } parts[] = {{root_start, sizeof root_start - 1},
                 {parse->text, parse->length},
                 {root_end, sizeof root_end - 1}};
    int filled = 0;
    while (filled < size && parse->part < sizeof parts / sizeof *parts) {
        size_t left = parts[parse->part].length - parse->given;
        size_t space = (size_t)(size - filled);
        size_t count = left < space ? left : space;
        if (count > 0) {
            memcpy(buffer + filled, parts[parse->part].text + parse->given, count);
        }
        filled += (int)count;
        parse->given += count;
        if (parse->given == parts[parse->part].length) {
            parse->part++;
            parse->given = 0;
        }
    }
    return filled;
}

static void run(struct parse *parse)
{
    parse->context->sax->initialized = XML_SAX2_MAGIC;
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start_element,
        .endElementNs = end_element,
        .getEntity = get_entity,
        .serror = note_error,
    };
    *parse->context->sax = handler;
    parse->context->userData = parse;
    xmlDocPtr document =
        parse->library->xmlCtxtReadIO(parse->context, read_next, NULL, parse, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
    (void)document; /* no handler has made one */
    if (!parse->context->wellFormed && !parse->flaw->found) {
        flaw_of_size(parse->flaw, "malformed");
    }
}

static struct storage_element *parse_with(struct parse *parse)
{
    struct content_builder *builder = parse->builder;
    struct atl_error error;
    if (storage_library_load(&parse->library, &error) != ATL_OK) {
        content_builder_fail(builder, ATL_FAILED, "%s", error.message);
        if (error.hint_count > 0) {
            atl_hint(&builder->error, "%s", error.hints[0]);
        }
        return NULL;
    }
    if (parse->length > INT_MAX - sizeof root_start - sizeof root_end) {
        content_builder_fail(builder, ATL_FAILED, "longer than 2 GB");
        return NULL;
    }
    if (!attributes_are_few(parse->text, parse->length)) {
        flaw_of_size(parse->flaw, "too many attributes");
        return NULL;
    }
    parse->context = parse->library->xmlNewParserCtxt();
    if (parse->context == NULL) {
        content_builder_fail(builder, ATL_FAILED, "out of memory");
        return NULL;
    }
    run(parse);
    parse->library->xmlFreeParserCtxt(parse->context);
    bool complete = !parse->flaw->found && !content_builder_failed(builder);
    return complete ? parse->root : NULL;
}

struct storage_element *storage_parse(struct content_builder *builder, struct atl_arena *arena,
                                      const char *text, size_t length, struct storage_flaw *flaw)
{
    *flaw = (struct storage_flaw){0};
    struct parse *parse = atl_alloc(sizeof *parse);
    parse->builder = builder;
    parse->arena = arena;
    parse->text = text;
    parse->length = length;
    parse->first_line = builder->line == 0 ? 1 : builder->line;
    parse->flaw = flaw;
    struct storage_element *root = parse_with(parse);
    free(parse);
    return root;
}
