#include "http/server_message.h"

#include <string.h>
#include <strings.h>

enum {
    LONGEST_MESSAGE_BYTES = 600,
    LONGEST_PLAIN_TEXT_BYTES = 300,
};

static void add_sentence(struct atl_buffer *text, const char *field, const char *sentence)
{
    struct atl_buffer line = {0};
    if (atl_text_is_empty(sentence) || text->length > LONGEST_MESSAGE_BYTES) {
        return;
    }
    if (field != NULL) {
        atl_text_append_safe(&line, field, strlen(field), false);
        atl_buffer_add(&line, ": ");
    }
    atl_text_append_safe(&line, sentence, strlen(sentence), false);
    /* Servers like to say the same thing in two places. */
    if (text->data == NULL || strstr(text->data, line.data) == NULL) {
        atl_buffer_add(text, text->length == 0 ? "" : "; ");
        atl_buffer_append(text, line.data, line.length);
    }
    atl_buffer_free(&line);
}

static void add_error_object(struct atl_buffer *text, const cJSON *error)
{
    static const char *const members[] = {"detail", "message", "title"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *sentence = atl_json_text(error, members[i], NULL);
        if (!atl_text_is_empty(sentence)) {
            add_sentence(text, NULL, sentence);
            return;
        }
    }
    /* Confluence v1: {"message": {"translation": "…"}} */
    add_sentence(text, NULL, atl_json_text(error, "message.translation", NULL));
    add_sentence(text, NULL, atl_json_text(error, "message.key", NULL));
}

/* A list of texts or of objects, or an object of texts by field. */
static void add_errors(struct atl_buffer *text, const cJSON *errors)
{
    const cJSON *error;
    cJSON_ArrayForEach(error, errors)
    {
        if (cJSON_IsString(error)) {
            add_sentence(text, cJSON_IsObject(errors) ? error->string : NULL, error->valuestring);
        } else if (cJSON_IsObject(error)) {
            add_error_object(text, error);
        }
    }
}

static void read_json(const cJSON *body, struct atl_buffer *text)
{
    add_errors(text, atl_json_get(body, "errorMessages"));
    add_errors(text, atl_json_get(body, "errors"));
    add_sentence(text, NULL, atl_json_text(body, "message", NULL));
    add_errors(text, atl_json_get(body, "data.errors"));
    add_sentence(text, NULL, atl_json_text(body, "errorMessage", NULL));
    add_sentence(text, NULL, atl_json_text(body, "error_description", NULL));
    if (text->length == 0) {
        add_sentence(text, NULL, atl_json_text(body, "error", NULL));
        add_sentence(text, NULL, atl_json_text(body, "title", NULL));
        add_sentence(text, NULL, atl_json_text(body, "detail", NULL));
    }
}

bool atl_response_is_web_page(const struct atl_http_response *response)
{
    if (strncasecmp(response->content_type, "text/html", strlen("text/html")) == 0) {
        return true;
    }
    const char *body = response->body + strspn(response->body, " \t\r\n");
    return strncasecmp(body, "<!doctype html", strlen("<!doctype html")) == 0 ||
           strncasecmp(body, "<html", strlen("<html")) == 0;
}

void atl_server_message_read(const struct atl_http_response *response, struct atl_buffer *text)
{
    struct atl_arena arena = {0};
    const cJSON *body;
    if (response->length == 0) {
        return;
    }
    if (atl_response_is_web_page(response)) {
        atl_buffer_add(text, "the answer is a web page, not the API's");
        return;
    }
    if (atl_json_read(&arena, response->body, response->length, "answer", &body, NULL) == ATL_OK) {
        read_json(body, text);
    } else if (response->length <= LONGEST_PLAIN_TEXT_BYTES && response->body[0] != '<') {
        add_sentence(text, NULL, response->body);
    }
    atl_arena_free(&arena);
    while (text->length > 0 &&
           (text->data[text->length - 1] == '.' || text->data[text->length - 1] == ' ')) {
        atl_buffer_truncate(text, text->length - 1);
    }
}
