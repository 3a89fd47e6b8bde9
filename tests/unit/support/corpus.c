#include "support/corpus.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the text of sections ---- */

static bool at(const char *text, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - text) >= length && memcmp(text, word, length) == 0;
}

/* Where the line break and the white space after it end, if it stands before a tag. */
static const char *after_layout(const char *text, const char *end)
{
    const char *next = text;
    if (next == end || *next != '\n') {
        return text;
    }
    while (next < end && (*next == '\n' || *next == ' ')) {
        next++;
    }
    return next == end || *next == '<' ? next : text;
}

/* Storage without the line breaks that only lay the case out. */
static void append_storage(struct atl_buffer *buffer, const char *text, const char *end)
{
    bool cdata = false;
    while (text < end) {
        if (at(text, end, "<![CDATA[")) {
            cdata = true;
        } else if (at(text, end, "]]>")) {
            cdata = false;
            atl_buffer_append(buffer, text, 2);
            text += 2;
        }
        atl_buffer_add_char(buffer, *text++);
        if (!cdata && text[-1] == '>') {
            text = after_layout(text, end);
        }
    }
}

static void append_terminal(struct atl_buffer *buffer, const char *text, const char *end)
{
    while (text < end) {
        bool escape = at(text, end, "\\e");
        atl_buffer_add_char(buffer, escape ? '\x1B' : *text);
        text += escape ? 2 : 1;
    }
}

static void set_text(struct atl_arena *arena, struct corpus_section *section, const char *text,
                     const char *end)
{
    struct atl_buffer buffer = {0};
    if (section->format == ATL_CONTENT_STORAGE) {
        append_storage(&buffer, text, end);
    } else if (section->format == ATL_CONTENT_TERMINAL) {
        append_terminal(&buffer, text, end);
    } else {
        atl_buffer_append(&buffer, text, (size_t)(end - text));
    }
    while (buffer.length > 0 && buffer.data[buffer.length - 1] == '\n') {
        atl_buffer_truncate(&buffer, buffer.length - 1);
    }
    section->length = buffer.length;
    section->text = atl_arena_strndup(arena, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
}

/* ---- sections ---- */

static bool format_of(const char *word, enum atl_content_format *format)
{
    for (int i = 0; i < CORPUS_FORMATS; i++) {
        *format = (enum atl_content_format)i;
        if (atl_text_equal(word, atl_content_format_name(*format))) {
            return true;
        }
    }
    return false;
}

static const char *add_section(struct atl_arena *arena, struct corpus_case *item, char **words,
                               size_t count, const char *text, const char *end)
{
    if (item->count == CORPUS_SECTIONS) {
        return "has too many sections";
    }
    struct corpus_section *section = &item->sections[item->count++];
    if (count == 0 || count > 2 || !format_of(words[0], &section->format)) {
        return "has an unknown section";
    }
    section->read =
        count == 1 ? section->format <= ATL_CONTENT_JIRA_WIKI : atl_text_equal(words[1], "read");
    section->write = count == 1 || atl_text_equal(words[1], "write");
    if (!section->read && !section->write) {
        return "has a section that is neither for reading nor for writing";
    }
    set_text(arena, section, text, end);
    return NULL;
}

static const char *add_report(struct atl_arena *arena, struct corpus_case *item, char **words,
                              size_t count, const char *text, const char *end)
{
    while (end > text && end[-1] == '\n') {
        end--;
    }
    enum atl_content_format format;
    const char *report = atl_arena_strndup(arena, text, (size_t)(end - text));
    if (count == 2 && atl_text_equal(words[1], "read")) {
        item->read_report = report;
    } else if (count == 2 && format_of(words[1], &format)) {
        item->write_reports[format] = report;
    } else {
        return "has a report of nothing known";
    }
    return NULL;
}

/* The next section's first line, or the end. */
static const char *find_header(const char *text, const char *end)
{
    static const char mark[] = "\n=== ";
    if (at(text, end, mark + 1)) {
        return text;
    }
    const char *found = memmem(text, (size_t)(end - text), mark, sizeof mark - 1);
    return found == NULL ? end : found + 1;
}

static const char *add_sections(struct atl_arena *arena, struct corpus_case *item, const char *text,
                                const char *end)
{
    const char *header = find_header(text, end);
    while (header < end) {
        const char *line_end = memchr(header, '\n', (size_t)(end - header));
        const char *body = line_end == NULL ? end : line_end + 1;
        char *line = atl_arena_strndup(arena, header + 4, (size_t)(body - header) - 4);
        char **words;
        size_t count = atl_text_split(arena, atl_text_trim(arena, line), ' ', &words);
        header = find_header(body, end);
        bool report = count > 0 && atl_text_equal(words[0], "report");
        const char *problem = report ? add_report(arena, item, words, count, body, header)
                                     : add_section(arena, item, words, count, body, header);
        if (problem != NULL) {
            return atl_arena_printf(arena, "%s: ===%s", problem, line);
        }
    }
    for (size_t i = 0; i < item->count; i++) {
        if (item->sections[i].read) {
            return NULL;
        }
    }
    return "has no readable section";
}

/* ---- files ---- */

static bool read_file(const char *path, struct atl_buffer *buffer)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return false;
    }
    char block[4096];
    size_t size;
    while ((size = fread(block, 1, sizeof block, file)) > 0) {
        atl_buffer_append(buffer, block, size);
    }
    bool ok = ferror(file) == 0;
    return fclose(file) == 0 && ok;
}

struct corpus_case *corpus_read_case(struct atl_arena *arena, const char *path, const char *name)
{
    struct corpus_case *item = atl_arena_alloc(arena, sizeof *item);
    struct atl_buffer text = {0};
    item->name = name;
    if (read_file(path, &text)) {
        const char *start = atl_buffer_text(&text);
        item->problem = add_sections(arena, item, start, start + text.length);
    } else {
        item->problem = "can't be read";
    }
    atl_buffer_free(&text);
    return item;
}

static int by_name(const void *left, const void *right)
{
    const struct corpus_case *const *first = left;
    const struct corpus_case *const *second = right;
    return strcmp((*first)->name, (*second)->name);
}

void corpus_read_cases(struct atl_arena *arena, const char *directory, const char *pattern,
                       struct atl_list *cases)
{
    DIR *files = opendir(directory);
    struct dirent *file;
    while (files != NULL && (file = readdir(files)) != NULL) {
        if (!atl_text_ends_with(file->d_name, ".txt")) {
            continue;
        }
        char *name = atl_arena_strndup(arena, file->d_name, strlen(file->d_name) - 4);
        if (pattern == NULL || fnmatch(pattern, name, 0) == 0) {
            char *path = atl_arena_printf(arena, "%s/%s", directory, file->d_name);
            atl_list_add(cases, corpus_read_case(arena, path, name));
        }
    }
    if (files != NULL) {
        closedir(files);
    }
    if (cases->count > 0) {
        qsort(cases->items, cases->count, sizeof *cases->items, by_name);
    }
}
