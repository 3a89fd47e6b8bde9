/* What `jira search` says when a search doesn't go as it should: exit code, output, notes. */
#include "cli/run.h"
#include "cmd/table.h"
#include "support/jira.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct outcome_of_run {
    int code;
    char *out;
    char *err;
};

static char *read_back(FILE *file)
{
    struct atl_buffer text = {0};
    char piece[4096];
    size_t length;
    rewind(file);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0) {
        atl_buffer_append(&text, piece, length);
    }
    fclose(file);
    return atl_buffer_take(&text);
}

/* Runs atlcli with these words against the server, as its user would. */
static struct outcome_of_run run(struct jira *jira, const char *const *words)
{
    struct outcome_of_run outcome;
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    size_t count = 0;
    char *copies[16];
    assert_non_null(out);
    assert_non_null(err);
    for (; words[count] != NULL; count++) {
        copies[count] = atl_strdup(words[count]);
    }
    jira_start(jira);
    setenv("ATLCLI_SITE", server_url(jira->server), 1);
    setenv("ATLCLI_EMAIL", "you@example.com", 1);
    setenv("ATLCLI_API_TOKEN", "token", 1);
    struct atl_console console = atl_console_open(fileno(out), err);
    outcome.code = atl_run(atl_command_table(), &console, count, copies);
    atl_console_close(&console);
    jira_stop(jira);
    for (size_t i = 0; i < count; i++) {
        free(copies[i]);
    }
    outcome.out = read_back(out);
    outcome.err = read_back(err);
    return outcome;
}

static void free_outcome(struct outcome_of_run *outcome)
{
    free(outcome->out);
    free(outcome->err);
}

static int count_lines(const char *text)
{
    int count = 0;
    for (; *text != '\0'; text++) {
        count += *text == '\n' ? 1 : 0;
    }
    return count;
}

#define WORDS(...)                                                                                 \
    ((const char *const[]){"jira", "search", "--jql", "project = T", "--limit", "all", "--fields", \
                           "key,summary", __VA_ARGS__, NULL})

static void issues_that_the_server_refuses_are_exit_code_5(void **state)
{
    (void)state;
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = 150;
    jira->refused = 60;
    jira->refusals = 1000;
    struct outcome_of_run outcome = run(jira, WORDS("--jsonl"));
    assert_int_equal(outcome.code, 5);
    assert_int_equal(count_lines(outcome.out), 147);
    assert_non_null(
        strstr(outcome.err, "error: the server didn't give 3 of 150 issues: too heavy"));
    free_outcome(&outcome);
    free(jira);
}

static void a_document_with_refused_issues_holds_the_error(void **state)
{
    (void)state;
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = 150;
    jira->refused = 60;
    jira->refusals = 1000;
    struct outcome_of_run outcome = run(jira, WORDS("--json"));
    cJSON *document;
    assert_int_equal(outcome.code, 5);
    assert_int_equal(
        atl_json_parse(outcome.out, strlen(outcome.out), "the document", &document, NULL), ATL_OK);
    assert_int_equal(atl_json_count(document, "issues"), 147);
    assert_string_equal(atl_json_text(document, "error.code", ""), "partial");
    cJSON_Delete(document);
    free_outcome(&outcome);
    free(jira);
}

static void issues_that_are_gone_are_a_warning(void **state)
{
    (void)state;
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = 200;
    jira->gone = 50;
    struct outcome_of_run outcome = run(jira, WORDS("--jsonl"));
    assert_int_equal(outcome.code, 0);
    assert_int_equal(count_lines(outcome.out), 196);
    assert_string_equal(outcome.err, "warning: 4 of the issues found could no longer be read: "
                                     "deleted, moved or changed meanwhile\n");
    free_outcome(&outcome);
    free(jira);
}

static void an_error_in_the_middle_follows_whole_lines(void **state)
{
    (void)state;
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = 1000;
    jira->id_page_cap = 500;
    jira->fail_search = 2;
    struct outcome_of_run outcome = run(jira, WORDS("--jsonl"));
    assert_int_equal(outcome.code, 1);
    assert_int_equal(count_lines(outcome.out), 500);
    assert_non_null(strstr(outcome.err, "This one fails"));
    free_outcome(&outcome);
    free(jira);
}

static void a_document_that_breaks_off_is_completed_with_the_error(void **state)
{
    (void)state;
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = 1000;
    jira->id_page_cap = 500;
    jira->fail_search = 2;
    struct outcome_of_run outcome = run(jira, WORDS("--json"));
    cJSON *document;
    assert_int_equal(outcome.code, 1);
    assert_int_equal(
        atl_json_parse(outcome.out, strlen(outcome.out), "the document", &document, NULL), ATL_OK);
    assert_int_equal(atl_json_count(document, "issues"), 500);
    assert_int_equal(atl_json_integer(document, "error.status", 0), 400);
    assert_null(atl_json_get(document, "isLast"));
    cJSON_Delete(document);
    free_outcome(&outcome);
    free(jira);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_that_the_server_refuses_are_exit_code_5),
        cmocka_unit_test(a_document_with_refused_issues_holds_the_error),
        cmocka_unit_test(issues_that_are_gone_are_a_warning),
        cmocka_unit_test(an_error_in_the_middle_follows_whole_lines),
        cmocka_unit_test(a_document_that_breaks_off_is_completed_with_the_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
