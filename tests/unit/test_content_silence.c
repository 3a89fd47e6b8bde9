/*
 * Nothing is dropped silently: of each kind of node and attribute, in each place, what is written
 * and read again is the same, or the report says what is lost.
 */
#include "support/specimens.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

struct trial {
    struct atl_arena arena;
    const struct atl_content_tree *tree;
    const char *where;
    unsigned failures;
};

static void complain(struct trial *trial, enum atl_content_format format, const char *text,
                     const char *why)
{
    struct atl_buffer outline = {0};
    atl_content_outline(trial->tree, &outline);
    fprintf(stderr, "%s, %s: %s\n%s--- written\n%s\n---\n", atl_content_format_name(format),
            trial->where, why, atl_buffer_text(&outline), text);
    atl_buffer_free(&outline);
    trial->failures++;
}

static void comes_back_or_is_reported(struct trial *trial, enum atl_content_format format)
{
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_buffer text = {0};
    struct atl_buffer difference = {0};
    struct atl_content_tree *result;
    struct atl_error error;
    if (atl_content_write(trial->tree, format, &options, &text, &error) != ATL_OK) {
        complain(trial, format, "", error.message);
    } else if (atl_content_read(&trial->arena, format, text.data, text.length, &options, &result,
                                &error) != ATL_OK) {
        complain(trial, format, atl_buffer_text(&text), error.message);
    } else if (report.total == 0 && !atl_content_equal(trial->tree, result, &difference)) {
        complain(trial, format, atl_buffer_text(&text), atl_buffer_text(&difference));
    }
    atl_buffer_free(&difference);
    atl_buffer_free(&text);
    atl_content_report_free(&report);
}

/*
 * In wiki markup emoji may be written as their characters, and only a macro itself knows whether
 * its body is text; what stands there raw is what it says.
 */
static bool says_the_same_otherwise(const struct specimen *specimen, enum atl_content_format format)
{
    return (format == ATL_CONTENT_WIKI || format == ATL_CONTENT_JIRA_WIKI) &&
           (specimen->kind == ATL_NODE_EMOJI || specimen->body == SPECIMEN_PLAIN ||
            (specimen->kind == ATL_NODE_RAW && specimen->value == ATL_CONTENT_WIKI));
}

static void for_all_specimens(enum atl_content_format format)
{
    unsigned failures = 0;
    for (size_t number = 0; specimen_at(number) != NULL; number++) {
        for (int place = 0; place < SPECIMEN_PLACES; place++) {
            for (int in_line = 0; in_line < 2; in_line++) {
                struct trial trial = {.where = specimen_place_name((enum specimen_place)place)};
                trial.tree = specimen_make(&trial.arena, number, (enum specimen_place)place,
                                           in_line == 1, 0);
                if (trial.tree != NULL && !says_the_same_otherwise(specimen_at(number), format)) {
                    comes_back_or_is_reported(&trial, format);
                }
                failures += trial.failures;
                atl_arena_free(&trial.arena);
            }
        }
    }
    if (failures > 0) {
        fail_msg("%u failures", failures);
    }
}

/* ---- what is written only ---- */

static const char *written(struct trial *trial, const struct atl_content_tree *tree,
                           enum atl_content_format format, bool *reported)
{
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report, .colour = true};
    struct atl_buffer text = {0};
    struct atl_error error;
    if (atl_content_write(tree, format, &options, &text, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    const char *copy = atl_arena_strdup(&trial->arena, atl_buffer_text(&text));
    *reported = report.total > 0;
    atl_content_report_free(&report);
    atl_buffer_free(&text);
    return copy;
}

/* What text and terminal leave out, as src/content/render/render.h has it. */
static bool is_look(const struct specimen *specimen, const char *attribute)
{
    static const char *const looks[] = {
        "layout",       "width",       "widths",        "display",
        "numbered",     "colspan",     "rowspan",       "align",
        "background",   "color",       "icon",          "iconId",
        "iconText",     "borderStyle", "borderColor",   "borderWidth",
        "titleBGColor", "titleColor",  "breakout",      "breakoutWidth",
        "type",         "indent",      "language",      "info",
        "collapse",     "theme",       "originalWidth", "originalHeight",
        "card",         "accessLevel", "userType",      "id",
        "style",        "height",      "border",        "thumbnail",
        "file",         "nopanel"};
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        if (strcmp(attribute, looks[i]) == 0) {
            return true;
        }
    }
    bool pointed_at = specimen->kind == ATL_NODE_LINK && strcmp(attribute, "title") == 0;
    bool anchor = specimen->kind == ATL_NODE_MACRO && attribute[0] == '\0';
    return pointed_at || anchor;
}

/* The last attribute of each specimen can be seen, or is reported. */
static unsigned attribute_is_seen(size_t number, bool in_line, enum atl_content_format format)
{
    struct trial trial = {.where = "at the top"};
    bool reported;
    trial.tree = specimen_make(&trial.arena, number, SPECIMEN_AT_TOP, in_line, 0);
    const struct atl_content_tree *without =
        specimen_make(&trial.arena, number, SPECIMEN_AT_TOP, in_line, 1);
    const char *attribute = specimen_last_attribute(number);
    bool look =
        format != ATL_CONTENT_HTML && attribute != NULL && is_look(specimen_at(number), attribute);
    if (without != NULL && !look) {
        const char *bare = written(&trial, without, format, &reported);
        const char *full = written(&trial, trial.tree, format, &reported);
        if (!reported && strcmp(bare, full) == 0) {
            complain(&trial, format, full, "its attribute isn't there");
        }
    }
    atl_arena_free(&trial.arena);
    return trial.failures;
}

static void for_all_attributes(enum atl_content_format format)
{
    unsigned failures = 0;
    for (size_t number = 0; specimen_at(number) != NULL; number++) {
        failures += attribute_is_seen(number, false, format);
        failures += attribute_is_seen(number, true, format);
    }
    if (failures > 0) {
        fail_msg("%u failures", failures);
    }
}

/* ---- the tests ---- */

static void html_shows_every_attribute(void **state)
{
    (void)state;
    for_all_attributes(ATL_CONTENT_HTML);
}

static void text_shows_every_attribute(void **state)
{
    (void)state;
    for_all_attributes(ATL_CONTENT_TEXT);
}

static void terminal_shows_every_attribute(void **state)
{
    (void)state;
    for_all_attributes(ATL_CONTENT_TERMINAL);
}

static void markdown_drops_nothing_silently(void **state)
{
    (void)state;
    for_all_specimens(ATL_CONTENT_MARKDOWN);
}

static void storage_drops_nothing_silently(void **state)
{
    (void)state;
    for_all_specimens(ATL_CONTENT_STORAGE);
}

static void adf_drops_nothing_silently(void **state)
{
    (void)state;
    for_all_specimens(ATL_CONTENT_ADF);
}

static void wiki_drops_nothing_silently(void **state)
{
    (void)state;
    for_all_specimens(ATL_CONTENT_WIKI);
}

static void wiki_markup_for_jira_drops_nothing_silently(void **state)
{
    (void)state;
    for_all_specimens(ATL_CONTENT_JIRA_WIKI);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_drops_nothing_silently),
        cmocka_unit_test(storage_drops_nothing_silently),
        cmocka_unit_test(adf_drops_nothing_silently),
        cmocka_unit_test(html_shows_every_attribute),
        cmocka_unit_test(text_shows_every_attribute),
        cmocka_unit_test(terminal_shows_every_attribute),
        cmocka_unit_test(wiki_drops_nothing_silently),
        cmocka_unit_test(wiki_markup_for_jira_drops_nothing_silently),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
