#include "cmd/jira/person.h"

const char *jira_person_name(const struct atl_jira_user *person)
{
    if (person->display_name != NULL) {
        return person->display_name;
    }
    return person->name != NULL ? person->name : person->account_id;
}

cJSON *jira_person_object(const struct atl_jira_user *person)
{
    if (jira_person_name(person) == NULL) {
        return cJSON_CreateNull();
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "displayName", jira_person_name(person));
    if (person->account_id != NULL) {
        cJSON_AddStringToObject(object, "accountId", person->account_id);
    }
    if (person->name != NULL) {
        cJSON_AddStringToObject(object, "name", person->name);
    }
    return object;
}
