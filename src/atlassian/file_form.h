/*
 * A form with one file in it (multipart/form-data, RFC 7578), as the body of a request: the file is
 * read from disk as it is sent, with the form's few lines and texts before and after it.
 */
#ifndef ATLASSIAN_FILE_FORM_H
#define ATLASSIAN_FILE_FORM_H

#include "atlcli/http.h"

struct file_form {
    const char *path;
    const char *name; /* that the server is told */
    int64_t size;     /* of the file when it was opened */
    int descriptor;   /* -1: not open */
    const char *content_type;
    const char *boundary;
    const char *head;
    size_t head_length;
    const char *tail;
    size_t tail_length;
    uint64_t at;                                    /* bytes of the whole that have been given */
    bool failed;                                    /* the file couldn't be read to its end … */
    int reason;                                     /* … errno, 0: it has become shorter */
    void (*on_bytes)(void *context, int64_t bytes); /* may be NULL */
    void *context;
};

/*
 * Opens a file for the field `field`; a NULL name is the path's last part. ATL_NOT_FOUND for none,
 * ATL_FAILED for what is no regular file or can't be read. Texts are in the arena. Close it with
 * file_form_close, also after a failure.
 */
enum atl_status file_form_open(struct file_form *form, struct atl_arena *arena, const char *path,
                               const char *name, const char *field, struct atl_error *error);

/* Puts a field with a text before what is there. */
void file_form_add_text(struct file_form *form, struct atl_arena *arena, const char *field,
                        const char *text);

void file_form_close(struct file_form *form);

/* Makes it the request's body. */
void file_form_send(struct file_form *form, struct atl_http_request *request);

/* Back to its beginning, for another request. */
void file_form_rewind(struct file_form *form);

/* When the file couldn't be read: says so in place of what the request's failure says. */
enum atl_status file_form_explain(const struct file_form *form, enum atl_status status,
                                  struct atl_error *error);

#endif
