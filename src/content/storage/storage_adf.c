/*
 * <ac:adf-extension>: what new pages have and old ones had no words for. Panels and decisions are
 * nodes; the fallback in it repeats them for old readers.
 */
#include "content/storage/storage_reader.h"

#include <string.h>

static const struct storage_attribute *type_of(const struct storage_element *element)
{
    return storage_attribute_find(element, STORAGE_TYPE);
}

/* The one node in the extension, NULL when there is more or less. */
static const struct storage_element *node_of(const struct storage_reader *reader,
                                             const struct storage_element *element)
{
    static const enum storage_word parts[] = {STORAGE_AC_ADF_NODE, STORAGE_AC_ADF_FALLBACK,
                                              STORAGE_OTHER};
    static const enum storage_word type[] = {STORAGE_TYPE, STORAGE_OTHER};
    const struct storage_element *node = storage_child(element, STORAGE_AC_ADF_NODE);
    if (node == NULL || !storage_attributes_known(element, NULL) ||
        !storage_only_elements(reader, element, parts) || !storage_attributes_known(node, type)) {
        return NULL;
    }
    for (const struct storage_element *next = node->next; next != NULL; next = next->next) {
        if (next->word == STORAGE_AC_ADF_NODE) {
            return NULL;
        }
    }
    return node;
}

/* The text of <ac:adf-attribute key="…">; NULL when it isn't only text. */
static const char *value_of(struct storage_reader *reader, const struct storage_element *attribute)
{
    static const enum storage_word key[] = {STORAGE_KEY, STORAGE_OTHER};
    size_t length;
    char *text = storage_element_text(reader, attribute, &length);
    return text != NULL && storage_attributes_known(attribute, key) ? text : NULL;
}

static bool has_key(const struct storage_element *attribute, const char *key)
{
    return storage_attribute_is(storage_attribute_find(attribute, STORAGE_KEY), key);
}

/* ---- panels ---- */

struct panel {
    const char *type;
    const char *values[4]; /* as panel_keys has them */
    const struct storage_element *content;
};

static const struct {
    const char *key;
    const char *attribute;
} panel_keys[] = {{"panel-color", "color"},
                  {"panel-icon", "icon"},
                  {"panel-icon-id", "iconId"},
                  {"panel-icon-text", "iconText"}};

static bool take_panel_attribute(struct storage_reader *reader,
                                 const struct storage_element *attribute, struct panel *panel)
{
    const char *value = value_of(reader, attribute);
    if (has_key(attribute, "local-id")) {
        return true;
    }
    if (has_key(attribute, "panel-type")) {
        panel->type = value;
        return value != NULL;
    }
    for (size_t i = 0; i < sizeof panel_keys / sizeof *panel_keys; i++) {
        if (has_key(attribute, panel_keys[i].key)) {
            panel->values[i] = value;
            return value != NULL;
        }
    }
    return false;
}

static bool take_panel(struct storage_reader *reader, const struct storage_element *node,
                       struct panel *panel)
{
    static const enum storage_word parts[] = {STORAGE_AC_ADF_ATTRIBUTE, STORAGE_AC_ADF_CONTENT,
                                              STORAGE_AC_ADF_FALLBACK, STORAGE_OTHER};
    *panel = (struct panel){0};
    if (!storage_only_elements(reader, node, parts)) {
        return false;
    }
    for (const struct storage_element *part = node->first; part != NULL; part = part->next) {
        if (part->word == STORAGE_AC_ADF_CONTENT) {
            if (panel->content != NULL || !storage_attributes_known(part, NULL)) {
                return false;
            }
            panel->content = part;
        } else if (part->word == STORAGE_AC_ADF_ATTRIBUTE &&
                   !take_panel_attribute(reader, part, panel)) {
            return false;
        }
    }
    return panel->type != NULL;
}

static bool read_panel(struct storage_reader *reader, const struct storage_element *node)
{
    static const struct {
        const char *type;
        enum atl_panel panel;
    } types[] = {{"info", ATL_PANEL_INFO},       {"note", ATL_PANEL_NOTE},
                 {"tip", ATL_PANEL_TIP},         {"success", ATL_PANEL_SUCCESS},
                 {"warning", ATL_PANEL_WARNING}, {"error", ATL_PANEL_ERROR},
                 {"custom", ATL_PANEL_CUSTOM}};
    struct panel panel;
    if (!take_panel(reader, node, &panel)) {
        return false;
    }
    size_t i = 0;
    size_t count = sizeof types / sizeof *types;
    while (i < count && strcmp(types[i].type, panel.type) != 0) {
        i++;
    }
    if (i == count) {
        return false;
    }
    struct atl_node *opened = content_open(reader->builder, ATL_NODE_PANEL);
    opened->value = (uint8_t)types[i].panel;
    /* Only custom ones have a look of their own; for the others it is the type's. */
    for (size_t key = 0; types[i].panel == ATL_PANEL_CUSTOM && key < 4; key++) {
        if (panel.values[key] != NULL) {
            storage_set(reader, opened, panel_keys[key].attribute, panel.values[key],
                        strlen(panel.values[key]));
        }
    }
    if (panel.content != NULL) {
        storage_read_flow(reader, panel.content);
    }
    content_close(reader->builder);
    return true;
}

/* ---- decisions ---- */

static bool decisions_are_known(struct storage_reader *reader, const struct storage_element *node)
{
    static const enum storage_word parts[] = {STORAGE_AC_ADF_ATTRIBUTE, STORAGE_AC_ADF_NODE,
                                              STORAGE_AC_ADF_FALLBACK, STORAGE_OTHER};
    static const enum storage_word item_parts[] = {STORAGE_AC_ADF_ATTRIBUTE, STORAGE_AC_ADF_CONTENT,
                                                   STORAGE_OTHER};
    bool items = false;
    if (!storage_only_elements(reader, node, parts)) {
        return false;
    }
    for (const struct storage_element *item = node->first; item != NULL; item = item->next) {
        if (item->word == STORAGE_AC_ADF_ATTRIBUTE && !has_key(item, "local-id")) {
            return false;
        }
        if (item->word != STORAGE_AC_ADF_NODE) {
            continue;
        }
        items = true;
        if (!storage_attribute_is(type_of(item), "decision-item") ||
            !storage_only_elements(reader, item, item_parts)) {
            return false;
        }
        for (const struct storage_element *part = item->first; part != NULL; part = part->next) {
            if (part->word == STORAGE_AC_ADF_ATTRIBUTE && !has_key(part, "local-id") &&
                !has_key(part, "state")) {
                return false;
            }
        }
    }
    return items;
}

static void read_decision(struct storage_reader *reader, const struct storage_element *element)
{
    struct atl_node *item = content_open(reader->builder, ATL_NODE_DECISION_ITEM);
    item->flags |= ATL_NODE_DONE;
    for (const struct storage_element *part = element->first; part != NULL; part = part->next) {
        if (part->word == STORAGE_AC_ADF_CONTENT) {
            storage_read_flow(reader, part);
        } else if (has_key(part, "state") && !atl_text_equal(value_of(reader, part), "DECIDED")) {
            item->flags &= (uint8_t)~ATL_NODE_DONE;
        }
    }
    content_close(reader->builder);
}

static bool read_decisions(struct storage_reader *reader, const struct storage_element *node)
{
    if (!decisions_are_known(reader, node)) {
        return false;
    }
    content_open(reader->builder, ATL_NODE_DECISION_LIST);
    for (const struct storage_element *item = node->first; item != NULL; item = item->next) {
        if (item->word == STORAGE_AC_ADF_NODE) {
            reader->builder->line = item->line;
            read_decision(reader, item);
        }
    }
    content_close(reader->builder);
    return true;
}

void storage_read_adf(struct storage_reader *reader, const struct storage_element *element)
{
    const struct storage_element *node = node_of(reader, element);
    bool done = false;
    if (node != NULL && storage_attribute_is(type_of(node), "panel")) {
        done = read_panel(reader, node);
    } else if (node != NULL && storage_attribute_is(type_of(node), "decision-list")) {
        done = read_decisions(reader, node);
    }
    if (!done) {
        storage_read_raw(reader, element);
    }
}
