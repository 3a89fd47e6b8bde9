/* What the files about fields share. */
#ifndef ATLASSIAN_JIRA_FIELD_INTERNAL_H
#define ATLASSIAN_JIRA_FIELD_INTERNAL_H

#include "atlassian/jira/internal.h"

#include "atlcli/jira_field.h"

/* Adds hints "LABEL: a, b, c" with as many of the texts as fit, and how many more there are. */
void jira_hint_list(struct atl_error *error, const char *label, const struct atl_list *texts);

/* A field, its value as text, and what it takes to write it. */
struct field_text {
    const struct atl_jira_writing *writing;
    const struct atl_jira_field *field;
    const char *text; /* trimmed, not empty */
};

/* "number" of an ordinary field, "date" of one of a list of dates: writes one value. */
typedef enum atl_status (*field_writer)(const struct field_text *text, cJSON **value,
                                        struct atl_error *error);

/* ATL_USAGE: "'x' is no number: Story Points takes …". */
enum atl_status field_text_refuse(const struct field_text *text, struct atl_error *error,
                                  const char *what, const char *example);

/* One of the allowed values, as {"id": …}; {"name": …} or so where none are given. */
enum atl_status field_write_choice(const struct field_text *text, cJSON **value,
                                   struct atl_error *error);
/* Whether the text is one of the allowed values, exactly or in another case. */
bool field_allows(const struct atl_jira_field *field, const char *text);
/* "Parent > Child". */
enum atl_status field_write_cascade(const struct field_text *text, cJSON **value,
                                    struct atl_error *error);

enum atl_status field_write_date(const struct field_text *text, cJSON **value,
                                 struct atl_error *error);
enum atl_status field_write_datetime(const struct field_text *text, cJSON **value,
                                     struct atl_error *error);
enum atl_status field_write_time_tracking(const struct field_text *text, cJSON **value,
                                          struct atl_error *error);

/* An id, or the name of a sprint that is open. */
enum atl_status field_write_sprint(const struct field_text *text, cJSON **value,
                                   struct atl_error *error);

#endif
