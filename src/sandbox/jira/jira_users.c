/* Finding people, as Jira Cloud's user search does. */
#include "sandbox/jira/jira_json.h"
#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/handlers.h"

#include <string.h>
#include <strings.h>

enum {
    MOST_RESULTS = 1000,
    USUAL_RESULTS = 50,
};

/* The query is the beginning of a word of the name, or of the e-mail address. */
static bool matches(const struct person *person, const char *query)
{
    size_t length = strlen(query);
    if (strncasecmp(person->email, query, length) == 0) {
        return true;
    }
    const char *word = person->name;
    while (word != NULL) {
        if (strncasecmp(word, query, length) == 0) {
            return true;
        }
        word = strchr(word, ' ');
        word = word == NULL ? NULL : word + 1;
    }
    return false;
}

static bool is_wanted(const struct person *person, const char *query, const char *account_id)
{
    return account_id != NULL ? strcmp(person->account_id, account_id) == 0
                              : matches(person, query);
}

void jira_user_search(struct request *request, struct reply *reply)
{
    const struct data *data = &request->sandbox->data;
    const char *query = request_parameter(request, "query");
    const char *account_id = request_parameter(request, "accountId");
    int64_t start;
    int64_t most;
    if (query == NULL && account_id == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "Provide one of 'query', 'accountId' or 'property'.");
        return;
    }
    if (!request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &start) ||
        !request_parameter_integer(request, "maxResults", 0, MOST_RESULTS, USUAL_RESULTS, &most)) {
        reply_error(reply, REPLY_JIRA, 400, "startAt and maxResults are whole numbers.");
        return;
    }
    int64_t found = 0;
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < data->person_count; i++) {
        const struct person *person = &data->people[i];
        if (is_wanted(person, query, account_id)) {
            if (found >= start && found < start + most) {
                jira_emit_user(request->sandbox, &request->arena, &reply->body, NULL, person);
            }
            found++;
        }
    }
    emit_array_end(&reply->body);
}
