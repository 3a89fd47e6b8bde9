#include "atlassian/file_form.h"

#include "atlassian/media_type.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- its lines ---- */

/* Nothing in the file can be taken for it: 128 random bits. */
static const char *make_boundary(struct atl_arena *arena)
{
    unsigned char bytes[16] = {0};
    char text[2 * sizeof bytes + 1];
    if (getentropy(bytes, sizeof bytes) != 0) {
        memcpy(bytes, &arena, sizeof arena);
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    }
    return atl_arena_printf(arena, "atlcli-%s", text);
}

/* As browsers write it (the HTML standard, 4.10.22.8). */
static void append_name(struct atl_buffer *head, const char *name)
{
    for (; *name != '\0'; name++) {
        switch (*name) {
        case '"':
            atl_buffer_add(head, "%22");
            break;
        case '\r':
            atl_buffer_add(head, "%0D");
            break;
        case '\n':
            atl_buffer_add(head, "%0A");
            break;
        default:
            atl_buffer_add_char(head, *name);
        }
    }
}

static void write_lines(struct file_form *form, struct atl_arena *arena, const char *field)
{
    const char *boundary = make_boundary(arena);
    struct atl_buffer head = {0};
    form->boundary = boundary;
    atl_buffer_printf(&head, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"",
                      boundary, field);
    append_name(&head, form->name);
    atl_buffer_printf(&head, "\"\r\nContent-Type: %s\r\n\r\n", media_type_of(form->name));
    form->head = atl_arena_strdup(arena, head.data);
    form->head_length = head.length;
    form->tail = atl_arena_printf(arena, "\r\n--%s--\r\n", boundary);
    form->tail_length = strlen(form->tail);
    form->content_type = atl_arena_printf(arena, "multipart/form-data; boundary=%s", boundary);
    atl_buffer_free(&head);
}

void file_form_add_text(struct file_form *form, struct atl_arena *arena, const char *field,
                        const char *text)
{
    form->head = atl_arena_printf(arena,
                                  "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n"
                                  "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n%s",
                                  form->boundary, field, text, form->head);
    form->head_length = strlen(form->head);
}

/* ---- the file ---- */

static enum atl_status fail(const char *path, int reason, struct atl_error *error)
{
    return atl_fail(error, reason == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                    path, reason == 0 ? "it has become shorter meanwhile" : strerror(reason));
}

enum atl_status file_form_open(struct file_form *form, struct atl_arena *arena, const char *path,
                               const char *name, const char *field, struct atl_error *error)
{
    struct stat about;
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL ? path : slash + 1;
    *form = (struct file_form){.path = path, .name = name == NULL ? last : name};
    /* A pipe without a writer would hold up everything. */
    form->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (form->descriptor < 0 || fstat(form->descriptor, &about) != 0) {
        return fail(path, errno, error);
    }
    if (!S_ISREG(about.st_mode)) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: it is %s", path,
                        S_ISDIR(about.st_mode) ? "a directory" : "no regular file");
    }
    form->size = about.st_size;
    write_lines(form, arena, field);
    return ATL_OK;
}

void file_form_close(struct file_form *form)
{
    if (form->descriptor >= 0) {
        close(form->descriptor);
        form->descriptor = -1;
    }
}

/* ---- as a body ---- */

static size_t copy(void *bytes, size_t size, const char *text, size_t length, uint64_t at)
{
    size_t left = length - (size_t)at;
    size_t count = left < size ? left : size;
    memcpy(bytes, text + at, count);
    return count;
}

static bool read_file(struct file_form *form, void *bytes, size_t size, uint64_t at, size_t *length)
{
    uint64_t left = (uint64_t)form->size - at;
    size_t wanted = left < size ? (size_t)left : size;
    ssize_t got;
    do {
        got = pread(form->descriptor, bytes, wanted, (off_t)at);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        form->failed = true;
        form->reason = got < 0 ? errno : 0;
        return false;
    }
    *length = (size_t)got;
    if (form->on_bytes != NULL) {
        form->on_bytes(form->context, (int64_t)got);
    }
    return true;
}

static bool give(void *context, void *bytes, size_t size, size_t *length)
{
    struct file_form *form = context;
    uint64_t size_of_file = (uint64_t)form->size;
    *length = 0;
    if (form->at < form->head_length) {
        *length = copy(bytes, size, form->head, form->head_length, form->at);
    } else if (form->at < form->head_length + size_of_file) {
        if (!read_file(form, bytes, size, form->at - form->head_length, length)) {
            return false;
        }
    } else {
        *length = copy(bytes, size, form->tail, form->tail_length,
                       form->at - form->head_length - size_of_file);
    }
    form->at += *length;
    return true;
}

void file_form_rewind(struct file_form *form)
{
    uint64_t of_file = form->at > form->head_length ? form->at - form->head_length : 0;
    if (of_file > (uint64_t)form->size) {
        of_file = (uint64_t)form->size;
    }
    if (form->on_bytes != NULL && of_file > 0) {
        form->on_bytes(form->context, -(int64_t)of_file);
    }
    form->at = 0;
}

static bool begin_anew(void *context)
{
    file_form_rewind(context);
    return true;
}

void file_form_send(struct file_form *form, struct atl_http_request *request)
{
    request->content_type = form->content_type;
    request->body_length = form->head_length + (size_t)form->size + form->tail_length;
    request->source = give;
    request->rewind = begin_anew;
    request->source_context = form;
}

enum atl_status file_form_explain(const struct file_form *form, enum atl_status status,
                                  struct atl_error *error)
{
    return status != ATL_OK && form->failed ? fail(form->path, form->reason, error) : status;
}
