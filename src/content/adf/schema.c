#include "content/adf/schema.h"

#include <string.h>

static const char *const names[ADF_WORDS] = {
    [ADF_BLOCK_CARD] = "blockCard",
    [ADF_BLOCKQUOTE] = "blockquote",
    [ADF_BODIED_EXTENSION] = "bodiedExtension",
    [ADF_BULLET_LIST] = "bulletList",
    [ADF_CAPTION] = "caption",
    [ADF_CODE_BLOCK] = "codeBlock",
    [ADF_DATE] = "date",
    [ADF_DECISION_ITEM] = "decisionItem",
    [ADF_DECISION_LIST] = "decisionList",
    [ADF_DOC] = "doc",
    [ADF_EMBED_CARD] = "embedCard",
    [ADF_EMOJI] = "emoji",
    [ADF_EXPAND] = "expand",
    [ADF_EXTENSION] = "extension",
    [ADF_HARD_BREAK] = "hardBreak",
    [ADF_HEADING] = "heading",
    [ADF_INLINE_CARD] = "inlineCard",
    [ADF_INLINE_EXTENSION] = "inlineExtension",
    [ADF_LAYOUT_COLUMN] = "layoutColumn",
    [ADF_LAYOUT_SECTION] = "layoutSection",
    [ADF_LIST_ITEM] = "listItem",
    [ADF_MEDIA] = "media",
    [ADF_MEDIA_GROUP] = "mediaGroup",
    [ADF_MEDIA_INLINE] = "mediaInline",
    [ADF_MEDIA_SINGLE] = "mediaSingle",
    [ADF_MENTION] = "mention",
    [ADF_NESTED_EXPAND] = "nestedExpand",
    [ADF_ORDERED_LIST] = "orderedList",
    [ADF_PANEL] = "panel",
    [ADF_PARAGRAPH] = "paragraph",
    [ADF_PLACEHOLDER] = "placeholder",
    [ADF_RULE] = "rule",
    [ADF_STATUS] = "status",
    [ADF_TABLE] = "table",
    [ADF_TABLE_CELL] = "tableCell",
    [ADF_TABLE_HEADER] = "tableHeader",
    [ADF_TABLE_ROW] = "tableRow",
    [ADF_TASK_ITEM] = "taskItem",
    [ADF_TASK_LIST] = "taskList",
    [ADF_TEXT] = "text",
    [ADF_MARK_ALIGNMENT] = "alignment",
    [ADF_MARK_ANNOTATION] = "annotation",
    [ADF_MARK_BACKGROUND_COLOR] = "backgroundColor",
    [ADF_MARK_BORDER] = "border",
    [ADF_MARK_BREAKOUT] = "breakout",
    [ADF_MARK_CODE] = "code",
    [ADF_MARK_DATA_CONSUMER] = "dataConsumer",
    [ADF_MARK_EM] = "em",
    [ADF_MARK_FRAGMENT] = "fragment",
    [ADF_MARK_INDENTATION] = "indentation",
    [ADF_MARK_LINK] = "link",
    [ADF_MARK_STRIKE] = "strike",
    [ADF_MARK_STRONG] = "strong",
    [ADF_MARK_SUBSUP] = "subsup",
    [ADF_MARK_TEXT_COLOR] = "textColor",
    [ADF_MARK_UNDERLINE] = "underline",
};

const char *adf_name(enum adf_type type)
{
    return names[type];
}

static enum adf_type find(const char *name, size_t low, size_t high)
{
    while (name != NULL && low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, names[middle]);
        if (order == 0) {
            return (enum adf_type)middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return ADF_UNKNOWN;
}

enum adf_type adf_node_type(const char *name)
{
    return find(name, 0, ADF_TYPES);
}

enum adf_type adf_mark_type(const char *name)
{
    return find(name, ADF_TYPES, ADF_WORDS);
}

/* ---- content ---- */

#define CAPTION_INLINES                                                                            \
    (ADF_SET(ADF_TEXT) | ADF_SET(ADF_DATE) | ADF_SET(ADF_EMOJI) | ADF_SET(ADF_HARD_BREAK) |        \
     ADF_SET(ADF_INLINE_CARD) | ADF_SET(ADF_MENTION) | ADF_SET(ADF_PLACEHOLDER) |                  \
     ADF_SET(ADF_STATUS))
#define INLINES (CAPTION_INLINES | ADF_SET(ADF_INLINE_EXTENSION) | ADF_SET(ADF_MEDIA_INLINE))
#define LISTS   (ADF_SET(ADF_BULLET_LIST) | ADF_SET(ADF_ORDERED_LIST))
/* What stands in an item of a list first, and in nearly everything. */
#define PLAIN_BLOCKS (ADF_SET(ADF_PARAGRAPH) | ADF_SET(ADF_CODE_BLOCK) | ADF_SET(ADF_MEDIA_SINGLE))
#define QUOTED       (PLAIN_BLOCKS | LISTS | ADF_SET(ADF_MEDIA_GROUP))
#define NESTED_PANEL                                                                               \
    (QUOTED | ADF_SET(ADF_HEADING) | ADF_SET(ADF_TASK_LIST) | ADF_SET(ADF_DECISION_LIST) |         \
     ADF_SET(ADF_RULE))
/* The schema's non_nestable_block_content and block_content. */
#define NON_NESTABLE                                                                               \
    (NESTED_PANEL | ADF_SET(ADF_PANEL) | ADF_SET(ADF_BLOCKQUOTE) | ADF_SET(ADF_TABLE) |            \
     ADF_SET(ADF_BLOCK_CARD) | ADF_SET(ADF_EMBED_CARD) | ADF_SET(ADF_EXTENSION))
#define BLOCKS      (NON_NESTABLE | ADF_SET(ADF_EXPAND) | ADF_SET(ADF_BODIED_EXTENSION))
#define CELL_BLOCKS ((NON_NESTABLE & ~ADF_SET(ADF_TABLE)) | ADF_SET(ADF_NESTED_EXPAND))

struct content {
    adf_set first;
    adf_set rest;
    uint8_t minimum;
    uint8_t maximum; /* 0: any number */
};

static const struct content contents[ADF_TYPES] = {
    [ADF_BLOCKQUOTE] = {QUOTED, QUOTED, 1, 0},
    [ADF_BODIED_EXTENSION] = {NON_NESTABLE, NON_NESTABLE, 1, 0},
    [ADF_BULLET_LIST] = {ADF_SET(ADF_LIST_ITEM), ADF_SET(ADF_LIST_ITEM), 1, 0},
    [ADF_CAPTION] = {CAPTION_INLINES, CAPTION_INLINES, 0, 0},
    [ADF_CODE_BLOCK] = {ADF_SET(ADF_TEXT), ADF_SET(ADF_TEXT), 0, 0},
    [ADF_DECISION_ITEM] = {INLINES, INLINES, 0, 0},
    [ADF_DECISION_LIST] = {ADF_SET(ADF_DECISION_ITEM), ADF_SET(ADF_DECISION_ITEM), 1, 0},
    [ADF_DOC] = {BLOCKS | ADF_SET(ADF_LAYOUT_SECTION), BLOCKS | ADF_SET(ADF_LAYOUT_SECTION), 0, 0},
    [ADF_EXPAND] = {NON_NESTABLE | ADF_SET(ADF_NESTED_EXPAND),
                    NON_NESTABLE | ADF_SET(ADF_NESTED_EXPAND), 1, 0},
    [ADF_HEADING] = {INLINES, INLINES, 0, 0},
    [ADF_LAYOUT_COLUMN] = {BLOCKS, BLOCKS, 1, 0},
    [ADF_LAYOUT_SECTION] = {ADF_SET(ADF_LAYOUT_COLUMN), ADF_SET(ADF_LAYOUT_COLUMN), 2, 3},
    [ADF_LIST_ITEM] = {PLAIN_BLOCKS, PLAIN_BLOCKS | LISTS | ADF_SET(ADF_TASK_LIST), 1, 0},
    [ADF_MEDIA_GROUP] = {ADF_SET(ADF_MEDIA), ADF_SET(ADF_MEDIA), 1, 0},
    [ADF_MEDIA_SINGLE] = {ADF_SET(ADF_MEDIA), ADF_SET(ADF_CAPTION), 1, 2},
    [ADF_NESTED_EXPAND] = {NESTED_PANEL | ADF_SET(ADF_PANEL) | ADF_SET(ADF_BLOCKQUOTE),
                           NESTED_PANEL | ADF_SET(ADF_PANEL) | ADF_SET(ADF_BLOCKQUOTE), 1, 0},
    [ADF_ORDERED_LIST] = {ADF_SET(ADF_LIST_ITEM), ADF_SET(ADF_LIST_ITEM), 1, 0},
    [ADF_PANEL] = {NESTED_PANEL | ADF_SET(ADF_BLOCK_CARD), NESTED_PANEL | ADF_SET(ADF_BLOCK_CARD),
                   1, 0},
    [ADF_PARAGRAPH] = {INLINES, INLINES, 0, 0},
    [ADF_TABLE] = {ADF_SET(ADF_TABLE_ROW), ADF_SET(ADF_TABLE_ROW), 1, 0},
    [ADF_TABLE_CELL] = {CELL_BLOCKS, CELL_BLOCKS, 1, 0},
    [ADF_TABLE_HEADER] = {CELL_BLOCKS, CELL_BLOCKS, 1, 0},
    [ADF_TABLE_ROW] = {ADF_SET(ADF_TABLE_CELL) | ADF_SET(ADF_TABLE_HEADER),
                       ADF_SET(ADF_TABLE_CELL) | ADF_SET(ADF_TABLE_HEADER), 0, 0},
    [ADF_TASK_ITEM] = {INLINES, INLINES, 0, 0},
    [ADF_TASK_LIST] = {ADF_SET(ADF_TASK_ITEM), ADF_SET(ADF_TASK_ITEM) | ADF_SET(ADF_TASK_LIST), 1,
                       0},
};

adf_set adf_content(enum adf_type parent, bool first)
{
    return first ? contents[parent].first : contents[parent].rest;
}

size_t adf_content_minimum(enum adf_type parent)
{
    return contents[parent].minimum;
}

size_t adf_content_maximum(enum adf_type parent)
{
    return contents[parent].maximum == 0 ? SIZE_MAX : contents[parent].maximum;
}

bool adf_is_inline(enum adf_type type)
{
    return type < ADF_TYPES && (INLINES & ADF_SET(type)) != 0;
}

/* ---- marks ---- */

#define TEXT_MARKS                                                                                 \
    (ADF_SET(ADF_MARK_LINK) | ADF_SET(ADF_MARK_EM) | ADF_SET(ADF_MARK_STRONG) |                    \
     ADF_SET(ADF_MARK_STRIKE) | ADF_SET(ADF_MARK_SUBSUP) | ADF_SET(ADF_MARK_UNDERLINE) |           \
     ADF_SET(ADF_MARK_TEXT_COLOR) | ADF_SET(ADF_MARK_ANNOTATION) |                                 \
     ADF_SET(ADF_MARK_BACKGROUND_COLOR) | ADF_SET(ADF_MARK_CODE))
#define MEDIA_MARKS                                                                                \
    (ADF_SET(ADF_MARK_LINK) | ADF_SET(ADF_MARK_ANNOTATION) | ADF_SET(ADF_MARK_BORDER))
#define POSITION_MARKS (ADF_SET(ADF_MARK_ALIGNMENT) | ADF_SET(ADF_MARK_INDENTATION))

adf_set adf_marks(enum adf_type parent, enum adf_type child)
{
    bool wide = parent == ADF_DOC || parent == ADF_LAYOUT_COLUMN;
    bool cell = parent == ADF_TABLE_CELL || parent == ADF_TABLE_HEADER;
    switch (child) {
    case ADF_TEXT:
        return parent == ADF_CODE_BLOCK ? 0 : TEXT_MARKS;
    case ADF_MEDIA:
    case ADF_MEDIA_INLINE:
        return MEDIA_MARKS;
    case ADF_MEDIA_SINGLE:
        return ADF_SET(ADF_MARK_LINK);
    case ADF_PARAGRAPH:
        return wide ? POSITION_MARKS : cell ? ADF_SET(ADF_MARK_ALIGNMENT) : 0;
    case ADF_HEADING:
        return wide || cell ? POSITION_MARKS : 0;
    case ADF_CODE_BLOCK:
    case ADF_EXPAND:
    case ADF_LAYOUT_SECTION:
        return parent == ADF_DOC ? ADF_SET(ADF_MARK_BREAKOUT) : 0;
    case ADF_EXTENSION:
    case ADF_BODIED_EXTENSION:
    case ADF_INLINE_EXTENSION:
        return ADF_SET(ADF_MARK_DATA_CONSUMER) | ADF_SET(ADF_MARK_FRAGMENT);
    case ADF_TABLE:
        return ADF_SET(ADF_MARK_FRAGMENT);
    default:
        return 0;
    }
}
