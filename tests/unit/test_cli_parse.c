/* The command line's grammar, rule by rule. */
#include "cli_fixture.h"

static void assert_parses(const struct parsed *parsed)
{
    if (parsed->status != ATL_OK) {
        fail_msg("expected it to parse, got: %s", parsed->error.message);
    }
}

static bool has_hint(const struct atl_error *error, const char *hint)
{
    for (size_t i = 0; i < error->hint_count; i++) {
        if (strcmp(error->hints[i], hint) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- what is refused, and how ---- */

static const struct {
    const char *line;
    const char *message;
    const char *hint; /* NULL: none in particular */
} refused[] = {
    /* commands */
    {"boxx", "unknown command 'boxx'", "did you mean 'atlcli box'?"},
    {"box fil", "unknown command 'box fil'", "did you mean 'atlcli box fill'?"},
    {"box flil b1", "unknown command 'box flil'", "did you mean 'atlcli box fill'?"},
    {"box zzzzzz", "unknown command 'box zzzzzz'", "'atlcli box --help' lists the commands"},
    {"zzzzzz", "unknown command 'zzzzzz'", "'atlcli --help' lists the commands"},
    {"fill", "unknown command 'fill'", "did you mean 'atlcli box fill'?"},
    {"add", "unknown command 'add'", "did you mean 'atlcli box label add'?"},
    {"box label ad x", "unknown command 'box label ad'", "did you mean 'atlcli box label add'?"},
    {"''", "unknown command ''", NULL},
    {"box_fill b1", "unknown command 'box fill'", NULL},
    {"-- zzzzzz", "unknown command 'zzzzzz'", NULL},
    /* options */
    {"box fill b1 --gentle", "unknown option '--gentle'", "did you mean '--gently'?"},
    {"box fill b1 --gnetly", "unknown option '--gnetly'", "did you mean '--gently'?"},
    {"box fill b1 --profil=x", "unknown option '--profil'", "did you mean '--profile'?"},
    {"box fill b1 --zzzzzz", "unknown option '--zzzzzz'",
     "usage: atlcli box fill BOX [THING...] [options]"},
    {"--gently box fill b1", "unknown option '--gently'",
     "the options of a command come after its words"},
    {"box --note x fill b1", "unknown option '--note'",
     "the options of a command come after its words"},
    {"box fill b1 -z", "unknown option '-z'", "an argument that begins with '-' goes after '--'"},
    {"box fill b1 -gzl", "unknown option '-z'", NULL},
    {"box fill b1 -json", "unknown option '-j'", "did you mean '--json'?"},
    {"box fill b1 -5", "unknown option '-5'", "an argument that begins with '-' goes after '--'"},
    {"box fill b1 --gently=yes", "option '--gently' takes no value", NULL},
    {"box fill b1 --no-note", "unknown option '--no-note'", "did you mean '--note'?"},
    {"box fill b1 --no-size", "unknown option '--no-size'", NULL},
    {"box fill b1 --secretl", "unknown option '--secretl'", NULL},
    /* values */
    {"box fill b1 --note", "option '--note' needs a value", NULL},
    {"box fill b1 -n", "option '--note' needs a value", NULL},
    {"box fill b1 -gn", "option '--note' needs a value", NULL},
    {"box fill b1 --note --loud", "option '--note' needs a value",
     "if '--loud' is the value, write --note=--loud"},
    {"box fill b1 --note --", "option '--note' needs a value",
     "if '--' is the value, write --note=--"},
    {"box fill b1 --size x", "option '--size' takes a whole number from 1 to 10 or 'all', not 'x'",
     NULL},
    {"box fill b1 --size 0", "option '--size' takes a whole number from 1 to 10 or 'all', not '0'",
     NULL},
    {"box fill b1 --size 11",
     "option '--size' takes a whole number from 1 to 10 or 'all', not '11'", NULL},
    {"box fill b1 --size=", "option '--size' takes a whole number from 1 to 10 or 'all', not ''",
     NULL},
    {"box fill b1 --size 7x",
     "option '--size' takes a whole number from 1 to 10 or 'all', not '7x'", NULL},
    {"box fill b1 --offset 1.5", "option '--offset' takes a whole number, not '1.5'", NULL},
    {"box fill b1 --offset 9223372036854775808",
     "option '--offset' takes a whole number, not '9223372036854775808'", NULL},
    {"box fill b1 --least 2", "option '--least' takes a whole number of at least 3, not '2'", NULL},
    {"box fill b1 --colour gren", "option '--colour' takes red, green or blue, not 'gren'",
     "did you mean 'green'?"},
    {"box fill b1 --colour=", "option '--colour' takes red, green or blue, not ''", NULL},
    {"box fill b1 --sides left,lft", "option '--sides' takes left or right, not 'lft'",
     "did you mean 'left'?"},
    {"box move b1", "option '--by' is missing", "usage: atlcli box move BOX [PLACE] --by WHOM"},
    /* arguments */
    {"box fill", "missing argument BOX", "usage: atlcli box fill BOX [THING...] [options]"},
    {"box fill ''", "argument BOX is empty", NULL},
    {"box label add", "missing argument LABEL", "usage: atlcli box label add LABEL..."},
    {"box label add a ''", "argument LABEL is empty", NULL},
    {"box move b1 attic x --by me", "unexpected argument 'x'",
     "usage: atlcli box move BOX [PLACE] --by WHOM"},
    {"box move b1 atic --by me", "argument PLACE takes attic or cellar, not 'atic'",
     "did you mean 'attic'?"},
    {"count 1", "unexpected argument '1'", "'atlcli count --help' says more"},
    {"count box", "unexpected argument 'box'", NULL},
    /* global options */
    {"count --json --csv", "--json and --csv exclude each other", NULL},
    {"count --jsonl --json", "--json and --jsonl exclude each other", NULL},
    {"box fill b1 --note a\xff", "option '--note': byte 0xff is not UTF-8", NULL},
    {"box fill b1 --tag k=\xc3", "option '--tag': byte 0xc3 is not UTF-8", NULL},
    {"box move b1 \xe4", "argument PLACE: byte 0xe4 is not UTF-8", NULL},
    {"count --csv --jsonl", "--jsonl and --csv exclude each other", NULL},
    {"count --fields ''", "--fields names no field", NULL},
    {"count --fields ,,", "--fields names no field", NULL},
    {"count --concurrency 0", "option '--concurrency' takes a whole number from 1 to 1000, not '0'",
     NULL},
    {"count --timeout 0", "option '--timeout' takes a whole number from 1 to 86400, not '0'", NULL},
    {"count --retries -1", "option '--retries' takes a whole number from 0 to 100, not '-1'", NULL},
    {"count --profile", "option '--profile' needs a value", NULL},
};

static void refuses_with_a_message_and_a_way_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct parsed *parsed = parse_line(refused[i].line);
        if (parsed->status != ATL_USAGE) {
            fail_msg("'%s' was not refused", refused[i].line);
        }
        if (strcmp(parsed->error.message, refused[i].message) != 0) {
            fail_msg("'%s': %s", refused[i].line, parsed->error.message);
        }
        if (refused[i].hint != NULL && !has_hint(&parsed->error, refused[i].hint)) {
            fail_msg("'%s' has no hint '%s', but '%s'", refused[i].line, refused[i].hint,
                     parsed->error.hints[0]);
        }
        free_parsed(parsed);
    }
}

static void never_repeats_what_may_be_a_secret(void **state)
{
    (void)state;
    static const char *const lines[] = {"box fill b1 --key --s3cret", "box fill b1 --kye=s3cret",
                                        "box fill b1 -ks3cret"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed *parsed = parse_line(lines[i]);
        assert_int_equal(parsed->status, ATL_USAGE);
        assert_null(strstr(parsed->error.message, "s3cret"));
        for (size_t k = 0; k < parsed->error.hint_count; k++) {
            assert_null(strstr(parsed->error.hints[k], "s3cret"));
        }
        free_parsed(parsed);
    }
}

static void does_not_suggest_hidden_things(void **state)
{
    (void)state;
    static const char *const lines[] = {"__iner", "box fill b1 --secretli"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed *parsed = parse_line(lines[i]);
        assert_int_equal(parsed->status, ATL_USAGE);
        for (size_t k = 0; k < parsed->error.hint_count; k++) {
            assert_null(strstr(parsed->error.hints[k], "did you mean"));
        }
        free_parsed(parsed);
    }
}

/* ---- commands ---- */

static void finds_commands_by_their_words(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const struct atl_command *command;
    } cases[] = {
        {"", NULL},
        {"--json", NULL},
        {"box", &fixture_box},
        {"box label", &fixture_box_label},
        {"box label add a", &fixture_box_label_add},
        {"box label add box", &fixture_box_label_add},
        {"count", &fixture_count},
        {"__inner", &fixture_hidden},
        {"--quiet box --json label --no-progress add a", &fixture_box_label_add},
        {"--profile box box fill b1", &fixture_box_fill},
        {"--profile=x box fill b1", &fixture_box_fill},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_parses(parsed);
        assert_ptr_equal(parsed->invocation.command, cases[i].command);
        free_parsed(parsed);
    }
}

/* ---- flags ---- */

static void takes_flags_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool gently;
        bool loud;
        bool no_lid;
    } cases[] = {
        {"box fill b1", false, false, false},
        {"box fill b1 --gently", true, false, false},
        {"box fill b1 -g", true, false, false},
        {"box fill b1 -gl", true, true, false},
        {"box fill -lg b1", true, true, false},
        {"box fill b1 --gently --no-gently", false, false, false},
        {"box fill b1 --no-gently --gently", true, false, false},
        {"box fill b1 --no-lid", false, false, true},
        {"box fill b1 --no-lid --lid", false, false, false},
        {"box fill b1 --no-no-lid", false, false, false},
        {"box fill b1 -- --gently", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_parses(parsed);
        assert_int_equal(atl_option_flag(&parsed->context, "gently"), cases[i].gently);
        assert_int_equal(atl_option_flag(&parsed->context, "loud"), cases[i].loud);
        assert_int_equal(atl_option_flag(&parsed->context, "no-lid"), cases[i].no_lid);
        free_parsed(parsed);
    }
}

static void tells_a_negated_flag_from_one_that_was_not_given(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box fill b1 --no-gently");
    assert_true(atl_option_given(&parsed->context, "gently"));
    assert_false(atl_option_flag(&parsed->context, "gently"));
    assert_false(atl_option_given(&parsed->context, "loud"));
    free_parsed(parsed);
}

static void takes_an_alias_for_the_option(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box fill b1 --confirm");
    assert_parses(parsed);
    assert_true(atl_option_flag(&parsed->context, "yes"));
    free_parsed(parsed);
}

/* ---- values ---- */

static void takes_texts_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *note;
    } cases[] = {
        {"box fill b1", NULL},
        {"box fill b1 --note x", "x"},
        {"box fill b1 --note=x", "x"},
        {"box fill b1 --note=a=b", "a=b"},
        {"box fill b1 -n x", "x"},
        {"box fill b1 -nx", "x"},
        {"box fill b1 -n=x", "x"},
        {"box fill b1 -gnx", "x"},
        {"box fill b1 -gln x", "x"},
        {"box fill --note x b1", "x"},
        {"box fill b1 --note a --note b", "b"},
        {"box fill b1 --note=", ""},
        {"box fill b1 --note ''", ""},
        {"box fill b1 -n ''", ""},
        {"box fill b1 --note -", "-"},
        {"box fill b1 --note -7d", "-7d"},
        {"box fill b1 --note=--loud", "--loud"},
        {"box fill b1 --note=--", "--"},
        {"box fill b1 -- --note x", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_parses(parsed);
        const char *note = atl_option_text(&parsed->context, "note");
        if (!atl_text_equal(note, cases[i].note)) {
            fail_msg("'%s' gives '%s'", cases[i].line, note);
        }
        assert_int_equal(atl_option_given(&parsed->context, "note"), cases[i].note != NULL);
        free_parsed(parsed);
    }
}

static void takes_integers_within_their_range(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *option;
        int64_t value;
    } cases[] = {
        {"box fill b1", "size", 77},
        {"box fill b1 --size 1", "size", 1},
        {"box fill b1 --size=10", "size", 10},
        {"box fill b1 -s3", "size", 3},
        {"box fill b1 --size all", "size", ATL_OPTION_UNLIMITED},
        {"box fill b1 --size ALL", "size", ATL_OPTION_UNLIMITED},
        {"box fill b1 --offset -5", "offset", -5},
        {"box fill b1 --offset 9223372036854775807", "offset", INT64_MAX},
        {"box fill b1 --least 3", "least", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_parses(parsed);
        assert_int_equal(atl_option_integer(&parsed->context, cases[i].option, 77), cases[i].value);
        free_parsed(parsed);
    }
}

static void takes_choices_in_either_case(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box fill b1 --colour GREEN");
    assert_parses(parsed);
    assert_string_equal(atl_option_text(&parsed->context, "colour"), "green");
    free_parsed(parsed);
}

static void assert_words(const char *const *words, const char *joined)
{
    struct atl_buffer text = {0};
    for (; *words != NULL; words++) {
        atl_buffer_printf(&text, "%s%s", text.length > 0 ? "|" : "", *words);
    }
    assert_string_equal(atl_buffer_text(&text), joined);
    atl_buffer_free(&text);
}

static void collects_repeated_options_as_they_are(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box fill b1 --tag a=1,2 -t b --tag=c");
    size_t count;
    assert_parses(parsed);
    assert_words(atl_option_list(&parsed->context, "tag", &count), "a=1,2|b|c");
    assert_int_equal(count, 3);
    assert_words(atl_option_list(&parsed->context, "sides", &count), "");
    assert_int_equal(count, 0);
    free_parsed(parsed);
}

static void collects_many_repeated_options(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line(
        "box fill b -ta -tb -tc -td -te -tf -tg -th -ti -tj -tk -tl -tm -tn -to -tp -tq");
    assert_parses(parsed);
    assert_words(atl_option_list(&parsed->context, "tag", NULL),
                 "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q");
    free_parsed(parsed);
}

static void splits_lists_at_commas(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box fill b1 --sides left,,RIGHT --sides=left");
    assert_parses(parsed);
    assert_words(atl_option_list(&parsed->context, "sides", NULL), "left|right|left");
    free_parsed(parsed);
}

/* ---- arguments ---- */

static void deals_words_out_to_arguments(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *box;
        const char *things;
    } cases[] = {
        {"box fill b1", "b1", ""},
        {"box fill b1 x y", "b1", "x|y"},
        {"box fill b1 -g x --note n y", "b1", "x|y"},
        {"box fill - x", "-", "x"},
        {"box fill -- -5 --x --", "-5", "--x|--"},
        {"box fill b1 -- fill", "b1", "fill"},
        {"box fill fill box", "fill", "box"},
        {"box fill b1 ''", "b1", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_parses(parsed);
        assert_string_equal(atl_argument(&parsed->context, "BOX"), cases[i].box);
        assert_words(atl_argument_list(&parsed->context, "THING", NULL), cases[i].things);
        free_parsed(parsed);
    }
}

static void gives_null_for_an_argument_left_out(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("box move b1 --by me");
    assert_parses(parsed);
    assert_null(atl_argument(&parsed->context, "PLACE"));
    free_parsed(parsed);
}

/* ---- global options ---- */

static void takes_global_options_anywhere(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "--profile work --json --fields a,b --concurrency 3 --timeout 7 --retries 0 -qv "
        "--no-progress box fill b1",
        "box --profile work fill --json --fields a,b b1 --concurrency=3 --timeout=7 --retries=0 -q "
        "-v --no-progress",
        "box fill b1 --no-progress --quiet --verbose --retries 0 --timeout 7 --concurrency 3 "
        "--fields a --fields b --json --profile=work",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed *parsed = parse_line(lines[i]);
        const struct atl_globals *globals = &parsed->invocation.globals;
        assert_parses(parsed);
        assert_string_equal(globals->profile, "work");
        assert_int_equal(globals->form, ATL_OUTPUT_JSON);
        assert_words(globals->fields, "a|b");
        assert_int_equal(globals->field_count, 2);
        assert_int_equal(globals->concurrency, 3);
        assert_int_equal(globals->timeout_ms, 7000);
        assert_int_equal(globals->retries, 0);
        assert_true(globals->no_progress && globals->quiet && globals->verbose);
        free_parsed(parsed);
    }
}

static void leaves_global_options_at_their_defaults(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("count");
    const struct atl_globals *globals = &parsed->invocation.globals;
    assert_parses(parsed);
    assert_null(globals->profile);
    assert_null(globals->fields);
    assert_int_equal(globals->form, ATL_OUTPUT_TABLE);
    assert_int_equal(globals->concurrency, 0);
    assert_int_equal(globals->timeout_ms, 0);
    assert_int_equal(globals->retries, -1);
    assert_false(globals->no_progress || globals->quiet || globals->verbose);
    free_parsed(parsed);
}

static void takes_back_an_output_form(void **state)
{
    (void)state;
    struct parsed *parsed = parse_line("count --json --no-json --csv");
    assert_parses(parsed);
    assert_int_equal(parsed->invocation.globals.form, ATL_OUTPUT_CSV);
    free_parsed(parsed);
}

static void asks_for_nothing_more_with_help_or_version(void **state)
{
    (void)state;
    static const char *const lines[] = {"box fill --help",    "box fill -h a b c", "box move -V",
                                        "--version box move", "box --help",        "-h"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed *parsed = parse_line(lines[i]);
        assert_parses(parsed);
        assert_true(parsed->invocation.help || parsed->invocation.version);
        free_parsed(parsed);
    }
}

static void knows_of_json_also_when_the_mistake_comes_before(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum atl_output_form form;
    } cases[] = {
        {"boxx --json", ATL_OUTPUT_JSON}, {"count --zzz --json", ATL_OUTPUT_JSON},
        {"--json boxx", ATL_OUTPUT_JSON}, {"count --json --csv", ATL_OUTPUT_JSON},
        {"boxx", ATL_OUTPUT_TABLE},       {"count x -- --json", ATL_OUTPUT_TABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed *parsed = parse_line(cases[i].line);
        assert_int_equal(parsed->status, ATL_USAGE);
        assert_int_equal(parsed->invocation.globals.form, cases[i].form);
        free_parsed(parsed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_with_a_message_and_a_way_out),
        cmocka_unit_test(never_repeats_what_may_be_a_secret),
        cmocka_unit_test(does_not_suggest_hidden_things),
        cmocka_unit_test(finds_commands_by_their_words),
        cmocka_unit_test(takes_flags_in_every_form),
        cmocka_unit_test(tells_a_negated_flag_from_one_that_was_not_given),
        cmocka_unit_test(takes_an_alias_for_the_option),
        cmocka_unit_test(takes_texts_in_every_form),
        cmocka_unit_test(takes_integers_within_their_range),
        cmocka_unit_test(takes_choices_in_either_case),
        cmocka_unit_test(collects_repeated_options_as_they_are),
        cmocka_unit_test(collects_many_repeated_options),
        cmocka_unit_test(splits_lists_at_commas),
        cmocka_unit_test(deals_words_out_to_arguments),
        cmocka_unit_test(gives_null_for_an_argument_left_out),
        cmocka_unit_test(takes_global_options_anywhere),
        cmocka_unit_test(leaves_global_options_at_their_defaults),
        cmocka_unit_test(takes_back_an_output_form),
        cmocka_unit_test(asks_for_nothing_more_with_help_or_version),
        cmocka_unit_test(knows_of_json_also_when_the_mistake_comes_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
