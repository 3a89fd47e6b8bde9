/*
 * What may stand where in an ADF document, by adf-schema.json: nodes, marks, attributes, content.
 * The reader asks what it can rely on, the writer what it may write, and verbatim ADF is checked
 * against it before it is passed on.
 */
#ifndef ADF_SCHEMA_H
#define ADF_SCHEMA_H

#include "atlcli/json.h"

/* Types of nodes, then types of marks; both in the order of their names (see adf_name). */
enum adf_type {
    ADF_BLOCK_CARD,
    ADF_BLOCKQUOTE,
    ADF_BODIED_EXTENSION,
    ADF_BULLET_LIST,
    ADF_CAPTION,
    ADF_CODE_BLOCK,
    ADF_DATE,
    ADF_DECISION_ITEM,
    ADF_DECISION_LIST,
    ADF_DOC,
    ADF_EMBED_CARD,
    ADF_EMOJI,
    ADF_EXPAND,
    ADF_EXTENSION,
    ADF_HARD_BREAK,
    ADF_HEADING,
    ADF_INLINE_CARD,
    ADF_INLINE_EXTENSION,
    ADF_LAYOUT_COLUMN,
    ADF_LAYOUT_SECTION,
    ADF_LIST_ITEM,
    ADF_MEDIA,
    ADF_MEDIA_GROUP,
    ADF_MEDIA_INLINE,
    ADF_MEDIA_SINGLE,
    ADF_MENTION,
    ADF_NESTED_EXPAND,
    ADF_ORDERED_LIST,
    ADF_PANEL,
    ADF_PARAGRAPH,
    ADF_PLACEHOLDER,
    ADF_RULE,
    ADF_STATUS,
    ADF_TABLE,
    ADF_TABLE_CELL,
    ADF_TABLE_HEADER,
    ADF_TABLE_ROW,
    ADF_TASK_ITEM,
    ADF_TASK_LIST,
    ADF_TEXT,
    ADF_TYPES, /* how many types of nodes there are; from here on marks */
    ADF_MARK_ALIGNMENT = ADF_TYPES,
    ADF_MARK_ANNOTATION,
    ADF_MARK_BACKGROUND_COLOR,
    ADF_MARK_BORDER,
    ADF_MARK_BREAKOUT,
    ADF_MARK_CODE,
    ADF_MARK_DATA_CONSUMER,
    ADF_MARK_EM,
    ADF_MARK_FRAGMENT,
    ADF_MARK_INDENTATION,
    ADF_MARK_LINK,
    ADF_MARK_STRIKE,
    ADF_MARK_STRONG,
    ADF_MARK_SUBSUP,
    ADF_MARK_TEXT_COLOR,
    ADF_MARK_UNDERLINE,
    ADF_WORDS,
    ADF_UNKNOWN = ADF_WORDS, /* of a newer schema, or of none */
};

enum {
    ADF_NUMBER_MAXIMUM =
        1000000000, /* of sizes and the like, in the tree and as they are written */
};

/* A set of types. */
typedef uint64_t adf_set;
#define ADF_SET(type) (UINT64_C(1) << (type))

/* "paragraph", "strong". Static text. */
const char *adf_name(enum adf_type type);
/* The node or mark of that name; ADF_UNKNOWN, also for NULL. */
enum adf_type adf_node_type(const char *name);
enum adf_type adf_mark_type(const char *name);

/* Nodes that may be the first child of a parent, or one of the others. */
adf_set adf_content(enum adf_type parent, bool first);
/* Of the fewest and most children: how many a parent needs and takes. */
size_t adf_content_minimum(enum adf_type parent);
size_t adf_content_maximum(enum adf_type parent);
/* Marks that a child of this parent may have, each one alone or all at once (see marks.c). */
adf_set adf_marks(enum adf_type parent, enum adf_type child);
/* Nodes that stand where text stands. */
bool adf_is_inline(enum adf_type type);

enum adf_check {
    ADF_VALID,
    ADF_NEWER, /* has what this schema doesn't know, nothing that it forbids */
    ADF_WRONG,
};

/*
 * The attributes of a node or mark, an object or NULL. When `lenient`, nulls count as absent and
 * what editors assign (localId and the like) may be there or not.
 */
enum adf_check adf_check_attributes(enum adf_type type, const cJSON *attributes, bool lenient);
/* A whole node with all that is below it, as a child of this parent. */
enum adf_check adf_check_node(enum adf_type parent, bool first, const cJSON *node);

#endif
