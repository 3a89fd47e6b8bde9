/* What Jira's renderer doesn't know, in the form that it has for it. */
#include "content/equal.h"
#include "content/wiki/wiki_dialect.h"
#include "content/wiki/wiki_inlines.h"

#include <string.h>

/* ---- panels and expands ---- */

struct addition {
    struct atl_arena *arena;
    struct atl_node *node;
    struct atl_attribute *last;
};

static void add(struct addition *to, const char *name, const char *value)
{
    to->last = content_add_attribute(to->arena, to->node, to->last, name, value);
}

/* Jira's panels have no icons. */
static void add_own_look(struct wiki_writer *writer, struct addition *to,
                         const struct atl_node *panel)
{
    for (const struct atl_attribute *own = panel->attributes; own != NULL; own = own->next) {
        if (own->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
            continue;
        }
        if (atl_text_starts_with(own->name, "icon")) {
            wiki_report_lost(writer, panel, "icons of panels are left out");
        } else {
            add(to, own->name, own->value);
        }
    }
    if (wiki_box_like(to->node) != NULL) {
        wiki_report_lost(writer, panel, WIKI_TAKEN_FOR_A_KIND);
    }
}

static void add_box(struct wiki_writer *writer, struct addition *to, const struct wiki_box *box,
                    const struct atl_node *block)
{
    const char *title = atl_node_attribute(block, "title");
    for (const struct atl_attribute *own = block->attributes; own != NULL; own = own->next) {
        if (strcmp(own->name, "title") != 0 && own->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            wiki_report_lost(writer, block,
                             "widths of expands, and looks that panels of a kind "
                             "have beside it, are left out");
        }
    }
    if (title != NULL && (title[0] == '\0' || strcmp(title, box->title) == 0)) {
        wiki_report_lost(writer, block,
                         "titles of panels and expands that say nothing more than "
                         "what they are: read again they have none");
    }
    add(to, "title", title == NULL || title[0] == '\0' ? box->title : title);
    add(to, "borderStyle", box->border_style);
    add(to, "borderColor", box->border_color);
    add(to, "titleBGColor", box->title_color);
    add(to, "color", box->color);
}

const struct atl_node *wiki_panel_of_jira(struct wiki_writer *writer, const struct atl_node *block)
{
    struct atl_node *panel = atl_arena_alloc(&writer->arena, sizeof *panel);
    const struct wiki_box *box = wiki_box_for(block);
    struct addition to = {.arena = &writer->arena, .node = panel};
    *panel = *block;
    panel->kind = ATL_NODE_PANEL;
    panel->value = ATL_PANEL_CUSTOM;
    panel->attributes = NULL;
    if (box != NULL) {
        add_box(writer, &to, box, block);
    } else {
        add_own_look(writer, &to, block);
    }
    return panel;
}

/* ---- macros ---- */

/* What a macro that is left out says by a parameter. */
static const char *said_by(const struct atl_node *macro)
{
    if (atl_node_text_is(macro, "jira")) {
        return atl_node_attribute(macro, "key"); /* Jira makes a link of it */
    }
    return atl_node_text_is(macro, "mathinline") ? atl_node_attribute(macro, "body") : NULL;
}

bool wiki_is_left_out_for_jira(struct wiki_writer *writer, const struct atl_node *macro,
                               const char *name)
{
    if (wiki_is_macro_of_jira(macro->text, macro->length)) {
        return false;
    }
    if (wiki_macro_find(macro->text, macro->length) == NULL) {
        atl_content_report_add(writer->report, ATL_REPORT_LOST, macro->line,
                               "the macro '%s' is none of Jira's own: it is kept for a plugin "
                               "that may have it",
                               name);
        return false;
    }
    const char *said = said_by(macro);
    const char *rest = said != NULL           ? "what it says is written as text"
                       : macro->first != NULL ? "only its body is written"
                                              : "it is left out";
    atl_content_report_add(writer->report, ATL_REPORT_LOST, macro->line,
                           "the macro '%s' is unknown to Jira: %s", name, rest);
    if (said != NULL) {
        struct wiki_surroundings around = {.cell = writer->in_table, .careful = writer->careful};
        wiki_escape(writer->buffer, said, strlen(said), &around);
    }
    return true;
}

/* ---- statuses ---- */

void wiki_add_status_of_jira(struct wiki_inlines *inlines, const struct atl_node *status,
                             const struct wiki_look *look)
{
#define COLOR(value)                                                                               \
    {                                                                                              \
        .kind = ATL_NODE_COLOR, .text = (value), .length = sizeof(value) - 1                       \
    }
    static const struct atl_node colors[] = {
        [ATL_STATUS_NEUTRAL] = COLOR("#42526e"), [ATL_STATUS_PURPLE] = COLOR("#403294"),
        [ATL_STATUS_BLUE] = COLOR("#0747a6"),    [ATL_STATUS_RED] = COLOR("#bf2600"),
        [ATL_STATUS_YELLOW] = COLOR("#ff8b00"),  [ATL_STATUS_GREEN] = COLOR("#006644"),
    };
#undef COLOR
    struct wiki_look bold = *look;
    bold.color = &colors[status->value];
    bold.effects |= 1u << 1; /* strong */
    wiki_report_lost(inlines->writer, status, "statuses: they become bold text in their colours");
    if (status->length > 0) {
        wiki_add_text(inlines, status->text, status->length, &bold, false);
    }
}
