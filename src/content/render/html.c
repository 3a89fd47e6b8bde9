#include "content/formats.h"

enum atl_status html_write(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, struct atl_buffer *buffer,
                           struct atl_error *error)
{
    (void)tree;
    (void)options;
    (void)buffer;
    return atl_fail(error, ATL_FAILED, "PLACEHOLDER");
}
