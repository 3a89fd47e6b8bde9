#include "content/adf/schema.h"

#include <math.h>
#include <string.h>

enum value_kind {
    ANYTHING,
    OBJECT,
    STRING,
    FILLED, /* a string that isn't empty */
    WORD,   /* one of the words in `words`, which are separated by '|' */
    NUMBER, /* `low` to `high`, when high is above low */
    BOOLEAN,
    NUMBERS, /* an array */
    STRINGS, /* an array that isn't empty */
    COLOR,   /* "#rrggbb" */
    COLOR_ALPHA,
    DATASOURCE,
};

/*
 * Some nodes have attributes in one of several combinations: bit n of `in` says that the attribute
 * may be there in combination n, of `needed` that it has to.
 */
struct attribute {
    uint8_t owner; /* enum adf_type */
    uint8_t kind;
    uint8_t in;
    uint8_t needed;
    bool assigned; /* by an editor: needn't be there when reading */
    const char *name;
    const char *words;
    double low;
    double high;
};

#define PLACES "wide|full-width|center|wrap-right|wrap-left|align-end|align-start"
#define LOCAL_ID(owner, kind, needed)                                                              \
    {                                                                                              \
        owner, kind, 1, needed, true, "localId", NULL, 0, 0                                        \
    }
#define OPTIONAL(owner, kind, name)                                                                \
    {                                                                                              \
        owner, kind, 1, 0, false, name, NULL, 0, 0                                                 \
    }
#define NEEDED(owner, kind, name)                                                                  \
    {                                                                                              \
        owner, kind, 1, 1, false, name, NULL, 0, 0                                                 \
    }

/* By owner, in the order of enum adf_type. */
static const struct attribute table[] = {
    {ADF_BLOCK_CARD, STRING, 3, 2, false, "url", NULL, 0, 0},
    {ADF_BLOCK_CARD, DATASOURCE, 1, 1, false, "datasource", NULL, 0, 0},
    {ADF_BLOCK_CARD, NUMBER, 1, 0, false, "width", NULL, 0, 0},
    {ADF_BLOCK_CARD, WORD, 1, 0, false, "layout", PLACES, 0, 0},
    {ADF_BLOCK_CARD, ANYTHING, 4, 4, false, "data", NULL, 0, 0},
    NEEDED(ADF_BODIED_EXTENSION, FILLED, "extensionKey"),
    NEEDED(ADF_BODIED_EXTENSION, FILLED, "extensionType"),
    OPTIONAL(ADF_BODIED_EXTENSION, ANYTHING, "parameters"),
    OPTIONAL(ADF_BODIED_EXTENSION, STRING, "text"),
    {ADF_BODIED_EXTENSION, WORD, 1, 0, false, "layout", "wide|full-width|default", 0, 0},
    LOCAL_ID(ADF_BODIED_EXTENSION, FILLED, 0),
    OPTIONAL(ADF_CODE_BLOCK, STRING, "language"),
    {ADF_CODE_BLOCK, STRING, 1, 0, true, "uniqueId", NULL, 0, 0},
    NEEDED(ADF_DATE, FILLED, "timestamp"),
    LOCAL_ID(ADF_DECISION_ITEM, STRING, 1),
    NEEDED(ADF_DECISION_ITEM, STRING, "state"),
    LOCAL_ID(ADF_DECISION_LIST, STRING, 1),
    NEEDED(ADF_EMBED_CARD, STRING, "url"),
    {ADF_EMBED_CARD, WORD, 1, 1, true, "layout", PLACES, 0, 0},
    {ADF_EMBED_CARD, NUMBER, 1, 0, false, "width", NULL, 0, 100},
    OPTIONAL(ADF_EMBED_CARD, NUMBER, "originalHeight"),
    OPTIONAL(ADF_EMBED_CARD, NUMBER, "originalWidth"),
    NEEDED(ADF_EMOJI, STRING, "shortName"),
    OPTIONAL(ADF_EMOJI, STRING, "id"),
    OPTIONAL(ADF_EMOJI, STRING, "text"),
    OPTIONAL(ADF_EXPAND, STRING, "title"),
    NEEDED(ADF_EXTENSION, FILLED, "extensionKey"),
    NEEDED(ADF_EXTENSION, FILLED, "extensionType"),
    OPTIONAL(ADF_EXTENSION, ANYTHING, "parameters"),
    OPTIONAL(ADF_EXTENSION, STRING, "text"),
    {ADF_EXTENSION, WORD, 1, 0, false, "layout", "wide|full-width|default", 0, 0},
    LOCAL_ID(ADF_EXTENSION, FILLED, 0),
    {ADF_HARD_BREAK, WORD, 1, 0, true, "text", "\n", 0, 0},
    {ADF_HEADING, NUMBER, 1, 1, false, "level", NULL, 1, 6},
    LOCAL_ID(ADF_HEADING, STRING, 0),
    {ADF_INLINE_CARD, STRING, 1, 1, false, "url", NULL, 0, 0},
    {ADF_INLINE_CARD, ANYTHING, 2, 2, false, "data", NULL, 0, 0},
    NEEDED(ADF_INLINE_EXTENSION, FILLED, "extensionKey"),
    NEEDED(ADF_INLINE_EXTENSION, FILLED, "extensionType"),
    OPTIONAL(ADF_INLINE_EXTENSION, ANYTHING, "parameters"),
    OPTIONAL(ADF_INLINE_EXTENSION, STRING, "text"),
    LOCAL_ID(ADF_INLINE_EXTENSION, FILLED, 0),
    {ADF_LAYOUT_COLUMN, NUMBER, 1, 1, false, "width", NULL, 0, 100},
    {ADF_MEDIA, WORD, 1, 1, false, "type", "link|file", 0, 0},
    {ADF_MEDIA, WORD, 2, 2, false, "type", "external", 0, 0},
    {ADF_MEDIA, FILLED, 1, 1, false, "id", NULL, 0, 0},
    {ADF_MEDIA, STRING, 3, 0, false, "alt", NULL, 0, 0},
    {ADF_MEDIA, STRING, 1, 1, true, "collection", NULL, 0, 0},
    {ADF_MEDIA, NUMBER, 3, 0, false, "height", NULL, 0, 0},
    {ADF_MEDIA, FILLED, 1, 0, true, "occurrenceKey", NULL, 0, 0},
    {ADF_MEDIA, NUMBER, 3, 0, false, "width", NULL, 0, 0},
    {ADF_MEDIA, STRING, 2, 2, false, "url", NULL, 0, 0},
    {ADF_MEDIA_INLINE, WORD, 1, 0, false, "type", "link|file|image", 0, 0},
    NEEDED(ADF_MEDIA_INLINE, FILLED, "id"),
    OPTIONAL(ADF_MEDIA_INLINE, STRING, "alt"),
    {ADF_MEDIA_INLINE, STRING, 1, 1, true, "collection", NULL, 0, 0},
    {ADF_MEDIA_INLINE, FILLED, 1, 0, true, "occurrenceKey", NULL, 0, 0},
    OPTIONAL(ADF_MEDIA_INLINE, NUMBER, "width"),
    OPTIONAL(ADF_MEDIA_INLINE, NUMBER, "height"),
    OPTIONAL(ADF_MEDIA_INLINE, ANYTHING, "data"),
    {ADF_MEDIA_SINGLE, NUMBER, 1, 0, false, "width", NULL, 0, 100},
    {ADF_MEDIA_SINGLE, NUMBER, 2, 2, false, "width", NULL, 0, HUGE_VAL},
    {ADF_MEDIA_SINGLE, WORD, 1, 0, false, "widthType", "percentage", 0, 0},
    {ADF_MEDIA_SINGLE, WORD, 2, 2, false, "widthType", "pixel", 0, 0},
    {ADF_MEDIA_SINGLE, WORD, 3, 3, true, "layout", PLACES, 0, 0},
    NEEDED(ADF_MENTION, STRING, "id"),
    LOCAL_ID(ADF_MENTION, STRING, 0),
    OPTIONAL(ADF_MENTION, STRING, "text"),
    OPTIONAL(ADF_MENTION, STRING, "accessLevel"),
    {ADF_MENTION, WORD, 1, 0, false, "userType", "DEFAULT|SPECIAL|APP", 0, 0},
    OPTIONAL(ADF_NESTED_EXPAND, STRING, "title"),
    {ADF_ORDERED_LIST, NUMBER, 1, 0, false, "order", NULL, 0, HUGE_VAL},
    {ADF_PANEL, WORD, 1, 1, false, "panelType", "info|note|tip|warning|error|success|custom", 0, 0},
    OPTIONAL(ADF_PANEL, STRING, "panelIcon"),
    OPTIONAL(ADF_PANEL, STRING, "panelIconId"),
    OPTIONAL(ADF_PANEL, STRING, "panelIconText"),
    OPTIONAL(ADF_PANEL, STRING, "panelColor"),
    LOCAL_ID(ADF_PARAGRAPH, STRING, 0),
    NEEDED(ADF_PLACEHOLDER, STRING, "text"),
    NEEDED(ADF_STATUS, FILLED, "text"),
    {ADF_STATUS, WORD, 1, 1, false, "color", "neutral|purple|blue|red|yellow|green", 0, 0},
    LOCAL_ID(ADF_STATUS, STRING, 0),
    OPTIONAL(ADF_STATUS, STRING, "style"),
    {ADF_TABLE, WORD, 1, 0, false, "displayMode", "default|fixed", 0, 0},
    OPTIONAL(ADF_TABLE, BOOLEAN, "isNumberColumnEnabled"),
    {ADF_TABLE, WORD, 1, 0, false, "layout", "wide|full-width|center|align-end|align-start|default",
     0, 0},
    LOCAL_ID(ADF_TABLE, FILLED, 0),
    OPTIONAL(ADF_TABLE, NUMBER, "width"),
    OPTIONAL(ADF_TABLE_CELL, NUMBER, "colspan"),
    OPTIONAL(ADF_TABLE_CELL, NUMBER, "rowspan"),
    OPTIONAL(ADF_TABLE_CELL, NUMBERS, "colwidth"),
    OPTIONAL(ADF_TABLE_CELL, STRING, "background"),
    OPTIONAL(ADF_TABLE_HEADER, NUMBER, "colspan"),
    OPTIONAL(ADF_TABLE_HEADER, NUMBER, "rowspan"),
    OPTIONAL(ADF_TABLE_HEADER, NUMBERS, "colwidth"),
    OPTIONAL(ADF_TABLE_HEADER, STRING, "background"),
    LOCAL_ID(ADF_TASK_ITEM, STRING, 1),
    {ADF_TASK_ITEM, WORD, 1, 1, false, "state", "TODO|DONE", 0, 0},
    LOCAL_ID(ADF_TASK_LIST, STRING, 1),
    {ADF_MARK_ALIGNMENT, WORD, 1, 1, false, "align", "center|end", 0, 0},
    NEEDED(ADF_MARK_ANNOTATION, STRING, "id"),
    {ADF_MARK_ANNOTATION, WORD, 1, 1, false, "annotationType", "inlineComment", 0, 0},
    NEEDED(ADF_MARK_BACKGROUND_COLOR, COLOR, "color"),
    {ADF_MARK_BORDER, NUMBER, 1, 1, false, "size", NULL, 1, 3},
    NEEDED(ADF_MARK_BORDER, COLOR_ALPHA, "color"),
    {ADF_MARK_BREAKOUT, WORD, 1, 1, false, "mode", "wide|full-width", 0, 0},
    OPTIONAL(ADF_MARK_BREAKOUT, NUMBER, "width"),
    NEEDED(ADF_MARK_DATA_CONSUMER, STRINGS, "sources"),
    LOCAL_ID(ADF_MARK_FRAGMENT, FILLED, 1),
    OPTIONAL(ADF_MARK_FRAGMENT, STRING, "name"),
    {ADF_MARK_INDENTATION, NUMBER, 1, 1, false, "level", NULL, 1, 6},
    NEEDED(ADF_MARK_LINK, STRING, "href"),
    OPTIONAL(ADF_MARK_LINK, STRING, "title"),
    OPTIONAL(ADF_MARK_LINK, STRING, "id"),
    OPTIONAL(ADF_MARK_LINK, STRING, "collection"),
    {ADF_MARK_LINK, STRING, 1, 0, true, "occurrenceKey", NULL, 0, 0},
    {ADF_MARK_SUBSUP, WORD, 1, 1, false, "type", "sub|sup", 0, 0},
    NEEDED(ADF_MARK_TEXT_COLOR, COLOR, "color"),
};

enum {
    ROWS = sizeof table / sizeof table[0],
};

/* The first row of an owner, by halving; its rows follow one another. */
static size_t first_row(enum adf_type owner)
{
    size_t low = 0;
    size_t high = ROWS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].owner < owner) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- values ---- */

static bool is_one_of(const char *words, const char *word)
{
    size_t length = strlen(word);
    while (words != NULL) {
        size_t size = strcspn(words, "|");
        if (size == length && memcmp(words, word, size) == 0) {
            return true;
        }
        words = words[size] == '\0' ? NULL : words + size + 1;
    }
    return false;
}

static bool is_color(const char *text, size_t digits)
{
    return text[0] == '#' && strspn(text + 1, "0123456789abcdefABCDEF") == digits &&
           text[1 + digits] == '\0';
}

static bool all_are(const cJSON *array, cJSON_bool (*is_kind)(const cJSON *))
{
    if (!cJSON_IsArray(array)) {
        return false;
    }
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        if (!is_kind(item)) {
            return false;
        }
    }
    return true;
}

/* Of a block card: where the rows of a list of issues come from. */
static bool is_datasource(const cJSON *value)
{
    const cJSON *views = atl_json_member(value, "views");
    if (!cJSON_IsObject(value) || !cJSON_IsString(atl_json_member(value, "id")) ||
        atl_json_member(value, "parameters") == NULL || !cJSON_IsArray(views) ||
        views->child == NULL || cJSON_GetArraySize(value) != 3) {
        return false;
    }
    for (const cJSON *view = views->child; view != NULL; view = view->next) {
        int known = atl_json_member(view, "properties") == NULL ? 1 : 2;
        if (!cJSON_IsObject(view) || !cJSON_IsString(atl_json_member(view, "type")) ||
            cJSON_GetArraySize(view) != known) {
            return false;
        }
    }
    return true;
}

static bool is_number(const cJSON *value, double low, double high)
{
    return cJSON_IsNumber(value) &&
           (low >= high || (value->valuedouble >= low && value->valuedouble <= high));
}

static bool fits(const struct attribute *attribute, const cJSON *value)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : NULL;
    switch ((enum value_kind)attribute->kind) {
    case ANYTHING:
        return true;
    case OBJECT:
        return cJSON_IsObject(value);
    case STRING:
        return text != NULL;
    case FILLED:
        return text != NULL && text[0] != '\0';
    case WORD:
        return text != NULL && is_one_of(attribute->words, text);
    case NUMBER:
        return is_number(value, attribute->low, attribute->high);
    case BOOLEAN:
        return cJSON_IsBool(value);
    case NUMBERS:
        return all_are(value, cJSON_IsNumber);
    case STRINGS:
        return all_are(value, cJSON_IsString) && value->child != NULL;
    case COLOR:
        return text != NULL && is_color(text, 6);
    case COLOR_ALPHA:
        return text != NULL && (is_color(text, 6) || is_color(text, 8));
    case DATASOURCE:
        return is_datasource(value);
    }
    return false;
}

/* ---- all attributes of a node ---- */

/* The combinations in which this attribute may be there; `known` unless no row has its name. */
static unsigned combinations(size_t first, enum adf_type owner, const cJSON *value, bool *known)
{
    unsigned possible = 0;
    *known = false;
    for (size_t row = first; row < ROWS && table[row].owner == owner; row++) {
        if (strcmp(table[row].name, value->string) == 0) {
            *known = true;
            possible |= fits(&table[row], value) ? table[row].in : 0U;
        }
    }
    return possible;
}

/* Those that the owner has at all. */
static unsigned all_combinations(size_t first, enum adf_type owner)
{
    unsigned all = 1;
    for (size_t row = first; row < ROWS && table[row].owner == owner; row++) {
        all |= table[row].in;
    }
    return all;
}

enum adf_check adf_check_attributes(enum adf_type type, const cJSON *attributes, bool lenient)
{
    size_t first = first_row(type);
    unsigned possible = all_combinations(first, type);
    enum adf_check check = ADF_VALID;
    if (attributes == NULL && type == ADF_MEDIA_SINGLE) {
        return ADF_VALID;
    }
    if (attributes != NULL && !cJSON_IsObject(attributes)) {
        return lenient && cJSON_IsNull(attributes) ? ADF_VALID : ADF_WRONG;
    }
    if (attributes != NULL && !lenient && (first == ROWS || table[first].owner != type)) {
        check = ADF_NEWER;
    }
    for (const cJSON *value = attributes == NULL ? NULL : attributes->child; value != NULL;
         value = value->next) {
        bool known;
        if (lenient && (cJSON_IsNull(value) || strcmp(value->string, "localId") == 0)) {
            continue;
        }
        unsigned allowed = combinations(first, type, value, &known);
        if (known) {
            possible &= allowed;
        } else {
            check = ADF_NEWER;
        }
    }
    for (size_t row = first; row < ROWS && table[row].owner == type; row++) {
        const cJSON *value = atl_json_member(attributes, table[row].name);
        bool absent = value == NULL || (lenient && cJSON_IsNull(value));
        if (absent && !(lenient && table[row].assigned)) {
            possible &= ~(unsigned)table[row].needed;
        }
    }
    return possible == 0 ? ADF_WRONG : check;
}
