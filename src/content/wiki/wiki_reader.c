#include "content/formats.h"

void wiki_read(struct content_builder *builder, const char *text, size_t length,
               const struct atl_content_options *options)
{
    (void)text;
    (void)length;
    (void)options;
    content_builder_fail(builder, ATL_FAILED, "PLACEHOLDER");
}
