/*
 * --field of `api`: "name=text", "name:=json", "name=@file", "name:=@file" ("-" for standard
 * input).
 */
#ifndef CMD_API_FIELDS_H
#define CMD_API_FIELDS_H

#include "atlcli/error.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

/* Appends the fields as parameters to a path; JSON that is no text is written compactly. */
enum atl_status api_fields_to_query(const char *const *fields, struct atl_buffer *path,
                                    struct atl_error *error);

/*
 * The fields as an object: "a.b=x" is {"a": {"b": "x"}}, and "a[]=x" adds to a list. ATL_USAGE for
 * a name that is given twice otherwise, or is both a value and an object. The caller deletes it.
 */
enum atl_status api_fields_to_body(const char *const *fields, cJSON **body,
                                   struct atl_error *error);

#endif
