#include "http/retry.h"

bool atl_request_is_repeatable(const struct atl_http_request *request)
{
    if (request->only_once) {
        return false;
    }
    switch (request->method) {
    case ATL_GET:
    case ATL_HEAD:
    case ATL_PUT:
    case ATL_DELETE:
        return true;
    case ATL_POST:
    case ATL_PATCH:
        break;
    }
    return request->safe_to_repeat;
}

bool atl_status_is_server_failure(int status)
{
    return status == 500 || status == 502 || status == 503 || status == 504;
}

static enum atl_verdict judge_answer(bool repeatable, const struct atl_attempt *attempt)
{
    if (attempt->status == 429 || (attempt->status == 503 && attempt->has_retry_after)) {
        return ATL_VERDICT_WAIT;
    }
    if (atl_status_is_server_failure(attempt->status) && repeatable) {
        return ATL_VERDICT_REPEAT;
    }
    return ATL_VERDICT_DONE;
}

enum atl_verdict atl_retry_judge(bool repeatable, const struct atl_attempt *attempt)
{
    switch (attempt->ending) {
    case ATL_ENDING_ANSWERED:
        return judge_answer(repeatable, attempt);
    case ATL_ENDING_NEVER_SENT:
        return ATL_VERDICT_REPEAT;
    case ATL_ENDING_BROKEN:
        return repeatable ? ATL_VERDICT_REPEAT : ATL_VERDICT_UNKNOWN;
    case ATL_ENDING_IMPOSSIBLE:
    case ATL_ENDING_GIVEN_UP:
        break;
    }
    return ATL_VERDICT_DONE;
}
