#include "sandbox/query/records_cql_fields.h"

#include "sandbox/seed/document.h"
#include "sandbox/seed/names.h"
#include "sandbox/text/time_format.h"

#include <string.h>
#include <strings.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    MINUTE_SECONDS = 60,
};

static enum atl_status fail_value(struct cql_compiler *compiler,
                                  const struct atl_query_operand *operand)
{
    return atl_fail(compiler->error, ATL_USAGE, "The value '%s' is not valid for the field '%s'.",
                    operand->text, compiler->clause->field.name);
}

/* ---- type ---- */

static enum atl_status add_type(struct cql_compiler *compiler,
                                const struct atl_query_operand *operand, struct cql_test *test)
{
    static const char *const types[] = {"page",  "blogpost", "attachment", "comment",
                                        "space", "folder",   "whiteboard", "database"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcasecmp(operand->text, types[i]) == 0) {
            test->pages_wanted |= i == 0;
            return ATL_OK;
        }
    }
    return fail_value(compiler, operand);
}

static bool found_type(const struct cql_test *test, const struct data *data, uint32_t index)
{
    (void)data;
    (void)index;
    return test->pages_wanted;
}

/* ---- space ---- */

static enum atl_status add_space(struct cql_compiler *compiler,
                                 const struct atl_query_operand *operand, struct cql_test *test)
{
    size_t index;
    /* A space that isn't there is no error: nothing is in it. */
    if (data_find_space_by_key(compiler->data, operand->text, &index)) {
        test->marked[index] = true;
    }
    return ATL_OK;
}

static bool found_space(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].space];
}

/* ---- people ---- */

static enum atl_status add_person(struct cql_compiler *compiler,
                                  const struct atl_query_operand *operand, struct cql_test *test)
{
    if (operand->kind == ATL_QUERY_FUNCTION) {
        if (strcasecmp(operand->text, "currentUser") != 0) {
            return fail_value(compiler, operand);
        }
        test->marked[0] = true;
        return ATL_OK;
    }
    for (size_t i = 0; i < compiler->data->person_count; i++) {
        const struct person *person = &compiler->data->people[i];
        if (strcmp(operand->text, person->account_id) == 0 ||
            strcasecmp(operand->text, person->username) == 0) {
            test->marked[i] = true;
        }
    }
    return ATL_OK;
}

static bool found_creator(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].creator];
}

static bool found_contributor(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].creator] || test->marked[data->pages[index].modifier];
}

/* ---- labels ---- */

static enum atl_status add_label(struct cql_compiler *compiler,
                                 const struct atl_query_operand *operand, struct cql_test *test)
{
    (void)compiler;
    for (size_t i = 0; i < names_page_labels.count; i++) {
        if (strcasecmp(names_page_labels.items[i], operand->text) == 0) {
            test->labels |= UINT32_C(1) << i;
        }
    }
    return ATL_OK;
}

static bool found_label(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return (data->pages[index].labels & test->labels) != 0;
}

/* ---- texts ---- */

static bool is_contains(const struct cql_test *test)
{
    return test->comparison == ATL_QUERY_CONTAINS || test->comparison == ATL_QUERY_NOT_CONTAINS;
}

static enum atl_status add_text(struct cql_compiler *compiler,
                                const struct atl_query_operand *operand, struct cql_test *test)
{
    if (is_contains(test)) {
        bool valid = text_pattern_parse(compiler->arena, operand->text, &test->pattern);
        return valid ? ATL_OK : fail_value(compiler, operand);
    }
    test->texts[test->count++] = operand->text;
    return ATL_OK;
}

static bool found_in(const struct cql_test *test, const char *text)
{
    if (is_contains(test)) {
        return text_pattern_matches(&test->pattern, text);
    }
    for (size_t i = 0; i < test->count; i++) {
        if (strcasecmp(test->texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static bool found_title(const struct cql_test *test, const struct data *data, uint32_t index)
{
    struct atl_buffer title = {0};
    data_append_title(data, index, &title);
    bool found = found_in(test, title.data);
    atl_buffer_free(&title);
    return found;
}

static bool found_text(const struct cql_test *test, const struct data *data, uint32_t index)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    data_append_title(data, index, &text);
    struct document document = document_of_page(data, &arena, index);
    document_append_plain(&text, &document);
    bool found = found_in(test, text.data);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
    return found;
}

/* ---- dates ---- */

static enum atl_status add_date(struct cql_compiler *compiler,
                                const struct atl_query_operand *operand, struct cql_test *test)
{
    int64_t ms;
    bool valid;
    compiler->plan->uses_time = true;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        const char *argument = operand->item_count > 0 ? operand->items[0].text : NULL;
        bool known;
        valid = time_call_function(operand->text, argument, compiler->now_ms, &known, &ms);
    } else {
        valid = time_parse_query(operand->text, compiler->now_ms, &ms);
        test->whole_days[test->count] = strlen(operand->text) == strlen("2026-01-31");
    }
    if (!valid) {
        return fail_value(compiler, operand);
    }
    test->times[test->count++] = ms;
    return ATL_OK;
}

static bool compare_time(const struct cql_test *test, size_t index, int64_t ms)
{
    int64_t wanted = test->times[index];
    switch (test->comparison) {
    case ATL_QUERY_LESS:
        return ms < wanted;
    case ATL_QUERY_LESS_OR_EQUAL:
        return ms <= wanted;
    case ATL_QUERY_GREATER:
        return ms > wanted;
    case ATL_QUERY_GREATER_OR_EQUAL:
        return ms >= wanted;
    default:
        return test->whole_days[index] ? ms >= wanted && ms < wanted + DAY_MS : ms == wanted;
    }
}

/* The search index knows minutes only. */
static bool found_time(const struct cql_test *test, uint32_t seconds)
{
    int64_t ms = (int64_t)(seconds / MINUTE_SECONDS * MINUTE_SECONDS) * 1000;
    bool found = false;
    for (size_t i = 0; i < test->count && !found; i++) {
        found = compare_time(test, i, ms);
    }
    return found;
}

static bool found_modified(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return found_time(test, data->pages[index].modified);
}

static bool found_created(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return found_time(test, data->pages[index].created);
}

/* ---- ids ---- */

static enum atl_status add_page(struct cql_compiler *compiler,
                                const struct atl_query_operand *operand, struct cql_test *test)
{
    uint32_t index;
    int64_t id;
    if (!atl_text_to_integer(operand->text, 0, INT64_MAX, &id)) {
        return fail_value(compiler, operand);
    }
    if (data_find_page(compiler->data, operand->text, &index)) {
        test->pages[test->count++] = index;
    }
    return ATL_OK;
}

static bool is_among(const struct cql_test *test, uint32_t index)
{
    for (size_t i = 0; i < test->count; i++) {
        if (test->pages[i] == index) {
            return true;
        }
    }
    return false;
}

static bool found_id(const struct cql_test *test, const struct data *data, uint32_t index)
{
    (void)data;
    return is_among(test, index);
}

static bool found_parent(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return is_among(test, data->pages[index].parent);
}

static bool found_ancestor(const struct cql_test *test, const struct data *data, uint32_t index)
{
    for (uint32_t at = data->pages[index].parent; at != DATA_NO_PARENT;
         at = data->pages[at].parent) {
        if (is_among(test, at)) {
            return true;
        }
    }
    return false;
}

/* ---- the table ---- */

static const struct cql_field fields[] = {
    {"type content.type", false, true, false, add_type, found_type, NULL},
    {"space space.key content.space.key", false, true, false, add_space, found_space,
     page_compare_spaces},
    {"title", true, true, false, add_text, found_title, page_compare_titles},
    {"text siteSearch", true, false, false, add_text, found_text, NULL},
    {"label", false, true, false, add_label, found_label, NULL},
    {"creator", false, true, false, add_person, found_creator, NULL},
    {"contributor", false, true, false, add_person, found_contributor, NULL},
    {"lastmodified", false, true, true, add_date, found_modified, page_compare_modified},
    {"created", false, true, true, add_date, found_created, page_compare_created},
    {"id content", false, true, false, add_page, found_id, page_compare_ids},
    {"ancestor", false, true, false, add_page, found_ancestor, NULL},
    {"parent", false, true, false, add_page, found_parent, NULL},
};

const struct cql_field *records_cql_find_field(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        for (const char *at = fields[i].names; *at != '\0'; at += strspn(at, " ")) {
            size_t word = strcspn(at, " ");
            if (word == length && strncasecmp(at, name, length) == 0) {
                return &fields[i];
            }
            at += word;
        }
    }
    return NULL;
}
