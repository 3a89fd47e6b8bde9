#include "base/rows_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool atl_rows_format_of(const char *path, enum atl_rows_format *format)
{
    static const struct {
        const char *ending;
        enum atl_rows_format format;
    } known[] = {{".csv", ATL_ROWS_CSV},
                 {".tsv", ATL_ROWS_CSV},
                 {".json", ATL_ROWS_JSON},
                 {".jsonl", ATL_ROWS_JSONL},
                 {".ndjson", ATL_ROWS_JSONL}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof known / sizeof *known; i++) {
        if (atl_text_equal_ignoring_case(dot, known[i].ending)) {
            *format = known[i].format;
            return true;
        }
    }
    return false;
}

/* ---- bytes ---- */

int rows_get(struct atl_rows *rows)
{
    int byte = getc(rows->file);
    rows->line += byte == '\n' ? 1 : 0;
    return byte == EOF ? ROWS_END : byte;
}

void rows_unget(struct atl_rows *rows, int byte)
{
    if (byte != ROWS_END) {
        rows->line -= byte == '\n' ? 1 : 0;
        ungetc(byte, rows->file);
    }
}

enum atl_status rows_keep(struct atl_rows *rows, int byte, size_t line, struct atl_error *error)
{
    if (byte == '\0') {
        rows_fail(rows, line, error, "there is a NUL byte");
        atl_hint(error, "a file with such bytes is UTF-16, or no text: save it as UTF-8");
        return ATL_FAILED;
    }
    if (rows->bytes.length >= ROWS_MOST_BYTES) {
        return rows_fail(rows, line, error, "a row of more than %d MiB",
                         ROWS_MOST_BYTES / 1024 / 1024);
    }
    atl_buffer_add_char(&rows->bytes, (char)byte);
    return ATL_OK;
}

/* ---- errors ---- */

enum atl_status rows_fail(const struct atl_rows *rows, size_t line, struct atl_error *error,
                          const char *format, ...)
{
    char message[ATL_ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return atl_fail(error, ATL_FAILED, "%s, line %zu: %s", rows->name, line, message);
}

enum atl_status rows_check_text(const struct atl_rows *rows, size_t line, struct atl_error *error)
{
    const char *text = atl_buffer_text(&rows->bytes);
    size_t left = rows->bytes.length;
    while (left > 0) {
        uint32_t code_point;
        size_t length = atl_utf8_decode(text, left, &code_point);
        if (length == 1 && code_point >= 0x80) {
            rows_fail(rows, line, error, "byte 0x%02X is no UTF-8", (unsigned char)*text);
            atl_hint(error, "if the file is Latin-1: iconv -f LATIN1 -t UTF-8 FILE; from a "
                            "spreadsheet save it as \"CSV UTF-8\"");
            return ATL_FAILED;
        }
        line += *text == '\n' ? 1 : 0;
        text += length;
        left -= length;
    }
    return ATL_OK;
}

/* ---- opening ---- */

/* A BOM says UTF-8 and is skipped, or UTF-16, which isn't read. */
static enum atl_status skip_mark(struct atl_rows *rows, struct atl_error *error)
{
    int first = rows_get(rows);
    if (first == 0xFF || first == 0xFE) {
        int second = rows_get(rows);
        if (first + second == 0xFF + 0xFE) {
            rows_fail(rows, 1, error, "the file is UTF-16");
            atl_hint(error, "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE");
            return ATL_FAILED;
        }
        rows_unget(rows, second);
    }
    if (first != 0xEF) {
        rows_unget(rows, first);
        return ATL_OK;
    }
    if (rows_get(rows) != 0xBB || rows_get(rows) != 0xBF) {
        return rows_fail(rows, 1, error, "byte 0xEF is no UTF-8");
    }
    return ATL_OK;
}

static enum atl_status open_stream(FILE *file, const char *name, enum atl_rows_format format,
                                   struct atl_rows **opened, struct atl_error *error)
{
    struct atl_rows *rows = atl_alloc(sizeof *rows);
    *rows = (struct atl_rows){.file = file, .format = format, .line = 1, .separator = ','};
    rows->name = atl_arena_strdup(&rows->arena, name);
    enum atl_status status = skip_mark(rows, error);
    if (status == ATL_OK && format == ATL_ROWS_CSV) {
        status = rows_read_heading(rows, error);
    }
    if (status != ATL_OK) {
        atl_rows_close(rows);
        rows = NULL;
    }
    *opened = rows;
    return status;
}

enum atl_status atl_rows_open(const char *path, enum atl_rows_format format, struct atl_rows **rows,
                              struct atl_error *error)
{
    struct stat info;
    FILE *file = fopen(path, "re");
    *rows = NULL;
    if (file != NULL && fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
        fclose(file);
        return atl_fail(error, ATL_FAILED, "%s is a directory, not a file", path);
    }
    if (file == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                        path, strerror(errno));
    }
    return open_stream(file, path, format, rows, error);
}

enum atl_status atl_rows_open_text(const char *text, size_t length, const char *name,
                                   enum atl_rows_format format, struct atl_rows **rows,
                                   struct atl_error *error)
{
    static const char empty[] = "\n"; /* no stream can be opened on no bytes */
    FILE *file = length == 0 ? fmemopen((void *)(uintptr_t)empty, 1, "r")
                             : fmemopen((void *)(uintptr_t)text, length, "r");
    *rows = NULL;
    if (file == NULL) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", name, strerror(errno));
    }
    return open_stream(file, name, format, rows, error);
}

void atl_rows_close(struct atl_rows *rows)
{
    if (rows != NULL) {
        fclose(rows->file);
        atl_buffer_free(&rows->bytes);
        atl_arena_free(&rows->arena);
        free(rows->headings);
        free(rows);
    }
}

/* ---- reading ---- */

const char *const *atl_rows_headings(const struct atl_rows *rows, size_t *count)
{
    *count = rows->heading_count;
    return rows->headings;
}

enum atl_status atl_rows_next(struct atl_rows *rows, struct atl_row *row, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    *row = (struct atl_row){0};
    if (rows->ended) {
        return ATL_OK;
    }
    if (rows->format == ATL_ROWS_CSV) {
        status = rows_next_csv(rows, row, error);
    } else if (rows->format == ATL_ROWS_JSON) {
        status = rows_next_json(rows, row, error);
    } else {
        status = rows_next_line(rows, row, error);
    }
    if (status == ATL_OK && row->json == NULL && ferror(rows->file)) {
        status = rows_fail(rows, rows->line, error, "cannot read it: %s", strerror(errno));
    }
    rows->ended = status != ATL_OK || row->json == NULL;
    return status;
}
