/* For terminals: laid out for their width, with colours and links where they have them. */
#include "content/formats.h"
#include "content/render/render.h"

enum {
    USUAL_COLUMNS = 80,
};

static const struct render_theme theme = {
    .bullets = {"•", "◦", "▪"},
    .task_open = "☐",
    .task_done = "☑",
    .decided = "◆",
    .undecided = "◇",
    .quote = "│",
    .panel = "▌",
    .expand = "▾ ",
    .image_start = "🖼 ",
    .image_end = "",
    .rule = "─",
    .table_gap = " │ ",
    .table_rule = "─",
    .table_crossing = "─┼─",
    .rules_rows = true,
};

enum atl_status terminal_write(const struct atl_content_tree *tree,
                               const struct atl_content_options *options, struct atl_buffer *buffer,
                               struct atl_error *error)
{
    (void)error;
    struct render render;
    render_start(&render, &theme, buffer);
    render.columns = options->columns == 0 ? USUAL_COLUMNS : options->columns;
    render.colour = options->colour;
    render.hyperlinks = options->hyperlinks;
    render.report = options->report;
    render_document(tree, &render);
    render_free(&render);
    return ATL_OK;
}
