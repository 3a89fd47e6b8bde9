#include "content/formats.h"

enum atl_status storage_write(const struct atl_content_tree *tree,
                              const struct atl_content_options *options, struct atl_buffer *buffer,
                              struct atl_error *error)
{
    (void)tree;
    (void)options;
    (void)buffer;
    return atl_fail(error, ATL_FAILED, "PLACEHOLDER");
}

#include "content/storage/storage_fragment.h"
void storage_write_node(const struct atl_node *node, const struct atl_content_options *options,
                        struct atl_buffer *buffer)
{
    (void)options;
    (void)node;
    atl_buffer_add(buffer, "PLACEHOLDER");
}
