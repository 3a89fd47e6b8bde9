/* What HTML has no words for, such as how wide an editor shows a block: it stays as data-… */
#include "content/render/html.h"

#include "atlcli/text.h"

#include <string.h>

static const struct {
    enum atl_node_kind kind;
    const char *attribute;
    const char *name;
} table[] = {
    {ATL_NODE_TABLE, "layout", "data-layout"},
    {ATL_NODE_TABLE, "display", "data-display"},
    {ATL_NODE_PANEL, "icon", "data-icon"},
    {ATL_NODE_PANEL, "iconId", "data-icon-id"},
    {ATL_NODE_PANEL, "iconText", "data-icon-text"},
    {ATL_NODE_PANEL, "borderStyle", "data-border-style"},
    {ATL_NODE_PANEL, "borderColor", "data-border-color"},
    {ATL_NODE_PANEL, "borderWidth", "data-border-width"},
    {ATL_NODE_PANEL, "titleBGColor", "data-title-background"},
    {ATL_NODE_PANEL, "titleColor", "data-title-color"},
    {ATL_NODE_EXPAND, "breakout", "data-breakout"},
    {ATL_NODE_EXPAND, "breakoutWidth", "data-breakout-width"},
    {ATL_NODE_LAYOUT_SECTION, "breakout", "data-breakout"},
    {ATL_NODE_LAYOUT_SECTION, "breakoutWidth", "data-breakout-width"},
    {ATL_NODE_CODE_BLOCK, "theme", "data-theme"},
    {ATL_NODE_CODE_BLOCK, "breakout", "data-breakout"},
    {ATL_NODE_CODE_BLOCK, "breakoutWidth", "data-breakout-width"},
    {ATL_NODE_BLOCK_CARD, "data", "data-card"},
    {ATL_NODE_BLOCK_CARD, "datasource", "data-datasource"},
    {ATL_NODE_EMBED_CARD, "layout", "data-layout"},
    {ATL_NODE_EMBED_CARD, "width", "data-width"},
    {ATL_NODE_EMBED_CARD, "originalWidth", "data-original-width"},
    {ATL_NODE_EMBED_CARD, "originalHeight", "data-original-height"},
    {ATL_NODE_LINK, "card", "data-card-appearance"},
    {ATL_NODE_MENTION, "accessLevel", "data-access-level"},
    {ATL_NODE_MENTION, "userType", "data-user-type"},
    {ATL_NODE_EMOJI, "id", "data-emoji-id"},
    {ATL_NODE_STATUS, "style", "data-style"},
    {ATL_NODE_PLACEHOLDER, "type", "data-type"},
    {ATL_NODE_IMAGE, "layout", "data-layout"},
    {ATL_NODE_IMAGE, "border", "data-border"},
    {ATL_NODE_IMAGE, "thumbnail", "data-thumbnail"},
    {ATL_NODE_IMAGE, "file", "data-file"},
};

void html_data(struct html_writer *writer, const struct atl_node *node)
{
    if (node->attributes == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].kind == (enum atl_node_kind)node->kind) {
            html_attribute(writer, table[i].name, atl_node_attribute(node, table[i].attribute));
        }
    }
}
