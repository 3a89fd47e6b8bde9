/* ADF to the tree: the document and its blocks. */
#include "content/adf/adf_reader.h"
#include "content/formats.h"
#include "content/macro_place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void read_block(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                       const struct adf_place *place);

/* ---- blocks ---- */

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

/* Where ADF has no place for a macro as a block, it stands alone in a paragraph. */
static void hoist_macro(struct atl_node *paragraph)
{
    bool alone = paragraph->first != NULL && paragraph->first->next == NULL;
    if (alone && paragraph->attributes == NULL && content_is_block_macro(paragraph->first)) {
        content_hoist(paragraph);
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
    if (!heading) {
        hoist_macro(made);
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
        adf_read_list(reader, node, type, place);
        break;
    case ADF_TASK_LIST:
        adf_read_task_list(reader, node, place);
        break;
    case ADF_DECISION_LIST:
        adf_read_decision_list(reader, node, place);
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

/*
 * Blocks side by side. The sections of a layout are one node of the tree; inlines where blocks
 * belong are a paragraph.
 */
struct sequence {
    struct adf_reader *reader;
    struct adf_place place; /* of the next node */
    bool in_layout;
};

static void end_layout(struct sequence *sequence)
{
    if (sequence->in_layout) {
        content_close(sequence->reader->builder);
    }
    sequence->in_layout = false;
}

static void read_next_block(struct sequence *sequence, const cJSON *node, enum adf_type type)
{
    struct adf_reader *reader = sequence->reader;
    if (adf_is_hollow(node, type)) {
        return;
    }
    bool section = type == ADF_LAYOUT_SECTION && adf_can_hold(reader, node, type);
    if (!section) {
        end_layout(sequence);
    } else if (!sequence->in_layout) {
        content_open(reader->builder, ATL_NODE_LAYOUT);
        sequence->in_layout = true;
    }
    read_block(reader, node, type, &sequence->place);
}

/* Returns the first node that isn't an inline. */
static const cJSON *read_next_run(struct sequence *sequence, const cJSON *first)
{
    struct adf_reader *reader = sequence->reader;
    size_t index = sequence->place.index;
    const cJSON *end = first;
    while (end != NULL && adf_is_inline(adf_type_of_node(end))) {
        end = end->next;
        sequence->place.index++;
    }
    end_layout(sequence);
    struct atl_node *made = content_open(reader->builder, ATL_NODE_PARAGRAPH);
    adf_read_inlines(reader, first, end, index, sequence->place.up);
    content_close(reader->builder);
    hoist_macro(made);
    return end;
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
    struct sequence sequence = {.reader = reader, .place = {.up = place}};
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
            adf_fail(reader, &sequence.place, "not a node: it has no type");
            return;
        }
        if (adf_is_inline(type)) {
            child = read_next_run(&sequence, child);
        } else {
            read_next_block(&sequence, child, type);
            child = child->next;
            sequence.place.index++;
        }
    }
    end_layout(&sequence);
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

static bool is_blank(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && strchr(" \t\r\n", text[at]) != NULL) {
        at++;
    }
    return at == length;
}

void adf_read(struct content_builder *builder, const char *text, size_t length,
              const struct atl_content_options *options)
{
    (void)options;
    struct adf_reader reader = {.builder = builder};
    struct atl_error error;
    const cJSON *root;
    if (is_blank(text, length)) {
        content_builder_fail(builder, ATL_FAILED,
                             "nothing is there, and an empty ADF document is "
                             "{\"version\":1,\"type\":\"doc\",\"content\":[]}");
        return;
    }
    text = replace_nuls(builder, text, length);
    /* Texts of the tree point into it. */
    if (atl_json_read(builder->arena, text, length, "the document", &root, &error) != ATL_OK) {
        content_builder_fail(builder, ATL_FAILED, "%s",
                             atl_json_is_too_deep(text, length) ? "nested too deeply"
                                                                : error.message);
        return;
    }
    static const char consumer[] = "\"dataConsumer\"";
    reader.keep_fragments = memmem(text, length, consumer, sizeof consumer - 1) != NULL;
    read_document(&reader, root);
    free(reader.runs);
}
