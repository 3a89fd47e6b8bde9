/* Results in each form: what a user, a program and a spreadsheet get. */
#include "cli_fixture.h"

#include <fcntl.h>

static const struct atl_column columns[] = {
    {.key = "key", .heading = "KEY", .style = ATL_STYLE_NAME},
    {.key = "summary", .heading = "SUMMARY", .path = "fields.summary", .shrinks = true},
    {.key = "votes", .heading = "VOTES", .path = "fields.votes", .kind = ATL_CELL_INTEGER},
    {.key = "done", .heading = "DONE", .kind = ATL_CELL_BOOLEAN},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME, .extra = true},
    {0}};

static const struct atl_listing listing = {
    .name = "issues", .columns = columns, .when_empty = "No issues found."};

struct bench {
    struct screen *screen;
    struct atl_globals globals;
    struct atl_output *output;
    struct atl_error error;
};

/* `fields`: those of --fields, with commas; NULL for none. */
static struct bench *open_bench(enum screen_kind kind, unsigned short width,
                                enum atl_output_form form, const char *const *fields)
{
    struct bench *bench = atl_alloc(sizeof *bench);
    bench->screen = open_screen(kind, width);
    bench->globals.form = form;
    bench->globals.fields = fields;
    while (fields != NULL && fields[bench->globals.field_count] != NULL) {
        bench->globals.field_count++;
    }
    bench->output = atl_output_open(&bench->screen->console, &bench->globals);
    return bench;
}

static void close_bench(struct bench *bench)
{
    atl_output_close(bench->output);
    close_screen(bench->screen);
    free(bench);
}

static enum atl_status push(struct bench *bench, const char *key, const char *summary,
                            int64_t votes, bool done)
{
    struct atl_cell cells[] = {atl_cell_text(key), atl_cell_text(summary), atl_cell_integer(votes),
                               atl_cell_boolean(done), atl_cell_time(1767225600000)};
    return atl_output_row(bench->output, cells, &bench->error);
}

static void push_two(struct bench *bench)
{
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", "First", 7, true), ATL_OK);
    assert_int_equal(push(bench, "ATL-10", NULL, -12, false), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
}

static void finish(struct bench *bench)
{
    assert_int_equal(atl_output_finish(bench->output, ATL_OK, NULL, &bench->error), ATL_OK);
}

static void assert_two(enum screen_kind kind, unsigned short width, enum atl_output_form form,
                       const char *const *fields, const char *expected)
{
    struct bench *bench = open_bench(kind, width, form, fields);
    push_two(bench);
    finish(bench);
    assert_string_equal(read_out(bench->screen), expected);
    close_bench(bench);
}

/* ---- tables ---- */

static void table_aligns_columns(void **state)
{
    (void)state;
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, NULL,
               "KEY     SUMMARY  VOTES  DONE\n"
               "ATL-1   First        7  ✓\n"
               "ATL-10             -12\n");
}

static void table_is_the_same_in_a_pipe(void **state)
{
    (void)state;
    assert_two(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL,
               "KEY     SUMMARY  VOTES  DONE\n"
               "ATL-1   First        7  ✓\n"
               "ATL-10             -12\n");
}

static void table_has_colour_on_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(setenv("TERM", "xterm", 1), 0);
    assert_two(SCREEN_TERMINAL, 80, ATL_OUTPUT_TABLE, NULL,
               "\033[1mKEY\033[0m     \033[1mSUMMARY\033[0m  \033[1mVOTES\033[0m  "
               "\033[1mDONE\033[0m\n"
               "\033[36mATL-1\033[0m   First        7  ✓\n"
               "\033[36mATL-10\033[0m             -12\n");
}

static void table_has_no_colour_where_none_is_wanted(void **state)
{
    (void)state;
    const char *plain = "KEY     SUMMARY  VOTES  DONE\n"
                        "ATL-1   First        7  ✓\n"
                        "ATL-10             -12\n";
    assert_int_equal(setenv("TERM", "xterm", 1), 0);
    assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
    assert_two(SCREEN_TERMINAL, 80, ATL_OUTPUT_TABLE, NULL, plain);
    assert_int_equal(unsetenv("NO_COLOR"), 0);
    assert_int_equal(setenv("TERM", "dumb", 1), 0);
    assert_two(SCREEN_TERMINAL, 80, ATL_OUTPUT_TABLE, NULL, plain);
}

static void assert_wide(unsigned short width, const char *summary, const char *expected)
{
    struct bench *bench = open_bench(SCREEN_TERMINAL, width, ATL_OUTPUT_TABLE, NULL);
    bench->screen->console.out_has_colour = false;
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", summary, 7, true), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), expected);
    close_bench(bench);
}

static void table_fits_the_terminal(void **state)
{
    (void)state;
    static const char summary[] = "A summary that is too long for it";
    assert_wide(60, summary,
                "KEY    SUMMARY                            VOTES  DONE\n"
                "ATL-1  A summary that is too long for it      7  ✓\n");
    assert_wide(40, summary,
                "KEY    SUMMARY               VOTES  DONE\n"
                "ATL-1  A summary that is t…      7  ✓\n");
    assert_wide(24, summary,
                "KEY    SUMM…  VOT…  DONE\n"
                "ATL-1  A su…     7  ✓\n");
    assert_wide(10, summary,
                "KEY    S…  V…  D…\n"
                "ATL-1  A…   7  ✓\n");
}

static void assert_row(unsigned short width, const struct atl_column *row_columns,
                       const struct atl_cell *cells, const char *expected)
{
    const struct atl_listing rows = {.name = "rows", .columns = row_columns};
    struct bench *bench = open_bench(SCREEN_TERMINAL, width, ATL_OUTPUT_TABLE, NULL);
    bench->screen->console.out_has_colour = false;
    assert_int_equal(atl_output_begin(bench->output, &rows, &bench->error), ATL_OK);
    assert_int_equal(atl_output_row(bench->output, cells, &bench->error), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), expected);
    close_bench(bench);
}

static void table_never_cuts_keys_ids_and_numbers(void **state)
{
    (void)state;
    static const struct atl_column crowded[] = {
        {.key = "key", .heading = "KEY"},
        {.key = "type", .heading = "TYPE"},
        {.key = "status", .heading = "STATUS"},
        {.key = "parentId", .heading = "ID OF PARENT"},
        {.key = "votes", .heading = "VOTES", .kind = ATL_CELL_INTEGER},
        {.key = "summary", .heading = "SUMMARY", .shrinks = true},
        {0}};
    const struct atl_cell cells[] = {
        atl_cell_text("WEB-1234"), atl_cell_text("Story"),    atl_cell_text("In Progress"),
        atl_cell_text("100001"),   atl_cell_integer(1234567), atl_cell_text("What is to be done")};
    assert_row(70, crowded, cells,
               "KEY       TYPE   STATUS       ID OF PARENT    VOTES  SUMMARY\n"
               "WEB-1234  Story  In Progress  100001        1234567  What is to be do…\n");
    assert_row(50, crowded, cells,
               "KEY       TYPE   STATUS   ID OF …    VOTES  SUMMA…\n"
               "WEB-1234  Story  In Pro…  100001   1234567  What …\n");
    assert_row(20, crowded, cells,
               "KEY       T…  S…  ID OF…    VOTES  S…\n"
               "WEB-1234  S…  I…  100001  1234567  W…\n");
}

static void table_levels_columns_that_shrink(void **state)
{
    (void)state;
    static const struct atl_column two[] = {{.key = "title", .heading = "TITLE", .shrinks = true},
                                            {.key = "url", .heading = "URL", .shrinks = true},
                                            {0}};
    const struct atl_cell cells[] = {
        atl_cell_text("Database migration"),
        atl_cell_text("https://example.atlassian.net/wiki/spaces/TEAM/pages/12345")};
    assert_row(60, two, cells,
               "TITLE               URL\n"
               "Database migration  https://example.atlassian.net/wiki/spac…\n");
    assert_row(30, two, cells,
               "TITLE           URL\n"
               "Database migr…  https://examp…\n");
}

static void table_leaves_out_spare_columns_rather_than_cut_others(void **state)
{
    (void)state;
    static const struct atl_column jobs[] = {
        {.key = "id", .heading = "JOB"},
        {.key = "created", .heading = "CREATED", .spare = true},
        {.key = "state", .heading = "STATE"},
        {.key = "of", .heading = "OF", .spare = true},
        {.key = "title", .heading = "WHAT", .shrinks = true},
        {0}};
    const struct atl_cell cells[] = {atl_cell_text("20260131-1"), atl_cell_text("2026-01-31"),
                                     atl_cell_text("finished"), atl_cell_text("issues"),
                                     atl_cell_text("Add a label")};
    assert_row(51, jobs, cells,
               "JOB         CREATED     STATE     OF      WHAT\n"
               "20260131-1  2026-01-31  finished  issues  Add a la…\n");
    assert_row(44, jobs, cells,
               "JOB         CREATED     STATE     WHAT\n"
               "20260131-1  2026-01-31  finished  Add a lab…\n");
    assert_row(40, jobs, cells,
               "JOB         STATE     WHAT\n"
               "20260131-1  finished  Add a label\n");
}

static void table_measures_wide_characters(void **state)
{
    (void)state;
    assert_wide(30, "漢字漢字漢字漢字",
                "KEY    SUMMARY     VOTES  DONE\n"
                "ATL-1  漢字漢字…       7  ✓\n");
    assert_wide(60, "e\xCC\x81tat",
                "KEY    SUMMARY  VOTES  DONE\n"
                "ATL-1  e\xCC\x81tat         7  ✓\n");
}

static void table_goes_by_columns_when_the_terminal_does_not_say(void **state)
{
    (void)state;
    assert_int_equal(setenv("COLUMNS", "40", 1), 0);
    assert_wide(0, "A summary that is too long for it",
                "KEY    SUMMARY               VOTES  DONE\n"
                "ATL-1  A summary that is t…      7  ✓\n");
    assert_int_equal(unsetenv("COLUMNS"), 0);
}

static void table_never_cuts_in_a_pipe(void **state)
{
    (void)state;
    char summary[301] = "";
    memset(summary, 'x', sizeof summary - 1);
    assert_int_equal(setenv("COLUMNS", "40", 1), 0);
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", summary, 7, true), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    assert_non_null(strstr(read_out(bench->screen), summary));
    assert_int_equal(unsetenv("COLUMNS"), 0);
    close_bench(bench);
}

static void table_lets_no_control_character_through(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(
        push(bench, "A\n\tB", "\033[31mred\033]0;x\a\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8\xFF", 1, 0),
        ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    assert_string_equal(read_out(bench->screen), "KEY   SUMMARY             VOTES  DONE\n"
                                                 "A  B  �[31mred�]0;x�����      1\n");
    close_bench(bench);
}

static void table_streams_in_the_layout_of_its_first_rows(void **state)
{
    (void)state;
    enum { ROWS = 300 };
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    for (int i = 0; i < 255; i++) {
        assert_int_equal(push(bench, "ATL-1", "short", 1, false), ATL_OK);
    }
    assert_string_equal(read_out(bench->screen), "");
    assert_int_equal(push(bench, "ATL-1", "short", 1, false), ATL_OK);
    const char *text = read_out(bench->screen);
    assert_true(atl_text_starts_with(text, "KEY    SUMMARY  VOTES  DONE\nATL-1  short        1\n"));
    assert_int_equal(strlen(text), 28 + 256 * 22);
    /* From here on each row is there as soon as it is pushed. */
    assert_int_equal(push(bench, "ATL-2", "short", 1, false), ATL_OK);
    assert_string_equal(read_stream(bench->screen, 0), "ATL-2  short        1\n");
    assert_int_equal(push(bench, "ATL-1000", "longer than before", 1, true), ATL_OK);
    assert_string_equal(read_stream(bench->screen, 0), "ATL-1000  longer than before      1  ✓\n");
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    assert_string_equal(read_out(bench->screen), "");
    close_bench(bench);
}

static void empty_table_prints_nothing_but_a_note(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), "");
    assert_string_equal(read_err(bench->screen), "No issues found.\n");
    close_bench(bench);
}

static void broken_off_table_shows_the_rows_it_has(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", "First", 7, true), ATL_OK);
    atl_fail(&bench->error, ATL_NETWORK, "connection lost");
    struct atl_error late;
    assert_int_equal(atl_output_finish(bench->output, ATL_NETWORK, &bench->error, &late), ATL_OK);
    assert_string_equal(read_out(bench->screen), "KEY    SUMMARY  VOTES  DONE\n"
                                                 "ATL-1  First        7  ✓\n");
    close_bench(bench);
}

/* ---- CSV ---- */

static void csv_has_a_heading_and_plain_values(void **state)
{
    (void)state;
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_CSV, NULL,
               "key,summary,votes,done\n"
               "ATL-1,First,7,true\n"
               "ATL-10,,-12,false\n");
}

static void csv_is_the_same_on_a_terminal(void **state)
{
    (void)state;
    assert_two(SCREEN_TERMINAL, 10, ATL_OUTPUT_CSV, NULL,
               "key,summary,votes,done\n"
               "ATL-1,First,7,true\n"
               "ATL-10,,-12,false\n");
}

static void empty_csv_has_its_heading(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_CSV, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    assert_string_equal(read_out(bench->screen), "key,summary,votes,done\n");
    close_bench(bench);
}

static void csv_quotes_and_neutralises(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *field;
    } cases[] = {
        {"plain", "plain"},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=1+1", "'=1+1"},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"+cmd", "'+cmd"},
        {"-cmd", "'-cmd"},
        {"-1+1", "'-1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "'\tx"},
        {"\nx", "\"'\nx\""},
        {"＝1", "'＝1"},
        {"-5", "-5"},
        {"+49301234", "+49301234"},
        {"-3.25", "-3.25"},
        {"-", "'-"},
        {"-.5", "'-.5"},
        {"a=b", "a=b"},
        {"", "\"\""}, /* alone on its line */
        {"\033[2J", "�[2J"},
    };
    static const struct atl_column one[] = {{.key = "text", .heading = "TEXT"}, {0}};
    static const struct atl_listing texts = {.name = "texts", .columns = one};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_CSV, NULL);
        struct atl_cell cell = atl_cell_text(cases[i].text);
        char expected[256];
        snprintf(expected, sizeof expected, "text\n%s\n", cases[i].field);
        assert_int_equal(atl_output_begin(bench->output, &texts, &bench->error), ATL_OK);
        assert_int_equal(atl_output_row(bench->output, &cell, &bench->error), ATL_OK);
        assert_string_equal(read_out(bench->screen), expected);
        close_bench(bench);
    }
}

/* ---- JSON ---- */

static void json_is_one_document(void **state)
{
    (void)state;
    assert_two(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, NULL,
               "{\"schemaVersion\":\"1\",\"issues\":[\n"
               "{\"key\":\"ATL-1\",\"summary\":\"First\",\"votes\":7,\"done\":true,\"created\":"
               "\"2026-01-01T00:00:00.000Z\"},\n"
               "{\"key\":\"ATL-10\",\"summary\":null,\"votes\":-12,\"done\":false,\"created\":"
               "\"2026-01-01T00:00:00.000Z\"}\n"
               "]}\n");
}

static void json_is_indented_on_a_terminal(void **state)
{
    (void)state;
    static const char *const fields[] = {"key", "done", NULL};
    assert_two(SCREEN_TERMINAL, 10, ATL_OUTPUT_JSON, fields,
               "{\n"
               "  \"schemaVersion\": \"1\",\n"
               "  \"issues\": [\n"
               "    {\n"
               "      \"key\": \"ATL-1\",\n"
               "      \"done\": true\n"
               "    },\n"
               "    {\n"
               "      \"key\": \"ATL-10\",\n"
               "      \"done\": false\n"
               "    }\n"
               "  ]\n"
               "}\n");
}

static void json_of_no_rows_has_an_empty_array(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), "{\"schemaVersion\":\"1\",\"issues\":[]}\n");
    assert_string_equal(read_err(bench->screen), "");
    close_bench(bench);
}

static void json_has_further_members_after_the_rows(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    atl_output_member(bench->output, "total", cJSON_CreateNumber(12));
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen),
                        "{\"schemaVersion\":\"1\",\"issues\":[],\"total\":12}\n");
    close_bench(bench);
}

static void json_keeps_every_digit_of_an_integer(void **state)
{
    (void)state;
    static const char *const fields[] = {"votes", NULL};
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSONL, fields);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "A", "", INT64_MAX, false), ATL_OK);
    assert_string_equal(read_out(bench->screen), "{\"votes\":9223372036854775807}\n");
    close_bench(bench);
}

static void assert_failure(bool begun, bool with_row, bool ended, const char *expected)
{
    struct bench *bench =
        open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, (const char *const[]){"key", NULL});
    if (begun) {
        assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    }
    if (with_row) {
        assert_int_equal(push(bench, "ATL-1", "First", 7, true), ATL_OK);
    }
    if (ended) {
        assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    }
    atl_fail(&bench->error, ATL_UNAUTHENTICATED, "the token was refused");
    bench->error.http_status = 401;
    atl_hint(&bench->error, "log in again");
    struct atl_error late;
    assert_int_equal(atl_output_finish(bench->output, ATL_UNAUTHENTICATED, &bench->error, &late),
                     ATL_OK);
    assert_string_equal(read_out(bench->screen), expected);
    close_bench(bench);
}

static void json_tells_of_an_error_within_the_one_document(void **state)
{
    (void)state;
#define ERROR                                                                                      \
    "\"error\":{\"code\":\"unauthenticated\",\"message\":\"the token was "                         \
    "refused\",\"status\":401,\"hints\":"                                                          \
    "[\"log in again\"]}}\n"
    assert_failure(false, false, false, "{\"schemaVersion\":\"1\"," ERROR);
    assert_failure(true, false, false, "{\"schemaVersion\":\"1\"," ERROR);
    assert_failure(true, true, false,
                   "{\"schemaVersion\":\"1\",\"issues\":[\n{\"key\":\"ATL-1\"}\n]," ERROR);
    assert_failure(true, true, true,
                   "{\"schemaVersion\":\"1\",\"issues\":[\n{\"key\":\"ATL-1\"}\n]," ERROR);
#undef ERROR
}

static void json_of_a_command_with_nothing_to_say_is_a_document_too(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, NULL);
    assert_int_equal(atl_output_text(bench->output, &bench->error, "for people"), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), "{\"schemaVersion\":\"1\"}\n");
    close_bench(bench);
}

static void json_lets_notes_wait_for_the_end_of_the_document(void **state)
{
    (void)state;
    struct bench *bench =
        open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, (const char *const[]){"key", NULL});
    struct atl_console *console = &bench->screen->console;
    atl_note(console, "before");
    assert_string_equal(read_stream(bench->screen, 1), "before\n");
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", "First", 7, true), ATL_OK);
    atl_warn(console, "amid");
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    atl_note(console, "1 issue shown");
    assert_string_equal(read_stream(bench->screen, 0), "");
    assert_string_equal(read_stream(bench->screen, 1), "");
    finish(bench);
    assert_string_equal(read_out(bench->screen),
                        "{\"schemaVersion\":\"1\",\"issues\":[\n{\"key\":\"ATL-1\"}\n]}\n");
    assert_string_equal(read_err(bench->screen), "warning: amid\n1 issue shown\n");
    close_bench(bench);
}

static void json_adds_nothing_to_bytes_of_the_command(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, NULL);
    assert_int_equal(atl_output_bytes(bench->output, "[1]\n", 4, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), "[1]\n");
    close_bench(bench);
}

/* ---- JSONL ---- */

static void jsonl_gives_each_line_at_once(void **state)
{
    (void)state;
    struct bench *bench =
        open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSONL, (const char *const[]){"key", "votes", NULL});
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_int_equal(push(bench, "ATL-1", "First", 7, true), ATL_OK);
    assert_string_equal(read_stream(bench->screen, 0), "{\"key\":\"ATL-1\",\"votes\":7}\n");
    assert_int_equal(push(bench, "ATL-2", "Second", 8, true), ATL_OK);
    assert_string_equal(read_stream(bench->screen, 0), "{\"key\":\"ATL-2\",\"votes\":8}\n");
    assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), "");
    close_bench(bench);
}

static void jsonl_holds_nothing_back_in_memory(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_FILE, 0, ATL_OUTPUT_JSONL, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    size_t most = 0;
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(push(bench, "ATL-1", "First", i, true), ATL_OK);
        size_t pending = bench->screen->console.pending.capacity;
        most = pending > most ? pending : most;
    }
    assert_true(most <= 256 * 1024);
    close_bench(bench);
}

/* ---- objects ---- */

static const char issue[] =
    "{\"key\":\"ATL-1\",\"fields\":{\"summary\":\"First\",\"votes\":7,\"labels\":[\"a\",\"b\"],"
    "\"assignee\":{\"displayName\":\"Ann\"},\"parts\":[{\"name\":\"x\"},{\"name\":\"y\"}],"
    "\"nothing\":null,\"odd\":{\"z\":1}},\"done\":true,\"created\":\"2026-01-31T08:15:30.123+"
    "0200\"}";

static const struct atl_column issue_columns[] = {
    {.key = "key", .heading = "Key"},
    {.key = "votes", .heading = "Votes", .path = "fields.votes", .kind = ATL_CELL_INTEGER},
    {.key = "labels", .heading = "Labels", .path = "fields.labels"},
    {.key = "assignee", .heading = "Assignee", .path = "fields.assignee"},
    {.key = "parts", .heading = "Parts", .path = "fields.parts"},
    {.key = "nothing", .heading = "Nothing", .path = "fields.nothing"},
    {.key = "odd", .heading = "Odd", .path = "fields.odd"},
    {.key = "missing", .heading = "Missing"},
    {.key = "done", .heading = "Done", .kind = ATL_CELL_BOOLEAN},
    {.key = "created", .heading = "Created", .kind = ATL_CELL_TIME},
    {0}};

static void assert_object(enum atl_output_form form, bool as_record, const char *const *fields,
                          const char *expected)
{
    static const struct atl_listing issues = {.name = "issues", .columns = issue_columns};
    struct bench *bench = open_bench(SCREEN_PIPE, 0, form, fields);
    cJSON *object = cJSON_Parse(issue);
    assert_non_null(object);
    if (as_record) {
        assert_int_equal(atl_output_record(bench->output, issue_columns, object, &bench->error),
                         ATL_OK);
    } else {
        assert_int_equal(atl_output_begin(bench->output, &issues, &bench->error), ATL_OK);
        assert_int_equal(atl_output_object(bench->output, object, &bench->error), ATL_OK);
        assert_int_equal(atl_output_end(bench->output, &bench->error), ATL_OK);
    }
    finish(bench);
    assert_string_equal(read_out(bench->screen), expected);
    cJSON_Delete(object);
    close_bench(bench);
}

static void object_becomes_a_row_by_its_columns_paths(void **state)
{
    (void)state;
    assert_object(
        ATL_OUTPUT_TABLE, false, NULL,
        "Key    Votes  Labels  Assignee  Parts  Nothing  Odd      Missing  Done  Created\n"
        "ATL-1      7  a, b    Ann       x, y            {\"z\":1}           ✓     "
        "2026-01-31 06:15\n");
    assert_object(
        ATL_OUTPUT_CSV, false, NULL,
        "key,votes,labels,assignee,parts,nothing,odd,missing,done,created\n"
        "ATL-1,7,\"a, b\",Ann,\"x, y\",,\"{\"\"z\"\":1}\",,true,2026-01-31T06:15:30.123Z\n");
}

static void object_is_printed_whole_as_json(void **state)
{
    (void)state;
    char expected[1024];
    snprintf(expected, sizeof expected, "%s\n", issue);
    assert_object(ATL_OUTPUT_JSONL, false, NULL, expected);
    assert_object(ATL_OUTPUT_JSONL, true, NULL, expected);
    snprintf(expected, sizeof expected, "{\"schemaVersion\":\"1\",\"issues\":[\n%s\n]}\n", issue);
    assert_object(ATL_OUTPUT_JSON, false, NULL, expected);
}

static void list_instead_of_a_record_is_refused(void **state)
{
    (void)state;
    static const enum atl_output_form forms[] = {ATL_OUTPUT_TABLE, ATL_OUTPUT_JSON,
                                                 ATL_OUTPUT_JSONL, ATL_OUTPUT_CSV};
    cJSON *list = cJSON_Parse("[{\"key\":\"ATL-1\"}]");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct bench *bench = open_bench(SCREEN_PIPE, 0, forms[i], NULL);
        assert_int_equal(atl_output_record(bench->output, issue_columns, list, &bench->error),
                         ATL_FAILED);
        assert_non_null(strstr(bench->error.message, "the server answered with something else"));
        assert_string_equal(read_out(bench->screen), "");
        close_bench(bench);
    }
    cJSON_Delete(list);
}

static void fields_pick_from_an_object_as_json(void **state)
{
    (void)state;
    static const char *const fields[] = {"labels", "missing", "KEY", "labels", NULL};
    assert_object(ATL_OUTPUT_JSONL, false, fields,
                  "{\"labels\":[\"a\",\"b\"],\"missing\":null,\"key\":\"ATL-1\"}\n");
    assert_object(ATL_OUTPUT_JSON, true, fields,
                  "{\"schemaVersion\":\"1\",\"labels\":[\"a\",\"b\"],\"missing\":null,\"key\":"
                  "\"ATL-1\"}\n");
}

static void record_is_labelled_lines(void **state)
{
    (void)state;
    assert_object(ATL_OUTPUT_TABLE, true, NULL,
                  "Key: ATL-1\nVotes: 7\nLabels: a, b\nAssignee: Ann\nParts: x, y\nOdd: {\"z\":1}\n"
                  "Done: ✓\nCreated: 2026-01-31 06:15\n");
    assert_object(ATL_OUTPUT_TABLE, true, (const char *const[]){"votes", "key", NULL},
                  "Votes: 7\nKey: ATL-1\n");
}

static void record_is_the_documents_own_members_as_json(void **state)
{
    (void)state;
    char expected[1024];
    snprintf(expected, sizeof expected, "{\"schemaVersion\":\"1\",%s\n", issue + 1);
    assert_object(ATL_OUTPUT_JSON, true, NULL, expected);
}

static void record_is_a_heading_and_a_row_as_csv(void **state)
{
    (void)state;
    assert_object(ATL_OUTPUT_CSV, true, (const char *const[]){"key", "done", NULL},
                  "key,done\nATL-1,true\n");
}

/* ---- --fields ---- */

static void fields_choose_and_order_columns(void **state)
{
    (void)state;
    static const char *const fields[] = {"votes", "Key", NULL};
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, fields,
               "VOTES  KEY\n"
               "    7  ATL-1\n"
               "  -12  ATL-10\n");
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_CSV, fields, "votes,key\n7,ATL-1\n-12,ATL-10\n");
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_JSONL, fields,
               "{\"votes\":7,\"key\":\"ATL-1\"}\n{\"votes\":-12,\"key\":\"ATL-10\"}\n");
}

static void fields_bring_in_columns_that_are_not_usually_shown(void **state)
{
    (void)state;
    static const char *const fields[] = {"key", "created", NULL};
    assert_two(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, fields,
               "KEY     CREATED\n"
               "ATL-1   2026-01-01 00:00\n"
               "ATL-10  2026-01-01 00:00\n");
}

static void fields_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const fields[] = {"key", "vote", NULL};
    struct bench *bench = open_bench(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, fields);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_USAGE);
    assert_string_equal(bench->error.message, "unknown field 'vote'");
    assert_string_equal(bench->error.hints[0], "did you mean 'votes'?");
    assert_string_equal(bench->error.hints[1], "the fields are key, summary, votes, done, created");
    assert_int_equal(atl_output_check(bench->output, columns, &bench->error), ATL_USAGE);
    close_bench(bench);
}

static void commands_can_tell_which_columns_are_wanted(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_FILE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_true(atl_output_wants(bench->output, "key"));
    assert_false(atl_output_wants(bench->output, "created"));
    close_bench(bench);
    bench = open_bench(SCREEN_FILE, 0, ATL_OUTPUT_JSON, NULL);
    assert_int_equal(atl_output_begin(bench->output, &listing, &bench->error), ATL_OK);
    assert_true(atl_output_wants(bench->output, "created"));
    close_bench(bench);
}

/* ---- messages ---- */

static void assert_message(enum atl_output_form form, const char *const *fields,
                           const char *expected, const char *warning)
{
    struct bench *bench = open_bench(SCREEN_PIPE, 0, form, fields);
    cJSON *object = cJSON_Parse("{\"profile\":\"work\",\"active\":true}");
    assert_int_equal(atl_output_message(bench->output, object, &bench->error,
                                        "Switched to profile '%s'", "work\033"),
                     ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen), expected);
    assert_string_equal(read_err(bench->screen), warning);
    cJSON_Delete(object);
    close_bench(bench);
}

static void message_is_a_sentence_or_an_object(void **state)
{
    (void)state;
    assert_message(ATL_OUTPUT_TABLE, NULL, "Switched to profile 'work�'\n", "");
    assert_message(ATL_OUTPUT_JSON, NULL,
                   "{\"schemaVersion\":\"1\",\"profile\":\"work\",\"active\":true}\n", "");
    assert_message(ATL_OUTPUT_JSONL, NULL, "{\"profile\":\"work\",\"active\":true}\n", "");
    assert_message(ATL_OUTPUT_CSV, NULL, "profile,active\nwork,true\n", "");
}

static void message_shows_the_fields_that_were_asked_for(void **state)
{
    (void)state;
    static const char *const fields[] = {"active", "nonsense", NULL};
    static const char warning[] = "warning: there is no field 'nonsense'\n";
    assert_message(ATL_OUTPUT_TABLE, fields, "active: ✓\n", warning);
    assert_message(ATL_OUTPUT_JSON, fields, "{\"schemaVersion\":\"1\",\"active\":true}\n", warning);
    assert_message(ATL_OUTPUT_CSV, fields, "active\ntrue\n", warning);
}

static void message_is_shown_whole_rather_than_lost(void **state)
{
    (void)state;
    static const char *const fields[] = {"nonsense", NULL};
    static const char warning[] = "warning: there is no field 'nonsense'\n";
    assert_message(ATL_OUTPUT_JSON, fields,
                   "{\"schemaVersion\":\"1\",\"profile\":\"work\",\"active\":true}\n", warning);
    assert_message(ATL_OUTPUT_CSV, fields, "profile,active\nwork,true\n", warning);
}

static void message_has_the_fields_that_were_checked_before(void **state)
{
    (void)state;
    static const struct atl_column members[] = {
        {.key = "profile"}, {.key = "active"}, {.key = "movedTo"}, {0}};
    struct bench *bench =
        open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON, (const char *const[]){"profil", NULL});
    assert_int_equal(atl_output_check(bench->output, members, &bench->error), ATL_USAGE);
    assert_string_equal(bench->error.message, "unknown field 'profil'");
    close_bench(bench);
    bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_JSON,
                       (const char *const[]){"movedTo", "profile", NULL});
    assert_int_equal(atl_output_check(bench->output, members, &bench->error), ATL_OK);
    cJSON *object = cJSON_Parse("{\"profile\":\"work\",\"active\":true}");
    assert_int_equal(atl_output_message(bench->output, object, &bench->error, "Done"), ATL_OK);
    finish(bench);
    assert_string_equal(read_out(bench->screen),
                        "{\"schemaVersion\":\"1\",\"movedTo\":null,\"profile\":\"work\"}\n");
    assert_string_equal(read_err(bench->screen), "");
    cJSON_Delete(object);
    close_bench(bench);
}

static void text_is_for_people_only(void **state)
{
    (void)state;
    struct bench *bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_TABLE, NULL);
    assert_int_equal(atl_output_text(bench->output, &bench->error, "a\n\tb%s\n", "\033[1m"),
                     ATL_OK);
    assert_string_equal(read_out(bench->screen), "a\n\tb�[1m\n");
    close_bench(bench);
    bench = open_bench(SCREEN_PIPE, 0, ATL_OUTPUT_CSV, NULL);
    assert_int_equal(atl_output_text(bench->output, &bench->error, "a"), ATL_OK);
    assert_string_equal(read_out(bench->screen), "");
    close_bench(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_aligns_columns),
        cmocka_unit_test(table_is_the_same_in_a_pipe),
        cmocka_unit_test(table_has_colour_on_a_terminal),
        cmocka_unit_test(table_has_no_colour_where_none_is_wanted),
        cmocka_unit_test(table_fits_the_terminal),
        cmocka_unit_test(table_measures_wide_characters),
        cmocka_unit_test(table_goes_by_columns_when_the_terminal_does_not_say),
        cmocka_unit_test(table_never_cuts_in_a_pipe),
        cmocka_unit_test(table_never_cuts_keys_ids_and_numbers),
        cmocka_unit_test(table_levels_columns_that_shrink),
        cmocka_unit_test(table_leaves_out_spare_columns_rather_than_cut_others),
        cmocka_unit_test(table_lets_no_control_character_through),
        cmocka_unit_test(table_streams_in_the_layout_of_its_first_rows),
        cmocka_unit_test(empty_table_prints_nothing_but_a_note),
        cmocka_unit_test(broken_off_table_shows_the_rows_it_has),
        cmocka_unit_test(csv_has_a_heading_and_plain_values),
        cmocka_unit_test(csv_is_the_same_on_a_terminal),
        cmocka_unit_test(empty_csv_has_its_heading),
        cmocka_unit_test(csv_quotes_and_neutralises),
        cmocka_unit_test(json_is_one_document),
        cmocka_unit_test(json_is_indented_on_a_terminal),
        cmocka_unit_test(json_of_no_rows_has_an_empty_array),
        cmocka_unit_test(json_has_further_members_after_the_rows),
        cmocka_unit_test(json_keeps_every_digit_of_an_integer),
        cmocka_unit_test(json_tells_of_an_error_within_the_one_document),
        cmocka_unit_test(json_of_a_command_with_nothing_to_say_is_a_document_too),
        cmocka_unit_test(json_lets_notes_wait_for_the_end_of_the_document),
        cmocka_unit_test(json_adds_nothing_to_bytes_of_the_command),
        cmocka_unit_test(jsonl_gives_each_line_at_once),
        cmocka_unit_test(jsonl_holds_nothing_back_in_memory),
        cmocka_unit_test(object_becomes_a_row_by_its_columns_paths),
        cmocka_unit_test(object_is_printed_whole_as_json),
        cmocka_unit_test(list_instead_of_a_record_is_refused),
        cmocka_unit_test(fields_pick_from_an_object_as_json),
        cmocka_unit_test(record_is_labelled_lines),
        cmocka_unit_test(record_is_the_documents_own_members_as_json),
        cmocka_unit_test(record_is_a_heading_and_a_row_as_csv),
        cmocka_unit_test(fields_choose_and_order_columns),
        cmocka_unit_test(fields_bring_in_columns_that_are_not_usually_shown),
        cmocka_unit_test(fields_that_do_not_exist_are_refused),
        cmocka_unit_test(commands_can_tell_which_columns_are_wanted),
        cmocka_unit_test(message_is_a_sentence_or_an_object),
        cmocka_unit_test(message_shows_the_fields_that_were_asked_for),
        cmocka_unit_test(message_is_shown_whole_rather_than_lost),
        cmocka_unit_test(message_has_the_fields_that_were_checked_before),
        cmocka_unit_test(text_is_for_people_only),
    };
    /* Tables show local time. */
    setenv("TZ", "UTC", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
