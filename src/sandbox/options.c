#include "sandbox/options.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/text.h"

#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

enum {
    MOST_ITEMS = 10 * 1000 * 1000,
    USUAL_ITEMS = 50,
    USUAL_ATTACHMENTS = 10,
    MOST_SECRET_BYTES = 64 * 1024,
    DAY_SECONDS = 24 * 60 * 60,
    TEN_YEARS_SECONDS = 3650 * DAY_SECONDS,
};

typedef enum atl_status (*set_function)(struct sandbox_options *options, const char *value,
                                        struct atl_error *error);

enum option_kind {
    HEADING,
    SWITCHES, /* all of fault_switches.h */
    FLAG,     /* a bool */
    TEXT,     /* a const char * */
    NUMBER,   /* an int64_t between two bounds */
    SECRET,   /* a const char *: the first line of the file given */
    FUNCTION, /* whatever the function makes of it */
};

/* An option is data: its name, what --help says of it, and where it goes. */
struct option_entry {
    enum option_kind kind;
    const char *name;
    const char *argument; /* as --help calls it; NULL: none */
    const char *help;
    size_t offset; /* in struct sandbox_options */
    int64_t minimum;
    int64_t maximum;
    set_function set;
};

/* ---- values with a form of their own ---- */

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

static enum atl_status set_user_email(struct sandbox_options *options, const char *value,
                                      struct atl_error *error)
{
    if (strchr(value, '@') == NULL || strchr(value, ':') != NULL) {
        return atl_fail(error, ATL_USAGE, "--user-email: '%s' is no e-mail address", value);
    }
    options->user_email = value;
    return ATL_OK;
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

/* "7.5/4": how long a day and a week are. */
static enum atl_status set_working_time(struct sandbox_options *options, const char *value,
                                        struct atl_error *error)
{
    struct working_time *working = &options->working_time;
    char after;
    bool is_read =
        strspn(value, "0123456789./") == strlen(value) &&
        sscanf(value, "%lf/%lf%c", &working->hours_per_day, &working->days_per_week, &after) == 2;
    if (!is_read || working->hours_per_day < 1 || working->hours_per_day > 24 ||
        working->days_per_week < 1 || working->days_per_week > 7) {
        return atl_fail(error, ATL_USAGE,
                        "--working-time is hours a day and days a week, such as 7.5/4, not '%s'",
                        value);
    }
    return ATL_OK;
}

/* ---- the table ---- */

#define AT(member) offsetof(struct sandbox_options, member)

static const struct option_entry entries[] = {
    {HEADING, "What it plays", NULL, NULL, 0, 0, 0, NULL},
    {FUNCTION, "deployment", "WHICH", "cloud (the default) or datacenter", 0, 0, 0, set_deployment},
    {FUNCTION, "product", "WHICH", "jira, confluence or both (the default)", 0, 0, 0, set_product},
    {FUNCTION, "context-path", "PATH", "serve below PATH, such as /jira (datacenter)", 0, 0, 0,
     set_context_path},
    {HEADING, "Where it listens", NULL, NULL, 0, 0, 0, NULL},
    {TEXT, "bind", "ADDRESS", "127.0.0.1 unless given: this machine only", AT(bind), 0, 0, NULL},
    {NUMBER, "port", "N", "0, the default, lets the system choose a free one", AT(port), 0,
     UINT16_MAX, NULL},
    {NUMBER, "media-port", "N", "the same for the port that downloads come from", AT(media_port), 0,
     UINT16_MAX, NULL},
    {TEXT, "port-file", "FILE", "write the site's URL there once it listens", AT(port_file), 0, 0,
     NULL},
    {NUMBER, "ready-fd", "N", "write a JSON line to this descriptor once it listens", AT(ready_fd),
     0, INT_MAX, NULL},
    {FLAG, "tls", NULL, "serve https with a certificate of its own CA", AT(tls), 0, 0, NULL},
    {TEXT, "state-dir", "DIR", "where ca.pem, server.pem and server.key are kept",
     AT(state_directory), 0, 0, NULL},
    {TEXT, "tls-cert", "FILE", "serve https with this certificate (PEM) …",
     AT(tls_certificate_file), 0, 0, NULL},
    {TEXT, "tls-key", "FILE", "… and its key", AT(tls_key_file), 0, 0, NULL},
    {HEADING, "Who may use it", NULL, NULL, 0, 0, 0, NULL},
    {FUNCTION, "user-email", "EMAIL", "the account; you@example.com unless given", 0, 0, 0,
     set_user_email},
    {TEXT, "token", "TOKEN", "its token; sandbox-token unless given", AT(token), 0, 0, NULL},
    {SECRET, "token-file", "FILE", "read the token from FILE's first line (-: standard input)",
     AT(token), 0, 0, NULL},
    {TEXT, "readonly-token", "TOKEN", "one that may read but not change anything",
     AT(readonly_token), 0, 0, NULL},
    {SECRET, "readonly-token-file", "FILE", "the same, read from FILE", AT(readonly_token), 0, 0,
     NULL},
    {TEXT, "forbidden-token", "TOKEN", "one that gets 403 for everything", AT(forbidden_token), 0,
     0, NULL},
    {SECRET, "forbidden-token-file", "FILE", "the same, read from FILE", AT(forbidden_token), 0, 0,
     NULL},
    {HEADING, "What is in it", NULL, NULL, 0, 0, 0, NULL},
    {NUMBER, "issues", "N", "50 unless given", AT(issues), 0, MOST_ITEMS, NULL},
    {NUMBER, "pages", "N", "50 unless given", AT(pages), 0, MOST_ITEMS, NULL},
    {NUMBER, "attachments", "N", "10 unless given: half on issues, half on pages", AT(attachments),
     0, MOST_ITEMS, NULL},
    {TEXT, "seed-file", "FILE", "what FILE (JSON) says, and of the above only what is given",
     AT(seed_file), 0, 0, NULL},
    {TEXT, "db", "FILE", "keep everything in FILE, and go on with what is in it", AT(database), 0,
     0, NULL},
    {NUMBER, "seed", "N", "another seed, other data; the same seed, the same data", AT(seed), 0,
     INT64_MAX, NULL},
    {FUNCTION, "today", "DATE", "the day that dates lead up to; this one unless given", 0, 0, 0,
     set_today},
    {HEADING, "How it behaves", NULL, NULL, 0, 0, 0, NULL},
    {NUMBER, "skew", "S", "its clock is S seconds fast (in the Date header)", AT(skew_seconds),
     -TEN_YEARS_SECONDS, TEN_YEARS_SECONDS, NULL},
    {NUMBER, "zone", "H", "the account's time zone, which queries are in: H hours ahead of UTC",
     AT(zone_hours), -12, 14, NULL},
    {NUMBER, "task-rate", "N", "bulk tasks do N items a second; 2000 unless given, 0: all at once",
     AT(task_rate), 0, INT32_MAX, NULL},
    {FUNCTION, "working-time", "H/D", "days have H hours of work, weeks D days; 8/5 unless given",
     0, 0, 0, set_working_time},
    {TEXT, "log", "FILE", "append one JSON line per request to FILE", AT(log_file), 0, 0, NULL},
    {HEADING, "Trouble on demand (also while it runs: GET, PUT, DELETE /__sandbox/faults)", NULL,
     NULL, 0, 0, 0, NULL},
    {SWITCHES, NULL, NULL, NULL, 0, 0, 0, NULL},
    {HEADING, "Other", NULL, NULL, 0, 0, 0, NULL},
    {FLAG, "help", NULL, "show this", AT(help), 0, 0, NULL},
    {FLAG, "version", NULL, "show the version", AT(version), 0, 0, NULL},
};

#undef AT

enum {
    ENTRY_COUNT = sizeof entries / sizeof *entries,
    FIRST_CODE = 1000,
    FIRST_FAULT_CODE = 2000,
};

/* ---- storing values ---- */

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

static enum atl_status store(struct sandbox_options *options, const struct option_entry *entry,
                             const char *value, struct atl_error *error)
{
    void *member = (char *)options + entry->offset;
    switch (entry->kind) {
    case FLAG:
        *(bool *)member = true;
        return ATL_OK;
    case TEXT:
        *(const char **)member = value;
        return ATL_OK;
    case SECRET:
        return read_secret(options, entry->name, value, member, error);
    case NUMBER:
        if (atl_text_to_integer(value, entry->minimum, entry->maximum, member)) {
            return ATL_OK;
        }
        return atl_fail(error, ATL_USAGE,
                        "--%s wants a whole number from %" PRId64 " to %" PRId64 ", not '%s'",
                        entry->name, entry->minimum, entry->maximum, value);
    case FUNCTION:
        return entry->set(options, value, error);
    case HEADING:
    case SWITCHES:
        break;
    }
    return ATL_OK;
}

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

static struct option long_option(const char *name, const char *argument, int code)
{
    return (struct option){
        .name = name, .has_arg = argument == NULL ? no_argument : required_argument, .val = code};
}

/* NULL-terminated, in the arena. */
static struct option *make_long_options(struct atl_arena *arena)
{
    size_t most = ENTRY_COUNT + fault_switch_count() + 1;
    struct option *long_options = atl_arena_alloc(arena, most * sizeof *long_options);
    size_t count = 0;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].kind != HEADING && entries[i].kind != SWITCHES) {
            long_options[count++] =
                long_option(entries[i].name, entries[i].argument, FIRST_CODE + (int)i);
        }
    }
    for (size_t i = 0; i < fault_switch_count(); i++) {
        const struct fault_switch *entry = fault_switch_at(i);
        long_options[count++] =
            long_option(entry->name, entry->argument, FIRST_FAULT_CODE + (int)i);
    }
    return long_options;
}

/* Stores the value of the option with that code. */
static enum atl_status store_by_code(struct sandbox_options *options, int code, const char *value,
                                     struct atl_error *error)
{
    if (code < FIRST_FAULT_CODE) {
        return store(options, &entries[code - FIRST_CODE], value, error);
    }
    const struct fault_switch *entry = fault_switch_at((size_t)(code - FIRST_FAULT_CODE));
    struct atl_error wanted;
    if (fault_switch_set(entry, &options->faults, value == NULL ? "true" : value, &wanted) ==
        ATL_OK) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--%s %s", entry->name, wanted.message);
}

static enum atl_status parse_arguments(struct sandbox_options *options, int argc, char **argv,
                                       struct atl_error *error)
{
    const struct option *long_options = make_long_options(&options->arena);
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
        enum atl_status status = store_by_code(options, code, optarg, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    if (optind < argc) {
        return atl_fail(error, ATL_USAGE, "unexpected argument '%s'", argv[optind]);
    }
    return check_together(options, error);
}

/* What isn't given: something to look at, but nothing besides what a file says. */
static void set_amounts(struct sandbox_options *options)
{
    bool has_file = options->seed_file != NULL;
    options->issues = options->issues >= 0 ? options->issues : has_file ? 0 : USUAL_ITEMS;
    options->pages = options->pages >= 0 ? options->pages : has_file ? 0 : USUAL_ITEMS;
    options->attachments = options->attachments >= 0 ? options->attachments
                           : has_file                ? 0
                                                     : USUAL_ATTACHMENTS;
}

enum atl_status sandbox_options_parse(struct sandbox_options *options, int argc, char **argv,
                                      struct atl_error *error)
{
    *options = (struct sandbox_options){
        .task_rate = 2000,
        .products = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
        .bind = "127.0.0.1",
        .context_path = "",
        .user_email = "you@example.com",
        .token = "sandbox-token",
        .seed = 1,
        .issues = -1,
        .pages = -1,
        .attachments = -1,
        .ready_fd = -1,
        .today_ms = -1,
    };
    fault_switches_init(&options->faults);
    enum atl_status status = parse_arguments(options, argc, argv, error);
    set_amounts(options);
    if (status == ATL_USAGE) {
        atl_hint(error, "atlcli-sandbox --help lists the options");
    }
    return status;
}

void sandbox_options_free(struct sandbox_options *options)
{
    fault_switches_free(&options->faults);
    atl_arena_free(&options->arena);
}

static void print_option(FILE *stream, const char *name, const char *argument, const char *help)
{
    char usage[64];
    snprintf(usage, sizeof usage, "--%s%s%s", name, argument == NULL ? "" : " ",
             argument == NULL ? "" : argument);
    fprintf(stream, "  %-28s %s\n", usage, help);
}

static void print_fault_switches(FILE *stream)
{
    for (size_t i = 0; i < fault_switch_count(); i++) {
        const struct fault_switch *entry = fault_switch_at(i);
        print_option(stream, entry->name, entry->argument, entry->help);
    }
}

void sandbox_options_print_help(FILE *stream)
{
    fputs("Usage: atlcli-sandbox [OPTION]...\n\n"
          "A Jira and a Confluence to try things on. Everything is made up, and nothing is\n"
          "kept but with --db.\n",
          stream);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].kind == HEADING) {
            fprintf(stream, "\n%s:\n", entries[i].name);
        } else if (entries[i].kind == SWITCHES) {
            print_fault_switches(stream);
        } else {
            print_option(stream, entries[i].name, entries[i].argument, entries[i].help);
        }
    }
}
