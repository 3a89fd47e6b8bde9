/* What the shells are offered at each place of a command line. */
#include "cli_fixture.h"

#include "cli/completion.h"

/* `line`: the words before the cursor, "''" for an empty one. */
static char *complete(const char *line)
{
    char copy[512];
    const char *words[64];
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        words[count++] = strcmp(word, "''") == 0 ? "" : word;
    }
    struct atl_buffer lines = {0};
    atl_complete(&lines, fixture_commands, words, count);
    return atl_buffer_take(&lines);
}

/* The candidates without their summaries, joined by blanks. */
static void assert_offers(const char *line, const char *expected)
{
    char *lines = complete(line);
    struct atl_buffer names = {0};
    for (char *at = lines; *at != '\0';) {
        size_t length = strcspn(at, "\t\n");
        atl_buffer_add(&names, names.length > 0 ? " " : "");
        atl_buffer_append(&names, at, length);
        at += strcspn(at, "\n") + 1;
    }
    if (strcmp(atl_buffer_text(&names), expected) != 0) {
        fail_msg("'%s' offers '%s', not '%s'", line, atl_buffer_text(&names), expected);
    }
    atl_buffer_free(&names);
    free(lines);
}

static void offers_commands(void **state)
{
    (void)state;
    assert_offers("''", "box count");
    assert_offers("", "box count");
    assert_offers("b", "box");
    assert_offers("x", "");
    assert_offers("__", "");
    assert_offers("box ''", "fill move label");
    assert_offers("box label ''", "add");
    assert_offers("--json box f", "fill");
    assert_offers("--profile x box f", "fill");
    assert_offers("--profile=x box f", "fill");
    assert_offers("count ''", "");
    assert_offers("nonsense ''", "");
}

static void offers_a_summary_with_each_candidate(void **state)
{
    (void)state;
    char *lines = complete("box fi");
    assert_string_equal(lines, "fill\tFill a box\n");
    free(lines);
}

static void offers_options_of_the_command_and_of_all_commands(void **state)
{
    (void)state;
    assert_offers("--ver", "--verbose --version");
    assert_offers("box --gen", "");
    assert_offers("box fill --g", "--gently");
    assert_offers("box fill b1 --no", "--no-lid --note --no-progress");
    assert_offers("box fill b1 --no-g", "--no-gently");
    assert_offers("box fill b1 --no-", "--no-lid --no-progress --no-gently --no-loud --no-yes");
    assert_offers("box fill --secretl", "");
    assert_offers("box fill b1 -- --g", ":file");
}

static void offers_no_option_twice_unless_it_may_be_repeated(void **state)
{
    (void)state;
    assert_offers("box fill --gently --g", "");
    assert_offers("box fill -g --g", "");
    assert_offers("box fill --tag a --t", "--tag --timeout");
    assert_offers("--json box fill --js", "--jsonl");
}

static void offers_values_of_options(void **state)
{
    (void)state;
    assert_offers("box fill --colour ''", "red green blue");
    assert_offers("box fill --colour g", "green");
    assert_offers("box fill --colour=g", "--colour=green");
    assert_offers("box fill --size ''", "all");
    assert_offers("box fill --note ''", "");
    assert_offers("box fill --note x b1 ''", ":file");
    assert_offers("box fill -n ''", "");
    assert_offers("box fill --sides left,r", "left,right");
    assert_offers("box fill --sides=left,r", "--sides=left,right");
    assert_offers("box fill --gently=x", "");
    assert_offers("box fill --nonsense=x", "");
}

static void offers_values_of_arguments(void **state)
{
    (void)state;
    assert_offers("box fill ''", "");
    assert_offers("box fill b1 ''", ":file");
    assert_offers("box fill b1 x y z ''", ":file");
    assert_offers("box move b1 ''", "attic cellar");
    assert_offers("box move b1 c", "cellar");
    assert_offers("box move b1 attic ''", "");
    assert_offers("box move b1 -- c", "cellar");
}

/* ---- profiles ---- */

static char directory[] = "/tmp/atlcli-complete.XXXXXX";

static void write_credentials(const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/credentials.json", directory);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) != NULL ? setenv("ATLCLI_CONFIG_DIR", directory, 1) : -1;
}

static int remove_directory(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s/credentials.json", directory);
    unlink(path);
    return rmdir(directory);
}

static void offers_names_of_profiles(void **state)
{
    (void)state;
    write_credentials(
        "{\"profiles\":{\"work\":{\"name\":\"work\",\"baseUrl\":\"https://w.example\"},"
        "\"home\":{\"name\":\"home\",\"apiToken\":\"s3cret\"}}}");
    assert_offers("--profile ''", "work home");
    assert_offers("--profile=h", "--profile=home");
    assert_offers("box fill --owner w", "work");
    char *lines = complete("--profile ''");
    assert_string_equal(lines, "work\thttps://w.example\nhome\n");
    free(lines);
}

static void offers_nothing_when_credentials_cannot_be_read(void **state)
{
    (void)state;
    write_credentials("{broken");
    assert_offers("--profile ''", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offers_commands),
        cmocka_unit_test(offers_a_summary_with_each_candidate),
        cmocka_unit_test(offers_options_of_the_command_and_of_all_commands),
        cmocka_unit_test(offers_no_option_twice_unless_it_may_be_repeated),
        cmocka_unit_test(offers_values_of_options),
        cmocka_unit_test(offers_values_of_arguments),
        cmocka_unit_test(offers_names_of_profiles),
        cmocka_unit_test(offers_nothing_when_credentials_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
