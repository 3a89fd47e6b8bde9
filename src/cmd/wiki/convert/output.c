#include "cmd/wiki/convert/output.h"

#include "atlcli/file.h"
#include "cli/console.h"
#include "cli/output.h"

#include <sys/stat.h>

static mode_t mode_for(const char *path)
{
    struct stat info;
    if (stat(path, &info) == 0) {
        return info.st_mode & 0777;
    }
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

enum atl_status convert_write_file(const struct convert_plan *plan, const char *path,
                                   const struct atl_buffer *text, struct atl_error *error)
{
    enum atl_status status =
        plan->directory == NULL ? ATL_OK : atl_directory_ensure(plan->directory, 0777, error);
    return status == ATL_OK ? atl_file_write_atomic(path, atl_buffer_text(text), text->length,
                                                    mode_for(path), error)
                            : status;
}

enum atl_status convert_print(struct atl_context *context, enum atl_content_format format,
                              const struct atl_buffer *text, struct atl_error *error)
{
    if (!context->console->out_is_terminal || text->length == 0) {
        return atl_output_bytes(context->output, atl_buffer_text(text), text->length, error);
    }
    struct atl_buffer safe = {0};
    if (format == ATL_CONTENT_TERMINAL) {
        atl_buffer_append(&safe, text->data, text->length);
    } else {
        atl_text_append_safe(&safe, text->data, text->length, true);
    }
    if (safe.data[safe.length - 1] != '\n') {
        atl_buffer_add_char(&safe, '\n');
    }
    enum atl_status status = atl_output_bytes(context->output, safe.data, safe.length, error);
    atl_buffer_free(&safe);
    return status;
}
