/* Macros that are kinds of nodes: panels, code, expand, status. */
#include "content/storage/storage_reader.h"

#include <string.h>

/* A parameter, and the attribute that holds it. */
struct mapping {
    const char *parameter;
    const char *attribute; /* NULL: says nothing when it has this value */
    const char *silent;    /* a value that says nothing, NULL for none */
};

static bool is_called(const struct storage_macro *macro, const char *name)
{
    return strlen(name) == macro->name_length && memcmp(name, macro->name, macro->name_length) == 0;
}

static const struct mapping *find(const struct mapping *mappings, const char *parameter)
{
    for (; mappings->parameter != NULL; mappings++) {
        if (strcmp(mappings->parameter, parameter) == 0) {
            return mappings;
        }
    }
    return NULL;
}

/* All parameters are known, none comes twice. */
static bool fits(const struct storage_macro *macro, const struct mapping *mappings)
{
    size_t count = 0;
    for (const struct atl_attribute *next = macro->parameters; next != NULL; next = next->next) {
        const struct mapping *mapping = find(mappings, next->name);
        bool silent =
            mapping != NULL && mapping->silent != NULL && strcmp(mapping->silent, next->value) == 0;
        if (mapping == NULL || (mapping->attribute == NULL && !silent) || ++count > 16) {
            return false;
        }
        for (const struct atl_attribute *other = macro->parameters; other != next;
             other = other->next) {
            if (strcmp(other->name, next->name) == 0) {
                return false;
            }
        }
    }
    return true;
}

static void set_all(struct storage_reader *reader, struct atl_node *node,
                    const struct storage_macro *macro, const struct mapping *mappings)
{
    for (const struct atl_attribute *next = macro->parameters; next != NULL; next = next->next) {
        const struct mapping *mapping = find(mappings, next->name);
        bool silent = mapping->silent != NULL && strcmp(mapping->silent, next->value) == 0;
        if (mapping->attribute != NULL && !silent) {
            storage_set(reader, node, mapping->attribute, next->value, strlen(next->value));
        }
    }
}

static const char *parameter(const struct storage_macro *macro, const char *name)
{
    const struct atl_attribute *next = macro->parameters;
    while (next != NULL && strcmp(next->name, name) != 0) {
        next = next->next;
    }
    return next == NULL ? NULL : next->value;
}

/* ---- panels and expand ---- */

static const struct mapping panel_mappings[] = {
    {"title", "title", ""},
    {"bgColor", "color", NULL},
    {"panelIcon", "icon", NULL},
    {"panelIconId", "iconId", NULL},
    {"panelIconText", "iconText", NULL},
    {"borderStyle", "borderStyle", NULL},
    {"borderColor", "borderColor", NULL},
    {"borderWidth", "borderWidth", NULL},
    {"titleBGColor", "titleBGColor", NULL},
    {"titleColor", "titleColor", NULL},
    {NULL, NULL, NULL},
};
static const struct mapping notice_mappings[] = {
    {"title", "title", ""}, {"icon", NULL, "true"}, {NULL, NULL, NULL}};
static const struct mapping expand_mappings[] = {{"title", "title", ""}, {NULL, NULL, NULL}};

static bool read_container(struct storage_reader *reader, const struct storage_macro *macro,
                           enum atl_node_kind kind, enum atl_panel panel,
                           const struct mapping *mappings)
{
    if (macro->plain != NULL || !fits(macro, mappings)) {
        return false;
    }
    struct atl_node *node = content_open(reader->builder, kind);
    node->value = (uint8_t)panel;
    set_all(reader, node, macro, mappings);
    storage_set_from(reader, node, "breakout", macro->element, STORAGE_AC_BREAKOUT_MODE);
    storage_set_from(reader, node, "breakoutWidth", macro->element, STORAGE_AC_BREAKOUT_WIDTH);
    if (macro->rich != NULL) {
        storage_read_flow(reader, macro->rich);
    }
    content_close(reader->builder);
    return true;
}

/* ---- code ---- */

static const struct mapping code_mappings[] = {
    {"language", "language", ""},
    {"title", "title", ""},
    {"linenumbers", "numbers", "false"},
    {"firstline", "first", ""},
    {"collapse", "collapse", "false"},
    {"theme", "theme", ""},
    {NULL, NULL, NULL},
};

static bool is_true_or_false(const char *value)
{
    return value == NULL || strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
}

static bool read_code(struct storage_reader *reader, const struct storage_macro *macro)
{
    if (macro->rich != NULL || !fits(macro, code_mappings) ||
        !is_true_or_false(parameter(macro, "linenumbers")) ||
        !is_true_or_false(parameter(macro, "collapse"))) {
        return false;
    }
    struct atl_buffer code = {0};
    if (macro->plain != NULL) {
        storage_decode(reader, macro->plain->content, macro->plain->content_end, &code);
    }
    if (code.length > 0 && code.data[code.length - 1] != '\n') {
        atl_buffer_add_char(&code, '\n');
    }
    struct atl_node *node = content_leaf(reader->builder, ATL_NODE_CODE_BLOCK, NULL, 0);
    content_set_text_copy(reader->builder, node, atl_buffer_text(&code), code.length);
    atl_buffer_free(&code);
    set_all(reader, node, macro, code_mappings);
    storage_set_from(reader, node, "breakout", macro->element, STORAGE_AC_BREAKOUT_MODE);
    storage_set_from(reader, node, "breakoutWidth", macro->element, STORAGE_AC_BREAKOUT_WIDTH);
    return true;
}

/* ---- status ---- */

static bool read_status(struct storage_reader *reader, const struct storage_macro *macro)
{
    static const struct mapping mappings[] = {{"title", "title", NULL},
                                              {"colour", "colour", NULL},
                                              {"subtle", "subtle", NULL},
                                              {NULL, NULL, NULL}};
    static const struct {
        const char *name;
        enum atl_status_color color;
    } colours[] = {{"", ATL_STATUS_NEUTRAL},        {"Grey", ATL_STATUS_NEUTRAL},
                   {"Neutral", ATL_STATUS_NEUTRAL}, {"Purple", ATL_STATUS_PURPLE},
                   {"Blue", ATL_STATUS_BLUE},       {"Red", ATL_STATUS_RED},
                   {"Yellow", ATL_STATUS_YELLOW},   {"Green", ATL_STATUS_GREEN}};
    const char *title = parameter(macro, "title");
    const char *colour = parameter(macro, "colour");
    const char *subtle = parameter(macro, "subtle");
    if (macro->rich != NULL || macro->plain != NULL || title == NULL || title[0] == '\0' ||
        !fits(macro, mappings) || !is_true_or_false(subtle)) {
        return false;
    }
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        if (atl_text_equal_ignoring_case(colour == NULL ? "" : colour, colours[i].name)) {
            storage_flush_space(reader);
            struct atl_node *node =
                content_leaf(reader->builder, ATL_NODE_STATUS, title, strlen(title));
            node->value = (uint8_t)colours[i].color;
            if (subtle != NULL && subtle[0] == 't') {
                storage_set(reader, node, "style", "subtle", strlen("subtle"));
            }
            reader->after_space = false;
            return true;
        }
    }
    return false;
}

/* ---- all of them ---- */

bool storage_read_known_macro(struct storage_reader *reader, const struct storage_macro *macro,
                              bool block)
{
    static const struct {
        const char *name;
        enum atl_panel panel;
    } notices[] = {{"info", ATL_PANEL_INFO},
                   {"note", ATL_PANEL_WARNING},
                   {"tip", ATL_PANEL_SUCCESS},
                   {"warning", ATL_PANEL_ERROR}};
    if (!block) {
        return is_called(macro, "status") && read_status(reader, macro);
    }
    if (is_called(macro, "code")) {
        return read_code(reader, macro);
    }
    if (storage_attribute_find(macro->element, STORAGE_AC_BREAKOUT_MODE) != NULL &&
        !is_called(macro, "expand")) {
        return false;
    }
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        if (is_called(macro, notices[i].name)) {
            return read_container(reader, macro, ATL_NODE_PANEL, notices[i].panel, notice_mappings);
        }
    }
    if (is_called(macro, "panel")) {
        return read_container(reader, macro, ATL_NODE_PANEL, ATL_PANEL_CUSTOM, panel_mappings);
    }
    return is_called(macro, "expand") &&
           read_container(reader, macro, ATL_NODE_EXPAND, ATL_PANEL_INFO, expand_mappings);
}
