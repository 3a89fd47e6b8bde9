/* Frontmatter: finding it and reading it. */
#include "content/frontmatter.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- events ---- */

static enum atl_status fail_at(struct atl_error *error, yaml_mark_t mark, const char *problem)
{
    /* Marks count from 0, and the first fence comes before. */
    return atl_fail(error, ATL_FAILED, "line %zu, column %zu: frontmatter: %s", mark.line + 2,
                    mark.column + 1, problem);
}

enum atl_status content_frontmatter_fail(const struct frontmatter_events *events,
                                         const char *problem)
{
    return fail_at(events->error, events->event.start_mark, problem);
}

bool content_frontmatter_next(struct frontmatter_events *events)
{
    yaml_event_type_t last = events->event.type;
    if (last == YAML_MAPPING_END_EVENT || last == YAML_SEQUENCE_END_EVENT) {
        events->depth--;
    }
    yaml_event_delete(&events->event);
    if (!yaml_parser_parse(&events->parser, &events->event)) {
        memset(&events->event, 0, sizeof events->event);
        const char *problem = events->parser.problem;
        fail_at(events->error, events->parser.problem_mark, problem == NULL ? "not YAML" : problem);
        return false;
    }
    if (events->event.type == YAML_MAPPING_START_EVENT ||
        events->event.type == YAML_SEQUENCE_START_EVENT) {
        events->depth++;
    }
    if (events->depth > ATL_FRONTMATTER_DEPTH) {
        content_frontmatter_fail(events, "nested too deeply");
        return false;
    }
    return true;
}

bool content_frontmatter_begin(struct frontmatter_events *events, const char *yaml, size_t length,
                               struct atl_error *error)
{
    *events = (struct frontmatter_events){.error = error};
    if (!yaml_parser_initialize(&events->parser)) {
        atl_fail(error, ATL_FAILED, "frontmatter: out of memory");
        return false;
    }
    yaml_parser_set_encoding(&events->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&events->parser, (const unsigned char *)yaml, length);
    do {
        if (!content_frontmatter_next(events)) {
            return false;
        }
    } while (events->event.type == YAML_STREAM_START_EVENT ||
             events->event.type == YAML_DOCUMENT_START_EVENT);
    return true;
}

void content_frontmatter_end(struct frontmatter_events *events)
{
    yaml_event_delete(&events->event);
    yaml_parser_delete(&events->parser);
}

/* ---- finding it ---- */

/* "---", with white space behind it, and nothing else. Returns the start of the next line. */
static const char *skip_fence(const char *line, const char *end)
{
    if (end - line < 3 || memcmp(line, "---", 3) != 0) {
        return NULL;
    }
    line += 3;
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\r')) {
        line++;
    }
    if (line == end) {
        return end;
    }
    return *line == '\n' ? line + 1 : NULL;
}

/* The first line looks like "key:" or "key: value". */
static bool starts_with_key(const char *text, const char *end)
{
    const char *at = text;
    while (at < end && (*at == '_' || *at == '-' || *at == '.' || (*at >= '0' && *at <= '9') ||
                        (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'))) {
        at++;
    }
    return at > text && at < end && *at == ':' &&
           (at + 1 == end || at[1] == ' ' || at[1] == '\n' || at[1] == '\r' || at[1] == '\t');
}

/* Whether it is a mapping, or nothing but comments; with the error when it is malformed. */
static bool is_mapping(const char *yaml, size_t length, struct atl_error *error)
{
    struct frontmatter_events events;
    bool whole = content_frontmatter_begin(&events, yaml, length, error);
    bool mapping = whole && (events.event.type == YAML_MAPPING_START_EVENT ||
                             events.event.type == YAML_STREAM_END_EVENT);
    if (whole && !mapping) {
        content_frontmatter_fail(&events, "not a mapping of keys to values");
    }
    while (whole && events.event.type != YAML_STREAM_END_EVENT) {
        whole = content_frontmatter_next(&events);
        if (whole && events.event.type == YAML_DOCUMENT_START_EVENT) {
            content_frontmatter_fail(&events, "more than one document");
            whole = false;
        }
    }
    content_frontmatter_end(&events);
    return whole && mapping;
}

enum atl_status atl_frontmatter_find(const char *text, size_t length, struct atl_frontmatter *found,
                                     struct atl_error *error)
{
    *found = (struct atl_frontmatter){0};
    const char *end = text + length;
    const char *yaml = skip_fence(text, end);
    if (yaml == NULL || yaml == end) {
        return ATL_OK;
    }
    const char *limit = length > ATL_FRONTMATTER_BYTES ? text + ATL_FRONTMATTER_BYTES : end;
    const char *line = yaml;
    const char *behind = skip_fence(line, end);
    while (behind == NULL) {
        const char *newline = memchr(line, '\n', (size_t)(limit - line));
        if (newline == NULL || newline + 1 == end) {
            return ATL_OK;
        }
        line = newline + 1;
        behind = skip_fence(line, end);
    }
    struct atl_error mistake;
    if (!is_mapping(yaml, (size_t)(line - yaml), &mistake)) {
        if (!starts_with_key(yaml, line)) {
            return ATL_OK;
        }
        if (error != NULL) {
            *error = mistake;
        }
        return mistake.status;
    }
    found->yaml = yaml;
    found->yaml_length = (size_t)(line - yaml);
    found->length = (size_t)(behind - text);
    return ATL_OK;
}

/* ---- reading it ---- */

/* A value that an alias may name. */
struct anchor {
    char *name;
    cJSON *value;
};

struct reading {
    struct frontmatter_events events;
    struct atl_arena arena; /* of anchors */
    struct atl_list anchors;
    size_t values;
};

static bool is_null(const char *text)
{
    return text[0] == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 ||
           strcmp(text, "Null") == 0 || strcmp(text, "NULL") == 0;
}

static bool is_true(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "True") == 0 || strcmp(text, "TRUE") == 0;
}

static bool is_false(const char *text)
{
    return strcmp(text, "false") == 0 || strcmp(text, "False") == 0 || strcmp(text, "FALSE") == 0;
}

/* A number that prints as it was written: others, such as "007" or long ids, are text. */
static cJSON *read_number(const char *text)
{
    if (text[strspn(text, "+-.0123456789eE")] != '\0' || strpbrk(text, "0123456789") == NULL) {
        return NULL;
    }
    char *end;
    errno = 0;
    double number = strtod(text, &end);
    const double exact = 9007199254740992.0; /* 2^53 */
    if (*end != '\0' || errno != 0 || fabs(number) > exact) {
        return NULL;
    }
    const char *digits = text + (text[0] == '-');
    bool written_plainly = digits[0] >= '0' && digits[0] <= '9' &&
                           (digits[0] != '0' || digits[1] == '\0' || digits[1] == '.');
    return written_plainly ? cJSON_CreateNumber(number) : NULL;
}

static cJSON *read_scalar(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) {
        if (is_null(text)) {
            return cJSON_CreateNull();
        }
        if (is_true(text) || is_false(text)) {
            return cJSON_CreateBool(is_true(text));
        }
        cJSON *number = read_number(text);
        if (number != NULL) {
            return number;
        }
    }
    return cJSON_CreateString(text);
}

static bool count_values(struct reading *reading, const cJSON *value)
{
    bool fits = ++reading->values <= ATL_FRONTMATTER_VALUES;
    for (const cJSON *child = value->child; child != NULL && fits; child = child->next) {
        fits = count_values(reading, child);
    }
    return fits;
}

static cJSON *read_alias(struct reading *reading)
{
    const char *name = (const char *)reading->events.event.data.alias.anchor;
    for (size_t i = reading->anchors.count; i > 0; i--) {
        const struct anchor *anchor = reading->anchors.items[i - 1];
        if (strcmp(anchor->name, name) == 0) {
            if (!count_values(reading, anchor->value)) {
                break;
            }
            return cJSON_Duplicate(anchor->value, true);
        }
    }
    content_frontmatter_fail(&reading->events, reading->values > ATL_FRONTMATTER_VALUES
                                                   ? "too many values"
                                                   : "an alias of nothing");
    return NULL;
}

static void note_anchor(struct reading *reading, const yaml_char_t *name, cJSON *value)
{
    if (name != NULL && value != NULL) {
        struct anchor *anchor = atl_arena_alloc(&reading->arena, sizeof *anchor);
        anchor->name = atl_arena_strdup(&reading->arena, (const char *)name);
        anchor->value = value;
        atl_list_add(&reading->anchors, anchor);
    }
}

static cJSON *read_value(struct reading *reading);

/* Goes on to the next event and reads the value there. */
static cJSON *read_next(struct reading *reading)
{
    return content_frontmatter_next(&reading->events) ? read_value(reading) : NULL;
}

/* Entries up to the collection's end; false: failed. */
static bool read_entries(struct reading *reading, cJSON *collection, yaml_event_type_t end)
{
    struct frontmatter_events *events = &reading->events;
    bool mapping = end == YAML_MAPPING_END_EVENT;
    while (content_frontmatter_next(events)) {
        if (events->event.type == end) {
            return true;
        }
        char *key = NULL;
        if (mapping && events->event.type != YAML_SCALAR_EVENT) {
            content_frontmatter_fail(events, "a key that is no text");
            return false;
        }
        if (mapping) {
            key = atl_strdup((const char *)events->event.data.scalar.value);
        }
        if (mapping && cJSON_GetObjectItemCaseSensitive(collection, key) != NULL) {
            content_frontmatter_fail(events, "a key that is there twice");
            free(key);
            return false;
        }
        cJSON *value = mapping ? read_next(reading) : read_value(reading);
        if (value == NULL) {
            free(key);
            return false;
        }
        if (mapping) {
            cJSON_AddItemToObject(collection, key, value);
            free(key);
        } else {
            cJSON_AddItemToArray(collection, value);
        }
    }
    return false;
}

/* NULL: failed. */
static cJSON *read_value(struct reading *reading)
{
    const yaml_event_t *event = &reading->events.event;
    if (++reading->values > ATL_FRONTMATTER_VALUES) {
        content_frontmatter_fail(&reading->events, "too many values");
        return NULL;
    }
    if (event->type == YAML_ALIAS_EVENT) {
        return read_alias(reading);
    }
    if (event->type == YAML_SCALAR_EVENT) {
        cJSON *scalar = read_scalar(event);
        note_anchor(reading, event->data.scalar.anchor, scalar);
        return scalar;
    }
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    cJSON *collection = mapping ? cJSON_CreateObject() : cJSON_CreateArray();
    const yaml_char_t *name =
        mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    char *anchor = name == NULL ? NULL : atl_arena_strdup(&reading->arena, (const char *)name);
    if (!read_entries(reading, collection,
                      mapping ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT)) {
        cJSON_Delete(collection);
        return NULL;
    }
    /* Known only when it is complete, so that it can't hold itself. */
    note_anchor(reading, (const yaml_char_t *)anchor, collection);
    return collection;
}

enum atl_status atl_frontmatter_parse(const char *yaml, size_t length, cJSON **root,
                                      struct atl_error *error)
{
    struct atl_error own;
    struct reading reading = {0};
    error = error == NULL ? &own : error;
    atl_error_clear(error);
    *root = NULL;
    if (content_frontmatter_begin(&reading.events, yaml, length, error)) {
        if (reading.events.event.type == YAML_STREAM_END_EVENT) {
            *root = cJSON_CreateObject();
        } else if (reading.events.event.type == YAML_MAPPING_START_EVENT) {
            *root = read_value(&reading);
        } else {
            content_frontmatter_fail(&reading.events, "not a mapping of keys to values");
        }
    }
    content_frontmatter_end(&reading.events);
    atl_list_free(&reading.anchors);
    atl_arena_free(&reading.arena);
    return *root == NULL ? error->status : ATL_OK;
}
