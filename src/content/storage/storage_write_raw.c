/* What was carried along from one format, written in another. */
#include "content/storage/storage_writer.h"

#include "content/html_comment.h"

#include "atlcli/json.h"

/* The texts of an ADF node, one after the other. cJSON bounds how deep they are nested. */
static void collect_text(const cJSON *node, struct atl_buffer *text)
{
    const cJSON *own = atl_json_member(node, "text");
    if (cJSON_IsString(own)) {
        atl_buffer_add(text, own->valuestring);
    }
    const cJSON *child;
    cJSON_ArrayForEach(child, atl_json_member(node, "content"))
    {
        if (text->length > 0 && cJSON_IsArray(atl_json_member(child, "content"))) {
            atl_buffer_add(text, " ");
        }
        collect_text(child, text);
    }
}

static void put_adf(struct storage_writer *writer, const struct atl_node *raw)
{
    struct atl_buffer text = {0};
    cJSON *root;
    const char *type = "unknown";
    if (atl_json_parse(raw->text, raw->length, "adf", &root, NULL) == ATL_OK) {
        type = atl_json_text(root, "type", type);
        collect_text(root, &text);
    }
    atl_content_report_add(writer->options->report, ATL_REPORT_LOST, raw->line,
                           "ADF nodes of type '%s': their text is left", type);
    cJSON_Delete(root);
    storage_put_text(writer, raw, atl_buffer_text(&text), text.length);
    atl_buffer_free(&text);
}

static void put_html(struct storage_writer *writer, const struct atl_node *raw)
{
    atl_content_report_add(writer->options->report, ATL_REPORT_NEUTRALISED, raw->line,
                           "raw HTML: shown as text");
    storage_put_text(writer, raw, raw->text, raw->length);
}

static void put_as_text(struct storage_writer *writer, const struct atl_node *raw)
{
    bool block = raw->parent != NULL && !atl_node_holds_inlines(raw->parent);
    storage_put(writer, block ? "<p>" : "");
    if (raw->value == ATL_CONTENT_ADF) {
        put_adf(writer, raw);
    } else if (raw->value == ATL_CONTENT_HTML) {
        put_html(writer, raw);
    } else {
        storage_note_lost(writer, raw, "markup of another format: shown as text");
        storage_put_text(writer, raw, raw->text, raw->length);
    }
    storage_put(writer, block ? "</p>" : "");
}

void storage_put_raw(struct storage_writer *writer, const struct atl_node *raw)
{
    struct atl_buffer rest = {0};
    if (raw->value == ATL_CONTENT_STORAGE) {
        atl_buffer_append(writer->buffer, raw->text, raw->length);
    } else if (!writer->exact && content_has_comments(raw, &rest)) {
        struct atl_node shown = *raw;
        shown.text = atl_buffer_text(&rest);
        shown.length = (uint32_t)rest.length;
        storage_note_lost(writer, raw, CONTENT_COMMENTS_LEFT_OUT);
        if (rest.length > 0) {
            put_as_text(writer, &shown);
        }
    } else {
        put_as_text(writer, raw);
    }
    atl_buffer_free(&rest);
}
