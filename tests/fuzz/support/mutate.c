#include "mutate.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_VALUES = 65536,
    MOST_COPIES = 120,
    DEEPEST = 640, /* brackets: what parses has at most 600 */
};

static const double numbers[] = {0,          -1,         1,          0.5,   250,       1e4,
                                 2147483647, 2147483648, 4294967295, 1e300, 1.5e308,   -1e300,
                                 9.3e18,     -9.3e18,    1e-300,     2e15,  4.0e15 + 1};

static const char *const texts[] = {
    "",
    " ",
    "0",
    "-1",
    "18446744073709551616",
    "2026-02-30T25:61:61.000+9900",
    "0001-01-01",
    "99999-12-31T23:59:59Z",
    "2026-01-31T08:15:30.123+0200",
    "1w 2d 3h 99999999999999999m",
    "../escaped",
    "../../escaped/../escaped",
    "..",
    "a/b\\c:d",
    "CON",
    "\x1B[31m\x1B]0;title\x07",
    "\xE2\x80\xAE\xE2\x81\xA6 right to left",
    "=1+1|cmd",
    "\xC3\x28\xFF",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xE6\xBC\xA2",
    "line\nbreak\ttab\r",
    "https://elsewhere.example.com/a?cursor=1",
    "http://[::1]:99999/",
    "/wiki/api/v2/pages?cursor=again",
    "javascript:alert(1)",
    "WEB-1",
    "WEB-99999999999999999999",
    "null",
    "<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[",
    "{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"text\",\"text\":\"\"}]}",
    "---\natlcli:\n  id: 1\n---\n",
    "%s%n%00",
};

/* A value and what holds it: NULL for the root. */
struct place {
    cJSON *holder;
    cJSON *value;
};

static void collect(cJSON *holder, cJSON *value, struct place *places, size_t *count)
{
    if (*count < MOST_VALUES) {
        places[(*count)++] = (struct place){holder, value};
    }
    for (cJSON *child = value->child; child != NULL; child = child->next) {
        collect(value, child, places, count);
    }
}

static cJSON *long_text(size_t length)
{
    char *text = atl_alloc(length + 1);
    memset(text, 'x', length);
    cJSON *value = cJSON_CreateString(text);
    free(text);
    return value;
}

static cJSON *given_text(struct choices *choices)
{
    size_t length;
    const uint8_t *bytes = choose_bytes(choices, 1 + choose_byte(choices) % 40, &length);
    char *text = atl_strndup((const char *)bytes, length);
    cJSON *value = cJSON_CreateString(text);
    free(text);
    return value;
}

static cJSON *nested(cJSON *value, size_t depth, const char *name)
{
    for (size_t i = 0; i < depth; i++) {
        cJSON *outer = name == NULL ? cJSON_CreateArray() : cJSON_CreateObject();
        if (name == NULL) {
            cJSON_AddItemToArray(outer, value);
        } else {
            cJSON_AddItemToObject(outer, name, value);
        }
        value = outer;
    }
    return value;
}

/* Another value in place of the one given. */
static cJSON *replacement(struct choices *choices, const cJSON *old, const struct place *places,
                          size_t count)
{
    switch (choose_byte(choices) % 14) {
    case 0:
        return cJSON_CreateNull();
    case 1:
        return cJSON_CreateBool((int)(choose_byte(choices) & 1));
    case 2:
    case 3:
        return cJSON_CreateNumber(numbers[choose_below(choices, sizeof numbers / sizeof *numbers)]);
    case 4:
        return cJSON_CreateNumber(choose_byte(choices));
    case 5:
    case 6:
    case 7:
        return cJSON_CreateString(texts[choose_below(choices, sizeof texts / sizeof *texts)]);
    case 8:
        return given_text(choices);
    case 9:
        return cJSON_CreateArray();
    case 10:
        return cJSON_CreateObject();
    case 11:
        return nested(cJSON_Duplicate(old, true), 1 + choose_byte(choices) % 3, NULL);
    case 12:
        return cJSON_Duplicate(places[choose_below(choices, count)].value, true);
    default:
        break;
    }
    unsigned size = choose_byte(choices);
    return (size & 1) != 0 ? long_text((size_t)size * 40)
                           : nested(cJSON_CreateNull(), (size_t)size * DEEPEST / 255,
                                    size & 2 ? "content" : NULL);
}

static void repeat(struct choices *choices, const struct place *place)
{
    size_t copies = 1 + choose_byte(choices) % MOST_COPIES;
    for (size_t i = 0; i < copies; i++) {
        cJSON *copy = cJSON_Duplicate(place->value, true);
        if (cJSON_IsArray(place->holder)) {
            cJSON_AddItemToArray(place->holder, copy);
        } else {
            cJSON_AddItemToObject(place->holder, place->value->string, copy);
        }
    }
}

static void rename_member(struct choices *choices, const struct place *place)
{
    cJSON *value = cJSON_DetachItemViaPointer(place->holder, place->value);
    cJSON_AddItemToObject(place->holder, texts[choose_below(choices, sizeof texts / sizeof *texts)],
                          value);
}

cJSON *mutate_json(struct choices *choices, cJSON *tree)
{
    struct place *places = atl_alloc(MOST_VALUES * sizeof *places);
    size_t count = 0;
    collect(NULL, tree, places, &count);
    const struct place *place = &places[choose_below(choices, count)];
    unsigned way = choose_byte(choices) % 8;
    if (place->holder == NULL) {
        cJSON *other = replacement(choices, tree, places, count);
        cJSON_Delete(tree);
        tree = other;
    } else if (way == 0) {
        cJSON_Delete(cJSON_DetachItemViaPointer(place->holder, place->value));
    } else if (way == 1) {
        repeat(choices, place);
    } else if (way == 2 && cJSON_IsObject(place->holder)) {
        rename_member(choices, place);
    } else {
        cJSON *other = replacement(choices, place->value, places, count);
        free(other->string);
        other->string = NULL;
        if (cJSON_IsObject(place->holder)) {
            other->string = place->value->string == NULL ? NULL : atl_strdup(place->value->string);
        }
        cJSON_ReplaceItemViaPointer(place->holder, place->value, other);
    }
    free(places);
    return tree;
}
