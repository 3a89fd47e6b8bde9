/*
 * The cases of tests/data/content: one file each, called AREA-NAME.txt. Free text first, which says
 * what the case shows, then sections:
 *
 *     === FORMAT [read|write]     markdown, storage, adf, wiki, jira-wiki, html, text, terminal
 *     === report FORMAT           what writing FORMAT reports, an entry a line: "lost: what is
 * lost"
 *     === report read             what reading the first readable section reports
 *
 * A section is read (its tree is the case's, or equal to it) and written (the case's tree gives
 * exactly it), or only one of both when it says so.
 */
#ifndef TESTS_CORPUS_H
#define TESTS_CORPUS_H

#include "atlcli/content.h"

enum {
    CORPUS_SECTIONS = 24,
    CORPUS_FORMATS = ATL_CONTENT_TERMINAL + 1,
};

struct corpus_section {
    enum atl_content_format format;
    bool read;
    bool write;
    const char *text; /* as it is read or written: see corpus_read_case */
    size_t length;
};

struct corpus_case {
    const char *name; /* of its file, without ".txt" */
    struct corpus_section sections[CORPUS_SECTIONS];
    size_t count;
    const char *read_report;                   /* NULL: nothing is reported */
    const char *write_reports[CORPUS_FORMATS]; /* likewise */
    const char *problem; /* what is wrong with the file itself, NULL when nothing is */
};

/*
 * Reads one file; all memory is the arena's. Newlines at a section's end are taken off. In storage
 * sections, line breaks and indentation between tags go as well, outside of CDATA; in terminal
 * sections "\e" becomes ESC.
 */
struct corpus_case *corpus_read_case(struct atl_arena *arena, const char *path, const char *name);

/* The cases of `directory` whose name matches the pattern (a glob; NULL: all), sorted by name. */
void corpus_read_cases(struct atl_arena *arena, const char *directory, const char *pattern,
                       struct atl_list *cases);

#endif
