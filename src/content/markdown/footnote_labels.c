/* The labels of footnotes that are defined: a hash table. */
#include "content/markdown/directives.h"

#include "atlcli/text.h"

static char lower(char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

static size_t hash(const char *label, size_t length)
{
    uint64_t value = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)lower(label[i])) * UINT64_C(1099511628211);
    }
    return (size_t)(value ^ (value >> 32));
}

static bool is_label(const struct markdown_directive *directive, const char *label, size_t length)
{
    if (directive->label_length != length) {
        return false;
    }
    size_t same = 0;
    while (same < length && lower(directive->text[2 + same]) == lower(label[same])) {
        same++;
    }
    return same == length;
}

/* The slot of a label: where it is, or where it would go. */
static uint32_t *slot_of(const struct markdown_directives *directives, const char *label,
                         size_t length)
{
    size_t at = hash(label, length) & (directives->label_slots - 1);
    while (directives->labels[at] != 0 &&
           !is_label(&directives->items[directives->labels[at] - 1], label, length)) {
        at = (at + 1) & (directives->label_slots - 1);
    }
    return &directives->labels[at];
}

void markdown_index_labels(struct markdown_directives *directives)
{
    size_t slots = 16;
    while (slots < directives->count * 2) {
        slots *= 2;
    }
    directives->label_slots = slots;
    directives->labels = atl_alloc(slots * sizeof *directives->labels);
    for (size_t i = 0; i < directives->count; i++) {
        const struct markdown_directive *item = &directives->items[i];
        if (item->label_length > 0) {
            *slot_of(directives, item->text + 2, item->label_length) = (uint32_t)(i + 1);
        }
    }
}

bool markdown_is_footnote(const struct markdown_directives *directives, const char *label,
                          size_t length)
{
    return directives->label_slots > 0 && *slot_of(directives, label, length) != 0;
}

void markdown_note_footnote(const struct markdown_directives *directives, const char *label,
                            size_t length)
{
    directives->items[*slot_of(directives, label, length) - 1].noted = true;
}

bool markdown_is_noted(const struct markdown_directives *directives, const char *label,
                       size_t length)
{
    return directives->items[*slot_of(directives, label, length) - 1].noted;
}
