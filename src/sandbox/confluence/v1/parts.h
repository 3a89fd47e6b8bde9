/* Parts of content that are only told when they are asked for. For v1_content.c, mostly. */
#ifndef SANDBOX_CONFLUENCE_V1_PARTS_H
#define SANDBOX_CONFLUENCE_V1_PARTS_H

#include "sandbox/confluence/v1/v1.h"

void v1_emit_history(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct content_version *version,
                     const struct v1_expand *expand);

/* children, descendants, childTypes, restrictions, operations: those that are expanded. */
void v1_emit_parts(const struct confluence_output *out, const struct content *content,
                   const struct v1_expand *expand);

/* "metadata", where there is something to say. */
void v1_emit_metadata(const struct confluence_output *out, const struct content *content,
                      const struct content_version *version, const struct v1_expand *expand);
/* "extensions": where a page stands, what an attachment is, where a comment is at. */
void v1_emit_extensions(const struct confluence_output *out, const struct content *content,
                        const struct content_version *version, const struct v1_expand *expand);

/* "children" or "descendants": lists by type, those that are expanded. */
void v1_emit_below(const struct confluence_output *out, const char *key,
                   const struct content *content, const char *name, const struct v1_expand *expand);

/*
 * Writes "SELECT … FROM content WHERE …", without an order: what is current and directly below a
 * content, of one type. Replies are below comments, comments and attachments below pages.
 */
void v1_add_children(const struct confluence_output *out, struct sql *sql,
                     const struct content *content, enum content_type type);
/* The same for all that is below, at any depth. */
void v1_add_descendants(const struct confluence_output *out, struct sql *sql,
                        const struct content *content, enum content_type type);
/* The order that children are shown in. */
extern const char v1_child_order[];

/* {"read": {…}, "update": {…}} or one of them, see v1_restriction.c. */
void v1_emit_restrictions(const struct confluence_output *out, const char *key,
                          const struct content *content, const struct v1_expand *expand);

#endif
