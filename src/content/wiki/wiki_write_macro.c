/* Macros: code, panels, quotes and all others. */
#include "content/wiki/wiki_writer.h"

#include "content/equal.h"
#include "content/wiki/wiki_dialect.h"
#include "content/wiki/wiki_target.h"

#include <string.h>
#include <strings.h>

/* ---- tags ---- */

static void open_tag(struct wiki_writer *writer, const char *name)
{
    atl_buffer_printf(writer->buffer, "{%s", name);
}

static void close_tag(struct wiki_writer *writer)
{
    atl_buffer_add_char(writer->buffer, '}');
}

/* A parameter; `separator` is a colon for the first. An unnamed one must not look like a named. */
static void add_parameter(struct wiki_writer *writer, const char *name, const char *value,
                          char *separator)
{
    if (value == NULL || (name[0] == '\0' && value[0] == '\0')) {
        return;
    }
    atl_buffer_add_char(writer->buffer, *separator);
    *separator = '|';
    if (name[0] != '\0') {
        atl_buffer_printf(writer->buffer, "%s=", name);
        wiki_escape_value(writer->buffer, value, strlen(value));
        return;
    }
    const char *equals = strchr(value, '=');
    size_t before = equals == NULL ? strlen(value) : (size_t)(equals - value);
    wiki_escape_value(writer->buffer, value, before);
    if (equals != NULL) {
        atl_buffer_add(writer->buffer, "&#61;");
        wiki_escape_value(writer->buffer, equals + 1, strlen(equals + 1));
    }
}

/*
 * Jira ends a macro at the next tag of its name, so none can stand in one of the same name. False:
 * it is open already, and the body is written without it.
 */
static bool enter(struct wiki_writer *writer, const struct atl_node *node, const char *name)
{
    for (size_t i = 0; i < writer->macro_count; i++) {
        if (strcmp(writer->macros[i], name) == 0) {
            wiki_report_lost(writer, node,
                             "macros within macros of the same name: only the outer one is kept");
            return false;
        }
    }
    if (writer->macro_count < ATL_CONTENT_DEPTH) {
        writer->macros[writer->macro_count++] = name;
    }
    return true;
}

static void leave(struct wiki_writer *writer)
{
    writer->macro_count--;
}

/* Parameters are added by the caller before; the tag is open. */
static void write_rich_body(struct wiki_writer *writer, const struct atl_node *node,
                            const char *name)
{
    close_tag(writer);
    wiki_write_body(writer, node);
    atl_buffer_printf(writer->buffer, "{%s}", name);
}

/* ---- code ---- */

static const char *find_tag(const char *text, const char *end, const char *tag)
{
    size_t length = strlen(tag);
    while ((text = memchr(text, '{', (size_t)(end - text))) != NULL &&
           (size_t)(end - text) >= length) {
        if (strncasecmp(text, tag, length) == 0) {
            return text;
        }
        text++;
    }
    return NULL;
}

/* The text up to `tag`, which nothing can hide: a space goes into it. */
static void write_plain(struct wiki_writer *writer, const char *text, size_t length,
                        const char *tag)
{
    const char *end = text + length;
    const char *found;
    while (length > 0 && (found = find_tag(text, end, tag)) != NULL) {
        atl_buffer_append(writer->buffer, text, (size_t)(found - text));
        atl_buffer_add(writer->buffer, "{ ");
        text = found + 1;
        atl_content_report_add(writer->report, ATL_REPORT_LOST, 0,
                               "%s within such a block: a space is put into it", tag);
    }
    atl_buffer_append(writer->buffer, text, (size_t)(end - text));
}

void wiki_write_noformat(struct wiki_writer *writer, const char *text, size_t length)
{
    atl_buffer_add(writer->buffer, "{noformat}\n");
    write_plain(writer, text, length, "{noformat}");
    if (length > 0 && text[length - 1] != '\n') {
        atl_buffer_add_char(writer->buffer, '\n');
    }
    atl_buffer_add(writer->buffer, "{noformat}");
}

void wiki_write_code(struct wiki_writer *writer, const struct atl_node *block)
{
    static const struct {
        const char *attribute;
        const char *parameter;
    } names[] = {{"title", "title"},
                 {"theme", "theme"},
                 {"numbers", "linenumbers"},
                 {"first", "firstline"},
                 {"collapse", "collapse"}};
    char separator = ':';
    open_tag(writer, "code");
    add_parameter(writer, "", atl_node_attribute(block, "language"), &separator);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        add_parameter(writer, names[i].parameter, atl_node_attribute(block, names[i].attribute),
                      &separator);
    }
    if (atl_node_attribute(block, "info") != NULL ||
        atl_node_attribute(block, "breakout") != NULL) {
        wiki_report_lost(writer, block, "what else is said about code blocks is left out");
    }
    close_tag(writer);
    atl_buffer_add_char(writer->buffer, '\n');
    write_plain(writer, block->text, block->length, "{code}");
    if (block->length > 0 && block->text[block->length - 1] != '\n') {
        atl_buffer_add_char(writer->buffer, '\n');
    }
    atl_buffer_add(writer->buffer, "{code}");
}

/* ---- panels, expands, quotes ---- */

void wiki_write_panel(struct wiki_writer *writer, const struct atl_node *panel)
{
    static const struct {
        const char *attribute;
        const char *parameter;
    } names[] = {{"title", "title"},
                 {"borderStyle", "borderStyle"},
                 {"borderColor", "borderColor"},
                 {"borderWidth", "borderWidth"},
                 {"titleBGColor", "titleBGColor"},
                 {"titleColor", "titleColor"},
                 {"color", "bgColor"},
                 {"icon", "panelIcon"},
                 {"iconId", "panelIconId"},
                 {"iconText", "panelIconText"}};
    const char *type;
    const char *name = wiki_panel_macro(panel->value, &type);
    char separator = ':';
    if (!enter(writer, panel, name)) {
        wiki_write_blocks(writer, panel);
        return;
    }
    if (!writer->jira && wiki_box_like(panel) != NULL) {
        wiki_report_lost(writer, panel, WIKI_TAKEN_FOR_A_KIND);
    }
    open_tag(writer, name);
    add_parameter(writer, "type", type, &separator);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        add_parameter(writer, names[i].parameter, atl_node_attribute(panel, names[i].attribute),
                      &separator);
    }
    write_rich_body(writer, panel, name);
    leave(writer);
}

void wiki_write_expand(struct wiki_writer *writer, const struct atl_node *expand)
{
    char separator = ':';
    if (!enter(writer, expand, "expand")) {
        wiki_write_blocks(writer, expand);
        return;
    }
    if (atl_node_attribute(expand, "breakout") != NULL) {
        wiki_report_lost(writer, expand, "widths of expands are left out");
    }
    open_tag(writer, "expand");
    add_parameter(writer, "title", atl_node_attribute(expand, "title"), &separator);
    write_rich_body(writer, expand, "expand");
    leave(writer);
}

/* One paragraph fits "bq.", anywhere but in lists and cells. */
static const struct atl_node *only_paragraph(const struct atl_node *quote)
{
    const struct atl_node *only = NULL;
    for (const struct atl_node *block = quote->first; block != NULL; block = block->next) {
        if (content_is_empty_paragraph(block)) {
            continue;
        }
        if (only != NULL || block->kind != ATL_NODE_PARAGRAPH) {
            return NULL;
        }
        only = block;
    }
    return only;
}

void wiki_write_quote(struct wiki_writer *writer, const struct atl_node *quote)
{
    const struct atl_node *only = only_paragraph(quote);
    if (only != NULL && writer->context == WIKI_IN_BODY) {
        wiki_report_layout(writer, only);
        atl_buffer_add(writer->buffer, "bq. ");
        wiki_write_inlines(writer, only, WIKI_ON_SINGLE);
        return;
    }
    if (!enter(writer, quote, "quote")) {
        wiki_write_blocks(writer, quote);
        return;
    }
    open_tag(writer, "quote");
    write_rich_body(writer, quote, "quote");
    leave(writer);
}

/* ---- status ---- */

void wiki_write_status(struct wiki_writer *writer, const struct atl_node *status)
{
    static const char *const colors[] = {
        [ATL_STATUS_PURPLE] = "Purple", [ATL_STATUS_BLUE] = "Blue",   [ATL_STATUS_RED] = "Red",
        [ATL_STATUS_YELLOW] = "Yellow", [ATL_STATUS_GREEN] = "Green",
    };
    const char *style = atl_node_attribute(status, "style");
    char separator = ':';
    open_tag(writer, "status");
    add_parameter(writer, "colour", colors[status->value], &separator);
    add_parameter(
        writer, "title",
        atl_arena_strndup(&writer->arena, status->text == NULL ? "" : status->text, status->length),
        &separator);
    if (style != NULL && strcmp(style, "subtle") == 0) {
        add_parameter(writer, "subtle", "true", &separator);
    } else if (style != NULL) {
        wiki_report_lost(writer, status, "styles of statuses are left out");
    }
    close_tag(writer);
}

/* ---- any macro ---- */

static bool is_name(const char *text, size_t length, bool parameter)
{
    bool valid =
        length > 0 && length < 64 &&
        (((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z') || (parameter && text[0] == '_'));
    for (size_t i = 0; i < length; i++) {
        bool letter = (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
        bool other = (text[i] >= '0' && text[i] <= '9') || strchr("-_.", text[i]) != NULL;
        valid = valid && (letter || other);
    }
    return valid;
}

/* A page is named as in links: "TEAM:Release plan". */
static const char *parameter_value(struct wiki_writer *writer, const char *name,
                                   const struct atl_attribute *parameter)
{
    struct atl_reference reference;
    bool shown;
    if (!wiki_parameter_is_page(name, parameter->name)) {
        return parameter->value;
    }
    atl_reference_parse(&writer->arena, parameter->value, strlen(parameter->value), &reference);
    return reference.kind != ATL_REFERENCE_PAGE
               ? parameter->value
               : wiki_write_link_target(&writer->arena, parameter->value, strlen(parameter->value),
                                        &shown);
}

static void add_parameters(struct wiki_writer *writer, const struct atl_node *macro,
                           const char *name)
{
    char separator = ':';
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        bool key = strcmp(name, "jira") == 0 && strcmp(next->name, "key") == 0;
        if (next->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
            continue;
        }
        if (next->name[0] != '\0' && !is_name(next->name, strlen(next->name), true)) {
            atl_content_report_add(writer->report, ATL_REPORT_LOST, macro->line,
                                   "the parameter '%s' of the macro '%s' is left out", next->name,
                                   name);
            continue;
        }
        add_parameter(writer, key ? "" : next->name, parameter_value(writer, name, next),
                      &separator);
    }
}

static const struct atl_node *plain_body(const struct atl_node *macro)
{
    const struct atl_node *body = macro->first;
    return body != NULL && body->kind == ATL_NODE_PLAIN_BODY ? body : NULL;
}

static void write_plain_body(struct wiki_writer *writer, const struct atl_node *body,
                             const char *name, bool block)
{
    const char *tag = atl_arena_printf(&writer->arena, "{%s}", name);
    close_tag(writer);
    /* The first line break doesn't belong to the body, the last one does. */
    atl_buffer_add(writer->buffer, block && body->length > 0 ? "\n" : "");
    write_plain(writer, body->text, body->length, tag);
    atl_buffer_add(writer->buffer, tag);
}

/* Whether what is in a macro takes but one line, as it must within one. */
static bool fits_line(const struct atl_node *macro)
{
    const struct atl_node *only = macro->first;
    if (only == NULL || only->next != NULL) {
        return only == NULL;
    }
    switch (only->kind) {
    case ATL_NODE_PARAGRAPH:
    case ATL_NODE_HEADING:
    case ATL_NODE_RULE:
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        return true;
    case ATL_NODE_IMAGE:
        return only->first == NULL;
    case ATL_NODE_QUOTE:
        return only_paragraph(only) != NULL;
    default:
        return false;
    }
}

/* In a line the body is one, too. */
static void write_inline_body(struct wiki_writer *writer, const struct atl_node *macro,
                              const char *name)
{
    bool in_line = writer->in_line;
    enum wiki_context context = writer->context;
    close_tag(writer);
    writer->in_line = true;
    if (fits_line(macro)) {
        writer->context = WIKI_IN_BODY;
        wiki_write_blocks(writer, macro);
        writer->context = context;
    } else {
        wiki_report_lost(writer, macro, "blocks in macros within a line become text");
        wiki_write_flat(writer, macro);
    }
    writer->in_line = in_line;
    atl_buffer_printf(writer->buffer, "{%s}", name);
}

/* Only the macro itself says which kind of body it has, so one that isn't known may have any. */
static void report_body(struct wiki_writer *writer, const struct atl_node *macro,
                        const struct wiki_macro *known)
{
    bool plain = plain_body(macro) != NULL;
    if (plain && (known == NULL || known->body != WIKI_BODY_PLAIN)) {
        wiki_report_lost(writer, macro,
                         "plain bodies of macros that aren't known: they are read as markup");
    } else if (!plain && macro->first != NULL && known != NULL && known->body == WIKI_BODY_PLAIN) {
        wiki_report_lost(writer, macro, "markup in macros that have plain bodies");
    }
}

static void write_unwrapped(struct wiki_writer *writer, const struct atl_node *macro, bool block)
{
    const struct atl_node *plain = plain_body(macro);
    if (plain != NULL && block) {
        wiki_write_noformat(writer, plain->text, plain->length);
    } else if (block) {
        wiki_write_blocks(writer, macro);
    } else {
        wiki_write_flat(writer, macro);
    }
}

void wiki_write_macro(struct wiki_writer *writer, const struct atl_node *macro, bool block)
{
    const struct wiki_macro *known = wiki_macro_find(macro->text, macro->length);
    const char *name = atl_arena_strndup(&writer->arena, macro->text, macro->length);
    const struct atl_node *plain = plain_body(macro);
    if (!is_name(macro->text, macro->length, false)) {
        atl_content_report_add(writer->report, ATL_REPORT_LOST, macro->line,
                               "the macro '%s' can't be named: only its body is written", name);
        write_unwrapped(writer, macro, block);
        return;
    }
    bool left_out = writer->jira && wiki_is_left_out_for_jira(writer, macro, name);
    if (left_out || !enter(writer, macro, name)) {
        write_unwrapped(writer, macro, block);
        return;
    }
    report_body(writer, macro, known);
    open_tag(writer, name);
    add_parameters(writer, macro, name);
    if (known != NULL && known->body == WIKI_BODY_NONE) {
        close_tag(writer);
        if (macro->first != NULL) {
            wiki_report_lost(writer, macro, "bodies of macros that have none");
        }
    } else if (plain != NULL) {
        write_plain_body(writer, plain, name, block);
    } else if (macro->first == NULL) {
        close_tag(writer);
        atl_buffer_printf(writer->buffer, "{%s}", name);
    } else if (block) {
        write_rich_body(writer, macro, name);
    } else {
        write_inline_body(writer, macro, name);
    }
    leave(writer);
}
