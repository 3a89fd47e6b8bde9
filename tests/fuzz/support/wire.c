#include "wire.h"

#include "http/header.h"
#include "mutate.h"
#include "sandbox/server/route.h"
#include "sandbox/server/tasks.h"
#include "site.h"

#include "atlcli/http.h"
#include "atlcli/loop.h"

#include "http/engine.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_REQUESTS = 400, /* then the network is gone: what mutated answers promise may never end */
};

struct site {
    struct sandbox *sandbox;
    sqlite3 *first; /* what its database was at the beginning */
    bool changed;
};

static struct site sites[2];
static struct site *site;
static struct choices *choices;
static size_t requests;
static int64_t passed_ms; /* of time that was slept through */

/* ---- the site ---- */

static void copy(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == NULL || sqlite3_backup_step(backup, -1) != SQLITE_DONE ||
        sqlite3_backup_finish(backup) != SQLITE_OK) {
        abort();
    }
}

void wire_begin(bool is_cloud, struct choices *given)
{
    site = &sites[is_cloud];
    if (site->sandbox == NULL) {
        site->sandbox = fuzz_site_open(is_cloud ? SANDBOX_CLOUD : SANDBOX_DATA_CENTER, "");
        free(site->sandbox->site);
        site->sandbox->site = atl_strdup(WIRE_SITE);
        if (sqlite3_open(":memory:", &site->first) != SQLITE_OK) {
            abort();
        }
        copy(site->sandbox->store.handle, site->first);
    }
    choices = given;
    requests = 0;
    passed_ms = 0;
}

void wire_end(void)
{
    if (site->changed) {
        copy(site->first, site->sandbox->store.handle);
        site->changed = false;
    }
}

/* As the server does it. */
static void handle(struct request *request)
{
    struct store *store = &request->sandbox->store;
    bool changes = route_changes(request->route);
    tasks_advance(request->sandbox);
    if (changes) {
        store_begin(store);
    }
    request->route->handle(request, &request->reply);
    if (store->failure != NULL) {
        abort();
    }
    if (changes && request->reply.status < 400) {
        store_commit(store);
        site->changed = true;
    } else if (changes) {
        store_rollback(store);
    }
}

/* ---- what becomes of an answer ---- */

static const int statuses[] = {200, 201, 202, 204, 304, 400, 401, 403, 404,
                               405, 409, 410, 412, 413, 429, 500, 502, 503};

static const char *const headers[] = {
    "Content-Type: text/html",
    "Content-Type: application/json;charset=\"",
    "Content-Type: ",
    "Link: </rest/api/content?start=1>; rel=\"next\", <x>; rel",
    "Retry-After: 99999999999",
    "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
    "X-RateLimit-Reset: 2026-13-01T00:00Z",
    "X-RateLimit-Remaining: -1",
    "Date: Thu, 01 Jan 1970 00:00:00 GMT",
    "Date: Sun, 06 Nov 99999 08:49:37 GMT",
    "Content-Disposition: attachment; filename=\"../../x\"; filename*=UTF-8''%2e%2e%2f%00",
    "Content-Length: -1",
    "X-Seraph-LoginReason: AUTHENTICATED_FAILED",
    "X-Seraph-LoginReason: OK",
    "X-AUSERNAME: you%40example.com",
    "X-Atlassian-Token: \x1B[31m",
};

/* The network alone: nothing, or nobody knows what came of it. */
static enum atl_status lose(struct atl_error *error)
{
    switch (choose_byte(choices) % 4) {
    case 0:
        return atl_fail(error, ATL_UNKNOWN_OUTCOME, "no answer came");
    case 1:
        return atl_fail(error, ATL_TLS, "the certificate is not accepted");
    default:
        return atl_fail(error, ATL_NETWORK, "no connection");
    }
}

static void mutate_body(struct atl_buffer *body, unsigned times)
{
    cJSON *tree;
    if (times == 0 || atl_json_parse(body->data, body->length, "", &tree, NULL) != ATL_OK) {
        return;
    }
    while (times-- > 0) {
        tree = mutate_json(choices, tree);
    }
    char *text = cJSON_PrintUnformatted(tree);
    atl_buffer_truncate(body, 0);
    atl_buffer_add(body, text);
    free(text);
    cJSON_Delete(tree);
}

/* Other bytes: those of the input, or all but some of what there was. */
static void break_body(struct atl_buffer *body)
{
    if ((choose_byte(choices) & 1) != 0 && body->length > 0) {
        atl_buffer_truncate(body, choose_below(choices, 65536) % body->length);
        return;
    }
    size_t length;
    const uint8_t *bytes = choose_bytes(choices, choose_byte(choices), &length);
    atl_buffer_truncate(body, 0);
    atl_buffer_append(body, bytes, length);
}

/* An answer on its way. */
struct answer {
    int status;
    struct atl_buffer body;
    struct atl_buffer headers;
};

static void add_header(struct answer *answer, const char *line)
{
    atl_header_add_line(&answer->headers, line, strlen(line));
}

/* One byte says what happens to an answer: most often to a value or two of its JSON. */
static enum atl_status change(struct answer *answer, struct atl_error *error)
{
    unsigned choice = choose_byte(choices);
    mutate_body(&answer->body, choice & 3);
    switch (choice >> 2 & 15) {
    case 1:
        answer->status = statuses[choose_below(choices, sizeof statuses / sizeof *statuses)];
        break;
    case 2:
        break_body(&answer->body);
        break;
    case 3:
        add_header(answer, headers[choose_below(choices, sizeof headers / sizeof *headers)]);
        break;
    case 4:
        return lose(error);
    default:
        break;
    }
    return ATL_OK;
}

/* ---- sending ---- */

static bool read_body(const struct atl_http_request *request, struct atl_buffer *body)
{
    if (request->source == NULL) {
        atl_buffer_append(body, request->body, request->body == NULL ? 0 : request->body_length);
        return true;
    }
    char piece[4096];
    size_t length;
    do {
        if (!request->source(request->source_context, piece, sizeof piece, &length)) {
            return false;
        }
        atl_buffer_append(body, piece, length);
    } while (length > 0);
    return true;
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void take_reply(struct answer *answer, const struct request *request)
{
    const struct reply *reply = &request->reply;
    answer->status = request->route == NULL ? 404 : (int)reply->status;
    atl_buffer_append(&answer->body, reply->body.data, reply->body.length);
    for (size_t i = 0; i < reply->header_count; i++) {
        struct atl_buffer line = {0};
        atl_buffer_printf(&line, "%s: %s", reply->headers[i].name, reply->headers[i].value);
        add_header(answer, atl_buffer_text(&line));
        atl_buffer_free(&line);
    }
}

/* Any other host, and where a download leads to, has a file. */
static void give_file(struct answer *answer)
{
    answer->status = 200;
    atl_buffer_truncate(&answer->body, 0);
    atl_buffer_add(&answer->body, "of some file\n");
    add_header(answer, "Content-Type: text/plain");
}

static enum atl_status ask(const struct atl_http_request *wanted, struct answer *answer,
                           struct atl_error *error)
{
    const char *target = wanted->path;
    size_t own = strlen(WIRE_SITE);
    if (strncmp(target, WIRE_SITE, own) == 0) {
        target += own;
    }
    if (target[0] != '/') {
        give_file(answer);
        return ATL_OK;
    }
    struct request *request =
        fuzz_request_begin(site->sandbox, atl_method_name(wanted->method), target);
    if (wanted->content_type != NULL) {
        request->content_type = wanted->content_type;
    }
    request->atlassian_token = "no-check";
    bool whole = read_body(wanted, &request->body);
    if (whole && request->route != NULL) {
        handle(request);
    }
    take_reply(answer, request);
    if (request->route != NULL) {
        struct atl_buffer line = {0};
        atl_buffer_printf(&line, "Content-Type: %s", request->reply.content_type);
        add_header(answer, atl_buffer_text(&line));
        atl_buffer_free(&line);
    }
    fuzz_request_end(request);
    if (wanted->method == ATL_GET && is_redirect(answer->status)) {
        give_file(answer);
    }
    return whole ? ATL_OK : atl_fail(error, ATL_FAILED, "the file can't be read");
}

/* The pieces of a body are small, so that a sink sees many. */
static bool pour(const struct atl_http_request *request, struct answer *answer)
{
    if (request->sink == NULL || answer->status > 299) {
        return true;
    }
    for (size_t at = 0; at < answer->body.length;) {
        size_t left = answer->body.length - at;
        size_t length = left < 100 ? left : 100;
        if (!request->sink(request->sink_context, answer->body.data + at, length)) {
            return false;
        }
        at += length;
    }
    atl_buffer_truncate(&answer->body, 0);
    return true;
}

static const char *url_of(const struct atl_http_request *request, struct atl_arena *arena)
{
    struct atl_buffer url = {0};
    atl_buffer_printf(&url, "%s%s", request->path[0] == '/' ? WIRE_SITE : "", request->path);
    const char *kept = atl_arena_strdup(arena, atl_buffer_text(&url));
    atl_buffer_free(&url);
    return kept;
}

static void fill(struct atl_http_response *response, const struct atl_http_request *request,
                 struct answer *answer, struct atl_arena *arena)
{
    char *kept = atl_arena_alloc(arena, answer->headers.length + 1);
    if (answer->headers.length > 0) {
        memcpy(kept, answer->headers.data, answer->headers.length);
    }
    *response = (struct atl_http_response){
        .status = answer->status,
        .body = atl_arena_strndup(arena, atl_buffer_text(&answer->body), answer->body.length),
        .length = answer->body.length,
        .headers = kept,
        .url = url_of(request, arena),
        .attempts = 1,
    };
    const char *content_type = atl_header_find(kept, "Content-Type");
    response->content_type = content_type == NULL ? "" : content_type;
}

/* Named by the linker. */
enum atl_status __wrap_atl_http_send(struct atl_http *http, const struct atl_http_request *request,
                                     struct atl_arena *arena, struct atl_http_response *response,
                                     struct atl_error *error);
enum atl_status __wrap_atl_sleep(int64_t milliseconds, struct atl_error *error);
int64_t __wrap_atl_clock_monotonic_ms(void);
int64_t __real_atl_clock_monotonic_ms(void);
int64_t __wrap_atl_clock_wall_ms(void);
int64_t __real_atl_clock_wall_ms(void);

enum atl_status __wrap_atl_http_send(struct atl_http *http, const struct atl_http_request *request,
                                     struct atl_arena *arena, struct atl_http_response *response,
                                     struct atl_error *error)
{
    enum atl_status status = atl_http_start(http, error);
    if (status == ATL_OK) {
        status = atl_yield(error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (++requests > MOST_REQUESTS) {
        return atl_fail(error, ATL_NETWORK, "no connection");
    }
    struct answer answer = {0};
    status = ask(request, &answer, error);
    if (status == ATL_OK) {
        status = change(&answer, error);
    }
    if (status == ATL_OK && !pour(request, &answer)) {
        status = atl_fail(error, ATL_FAILED, "the answer can't be written");
    }
    if (status == ATL_OK) {
        fill(response, request, &answer, arena);
    }
    atl_buffer_free(&answer.body);
    atl_buffer_free(&answer.headers);
    return status;
}

enum atl_status __wrap_atl_sleep(int64_t milliseconds, struct atl_error *error)
{
    passed_ms += milliseconds > 0 ? milliseconds : 0;
    return atl_yield(error);
}

int64_t __wrap_atl_clock_monotonic_ms(void)
{
    return __real_atl_clock_monotonic_ms() + passed_ms;
}

int64_t __wrap_atl_clock_wall_ms(void)
{
    return __real_atl_clock_wall_ms() + passed_ms;
}
