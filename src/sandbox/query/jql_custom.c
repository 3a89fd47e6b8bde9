/* Custom fields: the types that they may have, and the fields of the table `field`. */
#include "sandbox/query/jql_compiler.h"

#include <string.h>

#define CHOICE (JQL_EQUALITY | JQL_EMPTINESS)
#define AMOUNT (JQL_EQUALITY | JQL_RELATION | JQL_EMPTINESS)
#define PROSE  (JQL_CONTAINS | JQL_LACKS | JQL_EMPTINESS)

#define VALUES_OF_FIELD .from = "$issue_value", .where = "field = ?"
#define SORT_BY(column)                                                                            \
    "(SELECT " column " FROM $issue_value WHERE issue = issue.id AND field = ? AND position = 0)"

/* In names "Severity[Dropdown]" the brackets hold what Cloud calls the type. */
struct custom_type {
    const char *type; /* as in the table `field` */
    const char *label;
    struct jql_field field;
};

static const struct custom_type types[] = {
    {"number",
     "Number",
     {.kind = JQL_NUMBER,
      .operators = AMOUNT,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {SORT_BY("value")}}},
    {"text",
     "Short text",
     {.kind = JQL_TEXT,
      .operators = PROSE,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {SORT_BY("value") " COLLATE NOCASE"}}},
    {"textarea",
     "Paragraph",
     {.kind = JQL_TEXT, .operators = PROSE, VALUES_OF_FIELD, .value = "text"}},
    {"select",
     "Dropdown",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_options,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {"(SELECT position FROM field_option WHERE id = " SORT_BY("value") ")"}}},
    {"radio",
     "Radio Buttons",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_options,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {"(SELECT position FROM field_option WHERE id = " SORT_BY("value") ")"}}},
    {"multiselect",
     "Select List (multiple choices)",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_options,
      VALUES_OF_FIELD,
      .value = "value"}},
    {"checkboxes",
     "Checkboxes",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_options,
      VALUES_OF_FIELD,
      .value = "value"}},
    /* Where only the first level is chosen, its option is there once more, negative. */
    {"cascading",
     "Select List (cascading)",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_cascades,
      .from = "(SELECT issue, field, value FROM $issue_value UNION ALL SELECT issue, field, -value"
              " FROM $issue_value WHERE position = 0 AND (issue, field, 1) NOT IN"
              " (SELECT issue, field, position FROM $issue_value))",
      .where = "field = ?",
      .value = "value",
      .sort = {"(SELECT position FROM field_option WHERE id = " SORT_BY("value") ")"}}},
    {"date",
     "Date",
     {.kind = JQL_DAY,
      .operators = AMOUNT,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {SORT_BY("value")},
      .descending = true}},
    {"datetime",
     "Time stamp",
     {.kind = JQL_TIME,
      .operators = AMOUNT,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {SORT_BY("value")},
      .descending = true}},
    {"user",
     "User Picker (single user)",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_people,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {"(SELECT name FROM person WHERE id = " SORT_BY("value") ") COLLATE NOCASE"}}},
    {"users",
     "User Picker (multiple users)",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_people,
      VALUES_OF_FIELD,
      .value = "value"}},
    {"labels",
     "Labels",
     {.kind = JQL_WORD, .operators = CHOICE, VALUES_OF_FIELD, .value = "value"}},
    {"url",
     "URL Field",
     {.kind = JQL_WORD,
      .operators = CHOICE,
      VALUES_OF_FIELD,
      .value = "value",
      .sort = {SORT_BY("value") " COLLATE NOCASE"}}},
    {"sprint",
     "Sprint",
     {.kind = JQL_CHOICE,
      .operators = CHOICE,
      .domain = &jql_sprints,
      .from = "$issue_sprint",
      .value = "sprint",
      .sort = {"(SELECT max(sprint) FROM $issue_sprint WHERE issue = issue.id)"}}},
    {"rank",
     "Rank",
     {.kind = JQL_NUMBER, .operators = 0, .column = "issue.rank", .sort = {"issue.rank"}}},
    {"epic-link",
     "Epic Link",
     {.kind = JQL_ISSUE,
      .operators = CHOICE,
      .from = "(SELECT issue, value AS epic FROM $issue_value WHERE field = ? UNION"
              " SELECT child.id, child.parent FROM $issue AS child WHERE child.parent IN"
              " (SELECT id FROM $issue WHERE type IN"
              " (SELECT id FROM issue_type WHERE level = 1)))",
      .value = "epic"}},
    {"epic-name",
     "Epic Name",
     {.kind = JQL_TEXT,
      .operators = PROSE,
      .from = "$epic",
      .value = "name",
      .sort = {"(SELECT name FROM $epic WHERE issue = issue.id) COLLATE NOCASE"}}},
};

static const struct custom_type *find_type(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, type) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

static const struct jql_field *make_field(struct jql_compiler *compiler, int64_t id,
                                          const char *name, const struct custom_type *type)
{
    struct jql_field *field = atl_arena_alloc(compiler->arena, sizeof *field);
    *field = type->field;
    field->names = name;
    field->custom_id = id;
    return field;
}

/* "Severity[Dropdown]" is how Cloud tells fields of one name apart. */
static bool is_name_with_type(const char *wanted, const char *name, const char *label)
{
    size_t length = strlen(name);
    if (strlen(wanted) != length + strlen(label) + 2 || wanted[length] != '[') {
        return false;
    }
    struct atl_buffer full = {0};
    atl_buffer_printf(&full, "%s[%s]", name, label);
    bool equal = atl_text_equal_ignoring_case(full.data, wanted);
    atl_buffer_free(&full);
    return equal;
}

const struct jql_field *jql_find_custom_field(struct jql_compiler *compiler,
                                              const struct atl_query_field *wanted)
{
    const struct jql_field *field = NULL;
    struct rows rows = store_select(compiler->context->store,
                                    "SELECT id, name, type FROM field ORDER BY id", NO_VALUES);
    while (field == NULL && rows_next(&rows)) {
        const struct custom_type *type = find_type(rows_text(&rows, 2));
        const char *name = rows_text(&rows, 1);
        int64_t id = rows_integer(&rows, 0);
        if (type != NULL &&
            (wanted->custom_id >= 0 ? id == wanted->custom_id
                                    : atl_text_equal_ignoring_case(wanted->name, name) ||
                                          (compiler->context->is_cloud &&
                                           is_name_with_type(wanted->name, name, type->label)))) {
            field = make_field(compiler, id, wanted->name, type);
        }
    }
    rows_finish(&rows);
    return field;
}

const struct jql_field *const *jql_text_fields(struct jql_compiler *compiler)
{
    static const char *const names[] = {"summary", "description", "environment", "comment"};
    enum { SYSTEM = sizeof names / sizeof *names };
    struct store *store = compiler->context->store;
    static const char texts[] = " FROM field WHERE type IN ('text', 'textarea')";
    size_t most = (size_t)store_integer(
        store, 0, atl_arena_printf(compiler->arena, "SELECT count(*)%s", texts), NO_VALUES);
    const struct jql_field **fields =
        atl_arena_alloc(compiler->arena, (SYSTEM + most + 1) * sizeof *fields);
    size_t count = 0;
    for (; count < SYSTEM; count++) {
        fields[count] = jql_find_system_field(names[count]);
    }
    struct rows rows = store_select(
        store, atl_arena_printf(compiler->arena, "SELECT id, type%s", texts), NO_VALUES);
    while (rows_next(&rows) && count < SYSTEM + most) {
        fields[count++] =
            make_field(compiler, rows_integer(&rows, 0), "", find_type(rows_text(&rows, 1)));
    }
    rows_finish(&rows);
    return fields;
}
