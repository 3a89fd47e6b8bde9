/* Whether what the server says is what was asked for. */
#include "bulk/internal.h"

#include <math.h>
#include <string.h>

static bool is_nothing(const cJSON *value)
{
    return value == NULL || cJSON_IsNull(value) ||
           (cJSON_IsArray(value) && cJSON_GetArraySize(value) == 0) ||
           (cJSON_IsString(value) && value->valuestring[0] == '\0');
}

/* Dates come back with seconds and an offset, numbers as texts of ids or the other way round. */
static bool covers_scalar(const cJSON *have, const cJSON *want)
{
    if (cJSON_IsNumber(have) && cJSON_IsNumber(want)) {
        return fabs(have->valuedouble - want->valuedouble) < 1e-9;
    }
    if (cJSON_IsString(have) && cJSON_IsString(want)) {
        return strcmp(have->valuestring, want->valuestring) == 0;
    }
    return cJSON_IsBool(have) && cJSON_IsBool(want) && cJSON_IsTrue(have) == cJSON_IsTrue(want);
}

static bool covers_object(const cJSON *have, const cJSON *want)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, want)
    {
        if (!bulk_covers(atl_json_member(have, member->string), member)) {
            return false;
        }
    }
    return true;
}

/* As many, and each of those wanted; their order is the server's business. */
static bool covers_array(const cJSON *have, const cJSON *want)
{
    const cJSON *wanted;
    const cJSON *item;
    if (cJSON_GetArraySize(have) != cJSON_GetArraySize(want)) {
        return false;
    }
    cJSON_ArrayForEach(wanted, want)
    {
        bool found = false;
        cJSON_ArrayForEach(item, have)
        {
            found = found || bulk_covers(item, wanted);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

bool bulk_covers(const cJSON *have, const cJSON *want)
{
    if (is_nothing(want)) {
        return is_nothing(have);
    }
    if (cJSON_IsObject(want)) {
        return cJSON_IsObject(have) && covers_object(have, want);
    }
    if (cJSON_IsArray(want)) {
        return cJSON_IsArray(have) && covers_array(have, want);
    }
    return covers_scalar(have, want);
}
