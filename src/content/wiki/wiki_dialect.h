/*
 * What Jira's renderer knows of wiki markup, and what stands in for what it doesn't: it has panels
 * alone, so that one fixed look and title for each kind of panel, and for expands, tells them apart
 * when they are read again.
 */
#ifndef CONTENT_WIKI_DIALECT_H
#define CONTENT_WIKI_DIALECT_H

#include "atlcli/content.h"

/* A block that is written as {panel} with this look. */
struct wiki_box {
    enum atl_node_kind kind; /* panel or expand … */
    enum atl_panel panel;    /* … and which of the panels */
    const char *title;       /* when it has none of its own */
    const char *border_style;
    const char *border_color;
    const char *title_color; /* behind the title */
    const char *color;       /* behind the rest */
};

/* What a panel or an expand is written as; NULL for a panel that has a look of its own. */
const struct wiki_box *wiki_box_for(const struct atl_node *block);
/* The box whose look and title these attributes of a panel are; NULL for any other panel. */
const struct wiki_box *wiki_box_like(const struct atl_node *panel);

/* Whether Jira has a macro of this name by itself; others come with its plugins. */
bool wiki_is_macro_of_jira(const char *name, size_t length);

#endif
