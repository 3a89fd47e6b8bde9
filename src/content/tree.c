/* Questions about nodes. */
#include "atlcli/content.h"

#include <string.h>

enum holds {
    HOLDS_NOTHING,
    HOLDS_BLOCKS,
    HOLDS_INLINES,
};

static const struct kind {
    const char *name;
    enum holds holds;
    bool mark;
} kinds[] = {
    [ATL_NODE_DOCUMENT] = {"document", HOLDS_BLOCKS, false},
    [ATL_NODE_QUOTE] = {"quote", HOLDS_BLOCKS, false},
    [ATL_NODE_BULLET_LIST] = {"bullet list", HOLDS_BLOCKS, false},
    [ATL_NODE_ORDERED_LIST] = {"ordered list", HOLDS_BLOCKS, false},
    [ATL_NODE_TASK_LIST] = {"task list", HOLDS_BLOCKS, false},
    [ATL_NODE_DECISION_LIST] = {"decision list", HOLDS_BLOCKS, false},
    [ATL_NODE_LIST_ITEM] = {"list item", HOLDS_BLOCKS, false},
    [ATL_NODE_TASK_ITEM] = {"task", HOLDS_BLOCKS, false},
    [ATL_NODE_DECISION_ITEM] = {"decision", HOLDS_BLOCKS, false},
    [ATL_NODE_TABLE] = {"table", HOLDS_BLOCKS, false},
    [ATL_NODE_TABLE_ROW] = {"table row", HOLDS_BLOCKS, false},
    [ATL_NODE_TABLE_CELL] = {"table cell", HOLDS_BLOCKS, false},
    [ATL_NODE_PANEL] = {"panel", HOLDS_BLOCKS, false},
    [ATL_NODE_EXPAND] = {"expand", HOLDS_BLOCKS, false},
    [ATL_NODE_LAYOUT] = {"layout", HOLDS_BLOCKS, false},
    [ATL_NODE_LAYOUT_SECTION] = {"layout section", HOLDS_BLOCKS, false},
    [ATL_NODE_LAYOUT_CELL] = {"layout cell", HOLDS_BLOCKS, false},
    [ATL_NODE_FOOTNOTE] = {"footnote", HOLDS_BLOCKS, false},
    [ATL_NODE_PARAGRAPH] = {"paragraph", HOLDS_INLINES, false},
    [ATL_NODE_HEADING] = {"heading", HOLDS_INLINES, false},
    [ATL_NODE_CODE_BLOCK] = {"code block", HOLDS_NOTHING, false},
    [ATL_NODE_RULE] = {"rule", HOLDS_NOTHING, false},
    [ATL_NODE_BLOCK_CARD] = {"block card", HOLDS_NOTHING, false},
    [ATL_NODE_EMBED_CARD] = {"embedded card", HOLDS_NOTHING, false},
    [ATL_NODE_EMPHASIS] = {"emphasis", HOLDS_INLINES, true},
    [ATL_NODE_STRONG] = {"strong", HOLDS_INLINES, true},
    [ATL_NODE_STRIKE] = {"strike", HOLDS_INLINES, true},
    [ATL_NODE_UNDERLINE] = {"underline", HOLDS_INLINES, true},
    [ATL_NODE_SUBSCRIPT] = {"subscript", HOLDS_INLINES, true},
    [ATL_NODE_SUPERSCRIPT] = {"superscript", HOLDS_INLINES, true},
    [ATL_NODE_COLOR] = {"colour", HOLDS_INLINES, true},
    [ATL_NODE_BACKGROUND] = {"background", HOLDS_INLINES, true},
    [ATL_NODE_ANNOTATION] = {"inline comment", HOLDS_INLINES, true},
    [ATL_NODE_LINK] = {"link", HOLDS_INLINES, true},
    [ATL_NODE_TEXT] = {"text", HOLDS_NOTHING, false},
    [ATL_NODE_CODE] = {"code", HOLDS_NOTHING, false},
    [ATL_NODE_SOFT_BREAK] = {"soft break", HOLDS_NOTHING, false},
    [ATL_NODE_HARD_BREAK] = {"hard break", HOLDS_NOTHING, false},
    [ATL_NODE_MENTION] = {"mention", HOLDS_NOTHING, false},
    [ATL_NODE_EMOJI] = {"emoji", HOLDS_NOTHING, false},
    [ATL_NODE_STATUS] = {"status", HOLDS_NOTHING, false},
    [ATL_NODE_DATE] = {"date", HOLDS_NOTHING, false},
    [ATL_NODE_PLACEHOLDER] = {"placeholder", HOLDS_NOTHING, false},
    [ATL_NODE_FOOTNOTE_REF] = {"footnote reference", HOLDS_NOTHING, false},
    [ATL_NODE_IMAGE] = {"image", HOLDS_INLINES, false},
    [ATL_NODE_MEDIA_GROUP] = {"media group", HOLDS_BLOCKS, false},
    [ATL_NODE_MACRO] = {"macro", HOLDS_BLOCKS, false},
    [ATL_NODE_PLAIN_BODY] = {"plain body", HOLDS_NOTHING, false},
    [ATL_NODE_RAW] = {"raw", HOLDS_NOTHING, false},
};

_Static_assert(sizeof kinds / sizeof kinds[0] == ATL_NODE_KINDS, "one entry for each kind");

const char *atl_node_kind_name(enum atl_node_kind kind)
{
    return kinds[kind].name;
}

bool atl_node_holds_blocks(const struct atl_node *node)
{
    return kinds[node->kind].holds == HOLDS_BLOCKS;
}

bool atl_node_holds_inlines(const struct atl_node *node)
{
    return kinds[node->kind].holds == HOLDS_INLINES;
}

bool atl_node_is_mark(const struct atl_node *node)
{
    return kinds[node->kind].mark;
}

const char *atl_node_attribute(const struct atl_node *node, const char *name)
{
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        if (strcmp(next->name, name) == 0) {
            return next->value;
        }
    }
    return NULL;
}

bool atl_node_text_is(const struct atl_node *node, const char *text)
{
    size_t length = strlen(text);
    return node->text != NULL && node->length == length && memcmp(node->text, text, length) == 0;
}

struct atl_node *atl_node_following(const struct atl_node *node, const struct atl_node *root)
{
    if (node->first != NULL) {
        return node->first;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}
