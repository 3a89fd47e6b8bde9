#include "sandbox/seed/document.h"

#include "sandbox/seed/names.h"
#include "sandbox/seed/random.h"

#include <string.h>

enum {
    MOST_BLOCKS = 24,
    FOR_ISSUE_BODY = 200, /* purposes of random numbers, apart from those of seed.c */
    FOR_PAGE_BODY = 201,
};

/* Numbers for one document, one after the other. */
struct source {
    struct atl_arena *arena;
    uint64_t seed;
    uint64_t item;
    uint64_t purpose;
    uint64_t drawn;
    struct document *document;
};

static size_t draw(struct source *source, size_t bound)
{
    uint64_t number =
        random_at(source->seed, source->item * 1024 + source->drawn++, source->purpose);
    return (size_t)(number % bound);
}

static void add(struct source *source, struct document_block block)
{
    struct document *document = source->document;
    if (document->block_count < MOST_BLOCKS) {
        document->blocks[document->block_count++] = block;
    }
}

static void add_heading(struct source *source, const char *text)
{
    add(source, (struct document_block){.kind = BLOCK_HEADING, .text = text});
}

static void add_paragraph(struct source *source)
{
    struct atl_buffer text = {0};
    size_t sentences = 1 + draw(source, 4);
    for (size_t i = 0; i < sentences; i++) {
        atl_buffer_add(&text, i > 0 ? " " : "");
        atl_buffer_add(&text, names_at(&names_sentences, draw(source, names_sentences.count)));
    }
    add(source, (struct document_block){.kind = BLOCK_PARAGRAPH,
                                        .text = atl_arena_strdup(source->arena, text.data)});
    atl_buffer_free(&text);
}

static void add_list(struct source *source, enum document_block_kind kind,
                     const struct names *names)
{
    size_t count = 2 + draw(source, 4);
    const char **items = atl_arena_alloc(source->arena, count * sizeof *items);
    size_t first = draw(source, names->count);
    for (size_t i = 0; i < count; i++) {
        items[i] = names_at(names, first + i);
    }
    add(source, (struct document_block){.kind = kind, .items = items, .item_count = count});
}

static void add_table(struct source *source)
{
    size_t rows = 2 + draw(source, 4);
    const char **cells = atl_arena_alloc(source->arena, rows * 2 * sizeof *cells);
    cells[0] = "What";
    cells[1] = "Who";
    for (size_t row = 1; row < rows; row++) {
        cells[row * 2] = names_at(&names_components, draw(source, names_components.count));
        cells[row * 2 + 1] = names_at(&names_people, draw(source, names_people.count));
    }
    add(source,
        (struct document_block){.kind = BLOCK_TABLE, .items = cells, .item_count = rows * 2});
}

static void add_code(struct source *source)
{
    add(source,
        (struct document_block){.kind = BLOCK_CODE,
                                .text = names_at(&names_code, draw(source, names_code.count))});
}

static void add_note(struct source *source)
{
    add(source, (struct document_block){
                    .kind = BLOCK_NOTE,
                    .text = names_at(&names_sentences, draw(source, names_sentences.count))});
}

static struct document make_empty(struct atl_arena *arena)
{
    return (struct document){
        .blocks = atl_arena_alloc(arena, MOST_BLOCKS * sizeof(struct document_block))};
}

struct document document_of_issue(const struct plan *plan, struct atl_arena *arena, uint32_t index)
{
    struct document document = make_empty(arena);
    struct source source = {.arena = arena,
                            .seed = plan->seed,
                            .item = index,
                            .purpose = FOR_ISSUE_BODY,
                            .document = &document};
    add_paragraph(&source);
    if (plan->issues[index].type == TYPE_BUG) {
        add_heading(&source, "Steps to reproduce");
        add_list(&source, BLOCK_NUMBERED, &names_steps);
        add_code(&source);
    } else if (draw(&source, 2) == 0) {
        add_heading(&source, "Acceptance criteria");
        add_list(&source, BLOCK_BULLETS, &names_sentences);
    }
    return document;
}

struct document document_of_page(const struct plan *plan, struct atl_arena *arena, uint32_t index)
{
    struct document document = make_empty(arena);
    struct source source = {.arena = arena,
                            .seed = plan->seed,
                            .item = index,
                            .purpose = FOR_PAGE_BODY,
                            .document = &document};
    add_paragraph(&source);
    size_t sections = 1 + draw(&source, 4);
    size_t first = draw(&source, names_headings.count);
    for (size_t i = 0; i < sections; i++) {
        add_heading(&source, names_at(&names_headings, first + i));
        add_paragraph(&source);
        switch (draw(&source, 6)) {
        case 0:
            add_list(&source, BLOCK_BULLETS, &names_sentences);
            break;
        case 1:
            add_list(&source, BLOCK_NUMBERED, &names_steps);
            break;
        case 2:
            add_code(&source);
            break;
        case 3:
            add_table(&source);
            break;
        case 4:
            add_note(&source);
            break;
        default:
            break;
        }
    }
    return document;
}

/* ---- plain text ---- */

static void append_line(struct atl_buffer *text, const char *line)
{
    if (text->length > 0) {
        atl_buffer_add_char(text, '\n');
    }
    atl_buffer_add(text, line);
}

void document_append_plain(struct atl_buffer *text, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        if (block->text != NULL) {
            append_line(text, block->text);
        }
        for (size_t item = 0; item < block->item_count; item++) {
            append_line(text, block->items[item]);
        }
    }
}
