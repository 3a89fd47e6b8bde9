/*
 * What every command that talks to a site does without one, made from the table of commands.
 *
 * What is wrong with a command line doesn't depend on who is logged in: for each command, each of
 * its options with values that may be wrong, and each of its arguments, the error is the same
 * without a login as with one whose site nobody listens on, if that is a usage error that isn't
 * about the site, or a file that can't be read; and where it is none, the missing login is what is
 * said, and nothing else has been.
 *
 * A site that can't be reached is exit code 6 and one error, whichever command it is.
 */
#include "cli/command.h"
#include "cli/run.h"
#include "cmd/table.h"
#include "support/server.h"
#include "unit.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WORDS = 64 };

struct line {
    char *words[MOST_WORDS];
    size_t count;
};

struct ending {
    int code;
    char *out;
    char *err;
};

/* No system hands this port out. */
static const char nobody[] = "http://127.0.0.1:1";

static FILE *out_file;
static FILE *err_file;

static void add(struct line *line, const char *word)
{
    assert_true(line->count < MOST_WORDS);
    line->words[line->count++] = atl_strdup(word);
}

static void clear(struct line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        free(line->words[i]);
    }
    line->count = 0;
}

static char *read_back(FILE *file)
{
    struct atl_buffer text = {0};
    char piece[4096];
    size_t length;
    rewind(file);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0) {
        atl_buffer_append(&text, piece, length);
    }
    rewind(file);
    assert_int_equal(ftruncate(fileno(file), 0), 0);
    return text.data == NULL ? atl_strdup("") : atl_buffer_take(&text);
}

/* The words are copied: the program overwrites secrets in its own. */
static struct ending run(const struct line *line, const char *site)
{
    struct line copy = {.count = 0};
    if (site != NULL) {
        setenv("ATLCLI_SITE", site, 1);
        setenv("ATLCLI_EMAIL", "you@example.com", 1);
        setenv("ATLCLI_API_TOKEN", "token", 1);
    } else {
        unsetenv("ATLCLI_SITE");
        unsetenv("ATLCLI_EMAIL");
        unsetenv("ATLCLI_API_TOKEN");
    }
    for (size_t i = 0; i < line->count; i++) {
        add(&copy, line->words[i]);
    }
    struct atl_console console = atl_console_open(fileno(out_file), err_file);
    struct ending ending = {.code = atl_run(atl_command_table(), &console, copy.count, copy.words)};
    atl_console_close(&console);
    fflush(err_file);
    ending.out = read_back(out_file);
    ending.err = read_back(err_file);
    clear(&copy);
    return ending;
}

/* ---- what is given where nothing else is said ---- */

static const char *sample(const char *name, const char *const *choices)
{
    static const char *const samples[][2] = {
        {"KEY", "ATL-1"},      {"TARGET", "ATL-2"}, {"ISSUE", "ATL-1"}, {"SUBTASK", "ATL-1"},
        {"EPIC", "ATL-1"},     {"FILE", "file"},    {"PATH", "/rest"},  {"METHOD", "GET"},
        {"TIME", "1h"},        {"DURATION", "1h"},  {"DIR", "."},       {"DATE", "2026-01-31"},
        {"QUERY", "key = A-1"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (strcmp(samples[i][0], name) == 0) {
            return samples[i][1];
        }
    }
    return choices != NULL ? choices[0] : "1";
}

/* The command with what it needs; NULL: nothing is special. */
static void build(const struct atl_command *command, const struct atl_argument *special,
                  const char *value, struct line *line)
{
    char **parts;
    struct atl_arena arena = {0};
    line->count = 0;
    atl_text_split(&arena, command->words, ' ', &parts);
    for (; *parts != NULL; parts++) {
        add(line, *parts);
    }
    add(line, "--retries");
    add(line, "0");
    for (const struct atl_option *option = command->options; option != NULL && option->name != NULL;
         option++) {
        if (option->required) {
            add(line, atl_arena_printf(&arena, "--%s", option->name));
            add(line, sample(option->value, option->choices));
        }
    }
    add(line, "--");
    for (const struct atl_argument *argument = command->arguments;
         argument != NULL && argument->name != NULL; argument++) {
        bool needed = argument->arity == ATL_REQUIRED || argument->arity == ATL_ONE_OR_MORE;
        if (needed || argument == special) {
            add(line, argument == special ? value : sample(argument->name, argument->choices));
        }
    }
    atl_arena_free(&arena);
}

/* A word before the arguments. */
static void give(struct line *line, const char *word)
{
    size_t at = line->count;
    while (strcmp(line->words[at - 1], "--") != 0) {
        at--;
    }
    assert_true(line->count < MOST_WORDS);
    memmove(line->words + at, line->words + at - 1, (line->count - at + 1) * sizeof *line->words);
    line->words[at - 1] = atl_strdup(word);
    line->count++;
}

/* ---- the rule ---- */

static int findings;
static int lines;
static int reached;

static void report(const struct line *line, const char *what, const struct ending *with,
                   const struct ending *without)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < line->count; i++) {
        atl_buffer_printf(&text, "%s%s", i == 0 ? "" : " ",
                          line->words[i][0] == '\0' ? "''" : line->words[i]);
    }
    printf("# %s: %s\n#   logged in: %d %s\n#   not: %d %s\n#   output: %s\n", text.data, what,
           with->code, with->err, without->code, without->err, without->out);
    atl_buffer_free(&text);
    findings++;
}

/* That something is wrong with the site can't be known without one. */
static bool names_site(const char *text)
{
    for (const char *at = text; (at = strstr(at, nobody)) != NULL; at++) {
        if (at[strlen(nobody)] != '/') {
            return true; /* else it is what was given */
        }
    }
    return false;
}

static void check(const struct line *line)
{
    struct ending with = run(line, nobody);
    struct ending without = run(line, NULL);
    bool is_about_site = with.code == 2 && names_site(with.err);
    bool is_mistake =
        (with.code == 2 && !is_about_site) || strstr(with.err, "error: cannot read ") != NULL;
    lines++;
    if (is_mistake && (without.code != with.code || strcmp(with.err, without.err) != 0)) {
        report(line, "another usage error", &with, &without);
    } else if (is_about_site && without.code == 2) {
        if (strstr(without.err, "profile's") != NULL) {
            report(line, "speaks of a site", &with, &without);
        }
    } else if (!is_mistake && without.code != 3) {
        report(line, "not what is wrong", &with, &without);
    } else if (without.code == 3 &&
               (strstr(without.err, "error: not logged in") == NULL || without.out[0] != '\0')) {
        report(line, "says something else", &with, &without);
    }
    free(with.out);
    free(with.err);
    free(without.out);
    free(without.err);
}

static bool takes_text(const struct atl_option *option)
{
    return option->kind == ATL_OPTION_TEXT || option->kind == ATL_OPTION_REPEATED ||
           option->kind == ATL_OPTION_LIST;
}

static void check_command(const struct atl_command *command)
{
    static const char *const values[] = {
        "", "?!", "=", "-1", "http://127.0.0.1:1/rest/1", "https://elsewhere.example/rest/1"};
    struct line line;
    char word[64];
    build(command, NULL, NULL, &line);
    check(&line);
    clear(&line);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        for (const struct atl_option *option = command->options;
             option != NULL && option->name != NULL; option++) {
            if (takes_text(option)) {
                build(command, NULL, NULL, &line);
                snprintf(word, sizeof word, "--%s=%s", option->name, values[i]);
                give(&line, word);
                check(&line);
                clear(&line);
            }
        }
        for (const struct atl_argument *argument = command->arguments;
             argument != NULL && argument->name != NULL; argument++) {
            build(command, argument, values[i], &line);
            check(&line);
            clear(&line);
        }
    }
}

/* ---- sites that can't be reached ---- */

static int count(const char *text, const char *part)
{
    int found = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        found++;
    }
    return found;
}

/* Local commands, and those that want --yes or more to go by, don't get so far. */
static void check_site(const struct atl_command *command, const char *site, const char *what)
{
    struct line line;
    build(command, NULL, NULL, &line);
    for (const struct atl_option *option = command->options; option != NULL && option->name != NULL;
         option++) {
        if (strcmp(option->name, "yes") == 0) {
            give(&line, "--yes");
        }
    }
    struct ending ending = run(&line, site);
    bool is_said = ending.code == 6 && strstr(ending.err, what) != NULL;
    bool is_local = ending.code == 0 || ending.code == 2 || ending.code == 4;
    if ((!is_said && !is_local) || count(ending.err, "error: ") > 1 ||
        (is_said && ending.out[0] != '\0')) {
        report(&line, what, &ending, &ending);
    }
    reached += is_said;
    clear(&line);
    free(ending.out);
    free(ending.err);
}

static bool talks_to_a_site(const struct atl_command *command)
{
    const unsigned needs = ATL_NEEDS_PROFILE | ATL_NEEDS_JIRA | ATL_NEEDS_CONFLUENCE;
    return command->run != NULL && (command->needs & needs) != 0;
}

static enum fate hang_up(struct connection *connection, const struct received *request,
                         void *context)
{
    (void)connection;
    (void)request;
    (void)context;
    return CLOSE;
}

/* Nobody listens; and what listens speaks no TLS. */
static void a_site_that_cannot_be_reached_is_said_once(void **state)
{
    (void)state;
    struct server *server = server_start_raw(hang_up, NULL);
    char site[64];
    snprintf(site, sizeof site, "https%s", server_url(server) + strlen("http"));
    findings = 0;
    for (const struct atl_command *const *command = atl_command_table(); *command != NULL;
         command++) {
        if (talks_to_a_site(*command)) {
            check_site(*command, nobody, "can't connect to 127.0.0.1:1");
            check_site(*command, site, "127.0.0.1");
        }
    }
    server_stop(server);
    printf("# so far got, twice, %d commands\n", reached);
    assert_true(reached > 100);
    assert_int_equal(findings, 0);
}

static void make(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs("summary,type\nx,Task\n", file);
    fclose(file);
}

static int make_file(void **state)
{
    (void)state;
    make("file");
    return 0;
}

/* What an import of the file would have left: that isn't to be said to who isn't logged in. */
static int make_result(void **state)
{
    (void)state;
    make("file.result");
    return 0;
}

static int remove_result(void **state)
{
    (void)state;
    return remove("file.result");
}

static void usage_errors_come_before_the_login(void **state)
{
    (void)state;
    findings = 0;
    for (const struct atl_command *const *command = atl_command_table(); *command != NULL;
         command++) {
        if (talks_to_a_site(*command)) {
            check_command(*command);
        }
    }
    printf("# %d command lines\n", lines);
    assert_int_equal(findings, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(usage_errors_come_before_the_login, make_result,
                                        remove_result),
        cmocka_unit_test(a_site_that_cannot_be_reached_is_said_once),
    };
    assert_non_null(freopen("/dev/null", "r", stdin));
    out_file = tmpfile();
    err_file = tmpfile();
    int failed = cmocka_run_group_tests(tests, make_file, NULL);
    fclose(out_file);
    fclose(err_file);
    return failed;
}
