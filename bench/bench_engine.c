/*
 * The HTTP engine alone: sends COUNT GETs from fibers, at most WIDTH at once, and prints requests
 * per second, CPU time per request and peak memory as one JSON line.
 *
 *     bench_engine URL COUNT WIDTH [--ca-file FILE] [--http2]
 *
 * With --http2 an answer over another version, or over more than one connection, is a failure: the
 * figure would be of something else.
 */
#include "atlcli/clock.h"
#include "atlcli/http.h"
#include "atlcli/loop.h"
#include "atlcli/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

struct bench {
    const char *url;
    size_t count;
    size_t width;
    bool http2;
    struct atl_account account;
    struct atl_http *http;
    uint64_t bytes;
};

static enum atl_status get(void *context, size_t index, struct atl_error *error)
{
    (void)index;
    struct bench *bench = context;
    struct atl_arena arena = {0};
    struct atl_http_response response;
    struct atl_http_request request = {.method = ATL_GET, .path = bench->url};
    enum atl_status status = atl_http_send(bench->http, &request, &arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(bench->http, &request, &response, error);
        bench->bytes += response.length;
    }
    atl_arena_free(&arena);
    return status;
}

static int64_t cpu_us(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static enum atl_status run(void *argument, struct atl_error *error)
{
    struct bench *bench = argument;
    struct atl_http_options options = {.concurrency = bench->width, .retries = 0};
    bench->http = atl_http_open(&bench->account, &options);
    int64_t start = atl_clock_monotonic_ms();
    int64_t cpu = cpu_us();
    enum atl_status status = atl_each(bench->count, bench->width, get, bench, error);
    cpu = cpu_us() - cpu;
    int64_t elapsed = atl_clock_monotonic_ms() - start;
    struct atl_http_statistics statistics = atl_http_statistics(bench->http);
    atl_http_close(bench->http);
    if (status == ATL_OK && bench->http2 && statistics.connections != 1) {
        status = atl_fail(error, ATL_FAILED, "%" PRIu64 " connections instead of one",
                          statistics.connections);
    }
    if (status == ATL_OK) {
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        printf("{\"requests\":%zu,\"requests_per_second\":%.0f,\"cpu_us_per_request\":%.2f,"
               "\"peak_kib\":%ld,\"connections\":%" PRIu64 ",\"bytes\":%" PRIu64 "}\n",
               bench->count, (double)bench->count * 1000.0 / (double)(elapsed > 0 ? elapsed : 1),
               (double)cpu / (double)bench->count, usage.ru_maxrss, statistics.connections,
               bench->bytes);
    }
    return status;
}

static int usage(void)
{
    fputs("usage: bench_engine URL COUNT WIDTH [--ca-file FILE] [--http2]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    int64_t count;
    int64_t width;
    if (argc < 4 || !atl_text_to_integer(argv[2], 1, 100000000, &count) ||
        !atl_text_to_integer(argv[3], 1, 10000, &width)) {
        return usage();
    }
    struct bench bench = {.url = argv[1], .count = (size_t)count, .width = (size_t)width};
    bench.account.site = argv[1];
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], "--ca-file") == 0 && i + 1 < argc) {
            bench.account.tls_ca_file = argv[++i];
        } else if (strcmp(argv[i], "--http2") == 0) {
            bench.http2 = true;
        } else {
            return usage();
        }
    }
    struct atl_error error;
    enum atl_status status = atl_loop_run(run, &bench, true, &error);
    if (status != ATL_OK) {
        fprintf(stderr, "bench_engine: %s\n", error.message);
    }
    return atl_status_exit_code(status);
}
