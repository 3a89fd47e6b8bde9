#include "sandbox/seed/file_reader.h"

#include "sandbox/seed/document_text.h"
#include "sandbox/seed/fill.h"
#include "sandbox/text/plain_text.h"
#include "sandbox/text/time_format.h"

#include "atlcli/clock.h"

#include <string.h>

/* ---- places ---- */

static void append_path(struct atl_buffer *path, const struct place *place)
{
    enum {
        MOST_DEPTH = 16, /* far deeper than the format goes */
    };
    const struct place *steps[MOST_DEPTH];
    size_t depth = 0;
    for (; place->above != NULL && depth < MOST_DEPTH; place = place->above) {
        steps[depth++] = place;
    }
    while (depth-- > 0) {
        if (steps[depth]->name == NULL) {
            atl_buffer_printf(path, "[%zu]", steps[depth]->index);
        } else {
            /* A name may be anything; what is said of it is to fit behind it. */
            atl_buffer_printf(path, "%s%.100s", path->length > 0 ? "." : "", steps[depth]->name);
        }
    }
    if (path->length == 0) {
        atl_buffer_add(path, "the document");
    }
}

void file_fail(struct file *file, const struct place *place, const char *format, ...)
{
    if (file->failed) {
        return;
    }
    struct atl_buffer message = {0};
    append_path(&message, place);
    atl_buffer_add(&message, ": ");
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    atl_fail(file->error, ATL_USAGE, "%s", message.data);
    file->failed = true;
    atl_buffer_free(&message);
}

void file_run(struct file *file, const char *sql, const struct value *values)
{
    if (!file->failed) {
        store_run(file->store, sql, values);
    }
}

/* True when the word is one of those in the list, which spaces separate. */
static bool is_word_of(const char *word, const char *list)
{
    size_t length = strlen(word);
    while (*list != '\0') {
        size_t end = strcspn(list, " ");
        if (end == length && strncmp(list, word, length) == 0) {
            return true;
        }
        list += end + (list[end] == ' ');
    }
    return false;
}

/* "a, b or c" from "a b c". */
static const char *spell(struct file *file, const char *words, const char *last_join)
{
    struct atl_buffer text = {0};
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        bool is_last = words[length] == '\0';
        atl_buffer_add(&text, text.length == 0 ? "" : is_last ? last_join : ", ");
        atl_buffer_append(&text, words, length);
        words += length + !is_last;
    }
    const char *copy = atl_arena_strdup(&file->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

bool file_check(struct file *file, const struct place *place, const char *members)
{
    if (!cJSON_IsObject(place->node)) {
        file_fail(file, place, "is to be an object with %s", spell(file, members, " and "));
        return false;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, place->node)
    {
        if (!is_word_of(member->string, members)) {
            file_fail(file, place, "'%s' isn't known here; there may be %s", member->string,
                      spell(file, members, " and "));
            return false;
        }
        for (const cJSON *other = member->next; other != NULL; other = other->next) {
            if (strcmp(other->string, member->string) == 0) {
                file_fail(file, place, "'%s' is given twice", member->string);
                return false;
            }
        }
    }
    return true;
}

struct place file_member(const struct place *object, const char *name)
{
    const cJSON *node = atl_json_member(object->node, name);
    return (struct place){.above = object, .name = name, .node = cJSON_IsNull(node) ? NULL : node};
}

bool file_has(const struct place *object, const char *name)
{
    return file_member(object, name).node != NULL;
}

bool file_is_null(const struct place *object, const char *name)
{
    return cJSON_IsNull(atl_json_member(object->node, name));
}

struct place file_first(struct file *file, const struct place *list)
{
    struct place item = {.above = list};
    if (list->node != NULL && !cJSON_IsArray(list->node)) {
        file_fail(file, list, "is to be a list");
    } else if (list->node != NULL) {
        item.node = list->node->child;
    }
    return item;
}

void file_next(struct place *item)
{
    item->node = item->node->next;
    item->index++;
}

/* ---- plain values ---- */

const char *file_text_at(struct file *file, const struct place *place)
{
    if (cJSON_IsString(place->node)) {
        return place->node->valuestring;
    }
    file_fail(file, place, "is to be a text");
    return "";
}

const char *file_text(struct file *file, const struct place *object, const char *name,
                      const char *fallback)
{
    struct place place = file_member(object, name);
    return place.node == NULL ? fallback : file_text_at(file, &place);
}

const char *file_needed(struct file *file, const struct place *object, const char *name)
{
    struct place place = file_member(object, name);
    const char *text = place.node == NULL ? "" : file_text_at(file, &place);
    if (*text == '\0') {
        file_fail(file, &place, "is needed");
    }
    return text;
}

bool file_flag(struct file *file, const struct place *object, const char *name, bool fallback)
{
    struct place place = file_member(object, name);
    if (place.node == NULL) {
        return fallback;
    }
    if (!cJSON_IsBool(place.node)) {
        file_fail(file, &place, "is to be true or false");
    }
    return cJSON_IsTrue(place.node);
}

int64_t file_integer(struct file *file, const struct place *object, const char *name,
                     int64_t fallback)
{
    enum {
        LARGEST = 1000 * 1000 * 1000,
    };
    struct place place = file_member(object, name);
    if (place.node == NULL) {
        return fallback;
    }
    double number = cJSON_IsNumber(place.node) ? place.node->valuedouble : -1;
    if (!(number >= 0 && number <= LARGEST) || (double)(int64_t)number != number) {
        file_fail(file, &place, "is to be a whole number from 0 to %d", LARGEST);
        return fallback;
    }
    return (int64_t)number;
}

const char *file_choice(struct file *file, const struct place *object, const char *name,
                        const char *choices, const char *fallback)
{
    const char *text = file_text(file, object, name, fallback);
    if (text != fallback && !is_word_of(text, choices)) {
        struct place place = file_member(object, name);
        file_fail(file, &place, "is to be %s, not '%s'", spell(file, choices, " or "), text);
        return fallback;
    }
    return text;
}

/* ---- times ---- */

int64_t file_time_at(struct file *file, const struct place *place)
{
    const char *text = file_text_at(file, place);
    int64_t ms = 0;
    if (!atl_clock_parse_iso8601(text, &ms) && !time_parse_query(text, file->now_ms, &ms)) {
        file_fail(file, place,
                  "is to be a time such as 2026-01-31, 2026-01-31T08:15:30Z or -7d, not '%s'",
                  text);
    }
    if (ms < 0) {
        file_fail(file, place, "is before 1970");
        ms = 0;
    }
    return ms;
}

int64_t file_time(struct file *file, const struct place *object, const char *name, int64_t fallback)
{
    struct place place = file_member(object, name);
    return place.node == NULL ? fallback : file_time_at(file, &place);
}

const char *file_day(struct file *file, const struct place *object, const char *name)
{
    struct place place = file_member(object, name);
    return place.node == NULL ? NULL : time_format_date(&file->arena, file_time_at(file, &place));
}

int64_t file_seconds(struct file *file, const struct place *object, const char *name,
                     int64_t fallback)
{
    struct place place = file_member(object, name);
    int64_t ms = 0;
    if (place.node == NULL || cJSON_IsNumber(place.node)) {
        return file_integer(file, object, name, fallback);
    }
    const char *text = file_text_at(file, &place);
    if (strpbrk(text, "-/:yM") != NULL || !time_parse_query(text, 0, &ms) || ms < 0) {
        file_fail(file, &place, "is to be seconds or a period such as '3h 30m', not '%s'", text);
    }
    return ms / 1000;
}

/* ---- bodies ---- */

static void read_native_body(struct file *file, const struct place *place)
{
    struct fill_body *body = file->body;
    if (file->is_cloud) {
        if (strcmp(atl_json_text(place->node, "type", ""), "doc") != 0) {
            file_fail(file, place, "is to be a text or an ADF document");
            return;
        }
        char *printed = atl_json_print(place->node, false);
        atl_buffer_add(&body->written, printed);
        cJSON_free(printed);
        plain_text_append_adf(&body->plain, place->node);
        return;
    }
    const char *wiki = "";
    if (file_check(file, place, "wiki")) {
        wiki = file_needed(file, place, "wiki");
    }
    atl_buffer_add(&body->written, wiki);
    plain_text_append_wiki(&body->plain, wiki);
}

bool file_body_at(struct file *file, const struct place *place)
{
    struct fill_body *body = file->body;
    atl_buffer_truncate(&body->written, 0);
    atl_buffer_truncate(&body->plain, 0);
    if (cJSON_IsObject(place->node)) {
        read_native_body(file, place);
    } else {
        struct document document = document_from_text(&file->arena, file_text_at(file, place));
        if (file->is_cloud) {
            document_emit_adf(&body->written, NULL, &document);
        } else {
            document_append_wiki(&body->written, &document);
        }
        document_append_plain(&body->plain, &document);
    }
    atl_buffer_add(&body->written, "");
    atl_buffer_add(&body->plain, "");
    return true;
}

bool file_body(struct file *file, const struct place *object, const char *name)
{
    struct place place = file_member(object, name);
    return place.node != NULL && file_body_at(file, &place);
}

/* ---- things with names ---- */

static const char *list_names(struct file *file, const char *list, const struct value *values)
{
    enum {
        MOST_NAMES = 12,
    };
    struct atl_buffer names = {0};
    size_t count = 0;
    struct rows rows = store_select(file->store, list, values);
    while (rows_next(&rows)) {
        if (count++ < MOST_NAMES) {
            atl_buffer_printf(&names, "%s'%s'", names.length == 0 ? "" : ", ", rows_text(&rows, 0));
        }
    }
    atl_buffer_add(&names, count == 0 ? "nothing" : count > MOST_NAMES ? ", …" : "");
    const char *copy = atl_arena_strdup(&file->arena, names.data);
    atl_buffer_free(&names);
    return copy;
}

int64_t file_find(struct file *file, const struct place *place, const char *text, const char *find,
                  const char *list, const struct value *values)
{
    enum {
        MOST_VALUES = 4,
    };
    struct value all[MOST_VALUES + 2] = {sql_text(text)};
    for (size_t i = 0; values != NULL && i < MOST_VALUES && values[i].kind != VALUE_END; i++) {
        all[i + 1] = values[i];
    }
    int64_t id = store_integer(file->store, -1, find, all);
    if (id < 0 && !file->failed) {
        file_fail(file, place, "there is no '%s' here, only %s", text,
                  list_names(file, list, values));
    }
    return id;
}

int64_t file_person_at(struct file *file, const struct place *place)
{
    if (cJSON_IsString(place->node) && strcmp(place->node->valuestring, "me") == 0) {
        return 1;
    }
    return file_find(file, place, file_text_at(file, place),
                     "SELECT id FROM person WHERE ?1 COLLATE NOCASE IN"
                     " (name, email, username, account_id, key)",
                     "SELECT name FROM person ORDER BY id", NO_VALUES);
}

int64_t file_person(struct file *file, const struct place *object, const char *name,
                    int64_t fallback)
{
    struct place place = file_member(object, name);
    return place.node == NULL ? fallback : file_person_at(file, &place);
}
