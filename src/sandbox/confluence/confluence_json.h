/* Confluence's objects as JSON, and what its listings have in common. */
#ifndef SANDBOX_CONFLUENCE_JSON_H
#define SANDBOX_CONFLUENCE_JSON_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

/* The part of a listing that a request asks for. */
struct listing {
    size_t start;
    size_t limit;
    size_t total; /* of the whole listing */
};

static inline size_t listing_end(const struct listing *listing)
{
    size_t left = listing->start < listing->total ? listing->total - listing->start : 0;
    return left < listing->limit ? listing->start + left : listing->start + listing->limit;
}

/* Where the site's Confluence is: ".../wiki" on Cloud. */
const char *confluence_base(const struct sandbox *sandbox, struct atl_arena *arena);

/*
 * The request's own path and query with some parameters replaced: names (NULL-terminated) are left
 * out, `added` ("start=25&limit=25") is put at the end. Without the context path and "/wiki" when
 * `relative`.
 */
const char *confluence_link(struct request *request, const char *const *left_out, const char *added,
                            bool relative);

/* What a cursor of this listing is bound to: the path and all filters. */
const char *confluence_listing_name(struct request *request);

/* Fills start and limit from "cursor" and "limit" (25, at most 250). False: the reply says why. */
bool confluence_read_cursor(struct request *request, struct listing *listing);

/* The end of a v2 listing: "_links", and the Link header. Closes the object. */
void confluence_emit_v2_end(struct request *request, const struct listing *listing);

/* Fills start and limit from "start", "limit" (25, at most `most`) and, on Cloud, "cursor". */
bool confluence_read_start(struct request *request, size_t most, struct listing *listing);

/*
 * The end of a v1 listing: start, limit, size, "_links" with "next" where there is more. Closes the
 * object. `by_cursor`: the next page is named by a cursor.
 */
void confluence_emit_v1_end(struct request *request, const struct listing *listing, bool by_cursor);

/* True when no values are given or the text is one of them, in any case. */
bool confluence_is_wanted(char **values, size_t count, const char *text);

/* What a v1 request wants expanded: "body.storage,version". */
struct expansion {
    bool body_storage;
    bool body_view;
    bool version;
    bool space;
    bool ancestors;
    bool history;
    bool labels;
};

struct expansion confluence_read_expansion(struct request *request, const char *prefix);

void confluence_emit_user(const struct sandbox *sandbox, struct atl_arena *arena,
                          struct atl_buffer *json, const char *key, const struct person *person);
void confluence_emit_v1_space(const struct sandbox *sandbox, struct atl_arena *arena,
                              struct atl_buffer *json, const char *key, size_t index);
void confluence_emit_content(const struct sandbox *sandbox, struct atl_arena *arena,
                             struct atl_buffer *json, const char *key, uint32_t index,
                             const struct expansion *expansion);

/* "/spaces/ENG/pages/200012/Release+checklist" */
const char *confluence_page_path(const struct sandbox *sandbox, struct atl_arena *arena,
                                 uint32_t index);

/* The body in storage format, in the arena. */
const char *confluence_storage(const struct sandbox *sandbox, struct atl_arena *arena,
                               uint32_t index);

#endif
