/* What differs between JQL and CQL, as data; the lexer and the parser are the same for both. */
#ifndef QUERY_DIALECT_H
#define QUERY_DIALECT_H

#include "atlcli/query.h"

struct query_dialect {
    const char *name;            /* as errors call it */
    const char *valid_operators; /* as errors list them */
    bool symbols;                /* & && | || ! stand for AND, OR, NOT */
    bool custom_fields;          /* cf[10001] */
    bool history;                /* IS, WAS, CHANGED, EMPTY and the history predicates */
    const char *const *reserved; /* words that need quotation marks, sorted; never a keyword */
    size_t reserved_count;
};

const struct query_dialect *query_dialect_get(enum atl_query_dialect dialect);

/* True when the language keeps the word for itself, in any case: it is reserved or a keyword. */
bool query_dialect_is_reserved(const struct query_dialect *dialect, const char *word);

#endif
