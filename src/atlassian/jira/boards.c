/* Boards. */
#include "atlassian/jira/agile_internal.h"

#include <inttypes.h>
#include <stdlib.h>

static void read_board(const cJSON *json, struct atl_arena *arena, struct atl_jira_board *board)
{
    *board = (struct atl_jira_board){
        .id = atl_json_integer(json, "id", 0),
        .name = atl_arena_strdup(arena, atl_json_text(json, "name", NULL)),
        .type = atl_arena_strdup(arena, atl_json_text(json, "type", NULL)),
        .project_key = atl_arena_strdup(arena, atl_json_text(json, "location.projectKey", NULL)),
        .project_name = atl_arena_strdup(arena, atl_json_text(json, "location.projectName", NULL)),
    };
}

static void keep_board(void *context, struct atl_arena *arena, const cJSON *item)
{
    struct atl_list *boards = context;
    struct atl_jira_board *board = atl_arena_alloc(arena, sizeof *board);
    read_board(item, arena, board);
    if (board->id > 0) {
        atl_list_add(boards, board);
    }
}

static void add_parameter(struct atl_buffer *path, const char *name, const char *value)
{
    if (value != NULL) {
        atl_buffer_printf(path, "&%s=", name);
        atl_text_append_url_encoded(path, value);
    }
}

enum atl_status atl_jira_boards(struct atl_http *http, struct atl_arena *arena,
                                const struct atl_jira_board_filter *filter,
                                struct atl_jira_boards *boards, struct atl_error *error)
{
    struct atl_buffer path = {0};
    struct atl_list kept = {0};
    *boards = (struct atl_jira_boards){0};
    add_parameter(&path, "name", filter->name);
    add_parameter(&path, "type", filter->type);
    add_parameter(&path, "projectKeyOrId", filter->project);
    if (path.length > 0) {
        path.data[0] = '?';
    }
    enum atl_status status = agile_list(
        http, arena, atl_arena_printf(arena, "/rest/agile/1.0/board%s", atl_buffer_text(&path)),
        filter->limit, keep_board, &kept, &boards->more, error);
    if (status == ATL_OK) {
        boards->count = kept.count;
        boards->boards = atl_arena_alloc(arena, (kept.count + 1) * sizeof *boards->boards);
        for (size_t i = 0; i < kept.count; i++) {
            boards->boards[i] = *(struct atl_jira_board *)kept.items[i];
        }
    }
    atl_list_free(&kept);
    atl_buffer_free(&path);
    return status;
}

enum atl_status atl_jira_board(struct atl_http *http, struct atl_arena *arena, int64_t id,
                               struct atl_jira_board *board, struct atl_error *error)
{
    struct atl_http_request request = {
        .method = ATL_GET, .path = atl_arena_printf(arena, "/rest/agile/1.0/board/%" PRId64, id)};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        read_board(json, arena, board);
    }
    return status;
}

enum atl_status atl_jira_board_setup(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                     struct atl_jira_board_setup *setup, struct atl_error *error)
{
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = atl_arena_printf(arena, "/rest/agile/1.0/board/%" PRId64 "/configuration", id)};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    size_t count = 0;
    const cJSON *column;
    const char **columns = atl_arena_alloc(
        arena, (atl_json_count(json, "columnConfig.columns") + 1) * sizeof *columns);
    cJSON_ArrayForEach(column, atl_json_get(json, "columnConfig.columns"))
    {
        columns[count++] = atl_json_text(column, "name", "");
    }
    *setup = (struct atl_jira_board_setup){
        .filter = strtoll(atl_json_text(json, "filter.id", "0"), NULL, 10),
        .estimation_field = atl_json_text(json, "estimation.field.fieldId", NULL),
        .estimation_name = atl_json_text(json, "estimation.field.displayName", NULL),
        .columns = columns,
    };
    return ATL_OK;
}
