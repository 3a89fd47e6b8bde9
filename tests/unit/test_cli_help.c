/* Help and man pages of a small table. */
#include "cli_fixture.h"

#include "atlcli/text.h"
#include "cli/help.h"
#include "cli/man.h"

static char *help_of(const struct atl_command *command, unsigned columns, bool colour)
{
    struct atl_buffer text = {0};
    atl_help_append(&text, fixture_commands, command, columns, colour);
    return atl_buffer_take(&text);
}

static void assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' is missing in:\n%s", part, text);
    }
}

static void help_of_a_command_shows_everything_it_takes(void **state)
{
    (void)state;
    char *help = help_of(&fixture_box_fill, 80, false);
    assert_string_equal(
        help, "Fill a box\n"
              "\n"
              "Usage: atlcli box fill BOX [THING...] [options]\n"
              "\n"
              "Puts things into a box.\n"
              "\n"
              "A box that is full stays as it is.\n"
              "\n"
              "Arguments:\n"
              "  BOX         Which box\n"
              "  [THING...]  What to put in\n"
              "\n"
              "Options:\n"
              "  -g, --gently         Take care\n"
              "  -l, --loud           Make noise\n"
              "      --no-lid         Leave it open\n"
              "  -y, --yes            Don't ask (also --confirm)\n"
              "  -n, --note TEXT      What to write on it\n"
              "      --key KEY        What locks it\n"
              "  -s, --size N         How much goes in (or 'all'; default: 5)\n"
              "      --offset N       Where\n"
              "      --least N        At least\n"
              "      --colour COLOUR  Its colour: red, green, blue\n"
              "  -t, --tag K=V        A tag (may be repeated)\n"
              "      --sides LIST     Which sides: left, right\n"
              "      --owner NAME     Whose it is\n"
              "\n"
              "Global options, explained by 'atlcli --help':\n"
              "  --profile NAME, --json, --jsonl, --csv, --fields LIST, --concurrency N,\n"
              "  --timeout SECONDS, --retries N, --no-progress, --quiet, --verbose, --help,\n"
              "  --version\n"
              "\n"
              "Examples:\n"
              "  Put fruit in:\n"
              "    atlcli box fill b1 apple pear\n");
    free(help);
}

static void help_of_a_group_lists_what_is_directly_below(void **state)
{
    (void)state;
    char *help = help_of(&fixture_box, 80, false);
    assert_string_equal(help, "Work with boxes\n"
                              "\n"
                              "Usage: atlcli box COMMAND\n"
                              "\n"
                              "Commands:\n"
                              "  fill   Fill a box\n"
                              "  move   Move a box\n"
                              "  label  Work with labels\n"
                              "\n"
                              "'atlcli box COMMAND --help' explains a command.\n");
    free(help);
}

static void help_of_a_command_lists_those_below_it(void **state)
{
    (void)state;
    static const struct atl_command below = {
        .words = "count twice", .summary = "Count them twice", .run = fixture_run};
    static const struct atl_command *const commands[] = {&fixture_count, &below, NULL};
    struct atl_buffer text = {0};
    atl_help_append(&text, commands, &fixture_count, 80, false);
    assert_contains(text.data, "\nCommands:\n  twice  Count them twice\n\nGlobal options");
    atl_buffer_free(&text);
}

static void help_of_atlcli_lists_groups_and_global_options(void **state)
{
    (void)state;
    char *help = help_of(NULL, 80, false);
    assert_contains(help, "Usage: atlcli COMMAND\n");
    assert_contains(help, "\nCommands:\n  box    Work with boxes\n  count  Count boxes\n\n");
    assert_contains(help, "\n  -q, --quiet            Print no warnings, notes or progress\n");
    assert_null(strstr(help, "__inner"));
    free(help);
}

static void usage_names_required_options(void **state)
{
    (void)state;
    char *help = help_of(&fixture_box_move, 80, false);
    assert_contains(help, "Usage: atlcli box move BOX [PLACE] --by WHOM\n");
    assert_contains(help, "  [PLACE]  Where to: attic, cellar\n");
    free(help);
}

static void help_fits_its_width(void **state)
{
    (void)state;
    static const unsigned widths[] = {100, 80, 60, 50};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        for (size_t k = 0; fixture_commands[k] != NULL; k++) {
            char *help = help_of(fixture_commands[k], widths[i], false);
            for (char *line = strtok(help, "\n"); line != NULL; line = strtok(NULL, "\n")) {
                if (atl_text_width(line) > widths[i]) {
                    fail_msg("wider than %u: %s", widths[i], line);
                }
            }
            free(help);
        }
    }
}

static void help_on_a_narrow_terminal_puts_summaries_below(void **state)
{
    (void)state;
    char *help = help_of(&fixture_box_fill, 36, false);
    assert_contains(help, "\n      --colour COLOUR\n      Its colour: red, green, blue\n");
    free(help);
}

static void help_says_what_a_command_needs(void **state)
{
    (void)state;
    static const struct {
        unsigned needs;
        const char *sentence;
    } cases[] = {
        {ATL_NEEDS_PROFILE, "\n\nNeeds a profile: 'atlcli auth init' makes one.\n"},
        {ATL_NEEDS_JIRA, "\n\nNeeds a profile of a site with Jira: "},
        {ATL_NEEDS_CONFLUENCE, "\n\nNeeds a profile of a site with Confluence: "},
        {ATL_NEEDS_WORKSPACE | ATL_NEEDS_CONFLUENCE, "\n\nNeeds a docs workspace: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct atl_command command = {
            .words = "x", .summary = "X", .needs = cases[i].needs, .run = fixture_run};
        char *help = help_of(&command, 80, false);
        assert_contains(help, cases[i].sentence);
        free(help);
        struct atl_buffer page = {0};
        atl_man_append_command(&page, fixture_commands, &command);
        assert_contains(atl_buffer_text(&page), ".PP\nNeeds a ");
        atl_buffer_free(&page);
    }
    char *help = help_of(&fixture_count, 80, false);
    assert_null(strstr(help, "Needs"));
    free(help);
}

static void help_has_bold_headings_on_a_terminal(void **state)
{
    (void)state;
    char *help = help_of(&fixture_box_fill, 80, true);
    assert_contains(help, "\n\033[1mUsage:\033[0m atlcli box fill");
    assert_contains(help, "\n\033[1mOptions:\033[0m\n");
    free(help);
}

/* ---- man ---- */

static void man_page_escapes_what_roff_would_read(void **state)
{
    (void)state;
    static const struct atl_command odd = {
        .words = "odd-one",
        .summary = "Show C:\\dir and ~/.x",
        .description = "First.\n.SH not a request\n'neither\n\nThe `end` ^ here.",
        .run = fixture_run,
    };
    struct atl_buffer page = {0};
    atl_man_append_command(&page, fixture_commands, &odd);
    const char *text = atl_buffer_text(&page);
    assert_contains(text, "\natlcli\\-odd\\-one \\- Show C:\\edir and \\(ti/.x\n");
    assert_contains(text, "\nFirst.\n.br\n\\&.SH not a request\n.br\n\\&\\(aqneither\n.PP\nThe "
                          "\\(gaend\\(ga \\(ha here.\n");
    atl_buffer_free(&page);
}

static void man_page_of_a_command_leads_to_its_groups(void **state)
{
    (void)state;
    struct atl_buffer page = {0};
    atl_man_append_command(&page, fixture_commands, &fixture_box_label_add);
    assert_contains(atl_buffer_text(&page), ".SH SEE ALSO\n.BR atlcli (1),\n.BR atlcli\\-box (1),\n"
                                            ".BR atlcli\\-box\\-label (1)\n");
    atl_buffer_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_of_a_command_shows_everything_it_takes),
        cmocka_unit_test(help_of_a_group_lists_what_is_directly_below),
        cmocka_unit_test(help_of_a_command_lists_those_below_it),
        cmocka_unit_test(help_of_atlcli_lists_groups_and_global_options),
        cmocka_unit_test(usage_names_required_options),
        cmocka_unit_test(help_fits_its_width),
        cmocka_unit_test(help_on_a_narrow_terminal_puts_summaries_below),
        cmocka_unit_test(help_says_what_a_command_needs),
        cmocka_unit_test(help_has_bold_headings_on_a_terminal),
        cmocka_unit_test(man_page_escapes_what_roff_would_read),
        cmocka_unit_test(man_page_of_a_command_leads_to_its_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
