#include "sandbox/options.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/text.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_ITEMS = 10 * 1000 * 1000,
    MOST_SECRET_BYTES = 64 * 1024,
    MOST_LATENCY_MS = 10 * 60 * 1000,
};

typedef enum atl_status (*set_function)(struct sandbox_options *options, const char *value,
                                        struct atl_error *error);

/* An option is data: name, what --help calls its argument, what it does, how it is stored. */
struct option_entry {
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
    set_function set;
};

/* ---- values ---- */

static enum atl_status read_number(const char *name, const char *value, int64_t minimum,
                                   int64_t maximum, int64_t *number, struct atl_error *error)
{
    if (atl_text_to_integer(value, minimum, maximum, number)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--%s wants a whole number from %lld to %lld, not '%s'", name,
                    (long long)minimum, (long long)maximum, value);
}

/* The first line of a file, or of standard input for "-". */
static enum atl_status read_secret(struct sandbox_options *options, const char *name,
                                   const char *path, const char **secret, struct atl_error *error)
{
    struct atl_buffer contents = {0};
    const char *file = atl_text_equal(path, "-") ? "/dev/stdin" : path;
    enum atl_status status = atl_file_read(file, MOST_SECRET_BYTES, &contents, error);
    if (status == ATL_OK) {
        const char *text = atl_buffer_text(&contents);
        char *line = atl_arena_strndup(&options->arena, text, strcspn(text, "\r\n"));
        *secret = line;
        if (*line == '\0') {
            status = atl_fail(error, ATL_USAGE, "--%s: '%s' starts with an empty line", name, path);
        }
        atl_wipe(contents.data, contents.length);
    } else {
        atl_error_prefix(error, "--%s", name);
        status = ATL_USAGE;
    }
    atl_buffer_free(&contents);
    return status;
}

/* ---- one function per option ---- */

static enum atl_status set_deployment(struct sandbox_options *options, const char *value,
                                      struct atl_error *error)
{
    if (atl_text_equal(value, "cloud")) {
        options->deployment = SANDBOX_CLOUD;
    } else if (atl_text_equal(value, "datacenter")) {
        options->deployment = SANDBOX_DATA_CENTER;
    } else {
        return atl_fail(error, ATL_USAGE, "--deployment is cloud or datacenter, not '%s'", value);
    }
    return ATL_OK;
}

static enum atl_status set_product(struct sandbox_options *options, const char *value,
                                   struct atl_error *error)
{
    if (atl_text_equal(value, "jira")) {
        options->products = SANDBOX_JIRA;
    } else if (atl_text_equal(value, "confluence")) {
        options->products = SANDBOX_CONFLUENCE;
    } else if (atl_text_equal(value, "both")) {
        options->products = SANDBOX_JIRA | SANDBOX_CONFLUENCE;
    } else {
        return atl_fail(error, ATL_USAGE, "--product is jira, confluence or both, not '%s'", value);
    }
    return ATL_OK;
}

static enum atl_status set_context_path(struct sandbox_options *options, const char *value,
                                        struct atl_error *error)
{
    if (value[0] != '/' || value[1] == '\0' || atl_text_ends_with(value, "/") ||
        strpbrk(value, "?#% ") != NULL) {
        return atl_fail(error, ATL_USAGE, "--context-path is a path such as /jira, not '%s'",
                        value);
    }
    options->context_path = value;
    return ATL_OK;
}

static enum atl_status set_bind(struct sandbox_options *options, const char *value,
                                struct atl_error *error)
{
    (void)error;
    options->bind = value;
    return ATL_OK;
}

static enum atl_status set_port(struct sandbox_options *options, const char *value,
                                struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("port", value, 0, UINT16_MAX, &number, error);
    options->port = (uint16_t)number;
    return status;
}

static enum atl_status set_port_file(struct sandbox_options *options, const char *value,
                                     struct atl_error *error)
{
    (void)error;
    options->port_file = value;
    return ATL_OK;
}

static enum atl_status set_user_email(struct sandbox_options *options, const char *value,
                                      struct atl_error *error)
{
    if (strchr(value, '@') == NULL || strchr(value, ':') != NULL) {
        return atl_fail(error, ATL_USAGE, "--user-email: '%s' is no e-mail address", value);
    }
    options->user_email = value;
    return ATL_OK;
}

static enum atl_status set_token(struct sandbox_options *options, const char *value,
                                 struct atl_error *error)
{
    (void)error;
    options->token = value;
    return ATL_OK;
}

static enum atl_status set_token_file(struct sandbox_options *options, const char *value,
                                      struct atl_error *error)
{
    return read_secret(options, "token-file", value, &options->token, error);
}

static enum atl_status set_readonly_token(struct sandbox_options *options, const char *value,
                                          struct atl_error *error)
{
    (void)error;
    options->readonly_token = value;
    return ATL_OK;
}

static enum atl_status set_readonly_token_file(struct sandbox_options *options, const char *value,
                                               struct atl_error *error)
{
    return read_secret(options, "readonly-token-file", value, &options->readonly_token, error);
}

static enum atl_status set_forbidden_token(struct sandbox_options *options, const char *value,
                                           struct atl_error *error)
{
    (void)error;
    options->forbidden_token = value;
    return ATL_OK;
}

static enum atl_status set_forbidden_token_file(struct sandbox_options *options, const char *value,
                                                struct atl_error *error)
{
    return read_secret(options, "forbidden-token-file", value, &options->forbidden_token, error);
}

static enum atl_status set_seed(struct sandbox_options *options, const char *value,
                                struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("seed", value, 0, INT64_MAX, &number, error);
    options->seed = (uint64_t)number;
    return status;
}

static enum atl_status set_issues(struct sandbox_options *options, const char *value,
                                  struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("issues", value, 0, MOST_ITEMS, &number, error);
    options->issues = (size_t)number;
    return status;
}

static enum atl_status set_pages(struct sandbox_options *options, const char *value,
                                 struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("pages", value, 0, MOST_ITEMS, &number, error);
    options->pages = (size_t)number;
    return status;
}

static enum atl_status set_today(struct sandbox_options *options, const char *value,
                                 struct atl_error *error)
{
    if (strlen(value) != strlen("2026-01-31") ||
        !atl_clock_parse_iso8601(value, &options->today_ms)) {
        return atl_fail(error, ATL_USAGE, "--today is a date such as 2026-01-31, not '%s'", value);
    }
    return ATL_OK;
}

static enum atl_status set_latency(struct sandbox_options *options, const char *value,
                                   struct atl_error *error)
{
    return read_number("latency", value, 0, MOST_LATENCY_MS, &options->latency_ms, error);
}

static enum atl_status set_jitter(struct sandbox_options *options, const char *value,
                                  struct atl_error *error)
{
    return read_number("jitter", value, 0, MOST_LATENCY_MS, &options->jitter_ms, error);
}

static enum atl_status set_fail_every(struct sandbox_options *options, const char *value,
                                      struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("fail-every", value, 0, INT64_MAX, &number, error);
    options->fail_every = (uint64_t)number;
    return status;
}

static enum atl_status set_fail_status(struct sandbox_options *options, const char *value,
                                       struct atl_error *error)
{
    int64_t number = 0;
    enum atl_status status = read_number("fail-status", value, 400, 599, &number, error);
    options->fail_status = (unsigned)number;
    return status;
}

static enum atl_status set_retry_after(struct sandbox_options *options, const char *value,
                                       struct atl_error *error)
{
    return read_number("retry-after", value, 0, 86400, &options->retry_after, error);
}

static enum atl_status set_skew(struct sandbox_options *options, const char *value,
                                struct atl_error *error)
{
    const int64_t ten_years = 315360000;
    return read_number("skew", value, -ten_years, ten_years, &options->skew_seconds, error);
}

static enum atl_status set_tls(struct sandbox_options *options, const char *value,
                               struct atl_error *error)
{
    (void)value;
    (void)error;
    options->tls = true;
    return ATL_OK;
}

static enum atl_status set_state_dir(struct sandbox_options *options, const char *value,
                                     struct atl_error *error)
{
    (void)error;
    options->state_directory = value;
    return ATL_OK;
}

static enum atl_status set_tls_cert(struct sandbox_options *options, const char *value,
                                    struct atl_error *error)
{
    (void)error;
    options->tls_certificate_file = value;
    return ATL_OK;
}

static enum atl_status set_tls_key(struct sandbox_options *options, const char *value,
                                   struct atl_error *error)
{
    (void)error;
    options->tls_key_file = value;
    return ATL_OK;
}

static enum atl_status set_log(struct sandbox_options *options, const char *value,
                               struct atl_error *error)
{
    (void)error;
    options->log_file = value;
    return ATL_OK;
}

static enum atl_status set_help(struct sandbox_options *options, const char *value,
                                struct atl_error *error)
{
    (void)value;
    (void)error;
    options->help = true;
    return ATL_OK;
}

static enum atl_status set_version(struct sandbox_options *options, const char *value,
                                   struct atl_error *error)
{
    (void)value;
    (void)error;
    options->version = true;
    return ATL_OK;
}

/* A heading has no function. */
static const struct option_entry entries[] = {
    {"What it plays", NULL, NULL, NULL},
    {"deployment", "WHICH", "cloud (the default) or datacenter", set_deployment},
    {"product", "WHICH", "jira, confluence or both (the default)", set_product},
    {"context-path", "PATH", "serve below PATH, such as /jira (datacenter)", set_context_path},
    {"Where it listens", NULL, NULL, NULL},
    {"bind", "ADDRESS", "127.0.0.1 unless given: this machine only", set_bind},
    {"port", "N", "0, the default, lets the system choose a free one", set_port},
    {"port-file", "FILE", "write the site's URL there once it listens", set_port_file},
    {"tls", NULL, "serve https with a certificate of its own CA", set_tls},
    {"state-dir", "DIR", "where ca.pem, server.pem and server.key are kept", set_state_dir},
    {"tls-cert", "FILE", "serve https with this certificate (PEM) …", set_tls_cert},
    {"tls-key", "FILE", "… and its key", set_tls_key},
    {"Who may use it", NULL, NULL, NULL},
    {"user-email", "EMAIL", "the account; you@example.com unless given", set_user_email},
    {"token", "TOKEN", "its token; sandbox-token unless given", set_token},
    {"token-file", "FILE", "read the token from FILE's first line (-: standard input)",
     set_token_file},
    {"readonly-token", "TOKEN", "one that may read, and gets 403 when it writes",
     set_readonly_token},
    {"readonly-token-file", "FILE", "the same, read from FILE", set_readonly_token_file},
    {"forbidden-token", "TOKEN", "one that gets 403 for everything", set_forbidden_token},
    {"forbidden-token-file", "FILE", "the same, read from FILE", set_forbidden_token_file},
    {"What is in it", NULL, NULL, NULL},
    {"issues", "N", "50 unless given", set_issues},
    {"pages", "N", "50 unless given", set_pages},
    {"seed", "N", "another seed, other data; the same seed, the same data", set_seed},
    {"today", "DATE", "the day that dates lead up to; this one unless given", set_today},
    {"How it behaves", NULL, NULL, NULL},
    {"latency", "MS", "answer each request after MS milliseconds", set_latency},
    {"jitter", "MS", "and up to MS more", set_jitter},
    {"fail-every", "N", "every N-th request fails …", set_fail_every},
    {"fail-status", "STATUS", "… with this status; 503 unless given", set_fail_status},
    {"retry-after", "S", "and with a Retry-After header of S seconds", set_retry_after},
    {"skew", "S", "its clock is S seconds fast (in the Date header)", set_skew},
    {"log", "FILE", "append one JSON line per request to FILE", set_log},
    {"Other", NULL, NULL, NULL},
    {"help", NULL, "show this", set_help},
    {"version", NULL, "show the version", set_version},
};

enum {
    ENTRY_COUNT = sizeof entries / sizeof *entries,
    FIRST_CODE = 1000,
};

/* ---- the command line ---- */

static enum atl_status check_together(const struct sandbox_options *options,
                                      struct atl_error *error)
{
    if (options->context_path[0] != '\0' && options->deployment == SANDBOX_CLOUD) {
        return atl_fail(error, ATL_USAGE, "--context-path needs --deployment datacenter");
    }
    if ((options->tls_certificate_file == NULL) != (options->tls_key_file == NULL)) {
        return atl_fail(error, ATL_USAGE, "--tls-cert and --tls-key go together");
    }
    if (atl_text_equal(options->token, options->readonly_token) ||
        atl_text_equal(options->token, options->forbidden_token) ||
        (options->readonly_token != NULL &&
         atl_text_equal(options->readonly_token, options->forbidden_token))) {
        return atl_fail(error, ATL_USAGE, "the tokens must differ");
    }
    if (options->token[0] == '\0') {
        return atl_fail(error, ATL_USAGE, "--token is empty");
    }
    return ATL_OK;
}

static void make_long_options(struct option *long_options)
{
    size_t count = 0;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].set != NULL) {
            long_options[count++] = (struct option){
                .name = entries[i].name,
                .has_arg = entries[i].argument == NULL ? no_argument : required_argument,
                .val = FIRST_CODE + (int)i};
        }
    }
    long_options[count] = (struct option){0};
}

static enum atl_status parse_arguments(struct sandbox_options *options, int argc, char **argv,
                                       struct atl_error *error)
{
    struct option long_options[ENTRY_COUNT + 1];
    make_long_options(long_options);
    opterr = 0;
    optind = 1;
    for (;;) {
        int before = optind;
        int code = getopt_long(argc, argv, ":", long_options, NULL);
        if (code == -1) {
            break;
        }
        if (code == ':') {
            return atl_fail(error, ATL_USAGE, "%s wants an argument", argv[before]);
        }
        if (code < FIRST_CODE) {
            return atl_fail(error, ATL_USAGE, "unknown option '%s'", argv[before]);
        }
        enum atl_status status = entries[code - FIRST_CODE].set(options, optarg, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    if (optind < argc) {
        return atl_fail(error, ATL_USAGE, "unexpected argument '%s'", argv[optind]);
    }
    return check_together(options, error);
}

enum atl_status sandbox_options_parse(struct sandbox_options *options, int argc, char **argv,
                                      struct atl_error *error)
{
    *options = (struct sandbox_options){
        .products = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
        .bind = "127.0.0.1",
        .context_path = "",
        .user_email = "you@example.com",
        .token = "sandbox-token",
        .seed = 1,
        .issues = 50,
        .pages = 50,
        .today_ms = -1,
        .fail_status = 503,
        .retry_after = -1,
    };
    enum atl_status status = parse_arguments(options, argc, argv, error);
    if (status == ATL_USAGE) {
        atl_hint(error, "atlcli-sandbox --help lists the options");
    }
    return status;
}

void sandbox_options_free(struct sandbox_options *options)
{
    atl_arena_free(&options->arena);
}

void sandbox_options_print_help(FILE *stream)
{
    fputs("Usage: atlcli-sandbox [OPTION]...\n\n"
          "A Jira and a Confluence to try things on. Everything is made up, nothing is kept.\n",
          stream);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].set == NULL) {
            fprintf(stream, "\n%s:\n", entries[i].name);
        } else {
            char usage[64];
            snprintf(usage, sizeof usage, "--%s%s%s", entries[i].name,
                     entries[i].argument == NULL ? "" : " ",
                     entries[i].argument == NULL ? "" : entries[i].argument);
            fprintf(stream, "  %-28s %s\n", usage, entries[i].help);
        }
    }
}
