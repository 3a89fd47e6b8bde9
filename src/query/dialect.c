#include "query/dialect.h"

#include <stdlib.h>
#include <strings.h>

/*
 * The words that Jira's documentation ("Advanced searching", reserved words) lists and that its
 * grammar doesn't use itself. Sorted, for bsearch.
 */
static const char *const jql_reserved[] = {
    "abort",     "access",    "add",        "alias",      "all",          "alter",      "any",
    "as",        "audit",     "avg",        "begin",      "between",      "boolean",    "break",
    "byte",      "catch",     "char",       "character",  "check",        "checkpoint", "collate",
    "collation", "column",    "commit",     "connect",    "continue",     "count",      "create",
    "current",   "date",      "decimal",    "declare",    "decrement",    "default",    "defaults",
    "define",    "delete",    "delimiter",  "difference", "distinct",     "divide",     "do",
    "double",    "drop",      "else",       "encoding",   "end",          "equals",     "escape",
    "exclusive", "exec",      "execute",    "exists",     "explain",      "false",      "fetch",
    "field",     "file",      "first",      "float",      "for",          "function",   "go",
    "goto",      "grant",     "greater",    "group",      "having",       "identified", "if",
    "immediate", "increment", "index",      "initial",    "inner",        "inout",      "input",
    "insert",    "int",       "integer",    "intersect",  "intersection", "into",       "isempty",
    "isnull",    "join",      "last",       "left",       "less",         "like",       "limit",
    "lock",      "long",      "max",        "min",        "minus",        "mode",       "modify",
    "modulo",    "more",      "multiply",   "next",       "noaudit",      "notin",      "nowait",
    "number",    "object",    "of",         "option",     "outer",        "output",     "power",
    "previous",  "prior",     "privileges", "public",     "raise",        "raw",        "remainder",
    "rename",    "resource",  "return",     "returns",    "revoke",       "right",      "row",
    "rowid",     "rownum",    "rows",       "select",     "session",      "set",        "share",
    "size",      "sqrt",      "start",      "strict",     "string",       "subtract",   "sum",
    "synonym",   "table",     "then",       "trans",      "transaction",  "trigger",    "true",
    "uid",       "union",     "unique",     "update",     "user",         "validate",   "values",
    "view",      "when",      "whenever",   "where",      "while",        "with",
};

/* What neither grammar takes as a bare value. Sorted. */
static const char *const keywords[] = {
    "after", "and", "asc", "before", "by",   "cf", "changed", "desc",  "during", "empty",
    "from",  "in",  "is",  "not",    "null", "on", "or",      "order", "to",     "was",
};

static const struct query_dialect dialects[] = {
    [ATL_QUERY_JQL] = {.name = "JQL",
                       .valid_operators = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', "
                                          "'NOT IN', 'IS' and 'IS NOT'",
                       .symbols = true,
                       .custom_fields = true,
                       .history = true,
                       .reserved = jql_reserved,
                       .reserved_count = sizeof jql_reserved / sizeof *jql_reserved},
    [ATL_QUERY_CQL] = {.name = "CQL",
                       .valid_operators =
                           "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN' and 'NOT IN'"},
};

const struct query_dialect *query_dialect_get(enum atl_query_dialect dialect)
{
    return &dialects[dialect];
}

static int compare_word(const void *word, const void *entry)
{
    return strcasecmp(word, *(const char *const *)entry);
}

bool query_dialect_is_reserved(const struct query_dialect *dialect, const char *word)
{
    /* bsearch wants a place to look in, even when there is nothing there. */
    if (dialect->reserved_count > 0 && bsearch(word, dialect->reserved, dialect->reserved_count,
                                               sizeof *dialect->reserved, compare_word) != NULL) {
        return true;
    }
    return bsearch(word, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords,
                   compare_word) != NULL;
}
