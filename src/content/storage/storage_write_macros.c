/* Macros, and the nodes that are macros in storage format. */
#include "content/storage/storage_writer.h"

#include "content/storage/storage_fragment.h"
#include "content/storage/storage_reference.h"

/* ---- parts ---- */

/* Of the macros that the tree knows, Confluence has a second version of this one alone. */
static void open_macro(struct storage_writer *writer, const char *name, size_t length)
{
    bool second = length == strlen("children") && memcmp(name, "children", length) == 0;
    storage_put(writer, "<ac:structured-macro");
    storage_put_attribute_text(writer, "ac:name", name, length);
    storage_put_attribute(writer, "ac:schema-version", second ? "2" : "1");
}

static void close_macro(struct storage_writer *writer)
{
    storage_put(writer, "</ac:structured-macro>");
}

/* Nothing for a NULL value. */
static void put_parameter(struct storage_writer *writer, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    const struct atl_node nowhere = {0};
    storage_put(writer, "<ac:parameter");
    storage_put_attribute(writer, "ac:name", name);
    storage_put(writer, ">");
    storage_put_text(writer, &nowhere, value, strlen(value));
    storage_put(writer, "</ac:parameter>");
}

static void put_rich_body(struct storage_writer *writer, const struct atl_node *node)
{
    const char *align = writer->align;
    writer->align = NULL;
    storage_put(writer, "<ac:rich-text-body>");
    storage_put_children(writer, node);
    storage_put(writer, "</ac:rich-text-body>");
    writer->align = align;
}

static void put_plain_body(struct storage_writer *writer, const char *text, size_t length)
{
    storage_put(writer, "<ac:plain-text-body>");
    storage_put_section(writer, text, length);
    storage_put(writer, "</ac:plain-text-body>");
}

/* ---- panels and expand ---- */

/* What a panel of the new editor can be that no macro is. */
static void put_adf_panel(struct storage_writer *writer, const struct atl_node *panel)
{
    const char *title = atl_node_attribute(panel, "title");
    storage_put(writer, "<ac:adf-extension><ac:adf-node type=\"panel\">"
                        "<ac:adf-attribute key=\"panel-type\">");
    storage_put(writer, panel->value == ATL_PANEL_NOTE ? "note" : "tip");
    storage_put(writer, "</ac:adf-attribute><ac:adf-content>");
    if (title != NULL) {
        storage_note_lost(writer, panel, "titles of note panels: a line of their own in it");
        storage_put(writer, "<p><strong>");
        storage_put_text(writer, panel, title, strlen(title));
        storage_put(writer, "</strong></p>");
    }
    storage_put_children(writer, panel);
    storage_put(writer, "</ac:adf-content></ac:adf-node></ac:adf-extension>");
}

void storage_put_panel(struct storage_writer *writer, const struct atl_node *panel)
{
    static const char *const names[] = {[ATL_PANEL_INFO] = "info",
                                        [ATL_PANEL_SUCCESS] = "tip",
                                        [ATL_PANEL_WARNING] = "note",
                                        [ATL_PANEL_ERROR] = "warning",
                                        [ATL_PANEL_CUSTOM] = "panel"};
    static const struct {
        const char *parameter;
        const char *attribute;
    } looks[] = {{"bgColor", "color"},           {"panelIcon", "icon"},
                 {"panelIconId", "iconId"},      {"panelIconText", "iconText"},
                 {"borderStyle", "borderStyle"}, {"borderColor", "borderColor"},
                 {"borderWidth", "borderWidth"}, {"titleBGColor", "titleBGColor"},
                 {"titleColor", "titleColor"}};
    if (panel->value == ATL_PANEL_NOTE || panel->value == ATL_PANEL_TIP) {
        put_adf_panel(writer, panel);
        return;
    }
    open_macro(writer, names[panel->value], strlen(names[panel->value]));
    storage_put(writer, ">");
    put_parameter(writer, "title", atl_node_attribute(panel, "title"));
    for (size_t i = 0; panel->value == ATL_PANEL_CUSTOM && i < sizeof looks / sizeof *looks; i++) {
        put_parameter(writer, looks[i].parameter, atl_node_attribute(panel, looks[i].attribute));
    }
    put_rich_body(writer, panel);
    close_macro(writer);
}

void storage_put_expand(struct storage_writer *writer, const struct atl_node *expand)
{
    open_macro(writer, "expand", strlen("expand"));
    storage_put_attribute(writer, "ac:breakout-mode", atl_node_attribute(expand, "breakout"));
    storage_put_attribute(writer, "ac:breakout-width", atl_node_attribute(expand, "breakoutWidth"));
    storage_put(writer, ">");
    put_parameter(writer, "title", atl_node_attribute(expand, "title"));
    put_rich_body(writer, expand);
    close_macro(writer);
}

/* ---- code and status ---- */

void storage_put_code_block(struct storage_writer *writer, const struct atl_node *code)
{
    static const struct {
        const char *parameter;
        const char *attribute;
    } parameters[] = {{"language", "language"},   {"title", "title"},
                      {"linenumbers", "numbers"}, {"firstline", "first"},
                      {"collapse", "collapse"},   {"theme", "theme"}};
    open_macro(writer, "code", strlen("code"));
    storage_put_attribute(writer, "ac:breakout-mode", atl_node_attribute(code, "breakout"));
    storage_put_attribute(writer, "ac:breakout-width", atl_node_attribute(code, "breakoutWidth"));
    storage_put(writer, ">");
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        put_parameter(writer, parameters[i].parameter,
                      atl_node_attribute(code, parameters[i].attribute));
    }
    if (atl_node_attribute(code, "info") != NULL) {
        storage_note_lost(writer, code,
                          "what else stands behind a code block's language: left out");
    }
    /* Reading adds a newline to what doesn't end in one; an empty line alone needs its own. */
    size_t length = code->length;
    bool kept = length == 1 || (length > 1 && code->text[length - 2] == '\n');
    if (length > 0 && code->text[length - 1] == '\n' && !kept) {
        length--;
    }
    put_plain_body(writer, code->text, length);
    close_macro(writer);
}

void storage_put_status(struct storage_writer *writer, const struct atl_node *status)
{
    static const char *const colours[] = {
        [ATL_STATUS_NEUTRAL] = NULL, [ATL_STATUS_PURPLE] = "Purple", [ATL_STATUS_BLUE] = "Blue",
        [ATL_STATUS_RED] = "Red",    [ATL_STATUS_YELLOW] = "Yellow", [ATL_STATUS_GREEN] = "Green"};
    const char *style = atl_node_attribute(status, "style");
    open_macro(writer, "status", strlen("status"));
    storage_put(writer, "><ac:parameter ac:name=\"title\">");
    storage_put_text(writer, status, status->text, status->length);
    storage_put(writer, "</ac:parameter>");
    put_parameter(writer, "colour", colours[status->value]);
    if (style != NULL && strcmp(style, "subtle") == 0) {
        put_parameter(writer, "subtle", "true");
    } else if (style != NULL) {
        storage_note_lost(writer, status, "styles of statuses but \"subtle\": left out");
    }
    close_macro(writer);
}

/* ---- macros ---- */

/* Separated by commas, which references have none of; false: one of them is none. */
static bool all_are_references(struct storage_writer *writer, const char *value)
{
    while (value[0] != '\0') {
        struct atl_reference reference;
        size_t length = strcspn(value, ",");
        atl_reference_parse(&writer->arena, value, length, &reference);
        if (value[0] == '#' || reference.kind == ATL_REFERENCE_URL ||
            reference.kind == ATL_REFERENCE_MEDIA) {
            return false;
        }
        value += length + (value[length] == ',');
    }
    return true;
}

static void put_references(struct storage_writer *writer, const char *value)
{
    while (value[0] != '\0') {
        struct atl_reference reference;
        size_t length = strcspn(value, ",");
        atl_reference_parse(&writer->arena, value, length, &reference);
        bool linked = reference.kind == ATL_REFERENCE_PAGE || reference.kind == ATL_REFERENCE_BLOG;
        if (linked) {
            storage_put(writer, "<ac:link");
            storage_put_attribute(writer, "ac:anchor", reference.anchor);
            storage_put(writer, ">");
        }
        storage_put_reference(writer, &reference);
        storage_put(writer, linked ? "</ac:link>" : "");
        value += length + (value[length] == ',');
    }
}

static void put_macro_parameter(struct storage_writer *writer, const struct atl_node *macro,
                                const struct atl_attribute *parameter)
{
    bool url = atl_node_text_is(macro, "widget") && strcmp(parameter->name, "url") == 0;
    bool text =
        parameter->value[0] == '\0' || storage_is_text(macro->text, macro->length, parameter->name);
    if (!url && (text || !all_are_references(writer, parameter->value))) {
        put_parameter(writer, parameter->name, parameter->value);
        return;
    }
    storage_put(writer, "<ac:parameter");
    storage_put_attribute(writer, "ac:name", parameter->name);
    storage_put(writer, ">");
    if (url) {
        storage_put(writer, "<ri:url");
        storage_put_attribute(writer, "ri:value", parameter->value);
        storage_put(writer, " />");
    } else {
        put_references(writer, parameter->value);
    }
    storage_put(writer, "</ac:parameter>");
}

void storage_put_macro(struct storage_writer *writer, const struct atl_node *macro)
{
    const char *source = atl_node_attribute(macro, STORAGE_SOURCE_ATTRIBUTE);
    if (source != NULL) {
        storage_put(writer, source);
        return;
    }
    open_macro(writer, macro->text, macro->length);
    storage_put(writer, ">");
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (next->name[0] != STORAGE_SOURCE_ATTRIBUTE[0]) {
            put_macro_parameter(writer, macro, next);
        }
    }
    if (macro->first != NULL && macro->first->kind == ATL_NODE_PLAIN_BODY) {
        put_plain_body(writer, macro->first->text, macro->first->length);
    } else if (macro->first != NULL) {
        put_rich_body(writer, macro);
    }
    close_macro(writer);
}

void storage_put_anchor_macro(struct storage_writer *writer, const char *name, size_t length)
{
    const struct atl_node nowhere = {0};
    open_macro(writer, "anchor", strlen("anchor"));
    storage_put(writer, "><ac:parameter ac:name=\"\">");
    storage_put_text(writer, &nowhere, name, length);
    storage_put(writer, "</ac:parameter>");
    close_macro(writer);
}
