/* atlcli-sandbox: a Jira and a Confluence to try things on. */
#include "sandbox/downloads.h"
#include "sandbox/jira/output.h"
#include "sandbox/sandbox.h"
#include "sandbox/seed/seed_store.h"
#include "sandbox/server/certificate.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/server.h"

#include "atlcli/file.h"

#include <errno.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For the signal handler, which can be told nothing. */
static struct latency *signalled;

static void stop(int signal_number)
{
    (void)signal_number;
    latency_stop(signalled);
}

static void handle_signals(struct latency *latency)
{
    signalled = latency;
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void print_error(const struct atl_error *error)
{
    fprintf(stderr, "error: %s\n", error->message);
    for (size_t i = 0; i < error->hint_count; i++) {
        fprintf(stderr, "hint: %s\n", error->hints[i]);
    }
}

/* Where certificates are kept without --state-dir. */
static enum atl_status default_state_directory(struct atl_arena *arena, const char **directory,
                                               struct atl_error *error)
{
    const char *configured = getenv("ATLCLI_CONFIG_DIR");
    const char *home = getenv("HOME");
    if (!atl_text_is_empty(configured)) {
        *directory = atl_path_join(arena, configured, "sandbox");
    } else if (!atl_text_is_empty(home)) {
        *directory = atl_path_join(arena, home, ".atlcli/sandbox");
    } else {
        return atl_fail(error, ATL_USAGE,
                        "--tls needs --state-dir when neither HOME nor ATLCLI_CONFIG_DIR is set");
    }
    return ATL_OK;
}

static enum atl_status prepare_identity(struct atl_arena *arena,
                                        const struct sandbox_options *options,
                                        struct tls_identity *identity, struct atl_error *error)
{
    if (options->tls_certificate_file != NULL) {
        return certificate_load(arena, options->tls_certificate_file, options->tls_key_file,
                                identity, error);
    }
    const char *directory = options->state_directory;
    enum atl_status status = ATL_OK;
    if (directory == NULL) {
        status = default_state_directory(arena, &directory, error);
    }
    if (status == ATL_OK) {
        status = certificate_ensure(arena, directory, options->bind, identity, error);
    }
    return status;
}

/* The URL that clients are given. "localhost" where that reaches us: certificates have the name. */
static char *make_site(const struct sandbox_options *options, bool tls, uint16_t port)
{
    struct atl_buffer site = {0};
    bool is_v6 = strchr(options->bind, ':') != NULL;
    bool is_local = strcmp(options->bind, "127.0.0.1") == 0 || strcmp(options->bind, "::1") == 0 ||
                    strcmp(options->bind, "0.0.0.0") == 0 || strcmp(options->bind, "::") == 0;
    atl_buffer_add(&site, tls ? "https://" : "http://");
    if (is_local) {
        atl_buffer_add(&site, "localhost");
    } else {
        atl_buffer_printf(&site, is_v6 ? "[%s]" : "%s", options->bind);
    }
    atl_buffer_printf(&site, ":%u%s", (unsigned)port, options->context_path);
    return atl_buffer_take(&site);
}

static enum atl_status write_port_file(const char *path, const char *site, struct atl_error *error)
{
    if (path == NULL) {
        return ATL_OK;
    }
    struct atl_buffer line = {0};
    atl_buffer_printf(&line, "%s\n", site);
    enum atl_status status = atl_file_write_atomic(path, line.data, line.length, 0644, error);
    atl_buffer_free(&line);
    return status;
}

/*
 * Tells the program that started us where we are and what it takes to come in. One that has gone
 * meanwhile gave up waiting: ATL_FAILED then, so that no sandbox runs that nobody
 * knows of.
 */
static enum atl_status tell_starter(const struct sandbox *sandbox, struct atl_error *error)
{
    int descriptor = (int)sandbox->options.ready_fd;
    if (descriptor < 0) {
        return ATL_OK;
    }
    struct atl_buffer line = {0};
    emit_object(&line, NULL);
    emit_text(&line, "site", sandbox->site);
    emit_text(&line, "deployment", sandbox_is_cloud(sandbox) ? "cloud" : "datacenter");
    emit_text(&line, "email", sandbox->options.user_email);
    emit_text(&line, "caFile", sandbox->ca_file);
    emit_object_end(&line);
    atl_buffer_add_char(&line, '\n');
    enum atl_status status = ATL_OK;
    if (write(descriptor, line.data, line.length) != (ssize_t)line.length) {
        status = atl_fail(error, ATL_FAILED, "--ready-fd: can't write to descriptor %d: %s",
                          descriptor, strerror(errno));
    }
    atl_buffer_free(&line);
    close(descriptor);
    return status;
}

static void print_start(struct sandbox *sandbox)
{
    const struct sandbox_options *options = &sandbox->options;
    bool is_default_token = strcmp(options->token, "sandbox-token") == 0;
    struct store *store = &sandbox->store;
    fprintf(stderr, "atlcli-sandbox: %" PRId64 " issues, %" PRId64 " pages\n",
            store_integer(store, 0, "SELECT count(*) FROM issue", NO_VALUES),
            store_integer(store, 0,
                          "SELECT count(*) FROM content WHERE type = 'page' AND"
                          " status = 'current'",
                          NO_VALUES));
    fprintf(stderr, "  site:   %s\n", sandbox->site);
    if (options->deployment == SANDBOX_CLOUD) {
        fprintf(stderr, "  e-mail: %s\n", options->user_email);
    }
    fprintf(stderr, "  media:  %s\n", sandbox->media.site);
    fprintf(stderr, "  token:  %s\n", is_default_token ? options->token : "the one given");
    if (sandbox->ca_file != NULL) {
        fprintf(stderr, "  CA:     %s\n", sandbox->ca_file);
    }
    if (options->ready_fd < 0) {
        fprintf(stderr, "Ctrl-C stops it.\n");
    }
}

/* Serves until a signal says that it is enough. */
static enum atl_status serve(struct sandbox *sandbox, int listener,
                             const struct tls_identity *identity, struct atl_error *error)
{
    const char *port_file = sandbox->options.port_file;
    struct MHD_Daemon *daemon;
    enum atl_status status = sandbox_start(sandbox, listener, identity, &daemon, error);
    if (status != ATL_OK) {
        return status;
    }
    handle_signals(&sandbox->latency);
    status = media_start(&sandbox->media, daemon, error);
    if (status == ATL_OK) {
        status = write_port_file(port_file, sandbox->site, error);
    }
    if (status == ATL_OK) {
        status = tell_starter(sandbox, error);
    }
    if (status == ATL_OK) {
        print_start(sandbox);
        latency_run(&sandbox->latency);
    }
    media_stop(&sandbox->media);
    sandbox_stop(daemon);
    if (status == ATL_OK && port_file != NULL) {
        unlink(port_file);
    }
    return status;
}

/* The port of the site and the one that downloads come from. */
static enum atl_status listen_on_both(struct sandbox *sandbox, bool tls, int *listener,
                                      struct atl_error *error)
{
    const struct sandbox_options *options = &sandbox->options;
    int media_listener;
    uint16_t port;
    enum atl_status status =
        sandbox_listen(options->bind, options->media_port, &media_listener, &port, error);
    if (status != ATL_OK) {
        return status;
    }
    media_init(&sandbox->media, media_listener, port, make_site(options, tls, port));
    sandbox->media.content = downloads_content;
    status = sandbox_listen(options->bind, options->port, listener, &port, error);
    sandbox->site = status == ATL_OK ? make_site(options, tls, port) : NULL;
    return status;
}

/* Opens what serving needs, serves, and closes it again. */
static enum atl_status run(struct sandbox *sandbox, struct atl_error *error)
{
    const struct sandbox_options *options = &sandbox->options;
    struct atl_arena arena = {0};
    struct tls_identity identity = {0};
    bool tls = options->tls || options->tls_certificate_file != NULL;
    int listener;
    enum atl_status status = latency_init(&sandbox->latency, sandbox_resume, error);
    if (status == ATL_OK) {
        status = request_log_open(&sandbox->log, options->log_file, error);
    }
    if (status == ATL_OK) {
        status = seed_open(&sandbox->store, &sandbox->options, error);
    }
    if (status == ATL_OK && tls) {
        status = prepare_identity(&arena, options, &identity, error);
    }
    if (status == ATL_OK) {
        status = listen_on_both(sandbox, tls, &listener, error);
    }
    if (status == ATL_OK) {
        sandbox->ca_file = identity.ca_file;
        faults_init(&sandbox->faults, &options->faults);
        sandbox_start_calendar(sandbox);
        status = serve(sandbox, listener, tls ? &identity : NULL, error);
    }
    if (identity.key != NULL) {
        atl_wipe(identity.key, strlen(identity.key));
    }
    searches_free(&sandbox->recent);
    jira_kept_free(sandbox);
    store_close(&sandbox->store);
    counters_free(&sandbox->counters);
    faults_free(&sandbox->faults);
    media_free(&sandbox->media);
    request_log_close(&sandbox->log);
    latency_free(&sandbox->latency);
    free(sandbox->site);
    atl_arena_free(&arena);
    return status;
}

int main(int argc, char **argv)
{
    struct sandbox *sandbox = atl_alloc(sizeof *sandbox);
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status = sandbox_options_parse(&sandbox->options, argc, argv, &error);
    if (status == ATL_OK && sandbox->options.help) {
        sandbox_options_print_help(stdout);
    } else if (status == ATL_OK && sandbox->options.version) {
        printf("atlcli-sandbox %s\n", ATLCLI_VERSION);
    } else if (status == ATL_OK) {
        status = run(sandbox, &error);
    }
    if (status != ATL_OK) {
        print_error(&error);
    }
    sandbox_options_free(&sandbox->options);
    free(sandbox);
    return atl_status_exit_code(status);
}
