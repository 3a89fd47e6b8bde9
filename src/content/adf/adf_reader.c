/* ADF to the tree: the document and its blocks. */
#include "content/adf/adf_reader.h"
#include "content/equal.h"
#include "content/formats.h"
#include "content/macro_place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    JSON_DEPTH = 256, /* as third_party/recipes/cjson has it; two levels are one of ADF's nodes */
};

static void read_block(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                       const struct adf_place *place);

/* ---- lists ---- */

/* Whether a list, a table or a layout has nothing in it. It says nothing then. */
static bool is_hollow(const cJSON *node, enum adf_type type)
{
    const adf_set kinds = ADF_SET(ADF_BULLET_LIST) | ADF_SET(ADF_ORDERED_LIST) |
                          ADF_SET(ADF_TASK_LIST) | ADF_SET(ADF_DECISION_LIST) | ADF_SET(ADF_TABLE) |
                          ADF_SET(ADF_MEDIA_GROUP) | ADF_SET(ADF_LAYOUT_SECTION);
    const cJSON *child = adf_first_child(node);
    while (type == ADF_TASK_LIST && child != NULL && adf_type_of_node(child) == ADF_TASK_LIST &&
           is_hollow(child, ADF_TASK_LIST)) {
        child = child->next;
    }
    return child == NULL && type != ADF_UNKNOWN && (kinds & ADF_SET(type)) != 0;
}

/* An item that ADF made begin with an empty paragraph begins with what comes after it. */
static void drop_leading_empty(struct atl_node *item)
{
    if (item->first != NULL && content_is_empty_paragraph(item->first) &&
        item->first->first == NULL) {
        content_remove(NULL, item->first);
    }
}

static void read_list(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                      const struct adf_place *place)
{
    bool ordered = type == ADF_ORDERED_LIST;
    struct atl_node *list =
        content_open(reader->builder, ordered ? ATL_NODE_ORDERED_LIST : ATL_NODE_BULLET_LIST);
    const cJSON *order = ordered ? adf_number(node, "order") : NULL;
    bool in_range = order != NULL && order->valuedouble <= 999999999;
    list->number = !ordered ? 0 : in_range ? (int32_t)order->valuedouble : 1;
    list->flags = ATL_NODE_TIGHT;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        struct atl_node *made = content_open(reader->builder, ATL_NODE_LIST_ITEM);
        adf_read_blocks(reader, item, &inner);
        content_close(reader->builder);
        drop_leading_empty(made);
        /* ADF has no such thing as a loose list; one with several paragraphs in an item reads
         * better as one. */
        for (const struct atl_node *child = made->first; child != NULL; child = child->next) {
            if (child != made->first && child->kind == ATL_NODE_PARAGRAPH) {
                list->flags = 0;
            }
        }
        inner.index++;
    }
    content_close(reader->builder);
}

/* Tasks and decisions hold inlines in ADF, blocks in the tree. */
static void read_item(struct adf_reader *reader, const cJSON *node, enum atl_node_kind kind,
                      const char *done, const struct adf_place *place)
{
    struct atl_node *item = content_open(reader->builder, kind);
    item->flags = atl_text_equal(adf_text(node, "state"), done) ? ATL_NODE_DONE : 0;
    if (adf_first_child(node) != NULL) {
        content_open(reader->builder, ATL_NODE_PARAGRAPH);
        adf_read_inlines(reader, adf_first_child(node), NULL, 0, place);
        content_close(reader->builder);
    }
    content_close(reader->builder);
}

/*
 * A list below a task is a list after it in ADF. One that no task comes before is below nothing:
 * its tasks are the list's own.
 */
static void read_tasks(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        if (adf_type_of_node(item) != ADF_TASK_LIST) {
            read_item(reader, item, ATL_NODE_TASK_ITEM, "DONE", &inner);
        } else if (builder->open->first == NULL) {
            read_tasks(reader, item, &inner);
        } else if (!is_hollow(item, ADF_TASK_LIST)) {
            content_open(builder, ATL_NODE_TASK_LIST)->flags = ATL_NODE_TIGHT;
            read_tasks(reader, item, &inner);
            content_close(builder);
        }
        inner.index++;
    }
}

static void read_task_list(struct adf_reader *reader, const cJSON *node,
                           const struct adf_place *place)
{
    content_open(reader->builder, ATL_NODE_TASK_LIST)->flags = ATL_NODE_TIGHT;
    read_tasks(reader, node, place);
    content_close(reader->builder);
}

static void read_decision_list(struct adf_reader *reader, const cJSON *node,
                               const struct adf_place *place)
{
    content_open(reader->builder, ATL_NODE_DECISION_LIST)->flags = ATL_NODE_TIGHT;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        read_item(reader, item, ATL_NODE_DECISION_ITEM, "DECIDED", &inner);
        inner.index++;
    }
    content_close(reader->builder);
}

/* ---- other blocks ---- */

static void copy_breakout(struct adf_reader *reader, struct atl_node *made, const cJSON *node)
{
    const cJSON *mark = adf_mark(node, ADF_MARK_BREAKOUT);
    adf_copy_text(reader, made, "breakout", mark, "mode");
    adf_copy_number(reader, made, "breakoutWidth", mark, "width");
}

static void copy_position(struct adf_reader *reader, struct atl_node *made, const cJSON *node)
{
    const char *align = adf_text(adf_mark(node, ADF_MARK_ALIGNMENT), "align");
    if (align != NULL) {
        content_set_attribute(reader->builder->arena, made, "align",
                              strcmp(align, "end") == 0 ? "right" : align);
    }
    const cJSON *level = adf_number(adf_mark(node, ADF_MARK_INDENTATION), "level");
    if (level != NULL) {
        adf_set_number(reader, made, "indent", floor(level->valuedouble));
    }
}

static void read_text_block(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                            const struct adf_place *place)
{
    bool heading = type == ADF_HEADING;
    struct atl_node *made =
        content_open(reader->builder, heading ? ATL_NODE_HEADING : ATL_NODE_PARAGRAPH);
    made->number = heading ? (int32_t)adf_number(node, "level")->valuedouble : 0;
    copy_position(reader, made, node);
    adf_read_inlines(reader, adf_first_child(node), NULL, 0, place);
    content_close(reader->builder);
    /* Where ADF has no place for a macro as a block, it stands alone in a paragraph. */
    bool alone = !heading && made->first != NULL && made->first->next == NULL;
    if (alone && made->attributes == NULL && content_is_block_macro(made->first)) {
        content_hoist(made);
    }
}

/* The tree's code ends in a newline, ADF's doesn't. */
static void read_code_block(struct adf_reader *reader, const cJSON *node)
{
    struct atl_buffer code = {0};
    for (const cJSON *text = adf_first_child(node); text != NULL; text = text->next) {
        atl_buffer_add(&code, atl_json_text(text, "text", ""));
    }
    if (code.length > 0) {
        atl_buffer_add_char(&code, '\n');
    }
    struct atl_node *made = content_leaf(reader->builder, ATL_NODE_CODE_BLOCK, NULL, 0);
    content_set_text_copy(reader->builder, made, atl_buffer_text(&code), code.length);
    atl_buffer_free(&code);
    const char *language = adf_text(node, "language");
    if (!atl_text_is_empty(language)) {
        content_set_attribute(reader->builder->arena, made, "language", language);
    }
    copy_breakout(reader, made, node);
}

static void read_panel(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    static const char *const types[] = {
        [ATL_PANEL_INFO] = "info",       [ATL_PANEL_NOTE] = "note",
        [ATL_PANEL_TIP] = "tip",         [ATL_PANEL_SUCCESS] = "success",
        [ATL_PANEL_WARNING] = "warning", [ATL_PANEL_ERROR] = "error",
        [ATL_PANEL_CUSTOM] = "custom",
    };
    struct atl_node *made = content_open(reader->builder, ATL_NODE_PANEL);
    while (strcmp(types[made->value], adf_text(node, "panelType")) != 0) {
        made->value++;
    }
    adf_copy_text(reader, made, "color", node, "panelColor");
    adf_copy_text(reader, made, "icon", node, "panelIcon");
    adf_copy_text(reader, made, "iconId", node, "panelIconId");
    adf_copy_text(reader, made, "iconText", node, "panelIconText");
    adf_read_blocks(reader, node, place);
    content_close(reader->builder);
}

static void read_expand(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    struct atl_node *made = content_open(reader->builder, ATL_NODE_EXPAND);
    if (!atl_text_is_empty(adf_text(node, "title"))) {
        adf_copy_text(reader, made, "title", node, "title");
    }
    copy_breakout(reader, made, node);
    adf_read_blocks(reader, node, place);
    content_close(reader->builder);
}

static void read_card(struct adf_reader *reader, const cJSON *node, enum adf_type type)
{
    bool embed = type == ADF_EMBED_CARD;
    const char *url = adf_text(node, "url");
    struct atl_node *made =
        content_leaf(reader->builder, embed ? ATL_NODE_EMBED_CARD : ATL_NODE_BLOCK_CARD, url,
                     url == NULL ? 0 : strlen(url));
    if (embed) {
        const char *layout = adf_text(node, "layout");
        content_set_attribute(reader->builder->arena, made, "layout",
                              layout == NULL ? "center" : layout);
        adf_copy_number(reader, made, "width", node, "width");
        adf_copy_number(reader, made, "originalWidth", node, "originalWidth");
        adf_copy_number(reader, made, "originalHeight", node, "originalHeight");
        return;
    }
    static const char *const wholes[] = {"data", "datasource"};
    for (size_t i = 0; i < 2; i++) {
        const cJSON *whole = atl_json_member(atl_json_member(node, "attrs"), wholes[i]);
        if (whole != NULL && !cJSON_IsNull(whole)) {
            content_set_attribute(reader->builder->arena, made, wholes[i],
                                  adf_verbatim(reader, whole));
        }
    }
}

static void read_container(struct adf_reader *reader, const cJSON *node, enum atl_node_kind kind,
                           const struct adf_place *place)
{
    content_open(reader->builder, kind);
    adf_read_blocks(reader, node, place);
    content_close(reader->builder);
}

static void read_extension(struct adf_reader *reader, const cJSON *node,
                           const struct adf_place *place)
{
    struct atl_node *macro = content_open(reader->builder, ATL_NODE_MACRO);
    adf_fill_macro(reader, macro, node);
    adf_read_blocks(reader, node, place);
    content_close(reader->builder);
}

static void add_raw_block(struct adf_reader *reader, const cJSON *node)
{
    char *text = adf_verbatim(reader, node);
    content_leaf(reader->builder, ATL_NODE_RAW, text, strlen(text))->value = ATL_CONTENT_ADF;
}

static void read_block(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                       const struct adf_place *place)
{
    if (!adf_can_hold(reader, node, type)) {
        add_raw_block(reader, node);
        return;
    }
    switch (type) {
    case ADF_PARAGRAPH:
    case ADF_HEADING:
        read_text_block(reader, node, type, place);
        break;
    case ADF_BULLET_LIST:
    case ADF_ORDERED_LIST:
        read_list(reader, node, type, place);
        break;
    case ADF_TASK_LIST:
        read_task_list(reader, node, place);
        break;
    case ADF_DECISION_LIST:
        read_decision_list(reader, node, place);
        break;
    case ADF_CODE_BLOCK:
        read_code_block(reader, node);
        break;
    case ADF_PANEL:
        read_panel(reader, node, place);
        break;
    case ADF_EXPAND:
    case ADF_NESTED_EXPAND:
        read_expand(reader, node, place);
        break;
    case ADF_BLOCKQUOTE:
        read_container(reader, node, ATL_NODE_QUOTE, place);
        break;
    case ADF_RULE:
        content_leaf(reader->builder, ATL_NODE_RULE, NULL, 0);
        break;
    case ADF_TABLE:
        adf_read_table(reader, node, place);
        break;
    case ADF_MEDIA_SINGLE:
        adf_read_media_single(reader, node, place);
        break;
    case ADF_MEDIA_GROUP:
        adf_read_media_group(reader, node);
        break;
    case ADF_BLOCK_CARD:
    case ADF_EMBED_CARD:
        read_card(reader, node, type);
        break;
    case ADF_LAYOUT_SECTION:
        adf_read_layout_section(reader, node, place);
        break;
    case ADF_EXTENSION:
    case ADF_BODIED_EXTENSION:
        read_extension(reader, node, place);
        break;
    default: /* stands within others only, such as a table's row */
        add_raw_block(reader, node);
        break;
    }
}

/* ---- sequences ---- */

/* The sections of a layout are one node of the tree. */
static void read_in_layout(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                           bool *in_layout, const struct adf_place *place)
{
    if (is_hollow(node, type)) {
        return;
    }
    bool section = type == ADF_LAYOUT_SECTION && adf_can_hold(reader, node, type);
    if (section && !*in_layout) {
        content_open(reader->builder, ATL_NODE_LAYOUT);
    } else if (!section && *in_layout) {
        content_close(reader->builder);
    }
    *in_layout = section;
    read_block(reader, node, type, place);
}

static bool is_array_or_absent(struct adf_reader *reader, const cJSON *node,
                               const struct adf_place *place)
{
    const cJSON *content = atl_json_member(node, "content");
    if (content != NULL && !cJSON_IsNull(content) && !cJSON_IsArray(content)) {
        adf_fail(reader, place, "its content is not a list");
        return false;
    }
    return true;
}

/* ADF wants something in each container: a paragraph of nothing stands for nothing. */
static void drop_only_empty(struct atl_node *parent)
{
    if (parent->kind != ATL_NODE_DOCUMENT && parent->first != NULL &&
        parent->first == parent->last && parent->first->attributes == NULL &&
        parent->first->kind == ATL_NODE_PARAGRAPH && parent->first->first == NULL) {
        content_remove(NULL, parent->first);
    }
}

void adf_read_blocks(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct atl_node *parent = builder->open;
    struct adf_place inner = {.up = place};
    bool in_layout = false;
    if (!is_array_or_absent(reader, node, place)) {
        return;
    }
    if (builder->depth + 1 >= ATL_CONTENT_DEPTH) {
        adf_fail(reader, place, "nested too deeply");
        return;
    }
    for (const cJSON *child = adf_first_child(node);
         child != NULL && !content_builder_failed(builder);) {
        enum adf_type type = adf_type_of_node(child);
        if (type == ADF_UNKNOWN && !cJSON_IsString(atl_json_member(child, "type"))) {
            adf_fail(reader, &inner, "not a node: it has no type");
            return;
        }
        if (!adf_is_inline(type)) {
            read_in_layout(reader, child, type, &in_layout, &inner);
            child = child->next;
            inner.index++;
            continue;
        }
        /* Inlines where blocks belong are a paragraph. */
        const cJSON *first = child;
        size_t index = inner.index;
        while (child != NULL && adf_is_inline(adf_type_of_node(child))) {
            child = child->next;
            inner.index++;
        }
        content_open(builder, ATL_NODE_PARAGRAPH);
        adf_read_inlines(reader, first, child, index, place);
        content_close(builder);
    }
    if (in_layout) {
        content_close(builder);
    }
    if (!content_builder_failed(builder)) {
        drop_only_empty(parent);
    }
}

/* ---- the document ---- */

/*
 * JSON can spell NUL, which cJSON takes for the end of a text. It is read as U+FFFD, as in the
 * other formats. The text itself when there is none.
 */
static const char *replace_nuls(struct content_builder *builder, const char *text, size_t length)
{
    static const char nul[] = "\\u0000";
    const size_t size = sizeof nul - 1;
    char *copy = NULL;
    size_t at = 0;
    while (at + size <= length) {
        const char *backslash = memchr(text + at, '\\', length - at);
        if (backslash == NULL || (size_t)(backslash - text) + size > length) {
            break;
        }
        at = (size_t)(backslash - text);
        if (memcmp(backslash, nul, size) == 0) {
            if (copy == NULL) {
                copy = atl_arena_strndup(builder->arena, text, length);
            }
            memcpy(copy + at, "\\ufffd", size);
        }
        at += 2; /* what is escaped isn't a backslash of its own */
    }
    return copy == NULL ? text : copy;
}

/* Whether brackets are open so deep that the JSON reader gives up. */
static bool is_too_deep(const char *text, size_t length)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && depth <= JSON_DEPTH; i++) {
        if (quoted && text[i] == '\\') {
            i++;
        } else if (quoted) {
            quoted = text[i] != '"';
        } else if (text[i] == '"') {
            quoted = true;
        } else if (text[i] == '{' || text[i] == '[') {
            depth++;
        } else if ((text[i] == '}' || text[i] == ']') && depth > 0) {
            depth--;
        }
    }
    return depth > JSON_DEPTH;
}

static void read_document(struct adf_reader *reader, const cJSON *root)
{
    if (cJSON_IsNull(root)) {
        return; /* a field that nobody has filled in */
    }
    const cJSON *version = atl_json_member(root, "version");
    if (!cJSON_IsObject(root) || !cJSON_IsString(atl_json_member(root, "type"))) {
        adf_fail(reader, NULL, "not an ADF document: it has no type");
    } else if (adf_type_of_node(root) != ADF_DOC) {
        adf_fail(reader, NULL, "not an ADF document: its type is not \"doc\"");
    } else if (version != NULL && !(cJSON_IsNumber(version) && version->valuedouble == 1)) {
        adf_fail(reader, NULL, "its version is not 1, the only one there is");
    } else {
        adf_read_blocks(reader, root, NULL);
    }
}

void adf_read(struct content_builder *builder, const char *text, size_t length,
              const struct atl_content_options *options)
{
    (void)options;
    struct adf_reader reader = {.builder = builder};
    struct atl_error error;
    cJSON *root;
    text = replace_nuls(builder, text, length);
    if (atl_json_parse(text, length, "the document", &root, &error) != ATL_OK) {
        content_builder_fail(builder, ATL_FAILED, "%s",
                             is_too_deep(text, length) ? "nested too deeply" : error.message);
        return;
    }
    atl_json_keep(builder->arena, root); /* texts of the tree point into it */
    static const char consumer[] = "\"dataConsumer\"";
    reader.keep_fragments = memmem(text, length, consumer, sizeof consumer - 1) != NULL;
    read_document(&reader, root);
    free(reader.runs);
}
