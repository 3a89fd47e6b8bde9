/* The options that every command has. */
#include "atlcli/text.h"
#include "cli/parse.h"
#include "cli/values.h"

enum {
    MOST_CONCURRENCY = 1000,
    MOST_SECONDS = 86400,
    MOST_RETRIES = 100,
};

const struct atl_option atl_global_options[] = {
    {.name = "profile",
     .kind = ATL_OPTION_TEXT,
     .value = "NAME",
     .summary = "Use this profile instead of the active one",
     .completion = ATL_COMPLETE_PROFILE},
    {.name = "json", .summary = "Print one JSON document"},
    {.name = "jsonl", .summary = "Print one JSON object a line, as results arrive"},
    {.name = "csv", .summary = "Print comma-separated values with a heading"},
    {.name = "fields",
     .alias = "columns",
     .kind = ATL_OPTION_LIST,
     .value = "LIST",
     .summary = "Show these fields, in this order: key,summary"},
    {.name = "concurrency",
     .kind = ATL_OPTION_INTEGER,
     .value = "N",
     .minimum = 1,
     .maximum = MOST_CONCURRENCY,
     .summary = "At most so many requests at once",
     .shown_default = "64"},
    {.name = "timeout",
     .kind = ATL_OPTION_INTEGER,
     .value = "SECONDS",
     .minimum = 1,
     .maximum = MOST_SECONDS,
     .summary = "Give up on a request after so long",
     .shown_default = "60"},
    {.name = "retries",
     .kind = ATL_OPTION_INTEGER,
     .value = "N",
     .minimum = 0,
     .maximum = MOST_RETRIES,
     .summary = "Repeat a failed request so often, where that is safe",
     .shown_default = "4"},
    {.name = "no-progress", .summary = "Show no progress bar"},
    {.name = "quiet", .letter = 'q', .summary = "Print no warnings, notes or progress"},
    {.name = "verbose", .letter = 'v', .summary = "Log each request to standard error"},
    {.name = "help", .letter = 'h', .summary = "Show help"},
    {.name = "version", .letter = 'V', .summary = "Show the version"},
    {0}};

static enum atl_status read_form(const struct atl_values *values, struct atl_globals *globals,
                                 struct atl_error *error)
{
    static const struct {
        const char *name;
        enum atl_output_form form;
    } forms[] = {{"json", ATL_OUTPUT_JSON}, {"jsonl", ATL_OUTPUT_JSONL}, {"csv", ATL_OUTPUT_CSV}};
    const char *chosen = NULL;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!atl_values_find(values, forms[i].name)->flag) {
            continue;
        }
        if (chosen != NULL) {
            return atl_fail(error, ATL_USAGE, "--%s and --%s exclude each other", chosen,
                            forms[i].name);
        }
        chosen = forms[i].name;
        globals->form = forms[i].form;
    }
    return ATL_OK;
}

enum atl_status atl_globals_read(const struct atl_values *values, struct atl_globals *globals,
                                 struct atl_error *error)
{
    const struct atl_value *retries = atl_values_find(values, "retries");
    const struct atl_value *fields = atl_values_find(values, "fields");
    *globals = (struct atl_globals){
        .profile = atl_values_find(values, "profile")->text,
        .fields = fields->words.items,
        .field_count = fields->words.count,
        .concurrency = (size_t)atl_values_find(values, "concurrency")->integer,
        .timeout_ms = atl_values_find(values, "timeout")->integer * 1000,
        .retries = retries->given ? (int)retries->integer : -1,
        .no_progress = atl_values_find(values, "no-progress")->flag,
        .quiet = atl_values_find(values, "quiet")->flag,
        .verbose = atl_values_find(values, "verbose")->flag,
    };
    enum atl_status status = read_form(values, globals, error);
    if (status == ATL_OK && fields->given && fields->words.count == 0) {
        status = atl_fail(error, ATL_USAGE, "--fields names no field");
        atl_hint(error, "name them with commas between, such as --fields key,summary");
    }
    return status;
}
