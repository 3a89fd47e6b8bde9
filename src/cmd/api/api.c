/* api: any request to the site, with the profile's credentials, retries and limits. */
#include "cli/output.h"
#include "cmd/api/pages.h"
#include "cmd/api/print.h"
#include "cmd/api/request.h"
#include "cmd/connect.h"

enum {
    MOST_ANSWER_BYTES = 1024 * 1024 * 1024,
};

static enum atl_status check_form(const struct atl_context *context, struct atl_error *error)
{
    if (context->globals.form == ATL_OUTPUT_CSV || context->globals.fields != NULL) {
        atl_fail(error, ATL_USAGE, "api prints what the server answers; %s doesn't go with it",
                 context->globals.fields != NULL ? "--fields" : "--csv");
        atl_hint(error, "--jsonl gives one item a line, for jq and the like");
        return ATL_USAGE;
    }
    return ATL_OK;
}

static enum atl_status send(struct atl_context *context, struct atl_http *http,
                            struct atl_http_request *request, struct atl_error *error)
{
    struct atl_http_response response;
    request->response_limit = MOST_ANSWER_BYTES;
    if (request->accept == NULL) {
        request->accept = "application/json, */*;q=0.5";
    }
    enum atl_status status = atl_http_send(http, request, context->arena, &response, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_error refusal;
    enum atl_status refused = atl_http_check(http, request, &response, &refusal);
    /* With --json the error is the document. */
    if (refused == ATL_OK || atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        status = api_print(context, request->method, &response, error);
    }
    if (refused != ATL_OK && status != ATL_CANCELLED) {
        *error = refusal;
        return refused;
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_http_request request;
    enum atl_status status = check_form(context, error);
    if (status == ATL_OK) {
        status = api_request_build(context, &request, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = atl_option_flag(context, "paginate") ? api_pages_print(context, http, &request, error)
                                                  : send(context, http, &request, error);
    atl_http_close(http);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_api = {
    .words = "api",
    .summary = "Send any request to the site",
    .description =
        "Sends a request with the profile's credentials and prints the answer's body as it is; on "
        "a terminal JSON is indented. An HTTP error prints the body too, and its reason on "
        "standard error.\n\n"
        "Fields are parameters of GET, HEAD and DELETE, and a JSON body otherwise: name=text, "
        "name:=123 or any other JSON, name=@FILE, a.b=text for an object within, a[]=text for a "
        "list. Beside --input they are parameters.\n\n"
        "--paginate follows the pages of a list, whichever way the server hands them out, and "
        "prints all items as one array; with --jsonl one item a line, as they arrive.\n\n"
        "--json prints the status, the headers and the body as one document.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "METHOD", .summary = "GET, POST, PUT, PATCH, DELETE or HEAD"},
            {.name = "PATH", .summary = "Path below the site, or a URL on its host"},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "field", .letter = 'f', .kind = ATL_OPTION_REPEATED, .value = "NAME=VALUE",
             .summary = "A parameter, or a member of the body"},
            {.name = "input", .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "The body as it is; - is standard input",
             .completion = ATL_COMPLETE_FILE},
            {.name = "header", .letter = 'H', .kind = ATL_OPTION_REPEATED, .value = "LINE",
             .summary = "A further header: 'X-Atlassian-Token: no-check'"},
            {.name = "paginate", .kind = ATL_OPTION_FLAG,
             .summary = "Follow the pages of a list and print them as one"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"api GET /rest/api/3/myself", "One answer"},
            {"api GET /rest/api/3/project/search --paginate --jsonl", "All projects, one a line"},
            {"api GET /rest/api/3/user/search --field query=ada", "With a parameter"},
            {"api GET /wiki/api/v2/spaces --field limit=250 --paginate", "Confluence Cloud"},
            {"api POST /rest/api/3/search/jql --field \"jql=project = ATL\" --field fields[]=summary",
             "With a JSON body"},
            {"api PUT /rest/api/3/issue/ATL-1 --input change.json", "With a body from a file"},
            {0}},
    .needs = ATL_NEEDS_PROFILE,
    .run = run,
};
/* clang-format on */
