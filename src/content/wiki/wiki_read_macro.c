/* Macros: those that the tree has nodes for, and all others as macros. */
#include "content/wiki/wiki_dialect.h"
#include "content/wiki/wiki_reader.h"
#include "content/wiki/wiki_target.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- parameters: "value|name=value"; a value without a name says nothing when it is empty ---- */

struct parameter {
    const char *name; /* "" for the unnamed one */
    const char *value;
    struct parameter *next;
};

static bool is_parameter_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool letter = ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') || text[i] == '_';
        bool digit = (text[i] >= '0' && text[i] <= '9') || text[i] == '-' || text[i] == '.';
        if (!letter && (i == 0 || !digit)) {
            return false;
        }
    }
    return length > 0;
}

static const char *decoded(struct wiki_reader *reader, const char *text, size_t length)
{
    while (length > 0 && wiki_is_space(*text)) {
        text++;
        length--;
    }
    while (length > 0 && wiki_is_space(text[length - 1])) {
        length--;
    }
    struct atl_buffer buffer = {0};
    const char *plain = wiki_decode(reader, text, &length);
    atl_buffer_append(&buffer, plain, length);
    const char *copy = atl_arena_strndup(reader->builder->arena, atl_buffer_text(&buffer), length);
    atl_buffer_free(&buffer);
    return copy;
}

static struct parameter *read_parameter(struct wiki_reader *reader, const char *text, size_t length)
{
    struct parameter *parameter = atl_arena_alloc(reader->builder->arena, sizeof(struct parameter));
    const char *equals = memchr(text, '=', length);
    size_t name = equals == NULL ? 0 : (size_t)(equals - text);
    parameter->name = "";
    if (is_parameter_name(text, name)) {
        parameter->name = atl_arena_strndup(reader->builder->arena, text, name);
        text += name + 1;
        length -= name + 1;
    }
    parameter->value = decoded(reader, text, length);
    return parameter;
}

static struct parameter *read_parameters(struct wiki_reader *reader, const struct wiki_tag *tag)
{
    const char *at = reader->text + tag->start + 1 + tag->name;
    const char *end = reader->text + tag->end - 1;
    struct parameter *first = NULL;
    struct parameter **last = &first;
    while (at < end) {
        at++; /* the colon, or the pipe */
        const char *pipe = memchr(at, '|', (size_t)(end - at));
        size_t length = (size_t)((pipe == NULL ? end : pipe) - at);
        if (length > 0) {
            *last = read_parameter(reader, at, length);
            bool empty = (*last)->name[0] == '\0' && (*last)->value[0] == '\0';
            last = empty ? last : &(*last)->next;
        }
        at += length;
    }
    *last = NULL;
    return first;
}

static const char *find(const struct parameter *parameters, const char *name)
{
    for (; parameters != NULL; parameters = parameters->next) {
        if (strcasecmp(parameters->name, name) == 0) {
            return parameters->value;
        }
    }
    return NULL;
}

/* Parameters become attributes of the names that the tree has for them; others are reported. */
struct renamed {
    const char *parameter;
    const char *attribute;
};

static void set_attributes(struct wiki_reader *reader, struct atl_node *node, const char *macro,
                           const struct parameter *parameters, const struct renamed *names)
{
    struct atl_attribute *last = NULL;
    for (; parameters != NULL; parameters = parameters->next) {
        const struct renamed *known = names;
        while (known->parameter != NULL && strcasecmp(known->parameter, parameters->name) != 0) {
            known++;
        }
        if (known->parameter == NULL) {
            atl_content_report_add(reader->report, ATL_REPORT_LOST, reader->builder->line,
                                   "the parameter '%s' of the macro '%s' is left out",
                                   parameters->name, macro);
        } else if (known->attribute != NULL && atl_node_attribute(node, known->attribute) == NULL) {
            last = content_add_attribute(reader->builder->arena, node, last, known->attribute,
                                         parameters->value);
        }
    }
}

/* ---- the macros ---- */

static struct wiki_span body_of(const struct wiki_reader *reader, uint32_t tag)
{
    const struct wiki_tag *open = &reader->tags.items[tag];
    if (open->partner == WIKI_NO_TAG) {
        return (struct wiki_span){open->end, open->end, tag + 1};
    }
    return (struct wiki_span){open->end, reader->tags.items[open->partner].start, tag + 1};
}

/* A plain body begins and ends on lines of its own. */
static struct wiki_span plain_body(const struct wiki_reader *reader, uint32_t tag)
{
    struct wiki_span body = body_of(reader, tag);
    uint32_t start = body.start;
    while (start < body.end && wiki_is_space(reader->text[start])) {
        start++;
    }
    if (start < body.end && reader->text[start] == '\n') {
        body.start = start + 1;
    }
    return body;
}

/* That something of a code block is off, as it is anyway. */
static bool says_nothing(const struct parameter *parameter)
{
    bool is_switch = strcasecmp(parameter->name, "linenumbers") == 0 ||
                     strcasecmp(parameter->name, "collapse") == 0;
    bool language = parameter->name[0] == '\0' || strcasecmp(parameter->name, "language") == 0;
    return (is_switch && strcmp(parameter->value, "false") == 0) ||
           (language && strcmp(parameter->value, "none") == 0);
}

static void read_code(struct wiki_reader *reader, uint32_t tag, const struct parameter *parameters)
{
    static const struct renamed names[] = {{"", "language"},           {"language", "language"},
                                           {"title", "title"},         {"theme", "theme"},
                                           {"linenumbers", "numbers"}, {"firstline", "first"},
                                           {"collapse", "collapse"},   {NULL, NULL}};
    struct wiki_span body = plain_body(reader, tag);
    const char *code = reader->text + body.start;
    size_t length = body.end - body.start;
    struct atl_node *block = content_leaf(reader->builder, ATL_NODE_CODE_BLOCK, code, length);
    if (length > 0 && code[length - 1] != '\n') {
        char *ended = atl_arena_alloc(reader->builder->arena, length + 2);
        memcpy(ended, code, length);
        ended[length] = '\n';
        content_set_text(block, ended, length + 1);
    }
    struct parameter *kept = NULL;
    struct parameter **last = &kept;
    for (const struct parameter *next = parameters; next != NULL; next = next->next) {
        if (!says_nothing(next)) {
            *last = atl_arena_alloc(reader->builder->arena, sizeof **last);
            **last = *next;
            (*last)->next = NULL;
            last = &(*last)->next;
        }
    }
    set_attributes(reader, block, "code", kept, names);
}

/* A panel that stands for something that Jira doesn't know becomes that again. */
static void become_what_it_stands_for(struct wiki_reader *reader, struct atl_node *panel)
{
    const struct wiki_box *box = wiki_box_like(panel);
    if (box == NULL) {
        return;
    }
    const char *title = atl_node_attribute(panel, "title");
    panel->kind = (uint8_t)box->kind;
    panel->value = box->kind == ATL_NODE_PANEL ? (uint8_t)box->panel : 0;
    panel->attributes = NULL;
    if (strcmp(title, box->title) != 0) {
        content_set_attribute(reader->builder->arena, panel, "title", title);
    }
}

static void read_panel(struct wiki_reader *reader, uint32_t tag, int panel, const char *name,
                       const struct parameter *parameters)
{
    static const struct renamed names[] = {{"title", "title"},
                                           {"", "title"},
                                           {"type", NULL},
                                           {"bgColor", "color"},
                                           {"borderStyle", "borderStyle"},
                                           {"borderColor", "borderColor"},
                                           {"borderWidth", "borderWidth"},
                                           {"titleBGColor", "titleBGColor"},
                                           {"titleColor", "titleColor"},
                                           {"panelIcon", "icon"},
                                           {"panelIconId", "iconId"},
                                           {"panelIconText", "iconText"},
                                           {NULL, NULL}};
    struct atl_node *node = content_open(reader->builder, ATL_NODE_PANEL);
    node->value = (uint8_t)panel;
    set_attributes(reader, node, name, parameters, names);
    become_what_it_stands_for(reader, node);
    wiki_read_blocks(reader, body_of(reader, tag));
    content_close(reader->builder);
}

static void read_expand(struct wiki_reader *reader, uint32_t tag,
                        const struct parameter *parameters)
{
    static const struct renamed names[] = {{"title", "title"}, {"", "title"}, {NULL, NULL}};
    struct atl_node *node = content_open(reader->builder, ATL_NODE_EXPAND);
    set_attributes(reader, node, "expand", parameters, names);
    wiki_read_blocks(reader, body_of(reader, tag));
    content_close(reader->builder);
}

static void read_status(struct wiki_reader *reader, const struct parameter *parameters)
{
    static const struct {
        const char *name;
        enum atl_status_color color;
    } colors[] = {{"Grey", ATL_STATUS_NEUTRAL},  {"Purple", ATL_STATUS_PURPLE},
                  {"Blue", ATL_STATUS_BLUE},     {"Red", ATL_STATUS_RED},
                  {"Yellow", ATL_STATUS_YELLOW}, {"Green", ATL_STATUS_GREEN}};
    const char *title = find(parameters, "title");
    const char *color = find(parameters, "colour");
    const char *subtle = find(parameters, "subtle");
    title = title == NULL ? find(parameters, "") : title;
    title = title == NULL ? "" : title;
    struct atl_node *node = content_leaf(reader->builder, ATL_NODE_STATUS, title, strlen(title));
    for (size_t i = 0; i < sizeof colors / sizeof colors[0]; i++) {
        if (color != NULL && strcasecmp(color, colors[i].name) == 0) {
            node->value = (uint8_t)colors[i].color;
        }
    }
    if (subtle != NULL && strcmp(subtle, "true") == 0) {
        content_set_attribute(reader->builder->arena, node, "style", "subtle");
    }
}

/* A page that is named as in links is a reference in the tree. */
static const char *parameter_value(struct wiki_reader *reader, const char *name,
                                   const struct parameter *parameter)
{
    struct atl_arena *arena = reader->builder->arena;
    struct atl_reference reference;
    if (!wiki_parameter_is_page(name, parameter->name)) {
        return parameter->value;
    }
    const char *target = wiki_link_target(arena, parameter->value, strlen(parameter->value));
    atl_reference_parse(arena, target, strlen(target), &reference);
    return reference.kind == ATL_REFERENCE_PAGE ? target : parameter->value;
}

static void read_other(struct wiki_reader *reader, uint32_t tag, const char *name,
                       const struct parameter *parameters)
{
    const struct wiki_macro *known = reader->tags.items[tag].macro;
    struct atl_node *node = content_open(reader->builder, ATL_NODE_MACRO);
    content_set_text(node, name, strlen(name));
    struct atl_attribute *last = NULL;
    for (; parameters != NULL; parameters = parameters->next) {
        bool key = strcmp(name, "jira") == 0 && parameters->name[0] == '\0';
        last = content_add_attribute(reader->builder->arena, node, last,
                                     key ? "key" : parameters->name,
                                     parameter_value(reader, name, parameters));
    }
    if (known != NULL && known->body == WIKI_BODY_PLAIN) {
        struct wiki_span body = plain_body(reader, tag);
        content_leaf(reader->builder, ATL_NODE_PLAIN_BODY, reader->text + body.start,
                     body.end - body.start);
    } else {
        wiki_read_blocks(reader, body_of(reader, tag));
    }
    content_close(reader->builder);
}

void wiki_read_macro(struct wiki_reader *reader, uint32_t tag)
{
    const struct wiki_tag *found = &reader->tags.items[tag];
    const char *name = found->macro != NULL
                           ? found->macro->name
                           : atl_arena_strndup(reader->builder->arena,
                                               reader->text + found->start + 1, found->name);
    const struct parameter *parameters = read_parameters(reader, found);
    int panel = wiki_panel_of(name, find(parameters, "type"));
    if (!wiki_reads_on(reader)) {
        return;
    }
    if (panel >= 0) {
        read_panel(reader, tag, panel, name, parameters);
    } else if (strcmp(name, "quote") == 0) {
        content_open(reader->builder, ATL_NODE_QUOTE);
        wiki_read_blocks(reader, body_of(reader, tag));
        content_close(reader->builder);
    } else if (strcmp(name, "code") == 0) {
        read_code(reader, tag, parameters);
    } else if (strcmp(name, "expand") == 0) {
        read_expand(reader, tag, parameters);
    } else if (strcmp(name, "status") == 0) {
        read_status(reader, parameters);
    } else {
        read_other(reader, tag, name, parameters);
    }
}

/* ---- where they stand ---- */

static bool stands_alone(const struct wiki_reader *reader, uint32_t start, uint32_t end,
                         struct wiki_span span)
{
    while (start > span.start && wiki_is_space(reader->text[start - 1])) {
        start--;
    }
    while (end < span.end && wiki_is_space(reader->text[end])) {
        end++;
    }
    return (start == span.start || reader->text[start - 1] == '\n') &&
           (end == span.end || reader->text[end] == '\n');
}

/* An issue is part of its line even where it stands alone; what a query finds is a table. */
static bool is_issue(const struct wiki_reader *reader, const struct wiki_tag *tag)
{
    const char *parameters = reader->text + tag->start + 1 + tag->name;
    return tag->macro != NULL && strcmp(tag->macro->name, "jira") == 0 &&
           memmem(parameters, tag->end - tag->start - 1 - tag->name, "jql", strlen("jql")) == NULL;
}

bool wiki_is_block_macro(const struct wiki_reader *reader, uint32_t tag, struct wiki_span span)
{
    const struct wiki_tag *found = &reader->tags.items[tag];
    enum wiki_place place = found->macro == NULL ? WIKI_PLACE_EITHER : found->macro->place;
    if (found->closes || place == WIKI_PLACE_INLINE || is_issue(reader, found)) {
        return false;
    }
    if (found->partner == WIKI_NO_TAG) {
        return stands_alone(reader, found->start, found->end, span);
    }
    const struct wiki_tag *close = &reader->tags.items[found->partner];
    return place == WIKI_PLACE_BLOCK || found->line != close->line ||
           stands_alone(reader, found->start, close->end, span);
}
