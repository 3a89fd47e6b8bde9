/* The tree to ADF: macros, and what is carried along from other formats. */
#include "content/adf/adf_reader.h"
#include "content/adf/adf_writer.h"
#include "content/equal.h"
#include "content/html_comment.h"
#include "content/safe_url.h"
#include "content/storage/storage_fragment.h"

#include <stdlib.h>
#include <string.h>

/* ---- macros ---- */

static void put_parameter(struct adf_writer *writer, const char *name, const char *value,
                          size_t length)
{
    struct atl_buffer *buffer = writer->buffer;
    atl_buffer_add(buffer, buffer->data[buffer->length - 1] == '{' ? "\"" : ",\"");
    adf_put_text(buffer, name, strlen(name));
    atl_buffer_add(buffer, "\":{\"value\":\"");
    adf_put_text(buffer, value, length);
    atl_buffer_add(buffer, "\"}");
}

void adf_put_extension(struct adf_writer *writer, const struct atl_node *macro)
{
    adf_put_member_text(writer, "extensionKey", macro->text, macro->length);
    adf_put_member(writer, "extensionType", ADF_MACRO_EXTENSION);
    atl_buffer_add(writer->buffer, ",\"parameters\":{\"macroParams\":{");
    for (const struct atl_attribute *next = macro->attributes; next != NULL; next = next->next) {
        if (next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            put_parameter(writer, next->name, next->value, strlen(next->value));
        }
    }
    if (macro->first != NULL && macro->first->kind == ATL_NODE_PLAIN_BODY) {
        put_parameter(writer, ADF_PLAIN_BODY_PARAMETER, macro->first->text, macro->first->length);
    }
    atl_buffer_add(writer->buffer, "}}");
}

static void put_macro(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *node, bool rich)
{
    struct adf_frame inner = {.type = rich ? ADF_BODIED_EXTENSION : ADF_EXTENSION};
    adf_begin(writer, frame, inner.type);
    adf_begin_attributes(writer);
    adf_put_extension(writer, node);
    adf_put_member(writer, "layout", "default");
    adf_end_attributes(writer);
    if (!rich) {
        adf_end(writer);
        return;
    }
    adf_begin_content(writer);
    adf_write_blocks(writer, &inner, node);
    adf_end_content(writer, &inner);
}

void adf_write_macro(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node)
{
    bool rich = node->first != NULL && node->first->kind != ATL_NODE_PLAIN_BODY;
    if (node->length > 0 &&
        adf_make_room(writer, frame, rich ? ADF_BODIED_EXTENSION : ADF_EXTENSION)) {
        put_macro(writer, frame, node, rich);
        return;
    }
    if (rich || node->length == 0) {
        adf_lost(writer, node, "macro %.*s in a %s: its content is kept", adf_short_length(node),
                 node->text, adf_name(frame->type));
        adf_write_blocks(writer, frame, node);
        return;
    }
    adf_lost(writer, node, "macro %.*s in a %s: it stands within a line", (int)node->length,
             node->text, adf_name(frame->type));
    struct adf_frame inner = {.type = ADF_PARAGRAPH};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_PARAGRAPH);
    adf_begin_inlines(writer, &inlines, &inner);
    adf_put_inline(writer, &inlines, node);
    adf_end_inlines(writer, &inlines);
}

/* In storage format blocks stand beside lines; ADF has a place within them for any macro. */
const struct atl_node *adf_macro_of_raw(struct adf_writer *writer, const struct atl_node *node)
{
    static const struct atl_content_options options = {0};
    struct content_builder nested;
    struct atl_content_tree *tree;
    if (node->value != ATL_CONTENT_STORAGE) {
        return NULL;
    }
    content_builder_start(&nested, &writer->arena);
    nested.line = node->line;
    storage_read_fragment(&nested, node->text, node->length, &options);
    if (content_builder_finish(&nested, &tree, NULL) != ATL_OK) {
        return NULL;
    }
    const struct atl_node *macro = tree->document->first;
    bool only = macro != NULL && macro->kind == ATL_NODE_MACRO && macro->next == NULL;
    bool rich = only && macro->first != NULL && macro->first->kind != ATL_NODE_PLAIN_BODY;
    return only && !rich ? macro : NULL;
}

/* ---- verbatim ---- */

static bool is_address(const char *name)
{
    return name != NULL && (strcmp(name, "href") == 0 || strcmp(name, "url") == 0);
}

/* As deep as the JSON reader goes. */
bool adf_json_runs(const cJSON *value)
{
    if (cJSON_IsString(value)) {
        return is_address(value->string) &&
               content_url_runs(value->valuestring, strlen(value->valuestring));
    }
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        if (adf_json_runs(child)) {
            return true;
        }
    }
    return false;
}

bool adf_put_raw(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node)
{
    cJSON *value;
    if (atl_json_parse(node->text, node->length, "adf", &value, NULL) != ATL_OK) {
        return false;
    }
    enum adf_type type = adf_type_of_node(value);
    bool named = cJSON_IsString(atl_json_member(value, "type"));
    /* A type that isn't known is one of a newer schema; who made it knows where it may stand. */
    bool room = named && (type == ADF_UNKNOWN || adf_make_room(writer, frame, type)) &&
                adf_check_node(frame->type, frame->count == 0, value) != ADF_WRONG;
    if (room && adf_json_runs(value)) {
        atl_content_report_add(writer->report, ATL_REPORT_NEUTRALISED, node->line,
                               "ADF with an address that would run: shown as code");
        room = false;
    }
    if (room) {
        char *text = atl_json_print(value, false);
        struct atl_buffer *buffer = writer->buffer;
        atl_buffer_add(buffer, buffer->data[buffer->length - 1] == '[' ? "" : ",");
        atl_buffer_add(buffer, text);
        frame->count++;
        free(text);
    }
    cJSON_Delete(value);
    return room;
}

/* An inline node where blocks stand is a paragraph of it. */
static bool is_inline_node(const struct atl_node *node)
{
    cJSON *value;
    if (atl_json_parse(node->text, node->length, "adf", &value, NULL) != ATL_OK) {
        return false;
    }
    bool result = adf_is_inline(adf_type_of_node(value));
    cJSON_Delete(value);
    return result;
}

void adf_write_raw(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node)
{
    static const char *const languages[] = {
        [ATL_CONTENT_STORAGE] = "xml",
        [ATL_CONTENT_ADF] = "json",
        [ATL_CONTENT_HTML] = "html",
        [ATL_CONTENT_TERMINAL] = NULL,
    };
    if (node->value == ATL_CONTENT_ADF) {
        if (is_inline_node(node)) {
            adf_write_paragraph(writer, frame, node, node, node->next, false);
            return;
        }
        if (adf_put_raw(writer, frame, node)) {
            return;
        }
    }
    struct atl_buffer rest = {0};
    bool commented = content_has_comments(node, &rest);
    if (commented) {
        adf_lost(writer, node, CONTENT_COMMENTS_LEFT_OUT);
    }
    if (!commented || rest.length > 0) {
        adf_lost(writer, node, "source in another format (%s): shown as code",
                 atl_content_format_name(node->value));
        adf_make_room(writer, frame, ADF_CODE_BLOCK);
        adf_put_code_block(writer, frame,
                           node->value <= ATL_CONTENT_TERMINAL ? languages[node->value] : NULL,
                           commented ? atl_buffer_text(&rest) : node->text,
                           commented ? rest.length : node->length);
        adf_end(writer);
    }
    atl_buffer_free(&rest);
}
