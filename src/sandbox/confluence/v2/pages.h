/* Pages and blog posts of REST v2: what their answers look like. */
#ifndef SANDBOX_CONFLUENCE_PAGES_H
#define SANDBOX_CONFLUENCE_PAGES_H

#include "sandbox/confluence/v2/v2.h"

/* One of a list. */
void pages_emit(const struct confluence_output *out, const struct content *content,
                enum v2_body_format format);
/* What a list of pages or blog posts selects. */
extern const struct list_kind pages_list_kind;
extern const struct list_kind blog_post_list_kind;

/* The request's answer: one page or blog post in full. */
void pages_answer(struct request *request, const struct content *content);

#endif
