/* The keys of new issues in the file that they come from. */
#include "atlcli/jira.h"
#include "cmd/jira/import/import.h"
#include "cmd/jira/import/result.h"

#include <string.h>

/* Rows come in order, as items do. */
struct keys {
    const struct atl_bulk_job *job;
    struct atl_arena *arena;
    const struct atl_rows *source;
    const struct atl_rows *before; /* the result as it was; NULL: there was none */
    const char *column;            /* the key's */
    size_t row;
    const struct atl_bulk_item *item; /* the row's; NULL: it isn't the job's */
    size_t next_item;
    size_t filled;
};

const char *import_result_cell(const struct atl_rows *rows, size_t row, const char *column)
{
    const char *const names[] = {column, NULL};
    size_t index = rows == NULL ? 0 : jira_rows_find_column(rows, names);
    return rows != NULL && row < rows->count && index < rows->column_count &&
                   !atl_text_is_empty(rows->rows[row].cells[index])
               ? rows->rows[row].cells[index]
               : NULL;
}

static const char *key_of(struct keys *keys, size_t number)
{
    const struct atl_bulk_job *job = keys->job;
    while (keys->row < keys->source->count && keys->source->rows[keys->row].number < number) {
        keys->row++;
    }
    while (keys->next_item < job->count && job->items[keys->next_item].number < number) {
        keys->next_item++;
    }
    keys->item = keys->next_item < job->count && job->items[keys->next_item].number == number
                     ? &job->items[keys->next_item]
                     : NULL;
    if (keys->item == NULL || keys->item->key == NULL || keys->item->state != ATL_BULK_DONE) {
        return import_result_cell(keys->before, keys->row, keys->column);
    }
    keys->filled++;
    return keys->item->key;
}

/* Whether a parent has this key in the file. Numbers of rows go up. */
static bool is_called(const struct keys *keys, const struct atl_bulk_item *parent, const char *key)
{
    size_t low = 0;
    size_t high = keys->source->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys->source->rows[middle].number < parent->number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const char *cell = import_result_cell(keys->source, low, keys->column);
    return cell != NULL && atl_text_equal(atl_jira_key_parse(keys->arena, cell), key);
}

/* What stands for another row gets the key that this has. */
static const char *parent_of(struct keys *keys, const char *column)
{
    const cJSON *index;
    const char *cell = import_result_cell(keys->source, keys->row, column);
    const char *key = cell == NULL ? NULL : import_parent_key(keys->arena, cell);
    const cJSON *parents =
        keys->item == NULL || key == NULL ? NULL : atl_json_member(keys->item->row, "parents");
    cJSON_ArrayForEach(index, parents)
    {
        const struct atl_bulk_item *parent = atl_bulk_item_at(keys->job, index);
        if (parent != NULL && parent->state == ATL_BULK_DONE && is_called(keys, parent, key)) {
            return parent->key;
        }
    }
    return import_result_cell(keys->before, keys->row, column);
}

static const char *value_of(void *context, const char *column, size_t number)
{
    struct keys *keys = context;
    return column == keys->column ? key_of(keys, number) : parent_of(keys, column);
}

/* The key's, and those of parents. */
static const char *const *columns_of(struct atl_arena *arena, const cJSON *operation,
                                     const char *key)
{
    const cJSON *parents = atl_json_member(operation, "parentColumns");
    const char **columns =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(parents) + 2) * sizeof *columns);
    size_t count = 0;
    columns[count++] = key;
    const cJSON *name;
    cJSON_ArrayForEach(name, parents)
    {
        columns[count++] = cJSON_IsString(name) ? name->valuestring : key;
    }
    return columns;
}

static enum atl_rows_format format_named(const char *name)
{
    return strcmp(name, "json") == 0    ? ATL_ROWS_JSON
           : strcmp(name, "jsonl") == 0 ? ATL_ROWS_JSONL
                                        : ATL_ROWS_CSV;
}

enum atl_rows_format import_result_format(const struct atl_bulk_job *job)
{
    return format_named(atl_json_text(job->operation, "format", "csv"));
}

enum atl_status import_result_fill(struct atl_arena *arena, const struct atl_bulk_job *job,
                                   const struct atl_rows *before, struct atl_buffer *text,
                                   size_t *filled, struct atl_error *error)
{
    static const char place[] = "the journal";
    struct atl_rows rows;
    const char *column = atl_json_text(job->operation, "keyColumn", "key");
    const char *source = job->source == NULL ? "" : job->source;
    enum atl_rows_format format = import_result_format(job);
    struct keys keys = {.job = job, .arena = arena, .source = &rows, .column = column};
    enum atl_status status =
        atl_rows_read(arena, source, strlen(source), format, place, &rows, error);
    if (status == ATL_OK) {
        /* Of another number of rows it is another file by now. */
        keys.before = before != NULL && before->count == rows.count ? before : NULL;
        status =
            atl_rows_fill(source, strlen(source), format, place,
                          columns_of(arena, job->operation, column), value_of, &keys, text, error);
    }
    *filled = keys.filled;
    return status;
}
