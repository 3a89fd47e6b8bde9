/* The fields of new issues: those of a project and a type. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/jira_project.h"
#include "atlcli/suggest.h"

#include <string.h>

enum {
    MOST_ON_A_PAGE = 200, /* of createmeta */
};

struct meta {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *project; /* as it goes into paths */
    struct atl_jira_fields *fields;
};

/* ---- lists ---- */

/* All items of a paged list, as one array. */
static enum atl_status read_list(const struct meta *meta, const char *rest, cJSON **items,
                                 struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    struct atl_pages pages = {.http = meta->http,
                              .paging = ATL_PAGING_START_AT,
                              .path = jira_path(meta->http, meta->arena, rest),
                              .page_size = MOST_ON_A_PAGE};
    *items = atl_json_keep(meta->arena, cJSON_CreateArray());
    while (status == ATL_OK && !pages.done) {
        const cJSON *page;
        status = atl_pages_next(&pages, meta->arena, &page, error);
        const cJSON *list = status == ATL_OK ? atl_pages_items(&pages, page) : NULL;
        const cJSON *item;
        cJSON_ArrayForEach(item, list)
        {
            cJSON_AddItemReferenceToArray(*items, (cJSON *)(uintptr_t)item);
        }
    }
    return status;
}

static const char *path_of_types(const struct meta *meta)
{
    struct atl_buffer path = {0};
    atl_buffer_add(&path, "issue/createmeta/");
    atl_text_append_url_encoded(&path, meta->project);
    atl_buffer_add(&path, "/issuetypes");
    const char *kept = atl_arena_strdup(meta->arena, atl_buffer_text(&path));
    atl_buffer_free(&path);
    return kept;
}

/* ---- projects ---- */

static enum atl_status fail_no_project(const char *name, const struct atl_jira_items *projects,
                                       struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    struct atl_list keys = {0};
    for (size_t i = 0; i < projects->count; i++) {
        const struct atl_jira_item *project = &projects->items[i];
        const char *key = project->key == NULL ? "" : project->key;
        atl_suggestion_offer(&suggestion, key);
        atl_suggestion_offer(&suggestion, project->name == NULL ? key : project->name);
        atl_list_add(&keys, (void *)(uintptr_t)key);
    }
    atl_fail(error, ATL_NOT_FOUND, "there is no project '%s', or you can't create issues in it",
             name);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    jira_hint_list(error, "projects", &keys);
    atl_list_free(&keys);
    return ATL_NOT_FOUND;
}

static const char *key_of_named(const struct atl_jira_items *projects, const char *name)
{
    for (size_t i = 0; i < projects->count; i++) {
        const struct atl_jira_item *project = &projects->items[i];
        if (atl_text_equal_ignoring_case(project->name, name) ||
            atl_text_equal_ignoring_case(project->key, name)) {
            return project->key;
        }
    }
    return NULL;
}

/* The key of the project that has this name. Cloud finds it; a suggestion takes all there are. */
static enum atl_status find_by_name(const struct meta *meta, const char *name, const char **key,
                                    struct atl_error *error)
{
    bool is_cloud = jira_is_cloud(meta->http);
    struct atl_jira_items projects;
    enum atl_status status =
        atl_jira_projects(meta->http, meta->arena, is_cloud ? name : NULL, &projects, error);
    *key = status == ATL_OK ? key_of_named(&projects, name) : NULL;
    if (status == ATL_OK && *key == NULL && is_cloud) {
        status = atl_jira_projects(meta->http, meta->arena, NULL, &projects, error);
        *key = status == ATL_OK ? key_of_named(&projects, name) : NULL;
    }
    return status == ATL_OK && *key == NULL ? fail_no_project(name, &projects, error) : status;
}

/* Keys are written in capitals; what is none, with a space or so, is a name. */
static bool write_as_key(struct atl_arena *arena, const char *text, const char **key)
{
    char *capitals = atl_arena_strdup(arena, text);
    for (char *letter = capitals; *letter != '\0'; letter++) {
        if (*letter >= 'a' && *letter <= 'z') {
            *letter = (char)(*letter - 'a' + 'A');
        }
    }
    *key = capitals;
    return *text != '\0' &&
           capitals[strspn(capitals, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

/*
 * The project's types. Only when there is no such key is the project looked for by name. Cloud says
 * 400 to unknown projects here, Data Center 404.
 */
static enum atl_status read_types(struct meta *meta, const char *project, cJSON **types,
                                  struct atl_error *error)
{
    const char *key = NULL;
    if (write_as_key(meta->arena, project, &meta->project)) {
        enum atl_status status = read_list(meta, path_of_types(meta), types, error);
        bool unknown = status == ATL_NOT_FOUND ||
                       (status == ATL_FAILED && error != NULL && error->http_status == 400);
        if (!unknown) {
            return status;
        }
    }
    enum atl_status status = find_by_name(meta, project, &key, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_text_equal(key, meta->project)) {
        /* It is there, and yet it gave no types. */
        return fail_no_project(project, &(struct atl_jira_items){0}, error);
    }
    meta->project = key;
    return read_list(meta, path_of_types(meta), types, error);
}

/* ---- types ---- */

static enum atl_status fail_no_type(const struct meta *meta, const cJSON *types, const char *name,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name == NULL ? "" : name};
    struct atl_list names = {0};
    const cJSON *type;
    cJSON_ArrayForEach(type, types)
    {
        const char *candidate = atl_json_text(type, "name", "");
        atl_suggestion_offer(&suggestion, candidate);
        atl_list_add(&names, (void *)(uintptr_t)candidate);
    }
    if (name == NULL) {
        atl_fail(error, ATL_USAGE, "say of which type the issue is to be");
    } else {
        atl_fail(error, ATL_USAGE, "project %s has no issue type '%s'", meta->project, name);
    }
    if (suggestion.best != NULL && name != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    jira_hint_list(error, "its types", &names);
    atl_list_free(&names);
    return ATL_USAGE;
}

static bool is_type(const cJSON *type, const char *name)
{
    return atl_text_equal_ignoring_case(atl_json_text(type, "name", NULL), name) ||
           atl_text_equal_ignoring_case(atl_json_text(type, "untranslatedName", NULL), name) ||
           atl_text_equal(atl_json_text(type, "id", NULL), name);
}

static enum atl_status find_type(const struct meta *meta, const cJSON *types, const char *name,
                                 const cJSON **found, struct atl_error *error)
{
    if (cJSON_GetArraySize(types) == 0) {
        atl_fail(error, ATL_FORBIDDEN, "you can't create issues in project %s", meta->project);
        return ATL_FORBIDDEN;
    }
    const cJSON *type;
    cJSON_ArrayForEach(type, types)
    {
        if (name != NULL && is_type(type, name)) {
            *found = type;
            return ATL_OK;
        }
    }
    return fail_no_type(meta, types, name, error);
}

/* ---- both ---- */

/* The key as the site writes it, where the project's own field says it. */
static const char *key_of_project(const struct atl_jira_fields *fields, const char *given)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (atl_text_equal(fields->fields[i].id, "project")) {
            return atl_json_text(fields->fields[i].allowed, "0.key", given);
        }
    }
    return given;
}

static enum atl_status read_fields(const struct meta *meta, const cJSON *type,
                                   struct atl_error *error)
{
    cJSON *list;
    const char *id = atl_json_text(type, "id", "");
    const char *rest = atl_arena_printf(meta->arena, "%s/%s", path_of_types(meta), id);
    enum atl_status status = read_list(meta, rest, &list, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_jira_fields_read(meta->arena, list, "", meta->fields);
    meta->fields->project = key_of_project(meta->fields, meta->project);
    meta->fields->type_id = id;
    meta->fields->type_name = atl_json_text(type, "name", id);
    meta->fields->is_subtask = atl_json_bool(type, "subtask", false);
    meta->fields->of =
        atl_arena_printf(meta->arena, "%s, %s", meta->fields->project, meta->fields->type_name);
    return ATL_OK;
}

enum atl_status atl_jira_create_fields(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, const char *type,
                                       struct atl_jira_fields *fields, struct atl_error *error)
{
    struct meta meta = {.http = http, .arena = arena, .fields = fields};
    cJSON *types;
    const cJSON *found;
    struct atl_error mine;
    *fields = (struct atl_jira_fields){0};
    /* The way on depends on the HTTP status, which is in the error alone. */
    error = error == NULL ? &mine : error;
    enum atl_status status = read_types(&meta, project, &types, error);
    if (status == ATL_OK) {
        status = find_type(&meta, types, type, &found, error);
    }
    return status == ATL_OK ? read_fields(&meta, found, error) : status;
}
