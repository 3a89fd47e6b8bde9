#include "sandbox/downloads.h"

#include "sandbox/confluence/v1/download.h"

#include <string.h>

static const struct download_kind {
    const char *name;
    bool (*content)(struct sandbox *sandbox, int64_t id, struct reply *reply);
} kinds[] = {
    {"attachment", jira_attachment_content},
    {V1_DOWNLOAD_KIND, v1_download_content},
};

bool downloads_content(struct sandbox *sandbox, const char *path, struct reply *reply)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].name);
        int64_t id;
        if (strncmp(path, kinds[i].name, length) == 0 && path[length] == '/' &&
            atl_text_to_integer(path + length + 1, 0, INT64_MAX, &id)) {
            return kinds[i].content(sandbox, id, reply);
        }
    }
    return false;
}
