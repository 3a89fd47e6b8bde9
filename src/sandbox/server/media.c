#include "sandbox/server/media.h"

#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include "atlcli/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    GOOD_FOR_SECONDS = 600,
    SIGNATURE_BYTES = 32, /* of SHA-256 */
};

void media_init(struct media *media, int listener, uint16_t port, char *site)
{
    media->listener = listener;
    media->port = port;
    media->site = site;
    media->wake[0] = media->wake[1] = -1;
    gnutls_rnd(GNUTLS_RND_KEY, media->key, sizeof media->key);
}

/* ---- connections ---- */

static void accept_one(struct media *media)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    int descriptor = accept(media->listener, (struct sockaddr *)&address, &size);
    if (descriptor < 0) {
        return; /* it has gone away again */
    }
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    /* Closes it, too, if it can't have it. */
    MHD_add_connection(media->daemon, descriptor, (struct sockaddr *)&address, size);
}

static void *run(void *context)
{
    struct media *media = context;
    struct pollfd descriptors[] = {{.fd = media->listener, .events = POLLIN},
                                   {.fd = media->wake[0], .events = POLLIN}};
    while (descriptors[1].revents == 0) {
        if (poll(descriptors, 2, -1) > 0 && descriptors[0].revents != 0) {
            accept_one(media);
        }
    }
    return NULL;
}

enum atl_status media_start(struct media *media, struct MHD_Daemon *daemon, struct atl_error *error)
{
    media->daemon = daemon;
    int reason = pipe(media->wake) == 0 ? 0 : errno;
    if (reason == 0) {
        fcntl(media->wake[0], F_SETFD, FD_CLOEXEC);
        fcntl(media->wake[1], F_SETFD, FD_CLOEXEC);
        reason = pthread_create(&media->thread, NULL, run, media);
    }
    media->running = reason == 0;
    return reason == 0 ? ATL_OK
                       : atl_fail(error, ATL_FAILED, "can't serve downloads: %s", strerror(reason));
}

void media_stop(struct media *media)
{
    if (media->running) {
        ssize_t written = write(media->wake[1], "", 1);
        (void)written; /* an empty pipe takes a byte */
        pthread_join(media->thread, NULL);
        media->running = false;
    }
}

void media_free(struct media *media)
{
    if (media->site == NULL) {
        return; /* never begun */
    }
    close(media->listener);
    for (size_t i = 0; i < 2; i++) {
        if (media->wake[i] >= 0) {
            close(media->wake[i]);
        }
    }
    atl_wipe(media->key, sizeof media->key);
    free(media->site);
    media->site = NULL;
}

bool media_is_peer(const struct media *media, int descriptor)
{
    /* The port is at the same place for both families (RFC 3493, 3.3). */
    struct sockaddr_in6 storage = {0};
    struct sockaddr_in bound = {0};
    socklen_t size = sizeof storage;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &size) != 0) {
        return false;
    }
    memcpy(&bound, &storage, sizeof bound);
    return ntohs(bound.sin_port) == media->port;
}

/* ---- signed URLs ---- */

/* In hexadecimal digits, in the arena. */
static const char *sign(const struct media *media, struct atl_arena *arena, const char *path,
                        const char *expires)
{
    const char *text = atl_arena_printf(arena, "%s %s", path, expires);
    unsigned char digest[SIGNATURE_BYTES];
    gnutls_hmac_fast(GNUTLS_MAC_SHA256, media->key, sizeof media->key, text, strlen(text), digest);
    char *hex = atl_arena_alloc(arena, 2 * sizeof digest + 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    return hex;
}

const char *media_url(struct request *request, const char *kind, int64_t id)
{
    struct atl_arena *arena = &request->arena;
    const struct media *media = &request->sandbox->media;
    const char *path = atl_arena_printf(arena, "%s/%" PRId64, kind, id);
    const char *expires =
        atl_arena_printf(arena, "%" PRId64, atl_clock_wall_seconds() + GOOD_FOR_SECONDS);
    return atl_arena_printf(arena, "%s/file/%s?expires=%s&signature=%s", media->site, path, expires,
                            sign(media, arena, path, expires));
}

/* ---- requests ---- */

void media_count(const struct request *request)
{
    struct counters *counters = &request->sandbox->counters;
    counters->media_requests++;
    counters->media_requests_with_credentials +=
        request->authorization != AUTHORIZATION_NONE || request->has_cookie;
}

static void refuse(struct reply *reply, unsigned status, const char *code, const char *title)
{
    reply_restart(reply, status);
    emit_object(&reply->body, NULL);
    emit_object(&reply->body, "error");
    emit_text(&reply->body, "code", code);
    emit_text(&reply->body, "title", title);
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

/* GET /file/{kind}/{id} */
static void file(struct request *request, struct reply *reply)
{
    struct sandbox *sandbox = request->sandbox;
    struct atl_arena *arena = &request->arena;
    const char *path = atl_arena_printf(arena, "%s/%s", request->segments[0], request->segments[1]);
    const char *expires = request_parameter(request, "expires");
    const char *signature = request_parameter(request, "signature");
    int64_t until;
    if (expires == NULL || signature == NULL ||
        !atl_text_equal(signature, sign(&sandbox->media, arena, path, expires)) ||
        !atl_text_to_integer(expires, 0, INT64_MAX, &until)) {
        refuse(reply, 403, "InvalidSignature", "The URL's signature is missing or wrong");
    } else if (until < atl_clock_wall_seconds()) {
        refuse(reply, 403, "TokenExpired", "The URL has expired");
    } else if (sandbox->media.content == NULL || !sandbox->media.content(sandbox, path, reply)) {
        refuse(reply, 404, "ResourceNotFound", "There is no such file");
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_ROOT, "/file/{}/{}", ROUTE_ANY | ROUTE_ANONYMOUS, file},
};

const struct route_table media_routes = ROUTES(routes);

bool media_is_route(const struct route *route)
{
    return route->handle == file;
}
