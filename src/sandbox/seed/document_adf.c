/* The Atlassian Document Format: a tree of nodes in JSON. */
#include "sandbox/seed/document.h"
#include "sandbox/server/emit.h"

static void begin_node(struct atl_buffer *json, const char *type)
{
    emit_object(json, NULL);
    emit_text(json, "type", type);
}

static void end_node(struct atl_buffer *json)
{
    emit_array_end(json);
    emit_object_end(json);
}

static void emit_text_node(struct atl_buffer *json, const char *text)
{
    begin_node(json, "text");
    emit_text(json, "text", text);
    emit_object_end(json);
}

/* A node that holds nothing but text. */
static void emit_leaf(struct atl_buffer *json, const char *type, const char *text)
{
    begin_node(json, type);
    emit_array(json, "content");
    emit_text_node(json, text);
    end_node(json);
}

/* A node that holds one paragraph. */
static void emit_holder(struct atl_buffer *json, const char *type, const char *text)
{
    begin_node(json, type);
    emit_array(json, "content");
    emit_leaf(json, "paragraph", text);
    end_node(json);
}

static void emit_heading(struct atl_buffer *json, const char *text)
{
    begin_node(json, "heading");
    emit_object(json, "attrs");
    emit_integer(json, "level", 2);
    emit_object_end(json);
    emit_array(json, "content");
    emit_text_node(json, text);
    end_node(json);
}

static void emit_list(struct atl_buffer *json, const char *type, const struct document_block *block)
{
    begin_node(json, type);
    emit_array(json, "content");
    for (size_t i = 0; i < block->item_count; i++) {
        emit_holder(json, "listItem", block->items[i]);
    }
    end_node(json);
}

static void emit_table(struct atl_buffer *json, const struct document_block *block)
{
    begin_node(json, "table");
    emit_array(json, "content");
    for (size_t i = 0; i + 1 < block->item_count; i += 2) {
        const char *cell = i == 0 ? "tableHeader" : "tableCell";
        begin_node(json, "tableRow");
        emit_array(json, "content");
        emit_holder(json, cell, block->items[i]);
        emit_holder(json, cell, block->items[i + 1]);
        end_node(json);
    }
    end_node(json);
}

static void emit_note(struct atl_buffer *json, const char *text)
{
    begin_node(json, "panel");
    emit_object(json, "attrs");
    emit_text(json, "panelType", "info");
    emit_object_end(json);
    emit_array(json, "content");
    emit_leaf(json, "paragraph", text);
    end_node(json);
}

void document_emit_adf(struct atl_buffer *json, const char *key, const struct document *document)
{
    emit_object(json, key);
    emit_text(json, "type", "doc");
    emit_integer(json, "version", 1);
    emit_array(json, "content");
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        switch (block->kind) {
        case BLOCK_HEADING:
            emit_heading(json, block->text);
            break;
        case BLOCK_PARAGRAPH:
            emit_leaf(json, "paragraph", block->text);
            break;
        case BLOCK_BULLETS:
            emit_list(json, "bulletList", block);
            break;
        case BLOCK_NUMBERED:
            emit_list(json, "orderedList", block);
            break;
        case BLOCK_CODE:
            emit_leaf(json, "codeBlock", block->text);
            break;
        case BLOCK_TABLE:
            emit_table(json, block);
            break;
        case BLOCK_NOTE:
            emit_note(json, block->text);
            break;
        }
    }
    end_node(json);
}
