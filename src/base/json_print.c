/*
 * Printing of cJSON trees in this project's own form. cJSON's printer indents by tabs, puts arrays
 * on one line and passes C1 controls and DEL through, which a terminal would act on.
 */
#include "atlcli/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void new_line(struct atl_buffer *buffer, bool indented, int depth)
{
    if (indented) {
        atl_buffer_printf(buffer, "\n%*s", depth * 2, "");
    }
}

/* Nearly all numbers are whole and small: printf would take longer than for all the rest. */
static void append_whole(struct atl_buffer *buffer, int64_t number)
{
    char digits[24];
    size_t first = sizeof digits;
    uint64_t rest = (uint64_t)(number < 0 ? -number : number);
    do {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        digits[--first] = '-';
    }
    atl_buffer_append(buffer, digits + first, sizeof digits - first);
}

/* The shortest of 15 or 17 digits that reads back as the same number; JSON has no NaN. */
static void append_number(struct atl_buffer *buffer, double number)
{
    if (!isfinite(number)) {
        atl_buffer_add(buffer, "null");
        return;
    }
    double whole = trunc(number);
    bool is_whole = !(number < whole || number > whole);
    if (is_whole && fabs(number) < 1e15 && !(signbit(number) && fabs(number) < 1)) {
        append_whole(buffer, (int64_t)number);
        return;
    }
    char digits[32];
    snprintf(digits, sizeof digits, "%.15g", number);
    double back = strtod(digits, NULL);
    if (back < number || back > number) {
        snprintf(digits, sizeof digits, "%.17g", number);
    }
    atl_buffer_add(buffer, digits);
}

static void append_node(struct atl_buffer *buffer, const cJSON *node, bool indented, int depth);

static void append_children(struct atl_buffer *buffer, const cJSON *node, bool indented, int depth)
{
    bool is_object = cJSON_IsObject(node);
    atl_buffer_add_char(buffer, is_object ? '{' : '[');
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        new_line(buffer, indented, depth + 1);
        if (is_object) {
            atl_json_append_string(buffer, child->string);
            atl_buffer_add(buffer, indented ? ": " : ":");
        }
        append_node(buffer, child, indented, depth + 1);
        if (child->next != NULL) {
            atl_buffer_add_char(buffer, ',');
        }
    }
    if (node->child != NULL) {
        new_line(buffer, indented, depth);
    }
    atl_buffer_add_char(buffer, is_object ? '}' : ']');
}

static void append_node(struct atl_buffer *buffer, const cJSON *node, bool indented, int depth)
{
    if (cJSON_IsString(node)) {
        atl_json_append_string(buffer, node->valuestring);
    } else if (cJSON_IsNumber(node)) {
        append_number(buffer, node->valuedouble);
    } else if (cJSON_IsBool(node)) {
        atl_buffer_add(buffer, cJSON_IsTrue(node) ? "true" : "false");
    } else if (cJSON_IsRaw(node)) {
        atl_buffer_add(buffer, node->valuestring);
    } else if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
        append_children(buffer, node, indented, depth);
    } else {
        atl_buffer_add(buffer, "null");
    }
}

void atl_json_append(struct atl_buffer *buffer, const cJSON *tree, bool indented)
{
    append_node(buffer, tree, indented, 0);
}

char *atl_json_print(const cJSON *tree, bool indented)
{
    struct atl_buffer buffer = {0};
    atl_json_append(&buffer, tree, indented);
    return atl_buffer_take(&buffer);
}
