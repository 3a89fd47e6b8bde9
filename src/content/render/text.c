/* Plain text: what a document says, without signs of markup. */
#include "content/formats.h"
#include "content/render/render.h"

static const struct render_theme theme = {
    .bullets = {"-", "-", "-"},
    .task_open = "[ ]",
    .task_done = "[x]",
    .decided = "=>",
    .undecided = "=?",
    .quote = "",
    .panel = "",
    .expand = "",
    .image_start = "[image: ",
    .image_end = "]",
    .rule = "-",
    .table_gap = "  ",
    .table_rule = "-",
    .table_crossing = "  ",
};

enum atl_status text_write(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, struct atl_buffer *buffer,
                           struct atl_error *error)
{
    (void)error;
    struct render render;
    render_start(&render, &theme, buffer);
    render.columns = options->columns;
    render.report = options->report;
    render_document(tree, &render);
    render_free(&render);
    return ATL_OK;
}
