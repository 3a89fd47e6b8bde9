/* What the account may do: in Jira by its own account of it, in Confluence by what it shows. */
#include "cmd/doctor/service.h"

#include "atlcli/loop.h"
#include "atlcli/text.h"

static const struct {
    const char *key;
    const char *words;
} asked_of_jira[DOCTOR_JIRA_PERMISSIONS] = {
    {"BROWSE_PROJECTS", "browse"}, {"CREATE_ISSUES", "create"},         {"EDIT_ISSUES", "edit"},
    {"ADD_COMMENTS", "comment"},   {"TRANSITION_ISSUES", "transition"}, {"DELETE_ISSUES", "delete"},
};

/* What each part of the finding says. */
struct summary {
    struct atl_buffer text;
    struct atl_error hints; /* its message is set last */
    bool worth_a_look;
};

static enum atl_status ask(void *context, size_t index, struct atl_error *error)
{
    struct doctor_services *services = context;
    struct doctor *doctor = services->doctor;
    struct doctor_service *service = &services->of[index];
    struct doctor_answer *answer = &service->permission;
    answer->asked = doctor_knows_account(service);
    if (answer->asked && index == ATL_PRODUCT_JIRA) {
        answer->status = atl_jira_check_permissions(doctor->http, doctor->context->arena,
                                                    services->jira_permissions,
                                                    DOCTOR_JIRA_PERMISSIONS, &answer->error);
    } else if (answer->asked) {
        answer->status = atl_confluence_sees_spaces(doctor->http, doctor->context->arena,
                                                    &services->sees_spaces, &answer->error);
    }
    return atl_check_cancelled(error);
}

static void add_granted(struct atl_buffer *text, const struct doctor_services *services,
                        bool granted, const char *lead)
{
    const char *separator = lead;
    for (size_t i = 0; i < DOCTOR_JIRA_PERMISSIONS; i++) {
        if (services->jira_permissions[i].granted == granted) {
            atl_buffer_printf(text, "%s%s", separator, asked_of_jira[i].words);
            separator = ", ";
        }
    }
}

static void describe_jira(const struct doctor_services *services, struct summary *summary)
{
    size_t before = summary->text.length;
    add_granted(&summary->text, services, true, "may ");
    add_granted(&summary->text, services, false,
                summary->text.length > before ? "; may not " : "may not ");
    if (!services->jira_permissions[0].granted) {
        summary->worth_a_look = true;
        atl_hint(&summary->hints, "the account sees no project: ask an administrator of Jira for "
                                  "the permission to browse projects");
    }
}

static void describe_confluence(const struct doctor_services *services, struct summary *summary)
{
    atl_buffer_add(&summary->text, services->sees_spaces ? "sees spaces" : "sees no space");
    if (!services->sees_spaces) {
        summary->worth_a_look = true;
        atl_hint(&summary->hints, "ask an administrator of Confluence for access to a space");
    }
}

static void describe_failure(const struct atl_error *error, struct summary *summary)
{
    summary->worth_a_look = true;
    atl_buffer_add(&summary->text, error->message);
    for (size_t i = 0; i < error->hint_count; i++) {
        atl_hint(&summary->hints, "%s", error->hints[i]);
    }
}

static void describe(const struct doctor_services *services, size_t product,
                     struct summary *summary)
{
    const struct doctor_service *service = &services->of[product];
    bool refused = service->login.asked && service->login.status == ATL_FORBIDDEN;
    if (!refused && !service->permission.asked) {
        return;
    }
    atl_buffer_printf(&summary->text, "%s%s: ", summary->text.length == 0 ? "" : ". ",
                      service->name);
    if (refused) {
        describe_failure(&service->login.error, summary);
    } else if (service->permission.status != ATL_OK) {
        describe_failure(&service->permission.error, summary);
    } else if (product == ATL_PRODUCT_JIRA) {
        describe_jira(services, summary);
    } else {
        describe_confluence(services, summary);
    }
}

enum atl_status doctor_check_permissions(struct doctor_services *services, struct atl_error *error)
{
    bool logged_in = false;
    for (size_t i = 0; i < DOCTOR_JIRA_PERMISSIONS; i++) {
        services->jira_permissions[i].key = asked_of_jira[i].key;
    }
    for (size_t i = 0; i < DOCTOR_PRODUCTS; i++) {
        logged_in = logged_in || doctor_knows_account(&services->of[i]);
    }
    if (!logged_in) {
        doctor_say(services->doctor, DOCTOR_PERMISSIONS, DOCTOR_SKIPPED, "not logged in");
        return ATL_OK;
    }
    enum atl_status status = atl_each(DOCTOR_PRODUCTS, 0, ask, services, error);
    if (status != ATL_OK) {
        return status;
    }
    struct summary summary = {0};
    for (size_t i = 0; i < DOCTOR_PRODUCTS; i++) {
        describe(services, i, &summary);
    }
    struct atl_error finding;
    atl_fail(&finding, ATL_OK, "%s", atl_buffer_text(&summary.text));
    for (size_t i = 0; i < summary.hints.hint_count; i++) {
        atl_hint(&finding, "%s", summary.hints.hints[i]);
    }
    doctor_report(services->doctor, DOCTOR_PERMISSIONS,
                  summary.worth_a_look ? DOCTOR_WARNING : DOCTOR_OK, &finding);
    atl_buffer_free(&summary.text);
    return ATL_OK;
}
