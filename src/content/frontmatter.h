/* YAML's events, as the files about frontmatter read them. */
#ifndef CONTENT_FRONTMATTER_H
#define CONTENT_FRONTMATTER_H

#include "atlcli/frontmatter.h"

#include <yaml.h>

struct frontmatter_events {
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    unsigned depth;     /* of collections that are open, the current event's included */
    struct atl_error *error;
};

/* Starts at the first event behind those that begin the document. False: failed. */
bool content_frontmatter_begin(struct frontmatter_events *events, const char *yaml, size_t length,
                               struct atl_error *error);
/* On to the next event. False: the YAML is malformed or too deep, and the error says where. */
bool content_frontmatter_next(struct frontmatter_events *events);
/* Releases everything; after a failed begin, too. */
void content_frontmatter_end(struct frontmatter_events *events);

/* Fails at the current event's place, in lines of the file. */
enum atl_status content_frontmatter_fail(const struct frontmatter_events *events,
                                         const char *problem);

#endif
