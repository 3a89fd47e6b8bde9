#include "http/date.h"

#include "atlcli/http.h"

#include <curl/curl.h>

int64_t atl_http_date_parse(const char *text)
{
    time_t seconds = curl_getdate(text, NULL);
    return seconds < 0 ? -1 : (int64_t)seconds * 1000;
}

bool atl_http_date(const struct atl_http_response *response, int64_t *wall_ms)
{
    const char *text = atl_http_header(response, "Date");
    *wall_ms = text == NULL ? -1 : atl_http_date_parse(text);
    return *wall_ms >= 0;
}
