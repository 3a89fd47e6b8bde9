/* wiki convert: one format into another, offline. */
#include "atlcli/content.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/input.h"
#include "cmd/wiki/convert/format.h"
#include "cmd/wiki/convert/output.h"
#include "cmd/wiki/convert/plan.h"
#include "cmd/wiki/convert/report.h"

enum {
    MOST_INPUT_BYTES = 1024 * 1024 * 1024,
    LEAST_WIDTH = 20,
    MOST_WIDTH = 10000,
};

/* ---- one input ---- */

/* An input on its way. */
struct conversion {
    const struct convert_item *item;
    struct atl_content_report report;
    struct atl_buffer text; /* converted */
};

/* Whether the text is for this terminal, or for somewhere else and another time. */
static bool goes_to_terminal(const struct atl_context *context, const struct convert_item *item)
{
    return item->output == NULL && context->console->out_is_terminal &&
           context->globals.form == ATL_OUTPUT_TABLE;
}

static struct atl_content_options options_for(const struct atl_context *context,
                                              struct conversion *conversion)
{
    bool on_terminal = goes_to_terminal(context, conversion->item);
    unsigned width = on_terminal ? atl_terminal_width(context->console->out) : 0;
    return (struct atl_content_options){
        .report = &conversion->report,
        .source = convert_input_name(conversion->item),
        .columns = (unsigned)atl_option_integer(context, "width", width),
        .colour = on_terminal && context->console->out_has_colour,
        .hyperlinks = on_terminal && atl_terminal_has_hyperlinks(),
    };
}

/* Else a terminal just sits there. */
static void announce_wait(const struct atl_context *context, const struct convert_item *item)
{
    if (atl_text_equal(item->input, "-") && atl_prompt_is_possible()) {
        atl_note(context->console,
                 "reading from the terminal; Ctrl-D on a line of its own ends it");
    }
}

/* Files end in a line break, as do the prompts of those who look at them. */
static void end_line(struct atl_buffer *text)
{
    if (text->length > 0 && text->data[text->length - 1] != '\n') {
        atl_buffer_add_char(text, '\n');
    }
}

static enum atl_status convert(const struct atl_context *context, const struct convert_plan *plan,
                               struct conversion *conversion, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer source = {0};
    struct atl_content_tree *tree = NULL;
    const struct atl_content_options options = options_for(context, conversion);
    announce_wait(context, conversion->item);
    enum atl_status status = input_read(conversion->item->input, MOST_INPUT_BYTES, &source, error);
    if (status == ATL_OK) {
        status = atl_content_read(&arena, conversion->item->from, atl_buffer_text(&source),
                                  source.length, &options, &tree, error);
    }
    if (status == ATL_OK) {
        /* A guess that spares most documents a copy of what is written so far. */
        atl_buffer_reserve(&conversion->text, source.length + source.length / 2);
        status = atl_content_write(tree, plan->to, &options, &conversion->text, error);
        end_line(&conversion->text);
    }
    atl_arena_free(&arena);
    atl_buffer_free(&source);
    return status;
}

static bool is_document(const struct atl_context *context)
{
    return context->globals.form == ATL_OUTPUT_JSON || context->globals.form == ATL_OUTPUT_JSONL;
}

/* With --strict nothing may get lost. */
static enum atl_status judge(const struct atl_context *context, const struct conversion *conversion,
                             struct atl_error *error)
{
    size_t total = conversion->report.total;
    if (!atl_option_flag(context, "strict") || total == 0) {
        return ATL_OK;
    }
    atl_fail(error, ATL_FAILED, "%s: %zu %s couldn't be kept as %s; nothing was written",
             convert_input_name(conversion->item), total, total == 1 ? "thing" : "things",
             total == 1 ? "it was" : "they were");
    atl_hint(error, "without --strict the rest is converted");
    return ATL_FAILED;
}

/* Says what was lost, in the way that was asked for; documents have it in them. */
static void tell(const struct atl_context *context, const struct conversion *conversion,
                 bool refused)
{
    const char *source = convert_input_name(conversion->item);
    if (is_document(context)) {
        return;
    }
    if (refused || atl_option_flag(context, "report")) {
        convert_report_print(context->console, source, &conversion->report);
    } else {
        convert_report_warn(context->console, source, &conversion->report);
    }
}

static enum atl_status deliver(struct atl_context *context, const struct convert_plan *plan,
                               const struct conversion *conversion, struct atl_error *error)
{
    const char *output = conversion->item->output;
    if (output != NULL) {
        return convert_write_file(plan, output, &conversion->text, error);
    }
    return plan->listed ? ATL_OK : convert_print(context, plan->to, &conversion->text, error);
}

/* ---- the list of what was converted ---- */

static const struct atl_column columns[] = {
    {.key = "input", .heading = "INPUT", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "output", .heading = "OUTPUT", .shrinks = true},
    {.key = "entries", .heading = "LOST", .kind = ATL_CELL_INTEGER},
    {.key = "content", .heading = "CONTENT", .extra = true},
    {.key = "report", .heading = "REPORT", .extra = true},
    {.key = "error", .heading = "ERROR", .extra = true},
    {0}};

static const struct atl_listing listing = {.name = "conversions", .columns = columns};

static cJSON *describe(const struct conversion *conversion, const struct atl_error *failure)
{
    const struct convert_item *item = conversion->item;
    bool failed = failure->status != ATL_OK;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "input", item->input);
    if (item->output != NULL && !failed) {
        cJSON_AddStringToObject(object, "output", item->output);
    } else {
        cJSON_AddNullToObject(object, "output");
    }
    cJSON_AddNumberToObject(object, "entries", (double)conversion->report.total);
    if (item->output == NULL && !failed) {
        cJSON_AddStringToObject(object, "content", atl_buffer_text(&conversion->text));
    }
    cJSON_AddItemToObject(object, "report", convert_report_json(&conversion->report));
    if (failed) {
        cJSON *reason = cJSON_AddObjectToObject(object, "error");
        cJSON_AddStringToObject(reason, "code", atl_status_code(failure->status));
        cJSON_AddStringToObject(reason, "message", failure->message);
    }
    return object;
}

/* Tables list what there is now; documents have an entry for each input. */
static enum atl_status list(struct atl_context *context, const struct convert_plan *plan,
                            const struct conversion *conversion, const struct atl_error *failure,
                            struct atl_error *error)
{
    if (!plan->listed || (failure->status != ATL_OK && !is_document(context))) {
        return ATL_OK;
    }
    cJSON *object = describe(conversion, failure);
    enum atl_status status = atl_output_object(context->output, object, error);
    cJSON_Delete(object);
    return status;
}

/* ---- all of them ---- */

/* `failure` has what went wrong with this input; the result only what ends the whole. */
static enum atl_status convert_item(struct atl_context *context, const struct convert_plan *plan,
                                    const struct convert_item *item, struct atl_error *failure,
                                    struct atl_error *error)
{
    struct conversion conversion = {.item = item};
    atl_error_clear(failure);
    enum atl_status status = convert(context, plan, &conversion, failure);
    if (status == ATL_OK) {
        status = judge(context, &conversion, failure);
        bool refused = status != ATL_OK;
        status = refused ? status : deliver(context, plan, &conversion, failure);
        if (refused || status == ATL_OK) {
            tell(context, &conversion, refused);
        }
    }
    if (status == ATL_CANCELLED) {
        *error = *failure;
    } else {
        status = list(context, plan, &conversion, failure, error);
    }
    atl_content_report_free(&conversion.report);
    atl_buffer_free(&conversion.text);
    return status;
}

static enum atl_status convert_all(struct atl_context *context, const struct convert_plan *plan,
                                   struct atl_error *error)
{
    size_t failed = 0;
    struct atl_error failure;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < plan->count; i++) {
        status = convert_item(context, plan, &plan->items[i], &failure, error);
        if (status == ATL_OK && failure.status != ATL_OK) {
            failed++;
            if (plan->count > 1) {
                atl_console_report(context->console, &failure);
            }
        }
        /* Converting never waits: this is where Ctrl-C is heard. */
        status = status == ATL_OK && i + 1 < plan->count ? atl_yield(error) : status;
    }
    if (status != ATL_OK || failed == 0) {
        return status;
    }
    if (plan->count == 1) {
        *error = failure;
        return failure.status;
    }
    return atl_fail(error, ATL_PARTIAL, "%zu of %zu files couldn't be converted", failed,
                    plan->count);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct convert_plan plan;
    enum atl_status status = convert_plan_make(context, &plan, error);
    if (status == ATL_OK && plan.listed) {
        status = atl_output_begin(context->output, &listing, error);
    }
    status = status == ATL_OK ? convert_all(context, &plan, error) : status;
    return status == ATL_OK && plan.listed ? atl_output_end(context->output, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_convert = {
    .words = "wiki convert",
    .summary = "Convert text between Markdown, storage format, ADF and wiki markup",
    .description =
        "Converts a file, or standard input, from the format that one of Jira, Confluence and "
        "people write in to another: Markdown, Confluence's storage format, ADF (what Jira Cloud "
        "and the Confluence editor speak), wiki markup as Confluence read it, and as Jira Data "
        "Center does (jira-wiki): that has panels with a title and a colour for alerts and "
        "expands, which come back as what they were, and no macros of Confluence's. It works "
        "offline and needs no profile.\n\n"
        "The format of a file comes from its name, unless --from says otherwise: .md and "
        ".markdown, .xml, .storage and .xhtml, .json and .adf, .wiki and .jira. Without --to the "
        "text is shown: laid out for a terminal, or as plain text in a pipe; for --output the "
        "file's name says the format. Files that are there are replaced, but never an input.\n\n"
        "Macros, panels, mentions and all else that Markdown doesn't know have a spelling of "
        "their own, and come back from it as they were. What the target can't hold is counted in "
        "a warning; --report lists it, and --strict makes it an error.\n\n"
        "Of several files one that can't be converted doesn't stop the others.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "FILE", .summary = "Files to convert; - or none is standard input",
             .arity = ATL_ANY_NUMBER, .completion = ATL_COMPLETE_FILE},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "from", .kind = ATL_OPTION_CHOICE, .value = "FORMAT",
             .summary = "Format of the input", .choices = convert_readable},
            {.name = "to", .kind = ATL_OPTION_CHOICE, .value = "FORMAT",
             .summary = "Format to write", .choices = convert_writable},
            {.name = "output", .letter = 'o', .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "Write to this file; - is standard output",
             .completion = ATL_COMPLETE_FILE},
            {.name = "out-dir", .kind = ATL_OPTION_TEXT, .value = "DIR",
             .summary = "Write each file to one of the same name in this directory",
             .completion = ATL_COMPLETE_DIRECTORY},
            {.name = "report", .kind = ATL_OPTION_FLAG,
             .summary = "List what couldn't be kept, on standard error"},
            {.name = "strict", .kind = ATL_OPTION_FLAG,
             .summary = "Fail, and write nothing, when something can't be kept"},
            {.name = "width", .kind = ATL_OPTION_INTEGER, .value = "COLUMNS",
             .summary = "Width of text and terminal",
             .shown_default = "the terminal's; in a pipe 80, and text isn't wrapped",
             .minimum = LEAST_WIDTH, .maximum = MOST_WIDTH},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki convert page.xml", "Read a page in storage format on the terminal"},
            {"wiki convert notes.md --to storage", "What to send to Confluence"},
            {"wiki convert --from adf --to markdown <description.json", "From standard input"},
            {"wiki convert pages/*.xml --to markdown --out-dir docs", "A file for each page"},
            {"wiki convert notes.md --to jira-wiki --report",
             "For Jira Data Center; and list what it can't hold"},
            {"wiki convert notes.md --to adf --json", "With the report, for a program"},
            {0}},
    .needs = ATL_NEEDS_LOOP,
    .run = run,
};
/* clang-format on */
