/* Values for statements, and statements that are put together. */
#include "sandbox/store/store.h"

#include <stdlib.h>

struct value sql_integer(int64_t integer)
{
    return (struct value){.kind = VALUE_INTEGER, .integer = integer};
}

struct value sql_optional(int64_t integer)
{
    return integer < 0 ? sql_null() : sql_integer(integer);
}

struct value sql_real(double real)
{
    return (struct value){.kind = VALUE_REAL, .real = real};
}

struct value sql_text(const char *text)
{
    return text == NULL ? sql_null() : (struct value){.kind = VALUE_TEXT, .text = text};
}

struct value sql_blob(const void *bytes, size_t length)
{
    return (struct value){.kind = VALUE_BLOB, .text = bytes, .length = length};
}

struct value sql_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}

void sql_add(struct sql *sql, const char *text)
{
    atl_buffer_add(&sql->text, text);
}

void sql_printf(struct sql *sql, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&sql->text, format, arguments);
    va_end(arguments);
}

void sql_value(struct sql *sql, struct value value)
{
    sql->values = atl_realloc(sql->values, sql->count + 2, sizeof *sql->values);
    sql->values[sql->count++] = value;
    sql->values[sql->count] = (struct value){.kind = VALUE_END};
}

void sql_mark(struct sql *sql, struct value value)
{
    sql_add(sql, "?");
    sql_value(sql, value);
}

void sql_free(struct sql *sql)
{
    atl_buffer_free(&sql->text);
    free(sql->values);
    *sql = (struct sql){0};
}
