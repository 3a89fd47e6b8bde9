#include "base/json_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_json_space(char character)
{
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/* Line and column, both from 1, of `at`: an editor's terms, which is where a reader goes next. */
static void locate(const char *text, const char *at, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    for (; text < at; text++) {
        if (*text == '\n') {
            (*line)++;
            *column = 1;
        } else if (((unsigned char)*text & 0xC0) != 0x80) {
            (*column)++;
        }
    }
}

enum atl_status json_invalid(const char *text, const char *at, const char *source,
                             struct atl_error *error)
{
    size_t line;
    size_t column;
    locate(text, at, &line, &column);
    return atl_fail(error, ATL_FAILED, "%s is not valid JSON (line %zu, column %zu)", source, line,
                    column);
}

enum atl_status atl_json_parse(const char *text, size_t length, const char *source, cJSON **root,
                               struct atl_error *error)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* cJSON takes it for one in longer texts alone */
    size_t skipped = length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    *root = NULL;
    text += skipped;
    length -= skipped;
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        return json_invalid(text, text, source, error);
    }
    const char *limit = text + length;
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(text, length, &end, false);
    bool at_end = tree != NULL;
    while (at_end && end < limit && *end != '\0') {
        at_end = is_json_space(*end);
        end += at_end ? 1 : 0;
    }
    /* A NUL ends the text for cJSON; bytes behind it would pass unseen. */
    at_end = at_end && (end == limit || memchr(end, 0, (size_t)(limit - end)) == limit - 1);
    if (at_end) {
        *root = tree;
        return ATL_OK;
    }
    cJSON_Delete(tree);
    return json_invalid(text, end == NULL || end > limit ? text : end, source, error);
}

bool atl_json_is_too_deep(const char *text, size_t length)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && depth <= ATL_JSON_DEPTH; i++) {
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
    return depth > ATL_JSON_DEPTH;
}

static void delete_tree(void *tree)
{
    cJSON_Delete(tree);
}

cJSON *atl_json_keep(struct atl_arena *arena, cJSON *tree)
{
    if (tree != NULL) {
        atl_arena_defer(arena, delete_tree, tree);
    }
    return tree;
}

/* NULL: there is none, or this is no object. */
static cJSON *find_member(const cJSON *object, const char *name, size_t length)
{
    cJSON *child = cJSON_IsObject(object) ? object->child : NULL;
    while (child != NULL && (*child->string != *name || strncmp(child->string, name, length) != 0 ||
                             child->string[length] != '\0')) {
        child = child->next;
    }
    return child;
}

static const cJSON *step(const cJSON *node, const char *name, size_t length)
{
    if (cJSON_IsArray(node)) {
        size_t index = 0;
        for (size_t i = 0; i < length; i++) {
            if (name[i] < '0' || name[i] > '9' || index > 100000000) {
                return NULL;
            }
            index = index * 10 + (size_t)(name[i] - '0');
        }
        return length == 0 ? NULL : cJSON_GetArrayItem(node, (int)index);
    }
    return find_member(node, name, length);
}

/* strcspn() takes longer to begin than most names are. */
static size_t step_length(const char *path)
{
    size_t length = 0;
    while (path[length] != '\0' && path[length] != '.') {
        length++;
    }
    return length;
}

const cJSON *atl_json_get(const cJSON *root, const char *path)
{
    while (root != NULL) {
        size_t length = step_length(path);
        root = step(root, path, length);
        if (path[length] == '\0') {
            return root;
        }
        path += length + 1;
    }
    return NULL;
}

const char *atl_json_text(const cJSON *root, const char *path, const char *fallback)
{
    const cJSON *node = atl_json_get(root, path);
    return cJSON_IsString(node) ? node->valuestring : fallback;
}

int64_t atl_json_integer(const cJSON *root, const char *path, int64_t fallback)
{
    /* Beyond 2^53 a double no longer holds every integer, so no such number is one for sure. */
    const double most = 9007199254740992.0;
    const cJSON *node = atl_json_get(root, path);
    if (!cJSON_IsNumber(node) || !(fabs(node->valuedouble) <= most)) {
        return fallback;
    }
    return (int64_t)node->valuedouble;
}

bool atl_json_bool(const cJSON *root, const char *path, bool fallback)
{
    const cJSON *node = atl_json_get(root, path);
    return cJSON_IsBool(node) ? cJSON_IsTrue(node) : fallback;
}

size_t atl_json_count(const cJSON *root, const char *path)
{
    const cJSON *node = atl_json_get(root, path);
    return cJSON_IsArray(node) ? (size_t)cJSON_GetArraySize(node) : 0;
}

cJSON *atl_json_member(const cJSON *object, const char *name)
{
    return find_member(object, name, strlen(name));
}

const cJSON *atl_json_object(const cJSON *json)
{
    return cJSON_IsObject(json) ? json : NULL;
}

static void set(cJSON *object, const char *name, cJSON *value)
{
    if (atl_json_member(object, name) != NULL) {
        cJSON_ReplaceItemInObjectCaseSensitive(object, name, value);
    } else {
        cJSON_AddItemToObject(object, name, value);
    }
}

void atl_json_set_text(cJSON *object, const char *name, const char *text)
{
    if (text == NULL) {
        atl_json_remove(object, name);
    } else {
        set(object, name, cJSON_CreateString(text));
    }
}

void atl_json_set_bool(cJSON *object, const char *name, bool value)
{
    set(object, name, cJSON_CreateBool(value));
}

void atl_json_remove(cJSON *object, const char *name)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
}

static bool is_plain(char character)
{
    return character >= 0x20 && character < 0x7F && character != '"' && character != '\\';
}

/* Whether all eight bytes stand for themselves. */
static bool are_plain(const char *text)
{
    uint64_t word = json_word(text);
    uint64_t controls = word - 0x2020202020202020U;
    uint64_t others =
        json_bytes_like(word, '"') | json_bytes_like(word, '\\') | json_bytes_like(word, 0x7F);
    return ((controls | word | others) & JSON_HIGH_BITS) == 0;
}

/* Bytes from here on that stand for themselves in a JSON string: nearly all of most texts. */
static size_t plain_length(const char *text, size_t length)
{
    size_t plain = 0;
    while (length - plain >= 8 && are_plain(text + plain)) {
        plain += 8;
    }
    if (plain > 0 && plain < length && length - plain < 8 && are_plain(text + length - 8)) {
        return length; /* what is left, with some of what is known already */
    }
    while (plain < length && is_plain(text[plain])) {
        plain++;
    }
    return plain;
}

/* Controls, line separators and bidirectional overrides: a terminal or editor would act on them. */
static bool is_escaped(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0x2028 && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x061C ||
           code_point == 0x200E || code_point == 0x200F;
}

static void append_character(struct atl_buffer *buffer, const char *text, size_t size,
                             uint32_t code_point)
{
    if (code_point == '"' || code_point == '\\') {
        atl_buffer_add_char(buffer, '\\');
        atl_buffer_add_char(buffer, (char)code_point);
    } else if (code_point == '\n') {
        atl_buffer_add(buffer, "\\n");
    } else if (code_point == '\t') {
        atl_buffer_add(buffer, "\\t");
    } else if (code_point == '\r') {
        atl_buffer_add(buffer, "\\r");
    } else if (is_escaped(code_point)) {
        atl_buffer_printf(buffer, "\\u%04x", (unsigned)code_point);
    } else if (size == 1 && code_point > 0x7F) {
        atl_utf8_append(buffer, code_point);
    } else {
        atl_buffer_append(buffer, text, size);
    }
}

void atl_json_append_string(struct atl_buffer *buffer, const char *text)
{
    size_t length = strlen(text);
    atl_buffer_add_char(buffer, '"');
    size_t at = 0;
    for (;;) {
        size_t plain = plain_length(text + at, length - at);
        atl_buffer_append(buffer, text + at, plain);
        at += plain;
        if (at == length) {
            break;
        }
        uint32_t code_point;
        size_t size = atl_utf8_decode(text + at, length - at, &code_point);
        append_character(buffer, text + at, size, code_point);
        at += size;
    }
    atl_buffer_add_char(buffer, '"');
}
