#include "content/wiki/wiki_dialect.h"

#include <string.h>
#include <strings.h>

/* Their colours are those that Jira itself has for such messages. */
static const struct wiki_box boxes[] = {
    {ATL_NODE_PANEL, ATL_PANEL_INFO, "Info", "solid", "#4c9aff", "#b3d4ff", "#deebff"},
    {ATL_NODE_PANEL, ATL_PANEL_NOTE, "Note", "solid", "#998dd9", "#c0b6f2", "#eae6ff"},
    {ATL_NODE_PANEL, ATL_PANEL_TIP, "Tip", "solid", "#79e2f2", "#b3f5ff", "#e6fcff"},
    {ATL_NODE_PANEL, ATL_PANEL_SUCCESS, "Success", "solid", "#57d9a3", "#abf5d1", "#e3fcef"},
    {ATL_NODE_PANEL, ATL_PANEL_WARNING, "Warning", "solid", "#ffc400", "#fff0b3", "#fffae6"},
    {ATL_NODE_PANEL, ATL_PANEL_ERROR, "Error", "solid", "#ff8f73", "#ffbdad", "#ffebe6"},
    {ATL_NODE_EXPAND, ATL_PANEL_CUSTOM, "Details", "dashed", "#c1c7d0", "#ebecf0", "#ffffff"},
};

enum {
    BOXES = sizeof boxes / sizeof boxes[0],
    BOX_ATTRIBUTES = 5,
};

const struct wiki_box *wiki_box_for(const struct atl_node *block)
{
    for (size_t i = 0; i < BOXES; i++) {
        if (boxes[i].kind == block->kind &&
            (block->kind == ATL_NODE_EXPAND || boxes[i].panel == block->value)) {
            return &boxes[i];
        }
    }
    return NULL;
}

static bool is(const struct atl_node *node, const char *attribute, const char *value)
{
    const char *own = atl_node_attribute(node, attribute);
    return own != NULL && strcmp(own, value) == 0;
}

const struct wiki_box *wiki_box_like(const struct atl_node *panel)
{
    size_t count = 0;
    for (const struct atl_attribute *next = panel->attributes; next != NULL; next = next->next) {
        count++;
    }
    if (count != BOX_ATTRIBUTES || panel->value != ATL_PANEL_CUSTOM ||
        atl_node_attribute(panel, "title") == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < BOXES; i++) {
        const struct wiki_box *box = &boxes[i];
        if (is(panel, "color", box->color) && is(panel, "borderStyle", box->border_style) &&
            is(panel, "borderColor", box->border_color) &&
            is(panel, "titleBGColor", box->title_color)) {
            return box;
        }
    }
    return NULL;
}

bool wiki_is_macro_of_jira(const char *name, size_t length)
{
    static const char *const names[] = {"anchor", "code", "color", "noformat", "panel", "quote"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i]) == length && strncasecmp(names[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}
