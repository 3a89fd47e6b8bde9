/*
 * Resolving inline comments on Data Center, as its pages do it: REST v1 tells of it, but can't
 * change it.
 */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

static void resolve(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct content comment;
    if (!v1_find(request, 0, CONTENT_COMMENT, &comment)) {
        return;
    }
    bool is_inline = store_exists(store,
                                  "SELECT 1 FROM content_comment WHERE content = ?"
                                  " AND location = 'inline'",
                                  VALUES(sql_integer(comment.id)));
    if (!is_inline) {
        v1_refuse_unknown(request, request->segments[0]);
        return;
    }
    bool resolved = strcmp(request->segments[1], "true") == 0;
    store_run(store,
              "UPDATE content_comment SET resolution = ?, resolver = ?, resolved = ?"
              " WHERE content = ?",
              VALUES(sql_text(resolved ? "resolved" : "open"), sql_integer(SANDBOX_ME),
                     sql_integer(sandbox_now_ms(request->sandbox)), sql_integer(comment.id)));
    emit_object(&reply->body, NULL);
    emit_integer(&reply->body, "id", comment.id);
    emit_object(&reply->body, "resolveProperties");
    emit_bool(&reply->body, "resolved", resolved);
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"PUT", ROUTE_CONFLUENCE_SITE, "/rest/inlinecomments/1.0/comments/{}/resolve/{}/dangling/{}",
     ROUTE_DATA_CENTER, resolve},
};

const struct route_table confluence_v1_comment_routes = ROUTES(routes);
