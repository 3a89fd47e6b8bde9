/* atlcli version */
#include "cli/output.h"

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    cJSON *version = cJSON_CreateObject();
    cJSON_AddStringToObject(version, "name", "atlcli");
    cJSON_AddStringToObject(version, "version", ATLCLI_VERSION);
    enum atl_status status =
        atl_output_message(context->output, version, error, "atlcli %s", ATLCLI_VERSION);
    cJSON_Delete(version);
    return status;
}

const struct atl_command atl_command_version = {
    .words = "version",
    .summary = "Show the version",
    .examples = (const struct atl_example[]){{"version", "Print name and version"},
                                             {"version --json", "The same for programs"},
                                             {0}},
    .fields = (const struct atl_column[]){{.key = "name"}, {.key = "version"}, {0}},
    .run = run,
};
