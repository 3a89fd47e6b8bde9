#include "sandbox/confluence/output.h"

#include "sandbox/text/time_format.h"

#include <inttypes.h>
#include <string.h>

struct confluence_output confluence_reply(struct request *request)
{
    return (struct confluence_output){
        .sandbox = request->sandbox, .arena = &request->arena, .json = &request->reply.body};
}

/* ---- people ---- */

static bool load_person(const struct confluence_output *out, struct atl_arena *arena, int64_t id,
                        struct confluence_person *person)
{
    struct rows rows = store_select(
        &out->sandbox->store,
        "SELECT name, username, email, account_id, key, active FROM person WHERE id = ?",
        VALUES(sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        *person = (struct confluence_person){.id = id,
                                             .name = rows_copy(&rows, 0, arena),
                                             .username = rows_copy(&rows, 1, arena),
                                             .email = rows_copy(&rows, 2, arena),
                                             .account_id = rows_copy(&rows, 3, arena),
                                             .key = rows_copy(&rows, 4, arena),
                                             .active = rows_integer(&rows, 5) != 0};
    }
    rows_finish(&rows);
    return found;
}

bool confluence_person_load(const struct confluence_output *out, int64_t id,
                            struct confluence_person *person)
{
    if (out->known == NULL || id < 0) {
        return load_person(out, out->arena, id, person);
    }
    struct confluence_person *known = &out->known->people[id % CONFLUENCE_KNOWN_PEOPLE];
    if ((known->name == NULL || known->id != id) &&
        !load_person(out, out->known->arena, id, known)) {
        return false;
    }
    *person = *known;
    return true;
}

const char *confluence_account_id(const struct confluence_output *out, int64_t person)
{
    struct confluence_person found;
    return confluence_person_load(out, person, &found) ? found.account_id : "";
}

int64_t confluence_person_by_account(struct store *store, const char *account_id)
{
    return store_integer(store, -1, "SELECT id FROM person WHERE account_id = ?",
                         VALUES(sql_text(account_id)));
}

/* ---- spaces ---- */

void confluence_space_from_row(const struct rows *rows, struct atl_arena *arena,
                               struct confluence_space *space)
{
    *space = (struct confluence_space){
        .id = rows_integer(rows, 0),
        .key = rows_copy(rows, 1, arena),
        .name = rows_copy(rows, 2, arena),
        .description = rows_copy(rows, 3, arena),
        .type = rows_copy(rows, 4, arena),
        .status = rows_copy(rows, 5, arena),
        .creator = rows_integer(rows, 6),
        .created = rows_integer(rows, 7),
        .home = rows_optional(rows, 8),
    };
}

static bool take_space(struct request *request, struct rows rows, struct confluence_space *space)
{
    bool found = rows_next(&rows);
    if (found) {
        confluence_space_from_row(&rows, &request->arena, space);
    }
    rows_finish(&rows);
    return found && content_space_is_visible(request->sandbox, space->id);
}

bool confluence_space_find(struct request *request, int64_t id, struct confluence_space *space)
{
    return take_space(request,
                      store_select(&request->sandbox->store,
                                   "SELECT " CONFLUENCE_SPACE_COLUMNS " FROM space WHERE id = ?",
                                   VALUES(sql_integer(id))),
                      space);
}

bool confluence_space_find_by_key(struct request *request, const char *key,
                                  struct confluence_space *space)
{
    return take_space(request,
                      store_select(&request->sandbox->store,
                                   "SELECT " CONFLUENCE_SPACE_COLUMNS " FROM space WHERE key = ?",
                                   VALUES(sql_text(key))),
                      space);
}

const char *confluence_space_key(const struct confluence_output *out, int64_t space)
{
    struct confluence_known *known = out->known;
    if (known != NULL && known->space_key != NULL && known->space == space) {
        return known->space_key;
    }
    const char *key = store_text(&out->sandbox->store, known == NULL ? out->arena : known->arena,
                                 "SELECT key FROM space WHERE id = ?", VALUES(sql_integer(space)));
    if (known != NULL) {
        known->space = space;
        known->space_key = key;
    }
    return key == NULL ? "" : key;
}

/* ---- paths ---- */

/* As forms encode it, which is how Confluence writes titles into paths. */
static const char *encode_title(struct atl_arena *arena, const char *title)
{
    struct atl_buffer encoded = {0};
    for (const char *at = title; *at != '\0';) {
        size_t length = strcspn(at, " ");
        atl_text_append_url_encoded(&encoded, atl_arena_strndup(arena, at, length));
        at += length;
        if (*at == ' ') {
            atl_buffer_add_char(&encoded, '+');
            at++;
        }
    }
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&encoded));
    atl_buffer_free(&encoded);
    return copy;
}

static const char *path_in_container(const struct confluence_output *out,
                                     const struct content *content)
{
    struct content container;
    if (!content_load(&out->sandbox->store, out->arena, content->container, &container)) {
        return "";
    }
    if (content->type == CONTENT_COMMENT) {
        return atl_arena_printf(out->arena, "%s?focusedCommentId=%" PRId64,
                                confluence_web_path(out, &container), content->id);
    }
    return atl_arena_printf(out->arena,
                            "/pages/viewpageattachments.action?pageId=%" PRId64
                            "&preview=%%2F%" PRId64 "%%2F%" PRId64 "%%2F%s",
                            container.id, container.id, content->id,
                            encode_title(out->arena, content->title));
}

const char *confluence_web_path(const struct confluence_output *out, const struct content *content)
{
    struct atl_arena *arena = out->arena;
    if (content->container >= 0) {
        return path_in_container(out, content);
    }
    const char *key = confluence_space_key(out, content->space);
    const char *title = encode_title(arena, content->title);
    if (content->type == CONTENT_FOLDER) {
        return atl_arena_printf(arena, "/spaces/%s/folder/%" PRId64, key, content->id);
    }
    if (content->type == CONTENT_BLOG_POST) {
        char *date = atl_arena_strdup(arena, time_format_date(arena, content->created));
        for (char *dash = date; (dash = strchr(dash, '-')) != NULL;) {
            *dash = '/';
        }
        return atl_arena_printf(arena, "/spaces/%s/blog/%s/%" PRId64 "/%s", key, date, content->id,
                                title);
    }
    return atl_arena_printf(arena, "/spaces/%s/pages/%" PRId64 "/%s", key, content->id, title);
}

/* The id's bytes, the lowest first, in base64 without the "A"s at its end. */
const char *confluence_tiny_path(const struct confluence_output *out, int64_t id)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    char code[12] = {0};
    size_t length = 0;
    for (size_t i = 0; i < 11; i++) {
        unsigned value = 0;
        for (size_t bit = i * 6; bit < i * 6 + 6; bit++) {
            size_t shift = bit / 8 * 8 + (7 - bit % 8);
            value = value << 1 | (shift < 64 ? (unsigned)((uint64_t)id >> shift & 1) : 0);
        }
        code[i] = alphabet[value];
        length = value == 0 ? length : i + 1;
    }
    code[length] = '\0';
    return atl_arena_printf(out->arena, "/x/%s", code);
}

const char *confluence_download_path(const struct confluence_output *out,
                                     const struct content *attachment, int64_t version)
{
    struct atl_buffer name = {0};
    atl_text_append_url_encoded(&name, attachment->title);
    const char *path = atl_arena_printf(out->arena,
                                        "/download/attachments/%" PRId64 "/%s?version=%" PRId64
                                        "&modificationDate=%" PRId64 "&cacheVersion=1&api=v2",
                                        attachment->container, atl_buffer_text(&name), version,
                                        attachment->modified);
    atl_buffer_free(&name);
    return path;
}
