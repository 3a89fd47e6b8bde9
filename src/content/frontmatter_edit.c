/* Frontmatter: setting a key without touching the lines around it. */
#include "content/frontmatter.h"

#include <ctype.h>
#include <string.h>

/* Offsets are bytes of the YAML. */
struct mapping {
    bool flow;     /* "{…}", else one entry a line */
    bool empty;    /* it has no entry */
    size_t column; /* of its first key */
    size_t last;   /* where its last entry ends */
    size_t close;  /* of a flow mapping: its "}" */
};

struct entry {
    bool found;
    size_t column; /* of the key */
    size_t colon;  /* behind it */
    size_t start;  /* of the value */
    size_t end;    /* behind its last character */
    bool block;    /* the value is on lines of its own */
    bool is_mapping;
    struct mapping mapping; /* then */
};

struct edit {
    const char *yaml;
    size_t length;
    struct atl_buffer *buffer;
    struct atl_error *error;
};

/* ---- places ---- */

/* YAML counts characters. */
static size_t byte_at(const struct edit *edit, yaml_mark_t mark)
{
    size_t at = 0;
    for (size_t characters = 0; characters < mark.index && at < edit->length; characters++) {
        do {
            at++;
        } while (at < edit->length && ((unsigned char)edit->yaml[at] & 0xC0) == 0x80);
    }
    return at;
}

/* Without the white space before it, which comments and line breaks leave. */
static size_t trimmed(const struct edit *edit, size_t end)
{
    while (end > 0 && isspace((unsigned char)edit->yaml[end - 1])) {
        end--;
    }
    return end;
}

/* Goes over the value at the current event; `last` is where its last scalar or bracket ends. */
static bool skip_value(struct frontmatter_events *events, yaml_mark_t *last)
{
    unsigned open = 0;
    for (;;) {
        const yaml_event_t *event = &events->event;
        bool starts =
            event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
        bool ends = event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
        open = open + starts - ends;
        /* The end of a block is where the next thing starts, which says nothing. */
        if (!ends || event->end_mark.index > event->start_mark.index) {
            *last = event->end_mark;
        }
        if (open == 0) {
            return true;
        }
        if (!content_frontmatter_next(events)) {
            return false;
        }
    }
}

/* Behind the ":" that follows a key. */
static size_t behind_colon(const struct edit *edit, size_t behind_key)
{
    size_t at = behind_key;
    while (at < edit->length && isspace((unsigned char)edit->yaml[at])) {
        at++;
    }
    return at < edit->length && edit->yaml[at] == ':' ? at + 1 : behind_key;
}

static bool find_in_mapping(struct edit *edit, struct frontmatter_events *events,
                            struct mapping *mapping, const char *key, size_t key_length,
                            struct entry *entry, bool descend);

/* The value of the key that was looked for. */
static bool read_entry(struct edit *edit, struct frontmatter_events *events, struct entry *entry,
                       bool descend, yaml_mark_t *last)
{
    const yaml_event_t *event = &events->event;
    entry->found = true;
    entry->start = byte_at(edit, event->start_mark);
    entry->is_mapping = event->type == YAML_MAPPING_START_EVENT;
    entry->block =
        (entry->is_mapping && event->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE) ||
        (event->type == YAML_SEQUENCE_START_EVENT &&
         event->data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE);
    if (entry->is_mapping && descend) {
        struct entry none = {0};
        if (!find_in_mapping(edit, events, &entry->mapping, "", 0, &none, false)) {
            return false;
        }
        *last = events->event.end_mark;
        entry->end = trimmed(edit, entry->mapping.last);
        return true;
    }
    bool whole = skip_value(events, last);
    entry->end = trimmed(edit, byte_at(edit, *last));
    entry->end = entry->end < entry->start ? entry->start : entry->end;
    return whole;
}

/*
 * Reads the mapping at the current event up to its end, and finds an entry in it. `descend`: what
 * the entry's own mapping looks like is asked, too.
 */
static bool find_in_mapping(struct edit *edit, struct frontmatter_events *events,
                            struct mapping *mapping, const char *key, size_t key_length,
                            struct entry *entry, bool descend)
{
    *mapping = (struct mapping){.empty = true};
    mapping->flow = events->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    mapping->last = byte_at(edit, events->event.end_mark);
    while (content_frontmatter_next(events)) {
        const yaml_event_t *event = &events->event;
        if (event->type == YAML_MAPPING_END_EVENT) {
            mapping->close = byte_at(edit, event->start_mark);
            return true;
        }
        bool is_key = event->type == YAML_SCALAR_EVENT && key_length > 0 &&
                      event->data.scalar.length == key_length &&
                      memcmp(event->data.scalar.value, key, key_length) == 0;
        yaml_mark_t last = event->end_mark;
        size_t column = event->start_mark.column;
        mapping->column = mapping->empty ? column : mapping->column;
        mapping->empty = false;
        if (!skip_value(events, &last)) {
            return false;
        }
        size_t after = behind_colon(edit, byte_at(edit, last));
        if (!content_frontmatter_next(events)) {
            return false;
        }
        if (is_key && !entry->found) {
            entry->column = column;
            entry->colon = after;
            if (!read_entry(edit, events, entry, descend, &last)) {
                return false;
            }
            mapping->last = entry->end > after ? entry->end : after;
        } else {
            if (!skip_value(events, &last)) {
                return false;
            }
            size_t end = trimmed(edit, byte_at(edit, last));
            mapping->last = end > after ? end : after;
        }
    }
    return false;
}

/* ---- writing ---- */

static bool is_plain(const char *value)
{
    static const char *const taken[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (atl_text_equal_ignoring_case(value, taken[i])) {
            return false;
        }
    }
    size_t length = strlen(value);
    for (size_t i = 0; i < length; i++) {
        char byte = value[i];
        if (!isalnum((unsigned char)byte) && (i == 0 || strchr(" _./-", byte) == NULL)) {
            return false;
        }
    }
    return length > 0 && isalpha((unsigned char)value[0]) && value[length - 1] != ' ';
}

/* JSON's strings are YAML's, too. */
static void add_scalar(struct atl_buffer *buffer, const char *value)
{
    if (is_plain(value)) {
        atl_buffer_add(buffer, value);
    } else {
        atl_json_append_string(buffer, value);
    }
}

static void add_indent(struct atl_buffer *buffer, size_t column)
{
    for (size_t i = 0; i < column; i++) {
        atl_buffer_add_char(buffer, ' ');
    }
}

static void copy(struct edit *edit, size_t start, size_t end)
{
    atl_buffer_append(edit->buffer, edit->yaml + start, end - start);
}

static void add_newline_if_missing(struct atl_buffer *buffer, size_t start)
{
    if (buffer->length > start && buffer->data[buffer->length - 1] != '\n') {
        atl_buffer_add_char(buffer, '\n');
    }
}

/* The whole YAML with the entry's value replaced. */
static void replace_value(struct edit *edit, const struct entry *entry, const char *value)
{
    copy(edit, 0, entry->block ? entry->colon : entry->start);
    if (entry->block || entry->start == entry->colon) {
        atl_buffer_add_char(edit->buffer, ' ');
    }
    add_scalar(edit->buffer, value);
    copy(edit, entry->end, edit->length);
}

/* The end of the line that an offset is in. */
static size_t line_end(const struct edit *edit, size_t at)
{
    const char *newline = memchr(edit->yaml + at, '\n', edit->length - at);
    return newline == NULL ? edit->length : (size_t)(newline - edit->yaml);
}

static void add_to_mapping(struct edit *edit, const struct mapping *mapping, const char *key,
                           const char *value)
{
    size_t place = mapping->flow ? mapping->last : line_end(edit, mapping->last);
    copy(edit, 0, place);
    if (mapping->flow) {
        atl_buffer_add(edit->buffer, mapping->empty ? "" : ", ");
    } else {
        atl_buffer_add_char(edit->buffer, '\n');
        add_indent(edit->buffer, mapping->column);
    }
    add_scalar(edit->buffer, key);
    atl_buffer_add(edit->buffer, ": ");
    add_scalar(edit->buffer, value);
    copy(edit, place, edit->length);
}

/* A new mapping with one key, in the place of what the entry has. */
static void replace_by_mapping(struct edit *edit, const struct entry *entry, bool flow,
                               const char *key, const char *value)
{
    copy(edit, 0, entry->colon);
    if (flow) {
        atl_buffer_add(edit->buffer, " {");
    } else {
        atl_buffer_add_char(edit->buffer, '\n');
        add_indent(edit->buffer, entry->column + 2);
    }
    add_scalar(edit->buffer, key);
    atl_buffer_add(edit->buffer, ": ");
    add_scalar(edit->buffer, value);
    atl_buffer_add(edit->buffer, flow ? "}" : "");
    copy(edit, entry->end > entry->colon ? entry->end : entry->colon, edit->length);
}

/* A new key at the top, with the value or, when there is an inner key, a mapping. */
static void add_at_top(struct edit *edit, const struct mapping *top, const char *key,
                       const char *inner, const char *value)
{
    struct atl_buffer *buffer = edit->buffer;
    size_t start = buffer->length;
    size_t place = top != NULL && top->flow ? top->last : edit->length;
    copy(edit, 0, place);
    if (top != NULL && top->flow) {
        atl_buffer_add(buffer, top->empty ? "" : ", ");
    } else {
        add_newline_if_missing(buffer, start);
        add_indent(buffer, top == NULL ? 0 : top->column);
    }
    add_scalar(buffer, key);
    atl_buffer_add(buffer, inner == NULL ? ": " : ": {");
    if (inner != NULL) {
        add_scalar(buffer, inner);
        atl_buffer_add(buffer, ": ");
    }
    add_scalar(buffer, value);
    atl_buffer_add(buffer, inner == NULL ? "" : "}");
    if (place == edit->length) {
        atl_buffer_add_char(buffer, '\n');
    }
    copy(edit, place, edit->length);
}

/* ---- */

/* Where the inner key is in the entry's mapping: a second reading, which is simplest. */
static bool find_inner(struct edit *edit, const char *key, size_t key_length, const char *inner,
                       struct entry *found)
{
    struct frontmatter_events events;
    struct mapping mapping;
    bool reached = content_frontmatter_begin(&events, edit->yaml, edit->length, edit->error);
    bool at_value = false;
    while (reached && !at_value) {
        reached = content_frontmatter_next(&events);
        at_value = reached && events.depth == 1 && events.event.type == YAML_SCALAR_EVENT &&
                   events.event.data.scalar.length == key_length &&
                   memcmp(events.event.data.scalar.value, key, key_length) == 0;
        yaml_mark_t last;
        reached = reached && content_frontmatter_next(&events);
        if (reached && !at_value) {
            reached = skip_value(&events, &last);
        }
    }
    if (reached) {
        reached = find_in_mapping(edit, &events, &mapping, inner, strlen(inner), found, false);
    }
    content_frontmatter_end(&events);
    return reached;
}

static bool find_outer(struct edit *edit, const char *key, size_t key_length, struct mapping *top,
                       struct entry *found, bool *empty)
{
    struct frontmatter_events events;
    bool whole = content_frontmatter_begin(&events, edit->yaml, edit->length, edit->error);
    *empty = whole && events.event.type == YAML_STREAM_END_EVENT;
    if (whole && !*empty) {
        whole = events.event.type == YAML_MAPPING_START_EVENT;
        if (whole) {
            whole = find_in_mapping(edit, &events, top, key, key_length, found, true);
        } else {
            content_frontmatter_fail(&events, "not a mapping of keys to values");
        }
    }
    content_frontmatter_end(&events);
    return whole;
}

/* Writes the changed YAML. False: what is there can't be read. */
static bool set(struct edit *edit, const char *key, const char *inner, const char *value)
{
    size_t key_length = strlen(key);
    struct mapping top = {0};
    struct entry outer = {0};
    struct entry entry = {0};
    bool empty;
    if (!find_outer(edit, key, key_length, &top, &outer, &empty)) {
        return false;
    }
    if (!outer.found) {
        add_at_top(edit, empty ? NULL : &top, key, inner, value);
    } else if (inner == NULL) {
        replace_value(edit, &outer, value);
    } else if (!outer.is_mapping) {
        replace_by_mapping(edit, &outer, top.flow, inner, value);
    } else if (!find_inner(edit, key, key_length, inner, &entry)) {
        return false;
    } else if (entry.found) {
        replace_value(edit, &entry, value);
    } else {
        add_to_mapping(edit, &outer.mapping, inner, value);
    }
    return true;
}

/* Takes away what is set; a mapping of nothing else goes with it, and what a mapping replaces. */
static void take_out(cJSON *root, const char *key, const char *inner)
{
    cJSON *outer = cJSON_GetObjectItemCaseSensitive(root, key);
    if (inner != NULL && cJSON_IsObject(outer)) {
        cJSON_DeleteItemFromObjectCaseSensitive(outer, inner);
        if (outer->child != NULL) {
            return;
        }
    }
    cJSON_DeleteItemFromObjectCaseSensitive(root, key);
}

/*
 * YAML has more ways to write a mapping than editing knows, and an alias says again what an anchor
 * holds: whether this one came out right, and all else is as it was.
 */
static bool came_out(const struct edit *edit, const char *key, const char *inner, const char *value)
{
    const struct atl_buffer *result = edit->buffer;
    cJSON *before = NULL;
    cJSON *after = NULL;
    bool right = false;
    if (atl_frontmatter_parse(edit->yaml, edit->length, &before, NULL) == ATL_OK &&
        atl_frontmatter_parse(atl_buffer_text(result), result->length, &after, NULL) == ATL_OK) {
        const cJSON *item = atl_json_member(after, key);
        item = inner == NULL || item == NULL ? item : atl_json_member(item, inner);
        right = cJSON_IsString(item) && strcmp(item->valuestring, value) == 0;
        take_out(before, key, inner);
        take_out(after, key, inner);
        right = right && cJSON_Compare(before, after, true);
    }
    cJSON_Delete(before);
    cJSON_Delete(after);
    return right;
}

enum atl_status atl_frontmatter_set(const char *yaml, size_t length, const char *path,
                                    const char *value, struct atl_buffer *buffer,
                                    struct atl_error *error)
{
    struct atl_error own;
    error = error == NULL ? &own : error;
    atl_error_clear(error);
    struct atl_arena arena = {0};
    struct atl_buffer result = {0};
    struct edit edit = {.yaml = yaml, .length = length, .buffer = &result, .error = error};
    const char *dot = strchr(path, '.');
    size_t key_length = dot == NULL ? strlen(path) : (size_t)(dot - path);
    const char *key = atl_arena_strndup(&arena, path, key_length);
    const char *inner = dot == NULL ? NULL : dot + 1;
    if (set(&edit, key, inner, value)) {
        if (came_out(&edit, key, inner, value)) {
            atl_buffer_append(buffer, result.data, result.length);
        } else {
            atl_fail(error, ATL_FAILED, "frontmatter: %s can't be set in YAML of this form", path);
        }
    }
    atl_buffer_free(&result);
    atl_arena_free(&arena);
    return error->status;
}
