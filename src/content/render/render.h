/*
 * Documents for reading: as plain text and on a terminal. Both are one walk over the tree, with
 * other signs (struct render_theme) and, on a terminal, colours.
 *
 * What they say is complete, or the report says what isn't. The layout isn't that of a browser:
 * it's no source to convert back from, so differences in looks aren't reported. Looks are sizes,
 * places, colours, borders, icons, styles, what shows when pointed at, and what an editor knows
 * beside what it shows (the kind of an account, of a placeholder).
 *
 *     render_line.c    the lines: what is before them, their styles
 *     render_flow.c    runs of styled text, broken into lines
 *     render_inline.c  from inlines to a run;  render_target.c: where links lead;
 *                      reference_words.c: what pages and attachments are called
 *     render_block.c   paragraphs, headings, panels, code, …
 *     render_list.c    lists
 *     render_table.c   tables, with  render_columns.c: how wide their columns are
 */
#ifndef CONTENT_RENDER_H
#define CONTENT_RENDER_H

#include "atlcli/content.h"

enum render_attribute {
    RENDER_BOLD = 1 << 0,
    RENDER_DIM = 1 << 1,
    RENDER_ITALIC = 1 << 2,
    RENDER_UNDERLINE = 1 << 3,
    RENDER_STRIKE = 1 << 4,
};

/* Colours are those of the 256 that terminals number. 0 is none. */
struct render_style {
    uint8_t attributes;
    uint8_t foreground;
    uint8_t background;
    size_t link; /* where its address is in the run's links, plus 1; 0: none */
};

/* Text and its styles. A newline in it ends a line. The text is safe for terminals. */
struct render_span {
    size_t start;
    struct render_style style;
};
struct render_run {
    struct atl_buffer text;
    struct render_span *spans;
    size_t span_count;
    size_t span_capacity;
    struct atl_buffer links; /* addresses for OSC 8, each with a NUL */
};

/* The signs that a rendering uses. */
struct render_theme {
    const char *bullets[3]; /* by depth; each is followed by a space, as those below are */
    const char *task_open;
    const char *task_done;
    const char *decided;
    const char *undecided;
    const char *quote; /* in front of each line; "": it is indented */
    const char *panel;
    const char *expand;
    const char *image_start; /* around what an image is called */
    const char *image_end;
    const char *rule; /* repeated */
    const char *table_gap;
    const char *table_rule;     /* repeated */
    const char *table_crossing; /* as wide as the gap */
    bool rules_rows;            /* that have several lines; else an empty line is between them */
};

/* What stands before the lines of a block: `first` on its first one, `rest` on the others. */
struct render_mark {
    const char *text;
    unsigned width; /* with blanks after it */
    struct render_style style;
};
struct render_prefix {
    struct render_mark first;
    struct render_mark rest;
    bool used;
};

struct render_line {
    size_t start; /* in `out` */
    size_t end;
    unsigned width;
};

struct render {
    const struct render_theme *theme;
    bool colour;
    bool hyperlinks;
    unsigned columns;                  /* 0: lines are as long as they are */
    struct atl_content_report *report; /* may be NULL */
    bool in_cell;    /* what is too wide is broken; lines are kept apart, for the table */
    unsigned tables; /* around this one */
    struct render_style base;
    unsigned list_depth;
    bool tight; /* no empty line before the next block */

    struct atl_buffer *out;
    size_t line_total;
    struct render_line *lines; /* in cells */
    size_t line_count;
    size_t line_capacity;

    struct render_prefix **prefixes;
    size_t prefix_count;
    size_t prefix_capacity;
    unsigned indent; /* their width */

    bool blank_due;        /* an empty line comes before the next one … */
    size_t blank_prefixes; /* … with so many of the prefixes */

    struct render_run run;           /* of the block at hand */
    const struct render_run *linked; /* whose links the line at hand has */
    struct render_style current;
    size_t pending_blanks;
    unsigned width; /* of the line at hand */
};

/* ---- render_line.c ---- */

void render_start(struct render *render, const struct render_theme *theme, struct atl_buffer *out);
void render_free(struct render *render);
/* The whole document. */
void render_document(const struct atl_content_tree *tree, struct render *render);

/* `prefix` must stay until it is popped. Too deep for the width: it takes no room. */
void render_push(struct render *render, struct render_prefix *prefix);
void render_pop(struct render *render);
/* How much room a line has; 0: as much as it wants. */
unsigned render_room(const struct render *render);

/* An empty line before the next one, whatever that is. */
void render_blank(struct render *render);
void render_line_start(struct render *render);
void render_put(struct render *render, const char *text, size_t length, unsigned width,
                struct render_style style);
void render_put_blanks(struct render *render, size_t count);
void render_line_end(struct render *render);
/* Nearest colour of the 256 to "#rrggbb"; 0 when it isn't one. */
uint8_t render_color(const char *text, size_t length);

/* ---- render_flow.c ---- */

enum render_break {
    RENDER_WRAP,  /* at spaces */
    RENDER_EXACT, /* at newlines only: code */
};
enum render_align {
    RENDER_LEFT,
    RENDER_CENTER,
    RENDER_RIGHT,
};

struct render_run *render_run_start(struct render *render);
/* Makes the text safe; newlines become spaces. */
void render_run_add(struct render_run *run, const char *text, size_t length,
                    struct render_style style);
void render_run_say(struct render_run *run, const char *text, struct render_style style);
/* The same for text that is safe, newlines included. */
void render_run_append(struct render_run *run, const char *text, size_t length,
                       struct render_style style);
void render_run_free(struct render_run *run);
/* Prints the run. An empty one prints nothing. */
void render_flow(struct render *render, const struct render_run *run, enum render_break breaks,
                 enum render_align align);

/* ---- render_inline.c, render_target.c ---- */

void render_inlines(struct render *render, const struct atl_node *parent, struct render_run *run,
                    struct render_style style);
void render_inline(struct render *render, const struct atl_node *node, struct render_run *run,
                   struct render_style style);
/* "[name key=value]": what is known of a macro that shows itself elsewhere only. */
void render_macro_label(const struct atl_node *macro, struct render_run *run,
                        struct render_style style);

/* Adds the text, as a link to the address where the terminal has those, else with it behind. */
void render_add_link(struct render *render, struct render_run *run, const char *address,
                     size_t length, size_t label_start);
/* The style for a link's text, with the address in it where the terminal has hyperlinks. */
struct render_style render_link_style(struct render *render, struct render_run *run,
                                      const char *address, size_t length,
                                      struct render_style style);
/* The address; a reference of ours in words. */
void render_add_address(struct render_run *run, const char *address, size_t length,
                        struct render_style style);
/* What a source is called: the file's name. Whether that is all that there is to say of it. */
bool render_add_file_name(struct render_run *run, const char *address, size_t length,
                          struct render_style style);

/* ---- render_block.c, render_list.c, render_table.c ---- */

void render_blocks(struct render *render, const struct atl_node *parent);
void render_list(struct render *render, const struct atl_node *list);
void render_table(struct render *render, const struct atl_node *node);

/* ---- render_columns.c ---- */

/*
 * Shares `room` out among columns: those that need less than an equal share get what they need.
 * `widths` holds what each wants, and then what it gets.
 */
void render_fit_columns(unsigned *widths, size_t count, unsigned room);

#endif
