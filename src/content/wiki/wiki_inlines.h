/* A row of inlines being written: what is open around it, and what waits to be written. */
#ifndef CONTENT_WIKI_INLINES_H
#define CONTENT_WIKI_INLINES_H

#include "content/wiki/wiki_writer.h"

/* What is around a leaf. */
struct wiki_look {
    const struct atl_node *link;
    const struct atl_node *color;
    unsigned effects; /* bits by number */
};

enum wiki_open_kind {
    WIKI_OPEN_LINK,
    WIKI_OPEN_COLOR,
    WIKI_OPEN_EFFECT,
};

struct wiki_open {
    enum wiki_open_kind kind;
    const struct atl_node *node; /* link, colour */
    int effect;
};

enum {
    WIKI_OPEN_MOST = WIKI_EFFECTS + 2,
};

struct wiki_inlines {
    struct wiki_writer *writer;
    struct atl_buffer *buffer;
    enum wiki_inlines_on line;
    size_t start;                          /* of the inlines in the buffer */
    struct wiki_open open[WIKI_OPEN_MOST]; /* outermost first */
    size_t open_count;
    struct atl_buffer spaces; /* that wait … */
    bool spaces_matter;       /* … and are seen, as in struck text */
    size_t breaks;            /* that wait */
    bool filled;              /* something has been written that a line break can come after */
    bool line_start;
    bool after_break;  /* spaces here would be lost */
    bool guard;        /* a letter next would undo the sign before … */
    bool guard_code;   /* … which ends monospaced text */
    bool before_macro; /* what comes next would be a block if it were alone on its line … */
    bool after_macro;  /* … and so would what came last */
    const struct atl_node *targeted; /* the link whose target was written last … */
    const char *target;              /* … which is asked for when it opens and when it closes */
    bool target_shown;
};

/* Where a link leads, in wiki markup. `shown`: Jira follows it. */
const char *wiki_shown_target(struct wiki_inlines *inlines, const struct atl_node *link,
                              bool *shown);

/* After something has been written: what was said about the place before it doesn't hold any more.
 */
void wiki_go_on(struct wiki_inlines *inlines);
/* Brings about what is to be around the next piece, which begins with `next`. NULL: the end. */
void wiki_change_look(struct wiki_inlines *inlines, const struct wiki_look *look, const char *next,
                      size_t length);
/* Adds text, escaped. `ends`: nothing comes after it. */
void wiki_add_text(struct wiki_inlines *inlines, const char *text, size_t length,
                   const struct wiki_look *look, bool ends);
/* Adds markup that stands for itself. `sign`: no word may end just before it. */
void wiki_add_piece(struct wiki_inlines *inlines, const struct wiki_look *look, const char *piece,
                    size_t length, bool sign);
/* A status as Jira can show it. */
void wiki_add_status_of_jira(struct wiki_inlines *inlines, const struct atl_node *status,
                             const struct wiki_look *look);
void wiki_add_break(struct wiki_inlines *inlines, const struct wiki_look *look);

#endif
