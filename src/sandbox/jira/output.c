#include "sandbox/jira/output.h"

#include "sandbox/jira/objects.h"
#include "sandbox/text/time_format.h"

#include <stdlib.h>
#include <string.h>

struct jira_output jira_reply(struct request *request)
{
    return (struct jira_output){
        .sandbox = request->sandbox, .arena = &request->arena, .json = &request->reply.body};
}

/* ---- what is kept ---- */

enum {
    FRAGMENTS = 2048,
};

struct fragment {
    enum jira_object kind;
    int64_t id;
    char *json; /* NULL: unused */
};

struct jira_kept {
    char *api_url;
    char *agile_url;
    struct fragment fragments[FRAGMENTS];
    uint64_t generation; /* of the store that the fragments were made from */
};

static void forget_fragments(struct jira_kept *kept)
{
    for (size_t i = 0; i < FRAGMENTS; i++) {
        free(kept->fragments[i].json);
        kept->fragments[i].json = NULL;
    }
}

static struct jira_kept *kept_by(struct sandbox *sandbox)
{
    if (sandbox->jira == NULL) {
        struct atl_buffer api = {0};
        struct atl_buffer agile = {0};
        atl_buffer_printf(&api, "%s/rest/api/%d", sandbox->site, sandbox_is_cloud(sandbox) ? 3 : 2);
        atl_buffer_printf(&agile, "%s/rest/agile/1.0", sandbox->site);
        sandbox->jira = atl_alloc(sizeof *sandbox->jira);
        sandbox->jira->api_url = atl_buffer_take(&api);
        sandbox->jira->agile_url = atl_buffer_take(&agile);
    }
    return sandbox->jira;
}

void jira_kept_free(struct sandbox *sandbox)
{
    if (sandbox->jira != NULL) {
        forget_fragments(sandbox->jira);
        free(sandbox->jira->api_url);
        free(sandbox->jira->agile_url);
        free(sandbox->jira);
        sandbox->jira = NULL;
    }
}

const char *jira_api_url(struct sandbox *sandbox)
{
    return kept_by(sandbox)->api_url;
}

const char *agile_api_url(struct sandbox *sandbox)
{
    return kept_by(sandbox)->agile_url;
}

/* ---- objects ---- */

/* The object's JSON on the heap, "null" when there is no such thing. */
static char *write_object(const struct jira_output *out, enum jira_object kind, int64_t id)
{
    struct atl_buffer json = {0};
    struct jira_output written = {out->sandbox, out->arena, &json};
    objects_write(&written, kind, id);
    if (json.length == 0) {
        atl_buffer_add(&json, "null");
    }
    return atl_buffer_take(&json);
}

static const char *fragment_of(const struct jira_output *out, enum jira_object kind, int64_t id)
{
    struct jira_kept *kept = kept_by(out->sandbox);
    if (kept->generation != out->sandbox->store.generation) {
        forget_fragments(kept);
        kept->generation = out->sandbox->store.generation;
    }
    uint64_t hash = ((uint64_t)id * JIRA_OBJECT_COUNT + kind) * UINT64_C(0x9E3779B97F4A7C15);
    struct fragment *fragment = &kept->fragments[(hash >> 40) % FRAGMENTS];
    if (fragment->json == NULL || fragment->kind != kind || fragment->id != id) {
        char *json = write_object(out, kind, id);
        free(fragment->json);
        *fragment = (struct fragment){kind, id, json};
    }
    return fragment->json;
}

void jira_emit(const struct jira_output *out, const char *key, enum jira_object kind, int64_t id)
{
    if (id < 0) {
        emit_null(out->json, key);
    } else if (out->sandbox->store.changed) {
        /* What an unfinished transaction sees may be undone. */
        char *json = write_object(out, kind, id);
        emit_json(out->json, key, json);
        free(json);
    } else {
        emit_json(out->json, key, fragment_of(out, kind, id));
    }
}

bool jira_emit_open(const struct jira_output *out, const char *key, enum jira_object kind,
                    int64_t id)
{
    jira_emit(out, key, kind, id);
    size_t length = out->json->length;
    if (out->json->data[length - 1] != '}') {
        return false;
    }
    atl_buffer_truncate(out->json, length - 1);
    return true;
}

/* ---- parts of objects ---- */

void jira_emit_avatars(const struct jira_output *out, const char *path, int64_t number)
{
    static const char *const sizes[] = {"48x48", "24x24", "16x16", "32x32"};
    emit_object(out->json, "avatarUrls");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        emit_format(out->json, sizes[i], "%s%s%lld?size=%.2s", out->sandbox->site, path,
                    (long long)number, sizes[i]);
    }
    emit_object_end(out->json);
}

void jira_emit_time(const struct jira_output *out, const char *key, int64_t ms)
{
    emit_text(out->json, key, ms < 0 ? NULL : time_format_jira(out->arena, ms));
}

void jira_emit_date(const struct jira_output *out, const char *key, int64_t ms)
{
    emit_text(out->json, key, ms < 0 ? NULL : time_format_date(out->arena, ms));
}

void jira_emit_body(const struct jira_output *out, const char *key, const char *body)
{
    if (body != NULL && sandbox_is_cloud(out->sandbox)) {
        emit_json(out->json, key, body);
    } else {
        emit_text(out->json, key, body);
    }
}
