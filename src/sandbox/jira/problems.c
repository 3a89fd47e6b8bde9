#include "sandbox/jira/problems.h"

#include "sandbox/server/emit.h"

#include <string.h>

enum {
    MOST_PROBLEMS = 64, /* more fields than that nobody reads */
};

void problems_add(struct problems *problems, const char *field, const char *format, ...)
{
    for (size_t i = 0; field != NULL && i < problems->count; i++) {
        if (atl_text_equal(problems->items[i].field, field)) {
            return;
        }
    }
    if (problems->items == NULL) {
        problems->items = atl_arena_alloc(problems->arena, MOST_PROBLEMS * sizeof *problems->items);
    }
    if (problems->count == MOST_PROBLEMS) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    problems->items[problems->count++] =
        (struct problem){.field = atl_arena_strdup(problems->arena, field),
                         .message = atl_arena_vprintf(problems->arena, format, arguments)};
    va_end(arguments);
}

void problems_emit(struct atl_buffer *json, const struct problems *problems)
{
    emit_array(json, "errorMessages");
    for (size_t i = 0; i < problems->count; i++) {
        if (problems->items[i].field == NULL) {
            emit_text(json, NULL, problems->items[i].message);
        }
    }
    emit_array_end(json);
    emit_object(json, "errors");
    for (size_t i = 0; i < problems->count; i++) {
        if (problems->items[i].field != NULL) {
            emit_member(json, problems->items[i].field, problems->items[i].message);
        }
    }
    emit_object_end(json);
}

void problems_reply(const struct problems *problems, struct reply *reply)
{
    reply_restart(reply, problems->status == 0 ? 400 : problems->status);
    emit_object(&reply->body, NULL);
    problems_emit(&reply->body, problems);
    emit_object_end(&reply->body);
}

const char *problems_text(const struct problems *problems)
{
    const char *text = "";
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        text = atl_arena_printf(problems->arena, "%s%s%s%s%s", text, i > 0 ? "; " : "",
                                problem->field == NULL ? "" : problem->field,
                                problem->field == NULL ? "" : ": ", problem->message);
    }
    return text;
}
