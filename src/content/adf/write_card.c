/* The tree to ADF: smart links that are blocks. */
#include "content/adf/adf_writer.h"

#include <stdlib.h>
#include <string.h>

/* JSON that the tree holds as it is; NULL and nothing written when it isn't JSON. */
static bool put_json(struct adf_writer *writer, const char *name, const char *json)
{
    cJSON *value = NULL;
    if (json == NULL || atl_json_parse(json, strlen(json), name, &value, NULL) != ATL_OK) {
        return false;
    }
    char *text = atl_json_print(value, false);
    atl_buffer_printf(writer->buffer, "%s\"%s\":%s",
                      writer->buffer->data[writer->buffer->length - 1] == '{' ? "" : ",", name,
                      text);
    free(text);
    cJSON_Delete(value);
    return true;
}

/* {"datasource": …} as the schema wants it. */
static bool is_datasource(const char *json)
{
    cJSON *value = NULL;
    if (json == NULL || atl_json_parse(json, strlen(json), "card", &value, NULL) != ATL_OK) {
        return false;
    }
    cJSON *attributes = cJSON_CreateObject();
    cJSON_AddItemToObject(attributes, "datasource", value);
    bool valid = adf_check_attributes(ADF_BLOCK_CARD, attributes, false) == ADF_VALID;
    cJSON_Delete(attributes);
    return valid;
}

/* What a card shows may say where it leads as well. */
static bool is_safe_json(struct adf_writer *writer, const struct atl_node *node, const char *name)
{
    const char *json = atl_node_attribute(node, name);
    cJSON *value = NULL;
    if (json == NULL || atl_json_parse(json, strlen(json), name, &value, NULL) != ATL_OK) {
        return true; /* it isn't written then */
    }
    bool safe = !adf_json_runs(value);
    cJSON_Delete(value);
    if (!safe) {
        atl_content_report_add(writer->report, ATL_REPORT_NEUTRALISED, node->line,
                               "a card with an address that would run: its text is kept");
    }
    return safe;
}

static void put_block_card(struct adf_writer *writer, struct adf_frame *frame,
                           const struct atl_node *node)
{
    const char *datasource = atl_node_attribute(node, "datasource");
    const char *data = atl_node_attribute(node, "data");
    bool listing = is_datasource(datasource);
    if (datasource != NULL && !listing) {
        adf_lost(writer, node, "what a smart link lists, which ADF doesn't allow: left out");
    }
    adf_begin(writer, frame, ADF_BLOCK_CARD);
    adf_begin_attributes(writer);
    if (listing) {
        put_json(writer, "datasource", datasource);
    }
    /* Either its address or what it shows, unless it is a list of issues. */
    bool shown = !listing && put_json(writer, "data", data);
    if (data != NULL && !shown) {
        adf_lost(writer, node, "what a smart link shows: its address is left");
    }
    if (!shown && (!listing || node->length > 0)) {
        adf_put_member_text(writer, "url", node->text, node->length);
    }
    adf_end_attributes(writer);
    adf_end(writer);
}

static void put_embed_card(struct adf_writer *writer, struct adf_frame *frame,
                           const struct atl_node *node)
{
    double number;
    adf_begin(writer, frame, ADF_EMBED_CARD);
    adf_begin_attributes(writer);
    adf_put_member_text(writer, "url", node->text, node->length);
    adf_put_member(writer, "layout", adf_layout_word(atl_node_attribute(node, "layout")));
    if (adf_parse_number(atl_node_attribute(node, "width"), &number)) {
        adf_put_number(writer, "width", number > 100 ? 100 : number);
    }
    if (adf_parse_number(atl_node_attribute(node, "originalHeight"), &number)) {
        adf_put_number(writer, "originalHeight", number);
    }
    if (adf_parse_number(atl_node_attribute(node, "originalWidth"), &number)) {
        adf_put_number(writer, "originalWidth", number);
    }
    adf_end_attributes(writer);
    adf_end(writer);
}

void adf_write_card(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node)
{
    bool embed = node->kind == ATL_NODE_EMBED_CARD;
    bool safe = adf_is_safe(writer, node, node->text, node->length) &&
                is_safe_json(writer, node, "data") && is_safe_json(writer, node, "datasource");
    if (safe && adf_make_room(writer, frame, embed ? ADF_EMBED_CARD : ADF_BLOCK_CARD)) {
        if (embed) {
            put_embed_card(writer, frame, node);
        } else {
            put_block_card(writer, frame, node);
        }
        return;
    }
    if (node->length == 0) {
        adf_lost(writer, node, "%s in a %s", atl_node_kind_name(node->kind), adf_name(frame->type));
        return;
    }
    struct adf_frame inner = {.type = ADF_PARAGRAPH};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_PARAGRAPH);
    adf_begin_inlines(writer, &inlines, &inner);
    if (safe) {
        adf_lost(writer, node, "%s in a %s: it stands within a line",
                 atl_node_kind_name(node->kind), adf_name(frame->type));
        adf_put_card(writer, &inlines, node);
    } else {
        adf_put_inline_text(writer, &inlines, node->text, node->length);
    }
    adf_end_inlines(writer, &inlines);
}
