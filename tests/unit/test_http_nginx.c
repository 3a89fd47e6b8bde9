/*
 * Against a server that is not of our making: nginx, over TLS with HTTP/2. It closes each
 * connection after so many requests, as servers do, while others are on their way to it.
 */
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUESTS_PER_CONNECTION = 5 };

static pid_t nginx;
static int lasting_port; /* over TLS, with connections that last */
static int tls_port;     /* with such as end after REQUESTS_PER_CONNECTION */
static int plain_port;   /* likewise */

/* nginx can't let the kernel choose: takes what was free a moment ago. */
static int find_free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(descriptor, (struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(descriptor, (struct sockaddr *)&address, &length), 0);
    close(descriptor);
    return ntohs(address.sin_port);
}

static bool accepts(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    bool accepted = connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0;
    close(descriptor);
    return accepted;
}

/* Paths are below the prefix that nginx is started with. */
static void write_configuration(void)
{
    FILE *file = fopen("nginx.conf", "w");
    assert_non_null(file);
    fprintf(file,
            "daemon off;\n"
            "master_process off;\n"
            "pid nginx.pid;\n"
            "error_log nginx.log;\n"
            "events { worker_connections 256; }\n"
            "http {\n"
            "    access_log access.log;\n"
            "    client_body_temp_path body;\n"
            "    proxy_temp_path proxy;\n"
            "    fastcgi_temp_path fastcgi;\n"
            "    uwsgi_temp_path uwsgi;\n"
            "    scgi_temp_path scgi;\n"
            "    default_type application/json;\n"
            "    gzip on;\n"
            "    gzip_min_length 1;\n"
            "    gzip_types application/json;\n"
            "    ssl_protocols TLSv1.2 TLSv1.3;\n"
            "    ssl_certificate good.pem;\n"
            "    ssl_certificate_key good.key;\n"
            "    server {\n"
            "        listen 127.0.0.1:%d ssl http2;\n"
            "        location / { return 200 '{\"hello\":\"nginx\"}'; }\n"
            "    }\n"
            "    server {\n"
            "        listen 127.0.0.1:%d ssl http2;\n"
            "        listen 127.0.0.1:%d;\n"
            "        keepalive_requests %d;\n"
            "        location / { return 200 '{}'; }\n"
            "    }\n"
            "}\n",
            lasting_port, tls_port, plain_port, REQUESTS_PER_CONNECTION);
    assert_int_equal(fclose(file), 0);
}

static int start_nginx(void **state)
{
    extern char **environ;
    (void)state;
    if (!certificates_make() || system("command -v nginx >/dev/null") != 0) {
        return -1;
    }
    lasting_port = find_free_port();
    tls_port = find_free_port();
    plain_port = find_free_port();
    write_configuration();
    char directory[1024];
    char path[1100];
    assert_non_null(getcwd(directory, sizeof directory));
    snprintf(path, sizeof path, "%s/nginx.conf", directory);
    char *command[] = {"nginx", "-p", directory, "-e", "nginx.log", "-c", path, NULL};
    assert_int_equal(posix_spawnp(&nginx, command[0], NULL, NULL, command, environ), 0);
    while (!accepts(plain_port)) {
        if (waitpid(nginx, NULL, WNOHANG) == nginx) {
            (void)!system("cat nginx.log >&2");
            return -1;
        }
        usleep(1000);
    }
    return 0;
}

static int stop_nginx(void **state)
{
    (void)state;
    kill(nginx, SIGTERM);
    waitpid(nginx, NULL, 0);
    return 0;
}

static void fetch_many(struct fetch *test, const char *site, enum atl_method method,
                       const char *path)
{
    *test = fetch_from(site);
    test->account.tls_ca_file = ca;
    test->options.retries = 20;
    test->count = MOST_FETCHES;
    test->width = 16;
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        test->requests[i] = (struct atl_http_request){.method = method, .path = path};
    }
    fetch(test);
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        if (test->outcomes[i].status != ATL_OK || test->outcomes[i].response.status != 200) {
            fail_msg("request %zu: %s", i, test->outcomes[i].error.message);
        }
    }
}

static const char *site_at(const char *scheme, int port)
{
    static char site[64];
    snprintf(site, sizeof site, "%s://localhost:%d", scheme, port);
    return site;
}

static void requests_are_multiplexed_over_one_connection(void **state)
{
    (void)state;
    struct fetch test;
    fetch_many(&test, site_at("https", lasting_port), ATL_GET, "/");
    assert_int_equal(test.statistics.connections, 1);
    assert_string_equal(test.outcomes[0].response.body, "{\"hello\":\"nginx\"}");
    assert_string_equal(atl_http_header(&test.outcomes[0].response, "Content-Encoding"), "gzip");
    assert_string_equal(test.tls.version, "TLSv1.3");
    assert_non_null(strstr(test.log, " new HTTP/2\n"));
    fetch_end(&test);
}

/* How often nginx has seen a request for the path, by its access log. */
static int count_in_log(const char *path)
{
    char line[1024];
    int count = 0;
    FILE *file = fopen("access.log", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        count += strstr(line, path) != NULL;
    }
    if (file != NULL) {
        fclose(file);
    }
    return count;
}

static void posts_survive_connections_that_end_and_none_is_doubled(void **state)
{
    (void)state;
    struct fetch test;
    fetch_many(&test, site_at("https", tls_port), ATL_POST, "/over-tls");
    assert_true(test.statistics.connections > 1);
    fetch_end(&test);
    fetch_many(&test, site_at("http", plain_port), ATL_POST, "/plain");
    assert_true(test.statistics.connections > 1);
    fetch_end(&test);
    assert_int_equal(count_in_log("/over-tls"), MOST_FETCHES);
    assert_int_equal(count_in_log("/plain"), MOST_FETCHES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_multiplexed_over_one_connection),
        cmocka_unit_test(posts_survive_connections_that_end_and_none_is_doubled),
    };
    return cmocka_run_group_tests_name("http nginx", tests, start_nginx, stop_nginx);
}
