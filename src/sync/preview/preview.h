/* What the parts of docs preview share. */
#ifndef SYNC_PREVIEW_H
#define SYNC_PREVIEW_H

#include "sync/links.h"
#include "sync/scan.h"

#include "atlcli/docs_preview.h"
#include "atlcli/loop.h"

/* What there is to show, read anew when something has changed. */
struct preview_site {
    struct atl_arena arena; /* of the lists */
    const char *root;       /* absolute */
    int64_t read_version;   /* of the files, when they were read; 0: never */
    struct sync_scan scan;
    struct sync_map files; /* struct sync_file by path */
    struct sync_map ids;   /* … and by id */
    const char *space;     /* of the workspace that the root is; "": it is none */
    struct sync_links links;
};

struct preview {
    const struct atl_docs_preview *options;
    struct preview_site site;
    int listener;
    int port;
    size_t connections;       /* open now */
    bool reading;             /* a request reads the lists of `site` anew … */
    struct atl_queue read;    /* … and these wait until it has */
    int64_t version;          /* counts changes of files, from 1 */
    struct atl_queue changed; /* requests that wait for one */
};

/* A request, as far as it matters. */
struct preview_request {
    char method[8];
    char path[2048]; /* decoded, without the query; starts with a slash */
    char query[256];
    char host[128];
};

/* An answer. */
struct preview_reply {
    int status;
    const char *media_type;
    struct atl_buffer body;
};

/* Answers a request; may wait for a change (pages.c). */
enum atl_status preview_answer(struct preview *preview, const struct preview_request *request,
                               struct preview_reply *reply, struct atl_error *error);
void preview_site_free(struct preview_site *site);

/* Of the frontmatter, or the file's name. */
const char *preview_title_of(struct preview_site *site, const struct sync_file *file);
/* All pages (list.c). */
void preview_answer_list(struct preview *preview, struct preview_reply *reply);

/* What is around pages, and in it (html.c). */
void preview_begin_page(const struct preview *preview, struct atl_buffer *html, const char *title);
void preview_end_page(struct preview_reply *reply, int status);
void preview_add_escaped(struct atl_buffer *html, const char *text);
void preview_add_problem(struct atl_buffer *html, const char *message);
void preview_add_link(struct preview_site *site, struct atl_buffer *html, const char *path,
                      const char *text);

/* Parses the head of a request; false: it is none that is understood (request.c). */
bool preview_parse(const char *head, size_t length, struct preview_request *request);
/* Whether a request's Host is this machine and port. */
bool preview_is_own_host(const char *host, int port);

/* Listens on the loopback address (server.c). */
enum atl_status preview_listen(struct preview *preview, struct atl_error *error);
/* Accepts and serves connections until cancelled: a fiber's. */
enum atl_status preview_serve(void *argument, struct atl_error *error);

/* Counts changes below the root until cancelled: a fiber's (watch.c). */
enum atl_status preview_watch(void *argument, struct atl_error *error);

/* Style sheet and script (looks.c). */
extern const char preview_style[];
extern const char preview_script[];

#endif
