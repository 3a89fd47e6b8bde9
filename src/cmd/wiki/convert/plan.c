#include "cmd/wiki/convert/plan.h"

#include "atlcli/file.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/convert/format.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *convert_input_name(const struct convert_item *item)
{
    return atl_text_equal(item->input, "-") ? "standard input" : item->input;
}

/* ---- what the options say ---- */

static enum atl_status check_options(const struct atl_context *context, size_t inputs,
                                     struct atl_error *error)
{
    static const char *const texts[] = {"output", "out-dir", NULL};
    static const char *const lists[] = {NULL};
    bool has_directory = atl_option_given(context, "out-dir");
    if (atl_option_given(context, "output") && has_directory) {
        return atl_fail(error, ATL_USAGE, "--output and --out-dir exclude each other");
    }
    if (atl_option_given(context, "output") && inputs > 1) {
        atl_fail(error, ATL_USAGE, "--output takes one file, not %zu", inputs);
        atl_hint(error, "--out-dir DIR writes each to a file of its own");
        return ATL_USAGE;
    }
    bool is_document =
        context->globals.form == ATL_OUTPUT_JSON || context->globals.form == ATL_OUTPUT_JSONL;
    if (inputs > 1 && !has_directory && !is_document) {
        atl_fail(error, ATL_USAGE, "where to write %zu files isn't said", inputs);
        atl_hint(error, "--out-dir DIR writes each to a file of its own; --json prints all");
        return ATL_USAGE;
    }
    return option_check_filled(context, texts, lists, error);
}

/* Options for lists, where there is none, and for texts that are laid out. */
static enum atl_status check_target(const struct atl_context *context,
                                    const struct convert_plan *plan, struct atl_error *error)
{
    bool has_width = plan->to == ATL_CONTENT_TEXT || plan->to == ATL_CONTENT_TERMINAL;
    if (atl_option_given(context, "width") && !has_width) {
        return atl_fail(error, ATL_USAGE, "--width is for text and terminal, not for %s",
                        atl_content_format_name(plan->to));
    }
    bool to_stdout = plan->items[0].output == NULL;
    bool has_fields = context->globals.fields != NULL;
    if ((context->globals.form == ATL_OUTPUT_CSV && to_stdout) || (has_fields && !plan->listed)) {
        atl_fail(error, ATL_USAGE, "%s doesn't go with a converted text on standard output",
                 has_fields ? "--fields" : "--csv");
        atl_hint(error, "--json and --jsonl hold the text, --out-dir DIR lists what was converted");
        return ATL_USAGE;
    }
    return ATL_OK;
}

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static enum atl_status choose_source(const struct atl_context *context, struct convert_item *item,
                                     struct atl_error *error)
{
    const char *from = atl_option_text(context, "from");
    if (from != NULL) {
        item->from = convert_format_named(from);
        return ATL_OK;
    }
    bool is_known = convert_format_of_file(item->input, &item->from);
    if (is_known && item->from <= ATL_CONTENT_JIRA_WIKI) {
        return ATL_OK;
    }
    if (!is_known && is_directory(item->input)) {
        atl_fail(error, ATL_USAGE, "%s is a directory, not a file", item->input);
        atl_hint(error, "name the files in it, and where to write them with --out-dir DIR");
        return ATL_USAGE;
    }
    if (is_known) {
        atl_fail(error, ATL_USAGE, "%s: %s can be written, not read", item->input,
                 atl_content_format_name(item->from));
    } else {
        atl_fail(error, ATL_USAGE, "which format %s is in isn't said", convert_input_name(item));
    }
    atl_hint(error, "--from says it: markdown, storage, adf, wiki or jira-wiki");
    return ATL_USAGE;
}

/*
 * Without --to: what the name of --output says; where people read it, a text to be read.
 */
static enum atl_status choose_target(const struct atl_context *context, struct convert_plan *plan,
                                     struct atl_error *error)
{
    const char *to = atl_option_text(context, "to");
    const char *output = atl_option_text(context, "output");
    if (to != NULL) {
        plan->to = convert_format_named(to);
        return ATL_OK;
    }
    bool to_file = plan->directory != NULL || plan->items[0].output != NULL;
    if (!to_file) {
        bool is_shown =
            context->console->out_is_terminal && context->globals.form == ATL_OUTPUT_TABLE;
        plan->to = is_shown ? ATL_CONTENT_TERMINAL : ATL_CONTENT_TEXT;
        return ATL_OK;
    }
    if (output != NULL && convert_format_of_file(output, &plan->to)) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "which format to write isn't said");
    atl_hint(error,
             "--to says it: markdown, storage, adf, wiki, jira-wiki, html, text or terminal");
    return ATL_USAGE;
}

static enum atl_status place_output(struct atl_context *context, struct convert_plan *plan,
                                    struct convert_item *item, struct atl_error *error)
{
    if (plan->directory == NULL) {
        return ATL_OK;
    }
    if (atl_text_equal(item->input, "-")) {
        atl_fail(error, ATL_USAGE, "standard input has no name that a file in %s could get",
                 plan->directory);
        atl_hint(error, "--output FILE names one");
        return ATL_USAGE;
    }
    const char *name =
        atl_arena_printf(context->arena, "%s%s", convert_stem(context->arena, item->input),
                         convert_extension(plan->to));
    item->output = atl_path_join(context->arena, plan->directory, name);
    return ATL_OK;
}

/* ---- no file is overwritten by mistake ---- */

static int compare_outputs(const void *left, const void *right)
{
    const struct convert_item *const *a = left;
    const struct convert_item *const *b = right;
    return strcmp((*a)->output, (*b)->output);
}

static enum atl_status check_collisions(const struct convert_plan *plan, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const struct convert_item **sorted = atl_realloc(NULL, plan->count, sizeof *sorted);
    for (size_t i = 0; i < plan->count; i++) {
        sorted[i] = &plan->items[i];
    }
    qsort(sorted, plan->count, sizeof *sorted, compare_outputs);
    for (size_t i = 1; status == ATL_OK && i < plan->count; i++) {
        if (strcmp(sorted[i - 1]->output, sorted[i]->output) == 0) {
            status = atl_fail(error, ATL_USAGE, "%s and %s would both become %s",
                              sorted[i - 1]->input, sorted[i]->input, sorted[i]->output);
            atl_hint(error, "convert them into two directories");
        }
    }
    free(sorted);
    return status;
}

/* A file by what it is, whatever path leads to it. */
struct identity {
    dev_t device;
    ino_t inode;
};

static int compare_identities(const void *left, const void *right)
{
    const struct identity *a = left;
    const struct identity *b = right;
    int by_device = (a->device > b->device) - (a->device < b->device);
    return by_device != 0 ? by_device : (a->inode > b->inode) - (a->inode < b->inode);
}

static bool identify(const char *path, struct identity *identity)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        return false;
    }
    *identity = (struct identity){info.st_dev, info.st_ino};
    return true;
}

static enum atl_status check_inputs_are_kept(const struct convert_plan *plan,
                                             struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    struct identity *inputs = atl_realloc(NULL, plan->count, sizeof *inputs);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        count += identify(plan->items[i].input, &inputs[count]);
    }
    qsort(inputs, count, sizeof *inputs, compare_identities);
    for (size_t i = 0; status == ATL_OK && i < plan->count; i++) {
        struct identity output;
        if (identify(plan->items[i].output, &output) &&
            bsearch(&output, inputs, count, sizeof output, compare_identities) != NULL) {
            status = atl_fail(error, ATL_USAGE, "%s would be overwritten, and is to be read",
                              plan->items[i].output);
            atl_hint(error, "write to another file or directory");
        }
    }
    free(inputs);
    return status;
}

enum atl_status convert_plan_make(struct atl_context *context, struct convert_plan *plan,
                                  struct atl_error *error)
{
    static const char *const standard_input[] = {"-", NULL};
    size_t count;
    const char *const *files = atl_argument_list(context, "FILE", &count);
    files = count == 0 ? standard_input : files;
    count = count == 0 ? 1 : count;
    *plan = (struct convert_plan){
        .items = atl_arena_alloc(context->arena, count * sizeof *plan->items),
        .count = count,
        .directory = atl_option_text(context, "out-dir"),
    };
    const char *output = atl_option_text(context, "output");
    plan->items[0].output = atl_text_equal(output, "-") ? NULL : output;
    plan->listed = context->globals.form != ATL_OUTPUT_TABLE || plan->directory != NULL;
    enum atl_status status = check_options(context, count, error);
    status = status == ATL_OK ? choose_target(context, plan, error) : status;
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        plan->items[i].input = files[i];
        status = choose_source(context, &plan->items[i], error);
        status = status == ATL_OK ? place_output(context, plan, &plan->items[i], error) : status;
    }
    status = status == ATL_OK ? check_target(context, plan, error) : status;
    if (status == ATL_OK && plan->items[0].output != NULL) {
        status = check_collisions(plan, error);
        status = status == ATL_OK ? check_inputs_are_kept(plan, error) : status;
    }
    return status;
}
