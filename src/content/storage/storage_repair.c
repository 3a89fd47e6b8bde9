/* Tags and text, one after the other; storage_repair_stack.c keeps account of what is open. */
#include "content/storage/storage_repair_parts.h"

/* The end of the tag that begins here: its '>'. NULL: this is no tag. */
static const char *find_tag_end(const struct storage_repair *repair, const char **failed_at)
{
    const char *at = repair->at + 1;
    bool value = false; /* a quote begins a value only after "=" */
    while (at < repair->end && *at != '>' && *at != '<') {
        if (value && (*at == '"' || *at == '\'')) {
            at = memchr(at + 1, *at, (size_t)(repair->end - at - 1));
            if (at == NULL) {
                *failed_at = repair->end;
                return NULL;
            }
            value = false;
        } else {
            value = *at == '=' || (value && storage_is_white(*at));
        }
        at++;
    }
    *failed_at = at;
    return at < repair->end && *at == '>' ? at : NULL;
}

/* Line breaks between attributes are one space; here the lines are made up for, within the tag. */
static void keep_lines(struct storage_repair *repair, const char *from, const char *to,
                       size_t written)
{
    size_t lines = 0;
    for (; from < to; from++) {
        lines += *from == '\n';
    }
    for (const char *next = repair->out->data + written;
         next < repair->out->data + repair->out->length; next++) {
        lines -= *next == '\n';
    }
    for (; lines > 0; lines--) {
        atl_buffer_add_char(repair->out, '\n');
    }
}

static bool read_start_tag(struct storage_repair *repair, const char *tag_end)
{
    const char *name = repair->at + 1;
    const char *at = name;
    while (at < tag_end && storage_is_name(*at)) {
        at++;
    }
    bool empty = tag_end[-1] == '/' && tag_end - 1 >= at;
    struct storage_name tag = storage_name_of(name, (size_t)(at - name));
    if (tag.lowered) {
        storage_repair_note(repair, "upper-case names of elements: read as lower-case");
    }
    const char *closed = storage_open_make_room(&repair->open, &tag, repair->out);
    if (closed != NULL) {
        storage_repair_note(repair, "end tags that are missing: added");
    }
    size_t written = repair->out->length;
    atl_buffer_add_char(repair->out, '<');
    atl_buffer_append(repair->out, tag.text, tag.length);
    if (!storage_repair_attributes(repair, at, empty ? tag_end - 1 : tag_end, tag.html)) {
        return false;
    }
    keep_lines(repair, repair->at, tag_end, written);
    if (tag.is_void || empty) {
        if (!empty) {
            storage_repair_note(repair, "elements that are always empty: closed");
        }
        atl_buffer_add(repair->out, "/>");
    } else {
        atl_buffer_add_char(repair->out, '>');
        if (!storage_open_push(&repair->open, &tag, (size_t)(repair->at - repair->start), written,
                               repair->out->length - written)) {
            return storage_repair_fail(repair, repair->at,
                                       "elements are nested more levels deep than 900");
        }
    }
    repair->at = tag_end + 1;
    return true;
}

/* Line breaks in an end tag stay in it: outside they would be white space. */
static void keep_lines_of_end_tag(struct storage_repair *repair, const char *tag_end)
{
    size_t written = repair->out->length;
    bool closed = written > 0 && repair->out->data[written - 1] == '>';
    if (closed) {
        atl_buffer_truncate(repair->out, written - 1);
    }
    keep_lines(repair, repair->at, tag_end, repair->out->length);
    if (closed) {
        atl_buffer_add_char(repair->out, '>');
    }
}

static bool read_end_tag(struct storage_repair *repair, const char *tag_end)
{
    const char *name = repair->at + 2;
    const char *at = name;
    while (at < tag_end && storage_is_name(*at)) {
        at++;
    }
    struct storage_name tag = storage_name_of(name, (size_t)(at - name));
    size_t broken;
    switch (storage_open_close(&repair->open, &tag, repair->out, &broken)) {
    case STORAGE_CLOSED:
        break;
    case STORAGE_CLOSED_OTHERS:
        storage_repair_note(repair, "end tags that are missing: added");
        break;
    case STORAGE_NOT_OPEN:
        if (tag.confluence) {
            return storage_repair_fail(repair, repair->at, "this end tag has no start tag");
        }
        if (!tag.is_void) {
            storage_repair_note(repair, "end tags without a start tag: left out");
        }
        break;
    case STORAGE_UNCLOSED:
        return storage_repair_fail(repair, repair->start + broken, "this element has no end tag");
    }
    keep_lines_of_end_tag(repair, tag_end);
    repair->at = tag_end + 1;
    return true;
}

/* One that doesn't end is text. */
static bool is_instruction(struct storage_repair *repair)
{
    if (repair->no_instruction || !storage_repair_looking_at(repair, "<?")) {
        return false;
    }
    repair->no_instruction = storage_repair_find(repair, "?>") == NULL;
    return !repair->no_instruction;
}

static bool read_markup(struct storage_repair *repair)
{
    if (storage_repair_looking_at(repair, "<!")) {
        return storage_repair_declaration(repair);
    }
    if (is_instruction(repair)) {
        storage_repair_note(repair, "processing instructions: left out");
        return storage_repair_drop(repair, "?>", "");
    }
    bool end_tag = storage_repair_looking_at(repair, "</");
    const char *name = repair->at + (end_tag ? 2 : 1);
    if (name >= repair->end || !storage_is_name_start(*name)) {
        return storage_repair_less_than(repair);
    }
    const char *failed_at;
    const char *tag_end = find_tag_end(repair, &failed_at);
    const char *name_end = name;
    while (name_end < repair->end && storage_is_name(*name_end)) {
        name_end++;
    }
    if (tag_end == NULL || !storage_name_is_good(name, (size_t)(name_end - name)) ||
        (!storage_is_white(*name_end) && *name_end != '>' && *name_end != '/')) {
        /* All that was looked at is text, so that nothing is looked at twice. */
        const char *stop = tag_end == NULL ? failed_at : tag_end;
        storage_repair_note(repair, "'<' that begins no tag: read as text");
        storage_repair_copy_text(repair, stop);
        return true;
    }
    return end_tag ? read_end_tag(repair, tag_end) : read_start_tag(repair, tag_end);
}

bool storage_repair(const char *text, size_t length, uint32_t first_line,
                    struct atl_content_report *report, struct atl_buffer *buffer,
                    struct storage_flaw *flaw)
{
    struct storage_repair repair = {
        .start = text,
        .at = text,
        .end = text + length,
        .counted = text,
        .line = first_line == 0 ? 1 : first_line,
        .report = report,
        .out = buffer,
        .flaw = flaw,
    };
    bool good = true;
    atl_buffer_reserve(buffer, length + length / 8);
    while (good && repair.at < repair.end) {
        const char *next = memchr(repair.at, '<', (size_t)(repair.end - repair.at));
        storage_repair_copy_text(&repair, next == NULL ? repair.end : next);
        good = next == NULL || read_markup(&repair);
    }
    size_t broken;
    if (good && repair.open.count > 0) {
        good = storage_open_close_all(&repair.open, buffer, &broken)
                   ? (storage_repair_note(&repair, "end tags that are missing: added"), true)
                   : storage_repair_fail(&repair, text + broken, "this element has no end tag");
    }
    storage_open_free(&repair.open);
    return good;
}
