#include "sandbox/seed/fill.h"

#include "sandbox/seed/random.h"
#include "sandbox/server/emit.h"

double fill_fraction(const struct filling *filling, uint64_t item, enum fill_purpose purpose)
{
    return (double)(random_at(filling->seed, item, purpose) >> 11) / 9007199254740992.0;
}

uint32_t fill_random(const struct filling *filling, uint64_t item, enum fill_purpose purpose,
                     uint32_t bound)
{
    return random_below(filling->seed, item, purpose, bound);
}

int64_t fill_person(const struct filling *filling, uint64_t item, enum fill_purpose purpose)
{
    uint64_t random = random_at(filling->seed, item, purpose);
    return random % 5 == 0 || item % 21 == 6
               ? filling->people[0]
               : filling->people[(random >> 16) % filling->plan->person_count];
}

void fill_make_body(struct filling *filling, const struct document *document)
{
    struct fill_body *body = &filling->body;
    atl_buffer_truncate(&body->written, 0);
    atl_buffer_truncate(&body->plain, 0);
    if (filling->is_cloud) {
        document_emit_adf(&body->written, NULL, document);
    } else {
        document_append_wiki(&body->written, document);
    }
    document_append_plain(&body->plain, document);
}

void fill_make_paragraph(struct filling *filling, const char *text)
{
    struct document_block block = {.kind = BLOCK_PARAGRAPH, .text = text};
    struct document document = {.blocks = &block, .block_count = 1};
    fill_make_body(filling, &document);
}
